"""The board's charts with the figures of a refresh."""

from __future__ import annotations

import numpy as np

from segmentation_addin.languages import Language, number, percent
from segmentation_addin.report import words
from segmentation_addin.report.charts import Bar, Bars, Bubble, Bubbles, Curve, Point
from segmentation_addin.report.dashboard import said_at
from segmentation_addin.report.formats import shown
from segmentation_addin.report.tables import Group, amount_in_words
from segmentation_addin.workbook.board_cards import best_share, rank_of_peak
from segmentation_addin.workbook.board_charts import (
    BUBBLE_ROWS,
    PEAK_ROW,
    RATE_HIGH,
    RATE_LOW,
    TOLD,
)
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import GRADED, share_count
from segmentation_addin.workbook.board_letters import LABELS

_RATE_STEP = 0.25
_SIGNS = ("A", "B", "C", "D", "–")
"""What stands in the bars; the last part has no letter, or none yet."""
_EACH_CLIENT_UNDER = 100
"""Up to here the curve has a point a client, then one a percent of clients."""


def whale(facts: Facts) -> Curve:
    """Cumulated net margin over the peak; there must be a client that earns money."""
    language, figures = facts.language, facts.figures
    peak, clients = figures.peak, figures.ranked
    left = figures.total("net_margin", np.isfinite(figures.numbers("net_margin_rank")))
    rank = rank_of_peak(facts)
    lost = peak - left
    erosion = words.EROSION.in_(language, amount=amount_in_words(lost, facts))
    return Curve(
        language=language,
        x_title=words.WHALE_X.in_(language),
        y_title=words.WHALE_Y.in_(language),
        points=_curve_points(facts),
        peak=Point(
            rank / clients,
            1.0,
            said_at(f"{TOLD}{PEAK_ROW}", facts),
        ),
        end=Point(
            1.0,
            left / peak,
            erosion if figures.losers.any() else words.NO_EROSION.in_(language),
        ),
        best=_best(facts),
    )


def _curve_points(facts: Facts) -> tuple[tuple[float, float], ...]:
    figures = facts.figures
    clients, peak = figures.ranked, figures.peak
    if clients > _EACH_CLIENT_UNDER:
        return tuple((p / 100, figures.whale[p] / peak) for p in range(101))
    ranks = figures.numbers("net_margin_rank")
    counted = np.isfinite(ranks)
    order = np.argsort(ranks[counted], kind="stable")
    sums = np.cumsum(figures.numbers("net_margin")[counted][order])
    heights = [0.0, *(float(x) / peak for x in sums)]
    return tuple((k / clients, height) for k, height in enumerate(heights))


def _best(facts: Facts) -> Point | None:
    """The best 20 % of clients, where their share of the net margin is known."""
    share, figures = best_share(facts), facts.figures
    if not isinstance(share, float):
        return None
    text = words.BEST.in_(facts.language, share=percent(share, facts.language))
    place = share_count(20, figures.ranked) / figures.ranked
    return Point(place, figures.whale[20] / figures.peak, text)


def bubbles(facts: Facts) -> tuple[Bubbles, int]:
    """The largest clients by revenue, and how many of them cannot be drawn."""
    language, figures = facts.language, facts.figures
    wanted = [
        figures.row_of_rank[rank]
        for rank in range(1, BUBBLE_ROWS + 1)
        if rank in figures.row_of_rank
    ]
    revenue, rate = figures.numbers("revenue"), figures.numbers("net_margin_rate")
    rows = [row for row in wanted if revenue[row] > 0 and np.isfinite(rate[row])]
    cost = np.fmax(np.nan_to_num(figures.numbers("cost_to_serve")), 0.0)
    largest = max((float(cost[row]) for row in rows), default=0.0)
    drawn = tuple(
        Bubble(
            x=float(revenue[row]),
            y=float(np.clip(rate[row], RATE_LOW, RATE_HIGH)),
            size=float(cost[row]) / largest if largest else 0.3,
            letter=str(figures.words("letter")[row]),
            title=_bubble_title(facts, row),
        )
        for row in rows
    )
    letters = tuple(x for x in GRADED if any(bubble.letter == x for bubble in drawn))
    chart = Bubbles(
        language=language,
        x_title=words.VALUE_X.in_(language),
        x_title_log=words.VALUE_X_LOG.in_(language),
        y_title=words.VALUE_Y.in_(language),
        y_low=RATE_LOW,
        y_high=RATE_HIGH,
        y_step=_RATE_STEP,
        bubbles=drawn,
        letters=letters,
        names=tuple(LABELS[letter].in_(language) for letter in letters),
    )
    return chart, len(wanted) - len(drawn)


def _bubble_title(facts: Facts, row: int) -> str:
    """Name, letter and figures of one client."""
    language, figures = facts.language, facts.figures
    name = str(figures.words("name")[row]) or str(figures.words("client_id")[row])
    revenue = shown(float(figures.numbers("revenue")[row]), "amount", language)
    rate = shown(float(figures.numbers("net_margin_rate")[row]), "percent", language)
    return f"{name} · {figures.words('letter')[row]} · {revenue} · {rate}"


def bars(found: tuple[Group, ...], language: Language) -> Bars:
    """A bar for each group of clients."""
    return Bars(
        language,
        GRADED,
        _SIGNS,
        tuple(
            Bar(
                group.name,
                group.counts,
                words.COUNTED_ONE.in_(language)
                if group.clients == 1
                else words.COUNTED.in_(language, count=number(group.clients, language)),
            )
            for group in found
        ),
    )
