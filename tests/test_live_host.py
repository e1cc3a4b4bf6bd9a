"""The workbook open in Excel: few calls, all or nothing, the user's Excel as it was.

That both hosts write the same is shown in `test_host_contract`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import com_fake
import pandas as pd
import pytest
import workbook_parts as book
from com_fake.entries import Cell, ErrorValue
from hypothesis import given
from hypothesis import strategies as st
from workbook_changes import AS_IT_STANDS, GROWN, ONE, body, workbook

from segmentation_addin.excel import live_errors
from segmentation_addin.excel.live_host import LiveHost
from segmentation_addin.excel.live_tables import LiveTable
from segmentation_addin.messages.host import CATALOGUE
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.services.sampling import new_with_sample
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import (
    AppendedRows,
    CellEdits,
    CellError,
    Changes,
    FixedValues,
    HostError,
)
from segmentation_addin.workbook.outputs import SEGMENTATION


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(tmp_path)


@pytest.fixture
def in_excel(path: Path) -> Iterator[Any]:
    """xlwings' book of the workbook of `workbook_parts`."""
    with com_fake.excel(path) as (_, opened):
        yield opened


def everything() -> Changes:
    """One act that grows and shrinks tables, adds a column, edits, writes cells."""
    frame = pd.DataFrame({"client_id": ["C3", "0101"], "visits": ["2024", "1E5"]})
    changes = body(GROWN)
    changes.edits = [CellEdits("tblClients", "name", [0, 1], ["=x", "Nom"])]
    changes.appended = [AppendedRows("tblClients", frame, {"visits": "2024"})]
    changes.fixed = FixedValues({("home", "C4"): 18, ("home", "C3"): "-1"})
    return changes


def cell(opened: Any, sheet: str, address: str) -> Cell:
    """A cell of the fake's own, to set up or to look at."""
    held = next(s for s in com_fake.workbook(opened).sheets if s.name == sheet)
    area = held.range_of(address).area
    return held.state.grid.cell(area.first_row, area.first_column)


def refused(host: LiveHost, changes: Changes) -> HostError:
    """The refusal of a write, which must leave everything as it was."""
    before = com_fake.state()
    with pytest.raises(HostError) as raised:
        host.write(changes)
    com_fake.running().journal.edit_mode = False
    assert com_fake.state() == before
    entry = CATALOGUE[raised.value.code]
    for text in (*entry.message, *entry.remedy):
        assert text.format(**raised.value.params)
    return raised.value


# Few calls


def frame(rows: int) -> pd.DataFrame:
    ids = [f"N{row}" for row in range(rows)]
    return pd.DataFrame({"client_id": ids, "name": ids, "score": range(rows)})


def calls(path: Path, rows: int) -> tuple[int, int]:
    """COM calls of a read and of a write of so many rows over so many others."""
    with com_fake.excel(path) as (_, opened):
        LiveHost(opened).write(body(frame(rows)))
        journal = com_fake.running().journal
        journal.clear()
        LiveHost(opened).read("tblSegmentation")
        read = len(journal.calls)
        journal.clear()
        grown = frame(2 * rows).iloc[::-1]
        changes = body(grown)
        changes.appended = [
            AppendedRows("tblClients", pd.DataFrame({"client_id": grown["client_id"]}))
        ]
        assert LiveHost(opened).write(changes)
        return read, len(journal.calls)


def test_the_number_of_calls_does_not_depend_on_the_rows(path: Path) -> None:
    few = calls(path, 10)
    assert calls(path, 5_000) == few
    assert few[0] <= 40
    assert few[1] <= 250


def test_a_live_refresh_is_a_bounded_number_of_calls(tmp_path: Path) -> None:
    path = tmp_path / "sample.xlsm"
    new_with_sample(path, "en")
    with com_fake.excel(path) as (_, opened):
        assert refresh(LiveHost(opened)).written
        journal = com_fake.running().journal
        assert len(journal.calls) <= 1_500
        assert 1 <= journal.count("ListObject.Resize()") <= 5, "one a table"
        for act in ("Range.Select()", "Worksheet.Activate()", "Workbook.Save()"):
            assert not journal.count(act)
        values = [c for c in journal.calls if c in ("Range.Value=", "Range.Formula2=")]
        assert len(values) <= 60


def test_nothing_is_written_nor_made_still_when_nothing_differs(in_excel: Any) -> None:
    journal = com_fake.running().journal
    assert not LiveHost(in_excel).write(body(AS_IT_STANDS))
    assert not [call for call in journal.calls if call.endswith("=")]


# All or nothing


def written(host: LiveHost, changes: Changes) -> bool:
    """True when the write went through, False when Excel refused a call."""
    try:
        return host.write(changes)
    except HostError as error:
        if error.code == "excel_refused":
            return False
        raise


def test_a_failure_at_any_call_leaves_everything_as_it_was(path: Path) -> None:
    with com_fake.excel(path) as (_, opened):
        host = LiveHost(opened)
        assert host.write(everything())
        needed = len(com_fake.running().journal.calls)
        whole = com_fake.state()
    undone = 0
    for number in range(1, needed + 1):
        with com_fake.excel(path) as (_, opened):
            before = com_fake.state()
            com_fake.running().journal.fail_at(number)
            if written(LiveHost(opened), everything()):
                # a setting that was put back at the second try
                assert com_fake.state() == whole, number
            else:
                assert com_fake.state() == before, number
                undone += 1
    assert undone > needed - 10


@pytest.mark.parametrize("shown", [True, False])
def test_a_failure_while_a_table_shrinks_brings_its_rows_back(
    path: Path, *, shown: bool
) -> None:
    for number in range(1, 200):
        with com_fake.excel(path) as (_, opened):
            journal = com_fake.running().journal
            if shown:
                opened.sheets["Segmentation"].tables[0].show_totals = True
            before = com_fake.state()
            journal.clear()
            journal.fail_at(number)
            if not written(LiveHost(opened), body(ONE)):
                assert com_fake.state() == before, number
            if len(journal.calls) < number:
                assert number > 60
                return
    pytest.fail("more calls than expected")


def test_a_progress_that_fails_leaves_everything_as_it_was(in_excel: Any) -> None:
    def stop(_step: str, share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    before = com_fake.state()
    with pytest.raises(KeyboardInterrupt):
        LiveHost(in_excel).write(everything(), stop)
    assert com_fake.state() == before


def test_what_cannot_be_put_back_is_said(in_excel: Any) -> None:
    journal = com_fake.running().journal
    LiveHost(in_excel).write(everything())
    journal.clear()
    host = LiveHost(in_excel)
    journal.fail_on("Range.Clear()")

    def from_now_on(_step: str, share: float) -> None:
        if share >= 0.3:
            for number in range(40, 4_000):
                journal.fail_at(len(journal.calls) + number)

    with pytest.raises(HostError) as raised:
        host.write(body(ONE), from_now_on)
    assert raised.value.code == "not_restored"


def test_the_users_settings_and_selection_stay(in_excel: Any) -> None:
    app = in_excel.app
    in_excel.sheets["Clients"].activate()
    in_excel.sheets["Clients"].range("B5:B6").select()
    app.calculation, app.screen_updating = "semiautomatic", True
    app.status_bar = "mine"
    settings = dict(com_fake.running().application.settings)
    assert LiveHost(in_excel).write(everything())
    assert com_fake.running().application.settings == settings
    assert app.selection.address == "$B$5:$B$6"
    assert in_excel.sheets.active.name == "Clients"
    assert com_fake.workbook(in_excel).saves == []


# What Excel does not allow


def test_a_protected_sheet_is_refused(in_excel: Any) -> None:
    com_fake.workbook(in_excel).sheets[2].state.protected = True
    error = refused(LiveHost(in_excel), body(GROWN))
    assert (error.code, error.params["sheet"]) == ("protected_sheet", "Segmentation")
    assert not LiveHost(in_excel).write(body(AS_IT_STANDS))


def test_filtered_rows_of_an_input_are_refused(in_excel: Any) -> None:
    filters = com_fake.workbook(in_excel).sheets[1].state.tables[0].filters
    filters[1] = ("=C1", None, None)
    error = refused(LiveHost(in_excel), everything())
    assert (error.code, error.params["sheet"]) == ("filtered_sheet", "Clients")
    assert LiveHost(in_excel).write(body(GROWN))


def test_rows_that_went_while_we_computed_are_noticed(in_excel: Any) -> None:
    edits = CellEdits("tblClients", "name", [9], ["x"])
    error = refused(LiveHost(in_excel), Changes(edits=[edits]))
    assert error.code == "table_changed"


def test_a_cell_being_typed_in_is_said_and_not_waited_for_for_ever(
    in_excel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_errors, "ATTEMPTS", 3)
    host = LiveHost(in_excel)
    host.read("tblClients")
    com_fake.running().journal.edit_mode = True
    assert refused(host, body(GROWN)).code == "excel_busy"


def test_a_busy_excel_is_asked_again(in_excel: Any) -> None:
    host = LiveHost(in_excel)
    host.tables()
    com_fake.running().journal.reject(5)
    assert host.read("tblClients").rows == 3


def test_an_excel_that_is_gone_is_said(in_excel: Any) -> None:
    host = LiveHost(in_excel)
    gone = com_fake.ComError(-2147023174, "The RPC server is unavailable.")
    com_fake.running().journal.fail_at(1, gone)
    with pytest.raises(HostError) as raised:
        host.tables()
    assert raised.value.code == "excel_closed"


# Values as they are


def test_error_cells_are_errors_and_never_amounts(in_excel: Any) -> None:
    for row, code in enumerate(("#N/A", "#SPILL!", "#CALC!"), start=5):
        cell(in_excel, "Clients", f"C{row}").value = ErrorValue(code)
        cell(in_excel, "Clients", f"C{row}").formula = None
    raw = LiveHost(in_excel).read("tblClients")
    assert raw.columns[2] == [
        CellError("#N/A"),
        CellError("#SPILL!"),
        CellError("#CALC!"),
    ]


def test_amounts_of_a_currency_format_keep_all_decimals(in_excel: Any) -> None:
    amount = cell(in_excel, "Clients", "C5")
    amount.value, amount.format = 1.23456789, "#,##0.00 $"
    assert LiveHost(in_excel).read("tblClients").columns[2][0] == 1.23456789


def test_text_columns_get_the_text_format(in_excel: Any) -> None:
    for row in (5, 6, 7):
        cell(in_excel, "Segmentation", f"B{row}").format = "General"
    names = AS_IT_STANDS.assign(name=["0101", "1E5", "=1"])
    assert LiveHost(in_excel).write(body(names))
    names_held = [cell(in_excel, "Segmentation", f"B{row}") for row in (5, 6, 7)]
    assert [c.format for c in names_held] == ["@", "@", "@"]
    assert [c.value for c in names_held] == ["0101", "1E5", "=1"]
    assert [c.formula for c in names_held] == [None, None, None]


def test_numbers_and_formulas_live_in_cells_of_the_text_format(in_excel: Any) -> None:
    for row in (5, 6, 7):
        cell(in_excel, "Segmentation", f"D{row}").format = "@"
        cell(in_excel, "Segmentation", f"C{row}").format = "@"
    cell(in_excel, "Segmentation", "C6").formula = None
    assert LiveHost(in_excel).write(body(GROWN))
    raw = LiveHost(in_excel).read("tblSegmentation")
    assert raw.columns[3] == [41.25, None, 80.0, 70.0, 60.0]
    letters = [cell(in_excel, "Segmentation", f"C{row}") for row in range(5, 10)]
    assert {c.format for c in letters} == {"@"}
    assert None not in [c.formula for c in letters]


def test_a_text_that_excel_reads_otherwise_is_written_again(
    in_excel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An Excel of another language takes "WAHR" for a logical value."""
    from com_fake import entries

    english = entries._as_number
    monkeypatch.setattr(
        entries, "_as_number", lambda t: (1.0, "General") if t == "WAHR" else english(t)
    )
    cell(in_excel, "Segmentation", "E5").value = "WAHR"
    assert LiveHost(in_excel).write(body(GROWN))
    assert "WAHR" in LiveHost(in_excel).read("tblSegmentation").columns[4]


def test_our_formula_comes_back_where_somebody_typed_over_it(in_excel: Any) -> None:
    for row in (5, 6, 7):
        cell(in_excel, "Segmentation", f"C{row}").formula = None
        cell(in_excel, "Segmentation", f"C{row}").value = "D"
    assert LiveHost(in_excel).write(body(AS_IT_STANDS))
    for row in (5, 6, 7):
        formula = cell(in_excel, "Segmentation", f"C{row}").formula
        assert formula is not None
        assert "tblOverrides" in formula
    assert SEGMENTATION.column("letter").formula is not None


TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
    st.from_regex(r"[=+\-@'0-9./: $%()EeA-Za-z]{1,10}", fullmatch=True),
)


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_any_text_reads_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = workbook(tmp_path_factory.mktemp("round"))
    with com_fake.excel(path) as (_, opened):
        host = LiveHost(opened)
        ids = [f"N{row}" for row in range(len(texts))]
        host.write(body(pd.DataFrame({"client_id": ids, "name": texts})))
        edits = CellEdits("tblClients", "My note", [0], texts[:1])
        host.write(Changes(edits=[edits]))
        on_disk = FileHost(path)
        on_disk.write(body(pd.DataFrame({"client_id": ids, "name": texts})))
        wanted = on_disk.read("tblSegmentation").columns[1]
        assert host.read("tblSegmentation").columns[1] == wanted
        assert host.read("tblClients").columns[3][0] == wanted[0]


# An older Excel, and the Mac


def test_an_excel_without_dynamic_arrays_is_served(
    in_excel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from com_fake.range_cells import RangeCells

    monkeypatch.delattr(RangeCells, "Formula2")
    assert LiveHost(in_excel).write(everything())
    raw = LiveHost(in_excel).read("tblSegmentation")
    assert raw.formula_columns == {"Letter", "Twice"}


def test_the_mac_goes_through_the_public_values(
    in_excel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked of the Mac alone is answered here; the rest is xlwings' own."""
    wanted = LiveHost(in_excel).read("tblSegmentation")

    class Told:
        def __init__(self, value: object) -> None:
            self.value = value

        def get(self) -> object:
            return self.value

    host = LiveHost(in_excel)
    monkeypatch.setattr(sys, "platform", "darwin")
    host = LiveHost(in_excel)
    host._cells.__dict__["date_1904"] = False
    monkeypatch.setattr(LiveTable, "filtered", False)
    monkeypatch.setattr(
        "segmentation_addin.excel.live_writing.check_sheet", lambda *_: None
    )
    monkeypatch.setattr(
        "segmentation_addin.excel.live_host.check_sheet", lambda *_: None
    )
    cell(in_excel, "Segmentation", "E5").value = ErrorValue("#N/A")
    raw = host.read("tblSegmentation")
    assert raw.columns[4][0] == CellError("#N/A")
    assert raw.columns[3] == wanted.columns[3]
    assert host.write(body(GROWN))
    assert host.read("tblSegmentation").columns[0] == ["C3", "C9", "C1", "=1+1", "C2"]
    assert not host.write(body(GROWN))


def test_a_table_without_data_rows_is_one_blank_row(tmp_path: Path) -> None:
    parts = book.changed_parts(
        book.excel_parts(), book.CLIENTS_TABLE, 'ref="A4:D7"', 'ref="A4:D5"'
    )
    path = workbook(tmp_path, parts)
    with com_fake.excel(path) as (_, opened):
        state = com_fake.workbook(opened).sheets[1].state
        state.tables[0].empty = True
        for place in [p for p in state.grid.cells if p[0] > 4]:
            del state.grid.cells[place]
        host = LiveHost(opened)
        assert host.read("tblClients").columns == [[None]] * 4
        rows = AppendedRows("tblClients", pd.DataFrame({"client_id": ["C1", "C2"]}))
        assert host.write(Changes(appended=[rows]))
        assert host.read("tblClients").columns[0] == ["C1", "C2"]
