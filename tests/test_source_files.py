"""Files that an import is given: what is read, what is refused, and in which words."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from segmentation_addin.cli import main
from segmentation_addin.imports.file_reading import read_file
from segmentation_addin.imports.sources import SourceError, open_source
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.messages.imports import CATALOGUE
from segmentation_addin.services import creating
from segmentation_addin.services.importing import import_files
from segmentation_addin.terminal import Bar
from segmentation_addin.workbook.file_host import FileHost

TEXT = "Code client;Année;CA HT;Marge brute\nC1;2025;10,50;3,25\nC2;2025;20,25;4,75\n"
LOCKED = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def tabbed(path: Path) -> None:
    path.write_text(TEXT.replace(";", "\t"), encoding="cp1252")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"]
)
@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_in_any_usual_form(
    tmp_path: Path, encoding: str, separator: str, end: str
) -> None:
    path = tmp_path / "margins.csv"
    text = TEXT.replace(";", separator).replace("\n", end)
    path.write_bytes(text.encode(encoding))
    assert read_file(path).tables.margins["gross_margin"].tolist() == [3.25, 4.75]


@pytest.mark.parametrize("ending", ["xls", "xlsx"])
def test_text_under_the_ending_of_a_workbook(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"margins.{ending}"
    tabbed(path)
    assert read_file(path).tables.margins["revenue"].tolist() == [10.5, 20.25]


def test_workbook_and_parquet_read_alike(tmp_path: Path) -> None:
    frame = pd.read_csv(io.StringIO(TEXT), sep=";", decimal=",")
    book, columns = tmp_path / "margins.xlsx", tmp_path / "margins.parquet"
    frame.to_excel(book, index=False)
    frame.to_parquet(columns)
    one, other = (read_file(path).tables.margins for path in (book, columns))
    pd.testing.assert_frame_equal(one, other)
    assert one["revenue"].tolist() == [10.5, 20.25]


def test_other_sheets_with_a_table_are_told(tmp_path: Path) -> None:
    path = tmp_path / "years.xlsx"
    book = openpyxl.Workbook()
    for year in (2024, 2025):
        sheet = book.create_sheet(str(year))
        sheet.append(["Code client", "Année", "CA HT"])
        sheet.append(["C1", year, 5])
    book.create_sheet("Notes").append(["Bonjour"])
    book.save(path)
    [told] = [x for x in read_file(path).issues if x.code == "other_sheets"]
    assert dict(told.params) == {"found": "2024", "expected": "2025"}


REFUSALS: dict[str, tuple[str, Callable[[Path], Any], str]] = {
    "folder": ("export.csv", Path.mkdir, "source_folder"),
    "locked": ("export.xlsx", lambda p: p.write_bytes(LOCKED), "source_locked"),
    "web": ("export.xls", lambda p: p.write_text("<html><table>"), "source_web_page"),
    "cut": ("export.xlsx", lambda p: p.write_bytes(b"PK\x03\x04"), "source_unreadable"),
    "half": ("export.csv", lambda p: p.write_bytes(b"\xff\xfeA"), "source_unreadable"),
    "empty": ("export.csv", lambda p: p.write_bytes(b""), "source_empty"),
    "separators": ("export.csv", lambda p: p.write_text("\n;;\n;\n"), "source_empty"),
    "binary": ("export.csv", lambda p: p.write_bytes(bytes(99)), "source_unknown_kind"),
    "absent": ("export.csv", lambda p: None, "source_not_found"),
}


@pytest.mark.parametrize("case", REFUSALS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_cannot_be_read(
    tmp_path: Path, case: str, language: Language
) -> None:
    """Said in the language of the workbook; nothing is written."""
    name, make, code = REFUSALS[case]
    book, path = tmp_path / "book.xlsm", tmp_path / name
    creating.new(book, language)
    before = book.read_bytes()
    make(path)
    with pytest.raises(SourceError) as refused:
        open_source(path)
    assert refused.value.code == code
    done = run("import", path, "--into", book)
    assert done.exit_code == 3
    assert CATALOGUE[code].message.in_(language, file=name) in done.stderr
    assert done.stdout == ""
    assert book.read_bytes() == before


def test_all_files_that_cannot_be_read_are_told_at_once(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsm"
    creating.new(book, "en")
    sources = [
        tmp_path / "absent.csv",
        tmp_path / "empty.csv",
        tmp_path / "locked.xlsx",
    ]
    sources[1].write_bytes(b"")
    sources[2].write_bytes(LOCKED)
    done = run("import", *sources, "--into", book, "--json")
    assert done.exit_code == 3
    codes = [issue["code"] for issue in json.loads(done.stdout)["issues"]]
    assert codes == ["source_not_found", "source_empty", "source_locked"]


def test_headings_without_rows(tmp_path: Path) -> None:
    book, path = tmp_path / "book.xlsm", tmp_path / "margins.csv"
    creating.new(book, "en")
    path.write_text(TEXT.splitlines()[0] + "\n", encoding="utf-8")
    done = run("import", path, "--into", book, "--json")
    assert done.exit_code == 1
    assert [x["code"] for x in json.loads(done.stdout)["issues"]] == ["rows_none"]


def test_why_each_column_is_not_read_is_said(tmp_path: Path) -> None:
    book, path = tmp_path / "book.xlsm", tmp_path / "margins.csv"
    creating.new(book, "fr")
    path.write_text(
        "Code client;Année;CA HT;CA TTC;Chiffre d'affaires annuel;Ville\n"
        "C1;2025;10,50;12,60;99;Lyon\n",
        encoding="utf-8",
    )
    done = run("import", path, "--into", book, "--dry-run")
    assert "CA HT → Marges · Chiffre d'affaires" in done.stdout
    for words in (
        "CA TTC (TTC)",
        "Chiffre d'affaires annuel (chiffre d'affaires du client)",
        "Ville (titre inconnu)",
    ):
        assert words in done.stdout


def test_a_period_read_in_part_is_a_warning(tmp_path: Path) -> None:
    """A quarter in place of the year: what falls is said, not only that it changed."""
    book, path = tmp_path / "book.xlsm", tmp_path / "margins.csv"
    creating.new(book, "en")
    path.write_text(TEXT, encoding="utf-8")
    assert run("import", path, "--into", book).exit_code == 0
    path.write_text(TEXT.replace("20,25", "5,25"), encoding="utf-8")
    done = json.loads(run("import", path, "--into", book, "--json").stdout)
    [told] = [x for x in done["issues"] if x["code"] == "revenue_falls"]
    assert (told["severity"], told["amount"]) == ("warning", 15.0)


def test_a_kept_mapping_does_not_stand_in_the_way_of_other_files(
    tmp_path: Path,
) -> None:
    """WORKBOOK.mapping.csv is read by itself; named for votes or a FEC, it is refused."""
    book, rules = tmp_path / "book.xlsm", tmp_path / "book.mapping.csv"
    creating.new(book, "en")
    rules.write_text("heading,column\nZrf,CA\n", encoding="utf-8")
    answers = tmp_path / "answers.csv"
    answers.write_text("x\n", encoding="utf-8")
    kept = run("import", answers, "--into", book, "--as", "votes", "--json")
    named = run(
        *("import", answers, "--into", book, "--as", "votes", "--json"),
        *("--mapping", rules),
    )
    assert "option_not_for_kind" not in kept.stdout
    assert "option_not_for_kind" in named.stdout


def test_the_reading_of_a_workbook_is_watched(tmp_path: Path) -> None:
    book, path = tmp_path / "book.xlsm", tmp_path / "lines.xlsx"
    creating.new(book, "en")
    sheet = openpyxl.Workbook(write_only=True)
    rows = sheet.create_sheet()
    rows.append(["Customer ID", "Order date", "Sales"])
    for number in range(25_000):
        rows.append([f"C{number % 9}", "2025-06-30", 2.5])
    sheet.save(path)
    told: list[tuple[str, float]] = []
    done = import_files(
        FileHost(book), [path], progress=lambda step, share: told.append((step, share))
    )
    shares = [share for step, share in told if step == "import"]
    assert done.written
    assert len(set(shares)) >= 3
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert max(shares) < 0.6


def test_the_bar_is_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    seen, unseen = Terminal(), io.StringIO()
    monkeypatch.setattr("segmentation_addin.terminal.BAR_AFTER_SECONDS", 0.0)
    for stream in (seen, unseen):
        Bar("fr", stream)("import", 0.5)
    assert "█" in seen.getvalue()
    assert unseen.getvalue() == ""
