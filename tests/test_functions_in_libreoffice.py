"""=SEGMENT(...) in a real spreadsheet program: shipped VBA, real xlwings, our Python.

What LibreOffice cannot show: it has no CVErr (the text `Error 2042` stands in the
cell); an error cell in a range, and an argument left out in the middle, reach its
Basic as 0; an argument of several areas never does. The Windows bed shows the first
two of these; see `test_windows_functions`.
"""

from __future__ import annotations

import importlib
import math
import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import com_fake
import pytest
from libreoffice import require_office
from libreoffice_functions import (
    REWRITES,
    SERVICE,
    Calc,
    MacroOffice,
    alive,
    as_executed,
)
from openpyxl import load_workbook

from segmentation_addin.excel.examples import CLIENTS_TOP, EXAMPLES, SCALE_TOP
from segmentation_addin.excel.registry import FUNCTIONS
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.creating import template_bytes
from segmentation_addin.template.vba_branches import COMPUTERS, resolved
from segmentation_addin.template.vba_reading import read_project

SHEET = {"en": "Functions", "fr": "Fonctions"}
SETTINGS = {"en": "Settings", "fr": "Paramètres"}
FIRST = CLIENTS_TOP + 1
ONE = ";".join(f"{letter}{FIRST}" for letter in "BCDEFG")
SCALE = f"A{SCALE_TOP}:I{SCALE_TOP + 6}"
FREE = "AD1"
"""A cell that the sheet Functions leaves free, as all to its right and below."""
BLANK = "AC1"


class Live(NamedTuple):
    """A workbook whose functions compute, its sheet Functions, its file."""

    calc: Calc
    language: Language
    path: Path
    imported: dict[str, str]

    @property
    def sheet(self) -> str:
        return SHEET[self.language]

    def formula(self, text: str, cell: str = FREE) -> Any:
        """The result of a formula typed into a free cell."""
        self.calc.write(self.sheet, cell, text)
        return self.calc.value(self.sheet, cell)

    def array(self, text: str, area: str) -> list[list[Any]]:
        """The result of an array formula over a free area."""
        self.calc.write_array(self.sheet, area, text)
        found = self.calc.values(self.sheet, area)
        self.calc.write_array(self.sheet, area, "")
        return found

    def last_arguments(self) -> tuple[Any, ...]:
        return self.calc.calls[-1][1]


@pytest.fixture(scope="module", params=LANGUAGES)
def live(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    """The packaged template of each language, open with its functions alive."""
    require_office()
    language: Language = request.param
    path = tmp_path_factory.mktemp("office") / f"book_{language}.xlsm"
    path.write_bytes(template_bytes(language))
    with ExitStack() as stack:
        stack.enter_context(com_fake.excel(path))
        com_fake.fresh_functions()
        server = importlib.import_module("xlwings.com_server").XLPython()
        office = stack.enter_context(MacroOffice())
        calc = stack.enter_context(office.opened(path, server.CallUDF))
        imported = calc.modules()
        yield Live(alive(calc), language, path, imported)


# --- what runs is what ships --------------------------------------------------


def test_what_libreoffice_imports_is_what_ships(live: Live) -> None:
    with zipfile.ZipFile(live.path) as package:
        shipped = read_project(package.read("xl/vbaProject.bin")).modules
    assert {module.name for module in shipped} == set(live.imported)
    for module in shipped:
        assert imported_lines(live.imported[module.name]) == lines(module.text)


def lines(text: str) -> list[str]:
    """Lines without attributes, which Basic keeps elsewhere."""
    code = re.sub(r"(?m)^\s*Attribute [\w.]+ = .*\r?\n", "", text)
    return code.rstrip().splitlines()


def imported_lines(text: str) -> list[str]:
    """Lines below those by which Basic knows the kind of a module."""
    head = r"Rem Attribute VBA_ModuleType=\w+\nOption VBASupport 1\n(Option ClassModule\n)?"
    found = re.match(head, text)
    assert found is not None, text[:80]
    return text[found.end() :].rstrip().splitlines()


def test_what_runs_differs_by_the_documented_rewrites_only(live: Live) -> None:
    executed = live.calc.modules()
    changed = {
        (before.strip(), after.strip())
        for name, imported in live.imported.items()
        for before, after in zip(
            branches_taken(imported).splitlines(),
            executed[name].splitlines(),
            strict=True,
        )
        if before != after
    }
    assert changed == {
        ("Set server = XLPy", f'Set server = CreateUnoService("{SERVICE}")'),
        (
            "SegCall = server.CallUDF(FUNCTIONS, called, values)",
            "SegCall = FoldedArray(server.CallUDF(FUNCTIONS, called, values))",
        ),
        (
            "SegRangeValue = SegUsed(given).Value2",
            "SegRangeValue = SegUsed(given).Value",
        ),
        (
            "SegName = ThisWorkbook.Names(wanted).RefersToRange.Value2",
            "SegName = ThisWorkbook.Names(wanted).RefersToRange.Value",
        ),
        *((line, "") for line in ENUM),
    }
    assert set(executed) - set(live.imported) == {"FoldedArrayModule"}


ENUM = (
    "Public Enum CompareMethod",
    "BinaryCompare = VBA.vbBinaryCompare",
    "TextCompare = VBA.vbTextCompare",
    "DatabaseCompare = VBA.vbDatabaseCompare",
    "End Enum",
)
"""In xlwings' class Dictionary, which runs on the Mac alone."""


def branches_taken(text: str) -> str:
    return resolved(text, COMPUTERS["win64"]).replace("\r\n", "\n")


def test_every_rewrite_is_needed(live: Live) -> None:
    for name, rewrites in REWRITES.items():
        for rewrite in rewrites:
            assert rewrite.shipped in live.imported[name], rewrite.why
    assert as_executed("xlwings_udfs", "x = 1\n") == "x = 1\n"


# --- what cells show ----------------------------------------------------------


def test_the_examples_of_the_sheet_functions_are_computed(live: Live) -> None:
    """Each spilled block, computed here, is the one that the file was built with."""
    stored = load_workbook(live.path, data_only=True)[live.sheet]
    formulas = load_workbook(live.path)[live.sheet]
    for example in EXAMPLES:
        area = spilled_area(formulas[example.cell])
        built = [[cell.value for cell in row] for row in stored[area]]
        assert equal(live.calc.values(live.sheet, area), built), example.function
    called = {name for name, _ in live.calc.calls}
    assert called == {function.name for function in FUNCTIONS}


def spilled_area(cell: Any) -> str:
    area: str = cell.value.ref
    return area if ":" in area else f"{area}:{area}"


def equal(shown: list[list[Any]], built: list[list[Any]]) -> bool:
    flat = [cell for row in shown for cell in row]
    other = [cell for row in built for cell in row]
    return len(flat) == len(other) and all(map(equal_cells, flat, other))


def equal_cells(shown: Any, built: Any) -> bool:
    if isinstance(shown, float) and isinstance(built, int | float):
        return math.isclose(shown, built, rel_tol=1e-9, abs_tol=1e-9)
    return bool(shown == ("" if built is None else built))


def test_an_edited_cell_brings_new_letters(live: Live) -> None:
    letters = f"H{FIRST}:H{FIRST + 2}"
    margin = f"C{FIRST}"
    before = live.calc.values(live.sheet, letters)
    amount = live.calc.value(live.sheet, margin)
    try:
        live.calc.write(live.sheet, margin, 1000.0)
        after = live.calc.values(live.sheet, letters)
    finally:
        live.calc.write(live.sheet, margin, amount)
    assert (before[0], after[0]) == (["A"], ["D"])
    assert live.calc.values(live.sheet, letters) == before


def test_a_cell_and_typed_numbers_reach_python_as_they_are(live: Live) -> None:
    assert live.formula(f"=SEGMENT(412000;148300;31200;4;12;6;{SCALE})") == "A"
    assert live.last_arguments()[:6] == (412_000, 148_300, 31_200, 4, 12, 6)
    assert live.formula(f"=SEGMENT({ONE};{SCALE})") == "A"
    assert live.last_arguments()[:6] == (412_000, 148_300, 31_200, 4, 12, 6)


def test_blank_cells_are_unknown(live: Live) -> None:
    """An argument left out in the middle reaches LibreOffice's Basic as 0: not shown."""
    figures = f"B{FIRST};C{FIRST};D{FIRST};{BLANK};{BLANK};{BLANK}"
    assert live.formula(f"=SEGMENT({figures};{SCALE})") == "A"
    assert live.last_arguments()[3:6] == (None, None, None)


def test_arguments_left_out_at_the_end_reach_python_as_blank(live: Live) -> None:
    live.formula(f"=SEGMENT_ABC(B{FIRST}:B{FIRST + 7})")
    assert live.last_arguments()[1:] == (None, None, live.language)


def test_a_range_gives_a_range(live: Live) -> None:
    figures = ";".join(f"{letter}{FIRST}:{letter}{FIRST + 7}" for letter in "BCDEFG")
    column = live.array(f"=SEGMENT({figures};{SCALE})", "AD1:AD8")
    assert column == live.calc.values(live.sheet, f"H{FIRST}:H{FIRST + 7}")


def test_a_row_gives_a_row(live: Live) -> None:
    for cell, value in zip(("AD3", "AE3", "AF3"), (15.0, 80.0, 5.0), strict=True):
        live.calc.write(live.sheet, cell, value)
    assert live.array("=SEGMENT_ABC(AD3:AF3;0.8;0.95)", "AD5:AF5") == [["B", "A", "C"]]
    assert live.last_arguments()[0] == ((15.0, 80.0, 5.0),)


def test_a_whole_column_is_cut_where_the_sheet_ends(live: Live) -> None:
    live.calc.write(live.sheet, "AH1", 80.0)
    live.calc.write(live.sheet, "AH2", 20.0)
    found = live.array("=SEGMENT_ABC(AH:AH)", "AD7:AD8")
    assert found == [["A"], ["B"]]
    taken = live.last_arguments()[0]
    assert taken[:3] == ((80.0,), (20.0,), (None,))
    assert len(taken) < 1_000


def test_words_speak_the_language_of_the_workbook_unless_told(live: Live) -> None:
    figures = f"B{FIRST};1000;63200;E{FIRST};F{FIRST};G{FIRST};{SCALE}"
    found = live.formula(f"=SEGMENT_WHY({figures})")
    assert found.startswith({"en": "net margin", "fr": "marge nette"}[live.language])
    for language in LANGUAGES:
        told = live.formula(f'=SEGMENT_WHY({figures};Rules;"{language}")')
        assert told.startswith({"en": "net margin", "fr": "marge nette"}[language])


# --- the names Scale and Rules ------------------------------------------------


def test_scale_and_rules_left_out_are_those_of_the_workbook(live: Live) -> None:
    """Knots typed on the sheet Settings are those that a cell uses."""
    formula = f"=SEGMENT_SCORE({ONE})"
    assert live.formula(formula) == "Error 2042"
    scale = live.calc.values(live.sheet, SCALE)
    settings, name = SETTINGS[live.language], live.calc.area_of_name("Scale")
    before = live.calc.values(settings, name)
    assert [row[0] for row in scale[1:]] == [row[0] for row in before[:6]]
    try:
        live.calc.write_block(settings, name, scale[1:])
        live.calc.recalculate()
        assert live.calc.value(live.sheet, FREE) == live.formula(
            f"=SEGMENT_SCORE({ONE};{SCALE})", "AE1"
        )
    finally:
        live.calc.write_block(settings, name, before)
    live.calc.recalculate()
    assert live.calc.value(live.sheet, FREE) == "Error 2042"


def test_a_rule_of_the_workbook_moves_a_letter(live: Live) -> None:
    settings, name = SETTINGS[live.language], live.calc.area_of_name("Rules")
    rules = live.calc.values(settings, name)
    formula = f"=SEGMENT({ONE};{SCALE})"
    assert live.formula(formula) == "A"
    try:
        live.calc.write_block(settings, name, [[rules[0][0], 95.0]])
        live.calc.recalculate()
        assert live.calc.value(live.sheet, FREE) == "B"
    finally:
        live.calc.write_block(settings, name, rules[:1])


# --- errors -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (f"=SEGMENT({ONE})", "Error 2042"),
        (f'=SEGMENT("much";2;3;4;5;6;{SCALE})', "Error 2015"),
        (
            f"=SEGMENT(B{FIRST}:B{FIRST + 2};C{FIRST}:C{FIRST + 1};D{FIRST})",
            "Error 2015",
        ),
        (f"=SEGMENT_ABC(B{FIRST}:B{FIRST + 7};0.9;0.5)", "Error 2036"),
        (f'=SEGMENT_WHY({ONE};{SCALE};Rules;"de")', "Error 2015"),
        ("=SEGMENT_CONCENTRATION(-1)", "Error 2007"),
    ],
)
def test_what_is_not_possible_shows_an_error(
    live: Live, formula: str, shown: str
) -> None:
    assert live.formula(formula) == shown


def test_an_error_of_one_client_leaves_the_others_their_letters(live: Live) -> None:
    scale = live.calc.values(live.sheet, SCALE)
    live.calc.write_block(live.sheet, "AJ1:AR7", scale)
    margins: list[list[Any]] = [[148_300.0], ["to ask"], [71_200.0]]
    live.calc.write_block(live.sheet, "AI1:AI3", margins)
    revenue, cost = (f"{letter}{FIRST}:{letter}{FIRST + 2}" for letter in "BD")
    formula = f"=SEGMENT({revenue};AI1:AI3;{cost};{BLANK};{BLANK};{BLANK};AJ1:AR7)"
    assert live.array(formula, "AD1:AD3") == [["A"], ["Error 2015"], ["A"]]


def test_a_python_exception_is_an_error_and_no_text(live: Live) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    kept, live.calc.served = live.calc.served, broken
    try:
        assert live.formula("=SEGMENT_VERSION()") == "Error 2015"
    finally:
        live.calc.served = kept
    assert live.formula("=SEGMENT_VERSION()").endswith("(xlwings 0.37.8)")


def test_a_server_that_was_ended_is_started_once_more(live: Live) -> None:
    kept, failures = (
        live.calc.served,
        [ConnectionError("the RPC server is unavailable")],
    )

    def ended_once(*call: Any) -> Any:
        if failures:
            raise failures.pop()
        return kept(*call)

    live.calc.served = ended_once
    before = len(live.calc.calls)
    try:
        assert live.formula("=SEGMENT_VERSION()").endswith("(xlwings 0.37.8)")
    finally:
        live.calc.served = kept
    assert len(live.calc.calls) - before == 2
