"""Our VBA, executed: what goes to Python, what comes back, what a person sees."""

from __future__ import annotations

from typing import Any

import pytest
from pyopenvba.interpreter import EMPTY, NOTHING, NULL, VBAErrorValue
from vba_bench import Bench

from segmentation_addin.excel.actions import ACTIONS
from segmentation_addin.excel.actions import MODULE as MACROS
from segmentation_addin.excel.registry import BY_NAME, FUNCTIONS
from segmentation_addin.excel.registry import MODULE as FUNCTIONS_MODULE
from segmentation_addin.excel.tokens import MARK, NUMBERS, token
from segmentation_addin.languages import LANGUAGES, Language


@pytest.fixture
def bench() -> Bench:
    return Bench()


def shown(value: Any) -> Any:
    """A value with its errors in words."""
    if isinstance(value, list):
        return [shown(item) for item in value]
    if isinstance(value, VBAErrorValue):
        return repr(value)
    return None if value is EMPTY else value


# --- what comes back ----------------------------------------------------------


@pytest.mark.parametrize(("name", "number"), NUMBERS.items())
def test_a_token_becomes_the_excel_error(bench: Bench, name: str, number: int) -> None:
    assert shown(bench.run("SegResult", token(name))) == f"Error {number}"


@pytest.mark.parametrize(
    "value", ["A", "", 12.5, True, MARK, MARK + "20423", MARK + "1E99", "x2042"]
)
def test_everything_else_comes_back_untouched(bench: Bench, value: object) -> None:
    assert bench.run("SegResult", value) == value


def test_nothing_comes_back_as_an_empty_text(bench: Bench) -> None:
    assert bench.run("SegResult", NULL) == ""
    assert bench.run("SegResult", EMPTY) == ""


def test_a_row_is_mapped_in_its_one_dimension(bench: Bench) -> None:
    found = bench.evaluate('SegResult(Array("A", ChrW(-3867) & "2042", 3))')
    assert shown(found) == ["A", "Error 2042", 3]


def test_a_table_is_mapped_in_its_two_dimensions(bench: Bench) -> None:
    text = """Function Table()
    Dim cells(0 To 1, 0 To 1)
    cells(0, 0) = "A"
    cells(0, 1) = ChrW(-3867) & "2036"
    cells(1, 0) = ChrW(-3867) & "2015"
    cells(1, 1) = 7
    Table = SegResult(cells)
End Function
"""
    bench.app.add_module(text, name="Tables")
    assert shown(bench.run("Table")) == [["A", "Error 2036"], ["Error 2015", 7]]


# --- what goes to Python ------------------------------------------------------


def test_cells_go_as_values_never_as_objects(bench: Bench) -> None:
    bench.fill({"A1": 10, "A2": 20, "B1": 3, "B2": 4})
    bench.answers("A")
    assert bench.evaluate('SEGMENT(Range("A1:A2"), Range("B1"), 5)') == "A"
    assert bench.journal("called") == f"{FUNCTIONS_MODULE}.SEGMENT"
    passed = shown(bench.journal("passed"))
    assert passed == [[[10.0], [20.0]], 3.0, 5, *[None] * 5]


@pytest.mark.parametrize(
    ("address", "rows"), [("A:A", 4), ("A2:A1048576", 3), ("A1:A2", 2), ("D9", 1)]
)
def test_a_range_to_the_end_of_the_sheet_ends_with_its_used_rows(
    bench: Bench, address: str, rows: int
) -> None:
    bench.fill({"A1": 1, "B4": 2})
    found = bench.evaluate(f'SegValue(Range("{address}"))')
    assert (len(found) if isinstance(found, list) else 1) == rows


def test_a_range_of_several_areas_is_a_value_error(bench: Bench) -> None:
    bench.answers(1)
    found = bench.evaluate('SEGMENT_COST(Range("A1,C1"), 2)')
    assert shown(found) == "Error 2015"
    assert bench.journal("starts") == 0


def test_scale_and_rules_left_out_are_those_of_the_workbook(bench: Bench) -> None:
    bench.fill({"G1": "value", "H1": 25, "G2": "margin", "H2": 30})
    bench.app.add_named_range("Scale", "=Sheet1!$G$1:$H$2")
    bench.answers("B")
    bench.evaluate("SEGMENT(1, 2, 3)")
    passed = shown(bench.journal("passed"))
    assert passed[6:] == [[["value", 25.0], ["margin", 30.0]], None]
    bench.evaluate('SEGMENT(1, 2, 3, , , , "own", Range("H1:H2"))')
    assert shown(bench.journal("passed"))[6:] == ["own", [[25.0], [30.0]]]


def test_a_broken_name_passes_nothing(bench: Bench) -> None:
    bench.app.add_named_range("Rules", "=#REF!")
    assert shown(bench.run("SegName", "Rules")) is None
    assert shown(bench.run("SegName", "Scale")) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_function_with_words_gets_the_language_of_the_workbook(
    language: Language,
) -> None:
    bench = Bench(language)
    bench.answers("x")
    bench.evaluate("SEGMENT_WHALE(1)")
    assert shown(bench.journal("passed")) == [1, language]
    bench.evaluate("SEGMENT_WHY(1, 2, 3)")
    assert shown(bench.journal("passed"))[-1] == language
    bench.evaluate('SEGMENT_WHY(1, 2, 3, , , , , , "fr")')
    assert shown(bench.journal("passed"))[-1] == "fr"


@pytest.mark.parametrize("name", BY_NAME)
def test_each_wrapper_passes_the_arguments_of_python(bench: Bench, name: str) -> None:
    function = BY_NAME[name]
    bench.answers("done")
    required = ", ".join("1" for x in function.arguments if not x.optional)
    assert bench.evaluate(f"{name}({required})") == "done"
    assert bench.journal("called").endswith("." + name)
    assert len(bench.journal("passed")) == len(function.python_arguments)


# --- the server ---------------------------------------------------------------


def test_the_server_is_kept_between_calls(bench: Bench) -> None:
    bench.answers(1)
    for _ in range(3):
        bench.evaluate("SEGMENT_COST(1, 2)")
    assert bench.journal("starts") == 1


def test_a_server_that_was_ended_is_started_once_more(bench: Bench) -> None:
    bench.answers(5)
    bench.evaluate("SEGMENT_COST(1, 2)")
    bench.fails(1)
    assert bench.evaluate("SEGMENT_COST(1, 2)") == 5
    assert bench.journal("starts") == 2


def test_a_server_that_fails_again_is_a_value_error(bench: Bench) -> None:
    bench.answers(5)
    bench.evaluate("SEGMENT_COST(1, 2)")
    bench.fails(2)
    assert shown(bench.evaluate("SEGMENT_COST(1, 2)")) == "Error 2015"
    assert bench.evaluate("SEGMENT_COST(1, 2)") == 5


# --- warm-up, buttons ---------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"), [("en", "starting Python"), ("fr", "démarrage de Python")]
)
def test_the_warm_up_is_announced_done_once_and_cleared(
    language: Language, words: str
) -> None:
    bench = Bench(language)
    bench.answers("1.0")
    bench.run("SegWarmUp")
    bench.run("SegWarmUp")
    assert bench.journal("called").endswith(".SEGMENT_VERSION")
    statuses = bench.journal("statuses").split("|")[:-1]
    assert len(statuses) == 1
    assert words in statuses[0]
    assert bench.evaluate("Application.StatusBar") is False
    assert bench.app.dialogs == []


def test_the_warm_up_is_silent_where_python_is_not_there(bench: Bench) -> None:
    bench.answers("1.0", present=False)
    bench.run("SegWarmUp")
    assert bench.journal("starts") == 0
    assert bench.app.dialogs == []


def test_a_warm_up_that_fails_clears_the_status_bar_and_says_nothing(
    bench: Bench,
) -> None:
    bench.answers("1.0")
    bench.fails(5)
    bench.run("SegWarmUp")
    assert bench.evaluate("Application.StatusBar") is False
    assert bench.app.dialogs == []


def test_each_button_runs_its_python(bench: Bench) -> None:
    bench.answers("")
    for action in ACTIONS:
        bench.run(action.macro, NOTHING)
    commands = bench.journal("commands").split("|")[:-1]
    assert commands == [f"import {MACROS}; {MACROS}.{x.key}()" for x in ACTIONS]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "What to do"), ("fr", "À faire")]
)
def test_a_button_without_python_says_what_to_do(
    language: Language, words: str
) -> None:
    bench = Bench(language)
    bench.answers("", present=False)
    bench.run("SegmentationRefresh", NOTHING)
    assert bench.journal("commands") in {"", EMPTY}
    ((_, message, title, _),) = bench.app.dialogs
    assert title == "Segmentation"
    assert words in message
    assert "C:\\nowhere\\pythonw.exe" in message
    assert "segmentation setup" in message


def test_the_registry_is_not_empty() -> None:
    assert len(FUNCTIONS) >= 12
    assert len(ACTIONS) >= 8
