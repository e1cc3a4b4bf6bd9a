"""Clients of a file found among those of the workbook: by code, else by name.

A code counts as it stands, then less the zeros at its front; a name counts, spelling
aside, where the file gives no code. Where two clients fit, none is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import pandas as pd

from segmentation_addin.core.company_names import folded_names
from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.cells import LISTED, shown
from segmentation_addin.imports.line_tables import LineTables

FEW = 5
"""Clients under which the share that is known says nothing of the codes."""
LEAST_KNOWN = 0.5
"""Share of known clients under which the codes are perhaps those of another system."""
_TABLES = ("clients", "margins", "cost_to_serve")


class _Known(NamedTuple):
    """The clients of the workbook, as a file may name them."""

    codes: frozenset[str]
    bare: Mapping[str, str | None]
    """Code less the zeros at its front -> code; None where several codes fit."""
    names: Mapping[str, str | None]
    """Folded name -> code; None where several clients bear it."""
    rivals: Mapping[str, Sequence[str]]
    """Folded name -> the codes of those who bear it, where there are several."""


@dataclass(frozen=True)
class Joined:
    """The rows of a file under the codes of the workbook."""

    tables: LineTables
    known: int
    """Clients of the file that the workbook knows."""
    clients: int
    """All clients of the file."""
    issues: list[Issue] = field(default_factory=list)


def join_clients(tables: LineTables, clients: pd.DataFrame) -> Joined:
    """Rows of a file with the codes of the workbook's clients (client_id, name).

    Rows whose client cannot be told are left out, each said with its revenue.
    """
    known = _known(clients)
    pairs = pd.concat(
        [getattr(tables, name)[["client_id", "name"]] for name in _TABLES]
    )
    pairs = pairs.drop_duplicates().astype(object)
    folded = folded_names(pairs["name"].tolist())
    found: dict[tuple[str, str], str] = {}
    issues: list[Issue] = []
    by_name, by_zeros, strangers = [], [], []
    for code, name, fold in zip(pairs["client_id"], pairs["name"], folded, strict=True):
        taken = _code_of(code, name, fold, known)
        if taken is None:
            strangers.append((code, name, fold))
            continue
        found[code, name] = taken
        if not code:
            by_name.append((name, taken))
        elif code != taken:
            by_zeros.append((code, taken))
    for code, name, fold in strangers:
        if not code and not known.codes:
            found[code, name] = name
        elif code:
            found[code, name] = code
        else:
            rivals = known.rivals.get(fold, ())
            issues.append(_unjoined(name, rivals, _revenue(tables.margins, name)))
    issues = _capped(issues)
    issues += _told("joined_by_name", Severity.NOTE, by_name)
    issues += _told("joined_without_zeros", Severity.WARNING, by_zeros)
    if not known.codes and any(not code for code, _ in found):
        issues.append(Issue("names_as_codes", Severity.NOTE))
    everybody = len({found.get((code, name), name) for code, name, *_ in _rows(pairs)})
    inside = len(set(found.values()) & known.codes)
    if known.codes:
        issues.append(_rate(inside, everybody))
    return Joined(_recoded(tables, found), inside, everybody, issues)


def _rows(pairs: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(pairs["client_id"], pairs["name"], strict=True))


def _known(clients: pd.DataFrame) -> _Known:
    clients = clients[clients["client_id"] != ""].drop_duplicates("client_id")
    codes = clients["client_id"].astype(object).tolist()
    bare: dict[str, str | None] = {}
    for code in codes:
        short = code.lstrip("0")
        bare[short] = None if short in bare else code
    bearers: dict[str, list[str]] = {}
    names = folded_names(clients["name"].astype(object).tolist())
    for code, fold in zip(codes, names, strict=True):
        if fold:
            bearers.setdefault(fold, []).append(code)
    return _Known(
        frozenset(codes),
        bare,
        {fold: who[0] if len(who) == 1 else None for fold, who in bearers.items()},
        {fold: who for fold, who in bearers.items() if len(who) > 1},
    )


def _code_of(code: str, name: str, fold: str, known: _Known) -> str | None:
    """The workbook's code of a client of the file; None where it has none."""
    if code:
        return code if code in known.codes else known.bare.get(code.lstrip("0"))
    return name if name in known.codes else known.names.get(fold)


def _unjoined(name: str, rivals: Sequence[str], revenue: float | None) -> Issue:
    """A client whom the file names, and whose code nothing tells."""
    if not rivals:
        params: dict[str, ParamValue] = {"found": shown(name)}
        return Issue("name_unknown", Severity.WARNING, params=params, amount=revenue)
    expected = ", ".join(shown(code) for code in rivals[:LISTED])
    params = {"found": shown(name), "expected": expected}
    return Issue("name_fits_several", Severity.WARNING, params=params, amount=revenue)


def _revenue(margins: pd.DataFrame, name: str) -> float | None:
    if "revenue" not in margins:
        return None
    own = margins["revenue"][(margins["name"] == name) & (margins["client_id"] == "")]
    return float(own.sum()) if own.notna().any() else None


def _capped(issues: list[Issue]) -> list[Issue]:
    """The first findings, then one for all the others."""
    if len(issues) <= LISTED:
        return issues
    rest = issues[LISTED:]
    worth = [issue.amount for issue in rest if issue.amount is not None]
    params: dict[str, ParamValue] = {"count": len(rest)}
    more = Issue(
        "names_unknown_more",
        Severity.WARNING,
        params=params,
        amount=sum(worth) if worth else None,
    )
    return [*issues[:LISTED], more]


def _told(
    code: str, severity: Severity, pairs: Sequence[tuple[str, str]]
) -> list[Issue]:
    """One finding for all clients that were found by something else than their code."""
    if not pairs:
        return []
    (found, expected), *_ = pairs
    params: dict[str, ParamValue] = {
        "count": len(pairs),
        "found": shown(found),
        "expected": shown(expected),
    }
    return [Issue(code, severity, params=params)]


def _rate(known: int, clients: int) -> Issue:
    """How many clients of the file the workbook knows; a warning when few."""
    params: dict[str, ParamValue] = {"found": known, "count": clients}
    low = clients >= FEW and known < LEAST_KNOWN * clients
    if low:
        return Issue("few_clients_known", Severity.WARNING, params=params)
    return Issue("clients_known", Severity.NOTE, params=params)


def _recoded(tables: LineTables, found: Mapping[tuple[str, str], str]) -> LineTables:
    """The same rows under the codes that were found; the others are left out."""

    def under_codes(frame: pd.DataFrame) -> pd.DataFrame:
        codes = [found.get(pair, "") for pair in _rows(frame)]
        frame = frame.assign(client_id=pd.Series(codes, frame.index, dtype=object))
        return frame[frame["client_id"] != ""].reset_index(drop=True)

    return replace(
        tables,
        clients=under_codes(tables.clients),
        margins=under_codes(tables.margins),
        cost_to_serve=under_codes(tables.cost_to_serve),
    )
