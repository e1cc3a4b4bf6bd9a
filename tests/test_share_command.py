"""`segmentation share` as it is typed: options, answers, exit codes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import msoffcrypto
import pytest
from click.testing import CliRunner, Result
from libreoffice import Office, require_office
from share_examples import NAMES, all_text, opened, refreshed

from segmentation_addin.board_copy import encryption
from segmentation_addin.cli import main
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import CellEdits, Changes

PASSWORD = "Été 2026 & more"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return refreshed(tmp_path_factory.mktemp("command"))


def run(workbook: Path, target: Path, *options: str, typed: str = "") -> Result:
    words = ["share", str(workbook), "-o", str(target), *options]
    return CliRunner().invoke(main, words, input=typed)


def test_it_says_what_it_made(workbook: Path, tmp_path: Path) -> None:
    target = tmp_path / "board.xlsx"
    done = run(workbook, target)
    assert done.exit_code == 0, done.output
    assert f"Copy: {target}" in done.stdout
    assert "Sheets: Dashboard, " in done.stdout
    assert opened(target).sheetnames[0] == "Dashboard"


def test_json_is_one_document(workbook: Path, tmp_path: Path) -> None:
    target = tmp_path / "board.xlsx"
    done = run(workbook, target, "--json")
    document: dict[str, Any] = json.loads(done.stdout)
    assert document["copy"] == str(target)
    assert document["protected"] is False
    assert document["key"] is None
    letters = {"sheet": "Segmentation", "reason": "refers", "formulas": len(NAMES)}
    assert letters in document["values"]
    assert document["calls_frozen"] == []


@pytest.mark.parametrize(
    ("name", "options", "word"),
    [
        ("board.xlsm", (), "must end in"),
        ("board.html", ("--live",), "--live needs"),
        ("board.pdf", ("--sheet", "dashboard"), "--sheet needs"),
        ("board.html", ("--password-stdin",), "--password-stdin needs"),
        ("board.xlsx", ("--key", "k.csv"), "--key needs"),
        ("board.xlsx", ("--manager", "Ana", "--anonymise"), "do not go together"),
        ("board.xlsx", ("--manager", "Ana", "--live"), "do not go together"),
        ("board.xlsx", ("--password-stdin",), "empty"),
    ],
)
def test_wrong_usage_ends_with_2(
    workbook: Path, tmp_path: Path, name: str, options: tuple[str, ...], word: str
) -> None:
    done = run(workbook, tmp_path / name, *options)
    assert done.exit_code == 2
    assert word in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_that_is_not_up_to_date_ends_with_1(
    workbook: Path, tmp_path: Path
) -> None:
    stale = tmp_path / "stale.xlsm"
    stale.write_bytes(workbook.read_bytes())
    FileHost(stale).write(
        Changes(edits=[CellEdits("tblMargins", "revenue", [0], [5000.0])])
    )
    done = run(stale, tmp_path / "board.xlsx", "--json")
    assert done.exit_code == 1
    (issue,) = json.loads(done.stdout)["issues"]
    assert issue["code"] == "refresh_first"
    assert "segmentation refresh" in issue["remedy"]
    assert not (tmp_path / "board.xlsx").exists()


@pytest.mark.parametrize(
    ("target", "code"),
    [("none/board.xlsx", "folder_missing"), ("book.xlsx", "share_over_source")],
)
def test_a_file_that_does_not_allow_it_ends_with_3(
    workbook: Path, tmp_path: Path, target: str, code: str
) -> None:
    source = tmp_path / "book.xlsx"
    source.write_bytes(workbook.read_bytes())
    done = run(source, tmp_path / target, "--json")
    assert done.exit_code == 3
    assert json.loads(done.stdout)["issues"][0]["code"] == code
    assert source.read_bytes() == workbook.read_bytes()


def test_a_missing_workbook_ends_with_3(tmp_path: Path) -> None:
    done = run(tmp_path / "none.xlsm", tmp_path / "board.xlsx")
    assert done.exit_code == 3


def test_the_analysis_date_of_a_refresh_can_be_given_again(
    workbook: Path, tmp_path: Path
) -> None:
    from datetime import date

    from segmentation_addin.services.refreshing import refresh

    path = tmp_path / "earlier.xlsm"
    path.write_bytes(workbook.read_bytes())
    assert refresh(FileHost(path), as_of=date(2024, 12, 31)).written
    assert run(path, tmp_path / "a.xlsx").exit_code == 1
    assert run(path, tmp_path / "b.xlsx", "--as-of", "2024-12-31").exit_code == 0


# --- a password ---------------------------------------------------------------


def test_the_copy_opens_with_its_password_only(workbook: Path, tmp_path: Path) -> None:
    plain, target = tmp_path / "plain.xlsx", tmp_path / "secret.xlsx"
    assert run(workbook, plain).exit_code == 0
    done = run(workbook, target, "--password-stdin", typed=PASSWORD + "\n")
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    data = target.read_bytes()
    assert data.startswith(b"\xd0\xcf\x11\xe0")
    assert b"Segmentation" not in data
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        decrypted(data, PASSWORD + " ")
    assert decrypted(data, PASSWORD) == plain.read_bytes()


def decrypted(data: bytes, password: str) -> bytes:
    file = msoffcrypto.OfficeFile(io.BytesIO(data))
    file.load_key(password=password, verify_password=True)
    out = io.BytesIO()
    file.decrypt(out)
    return out.getvalue()


def test_libreoffice_opens_it_with_its_password_only(
    workbook: Path, tmp_path: Path
) -> None:
    require_office()
    target = tmp_path / "secret.xlsx"
    wishes = ("--sheet", "dashboard", "--password-stdin")
    assert run(workbook, target, *wishes, typed="open sesame\n").exit_code == 0
    with Office() as office:
        assert office.sheets_behind(target, "open") == []
        assert office.sheets_behind(target, "open sesame") == ["Dashboard"]


def test_without_the_library_a_password_is_refused_in_words(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "segmentation_addin.services.sharing.can_encrypt", lambda: False
    )
    monkeypatch.setattr(encryption, "can_encrypt", lambda: False)
    done = run(workbook, tmp_path / "x.xlsx", "--password-stdin", typed="abc\n")
    assert done.exit_code == 3
    assert "[protect]" in done.output
    assert "abc" not in done.output
    assert list(tmp_path.iterdir()) == []


# --- pages and account managers -----------------------------------------------


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_a_page_holds_the_names_or_the_codes(
    workbook: Path, tmp_path: Path, ending: str
) -> None:
    named, coded = tmp_path / f"named.{ending}", tmp_path / f"coded.{ending}"
    assert run(workbook, named).exit_code == 0
    done = run(workbook, coded, "--anonymise", "--key", str(workbook.parent / "k.csv"))
    assert done.exit_code == 0, done.output
    if ending == "html":
        shown = [name for name in NAMES.values() if name.isalpha()]
        assert "Omega" in named.read_text("utf-8")
        for word in (*shown, *NAMES, "Twin Brothers", "Plain Name"):
            assert word not in coded.read_text("utf-8")
    else:
        assert named.read_bytes().startswith(b"%PDF-")


def test_an_unknown_account_manager_ends_with_1(workbook: Path, tmp_path: Path) -> None:
    done = run(workbook, tmp_path / "x.xlsx", "--manager", "Nobody")
    assert done.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_the_demo_comes_with_its_board(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["demo", "-o", str(tmp_path), "--lang", "fr"])
    assert done.exit_code == 0, done.output
    board = opened(tmp_path / "board.xlsx")
    assert board.sheetnames[0] == "Tableau de bord"
    assert str(tmp_path / "board.xlsx") in done.output
    assert "vba" not in all_text(tmp_path / "board.xlsx").lower()
