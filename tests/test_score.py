"""`segmentation score`: the letters of lines that no workbook holds."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner, Result
from engine_examples import demo_folder, demo_rows
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from segmentation_addin.cli import main
from segmentation_addin.services import creating
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import CellEdits, Changes
from segmentation_addin.workbook.settings_reading import setting_rows

CENT = 0.005
LATER = {"cluster"}
"""Clusters compare all clients with each other: the workbook alone has them."""
FEW = "Client code,Client name,Date,Amount,Profit,Order\n"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def done(*words: object) -> dict[str, Any]:
    """The document of a run that must succeed."""
    found = run("score", *words, "--json", "--lang", "en")
    assert found.exit_code == 0, found.output
    document: dict[str, Any] = json.loads(found.stdout)
    return document


def rows(path: Path) -> dict[str, dict[str, Any]]:
    return {row["client_id"]: row for row in parquet.read_table(path).to_pylist()}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with demo.xlsm and its order lines, in lines.csv."""
    folder = tmp_path_factory.mktemp("demo")
    assert run("demo", "-o", folder, "--lang", "en").exit_code == 0
    with (folder / "lines.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(demo_rows())
    return folder


@pytest.fixture(scope="module")
def workbook(demo: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        run("refresh", demo / "demo.xlsm", "--json").stdout
    )
    return document


@pytest.fixture(scope="module")
def scored(demo: Path) -> dict[str, Any]:
    return done(
        demo / "lines.csv", "-o", demo / "one.parquet", "--scale", demo / "demo.xlsm"
    )


def lines(count: int = 300, clients: int = 40) -> list[str]:
    """Readable lines of 2025, client after client."""
    return [
        f"C{i % clients},Name {i % clients},2025-{i % 12 + 1:02d}-{i % 28 + 1:02d},"
        f"{10 + i % 97}.50,{i % 7}.25,O{i // 2}\n"
        for i in range(count)
    ]


@pytest.fixture
def few(tmp_path: Path) -> Path:
    path = tmp_path / "few.csv"
    path.write_text(FEW + "".join(lines()), encoding="utf-8")
    return path


# --- the same as a workbook ---------------------------------------------------


def test_every_figure_of_every_client_is_that_of_the_workbook(
    demo: Path, workbook: dict[str, Any], scored: dict[str, Any]
) -> None:
    found = rows(demo / "one.parquet")
    expected = {row["client_id"]: row for row in workbook["clients"]}
    assert found.keys() == expected.keys()
    for client, row in found.items():
        for key in expected[client].keys() - LATER:
            assert_same(row, key, expected[client][key])


def assert_same(row: dict[str, Any], key: str, expected: Any) -> None:
    if key == "points":
        points = {k: row[f"points_{k}"] for k in expected}
        assert points == pytest.approx(expected, abs=1e-6, nan_ok=False)
    elif key == "next_letter":
        steps = json.loads(row[key])
        assert [s["criterion"] for s in steps] == [s["criterion"] for s in expected]
        found = [s["to"] for s in steps]
        assert found == pytest.approx([s["to"] for s in expected], abs=2 * CENT)
    elif key == "caps":
        assert json.loads(row[key]) == expected
    elif isinstance(expected, float) and key != "score":
        assert row[key] == pytest.approx(expected, abs=CENT), (row["client_id"], key)
    else:
        assert row[key] == expected, (row["client_id"], key)


def test_totals_by_letter_are_those_of_the_workbook(
    workbook: dict[str, Any], scored: dict[str, Any]
) -> None:
    for letter, expected in workbook["by_letter"].items():
        found = scored["by_letter"][letter]
        assert found == pytest.approx(expected, abs=CENT), letter
    assert scored["totals"] == pytest.approx(workbook["totals"], abs=CENT)
    assert scored["as_of"] == workbook["as_of"]
    for key, knots in ((k, c["knots"]) for k, c in workbook["scale"].items()):
        assert scored["scale"][key]["knots"] == pytest.approx(knots), key


def test_without_a_workbook_the_scale_is_calibrated_on_all_clients(
    tmp_path: Path, demo: Path
) -> None:
    assert run("new", tmp_path / "w.xlsm", "--lang", "en").exit_code == 0
    source = demo / "lines.csv"
    words = ("import", source, "--into", tmp_path / "w.xlsm", "--as", "lines")
    assert run(*words).exit_code == 0
    expected = json.loads(run("refresh", tmp_path / "w.xlsm", "--json").stdout)
    found = done(source, "-o", tmp_path / "r.parquet")
    assert "no_cost_anywhere" in {issue["code"] for issue in found["issues"]}
    letters = {row["client_id"]: row["letter"] for row in expected["clients"]}
    got = rows(tmp_path / "r.parquet")
    assert {client: row["letter"] for client, row in got.items()} == letters
    assert found["scale"]["value"]["knots"] == pytest.approx(
        expected["scale"]["value"]["knots"]
    )


def test_letters_changed_by_a_person_hold(tmp_path: Path, demo: Path) -> None:
    path = tmp_path / "changed.xlsm"
    book = openpyxl.load_workbook(demo / "demo.xlsm", keep_vba=True)
    sheet = next(s for s in book if "tblOverrides" in s.tables)
    first = sheet.tables["tblOverrides"].ref.split(":")[0]
    cell = sheet[first]
    before = rows(demo / "one.parquet") if (demo / "one.parquet").exists() else {}
    client = next(c for c, row in before.items() if row["letter"] == "B")
    for below, code in enumerate((client, "nobody"), start=1):
        for place, value in enumerate((code, "C", "known to leave", "A. Person")):
            sheet.cell(cell.row + below, cell.column + place).value = value
    start, _, end = sheet.tables["tblOverrides"].ref.partition(":")
    sheet.tables[
        "tblOverrides"
    ].ref = f"{start}:{end.rstrip('0123456789')}{cell.row + 2}"
    book.save(path)
    words = ("-o", tmp_path / "r.parquet", "--scale", path)
    found = done(demo / "lines.csv", *words)
    absent = [i for i in found["issues"] if i["code"] == "score_override_absent"]
    assert ["nobody" in issue["message"] for issue in absent] == [True]
    assert absent[0]["cell"]
    row = rows(tmp_path / "r.parquet")[client]
    assert (row["computed_letter"], row["letter"]) == ("B", "C")


# --- sources --------------------------------------------------------------------


def test_a_folder_parquet_and_a_zipped_file_give_the_same(
    tmp_path: Path, demo: Path, scored: dict[str, Any]
) -> None:
    source = demo / "lines.csv"
    demo_folder(tmp_path / "folder", files=4)
    (tmp_path / "folder" / "notes.docx").write_bytes(b"PK")
    parquet.write_table(arrow_csv.read_csv(source), tmp_path / "lines.parquet")
    (tmp_path / "lines.csv.gz").write_bytes(gzip.compress(source.read_bytes()))
    expected = rows(demo / "one.parquet")
    for name in ("folder", "lines.parquet", "lines.csv.gz"):
        result = tmp_path / f"of {name}.parquet"
        found = done(tmp_path / name, "-o", result, "--scale", demo / "demo.xlsm")
        assert rows(result) == expected, name
        left = "score_files_left" in {issue["code"] for issue in found["issues"]}
        assert left == (name == "folder")


def test_a_column_missing_in_one_file_of_a_folder_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.csv").write_text(FEW + "".join(lines()), encoding="utf-8")
    short = [line.rsplit(",", 2)[0] + "\n" for line in lines(30, 3)]
    (folder / "b.csv").write_text("Client,Name,Date,Amount\n" + "".join(short))
    found = done(folder, "-o", tmp_path / "r.parquet")
    codes = {issue["code"]: issue for issue in found["issues"]}
    assert "b.csv" in codes["score_field_missing"]["message"]
    assert found["lines"]["read"] == 330
    margins = {c: r["gross_margin"] for c, r in rows(tmp_path / "r.parquet").items()}
    assert {c for c, margin in margins.items() if margin is None} == {"C0", "C1", "C2"}
    assert codes["score_margin_unread"]["amount"] == pytest.approx(
        sum(10.5 + i for i in range(30))
    )


def test_files_in_several_encodings_name_the_same_client(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    head = "Client;Date;Montant HT;Marge\n"
    line = "Café Noël;{day}/03/2025;10,50;2,25\n"
    days = [head + "".join(line.format(day=d) for d in range(13, 28))] * 3
    for name, text in zip(("utf-8", "cp1252", "utf-16"), days, strict=True):
        (folder / f"{name}.csv").write_bytes(text.encode(name))
    found = done(folder, "-o", tmp_path / "r.parquet")
    assert found["lines"]["read"] == 45
    (row,) = rows(tmp_path / "r.parquet").values()
    assert row["client_id"] == "Café Noël"
    assert row["revenue"] == pytest.approx(45 * 10.5)


def test_one_client_with_half_of_all_lines(tmp_path: Path) -> None:
    source = tmp_path / "half.csv"
    half = [line.replace("C", "X", 1) for line in lines(6000, 1)]
    source.write_text(FEW + "".join([*lines(6000, 500), *half]), encoding="utf-8")
    done(source, "-o", tmp_path / "r.parquet")
    found = rows(tmp_path / "r.parquet")
    assert len(found) == 501
    assert found["X0"]["revenue"] == pytest.approx(
        sum(10.5 + i % 97 for i in range(6000))
    )
    assert found["X0"]["orders"] == 3000


# --- what cannot be read ----------------------------------------------------------


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """300 good lines; five bad ones, for an amount of 12.50 that can be read."""
    path = tmp_path / "doubtful.csv"
    bad = (
        "C1,One,31/31/2025,12.50,1,O1\n"
        "C1,One,2025-01-01,many,1,O2\n"
        ",Nobody,2025-01-01,0,1,O3\n"
        "C1,One,2025-01-01,1.00,1,O4,more,cells\n"
    )
    path.write_text(FEW + "".join(lines()) + bad + "C2,Two,2025-0", encoding="utf-8")
    return path


def test_unreadable_lines_are_set_aside_counted_and_their_amount_is_told(
    tmp_path: Path, doubtful: Path
) -> None:
    result = tmp_path / "r.parquet"
    found = done(doubtful, "-o", result, "--max-rejected", "2%")
    aside = {part["reason"]: part for part in found["lines"]["set_aside"]}
    assert {reason: part["lines"] for reason, part in aside.items()} == {
        "line_date_unreadable": 1,
        "line_amount_unreadable": 1,
        "line_no_client": 1,
        "line_too_long": 1,
        "line_cut": 1,
    }
    assert aside["line_date_unreadable"]["amount"] == 12.5
    assert found["lines"]["read"] == 300
    text = (tmp_path / "r.parquet.rejected.csv").read_text(encoding="utf-8-sig")
    listed = list(csv.DictReader(text.splitlines()))
    assert {line["code"] for line in listed} == aside.keys()
    assert {Path(line["file"]).name for line in listed} == {"doubtful.csv"}
    by_code = {line["code"]: line for line in listed}
    assert by_code["line_cut"]["text"] == "C2,Two,2025-0"
    assert {code: int(line["line"]) for code, line in by_code.items()} == {
        "line_date_unreadable": 302,
        "line_amount_unreadable": 303,
        "line_no_client": 304,
        "line_too_long": 305,
        "line_cut": 306,
    }
    assert "31/31/2025" in by_code["line_date_unreadable"]["text"]
    assert by_code["line_date_unreadable"]["amount"] == "12.500000"
    assert len(rows(result)) == 40
    read = sum(10.5 + i % 97 for i in range(300))
    assert found["totals"]["revenue"] == pytest.approx(read)


def test_above_the_limit_the_run_stops_and_the_old_result_stays(
    tmp_path: Path, doubtful: Path
) -> None:
    result = tmp_path / "r.parquet"
    result.write_bytes(b"old")
    before = sorted(path.name for path in tmp_path.iterdir())
    found = run("score", doubtful, "-o", result, "--lang", "fr", "--json")
    assert found.exit_code == 1
    codes = {issue["code"] for issue in json.loads(found.stdout)["issues"]}
    assert "score_too_many_unread" in codes
    assert result.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_the_workbook_of_the_scale_says_how_many_lines_may_be_unread(
    tmp_path: Path, doubtful: Path
) -> None:
    """An option comes before the setting, the setting before one line in a hundred."""
    book, result = creating.new(tmp_path / "scale.xlsm", "en"), tmp_path / "r.parquet"
    refused(1, doubtful, "-o", result, "--scale", book)
    settings = FileHost(book).read("tblSettings")
    row = setting_rows(settings)["max_rejected"]
    changed = CellEdits("tblSettings", "value", [row], [0.02])
    assert FileHost(book).write(Changes(edits=[changed]))
    assert done(doubtful, "-o", result, "--scale", book)["rejected"]
    refused(1, doubtful, "-o", result, "--scale", book, "--max-rejected", "1%")


def test_a_clean_run_takes_the_old_list_of_unread_lines_away(
    tmp_path: Path, few: Path, doubtful: Path
) -> None:
    result = tmp_path / "r.parquet"
    done(doubtful, "-o", result, "--max-rejected", "0.02")
    assert (tmp_path / "r.parquet.rejected.csv").exists()
    assert done(few, "-o", result)["rejected"] is None
    assert not (tmp_path / "r.parquet.rejected.csv").exists()


# --- the result -------------------------------------------------------------------

FORMULA = '=HYPERLINK("http://x")'


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """A client whose name would be a formula, another whose code is negative."""
    path = tmp_path / "named.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(FEW.strip().split(","))
        writer.writerow(["E1", FORMULA, "2025-03-04", "10.5", "2", "O1"])
        writer.writerow(["-12", "\u00e9t\u00e9", "2025-03-04", "10.5", "2", "O2"])
        writer.writerow(["E3", "bell\x07", "2025-03-04", "10.5", "2", "O3"])
    return path


def test_names_that_begin_like_a_formula_stay_text(tmp_path: Path, named: Path) -> None:
    for ending in ("xlsx", "csv", "parquet"):
        done(named, "-o", tmp_path / f"r.{ending}")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").active
    assert sheet is not None
    cells = {row[0].value: row[1] for row in sheet.iter_rows(min_row=2)}
    assert (cells["E1"].value, cells["E1"].data_type) == (FORMULA, "s")
    assert cells["E3"].value == "bell"
    with (tmp_path / "r.csv").open(newline="", encoding="utf-8") as file:
        texts = {row["client_id"]: row["name"] for row in csv.DictReader(file)}
    assert texts["E1"] == "'" + FORMULA
    assert texts["-12"] == "été"
    assert rows(tmp_path / "r.parquet")["E1"]["name"] == FORMULA


def test_the_three_kinds_of_result_hold_the_same(tmp_path: Path, few: Path) -> None:
    for ending in ("xlsx", "csv", "parquet"):
        done(few, "-o", tmp_path / f"r.{ending}")
    table = parquet.read_table(tmp_path / "r.parquet")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").active
    assert sheet is not None
    headings, *cells = sheet.iter_rows(values_only=True)
    assert list(headings) == table.column_names
    scores = [row[table.column_names.index("score")] for row in cells]
    assert scores == table.column("score").to_pylist()
    read = arrow_csv.read_csv(tmp_path / "r.csv")
    assert read.column_names == table.column_names
    assert read.column("revenue").to_pylist() == table.column("revenue").to_pylist()


# --- refusals ---------------------------------------------------------------------


def refused(code: int, *words: object) -> str:
    found = run("score", *words, "--lang", "en")
    assert found.exit_code == code, found.output
    assert "Traceback" not in found.output
    return found.output


@pytest.fixture
def without_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)


@pytest.mark.usefixtures("without_parts")
def test_a_missing_extra_is_named(tmp_path: Path, few: Path) -> None:
    said = refused(3, few, "-o", tmp_path / "r.parquet")
    assert "pip install segmentation-addin[scale]" in said
    assert not (tmp_path / "r.parquet").exists()


def test_wrong_usage(tmp_path: Path, few: Path) -> None:
    assert ".parquet, .csv, .xlsx" in refused(2, few, "-o", tmp_path / "r.doc")
    refused(2, "-o", tmp_path / "r.csv")
    refused(2, few, "-o", tmp_path / "r.csv", "--max-rejected", "some")
    refused(2, few, "-o", tmp_path / "r.csv", "--max-rejected", "200%")


def test_what_the_files_do_not_allow(tmp_path: Path, few: Path) -> None:
    result = tmp_path / "r.parquet"
    (tmp_path / "empty").mkdir()
    (tmp_path / "book.csv").write_bytes(b"PK\x03\x04 a workbook")
    assert "absent.csv" in refused(3, tmp_path / "absent.csv", "-o", result)
    assert "empty" in refused(3, tmp_path / "empty", "-o", result)
    assert "book.csv" in refused(3, tmp_path / "book.csv", "-o", result)
    assert "no engine" in refused(3, few, "-o", result, "--engine", "mainframe")
    refused(3, few, "-o", tmp_path / "nowhere" / "r.csv")
    refused(3, few, "-o", result, "--scale", tmp_path / "absent.xlsm")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "book.csv",
        "empty",
        "few.csv",
    ]


def test_the_result_never_stands_among_the_lines(tmp_path: Path, few: Path) -> None:
    before = few.read_bytes()
    refused(3, few, "-o", few)
    refused(3, tmp_path, "-o", tmp_path / "r.csv")
    assert few.read_bytes() == before


def test_what_the_data_does_not_allow(tmp_path: Path) -> None:
    source, result = tmp_path / "s.csv", tmp_path / "r.parquet"
    source.write_text("Client,Date\nC1,2025-01-01\n")
    assert "amount" in refused(1, source, "-o", result)
    source.write_text(FEW)
    assert refused(1, source, "-o", result)
    assert not result.exists()


def test_a_disk_that_fills_up_leaves_the_old_result_whole(
    tmp_path: Path, few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = tmp_path / "r.csv"
    result.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("segmentation_addin.services.scoring.client_rows", full)
    assert refused(3, few, "-o", result)
    assert result.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["few.csv", "r.csv"]


def test_a_disk_that_is_full_for_the_engine_is_a_full_disk(
    tmp_path: Path, few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise duckdb.IOException('Could not write "x": No space left on device')

    monkeypatch.setattr("segmentation_addin.services.scoring.client_rows", full)
    told = refused(3, few, "-o", tmp_path / "r.csv")
    assert "disk" in told
    assert "engine" not in told


def test_french_words(tmp_path: Path, doubtful: Path) -> None:
    words = ("-o", tmp_path / "r.csv", "--max-rejected", "2%", "--lang", "fr")
    found = run("score", doubtful, *words)
    assert found.exit_code == 0, found.output
    assert "Lignes lues : 300 · écartées : 5" in found.stdout
    assert "pas de date lisible" in found.stdout


def test_each_file_of_a_folder_is_read_by_its_own_habits(tmp_path: Path) -> None:
    """The second look at a doubtful text follows the file that the text stands in."""
    folder = tmp_path / "folder"
    folder.mkdir()
    french = [f"C1;{day}/03/2025;10,50;1,25\n" for day in range(13, 29)]
    english = [f"C2,03/{day}/2025,10.50,1.25\n" for day in range(13, 29)]
    french.append("C1;14/03/2025;(1,234);0,10\n")
    english.append('C2,03/14/2025,"(1,234)",0.10\n')
    heads = ("Code client;Date;Montant HT;Marge\n", "Client code,Date,Amount,Profit\n")
    for name, head, body in zip("ab", heads, (french, english), strict=True):
        (folder / f"{name}.csv").write_text(head + "".join(body), encoding="utf-8")
    found = done(folder, "-o", tmp_path / "r.parquet")
    assert found["lines"]["set_aside"] == []
    revenue = {c: row["revenue"] for c, row in rows(tmp_path / "r.parquet").items()}
    assert revenue == pytest.approx({"C1": 168 - 1.234, "C2": 168 - 1234})
