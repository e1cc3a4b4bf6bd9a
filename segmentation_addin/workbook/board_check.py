"""The Check block of Home: inputs, segmentation and dashboard add up to the same.

Of the inputs, revenue is a native sum, so that a figure typed since the refresh shows
at once; what no native sum finds (texts, bare years) and what needs rates or known
margins is written by a refresh, beside the dashboard's page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import AMOUNTS, known
from segmentation_addin.workbook.board_home import (
    GAP,
    HOME,
    OK,
    board_total,
    client_count,
)
from segmentation_addin.workbook.board_phrases import choose, words
from segmentation_addin.workbook.outputs import SHEETS, TABLES

CHECK_ROW, EDITED_ROW = 21, 26
CENT = 0.005
INPUT_CELLS = {
    key: f"$AL${row}" for row, key in enumerate(("clients", *AMOUNTS), start=5)
}
"""Cells beside the dashboard's page, by total of the inputs."""


def _sheet_total(facts: Facts, key: str) -> float:
    return facts.figures.total(key) + (known(facts.orphans.get(key)) or 0.0)


def _unless_unknown(key: str, total: Callable[[Facts, str], float]) -> Value:
    """A total, 0 where the dashboard leaves it blank: nothing to compare."""
    return lambda facts: 0.0 if facts.kpis["total"][key] == "" else total(facts, key)


@dataclass(frozen=True)
class _Check:
    """One line: the same total of the inputs, of the segmentation, of the board."""

    label: Text
    style: str
    formulas: tuple[str, str, str]
    values: tuple[Value, Value, Value]


_PERIOD = '{tblMargins.period},">="&$D$14,{tblMargins.period},"<"&$D$15+1'
_LIVE_REVENUE = (
    f"IFERROR(SUMIFS({{tblMargins.revenue}},{_PERIOD}),0)"
    f"-IFERROR(SUMIFS({{tblMargins.rebates}},{_PERIOD}),0)"
)


def _written(key: str) -> str:
    """The helper cell beside the dashboard in which a refresh wrote that total."""
    return f"{{sheet:dashboard}}!{INPUT_CELLS[key]}"


def _input_formula(key: str) -> str:
    if key == "revenue":
        return f"IF(N($D$15)=0,0,{_LIVE_REVENUE})+N({_written(key)})"
    return f"N({_written(key)})"


def _input_total(key: str) -> Callable[[Facts, str], float]:
    return lambda facts, _: float(getattr(facts.inputs, key))


def _amount_check(key: str, board: str) -> _Check:
    whole_ = f"{{sheet:dashboard}}!{board}18"
    here = f"SUM({column(key)})+N({{sheet:dashboard}}!{board}17)"
    return _Check(
        TABLES["tblSegmentation"].column(key).heading,
        "cents",
        (
            f'IF({whole_}="",0,{_input_formula(key)})',
            f'IF({whole_}="",0,{here})',
            f"N({whole_})",
        ),
        (
            _unless_unknown(key, _input_total(key)),
            _unless_unknown(key, _sheet_total),
            _unless_unknown(key, board_total),
        ),
    )


def _check() -> Iterator[FixedCell]:
    title = Text("Check: nothing is lost", "Contrôle : rien ne se perd")
    yield FixedCell(HOME, f"F{CHECK_ROW - 2}", "section", title, span=5)
    heads = (
        (
            "G",
            Text(
                "Inputs (revenue live, the rest at refresh)",
                "Saisies (CA en direct, reste à l'actualisation)",
            ),
        ),
        ("H", Text("Segmentation + unknown", "Segmentation + inconnus")),
        ("I", SHEETS["dashboard"].title),
        ("J", Text("Check", "Contrôle")),
    )
    for letter, text in heads:
        yield FixedCell(HOME, f"{letter}{CHECK_ROW - 1}", "small_head wrapped", text)
    lines = (
        _Check(
            Text("Clients", "Clients"),
            "count",
            (
                f"N({_written('clients')})",
                f'COUNTIFS({column("decided_by")},"?*")',
                "{sheet:dashboard}!C18",
            ),
            (
                lambda facts: facts.inputs.clients,
                lambda facts: int(facts.figures.counted.sum()),
                client_count,
            ),
        ),
        *(_amount_check(*pair) for pair in zip(AMOUNTS, "EGHI", strict=True)),
    )
    for row, line in enumerate(lines, start=CHECK_ROW):
        yield from _check_line(row, line)
    yield from _edited_letters()


def _check_line(row: int, line: _Check) -> Iterator[FixedCell]:
    def agree(facts: Facts) -> bool:
        inputs, here, there = (float(x(facts)) for x in line.values)  # type: ignore[arg-type]
        return abs(inputs - here) < CENT and abs(here - there) < CENT

    yield FixedCell(HOME, f"F{row}", "line label", line.label)
    for letter, formula, value in zip("GHI", line.formulas, line.values, strict=True):
        place = (HOME, f"{letter}{row}", f"line {line.style}")
        yield FixedCell(*place, formula=formula, value=value)
    test = f"AND(ABS(G{row}-H{row})<{CENT},ABS(H{row}-I{row})<{CENT})"
    verdict = choose(test, agree, words(OK), words(GAP))
    yield verdict.cell(HOME, f"J{row}", "line verdict")


def edited_letters(facts: Facts) -> int:
    """Number of clients whose letter is no longer that of the last refresh."""
    figures = facts.figures
    return int((figures.words("letter") != figures.words("letter_refreshed")).sum())


def _edited_letters() -> Iterator[FixedCell]:
    """What people changed by overrides since, and what to do then."""
    row = EDITED_ROW
    label = Text(
        "Letters changed by overrides since the last refresh",
        "Lettres changées par dérogation depuis l'actualisation",
    )
    yield FixedCell(HOME, f"F{row}", "line text", label)
    differs = f'{column("letter")}&""<>{column("letter_refreshed")}&""'
    yield FixedCell(
        HOME,
        f"G{row}",
        "line count",
        formula=f"SUMPRODUCT(--({differs}))",
        value=edited_letters,
    )
    remedy = choose(
        f"G{row}>0",
        lambda facts: edited_letters(facts) > 0,
        words(
            Text(
                "Refresh to update the other readings.",
                "Actualisez pour mettre à jour les autres lectures.",
            )
        ),
        words(Text("", "")),
    )
    yield remedy.cell(HOME, f"H{row}", "line text", span=3)


def _inputs() -> Iterator[FixedCell]:
    """What a refresh writes of the inputs, beside the dashboard's page."""
    board = "dashboard"
    title = Text("Inputs at the refresh", "Saisies à l'actualisation")
    yield FixedCell(board, "AL4", "helper_title", title)
    lines: tuple[tuple[str, Text, Value], ...] = (
        ("clients", Text("Clients", "Clients"), lambda facts: facts.inputs.clients),
        (
            "revenue",
            Text(
                "Revenue that no native sum finds",
                "CA qu'aucune somme native ne trouve",
            ),
            lambda facts: facts.inputs.revenue - facts.native_revenue,
        ),
        *(
            (
                key,
                TABLES["tblSegmentation"].column(key).heading,
                lambda facts, key=key: float(getattr(facts.inputs, key)),
            )
            for key in AMOUNTS[1:]
        ),
    )
    for key, label, value in lines:
        cell = INPUT_CELLS[key].replace("$", "")
        style = "helper count" if key == "clients" else "helper cents"
        yield FixedCell(board, cell, style, value=value)
        yield FixedCell(board, cell.replace("AL", "AM"), "helper", label)


def check_cells() -> Iterator[FixedCell]:
    """The block on Home, and what a refresh writes of the inputs for it."""
    yield from _check()
    yield from _inputs()
