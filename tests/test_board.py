"""The fixed cells: each formula and its Python value say the same."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from board_examples import facts, segmentation
from hypothesis import given
from hypothesis import strategies as st
from libreoffice import Office, require_office

from segmentation_addin.core.readings.concentration import (
    concentration,
    margin_after_loss,
)
from segmentation_addin.core.readings.kpis import kpis
from segmentation_addin.core.readings.whale import whale_curve
from segmentation_addin.languages import LANGUAGES, Language, Text
from segmentation_addin.template.build import build
from segmentation_addin.workbook.board import (
    FIXED_CELLS,
    Facts,
    fixed_values,
    resolve,
)
from segmentation_addin.workbook.board_figures import AMOUNTS, GROUPS, share_count
from segmentation_addin.workbook.board_phrases import amount_text, rounded
from segmentation_addin.workbook.outputs import LETTER_FORMULA, SHEETS, TABLES

LOCALES = ("en-US", "fr-FR")
POSITIONS = {
    *(("dashboard", f"X{row}") for row in range(6, 106)),
    *(
        ("dashboard", f"{letter}{row}")
        for letter in ("AL", "AM")
        for row in range(61, 85)
    ),
}
"""Cells that hold the place of a client in `tblSegmentation`."""


# --- without any spreadsheet program ------------------------------------------


def test_no_cell_is_declared_twice_and_none_lies_under_a_merged_one() -> None:
    covered: Counter[tuple[str, int, int]] = Counter()
    for fixed in FIXED_CELLS:
        row, column = openpyxl.utils.cell.coordinate_to_tuple(fixed.cell)
        for extra in range(fixed.span):
            covered[fixed.sheet, row, column + extra] += 1
    assert [place for place, count in covered.items() if count > 1] == []


def test_every_formula_is_declared_with_its_value() -> None:
    bare = [x for x in FIXED_CELLS if x.formula is not None and x.value is None]
    assert bare == []
    for fixed in FIXED_CELLS:
        assert fixed.text is None or (fixed.formula is None and fixed.value is None)


def test_resolve_writes_references_in_the_language_of_the_workbook() -> None:
    assert resolve("SUM({tblSegmentation.revenue})", "en") == (
        "SUM(tblSegmentation[Revenue])"
    )
    assert resolve("SUM({tblSegmentation.revenue})", "fr") == (
        "SUM(tblSegmentation[Chiffre d''affaires])"
    )
    assert resolve("{@letter}", "fr") == "tblSegmentation[[#This Row],[Lettre]]"
    assert resolve("{sheet:data_quality}!A1", "fr") == "'Qualité des données'!A1"
    assert resolve("{choice:decided_by.inactive}", "fr") == '"inactif"'
    assert resolve(Text("{@score}", "0"), "fr") == "0"


@pytest.mark.parametrize(
    "mark", ["{tblSegmentation.turnover}", "{tblNone.revenue}", "{rule:none}"]
)
def test_resolve_refuses_an_unknown_mark(mark: str) -> None:
    with pytest.raises(KeyError):
        resolve(mark, "en")


def test_a_rule_falls_back_to_its_default() -> None:
    formula = resolve("{rule:override_steps}", "en")
    assert formula.startswith("IF(ISNUMBER(INDEX(Rules,MATCH(")
    assert formula.endswith(",1)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mark_is_left_and_no_formula_is_too_long(language: Language) -> None:
    formulas = fixed_values(Facts.empty(language)).formulas
    for text in (*formulas.values(), resolve(LETTER_FORMULA, language)):
        assert "{" not in text
        assert "[@" not in text
        assert len(text) < 8192
        assert "TEXT(" not in text


def three_clients() -> Facts:
    """A: 600 of revenue, B: 300, D: 100 and a loss; one more row holds typed text."""
    frame = segmentation(4, "en")
    numbers = {
        "revenue": [600.0, 300.0, 100.0, np.nan],
        "gross_margin": [300.0, 100.0, 20.0, np.nan],
        "cost_to_serve": [100.0, 50.0, 60.0, np.nan],
        "net_margin": [200.0, 50.0, -40.0, np.nan],
        "net_margin_rate": [1 / 3, 1 / 6, -0.4, np.nan],
        "orders": [6.0, np.nan, 4.0, np.nan],
        "quotes_decided": [10.0, 5.0, np.nan, np.nan],
        "quotes_won": [4.0, np.nan, 1.0, np.nan],
        "previous_revenue": [500.0, 400.0, np.nan, np.nan],
        "revenue_rank": [1.0, 2.0, 3.0, np.nan],
        "net_margin_rank": [1.0, 2.0, 3.0, np.nan],
    }
    texts = {
        "letter": ["A", "B", "D", ""],
        "computed_letter": ["A", "B", "D", ""],
        "decided_by": ["score", "score", "loss", ""],
        "start_letter": ["A", "A", "", ""],
        "abc": ["A", "B", "C", ""],
        "false_good": ["", "", "", ""],
    }
    return Facts("en", frame.assign(**numbers, **texts))


def values_of(board: Facts) -> dict[tuple[str, str], Any]:
    return dict(fixed_values(board).values)


def shown(facts_: Facts, sheet: str, *cells: str) -> list[Any]:
    values = values_of(facts_)
    return [values[sheet, cell] for cell in cells]


def test_the_table_by_letter_of_three_clients() -> None:
    board = three_clients()
    assert shown(board, "dashboard", "C11", "C14", "C16", "C18") == [1, 1, 0, 3]
    assert shown(board, "dashboard", "E11", "F11", "I14", "J14") == [
        600.0,
        0.6,
        -40.0,
        -0.4,
    ]
    # 1,000 of revenue for 10 orders; 5 quotes won of 15
    assert shown(board, "dashboard", "K18", "L18") == [100.0, 5 / 15]
    # both clients of the first period stay; 500 + 300 of 900; 600 + 300 of 900
    assert shown(board, "dashboard", "M11", "N11", "O11") == [1.0, 800 / 900, 1.0]
    assert shown(board, "dashboard", "M12", "N12") == ["", ""]


def test_the_whale_curve_of_three_clients() -> None:
    board = three_clients()
    peak, total, erosion, share, rank = shown(
        board, "dashboard", "D40", "D41", "D42", "D43", "D44"
    )
    assert (peak, total, erosion, share, rank) == (250.0, 210.0, 40.0, 0.16, 2)
    # the best 20 % of 3 clients is 1 client
    assert shown(board, "dashboard", "D45", "D46") == [1, 200 / 210]
    assert shown(board, "dashboard", "U6", "U39", "U40", "U106") == [
        0.0,
        200 / 250,
        250 / 250,
        210 / 250,
    ]


def test_the_concentration_of_three_clients() -> None:
    board = three_clients()
    assert shown(board, "dashboard", "H40", "H43") == [0.6, 0.6]
    assert shown(board, "dashboard", "H44") == [pytest.approx(0.46)]
    assert shown(board, "dashboard", "H46", "H47") == [10.0, 0.0]


def test_sentences_follow_the_figures() -> None:
    board = three_clients()
    assert shown(board, "dashboard", "B7", "E7") == [
        (
            "The best client of 3 makes 95% of the net margin. "
            "The curve peaks at client 2."
        ),
        "Losses add up to 40: 16% of what the others earn.",
    ]


def test_a_portfolio_without_positive_total_shows_no_share() -> None:
    losing = three_clients()
    frame = losing.segmentation.assign(net_margin=[-10.0, -20.0, -40.0, np.nan])
    sentence, share = shown(Facts("fr", frame), "dashboard", "B7", "B6")
    assert share == ""
    assert sentence == "Aucune part lisible : la marge nette totale n'est pas positive."


def test_points_of_another_letter_stand_outside_the_axis() -> None:
    board = three_clients()
    assert shown(board, "dashboard", "AB6", "AC6", "AE8") == [1 / 3, -9, -0.4]
    assert shown(board, "dashboard", "Z9", "AB9") == [0, -9]


def test_home_says_what_is_missing() -> None:
    fresh = Facts.empty("en")
    assert "Not refreshed" in shown(fresh, "home", "B3")[0]
    without_cost = Facts(
        "fr", fresh.segmentation, as_of=facts(0, "fr").as_of, cost_known=False
    )
    assert "marge brute" in shown(without_cost, "home", "B3")[0]
    assert shown(facts(7, "en"), "home", "B3") == [None]


def test_only_the_refresh_stamps_do_not_count_as_a_change() -> None:
    stamps = fixed_values(Facts.empty("en")).stamps
    assert stamps == {("home", "D21"), ("home", "D22")}


@given(st.integers(0, 80), st.integers(0, 10_000))
def test_totals_by_letter_are_the_totals_of_the_rows(clients: int, seed: int) -> None:
    board = facts(clients, "en", seed)
    total = board.kpis["total"]
    for key in AMOUNTS:
        rows = float(np.nansum(board.segmentation[key].astype(float)))
        assert total[key] == pytest.approx(rows + board.orphans[key], abs=0.004)
    kept = board.segmentation["decided_by"] != ""
    assert total["clients"] == int(kept.sum())
    assert sum(int(x.sum()) for x in board.figures.groups.values()) == kept.sum()
    assert set(shown(board, "home", *(f"J{row}" for row in range(21, 26)))) == {"OK"}
    assert list(board.figures.groups) == list(GROUPS)


@given(st.integers(1, 60), st.integers(0, 10_000), st.randoms())
def test_the_order_of_the_rows_changes_nothing(
    clients: int, seed: int, shuffled: Any
) -> None:
    board = facts(clients, "en", seed)
    order = list(range(clients))
    shuffled.shuffle(order)
    other = Facts(**{**vars_of(board), "segmentation": board.segmentation.iloc[order]})
    before, after = values_of(board), values_of(other)
    for place, value in before.items():
        if place in POSITIONS:
            continue  # the position of the row itself
        if isinstance(value, float):
            assert after[place] == pytest.approx(value, rel=1e-9, abs=1e-6)
        else:
            assert after[place] == value


@given(st.integers(0, 60), st.integers(0, 10_000))
def test_the_dashboard_and_the_json_document_give_the_same_figures(
    clients: int, seed: int
) -> None:
    board = facts(clients, "en", seed)
    rows = board.segmentation[board.figures.counted]
    for group, declared in kpis(rows).items():
        figures = {**declared, "net_rate": declared["net_margin_rate"]}
        for key in board.kpis[group].keys() - {"client_share", "revenue_share"}:
            wanted = figures[key]
            found = board.kpis[group][key]
            assert found == ("" if wanted is None else pytest.approx(wanted))
    active = rows[rows["decided_by"] != "inactive"]
    revenue, margin = (active[key].to_numpy(float) for key in ("revenue", "net_margin"))
    spread = concentration(revenue)
    expected: list[Any] = [
        *spread.top_shares.values(),
        spread.hhi,
        spread.equivalent_clients,
    ]
    codes = active["client_id"].to_numpy(dtype=object)
    expected += margin_after_loss(margin, revenue, codes).values()
    lines = shown(board, "dashboard", *(f"H{row}" for row in range(40, 49)))
    for one, other in zip(lines, expected, strict=True):
        assert one == ("" if other is None else pytest.approx(other, abs=1e-6))
    whale = whale_curve(margin)
    assert board.figures.whale == pytest.approx(whale.cumulated.tolist(), abs=1e-6)
    share = "" if whale.best_share is None else pytest.approx(whale.best_share)
    assert shown(board, "dashboard", "D44", "D46") == [whale.rank_of_peak, share]


def vars_of(board: Facts) -> dict[str, Any]:
    return {name: getattr(board, name) for name in Facts.__dataclass_fields__}


def test_a_share_of_clients_is_rounded_up() -> None:
    assert [share_count(20, n) for n in (0, 1, 5, 6, 10)] == [0, 1, 1, 2, 2]


def test_figures_in_sentences_have_no_separator() -> None:
    assert amount_text(1_234_567.0, "EUR") == "1235 k EUR"
    assert amount_text(-12_500_000.0, "€") == "-13 M €"
    assert amount_text(9_999.5, "") == "10000"
    assert (rounded(0.5), rounded(-0.5), rounded(1.4999)) == (1, -1, 1)


# --- against LibreOffice ------------------------------------------------------


@pytest.fixture(scope="module", params=LOCALES)
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    require_office()
    with Office(request.param) as running:
        yield running


def recalculated(office: Office, content: bytes, path: Path, language: Language) -> Any:
    path.write_bytes(content)
    native = [sheet for key, sheet in SHEETS.items() if key != "functions"]
    return office.calculate(path, *(sheet.title.in_(language) for sheet in native))


def values_in(board: Facts) -> Iterator[tuple[tuple[str, str], Any]]:
    """The values that LibreOffice can give: it has no LAMBDA (see test_native_twin)."""
    return (pair for pair in values_of(board).items() if pair[0][0] != "functions")


def same(expected: object, found: object) -> bool:
    if expected is None or expected == "":
        return found in (None, "")
    if isinstance(expected, str):
        return found == expected
    if not isinstance(expected, int | float) or not isinstance(found, float):
        return hasattr(expected, "isoformat") and isinstance(found, float)
    return math.isclose(expected, found, rel_tol=1e-9, abs_tol=1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("clients", "seed"), [(0, 0), (1, 1), (7, 2), (60, 3), (140, 4)]
)
def test_a_spreadsheet_gives_every_declared_value(
    office: Office, language: Language, clients: int, seed: int, tmp_path: Path
) -> None:
    board = facts(clients, language, seed)
    cells = recalculated(office, build(language, board), tmp_path / "b.xlsm", language)
    declared = fixed_values(board)
    assert len(declared.formulas) > 1500
    for (sheet, cell), value in values_in(board):
        found = cells[SHEETS[sheet].title.in_(language)].get(cell, {}).get("value")
        assert same(value, found), (sheet, cell, value, found)
    assert errors(cells) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_portfolio_without_known_cost_shows_no_error(
    office: Office, language: Language, tmp_path: Path
) -> None:
    board = facts(30, language, 6)
    unknown = ("cost_to_serve", "cost_to_serve_ratio", "net_margin")
    rates = ("net_margin_rate", "net_margin_rank")
    frame = board.segmentation.assign(
        **dict.fromkeys((*unknown, *rates), np.nan), false_good="", matrix=""
    )
    board = replace(board, segmentation=frame)
    cells = recalculated(office, build(language, board), tmp_path / "b.xlsm", language)
    assert errors(cells) == []
    for (sheet, cell), value in values_in(board):
        found = cells[SHEETS[sheet].title.in_(language)].get(cell, {}).get("value")
        assert same(value, found), (sheet, cell, value, found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fresh_workbook_holds_no_error(
    office: Office, language: Language, tmp_path: Path
) -> None:
    cells = recalculated(office, build(language), tmp_path / "new.xlsm", language)
    assert errors(cells) == []
    letter = cells["Segmentation"]["C5"]
    assert letter["formula"].startswith("=IF(OR(")
    assert letter["value"] == ""


def errors(cells: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (sheet, address)
        for sheet, found in cells.items()
        for address, cell in found.items()
        if cell["error"]
    ]


OVERRIDES = pd.DataFrame(
    [
        ("one step up", "B", "A", None, "A"),
        ("small letter", "B", "c", None, "C"),
        ("two steps", "C", "A", None, "C"),
        ("still holds", "B", "A", 46_022, "A"),  # 2025-12-31, the analysis date
        ("has expired", "B", "A", 46_021, "B"),
        ("not classified", "NC", "B", None, "NC"),
        ("inactive", "", "C", None, ""),
        ("no letter", "D", None, None, "D"),
        ("long word", "D", "Cx", None, "D"),
        ("beyond D", "D", "E", None, "D"),
        ("the last holds", "C", "D", None, "B"),
        ("the last holds", "C", "B", None, "B"),
    ],
    columns=["client_id", "computed", "letter", "expires_on", "expected"],
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lines", [1, len(OVERRIDES)])
def test_the_letter_formula_follows_the_overrides(
    office: Office, language: Language, lines: int, tmp_path: Path
) -> None:
    cases = OVERRIDES.head(lines)
    clients = cases.drop_duplicates("client_id", keep="last").reset_index(drop=True)
    frame = segmentation(len(clients), language).assign(
        client_id=clients["client_id"], computed_letter=clients["computed"]
    )
    board = Facts(language, frame, as_of=facts(0, language).as_of)
    path = tmp_path / "letters.xlsm"
    path.write_bytes(build(language, board))
    book = openpyxl.load_workbook(path)
    sheet = book[SHEETS["review"].title.in_(language)]
    table = TABLES["tblOverrides"]
    for row, case in enumerate(cases.to_dict("records"), start=5):
        for key in ("client_id", "letter", "expires_on"):
            value = case[key]
            sheet.cell(row, table.keys.index(key) + 1).value = (
                None if pd.isna(value) else value
            )
    sheet.tables["tblOverrides"].ref = f"A4:F{4 + lines}"
    book.save(tmp_path / "letters.xlsx")
    found = office.calculate(tmp_path / "letters.xlsx", "Segmentation")["Segmentation"]
    letters = [found[f"C{5 + row}"]["value"] for row in range(len(clients))]
    assert letters == clients["expected"].tolist()


def test_blanks_written_as_empty_text_are_harmless(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "blanks.xlsm"
    path.write_bytes(build("en", facts(20, "en", 5)))
    book = openpyxl.load_workbook(path)
    sheet = book["Segmentation"]
    for row in sheet.iter_rows(min_row=5, max_row=24, min_col=4):
        for cell in row:
            if cell.value is None:
                cell.value = '=""'
    book.save(tmp_path / "texts.xlsx")
    names = [SHEETS[key].title.en for key in ("home", "dashboard")]
    cells = office.calculate(tmp_path / "texts.xlsx", *names)
    assert errors(cells) == []
    declared = values_of(facts(20, "en", 5))
    for (sheet_key, cell), value in declared.items():
        if sheet_key in {"home", "dashboard"}:
            found = cells[SHEETS[sheet_key].title.en].get(cell, {}).get("value")
            assert same(value, found), (sheet_key, cell, value, found)
