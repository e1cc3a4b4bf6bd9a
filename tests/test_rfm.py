"""RFM scores: against R's documented example, and against the traps."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from published_examples import rfm_of_r

from segmentation_addin.core.readings.rfm import (
    MEASURES,
    Rfm,
    quantile_cuts,
    rfm,
    rfm_as_in_r,
)
from segmentation_addin.languages import LANGUAGES
from segmentation_addin.results.issues import CATALOGUE

AMOUNT = st.floats(-1e6, 1e6).map(lambda x: round(x, 2))
CLIENT = st.tuples(st.integers(0, 900), st.integers(0, 15), AMOUNT)
KNOTS = (1000.0, 5000.0, 20_000.0, 60_000.0, 200_000.0)


def of(clients: Sequence[tuple[float, float, float]], **more: object) -> Rfm:
    days, orders, amounts = np.array(clients, dtype=float).reshape(-1, 3).T
    return rfm(days, orders, amounts, np.ones(len(clients), bool), **more)  # type: ignore[arg-type]


def codes_of_notes(found: Rfm) -> list[str]:
    return [note.code for note in found.notes]


def test_the_documented_example_of_the_r_package_rfm() -> None:
    """R rfm, vignette "Transaction Level Data": 995 clients, 4,906 orders."""
    example = rfm_of_r()
    figures = [example[key].to_numpy(float) for key in ("days", "orders", "amount")]
    assert (len(example), figures[1].sum()) == (995, 4906)
    found = rfm_as_in_r(*figures)
    assert found.codes.tolist() == example["score"].astype(str).tolist()
    # rfm_table_order documents them as c(115, 181, 297, 482), c(4, 5, 6, 8) and
    # c(256, 382, 506, 666): the same cut-offs, rounded.
    assert found.cuts["recency"] == pytest.approx((115, 181, 297.4, 482))
    assert found.cuts["frequency"] == (4, 5, 6, 8)
    assert found.cuts["monetary"] == pytest.approx((255.8, 382, 506.4, 666))


def test_custom_thresholds_of_r_are_taken_as_they_stand() -> None:
    cuts = {"recency": (30, 90), "frequency": (2, 4), "monetary": (10, 20)}
    days, orders, amounts = np.array([29.0, 30, 90]), np.array([1.0, 2, 4]), np.ones(3)
    found = rfm_as_in_r(days, orders, amounts, cuts=cuts)
    assert found.codes.tolist() == ["311", "221", "131"]


def test_our_own_rule_on_the_same_clients() -> None:
    example = rfm_of_r()
    days, orders, amounts = (
        example[key].to_numpy(float) for key in ("days", "orders", "amount")
    )
    found = rfm(days, orders, amounts, np.ones(995, bool))
    assert found.method == "quintiles"
    assert found.cuts["frequency"] == (3, 4, 5, 7)
    assert found.bins["frequency"] == {1: 268, 2: 187, 3: 176, 4: 244, 5: 120}
    # R adds 1 to each quantile: whole figures score alike unless they lie between a
    # broken quantile and itself + 1 (296.4 days, 254.8 and 505.4 in amount).
    between = (days == 297) | (amounts == 255) | (amounts == 506)
    score = example["score"].astype(str).to_numpy(dtype=object)
    assert ((found.codes != score) == between).all()
    assert between.sum() < 10


def test_a_quantile_on_a_value_is_that_value() -> None:
    assert quantile_cuts(np.arange(1.0, 7), 5) == (2, 3, 4, 5)
    for count in range(1, 400):
        values = np.arange(count) / 10
        steps = [(count - 1) * part / 5 for part in range(1, 5)]
        for cut, step in zip(quantile_cuts(values, 5), steps, strict=True):
            assert cut == pytest.approx(np.quantile(values, step / max(count - 1, 1)))
            if step == int(step):
                assert cut == values[int(step)]


@pytest.mark.parametrize(
    ("clients", "method"),
    [
        (29, "thresholds"),
        (30, "terciles"),
        (100, "terciles"),
        (101, "quintiles"),
    ],
)
def test_the_number_of_clients_decides_the_cuts(clients: int, method: str) -> None:
    found = of([(at, at, at) for at in range(1, clients + 1)])
    assert found.method == method
    scores = {1, 3, 5} if method == "terciles" else {1, 2, 3, 4, 5}
    assert set(found.recency.tolist()) <= scores
    assert f"rfm_{method}" in codes_of_notes(found) or method == "quintiles"


def test_thresholds_can_be_asked_for_and_quintiles_cannot_be_forced() -> None:
    many = [(at, at, at) for at in range(1, 201)]
    assert of(many, method="thresholds").cuts["recency"] == (30, 90, 180, 365)
    assert of(many[:10], method="quintiles").method == "thresholds"
    with pytest.raises(ValueError, match="expected one of"):
        of(many, method="deciles")


def test_thresholds_on_their_limits() -> None:
    clients = [(30.0, 2.0, 4200.0), (31, 3, 4201), (365, 12, 88_000), (366, 13, 88_001)]
    found = of(clients, value_knots=KNOTS)
    # Amounts at 20, 40, 60 and 80 points of the knots.
    assert found.cuts["monetary"] == (4200, 14_000, 36_000, 88_000)
    assert found.codes.tolist() == ["511", "422", "244", "155"]


def test_one_client_has_a_code_when_the_scale_has_amounts() -> None:
    assert of([(10, 5, 30_000)], value_knots=KNOTS).codes.tolist() == ["533"]
    alone = of([(10, 5, 30_000)])
    assert (alone.codes.tolist(), alone.segments.tolist()) == ([""], [""])
    assert codes_of_notes(alone) == ["rfm_thresholds", "rfm_no_amounts"]


def test_five_clients_calibrate_the_amounts() -> None:
    found = of([(10, 5, amount) for amount in (100, 200, 300, 400, 500)])
    assert found.monetary.tolist() == [1, 2, 3, 4, 5]


def test_nobody_at_all() -> None:
    found = of([])
    assert (found.codes.tolist(), found.notes) == ([], ())


def test_all_equal_clients_share_one_score_and_it_is_said() -> None:
    found = of([(10, 5, 100)] * 120)
    assert set(found.codes) == {"511"}
    assert found.bins["frequency"] == {1: 120, 2: 0, 3: 0, 4: 0, 5: 0}
    assert codes_of_notes(found) == [f"rfm_one_value_{measure}" for measure in MEASURES]


def test_a_value_that_half_of_the_clients_share_is_said() -> None:
    clients = [(at, 1 if at % 2 else at, at * 10) for at in range(1, 201)]
    note = of(clients).notes[0]
    assert note.code == "rfm_one_value_frequency"
    assert dict(note.params) == {"found": 1.0, "count": 100, "percent": 50.0}


def test_what_is_missing_is_zero_and_leaves_no_code() -> None:
    clients = [(float(at), 5.0, 100.0 * at) for at in range(1, 41)]
    clients[0] = (np.nan, 5, 100)
    clients[1] = (1, np.nan, 100)
    found = of(clients)
    assert (found.recency[0], found.frequency[0] > 0, found.codes[0]) == (0, True, "")
    assert (found.frequency[1], found.codes[1], found.segments[1]) == (0, "", "")
    assert sum(found.bins["recency"].values()) == 38


def test_inactive_clients_neither_score_nor_cut() -> None:
    days, orders, amounts = np.arange(1.0, 41), np.arange(1.0, 41), np.arange(1.0, 41)
    active = np.ones(40, bool)
    active[:5] = False
    found = rfm(days, orders, amounts, active)
    alone = rfm(days[5:], orders[5:], amounts[5:], active[5:])
    assert found.codes[:5].tolist() == [""] * 5
    assert found.codes[5:].tolist() == alone.codes.tolist()


def test_a_giant_of_96_percent_moves_nobody_else() -> None:
    clients = [(float(at), float(at), 10.0 * at) for at in range(1, 121)]
    giant = [*clients[:-1], (120.0, 120.0, 24.0 * sum(c[2] for c in clients[:-1]))]
    assert of(giant).codes.tolist() == of(clients).codes.tolist()


def test_negative_amounts_are_scored_lowest_first() -> None:
    clients = [(float(at), float(at), float(at - 60)) for at in range(1, 121)]
    found = of(clients)
    assert (found.monetary[0], found.monetary[-1]) == (1, 5)
    assert (found.monetary > 0).all()


@given(st.lists(CLIENT, min_size=1, max_size=140))
def test_ties_never_split_and_row_order_never_matters(
    clients: list[tuple[float, float, float]],
) -> None:
    found = of(clients)
    back = of(clients[::-1])
    assert found.codes.tolist() == back.codes[::-1].tolist()
    scores = (found.recency, found.frequency, found.monetary)
    for at, (measure, sign) in enumerate(zip(MEASURES, (-1, 1, 1), strict=True)):
        ordered = sorted(
            (sign * client[at], int(score))
            for client, score in zip(clients, scores[at], strict=True)
        )
        assert [s for _, s in ordered] == sorted(s for _, s in ordered), measure
        assert len(dict(ordered)) == len(set(ordered)), measure


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_note_has_its_text(language: str) -> None:
    found = [
        *of([(10, 5, 100)] * 120).notes,
        *of([(10, 5, 100)] * 40).notes,
        *of([(10, 5, 100)]).notes,
    ]
    for note in found:
        entry = CATALOGUE[note.code]
        assert entry.severity is note.severity
        text = entry.message.in_("fr" if language == "fr" else "en", **note.params)
        assert "{" not in text
