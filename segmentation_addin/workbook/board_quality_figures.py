"""Confidence, estimates and ledger: the figures that Data quality and Home share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from segmentation_addin.core.confidence import HIGH_FROM, MEDIUM_FROM, level_of
from segmentation_addin.core.reconciliation import CENT, LEDGER_TOLERANCE
from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import Value, column, quoted
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import Flags
from segmentation_addin.workbook.board_home import GAP, OK
from segmentation_addin.workbook.board_phrases import NOTHING, Phrase, choose, words
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.outputs import CONFIDENCE
from segmentation_addin.workbook.settings import SETTINGS_BY_KEY

QUALITY = "data_quality"
REVENUE = column("revenue")
SOLD = f'SUMIF({REVENUE},">0")'
ORIGIN = column("margin_origin")
MARGIN = column("gross_margin")
_ROUNDING = "0.000000001"


def bought(facts: Facts) -> Flags:
    """Rows of clients with revenue."""
    return np.asarray(facts.figures.numbers("revenue") > 0, dtype=bool)


def sold(facts: Facts) -> float:
    """Their revenue."""
    return facts.figures.total("revenue", bought(facts))


def share_of(rows: Callable[[Facts], Flags]) -> Callable[[Facts], float]:
    """Share of the revenue of some rows; 0 where nothing is sold."""

    def value(facts: Facts) -> float:
        total = sold(facts)
        part = facts.figures.total("revenue", rows(facts) & bought(facts))
        return part / total if total > 0 else 0.0

    return value


def grade(facts: Facts) -> float:
    """Confidence weighted by revenue, 0-1; 0 for clients of unknown margin."""
    shares = np.nan_to_num(facts.figures.numbers("confidence_share"))
    counted = bought(facts) & ~margin_rows("missing")(facts)
    weights = np.where(counted, facts.figures.numbers("revenue"), 0.0)
    total = sold(facts)
    return float((shares * weights).sum()) / total if total > 0 else 0.0


def when_sold(value: Callable[[Facts], float]) -> Value:
    """A figure that means nothing before something is sold."""
    return lambda facts: value(facts) if sold(facts) > 0 else ""


def margin_rows(key: str) -> Callable[[Facts], Flags]:
    """Rows whose gross margin has that origin."""
    return lambda facts: facts.figures.is_choice("margin_origin", key)


def origin_mark(key: str) -> str:
    """The mark of an origin in a formula."""
    return f"{{choice:margin_origin.{key}}}"


def estimated(facts: Facts) -> float:
    """Gross margin that rests on estimates."""
    return facts.figures.total("gross_margin", margin_rows("estimated")(facts))


def estimated_share(facts: Facts) -> float | None:
    """Its share of the gross margin; None where that share means nothing."""
    part, total = estimated(facts), facts.figures.total("gross_margin")
    return part / total if total > 0 and 0 <= part <= total else None


def clients_of(key: str) -> Callable[[Facts], float]:
    """Number of clients whose gross margin has that origin."""
    return lambda facts: float(margin_rows(key)(facts).sum())


def ledger(facts: Facts) -> Cell:
    """The ledger's revenue; "" when nobody typed it."""
    return "" if facts.quality.ledger is None else facts.quality.ledger


def difference(facts: Facts) -> float:
    """Revenue of the inputs less the ledger's, as the Check block adds it up."""
    unknown = facts.kpis["total"]["revenue"] == ""
    found = 0.0 if unknown else facts.inputs.revenue
    return round(found - (facts.quality.ledger or 0.0), 2)


def agrees(facts: Facts) -> bool:
    """The difference with the ledger is within the tolerance."""
    limit = LEDGER_TOLERANCE * abs(facts.quality.ledger or 0.0)
    return abs(difference(facts)) <= max(limit, CENT)


def asked(facts: Facts) -> bool:
    """Somebody typed the ledger's revenue."""
    return facts.quality.ledger is not None


def difference_share(facts: Facts) -> Cell:
    """The difference as a share of the ledger's revenue."""
    typed = facts.quality.ledger
    return difference(facts) / abs(typed) if typed else ""


def level_words(cell: str) -> Phrase:
    """The word for the confidence that stands in a cell, "" where there is none."""

    def labels(key: str) -> Phrase:
        return words(CONFIDENCE[key])

    def at_least(limit: float) -> str:
        return f"{cell}>={limit}-{_ROUNDING}"

    return choose(
        f"ISNUMBER({cell})",
        lambda facts: sold(facts) > 0,
        choose(
            at_least(HIGH_FROM),
            lambda facts: level_of(grade(facts)) == "high",
            labels("high"),
            choose(
                at_least(MEDIUM_FROM),
                lambda facts: level_of(grade(facts)) == "medium",
                labels("medium"),
                labels("low"),
            ),
        ),
        NOTHING,
    )


def ledger_formula() -> Text:
    """The ledger's revenue as it stands in Settings."""
    label = SETTINGS_BY_KEY["control_revenue"].label
    found = [
        "IFERROR(INDEX({tblSettings.value},MATCH("
        + quoted(name)
        + ',{tblSettings.setting},0)),"")'
        for name in label
    ]
    en, fr = (f'IF(ISNUMBER({place}),{place},"")' for place in found)
    return Text(en, fr)


def verdict(ledger_cell: str, difference_cell: str) -> Phrase:
    """OK or GAP for the difference in a cell; "" when nothing is compared."""
    limit = f"MAX({LEDGER_TOLERANCE}*ABS({ledger_cell}),{CENT})"
    return choose(
        f"ISNUMBER({difference_cell})",
        asked,
        choose(f"ABS(N({difference_cell}))<={limit}", agrees, words(OK), words(GAP)),
        NOTHING,
    )
