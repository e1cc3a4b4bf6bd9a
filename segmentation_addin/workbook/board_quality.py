"""How far the figures can be relied upon: on Data quality, and in short on Home."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_check import CHECK_ROW
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_findings import finding_cells
from segmentation_addin.workbook.board_home import HOME
from segmentation_addin.workbook.board_origins import origin_cells
from segmentation_addin.workbook.board_phrases import (
    NOTHING,
    Phrase,
    amount,
    choose,
    joined,
    percentage,
    whole,
    words,
)
from segmentation_addin.workbook.board_quality_figures import (
    MARGIN,
    ORIGIN,
    QUALITY,
    REVENUE,
    SOLD,
    asked,
    clients_of,
    difference,
    difference_share,
    estimated,
    estimated_share,
    grade,
    ledger,
    ledger_formula,
    level_words,
    margin_rows,
    origin_mark,
    sold,
    verdict,
    when_sold,
)
from segmentation_addin.workbook.host import Cell

TRUST_ROW = 5
"""Row of the section title on Data quality."""
LEDGER_ROW, GRADE_ROW, ESTIMATES_ROW = 18, 26, 15
"""Rows of the short form on Home."""


# --- Home ------------------------------------------------------------------------


def _home() -> Iterator[FixedCell]:
    row = GRADE_ROW
    label = Text("Confidence of the portfolio", "Confiance du portefeuille")
    yield FixedCell(HOME, f"B{row}", "line label", label, span=2)
    cell = f"{{sheet:data_quality}}!$C${TRUST_ROW + 1}"
    told = joined(
        level_words(cell),
        choose(
            f"ISNUMBER({cell})",
            lambda facts: sold(facts) > 0,
            joined(Text(" (", " ("), percentage(f"N({cell})", grade), Text(")", ")")),
            NOTHING,
        ),
    )
    yield told.cell(HOME, f"D{row}", "line right")
    cell = f"{{sheet:data_quality}}!$C${TRUST_ROW + 2}"
    estimates = joined(
        Text("Margin on estimates: ", "Marge sur estimations : "),
        amount(f"N({cell})", estimated),
    )
    yield estimates.cell(HOME, f"H{ESTIMATES_ROW}", "line inset", span=3)
    row = LEDGER_ROW
    label = Text("Ledger revenue / difference", "CA comptable / écart")
    yield FixedCell(HOME, f"F{row}", "line label", label)
    yield FixedCell(
        HOME, f"G{row}", "line cents", formula=ledger_formula(), value=ledger
    )
    held = f"ROUND($G${CHECK_ROW + 1}-G{row},2)"
    yield FixedCell(
        HOME,
        f"H{row}",
        "line cents",
        formula=f'IF(ISNUMBER(G{row}),{held},"")',
        value=lambda facts: difference(facts) if asked(facts) else "",
    )
    yield FixedCell(
        HOME,
        f"I{row}",
        "line percent",
        formula=f'IF(ISNUMBER(G{row}),IF(G{row}=0,"",H{row}/ABS(G{row})),"")',
        value=difference_share,
    )
    yield verdict(f"G{row}", f"H{row}").cell(HOME, f"J{row}", "line verdict")


# --- Data quality: how far the figures can be relied upon ------------------------


class _Line(NamedTuple):
    """A label, a figure, and what the figure means."""

    label: Text
    style: str
    formula: str
    value: Value
    meaning: Phrase


def _trust_lines() -> Iterator[_Line]:
    grade_cell, estimates_cell = f"C{TRUST_ROW + 1}", f"C{TRUST_ROW + 2}"
    yield _Line(
        Text("Confidence of the portfolio", "Confiance du portefeuille"),
        "percent",
        f"IF({SOLD}>0,SUMPRODUCT(--({REVENUE}>0),--({ORIGIN}<>{origin_mark('missing')}),"
        f'{REVENUE},{column("confidence_share")})/{SOLD},"")',
        when_sold(grade),
        joined(
            level_words(grade_cell),
            choose(
                f"ISNUMBER({grade_cell})",
                lambda facts: sold(facts) > 0,
                words(
                    Text(
                        " - confidence of each client, weighted by its revenue, 0 "
                        "where the margin is unknown; high from 80%, medium from 50%.",
                        " - confiance de chaque client, pondérée par son CA, 0 si la "
                        "marge est inconnue ; élevée dès 80 %, moyenne dès 50 %.",
                    )
                ),
                NOTHING,
            ),
        ),
    )
    estimates = f"SUMIFS({MARGIN},{ORIGIN},{origin_mark('estimated')})"
    yield _Line(
        Text("Gross margin on estimates", "Marge brute sur estimations"),
        "amount",
        estimates,
        estimated,
        _counted("estimated", _estimated_part(estimates_cell)),
    )
    yield _Line(
        Text("Revenue, margin unknown", "CA de marge inconnue"),
        "amount",
        f"SUMIFS({REVENUE},{ORIGIN},{origin_mark('missing')})",
        lambda facts: facts.figures.total("revenue", margin_rows("missing")(facts)),
        _counted("missing", words(Text("not classified", "non classés"))),
    )
    ledger_cell, difference_cell = f"C{TRUST_ROW + 4}", f"C{TRUST_ROW + 5}"
    home = f"{{sheet:home}}!$G${LEDGER_ROW}"
    yield _Line(
        Text("Ledger revenue", "Chiffre d'affaires comptable"),
        "cents",
        f'IF(ISNUMBER({home}),{home},"")',
        ledger,
        choose(
            f"ISNUMBER({ledger_cell})",
            asked,
            words(Text("As typed in Settings.", "Saisi dans Paramètres.")),
            words(
                Text(
                    "Not typed: Settings, line “Control: ledger revenue”.",
                    "Non saisi : Paramètres, ligne « Contrôle : CA de la "
                    "comptabilité ».",
                )
            ),
        ),
    )
    home = f"{{sheet:home}}!$H${LEDGER_ROW}"
    yield _Line(
        Text("Difference", "Écart"),
        "cents",
        f'IF(ISNUMBER({home}),{home},"")',
        lambda facts: difference(facts) if asked(facts) else "",
        joined(
            verdict(ledger_cell, difference_cell),
            choose(
                f"ISNUMBER({difference_cell})",
                asked,
                words(
                    Text(
                        " - revenue of the inputs less the ledger's; within 0.5% it "
                        "is no warning.",
                        " - chiffre d'affaires saisi moins comptable ; jusqu'à 0,5 % "
                        "ce n'est pas une alerte.",
                    )
                ),
                NOTHING,
            ),
        ),
    )
    days = column("days")
    yield _Line(
        Text("Newest order, days old", "Commande la plus récente, âge"),
        "count",
        f'IF(COUNT({days})>0,MIN({days}),"")',
        _newest,
        words(
            Text(
                "Days from the newest order of the portfolio to the analysis date.",
                "Jours entre la commande la plus récente du portefeuille et la date "
                "d'analyse.",
            )
        ),
    )


def _newest(facts: Facts) -> Cell:
    days = facts.figures.numbers("days")
    return float(np.nanmin(days)) if np.isfinite(days).any() else ""


def _counted(key: str, then: Phrase) -> Phrase:
    """The number of clients of an origin, and what follows; nobody is said so."""
    count = f"COUNTIFS({ORIGIN},{origin_mark(key)})"
    return choose(
        f"{count}>0",
        lambda facts: clients_of(key)(facts) > 0,
        joined(
            whole(count, clients_of(key)),
            Text(" client(s), ", " client(s), "),
            then,
            Text(".", "."),
        ),
        words(Text("No client.", "Aucun client.")),
    )


def _estimated_part(cell: str) -> Phrase:
    total = f"SUM({MARGIN})"
    return choose(
        f"AND({total}>0,{cell}>=0,{cell}<={total})",
        lambda facts: estimated_share(facts) is not None,
        joined(
            percentage(f"{cell}/{total}", lambda facts: estimated_share(facts) or 0.0),
            Text(" of the gross margin", " de la marge brute"),
        ),
        words(Text("no share can be said", "part sans signification")),
    )


def _trust() -> Iterator[FixedCell]:
    title = Text("How far the figures can be relied upon", "La fiabilité des chiffres")
    yield FixedCell(QUALITY, f"A{TRUST_ROW}", "section", title, span=4)
    for row, line in enumerate(_trust_lines(), start=TRUST_ROW + 1):
        yield FixedCell(QUALITY, f"A{row}", "line label", line.label, span=2)
        yield FixedCell(
            QUALITY,
            f"C{row}",
            f"line {line.style}",
            formula=line.formula,
            value=line.value,
        )
        yield line.meaning.cell(QUALITY, f"D{row}", "line inset")


def quality_cells() -> Iterator[FixedCell]:
    """The cells of both sheets, in reading order."""
    yield from _home()
    yield from _trust()
    yield from origin_cells()
    yield from finding_cells()
