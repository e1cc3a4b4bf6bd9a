"""Exports as finance teams have them: one file a trap, beside what it should read as.

`traps/NAME.csv` (or another ending) is read as the import would; `traps/NAME.json`
says what must come out: the kind, the mapping, values of the tables, issue codes.
One more example is one more pair of files.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from segmentation_addin.core.issues import Severity
from segmentation_addin.imports.file_reading import FileReading, Rule, read_file
from segmentation_addin.messages.imports import CATALOGUE

FOLDER = Path(__file__).parent / "traps"
TABLES = ("clients", "margins", "cost_to_serve")
PERIODS = {"lines_periods", "lines_first_period", "lines_last_period"}
"""Which months the lines of an example fill says nothing of its trap."""
EXPECTED_KEYS = {
    "options",
    "kind",
    "mapping",
    "ignored",
    "issues",
    "amounts",
    *TABLES,
}


def examples() -> list[Path]:
    return sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")


def expected_of(path: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads(
        path.with_suffix(".json").read_text(encoding="utf-8")
    )
    return expected


def reading_of(path: Path) -> FileReading:
    options = expected_of(path).get("options", {})
    rules = [Rule(*rule) for rule in options.pop("rules", [])]
    return read_file(path, rules=rules, **options)


def plain(value: Any) -> Any:
    """A value of a table as JSON writes it."""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return None if pd.isna(value) else value


def rows_of(table: pd.DataFrame, expected: list[dict[str, Any]]) -> list[Any]:
    """The table by client, each row with the columns that its example names."""
    found = table.sort_values("client_id", kind="stable").to_dict("records")
    asked = [*expected, *({"client_id": ""} for _ in found[len(expected) :])]
    return [
        {key: plain(row[key]) for key in columns}
        for row, columns in zip(found, asked, strict=False)
    ]


def test_each_file_says_what_it_should_read_as() -> None:
    files = [path.stem for path in examples()]
    told = [path.stem for path in FOLDER.glob("*.json")]
    assert sorted(files) == sorted(told)
    assert len(set(files)) == len(files)


@pytest.mark.parametrize("path", examples(), ids=lambda path: path.stem)
def test_trap(path: Path) -> None:
    expected = expected_of(path)
    assert set(expected) <= EXPECTED_KEYS
    reading = reading_of(path)
    assert reading.kind == expected["kind"]
    assert {h: str(to) for h, to in reading.mapping} == expected["mapping"]
    assert sorted(reading.ignored) == sorted(expected.get("ignored", []))
    codes = [issue.code for issue in reading.issues if issue.code not in PERIODS]
    assert Counter(codes) == Counter(expected["issues"])
    amounts = {issue.code: issue.amount for issue in reading.issues}
    for code, amount in expected.get("amounts", {}).items():
        assert amounts[code] == pytest.approx(amount, abs=0.001)
    for name in TABLES:
        if name in expected:
            found = rows_of(getattr(reading.tables, name), expected[name])
            assert found == [pytest.approx(row, abs=1e-6) for row in expected[name]]


@pytest.mark.parametrize("path", examples(), ids=lambda path: path.stem)
def test_each_finding_has_its_words(path: Path) -> None:
    for issue in reading_of(path).issues:
        entry = CATALOGUE[issue.code]
        assert entry.severity is issue.severity
        for text in (entry.message, entry.remedy):
            for language in ("en", "fr"):
                assert "{" not in text.in_(language, **issue.params)


@pytest.mark.parametrize("path", examples(), ids=lambda path: path.stem)
def test_file_with_an_error_gives_no_rows(path: Path) -> None:
    reading = reading_of(path)
    if any(issue.severity is Severity.ERROR for issue in reading.issues):
        assert all(getattr(reading.tables, name).empty for name in TABLES)


def test_file_that_nothing_recognises_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "unknown.csv"
    path.write_text("Pommes;Poires\n1;2\n", encoding="utf-8")
    reading = read_file(path)
    assert [issue.code for issue in reading.issues] == ["lines_no_client"]
    assert reading.ignored == ["Pommes", "Poires"]
    assert reading.mapping == []


def test_user_rule_wins_over_what_a_heading_seems_to_say(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(
        "Code client;Année;Chiffre d'affaires annuel\nC1;2025;10,5\n",
        encoding="utf-8",
    )
    rule = Rule("Chiffre d'affaires annuel", "tblMargins.revenue")
    reading = read_file(path, rules=[rule])
    assert reading.kind == "margins"
    assert reading.tables.margins["revenue"].tolist() == [10.5]
    assert reading.issues == []
