"""The Review sheet as files and spreadsheet programs hold it."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import com_fake
import numpy as np
import openpyxl
import pandas as pd
import pytest
from board_examples import facts
from libreoffice import Office, require_office

from segmentation_addin.excel.live_host import LiveHost
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.services.sampling import fill_with_sample
from segmentation_addin.template.build import build
from segmentation_addin.workbook.board import Facts, fixed_values
from segmentation_addin.workbook.declaration import HEADER_ROW
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import AppendedRows, CellEdits, Changes, Host
from segmentation_addin.workbook.inputs import CRITERIA
from segmentation_addin.workbook.outputs import SHEETS, TABLES
from segmentation_addin.workbook.review_facts import (
    ParticipantLine,
    ReviewFacts,
    WeightLine,
)
from segmentation_addin.workbook.review_tables import AGENDA, REASONS, SETTLED, TEAMS


def agenda(language: Language, *rows: tuple[str, str, str, float]) -> pd.DataFrame:
    """Rows of the agenda: client, reason, detail, amount."""
    columns = ["client_id", "reason", "detail", "amount"]
    frame = pd.DataFrame(rows, columns=columns)
    labels = [REASONS[key].in_(language) if key else "" for key in frame["reason"]]
    blank = {"name": "", "letter": "B", "decision": ""}
    return frame.assign(reason=labels, **blank)[list(AGENDA.keys)]


def board(language: Language, people: int = 3) -> Facts:
    """A review under way; more participants than lines when asked."""
    settled = SETTLED.in_(language)
    rows = agenda(
        language,
        ("=C1", "disagreement", "sales A", 900.5),
        ("C1", "no_vote", "nobody", 900.5),
        ("C2", "no_vote", "nobody", np.nan),
        ("C3", "no_vote", settled, np.nan),
        ("", "", "2 more", np.nan),
    )
    review = ReviewFacts(
        agenda=rows,
        clients=3,
        revenue=900.5,
        unlisted=2,
        crossed=((1, 2, 0, 0), (0, 3, 0, 0), (0, 0, 0, 1), (0, 0, 0, 0)),
        weights=(
            WeightLine(CRITERIA["value"].in_(language), 25.0, 30.5),
            WeightLine(CRITERIA["margin"].in_(language), 25.0, 19.5),
        ),
        group_ratio=0.1,
        participants=tuple(
            ParticipantLine(f"=P{i}", (0.05, None, 0.2)[i % 3], "a / b : 3")
            for i in range(people)
        ),
    )
    return Facts(language, facts(20, language).segmentation, review=review)


def values_of(shown: Facts) -> dict[str, Any]:
    """{cell: value} of the fixed cells of the sheet."""
    declared = dict(fixed_values(shown).values)
    return {cell: value for (key, cell), value in declared.items() if key == "review"}


# --- against LibreOffice ----------------------------------------------------------


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    require_office()
    with Office("fr-FR") as running:
        yield running


def same(expected: object, found: object) -> bool:
    if expected in (None, ""):
        return found in (None, "")
    if isinstance(expected, str):
        return found == expected
    assert isinstance(expected, int | float)
    return isinstance(found, float) and math.isclose(expected, found, abs_tol=1e-9)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("people", [0, 3, 15])
def test_a_spreadsheet_gives_every_figure_of_the_sheet(
    office: Office, language: Language, people: int, tmp_path: Path
) -> None:
    shown = board(language, people)
    path = tmp_path / "review.xlsm"
    path.write_bytes(build(language, shown))
    title = SHEETS["review"].title.in_(language)
    cells = office.calculate(path, title)[title]
    assert [place for place, cell in cells.items() if cell["error"]] == []
    own = values_of(shown)
    assert len(own) > 80
    for cell, value in own.items():
        found = cells.get(cell, {}).get("value")
        assert same(value, found), (cell, value, found)


def test_more_participants_than_lines_are_counted_in_the_last() -> None:
    values = values_of(board("en", 15))
    assert values["H58"] == "… and 4 more"
    assert values["I58"] is None
    assert values_of(board("en", 12))["H58"] == "=P11"


# --- as the template makes it ------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_and_figures_stand_side_by_side_with_lists(
    language: Language, tmp_path: Path
) -> None:
    path = tmp_path / "review.xlsm"
    path.write_bytes(build(language))
    sheet = openpyxl.load_workbook(path)[SHEETS["review"].title.in_(language)]
    assert sheet.sheet_state == "hidden"
    areas = {table.name: table.ref for table in sheet.tables.values()}
    assert areas == {
        "tblOverrides": "A4:F5",
        "tblAgenda": "O4:U5",
        "tblVotes": "Y4:AD5",
        "tblWeights": "AG4:AK5",
    }
    lists = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    teams = ",".join(text.in_(language) for text in TEAMS.values())
    criteria = ",".join(text.in_(language) for text in CRITERIA.values())
    assert lists == {
        "B5": '"A,B,C,D"',
        "AA5": f'"{teams}"',
        "AB5": '"A,B,C,D"',
        "AH5": f'"{teams}"',
        "AI5": f'"{criteria}"',
        "AJ5": f'"{criteria}"',
    }
    judgement = sheet.cell(HEADER_ROW + 1, TABLES["tblWeights"].first_column + 5)
    assert judgement.number_format == "# ?/?", "1/3 typed here stays a third"


# --- both hosts -------------------------------------------------------------------


def reviewed_twice(host: Host) -> list[list[Any]]:
    """Votes, a refresh, a decision, other votes, a refresh: the agenda as it ends."""
    refresh(host)
    clients = host.read("tblSegmentation").columns[0][:3]
    sales, finance = (TEAMS[key].en for key in ("sales", "finance"))

    def vote(client: object, letters: str) -> Changes:
        rows = pd.DataFrame(
            {
                "client_id": [client] * 2,
                "voter": ["Ann", "Bo"],
                "team": [sales, finance],
                "letter": list(letters),
            }
        )
        return Changes(appended=[AppendedRows("tblVotes", rows)])

    host.write(vote(clients[2], "AD"))
    refresh(host)
    raw = host.read("tblAgenda")
    reasons = raw.columns[AGENDA.keys.index("reason")]
    row = reasons.index(REASONS["disagreement"].en)
    host.write(Changes(edits=[CellEdits("tblAgenda", "decision", [row], ["=talk"])]))
    host.write(vote(clients[0], "AC"))
    refresh(host)
    assert not refresh(host).written
    found = host.read("tblAgenda")
    decisions = found.columns[AGENDA.keys.index("decision")]
    (place,) = [i for i, text in enumerate(decisions) if text not in (None, "")]
    assert found.columns[0][place] == clients[2]
    assert decisions[place] == "=talk"
    return found.columns


def test_the_agenda_is_the_same_from_a_file_and_from_excel(tmp_path: Path) -> None:
    one, other = tmp_path / "file.xlsm", tmp_path / "live.xlsm"
    one.write_bytes(build("en"))
    fill_with_sample(one)
    shutil.copy(one, other)
    on_disk = reviewed_twice(FileHost(one))
    with com_fake.excel(other) as (_, book):
        assert reviewed_twice(LiveHost(book)) == on_disk
