"""The worksheet functions: what a controller types in a cell, and what comes back."""

from __future__ import annotations

import inspect
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin import __version__
from segmentation_addin.excel import functions as module
from segmentation_addin.excel.registry import FUNCTIONS
from segmentation_addin.excel.tokens import MARK, NUMBERS, token
from segmentation_addin.languages import Language
from segmentation_addin.sample.portfolio import french_portfolio
from segmentation_addin.sample.workbook import gaps_of
from segmentation_addin.services.sampling import demo
from segmentation_addin.workbook.file_host import FileHost

functions: Any = module
"""Typed loosely: Excel hands over anything."""
SEGMENT, SEGMENT_SCORE = functions.SEGMENT, functions.SEGMENT_SCORE
SEGMENT_WHY, SEGMENT_NEXT = functions.SEGMENT_WHY, functions.SEGMENT_NEXT
SEGMENT_TABLE, SEGMENT_SCALE = functions.SEGMENT_TABLE, functions.SEGMENT_SCALE
SEGMENT_COST, SEGMENT_ABC = functions.SEGMENT_COST, functions.SEGMENT_ABC
SEGMENT_KPIS, SEGMENT_WHALE = functions.SEGMENT_KPIS, functions.SEGMENT_WHALE
SEGMENT_CONCENTRATION = functions.SEGMENT_CONCENTRATION
SEGMENT_VERSION = functions.SEGMENT_VERSION

NA, VALUE, NUM = token("#N/A"), token("#VALUE!"), token("#NUM!")
ERROR_NA = -2146826246
"""How an #N/A cell arrives through COM."""

SCALE = (
    ("value", "higher", 25.0, 1000.0, 2000.0, 3000.0, 4000.0, 5000.0, "no"),
    ("margin", "higher", 25.0, 0.1, 0.2, 0.3, 0.4, 0.5, "no"),
    ("service", "lower", 15.0, 1.0, 0.8, 0.6, 0.4, 0.2, "no"),
    ("potential", "higher", 15.0, 0.0, 1.25, 2.5, 3.75, 5.0, "yes"),
    ("recurrence", "higher", 10.0, 2.0, 4.0, 6.0, 8.0, 10.0, "no"),
    ("recency", "lower", 10.0, 300.0, 200.0, 100.0, 50.0, 10.0, "no"),
)
RULES = (
    ("Score for an A", 70.0),
    ("Score for a B", 50.0),
    ("Score for a C", 30.0),
)
GOOD = (5000.0, 2500.0, 500.0, 5.0, 12.0, 3.0)
POOR = (1200.0, 240.0, 480.0, 1.0, 3.0, 250.0)
MIDDLE = (3000.0, 900.0, 540.0, 2.5, 6.0, 100.0)


def segment(client: tuple[Any, ...], **more: Any) -> Any:
    return SEGMENT(*client, scale=SCALE, rules=RULES, **more)


def column(*cells: Any) -> tuple[tuple[Any], ...]:
    return tuple((cell,) for cell in cells)


# --- one client, many clients ---------------------------------------------------


def test_one_client_in_one_cell() -> None:
    assert segment(GOOD) == [["A"]]
    assert SEGMENT_SCORE(*GOOD, scale=SCALE, rules=RULES) == [[100.0]]
    assert SEGMENT_SCORE(*MIDDLE, scale=SCALE, rules=RULES) == [[50.0]]
    assert segment(MIDDLE) == [["B"]]
    assert segment(POOR) == [["D"]]


def test_the_reason_and_the_next_letter_in_both_languages() -> None:
    why = {
        lang: SEGMENT_WHY(*POOR, scale=SCALE, rules=RULES, lang=lang)[0][0]
        for lang in ("en", "fr")
    }
    assert why == {
        "en": "net margin -240.00, under the limit -12.00",
        "fr": "marge nette -240,00, sous la limite -12,00",
    }
    nearest = SEGMENT_NEXT(*POOR, scale=SCALE, rules=RULES, lang="fr")
    assert nearest == [["C si marge nette -240,00 → 0,00"]]
    assert SEGMENT_WHY(*POOR, scale=SCALE, rules=RULES, lang="de") == [[VALUE]]


def test_columns_rows_and_blocks_keep_their_shape() -> None:
    clients = (GOOD, MIDDLE, POOR, GOOD)
    figures = list(zip(*clients, strict=True))
    down = [column(*figure) for figure in figures]
    across = [(figure,) for figure in figures]
    square = [(figure[:2], figure[2:]) for figure in figures]
    assert SEGMENT(*down, SCALE, RULES) == [["A"], ["B"], ["D"], ["A"]]
    assert SEGMENT(*across, SCALE, RULES) == [["A", "B", "D", "A"]]
    assert SEGMENT(*square, SCALE, RULES) == [["A", "B"], ["D", "A"]]


def test_rows_that_are_blank_at_the_end_are_left_out() -> None:
    whole = [
        column(a, None, b, None, None, "") for a, b in zip(GOOD, POOR, strict=True)
    ]
    assert SEGMENT(*whole, SCALE, RULES) == [["A"], [""], ["D"]]
    nothing = [column(None, None)] * 6
    assert SEGMENT(*nothing, SCALE, RULES) == [[""]]
    assert SEGMENT(*[((None, None),)] * 6, SCALE, RULES) == [["", ""]]


def test_one_figure_counts_for_every_row() -> None:
    revenue, margin = column(5000.0, 5000.0), column(2500.0, 2500.0)
    assert SEGMENT(revenue, margin, 500.0, 5.0, 12.0, 3.0, SCALE, RULES) == [
        ["A"],
        ["A"],
    ]


def test_ranges_of_different_lengths_are_refused() -> None:
    assert SEGMENT(column(1.0, 2.0), column(1.0), column(1.0, 2.0, 3.0)) == [[VALUE]]


# --- what cells hold ------------------------------------------------------------


@pytest.mark.parametrize("revenue", ["5 000,00 €", "5000", "5\u202f000,0", 5000, True])
def test_text_numbers_are_read(revenue: object) -> None:
    expected = VALUE if revenue is True else "A"
    assert segment((revenue, *GOOD[1:])) == [[expected]]


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        (ERROR_NA, "#N/A"),
        (-2146826281, "#DIV/0!"),
        (-2146826238, "#CALC!"),
        (-2146826200, "#VALUE!"),
        ("abc", "#VALUE!"),
        ("1.234", "#VALUE!"),
        (token("#NUM!"), "#VALUE!"),
    ],
)
def test_an_error_cell_spoils_its_own_row_only(cell: object, error: str) -> None:
    revenue = column(5000.0, cell, 1200.0)
    rest = [column(a, a, b) for a, b in zip(GOOD[1:], POOR[1:], strict=True)]
    assert SEGMENT(revenue, *rest, SCALE, RULES) == [["A"], [token(error)], ["D"]]


def test_what_is_unknown_is_not_zero() -> None:
    revenue, margin, _, *rest = GOOD
    assert segment((revenue, None, *GOOD[2:])) == [["NC"]]
    assert segment((revenue, margin, None, *rest)) == [["B"]]
    assert segment((None, None, None, None, None, None)) == [[""]]
    assert segment((revenue, margin, 0.0, None, None, None)) == [["A"]]


def test_without_any_cost_a_list_is_not_held_back_by_fixed_knots() -> None:
    fixed = (*SCALE[:2], (*SCALE[2][:8], "yes"), *SCALE[3:])
    revenue, margin, _, *rest = GOOD
    two = [column(figure, figure) for figure in (revenue, margin, None, *rest)]
    assert SEGMENT(*two, fixed, RULES) == [["A"], ["A"]]
    assert SEGMENT(*two, SCALE, RULES) == [["B"], ["B"]]
    assert SEGMENT(revenue, margin, None, *rest, fixed, RULES) == [["B"]]


def test_error_integers_never_become_amounts() -> None:
    for number in NUMBERS.values():
        found = SEGMENT_CONCENTRATION(column(1.0, -2146828288 + number))
        assert found == [[f"{MARK}{number}"]]


# --- scale and rules ------------------------------------------------------------


def test_one_client_without_a_scale_is_not_available() -> None:
    assert SEGMENT(*GOOD) == [[NA]]
    assert SEGMENT_WHY(*GOOD) == [[NA]]


def test_five_clients_without_a_scale_calibrate_one() -> None:
    revenue = column(100.0, 200.0, 300.0, 400.0, 500.0)
    margin = column(10.0, 40.0, 90.0, 160.0, 250.0)
    cost = column(20.0, 30.0, 40.0, 50.0, 60.0)
    assert SEGMENT(revenue, margin, cost) == [["D"], ["C"], ["B"], ["A"], ["A"]]
    four = [figure[:4] for figure in (revenue, margin, cost)]
    assert SEGMENT(*four) == [[NA]]


def test_a_scale_is_read_in_french_with_or_without_headings() -> None:
    french = (
        (
            "Critère",
            "Mieux",
            "Poids",
            "Vaut 0",
            "Vaut 25",
            "Vaut 50",
            "Vaut 75",
            "Vaut 100",
            "Figé",
        ),
        ("valeur", "plus haut", "25", 1000.0, 2000.0, 3000.0, 4000.0, 5000.0, "non"),
        ("marge", "plus haut", 25.0, "10 %", 0.2, 0.3, 0.4, 0.5, "non"),
    )
    assert SEGMENT_SCORE(*MIDDLE, scale=french) == [[50.0]]
    assert SEGMENT_SCORE(*MIDDLE, scale=french[1:]) == [[50.0]]


@pytest.mark.parametrize(
    ("scale", "error"),
    [
        (((*SCALE[0][:3], 5.0, 4.0, 3.0, 2.0, 1.0, "no"),), NUM),
        (((*SCALE[0][:3], 5.0, None, 3.0, 2.0, 1.0, "no"),), NUM),
        (((*SCALE[0][:2], 0.0, *SCALE[0][3:]),), NUM),
        ((("colour", *SCALE[0][1:]),), VALUE),
        ((("value", "upwards", *SCALE[0][2:]),), VALUE),
        ((("value", "higher"),), VALUE),
        ((("upsell", *SCALE[3][1:]),), NA),
    ],
)
def test_a_scale_that_does_not_serve(scale: Any, error: str) -> None:
    assert SEGMENT(*GOOD, scale=scale) == [[error]]


@pytest.mark.parametrize(
    ("rules", "error"),
    [
        ((("Score for an A", 40.0),), NUM),
        ((("Score for an A", "high"),), VALUE),
        ((("Colour", 1.0),), VALUE),
        (5.0, VALUE),
    ],
)
def test_rules_that_do_not_serve(rules: Any, error: str) -> None:
    assert SEGMENT(*GOOD, scale=SCALE, rules=rules) == [[error]]


def test_the_rules_of_the_workbook_move_the_letter() -> None:
    strict = (("bound_a", 99.0), ("Note pour un B", 95.0))
    assert SEGMENT(*MIDDLE, scale=SCALE, rules=strict) == [["C"]]


def test_a_scale_is_read_once_for_a_column_of_formulas() -> None:
    from segmentation_addin.excel import scale_arguments

    scale_arguments._scale.cache_clear()
    for revenue in range(50):
        SEGMENT(float(revenue), *GOOD[1:], [list(row) for row in SCALE], RULES)
    assert scale_arguments._scale.cache_info().misses == 1


# --- other functions --------------------------------------------------------------


def test_cost_to_serve_of_rows() -> None:
    quantities = ((1.0, 2.0), (None, "3"), (None, None), (1.0, ERROR_NA), (None, None))
    rates = ((10.0,), (20.0,))
    expected = [[50.0], [60.0], [""], [NA]]
    assert SEGMENT_COST(quantities, rates) == expected
    assert SEGMENT_COST(quantities, ((10.0, 20.0),)) == expected
    assert SEGMENT_COST(quantities, ((10.0,),)) == [[VALUE]]
    assert SEGMENT_COST(quantities, ((10.0, ERROR_NA),)) == [[NA]]
    assert SEGMENT_COST(3.0, 20.0) == [[60.0]]


def test_abc_classes() -> None:
    values = column(70.0, 20.0, 10.0, 0.0, -5.0, None, 0.0)
    assert SEGMENT_ABC(values) == [
        ["A"], ["B"], ["C"], ["inactive"], ["loss"], [""], ["inactive"],
    ]  # fmt: skip
    assert SEGMENT_ABC(values, 0.5, 0.6, "fr")[3:5] == [["inactif"], ["perte"]]
    for a, b in ((0.0, 0.9), (0.9, 0.8), (0.8, 1.2)):
        assert SEGMENT_ABC(values, a, b) == [[NUM]]


def test_the_whale_curve() -> None:
    rows = SEGMENT_WHALE(column(100.0, 50.0, -30.0, None))
    assert len(rows) == 102
    assert rows[0] == ["Share of clients", "Cumulated net margin", "Share of the peak"]
    assert rows[1] == [0.0, 0.0, 0.0]
    assert rows[-1] == [1.0, 120.0, 0.8]
    assert SEGMENT_WHALE(column(-1.0))[-1] == [1.0, -1.0, ""]
    assert SEGMENT_WHALE(column(None, None)) == [[NA]]


def test_concentration() -> None:
    rows = dict(SEGMENT_CONCENTRATION(column(50.0, 30.0, 20.0)))
    assert rows["Share of the top 20 %"] == 0.5
    assert rows["Herfindahl index (HHI, 0 to 1)"] == 0.38
    assert SEGMENT_CONCENTRATION(column(0.0, -1.0)) == [[token("#DIV/0!")]]


def test_kpis_by_letter() -> None:
    table = (
        ("Revenue", "Gross margin", "Cost to serve", "Orders"),
        (100.0, 40.0, 10.0, 4.0),
        (50.0, 5.0, 15.0, 5.0),
        (50.0, 20.0, 5.0, None),
    )
    rows = SEGMENT_KPIS(column("A", "D", "A"), table)
    by_letter = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows}
    assert by_letter["A"]["Clients"] == 2
    assert by_letter["A"]["Net margin"] == 45.0
    assert by_letter["D"]["Average basket"] == 10.0
    assert by_letter["Total"]["Revenue"] == 200.0
    assert by_letter["B"]["Net margin rate"] == ""
    assert SEGMENT_KPIS(column("Letter", "A", "D", "A"), table) == rows
    assert SEGMENT_KPIS(column("A", "D"), table) == [[VALUE]]
    assert SEGMENT_KPIS(column("A", "D", "Z"), table) == [[VALUE]]


def test_tables_need_a_revenue_and_a_row() -> None:
    assert SEGMENT_TABLE((("Name",), ("x",))) == [[VALUE]]
    assert SEGMENT_TABLE((("Revenue",), (None,))) == [[NA]]
    assert SEGMENT_SCALE((("Revenue",), (1.0,))) == [[NA]]


def test_a_row_with_an_error_keeps_its_name_in_the_table() -> None:
    table = (
        ("Client ID", "Revenue", "Gross margin", "Cost to serve"),
        ("C1", 5000.0, 2500.0, 500.0),
        ("=C2", ERROR_NA, 2500.0, 500.0),
    )
    rows = SEGMENT_TABLE(table, SCALE, RULES)
    assert rows[1][:2] == ["C1", "A"]
    assert rows[2][0] == "=C2"
    assert set(rows[2][1:]) == {NA}


def test_a_table_reckons_days_and_net_revenue_as_a_refresh_does() -> None:
    table = (
        (
            "Code client",
            "CA HT",
            "Ristournes",
            "Coût des ventes",
            "Dernière commande",
            "Période",
        ),
        ("C1", 5500.0, 500.0, 2500.0, 46000.0, 46022.0),
    )
    scale = (*SCALE[:2], SCALE[5])
    rows = SEGMENT_TABLE(table, scale)
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["Chiffre d'affaires"] == 5000.0
    assert row["Marge brute"] == 2500.0
    assert "récence" in str(row["Pourquoi"])


def test_a_table_with_several_periods_of_a_client_is_refused() -> None:
    head = ("Client ID", "Period", "Revenue", "Gross margin")
    years = tuple(
        (f"C{i}", year, 100.0 * i, 30.0 * i)
        for i in range(1, 7)
        for year in (2024.0, 2025.0)
    )
    assert SEGMENT_TABLE((head, *years)) == [[VALUE]]
    assert SEGMENT_SCALE((head, *years)) == [[VALUE]]
    assert len(SEGMENT_TABLE((head, *years[1::2]))) == 7


def test_versions() -> None:
    assert SEGMENT_VERSION() == [[f"{__version__} (xlwings 0.37.8)"]]


# --- the same as the sheet ----------------------------------------------------------


@pytest.fixture(scope="module", params=["en", "fr"])
def refreshed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Language, FileHost]:
    path, _ = demo(tmp_path_factory.mktemp("demo"), request.param)
    return request.param, FileHost(path)


def frame(host: FileHost, table: str) -> pd.DataFrame:
    raw = host.read(table)
    return pd.DataFrame(dict(zip(raw.headings, raw.columns, strict=True)), dtype=object)


def test_a_cell_and_the_sheet_agree(refreshed: tuple[Language, FileHost]) -> None:
    language, host = refreshed
    sheet = frame(host, "tblSegmentation")
    english = language == "en"
    names = (
        ["Revenue", "Gross margin", "Cost to serve", "Potential", "Active months",
         "Days since last order", "Computed letter", "Score", "Why", "Next letter",
         "New"]
        if english
        else ["Chiffre d'affaires", "Marge brute", "Coût de service", "Potentiel",
              "Mois actifs", "Jours depuis la commande", "Lettre calculée", "Note",
              "Pourquoi", "Lettre suivante", "Nouveau"]
    )  # fmt: skip
    # A cell sees no origin: clients whose margin is an estimate are judged apart.
    estimated = gaps_of(french_portfolio()).estimated if language == "fr" else ()
    old = sheet[sheet[names[10]].isna() & ~sheet[sheet.columns[0]].isin(estimated)]
    figures = [column(*old[name]) for name in names[:6]]
    scale = tuple(map(tuple, frame(host, "tblScale").iloc[:, :9].to_numpy().tolist()))
    rules = tuple(
        map(tuple, frame(host, "tblSettings").iloc[:8, :2].to_numpy().tolist())
    )

    def expected(name: str) -> list[list[Any]]:
        return [["" if cell is None else cell] for cell in old[name]]

    assert len(old) > 300
    assert SEGMENT(*figures, scale, rules) == expected(names[6])
    assert SEGMENT_SCORE(*figures, scale, rules) == expected(names[7])
    assert SEGMENT_WHY(*figures, scale, rules, language) == expected(names[8])
    assert SEGMENT_NEXT(*figures, scale, rules, language) == expected(names[9])
    alone = [
        SEGMENT(*(figure[i][0] for figure in figures), scale, rules)[0]
        for i in range(0, len(old), 7)
    ]
    assert alone == expected(names[6])[::7]

    head, *rows = SEGMENT_TABLE(
        (tuple(old.columns), *old.itertuples(index=False)), scale, rules
    )
    for name in head:
        found = [row[head.index(name)] for row in rows]
        if name in (names[8], names[9], names[6], names[7]):
            assert [[cell] for cell in found] == expected(str(name)), name


# --- properties ---------------------------------------------------------------------

AMOUNTS = st.one_of(st.none(), st.floats(-1e6, 1e6), st.just(ERROR_NA), st.text("=a1"))


@given(st.lists(st.tuples(*[AMOUNTS] * 6), min_size=1, max_size=12))
def test_each_client_alone_gets_the_letter_of_the_list(rows: list[Any]) -> None:
    costs = any(isinstance(row[2], float) for row in rows)
    figures = [column(*cells) for cells in zip(*rows, strict=True)]
    together = SEGMENT(*figures, SCALE, RULES)
    potential = any(isinstance(row[3], float) for row in rows)
    if not costs or not potential:
        return
    for row, found in zip(rows, together, strict=False):
        if not any(isinstance(cell, str) and cell for cell in row):
            assert SEGMENT(*row, SCALE, RULES) == [found]


def block(shape: tuple[int, int]) -> st.SearchStrategy[list[list[Any]]]:
    rows, columns = shape
    row = st.lists(AMOUNTS, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 4))


@given(st.one_of(AMOUNTS, SHAPES.flatmap(block)))
def test_no_argument_makes_an_exception(argument: Any) -> None:
    for spec in FUNCTIONS:
        required = [argument for a in spec.arguments if not a.optional]
        every = [argument for _ in spec.python_arguments]
        for given_arguments in (required, every):
            result = getattr(functions, spec.name)(*given_arguments)
            assert len({len(row) for row in result}) == 1
            assert {type(cell) for row in result for cell in row} <= {float, str, int}


# --- the registry -----------------------------------------------------------------


@pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.name)
def test_each_declared_function_takes_its_declared_arguments(spec: Any) -> None:
    function = getattr(functions, spec.name)
    parameters = inspect.signature(function).parameters
    assert tuple(parameters) == spec.python_arguments
    optional = {name for name, p in parameters.items() if p.default is not p.empty}
    declared = {a.name for a in spec.arguments if a.optional}
    assert optional - {"lang"} == declared - {"lang"}
    assert function.__doc__
