"""What the closed reviews say of today: the History sheet, and what was carried over."""

from __future__ import annotations

from dataclasses import replace

from segmentation_addin.core.comparison import Comparison, compare
from segmentation_addin.core.freezing import today
from segmentation_addin.core.inputs import texts
from segmentation_addin.core.results_since import margin_effects
from segmentation_addin.core.review_calendar import review_calendar
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.vintages import first
from segmentation_addin.services.computing import Computed
from segmentation_addin.workbook.declaration import HEADER_ROW
from segmentation_addin.workbook.history_facts import (
    HistoryFacts,
    day_of,
    reviews_to_compare,
)
from segmentation_addin.workbook.history_rows import read_choice
from segmentation_addin.workbook.history_tables import HISTORY
from segmentation_addin.workbook.host import FixedValues, Host


def history_facts(host: Host, computed: Computed, result: Segmentation) -> HistoryFacts:
    """What the fixed cells of the History sheet show."""
    inputs = computed.inputs
    facts = HistoryFacts(
        vintages=inputs.vintages,
        start_from=result.start_from,
        start=day_of(result.period.start),
        calendar=review_calendar(inputs, result)[0],
    )
    oldest = first(inputs.vintages)
    if oldest is None:
        return facts
    now = today(result, inputs)
    chosen_before, chosen_after = read_choice(host)
    pair = reviews_to_compare(inputs.vintages, now, chosen_before, chosen_after)
    found = None if pair is None else compare(*pair)
    return replace(
        facts,
        chosen_before=chosen_before,
        chosen_after=chosen_after,
        comparison=found,
        effects=margin_effects(oldest, now),
        names={} if found is None else names_of(computed, found),
    )


def history_in_place(computed: Computed, values: FixedValues) -> FixedValues:
    """The values of fixed cells, less those of a History sheet of another shape.

    Columns that a user put in have moved our cells: theirs would be written over.
    """
    table = computed.tables.raws.get(HISTORY.name)
    if table is not None:
        place = (table.first_column, table.first_row)
        if place == (HISTORY.first_column + 1, HEADER_ROW + 1):
            return values
    kept = {
        cell: value
        for cell, value in values.values.items()
        if cell[0] != HISTORY.sheet or cell in values.formulas
    }
    return replace(values, values=kept)


def names_of(computed: Computed, comparison: Comparison) -> dict[str, str]:
    """Names of the clients that moved most, as the sheet Clients has them."""
    listed = {move.client_id for move in comparison.biggest()}
    clients = computed.inputs.clients
    pairs = zip(texts(clients, "client_id"), texts(clients, "name"), strict=True)
    return {str(client): str(name) for client, name in pairs if client in listed}
