"""What the tests of the file host write into the workbook of `workbook_parts`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openxml_audit
import pandas as pd
import workbook_parts as book

from segmentation_addin.workbook.host import (
    Changes,
    FixedValues,
    TableBody,
)

FIXED = FixedValues(
    {("home", "C2"): 3, ("home", "C4"): 17, ("dashboard", "B2"): 2, ("home", "C3"): 1},
    {("home", "C2"): "ROWS(tblSegmentation[Client ID])"},
    frozenset({("home", "C3")}),
)


def workbook(folder: Path, parts: dict[str, bytes] | None = None) -> Path:
    path = folder / "book.xlsm"
    path.write_bytes(book.zipped(parts or book.excel_parts()))
    return path


def frame_of(*rows: tuple[object, ...]) -> pd.DataFrame:
    names = ["client_id", "name", "letter", "score", "revenue"]
    return pd.DataFrame([list(row) for row in rows], columns=names)


AS_IT_STANDS = frame_of(
    ("C1", "Name C1", "A", 80, 800),
    ("C2", "Name C2", "B", 60, 600),
    ("C3", "Name C3", "B", 40, 400),
)
GROWN = frame_of(
    ("C3", "third", "B", 41.25, 1.5),
    ("C9", None, "", float("nan"), 2),
    ("C1", "é & <b>", "A", 80, 3),
    ("=1+1", "", "A", np.float64(70), 4),
    ("C2", "second", "B", 60, 5),
)
ONE = frame_of(("C2", "second", "B", 60, 5))


def body(frame: pd.DataFrame, key: str | None = "client_id") -> Changes:
    return Changes(bodies=[TableBody("tblSegmentation", frame, key)])


def findings(path: Path) -> list[str]:
    return [str(e) for e in openxml_audit.OpenXmlValidator().validate(path).errors]


def changed(path: Path) -> set[str]:
    """Names of the parts that differ from the workbook as Excel wrote it."""
    old, new = book.excel_parts(), book.parts_of(path)
    return {name for name in old if new.get(name) != old[name]}
