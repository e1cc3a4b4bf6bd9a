"""Clients who may be one and the same."""

from typing import Any

import numpy as np
import pandas as pd
from portfolios import portfolio

from segmentation_addin.core.company_names import folded_names
from segmentation_addin.core.duplicates import duplicate_issues
from segmentation_addin.core.issues import Issue
from segmentation_addin.core.periods import ending
from segmentation_addin.core.portfolio import gather, roster

YEAR = ending(np.datetime64("2025-12-31", "D"))


def found(*clients: tuple[str, ...]) -> list[Issue]:
    """The issues of clients (code, name, SIREN, group), who each sell for 100."""
    keys = ("client_id", "name", "siren", "group_id")
    frame = pd.DataFrame(
        [client + ("",) * (4 - len(client)) for client in clients], columns=list(keys)
    )
    lines = [f"{code} 2025-12-31 100 30" for code in frame["client_id"]]
    inputs = portfolio("client_id period revenue gross_margin\n" + "\n".join(lines))
    for key in keys:
        inputs.clients[key] = frame[key].to_numpy(dtype=object)
    who, _ = roster(inputs)
    names = folded_names(frame["name"].tolist())
    return duplicate_issues(inputs, who, gather(inputs, who, YEAR), names)


def told(*clients: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return [
        (issue.code, issue.params.get("client"), issue.params["found"], issue.rows)
        for issue in found(*clients)
    ]


def test_one_name_under_two_codes_is_told_with_the_revenue_of_both() -> None:
    clients = [("A", "Éts Dupont SARL"), ("B", "Martin"), ("C", "DUPONT")]
    (issue,) = found(*clients)
    assert (issue.code, issue.amount, issue.row) == ("client_same_name", 200.0, 2)
    assert told(*clients) == [("client_same_name", "A", "C", (0, 2))]


def test_one_siren_is_told_once_whatever_the_names() -> None:
    clients = [
        ("A", "Dupont", "732829320"),
        ("B", "Dupont", "732 829 320"),
        ("C", "Durand", "73282932000074"),
    ]
    assert told(*clients) == [("client_same_siren", "A", "B, C", (0, 1, 2))]


def test_namesakes_with_sirens_of_their_own_are_two_companies() -> None:
    assert not told(("A", "Dupont", "732829320"), ("B", "Dupont", "552100554"))


def test_clients_of_one_group_are_known_to_belong_together() -> None:
    assert not told(("A", "Dupont", "", "G1"), ("B", "Dupont SAS", "", "G1"))
    assert told(("A", "Dupont", "", "G1"), ("B", "Dupont SAS", "", "G2"))


def test_a_siren_with_a_wrong_key_is_a_note_for_all_of_them() -> None:
    clients = [("A", "Un", "732829321"), ("B", "Deux", "12"), ("C", "Trois")]
    assert told(*clients) == [("siren_key_wrong", None, "732829321", (0, 1))]


def test_only_some_codes_are_named_and_all_rows_are_there() -> None:
    (issue,) = found(*[(f"C{i}", "Dupont") for i in range(9)])
    assert issue.params["found"] == "C1, C2, C3, C4, C5…"
    assert len(issue.rows) == issue.params["count"] == 9
