"""The fixed cells of the History sheet that tell what changed: results since the
first review, the biggest moves and their causes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from segmentation_addin.core.comparison import BIGGEST, CAUSES, LOSS, Move
from segmentation_addin.core.vintages import Vintage, first, last
from segmentation_addin.languages import Language, Text
from segmentation_addin.workbook.board_cells import FixedCell, Value
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_history_matrix import LABELS
from segmentation_addin.workbook.board_history_reviews import (
    cost_rate_today,
    rate,
    total,
)
from segmentation_addin.workbook.history_facts import day_of
from segmentation_addin.workbook.history_formulas import (
    HISTORY,
    both,
    known_of_review,
    of_review,
)
from segmentation_addin.workbook.history_tables import GROUP_ITEMS, MEASURES
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.inputs import CRITERIA

RESULTS_ROW, EFFECTS_ROW, MOVES_ROW, CAUSES_ROW = 5, 13, 22, 34
FIRST, LAST = "$O$4", "$P$4"
"""Cells that hold the number of the first and of the last closed review."""

CAUSE_WORDS = {
    "real": Text("its figures", "ses chiffres"),
    "parameters": Text("scale or rules", "barème ou règles"),
    "both": Text("figures and parameters", "chiffres et paramètres"),
    "override": Text("a person's decision", "décision d'une personne"),
    "entry": Text("new or active again", "nouveau ou de nouveau actif"),
    "exit": Text("gone or inactive", "parti ou inactif"),
    "data": Text("data completed or missing", "données complétées ou manquantes"),
}
LOSS_WORD = Text("loss", "perte")
_STANDS = {
    **LABELS,
    "inactive": Text("inactive", "inactif"),
    "new": Text("new", "nouveau"),
    "gone": Text("gone", "parti"),
}
"""Where one client stands."""


# --- since the first review ---------------------------------------------------------


def _end(newest: bool) -> Callable[[Facts], Vintage | None]:
    return lambda facts: (last if newest else first)(facts.history.vintages)


def _of_end(newest: bool, show: Callable[[Vintage], Cell]) -> Value:
    def value(facts: Facts) -> Cell:
        vintage = _end(newest)(facts)
        return "" if vintage is None else show(vintage)

    return value


def _end_number(function: str) -> str:
    found = f"{function}({{tblHistory.vintage}})"
    return f'IF({found}>0,{found},"")'


def _sum(column: str, number: str, group: str) -> Text:
    return both(
        lambda language: (
            f'IF({number}="","",'
            + of_review(column, number, "total", GROUP_ITEMS[group], language)
            + ")"
        )
    )


def _ratio(column: str, number: str) -> Text:
    def make(language: Language) -> str:
        figure = of_review(column, number, "total", GROUP_ITEMS["all"], language)
        revenue = of_review("revenue", number, "total", GROUP_ITEMS["all"], language)
        known = known_of_review(column, number, language)
        return (
            f'IF({number}="","",IF({revenue}>0,IF({known},{figure}/{revenue},""),""))'
        )

    return both(make)


def _measure(item: str, number: str) -> Text:
    def make(language: Language) -> str:
        label = MEASURES[item]
        figure = of_review("number", number, "measure", label, language)
        count = figure.replace("SUMIFS({tblHistory.number},", "COUNTIFS(")
        return f'IF({number}="","",IF({count}>0,{figure},""))'

    return both(make)


def _measured(item: str) -> Callable[[Vintage], Cell]:
    return lambda vintage: vintage.measures.get(item, "")


def _board(key: str, row: str = "total") -> Value:
    return lambda facts: facts.kpis[row][key]


def _lines() -> Iterator[
    tuple[Text, str, Callable[[str], Text], Callable[[Vintage], Cell], str, Value]
]:
    """Label, style, formula and value of a review, formula and value of today."""
    board = "{sheet:dashboard}!"
    yield (
        Text("Clients", "Clients"),
        "count",
        lambda number: _sum("number", number, "all"),
        lambda vintage: total(vintage, "clients"),
        f"{board}C18",
        _board("clients"),
    )
    yield (
        Text("Revenue", "Chiffre d'affaires"),
        "amount",
        lambda number: _sum("revenue", number, "all"),
        lambda vintage: total(vintage, "revenue"),
        f"{board}E18",
        _board("revenue"),
    )
    yield (
        Text("Net margin rate", "Taux de marge nette"),
        "percent",
        lambda number: _ratio("net_margin", number),
        lambda vintage: rate(vintage, "net_margin"),
        f"{board}J18",
        _board("net_rate"),
    )
    yield (
        Text("Cost to serve / revenue", "Coût de service / CA"),
        "percent",
        lambda number: _ratio("cost_to_serve", number),
        lambda vintage: rate(vintage, "cost_to_serve"),
        f'IF(AND(ISNUMBER({board}H18),N({board}E18)>0),{board}H18/{board}E18,"")',
        cost_rate_today,
    )
    yield (
        Text("Average basket of A", "Panier moyen des A"),
        "amount",
        lambda number: _measure("a_basket", number),
        _measured("a_basket"),
        f"{board}K11",
        _board("basket", "A"),
    )
    yield (
        Text("A clients kept", "Clients A conservés"),
        "percent",
        lambda number: _measure("a_retention", number),
        _measured("a_retention"),
        f"{board}M11",
        _board("retention", "A"),
    )


def _since() -> Iterator[FixedCell]:
    title = Text("Since the first review", "Depuis la première revue")
    yield FixedCell(HISTORY, "N3", "section", title, span=5)
    yield FixedCell(HISTORY, "N4", "head left", Text("Review", "Revue"))
    for column, function, newest in (("O", "MIN", False), ("P", "MAX", True)):
        yield FixedCell(
            HISTORY,
            f"{column}4",
            "head",
            formula=_end_number(function),
            value=_of_end(newest, lambda vintage: vintage.number),
        )
    yield FixedCell(HISTORY, "Q4", "head", Text("Today", "Aujourd'hui"))
    yield FixedCell(HISTORY, "R4", "head", Text("Change", "Évolution"))
    yield from _since_dates(RESULTS_ROW)
    for offset, line in enumerate(_lines(), start=1):
        yield from _since_line(RESULTS_ROW + offset, *line)


def _since_dates(row: int) -> Iterator[FixedCell]:
    label = Text("Analysis date", "Date d'analyse")
    yield FixedCell(HISTORY, f"N{row}", "line label", label)
    for column, number, newest in (("O", FIRST, False), ("P", LAST, True)):
        yield FixedCell(
            HISTORY,
            f"{column}{row}",
            "line date",
            formula=_sum("as_of", number, "all"),
            value=_of_end(newest, lambda vintage: day_of(vintage.as_of)),
        )
    yield FixedCell(
        HISTORY,
        f"Q{row}",
        "line date",
        formula='IF(ISNUMBER(SegmentationDate),SegmentationDate,"")',
        value=lambda facts: facts.as_of or "",
    )
    yield FixedCell(HISTORY, f"R{row}", "line", Text("", ""))


def _since_line(
    row: int,
    label: Text,
    style: str,
    formula: Callable[[str], Text],
    frozen: Callable[[Vintage], Cell],
    today: str,
    now: Value,
) -> Iterator[FixedCell]:
    yield FixedCell(HISTORY, f"N{row}", "line label", label)
    for column, number, newest in (("O", FIRST, False), ("P", LAST, True)):
        yield FixedCell(
            HISTORY,
            f"{column}{row}",
            f"line {style}",
            formula=formula(number),
            value=_of_end(newest, frozen),
        )
    yield FixedCell(HISTORY, f"Q{row}", f"line {style}", formula=today, value=now)

    def change(facts: Facts) -> Cell:
        start, end = _of_end(False, frozen)(facts), now(facts)
        known = isinstance(start, int | float) and isinstance(end, int | float)
        return float(end) - float(start) if known else ""  # type: ignore[arg-type]

    yield FixedCell(
        HISTORY,
        f"R{row}",
        f"line {style}",
        formula=f'IF(AND(ISNUMBER(O{row}),ISNUMBER(Q{row})),Q{row}-O{row},"")',
        value=change,
    )


_EFFECTS = (
    (Text("same clients: own rates", "mêmes clients : leurs taux"), "own_rates"),
    (Text("same clients: mix", "mêmes clients : mix"), "mix"),
    (Text("arrivals and departures", "arrivées et départs"), "moved"),
)


def _effect(key: str) -> Value:
    def value(facts: Facts) -> Cell:
        found = facts.history.effects
        return None if found is None else float(getattr(found, key))

    return value


def _effect_sum(facts: Facts) -> Cell:
    found = facts.history.effects
    return "" if found is None else found.own_rates + found.mix + found.moved


def _effects() -> Iterator[FixedCell]:
    title = Text(
        "Change of the net margin rate, clients of known margin",
        "Évolution du taux de marge nette, clients de marge connue",
    )
    yield FixedCell(HISTORY, f"N{EFFECTS_ROW}", "subtitle", title)
    rows = range(EFFECTS_ROW + 1, EFFECTS_ROW + 1 + len(_EFFECTS))
    for row, (label, key) in zip(rows, _EFFECTS, strict=True):
        yield FixedCell(HISTORY, f"N{row}", "line label", label, span=4)
        yield FixedCell(HISTORY, f"R{row}", "line percent", value=_effect(key))
    row = rows[-1] + 1
    whole = Text("whole change", "évolution totale")
    yield FixedCell(HISTORY, f"N{row}", "total label", whole, span=4)
    area = f"R{rows[0]}:R{rows[-1]}"
    yield FixedCell(
        HISTORY,
        f"R{row}",
        "total percent",
        formula=f'IF(COUNT({area})=0,"",SUM({area}))',
        value=_effect_sum,
    )


# --- the biggest moves, and why --------------------------------------------------------


def cause_words(move: Move, language: Language) -> str:
    """Why a client stands elsewhere: "its figures: margin"."""
    text = CAUSE_WORDS[move.cause].in_(language)
    if not move.driver:
        return text
    driver = LOSS_WORD if move.driver == LOSS else CRITERIA[move.driver]
    colon = " : " if language == "fr" else ": "
    return f"{text}{colon}{driver.in_(language)}"


def letters_words(move: Move, language: Language) -> str:
    """From which letter to which: "A → D"."""
    names = (_STANDS[key].in_(language) for key in (move.before, move.after))
    return " → ".join(names)


def _move(rank: int, show: Callable[[Facts, Move], Cell]) -> Value:
    def value(facts: Facts) -> Cell:
        found = facts.history.comparison
        moves = [] if found is None else found.biggest()
        return show(facts, moves[rank]) if rank < len(moves) else None

    return value


def _moves_title(facts: Facts) -> Cell:
    found = facts.history.comparison
    if found is None:
        return None
    text = Text(
        "At the last refresh: from review {number} ({before}) to {after}",
        "À la dernière actualisation : de la revue {number} ({before}) au {after}",
    )
    return text.in_(
        facts.language,
        number=found.before.number,
        before=found.before.as_of,
        after=found.after.as_of,
    )


_MOVE_COLUMNS: tuple[tuple[str, str, Text, Callable[[Facts, Move], Cell]], ...] = (
    ("N", "left", Text("Client", "Client"), lambda _, move: move.client_id),
    (
        "O",
        "left",
        Text("Name", "Nom"),
        lambda facts, move: facts.history.names.get(move.client_id, "") or None,
    ),
    (
        "P",
        "left",
        Text("Letters", "Lettres"),
        lambda facts, move: letters_words(move, facts.language),
    ),
    ("Q", "amount", Text("Revenue", "CA"), lambda _, move: move.revenue),
    (
        "R",
        "inset",
        Text("Why", "Pourquoi"),
        lambda facts, move: cause_words(move, facts.language),
    ),
)


def _moves() -> Iterator[FixedCell]:
    title = Text("The ten biggest moves", "Les dix plus grands mouvements")
    yield FixedCell(HISTORY, f"N{MOVES_ROW - 3}", "section", title, span=5)
    yield FixedCell(HISTORY, f"N{MOVES_ROW - 2}", "note", value=_moves_title, span=5)
    for column, style, head, show in _MOVE_COLUMNS:
        side = "head" if style == "amount" else f"head {style}"
        yield FixedCell(HISTORY, f"{column}{MOVES_ROW - 1}", side, head)
        for rank in range(BIGGEST):
            yield FixedCell(
                HISTORY,
                f"{column}{MOVES_ROW + rank}",
                f"line {style}",
                value=_move(rank, show),
            )


def _caused(cause: str) -> Value:
    def value(facts: Facts) -> Cell:
        found = facts.history.comparison
        return None if found is None else found.by_cause()[cause]

    return value


def _causes() -> Iterator[FixedCell]:
    title = Text("Clients that moved, by cause", "Clients déplacés, par cause")
    yield FixedCell(HISTORY, f"N{CAUSES_ROW - 1}", "section", title, span=5)
    for row, cause in enumerate(CAUSES, start=CAUSES_ROW):
        label = CAUSE_WORDS[cause]
        yield FixedCell(HISTORY, f"N{row}", "line label", label, span=2)
        yield FixedCell(HISTORY, f"P{row}", "line count", value=_caused(cause))


def result_cells() -> Iterator[FixedCell]:
    """Results since the first review, the biggest moves, the causes."""
    yield from _since()
    yield from _effects()
    yield from _moves()
    yield from _causes()
