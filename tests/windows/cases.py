"""The calls that are made on Windows and on Linux: every function, good and bad.

Arguments are what the wrapper in the workbook sends: values of cells, lists of rows
for ranges, error cells, arguments left out. The same on every computer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from windows.variants import MISSING, Fault

BIG_ROWS = 100_000
FILLED_DOWN = 5_000
"""Single cells of a formula that is filled down."""

CLIENTS: tuple[tuple[float | None, ...], ...] = (
    # revenue, gross margin, cost to serve, potential, active months, days
    (420_000.0, 151_200.0, 31_000.0, 4.0, 12.0, 6.0),
    (310_500.5, 99_360.25, 28_400.0, 3.0, 12.0, 11.0),
    (188_000.0, 41_000.0, 52_700.0, 2.0, 9.0, 40.0),
    (120_000.0, 48_000.0, 9_800.0, 5.0, 11.0, 20.0),
    (96_400.0, 12_050.0, 21_900.0, 1.0, 6.0, 95.0),
    (74_300.0, 26_005.0, 4_100.0, None, 10.0, 33.0),
    (51_000.0, 15_810.0, None, 3.0, 7.0, 61.0),
    (28_750.0, 7_187.5, 6_900.0, 2.0, 4.0, 150.0),
    (9_900.0, None, 1_200.0, 4.0, 2.0, 300.0),
    (4_200.0, 1_890.0, 350.0, 0.0, 1.0, 401.0),
    (0.0, 0.0, 0.0, None, 0.0, None),
    (-1_500.0, -600.0, 80.0, 1.0, 1.0, 200.0),
)
SCALE: list[list[Any]] = [
    ["value", "higher", 30.0, 5e3, 2e4, 6e4, 15e4, 4e5, "yes"],
    ["margin", "higher", 20.0, 0.0, 0.1, 0.2, 0.3, 0.45, "yes"],
    ["service", "lower", 15.0, 0.5, 0.3, 0.2, 0.1, 0.02, "yes"],
    ["potential", "higher", 15.0, 0.0, 1.0, 2.0, 3.5, 5.0, "yes"],
    ["recurrence", "higher", 10.0, 0.0, 3.0, 6.0, 9.0, 12.0, "yes"],
    ["recency", "lower", 10.0, 365.0, 180.0, 90.0, 30.0, 0.0, "yes"],
    ["growth", "higher", 0.0, None, None, None, None, None, "no"],
]
FRENCH_SCALE = [
    [name, better, *row[2:8], "oui"]
    for row, name, better in zip(
        SCALE[:6],
        ("valeur", "marge", "service", "potentiel", "récurrence", "récence"),
        ("plus haut", "plus haut", "plus bas", "plus haut", "plus haut", "plus bas"),
        strict=True,
    )
]
RULES = [["Score for an A", 72.0], ["Score for a B", 51.0], ["Loss tolerance", 0.02]]
HEADINGS = ["Client ID", "Name", "Revenue", "Gross margin", "Cost to serve", "Orders"]


@dataclass(frozen=True)
class Call:
    """One call: what it shows, its arguments, the Excel errors that it must give."""

    function: str
    shows: str
    arguments: tuple[Any, ...]
    errors: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """SEGMENT: a column of clients."""
        return f"{self.function}: {self.shows}"


def _difference(margin: float | None, cost: float | None) -> float | None:
    return None if margin is None or cost is None else margin - cost


def column(figure: int, rows: int = len(CLIENTS)) -> list[list[Any]]:
    """One figure of the clients, as the range of a column."""
    return [[row[figure]] for row in CLIENTS[:rows]]


def line(figure: int) -> list[list[Any]]:
    """One figure of the clients, as the range of a row."""
    return [[row[figure] for row in CLIENTS]]


COLUMNS = tuple(column(figure) for figure in range(6))
ONE = CLIENTS[0]
TABLE: list[list[Any]] = [
    HEADINGS,
    *(
        [f"C{at:03}", f"Client {at}", *row[:3], float(at + 1)]
        for at, row in enumerate(CLIENTS)
    ),
]
FRENCH_TABLE = [
    ["Code client", "Nom", "Chiffre d'affaires", "Marge brute", "Coût de service"],
    *(row[:5] for row in TABLE[1:]),
]
LETTERS = [["A"], ["A"], ["D"], ["B"], ["D"], ["B"], ["C"], ["C"], ["NC"]] + [["C"]] * 3
MOVED = (
    [["A"], ["b"], [None], ["inactif"], [None]],
    [["B"], [None], ["D"], ["C"], [None]],
)
MARGINS = [[_difference(*row[1:3])] for row in CLIENTS]
RFM_FIGURES = (COLUMNS[5], [[float(at + 1)] for at in range(12)], COLUMNS[0])
TEXTS = [["1 234,56 €"], ["12 500,00"], ["(980,00)"], [" 77 "], ["8 000,5"]]
BLANK_BELOW = [[None]] * 20
WRONG_KNOTS = [[*SCALE[0][:3], 9.0, 8.0, 7.0, 6.0, 5.0, "yes"], *SCALE[1:]]
WRONG_BOUNDS = [["Score for an A", 40.0], ["Score for a B", 50.0]]
OTHER_WEIGHT = [*SCALE[:6], ["growth", "higher", 20.0, -0.2, 0.0, 0.1, 0.2, 0.5, "yes"]]


def _broken(rows: list[list[Any]], at: int, name: str) -> list[list[Any]]:
    return [[Fault(name)] if row == at else cells for row, cells in enumerate(rows)]


def _errors(*names: str) -> frozenset[str]:
    return frozenset(names)


def _client_calls(function: str) -> list[Call]:
    """Calls that every function of one client a line answers."""
    return [
        Call(function, "columns, scale and rules", (*COLUMNS, SCALE, RULES)),
        Call(function, "columns, French scale", (*COLUMNS, FRENCH_SCALE, MISSING)),
        Call(function, "columns, calibrated on themselves", COLUMNS),
        Call(function, "rows", (*(line(figure) for figure in range(6)), SCALE, RULES)),
        Call(function, "one client, single cells", (*ONE, SCALE, RULES)),
        Call(
            function,
            "three figures, the others left out",
            (*COLUMNS[:3], *[MISSING] * 3, SCALE, RULES),
        ),
        Call(
            function,
            "whole columns, blank below",
            (*(figures + BLANK_BELOW for figures in COLUMNS), SCALE, RULES),
        ),
        Call(
            function,
            "text that is a number",
            (TEXTS, *(column(figure, 5) for figure in range(1, 6)), SCALE, RULES),
        ),
        Call(
            function,
            "an error cell",
            (COLUMNS[0], _broken(COLUMNS[1], 2, "#DIV/0!"), *COLUMNS[2:], SCALE, RULES),
            _errors("#DIV/0!"),
        ),
        Call(
            function,
            "an error that only new Excels have",
            (_broken(COLUMNS[0], 0, "#SPILL!"), *COLUMNS[1:], SCALE, RULES),
            _errors("#SPILL!"),
        ),
        Call(
            function,
            "a word for a number",
            ("much", *ONE[1:], SCALE, RULES),
            _errors("#VALUE!"),
        ),
        Call(
            function,
            "ranges of unequal length",
            (COLUMNS[0], column(1, 4), *COLUMNS[2:], SCALE, RULES),
            _errors("#VALUE!"),
        ),
        Call(function, "one client, no scale", ONE, _errors("#N/A")),
        Call(
            function,
            "a criterion that six figures cannot give",
            (*COLUMNS, OTHER_WEIGHT, RULES),
            _errors("#N/A"),
        ),
        Call(
            function,
            "knots that go back and forth",
            (*COLUMNS, WRONG_KNOTS, RULES),
            _errors("#NUM!"),
        ),
        Call(
            function,
            "bounds out of order",
            (*COLUMNS, SCALE, WRONG_BOUNDS),
            _errors("#NUM!"),
        ),
        Call(
            function,
            "a scale that is none",
            (*COLUMNS, [["x", 1.0]], RULES),
            _errors("#VALUE!"),
        ),
    ]


CALLS: tuple[Call, ...] = (
    *_client_calls("SEGMENT"),
    *_client_calls("SEGMENT_SCORE"),
    *_client_calls("SEGMENT_WHY"),
    *_client_calls("SEGMENT_NEXT"),
    Call("SEGMENT_WHY", "in French", (*COLUMNS, SCALE, RULES, "fr")),
    Call("SEGMENT_NEXT", "in French", (*COLUMNS, SCALE, RULES, "fr")),
    Call(
        "SEGMENT_WHY",
        "a language that we do not speak",
        (*COLUMNS, SCALE, RULES, "de"),
        _errors("#VALUE!"),
    ),
    Call("SEGMENT_TABLE", "a table", (TABLE, SCALE[:3], RULES, "en")),
    Call("SEGMENT_TABLE", "a French table", (FRENCH_TABLE, SCALE[:3], MISSING, "fr")),
    Call("SEGMENT_TABLE", "calibrated on itself", (TABLE,)),
    Call(
        "SEGMENT_TABLE",
        "an error cell",
        (
            [TABLE[0], [*TABLE[1][:2], Fault("#N/A"), *TABLE[1][3:]], *TABLE[2:]],
            SCALE[:3],
            RULES,
        ),
        _errors("#N/A"),
    ),
    Call(
        "SEGMENT_TABLE",
        "no revenue column",
        ([["Name"], ["x"]],),
        _errors("#VALUE!"),
    ),
    Call("SEGMENT_TABLE", "headings alone", ([HEADINGS],), _errors("#N/A")),
    Call("SEGMENT_SCALE", "a table", (TABLE, "en")),
    Call("SEGMENT_SCALE", "a French table", (FRENCH_TABLE, "fr")),
    Call("SEGMENT_SCALE", "four clients", (TABLE[:5],), _errors("#N/A")),
    Call("SEGMENT_SCALE", "no revenue column", ([["a"], [1.0]],), _errors("#VALUE!")),
    Call("SEGMENT_COST", "two drivers", ([[4.0, 2.0], [None, 3.0]], [[12.5, 40.0]])),
    Call("SEGMENT_COST", "rates in a column", ([[4.0, 2.0]], [[12.5], [40.0]])),
    Call(
        "SEGMENT_COST",
        "a rate too many",
        ([[4.0, 2.0]], [[1.0, 2.0, 3.0]]),
        _errors("#VALUE!"),
    ),
    Call(
        "SEGMENT_COST",
        "an error among the rates",
        ([[4.0, 2.0]], [[1.0, Fault("#REF!")]]),
        _errors("#REF!"),
    ),
    Call("SEGMENT_ABC", "values", (COLUMNS[1],)),
    Call("SEGMENT_ABC", "own shares, in French", (COLUMNS[1], 0.7, 0.9, "fr")),
    Call(
        "SEGMENT_ABC", "shares out of order", (COLUMNS[1], 0.9, 0.5), _errors("#NUM!")
    ),
    Call("SEGMENT_ABC", "a word", ("many",), _errors("#VALUE!")),
    Call("SEGMENT_RFM", "columns and a scale", (*RFM_FIGURES, SCALE)),
    Call("SEGMENT_RFM", "calibrated on themselves", RFM_FIGURES),
    Call("SEGMENT_RFM", "one client and a scale", (6.0, 42.0, 42e4, SCALE)),
    Call("SEGMENT_RFM", "one client, no scale", (6.0, 42.0, 42e4), _errors("#N/A")),
    Call(
        "SEGMENT_RFM",
        "an error cell",
        (_broken(COLUMNS[5], 1, "#REF!"), *RFM_FIGURES[1:], SCALE),
        _errors("#REF!"),
    ),
    Call("SEGMENT_MATRIX", "revenue and net margin", (COLUMNS[0], MARGINS)),
    Call(
        "SEGMENT_MATRIX",
        "own limits, in French",
        (COLUMNS[0], MARGINS, 1e5, 0.1, "fr"),
    ),
    Call(
        "SEGMENT_MATRIX",
        "the median as limit",
        (COLUMNS[0], MARGINS, "médiane", MISSING, "fr"),
    ),
    Call("SEGMENT_MATRIX", "one client and its limits", (5e4, 2e3, 1e5, 0.1)),
    Call("SEGMENT_MATRIX", "one client alone", (5e4, 2e3), _errors("#N/A")),
    Call(
        "SEGMENT_MATRIX",
        "a word for a limit",
        (COLUMNS[0], MARGINS, "much"),
        _errors("#VALUE!"),
    ),
    Call("SEGMENT_SIZE", "revenues", (COLUMNS[0],)),
    Call("SEGMENT_SIZE", "own limits, in French", (COLUMNS[0], 2e5, 5e4, "fr")),
    Call("SEGMENT_SIZE", "one client and its limits", (6e4, 2e5, 5e4)),
    Call("SEGMENT_SIZE", "one client alone", (6e4,), _errors("#N/A")),
    Call(
        "SEGMENT_SIZE", "limits out of order", (COLUMNS[0], 1.0, 2.0), _errors("#NUM!")
    ),
    Call("SEGMENT_MOVES", "letters twice", (LETTERS, LETTERS[::-1], "en")),
    Call("SEGMENT_MOVES", "new and gone, in French", (MOVED[0], MOVED[1], "fr")),
    Call(
        "SEGMENT_MOVES",
        "a letter too few",
        (LETTERS, LETTERS[1:]),
        _errors("#VALUE!"),
    ),
    Call("SEGMENT_MOVES", "no letter", ([["Z"]], [["A"]]), _errors("#VALUE!")),
    Call("SEGMENT_MOVES", "nobody", ([[None]], [[None]]), _errors("#N/A")),
    Call("SEGMENT_KPIS", "letters and a table", (LETTERS, TABLE, "en")),
    Call("SEGMENT_KPIS", "in French", (LETTERS, FRENCH_TABLE, "fr")),
    Call("SEGMENT_KPIS", "a letter too few", (LETTERS[1:], TABLE), _errors("#VALUE!")),
    Call(
        "SEGMENT_KPIS",
        "an unknown letter",
        ([["Z"], *LETTERS[1:]], TABLE),
        _errors("#VALUE!"),
    ),
    Call("SEGMENT_WHALE", "net margins", (MARGINS, "en")),
    Call("SEGMENT_WHALE", "nothing known", ([[None], [None]],), _errors("#N/A")),
    Call(
        "SEGMENT_WHALE",
        "an error cell",
        ([[1.0], [Fault("#NAME?")]],),
        _errors("#NAME?"),
    ),
    Call("SEGMENT_CONCENTRATION", "revenues", (COLUMNS[0], "en")),
    Call("SEGMENT_CONCENTRATION", "in French", (COLUMNS[0], "fr")),
    Call("SEGMENT_CONCENTRATION", "a lone value", (12.0,)),
    Call("SEGMENT_CONCENTRATION", "losses only", ([[-1.0]],), _errors("#DIV/0!")),
    Call("SEGMENT_VERSION", "no argument", ()),
)


def big_arguments(rows: int = BIG_ROWS) -> tuple[Any, ...]:
    """Six columns of many clients, for SEGMENT; no two rows beside each other alike."""
    steps = [(at * 7919) % 10_007 for at in range(rows)]
    revenue = [[1_000.0 + 37.0 * step] for step in steps]
    margin = [[(1_000.0 + 37.0 * step) * (5 + step % 40) / 100] for step in steps]
    cost = [[(1_000.0 + 37.0 * step) * (2 + step % 23) / 100] for step in steps]
    potential = [[float(step % 6)] for step in steps]
    months = [[float(1 + step % 12)] for step in steps]
    days = [[float(step % 400)] for step in steps]
    return (revenue, margin, cost, potential, months, days, SCALE, RULES)
