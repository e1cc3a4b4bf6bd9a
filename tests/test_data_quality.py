"""The Data quality sheet: what can be relied upon, what rests on what, rule by rule."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from board_examples import facts
from libreoffice import Office, require_office

from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.checking import check
from segmentation_addin.services.quality import quality_facts, quality_in_place
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.template.build import build
from segmentation_addin.workbook.board import Facts, fixed_values
from segmentation_addin.workbook.board_findings import RULE_ROW, RULES_SHOWN, summary
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import AppendedRows, CellEdits, Changes
from segmentation_addin.workbook.outputs import ISSUES, ISSUES_ROW, SHEETS
from segmentation_addin.workbook.quality_facts import RuleLine
from segmentation_addin.workbook.settings import SETTINGS

DAY = pd.Timestamp("2025-12-31")
ROWS = pd.DataFrame(
    [
        ("C1", 1000.0, 400.0, "mesurée", date(2025, 12, 20)),
        ("C2", 500.0, 100.0, "estimée", date(2025, 12, 10)),
        ("C3", 300.0, None, None, None),
        ("C4", 200.0, 60.0, None, date(2025, 11, 1)),
        ("C5", 100.0, 40.0, None, date(2025, 10, 1)),
        ("C6", 100.0, 40.0, None, date(2025, 10, 1)),
        ("X9", 50.0, 10.0, None, None),
    ],
    columns=["client_id", "revenue", "gross_margin", "margin_origin", "last_order"],
).assign(period=DAY)
CLIENTS = pd.DataFrame(
    {
        "client_id": ["C1", "C2", "C3", "C4", "C5", "C6"],
        "name": ["Éloy SARL", "Martin", "ELOY", "Divers", "Bertin", "Carlier"],
        "potential": [3, 4, None, 2, None, 1],
    }
)


def typed(path: Path, key: str, value: object) -> None:
    row = [setting.key for setting in SETTINGS].index(key)
    edit = CellEdits("tblSettings", "value", [row], [value])  # type: ignore[list-item]
    FileHost(path).write(Changes(edits=[edit]))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("quality") / "quality.xlsm"
    path.write_bytes(build("fr"))
    FileHost(path).write(
        Changes(
            appended=[
                AppendedRows("tblClients", CLIENTS),
                AppendedRows("tblMargins", ROWS.astype(object)),
            ]
        )
    )
    typed(path, "control_revenue", 2200.0)
    assert refresh(FileHost(path)).written
    return path


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    require_office()
    with Office("fr-FR") as running:
        yield running


def shown(path: Path, sheet: str, *cells: str) -> list[Any]:
    book_ = openpyxl.load_workbook(path, data_only=True)
    return [book_[SHEETS[sheet].title.fr][cell].value for cell in cells]


# --- figures ---------------------------------------------------------------------


def test_the_ledger_is_held_against_the_inputs_to_the_cent(book: Path) -> None:
    assert shown(book, "home", "G18", "H18", "J18") == [2200.0, 50.0, "ÉCART"]
    assert shown(book, "home", "I18")[0] == pytest.approx(50 / 2200)
    assert shown(book, "data_quality", "C9", "C10") == [2200.0, 50.0]
    assert shown(book, "data_quality", "D10")[0].startswith("ÉCART - ")
    codes = [issue.code for issue in check(FileHost(book)).issues]
    assert "ledger_differs" in codes


def test_what_rests_on_estimates_and_what_is_unknown(book: Path) -> None:
    assert shown(book, "data_quality", "C7", "C8") == [100.0, 300.0]
    assert shown(book, "data_quality", "D7", "D8") == [
        "1 client(s), 16\u202f% de la marge brute.",
        "1 client(s), non classés.",
    ]
    assert shown(book, "home", "H15") == ["Marge sur estimations : 100"]


def test_the_origin_of_the_margin_covers_the_revenue(book: Path) -> None:
    (known, words) = shown(book, "data_quality", "C15", "D15")
    assert known == pytest.approx(1900 / 2200)
    assert words == "mesurée 64\u202f%, estimée 23\u202f%, absente 14\u202f%"
    assert shown(book, "data_quality", "A21", "D21") == [
        "Potentiel",
        "saisi 82\u202f%, absent 18\u202f%",
    ]


def test_the_grade_stands_on_home_in_words(book: Path) -> None:
    (told,) = shown(book, "home", "D26")
    (share, words) = shown(book, "data_quality", "C6", "D6")
    assert told.split(" (")[0] == words.split(" - ")[0]
    assert f"({round(100 * share)}\u202f%)" in told


def test_every_formula_gives_in_libreoffice_what_a_refresh_wrote(
    office: Office, book: Path
) -> None:
    cells = {
        "Accueil": ["G18", "H18", "I18", "J18", "D26", "H15"],
        "Qualité des données": [
            f"{x}{y}" for x in "CD" for y in (*range(6, 12), *range(15, 22))
        ],
    }
    for title, wanted in cells.items():
        found = office.calculate(book, title)[title]
        key = "home" if title == "Accueil" else "data_quality"
        for cell, value in zip(wanted, shown(book, key, *wanted), strict=True):
            there = found[cell]["value"] if cell in found else ""
            expected = "" if value is None else value
            assert there == (
                expected if isinstance(expected, str) else pytest.approx(expected)
            ), (title, cell)


def test_a_blank_ledger_asks_nothing(book: Path, tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsm"
    path.write_bytes(book.read_bytes())
    typed(path, "control_revenue", None)
    refresh(FileHost(path))
    assert shown(path, "home", "G18", "H18", "I18", "J18") == [None] * 4
    assert shown(path, "data_quality", "D9")[0].startswith("Non saisi")


def test_a_ledger_typed_as_text_is_read_by_the_audit_alone(
    book: Path, tmp_path: Path
) -> None:
    path = tmp_path / "text.xlsm"
    path.write_bytes(book.read_bytes())
    typed(path, "control_revenue", "1 000,00 €")
    done = refresh(FileHost(path))
    assert "ledger_differs" in [issue.code for issue in done.issues]
    assert shown(path, "home", "G18", "H18") == [None] * 2


# --- rule by rule ----------------------------------------------------------------


def lines(count: int) -> tuple[RuleLine, ...]:
    return tuple(
        RuleLine(f"r{i}", "warning", 2, None if i % 2 else 10.0, f"Rule {i}")
        for i in range(count)
    )


def test_few_rules_are_all_shown() -> None:
    shown_lines = summary(lines(2), Facts.empty("en"))
    assert shown_lines[:2] == [
        ("warning", 2, 10.0, "Rule 0"),
        ("warning", 2, None, "Rule 1"),
    ]
    assert shown_lines[2:] == [(None,) * 4] * (RULES_SHOWN - 2)


def test_many_rules_end_with_a_line_for_the_others() -> None:
    shown_lines = summary(lines(RULES_SHOWN + 3), Facts.empty("fr"))
    assert len(shown_lines) == RULES_SHOWN
    assert shown_lines[-1] == (None, 8, 20.0, "4 autres règles")


def test_the_rules_stand_above_the_lines(book: Path) -> None:
    first = RULE_ROW + 2
    texts = shown(book, "data_quality", *(f"D{first + i}" for i in range(RULES_SHOWN)))
    assert "Un seul code par nom de client" in texts
    assert "Un code désigne un seul client" in texts
    assert shown(book, "data_quality", f"A{ISSUES_ROW}") == ["Gravité"]
    table = FileHost(book).read("tblIssues")
    assert table.first_row == ISSUES_ROW + 1
    assert table.rows == len(check(FileHost(book)).issues)


def test_a_check_writes_the_lines_and_their_summary_alone(
    book: Path, tmp_path: Path
) -> None:
    path = tmp_path / "checked.xlsm"
    path.write_bytes(book.read_bytes())
    assert not check(FileHost(path), write=True).written
    more = pd.DataFrame([{"client_id": "X8", "period": DAY, "revenue": 7.0}])
    FileHost(path).write(Changes(appended=[AppendedRows("tblMargins", more)]))
    before = shown(path, "home", "G15", "D21")
    assert check(FileHost(path), write=True).written
    after = shown(path, "home", "G15", "D21")
    assert after[0] == before[0] + 2, "unknown client, unknown margin"
    assert after[1] == before[1], "no refresh took place"
    assert f"Alertes : {after[0]}" in shown(path, "data_quality", "A3")[0]
    refresh(FileHost(path))
    assert not check(FileHost(path), write=True).written


def test_an_older_sheet_keeps_its_lines(book: Path) -> None:
    values = fixed_values(facts(5, "fr"))
    host = FileHost(book)
    assert quality_in_place(host, values) == values

    class Older(FileHost):
        def read(self, table: str) -> Any:
            raw = super().read(table)
            if table == ISSUES.name:
                raw.first_row = 5
            return raw

    kept = vars(quality_in_place(Older(book), values))["values"]
    assert ("data_quality", f"A{RULE_ROW + 2}") not in kept
    assert ("home", "G14") in kept


def test_the_ledger_counts_where_a_formula_would_find_it(book: Path) -> None:
    raw = FileHost(book).read("tblSettings")
    assert quality_facts([], raw).ledger == 2200.0
    row = raw.columns[0].index("Contrôle : CA de la comptabilité")
    raw.columns[0][row] = "control_revenue"
    assert quality_facts([], raw).ledger is None


# --- the page --------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_prints_from_its_first_row_on_one_page_wide(
    language: Language,
) -> None:
    made = openpyxl.load_workbook(io.BytesIO(build(language, facts(40, language))))
    sheet = made[SHEETS["data_quality"].title.in_(language)]
    assert sheet.print_title_rows == f"${ISSUES_ROW}:${ISSUES_ROW}"
    assert sheet.freeze_panes == "A4"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    sections = [sheet[f"A{row}"].value for row in (5, 13, RULE_ROW, ISSUES_ROW - 1)]
    assert all(sections)
