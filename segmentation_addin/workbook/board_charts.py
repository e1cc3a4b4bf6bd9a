"""The fixed blocks behind the two charts, at the right of the dashboard's page.

The whale curve has 101 points, its peak and its end are told beside it. The value x margin chart shows the 100 largest
clients by revenue, one column a letter; a point that belongs to another letter
stands at `OUTSIDE`, under the axis, so that no cell holds an error.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cards import RANKED, lost, rank_of_peak
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import GRADED, share_count
from segmentation_addin.workbook.board_letters import DASHBOARD
from segmentation_addin.workbook.board_phrases import (
    NOTHING,
    Phrase,
    amount,
    choose,
    joined,
    whole,
)
from segmentation_addin.workbook.host import Cell

FIRST_ROW = 6
CURVE_ROWS = 101
BUBBLE_ROWS = 100
RATE_LOW, RATE_HIGH = -0.5, 0.75
"""The margin rates that the chart shows; those beyond are held there."""
OUTSIDE = -9

SHARE, COUNT, CUMULATED, HEIGHT, TOLD = "R", "S", "T", "U", "V"
PEAK_ROW, END_ROW, END_TOLD_ROW = 109, 110, 111
"""The two points of the curve that are told in words, and where the last words stand:
a little under their point, off the line. Beside the peak, the number of clients."""
TOLD_UNDER = 0.2
REVENUE, SIZE = "Z", "AG"
SERIES = dict(zip(GRADED, ("AB", "AC", "AD", "AE", "AF"), strict=True))
"""Sheet column of the points of each letter."""


def _curve_height(percent: int) -> Value:
    def value(facts: Facts) -> Cell:
        figures = facts.figures
        return figures.whale[percent] / figures.peak if figures.peak > 0 else 0

    return value


def _curve_sum(percent: int) -> Value:
    return lambda facts: facts.figures.whale[percent]


def _curve_count(percent: int) -> Value:
    return lambda facts: share_count(percent, facts.figures.ranked)


def _curve() -> Iterator[FixedCell]:
    yield FixedCell(
        DASHBOARD,
        "R4",
        "helper_title",
        Text("Points of the whale curve", "Points de la courbe de la baleine"),
    )
    heads = (
        ("R", Text("Share of clients", "Part des clients")),
        ("S", Text("Clients", "Clients")),
        ("T", Text("Cumulated net margin", "Marge nette cumulée")),
        ("U", Text("/ peak", "/ sommet")),
    )
    for letter, text in heads:
        yield FixedCell(DASHBOARD, f"{letter}5", "helper_head", text)
    margin, rank = column("net_margin"), column("net_margin_rank")
    for percent in range(CURVE_ROWS):
        row = FIRST_ROW + percent
        yield FixedCell(
            DASHBOARD,
            f"R{row}",
            "helper percent_whole",
            formula=f"{percent}/100",
            value=lambda _, p=percent: p / 100,  # type: ignore[misc]
        )
        yield FixedCell(
            DASHBOARD,
            f"S{row}",
            "helper count",
            formula=f"ROUNDUP({percent}*${COUNT}${PEAK_ROW}/100,0)",
            value=_curve_count(percent),
        )
        yield FixedCell(
            DASHBOARD,
            f"T{row}",
            "helper amount",
            formula=f'SUMIFS({margin},{rank},"<="&S{row})',
            value=_curve_sum(percent),
        )
        yield FixedCell(
            DASHBOARD,
            f"U{row}",
            "helper percent",
            formula=f"IF(N($D$40)>0,T{row}/$D$40,0)",
            value=_curve_height(percent),
        )


def _peak_told() -> Phrase:
    """The top of the curve in words, "" when there is none."""
    told = joined(
        Text("Peak: ", "Sommet : "),
        amount("D40", lambda facts: facts.figures.peak),
        Text(", client ", ", client "),
        whole("D44", rank_of_peak),
    )
    return choose("N(D40)>0", _has_peak, told, NOTHING)


def _end_told() -> Phrase:
    """The end of the curve in words, "" when there is no peak to compare with."""
    erosion = joined(
        Text(", after losses of ", ", après des pertes de "),
        amount("-D48", lambda facts: -lost(facts)),
    )
    told = joined(
        Text("All clients: ", "Tous les clients : "),
        amount("D41", lambda facts: facts.figures.total("net_margin")),
        choose("D47>0", lambda f: bool(f.figures.losers.any()), erosion, NOTHING),
    )
    return choose("N(D40)>0", _has_peak, told, NOTHING)


def _has_peak(facts: Facts) -> bool:
    return facts.figures.peak > 0


def _end_height(facts: Facts) -> float:
    figures = facts.figures
    return figures.total("net_margin") / figures.peak if figures.peak > 0 else 0.0


def _told_points() -> Iterator[FixedCell]:
    """The peak and the end of the curve, and what is said of them."""
    yield FixedCell(
        DASHBOARD,
        f"{COUNT}{PEAK_ROW}",
        "helper count",
        formula=RANKED,
        value=lambda facts: facts.figures.ranked,
    )
    title = Text("Peak, end, and where its words stand", "Sommet, fin, place du texte")
    yield FixedCell(DASHBOARD, f"{SHARE}{PEAK_ROW - 1}", "helper_title", title)
    end = "IF(N($D$40)>0,$D$41/$D$40,0)"
    lines: tuple[tuple[int, str, Value, str, Value, Phrase | None], ...] = (
        (
            PEAK_ROW,
            f"IF({RANKED}>0,N($D$44)/{RANKED},0)",
            lambda facts: (
                rank_of_peak(facts) / facts.figures.ranked
                if facts.figures.ranked
                else 0
            ),
            "IF(N($D$40)>0,1,0)",
            lambda facts: int(_has_peak(facts)),
            _peak_told(),
        ),
        (
            END_ROW,
            f"IF({RANKED}>0,1,0)",
            lambda facts: int(facts.figures.ranked > 0),
            end,
            _end_height,
            None,
        ),
        (
            END_TOLD_ROW,
            f"IF({RANKED}>0,1,0)",
            lambda facts: int(facts.figures.ranked > 0),
            f"{end}-{TOLD_UNDER}",
            lambda facts: _end_height(facts) - TOLD_UNDER,
            _end_told(),
        ),
    )
    for row, across, across_value, up, up_value, told in lines:
        place, height = f"{SHARE}{row}", f"{HEIGHT}{row}"
        style = "helper percent"
        yield FixedCell(DASHBOARD, place, style, formula=across, value=across_value)
        yield FixedCell(DASHBOARD, height, style, formula=up, value=up_value)
        if told is not None:
            yield told.cell(DASHBOARD, f"{TOLD}{row}", "helper")


def _row(facts: Facts, rank: int) -> int | None:
    return facts.figures.row_of_rank.get(rank)


def _word_at(rank: int, key: str) -> Value:
    def value(facts: Facts) -> Cell:
        row = _row(facts, rank)
        return "" if row is None else str(facts.figures.words(key)[row])

    return value


def _revenue_at(rank: int) -> Value:
    def value(facts: Facts) -> Cell:
        row = _row(facts, rank)
        revenue = 0.0 if row is None else facts.figures.numbers("revenue")[row]
        return float(revenue) if revenue > 0 else 0

    return value


def _size_at(rank: int) -> Value:
    def value(facts: Facts) -> Cell:
        row = _row(facts, rank)
        cost = 0.0 if row is None else facts.figures.numbers("cost_to_serve")[row]
        return float(cost) if cost > 0 else 0

    return value


def _rate(facts: Facts, rank: int) -> float | str:
    row = _row(facts, rank)
    rate = np.nan if row is None else facts.figures.numbers("net_margin_rate")[row]
    return "" if np.isnan(rate) else float(np.clip(rate, RATE_LOW, RATE_HIGH))


def _rate_at(rank: int) -> Value:
    return lambda facts: _rate(facts, rank)


def _point_at(rank: int, letter: str) -> Value:
    def value(facts: Facts) -> Cell:
        row, rate = _row(facts, rank), _rate(facts, rank)
        if row is None or facts.figures.words("letter")[row] != letter:
            return OUTSIDE
        return OUTSIDE if isinstance(rate, str) else rate

    return value


def _position_at(rank: int) -> Value:
    def value(facts: Facts) -> Cell:
        row = _row(facts, rank)
        return 0 if row is None else row + 1

    return value


def _bubbles() -> Iterator[FixedCell]:
    yield FixedCell(
        DASHBOARD,
        "W4",
        "helper_title",
        Text(
            f"The {BUBBLE_ROWS} largest clients by revenue ({OUTSIDE * 100}% = not "
            "this letter)",
            f"Les {BUBBLE_ROWS} premiers clients en CA ({OUTSIDE * 100} % = autre "
            "lettre)",
        ),
    )
    heads = (
        ("W", Text("Rank", "Rang")),
        ("X", Text("Row", "Ligne")),
        ("Y", Text("Letter", "Lettre")),
        (REVENUE, Text("Revenue", "Chiffre d'affaires")),
        ("AA", Text("Net margin rate, on the axis", "Taux de marge nette, sur l'axe")),
        *((letter, Text(name, name)) for name, letter in SERIES.items()),
        (SIZE, Text("Cost to serve", "Coût de service")),
    )
    for letter, text in heads:
        yield FixedCell(DASHBOARD, f"{letter}5", "helper_head", text)
    for rank in range(1, BUBBLE_ROWS + 1):
        yield from _bubble(rank, FIRST_ROW + rank - 1)


def _bubble(rank: int, row: int) -> Iterator[FixedCell]:
    yield FixedCell(
        DASHBOARD,
        f"W{row}",
        "helper count",
        formula=f"ROW()-{FIRST_ROW - 1}",
        value=lambda _: rank,
    )
    at = f"X{row}"
    yield FixedCell(
        DASHBOARD,
        at,
        "helper count",
        formula=f"IFERROR(MATCH(W{row},{column('revenue_rank')},0),0)",
        value=_position_at(rank),
    )
    yield FixedCell(
        DASHBOARD,
        f"Y{row}",
        "helper right",
        formula=f'IF({at}=0,"",INDEX({column("letter")},{at})&"")',
        value=_word_at(rank, "letter"),
    )
    yield FixedCell(
        DASHBOARD,
        f"{REVENUE}{row}",
        "helper amount",
        formula=f"IF({at}=0,0,MAX(0,N(INDEX({column('revenue')},{at}))))",
        value=_revenue_at(rank),
    )
    rate = f"INDEX({column('net_margin_rate')},{at})"
    yield FixedCell(
        DASHBOARD,
        f"AA{row}",
        "helper percent",
        formula=(
            f'IF({at}=0,"",IF(ISNUMBER({rate}),'
            f'MAX({RATE_LOW},MIN({RATE_HIGH},{rate})),""))'
        ),
        value=_rate_at(rank),
    )
    for name, letter in SERIES.items():
        yield FixedCell(
            DASHBOARD,
            f"{letter}{row}",
            "helper percent",
            formula=f'IF(AND(Y{row}="{name}",ISNUMBER(AA{row})),AA{row},{OUTSIDE})',
            value=_point_at(rank, name),
        )
    yield FixedCell(
        DASHBOARD,
        f"{SIZE}{row}",
        "helper amount",
        formula=f"IF({at}=0,0,MAX(0,N(INDEX({column('cost_to_serve')},{at}))))",
        value=_size_at(rank),
    )


def chart_cells() -> Iterator[FixedCell]:
    """The helper blocks of both charts."""
    yield from _curve()
    yield from _told_points()
    yield from _bubbles()
