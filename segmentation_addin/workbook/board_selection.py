"""The part of the portfolio that a reader of the Dashboard chooses, and its figures.

Three choice cells (`tblSelection`) narrow the clients; the helper cells beside the
page turn each choice into a criterion: a letter, or the rank of a sector or of an
account manager, so that a name with * ? ~ = < > needs no care further on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from segmentation_addin.languages import LANGUAGES, Text
from segmentation_addin.workbook.board_cells import (
    FixedCell,
    Value,
    column,
    quoted,
)
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import GRADED, Flags, ratio
from segmentation_addin.workbook.board_letters import DASHBOARD
from segmentation_addin.workbook.board_phrases import NOTHING, choose, words
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.selection_tables import ALL, SELECTION_ROW

FIRST_ROW = SELECTION_ROW + 1
SHARE_ROW = FIRST_ROW + 1
_NOBODY = "-"
"""A letter that no client has: as a criterion, "not this" is everybody."""
_RANKS = {"sector": "sector_rank", "account_manager": "manager_rank"}
CRITERIA = {
    "letter": f"$AL${FIRST_ROW}",
    "sector": f"$AM${FIRST_ROW}",
    "account_manager": f"$AN${FIRST_ROW}",
}
_CHOSEN = (
    f"{column('letter')},{CRITERIA['letter']}"
    f",{column('sector_rank')},{CRITERIA['sector']}"
    f",{column('manager_rank')},{CRITERIA['account_manager']}"
)
_EVERYBODY = {text.casefold() for text in (ALL.en, ALL.fr, "")}


def narrows(choice: str) -> bool:
    """Whether a choice leaves anybody out."""
    return choice.strip().casefold() not in _EVERYBODY


def chosen_rows(facts: Facts) -> Flags:
    """Rows of `tblSegmentation` that the choices of the Dashboard keep."""
    figures = facts.figures
    kept = figures.counted.copy()
    letter = facts.selection.get("letter", "")
    if narrows(letter):
        wanted = letter.strip().upper()
        kept &= np.asarray(figures.words("letter") == wanted, dtype=bool)
        kept &= wanted in GRADED
    for key, rank in _RANKS.items():
        choice = facts.selection.get(key, "")
        if narrows(choice):
            kept &= figures.numbers(rank) == _rank_of(facts, key, choice)
    return kept


def _rank_of(facts: Facts, key: str, choice: str) -> float:
    """Rank of the first row under that name; 0 when nobody is."""
    names = np.array([str(x).lower() for x in facts.figures.words(key)], dtype=object)
    found = np.flatnonzero(names == choice.lower())
    if not found.size:
        return 0.0
    return float(np.nan_to_num(facts.figures.numbers(_RANKS[key])[found[0]]))


def _standing(key: str) -> str:
    return f'INDEX({{tblSelection.{key}}},1)&""'


def _typed(key: str) -> str:
    return f"TRIM({_standing(key)})"


def _all_chosen(key: str) -> str:
    words_ = "".join(
        f",{_typed(key)}={quoted(ALL.in_(language))}" for language in LANGUAGES
    )
    return f'OR({_typed(key)}=""{words_})'


def _escaped(text: str) -> str:
    """The text as MATCH looks for it: its signs stand for themselves."""
    for sign in ("~", "*", "?"):
        text = f'SUBSTITUTE({text},"{sign}","~{sign}")'
    return text


def _criteria() -> Iterator[FixedCell]:
    heads = (
        ("AL", Text("Letter", "Lettre")),
        ("AM", Text("Sector", "Secteur")),
        ("AN", Text("Account manager", "Commercial")),
    )
    title = Text("Criteria of the selection", "Critères de la sélection")
    yield FixedCell(DASHBOARD, f"AL{FIRST_ROW - 2}", "helper_title", title)
    for letter, text in heads:
        yield FixedCell(DASHBOARD, f"{letter}{FIRST_ROW - 1}", "helper_head", text)
    known = ",".join(f'{_typed("letter")}="{name}"' for name in GRADED)
    yield FixedCell(
        DASHBOARD,
        f"AL{FIRST_ROW}",
        "helper right",
        formula=(
            f'IF({_all_chosen("letter")},"<>{_NOBODY}",'
            f'IF(OR({known}),UPPER({_typed("letter")}),"={_NOBODY}"))'
        ),
        value=_letter_criterion,
    )
    for letter, key in (("AM", "sector"), ("AN", "account_manager")):
        place = f"MATCH({_escaped(_standing(key))},{column(key)},0)"
        rank = f"N(INDEX({column(_RANKS[key])},{place}))"
        yield FixedCell(
            DASHBOARD,
            f"{letter}{FIRST_ROW}",
            "helper right",
            formula=f'IF({_all_chosen(key)},">0","="&IFERROR({rank},0))',
            value=_rank_criterion(key),
        )


def _letter_criterion(facts: Facts) -> Cell:
    choice = facts.selection.get("letter", "")
    if not narrows(choice):
        return f"<>{_NOBODY}"
    wanted = choice.strip().upper()
    return wanted if wanted in GRADED else f"={_NOBODY}"


def _rank_criterion(key: str) -> Value:
    def value(facts: Facts) -> Cell:
        choice = facts.selection.get(key, "")
        return f"={_rank_of(facts, key, choice):.0f}" if narrows(choice) else ">0"

    return value


# --- the figures ----------------------------------------------------------------

_Sum = Callable[[Facts, Flags], float | str]


def _known(key: str) -> tuple[str, _Sum]:
    """Sum of an amount; blank where clients are chosen and none has a figure."""
    some = f'COUNTIFS({column(key)},">=-1E+300",{_CHOSEN})'
    total = f"SUMIFS({column(key)},{_CHOSEN})"

    def value(facts: Facts, rows: Flags) -> float | str:
        figures = facts.figures
        return "" if figures.unknown(key, rows) else figures.total(key, rows)

    return f'IF(AND(F{FIRST_ROW}>0,{some}=0),"",{total})', value


def _added(key: str) -> tuple[str, _Sum]:
    return f"SUMIFS({column(key)},{_CHOSEN})", (
        lambda facts, rows: facts.figures.total(key, rows)
    )


def _false_good(facts: Facts, rows: Flags) -> int:
    return int((facts.figures.flagged & rows).sum())


def _rate(facts: Facts, rows: Flags) -> float | str:
    figures = facts.figures
    if figures.unknown("net_margin", rows):
        return ""
    return ratio(figures.total("net_margin", rows), figures.total("revenue", rows))


def _change(facts: Facts, rows: Flags) -> float | str:
    figures = facts.figures
    before = figures.total("previous_revenue", rows)
    return figures.total("revenue", rows) / before - 1 if before > 0 else ""


_FALSE = f'{column("false_good")},"?*"'
_BEFORE = f"SUMIFS({column('previous_revenue')},{_CHOSEN})"
FIGURES: tuple[tuple[str, Text, str, tuple[str, _Sum], str], ...] = (
    (
        "F",
        Text("Clients", "Clients"),
        "count",
        (f"COUNTIFS({_CHOSEN})", lambda _, rows: int(rows.sum())),
        "C18",
    ),
    ("G", Text("Revenue", "Chiffre d'affaires"), "amount", _known("revenue"), "E18"),
    ("H", Text("Gross margin", "Marge brute"), "amount", _known("gross_margin"), "G18"),
    (
        "I",
        Text("Cost to serve", "Coût de service"),
        "amount",
        _known("cost_to_serve"),
        "H18",
    ),
    ("J", Text("Net margin", "Marge nette"), "amount", _known("net_margin"), "I18"),
    (
        "K",
        Text("Net margin rate", "Taux de marge nette"),
        "percent",
        (
            (
                f"IF(AND(ISNUMBER(J{FIRST_ROW}),N(G{FIRST_ROW})>0),"
                f'J{FIRST_ROW}/G{FIRST_ROW},"")'
            ),
            _rate,
        ),
        "",
    ),
    (
        "L",
        Text("Revenue on the previous period", "CA sur la période précédente"),
        "change",
        (
            f'IF({_BEFORE}>0,SUMIFS({column("revenue")},{_CHOSEN})/{_BEFORE}-1,"")',
            _change,
        ),
        "",
    ),
    (
        "M",
        Text("False good clients", "Faux bons clients"),
        "count",
        (f"COUNTIFS({_FALSE},{_CHOSEN})", _false_good),
        f"COUNTIFS({_FALSE})",
    ),
    (
        "N",
        Text("Net margin at risk", "Marge nette en risque"),
        "amount",
        _added("risk_amount"),
        f"SUM({column('risk_amount')})",
    ),
    (
        "O",
        Text("Gain of the levers", "Gain des leviers"),
        "amount",
        _added("lever_amount"),
        f"SUM({column('lever_amount')})",
    ),
)
"""Sheet column, heading, style, figure of the choice, formula of the whole."""
_WHOLE: dict[str, Value] = {
    "F": lambda facts: facts.kpis["total"]["clients"],
    **{
        letter: (lambda facts, key=key: facts.kpis["total"][key])  # type: ignore[misc]
        for letter, key in (
            ("G", "revenue"),
            ("H", "gross_margin"),
            ("I", "cost_to_serve"),
            ("J", "net_margin"),
        )
    },
    "M": lambda facts: _false_good(facts, facts.figures.counted),
    "N": lambda facts: facts.figures.total("risk_amount"),
    "O": lambda facts: facts.figures.total("lever_amount"),
}


def _value(found: _Sum) -> Value:
    return lambda facts: found(facts, chosen_rows(facts))


def _share(letter: str, found: _Sum) -> Value:
    def value(facts: Facts) -> Cell:
        part, whole = found(facts, chosen_rows(facts)), _WHOLE[letter](facts)
        if isinstance(part, str) or not isinstance(whole, int | float):
            return ""
        return ratio(part, whole)

    return value


def selection_cells() -> Iterator[FixedCell]:
    """The choice, its figures, and their share of the whole."""
    title = Text("Choose a part of the portfolio", "Choisir une partie du portefeuille")
    yield FixedCell(DASHBOARD, f"B{FIRST_ROW - 3}", "section", title, span=14)
    how = Text(
        "Letter, sector, account manager: choose in the cream cells, the figures beside "
        "them follow at once. Unknown clients are in no selection.",
        "Lettre, secteur, commercial : choisissez dans les cellules crème, les chiffres "
        "à côté suivent aussitôt. Les clients inconnus ne sont dans aucune sélection.",
    )
    yield FixedCell(DASHBOARD, f"B{FIRST_ROW - 2}", "small", how, span=14)
    yield FixedCell(DASHBOARD, f"E{FIRST_ROW - 1}", "head", Text("", ""))
    chosen, share = Text("Chosen", "Choisis"), Text("Share of all", "Part du total")
    yield FixedCell(DASHBOARD, f"E{FIRST_ROW}", "line right", chosen)
    yield FixedCell(DASHBOARD, f"E{SHARE_ROW}", "line right", share)
    for letter, text, style, (formula, found), whole in FIGURES:
        yield FixedCell(DASHBOARD, f"{letter}{FIRST_ROW - 1}", "head", text)
        yield FixedCell(
            DASHBOARD,
            f"{letter}{FIRST_ROW}",
            f"line {style}",
            formula=formula,
            value=_value(found),
        )
        if not whole:
            yield FixedCell(DASHBOARD, f"{letter}{SHARE_ROW}", "line", Text("", ""))
            continue
        part = f"{letter}{FIRST_ROW}"
        yield FixedCell(
            DASHBOARD,
            f"{letter}{SHARE_ROW}",
            "line percent",
            formula=f'IF(AND(ISNUMBER({part}),N({whole})>0),{part}/{whole},"")',
            value=_share(letter, found),
        )
    nobody = words(
        Text("No client is in this selection.", "Aucun client dans cette sélection.")
    )
    message = choose(
        f"AND(F{FIRST_ROW}=0,C18>0)",
        lambda facts: (
            not chosen_rows(facts).any() and facts.kpis["total"]["clients"] != 0
        ),
        nobody,
        NOTHING,
    )
    yield message.cell(DASHBOARD, f"B{SHARE_ROW}", "warning", span=3)
    yield from _criteria()
