"""Files and folders of order lines: each file once, each by its own types."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from segmentation_addin.at_scale.line_sources import found_files
from segmentation_addin.cli import main
from segmentation_addin.imports.sources import SourceError

HEADINGS = "Client code,Date,Amount\n"
DAY = dt.date(2025, 1, 31)


def scored(source: Path, result: Path) -> dict[str, Any]:
    words = ["score", source, "-o", result, "--json", "--lang", "en"]
    found = CliRunner().invoke(main, [str(word) for word in words])
    assert found.exit_code == 0, found.output
    document: dict[str, Any] = json.loads(found.stdout)
    return document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "orders"
    made.mkdir()
    (made / "a.csv").write_text(HEADINGS)
    return made


def names(*sources: Path) -> list[str]:
    return [path.name for path in found_files(sources)[0]]


def test_a_file_met_twice_is_read_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "link.csv").symlink_to(folder / "a.csv")
    monkeypatch.chdir(folder)
    assert names(folder / "a.csv", Path("a.csv"), folder) == ["a.csv"]


def test_a_linked_folder_is_read_and_a_loop_ends(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "b.csv").write_text(HEADINGS)
    (folder / "older").symlink_to(tmp_path / "archive")
    (folder / "round").symlink_to(folder)
    assert names(folder) == ["a.csv", "b.csv"]


def test_a_link_to_nothing_is_said(folder: Path, tmp_path: Path) -> None:
    (folder / "lost.csv").symlink_to(tmp_path / "nothing.csv")
    with pytest.raises(SourceError) as found:
        found_files([folder])
    assert found.value.code == "source_not_found"
    assert "lost.csv" in str(found.value.params["file"])


def test_signs_of_a_pattern_in_a_name_mean_themselves(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "a.csv").write_text(f"{HEADINGS}C1,2025-01-31,1\n")
    (folder / "o1.csv").write_text(f"{HEADINGS}C1,2025-01-31,10\n")
    (folder / "o[1].csv").write_text(f"{HEADINGS}C1,2025-01-31,100\n")
    assert scored(folder, tmp_path / "r.csv")["lines"]["amount"] == 111


def test_each_parquet_file_keeps_its_types(folder: Path, tmp_path: Path) -> None:
    (folder / "a.csv").unlink()
    for name, client, amount in (("a", 7, 1), ("b", "007", 1.4)):
        table = pa.table({"Client code": [client], "Date": [DAY], "Amount": [amount]})
        parquet.write_table(table, folder / f"{name}.parquet")
    found = scored(folder, tmp_path / "r.csv")
    assert found["lines"]["amount"] == pytest.approx(2.4)
    assert found["clients"] == 2
