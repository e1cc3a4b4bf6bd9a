"""The History sheet: LibreOffice recalculates what Python declared, whatever is chosen.

Home shows the same calendar.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from libreoffice import Office, require_office
from vintage_examples import lines_of, workbook

from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.closing import close
from segmentation_addin.services.computing import compute
from segmentation_addin.services.importing import import_lines
from segmentation_addin.services.refreshing import plan, refresh
from segmentation_addin.services.rolling import roll
from segmentation_addin.workbook.board import FIXED_CELLS
from segmentation_addin.workbook.board_history_matrix import COUNTS_ROW, REVENUE_ROW
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.history_formulas import CHOICE_ROW
from segmentation_addin.workbook.history_tables import HISTORY
from segmentation_addin.workbook.host import (
    AppendedRows,
    Cell,
    CellEdits,
    Changes,
    FixedValues,
)
from segmentation_addin.workbook.outputs import SHEETS

LOCALES: dict[Language, str] = {"en": "en-US", "fr": "fr-FR"}
CHOICES: tuple[tuple[int | None, int | None], ...] = (
    (None, None),
    (1, None),
    (1, 2),
    (2, 2),
    (None, 2),
    (3, 1),
    (9, None),
)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def office(language: Language) -> Iterator[Office]:
    require_office()
    with Office(LOCALES[language]) as running:
        yield running


@pytest.fixture(scope="module")
def three_reviews(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2025 twice, the second time with another scale and an override, then 2026."""
    folder = tmp_path_factory.mktemp(language)
    path = workbook(folder, language)
    close(FileHost(path), author="Jo", note="=first")
    host = FileHost(path)
    host.write(Changes(edits=[CellEdits("tblScale", "weight", [0, 1], [45.0, 5.0])]))
    decided = pd.DataFrame(
        {"client_id": ["C5"], "letter": ["B"], "reason": ["x"], "author": ["y"]}
    )
    FileHost(path).write(Changes(appended=[AppendedRows("tblOverrides", decided)]))
    roll(FileHost(path), author="Al")
    import_lines(FileHost(path), [lines_of(folder, {2026: 12}, start=4)])
    close(FileHost(path), author="Jo")
    FileHost(path).write(Changes(edits=[CellEdits("tblScale", "weight", [0], [25.0])]))
    return path


def compared(path: Path, choice: tuple[int | None, int | None]) -> FixedValues:
    """The workbook refreshed with that choice; gives the declared values."""
    edits = [
        CellEdits("tblCompare", key, [0], [number])
        for key, number in zip(("before", "after"), choice, strict=True)
    ]
    FileHost(path).write(Changes(edits=edits))
    refresh(FileHost(path))
    computed = compute(FileHost(path))
    assert computed.result is not None
    return plan(FileHost(path), computed, computed.result).changes.fixed


def values_of(declared: FixedValues) -> dict[tuple[str, str], Cell]:
    return dict(vars(declared)["values"])


def same(expected: Cell, found: object) -> bool:
    if expected is None or expected == "":
        return found in (None, "")
    if isinstance(expected, str):
        return found == expected
    if isinstance(expected, date):
        return isinstance(found, float)
    assert isinstance(expected, int | float)
    return isinstance(found, float) and math.isclose(
        expected, found, rel_tol=1e-9, abs_tol=1e-6
    )


@pytest.mark.parametrize("choice", CHOICES)
def test_a_spreadsheet_gives_every_declared_value(
    office: Office,
    language: Language,
    three_reviews: Path,
    choice: tuple[int | None, int | None],
) -> None:
    declared = compared(three_reviews, choice)
    titles = {key: SHEETS[key].title.in_(language) for key in ("history", "home")}
    cells = office.calculate(three_reviews, *titles.values())
    seen = 0
    for (sheet, cell), value in values_of(declared).items():
        if sheet not in titles or (sheet, cell) in declared.stamps:
            continue
        found = cells[titles[sheet]].get(cell, {}).get("value")
        assert same(value, found), (sheet, cell, value, found)
        seen += 1
    assert seen > 300
    assert [c for sheet in cells.values() for c in sheet.values() if c["error"]] == []


def shown(declared: FixedValues, *cells: str) -> list[Any]:
    return [values_of(declared)["history", cell] for cell in cells]


def test_the_default_is_the_last_review_of_an_earlier_date(
    three_reviews: Path,
) -> None:
    declared = compared(three_reviews, (None, None))
    row = CHOICE_ROW
    # review 2 closed 2025 last; review 3 is of the same date as today
    assert shown(declared, f"E{row}", f"L{row}") == [2, 1]
    counts = shown(declared, f"L{COUNTS_ROW + 7}", f"I{COUNTS_ROW + 7}")
    assert counts == [16, 0]
    assert shown(declared, f"L{REVENUE_ROW + 7}")[0] == pytest.approx(
        values_of(declared)["history", "I15"]
    )


def test_a_choice_that_cannot_be_is_said_and_shows_no_figure(
    three_reviews: Path,
) -> None:
    for choice in ((3, 1), (9, None), (None, 9)):
        declared = compared(three_reviews, choice)
        assert shown(declared, f"L{CHOICE_ROW}", f"E{COUNTS_ROW}") == [0, ""]
        assert "A5" in shown(declared, f"D{CHOICE_ROW + 1}")[0]
        assert shown(declared, "N22") == [None]


def test_columns_that_a_user_put_in_keep_our_values_away(
    three_reviews: Path, tmp_path: Path
) -> None:
    """Excel moved our cells with the table: what stands there now is the user's."""
    path = tmp_path / "moved.xlsm"
    path.write_bytes(three_reviews.read_bytes())
    computed = compute(FileHost(path))
    assert computed.result is not None
    computed.tables.raws[HISTORY.name].first_column += 1
    fixed = plan(FileHost(path), computed, computed.result).changes.fixed
    kept = [cell for cell in values_of(fixed) if cell[0] == "history"]
    assert kept
    assert set(kept) <= fixed.formulas.keys()


def test_home_shows_the_calendar_by_formula_only() -> None:
    """An older workbook has a Home without these lines: nothing is written there."""
    lines = [x for x in FIXED_CELLS if x.sheet == "home" and int(x.cell[1:]) >= 28]
    assert len(lines) > 12
    assert all(x.text is not None or x.formula is not None for x in lines)
