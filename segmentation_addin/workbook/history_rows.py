"""The history as rows of its table, in the words of the workbook, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from segmentation_addin.core.freezing import read_vintages, readable
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.vintages import Vintage
from segmentation_addin.languages import LANGUAGES, Language, Text
from segmentation_addin.workbook.declaration import heading_key
from segmentation_addin.workbook.history_tables import (
    COMPARE,
    GROUP_ITEMS,
    HISTORY,
    KINDS,
    MEASURES,
    REVIEW_ITEMS,
)
from segmentation_addin.workbook.host import Host, RawTable
from segmentation_addin.workbook.inputs import CRITERIA
from segmentation_addin.workbook.settings import SETTINGS
from segmentation_addin.workbook.typed import read_frame

ITEMS: Mapping[str, Mapping[str, Text]] = {
    "review": REVIEW_ITEMS,
    "total": GROUP_ITEMS,
    "measure": MEASURES,
    "scale": CRITERIA,
    "setting": {setting.key: setting.label for setting in SETTINGS},
}
"""Labels of the items by kind; clients, rates and pools bear their own names."""


def history_rows(frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    """The rows of `core.freezing.rows_of` as the table shows them."""
    kinds = frame["kind"].to_numpy(dtype=object)
    items = frame["item"].to_numpy(dtype=object).copy()
    for kind, labels in ITEMS.items():
        rows = np.flatnonzero(kinds == kind)
        for row in rows:
            label = labels.get(str(items[row]))
            items[row] = items[row] if label is None else label.in_(language)
    shown = frame.assign(
        item=pd.Series(items, index=frame.index, dtype=object),
        kind=frame["kind"].map(
            {key: text.in_(language) for key, text in KINDS.items()}
        ),
    )
    return shown[list(HISTORY.keys)]


@dataclass(frozen=True)
class ReadHistory:
    """The closed reviews, the raw table they stand in, and what is wrong with it."""

    vintages: tuple[Vintage, ...] = ()
    issues: list[Issue] = field(default_factory=list)
    raws: Mapping[str, RawTable] = field(default_factory=dict)


def read_history(host: Host) -> ReadHistory:
    """The closed reviews of a workbook; none in a workbook without the table."""
    if HISTORY.name not in host.tables():
        return ReadHistory()
    raw = host.read(HISTORY.name)
    frame = _typed(raw, host.language)
    lost = ~readable(frame)
    issues = []
    if lost.any():
        issues.append(
            Issue(
                "history_unreadable",
                Severity.WARNING,
                HISTORY.name,
                int(frame["_row"].to_numpy()[lost][0]),
                "vintage",
                {"count": int(lost.sum())},
            )
        )
    return ReadHistory(read_vintages(frame), issues, {HISTORY.name: raw})


def _typed(raw: RawTable, language: Language) -> pd.DataFrame:
    """The typed rows with stable keys; what cannot be read is blank."""
    frame = read_frame(raw, HISTORY, language).frame
    kinds = frame["kind"].to_numpy(dtype=object)
    items = frame["item"].to_numpy(dtype=object).copy()
    for kind, labels in ITEMS.items():
        keys = {
            heading_key(name): key
            for key, label in labels.items()
            for name in (key, *(label.in_(x) for x in LANGUAGES))
        }
        for row in np.flatnonzero(kinds == kind):
            items[row] = keys.get(heading_key(str(items[row])), items[row])
    return frame.assign(item=pd.Series(items, index=frame.index, dtype=object))


def read_choice(host: Host) -> tuple[int | None, int | None]:
    """The two reviews that the sheet compares: numbers, None where left blank."""
    if COMPARE.name not in host.tables():
        return None, None
    frame = read_frame(host.read(COMPARE.name), COMPARE, host.language).frame
    if frame.empty:
        return None, None
    chosen = [frame[key].iloc[0] for key in ("before", "after")]
    before, after = (None if np.isnan(x) else int(x) for x in chosen)
    return before, after
