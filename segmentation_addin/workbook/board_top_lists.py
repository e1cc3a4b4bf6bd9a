"""The dashboard's three short lists: false good clients, risks, levers.

Ten clients each, found by their rank in `tblSegmentation`, under a sentence that says
how many there are in all. An empty list is one calm sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_letters import DASHBOARD
from segmentation_addin.workbook.board_phrases import (
    Phrase,
    amount,
    choose,
    joined,
    whole,
    words,
)
from segmentation_addin.workbook.host import Cell

LISTED = 10
_NAME = "name"


@dataclass(frozen=True)
class TopList:
    """One list: whose rank it follows, what it shows, where it stands."""

    rank: str
    """Column of `tblSegmentation` that ranks its clients, 1 = first."""
    summed: str
    """Amount that its sentence adds up."""
    title: Text
    told: Text
    """Words between the number of clients and the amount."""
    nothing: Text
    row: int
    """Sheet row of its title."""
    first_column: str
    columns: tuple[tuple[str, int, str, str, Text], ...]
    """Sheet column, columns covered, key, style and heading."""
    position_column: str
    """Sheet column, beside the page, of the row of each client."""
    span: int = 7


TOP_LISTS = (
    TopList(
        "false_good_rank",
        "net_margin",
        Text(
            "False good clients: large, and serving them eats the margin",
            "Faux bons clients : grands, mais les servir mange la marge",
        ),
        Text(". Their net margin: ", ". Leur marge nette : "),
        Text(
            "No large client loses or erodes its margin.",
            "Aucun grand client ne perd ni n'érode sa marge.",
        ),
        58,
        "B",
        (
            ("B", 1, _NAME, "label", Text("Client", "Client")),
            ("C", 1, "letter", "center", Text("Letter", "Lettre")),
            ("D", 1, "revenue", "amount", Text("Revenue", "Chiffre d'affaires")),
            ("E", 1, "gross_margin", "amount", Text("Gross margin", "Marge brute")),
            (
                "F",
                1,
                "cost_to_serve",
                "amount",
                Text("Cost to serve", "Coût de service"),
            ),
            ("G", 1, "net_margin", "amount", Text("Net margin", "Marge nette")),
            ("H", 1, "false_good", "center", Text("Its margin", "Sa marge")),
        ),
        "AL",
    ),
    TopList(
        "risk_rank",
        "risk_amount",
        Text("Top ten risks: margin to protect", "Dix premiers risques : à protéger"),
        Text(". Net margin at risk: ", ". Marge nette en risque : "),
        Text("No risk was found.", "Aucun risque n'a été trouvé."),
        72,
        "B",
        (
            ("B", 1, _NAME, "label", Text("Client", "Client")),
            ("C", 1, "letter", "center", Text("Letter", "Lettre")),
            ("D", 4, "risk", "left", Text("Risk", "Risque")),
            (
                "H",
                1,
                "risk_amount",
                "amount",
                Text("Net margin at risk", "Marge nette en risque"),
            ),
        ),
        "AL",
    ),
    TopList(
        "lever_rank",
        "lever_amount",
        Text("Top ten levers: margin to gain", "Dix premiers leviers : à gagner"),
        Text(". Gain if all succeed: ", ". Gain si tous réussissent : "),
        Text("No lever was found.", "Aucun levier n'a été trouvé."),
        72,
        "I",
        (
            ("I", 2, _NAME, "inset", Text("Client", "Client")),
            ("K", 1, "letter", "center", Text("Letter", "Lettre")),
            ("L", 3, "lever", "left", Text("First lever", "Premier levier")),
            ("O", 1, "lever_amount", "amount", Text("Gain", "Gain")),
        ),
        "AM",
    ),
)
_AMOUNTS = frozenset(
    {"revenue", "gross_margin", "cost_to_serve", "net_margin"}
    | {"risk_amount", "lever_amount"}
)
_HEADS = {
    **dict.fromkeys(("label", "left"), "head left"),
    **{style: f"head {style}" for style in ("center", "inset")},
}
"""Style of a heading above figures of a style; else at the right."""


def _place(facts: Facts, top: TopList, rank: int) -> int | None:
    found = np.flatnonzero(facts.figures.numbers(top.rank) == rank)
    return int(found[0]) if found.size else None


def _position(top: TopList, rank: int) -> Value:
    def value(facts: Facts) -> Cell:
        place = _place(facts, top, rank)
        return 0 if place is None else place + 1

    return value


def _shown(top: TopList, rank: int, key: str) -> Value:
    def value(facts: Facts) -> Cell:
        place = _place(facts, top, rank)
        if place is None:
            return ""
        if key in _AMOUNTS:
            number = facts.figures.numbers(key)[place]
            return "" if np.isnan(number) else float(number)
        text = str(facts.figures.words(key)[place])
        if key == _NAME and text == "":
            return str(facts.figures.words("client_id")[place])
        return text

    return value


def _formula(position: str, key: str) -> str:
    cell = f"INDEX({column(key)},{position})"
    if key in _AMOUNTS:
        return f'IF({position}=0,"",IF(ISNUMBER({cell}),{cell},""))'
    if key == _NAME:
        code = f'INDEX({column("client_id")},{position})&""'
        return f'IF({position}=0,"",IF({cell}&""="",{code},{cell}&""))'
    return f'IF({position}=0,"",{cell}&"")'


def _sentence(top: TopList) -> Phrase:
    ranked = f"COUNT({column(top.rank)})"

    def kept(facts: Facts) -> np.ndarray:
        return np.isfinite(facts.figures.numbers(top.rank))

    told = joined(
        Text("Clients: ", "Clients : "),
        whole(ranked, lambda facts: int(kept(facts).sum())),
        top.told,
        amount(
            f'SUMIFS({column(top.summed)},{column(top.rank)},">0")',
            lambda facts: facts.figures.total(top.summed, kept(facts)),
        ),
        Text(".", "."),
    )
    return choose(
        f"{ranked}=0", lambda facts: not kept(facts).any(), words(top.nothing), told
    )


def _list(top: TopList) -> Iterator[FixedCell]:
    place = f"{top.first_column}{top.row}"
    yield FixedCell(DASHBOARD, place, "section", top.title, span=top.span)
    sentence = f"{top.first_column}{top.row + 1}"
    yield _sentence(top).cell(DASHBOARD, sentence, "text", span=top.span)
    head, first = top.row + 2, top.row + 3
    for letter, span, _, style, text in top.columns:
        look = _HEADS.get(style, "head")
        yield FixedCell(DASHBOARD, f"{letter}{head}", look, text, span=span)
    yield FixedCell(
        DASHBOARD, f"{top.position_column}{head}", "helper_head", Text("Row", "Ligne")
    )
    for rank in range(1, LISTED + 1):
        row = first + rank - 1
        position = f"${top.position_column}${row}"
        yield FixedCell(
            DASHBOARD,
            position.replace("$", ""),
            "helper count",
            formula=f"IFERROR(MATCH({rank},{column(top.rank)},0),0)",
            value=_position(top, rank),
        )
        for letter, span, key, style, _ in top.columns:
            yield FixedCell(
                DASHBOARD,
                f"{letter}{row}",
                style,
                formula=_formula(position, key),
                value=_shown(top, rank, key),
                span=span,
            )


def top_list_cells() -> Iterator[FixedCell]:
    """The three lists, each under its sentence."""
    for top in TOP_LISTS:
        yield from _list(top)
