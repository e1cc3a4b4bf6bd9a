"""One contract, two hosts: the file on disk and the workbook open in Excel.

Excel is the fake of `com_fake` under the real xlwings. A formula's value is Excel's
affair there, so formulas are compared by their text.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import com_fake
import numpy as np
import pandas as pd
import pytest
import workbook_parts as book
from com_fake.grid import SheetState, opened
from workbook_changes import AS_IT_STANDS, FIXED, GROWN, ONE, body, frame_of, workbook

from segmentation_addin.excel.live_host import LiveHost
from segmentation_addin.imports.sample import sample_lines_path
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.creating import new
from segmentation_addin.services.importing import import_lines
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.services.sampling import new_with_sample
from segmentation_addin.workbook.addresses import cell_address, same_formula
from segmentation_addin.workbook.cell_xml import plain
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import (
    AppendedRows,
    Cell,
    CellEdits,
    Changes,
    FixedValues,
    Host,
    HostError,
    RawTable,
)

KINDS = ("file", "live")
Act = Callable[[Host], object]


@contextmanager
def host_of(kind: str, path: Path) -> Iterator[FileHost | LiveHost]:
    """A host on a workbook; at the end the file holds what the host wrote."""
    if kind == "file":
        yield FileHost(path)
        return
    with com_fake.excel(path) as (_, live):
        yield LiveHost(live)
        com_fake.saved(live, path)


def cells_of(path: Path) -> dict[str, Any]:
    """Every cell of a file that holds something, tables and names."""
    _, sheets, names, _ = opened(path)
    return cells_in(sheets, names)


def cells_in(sheets: list[SheetState], names: dict[str, str]) -> dict[str, Any]:
    """Every cell that holds something, formulas as text; tables and names too."""
    found: dict[str, Any] = dict(names)
    for sheet in sheets:
        for table in sheet.tables:
            found[table.name] = (table.area, table.headings, table.totals)
        for (row, column), cell in sheet.grid.cells.items():
            if not cell.blank:
                place = f"{sheet.name}!{cell_address(row, column)}"
                found[place] = cell.formula or cell.value
    return found


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What two workbooks do not share, cell by cell."""
    found = []
    for key in sorted(set(one) | set(other)):
        first, second = one.get(key), other.get(key)
        alike = (
            isinstance(first, str)
            and isinstance(second, str)
            and first[:1] == "="
            and same_formula(first, second)
        )
        if not alike and first != second:
            found.append(f"{key}: {first!r}, {second!r}")
    return found


def both(path: Path, act: Act) -> list[str]:
    """What differs between the workbooks that the two hosts leave behind."""
    on_disk = path.with_name(f"file{path.suffix}")
    shutil.copy(path, on_disk)
    act(FileHost(on_disk))
    with com_fake.excel(path) as (_, book):
        act(LiveHost(book))
        held = com_fake.workbook(book)
        states = [sheet.state for sheet in held.sheets]
        return differences(cells_of(on_disk), cells_in(states, held.names))


def plain_table(raw: RawTable) -> RawTable:
    """Dates as serial numbers, and no formula without a value: Excel computes all."""
    raw.columns = [
        [v if isinstance(v, str) else plain(v, raw.date_1904) for v in column]
        for column in raw.columns
    ]
    return raw


# Reading


PARTS = {
    "plain": book.excel_parts(),
    "french": book.changed_parts(
        book.excel_parts(),
        book.SEGMENTATION_TABLE,
        '"Client ID"',
        '"Code client"',
        '"Name"',
        '"Nom"',
        '"Letter"',
        '"Lettre"',
        '"Revenue"',
        '"Chiffre d\'affaires"',
    ),
    "errors, texts, 1904": book.changed_parts(
        book.changed_parts(
            book.excel_parts(),
            book.CLIENTS_SHEET,
            '<c r="C5" s="2"><v>3.5</v></c>',
            '<c r="C5" t="e"><v>#N/A</v></c>',
            '<c r="D5" t="inlineStr"><is><t>call</t></is></c>',
            '<c r="D5" t="b"><v>1</v></c>',
            '<c r="B7" s="1"/>',
            '<c r="B7" t="str"><f>""</f><v></v></c>',
            '<c r="C7" s="2"/>',
            '<c r="C7" s="3"><v>45000</v></c><c r="D7" t="inlineStr"><is><t>=1</t></is></c>',
        ),
        book.BOOK,
        "<workbookPr ",
        '<workbookPr date1904="1" ',
    ),
}
PARTS["french"][book.SEGMENTATION_SHEET] = (
    PARTS["french"][book.SEGMENTATION_SHEET]
    .decode()
    .replace("<t>Client ID<", "<t>Code client<")
    .replace("<t>Name<", "<t>Nom<")
    .replace("<t>Letter<", "<t>Lettre<")
    .replace("<t>Revenue<", "<t>Chiffre d'affaires<")
    .encode()
)


@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
def test_both_read_the_same(tmp_path: Path, parts: dict[str, bytes]) -> None:
    path = workbook(tmp_path, parts)
    on_disk = FileHost(path)
    with host_of("live", path) as live:
        assert live.language == on_disk.language
        assert live.tables() == on_disk.tables()
        for key in ("home", "clients", "segmentation", "dashboard", "review", "none"):
            assert live.sheet_title(key) == on_disk.sheet_title(key)
        for table in on_disk.tables():
            assert plain_table(live.read(table)) == plain_table(on_disk.read(table))


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_table_is_said(tmp_path: Path, kind: str) -> None:
    with host_of(kind, workbook(tmp_path)) as host:
        assert host.read("TBLCLIENTS").name == "tblClients"
        with pytest.raises(HostError) as refused:
            host.read("tblNothing")
    assert refused.value.code == "table_missing"


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_read_the_template_the_same(tmp_path: Path, language: Language) -> None:
    path = new(tmp_path / "new.xlsm", language)
    on_disk = FileHost(path)
    with com_fake.excel(path) as (_, in_excel):
        live = LiveHost(in_excel)
        assert live.language == on_disk.language == language
        assert live.tables() == on_disk.tables()
        for table in on_disk.tables():
            assert plain_table(live.read(table)) == plain_table(on_disk.read(table))


# Writing


def edits() -> Changes:
    values: list[Cell] = ["Nom", "0101", "=1+1"]
    return Changes(
        edits=[
            CellEdits("tblClients", "name", [0, 1, 2], values),
            CellEdits("tblClients", "potential", [0, 1], [date(2024, 1, 31), 4]),
        ]
    )


def appended(*ids: str, **headings: str) -> Changes:
    frame = pd.DataFrame({"client_id": ids, "potential": [1.5] * len(ids)})
    for key in headings:
        frame[key] = [f"{key} {i}" for i in range(len(ids))]
    return Changes(appended=[AppendedRows("tblClients", frame, headings)])


def fixed() -> Changes:
    values: dict[tuple[str, str], Cell] = {
        ("home", "C2"): 5,
        ("home", "C3"): 45001,
        ("home", "C4"): 18,
        ("dashboard", "B2"): 2.5,
        ("dashboard", "B3"): 99,
        ("home", "E9"): "2026-11-25 10:00",
        ("home", "E10"): "-12",
        ("absent", "A1"): 1,
    }
    formulas = {
        ("home", "C2"): "ROWS( tblSegmentation[Client ID])",
        ("dashboard", "B3"): "SUM(B1:B9)",
        ("home", "C4"): "17",
    }
    stamps = frozenset({("home", "C3")})
    return Changes(fixed=FixedValues(values, formulas, stamps))


def everything() -> Changes:
    """One act that grows two tables, edits cells and writes fixed values."""
    changes = body(GROWN)
    changes.edits = edits().edits
    changes.appended = appended("C3", "0101", "C5", visits="Visits").appended
    changes.fixed = fixed().fixed
    return changes


ODD_TEXTS = frame_of(
    *(
        (f"N{row}", text, "A", 80, row)
        for row, text in enumerate(
            (
                "0101",
                "1E5",
                "3-4",
                "+33 1 02",
                "-x",
                "@a",
                "'quoted",
                "TRUE",
                "#N/A",
                " 12 ",
                "é_x000D_é",
                "x" * 9_000,
                "=" + "y" * 9_000,
                "z" * 40_000,
                "Jan-24",
                "12%",
                "(5)",
                "12:30",
            )
        )
    )
)
CHANGES: dict[str, Callable[[], Changes]] = {
    "other values": lambda: body(AS_IT_STANDS.assign(score=[80, 60, 40.5])),
    "more rows, another order": lambda: body(GROWN),
    "by place": lambda: body(GROWN, None),
    "one row": lambda: body(ONE),
    "no row": lambda: body(AS_IT_STANDS.iloc[:0]),
    "texts that Excel would read otherwise": lambda: body(ODD_TEXTS),
    "edits": edits,
    "one row in the blank one": lambda: appended("C3"),
    "rows that grow the table": lambda: appended("C3", "0101", "C5"),
    "a new column": lambda: appended("C3", visits="2024 & co"),
    "fixed values": fixed,
    "everything": everything,
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_both_leave_the_same_workbook(
    tmp_path: Path, changes: Callable[[], Changes]
) -> None:
    assert both(workbook(tmp_path), lambda host: host.write(changes())) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_the_second_write_writes_nothing(
    tmp_path: Path, kind: str, changes: Callable[[], Changes]
) -> None:
    done = changes()
    done.appended = []
    with host_of(kind, workbook(tmp_path)) as host:
        host.write(done)
        assert not host.write(done)


@pytest.mark.parametrize("kind", KINDS)
def test_stamps_alone_and_equal_values_write_nothing(tmp_path: Path, kind: str) -> None:
    changes = body(AS_IT_STANDS)
    changes.fixed = FIXED
    with host_of(kind, workbook(tmp_path)) as host:
        assert not host.write(changes)


CALCULATED = book.changed_parts(
    book.excel_parts(),
    book.CLIENTS_TABLE,
    '<tableColumn id="3" name="Potential"/>',
    '<tableColumn id="3" name="Potential"><calculatedColumnFormula>B5&amp;"x"'
    "</calculatedColumnFormula></tableColumn>",
)
for _row in (5, 6, 7):
    _old = {5: "<v>3.5</v>", 6: "<f>1+1</f><v>2</v>", 7: ""}[_row]
    _cell = f'<c r="C{_row}" s="2">{_old}</c>' if _old else f'<c r="C{_row}" s="2"/>'
    CALCULATED = book.changed_parts(
        CALCULATED,
        book.CLIENTS_SHEET,
        _cell,
        f'<c r="C{_row}" s="2"><f>B{_row}&amp;"x"</f><v>2</v></c>',
    )


def _total(formula: str) -> dict[str, bytes]:
    parts = book.changed_parts(
        book.excel_parts(),
        book.SEGMENTATION_TABLE,
        'ref="A4:G7" totalsRowShown="0"',
        'ref="A4:G8" totalsRowCount="1"',
    )
    total = f'<row r="8"><c r="D8" s="2"><f>{formula}</f><v>180</v></c></row>'
    return book.changed_parts(
        parts, book.SEGMENTATION_SHEET, "</sheetData>", total + "</sheetData>"
    )


FILTERED = book.changed_parts(
    book.excel_parts(),
    book.SEGMENTATION_TABLE,
    '<autoFilter ref="A4:G7"/>',
    '<autoFilter ref="A4:G7"><filterColumn colId="2"><filters><filter val="A"/>'
    "</filters></filterColumn></autoFilter>",
)
OTHER_COLUMNS = book.changed_parts(
    book.changed_parts(
        book.excel_parts(),
        book.SEGMENTATION_TABLE,
        'name="Score"',
        'name="revenue"',
        'name="Revenue"',
        'name="Mine"',
    ),
    book.SEGMENTATION_SHEET,
    "<t>Score<",
    "<t>revenue<",
    "<t>Revenue<",
    "<t>Mine<",
)
OWN_FORMULAS = book.changed_parts(
    book.excel_parts(),
    book.SEGMENTATION_SHEET,
    f'<c r="F6" s="2"><f>{book.TWICE}</f>',
    '<c r="F6" s="2"><f>D6*3+SUM(D$5:D$7)</f>',
)


ONE_FORMULA = book.changed_parts(
    book.excel_parts(),
    book.SEGMENTATION_SHEET,
    '<c r="E5" t="inlineStr"><is><t>keep</t></is></c>',
    '<c r="E5"><f>1+1</f><v>2</v></c>',
    '<c r="E7" t="inlineStr"><is><t>ring &amp; ask</t></is></c>',
    "",
)


@pytest.mark.parametrize(
    ("parts", "changes"),
    [
        (ONE_FORMULA, lambda: body(GROWN)),
        (CALCULATED, lambda: appended("C3", "C4")),
        (_total("SUBTOTAL(109,D5:D7)"), lambda: body(GROWN)),
        (_total("SUBTOTAL(109,D5:D7)"), lambda: body(ONE)),
        (FILTERED, lambda: body(GROWN)),
        (OTHER_COLUMNS, lambda: body(ONE)),
        (OWN_FORMULAS, lambda: body(GROWN)),
    ],
    ids=["lone", "calculated", "grow", "shrink", "filter", "columns", "formulas"],
)
def test_both_respect_what_the_user_made(
    tmp_path: Path, parts: dict[str, bytes], changes: Callable[[], Changes]
) -> None:
    path = workbook(tmp_path, parts)
    assert both(path, lambda host: host.write(changes())) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_filter_on_an_output_is_cleared_and_said(tmp_path: Path, kind: str) -> None:
    with host_of(kind, workbook(tmp_path, FILTERED)) as host:
        assert host.write(body(GROWN))
        assert host.cleared_filters == ["tblSegmentation"]
        assert not host.write(body(GROWN))


# Refusing


def _with_cells(cells: str) -> dict[str, bytes]:
    return book.changed_parts(
        book.excel_parts(),
        book.SEGMENTATION_SHEET,
        "</sheetData>",
        f"{cells}</sheetData>",
    )


REFUSED = [
    (
        _with_cells('<row r="9"><c r="B9"><v>1</v></c></row>'),
        body(GROWN),
        "content_below",
        "B9",
    ),
    (
        book.changed_parts(
            book.excel_parts(),
            book.SEGMENTATION_SHEET,
            "<conditionalFormatting ",
            '<mergeCells count="1"><mergeCell ref="E5:E6"/></mergeCells>'
            "<conditionalFormatting ",
        ),
        body(GROWN),
        "merged_cells",
        "E5:E6",
    ),
    (
        book.changed_parts(
            book.excel_parts(),
            book.SEGMENTATION_SHEET,
            f'<c r="F6" s="2"><f>{book.TWICE}</f>',
            '<c r="F6" s="2"><f t="array" ref="F6">1</f>',
        ),
        body(GROWN),
        "array_formula",
        "F6",
    ),
    (
        book.changed_parts(
            book.excel_parts(),
            book.CLIENTS_SHEET,
            "<is><t>call</t></is></c>",
            '<is><t>call</t></is></c><c r="E5"><v>1</v></c>',
        ),
        appended("C3", visits="Visits"),
        "content_beside",
        "E5",
    ),
    (
        book.excel_parts(),
        body(pd.DataFrame({"score": np.zeros(1_048_576)}), None),
        "too_many_rows",
        None,
    ),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("parts", "changes", "code", "cell"), REFUSED, ids=[case[2] for case in REFUSED]
)
def test_harm_to_other_cells_is_refused(
    tmp_path: Path,
    kind: str,
    parts: dict[str, bytes],
    changes: Changes,
    code: str,
    cell: str | None,
) -> None:
    path = workbook(tmp_path, parts)
    before = cells_of(path)
    with host_of(kind, path) as host:
        with pytest.raises(HostError) as refused:
            host.write(changes)
        assert (refused.value.code, refused.value.params.get("cell")) == (code, cell)
    assert differences(cells_of(path), before) == []


# The acts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refresh_leaves_the_same_workbook(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "sample.xlsm"
    new_with_sample(path, language)
    as_of = date(2018, 1, 1) if language == "en" else date(2025, 12, 31)
    assert both(path, lambda host: refresh(host, as_of)) == []


def test_a_second_live_refresh_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sample.xlsm"
    new_with_sample(path, "en")
    refresh(FileHost(path))
    with com_fake.excel(path) as (_, in_excel):
        before = com_fake.state()
        assert not refresh(LiveHost(in_excel)).written
        assert com_fake.state() == before


def test_an_import_leaves_the_same_workbook(tmp_path: Path) -> None:
    path = new(tmp_path / "new.xlsm", "fr")

    def act(host: Host) -> None:
        with sample_lines_path() as lines:
            import_lines(host, [lines])

    assert both(path, act) == []
