"""Clients of a file found among those of the workbook, never guessed."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.imports.client_codes import Joined, join_clients
from segmentation_addin.imports.line_tables import LineTables

KNOWN = {"0101": "Durand SA", "202": "Perrin", "303": "Perrin SARL", "A": "Maes"}
PERIOD = pd.Timestamp("2025-12-31")


def clients(known: dict[str, str]) -> pd.DataFrame:
    rows = {"client_id": list(known), "name": list(known.values())}
    return pd.DataFrame(rows, dtype=object)


def joined(*rows: tuple[str, str], known: dict[str, str] | None = None) -> Joined:
    """Rows of 10 of revenue each, joined."""
    frame = pd.DataFrame(list(rows), columns=["client_id", "name"], dtype=object)
    margins = frame.assign(period=PERIOD, revenue=10.0)
    nothing = frame.iloc[:0]
    tables = LineTables(nothing, margins, nothing.assign(period=PERIOD), (), 12)
    return join_clients(tables, clients(KNOWN if known is None else known))


def found(done: Joined) -> list[str]:
    codes: list[str] = done.tables.margins["client_id"].tolist()
    return codes


def told(done: Joined) -> dict[str, float | None]:
    return {issue.code: issue.amount for issue in done.issues}


def test_a_code_stands_for_itself_then_less_its_zeros() -> None:
    done = joined(("0101", ""), ("101", ""), ("0202", ""))
    assert found(done) == ["0101", "0101", "202"]
    assert "joined_without_zeros" in told(done)
    assert (done.known, done.clients) == (2, 2)


def test_zeros_that_fit_two_codes_join_none() -> None:
    done = joined(("7", ""), known={"07": "", "007": ""})
    assert found(done) == ["7"]


def test_a_name_counts_where_there_is_no_code() -> None:
    done = joined(("", "S.A. DURAND"), ("", "Nobody"), ("", "perrin"), ("", "A"))
    assert found(done) == ["0101", "A"]
    assert told(done)["name_unknown"] == 10.0
    assert told(done)["name_fits_several"] == 10.0


def test_a_name_never_overrules_a_code() -> None:
    assert found(joined(("Z9", "Durand SA"))) == ["Z9"]


def test_few_known_codes_are_a_warning() -> None:
    strangers = [(f"Z{i}", "") for i in range(5)]
    assert "few_clients_known" in told(joined(*strangers))
    assert "clients_known" in told(joined(*strangers[:4]))
    assert set(told(joined(*strangers, known={}))) == set()


def test_many_unknown_names_are_summed_up() -> None:
    done = joined(*(("", f"Nobody {i}") for i in range(30)))
    assert len(done.issues) < 30
    assert sum(issue.amount or 0 for issue in done.issues) == 300.0


@given(st.lists(st.tuples(st.sampled_from(["", *KNOWN, "Z", "0202"]), st.text())))
def test_no_revenue_goes_without_a_word(rows: list[tuple[str, str]]) -> None:
    done = joined(*rows)
    kept = done.tables.margins["revenue"].sum()
    left = [i.amount or 0.0 for i in done.issues if i.code.startswith("name")]
    assert kept + sum(left) == 10.0 * len(rows)
