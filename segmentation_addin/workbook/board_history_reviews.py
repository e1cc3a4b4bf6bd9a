"""The fixed cells of the History sheet that list the closed reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from segmentation_addin.core.vintages import Vintage
from segmentation_addin.languages import Language, Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, quoted
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.history_facts import day_of
from segmentation_addin.workbook.history_formulas import (
    HISTORY,
    TODAY,
    both,
    kind_is,
    known_of_review,
    of_review,
)
from segmentation_addin.workbook.history_tables import GROUP_ITEMS, REVIEW_ITEMS
from segmentation_addin.workbook.host import Cell

SHOWN_REVIEWS = 10
REVIEWS_ROW = 5
TODAY_ROW = REVIEWS_ROW + SHOWN_REVIEWS

_HEADS = (
    ("D", Text("Review", "Revue")),
    ("E", Text("Analysis date", "Date d'analyse")),
    ("F", Text("Closed on", "Close le")),
    ("G", Text("By", "Par")),
    ("H", Text("Clients", "Clients")),
    ("I", Text("Revenue", "Chiffre d'affaires")),
    ("J", Text("Net margin rate", "Taux de marge nette")),
    ("K", Text("Cost to serve / revenue", "Coût de service / CA")),
    ("L", Text("Clients in A", "Clients en A")),
)


def _listed(facts: Facts, rank: int) -> Vintage | None:
    """The review that stands on a line of the list, newest first."""
    return facts.history.vintage(facts.history.newest - rank)


def _number(rank: int) -> Value:
    def value(facts: Facts) -> Cell:
        number = facts.history.newest - rank
        return number if number >= 1 else ""

    return value


def _of(rank: int, show: Callable[[Vintage], Cell]) -> Value:
    def value(facts: Facts) -> Cell:
        vintage = _listed(facts, rank)
        shown = None if vintage is None else show(vintage)
        return "" if shown is None else shown

    return value


def total(vintage: Vintage, key: str, group: str = "all") -> float:
    """A total of a closed review as its formula adds it up: unknown counts 0."""
    found = vintage.totals.get(group, {}).get(key, 0.0)
    return 0.0 if found != found else found  # noqa: PLR0124 - NaN


def rate(vintage: Vintage, key: str) -> float | str:
    """A total over the revenue; blank where one of them is not known."""
    figure = vintage.totals.get("all", {}).get(key, float("nan"))
    revenue = total(vintage, "revenue")
    return figure / revenue if revenue > 0 and figure == figure else ""  # noqa: PLR0124


def _text_of(item: str, row: int) -> Text:
    def make(language: Language) -> str:
        found = (
            f"LOOKUP(2,1/(({{tblHistory.vintage}}=$D{row})*{kind_is('review', language)}"
            f"*({{tblHistory.item}}={quoted(REVIEW_ITEMS[item].in_(language))})),"
            f"{{tblHistory.details}})"
        )
        return f'IF($D{row}="","",IFERROR({found}&"",""))'

    return both(make)


def _sum_of(column: str, row: int, group: str = "all") -> Text:
    return both(
        lambda language: (
            f'IF($D{row}="","",IF($E{row}="","",'
            + of_review(column, f"$D{row}", "total", GROUP_ITEMS[group], language)
            + "))"
        )
    )


def _rate_of(column: str, row: int) -> Text:
    def make(language: Language) -> str:
        figure = of_review(column, f"$D{row}", "total", GROUP_ITEMS["all"], language)
        known = known_of_review(column, f"$D{row}", language)
        return f'IF(N($I{row})>0,IF({known},{figure}/$I{row},""),"")'

    return both(make)


def review_list_cells() -> Iterator[FixedCell]:
    """The last reviews that were closed, and today."""
    title = Text("Closed reviews, the last first", "Revues closes, la dernière d'abord")
    yield FixedCell(HISTORY, "D3", "section", title, span=9)
    for column, text in _HEADS:
        side = {"D": "head left", "F": "head inset", "G": "head left"}.get(
            column, "head"
        )
        yield FixedCell(HISTORY, f"{column}4", side, text)
    for rank in range(SHOWN_REVIEWS):
        yield from _review_line(REVIEWS_ROW + rank, rank)
    yield from _today_line(TODAY_ROW)


def _review_line(row: int, rank: int) -> Iterator[FixedCell]:
    newest = "MAX({tblHistory.vintage})"
    number = f'IF({newest}>{rank},{newest}-{rank},"")'
    day = both(
        lambda language: (
            f'IF($D{row}="","",IF('
            f"COUNTIFS({{tblHistory.vintage}},$D{row})=0,"
            f'"",'
            + of_review("as_of", f"$D{row}", "total", GROUP_ITEMS["all"], language)
            + "))"
        )
    )
    lines: tuple[tuple[str, str, str | Text, Value], ...] = (
        ("D", "left", number, _number(rank)),
        ("E", "date", day, _of(rank, lambda x: day_of(x.as_of))),
        (
            "F",
            "inset",
            _text_of("closed_on", row),
            _of(rank, lambda x: x.about.get("closed_on", "")),
        ),
        (
            "G",
            "left",
            _text_of("closed_by", row),
            _of(rank, lambda x: x.about.get("closed_by", "")),
        ),
        (
            "H",
            "count",
            _sum_of("number", row),
            _of(rank, lambda x: total(x, "clients")),
        ),
        (
            "I",
            "amount",
            _sum_of("revenue", row),
            _of(rank, lambda x: total(x, "revenue")),
        ),
        (
            "J",
            "percent",
            _rate_of("net_margin", row),
            _of(rank, lambda x: rate(x, "net_margin")),
        ),
        (
            "K",
            "percent",
            _rate_of("cost_to_serve", row),
            _of(rank, lambda x: rate(x, "cost_to_serve")),
        ),
        (
            "L",
            "count",
            _sum_of("number", row, "A"),
            _of(rank, lambda x: total(x, "clients", "A")),
        ),
    )
    for column, style, formula, value in lines:
        yield FixedCell(
            HISTORY, f"{column}{row}", f"line {style}", formula=formula, value=value
        )


def _board(key: str, row: str = "total") -> Value:
    return lambda facts: facts.kpis[row][key]


def _today_line(row: int) -> Iterator[FixedCell]:
    board = "{sheet:dashboard}!"
    yield FixedCell(HISTORY, f"D{row}", "total label", TODAY)
    yield FixedCell(
        HISTORY,
        f"E{row}",
        "total date",
        formula='IF(ISNUMBER(SegmentationDate),SegmentationDate,"")',
        value=lambda facts: facts.as_of or "",
    )
    for column in "FG":
        yield FixedCell(HISTORY, f"{column}{row}", "total", Text("", ""))
    for column, style, formula, value in (
        ("H", "count", f"{board}C18", _board("clients")),
        ("I", "amount", f"{board}E18", _board("revenue")),
        ("J", "percent", f"{board}J18", _board("net_rate")),
        (
            "K",
            "percent",
            f'IF(AND(ISNUMBER({board}H18),N({board}E18)>0),{board}H18/{board}E18,"")',
            cost_rate_today,
        ),
        ("L", "count", f"{board}C11", _board("clients", "A")),
    ):
        yield FixedCell(
            HISTORY, f"{column}{row}", f"total {style}", formula=formula, value=value
        )


def cost_rate_today(facts: Facts) -> Cell:
    """Cost to serve over revenue of today's portfolio."""
    cost, revenue = (facts.kpis["total"][key] for key in ("cost_to_serve", "revenue"))
    if not isinstance(cost, float) or not isinstance(revenue, float):
        return ""
    return cost / revenue if revenue > 0 else ""
