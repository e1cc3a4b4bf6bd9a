"""The copy of an account manager: own clients, answers asked for, nobody else."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from libreoffice import Office, pictures, require_office
from manager_examples import ANN, BEN, column_of, made, sheet_of, shown
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.palette import INPUT_TINT
from segmentation_addin.services.manager_copy import (
    UnknownManagerError,
    manager_copy,
    managers,
)
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.manager_sheet import ANSWERED, ANSWERS, HEADING_ROW
from segmentation_addin.workbook.outputs import NOT_FILLED

PARTS = {
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/app.xml",
    "docProps/core.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/tables/table1.xml",
    "xl/theme/theme1.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/_rels/sheet1.xml.rels",
}


def text_of(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return "\n".join(package.read(name).decode("utf-8") for name in PARTS)


# --- whose clients ---------------------------------------------------------------


def test_an_account_manager_sees_own_clients_and_nothing_of_others(
    tmp_path: Path,
) -> None:
    path = made(tmp_path, ANN)
    assert column_of(sheet_of(path), "client_id") == ["C1", "C3", "C5", "C7"]
    text = text_of(path)
    for theirs in ("C2", "Maison C4", BEN):
        assert f">{theirs}<" not in text
    others = shown().segmentation["revenue"].iloc[1::2]
    assert not [amount for amount in others if f"<v>{amount}</v>" in text]


@pytest.mark.parametrize("typed", ["ann marchand", " ANN  MARCHAND ", "Ann-Márchand"])
def test_capitals_accents_and_blanks_of_a_name_do_not_matter(typed: str) -> None:
    assert manager_copy(shown(), typed) == manager_copy(shown(), ANN)


def test_spellings_of_one_name_are_one_account_manager(tmp_path: Path) -> None:
    facts = shown()
    facts.segmentation.loc[1, "account_manager"] = "ann  MARCHAND"
    assert managers(facts) == [ANN, BEN]
    path = tmp_path / "copy.xlsx"
    path.write_bytes(manager_copy(facts, ANN))
    assert "C2" in column_of(sheet_of(path), "client_id")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_name_is_refused_with_those_that_are_known(
    language: Language,
) -> None:
    with pytest.raises(UnknownManagerError) as refused:
        manager_copy(shown(language), "=Nobody")
    (issue,) = refused.value.issues
    assert issue.code == "manager_unknown"
    assert "=Nobody" in issue.message
    assert f"{ANN}, {BEN}" in issue.message


def everybody_of(names: list[str], language: Language = "en") -> Facts:
    facts = shown(language)
    rows = facts.segmentation.assign(account_manager=names)
    return replace(facts, segmentation=rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_clients_without_an_account_manager_have_no_copy(language: Language) -> None:
    blank = NOT_FILLED.in_(language)
    with pytest.raises(UnknownManagerError) as refused:
        manager_copy(everybody_of([blank] * 8, language), blank)
    assert refused.value.issues[0].code == "manager_none"


def test_of_many_names_the_first_are_listed() -> None:
    facts = shown()
    rows = facts.segmentation.iloc[[0] * 30]
    rows = rows.assign(account_manager=[f"M{i:02d}" for i in range(30)])
    with pytest.raises(UnknownManagerError) as refused:
        manager_copy(replace(facts, segmentation=rows), "M99")
    assert "M19, … (+10)" in refused.value.issues[0].message


# --- what the sheet says ---------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_speaks_the_language_of_the_workbook(
    tmp_path: Path, language: Language
) -> None:
    sheet = sheet_of(made(tmp_path, ANN, language))
    heads = [cell.value for cell in sheet[HEADING_ROW]]
    assert heads == [column.heading.in_(language) for column in ANSWERS.columns]
    assert sheet.cell(3, 2).value == ANN
    assert sheet.cell(4, 2).value == datetime(2025, 12, 31)  # noqa: DTZ001
    assert sheet.cell(5, 2).value == datetime(2026, 11, 25)  # noqa: DTZ001
    assert str(sheet.cell(6, 2).value).startswith("EUR")


def test_letters_reasons_figures_and_levers_are_those_of_the_workbook(
    tmp_path: Path,
) -> None:
    facts = shown()
    sheet = sheet_of(made(tmp_path, ANN))
    own = facts.segmentation.iloc[0::2]
    for key in ("letter", "why", "next_step", "lever", "lever_amount"):
        assert column_of(sheet, key) == own[key].tolist(), key
    assert column_of(sheet, "net_margin") == pytest.approx(own["net_margin"].tolist())
    assert column_of(sheet, "your_letter") == [None] * 4
    assert column_of(sheet, "comment") == [None] * 4


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    sheet = sheet_of(made(tmp_path, BEN))
    name = sheet.cell(HEADING_ROW + 1, ANSWERS.keys.index("name") + 1)
    assert name.value == '=HYPERLINK("http://x","y")'
    assert name.data_type == "s"
    assert name.quotePrefix
    assert not re.findall(r"<f\b", text_of(made(tmp_path, BEN)))


@pytest.mark.parametrize("name", ["_x0041_", "a\x07b", "é & <b>", "x" * 40_000])
def test_any_name_comes_through(tmp_path: Path, name: str) -> None:
    from segmentation_addin.imports.answers import read_copy

    facts = shown()
    facts.segmentation.loc[0, "name"] = name
    path = tmp_path / "copy.xlsx"
    path.write_bytes(manager_copy(facts, ANN))
    copy, issues = read_copy(path)
    assert copy is not None
    assert issues == []
    expected = name.replace("\x07", "")
    found = str(copy.raw.columns[ANSWERS.keys.index("name")][0])
    assert found == expected or found == expected[:32_766] + "…"


# --- the file --------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_excel_is_expected_to_open_it_cleanly(
    tmp_path: Path, language: Language
) -> None:
    found = OpenXmlValidator().validate(str(made(tmp_path, BEN, language)))
    assert [str(error) for error in found.errors] == []


def test_nothing_is_hidden_signed_linked_or_computed(tmp_path: Path) -> None:
    path = made(tmp_path, ANN)
    with zipfile.ZipFile(path) as package:
        assert set(package.namelist()) == PARTS
        core = package.read("docProps/core.xml").decode("utf-8")
        book = package.read("xl/workbook.xml").decode("utf-8")
    text = text_of(path)
    assert "creator" not in core
    assert "lastModifiedBy" not in core
    assert not re.findall(r'hidden="(?!0|false)', text)
    assert 'state="visible"' in book
    assert "External" not in text
    assert "openpyxl" not in text.casefold()
    names = re.findall(r'<definedName name="([^"]+)"', book)
    assert names == ["_xlnm.Print_Titles"]


def test_only_the_answers_can_be_typed_in(tmp_path: Path) -> None:
    sheet = sheet_of(made(tmp_path, ANN))
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    tint = "00" + INPUT_TINT[1:]
    for row in sheet.iter_rows():
        for cell in row:
            below = cell.row > HEADING_ROW
            answer = below and ANSWERS.keys[cell.column - 1] in ANSWERED
            assert cell.protection.locked is not answer, cell.coordinate
            assert (cell.fill.start_color.rgb == tint) is answer, cell.coordinate
    (asked,) = sheet.data_validations.dataValidation
    assert asked.formula1 == '"A,B,C,D"'
    assert str(asked.sqref) == "D10:D13"


def test_it_prints_on_a4_with_its_headings(tmp_path: Path) -> None:
    sheet = sheet_of(made(tmp_path, ANN))
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${HEADING_ROW}:${HEADING_ROW}"
    assert sheet.oddFooter.right.text == "&P / &N"
    assert sheet.freeze_panes == f"C{HEADING_ROW + 1}"


def heights(sheet: Worksheet) -> list[float]:
    rows = range(HEADING_ROW + 1, sheet.max_row + 1)
    return [float(sheet.row_dimensions[row].height or 0) for row in rows]


def test_a_row_is_as_high_as_its_longest_text(tmp_path: Path) -> None:
    facts = shown()
    facts.segmentation.loc[2, "name"] = "A very long name of a client " * 8
    path = tmp_path / "copy.xlsx"
    path.write_bytes(manager_copy(facts, ANN))
    short, long = heights(sheet_of(path))[:2]
    assert long > 3 * short


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    require_office()
    with Office("fr-FR") as running:
        yield running


def test_a_spreadsheet_shows_it_as_text_and_prints_one_page(
    tmp_path: Path, office: Office
) -> None:
    path = made(tmp_path, BEN, "fr")
    title = sheet_of(path).title
    cells = office.calculate(path, title)[title]
    assert [place for place, cell in cells.items() if cell["error"]] == []
    assert cells[f"B{HEADING_ROW + 1}"]["value"] == '=HYPERLINK("http://x","y")'
    pdf = office.print_pdf(path, tmp_path / "copy.pdf")
    assert len(pictures(pdf, tmp_path, dpi=30)) == 1
