"""The small file in which a user says what the headings of their exports are."""

from __future__ import annotations

from pathlib import Path

import pytest

from segmentation_addin.imports.columns import Rule
from segmentation_addin.imports.mapping_rules import (
    keep_rules,
    read_rules,
    target_words,
)
from segmentation_addin.imports.sources import SourceError


def rules_in(tmp_path: Path, text: str, encoding: str = "utf-8") -> list[Rule]:
    path = tmp_path / "rules.csv"
    path.write_text(text, encoding=encoding)
    rules, issues = read_rules(path)
    assert issues == []
    return rules


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("tblMargins.revenue", "tblMargins.revenue"),
        ("Revenue", "tblMargins.revenue"),
        ("Chiffre d'affaires", "tblMargins.revenue"),
        ("Marges · Commandes", "tblMargins.orders"),
        ("Cost to serve · Orders", "tblCostToServe.orders"),
        ("Taux de marque", "tblMargins.margin_rate_on_price"),
        ("Margin rate on price", "tblMargins.margin_rate_on_price"),
        ("Marges · Taux de marge sur coût", "tblMargins.margin_rate_on_cost"),
        ("Mark-up", "tblMargins.margin_rate_on_cost"),
        ("tblMargins.margin_rate_on_cost", "tblMargins.margin_rate_on_cost"),
        ("Taux de marge", "tblMargins.margin_rate"),
        ("", ""),
        ("-", ""),
    ],
)
def test_a_column_is_named_as_it_is_read(
    tmp_path: Path, words: str, target: str
) -> None:
    assert rules_in(tmp_path, f'heading;column\nX;"{words}"\n') == [Rule("X", target)]


def test_a_cost_driver_of_the_user_is_named_as_they_call_it(tmp_path: Path) -> None:
    path = tmp_path / "rules.csv"
    path.write_text("PAL;palettes\nKM;Cost to serve · Km\n", encoding="utf-8")
    assert read_rules(path, ["Palettes", "Km"]) == (
        [Rule("PAL", "tblCostToServe.Palettes"), Rule("KM", "tblCostToServe.Km")],
        [],
    )


def test_any_usual_encoding_is_read(tmp_path: Path) -> None:
    text = "heading;column\nSociété;Nom\n"
    wanted = [Rule("Société", "tblClients.name")]
    assert rules_in(tmp_path, text, "cp1252") == wanted
    assert rules_in(tmp_path, text, "utf-8-sig") == wanted


def test_each_wrong_line_is_told_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "rules.csv"
    path.write_text("heading,column\na,Revenue\nb,Nothing\nc\n", encoding="utf-8")
    rules, issues = read_rules(path)
    assert rules == [Rule("a", "tblMargins.revenue")]
    assert [(i.params["line"], i.params["found"]) for i in issues] == [
        (3, "Nothing"),
        (4, "c"),
    ]


def test_what_is_said_later_of_a_heading_holds(tmp_path: Path) -> None:
    path = tmp_path / "rules.csv"
    keep_rules(path, [Rule("CA", "tblMargins.revenue"), Rule("Note", "")])
    keep_rules(path, [Rule("ca", "")])
    assert read_rules(path) == ([Rule("ca", ""), Rule("Note", "")], [])
    assert [x.name for x in tmp_path.iterdir()] == ["rules.csv"]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rules.csv"
    path.write_bytes(b"PK\x03\x04\x00\x00")
    with pytest.raises(SourceError, match="source_unreadable"):
        read_rules(path)
    with pytest.raises(SourceError, match="source_not_found"):
        read_rules(tmp_path / "none.csv")


def test_a_column_is_said_in_the_words_of_the_workbook() -> None:
    assert target_words("tblMargins.revenue", "en") == "Margins · Revenue"
    assert target_words("tblClients.since", "fr") == "Clients · Client depuis"
