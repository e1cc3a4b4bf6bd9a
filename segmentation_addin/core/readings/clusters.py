"""Clusters: groups that the figures form by themselves, a challenge to the letters.

Source: method, section 4. K-means on winsorised, standardised criteria; the number of
clusters by silhouette; how well each one comes back when the clients are drawn again,
by bootstrap Jaccard (Hennig 2007). `k_means` holds the mathematics.

Worked example: the 75 points of Ruspini (1970), a textbook case of cluster analysis,
fall into four clusters of 23, 20, 17 and 15 (see the test).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import BoolArray, FloatArray, IntArray
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.readings.k_means import (
    distances,
    k_means,
    lloyd,
    silhouette,
    squared_distances,
    stability,
)

FEWEST, MOST = 2, 6
"""Numbers of clusters that are tried."""
CLIENTS_A_CLUSTER = 10
"""Fewer clients than this for each cluster is refused."""
STABLE_FROM, DOUBTFUL_FROM = 0.75, 0.6
CUT_AT = (0.05, 0.95)
"""Quantiles at which each criterion is winsorised: those of the outer knots."""
EXEMPLARS = 3
SAMPLE = 1_000
"""Starts, silhouette and stability look at this many clients at most; every client
is then given the nearest centre."""


@dataclass(frozen=True)
class Cluster:
    """One cluster. Figures are in the units of the criteria."""

    name: str
    """"K1" has the highest mean net margin."""
    clients: int
    mean_net_margin: float
    """Of its clients whose net margin is known; NaN when none is."""
    profile: FloatArray
    """Mean of each criterion, shape (n_criteria,); an infinite ratio counts as the
    limit at which the criterion was cut; NaN where the criterion was not used."""
    exemplars: IntArray
    """Rows of the clients nearest to its centre, the nearest first (3 at most)."""
    stability: float
    """Mean Jaccard similarity 0-1 with the nearest cluster of each bootstrap."""

    @property
    def verdict(self) -> str:
        """By mean Jaccard: "stable", "doubtful", or "not_trusted" under 0.6."""
        if self.stability >= STABLE_FROM:
            return "stable"
        return "doubtful" if self.stability >= DOUBTFUL_FROM else "not_trusted"


@dataclass(frozen=True)
class Clusters:
    """The clusters of a portfolio; `groups` from K1 on."""

    codes: NDArray[np.object_]
    """"K1"... of each client; "" for a client that lacks a criterion in use."""
    groups: tuple[Cluster, ...]
    silhouette: float
    """Mean silhouette of the number of clusters chosen, -1 to 1."""
    silhouettes: dict[int, float]
    """Of each number of clusters tried."""
    used: BoolArray
    """Criteria in use: known to half of the clients or more, and not all equal."""
    left_out: int
    """Clients without a cluster, since a criterion in use is unknown."""
    sampled: int | None
    """Clients that starts, silhouette and stability looked at; None = all."""

    @property
    def structure(self) -> str:
        """By silhouette: "strong" over 0.7, "reasonable" over 0.5, "weak" over 0.25,
        else "none" (Kaufman and Rousseeuw 1990, table 4).
        """
        for name, limit in (("strong", 0.7), ("reasonable", 0.5), ("weak", 0.25)):
            if self.silhouette > limit:
                return name
        return "none"


@dataclass(frozen=True)
class NoClusters:
    """Why there are none: "clusters_too_few" clients, or "clusters_all_equal"."""

    reason: str
    codes: NDArray[np.object_]
    """"" for each client."""
    found: int
    """Clients with all criteria in use."""
    needed: int

    def issue(self) -> Issue:
        """The refusal as a note."""
        return Issue(
            self.reason,
            Severity.NOTE,
            "tblClients",
            params={"found": self.found, "expected": self.needed},
        )


def clusters(
    values: FloatArray,
    net_margin: FloatArray,
    seed: int = 1,
    ids: NDArray[np.object_] | None = None,
) -> Clusters | NoClusters:
    """Groups clients by the criteria in the columns of `values`, shape (n, k).

    NaN is unknown (inactive clients have no value at all); `net_margin` names the
    clusters; `ids` order exemplars that are equally near. Rows in any order give
    each client the same cluster, and equal clients share one.
    """
    table = _prepare(values, net_margin)
    codes = np.full(len(values), "", dtype=object)
    found, needed = len(table.places), CLIENTS_A_CLUSTER * FEWEST
    if found < needed:
        return NoClusters("clusters_too_few", codes, found, needed)
    sample = _sample(found, seed)
    part = table.rows[sample]
    distinct = len(np.unique(part, axis=0)) if table.used.any() else 1
    if distinct < FEWEST:
        return NoClusters("clusters_all_equal", codes, found, needed)

    between = distances(part)
    most = min(MOST, found // CLIENTS_A_CLUSTER, distinct)
    widths: dict[int, float] = {}
    centres: dict[int, FloatArray] = {}
    for k in range(FEWEST, most + 1):
        tried = k_means(part, k, _generator(seed, k))
        widths[k] = silhouette(between, tried.member)
        centres[k] = tried.centres
    chosen = max(widths, key=lambda k: (round(widths[k], 9), -k))
    whole = lloyd(table.rows, centres[chosen])
    stable = stability(part, whole.member[sample], chosen, _generator(seed, 0))

    groups: list[Cluster] = []
    for old in _by_margin(table.net_margin, whole.member, whole.centres):
        name = f"K{len(groups) + 1}"
        inside = whole.member == old
        codes[table.places[inside]] = name
        groups.append(
            _cluster(name, table, inside, whole.centres[old], float(stable[old]), ids)
        )
    return Clusters(
        codes=codes,
        groups=tuple(groups),
        silhouette=widths[chosen],
        silhouettes=widths,
        used=table.used,
        left_out=int((~np.isnan(values)).any(axis=1).sum()) - found,
        sampled=None if len(sample) == found else len(sample),
    )


@dataclass(frozen=True)
class _Table:
    """Clients that have all criteria in use, sorted by their figures."""

    places: IntArray
    """Row of each in the values given."""
    rows: FloatArray
    """Winsorised, standardised, the criteria in use only."""
    plain: FloatArray
    """All criteria in their units, infinite ones at the limit of winsorising."""
    net_margin: FloatArray
    used: BoolArray


def _prepare(values: FloatArray, net_margin: FloatArray) -> _Table:
    known = ~np.isnan(values)
    active = known.any(axis=1)
    used = known.sum(axis=0) * 2 >= max(int(active.sum()), 1)
    used &= [
        _varies(column[has]) for column, has in zip(values.T, known.T, strict=True)
    ]
    places = np.flatnonzero(active & known[:, used].all(axis=1))
    margin = net_margin[places]
    order = np.lexsort((margin, *values[places][:, used].T))
    places, margin = places[order], margin[order]
    plain = values[places].copy()
    columns = []
    for j in np.flatnonzero(used):
        finite = plain[np.isfinite(plain[:, j]), j]
        low, high = np.quantile(finite, CUT_AT) if finite.size else (0.0, 0.0)
        cut = np.clip(plain[:, j], low, high)
        spread = cut.std() if cut.size else 0.0
        used[j] = _varies(cut) and spread > 0
        if used[j]:
            columns.append((cut - cut.mean()) / spread)
        endless = np.isinf(plain[:, j])
        plain[endless, j] = cut[endless]
    plain[:, ~used] = np.nan
    rows = np.column_stack(columns) if columns else np.empty((len(places), 0))
    return _Table(places, rows, plain, margin, used)


def _varies(column: FloatArray) -> bool:
    return bool(column.size and column.min() < column.max())


def _sample(count: int, seed: int) -> IntArray:
    """Which of the sorted clients starts, silhouette and stability look at."""
    if count <= SAMPLE:
        return np.arange(count)
    drawn = _generator(seed, 1).choice(count, SAMPLE, replace=False)
    return np.sort(drawn).astype(np.int64)


def _generator(seed: int, stream: int) -> np.random.Generator:
    """Draws of their own for each use: what one does moves no other."""
    return np.random.Generator(np.random.PCG64([seed, stream]))


def _by_margin(
    net_margin: FloatArray, member: IntArray, centres: FloatArray
) -> list[int]:
    """Clusters that have clients, the highest mean net margin first, unknown last."""

    def rank(k: int) -> tuple[float, ...]:
        mean = _mean(net_margin[member == k])
        return (np.inf if np.isnan(mean) else -mean, *centres[k])

    return sorted(np.unique(member).tolist(), key=rank)


def _cluster(
    name: str,
    table: _Table,
    inside: BoolArray,
    centre: FloatArray,
    stable: float,
    ids: NDArray[np.object_] | None,
) -> Cluster:
    places = table.places[inside]
    far = np.round(squared_distances(table.rows[inside], centre[None, :])[0], 9)
    names = np.arange(len(places)) if ids is None else ids[places].astype(str)
    nearest = np.lexsort((names, far))[:EXEMPLARS]
    return Cluster(
        name=name,
        clients=len(places),
        mean_net_margin=_mean(table.net_margin[inside]),
        profile=np.array([_mean(column[inside]) for column in table.plain.T]),
        exemplars=places[nearest],
        stability=stable,
    )


def _mean(values: FloatArray) -> float:
    """Mean of what is known; NaN where nothing is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")
