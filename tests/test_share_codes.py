"""Client codes: who has which, in the key and in the copy."""

from __future__ import annotations

import csv
import io
import stat
from pathlib import Path

import pytest
from libreoffice import Office, require_office
from openxml_audit import OpenXmlValidator
from share_examples import AUTHOR, NAMES, REASON, all_text, opened, refreshed

from segmentation_addin.board_copy.client_words import ClientWords
from segmentation_addin.board_copy.codes import Codes, read_codes
from segmentation_addin.languages import LANGUAGES
from segmentation_addin.services.sharing import Shared, Wishes, share
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import AppendedRows, Changes, HostError

# --- the key ------------------------------------------------------------------


def test_each_client_has_a_code_of_its_own() -> None:
    codes = Codes()
    codes.give([("A1", "Alpha"), ("A2", "Beta"), ("A3", "Beta")])
    assert sorted(codes.by_id.values()) == ["C0001", "C0002", "C0003"]


def test_a_key_gives_old_clients_their_old_codes(tmp_path: Path) -> None:
    path = tmp_path / "key.csv"
    codes = Codes()
    codes.give([("A1", "Alpha"), ("A2", '=1+1; "x"'), ("'A3", "-5"), ("=A4", "")])
    codes.save(path)
    again = read_codes(path)
    assert again.by_id == codes.by_id
    assert again.names == codes.names
    again.give([("A1", "Alpha"), ("A9", "New")])
    assert again["A9"] == "C0005"
    assert {again[client] for client in codes.by_id} == set(codes.by_id.values())


def test_no_text_of_the_key_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "key.csv"
    codes = Codes()
    codes.give([("=A1", "+B"), ("-C", "@D")])
    codes.save(path)
    cells = csv.reader(
        io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";"
    )
    texts = [cell for row in cells for cell in row]
    assert [text for text in texts if text.startswith(("=", "+", "-", "@"))] == []


def test_the_key_is_for_its_owner_and_written_when_it_grows(tmp_path: Path) -> None:
    path = tmp_path / "key.csv"
    codes = Codes()
    codes.give([("A1", "Alpha")])
    codes.save(path)
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    path.write_bytes(path.read_bytes() + b"C0009;A9;Typed by hand\r\n")
    before = path.read_bytes()
    known = read_codes(path)
    known.give([("A1", "Alpha")])
    known.save(path)
    assert path.read_bytes() == before
    known.give([("A2", "Beta")])
    assert known["A2"] == "C0010"


def test_a_key_that_a_spreadsheet_saved_with_commas_is_read(tmp_path: Path) -> None:
    path = tmp_path / "key.csv"
    path.write_text('code,client_id,name\nC0007,A1,"Alpha, Inc"\n', "utf-8")
    codes = read_codes(path)
    assert codes.by_id == {"A1": "C0007"}
    assert codes.names == {"A1": "Alpha, Inc"}


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("client;revenue\nA1;5\n", 1),
        ("code;client_id;name\nA1;C0001;x\n", 2),
        ("code;client_id;name\nC0001;A1;x\nC0001;A2;y\n", 3),
        ("code;client_id;name\nC0001;A1;x\nC0002;A1;y\n", 3),
    ],
)
def test_another_file_is_not_taken_for_a_key(
    tmp_path: Path, text: str, row: int
) -> None:
    path = tmp_path / "key.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(HostError) as refused:
        read_codes(path)
    assert (refused.value.code, refused.value.params["row"]) == ("key_unreadable", row)


def test_codes_do_not_look_like_the_ids_they_replace() -> None:
    codes = Codes()
    codes.give([("C0001", ""), ("C0002", ""), ("K7", "")])
    assert {code[0] for code in codes.by_id.values()} == {"X"}


# --- names inside texts -------------------------------------------------------

WORDS = ClientWords(
    {
        "Omega": "C1",
        "Omega Nord": "C2",
        '=HYPERLINK("x","y")': "C3",
        "10025": "C4",
        "12": "C5",
        "Total": "C6",
        "D'Été & Söhne": "C7",
        "--": "C8",
    },
    ours=["Total", "Revenue"],
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Omega", "C1"),
        ("  OMEGA ", "C1"),
        ("call omega nord, then Omega.", "call C2, then C1."),
        ("Omegas are many", "Omegas are many"),
        ('see =HYPERLINK("x","y")!', "see C3!"),
        ("client 10025 owes 10025.50 and 1,10025", "client C4 owes 10025.50 and 1,10025"),
        ("12", "C5"),
        ("12 months", "12 months"),
        ("Total", "Total"),
        ("Total Energies", "C6 Energies"),
        ("at d'été & söhne's", "at C7's"),
        ("--", "C8"),
        ("a -- b", "a -- b"),
    ],
)  # fmt: skip
def test_whole_names_are_replaced_and_nothing_else(text: str, said: str) -> None:
    assert WORDS.replaced(text) == said


# --- the copy -----------------------------------------------------------------


@pytest.fixture(scope="module", params=LANGUAGES)
def workbook(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    return refreshed(tmp_path_factory.mktemp("codes"), request.param)


def anonymised(workbook: Path, folder: Path, *, live: bool = False) -> Shared:
    wishes = Wishes(anonymise=True, live=live)
    return share(workbook, folder / "copy.xlsx", wishes)


def test_no_name_and_no_id_is_anywhere_in_the_copy(
    workbook: Path, tmp_path: Path
) -> None:
    done = anonymised(workbook, tmp_path)
    assert done.path is not None
    assert done.key == workbook.with_name(f"{workbook.stem}.codes.csv")
    text = all_text(done.path)
    for client, name in NAMES.items():
        assert client not in text
        assert name not in text
    assert AUTHOR not in text
    assert REASON not in text
    found = OpenXmlValidator().validate(done.path)
    assert [str(error) for error in found.errors] == []


def test_codes_stand_where_names_stood_and_figures_are_the_same(
    workbook: Path, tmp_path: Path
) -> None:
    done = anonymised(workbook, tmp_path)
    assert done.path is not None
    assert done.key is not None
    codes = read_codes(done.key)
    source = opened(workbook, values=True)
    copy = opened(done.path, values=True)
    said = {**codes.by_id, **{NAMES[c]: code for c, code in codes.by_id.items()}}
    twins = {codes["K-105"], codes["K-106"]}
    for sheet in copy:
        for row in sheet.iter_rows():
            for cell in row:
                old = source[sheet.title][cell.coordinate].value
                if old == "Twin Brothers":
                    assert cell.value in twins
                elif old in said:
                    assert cell.value == said[old], cell.coordinate
                elif isinstance(old, (int, float)):
                    assert cell.value == old, (sheet.title, cell.coordinate)
    rows = copy["Segmentation"]
    held = [
        (rows.cell(r, 1).value, rows.cell(r, 2).value) for r in range(5, 5 + len(NAMES))
    ]
    assert all(code == name for code, name in held)
    assert {code for code, _ in held} == set(codes.by_id.values())


def test_a_recalculation_shows_the_same_codes(workbook: Path, tmp_path: Path) -> None:
    require_office()
    done = anonymised(workbook, tmp_path)
    assert done.path is not None
    before = opened(done.path, values=True)
    with Office() as office:
        after = office.calculate(done.path, *before.sheetnames)
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    found = after[sheet.title][cell.coordinate]["value"]
                    assert found == cell.value, (sheet.title, cell.coordinate)


def test_the_same_client_has_the_same_code_in_every_copy(
    workbook: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    one, two = anonymised(workbook, first), anonymised(workbook, second)
    assert one.path is not None
    assert two.path is not None
    assert one.path.read_bytes() == two.path.read_bytes()


def test_the_key_never_stands_beside_the_copy(workbook: Path) -> None:
    with pytest.raises(HostError) as refused:
        share(workbook, workbook.with_name("copy.xlsx"), Wishes(anonymise=True))
    assert refused.value.code == "key_beside_copy"
    assert not workbook.with_name("copy.xlsx").exists()


def test_sheets_that_may_name_clients_are_refused(
    workbook: Path, tmp_path: Path
) -> None:
    wishes = Wishes(sheets=("what_if",), anonymise=True)
    with pytest.raises(HostError) as refused:
        share(workbook, tmp_path / "copy.xlsx", wishes)
    assert refused.value.code == "share_names_sheet"


def test_what_a_person_typed_beside_a_client_is_left_out(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    path = refreshed(source)
    host = FileHost(path)
    standing = host.read("tblSegmentation")
    import pandas as pd

    notes = pd.DataFrame({"client_id": ["K-900"], "mine": ["Ask Zeta's cousin"]})
    host.write(
        Changes(
            appended=[AppendedRows("tblSegmentation", notes, {"mine": "My own note"})]
        )
    )
    assert standing.rows == len(NAMES)
    from segmentation_addin.services.refreshing import refresh

    refresh(FileHost(path))
    done = anonymised(path, tmp_path)
    assert done.path is not None
    text = all_text(done.path)
    assert "My own note" in text
    assert "cousin" not in text
    assert "K-900" not in text
