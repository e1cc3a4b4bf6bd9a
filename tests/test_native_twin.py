"""The letter without Python: IronCalc calculates our names out of our template."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ironcalc_book import BENCH, Book, Rows
from older_workbook import older_parts, older_workbook
from openxml_audit import OpenXmlValidator
from python_calamine import CalamineWorkbook
from twin_examples import (
    clients,
    other_rules,
    other_scale,
    rule_rows,
    scale_rows,
)
from workbook_parts import zipped

from segmentation_addin.excel import functions
from segmentation_addin.excel.registry import FUNCTIONS
from segmentation_addin.excel.tokens import FIRST_HRESULT, MARK, NAMES, NUMBERS
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.sample.portfolio import french_portfolio
from segmentation_addin.sample.workbook import gaps_of
from segmentation_addin.services.creating import template_bytes
from segmentation_addin.services.sampling import demo
from segmentation_addin.services.upgrading import upgrade
from segmentation_addin.template.macro_parts import BOOK_PART
from segmentation_addin.template.package_lint import lint
from segmentation_addin.template.parts import read_parts
from segmentation_addin.workbook.addresses import cell_position
from segmentation_addin.workbook.board_twin import LETTER_CELL, SCORE_CELL, UNKNOWN
from segmentation_addin.workbook.cell_xml import unescape_text
from segmentation_addin.workbook.native_twin import (
    ARGUMENTS,
    LIVE,
    LIVE_SCORE,
    MOST_CHARACTERS,
    native_formulas,
    native_names,
    twin_of,
)
from segmentation_addin.workbook.outputs import SEGMENTATION, SHEETS

FIRST_ROW, RULES_COLUMN, SCALE_COLUMN = 5, 1, 6
"""Where the names Rules and Scale begin on the sheet Settings."""
_FUTURE = {"LAMBDA", "LET", "MAP", "HSTACK", "VSTACK", "IFNA"}
_OLD = {
    *("ABS", "COUNT", "COUNTA", "COUNTIF", "IF", "INDEX", "INT", "ISERROR"),
    *("ISNUMBER", "LEN", "MATCH", "MAX", "MEDIAN", "MID", "MIN", "N", "ROUND"),
    *("SIGN", "SUM", "TRIM"),
}


def book_of(folder: Path, language: Language, content: bytes | None = None) -> Book:
    path = folder / f"{language}.xlsm"
    path.write_bytes(template_bytes(language) if content is None else content)
    return Book(path)


def settings(book: Book, language: Language, scale: Rows, rules: Rows) -> None:
    title = SHEETS["settings"].title.in_(language)
    book.put(title, FIRST_ROW, SCALE_COLUMN, scale)
    book.put(title, FIRST_ROW, RULES_COLUMN, rules)


def live(book: Book, figures: Rows) -> list[tuple[Any, Any]]:
    """Letter and score of each client, as the names give them."""
    book.put(BENCH, 1, 1, figures)
    cells = [
        ",".join(f"{letter}{row}" for letter in "ABCDEF")
        for row in range(1, len(figures) + 1)
    ]
    calls = [[f"={LIVE}({x})", f"={LIVE_SCORE}({x})"] for x in cells]
    book.put(BENCH, 1, 7, calls)
    return [(row[0], row[1]) for row in book.get(BENCH, 1, 7, len(figures), 2)]


def python(figures: Rows, scale: Rows, rules: Rows) -> list[tuple[Any, Any]]:
    """Letter and score of each client alone, as SEGMENT and SEGMENT_SCORE give them."""

    def given(function: Callable[..., Any], client: list[Any]) -> Any:
        value = function(*map(_from_excel, client), scale, rules)[0][0]
        token = isinstance(value, str) and value.startswith(MARK)
        return NAMES[int(value[1:])] if token else value

    return [
        (given(functions.SEGMENT, row), given(functions.SEGMENT_SCORE, row))
        for row in map(list, figures)
    ]


def _from_excel(cell: Any) -> Any:
    """A cell as COM hands it over: an error is an integer."""
    if isinstance(cell, str) and cell.startswith("#"):
        return FIRST_HRESULT - NUMBERS["#NULL!"] + NUMBERS[cell]
    return float(cell) if isinstance(cell, int) else cell


def differing(figures: Rows, found: Any, expected: Any) -> list[Any]:
    return [
        case
        for case in zip(figures, found, expected, strict=True)
        if case[1] != (case[2][0], pytest.approx(case[2][1], abs=1e-9))
    ]


def names_of(path: Path) -> dict[str, str]:
    """The names of the whole workbook, as the file holds them."""
    text = read_parts(path.read_bytes())[BOOK_PART].decode()
    found = re.findall(r'<definedName name="(\w+)">([^<]*)</definedName>', text)
    return {name: unescape_text(formula) for name, formula in found}


def shown(path: Path, sheet: str) -> Rows:
    """The values that stand in a sheet."""
    book = CalamineWorkbook.from_path(path)
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


# --- the names in the file -----------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_templates_hold_the_same_names(language: Language, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    path.write_bytes(template_bytes(language))
    assert native_names().items() <= names_of(path).items()
    assert set(native_names()) <= Book(path).names()


@pytest.mark.parametrize(("name", "text"), native_names().items())
def test_a_name_is_short_and_speaks_the_file_format(name: str, text: str) -> None:
    assert len(text) < MOST_CHARACTERS
    assert text.startswith("_xlfn.LAMBDA(_xlpm.")
    calls = set(re.findall(r"([\w.]+)\(", re.sub(r'"[^"]*"', '""', text)))
    own = {call for call in calls if call.startswith("_xlpm.")}
    future = {call.removeprefix("_xlfn.") for call in calls if "_xlfn." in call}
    assert future <= _FUTURE
    assert calls - own - {f"_xlfn.{x}" for x in future} <= _OLD | set(native_names())
    declared = set(re.findall(r"_xlpm\.(\w+)", text))
    plain = re.sub(r'"[^"]*"', '""', native_formulas()[name])
    assert not any(re.search(rf"(?<![\w.]){x}\d|^[rc]$", plain) for x in declared)


def test_the_two_names_take_the_six_figures() -> None:
    for name in (LIVE, LIVE_SCORE):
        assert native_formulas()[name].startswith(f"LAMBDA({','.join(ARGUMENTS)},")


# --- the same as SEGMENT ---------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_thousand_clients_have_the_letters_of_python(
    language: Language, tmp_path: Path
) -> None:
    figures = clients(1000, seed=5)
    scale, rules = scale_rows(language), rule_rows(language)
    book = book_of(tmp_path, language)
    settings(book, language, scale, rules)
    found, expected = live(book, figures), python(figures, scale, rules)
    assert differing(figures, found, expected) == []
    letters = [letter for letter, _ in expected]
    for letter in ("A", "B", "C", "D", "NC", "", "#VALUE!", "#N/A"):
        assert letter in letters
    assert sum(score == "" for _, score in expected) > 5


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Book]:
    """Workbooks whose scale and rules each test types anew."""
    folder = tmp_path_factory.mktemp("books")
    return {language: book_of(folder, language) for language in LANGUAGES}


@pytest.mark.parametrize("seed", range(24))
def test_other_scales_and_rules_give_the_letters_of_python(
    seed: int, books: dict[Language, Book]
) -> None:
    language = LANGUAGES[seed % 2]
    rng = random.Random(seed)
    scale, rules = other_scale(language, rng), other_rules(language, rng)
    figures, book = clients(60, seed), books[language]
    settings(book, language, scale, rules)
    expected = python(figures, scale, rules)
    assert differing(figures, live(book, figures), expected) == []


LIMITS = [
    # on a knot each: 25 x 50 + 25 x 50 + 15 x 50 + 15 x 50 + 10 x 50 + 10 x 50
    ((20000, 5000, 2000, 2.5, 6, 90), ("B", 50.0)),
    # the last day of the gate, and the day after
    ((200_000, 100_000, 1000, 5, 12, 365), ("A", 90.0)),
    ((200_000, 100_000, 1000, 5, 12, 366), ("B", 90.0)),
    # nothing known of the last order: the gate is open
    ((200_000, 100_000, 1000, 5, 12, None), ("A", 100.0)),
    # a cost to serve of its own: unknown is B at best
    ((200_000, 100_000, None, 5, 12, 10), ("B", 100.0)),
    # a net loss of exactly 1 %, and a cent more
    ((20000, 5000, 5200, 5, 12, 10), ("C", 60.0)),
    ((20000, 5000, 5200.01, 5, 12, 10), ("D", 60.0)),
    # no net margin: no A; a cent of loss: C at best
    ((200_000, 100_000, 100_000, 5, 12, 10), ("B", 85.0)),
    ((200_000, 100_000, 100_000.01, 5, 12, 10), ("C", 85.0)),
    # no revenue: any loss is a D, no rate
    ((0, -1, 0, 5, 12, 10), ("D", 46.7)),
    ((-500, 100, 0, 5, 12, 10), ("B", 66.7)),
    # no gross margin: the worst cost to serve, whatever it is
    ((20000, 0, 0, 2.5, 6, 90), ("C", 30.0)),
    # two in five weights known: not classified
    ((20000, 5000, None, None, None, None), ("NC", 50.0)),
    ((20000, None, 100, 5, 12, 10), ("NC", 79.2)),
    ((None, None, None, 5, 12, 10), ("", "")),
    ((0, 0, 0, 5, 12, 10), ("", "")),
    (("", "", "", "", "", ""), ("", "")),
    # what is no number
    (("20 000", 5000, 2000, 2.5, 6, 90), ("#VALUE!", "#VALUE!")),
    ((20000, 5000, 2000, 2.5, "#N/A", 90), ("#N/A", "#N/A")),
    ((None, None, None, None, None, "#DIV/0!"), ("#DIV/0!", "#DIV/0!")),
]


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Book:
    book = book_of(tmp_path_factory.mktemp("usual"), "en")
    settings(book, "en", scale_rows("en"), rule_rows("en"))
    return book


def test_values_on_the_limits(usual: Book) -> None:
    figures = [list(figures) for figures, _ in LIMITS]
    assert live(usual, figures) == [
        (letter, score if isinstance(score, str) else pytest.approx(score, abs=1e-9))
        for _, (letter, score) in LIMITS
    ]


def test_python_gives_the_same_on_the_limits() -> None:
    numbers = [case for case in LIMITS if "20 000" not in case[0]]
    figures = [list(figures) for figures, _ in numbers]
    found = python(figures, scale_rows("en"), rule_rows("en"))
    assert differing(figures, found, [expected for _, expected in numbers]) == []


def test_half_a_tenth_is_rounded_away_from_zero(usual: Book) -> None:
    # points of one criterion alone; 69.95 and 64.85 as binary figures lie below
    call = '=SEGMENT_LIVE_RESULT(1000,"",1,{},"","")'
    usual.put(
        BENCH, 1, 12, [[call.format(5 * share / 100)] for share in (69.95, 64.85)]
    )
    assert [row[0] for row in usual.get(BENCH, 1, 13, 2, 1)] == [
        pytest.approx(round((25 * 0 + 15 * x) / 40 + 1e-12, 1)) for x in (69.95, 64.85)
    ]


Change = Callable[[Rows, Rows], None]


def _blank_knots(scale: Rows, _rules: Rows) -> None:
    for row in scale:
        row[3:8] = row[3:8] if row[8] == "yes" else [None] * 5


def _set(place: int, column: int, value: Any, table: int = 0) -> Change:
    def change(*tables: Rows) -> None:
        tables[table][place][column] = value

    return change


BROKEN: dict[str, tuple[str, Change]] = {
    "not calibrated yet": ("#N/A", _blank_knots),
    "another criterion weighs": ("#N/A", _set(6, 2, 10)),
    "four knots": ("#NUM!", _set(0, 5, None)),
    "knots out of order": ("#NUM!", _set(2, 3, 0.3)),
    "a negative weight": ("#NUM!", _set(3, 2, -1)),
    "no direction": ("#VALUE!", _set(1, 1, None)),
    "a text as a weight": ("#VALUE!", _set(1, 2, "much")),
    "bounds out of order": ("#NUM!", _set(0, 1, 40, table=1)),
    "a completeness of 60": ("#VALUE!", _set(4, 1, 60, table=1)),
    "a word as a rule": ("#VALUE!", _set(5, 1, "none", table=1)),
    "a rule renamed": ("#VALUE!", _set(3, 0, "Days", table=1)),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_scale_or_rule_is_an_error_as_in_python(
    case: str, books: dict[Language, Book]
) -> None:
    error, change = BROKEN[case]
    scale, rules = scale_rows("en"), rule_rows("en")
    change(scale, rules)
    figures: Rows = [[20000, 5000, 2000, 2.5, 6, 90], [None] * 6]
    settings(books["en"], "en", scale, rules)
    assert live(books["en"], figures) == [(error, error)] * 2
    assert python(figures, scale, rules) == [(error, error)] * 2


def test_labels_of_the_other_language_are_understood(
    books: dict[Language, Book],
) -> None:
    book = books["en"]
    settings(book, "en", scale_rows("fr"), rule_rows("fr"))
    assert live(book, [[20000, 5000, 2000, 2.5, 6, 90]]) == [("B", 50.0)]


def test_a_person_who_writes_french_formulas_gets_the_same(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    path.write_bytes(template_bytes("fr"))
    book = Book(path, locale="fr")
    settings(book, "fr", scale_rows("fr"), rule_rows("fr"))
    book.put(BENCH, 1, 1, [[f"={LIVE_SCORE}(20000;5000;2000;2,5;6;90)"]])
    assert book.get(BENCH, 1, 1, 1, 1) == [[50.0]]


# --- in the demonstration ----------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clients_of_the_demonstration(language: Language, tmp_path: Path) -> None:
    path, _ = demo(tmp_path, language)
    cells = shown(path, SHEETS["segmentation"].title.in_(language))
    headings = cells[3]
    keys = (*ARGUMENTS, "computed_letter", "score", "new")
    columns = [
        headings.index(SEGMENTATION.column(key).heading.in_(language)) for key in keys
    ]
    rows = [[row[x] for x in columns] for row in cells[4:]]
    # A cell sees no origin: clients whose margin is an estimate are judged apart.
    estimated = gaps_of(french_portfolio()).estimated if language == "fr" else ()
    codes = [row[0] for row in cells[4:]]
    known = [
        row
        for code, row in zip(codes, rows, strict=True)
        if not row[8] and code not in estimated
    ]
    assert len(known) > 300
    book = Book(path)
    found = live(book, [row[:6] for row in known])
    assert differing(known, found, [(row[6], row[7]) for row in known]) == []
    assert {row[6] for row in known} >= {"A", "B", "C", "D", ""}
    assert example(book, language) == standing(path, language)
    assert standing(path, language)[0] in "ABCD"


def standing(path: Path, language: Language) -> list[Any]:
    """Letter and score of the example, as they stand in the file."""
    cells = shown(path, SHEETS["functions"].title.in_(language))
    return [
        cells[row - 1][column - 1]
        for row, column in map(cell_position, (LETTER_CELL, SCORE_CELL))
    ]


def example(book: Book, language: Language) -> list[Any]:
    """Letter and score of the example, recalculated."""
    title = SHEETS["functions"].title.in_(language)
    return book.get(title, *cell_position(LETTER_CELL), 1, 2)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_waits_for_the_first_refresh(
    language: Language, tmp_path: Path
) -> None:
    book = book_of(tmp_path, language)
    path = tmp_path / f"{language}.xlsm"
    assert standing(path, language) == [UNKNOWN, UNKNOWN]
    assert example(book, language) == [UNKNOWN, UNKNOWN]


# --- a call of ours as its twin -----------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "twin"),
    [
        ("=SEGMENT(B2,C2,D2)", '=SEGMENT_LIVE(B2,C2,D2,"","","")'),
        ("SEGMENT(B2,,D2,,F2)", 'SEGMENT_LIVE(B2,"",D2,"",F2,"")'),
        (
            "=segment_score( $B2 , 'My ''s'!C2, 2*-D2%,E2,F2,G2,Scale,Rules)",
            "=SEGMENT_LIVE_SCORE($B2,'My ''s'!C2,2*-D2%,E2,F2,G2)",
        ),
        (
            '=IF(_xludf.SEGMENT(B2,C2,D2,,,,Scale)="A","SEGMENT(1)",SUM(E2:E9))',
            '=IF(SEGMENT_LIVE(B2,C2,D2,"","","")="A","SEGMENT(1)",SUM(E2:E9))',
        ),
        (
            "=SEGMENT(t[[#This Row],[Chiffre d''affaires]],t[@x],t[@[a b]])",
            '=SEGMENT_LIVE(t[[#This Row],[Chiffre d\'\'affaires]],t[@x],t[@[a b]],"","","")',
        ),
        (
            "=SEGMENT(SUMIFS(l[a],l[c],A2),SUM(B2:B9),VLOOKUP(A2,x!A:C,3,0))",
            '=SEGMENT_LIVE(SUMIFS(l[a],l[c],A2),SUM(B2:B9),VLOOKUP(A2,x!A:C,3,0),"","","")',
        ),
        (
            "=SEGMENT(SEGMENT_SCORE(A1,B1,C1),B1,IF(A1>0,A1,0))",
            '=SEGMENT_LIVE(SEGMENT_LIVE_SCORE(A1,B1,C1,"","",""),B1,IF(A1>0,A1,0),"","","")',
        ),
    ],
)
def test_a_call_for_one_client_becomes_its_twin(formula: str, twin: str) -> None:
    assert twin_of(formula) == twin


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(A1:A9)",
        '="SEGMENT(1,2,3)"',
        "=SEGMENT_LIVE(1,2,3,4,5,6)",
        "=SEGMENT(B2:B9,C2:C9,D2:D9)",
        "=SEGMENT(B:B,C2,D2)",
        "=SEGMENT(tbl[revenue],C2,D2)",
        "=SEGMENT(t[[#This Row],[a]:[b]],1,2)",
        "=SEGMENT(t[[#All],[a]],1,2)",
        "=SEGMENT(Sales,C2,D2)",
        "=SEGMENT({1,2},C2,D2)",
        "=SEGMENT((A1,B1),C2,D2)",
        "=SEGMENT(A1#,C2,D2)",
        "=SEGMENT(_xlfn.ANCHORARRAY(A1),C2,D2)",
        "=SEGMENT(INDEX(A1:A9,1):INDEX(A1:A9,3),C2,D2)",
        "=SEGMENT(OFFSET(A1,0,0,3),C2,D2)",
        "=SEGMENT(SUM(IF(A1:A9>0,A1:A9)),C2,D2)",
        "=SEGMENT(SUMIFS(a!A:A,a!B:B,C1:C9),C2,D2)",
        "=SEGMENT(B2,C2,D2,,,,A1:I9)",
        "=SEGMENT(B2,C2,D2,,,,Scale,OtherRules)",
        "=SEGMENT(B2,C2,D2,,,,Scale,Rules,1)",
        "=SEGMENT(B2,C2)",
        "=SEGMENT(B2,C2,D2)&SEGMENT_WHY(B2,C2,D2)",
        "=SEGMENT(SEGMENT_COST(A1,B1),C2,D2)",
        "=[1]Book!SEGMENT(B2,C2,D2)",
        "=SEGMENT(B2,C2,D2",
    ],
)
def test_what_is_not_surely_one_client_has_no_twin(formula: str) -> None:
    assert twin_of(formula) is None


@pytest.mark.parametrize("function", FUNCTIONS)
def test_only_the_two_functions_have_a_twin(function: Any) -> None:
    twin = twin_of(f"={function.name}(A1,B1,C1)")
    assert (twin is not None) is (function.name in {"SEGMENT", "SEGMENT_SCORE"})


def test_a_formula_that_would_be_too_long_has_none() -> None:
    assert twin_of("=SEGMENT(1,2,3)&" + '"x"' + '&"0123456789"' * 640) is None


def test_a_twin_gives_what_the_call_gave(usual: Book) -> None:
    figures = [20000, 5000, 2000, None, 6, 90]
    usual.put(BENCH, 3, 20, [figures])
    twin = twin_of("=SEGMENT_SCORE(T3,U3,V3,,X3,Y3)")
    usual.put(BENCH, 3, 27, [[twin]])
    expected = python([figures], scale_rows("en"), rule_rows("en"))
    assert usual.get(BENCH, 3, 27, 1, 1) == [[expected[0][1]]]


# --- in an older workbook -------------------------------------------------------------


def test_an_older_workbook_gets_the_names(tmp_path: Path) -> None:
    path = older_workbook(tmp_path / "clients.xlsm")
    assert not native_names().keys() & names_of(path).keys()
    done = upgrade(path)
    assert "native letter formulas" in [text.en for text in done.changes]
    assert native_names().items() <= names_of(path).items()
    assert lint(read_parts(path.read_bytes())) == []
    assert OpenXmlValidator().validate(path).errors == []


def changed_name(path: Path, old: str, new: str) -> None:
    parts = read_parts(path.read_bytes())
    text = parts[BOOK_PART].decode()
    assert old in text
    parts[BOOK_PART] = text.replace(old, new, 1).encode()
    path.write_bytes(zipped(parts))


def test_a_name_of_another_version_is_renewed(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsm"
    path.write_bytes(template_bytes("en"))
    changed_name(path, '"ABCD"', '"ABCC"')
    assert [text.en for text in upgrade(path).changes] == ["native letter formulas"]
    assert native_names().items() <= names_of(path).items()


def test_a_name_as_excel_spells_it_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsm"
    path.write_bytes(template_bytes("en"))
    changed_name(path, "1E-12*", "9.9999999999999998E-13 *")
    assert upgrade(path).changes == []


def test_a_name_of_the_users_is_told(tmp_path: Path) -> None:
    parts = older_parts()
    text = parts[BOOK_PART].decode()
    mine = '<definedName name="SEGMENT_LIVE">Home!$A$1</definedName>'
    parts[BOOK_PART] = text.replace("<definedNames>", f"<definedNames>{mine}").encode()
    path = tmp_path / "clients.xlsm"
    path.write_bytes(zipped(parts))
    assert [text.en[:13] for text in upgrade(path).left_out] == ["SEGMENT_LIVE:"]
    assert names_of(path)["SEGMENT_LIVE"] == "Home!$A$1"
