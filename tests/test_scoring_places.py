"""A scoring run never writes over what it reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from segmentation_addin.cli import main
from segmentation_addin.services import creating
from segmentation_addin.services.scoring_places import apart, rejected_beside
from segmentation_addin.workbook.host import HostError

LINES = "Client code,Date,Amount\nC1,2025-01-31,5\n"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "lines.csv"
    path.write_text(LINES)
    return path


def test_the_workbook_of_the_scale_is_never_the_result(
    tmp_path: Path, lines: Path
) -> None:
    made = creating.new(tmp_path / "clients.xlsm", "en")
    book = made.rename(tmp_path / "clients.xlsx")
    link = tmp_path / "link.xlsx"
    link.symlink_to(book)
    before = book.read_bytes()
    for result in (book, link):
        words = ["score", lines, "-o", result, "--scale", book, "--lang", "en"]
        found = CliRunner().invoke(main, [str(word) for word in words])
        assert found.exit_code == 3
        assert "--scale" in found.output
    assert book.read_bytes() == before


def test_lines_where_those_set_aside_would_stand_are_refused(tmp_path: Path) -> None:
    result = tmp_path / "letters.csv"
    source = rejected_beside(result)
    source.write_text(LINES)
    with pytest.raises(HostError) as found:
        apart([source], result)
    assert found.value.code == "score_result_among_sources"
    apart([source], tmp_path / "others.csv")


def test_a_result_in_a_linked_folder_is_among_the_lines(
    tmp_path: Path, lines: Path
) -> None:
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / "linked").symlink_to(tmp_path / "real")
    (tmp_path / "real").mkdir()
    lines.rename(tmp_path / "real" / "lines.csv")
    words = ["score", tmp_path / "orders", "-o", tmp_path / "real" / "lines.csv"]
    found = CliRunner().invoke(main, [str(word) for word in words])
    assert found.exit_code == 3
    assert (tmp_path / "real" / "lines.csv").read_text() == LINES
