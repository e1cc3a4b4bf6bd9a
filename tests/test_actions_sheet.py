"""The Actions sheet: proposals come and go, what people typed stays."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import com_fake
import numpy as np
import pandas as pd
import pytest
from board_examples import facts
from libreoffice import Office, require_office
from memory_host import MemoryHost, raw_table
from review_examples import refreshed, review_host
from test_macros import click, portfolio

from segmentation_addin.excel.live_host import LiveHost
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.services.sampling import new_with_sample
from segmentation_addin.template.build import build
from segmentation_addin.workbook.action_facts import ActionFacts
from segmentation_addin.workbook.action_tables import (
    ACTIONS,
    GAPS,
    POLICY,
    POLICY_ITEMS,
    PROPOSALS,
    SERVED,
    STATUSES,
)
from segmentation_addin.workbook.board import Facts, fixed_values
from segmentation_addin.workbook.board_actions import (
    LETTER_ROW,
    NOBODY_ROW,
    OWNER_ROW,
    STATUS_ROW,
    TOTAL_ROW,
)
from segmentation_addin.workbook.board_policy import POLICY_ROW
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import CellEdits, Changes
from segmentation_addin.workbook.outputs import SHEETS

COLUMNS = {column.key: column for column in ACTIONS.columns}


def action_host(
    rows: list[dict[str, Any]] | None = None,
    policy: list[dict[str, Any]] | None = None,
    language: Language = "en",
    **raws: Any,
) -> MemoryHost:
    """Eight clients, C1 selling 1,000 and C8 8,000 at 30 %, and the action tables."""
    return review_host(
        language,
        **{
            "tblActions": raw_table(ACTIONS, rows or [{}], language),
            "tblPolicy": raw_table(POLICY, policy or [{}], language),
            "tblPolicyGaps": raw_table(GAPS, [{}], language),
            **raws,
        },
    )


def rows_of(host: MemoryHost, *keys: str) -> list[tuple[Any, ...]]:
    """Some cells of each row of the plan."""
    raw = host.read("tblActions")
    columns = [raw.columns[ACTIONS.keys.index(key)] for key in keys]
    return list(zip(*columns, strict=True))


def type_in(host: MemoryHost, reference: str, key: str, value: object) -> None:
    """Types in the row of a proposal."""
    raw = host.raws["tblActions"]
    place = raw.columns[ACTIONS.keys.index("action_id")].index(reference)
    raw.columns[ACTIONS.keys.index(key)][place] = value  # type: ignore[call-overload]


def first_reference(host: MemoryHost) -> str:
    return str(rows_of(host, "action_id")[0][0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refresh_proposes_actions_and_writes_nothing_the_second_time(
    language: Language,
) -> None:
    host = action_host(language=language)
    done = refreshed(host)
    proposed = PROPOSALS["proposed"].in_(language)
    rows = rows_of(host, "client_id", "name", "proposal", "action")
    assert rows
    assert {row[2] for row in rows} == {proposed}
    assert all(row[1] == f"Client {row[0]}" and row[3] for row in rows)
    assert [x["action_id"] for x in done.document()["actions"]] == [
        row[0] for row in rows_of(host, "action_id")
    ]
    assert not refreshed(host).written


def test_what_people_type_survives_ten_refreshes() -> None:
    """Also when other rows come above, and with columns of their own."""
    own = raw_table(ACTIONS, [{}], extra=["Region chief"])
    host = action_host(tblActions=own)
    refreshed(host)
    reference = str(rows_of(host, "action_id")[-1][0])
    typed = {
        "owner": "=Zoé",
        "due_date": datetime(2026, 3, 1),  # noqa: DTZ001
        "status": "in progress",
        "realised_amount": 120.5,
        "note": "called twice",
    }
    for key, value in typed.items():
        type_in(host, reference, key, value)
    raw = host.raws["tblActions"]
    raw.columns[-1][raw.columns[ACTIONS.keys.index("action_id")].index(reference)] = "N"
    for _ in range(10):
        refreshed(host)
    raw = host.raws["tblActions"]
    place = raw.columns[ACTIONS.keys.index("action_id")].index(reference)
    found = {key: raw.columns[ACTIONS.keys.index(key)][place] for key in typed}
    assert found == typed
    assert raw.columns[-1][place] == "N"


def gone(**typed: object) -> dict[str, Any]:
    """A proposal of an earlier refresh that no longer holds."""
    return {
        "client_id": "C1",
        "name": "Client C1",
        "letter": "D",
        "action": "Price +3.0%",
        "target_amount": 90.0,
        "proposal": PROPOSALS["proposed"].en,
        "action_id": "C1/price",
        **typed,
    }


def test_a_proposal_that_no_longer_holds_stays_only_with_what_was_typed() -> None:
    host = action_host([gone()])
    refreshed(host)
    assert ("C1/price",) not in rows_of(host, "action_id")
    host = action_host([gone(owner="Ann")])
    refreshed(host)
    wanted = ("C1/price", "Ann", "Price +3.0%", 90.0, PROPOSALS["no_longer"].en)
    keys = ("action_id", "owner", "action", "target_amount", "proposal")
    assert rows_of(host, *keys)[-1] == wanted
    assert not refreshed(host).written
    type_in(host, "C1/price", "owner", None)
    refreshed(host)
    assert ("C1/price",) not in rows_of(host, "action_id")


def test_rows_of_ones_own_stay_as_typed_without_any_code() -> None:
    own: list[dict[str, Any]] = [
        {"action": "Train the sales team", "owner": "Bo", "status": "done"},
        {"client_id": "C2", "action": "=Visit", "target_amount": 50.0},
        {"note": "a line of thought"},
    ]
    host = action_host([{}, *own])
    for _ in range(3):
        refreshed(host)
    keys = ("client_id", "action", "target_amount", "owner", "status", "note")
    mine = PROPOSALS["own"].en
    found = [row[:-1] for row in rows_of(host, *keys, "proposal") if row[-1] == mine]
    assert found == [
        (None, "Train the sales team", None, "Bo", "done", None),
        ("C2", "=Visit", 50.0, None, None, None),
        (None, None, None, None, None, "a line of thought"),
    ]
    assert not refreshed(host).written


def test_a_copied_proposal_is_a_row_of_ones_own() -> None:
    host = action_host()
    refreshed(host)
    reference = first_reference(host)
    raw = host.raws["tblActions"]
    for key, column in zip(ACTIONS.keys, raw.columns, strict=True):
        column.append("again" if key == "note" else column[0])
    refreshed(host)
    found = rows_of(host, "action_id", "note", "proposal")
    assert found[0] == (reference, None, PROPOSALS["proposed"].en)
    assert found[-1] == (reference, "again", PROPOSALS["own"].en)
    assert not refreshed(host).written


def test_an_older_workbook_is_refreshed_without_the_tables() -> None:
    host = review_host()
    done = refreshed(host)
    assert done.written
    assert done.document()["actions"]
    assert done.document()["policy_gaps"] == []


# --- totals -----------------------------------------------------------------------


def plan(language: Language) -> ActionFacts:
    """A plan under way: owners in two spellings, late rows, rows of one's own."""

    def row(client: str, letter: str, target: float, **typed: Any) -> dict[str, Any]:
        status = typed.pop("status", "")
        label = STATUSES[status].in_(language) if status else ""
        return {
            **dict.fromkeys(ACTIONS.keys, ""),
            "client_id": client,
            "letter": letter,
            "action": f"Act on {client}",
            "target_amount": target,
            "realised_amount": np.nan,
            "due_date": None,
            "status": label,
            **typed,
        }

    past, later = date(2025, 6, 30), date(2026, 6, 30)
    table = pd.DataFrame(
        [
            row("C1", "A", 1000.0, owner="Ann", due_date=past),
            row("C2", "B", 200.5, owner="ann", due_date=past, status="done"),
            row("C3", "D", np.nan, owner="Bo", due_date=later, status="in_progress"),
            row("C4", "D", 40.0, due_date=past, status="dropped", realised_amount=7.0),
            row("", "", np.nan, action="Train", owner="*", realised_amount=3.25),
            {**row("", "", np.nan), "action": "", "note": "not an action"},
            row("=C5", "C", 12.0, owner="=SUM(1)", due_date=past),
        ]
    )
    gaps = pd.DataFrame(
        [
            ("C1", "n", "A", "visits", 4.0, 8.0, "above", 88.0),
            ("C2", "n", "A", "visits", 4.0, 1.0, "below", -66.0),
            ("C3", "n", "B", "payment_days", 30.0, 60.0, "above", np.nan),
        ],
        columns=list(GAPS.keys),
    )
    gaps["item"] = [POLICY_ITEMS[key].in_(language) for key in gaps["item"]]
    gaps["served"] = [SERVED[key].in_(language) for key in gaps["served"]]
    return ActionFacts(
        table=table,
        unlisted=12,
        owners=("Ann", "*", "=SUM(1)", "Bo"),
        gaps=gaps,
        gaps_unlisted=3,
    )


def board(language: Language) -> Facts:
    """Twenty clients and a plan."""
    return replace(facts(20, language), actions=plan(language))


def values(shown: Facts) -> dict[str, Any]:
    found = fixed_values(shown).values  # noqa: PD011
    return {cell: value for (key, cell), value in found.items() if key == "actions"}


def test_totals_by_letter_status_owner_and_delay() -> None:
    found = values(board("en"))
    row = LETTER_ROW + 1
    assert [found[f"{x}{row}"] for x in "CDEFG"] == [1, 1000.0, 0.0, 0, 1]
    assert [found[f"{x}{TOTAL_ROW}"] for x in "CDEFG"] == [6, 1252.5, 10.25, 1, 2]
    open_row = STATUS_ROW + 1
    assert [found[f"{x}{open_row}"] for x in "CDE"] == [3, 1012.0, 3.25]
    assert found[f"B{OWNER_ROW + 1}"] == "Ann"
    assert [found[f"{x}{OWNER_ROW + 1}"] for x in "CDG"] == [2, 1200.5, 1]
    assert [found[f"{x}{OWNER_ROW + 2}"] for x in "BCD"] == ["*", 1, 0.0]
    assert [found[f"{x}{NOBODY_ROW}"] for x in "CD"] == [1, 40.0]
    assert [found[f"{x}{NOBODY_ROW + 1}"] for x in "CD"] == [0, 0.0]
    assert [found[f"{x}{POLICY_ROW + 1}"] for x in "CDEF"] == [1, 88.0, 1, -66.0]
    assert found["B3"] == (
        "6 actions: 1000 EUR to keep, 253 EUR to gain; 10 EUR realised; 2 overdue."
    )


def test_an_empty_plan_says_how_to_fill_it() -> None:
    assert "Refresh" in values(facts(3, "en"))["B3"]


@pytest.fixture(scope="module", params=("en-US", "fr-FR"))
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    require_office()
    with Office(request.param) as running:
        yield running


def same(expected: object, found: object) -> bool:
    if expected is None or expected == "":
        return found in (None, "")
    if isinstance(expected, str):
        return found == expected
    assert isinstance(expected, int | float)
    return isinstance(found, float) and math.isclose(expected, found, abs_tol=1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_spreadsheet_gives_the_same_figures(
    office: Office, language: Language, tmp_path: Path
) -> None:
    shown = board(language)
    path = tmp_path / "actions.xlsm"
    path.write_bytes(build(language, shown))
    titles = {key: SHEETS[key].title.in_(language) for key in ("actions", "method")}
    cells = office.calculate(path, *titles.values())
    for (sheet, cell), value in fixed_values(shown).values.items():  # noqa: PD011
        if sheet in titles:
            found = cells[titles[sheet]].get(cell, {}).get("value")
            assert same(value, found), (sheet, cell, value, found)


# --- a file, and Excel --------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook whose plan somebody filled in."""
    path = tmp_path_factory.mktemp("actions") / "sample.xlsm"
    new_with_sample(path, "fr")
    refresh(FileHost(path))
    FileHost(path).write(
        Changes(
            edits=[
                CellEdits("tblActions", "owner", [0, 3], ["=Zoé", "Bo"]),
                CellEdits("tblActions", "realised_amount", [3], [12.5]),
                CellEdits("tblPolicy", "minimum_order", [0, 3], [100.0, 500.0]),
            ]
        )
    )
    return path


def typed_rows(host: Any) -> dict[Any, tuple[Any, Any]]:
    raw = host.read("tblActions")
    keys = ("action_id", "owner", "realised_amount")
    columns = [raw.columns[ACTIONS.keys.index(key)] for key in keys]
    rows = zip(*columns, strict=True)
    return {row[0]: row[1:] for row in rows if row[0] and row[1]}


def test_a_file_keeps_what_was_typed_and_lists_the_gaps(sample: Path) -> None:
    before = typed_rows(FileHost(sample))
    assert len(before) == 2
    done = refresh(FileHost(sample))
    assert done.written
    assert typed_rows(FileHost(sample)) == before
    gaps = FileHost(sample).read("tblPolicyGaps")
    assert "commande minimum" in gaps.columns[GAPS.keys.index("item")]
    assert not refresh(FileHost(sample)).written


def test_excel_keeps_what_was_typed_and_a_second_time_writes_nothing(
    sample: Path,
) -> None:
    refresh(FileHost(sample))
    before = typed_rows(FileHost(sample))
    with com_fake.excel(sample) as (_, book):
        host = LiveHost(book)
        assert not refresh(host).written
        host.write(Changes(edits=[CellEdits("tblActions", "owner", [5], ["Ann"])]))
        assert refresh(host).written
        after = typed_rows(host)
        assert {key: after[key] for key in before} == before
        assert len(after) == len(before) + 1
        assert not refresh(host).written


# --- the button ---------------------------------------------------------------------


def test_the_button_goes_to_the_plan() -> None:
    host = portfolio()
    for table in (ACTIONS, POLICY, GAPS):
        host.raws[table.name] = raw_table(table, blank_rows=1)
    screen = click("plan_actions", host)
    assert screen.gone_to == [("Actions", "J5")]
    assert screen.said == []
    assert "actions proposed: " in str(screen.bar[-1])


def test_the_button_tells_an_older_workbook_what_to_do() -> None:
    (said,) = click("plan_actions", portfolio()).alarms
    assert "segmentation upgrade" in " ".join(said.split())
