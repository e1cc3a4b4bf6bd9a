"""Facts of a board with every list filled, and with names that mean harm."""

from __future__ import annotations

from dataclasses import replace

import board_examples
import numpy as np
import pandas as pd

from segmentation_addin.languages import Language, Text
from segmentation_addin.results.table import group_ranks
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.outputs import NOT_FILLED

PLANTED = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://example.invalid","x")',
    '"><img src=x onerror=alert(1)>',
    "Société d'Œuvres & Cie à l'été, 12 €",
    "Zażółć Gęślą Ő Ж",
    "</title></style></svg>&amp;",
    "Nom" + "très" * 60,
)
"""Names of the clients with most revenue in `planted`."""
_REGIONS = (
    *("Bretagne", "Normandie", "Occitanie", "Grand Est", "Île-de-France"),
    *("Bourgogne-Franche-Comté", "Auvergne-Rhône-Alpes", "Nouvelle-Aquitaine"),
    *("Pays de la Loire", "Hauts-de-France", "Centre-Val de Loire", "Corse"),
    "Provence-Alpes-Côte d'Azur",
)
_LEVER = Text(
    "Move up to B: range and digital ordering, 2 visits a year",
    "Passer en B : gamme et commande en ligne, 2 visites par an",
)
_RISK = Text(
    "Last order 210 days ago, half the usual rhythm",
    "Dernière commande il y a 210 jours, moitié moins que d'habitude",
)


def facts(clients: int, language: Language, seed: int = 1) -> Facts:
    """A refreshed board: regions, ranks of false good clients, risks and levers."""
    made = board_examples.facts(clients, language, seed)
    frame = made.segmentation.copy()
    draw = np.random.default_rng(seed)
    none = NOT_FILLED.in_(language)
    frame["region"] = draw.choice([*_REGIONS, none], len(frame)).astype(object)
    net = frame["net_margin"].to_numpy(dtype=float)
    bad = (frame["false_good"] != "").to_numpy(dtype=bool)
    frame["false_good_rank"] = _ranks(-net, bad)
    letters = frame["letter"].to_numpy(dtype=object)
    for key, text, wanted in (
        ("lever", _LEVER, np.isin(letters, ["B", "C"])),
        ("risk", _RISK, letters == "A"),
    ):
        chosen = wanted & np.isfinite(net)
        frame[key] = np.where(chosen, text.in_(language), "").astype(object)
        frame[f"{key}_amount"] = np.where(chosen, np.abs(net) * 0.2, np.nan)
        frame[f"{key}_rank"] = _ranks(np.abs(net), chosen)
    return replace(made, segmentation=_ranked(frame))


def billions(language: Language) -> Facts:
    """Amounts of a very large company."""
    made = facts(60, language)
    frame = made.segmentation.copy()
    for key in ("revenue", "gross_margin", "cost_to_serve", "net_margin"):
        frame[key] = frame[key].to_numpy(dtype=float) * 2000
    return replace(made, segmentation=_ranked(frame))


def planted(language: Language, clients: int = 40) -> Facts:
    """The same with names, sectors and managers that are no plain words."""
    made = facts(clients, language)
    frame = made.segmentation.copy()
    for row, name in enumerate(PLANTED):
        frame.loc[row, "name"] = name
        frame.loc[row, "sector"] = name
        frame.loc[row, "account_manager"] = name
        frame.loc[row, "lever"] = name
        frame.loc[row, "risk"] = name
        frame.loc[row, "lever_rank"] = frame.loc[row, "risk_rank"] = row + 1
    others = np.arange(len(frame)) >= len(PLANTED)
    for key in ("lever_rank", "risk_rank"):
        frame.loc[others, key] += len(PLANTED)
    return replace(made, segmentation=_ranked(frame))


def _ranked(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with the ranks of their sectors, account managers and regions."""
    left_over = (frame["decided_by"] == "").to_numpy(dtype=bool)
    revenue = frame["revenue"].to_numpy(dtype=float)
    for names, rank in (
        ("sector", "sector_rank"),
        ("account_manager", "manager_rank"),
        ("region", "region_rank"),
    ):
        kept = np.where(left_over, 0.0, np.nan_to_num(revenue))
        frame[rank] = group_ranks(frame[names].to_numpy(dtype=object), kept)
        frame.loc[left_over, rank] = np.nan
    return frame


def _ranks(values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    at = np.flatnonzero(wanted & np.isfinite(values))
    ranks = np.full(len(values), np.nan)
    ranks[at[np.argsort(-values[at], kind="stable")]] = np.arange(1, len(at) + 1)
    return ranks
