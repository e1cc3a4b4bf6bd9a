"""What a refresh writes on the Review sheet: the agenda, and figures on the workshop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np

from segmentation_addin.core.agenda import Item, agenda
from segmentation_addin.core.inputs import floats, texts
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.votes import count_votes
from segmentation_addin.core.workshop import Workshop, workshop
from segmentation_addin.languages import Language
from segmentation_addin.results.agenda import Client, KeptRow, agenda_rows
from segmentation_addin.results.workshop import participant_lines, weight_lines
from segmentation_addin.services.computing import Computed
from segmentation_addin.workbook.declaration import HEADER_ROW, match_columns
from segmentation_addin.workbook.host import (
    Cell,
    CellError,
    FixedValues,
    Host,
    RawTable,
    TableBody,
)
from segmentation_addin.workbook.inputs import SCALE
from segmentation_addin.workbook.reading import Tables
from segmentation_addin.workbook.review_facts import (
    ParticipantLine,
    ReviewFacts,
    WeightLine,
)
from segmentation_addin.workbook.review_tables import (
    AGENDA,
    AGENDA_KEY,
    REASONS,
    WRITTEN_AGENDA,
)

_SHEET = "review"


@dataclass(frozen=True)
class Reviewed:
    """What the Review sheet is to hold; `bodies` is empty where it has no agenda."""

    facts: ReviewFacts
    bodies: list[TableBody]


def where_in_place(host: Host, values: FixedValues) -> FixedValues:
    """The values of fixed cells, less those of a Review sheet of another shape.

    An older sheet has no cells of ours, and columns that a user put in moved them:
    the user's own cells would be written over.
    """
    if AGENDA.name in host.tables():
        table = host.read(AGENDA.name)
        across, down = AGENDA.first_column + 1, HEADER_ROW + 1
        if (table.first_column, table.first_row) == (across, down):
            return values
    kept = {
        place: value
        for place, value in values.values.items()
        if place[0] != _SHEET or place in values.formulas
    }
    return replace(values, values=kept)


def agenda_items(computed: Computed, result: Segmentation) -> list[Item]:
    """Every reason to talk about a client, the largest revenue first."""
    votes = count_votes(computed.tables.review.votes)
    overrides = computed.inputs.overrides
    return agenda(result.clients, overrides, votes, result.period.end)


def reviewed(host: Host, computed: Computed, result: Segmentation) -> Reviewed:
    """The agenda that this refresh proposes, and what the workshop says so far."""
    language = computed.language
    items = agenda_items(computed, result)
    standing = host.read(AGENDA.name) if AGENDA.name in host.tables() else None
    typed = [] if standing is None else _typed_rows(standing, language)
    proposed = {(x.client_id, REASONS[x.reason].in_(language)) for x in items}
    rows, unlisted = agenda_rows(
        items,
        _clients(computed, result),
        [row for row in typed if (row.client_id, row.reason) not in proposed],
        {(row.client_id, row.reason) for row in typed},
        language,
    )
    votes = count_votes(computed.tables.review.votes)
    revenue = {item.client_id: item.revenue for item in items}
    facts = ReviewFacts(
        agenda=rows,
        clients=len(revenue),
        revenue=float(np.nansum(np.array(list(revenue.values()), dtype=np.float64))),
        unlisted=unlisted,
        crossed=tuple(map(tuple, votes.crossed("sales", "finance").tolist())),
        **workshop_figures(
            computed.tables, workshop(computed.tables.review.judgements)
        ),
    )
    bodies = [] if standing is None else [TableBody(AGENDA.name, rows, AGENDA_KEY)]
    return Reviewed(facts, bodies)


class WorkshopFigures(TypedDict):
    """The part of the review's facts that the workshop gives."""

    weights: tuple[WeightLine, ...]
    group_ratio: float | None
    participants: tuple[ParticipantLine, ...]


def workshop_figures(tables: Tables, found: Workshop) -> WorkshopFigures:
    """What the sheet shows of the workshop, with the weights as they stand."""
    raw = tables.raws[SCALE.name]
    headings = match_columns(SCALE, raw.headings)
    labels: dict[str, float] = {}
    if {"criterion", "weight"} <= headings.keys():
        names, weights = (
            raw.columns[raw.headings.index(headings[key])]
            for key in ("criterion", "weight")
        )
        for name, weight in zip(names, weights, strict=True):
            if isinstance(name, str) and _is_number(weight):
                key = name.casefold()
                labels[key] = labels.get(key, 0.0) + float(weight)  # type: ignore[arg-type]
    return {
        "weights": weight_lines(found, weights_of(tables), labels, tables.language),
        "group_ratio": None if found.group is None else found.group.consistency_ratio,
        "participants": participant_lines(found, tables.language),
    }


def weights_of(tables: Tables) -> dict[str, float]:
    """Criterion -> weight, as the scale stands."""
    scale = tables.scale
    return dict(zip(scale["criterion"], floats(scale, "weight").tolist(), strict=True))


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _clients(computed: Computed, result: Segmentation) -> dict[str, Client]:
    found = result.clients
    columns = (
        texts(found, "client_id"),
        texts(computed.inputs.clients, "name")[result.client_rows],
        texts(found, "letter"),
        floats(found, "revenue"),
    )
    return {
        str(client): Client(str(name), str(letter), float(revenue))
        for client, name, letter, revenue in zip(*columns, strict=True)
    }


def _typed_rows(standing: RawTable, language: Language) -> list[KeptRow]:
    """The rows where a person typed: a decision, a cell of their own, or a reason
    that is not one of ours.
    """
    matched = match_columns(AGENDA, standing.headings)
    written = {matched[key] for key in WRITTEN_AGENDA if key in matched}
    own = [
        column
        for heading, column in zip(standing.headings, standing.columns, strict=True)
        if heading not in written and heading not in standing.formula_columns
    ]
    shown = {
        key: standing.columns[standing.headings.index(matched[key])]
        for key in ("client_id", "reason", "detail")
        if key in matched
    }
    if len(shown) < len(("client_id", "reason", "detail")):
        return []
    ours = {reason.in_(language) for reason in REASONS.values()}
    rows = []
    for place in range(standing.rows):
        client, reason, seen = (_text(shown[key][place]) for key in shown)
        if reason and reason not in ours:
            rows.append(KeptRow(client, reason, seen))
        elif client and reason and any(_text(column[place]) for column in own):
            rows.append(KeptRow(client, reason))
    return rows


def _text(cell: Cell) -> str:
    """What a cell shows; "" for a blank or an error."""
    if cell is None or isinstance(cell, CellError):
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell)) if whole else str(cell)  # type: ignore[arg-type]
