"""Clusters, against the data set of Ruspini and against the traps."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruspini import GROUPS, POINTS

from segmentation_addin.core.inputs import FloatArray
from segmentation_addin.core.readings import clusters as module
from segmentation_addin.core.readings.clusters import Clusters, NoClusters, clusters
from segmentation_addin.core.readings.k_means import (
    assign,
    distances,
    k_means,
    silhouette,
    stability,
)

IDS = np.array([f"C{i:02}" for i in range(75)], dtype=object)


def generator() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(1))


def found(values: FloatArray, net_margin: FloatArray | None = None) -> Clusters:
    margin = values[:, 0] if net_margin is None else net_margin
    result = clusters(values, margin)
    assert isinstance(result, Clusters)
    return result


@pytest.mark.parametrize(
    ("k", "within"),
    [(2, 89337.8), (3, 51063.5), (4, 12881.05), (5, 10126.7), (6, 8575.41)],
)
def test_k_means_reaches_the_published_optima_of_ruspini(k: int, within: float) -> None:
    # Known optima, as in du Merle, Hansen, Jaumard and Mladenovic (2000), An interior
    # point algorithm for minimum sum-of-squares clustering, SIAM J. Sci. Comput. 21.
    assert k_means(POINTS, k, generator()).within == pytest.approx(within, rel=1e-5)


def test_the_silhouette_of_ruspinis_groups_is_that_of_the_textbook() -> None:
    # 0.74: Kaufman and Rousseeuw (1990), Finding Groups in Data, chapter 2.
    assert silhouette(distances(POINTS), GROUPS) == pytest.approx(0.7377, abs=5e-5)


def test_the_four_groups_of_ruspini_come_back_at_each_bootstrap() -> None:
    member = GROUPS - 1
    assert stability(POINTS, member, 4, generator()).min() > 0.95


def test_ruspini_has_four_clusters_and_these_clients() -> None:
    result = found(POINTS)
    assert len(result.groups) == 4
    pairs = {(int(g), str(c)) for g, c in zip(GROUPS, result.codes, strict=True)}
    assert len(pairs) == 4  # each group is one cluster, whole
    assert result.structure == "strong"
    assert {group.verdict for group in result.groups} == {"stable"}
    assert max(result.silhouettes, key=result.silhouettes.__getitem__) == 4
    assert sorted(result.silhouettes) == [2, 3, 4, 5, 6]


def test_k1_has_the_highest_mean_net_margin() -> None:
    margin = np.array([10.0, 40, -30, 20])[GROUPS - 1]
    result = found(POINTS, margin)
    assert [group.mean_net_margin for group in result.groups] == [40, 20, 10, -30]
    assert [group.clients for group in result.groups] == [23, 15, 20, 17]
    assert set(result.codes[GROUPS == 2]) == {"K1"}


def test_a_cluster_whose_margins_are_unknown_comes_last() -> None:
    margin = np.where(GROUPS == 2, np.nan, -GROUPS * 1.0)
    result = found(POINTS, margin)
    assert np.isnan(result.groups[-1].mean_net_margin)
    assert set(result.codes[GROUPS == 2]) == {"K4"}


def test_a_profile_is_the_mean_in_the_units_of_the_sheet() -> None:
    result = found(POINTS)
    for group in result.groups:
        inside = result.codes == group.name
        assert group.profile == pytest.approx(POINTS[inside].mean(axis=0))


def test_exemplars_are_clients_of_the_middle_of_their_cluster() -> None:
    for group in found(POINTS).groups:
        inside = POINTS[found(POINTS).codes == group.name]
        far = np.abs(POINTS[group.exemplars] - inside.mean(axis=0)).max()
        assert far < np.abs(inside - inside.mean(axis=0)).max() / 2
        assert len(group.exemplars) == 3


def test_rows_in_any_order_give_each_client_its_cluster() -> None:
    order = np.random.default_rng(3).permutation(75)
    first = clusters(POINTS, POINTS[:, 1], ids=IDS)
    second = clusters(POINTS[order], POINTS[order, 1], ids=IDS[order])
    assert isinstance(first, Clusters)
    assert isinstance(second, Clusters)
    assert first.codes[order].tolist() == second.codes.tolist()
    assert first.silhouettes == second.silhouettes
    for one, other in zip(first.groups, second.groups, strict=True):
        assert one.stability == other.stability
        assert IDS[one.exemplars].tolist() == IDS[order][other.exemplars].tolist()


def test_another_unit_changes_no_cluster() -> None:
    scaled = POINTS * [1000, 0.01]
    assert found(scaled, GROUPS * 1.0).codes.tolist() == (
        found(POINTS, GROUPS * 1.0).codes.tolist()
    )


@pytest.mark.parametrize("count", [0, 1, 5, 19])
def test_a_small_portfolio_gets_a_message(count: int) -> None:
    result = clusters(POINTS[:count], POINTS[:count, 0])
    assert isinstance(result, NoClusters)
    assert (result.reason, result.found, result.needed) == (
        "clusters_too_few",
        count,
        20,
    )
    assert result.codes.tolist() == [""] * count
    assert result.issue().params == {"found": count, "expected": 20}


def test_only_as_many_clusters_are_tried_as_ten_clients_each_allow() -> None:
    assert sorted(found(POINTS[:45]).silhouettes) == [2, 3, 4]


def test_equal_clients_have_no_clusters() -> None:
    result = clusters(np.full((50, 3), 7.0), np.zeros(50))
    assert isinstance(result, NoClusters)
    assert result.reason == "clusters_all_equal"


def test_a_client_that_lacks_a_criterion_has_no_cluster() -> None:
    values = POINTS.copy()
    values[5, 1] = np.nan
    values[6] = np.nan  # inactive: not counted as left out
    result = found(values)
    assert result.codes[[5, 6]].tolist() == ["", ""]
    assert result.left_out == 1
    assert (result.codes == "").sum() == 2


def test_a_criterion_that_few_clients_have_or_that_is_equal_is_not_used() -> None:
    rare = np.where(np.arange(75) < 30, 1.0 * np.arange(75), np.nan)
    values = np.column_stack([POINTS, rare, np.full(75, 3.0)])
    result = found(values)
    assert result.used.tolist() == [True, True, False, False]
    assert len(result.groups) == 4
    assert np.isnan(result.groups[0].profile[2:]).all()


def test_a_giant_does_not_take_a_cluster_for_itself() -> None:
    revenue = np.append(np.tile([10.0, 11, 12, 50, 51, 52], 10), 60 * 31 * 24)
    assert revenue[-1] / revenue.sum() == pytest.approx(0.96, abs=0.001)
    values = np.column_stack([revenue, np.append(np.tile([1.0, 2, 3], 20), 2)])
    result = found(values)
    assert min(group.clients for group in result.groups) > 5


def test_a_ratio_without_end_counts_as_the_limit() -> None:
    values = POINTS.copy()
    values[GROUPS == 3, 1] = np.inf
    result = found(values)
    assert (result.codes == "").sum() == 0
    assert all(np.isfinite(group.profile).all() for group in result.groups)


def test_a_large_portfolio_is_sampled_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "SAMPLE", 40)
    result = found(np.vstack([POINTS, POINTS + 0.5]))
    assert result.sampled == 40
    assert (result.codes != "").all()
    assert len(result.groups) == 4


def test_clusters_of_noise_are_not_trusted() -> None:
    result = found(np.random.default_rng(5).normal(size=(300, 6)))
    assert result.structure == "none"
    assert {group.verdict for group in result.groups} == {"not_trusted"}


def test_a_start_draws_no_point_twice() -> None:
    rows = np.array([[0.0], [0.0], [0.0], [9.0]])
    result = k_means(rows, 2, generator())
    assert sorted(result.centres[:, 0]) == [0, 9]
    assert assign(rows, result.centres)[1].sum() == result.within == 0


VALUES = st.one_of(st.just(float("nan")), st.integers(-5, 40).map(float))
TABLES = st.lists(st.tuples(VALUES, VALUES), min_size=0, max_size=45)


@settings(max_examples=25, deadline=None)
@given(TABLES, st.randoms(use_true_random=False))
def test_whatever_is_missing_equal_clients_share_a_cluster_in_any_order(
    rows: list[tuple[float, float]], random: Any
) -> None:
    values = np.array(rows, dtype=np.float64).reshape(len(rows), 2)
    values = np.vstack([values, values])  # each client twice
    net = np.nan_to_num(values.sum(axis=1)) - 20
    result = clusters(values, net)
    half = len(values) // 2
    assert result.codes[:half].tolist() == result.codes[half:].tolist()
    order = list(range(len(values)))
    random.shuffle(order)
    again = clusters(values[order], net[order])
    assert again.codes.tolist() == result.codes[order].tolist()
    assert type(again) is type(result)
    if isinstance(result, Clusters):
        assert sum(g.clients for g in result.groups) == (result.codes != "").sum()
        means = [group.mean_net_margin for group in result.groups]
        assert means == sorted(means, reverse=True)
        assert all(0 <= group.stability <= 1 for group in result.groups)
