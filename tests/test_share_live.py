"""The living copy: letters stay formulas, with the basis that they rest on."""

from __future__ import annotations

import html
import re
from pathlib import Path

import openpyxl
import pytest
from libreoffice import Office, require_office
from openxml_audit import OpenXmlValidator
from share_examples import AUTHOR, NAMES, REASON, all_text, opened, parts_of, refreshed
from workbook_parts import excel_parts, zipped

from segmentation_addin.board_copy.basis_sheet import TITLE
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.sharing import Wishes, copied, share
from segmentation_addin.workbook.host import HostError


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def workbook(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return refreshed(tmp_path_factory.mktemp("live"), language)


@pytest.fixture(scope="module")
def copy(workbook: Path) -> Path:
    target = workbook.with_name("live.xlsx")
    done = share(workbook, target, Wishes(live=True))
    assert not done.refused
    assert done.calls == []
    assert "Segmentation" not in {frozen.sheet for frozen in done.frozen}
    return target


def names_of(path: Path) -> dict[str, str]:
    text = parts_of(path)["xl/workbook.xml"].decode()
    found = re.findall(r'<definedName name="([^"]+)">([^<]*)<', text)
    return {name: html.unescape(formula) for name, formula in found}


def test_every_letter_is_a_formula_over_the_basis(
    workbook: Path, copy: Path, language: Language
) -> None:
    book = opened(copy)
    assert book.sheetnames[-1] == TITLE.in_(language)
    source = opened(workbook)["Segmentation"]
    for row in range(5, 5 + len(NAMES)):
        cell = book["Segmentation"].cell(row, 3)
        assert cell.data_type == "f"
        assert cell.value == source.cell(row, 3).value


def test_the_basis_holds_scale_rules_date_and_overrides_and_is_locked(
    workbook: Path, copy: Path, language: Language
) -> None:
    names = names_of(copy)
    assert {"Scale", "Rules", "SegmentationDate", "SEGMENT_LIVE"} <= names.keys()
    source = opened(workbook, values=True)
    book = opened(copy, values=True)
    basis = book[TITLE.in_(language)]
    assert basis.protection.sheet
    assert not basis.protection.password
    for name in ("Scale", "Rules", "SegmentationDate"):
        old = source.defined_names[name].attr_text
        sheet, _, area = old.rpartition("!")
        before = cells(source[sheet.strip("'")][area.replace("$", "")])
        place, _, area = names[name].rpartition("!")
        assert place == f"'{TITLE.in_(language)}'"
        assert cells(basis[area.replace("$", "")]) == before


def cells(found: object) -> list[object]:
    if isinstance(found, tuple):
        return [cell.value for row in found for cell in row]
    return [found.value]  # type: ignore[attr-defined]


def test_overrides_travel_without_reason_and_author(copy: Path) -> None:
    text = all_text(copy)
    assert AUTHOR not in text
    assert REASON not in text
    book = opened(copy)
    table = book.worksheets[-1].tables["tblOverrides"]
    rows = [[c.value for c in row] for row in book.worksheets[-1][table.ref]]
    assert rows[1][:2] == ["K-109", "B"]
    assert rows[1][2:4] == [None, None]


def test_it_is_a_valid_workbook(copy: Path) -> None:
    found = OpenXmlValidator().validate(copy)
    assert [str(error) for error in found.errors] == []


def test_an_override_that_is_edited_changes_letters_and_board_without_python(
    copy: Path, tmp_path: Path, language: Language
) -> None:
    require_office()
    book = opened(copy)
    table = book.worksheets[-1].tables["tblOverrides"]
    first = table.ref.split(":")[0]
    column, row = re.sub(r"\d", "", first), int(re.sub(r"\D", "", first)) + 1
    letter = openpyxl.utils.column_index_from_string(column) + 1
    before = {client: letters_of(copy)[client] for client in NAMES}
    other = {"A": "B", "B": "C", "C": "B", "D": "C"}[computed(copy)["K-109"]]
    text = parts_of(copy)
    place = f"{openpyxl.utils.get_column_letter(letter)}{row}"
    sheet = f"xl/worksheets/sheet{len(book.sheetnames)}.xml"
    xml = text[sheet].decode()
    changed = re.sub(
        rf'<c r="{place}"([^>]*?) t="s"><v>\d+</v></c>',
        rf'<c r="{place}"\1 t="inlineStr"><is><t>{other}</t></is></c>',
        xml,
    )
    assert changed != xml
    edited = tmp_path / "edited.xlsx"
    edited.write_bytes(zipped({**text, sheet: changed.encode()}))
    with Office("fr-FR" if language == "fr" else "en-US") as office:
        found = office.calculate(edited, "Segmentation")["Segmentation"]
    after = {
        str(found[f"A{r}"]["value"]): found[f"C{r}"]["value"]
        for r in range(5, 5 + len(NAMES))
    }
    assert after == {**before, "K-109": other}


def letters_of(path: Path) -> dict[str, object]:
    rows = opened(path, values=True)["Segmentation"]
    return {
        str(rows.cell(r, 1).value): rows.cell(r, 3).value or ""
        for r in range(5, 5 + len(NAMES))
    }


def computed(path: Path) -> dict[str, str]:
    rows = opened(path, values=True)["Segmentation"]
    return {
        str(rows.cell(r, 1).value): str(rows.cell(r, 4).value)
        for r in range(5, 5 + len(NAMES))
    }


def test_codes_reach_the_overrides_too(workbook: Path, tmp_path: Path) -> None:
    done = share(workbook, tmp_path / "c.xlsx", Wishes(live=True, anonymise=True))
    assert done.path is not None
    text = all_text(done.path)
    assert "K-109" not in text
    book = opened(done.path)
    table = book.worksheets[-1].tables["tblOverrides"]
    rows = [[c.value for c in row] for row in book.worksheets[-1][table.ref]]
    held = opened(done.path, values=True)["Segmentation"]
    assert rows[1][0] in {held.cell(r, 1).value for r in range(5, 5 + len(NAMES))}


def test_a_workbook_without_the_names_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.xlsm"
    path.write_bytes(zipped(excel_parts()))
    with pytest.raises(HostError) as refused:
        copied(path, "en", Wishes(sheets=("segmentation",), live=True))
    assert refused.value.code == "share_no_basis"
