"""The agenda that a refresh proposes: who, why, and in which order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.core.agenda import REASONS, Item, agenda
from segmentation_addin.core.votes import Votes
from segmentation_addin.results import agenda as words
from segmentation_addin.results.agenda import Client, KeptRow, agenda_rows
from segmentation_addin.workbook.review_tables import REASONS as LABELS

AS_OF = np.datetime64("2025-12-31")
CALM: dict[str, Any] = {
    "letter": "B",
    "computed_letter": "B",
    "start_letter": "B",
    "revenue": 1000.0,
    "net_margin": 200.0,
    "cost_to_serve_ratio": 0.2,
    "false_good": "",
    "robustness": 0.95,
}
"""A client that nobody needs to talk about."""


def clients(**rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"client_id": key, **CALM, **row} for key, row in rows.items()]
    )


def override(
    client: str, letter: str, expires: str | None, **more: str
) -> pd.DataFrame:
    frame = pd.DataFrame(
        [{"client_id": client, "letter": letter, "author": "Zoé", **more}]
    )
    return frame.assign(
        expires_on=pd.to_datetime([expires or ""]).astype("datetime64[us]")
    )


NO_OVERRIDE = override("X", "A", None).head(0)


def found(
    portfolio: pd.DataFrame,
    overrides: pd.DataFrame = NO_OVERRIDE,
    votes: Votes | None = None,
) -> list[tuple[str, str]]:
    items = agenda(portfolio, overrides, votes or Votes(), AS_OF)
    return [(item.client_id, item.reason) for item in items]


def test_a_calm_client_is_not_on_the_agenda() -> None:
    assert found(clients(C1={})) == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"robustness": 0.79}, "to_discuss"),
        ({"false_good": "destroys", "net_margin": -5.0}, "false_good"),
        ({"letter": "D", "computed_letter": "D"}, "first_d"),
        ({"letter": "D", "computed_letter": "D", "start_letter": "NC"}, "first_d"),
        ({"letter": "A", "computed_letter": "A"}, "no_vote"),
    ],
)
def test_each_reason_that_a_figure_gives(row: dict[str, Any], reason: str) -> None:
    assert found(clients(C1=row)) == [("C1", reason)]


@pytest.mark.parametrize(
    "row",
    [
        {"robustness": 0.8},
        {"robustness": np.nan},
        {"robustness": 0.1, "computed_letter": "NC", "letter": "NC"},
        {"letter": "D", "computed_letter": "D", "start_letter": "D"},
        {"letter": "D", "computed_letter": "D", "start_letter": ""},
    ],
)
def test_what_is_not_a_reason(row: dict[str, Any]) -> None:
    """80 % is enough; a D with no known past is not known to be its first."""
    assert found(clients(C1=row)) == []


def test_an_a_with_a_vote_is_not_without_votes() -> None:
    votes = Votes({"C1": {"sales": 0.0}})
    portfolio = clients(C1={"letter": "A"}, C2={"letter": "A"})
    assert found(portfolio, votes=votes) == [("C2", "no_vote")]


def test_teams_that_disagree() -> None:
    votes = Votes({"C1": {"sales": 0.0, "finance": 1.0}})
    assert found(clients(C1={}), votes=votes) == [("C1", "disagreement")]


@pytest.mark.parametrize(
    ("expires", "listed"),
    [
        ("2025-12-30", False),
        ("2025-12-31", True),
        ("2026-03-31", True),
        ("2026-04-01", False),
        (None, False),
    ],
)
def test_an_override_ends_within_90_days(expires: str | None, listed: bool) -> None:
    rows = found(clients(C1={}), override("C1", "B", expires))
    assert rows == ([("C1", "expiring")] if listed else [])


def test_an_override_that_is_not_the_letter_is_not_about_to_end() -> None:
    assert found(clients(C1={}), override("C1", "A", "2026-01-31")) == []


def test_an_override_renewed_without_end_is_not_about_to_end() -> None:
    both = pd.concat(
        [override("C1", "B", "2026-01-31"), override("C1", "B", None)],
        ignore_index=True,
    )
    assert found(clients(C1={}), both) == []
    assert found(clients(C1={}), both.iloc[::-1].reset_index(drop=True)) == []


def test_an_end_that_is_text_counts_as_no_override() -> None:
    unread = override("C1", "B", "2026-01-31", _unreadable_expiry="yes")
    assert found(clients(C1={}), unread) == []


def test_the_largest_revenue_comes_first_unknown_last_ties_by_code() -> None:
    portfolio = clients(
        C9={"robustness": 0.5, "revenue": np.nan},
        C2={"robustness": 0.5},
        C1={"robustness": 0.5, "letter": "A"},
        C5={"robustness": 0.5, "revenue": 5000.0},
        C7={"robustness": 0.5, "revenue": -10.0},
    )
    assert found(portfolio) == [
        ("C5", "to_discuss"),
        ("C1", "no_vote"),
        ("C1", "to_discuss"),
        ("C2", "to_discuss"),
        ("C7", "to_discuss"),
        ("C9", "to_discuss"),
    ]


CLIENT = st.fixed_dictionaries(
    {
        "letter": st.sampled_from(["A", "B", "C", "D", "NC", ""]),
        "computed_letter": st.sampled_from(["A", "B", "C", "D", "NC", ""]),
        "start_letter": st.sampled_from(["A", "D", "NC", ""]),
        "revenue": st.sampled_from([0.0, 5.0, 5.0, 100.0, float("nan")]),
        "false_good": st.sampled_from(["", "destroys"]),
        "robustness": st.sampled_from([0.5, 0.8, float("nan")]),
    }
)


@given(st.lists(CLIENT, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_clients_never_matters(rows: Any, shuffle: Any) -> None:
    named = {f"C{i}": row for i, row in enumerate(rows)}
    mixed = list(named)
    shuffle.shuffle(mixed)
    votes = Votes({"C0": {"sales": 0.0, "finance": 3.0}, "C1": {"sales": 1.0}})
    if rows:
        again = clients(**{key: named[key] for key in mixed})
        assert found(clients(**named), votes=votes) == found(again, votes=votes)


# --- in words -------------------------------------------------------------------


def item(client: str, reason: str, revenue: float = 10.0, **seen: Any) -> Item:
    return Item(client, reason, "B", revenue, seen)


@pytest.mark.parametrize(
    ("one", "english", "french"),
    [
        (
            item("C1", "to_discuss", robustness=0.62),
            "62% of 500 draws keep the letter",
            "62\u202f% de 500 tirages gardent la lettre",
        ),
        (
            item("C1", "false_good", kind="erodes", net_margin=1234.5, ratio=0.8),
            "erodes: net margin 1,235, cost 80% of the gross margin",
            "érode : marge nette 1\u202f235, coût 80\u202f% de la marge brute",
        ),
        (
            item("C1", "false_good", kind="destroys", net_margin=-5.0, ratio=np.nan),
            "destroys: net margin -5",
            "détruit : marge nette -5",
        ),
        (
            item("C1", "first_d", before="B", net_margin=np.nan),
            "B at the start; net margin ?",
            "B au départ ; marge nette ?",
        ),
        (
            item("C1", "disagreement", teams={"finance": 2.0, "sales": 0.5}),
            "sales A/B, finance C",
            "commerce A/B, finance C",
        ),
        (
            item("C1", "expiring", until=np.datetime64("2026-01-31"), author="Zoé"),
            "ends on 2026-01-31, signed Zoé",
            "finit le 2026-01-31, signée Zoé",
        ),
        (
            item("C1", "no_vote"),
            "nobody has voted on this A",
            "personne n'a voté sur ce A",
        ),
    ],
)
def test_the_figures_behind_each_reason(one: Item, english: str, french: str) -> None:
    assert words.detail(one, "en") == english
    assert words.detail(one, "fr") == french


def test_the_core_and_the_sheet_know_the_same_reasons() -> None:
    assert tuple(LABELS) == REASONS


def test_what_is_cut_is_said_in_the_last_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five items on three lines: the smallest with a decision stays too."""
    monkeypatch.setattr(words, "AGENDA_LINES", 3)
    items = [item(f"C{i}", "no_vote", 100.0 - i) for i in range(5)]
    known = {f"C{i}": Client(f"N{i}", "A", 100.0 - i) for i in range(5)}
    held = {("C4", LABELS["no_vote"].en)}
    rows, more = agenda_rows(items, known, [], held, "en")
    assert rows["client_id"].tolist() == ["C0", "C1", "C4", ""]
    assert more == 2
    assert rows["detail"].iloc[-1] == "2 more items, smaller, are not listed here."


def test_a_row_whose_reason_is_gone_says_so_and_counts_for_nothing() -> None:
    known = {"C1": Client("N1", "B", 10.0)}
    kept = [KeptRow("C1", "teams disagree"), KeptRow("C8", "price", "ask Zoé")]
    rows, more = agenda_rows([], known, kept, set(), "en")
    assert rows["detail"].tolist() == ["settled since", "ask Zoé"]
    assert rows["letter"].tolist() == ["B", ""]
    assert rows["amount"].isna().all()
    assert more == 0
