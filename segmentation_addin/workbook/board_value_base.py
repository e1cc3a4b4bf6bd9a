"""The Value sheet, page two: letters, recurrence, years of arrival, confidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import GRADED, Flags
from segmentation_addin.workbook.board_letters import HEADS, LABELS
from segmentation_addin.workbook.board_letters import ROWS as BOARD_ROWS
from segmentation_addin.workbook.board_phrases import (
    NOTHING,
    Phrase,
    choose,
    joined,
    whole,
)
from segmentation_addin.workbook.board_value_rows import (
    DECIDED,
    SHARE_HEADS,
    Rows,
    board,
    figure,
    line,
    section,
    share_cells,
)
from segmentation_addin.workbook.board_value_stress import STRESS_ROW
from segmentation_addin.workbook.outputs import CONFIDENCE

PAGE_TWO_ROW = STRESS_ROW + 2 + 8 + 1
"""First row of the second page."""
LETTERS_ROW = PAGE_TWO_ROW

LETTER_LINES: tuple[tuple[str, Text, Text], ...] = (
    (
        "clients",
        Text("Clients", "Clients"),
        Text(
            "Clients of each letter; the total holds inactive clients too.",
            "Clients de chaque lettre ; le total compte aussi les inactifs.",
        ),
    ),
    (
        "revenue_share",
        Text("Share of revenue", "Part du CA"),
        Text(
            "Revenue of the letter / revenue of all, unknown clients included.",
            "CA de la lettre / CA de tous, clients inconnus compris.",
        ),
    ),
    (
        "gross_margin",
        Text("Gross margin", "Marge brute"),
        Text("Revenue less cost of goods.", "CA moins coût des ventes."),
    ),
    (
        "cost_to_serve",
        Text("Cost to serve", "Coût de service"),
        Text(
            "Activities, direct costs, financing and bad debt.",
            "Activités, coûts directs, financement et créances perdues.",
        ),
    ),
    (
        "net_margin",
        Text("Net margin", "Marge nette"),
        Text("Gross margin less cost to serve.", "Marge brute moins coût de service."),
    ),
    (
        "net_rate",
        Text("Net margin rate", "Taux de marge nette"),
        Text(
            "Net margin / revenue, sum over sum.",
            "Marge nette / CA, somme sur somme.",
        ),
    ),
    (
        "retention",
        Text("Clients kept", "Clients conservés"),
        Text(
            "Of the clients that bought the year before, by their letter then: the part "
            "that still buys.",
            "Des clients qui achetaient l'année d'avant, selon leur lettre d'alors : la "
            "part restante.",
        ),
    ),
    (
        "grr",
        Text("Revenue kept (GRR)", "CA conservé (GRR)"),
        Text(
            "Of these: sum of the smaller of both years / revenue of the first; growth "
            "does not count.",
            "De ceux-là : somme du plus petit des deux exercices / CA du premier, sans "
            "la croissance.",
        ),
    ),
    (
        "nrr",
        Text("Net revenue kept (NRR)", "CA net conservé (NRR)"),
        Text(
            "Of these: revenue of this year / revenue of the first; growth counts.",
            "De ceux-là : CA de cet exercice / CA du premier, croissance comprise.",
        ),
    ),
)
"""Key of the Dashboard's column, label and definition of each row."""
RECURRENCE_ROW = LETTERS_ROW + 2 + len(LETTER_LINES) + 1
YEARS = 5
AGE_ROW = RECURRENCE_ROW + 2 + 5 + 1
CONFIDENCE_ROW = AGE_ROW + 2 + YEARS + 2 + 1
LAST_ROW = CONFIDENCE_ROW + 2 + len(CONFIDENCE) - 1

_CLIENTS = f'{DECIDED},"?*"'
_BEFORE, _MONTHS = column("previous_revenue"), column("active_months")
_SINCE, _NEW = column("since_year"), column("new")


# --- by letter ------------------------------------------------------------------------


def _kpi(group: str, key: str) -> Value:
    return lambda facts: facts.kpis[group][key]


def letter_lines() -> Iterator[FixedCell]:
    """Margin and retention by letter, as the Dashboard counts them."""
    title = Text("Margin and retention by letter", "Marge et fidélité par lettre")
    columns = dict(zip("CDEFGH", (*GRADED, "total"), strict=True))
    heads = {
        letter: LABELS["total"] if name == "total" else Text(name, name)
        for letter, name in columns.items()
    }
    yield from section(LETTERS_ROW, title, heads)
    board_columns = {key: (letter, style) for letter, key, style, _ in HEADS}
    for place, (key, label, definition) in enumerate(LETTER_LINES):
        row = LETTERS_ROW + 2 + place
        yield from line(row, label, definition, "CDEFGH")
        source, style = board_columns[key]
        for letter, name in columns.items():
            formula = board(f"${source}${BOARD_ROWS[name]}")
            yield figure(f"{letter}{row}", style, formula, _kpi(name, key))


# --- recurrence -----------------------------------------------------------------------


def _active_for(months: int) -> Rows:
    return lambda facts: np.asarray(
        facts.figures.numbers("active_months") >= months, dtype=bool
    )


def _bought_before(facts: Facts) -> Flags:
    figures = facts.figures
    before = figures.numbers("previous_revenue") > 0
    return np.asarray(before & (figures.numbers("revenue") > 0), dtype=bool)


def _new(facts: Facts) -> Flags:
    return facts.figures.is_choice("new", "yes")


def _any(key: str) -> Callable[[Facts], bool]:
    return lambda facts: bool(np.isfinite(facts.figures.numbers(key)).any())


def _any_before(facts: Facts) -> bool:
    return bool((facts.figures.numbers("previous_revenue") > 0).any())


def _newness(facts: Facts) -> bool:
    return _any_before(facts) or _any("since_year")(facts)


def recurrence_cells() -> Iterator[FixedCell]:
    """Revenue by regularity of purchase, and that of new clients."""
    title = Text("Recurrence and new clients", "Récurrence et nouveaux clients")
    yield from section(RECURRENCE_ROW, title, SHARE_HEADS)
    row = RECURRENCE_ROW + 2
    for months in (6, 9, 12):
        least = "" if months == 12 else "+"
        label = Text(f"Active {months}{least} months", f"Actifs {months}{least} mois")
        definition = Text(
            f"Clients with an order in {months}{' or more' if least else ''} of the 12 "
            "months; shares are of the clients listed.",
            f"Clients ayant commandé {months} mois{' ou plus' if least else ''} sur 12 ; "
            "parts du total des clients de la liste.",
        )
        yield from line(row, label, definition, "CDEFG")
        only = f'{_MONTHS},">={months}"'
        known = f"COUNT({_MONTHS})>0"
        some = _any("active_months")
        yield from share_cells(row, only, _active_for(months), known, some)
        row += 1
    before = f'COUNTIF({_BEFORE},">0")>0'
    label = Text("Bought in both years", "Achetaient déjà avant")
    definition = Text(
        "Clients with revenue in this period and in the one before; blank where it has "
        "no rows.",
        "Clients ayant du CA sur la période et sur la précédente ; vide si elle n'a pas "
        "de lignes.",
    )
    yield from line(row, label, definition, "CDEFG")
    only = f'{_BEFORE},">0",{column("revenue")},">0"'
    yield from share_cells(row, only, _bought_before, before, _any_before)
    label = Text("New clients", "Nouveaux clients")
    definition = Text(
        "Clients whose first order lies in the period; blank where nothing tells who is "
        "new.",
        "Clients dont la première commande est dans la période ; vide si rien ne dit qui "
        "est nouveau.",
    )
    row += 1
    yield from line(row, label, definition, "CDEFG")
    told = f'OR(COUNTIF({_BEFORE},">0")>0,COUNT({_SINCE})>0)'
    only = f"{_NEW},{{choice:new.yes}}"
    yield from share_cells(row, only, _new, told, _newness)


# --- years of arrival -----------------------------------------------------------------


_AS_OF = "{sheet:home}!$D$15"


def _year(facts: Facts, back: int) -> int:
    return 0 if facts.as_of is None else facts.as_of.year - back


def _arrived(back: int) -> Rows:
    """Clients of that many years before the analysis date; earlier too at `YEARS`."""

    def rows(facts: Facts) -> Flags:
        since, year = facts.figures.numbers("since_year"), _year(facts, back)
        found = since <= year if back == YEARS else since == year
        return np.asarray(found, dtype=bool) & facts.figures.counted

    return rows


def _no_year(facts: Facts) -> Flags:
    return facts.figures.counted & np.isnan(facts.figures.numbers("since_year"))


def _arrival(back: int) -> tuple[Phrase, Text, str]:
    """Label, definition and criteria of the clients of one year."""
    year = f"(YEAR({_AS_OF})-{back})"
    told: list[Phrase | Text] = [
        Text("Came in ", "Arrivés en "),
        whole(year, lambda facts: _year(facts, back)),
    ]
    definition = Text(
        "Clients by the year of their first order, from the Clients sheet.",
        "Clients selon l'année de leur première commande, de la feuille Clients.",
    )
    only = f"{_SINCE},{year},{_CLIENTS}"
    if back == YEARS:
        told.append(Text(" or before", " ou avant"))
        only = f'{_SINCE},"<="&{year},{_CLIENTS}'
    if not back:
        definition = Text(
            "Year of the first order, from the Clients sheet; the year of the analysis "
            "date comes first.",
            "Année de la première commande, de la feuille Clients ; d'abord celle de la "
            "date d'analyse.",
        )
    label = choose(f"{_AS_OF}=0", lambda f: f.as_of is None, NOTHING, joined(*told))
    return label, definition, only


def age_cells() -> Iterator[FixedCell]:
    """Revenue by the year in which the clients came."""
    title = Text("Revenue by year of arrival", "CA par année d'arrivée")
    yield from section(AGE_ROW, title, SHARE_HEADS)
    known, some = f"COUNT({_SINCE})>0", _any("since_year")
    row = AGE_ROW + 2
    for back in range(YEARS + 1):
        label, definition, only = _arrival(back)
        yield from line(row, label, definition, "CDEFG")
        yield from share_cells(row, only, _arrived(back), known, some)
        row += 1
    unknown = Text("Year not known", "Année inconnue")
    definition = Text(
        "Clients without a date of first order in the Clients sheet.",
        "Clients sans date de première commande dans la feuille Clients.",
    )
    yield from line(row, unknown, definition, "CDEFG")
    only = f'--({_SINCE}=""),--({DECIDED}<>"")'
    yield from share_cells(row, only, _no_year, known, some)


# --- confidence -----------------------------------------------------------------------

_CONFIDENCE_LINES = {
    "high": (
        Text("High confidence", "Confiance élevée"),
        Text(
            "Clients whose completeness x freshness is 0.8 or more (x 0.7 where the cost "
            "is unknown).",
            "Clients dont complétude x fraîcheur vaut 0,8 ou plus (x 0,7 si le coût est "
            "inconnu).",
        ),
    ),
    "medium": (
        Text("Medium confidence", "Confiance moyenne"),
        Text(
            "From 0.5 to 0.8: a criterion is missing, or the ratings are old.",
            "De 0,5 à 0,8 : un critère manque, ou les notes sont anciennes.",
        ),
    ),
    "low": (
        Text("Low confidence", "Confiance faible"),
        Text(
            "Under 0.5: check the data of these clients before any decision.",
            "Sous 0,5 : vérifier les données de ces clients avant toute décision.",
        ),
    ),
}


def _confident(key: str) -> Rows:
    return lambda facts: facts.figures.is_choice("confidence", key)


def _any_confidence(facts: Facts) -> bool:
    return bool((facts.figures.words("confidence") != "").any())


def confidence_cells() -> Iterator[FixedCell]:
    """Revenue by the confidence that the data deserve."""
    title = Text("Confidence in the data", "Confiance dans les données")
    yield from section(CONFIDENCE_ROW, title, SHARE_HEADS)
    confidence = column("confidence")
    known = f'COUNTIF({confidence},"?*")>0'
    for place, (key, (label, definition)) in enumerate(_CONFIDENCE_LINES.items()):
        row = CONFIDENCE_ROW + 2 + place
        yield from line(row, label, definition, "CDEFG")
        only = f"{confidence},{{choice:confidence.{key}}}"
        yield from share_cells(row, only, _confident(key), known, _any_confidence)
