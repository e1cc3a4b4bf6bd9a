"""What rests on what: of each input column, the share of the revenue that has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import Flags, Numbers
from segmentation_addin.workbook.board_phrases import (
    NOTHING,
    Phrase,
    choose,
    joined,
    percentage,
)
from segmentation_addin.workbook.board_quality_figures import (
    ORIGIN,
    QUALITY,
    REVENUE,
    SOLD,
    margin_rows,
    origin_mark,
    share_of,
    sold,
    when_sold,
)
from segmentation_addin.workbook.outputs import MARGIN_ORIGIN

ORIGIN_ROW = 13
"""Row of the section title."""


def _numbers(key: str) -> Callable[[Facts], Flags]:
    def rows(facts: Facts) -> Flags:
        values: Numbers = facts.figures.numbers(key)
        return np.asarray(~np.isnan(values), dtype=bool)

    return rows


_TYPED = Text("typed", "saisi")
_MEASURED = Text("measured", "mesuré")
_INPUTS: tuple[tuple[Text, str, Text], ...] = (
    (Text("Cost to serve", "Coût de service"), "cost_to_serve", _MEASURED),
    (Text("Last order", "Dernière commande"), "days", _MEASURED),
    (Text("Active months", "Mois actifs"), "active_months", _MEASURED),
    (Text("Orders", "Commandes"), "orders", _MEASURED),
    (Text("Client since", "Client depuis"), "since_year", _TYPED),
    (Text("Potential", "Potentiel"), "potential", _TYPED),
)


def _origin_lines() -> Iterator[tuple[Text, str, Callable[[Facts], float], Phrase]]:
    """Label, formula and value of the share known, and the share by origin."""

    def of(key: str) -> str:
        return f'SUMIFS({REVENUE},{ORIGIN},{origin_mark(key)},{REVENUE},">0")/{SOLD}'

    parts = [
        joined(
            MARGIN_ORIGIN[key],
            Text(" ", " "),
            percentage(of(key), share_of(margin_rows(key))),
        )
        for key in MARGIN_ORIGIN
    ]
    comma = Text(", ", ", ")
    yield (
        Text("Gross margin", "Marge brute"),
        f"{of('measured')}+{of('estimated')}",
        lambda facts: (
            share_of(margin_rows("measured"))(facts)
            + share_of(margin_rows("estimated"))(facts)
        ),
        joined(parts[0], comma, parts[1], comma, parts[2]),
    )
    for row, (label, key, origin) in enumerate(_INPUTS, start=ORIGIN_ROW + 3):
        known = share_of(_numbers(key))
        filled = f"--ISNUMBER({column(key)}),--({REVENUE}>0)"
        said = (
            joined(origin, Text(" ", " "), percentage(f"N(C{row})", known)),
            joined(
                Text("missing ", "absent "),
                percentage(f"1-N(C{row})", _the_rest(known)),
            ),
        )
        formula = f"SUMPRODUCT({filled},{REVENUE})/{SOLD}"
        yield label, formula, known, joined(said[0], comma, said[1])


def _the_rest(known: Callable[[Facts], float]) -> Callable[[Facts], float]:
    return lambda facts: 1 - known(facts)


def origin_cells() -> Iterator[FixedCell]:
    """The section of Data quality, in reading order."""
    title = Text("What rests on what", "Ce qui repose sur quoi")
    yield FixedCell(QUALITY, f"A{ORIGIN_ROW}", "section", title, span=4)
    row = ORIGIN_ROW + 1
    heads = (
        ("A", Text("Input", "Saisie"), "small_head left", 2),
        ("C", Text("Known", "Connu"), "small_head", 1),
        (
            "D",
            Text(
                "Share of the revenue, by origin of the figure",
                "Part du chiffre d'affaires, par origine du chiffre",
            ),
            "small_head inset",
            1,
        ),
    )
    for letter, text, style, span in heads:
        yield FixedCell(QUALITY, f"{letter}{row}", style, text, span=span)
    for row, (label, formula, value, told) in enumerate(
        _origin_lines(), start=ORIGIN_ROW + 2
    ):
        yield FixedCell(QUALITY, f"A{row}", "line label", label, span=2)
        yield FixedCell(
            QUALITY,
            f"C{row}",
            "line percent",
            formula=f'IF({SOLD}>0,{formula},"")',
            value=when_sold(value),
        )
        shown = choose(
            f"ISNUMBER(C{row})", lambda facts: sold(facts) > 0, told, NOTHING
        )
        yield shown.cell(QUALITY, f"D{row}", "line inset")
