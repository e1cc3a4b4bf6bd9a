"""The weights of the group: shown beside the scale, written only when asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner
from review_examples import judged, refreshed, review_host

from segmentation_addin.cli import main
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.weighing import Weighing, weigh
from segmentation_addin.template.build import build
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import AppendedRows, Changes
from segmentation_addin.workbook.inputs import SCALE
from segmentation_addin.workbook.review_tables import WEIGHTS

JUDGED = [judged("Ann", "value", "margin", 4), judged("Bo", "value", "margin", 1)]
"""As a group, value weighs twice margin."""


def weights_on(host: Any) -> dict[Any, Any]:
    raw = host.read("tblScale")
    columns = (raw.columns[SCALE.keys.index(key)] for key in ("criterion", "weight"))
    return dict(zip(*columns, strict=True))


def proposed(done: Weighing) -> dict[str, tuple[float, float]]:
    return {x.criterion: (x.before, x.after) for x in done.proposals}


def test_looking_writes_nothing() -> None:
    host = review_host(judgements=JUDGED)
    before = weights_on(host)
    done = weigh(host)
    assert (done.refused, done.applied, done.written) == (False, False, False)
    assert proposed(done) == {"value": (25.0, 33.3), "margin": (25.0, 16.7)}
    assert weights_on(host) == before


def test_a_refresh_never_applies_the_weights() -> None:
    host = review_host(judgements=JUDGED)
    refreshed(host)
    assert weights_on(host)["value"] == 25.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_applying_writes_the_scale_and_twice_changes_nothing(
    language: Language,
) -> None:
    rows = [
        judged("Ann", "value", "margin", 4, language),
        judged("Bo", "value", "margin", 1, language),
    ]
    host = review_host(language, judgements=rows)
    refreshed(host)
    assert weigh(host, apply=True).written
    label = {"en": ("value", "margin"), "fr": ("valeur", "marge")}[language]
    assert [weights_on(host)[x] for x in label] == [33.3, 16.7]
    assert sum(weights_on(host).values()) == pytest.approx(100.0)
    shown = [host.fixed["review", f"{column}28"] for column in "HIJK"]
    assert shown == [label[0], 33.3, 33.3, 0.0]
    again = weigh(host, apply=True)
    assert (again.applied, again.written) == (True, False)
    assert proposed(again) == {"value": (33.3, 33.3), "margin": (16.7, 16.7)}


def test_letters_that_would_move_are_told_before() -> None:
    """All on the value: the smallest client, a C by its margin, is moved."""
    heavy = [judged("Ann", "value", "margin", 9)]
    done = weigh(review_host(judgements=heavy))
    assert done.clients == 8
    assert done.moves is not None
    assert done.document()["moves"] == [
        {"client_id": x.client_id, "before": x.before, "after": x.after}
        for x in done.moves
    ]
    alike = weigh(review_host(judgements=[judged("Ann", "value", "margin", 1)]))
    assert alike.moves == []


def codes(done: Weighing) -> list[str]:
    assert done.refused
    assert not done.written
    return [issue.code for issue in done.issues]


def test_without_judgements_there_is_nothing_to_apply() -> None:
    assert codes(weigh(review_host(), apply=True)) == ["no_judgement"]


def test_judgements_that_do_not_meet_are_refused() -> None:
    apart = [judged("Ann", "value", "margin", 3), judged("Ann", "service", "upsell", 3)]
    done = weigh(review_host(judgements=apart), apply=True)
    assert codes(done) == ["judgements_apart"]
    assert "margin" in done.issues[0].message


def test_a_criterion_that_the_scale_lost_is_refused() -> None:
    host = review_host(judgements=JUDGED)
    raw = host.raws["tblScale"]
    place = raw.columns[SCALE.keys.index("criterion")].index("margin")
    for column in raw.columns:
        column[place] = None
    assert codes(weigh(host, apply=True)) == ["judged_criterion_missing"]


def test_weights_that_are_formulas_are_never_written_over() -> None:
    host = review_host(judgements=JUDGED)
    heading = SCALE.column("weight").heading.en
    host.raws["tblScale"].formula_columns = frozenset({heading})
    assert codes(weigh(host, apply=True)) == ["weights_are_formulas"]


def test_a_workbook_without_the_table_is_told_there_is_no_judgement() -> None:
    host = review_host()
    del host.raws["tblWeights"]
    assert codes(weigh(host)) == ["no_judgement"]


# --- the command ------------------------------------------------------------------


def run(*arguments: object) -> Any:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A fresh workbook with judgements and no client yet."""
    path = tmp_path / "clients.xlsm"
    path.write_bytes(build("en"))
    rows = pd.DataFrame(JUDGED)
    FileHost(path).write(Changes(appended=[AppendedRows(WEIGHTS.name, rows)]))
    return path


def test_the_command_tells_then_applies_then_has_nothing_to_do(workbook: Path) -> None:
    before = workbook.read_bytes()
    shown = run("weights", workbook)
    assert shown.exit_code == 0, shown.output
    assert "--apply" in shown.stdout
    assert workbook.read_bytes() == before
    applied = run("weights", workbook, "--apply")
    assert "Written to the scale" in applied.stdout
    assert weights_on(FileHost(workbook))["value"] == 33.3
    after = workbook.read_bytes()
    assert "Already up to date" in run("weights", workbook, "--apply").stdout
    assert workbook.read_bytes() == after


def test_the_command_in_json(workbook: Path) -> None:
    document = json.loads(run("weights", workbook, "--json").stdout)
    assert [person["name"] for person in document["participants"]] == ["Ann", "Bo"]
    assert document["group"]["weights"]["value"] == pytest.approx(2 / 3)
    assert document["scale"][0] == {"criterion": "value", "before": 25.0, "after": 33.3}
    assert (document["applied"], document["moves"]) == (False, None)


def test_the_command_refuses_an_empty_workshop(tmp_path: Path) -> None:
    path = tmp_path / "fresh.xlsm"
    path.write_bytes(build("fr"))
    done = run("weights", path, "--apply", "--json")
    assert done.exit_code == 1
    assert [x["code"] for x in json.loads(done.stdout)["issues"]] == ["no_judgement"]
