"""Clients that stand twice in a file: one code on several rows, one name on two codes.

Nothing is guessed: a code is read once, two codes stay two clients, and both are told.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from segmentation_addin.core.company_names import folded_names
from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.cells import shown

_LISTED = 5
"""Codes of one name that are quoted."""


def once(clients: pd.DataFrame) -> tuple[pd.DataFrame, list[Issue]]:
    """The first row of each client code, and what stood on the others.

    Rows that are alike are one row; rows that differ are told.
    """
    distinct = clients.drop_duplicates()
    kept = distinct.drop_duplicates("client_id")
    if len(kept) == len(distinct):
        return kept.reset_index(drop=True), []
    again = distinct.loc[distinct.duplicated("client_id"), "client_id"]
    params: dict[str, ParamValue] = {
        "count": int(again.nunique()),
        "found": shown(again.iloc[0]),
    }
    issue = Issue("client_twice", Severity.WARNING, params=params)
    return kept.reset_index(drop=True), [issue]


def namesakes(codes: Sequence[str], names: Sequence[str]) -> list[Issue]:
    """One finding for the names that stand under several codes, spelling aside.

    >>> [found] = namesakes(["C1", "C2"], ["Dupont SA", "DUPONT S.A."])
    >>> dict(found.params)
    {'count': 1, 'found': 'Dupont SA', 'expected': 'C1, C2'}
    """
    frame = pd.DataFrame({"code": [*codes], "name": [*names]}, dtype=object)
    frame["folded"] = folded_names(frame["name"].tolist()) if len(frame) else ""
    frame = frame[(frame["folded"] != "") & (frame["code"] != "")]
    frame = frame.drop_duplicates(["code", "folded"])
    several = frame[frame.duplicated("folded", keep=False)]
    if several.empty:
        return []
    first = several[several["folded"] == several["folded"].iloc[0]]
    params: dict[str, ParamValue] = {
        "count": int(several["folded"].nunique()),
        "found": shown(first["name"].iloc[0]),
        "expected": ", ".join(shown(code) for code in first["code"][:_LISTED]),
    }
    return [Issue("client_codes_share_name", Severity.WARNING, params=params)]


def lost_zero_pairs(heading: str, codes: Sequence[str]) -> list[Issue]:
    """One finding for the codes that differ by zeros at their front alone.

    >>> [found] = lost_zero_pairs("Code client", ["0101", "101", "7"])
    >>> found.params["found"], found.params["expected"]
    ('0101', '101')
    """
    known: dict[str, str] = {}
    pairs = []
    for code in dict.fromkeys(codes):
        if code.isascii() and code.isdigit():
            other = known.setdefault(code.lstrip("0"), code)
            if other != code:
                pairs.append((other, code))
    if not pairs:
        return []
    params: dict[str, ParamValue] = {
        "heading": heading,
        "found": pairs[0][0],
        "expected": pairs[0][1],
        "count": len(pairs),
    }
    return [Issue("codes_zeros_lost", Severity.WARNING, params=params)]
