"""What the Actions sheet and the Method sheet show."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from segmentation_addin.workbook.action_tables import ACTIONS, GAPS

OWNERS_SHOWN = 6


@dataclass(frozen=True, eq=False)
class ActionFacts:
    """The rows of the action plan and of the policy gaps, as they will stand.

    `table` has the columns of `tblActions`: texts "" when blank, amounts float with
    NaN where the cell holds no number, `due_date` a date or None; labels in the
    workbook's language.
    """

    table: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(ACTIONS.keys))
    )
    unlisted: int = 0
    """Proposals, smaller, that the sheet does not list."""
    owners: tuple[str, ...] = ()
    """The owners of most actions, at most `OWNERS_SHOWN`."""
    gaps: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(GAPS.keys))
    )
    gaps_unlisted: int = 0


@dataclass(frozen=True)
class ScaleLine:
    """One row of `tblScale` as it stands."""

    criterion: str
    better: str
    weight: float
    measured_by: str
