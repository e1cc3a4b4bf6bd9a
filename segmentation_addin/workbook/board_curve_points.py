"""The points and marks that the charts of the Curves sheet draw, beside its page."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cards import RANKED, rank_of_peak
from segmentation_addin.workbook.board_cells import FixedCell, Value, column, quoted
from segmentation_addin.workbook.board_charts import CURVE_ROWS, OUTSIDE
from segmentation_addin.workbook.board_curve_figures import figure, figure_cells
from segmentation_addin.workbook.board_curve_shares import (
    BIN_WIDTH,
    BINS,
    CLIENTS,
    COST,
    COSTS,
    CURVES,
    END_ROW,
    FALSE_GOOD_SHOWN,
    FALSE_ROW,
    FIRST_ROW,
    GROSS,
    LABEL,
    LEFT,
    PEAK,
    PEAK_RANK,
    PEAK_ROW,
    RANK,
    REVENUE,
    SCORE_ROW,
    SERIES,
    SHARE,
    THRESHOLD,
    UP,
    X,
    Y,
    cost_share,
    cost_up_to,
    least_margin,
    margin_share,
    revenue_share,
)
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import share_count
from segmentation_addin.workbook.board_phrases import Number
from segmentation_addin.workbook.host import Cell

_REVENUE, _GROSS = column("revenue"), column("gross_margin")
_SCORE, _LETTER = column("score"), column("letter")


def _curve() -> Iterator[FixedCell]:
    title = Text(
        "Points of the curves, best client first",
        "Points des courbes, du meilleur client au moins bon",
    )
    yield FixedCell(CURVES, f"{SHARE}{FIRST_ROW - 2}", "helper_title", title)
    heads = (
        (SHARE, Text("Share", "Part")),
        (CLIENTS, Text("Clients", "Clients")),
        (REVENUE, Text("Revenue", "CA")),
        (THRESHOLD, Text("Margin from", "Marge dès")),
        (GROSS, Text("Gross margin", "Marge brute")),
        (COST, Text("Cost to serve", "Coût de service")),
    )
    for letter, text in heads:
        yield FixedCell(CURVES, f"{letter}{FIRST_ROW - 1}", "helper_head", text)
    for percent in range(CURVE_ROWS):
        yield from _point(percent)


def _point(percent: int) -> Iterator[FixedCell]:
    row = FIRST_ROW + percent
    clients, threshold = f"${CLIENTS}{row}", f"${THRESHOLD}{row}"
    known = f"MIN({clients},COUNT({_GROSS}))"
    above = f'{_GROSS},">"&{threshold}'
    part = f"SUMIF({above})+({known}-COUNTIF({above}))*{threshold}"
    up_to = f'{RANK},"<="&{clients}'
    cells: tuple[tuple[str, str, str, Value], ...] = (
        (SHARE, "percent_whole", f"{percent}/100", lambda _: percent / 100),
        (
            CLIENTS,
            "count",
            f"ROUNDUP({percent}*{figure('active')}/100,0)",
            lambda facts: share_count(percent, facts.figures.active),
        ),
        (
            REVENUE,
            "percent",
            _over("revenue", f'SUMIFS({_REVENUE},{up_to},{_REVENUE},">0")'),
            lambda facts: revenue_share(facts, percent),
        ),
        (
            THRESHOLD,
            "amount",
            f"IF({known}=0,0,MAX(0,LARGE({_GROSS},{known})))",
            lambda facts: least_margin(facts, percent),
        ),
        (
            GROSS,
            "percent",
            f"IF({known}=0,0,{_over('gross_margin', part)})",
            lambda facts: margin_share(facts, percent),
        ),
        (
            COST,
            "percent",
            _over("cost_to_serve", f"SUMIFS({COSTS},{up_to})"),
            lambda facts: cost_share(facts, percent),
        ),
    )
    for letter, style, formula, value in cells:
        place = (CURVES, f"{letter}{row}", f"helper {style}")
        yield FixedCell(*place, formula=formula, value=value)


def _over(key: str, part: str) -> str:
    return f"IF({figure(key)}>0,({part})/{figure(key)},0)"


# --- marks ---------------------------------------------------------------------


def _mark_cells() -> Iterator[FixedCell]:
    head = PEAK_ROW - 1
    for letter, text in (
        (LABEL, Text("Marks on the whale curve", "Repères de la courbe")),
        (X, Text("Across", "En largeur")),
        (Y, Text("Up", "En hauteur")),
    ):
        style = "helper_title" if letter == LABEL else "helper_head"
        yield FixedCell(CURVES, f"{letter}{head}", style, text)
    marks: tuple[tuple[int, Text, tuple[str, Number], tuple[str, Number]], ...] = (
        (
            PEAK_ROW,
            Text("Peak", "Sommet"),
            (f"IF({RANKED}>0,N({PEAK_RANK})/{RANKED},0)", _peak_share),
            (f"IF(N({PEAK})>0,1,0)", lambda facts: int(facts.figures.peak > 0)),
        ),
        (
            END_ROW,
            Text("All clients", "Tous les clients"),
            ("1", lambda _: 1),
            (f"IF(N({PEAK})>0,{LEFT}/{PEAK},0)", _end_height),
        ),
    )
    for row, label, across, up in marks:
        yield FixedCell(CURVES, f"{LABEL}{row}", "helper left", label)
        for letter, (formula, value) in ((X, across), (Y, up)):
            place = (CURVES, f"{letter}{row}", "helper percent")
            yield FixedCell(*place, formula=formula, value=value)


def _peak_share(facts: Facts) -> float:
    ranked = facts.figures.ranked
    return rank_of_peak(facts) / ranked if ranked else 0.0


def _end_height(facts: Facts) -> float:
    peak = facts.figures.peak
    return facts.figures.total("net_margin") / peak if peak > 0 else 0.0


def _false_rank(facts: Facts, place: int) -> float | None:
    """Revenue rank of a false good client; None where there is none."""
    figures = facts.figures
    found = np.flatnonzero(figures.numbers("false_good_rank") == place)
    rank = figures.numbers("revenue_rank")[found[0]] if found.size else np.nan
    return None if np.isnan(rank) else float(rank)


def _false_across(place: int) -> Value:
    def value(facts: Facts) -> Cell:
        rank = _false_rank(facts, place)
        return 0 if rank is None else rank / facts.figures.active

    return value


def _false_up(place: int) -> Value:
    def value(facts: Facts) -> Cell:
        rank = _false_rank(facts, place)
        return OUTSIDE if rank is None else cost_up_to(facts, rank)

    return value


def _false_cells() -> Iterator[FixedCell]:
    heads = (
        (LABEL, Text("False good clients on the curve", "Faux bons clients")),
        (X, Text("Rank", "Rang")),
        (Y, Text("Across", "En largeur")),
        (UP, Text("Up", "En hauteur")),
    )
    for letter, text in heads:
        style = "helper_title" if letter == LABEL else "helper_head"
        yield FixedCell(CURVES, f"{letter}{FALSE_ROW - 1}", style, text)
    for place in range(1, FALSE_GOOD_SHOWN + 1):
        row = FALSE_ROW + place - 1
        rank = f"${X}{row}"
        at = f"MATCH({place},{column('false_good_rank')},0)"
        up = _over("cost_to_serve", f'SUMIFS({COSTS},{RANK},"<="&{rank})')
        cells: tuple[tuple[str, str, str, Value], ...] = (
            (X, "count", f"IFERROR(N(INDEX({RANK},{at})),0)", _rank_or_0(place)),
            (
                Y,
                "percent",
                f"IF({rank}>0,{rank}/{figure('active')},0)",
                _false_across(place),
            ),
            (UP, "percent", f"IF({rank}>0,{up},{OUTSIDE})", _false_up(place)),
        )
        for letter, style, formula, value in cells:
            where = (CURVES, f"{letter}{row}", f"helper {style}")
            yield FixedCell(*where, formula=formula, value=value)


def _rank_or_0(place: int) -> Value:
    return lambda facts: _false_rank(facts, place) or 0


# --- scores ---------------------------------------------------------------------


def _ends(place: int) -> tuple[int, int]:
    """The scores of a bin: from, and under; the last bin holds 100."""
    low = place * BIN_WIDTH
    return low, low + BIN_WIDTH + (place == BINS - 1)


def _bin_name(place: int) -> tuple[str, Value]:
    low, high = _ends(place)
    name = f"{low}\u2013{low + BIN_WIDTH}"
    formula = quoted(name)
    for letter in "abc":
        at = figure(f"bound_{letter}")
        mark = f'CHAR(10)&"\u25b2 {letter.upper()}"'
        formula += f'&IF(AND({at}>={low},{at}<{high}),{mark},"")'

    def value(facts: Facts) -> Cell:
        marks = (
            f"\n\u25b2 {letter}"
            for letter, bound in zip("ABC", facts.bounds, strict=True)
            if low <= bound < high
        )
        return name + "".join(marks)

    return formula, value


def _bin_count(place: int, letter: str) -> Value:
    low, high = _ends(place)

    def value(facts: Facts) -> Cell:
        scores = facts.figures.numbers("score")
        inside = (scores >= low) & (scores < high)
        return int((inside & (facts.figures.words("letter") == letter)).sum())

    return value


def _score_cells() -> Iterator[FixedCell]:
    title = Text("Clients by score and letter", "Clients par note et lettre")
    yield FixedCell(CURVES, f"{LABEL}{SCORE_ROW - 1}", "helper_title", title)
    for letter, at in SERIES.items():
        text = Text(letter, letter)
        yield FixedCell(CURVES, f"{at}{SCORE_ROW - 1}", "helper_head", text)
    for place in range(BINS):
        row = SCORE_ROW + place
        low, high = _ends(place)
        formula, name = _bin_name(place)
        label = (CURVES, f"{LABEL}{row}", "helper left")
        yield FixedCell(*label, formula=formula, value=name)
        for letter, at in SERIES.items():
            only = f'{_LETTER},"{letter}",{_SCORE},">={low}",{_SCORE},"<{high}"'
            yield FixedCell(
                CURVES,
                f"{at}{row}",
                "helper count",
                formula=f"COUNTIFS({only})",
                value=_bin_count(place, letter),
            )


def curve_points() -> Iterator[FixedCell]:
    """Every helper cell of the sheet."""
    yield from _curve()
    yield from figure_cells()
    yield from _mark_cells()
    yield from _false_cells()
    yield from _score_cells()
