"""Which heading of a table or an export holds which figure.

The headings are data: `data/line_headings.csv` for order lines and
`data/column_headings.csv` for the workbook's own tables, in French and English.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.imports.units import bare_heading
from segmentation_addin.languages import LANGUAGES
from segmentation_addin.workbook.declaration import (
    Column,
    Kind,
    Table,
    heading_key,
    match_columns,
)
from segmentation_addin.workbook.inputs import CLIENTS, COST_TO_SERVE, MARGINS

INPUTS = (CLIENTS, MARGINS, COST_TO_SERVE)


class _Alias(NamedTuple):
    field: str
    rank: int
    heading: str


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("segmentation_addin") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


# --- the workbook's own tables ---------------------------------------------


@cache
def column_aliases(table: str) -> Mapping[str, str]:
    """Headings of common exports for one table of the workbook: {heading: key}."""
    return {
        row["heading"]: row["column"]
        for row in _rows("column_headings.csv")
        if row["table"] == table
    }


class TableHeadings(NamedTuple):
    """How the headings of one table were understood."""

    columns: dict[str, str]
    """Column key -> heading."""
    repeated: list[tuple[str, str]]
    """(column key, heading) of headings that fit a column already found."""


def table_headings(table: Table, headings: Sequence[str]) -> TableHeadings:
    """Which heading holds which declared column of a workbook table.

    The declared headings come first, then those of common exports. A heading with
    a % sign only fits a rate: "Marge %" is not the margin.
    """
    fitting = [h for h in headings if _may_fit(table, h)]
    columns = match_columns(table, fitting)
    repeated = [
        (key, heading)
        for heading in fitting
        for key in match_columns(table, [heading])
        if columns[key] != heading
    ]
    free = [h for h in fitting if not match_columns(table, [h])]
    aliases = column_aliases(table.name)
    for heading in free:
        for key in match_columns(table, [heading], aliases):
            if key not in columns:
                columns[key] = heading
            else:
                repeated.append((key, heading))
    return TableHeadings(columns, repeated)


def accepted_headings(table: Table, column: Column) -> str:
    """Headings under which one declared column is recognised, for a message."""
    aliases = column_aliases(table.name).items()
    exports = [heading for heading, key in aliases if key == column.key]
    return ", ".join(dict.fromkeys([*column.heading, *exports[:4]]))


def _may_fit(table: Table, heading: str) -> bool:
    if "%" not in heading:
        return True
    found = match_columns(table, [heading], column_aliases(table.name))
    return all(table.column(key).kind is Kind.RATE for key in found)


_THEIRS = re.compile(
    r"(?:chiffre d affaires|ca|revenus?) (?:annuels?|global|du client|client"
    r"|de la societe|de l entreprise)"
    r"|(?:annual|yearly|company|customer) (?:revenue|turnover)|annualrevenue"
)


def theirs(heading: str) -> bool:
    """True when a heading names what the client's own company sells, as in a CRM.

    >>> theirs("Chiffre d'affaires annuel"), theirs("Annual Revenue"), theirs("CA HT")
    (True, True, False)
    """
    return _THEIRS.fullmatch(heading_key(bare_heading(heading))) is not None


# --- order lines -----------------------------------------------------------


class LineHeadings(NamedTuple):
    """Where each field of an order line stands: {field: position of the heading}."""

    positions: dict[str, int]
    issues: list[Issue]

    @property
    def readable(self) -> bool:
        """True when client, date and amount were all found."""
        return not any(issue.severity is Severity.ERROR for issue in self.issues)


_NEEDED = {
    "client_id": "lines_no_client",
    "date": "lines_no_date",
    "amount": "lines_no_amount",
}
_FIGURES = frozenset({*_NEEDED, "order_id", "profit", "cost"})
"""Fields for which two candidate headings stop the import."""


@cache
def _line_aliases() -> Mapping[str, tuple[_Alias, ...]]:
    """Folded heading -> the fields it may hold."""
    known: dict[str, list[_Alias]] = {}
    for row in _rows("line_headings.csv"):
        alias = _Alias(row["field"], int(row["rank"]), row["heading"])
        known.setdefault(_fold(alias.heading), []).append(alias)
    return {folded: tuple(aliases) for folded, aliases in known.items()}


def _fold(heading: str) -> str:
    return heading_key(heading.replace("%", " percent "))


def speaks_french(headings: Sequence[str]) -> bool:
    """True when a heading is known in French only: dates are then day first."""
    english, french = (
        {
            _fold(row["heading"])
            for row in _rows("line_headings.csv")
            if row["language"] == x
        }
        for x in LANGUAGES
    )
    return any(_fold(bare_heading(heading)) in french - english for heading in headings)


def line_fields() -> list[str]:
    """All fields of an order line that a heading can name."""
    return sorted({a.field for aliases in _line_aliases().values() for a in aliases})


def accepted(field: str, count: int = 8) -> str:
    """The best-known headings of one field, both languages, for a message."""
    found = [row for row in _rows("line_headings.csv") if row["field"] == field]
    best = [
        row["heading"]
        for language in LANGUAGES
        for row in [r for r in found if r["language"] == language][: count // 2]
    ]
    return ", ".join(dict.fromkeys(best))


def recognised(headings: Sequence[str]) -> int:
    """How many needed fields a row of headings names (0 to 3)."""
    found = {alias.field for heading in headings for _, alias in _candidates(heading)}
    found |= {"client_id"} & {"client_id" if "client_name" in found else ""}
    found |= {"amount"} & {"amount" if "amount_with_vat" in found else ""}
    return len(found & set(_NEEDED))


@cache
def _all_headings() -> frozenset[str]:
    """Every heading that a table of the workbook or an export is known by, folded."""
    declared = (
        name
        for table in INPUTS
        for column in table.columns
        for name in (*column.heading, column.key)
    )
    exported = (
        row["heading"]
        for name in ("column_headings.csv", "line_headings.csv")
        for row in _rows(name)
    )
    return frozenset(_fold(name) for name in (*declared, *exported))


def known_headings(headings: Sequence[str]) -> int:
    """How many cells of a row are headings of any table or export."""
    return sum(
        _fold(heading) in _all_headings()
        or _fold(bare_heading(heading)) in _all_headings()
        for heading in headings
        if heading
    )


def _candidates(heading: str) -> list[tuple[int, _Alias]]:
    """Fields that a heading may hold, each with how loosely it fits (0 = exactly)."""
    text = " ".join(str(heading).split())
    exact = text.casefold()
    known = _line_aliases()
    found = [
        (0 if alias.heading.casefold() == exact else 1, alias)
        for alias in known.get(_fold(text), ())
    ]
    if not found:
        bare = bare_heading(text)
        found = [(2, alias) for alias in known.get(_fold(bare), ())]
    return found


def amount_with_vat(heading: str) -> bool:
    """True when a heading is known as revenue that includes VAT.

    >>> amount_with_vat("Total TTC"), amount_with_vat("Total HT")
    (True, False)
    """
    return "amount_with_vat" in {alias.field for _, alias in _candidates(heading)}


def map_line_headings(
    headings: Sequence[str],
    with_vat: bool = False,
    said: Mapping[str, str] = MappingProxyType({}),
) -> LineHeadings:
    """Which column of an export of order lines holds which field.

    The surest heading of a field wins, then the one written exactly as known; two
    equally good ones are an error naming both (a warning for descriptive fields,
    which then stay empty). An amount including VAT alone is refused, unless
    `with_vat`: somebody confirmed its rate. What a user `said` of a heading comes
    before all else: {folded heading: field, or "" to leave it out}.
    """
    offers: dict[str, list[tuple[int, int, int]]] = {}
    for position, heading in enumerate(headings):
        field = said.get(heading_key(heading))
        if field is not None:
            if field:
                offers.setdefault(field, []).append((-1, 0, position))
            continue
        for looseness, alias in _candidates(heading):
            offer = (alias.rank, looseness, position)
            offers.setdefault(alias.field, []).append(offer)
    positions: dict[str, int] = {}
    issues: list[Issue] = []
    for field, found in offers.items():
        surest = min(found)[:2]
        best = sorted({offer[2] for offer in found if offer[:2] == surest})
        if len(best) == 1:
            positions[field] = best[0]
            continue
        two = {"first": headings[best[0]], "second": headings[best[1]]}
        if field in _FIGURES:
            issues.append(Issue("lines_two_headings", Severity.ERROR, params=two))
            positions[field] = best[0]
        elif field != "amount_with_vat":
            issues.append(Issue("lines_two_descriptions", Severity.WARNING, params=two))
    if with_vat and "amount" not in positions and "amount_with_vat" in positions:
        positions["amount"] = positions["amount_with_vat"]
    if "client_id" not in positions and "client_name" in positions:
        positions["client_id"] = positions["client_name"]
        named = {"found": headings[positions["client_name"]]}
        issues.append(Issue("lines_name_as_code", Severity.NOTE, params=named))
    return LineHeadings(positions, [*issues, *_missing(headings, positions, offers)])


def _missing(
    headings: Sequence[str],
    positions: Mapping[str, int],
    offers: Mapping[str, list[tuple[int, int, int]]],
) -> list[Issue]:
    present = ", ".join(str(h) for h in headings if str(h).strip())[:300]
    issues = []
    for field, code in _NEEDED.items():
        if field in positions:
            continue
        if field == "amount" and "amount_with_vat" in offers:
            found = headings[offers["amount_with_vat"][0][2]]
            params = {"found": found, "expected": accepted("amount")}
            issues.append(Issue("lines_amount_with_vat", Severity.ERROR, params=params))
            continue
        params = {"found": present, "expected": accepted(field)}
        issues.append(Issue(code, Severity.ERROR, params=params))
    if "profit" not in positions and "cost" not in positions:
        params = {"expected": f"{accepted('profit', 4)}, {accepted('cost', 4)}"}
        issues.append(Issue("lines_no_margin", Severity.WARNING, params=params))
    if "order_id" not in positions:
        params = {"expected": accepted("order_id", 6)}
        issues.append(Issue("lines_no_order", Severity.WARNING, params=params))
    return issues
