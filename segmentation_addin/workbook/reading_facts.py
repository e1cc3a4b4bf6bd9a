"""What only Python can say of the readings: cut-offs, clusters, figures by group.

The rest of the Readings sheet is native formulas over `tblSegmentation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from segmentation_addin.languages import Text

CLUSTERS_SHOWN = 6
DRIVERS_SHOWN = 7
NOTES_SHOWN = 2

METHODS: Mapping[str, Text] = {
    "quintiles": Text(
        "Cut-offs of the portfolio, in fifths. Equal values always score the same, so "
        "a score may hold more or fewer clients than a fifth, or none.",
        "Seuils du portefeuille, par cinquièmes. Des valeurs égales ont toujours le "
        "même score : un score peut compter plus ou moins d'un cinquième des clients, "
        "ou aucun.",
    ),
    "terciles": Text(
        "Cut-offs of the portfolio, in thirds (30 to 100 clients): scores 1, 3 and 5 "
        "only.",
        "Seuils du portefeuille, par tiers (30 à 100 clients) : scores 1, 3 et 5 "
        "seulement.",
    ),
    "thresholds": Text(
        "Fixed thresholds (under 30 clients, or as chosen in Settings); amounts from "
        "the knots of the criterion value.",
        "Seuils fixes (moins de 30 clients, ou choix dans Paramètres) ; montants "
        "d'après les repères du critère valeur.",
    ),
}
VERDICTS: Mapping[str, Text] = {
    "stable": Text("stable", "stable"),
    "doubtful": Text("doubtful", "fragile"),
    "not_trusted": Text("not to be trusted", "non fiable"),
}
STRUCTURES: Mapping[str, Text] = {
    "strong": Text("strong structure", "structure forte"),
    "reasonable": Text("reasonable structure", "structure acceptable"),
    "weak": Text("weak structure", "structure faible"),
    "none": Text("no real structure", "pas de vraie structure"),
}


@dataclass(frozen=True)
class ClusterFacts:
    """One cluster: what its formulas cannot give."""

    name: str
    stability: float
    """Mean Jaccard similarity, 0-1."""
    verdict: str
    """Key of `VERDICTS`."""
    exemplars: str
    """Its most typical clients, as read."""


@dataclass(frozen=True)
class ReadingFacts:
    """Empty in a workbook that was never refreshed."""

    rfm_method: str = ""
    """Key of `METHODS`."""
    rfm_cuts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Ascending cuts by measure: recency, frequency, monetary."""
    notes: tuple[str, ...] = ()
    """What a reader should know, in the workbook's language."""
    matrix_limit: float | None = None
    matrix_target: float | None = None
    size_limits: tuple[float, float] | None = None
    """Least revenue of a large and of a medium client."""
    abc_limits: tuple[float, float] | None = None
    """Least amount of an A and of a B where the curve itself bends."""
    clusters: tuple[ClusterFacts, ...] = ()
    cluster_sentence: str = ""
    """How many, how well apart, or why there are none."""
    drivers: tuple[str, ...] = ()
    """Headings of the drivers in use, as the workbook names them."""
    effort: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    """Index of each of these drivers, by letter."""
    groups: tuple[float | None, ...] = ()
    """Number of groups, then concentration by group, in the order of the sheet."""
