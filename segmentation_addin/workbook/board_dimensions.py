"""Letters by sector, by account manager and by region: the dashboard's last page.

The ten largest by revenue, then the others, then the total. A refresh writes the
names, beside the page; every figure is a native formula over the rank of each
client's sector, account manager or region, so that no name is ever a criterion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column, quoted
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import Flags, ratio
from segmentation_addin.workbook.board_letters import DASHBOARD
from segmentation_addin.workbook.board_phrases import (
    NOTHING,
    Phrase,
    choose,
    words,
)
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.selection_tables import ALL

LISTED = 10
LINES = LISTED + 2
"""The ten largest, the others, the total: below one another, without a gap."""
LIST_FIRST_ROW = 6
LIST_ROWS = 100
"""Names written beside the page: what the choice cells offer."""
OTHERS = Text("Others", "Autres")
TOTAL = Text("Total", "Total")


@dataclass(frozen=True)
class Dimension:
    """One way to group the clients, and where its block and its names stand."""

    names: str
    """Column of `tblSegmentation` that holds the name."""
    rank: str
    """Column that holds the rank of the name, by revenue."""
    title: Text
    head: Text
    row: int
    """Sheet row of the block's title."""
    list_column: str
    """Sheet column of the names, largest revenue first."""


DIMENSIONS = (
    Dimension(
        "sector",
        "sector_rank",
        Text("By sector", "Par secteur"),
        Text("Sector", "Secteur"),
        86,
        "AH",
    ),
    Dimension(
        "account_manager",
        "manager_rank",
        Text("By account manager", "Par commercial"),
        Text("Account manager", "Commercial"),
        101,
        "AI",
    ),
    Dimension(
        "region",
        "region_rank",
        Text("By region", "Par région"),
        Text("Region", "Région"),
        116,
        "AJ",
    ),
)
_LETTERS = dict(zip("ABCD", "DEFG", strict=True))
"""Sheet column of the number of clients of each letter."""
HEADS: tuple[tuple[str, str, Text], ...] = (
    ("C", "count", Text("Clients", "Clients")),
    *((_LETTERS[name], "count", Text(name, name)) for name in _LETTERS),
    ("H", "count", Text("No letter", "Sans lettre")),
    ("I", "amount", Text("Revenue", "Chiffre d'affaires")),
    ("J", "percent", Text("Share of revenue", "Part du CA")),
    ("K", "amount", Text("Net margin", "Marge nette")),
    ("L", "percent", Text("Share of net margin", "Part de la marge nette")),
    ("M", "percent", Text("Net margin rate", "Taux de marge nette")),
    ("N", "count", Text("False good clients", "Faux bons clients")),
    ("O", "amount", Text("Net margin per client", "Marge nette par client")),
)
NOTE = Text(
    "Ten largest by revenue, then the others; unknown clients are left aside. No "
    "letter: not classified, or inactive. Net margin of the clients whose cost is known.",
    "Les dix premiers en chiffre d'affaires, puis les autres ; les clients inconnus "
    "sont à part. Sans lettre : non classés ou inactifs. Marge nette des clients dont le "
    "coût est connu.",
)


def _names(facts: Facts, dimension: Dimension) -> Mapping[int, str]:
    return facts.figures.names_by_rank(dimension.names, dimension.rank)


def _name(dimension: Dimension, rank: int, blank: Cell) -> Value:
    return lambda facts: _names(facts, dimension).get(rank, "") or blank


def _lists() -> Iterator[FixedCell]:
    """The names, under the word that narrows nothing: what the choices offer."""
    title = Text("Names, largest revenue first", "Noms, par CA décroissant")
    at = f"{DIMENSIONS[0].list_column}{LIST_FIRST_ROW - 3}"
    yield FixedCell(DASHBOARD, at, "helper_title", title)
    for dimension in DIMENSIONS:
        letter = dimension.list_column
        head, everybody = (
            f"{letter}{LIST_FIRST_ROW - 2}",
            f"{letter}{LIST_FIRST_ROW - 1}",
        )
        yield FixedCell(DASHBOARD, head, "helper_head left", dimension.head)
        yield FixedCell(DASHBOARD, everybody, "helper left", ALL)
        for rank in range(1, LIST_ROWS + 1):
            place = f"{letter}{LIST_FIRST_ROW + rank - 1}"
            value = _name(dimension, rank, None)
            yield FixedCell(DASHBOARD, place, "helper left", value=value)


# --- which clients a line holds -------------------------------------------------

_EVERYBODY = ">0"
_BEYOND = f">{LISTED}"


def _criterion(facts: Facts, dimension: Dimension, line: int) -> str:
    """What keeps the clients of a line, 1 to 12, by the rank of their group.

    A rank, then what is beyond the ten, then everybody; "" below that.
    """
    groups = len(_names(facts, dimension))
    shown = min(groups, LISTED)
    if line <= shown:
        return f"={line}"
    if groups > LISTED and line == LISTED + 1:
        return _BEYOND
    return _EVERYBODY if line == shown + 1 + (groups > LISTED) else ""


def _criterion_formula(dimension: Dimension, line: int) -> str:
    groups = _helper(dimension, 0)
    shown = f"MIN({groups},{LISTED})"
    after = f'IF({line}={shown}+IF({groups}>{LISTED},2,1),{quoted(_EVERYBODY)},"")'
    if line == LISTED + 1:
        after = f"IF({groups}>{LISTED},{quoted(_BEYOND)},{after})"
    return f'IF({line}<={shown},"={line}",{after})'


def _helper(dimension: Dimension, place: int) -> str:
    """Cell beside a block: number of groups, revenue, net margin of them all."""
    letter = ("AL", "AM", "AN")[place]
    return f"${letter}${dimension.row + 1}"


def _kept(facts: Facts, dimension: Dimension, line: int) -> Flags | None:
    """Rows of the clients of a line; None where the line is blank."""
    criterion = _criterion(facts, dimension, line)
    ranks = facts.figures.numbers(dimension.rank)
    if criterion == _EVERYBODY:
        return np.asarray(ranks > 0, dtype=bool)
    if criterion == _BEYOND:
        return np.asarray(ranks > LISTED, dtype=bool)
    return np.asarray(ranks == line, dtype=bool) if criterion else None


# --- the figures of a line ------------------------------------------------------


def _formulas(dimension: Dimension, row: int) -> dict[str, str]:
    """The figures of the clients whose rank the criterion of the row keeps."""
    rows = f"{column(dimension.rank)},$AL{row}"
    margin = column("net_margin")
    some = f'COUNTIFS({margin},">=-1E+300",{rows})'
    revenue, earned = _helper(dimension, 1), _helper(dimension, 2)
    return {
        "C": f"COUNTIFS({rows})",
        **{
            letter: f'COUNTIFS({rows},{column("letter")},"{name}")'
            for name, letter in _LETTERS.items()
        },
        "H": f"C{row}-SUM(D{row}:G{row})",
        "I": f"SUMIFS({column('revenue')},{rows})",
        "J": f'IF({revenue}>0,I{row}/{revenue},"")',
        "K": f'IF(AND(C{row}>0,{some}=0),"",SUMIFS({margin},{rows}))',
        "L": f'IF(AND(ISNUMBER(K{row}),{earned}>0),K{row}/{earned},"")',
        "M": f'IF(AND(ISNUMBER(K{row}),I{row}>0),K{row}/I{row},"")',
        "N": f'COUNTIFS({column("false_good")},"?*",{rows})',
        "O": f'IF(AND(ISNUMBER(K{row}),C{row}>0),K{row}/C{row},"")',
    }


def _figure(facts: Facts, rows: Flags, letter: str) -> Cell:
    figures = facts.figures
    clients, revenue = int(rows.sum()), figures.total("revenue", rows)
    unknown = figures.unknown("net_margin", rows)
    margin: float | str = "" if unknown else figures.total("net_margin", rows)
    graded = {
        place: int((rows & figures.groups[name]).sum())
        for name, place in _LETTERS.items()
    }
    found: dict[str, Cell] = {
        "C": clients,
        **graded,
        "H": clients - sum(graded.values()),
        "I": revenue,
        "J": ratio(revenue, figures.total("revenue", figures.counted)),
        "K": margin,
        "N": int((rows & figures.flagged).sum()),
        **dict.fromkeys("LMO", ""),
    }
    if isinstance(margin, float):
        found["L"] = ratio(margin, figures.total("net_margin", figures.counted))
        found["M"] = ratio(margin, revenue)
        found["O"] = margin / clients if clients else ""
    return found[letter]


def _value(dimension: Dimension, line: int, letter: str) -> Value:
    def value(facts: Facts) -> Cell:
        rows = _kept(facts, dimension, line)
        return "" if rows is None else _figure(facts, rows, letter)

    return value


def _label(dimension: Dimension, line: int) -> Phrase:
    """The name of the group, or what the line holds instead."""
    row = dimension.row + 1 + line
    source = f"{dimension.list_column}{LIST_FIRST_ROW + line - 1}"
    name = Phrase(
        Text(f'{source}&""', f'{source}&""'),
        lambda facts: _names(facts, dimension).get(line, ""),
    )

    def holds(criterion: str) -> Callable[[Facts], bool]:
        return lambda facts: _criterion(facts, dimension, line) == criterion

    others = choose(f"$AL{row}={quoted(_BEYOND)}", holds(_BEYOND), words(OTHERS), name)
    return choose(
        f'$AL{row}=""',
        holds(""),
        NOTHING,
        choose(
            f"$AL{row}={quoted(_EVERYBODY)}", holds(_EVERYBODY), words(TOTAL), others
        ),
    )


def _block(dimension: Dimension) -> Iterator[FixedCell]:
    head = dimension.row + 1
    place = f"B{dimension.row}"
    yield FixedCell(DASHBOARD, place, "section", dimension.title, span=14)
    yield FixedCell(DASHBOARD, f"B{head}", "head left", dimension.head)
    for letter, _, text in HEADS:
        yield FixedCell(DASHBOARD, f"{letter}{head}", "head", text)
    yield from _helpers(dimension)
    for line in range(1, LINES + 1):
        row = head + line
        yield FixedCell(
            DASHBOARD,
            f"AL{row}",
            "helper right",
            formula=_criterion_formula(dimension, line),
            value=lambda facts, x=line: _criterion(facts, dimension, x),  # type: ignore[misc]
        )
        yield _label(dimension, line).cell(DASHBOARD, f"B{row}", "label")
        formulas = _formulas(dimension, row)
        for letter, style, _ in HEADS:
            yield FixedCell(
                DASHBOARD,
                f"{letter}{row}",
                style,
                formula=f'IF($AL{row}="","",{formulas[letter]})',
                value=_value(dimension, line, letter),
            )


def _helpers(dimension: Dimension) -> Iterator[FixedCell]:
    lines: tuple[tuple[str, str, Value], ...] = (
        (
            "count",
            f"MAX({column(dimension.rank)})",
            lambda facts: len(_names(facts, dimension)),
        ),
        *(
            (
                "amount",
                f'SUMIFS({column(key)},{column(dimension.rank)},">0")',
                lambda facts, key=key: facts.figures.total(key, facts.figures.counted),
            )
            for key in ("revenue", "net_margin")
        ),
    )
    for place, (style, formula, value) in enumerate(lines):
        cell = _helper(dimension, place).replace("$", "")
        look = f"helper {style}"
        yield FixedCell(DASHBOARD, cell, look, formula=formula, value=value)


def dimension_cells() -> Iterator[FixedCell]:
    """The three blocks, their note, and the names beside the page."""
    for dimension in DIMENSIONS:
        yield from _block(dimension)
    last = DIMENSIONS[-1].row + LINES + 2
    yield FixedCell(DASHBOARD, f"B{last}", "note", NOTE, span=14)
    yield from _lists()
