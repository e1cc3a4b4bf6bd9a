"""The copy for leadership: what is in it, what is not, and the same figures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from libreoffice import Office, require_office
from lxml import etree
from openxml_audit import OpenXmlValidator
from share_examples import AUTHOR, NAMES, REASON, all_text, opened, parts_of, refreshed

from segmentation_addin.board_copy.kept_sheets import BOARD, NEVER
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.sharing import Wishes, share
from segmentation_addin.workbook.host import HostError
from segmentation_addin.workbook.outputs import SHEETS, TABLES

ALLOWED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:core|app)\.xml"
    r"|xl/(?:workbook|styles|sharedStrings|metadata)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/theme1\.xml"
    r"|xl/worksheets/(?:_rels/)?sheet\d+\.xml(?:\.rels)?"
    r"|xl/tables/table\d+\.xml"
    r"|xl/drawings/(?:_rels/)?drawing\d+\.xml(?:\.rels)?"
    r"|xl/charts/chart\d+\.xml"
)
"""Every part that the copy of a workbook without a user's own sheets may hold."""
LETTER = {"en": "Letter", "fr": "Lettre"}


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def workbook(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return refreshed(tmp_path_factory.mktemp("share"), language)


@pytest.fixture(scope="module")
def copy(workbook: Path) -> Path:
    target = workbook.with_name("board.xlsx")
    done = share(workbook, target)
    assert not done.refused, done.issues
    return target


def titles(language: Language, keys: tuple[str, ...]) -> list[str]:
    return [SHEETS[key].title.in_(language) for key in keys]


def shown(path: Path) -> dict[str, dict[str, Any]]:
    """Sheet -> address -> value, of every cell that holds one."""
    book = opened(path, values=True)
    return {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book
    }


def test_it_holds_the_parts_that_are_allowed_and_no_other(copy: Path) -> None:
    parts = parts_of(copy)
    assert [name for name in parts if not ALLOWED.fullmatch(name)] == []
    for name, content in parts.items():
        etree.fromstring(content)
        assert b"TargetMode" not in content, name
    types = parts["[Content_Types].xml"].decode()
    assert "macro" not in types
    assert "spreadsheetml.sheet.main+xml" in types


def test_it_holds_the_board_in_order_and_nothing_hidden(
    copy: Path, language: Language
) -> None:
    book = opened(copy)
    expected = [key for key in BOARD if key != "actions"]
    with_actions = list(BOARD)
    found = book.sheetnames
    assert found in (
        titles(language, tuple(expected)),
        titles(language, tuple(with_actions)),
    )
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert book.active is not None
    assert book.active.title == found[0]


def test_it_speaks_of_no_sheet_table_name_or_person_that_is_left_out(
    copy: Path, language: Language
) -> None:
    text = all_text(copy)
    for title in titles(language, (*NEVER, "home", "history", "what_if")):
        assert f"'{title}'!" not in text
        assert not re.search(rf"(?<![\w']){re.escape(title)}!", text), title
    inside = set(re.findall(r'displayName="(\w+)"', text))
    assert "tblSegmentation" in inside
    for name in TABLES.keys() - inside:
        assert f"{name}[" not in text, name
    assert not re.search(r'SegmentationDate|INDEX\(Rules|name="(?:Scale|Rules)"', text)
    for word in (AUTHOR, REASON, str(copy.parent), "xlwings", "vba", "customUI"):
        assert word not in text
    assert "<dc:creator>" not in text
    assert "lastModifiedBy" not in text
    assert "<Company>" not in text


def test_every_cell_shows_what_the_workbook_shows(workbook: Path, copy: Path) -> None:
    source, copied = shown(workbook), shown(copy)
    for title, cells in copied.items():
        left = {a: v for a, v in source[title].items() if v != ""}
        assert {a: v for a, v in cells.items() if v != ""} == left, title


def test_letters_and_rules_are_values_and_all_else_stays_a_formula(
    workbook: Path, copy: Path, language: Language
) -> None:
    source, copied = opened(workbook), opened(copy)
    lost = re.compile(r"\b(?:Rules|Scale)\b|tbl(?:Scale|Overrides|Settings|Pools)")
    letters = 0
    for sheet in copied:
        for row in source[sheet.title].iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                own = sheet[cell.coordinate]
                stays = own.data_type == "f" and own.value != '=""'
                refers = lost.search(str(cell.value)) is not None
                assert stays is not refers, (sheet.title, cell.coordinate)
                letters += sheet.title == "Segmentation"
    assert letters == len(NAMES)
    table = copied["Segmentation"].tables["tblSegmentation"]
    (letter,) = (c for c in table.tableColumns if c.name == LETTER[language])
    assert letter.calculatedColumnFormula is None


def test_text_that_looks_like_a_formula_is_text(copy: Path) -> None:
    rows = opened(copy)["Segmentation"]
    held = {
        str(rows.cell(r, 1).value): rows.cell(r, 2) for r in range(5, 5 + len(NAMES))
    }
    assert {client: cell.value for client, cell in held.items()} == NAMES
    assert {cell.data_type for cell in held.values()} == {"s"}


def test_it_is_a_valid_workbook(copy: Path) -> None:
    found = OpenXmlValidator().validate(copy)
    assert [str(error) for error in found.errors] == []


def test_the_same_workbook_gives_the_same_copy(workbook: Path, copy: Path) -> None:
    again = copy.with_name("again.xlsx")
    share(workbook, again)
    assert again.read_bytes() == copy.read_bytes()


def test_a_recalculation_changes_no_figure(copy: Path, language: Language) -> None:
    require_office()
    before = shown(copy)
    with Office("fr-FR" if language == "fr" else "en-US") as office:
        after = office.calculate(copy, *before)
    for title, cells in before.items():
        for address, value in cells.items():
            cell = after[title].get(address, {"value": "", "error": 0})
            assert not cell["error"], (title, address)
            found = cell["value"]
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                assert found == pytest.approx(value, rel=1e-9, abs=1e-6), address
            elif isinstance(value, str):
                assert found == value, (title, address)


# What does not allow a copy


def test_a_workbook_that_a_refresh_would_change_is_not_copied(
    workbook: Path, tmp_path: Path
) -> None:
    stale = tmp_path / "stale.xlsm"
    stale.write_bytes(workbook.read_bytes())
    book_changes(stale)
    target = tmp_path / "copy.xlsx"
    done = share(stale, target)
    assert done.refused
    assert [issue.code for issue in done.issues] == ["refresh_first"]
    assert not target.exists()


def book_changes(path: Path) -> None:
    from segmentation_addin.workbook.file_host import FileHost
    from segmentation_addin.workbook.host import CellEdits, Changes

    edits = [CellEdits("tblMargins", "revenue", [0], [5000.0])]
    assert FileHost(path).write(Changes(edits=edits))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("clients-{language}.xlsm", "share_over_source"),
        ("nowhere/board.xlsx", "folder_missing"),
        ("open.xlsx", "open_in_excel"),
    ],
)
def test_a_target_that_cannot_be_is_refused_before_anything_is_computed(
    workbook: Path, language: Language, name: str, code: str
) -> None:
    lock = workbook.with_name("~$open.xlsx")
    lock.write_bytes(b"\x03Ana")
    before = workbook.read_bytes()
    with pytest.raises(HostError) as refused:
        share(workbook, workbook.parent / name.format(language=language))
    assert refused.value.code == code
    assert workbook.read_bytes() == before


def test_sheets_are_chosen_by_key_or_title_and_keep_their_order(
    workbook: Path, language: Language, tmp_path: Path
) -> None:
    title = SHEETS["dashboard"].title.fr
    wishes = Wishes(sheets=("segmentation", title, "Dashboard"))
    done = share(workbook, tmp_path / "two.xlsx", wishes)
    assert done.sheets == titles(language, ("segmentation", "dashboard"))


def test_a_dashboard_alone_holds_values_only(workbook: Path, tmp_path: Path) -> None:
    target = tmp_path / "one.xlsx"
    share(workbook, target, Wishes(sheets=("dashboard",)))
    text = all_text(target)
    assert "tblSegmentation" not in text
    source, copied = shown(workbook), shown(target)
    (title,) = copied
    same = {a: v for a, v in source[title].items() if v != ""}
    assert copied[title] == same
    found = OpenXmlValidator().validate(target)
    assert [str(error) for error in found.errors] == []


@pytest.mark.parametrize("key", NEVER)
def test_input_sheets_are_refused(workbook: Path, tmp_path: Path, key: str) -> None:
    with pytest.raises(HostError) as refused:
        share(workbook, tmp_path / "x.xlsx", Wishes(sheets=(key,)))
    assert refused.value.code == "share_input_sheet"


def test_an_unknown_sheet_is_refused_with_the_possible_ones(
    workbook: Path, tmp_path: Path
) -> None:
    with pytest.raises(HostError) as refused:
        share(workbook, tmp_path / "x.xlsx", Wishes(sheets=("Budget",)))
    assert refused.value.code == "share_no_sheet"
    offered = str(refused.value.params["sheets"])
    assert "Segmentation" in offered
    assert "xlwings" not in offered
