"""What a refresh knows, and what the fixed cells of the workbook show of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from segmentation_addin.core.input_totals import InputTotals
from segmentation_addin.core.letters import Rules
from segmentation_addin.languages import Language
from segmentation_addin.workbook.action_facts import ActionFacts, ScaleLine
from segmentation_addin.workbook.board_figures import Figures
from segmentation_addin.workbook.board_kpis import Row, letter_kpis
from segmentation_addin.workbook.history_facts import HistoryFacts
from segmentation_addin.workbook.map_figures import MapFigures
from segmentation_addin.workbook.map_tables import DEFAULT_MEASURE
from segmentation_addin.workbook.outputs import SEGMENTATION
from segmentation_addin.workbook.quality_facts import QualityFacts
from segmentation_addin.workbook.reading_facts import ReadingFacts
from segmentation_addin.workbook.review_facts import ReviewFacts


@dataclass(frozen=True, eq=False)
class Facts:
    """All that the fixed cells need: the rows of `tblSegmentation` and the totals.

    `segmentation` has one column a declared key, `letter` included; numbers are
    float with NaN for blank, texts are "" when blank, choices hold the label in
    the workbook's language. Amounts are in the workbook's currency, ex-VAT.
    """

    language: Language
    segmentation: pd.DataFrame
    as_of: date | None = None
    period_start: date | None = None
    currency: str = ""
    orphans: Mapping[str, float] = field(default_factory=dict)
    """revenue, gross_margin, cost_to_serve, net_margin of unknown clients."""
    pools: Mapping[str, float] = field(default_factory=dict)
    """cost, allocated, unused, not_allocatable, over all pools."""
    issues: Mapping[str, int] = field(default_factory=dict)
    """Number of findings by severity: error, warning, note."""
    issues_amount: float = 0.0
    filled_weight: float = 0.0
    all_weight: float = 0.0
    bounds: tuple[float, float, float] = (70, 50, 30)
    """The scores from which a client is A, B or C."""
    cost_known: bool = True
    """False when no client at all has a cost-to-serve figure."""
    readings: ReadingFacts = field(default_factory=ReadingFacts)
    refreshed_on: str = ""
    version: str = ""
    review: ReviewFacts = field(default_factory=ReviewFacts)
    history: HistoryFacts = field(default_factory=HistoryFacts)
    decisions: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The rows of `tblDecisions`; no row, no column before a refresh."""
    scenario_deltas: tuple[float, ...] = ()
    """What each row of `tblScenario` changes in the net margin."""
    selection: Mapping[str, str] = field(default_factory=dict)
    """letter, sector, account_manager as chosen on the Dashboard; "" or absent: all."""
    inputs: InputTotals = field(default_factory=InputTotals)
    """The totals of the input rows themselves."""
    native_revenue: float = 0.0
    """What a native formula finds of the input revenue: numbers dated in the period."""
    map_measure: str = DEFAULT_MEASURE
    """Key of the measure chosen on the Map."""
    unsaid: tuple[str, ...] = ()
    """Activities with a cost of which nobody said what is avoidable."""
    actions: ActionFacts = field(default_factory=ActionFacts)
    """The action plan and the policy gaps."""
    rules: Rules = field(default_factory=Rules)
    """The settings that letters need."""
    scale: tuple[ScaleLine, ...] | None = None
    """The rows of `tblScale` as they stand; None: those of a fresh workbook."""
    twin: tuple[str, float | str] | None = None
    """Letter and score of the native twin's example; None: it shows an error."""

    quality: QualityFacts = field(default_factory=QualityFacts)
    """The findings rule by rule, and the ledger's revenue."""

    @classmethod
    def empty(cls, language: Language) -> Facts:
        """The facts of a fresh workbook: no client, never refreshed."""
        return cls(language, pd.DataFrame(columns=list(SEGMENTATION.keys)))

    @cached_property
    def figures(self) -> Figures:
        """The sums over the rows of `tblSegmentation`, computed once."""
        return Figures(self.segmentation, self.language)

    @cached_property
    def places(self) -> MapFigures:
        """The figures by place, computed once."""
        return MapFigures(self.figures, self.map_measure, self.language)

    @cached_property
    def kpis(self) -> Mapping[str, Row]:
        """The dashboard's table by letter, computed once."""
        return letter_kpis(self.figures, self.orphans)
