"""Clusters on the Readings sheet: profile, letters inside, how far to trust them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import Flags, ratio
from segmentation_addin.workbook.board_rfm import READINGS
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.reading_facts import (
    CLUSTERS_SHOWN,
    VERDICTS,
    ClusterFacts,
)

FIRST_ROW = 65
EXEMPLAR_ROW = FIRST_ROW + CLUSTERS_SHOWN + 3
_CLUSTER = column("cluster")
_LETTERS = dict(zip("KLMN", "ABCD", strict=True))
_HEADS = (
    ("B", Text("Cluster", "Groupe")),
    ("C", Text("Clients", "Clients")),
    ("D", Text("Revenue per client", "CA par client")),
    ("E", Text("Gross margin rate", "Taux de marge brute")),
    ("F", Text("Cost / gross margin", "Coût / marge brute")),
    ("G", Text("Net margin rate", "Taux de marge nette")),
    ("H", Text("Orders per client", "Commandes par client")),
    ("J", Text("Days since last order", "Jours depuis la commande")),
    *((place, Text(f"of which {x}", f"dont {x}")) for place, x in _LETTERS.items()),
    ("O", Text("Stability", "Stabilité")),
    ("P", Text("Verdict", "Verdict")),
)
NOTE = Text(
    "Groups that the figures form by themselves, on the criteria of the scale: a "
    "challenge to the letters, never their source. K1 has the highest mean net margin. "
    "Stability: how well a group comes back when clients are drawn again; stable from "
    "0.75, not to be trusted under 0.6.",
    "Groupes que les chiffres forment d'eux-mêmes, sur les critères du barème : une "
    "mise à l'épreuve des lettres, jamais leur source. K1 a la plus forte marge nette "
    "moyenne. Stabilité : ce qui reste d'un groupe quand on retire les clients au sort ; "
    "stable dès 0,75, non fiable sous 0,6.",
)


def _rows(facts: Facts, place: int) -> Flags:
    name = f"K{place + 1}"
    return np.asarray(facts.figures.words("cluster") == name, dtype=bool)


def _found(facts: Facts, place: int) -> ClusterFacts | None:
    clusters = facts.readings.clusters
    return clusters[place] if place < len(clusters) else None


def _name(place: int) -> Value:
    def value(facts: Facts) -> Cell:
        found = _found(facts, place)
        return None if found is None else found.name

    return value


def _figure(place: int, top: str, bottom: str | None) -> Value:
    """An amount of a cluster over another one, or over its number of clients."""

    def value(facts: Facts) -> Cell:
        rows = _rows(facts, place)
        known = np.isfinite(facts.figures.numbers(top)) & rows
        if _found(facts, place) is None or not known.any():
            return ""
        under = float(rows.sum())
        if bottom is not None:
            under = facts.figures.total(bottom, rows)
        return ratio(facts.figures.total(top, rows), under)

    return value


def _count(place: int, letter: str | None) -> Value:
    def value(facts: Facts) -> Cell:
        if _found(facts, place) is None:
            return ""
        rows = _rows(facts, place)
        if letter is not None:
            rows = rows & facts.figures.group(letter)
        return int(rows.sum())

    return value


def _stability(place: int) -> Value:
    def value(facts: Facts) -> Cell:
        found = _found(facts, place)
        return None if found is None or np.isnan(found.stability) else found.stability

    return value


def _verdict(place: int) -> Value:
    def value(facts: Facts) -> Cell:
        found = _found(facts, place)
        return None if found is None else VERDICTS[found.verdict].in_(facts.language)

    return value


def _exemplars(place: int) -> Value:
    def value(facts: Facts) -> Cell:
        found = _found(facts, place)
        return None if found is None else found.exemplars

    return value


def _line(place: int) -> Iterator[FixedCell]:
    row = FIRST_ROW + place
    only = f"{_CLUSTER},$B{row}"

    def shown(formula: str) -> str:
        return f'IF($B{row}="","",{formula})'

    def over(top: str, bottom: str) -> str:
        part = f"SUMIFS({column(top)},{only})"
        known = (
            f'COUNTIFS({only},{column(top)},"<0")+COUNTIFS({only},{column(top)},">=0")'
        )
        return shown(f'IF(AND({bottom}>0,{known}>0),{part}/{bottom},"")')

    def summed(key: str) -> str:
        return f"SUMIFS({column(key)},{only})"

    clients = f"COUNTIFS({only})"
    yield FixedCell(READINGS, f"B{row}", "line label", value=_name(place))
    lines: tuple[tuple[str, str, str, Value], ...] = (
        ("C", "count", shown(clients), _count(place, None)),
        ("D", "amount", over("revenue", clients), _figure(place, "revenue", None)),
        (
            "E",
            "percent",
            over("gross_margin", summed("revenue")),
            _figure(place, "gross_margin", "revenue"),
        ),
        (
            "F",
            "percent",
            over("cost_to_serve", summed("gross_margin")),
            _figure(place, "cost_to_serve", "gross_margin"),
        ),
        (
            "G",
            "percent",
            over("net_margin", summed("revenue")),
            _figure(place, "net_margin", "revenue"),
        ),
        ("H", "decimal", over("orders", clients), _figure(place, "orders", None)),
        ("J", "count", over("days", clients), _figure(place, "days", None)),
        *(
            (
                at,
                "count",
                shown(f'COUNTIFS({only},{column("letter")},"{letter}")'),
                _count(place, letter),
            )
            for at, letter in _LETTERS.items()
        ),
    )
    for letter, style, formula, value in lines:
        cell = f"{letter}{row}"
        yield FixedCell(READINGS, cell, f"line {style}", formula=formula, value=value)
    yield FixedCell(READINGS, f"O{row}", "line ratio", value=_stability(place))
    yield FixedCell(READINGS, f"P{row}", "line right", value=_verdict(place))


def cluster_cells() -> Iterator[FixedCell]:
    """Six lines at most, what they are worth, and their most typical clients."""
    title = Text("Clusters: natural groups", "Clusters : groupes naturels")
    yield FixedCell(READINGS, f"B{FIRST_ROW - 2}", "section", title, span=15)
    for letter, text in _HEADS:
        style = "head left" if letter == "B" else "head"
        yield FixedCell(READINGS, f"{letter}{FIRST_ROW - 1}", style, text)
    for place in range(CLUSTERS_SHOWN):
        yield from _line(place)
    row = FIRST_ROW + CLUSTERS_SHOWN
    yield FixedCell(
        READINGS,
        f"B{row}",
        "subtitle",
        value=lambda facts: facts.readings.cluster_sentence or None,
    )
    yield FixedCell(READINGS, f"B{row + 1}", "note", NOTE, span=15)
    head = Text("Typical clients", "Clients typiques")
    yield FixedCell(READINGS, f"B{EXEMPLAR_ROW - 1}", "head left", head)
    blank = Text("", "")
    yield FixedCell(READINGS, f"C{EXEMPLAR_ROW - 1}", "head left", blank, span=14)
    for place in range(CLUSTERS_SHOWN):
        at = EXEMPLAR_ROW + place
        yield FixedCell(READINGS, f"B{at}", "line label", value=_name(place))
        value = _exemplars(place)
        yield FixedCell(READINGS, f"C{at}", "line label", value=value, span=14)
