"""Order lines that stand in tables of a database: headings and habits of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import ibis
import ibis.expr.types as ir

from segmentation_addin.at_scale.engines import Engine
from segmentation_addin.at_scale.habits import Habits, habits_of
from segmentation_addin.at_scale.line_fields import FIELDS
from segmentation_addin.at_scale.typed_lines import typed_lines
from segmentation_addin.core.issues import Issue
from segmentation_addin.imports.headings import map_line_headings
from segmentation_addin.workbook.host import Progress

SAMPLE: Final = 20_000
"""Rows on which the habits of texts are decided."""


def table_lines(
    engine: Engine, names: Sequence[str], progress: Progress
) -> tuple[ir.Table | None, list[tuple[str, Issue]], dict[str, dict[str, str]]]:
    """Typed lines of tables, what is wrong with each, and {table: {field: column}}.

    No lines where one of the tables lacks what a line needs. A table that is named
    twice is read once.
    """
    names = list(dict.fromkeys(names))
    parts: list[ir.Table] = []
    issues: list[tuple[str, Issue]] = []
    mappings: dict[str, dict[str, str]] = {}
    for number, name in enumerate(names):
        table = engine.table(name)
        headings = list(table.columns)
        found = map_line_headings(headings)
        issues += [(name, issue) for issue in found.issues]
        places = {k: v for k, v in found.positions.items() if k in FIELDS}
        mappings[name] = {k: headings[v] for k, v in places.items()}
        if found.readable:
            used = sorted(set(places.values()))
            raw = table.select(
                **{f"c{place}": table[headings[place]] for place in used},
                file=ibis.literal(name),
            )
            habits = _habits(engine, raw, places, mappings[name], progress)
            issues += [(name, issue) for issue in habits.issues]
            parts.append(
                typed_lines(raw, {k: f"c{v}" for k, v in places.items()}, habits)
            )
        progress("look", (number + 1) / len(names))
    if len(parts) < len(names):
        return None, issues, mappings
    return parts[0] if len(parts) == 1 else ibis.union(*parts), issues, mappings


def _habits(
    engine: Engine,
    raw: ir.Table,
    places: dict[str, int],
    headings: dict[str, str],
    progress: Progress,
) -> Habits:
    """How the texts of a table are written; typed columns need no habits."""
    texts = {k: f"c{v}" for k, v in places.items() if raw[f"c{v}"].type().is_string()}
    wanted = sorted(set(texts.values()))
    rows = engine.rows(raw.select(*wanted).limit(SAMPLE), progress) if wanted else []
    cells = {name: [row[column] for row in rows] for name, column in texts.items()}
    cells.setdefault("date", [])
    return habits_of(cells, headings)  # type: ignore[arg-type]
