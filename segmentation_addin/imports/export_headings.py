"""Headings of other programs' exports, beyond those that the workbook itself knows.

They are data: `data/export_headings.csv`. A heading of rank 1 is sure; one of rank 2
is a plain word ("Client", "Cost") that gives way to any other and that its values must
confirm. A note says what to know of a column read under that heading.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from segmentation_addin.workbook.declaration import heading_key

PLAIN_WORD = 2
SHARED = ("client_id", "name", "period")
"""Columns that every table of clients has: an alias of one is an alias of all."""


class ExportHeading(NamedTuple):
    """What one heading of an export is taken for."""

    table: str
    key: str
    rank: int
    note: str
    """Code of an issue to tell, or ""."""

    def fits(self, table: str) -> bool:
        """True when a table of that name has the column."""
        return table == self.table or self.key in SHARED


def export_headings(heading: str) -> tuple[ExportHeading, ...]:
    """The columns that a heading of an export may be.

    >>> [(x.table, x.key) for x in export_headings("Réclamations")]
    [('tblCostToServe', 'tickets')]
    """
    return _known().get(heading_key(heading), ())


@cache
def _known() -> Mapping[str, tuple[ExportHeading, ...]]:
    path = files("segmentation_addin") / "data" / "export_headings.csv"
    known: dict[str, list[ExportHeading]] = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        table, _, key = row["column"].partition(".")
        found = ExportHeading(table, key, int(row["rank"]), row["note"])
        places = known.setdefault(heading_key(row["heading"]), [])
        if found not in places:
            places.append(found)
    return {heading: tuple(places) for heading, places in known.items()}
