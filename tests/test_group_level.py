"""The portfolio by group: chains, cycles, and sums before any share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation_addin.core.inputs import FloatArray
from segmentation_addin.core.issues import Issue
from segmentation_addin.core.readings.concentration import concentration
from segmentation_addin.core.readings.group_level import GroupLevel, group_level


def grouped(pairs: dict[str, str]) -> tuple[GroupLevel, list[Issue]]:
    """The groups of {client: group_id}."""
    ids = np.array(list(pairs), dtype=object)
    return group_level(ids, np.array(list(pairs.values()), dtype=object))


def tops(pairs: dict[str, str]) -> dict[str, str]:
    level, _ = grouped(pairs)
    return dict(zip(pairs, level.keys[level.member].tolist(), strict=True))


def test_a_contact_belongs_to_the_group_of_its_company() -> None:
    pairs = {"Ann": "Acme SA", "Acme SA": "ACME", "Bob": "Acme SA", "Zoe": ""}
    assert tops(pairs) == {
        "Ann": "ACME",
        "Acme SA": "ACME",
        "Bob": "ACME",
        "Zoe": "Zoe",
    }
    level, issues = grouped(pairs)
    assert issues == []
    assert level.keys.tolist() == ["ACME", "Zoe"]
    assert level.sizes.tolist() == [3, 1]
    assert level.any_group


def test_the_code_of_a_client_is_its_group_when_nobody_stands_above() -> None:
    assert tops({"Parent": "", "Child": "Parent"}) == dict.fromkeys(
        ["Parent", "Child"], "Parent"
    )
    assert tops({"Parent": "Parent", "Child": "Parent"})["Child"] == "Parent"
    assert not grouped({"Parent": "Parent"})[0].any_group


def test_a_long_chain_is_followed_to_its_end() -> None:
    pairs = {f"C{i:03}": f"C{i + 1:03}" for i in range(200)}
    assert set(tops(pairs).values()) == {"C200"}


def test_a_cycle_is_one_group_with_one_warning() -> None:
    pairs = {"C": "A", "A": "B", "B": "C", "Outside": "B", "Z": "Y", "Y": "Z"}
    assert tops(pairs) == {
        "C": "A",
        "A": "A",
        "B": "A",
        "Outside": "A",
        "Z": "Y",
        "Y": "Y",
    }
    _, issues = grouped(pairs)
    found = {(str(i.params["client"]), str(i.params["found"])) for i in issues}
    assert found == {("A", "B, C"), ("Y", "Z")}
    assert {issue.row for issue in issues} == {1, 5}
    assert {issue.column for issue in issues} == {"group_id"}


def test_a_warning_stands_on_the_row_of_the_clients_table() -> None:
    ids = np.array(["A", "B"], dtype=object)
    _, (issue,) = group_level(ids, ids[::-1], rows=np.array([7, 9]))
    assert issue.row == 7


def test_no_client_has_no_group() -> None:
    level, issues = grouped({})
    assert (len(level.keys), issues) == (0, [])
    assert level.total(np.array([])).tolist() == []


def test_figures_are_summed_before_any_share_is_taken() -> None:
    # 96 % of the revenue is with one group, whose clients are small one by one.
    pairs = {f"C{i}": "Giant" for i in range(24)} | {"Small": ""}
    revenue = np.full(25, 4.0)
    level, _ = grouped(pairs)
    by_client, by_group = concentration(revenue), concentration(level.total(revenue))
    assert by_client.hhi == pytest.approx(0.04)
    assert by_group.hhi == pytest.approx(0.96**2 + 0.04**2)
    assert by_group.top_shares[1] == pytest.approx(0.96)


def test_a_loss_of_one_client_lowers_the_margin_of_its_group() -> None:
    level, _ = grouped({"A": "G", "B": "G", "C": ""})
    assert level.total(np.array([10.0, -15, 1])).tolist() == [1, -5]


def test_a_group_is_unknown_only_where_nothing_is_known() -> None:
    level, _ = grouped({"A": "G", "B": "G", "C": ""})
    found = level.total(np.array([np.nan, 5, np.nan]))
    by_key = dict(zip(level.keys.tolist(), found.tolist(), strict=True))
    assert by_key["G"] == 5
    assert np.isnan(by_key["C"])


NAMES = st.sampled_from(["", *"ABCDEFGH", "Holding"])


@given(
    st.lists(NAMES, min_size=8, max_size=8),
    st.permutations(range(8)),
    st.lists(st.integers(-9, 9), min_size=8, max_size=8),
)
def test_row_order_changes_no_group_and_nothing_is_lost(
    parents: list[str], order: list[int], amounts: list[int]
) -> None:
    pairs = dict(zip("ABCDEFGH", parents, strict=True))
    shuffled = {name: pairs[name] for name in np.array(list(pairs))[order].tolist()}
    assert tops(pairs) == tops(shuffled)
    first, second = grouped(pairs)[1], grouped(shuffled)[1]
    assert {str(i.params["client"]) for i in first} == {
        str(i.params["client"]) for i in second
    }
    values: FloatArray = np.array(amounts, dtype=np.float64)
    level, _ = grouped(pairs)
    assert level.total(values).sum() == values.sum()
    for client, parent in pairs.items():
        if parent:
            assert tops(pairs)[client] == tops(pairs).get(parent, parent)
