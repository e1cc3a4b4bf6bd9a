"""K-means, silhouette and bootstrap Jaccard: the mathematics of clusters.

Source: Lloyd (1982); k-means++ starts, Arthur and Vassilvitskii (2007); silhouette,
Rousseeuw (1987); stability, Hennig (2007). Own code on numpy: see `docs/decisions.md`.

All sums run in the order of the rows: the caller sorts them, so that rows in any
order give the same. Equal rows always get the same centre.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation_addin.core.inputs import FloatArray, IntArray

STARTS = 50
ROUNDS = 100
BOOTSTRAPS = 100
BOOTSTRAP_STARTS = 5


@dataclass(frozen=True)
class KMeans:
    """Centres of shape (k, d), the centre of each row, and the squared distances."""

    centres: FloatArray
    member: IntArray
    within: float
    """Sum of squared distances to the centres."""


def k_means(
    rows: FloatArray, k: int, generator: np.random.Generator, starts: int = STARTS
) -> KMeans:
    """The best of several k-means++ starts; on a tie, the first of them.

    `rows` has shape (n, d) and at least k distinct rows.
    """
    centres = _starts(rows, k, generator, starts)
    best: KMeans | None = None
    for start in centres:
        found = lloyd(rows, start)
        if best is None or found.within < best.within * (1 - 1e-12):
            best = found
    assert best is not None
    return best


def lloyd(rows: FloatArray, centres: FloatArray, rounds: int = ROUNDS) -> KMeans:
    """Moves centres to the mean of their rows until no row changes centre.

    A centre that loses all its rows stays where it is.
    """
    k = len(centres)
    member, nearest = assign(rows, centres)
    for _ in range(rounds):
        counts = np.bincount(member, minlength=k)
        sums = np.column_stack(
            [np.bincount(member, column, minlength=k) for column in rows.T]
        )
        filled = counts > 0
        centres = centres.copy()
        centres[filled] = sums[filled] / counts[filled, None]
        moved, nearest = assign(rows, centres)
        if np.array_equal(moved, member):
            break
        member = moved
    return KMeans(centres, member, float(nearest.sum()))


def assign(rows: FloatArray, centres: FloatArray) -> tuple[IntArray, FloatArray]:
    """The nearest centre of each row (the first on a tie), and its squared distance."""
    distances = squared_distances(rows, centres)
    member = distances.argmin(axis=0)
    return member, distances[member, np.arange(len(rows))]


def squared_distances(rows: FloatArray, centres: FloatArray) -> FloatArray:
    """Shape (k, n). Column by column: a matrix product may round equal rows apart."""
    found = np.zeros((len(centres), len(rows)))
    for column, places in zip(rows.T, centres.T, strict=True):
        gap = column - places[:, None]
        found += gap * gap
    return found


def _starts(
    rows: FloatArray, k: int, generator: np.random.Generator, starts: int
) -> list[FloatArray]:
    """Centres drawn with a chance that grows with the squared distance to the others."""
    found = []
    for _ in range(starts):
        chosen = [int(generator.integers(len(rows)))]
        nearest = squared_distances(rows, rows[chosen])[0]
        while len(chosen) < k:
            reach = np.cumsum(nearest)
            at = np.searchsorted(reach, generator.random() * reach[-1], side="right")
            chosen.append(int(min(at, len(rows) - 1)))
            gap = squared_distances(rows, rows[chosen[-1:]])[0]
            nearest = np.minimum(nearest, gap)
        found.append(rows[chosen])
    return found


def distances(rows: FloatArray) -> FloatArray:
    """Distance of each row to each, shape (n, n)."""
    return np.sqrt(squared_distances(rows, rows))


def silhouette(between: FloatArray, member: IntArray) -> float:
    """Mean silhouette width of the rows, -1 to 1; a row alone in its cluster has 0.

    `between` is `distances(rows)`.
    """
    labels, own = np.unique(member, return_inverse=True)
    sizes = np.bincount(own)
    flags = (own[:, None] == np.arange(len(labels))).astype(np.float64)
    sums = between @ flags
    at = np.arange(len(member))
    inner = sums[at, own] / np.maximum(sizes[own] - 1, 1)
    means = sums / sizes
    means[at, own] = np.inf
    outer = means.min(axis=1)
    larger = np.maximum(inner, outer)
    widths = np.divide(outer - inner, larger, out=np.zeros(len(at)), where=larger > 0)
    widths[sizes[own] == 1] = 0.0
    return float(widths.mean())


def stability(
    rows: FloatArray, member: IntArray, k: int, generator: np.random.Generator
) -> FloatArray:
    """Mean Jaccard similarity of each cluster with its nearest one, over bootstraps.

    As in Hennig (2007): draw n rows with replacement, use each drawn row once, find k
    clusters again, and compare each with the drawn part of the first ones. A cluster
    of which nothing was drawn is left out of that bootstrap.
    """
    sums, times = np.zeros(k), np.zeros(k)
    for _ in range(BOOTSTRAPS):
        drawn = np.unique(generator.integers(len(rows), size=len(rows)))
        if len(np.unique(rows[drawn], axis=0)) < k:
            continue
        again = k_means(rows[drawn], k, generator, BOOTSTRAP_STARTS).member
        both = np.zeros((k, k))
        np.add.at(both, (member[drawn], again), 1)
        first, second = both.sum(axis=1), both.sum(axis=0)
        either = first[:, None] + second - both
        alike: NDArray[np.float64] = np.divide(
            both, either, out=np.zeros((k, k)), where=either > 0
        )
        seen = first > 0
        sums[seen] += alike.max(axis=1)[seen]
        times += seen
    return np.divide(sums, times, out=np.zeros(k), where=times > 0)
