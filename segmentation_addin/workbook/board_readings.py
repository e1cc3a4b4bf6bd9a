"""The lower part of the dashboard: whale curve figures, concentration, ABC, pools.

Concentration is that of revenue over active clients, a negative revenue counting as
0; what is left after losing the largest clients is net margin. The same figures as
`core.readings`, here as native formulas with their values.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cards import (
    NOTHING_COSTED,
    RANKED,
    best_count,
    best_share,
    lost,
    rank_of_peak,
)
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import known, ratio, share_count
from segmentation_addin.workbook.board_home import GAP, OK
from segmentation_addin.workbook.board_letters import DASHBOARD
from segmentation_addin.workbook.board_phrases import choose, words
from segmentation_addin.workbook.host import Cell

TITLE_ROW = 38
FIRST_ROW = 40
NOTE = Text(
    "Shares of clients leave inactive clients aside. Rates are sum / sum. Clients "
    "kept, GRR (sum of the smaller of both periods / first period) and NRR follow the "
    "letter at the start of the period. Concentration is that of revenue; top clients "
    "are the largest by revenue.",
    "Les parts de clients laissent les inactifs de côté. Les taux sont somme / somme. "
    "Clients conservés, GRR (somme du plus petit des deux exercices / premier "
    "exercice) et NRR suivent la lettre au départ. La concentration est celle du "
    "chiffre d'affaires ; les premiers clients sont les plus grands en CA.",
)

_MARGIN = column("net_margin")
_REVENUE = column("revenue")
_GROSS = column("gross_margin")
_ACTIVE = f"COUNT({column('revenue_rank')})"


def _costed(formula: str) -> str:
    """A figure of the net margin; blank where there are clients and none has one."""
    return f'IF({NOTHING_COSTED},"",{formula})'


def _costed_value(value: Value) -> Value:
    return lambda facts: "" if facts.figures.nothing_costed else value(facts)


def whale_lines() -> Iterator[tuple[Text, str, str, Value]]:
    """Label, style, formula and value of each figure of the whale curve."""
    yield (
        Text("Peak of the curve", "Sommet de la courbe"),
        "amount",
        f'SUMIF({_MARGIN},">0")',
        lambda facts: facts.figures.peak,
    )
    yield (
        Text("Net margin, all clients", "Marge nette, tous clients"),
        "amount",
        f"SUM({_MARGIN})",
        lambda facts: facts.figures.total("net_margin"),
    )
    yield (
        Text("Erosion by loss-makers", "Érosion par les pertes"),
        "amount",
        "D40-D41",
        lambda facts: facts.figures.peak - facts.figures.total("net_margin"),
    )
    yield (
        Text("Erosion / peak", "Érosion / sommet"),
        "percent",
        'IF(N(D40)>0,D42/D40,"")',
        _erosion_share,
    )
    yield (
        Text("Rank of the peak", "Rang du sommet"),
        "count",
        f'COUNTIF({_MARGIN},">0")',
        rank_of_peak,
    )
    yield (
        Text("Best 20% of clients", "20 % meilleurs clients"),
        "count",
        f"ROUNDUP(20*{RANKED}/100,0)",
        best_count,
    )
    yield (
        Text("Their share of net margin", "Leur part de la marge nette"),
        "percent",
        f'IF(N(D41)>0,SUMIFS({_MARGIN},{column("net_margin_rank")},"<="&D45)/D41,"")',
        best_share,
    )
    yield (
        Text("Clients that lose money", "Clients en perte"),
        "count",
        f'COUNTIF({_MARGIN},"<0")',
        lambda facts: int(facts.figures.losers.sum()),
    )
    yield (
        Text("Their net margin", "Leur marge nette"),
        "amount",
        f'SUMIF({_MARGIN},"<0")',
        lost,
    )


def _erosion_share(facts: Facts) -> Cell:
    peak = facts.figures.peak
    return ratio(peak - facts.figures.total("net_margin"), peak)


def _top_share(percent: int) -> Value:
    def value(facts: Facts) -> Cell:
        figures = facts.figures
        limit = share_count(percent, figures.active)
        top = figures.numbers("revenue_rank") <= limit
        bought = figures.numbers("revenue") > 0
        return ratio(figures.total("revenue", top & bought), _bought(facts))

    return value


def _bought(facts: Facts) -> float:
    return facts.figures.total("revenue", facts.figures.numbers("revenue") > 0)


def _hhi(facts: Facts) -> float | str:
    revenue = facts.figures.numbers("revenue")
    squares = float(np.square(revenue[revenue > 0]).sum())
    return ratio(squares, _bought(facts) ** 2)


def _equal_clients(facts: Facts) -> Cell:
    index = _hhi(facts)
    return 1 / index if isinstance(index, float) else ""


def _margin_left(clients: int) -> Value:
    def value(facts: Facts) -> Cell:
        figures = facts.figures
        gone = figures.up_to_rank("net_margin", "revenue_rank", clients)
        return figures.total("net_margin") - gone

    return value


def concentration_lines() -> Iterator[tuple[Text, str, str, Value]]:
    """Label, style, formula and value of each figure of concentration by revenue."""
    bought = f'SUMIF({_REVENUE},">0")'
    for percent in (1, 5, 10, 20):
        count = f"ROUNDUP({percent}*{_ACTIVE}/100,0)"
        rank = column("revenue_rank")
        top = f'SUMIFS({_REVENUE},{rank},"<="&{count},{_REVENUE},">0")'
        yield (
            Text(
                f"Revenue of the top {percent}% of clients",
                f"CA des {percent} % premiers clients",
            ),
            "percent",
            f'IF({bought}>0,{top}/{bought},"")',
            _top_share(percent),
        )
    squares = f"SUMPRODUCT(--({_REVENUE}>0),{_REVENUE},{_REVENUE})"
    yield (
        Text("Herfindahl index (HHI)", "Indice de Herfindahl (HHI)"),
        "index",
        f'IF({bought}>0,{squares}/{bought}^2,"")',
        _hhi,
    )
    yield (
        Text("As concentrated as n equal clients", "Équivaut à n clients égaux"),
        "decimal",
        'IF(ISNUMBER(H44),1/H44,"")',
        _equal_clients,
    )
    for clients in (1, 3, 5):
        gone = f'SUMIFS({_MARGIN},{column("revenue_rank")},"<={clients}")'
        first = "le premier" if clients == 1 else f"les {clients} premiers"
        yield (
            Text(
                f"Net margin left without the top {clients}",
                f"Marge nette restante sans {first}",
            ),
            "amount",
            _costed(f"SUM({_MARGIN})-{gone}"),
            _costed_value(_margin_left(clients)),
        )


def _abc_count(key: str) -> Value:
    return lambda facts: int(facts.figures.is_choice("abc", key).sum())


def _abc_margin(key: str) -> Value:
    def value(facts: Facts) -> Cell:
        return facts.figures.total("gross_margin", facts.figures.is_choice("abc", key))

    return value


_ABC = (
    ("A", Text("Class A", "Classe A")),
    ("B", Text("Class B", "Classe B")),
    ("C", Text("Class C", "Classe C")),
    ("loss", Text("Loss", "Perte")),
    ("inactive", Text("Inactive", "Inactifs")),
)


def _abc_cells() -> Iterator[FixedCell]:
    heads = (
        ("K", Text("Clients", "Clients")),
        ("L", Text("Gross margin", "Marge brute")),
    )
    for letter, text in heads:
        yield FixedCell(DASHBOARD, f"{letter}{TITLE_ROW + 1}", "small_head", text)
    for row, (key, label) in enumerate(_ABC, start=FIRST_ROW):
        class_ = f"{column('abc')},{{choice:abc.{key}}}"
        yield FixedCell(DASHBOARD, f"I{row}", "line inset", label, span=2)
        yield FixedCell(
            DASHBOARD,
            f"K{row}",
            "line count",
            formula=f"COUNTIFS({class_})",
            value=_abc_count(key),
        )
        yield FixedCell(
            DASHBOARD,
            f"L{row}",
            "line amount",
            formula=f"SUMIFS({_GROSS},{class_})",
            value=_abc_margin(key),
        )


def _pool(key: str) -> Value:
    return lambda facts: known(facts.pools.get(key))


_POOLS = (
    ("cost", Text("Cost of the pools", "Coût des enveloppes")),
    ("allocated", Text("Allocated to clients", "Affecté aux clients")),
    ("unused", Text("Unused capacity", "Capacité inutilisée")),
    ("not_allocatable", Text("Not allocatable", "Non affectable")),
)


def _pools_agree(facts: Facts) -> bool:
    cost = facts.pools.get("cost", 0.0)
    parts = ("allocated", "unused", "not_allocatable")
    return abs(cost - sum(known(facts.pools.get(key)) or 0.0 for key in parts)) < 0.005


def _pool_cells() -> Iterator[FixedCell]:
    for row, (key, label) in enumerate(_POOLS, start=FIRST_ROW):
        yield FixedCell(DASHBOARD, f"M{row}", "line inset", label, span=2)
        yield FixedCell(DASHBOARD, f"O{row}", "line amount", value=_pool(key))
    row = FIRST_ROW + len(_POOLS)
    label = Text("Check", "Contrôle")
    yield FixedCell(DASHBOARD, f"M{row}", "line inset", label, span=2)
    verdict = choose("ABS(O40-SUM(O41:O43))<0.005", _pools_agree, words(OK), words(GAP))
    shown = choose(
        "COUNT(O40)=0",
        lambda facts: known(facts.pools.get("cost")) is None,
        words(Text("", "")),
        verdict,
    )
    yield shown.cell(DASHBOARD, f"O{row}", "line verdict")


def reading_cells() -> Iterator[FixedCell]:
    """The four blocks below the charts, and the note of definitions."""
    titles = (
        ("B", 3, Text("Whale curve", "Courbe de la baleine")),
        ("E", 4, Text("Concentration", "Concentration")),
        ("I", 4, Text("ABC classes", "Classes ABC")),
        ("M", 3, Text("Cost pools", "Enveloppes de coûts")),
    )
    for letter, span, text in titles:
        style = "section" if letter == "B" else "section inset"
        yield FixedCell(DASHBOARD, f"{letter}{TITLE_ROW}", style, text, span=span)
    blocks = (
        (
            *("B", 2, "D", "line label"),
            [
                (label, style, _costed(formula), _costed_value(value))
                for label, style, formula, value in whale_lines()
            ],
        ),
        ("E", 3, "H", "line inset", concentration_lines()),
    )
    for label_column, span, value_column, label_style, lines in blocks:
        for row, (label, style, formula, value) in enumerate(lines, start=FIRST_ROW):
            yield FixedCell(
                DASHBOARD, f"{label_column}{row}", label_style, label, span=span
            )
            yield FixedCell(
                DASHBOARD,
                f"{value_column}{row}",
                f"line {style}",
                formula=formula,
                value=value,
            )
    yield from _abc_cells()
    yield from _pool_cells()
    yield FixedCell(DASHBOARD, "B50", "note", NOTE, span=14)
