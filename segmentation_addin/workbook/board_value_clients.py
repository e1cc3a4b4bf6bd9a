"""The Value sheet: shares of the largest clients, and the names that weigh most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import Flags, ratio, share_count
from segmentation_addin.workbook.board_readings import FIRST_ROW as BOARD_ROW
from segmentation_addin.workbook.board_readings import concentration_lines
from segmentation_addin.workbook.board_value_rows import (
    ACTIVE,
    BOUGHT,
    DECIDED,
    RANK,
    REVENUE,
    SHARE_HEADS,
    VALUE,
    Rows,
    board,
    bought,
    figure,
    line,
    margin_cells,
    section,
    top,
)
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.outputs import NOT_FILLED

TOP_ROW = 6
"""Row of the block's title; its figures begin two rows down."""
FIRST, PERCENTS = (1, 3, 5, 10, 20), (1, 5, 10, 20)
DEPENDENCE_ROW = TOP_ROW + 2 + len(FIRST) + len(PERCENTS) + 2 + 1
_BOARD_VALUES = [value for _, _, _, value in concentration_lines()]


# --- concentration -----------------------------------------------------------------


def _top_revenue(rows: Rows) -> Value:
    def value(facts: Facts) -> Cell:
        positive = facts.figures.numbers("revenue") > 0
        return facts.figures.total("revenue", rows(facts) & positive)

    return value


def top_share(clients: int) -> Value:
    """Share of revenue of the largest clients; "" when nothing was sold."""

    def value(facts: Facts) -> Cell:
        positive = facts.figures.numbers("revenue") > 0
        part = facts.figures.total("revenue", top(facts, clients) & positive)
        return ratio(part, bought(facts))

    return value


def _top_line(
    row: int, label: Text, definition: Text, count: tuple[str, Value], share: FixedCell
) -> Iterator[FixedCell]:
    """One row of top clients; `count` says how many they are."""
    formula, number = count
    only = f'{RANK},"<="&$C{row}'

    def rows(facts: Facts) -> Flags:
        found = number(facts)
        assert isinstance(found, int)
        return top(facts, found)

    yield from line(row, label, definition, "CDEFG")
    yield figure(f"C{row}", "count", formula, number)
    part = f'SUMIFS({REVENUE},{only},{REVENUE},">0")'
    yield figure(f"D{row}", "amount", part, _top_revenue(rows))
    yield share
    yield from margin_cells(row, only, rows)


def _at_most(clients: int) -> Value:
    return lambda facts: min(clients, facts.figures.active)


def _rounded_up(percent: int) -> Value:
    return lambda facts: share_count(percent, facts.figures.active)


def concentration_cells() -> Iterator[FixedCell]:
    """Shares of the largest clients, the Herfindahl index and its reading."""
    title = Text("Concentration", "Concentration")
    yield from section(TOP_ROW, title, SHARE_HEADS)
    row = TOP_ROW + 2
    for clients in FIRST:
        one = clients == 1
        label = Text(
            "Largest client" if one else f"{clients} largest clients",
            "Premier client" if one else f"{clients} premiers clients",
        )
        definition = Text(
            "The client with the largest revenue; shares are of all clients, a negative "
            "revenue counted 0."
            if one
            else f"The {clients} clients with the largest revenue, or all where there "
            "are fewer.",
            "Le client au plus grand chiffre d'affaires ; parts du total, un CA négatif "
            "compté 0."
            if one
            else f"Les {clients} clients au plus grand chiffre d'affaires, ou tous s'ils "
            "sont moins.",
        )
        share = figure(
            f"E{row}",
            "percent",
            f'IF({BOUGHT}>0,D{row}/{BOUGHT},"")',
            top_share(clients),
        )
        count = (f"MIN({clients},{ACTIVE})", _at_most(clients))
        yield from _top_line(row, label, definition, count, share)
        row += 1
    for place, percent in enumerate(PERCENTS):
        label = Text(f"Largest {percent}% of clients", f"{percent} % premiers clients")
        definition = Text(
            f"The first {percent}% of clients by revenue, their number rounded up. As "
            "on the Dashboard.",
            f"Les {percent} % premiers clients en CA, leur nombre arrondi au-dessus. "
            "Comme au Tableau de bord.",
        )
        source = board(f"$H${BOARD_ROW + place}")
        share = figure(f"E{row}", "percent", source, _BOARD_VALUES[place])
        count = (f"ROUNDUP({percent}*{ACTIVE}/100,0)", _rounded_up(percent))
        yield from _top_line(row, label, definition, count, share)
        row += 1
    yield from _index_lines(row)


def _index_lines(row: int) -> Iterator[FixedCell]:
    lines = (
        (
            "index",
            Text("Herfindahl index (HHI)", "Indice de Herfindahl (HHI)"),
            Text(
                "Sum of the squared shares of revenue: 1 = one single client, near 0 = "
                "many equal ones.",
                "Somme des carrés des parts de CA : 1 = un seul client, près de 0 = "
                "beaucoup de clients égaux.",
            ),
        ),
        (
            "decimal",
            Text("In equal clients (1 / HHI)", "En clients égaux (1 / HHI)"),
            Text(
                "Revenue is as concentrated as if that many clients of the same size "
                "shared it.",
                "Le CA est aussi concentré que si ce nombre de clients de même taille "
                "se le partageaient.",
            ),
        ),
    )
    for place, (style, label, definition) in enumerate(lines):
        yield from line(row + place, label, definition, "E")
        at = len(PERCENTS) + place
        source = board(f"$H${BOARD_ROW + at}")
        yield figure(f"E{row + place}", style, source, _BOARD_VALUES[at])


# --- dependence --------------------------------------------------------------------


@dataclass(frozen=True)
class Dependence:
    """One kind of dependence: the largest of its names."""

    label: Text
    names: str
    """Column of `tblSegmentation` that holds the name."""
    rank: str
    """Column that ranks the names by revenue."""
    definition: Text


_NAMED = Text(
    "The one with the largest revenue, among the clients where it is filled in.",
    "Celui au plus grand chiffre d'affaires, parmi les clients où il est renseigné.",
)
DEPENDENCES = (
    Dependence(
        Text("Largest client", "Premier client"),
        "name",
        "revenue_rank",
        Text(
            "The client that would be missed most; its code where it has no name.",
            "Le client qui manquerait le plus ; son code s'il n'a pas de nom.",
        ),
    ),
    Dependence(
        Text("Largest sector", "Premier secteur"), "sector", "sector_rank", _NAMED
    ),
    Dependence(
        Text("Largest account manager", "Premier commercial"),
        "account_manager",
        "manager_rank",
        Text(
            "The person whose clients buy most: what would leave with that person.",
            "La personne dont les clients achètent le plus : ce qui partirait avec elle.",
        ),
    ),
    Dependence(
        Text("Largest region", "Première région"),
        "region",
        "region_rank",
        Text(
            "From the postcode in France, the country elsewhere; where it is filled in.",
            "D'après le code postal en France, le pays ailleurs ; si renseignée.",
        ),
    ),
)


def _name_at(facts: Facts, kind: Dependence, rank: int) -> str:
    return facts.figures.names_by_rank(kind.names, kind.rank).get(rank, "")


def _largest(facts: Facts, kind: Dependence) -> int:
    """The first rank whose name is filled in: 1, or 2; 0 where there is none."""
    unfilled = ("", NOT_FILLED.in_(facts.language))
    if kind.names == "name":
        return 1 if top(facts, 1).any() else 0
    return next((k for k in (1, 2) if _name_at(facts, kind, k) not in unfilled), 0)


def _shown_name(kind: Dependence) -> Value:
    def value(facts: Facts) -> Cell:
        rank = _largest(facts, kind)
        if not rank:
            return ""
        name = _name_at(facts, kind, rank)
        if name or kind.names != "name":
            return name
        codes = facts.figures.names_by_rank("client_id", kind.rank)
        return codes.get(rank, "")

    return value


def _rank_formula(kind: Dependence) -> Text:
    """The first rank whose name is filled in, 0 where there is none."""
    ranks = column(kind.rank)
    if kind.names == "name":
        only = f"IF(COUNTIF({ranks},1)>0,1,0)"
        return Text(only, only)

    def text(none: str) -> str:
        found = "0"
        for rank in (2, 1):
            name = f"INDEX({column(kind.names)},MATCH({rank},{ranks},0))"
            test = f'IFERROR(AND({name}<>"",{name}<>"{none}"),FALSE)'
            found = f"IF({test},{rank},{found})"
        return found

    return Text(text(NOT_FILLED.en), text(NOT_FILLED.fr))


HELPER = "L"
"""Sheet column, beside the page, of the rank of each name."""


def dependence_cells() -> Iterator[FixedCell]:
    """The largest client, sector, account manager and region, and their shares."""
    title = Text("Dependence", "Dépendance")
    heads = {key: SHARE_HEADS[key] for key in "EFG"}
    heads["H"] = SHARE_HEADS["C"]
    names = Text("Name", "Nom")
    for cell in section(DEPENDENCE_ROW, title, heads):
        if cell.cell not in {f"C{DEPENDENCE_ROW + 1}", f"D{DEPENDENCE_ROW + 1}"}:
            yield cell
    yield FixedCell(VALUE, f"C{DEPENDENCE_ROW + 1}", "head left", names, span=2)
    yield FixedCell(
        VALUE,
        f"{HELPER}{DEPENDENCE_ROW + 1}",
        "helper_head",
        Text("Rank read", "Rang lu"),
    )
    for place, kind in enumerate(DEPENDENCES):
        yield from _dependence(DEPENDENCE_ROW + 2 + place, kind)


def _dependence(row: int, kind: Dependence) -> Iterator[FixedCell]:
    at, ranks = f"${HELPER}{row}", column(kind.rank)

    def rows(facts: Facts) -> Flags:
        rank = _largest(facts, kind)
        found = facts.figures.numbers(kind.rank) == (rank or -1)
        return np.asarray(found, dtype=bool)

    def some(value: Value) -> Value:
        return lambda facts: value(facts) if _largest(facts, kind) else ""

    def share(facts: Facts) -> Cell:
        positive = facts.figures.numbers("revenue") > 0
        part = facts.figures.total("revenue", rows(facts) & positive)
        return ratio(part, bought(facts))

    yield FixedCell(
        VALUE,
        f"{HELPER}{row}",
        "helper count",
        formula=_rank_formula(kind),
        value=lambda facts: _largest(facts, kind),
    )
    yield from line(row, kind.label, kind.definition, "CDEFGH")
    name = f"INDEX({column(kind.names)},MATCH({at},{ranks},0))"
    if kind.names == "name":
        code = f"INDEX({column('client_id')},MATCH({at},{ranks},0))"
        name = f'IF({name}="",{code},{name})'
    yield FixedCell(
        VALUE,
        f"C{row}",
        "line label",
        formula=f'IF({at}=0,"",{name}&"")',
        value=_shown_name(kind),
        span=2,
    )
    only = f"{ranks},{at}"
    part = f'SUMIFS({REVENUE},{only},{REVENUE},">0")'
    shown = f'IF(OR({at}=0,{BOUGHT}<=0),"",{part}/{BOUGHT})'
    yield figure(f"E{row}", "percent", shown, some(share))
    for cell in margin_cells(row, only, rows, f"{at}>0"):
        assert cell.value is not None
        yield FixedCell(
            VALUE, cell.cell, cell.style, formula=cell.formula, value=some(cell.value)
        )
    counted = f'IF({at}=0,"",COUNTIFS({only},{DECIDED},"?*"))'

    def clients(facts: Facts) -> Cell:
        return int((rows(facts) & facts.figures.counted).sum())

    yield figure(f"H{row}", "count", counted, some(clients))
