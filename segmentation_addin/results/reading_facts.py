"""What the Readings sheet shows beside its formulas, in the workbook's language."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from segmentation_addin.core.inputs import FloatArray, InputTables, texts
from segmentation_addin.core.issues import Issue
from segmentation_addin.core.policy import driver_allowances
from segmentation_addin.core.readings.abc_limits import AbcLimits, abc_limits
from segmentation_addin.core.readings.beside import Readings
from segmentation_addin.core.readings.clusters import Cluster, Clusters, NoClusters
from segmentation_addin.core.readings.concentration import (
    concentration,
    margin_after_loss,
)
from segmentation_addin.core.readings.effort import (
    EffortFigures,
    GroupEffort,
    effort,
)
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.languages import Language, Text, number
from segmentation_addin.results.issues import render
from segmentation_addin.workbook.board_figures import GRADED
from segmentation_addin.workbook.inputs import DRIVERS
from segmentation_addin.workbook.reading_facts import (
    DRIVERS_SHOWN,
    STRUCTURES,
    ClusterFacts,
    ReadingFacts,
)

_FOUND = Text(
    "{count} clusters · silhouette {silhouette}: {structure}",
    "{count} groupes · silhouette {silhouette} : {structure}",
)
_LEFT_OUT = Text(
    " · {count} clients without a cluster (a criterion is unknown)",
    " · {count} clients sans groupe (un critère est inconnu)",
)
_SAMPLED = Text(
    " · sought in {count} clients drawn, then given to all",
    " · cherchés sur {count} clients tirés, puis donnés à tous",
)


def active_rows(result: Segmentation) -> np.ndarray:
    """Which clients are active."""
    return (result.clients["decided_by"] != "inactive").to_numpy(dtype=bool)


def effort_by(
    result: Segmentation,
    inputs: InputTables,
    groups: np.ndarray,
    order: Sequence[str] | None = None,
) -> dict[str, GroupEffort]:
    """The effort of each letter or account manager, active clients only.

    What is above the policy is told for the drivers of which it grants a number.
    """
    active = active_rows(result)
    clients = result.clients[active]
    quantities = {
        driver: quantity[active]
        for driver, quantity in result.current.quantities.items()
        if np.nansum(quantity) > 0
    }
    allowed = driver_allowances(inputs.policy, letters_of(result))
    figures = EffortFigures(
        revenue=clients["revenue"].to_numpy(),
        gross_margin=clients["gross_margin"].to_numpy(),
        cost_to_serve=clients["cost_to_serve"].to_numpy(),
        net_margin=clients["net_margin"].to_numpy(),
        efforts=quantities,
        allowed={driver: units[active] for driver, units in allowed.items()},
    )
    return effort(groups[active], figures, order)


def letters_of(result: Segmentation) -> np.ndarray:
    """The letter of each client, overrides included."""
    return result.clients["letter"].to_numpy(dtype=object)


def group_figures(result: Segmentation) -> tuple[int, FloatArray, FloatArray]:
    """Number of active groups; revenue and net margin of each group, NaN if unknown."""
    assert result.readings is not None
    level, active = result.readings.level, active_rows(result)
    revenue = np.where(active, result.clients["revenue"], np.nan)
    net_margin = np.where(active, result.clients["net_margin"], np.nan)
    counted = int(level.known_by_any(active).sum())
    return counted, level.total(revenue), level.total(net_margin)


def computed_abc(result: Segmentation, inputs: InputTables) -> AbcLimits | None:
    """The ABC limits that the curve itself suggests, beside the ones in use."""
    by = str(inputs.settings.get("abc_value") or "gross_margin")
    values = result.clients[by].to_numpy(dtype=np.float64)
    return abc_limits(values[active_rows(result)])


def reading_facts(
    result: Segmentation, inputs: InputTables, language: Language
) -> ReadingFacts:
    """The cut-offs, clusters and figures by group of one refresh."""
    readings = result.readings
    if readings is None:
        return ReadingFacts()
    shares = effort_by(result, inputs, letters_of(result), GRADED)
    drivers = list(next(iter(shares.values())).quantities)[:DRIVERS_SHOWN]
    bends = computed_abc(result, inputs)
    return ReadingFacts(
        rfm_method=readings.rfm.method,
        rfm_cuts=readings.rfm.cuts,
        notes=tuple(_notes(list(readings.rfm.notes), language)),
        matrix_limit=readings.matrix.limit,
        matrix_target=readings.matrix.target,
        size_limits=readings.size.limits,
        abc_limits=None if bends is None else (bends.a, bends.b),
        clusters=_clusters(result, readings, inputs),
        cluster_sentence=_sentence(readings, language),
        drivers=tuple(
            DRIVERS[key].in_(language) if key in DRIVERS else key for key in drivers
        ),
        effort={
            letter: tuple(group.index[driver] for driver in drivers)
            for letter, group in shares.items()
        },
        groups=_groups(result),
    )


def _notes(notes: list[Issue], language: Language) -> list[str]:
    lines = render(notes, language, lambda _: ("", ""))
    return [f"{line.message} {line.remedy}" for line in lines]


def _clusters(
    result: Segmentation, readings: Readings, inputs: InputTables
) -> tuple[ClusterFacts, ...]:
    found = readings.clusters
    if not isinstance(found, Clusters):
        return ()
    names = texts(inputs.clients, "name")[result.client_rows]
    ids = result.clients["client_id"].to_numpy(dtype=object)
    letters = letters_of(result)

    def shown(cluster: Cluster) -> str:
        return "   ·   ".join(
            f"{ids[i]}  {names[i]}  ({letters[i]})" for i in cluster.exemplars
        )

    return tuple(
        ClusterFacts(cluster.name, cluster.stability, cluster.verdict, shown(cluster))
        for cluster in found.groups
    )


def _sentence(readings: Readings, language: Language) -> str:
    found = readings.clusters
    if isinstance(found, NoClusters):
        return _notes([found.issue()], language)[0]
    if found is None:
        return ""
    sentence = _FOUND.in_(
        language,
        count=len(found.groups),
        silhouette=number(found.silhouette, language, 2),
        structure=STRUCTURES[found.structure].in_(language),
    )
    active_left = found.left_out
    if active_left:
        sentence += _LEFT_OUT.in_(language, count=number(active_left, language))
    if found.sampled is not None:
        sentence += _SAMPLED.in_(language, count=number(found.sampled, language))
    return sentence


def _groups(result: Segmentation) -> tuple[float | None, ...]:
    """Count, top 1, 5, 10, 20 %, HHI, 1 / HHI, margin without the top 1, 3, 5, Gini."""
    assert result.readings is not None
    counted, revenue, net_margin = group_figures(result)
    found = concentration(revenue)
    left = margin_after_loss(net_margin, revenue, result.readings.level.keys)
    costed = not np.isnan(net_margin).all()
    return (
        counted,
        *found.top_shares.values(),
        found.hhi,
        found.equivalent_clients,
        *(left.values() if costed else [None] * len(left)),
        found.gini,
    )
