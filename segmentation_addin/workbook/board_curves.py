"""The Curves sheet: four charts, each under one sentence made of its figures.

Page one is the whale curve; page two concentration, cost to serve and scores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from segmentation_addin.languages import NARROW_SPACE, Text
from segmentation_addin.workbook.board_cards import RANKED, rank_of_peak, subtitle
from segmentation_addin.workbook.board_cells import FixedCell
from segmentation_addin.workbook.board_curve_figures import figure
from segmentation_addin.workbook.board_curve_points import curve_points
from segmentation_addin.workbook.board_curve_shares import (
    COST,
    CURVES,
    FIRST_ROW,
    LEFT,
    NEAR,
    PEAK,
    PEAK_RANK,
    REVENUE,
    Share,
    cost_share,
    false_good,
    first_over,
    margin_share,
    near_bound,
    revenue_share,
    scored,
)
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import share_count
from segmentation_addin.workbook.board_phrases import (
    NOTHING,
    Phrase,
    amount,
    choose,
    decimal,
    joined,
    percentage,
    whole,
    words,
)
from segmentation_addin.workbook.outputs import SHEETS

WHALE_ROW, PAIR_ROW, SCORES_ROW = 5, 35, 53
"""Rows of the section titles; the sentence is one row down, then the chart."""
NOTE_ROW = 67
WIDE, HALF = 13, 6
SECOND = "I"
"""Sheet column of the chart at the right of page two."""
_DASHBOARD = "{sheet:dashboard}!"
_LOSERS, _EROSION = f"{_DASHBOARD}$D$47", f"{_DASHBOARD}$D$42"
_CLIENTS = f"{_DASHBOARD}$C$18"
_TOP = FIRST_ROW + 20
"""Row of the 20 % largest clients."""

WHALE_HINT = Text(
    "How to read: clients from the best to the worst net margin, left to right. The "
    "curve climbs while clients earn, is flat where they earn little, and falls where "
    "they cost more than they bring.",
    "Lecture : clients de la meilleure à la moins bonne marge nette, de gauche à "
    "droite. La courbe monte tant que les clients rapportent, s'aplatit quand ils "
    "rapportent peu, et baisse quand ils coûtent plus qu'ils ne rapportent.",
)
NOTE = Text(
    "Clients with revenue, orders or cost in the period. Concentration: each curve in "
    "its own order, negative amounts counted as 0; the diagonal is a portfolio of equal "
    "clients. Cost to serve: largest revenue first; where its curve stands above that "
    "of revenue, the largest clients take more service than they buy. Scores before "
    "caps and overrides; colours are the letters that hold today.",
    "Clients ayant chiffre d'affaires, commandes ou coût dans la période. "
    "Concentration : chaque courbe dans son ordre, montants négatifs comptés 0 ; la "
    "diagonale est un portefeuille de clients égaux. Coût de service : du plus grand CA "
    "au plus petit ; là où sa courbe passe au-dessus de celle du CA, les plus grands "
    "clients prennent plus de service qu'ils n'achètent. Notes avant limites et "
    "dérogations ; les couleurs sont les lettres en vigueur.",
)


_NOBODY = words(Text("No client yet.", "Aucun client pour l'instant."))


def _plural(test: str, holds: Callable[[Facts], bool], one: Text, many: Text) -> Phrase:
    return choose(test, holds, words(one), words(many))


# --- whale ----------------------------------------------------------------------


def _total(facts: Facts) -> float:
    return facts.figures.total("net_margin")


def _erosion(facts: Facts) -> float:
    return facts.figures.peak - _total(facts)


def _losers(facts: Facts) -> int:
    return int(facts.figures.losers.sum())


def _whale_sentence() -> Phrase:
    top = joined(
        Text("The curve peaks at client ", "La courbe culmine au client "),
        whole(PEAK_RANK, rank_of_peak),
        Text(" of ", " sur "),
        whole(RANKED, lambda facts: facts.figures.ranked),
        Text(", at ", ", à "),
        amount(PEAK, lambda facts: facts.figures.peak),
        Text(". ", ". "),
    )
    back = joined(
        whole(_LOSERS, _losers),
        _plural(
            f"{_LOSERS}=1",
            lambda facts: _losers(facts) == 1,
            Text(" client in loss then takes ", " client en perte reprend ensuite "),
            Text(
                " clients in loss then take ", " clients en perte reprennent ensuite "
            ),
        ),
        amount(_EROSION, _erosion),
        Text(" back, ", ", soit "),
        percentage(
            f"{_EROSION}/{PEAK}", lambda facts: _erosion(facts) / facts.figures.peak
        ),
        Text(" of the peak; what is left is ", " du sommet ; il reste "),
        amount(LEFT, _total),
        Text(".", "."),
    )
    none = words(
        Text("No client takes anything back.", "Aucun client n'en reprend rien.")
    )
    flat = words(
        Text(
            "No client has a positive net margin: the curve has no peak.",
            "Aucun client n'a de marge nette positive : la courbe n'a pas de sommet.",
        )
    )
    uncosted = words(
        Text(
            "No client has a known cost to serve: the curve cannot be drawn.",
            "Aucun client n'a de coût de service connu : la courbe ne peut être tracée.",
        )
    )
    told = joined(top, choose(f"{_LOSERS}>0", lambda f: _losers(f) > 0, back, none))
    peaked = choose(f"N({PEAK})>0", lambda facts: facts.figures.peak > 0, told, flat)
    known = choose(f"{RANKED}>0", lambda f: f.figures.ranked > 0, peaked, uncosted)
    return choose(
        f"{_CLIENTS}=0", lambda f: f.kpis["total"]["clients"] == 0, _NOBODY, known
    )


# --- concentration ----------------------------------------------------------------


def _most(key: str, share: Share, first: Text, of: Text) -> Phrase:
    """The first clients that make most of an amount, and what they make of it."""
    clients, reached = figure(f"most_{key}"), figure(f"reached_{key}")

    def count(facts: Facts) -> int:
        return share_count(first_over(facts, share), facts.figures.active)

    among = joined(
        Text(" (", " ("),
        percentage(
            f"{clients}/{figure('active')}",
            lambda facts: count(facts) / facts.figures.active,
        ),
        Text(" of clients)", " des clients)"),
    )
    one = joined(
        Text(f"The first client {first.en}", f"Le premier client {first.fr}"),
        among,
        Text(" makes ", " fait "),
    )
    many = joined(
        Text("The first ", "Les "),
        whole(clients, count),
        Text(f" clients {first.en}", f" premiers clients {first.fr}"),
        among,
        Text(" make ", " font "),
    )
    return joined(
        choose(f"{clients}=1", lambda facts: count(facts) == 1, one, many),
        percentage(reached, lambda facts: share(facts, first_over(facts, share))),
        Text(f" {of.en}. ", f" {of.fr}. "),
    )


def _concentration_sentence() -> Phrase:
    revenue = _most(
        "revenue",
        revenue_share,
        Text("by revenue", "en CA"),
        Text("of the revenue", "du chiffre d'affaires"),
    )
    margin = _most(
        "margin",
        margin_share,
        Text("by gross margin", "en marge brute"),
        Text("of the gross margin", "de la marge brute"),
    )
    unsold = words(Text("Nothing was sold in the period.", "Rien n'a été vendu."))
    shown = joined(
        revenue,
        choose(
            f"{figure('reached_margin')}>0",
            lambda facts: margin_share(facts, 100) > 0,
            margin,
            NOTHING,
        ),
    )
    return choose(
        f"{figure('reached_revenue')}>0",
        lambda facts: revenue_share(facts, 100) > 0,
        shown,
        unsold,
    )


# --- cost to serve ------------------------------------------------------------------


def _cost_sentence() -> Phrase:
    shares = joined(
        Text("The largest 20", "Les 20"),
        Text("%", f"{NARROW_SPACE}%"),
        Text(" of clients by revenue make ", " premiers clients en CA font "),
        percentage(f"${REVENUE}${_TOP}", lambda facts: revenue_share(facts, 20)),
        Text(" of it and take ", " du CA et prennent "),
        percentage(f"${COST}${_TOP}", lambda facts: cost_share(facts, 20)),
        Text(" of the cost to serve. ", " du coût de service. "),
    )
    flagged = joined(
        Text("False good clients: ", "Faux bons clients : "),
        whole(figure("false_good"), false_good),
        Text(", with ", ", avec "),
        amount(
            figure("false_good_revenue"), lambda facts: false_good(facts, "revenue")
        ),
        Text(" of revenue and ", " de CA et "),
        amount(
            figure("false_good_margin"), lambda facts: false_good(facts, "net_margin")
        ),
        Text(" of net margin.", " de marge nette."),
    )
    none = words(
        Text(
            "No large client loses or erodes its margin.",
            "Aucun grand client ne perd ni n'érode sa marge.",
        )
    )
    uncosted = words(
        Text("No cost to serve is known.", "Aucun coût de service n'est connu.")
    )
    told = joined(
        shares,
        choose(f"{figure('false_good')}>0", lambda f: false_good(f) > 0, flagged, none),
    )
    known = choose(
        f"{figure('cost_to_serve')}>0",
        lambda f: cost_share(f, 100) != 0,
        told,
        uncosted,
    )
    return choose(
        f"{figure('active')}=0", lambda f: f.figures.active == 0, _NOBODY, known
    )


# --- scores -----------------------------------------------------------------------


def _bound(place: int) -> Phrase:
    return decimal(figure(f"bound_{'abc'[place]}"), lambda facts: facts.bounds[place])


def _score_sentence() -> Phrase:
    bounds = joined(
        Text("A from ", "A dès "),
        _bound(0),
        Text(", B from ", ", B dès "),
        _bound(1),
        Text(", C from ", ", C dès "),
        _bound(2),
        Text(
            "; below, D where the client is not profitable; a loss is a D at any "
            "score. ",
            " ; dessous, D si le client n'est pas rentable ; une perte est un D "
            "quelle que soit la note. ",
        ),
    )
    near = joined(
        Text(
            f"Scores within {NEAR} points of a bound, to talk about first: ",
            f"Notes à {NEAR} points au plus d'un seuil, à discuter d'abord : ",
        ),
        whole(figure("near"), near_bound),
        Text(" of ", " sur "),
        whole(figure("scored"), scored),
        Text(".", "."),
    )
    none = words(Text("No client has a score.", "Aucun client n'a de note."))
    return joined(
        bounds, choose(f"{figure('scored')}>0", lambda f: scored(f) > 0, near, none)
    )


def curve_cells() -> Iterator[FixedCell]:
    """Every fixed cell of the sheet: titles, sentences, notes, then the points."""
    yield FixedCell(CURVES, "B1", "title", SHEETS[CURVES].title)
    yield FixedCell(CURVES, "B2", "guide", SHEETS[CURVES].guide)
    yield subtitle().cell(CURVES, "B3", "subtitle")
    sections = (
        (
            "B",
            WHALE_ROW,
            WIDE,
            Text(
                "Whale curve: where the net margin is made, and where it goes",
                "Courbe de la baleine : où se fait la marge nette, et où elle part",
            ),
            _whale_sentence(),
        ),
        (
            "B",
            PAIR_ROW,
            HALF,
            Text(
                "Concentration of revenue and margin",
                "Concentration du CA et de la marge",
            ),
            _concentration_sentence(),
        ),
        (
            SECOND,
            PAIR_ROW,
            HALF,
            Text("Cost to serve against revenue", "Coût de service face au CA"),
            _cost_sentence(),
        ),
        (
            "B",
            SCORES_ROW,
            WIDE,
            Text("Scores and their letters", "Notes et lettres"),
            _score_sentence(),
        ),
    )
    for letter, row, span, title, sentence in sections:
        yield FixedCell(CURVES, f"{letter}{row}", "section", title, span=span)
        yield sentence.cell(CURVES, f"{letter}{row + 1}", "text", span)
    yield FixedCell(CURVES, f"B{PAIR_ROW - 1}", "note", WHALE_HINT, span=WIDE)
    yield FixedCell(CURVES, f"B{NOTE_ROW}", "note", NOTE, span=WIDE)
    yield from curve_points()
