"""Codes that stand for many buyers: counter sales, sundry clients, tests.

Their letter describes nobody. They are found by the whole name, never by a word in
it: "Comptoir Martin" is a client.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.company_names import folded_names
from segmentation_addin.core.inputs import BoolArray, InputTables, row_numbers
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.portfolio import Portfolio, Roster

_WORDS = (
    "divers diverse comptoir passage passant particulier particuliers anonyme "
    "anonymes inconnu inconnus autre autres caisse detail test tests "
    "misc miscellaneous sundry sundries various counter walkin unknown other others "
    "cash anonymous internet web"
)
_WORDS_AROUND = (
    "client clients clt clts customer customers compte comptes account accounts "
    "vente ventes sale sales au a de du en les des la le the of at"
)
_AROUND = frozenset(_WORDS_AROUND.split())
_CATCHES = frozenset(_WORDS.split())
_PHRASES = frozenset({"walk in", "one off", "one time", "over counter"})
_BEGINNINGS = _CATCHES | _AROUND | {phrase.split()[0] for phrase in _PHRASES}
_WITHOUT_DIGITS = str.maketrans("", "", "0123456789")


def catch_all_issues(
    inputs: InputTables, found: Roster, current: Portfolio, names: Sequence[str]
) -> list[Issue]:
    """One note a code that stands for many buyers and carries revenue.

    `names` are the folded names of the roster.
    """
    many = _by_name(names) | _by_code(found.ids)
    total = float(np.nansum(current.revenue[current.revenue > 0]))
    rows = row_numbers(inputs.clients)[found.rows]
    issues = []
    for place in np.flatnonzero(many & (np.nan_to_num(current.revenue) != 0)):
        revenue = float(current.revenue[place])
        issues.append(
            Issue(
                "catch_all_client",
                Severity.NOTE,
                "tblClients",
                int(rows[place]),
                "name",
                params={
                    "client": str(found.ids[place]),
                    "share": revenue / total if total > 0 else 0.0,
                },
                amount=revenue,
            )
        )
    return issues


def _by_name(names: Sequence[str]) -> BoolArray:
    return np.fromiter(
        (
            name.partition(" ")[0] in _BEGINNINGS and stands_for_many(name)
            for name in names
        ),
        dtype=bool,
        count=len(names),
    )


def _by_code(ids: NDArray[np.object_]) -> BoolArray:
    """The codes that are such a name, numbers aside: of C00001 and C00002 the C."""
    if not len(ids):
        return np.zeros(0, dtype=bool)
    lines = (" ".join(str(client).split()) for client in ids)
    bare = "\n".join(lines).translate(_WITHOUT_DIGITS).split("\n")
    kinds = list(dict.fromkeys(bare))
    folded = zip(kinds, folded_names(kinds), strict=True)
    many = {kind for kind, name in folded if stands_for_many(name)}
    return np.fromiter((kind in many for kind in bare), dtype=bool, count=len(bare))


def stands_for_many(name: str) -> bool:
    """True for a folded name that names no client.

    >>> [stands_for_many(x) for x in ("clients divers", "comptoir", "comptoir martin")]
    [True, True, False]
    """
    if len(name) > _LONGEST:
        return False
    kept = [word for word in name.split() if word not in _AROUND]
    words = [word for word in kept if not word.isdigit()]
    if not words:
        return False
    return all(word in _CATCHES for word in words) or " ".join(words) in _PHRASES


_LONGEST = 40
"""Characters beyond which a name says more than that."""
