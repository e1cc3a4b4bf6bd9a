"""The headline of the dashboard: four figures, each with its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import ratio, share_count
from segmentation_addin.workbook.board_letters import DASHBOARD
from segmentation_addin.workbook.board_phrases import (
    CURRENCY,
    NOTHING,
    Phrase,
    amount,
    choose,
    iso_date,
    joined,
    percentage,
    whole,
    words,
)
from segmentation_addin.workbook.outputs import SHEETS

RANKED = f"COUNT({column('net_margin_rank')})"
"""Formula of the number of clients on the whale curve."""
NOTHING_COSTED = f"AND(C18>0,{RANKED}=0)"
"""Formula of: there are clients, and the net margin of none is known."""


def best_share(facts: Facts) -> float | str:
    """Share of the net margin that the best 20 % of clients make; "" if none."""
    figures = facts.figures
    return ratio(figures.whale[20], figures.total("net_margin"))


def best_count(facts: Facts) -> int:
    """Number of clients in the best 20 %, rounded up."""
    return share_count(20, facts.figures.ranked)


def rank_of_peak(facts: Facts) -> int:
    """Number of clients with a positive net margin."""
    return int((facts.figures.numbers("net_margin") > 0).sum())


def lost(facts: Facts) -> float:
    """Sum of the negative net margins, currency, <= 0."""
    return facts.figures.total("net_margin", facts.figures.losers)


def _uncosted(phrase: Phrase) -> Phrase:
    """A sentence on the net margin, or what keeps it from being known."""
    unknown = words(
        Text(
            "No client has a known cost to serve.",
            "Aucun client n'a de coût de service connu.",
        )
    )
    return choose(NOTHING_COSTED, lambda f: f.figures.nothing_costed, unknown, phrase)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _best_sentence() -> Phrase:
    clients = whole(RANKED, lambda facts: facts.figures.ranked)
    best = whole("D45", best_count)
    share = percentage("D46", lambda facts: _number(best_share(facts)))
    peak = whole("D44", rank_of_peak)
    several = joined(
        Text("The best ", "Les "),
        best,
        Text(" of ", " meilleurs clients sur "),
        clients,
        Text(" clients make ", " font "),
    )
    one = joined(
        Text("The best client of ", "Le meilleur client sur "),
        clients,
        Text(" makes ", " fait "),
    )
    sentence = joined(
        choose("D45=1", lambda facts: best_count(facts) == 1, one, several),
        share,
        Text(
            " of the net margin. The curve peaks at client ",
            " de la marge nette. La courbe culmine au client ",
        ),
        peak,
        Text(".", "."),
    )
    no_share = words(
        Text(
            "No share can be read: the total net margin is not positive.",
            "Aucune part lisible : la marge nette totale n'est pas positive.",
        )
    )
    readable = choose(
        "ISNUMBER(D46)",
        lambda facts: isinstance(best_share(facts), float),
        sentence,
        no_share,
    )
    return choose(
        f"{RANKED}=0", lambda facts: facts.figures.ranked == 0, NOTHING, readable
    )


def _loss_sentence() -> Phrase:
    share = joined(
        Text(": ", ", soit "),
        percentage("-D48/D40", lambda facts: -lost(facts) / facts.figures.peak),
        Text(" of what the others earn.", " de ce que gagnent les autres."),
    )
    losses = joined(
        Text("Losses add up to ", "Pertes cumulées : "),
        amount("-D48", lambda facts: -lost(facts)),
        choose("D40>0", lambda f: f.figures.peak > 0, share, words(Text(".", "."))),
    )
    none = words(
        Text("No client loses money.", "Aucun client ne fait perdre d'argent.")
    )
    nobody = choose(
        f"{RANKED}=0", lambda facts: facts.figures.ranked == 0, NOTHING, none
    )
    return choose("D47=0", lambda f: not f.figures.losers.any(), nobody, losses)


def _rate_sentence() -> Phrase:
    def total(key: str) -> Value:
        return lambda facts: facts.kpis["total"][key]

    serving = joined(
        Text(" Serving clients takes ", " Servir les clients prend "),
        percentage(
            "H18/G18",
            lambda facts: (
                _number(total("cost_to_serve")(facts))
                / _number(total("gross_margin")(facts))
            ),
        ),
        Text(" of the gross margin.", " de la marge brute."),
    )
    sentence = joined(
        amount("I18", lambda facts: _number(total("net_margin")(facts))),
        Text(" of net margin.", " de marge nette."),
        choose(
            "G18>0",
            lambda facts: _number(total("gross_margin")(facts)) > 0,
            serving,
            NOTHING,
        ),
    )
    return choose("C18=0", lambda f: f.kpis["total"]["clients"] == 0, NOTHING, sentence)


def _false_good(facts: Facts, key: str) -> int:
    return int(facts.figures.is_choice("false_good", key).sum())


def _false_count(facts: Facts) -> int:
    return _false_good(facts, "destroys") + _false_good(facts, "erodes")


def _false_formula(function: str, key: str) -> str:
    return f"{function}{column('false_good')},{{choice:false_good.{key}}})"


_DESTROYS = _false_formula("COUNTIFS(", "destroys")
_ERODES = _false_formula("COUNTIFS(", "erodes")


def _false_sentence() -> Phrase:
    sums = f"SUMIFS({column('revenue')},"
    revenue = f"{_false_formula(sums, 'destroys')}+{_false_formula(sums, 'erodes')}"

    def at_stake(facts: Facts) -> float:
        flags = np.asarray(facts.figures.words("false_good") != "", dtype=bool)
        return facts.figures.total("revenue", flags)

    sentence = joined(
        Text("Margin destroyed: ", "Marge détruite : "),
        whole(_DESTROYS, lambda facts: _false_good(facts, "destroys")),
        Text(", eroded: ", ", érodée : "),
        whole(_ERODES, lambda facts: _false_good(facts, "erodes")),
        Text(". Revenue: ", ". Chiffre d'affaires : "),
        amount(revenue, at_stake),
        Text(".", "."),
    )
    none = words(
        Text(
            "No large client loses or erodes its margin.",
            "Aucun grand client ne perd ni n'érode sa marge.",
        )
    )
    nobody = choose("C18=0", lambda f: f.kpis["total"]["clients"] == 0, NOTHING, none)
    return choose("N(M6)=0", lambda facts: _false_count(facts) == 0, nobody, sentence)


def _unless_uncosted(count: Callable[[Facts], int]) -> Value:
    return lambda facts: "" if facts.figures.nothing_costed else count(facts)


def subtitle() -> Phrase:
    """The period and the currency of every amount, as a sentence."""
    home_date = "{sheet:home}!$D$15"
    currency = joined(
        Text("   ·   amounts in ", "   ·   montants en "),
        Phrase(Text(CURRENCY, CURRENCY), lambda facts: facts.currency),
        Text(", ex-VAT", ", HT"),
    )
    plain = words(Text("   ·   amounts ex-VAT", "   ·   montants HT"))
    sentence = joined(
        Text("12 months to ", "12 mois au "),
        iso_date(home_date, lambda facts: facts.as_of),
        choose(f'{CURRENCY}=""', lambda facts: not facts.currency, plain, currency),
    )
    fresh = words(Text("Not refreshed yet.", "Pas encore actualisé."))
    return choose(f"{home_date}=0", lambda f: f.as_of is None, fresh, sentence)


def card_cells() -> Iterator[FixedCell]:
    """Title, subtitle and the four headline figures."""
    yield FixedCell(DASHBOARD, "B1", "title", SHEETS[DASHBOARD].title)
    yield FixedCell(DASHBOARD, "B2", "guide", SHEETS[DASHBOARD].guide)
    yield subtitle().cell(DASHBOARD, "B3", "subtitle")
    cards: tuple[tuple[str, int, Text, str, str, Value, Phrase], ...] = (
        (
            "B",
            3,
            Text(
                "Net margin made by the best 20% of clients",
                "Marge nette des 20 % meilleurs clients",
            ),
            "percent_whole",
            "D46",
            best_share,
            _uncosted(_best_sentence()),
        ),
        (
            "E",
            4,
            Text("Clients that lose money", "Clients qui font perdre de l'argent"),
            "count",
            f'IF({NOTHING_COSTED},"",D47)',
            _unless_uncosted(lambda facts: int(facts.figures.losers.sum())),
            _uncosted(_loss_sentence()),
        ),
        (
            "I",
            4,
            Text("Net margin rate", "Taux de marge nette"),
            "percent",
            "J18",
            lambda facts: facts.kpis["total"]["net_rate"],
            _uncosted(_rate_sentence()),
        ),
        (
            "M",
            3,
            Text("False good clients", "Faux bons clients"),
            "count",
            f'IF({NOTHING_COSTED},"",{_DESTROYS}+{_ERODES})',
            _unless_uncosted(_false_count),
            _uncosted(_false_sentence()),
        ),
    )
    for letter, span, caption, kind, formula, value, sentence in cards:
        yield FixedCell(DASHBOARD, f"{letter}5", "card_caption", caption, span=span)
        yield FixedCell(
            DASHBOARD,
            f"{letter}6",
            f"card_figure {kind}",
            formula=formula,
            value=value,
            span=span,
        )
        yield sentence.cell(DASHBOARD, f"{letter}7", "card_sentence", span)
