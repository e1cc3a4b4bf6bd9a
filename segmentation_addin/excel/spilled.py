"""The functions that spill a table with headings, in the language of the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from segmentation_addin.core.client_figures import (
    ClientFigures,
    assess_figures,
    calibrated,
)
from segmentation_addin.core.criteria import divide
from segmentation_addin.core.false_good import false_good
from segmentation_addin.core.inputs import SettingValue
from segmentation_addin.core.letters import CAP_NAMES, LETTERS, RULE_NAMES
from segmentation_addin.core.readings.abc import abc
from segmentation_addin.core.readings.concentration import concentration
from segmentation_addin.core.readings.kpis import GROUPS, Kpis, kpis, of_clients
from segmentation_addin.core.readings.whale import whale_curve
from segmentation_addin.core.robustness import robustness
from segmentation_addin.excel.arguments import ArgumentError, Floats, Result
from segmentation_addin.excel.scale_arguments import SCALE_COLUMNS, default_scale
from segmentation_addin.excel.table_argument import TableArgument
from segmentation_addin.excel.tokens import token
from segmentation_addin.languages import Language, Text
from segmentation_addin.results.words import next_sentences, why
from segmentation_addin.workbook.inputs import BETTER, CRITERIA, SCALE, YES_NO
from segmentation_addin.workbook.outputs import (
    ABC_CLASSES,
    CAPS,
    DECIDED_BY,
    FALSE_GOOD,
    SEGMENTATION,
)

RESULT_COLUMNS = (
    *("client_id", "name", "computed_letter", "score", "decided_by", "caps", "why"),
    *("next_step", "revenue", "gross_margin", "gross_margin_rate", "cost_to_serve"),
    *("cost_to_serve_ratio", "net_margin", "net_margin_rate", "false_good", "abc"),
    *("robustness", "completeness"),
)
"""Columns of SEGMENT_TABLE, named as on the sheet Segmentation."""


def cell(value: Any) -> str | float | bool:
    """A value as a cell takes it: no numpy scalar, "" for what is unknown."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    return value  # type: ignore[no-any-return]


def _spill(headings: Sequence[str], columns: Iterable[Iterable[Any]]) -> Result:
    rows = zip(*columns, strict=True)
    return [list(headings), *([cell(value) for value in row] for row in rows)]


def _labels(
    keys: Iterable[str], choices: dict[str, Text], language: Language
) -> list[str]:
    names = {key: text.in_(language) for key, text in choices.items()}
    return [names.get(key, "") for key in keys]


def result_table(
    table: TableArgument,
    scale: Any,
    rules: Any,
    settings: dict[str, SettingValue],
    language: Language,
) -> Result:
    """All that the method says of each row of a table of clients."""
    figures = table.figures()
    found = assess_figures(figures, scale, rules)
    lettering = found.lettering
    letters = LETTERS[lettering.letter]
    ratio = figures.cost_to_serve_ratio
    erosion, abc_a, abc_b, seed = (
        float(settings[key]) for key in ("erosion_ratio", "abc_a", "abc_b", "seed")
    )
    ranked = {
        "gross_margin": figures.gross_margin,
        "revenue": figures.revenue,
        "net_margin": figures.net_margin,
    }[str(settings["abc_value"])]
    flags = false_good(figures.revenue, figures.net_margin, ratio, erosion)
    caps = [
        ", ".join(
            CAPS[name].in_(language) for name in CAP_NAMES if lettering.caps[name][i]
        )
        for i in range(table.rows)
    ]
    columns: dict[str, Iterable[Any]] = {
        "client_id": table.texts("client_id"),
        "name": table.texts("name"),
        "computed_letter": letters,
        "score": found.scoring.score,
        "decided_by": _labels(
            [RULE_NAMES[rule] for rule in lettering.rule], DECIDED_BY, language
        ),
        "caps": caps,
        "why": why(found, language),
        "next_step": next_sentences(found, language),
        "revenue": figures.revenue,
        "gross_margin": figures.gross_margin,
        "gross_margin_rate": divide(figures.gross_margin, figures.revenue),
        "cost_to_serve": figures.cost_to_serve,
        "cost_to_serve_ratio": ratio,
        "net_margin": figures.net_margin,
        "net_margin_rate": divide(figures.net_margin, figures.revenue),
        "false_good": _labels(flags, FALSE_GOOD, language),
        "abc": _labels(
            abc(ranked, abc_a, abc_b, figures.active), ABC_CLASSES, language
        ),
        "robustness": robustness(
            found.scale,
            found.scoring,
            found.values,
            found.facts,
            lettering,
            found.rules,
            int(seed),
        ),
        "completeness": np.where(figures.active, found.scoring.completeness, np.nan),
    }
    shown = [
        key
        for key in RESULT_COLUMNS
        if key not in {"client_id", "name"} or table.has(key)
    ]
    headings = [SEGMENTATION.column(key).heading.in_(language) for key in shown]
    rows = _spill(headings, [columns[key] for key in shown])
    given = sum(key in {"client_id", "name"} for key in shown)
    for row, name in table.errors.items():
        rows[row + 1][given:] = [token(name)] * (len(shown) - given)
    return rows


def scale_table(figures: ClientFigures, language: Language) -> Result:
    """The criteria with weight of a fresh workbook, calibrated on these clients."""
    rows = [
        (
            CRITERIA[criterion.key].in_(language),
            BETTER[criterion.better].in_(language),
            criterion.weight,
            *(criterion.knots if criterion.knots is not None else [None] * 5),
            YES_NO["yes" if criterion.fixed else "no"].in_(language),
        )
        for criterion in calibrated(figures, default_scale())
        if criterion.weight > 0
    ]
    headings = [SCALE.column(key).heading.in_(language) for key in SCALE_COLUMNS]
    return _spill(headings, zip(*rows, strict=True))


_KPI_NAMES: dict[str, Text] = {
    "clients": Text("Clients", "Clients"),
    "revenue": Text("Revenue", "Chiffre d'affaires"),
    "gross_margin": Text("Gross margin", "Marge brute"),
    "cost_to_serve": Text("Cost to serve", "Coût de service"),
    "net_margin": Text("Net margin", "Marge nette"),
    "net_margin_rate": Text("Net margin rate", "Taux de marge nette"),
    "basket": Text("Average basket", "Panier moyen"),
    "conversion": Text("Conversion", "Conversion"),
    "retention": Text("Retention", "Rétention"),
    "grr": Text("Revenue kept (GRR)", "CA conservé (GRR)"),
    "nrr": Text("Revenue kept and grown (NRR)", "CA conservé et accru (NRR)"),
}
_LETTER = Text("Letter", "Lettre")
_TOTAL = Text("Total", "Total")
_INACTIVE = Text("inactive", "inactif")


def kpi_table(letters: np.ndarray, table: TableArgument, language: Language) -> Result:
    """Figures by letter, and in all; a figure that nothing allows is blank."""
    figures = table.figures()
    start = table.texts("start_letter")
    clients = pd.DataFrame(
        {
            "letter": letters,
            "start_letter": np.where(np.isin(start, GROUPS), start, ""),
            "revenue": figures.revenue,
            "gross_margin": figures.gross_margin,
            "cost_to_serve": figures.cost_to_serve,
            "net_margin": figures.net_margin,
            "orders": table.numbers("orders"),
            "quotes_decided": table.numbers("quotes_decided"),
            "quotes_won": table.numbers("quotes_won"),
            "previous_revenue": table.numbers("previous_revenue"),
        }
    )
    if table.errors:
        raise ArgumentError(table.errors[min(table.errors)])
    everybody = np.ones(table.rows, dtype=bool)
    groups: dict[str, Kpis] = {
        **kpis(clients),
        "": of_clients(clients, everybody, everybody),
    }
    names = {"inactive": _INACTIVE.in_(language), "": _TOTAL.in_(language)}
    rows = [
        (names.get(group, group), *(found[key] for key in _KPI_NAMES))  # type: ignore[literal-required]
        for group, found in groups.items()
    ]
    headings = [text.in_(language) for text in (_LETTER, *_KPI_NAMES.values())]
    return _spill(headings, zip(*rows, strict=True))


_WHALE_NAMES = (
    Text("Share of clients", "Part des clients"),
    Text("Cumulated net margin", "Marge nette cumulée"),
    Text("Share of the peak", "Part du sommet"),
)


def whale_table(net_margin: Floats, language: Language) -> Result:
    """The whale curve: share of clients (0-1), cumulated margin, share of the peak."""
    curve = whale_curve(net_margin)
    count = len(curve.cumulated)
    shares = np.arange(count) / (count - 1)
    peak = curve.peak if curve.peak > 0 else np.nan
    headings = [text.in_(language) for text in _WHALE_NAMES]
    return _spill(headings, (shares, curve.cumulated, curve.cumulated / peak))


_TOP = Text("Share of the top {percent} %", "Part des {percent} % premiers")
_CONCENTRATION = {
    "hhi": Text("Herfindahl index (HHI, 0 to 1)", "Indice de Herfindahl (HHI, 0 à 1)"),
    "equivalent_clients": Text("Equal clients (1 / HHI)", "Clients égaux (1 / HHI)"),
    "gini": Text("Gini coefficient (0 to 1)", "Coefficient de Gini (0 à 1)"),
}


def concentration_table(values: Floats, language: Language) -> Result:
    """Label and figure, a row each; #DIV/0! where nothing is positive."""
    found = concentration(values)
    if found.hhi is None:
        raise ArgumentError("#DIV/0!")
    rows: Result = [
        [_TOP.in_(language, percent=percent), cell(share)]
        for percent, share in found.top_shares.items()
    ]
    rows += [
        [text.in_(language), cell(getattr(found, key))]
        for key, text in _CONCENTRATION.items()
    ]
    return rows
