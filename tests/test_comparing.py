"""The command that compares two reviews: which ones, what it prints, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from vintage_examples import lines_of, workbook

from segmentation_addin.cli import main
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.closing import close
from segmentation_addin.services.importing import import_lines
from segmentation_addin.services.rolling import roll
from segmentation_addin.workbook.file_host import FileHost


def run(*arguments: object) -> Any:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def two_years(folder: Path, language: Language = "en") -> Path:
    """Review 1 on 2025 with 12 clients; then C5 to C16 buy in 2026."""
    path = workbook(folder, language)
    roll(FileHost(path), author="Jo")
    import_lines(FileHost(path), [lines_of(folder, {2026: 12}, start=4)])
    return path


def test_today_is_compared_with_the_review_before_it(tmp_path: Path) -> None:
    path = two_years(tmp_path)
    before = path.read_bytes()
    done = run("compare", path, "--json")
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert (answer["from"]["vintage"], answer["to"]["vintage"]) == (1, None)
    assert (answer["from"]["as_of"], answer["to"]["as_of"]) == (
        "2025-12-31",
        "2026-12-31",
    )
    matrix = answer["matrix"]
    counts = matrix["clients"]
    assert sum(map(sum, counts)) == 16
    # four clients stopped buying, four are new
    inactive = matrix["columns"].index("inactive")
    assert sum(row[inactive] for row in counts) == 4
    assert sum(counts[matrix["rows"].index("new")]) == 4
    assert answer["by_cause"]["exit"] == answer["by_cause"]["entry"] == 4
    assert {move["cause"] for move in answer["moves"]} >= {"entry"}
    rate = answer["net_margin_rate"]
    parts = ("same_clients_own_rates", "same_clients_mix", "arrivals_and_departures")
    assert sum(rate[key] for key in parts) == pytest.approx(rate["change"])
    assert answer["net_margin_rate_since_first"] == rate
    assert path.read_bytes() == before


def test_a_review_goes_by_its_number_or_its_date(tmp_path: Path) -> None:
    path = two_years(tmp_path)
    close(FileHost(path), author="Al")
    by_number = json.loads(run("compare", path, "1", "2", "--json").stdout)
    by_date = json.loads(
        run("compare", path, "2025-12-31", "2026-12-31", "--json").stdout
    )
    assert by_number == by_date
    assert by_number["to"]["closed_by"] == "Al"
    back = json.loads(run("compare", path, "today", "1", "--json").stdout)
    assert (back["from"]["vintage"], back["to"]["vintage"]) == (None, 1)
    itself = json.loads(run("compare", path, "2", "2", "--json").stdout)
    assert itself["moves"] == []
    assert itself["same_parameters"]


def test_an_unknown_review_is_refused_with_those_that_exist(tmp_path: Path) -> None:
    path = two_years(tmp_path)
    done = run("compare", path, "7", "--json")
    assert done.exit_code == 1
    (issue,) = json.loads(done.stdout)["issues"]
    assert issue["code"] == "no_such_review"
    assert "1 (2025-12-31)" in issue["message"]
    none = run("compare", workbook(tmp_path, "fr"))
    assert none.exit_code == 1
    assert "Aucune revue n'est close" in none.stderr


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("From review 1 (2025-12-31) to today", "new or active again")),
        ("fr", ("De : revue 1 (2025-12-31), à : aujourd'hui", "Partis")),
    ],
)
def test_the_comparison_reads_in_both_languages(
    language: Language, said: tuple[str, ...], tmp_path: Path
) -> None:
    done = run("compare", two_years(tmp_path, language))
    assert done.exit_code == 0
    assert all(text in done.stdout for text in said)
    assert language in LANGUAGES
