"""Reviews frozen into rows, read back, found again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from portfolios import segmented
from vintage_examples import CLIENTS, closed, inputs_of, state

from segmentation_addin.core.comparison import rescored_letters
from segmentation_addin.core.freezing import read_vintages, rows_of
from segmentation_addin.core.letters import Rules
from segmentation_addin.core.segmentation import FROM_PREVIOUS, FROM_REVIEW
from segmentation_addin.core.vintages import Vintage, before, of_date, paths

THREE: list[dict[str, Any]] = [
    {
        "revenue": 900,
        "gross_margin": 350,
        "orders": 9,
        "active_months": 12,
        "potential": 5,
        "visits": 1,
        "since": "2019-05-01",
    },
    {
        "revenue": 400,
        "gross_margin": None,
        "orders": 3,
        "active_months": 4,
        "potential": 2,
        "visits": 2,
        "since": None,
    },
    {
        "revenue": 300,
        "gross_margin": 20,
        "orders": 2,
        "active_months": 2,
        "potential": 1,
        "visits": 30,
        "since": "2025-03-01",
    },
]


def frozen(vintage: Vintage) -> Vintage:
    """A review written as rows and read back."""
    rows = rows_of(vintage, paths([vintage], vintage.words("client_id")))
    (back,) = read_vintages(rows)
    return back


@given(CLIENTS)
def test_what_was_frozen_is_what_is_read(clients: list[dict[str, Any]]) -> None:
    review = closed(state(inputs_of(clients)))
    back = frozen(review)
    pd.testing.assert_frame_equal(back.clients, review.clients)
    assert back.same_parameters(review)
    assert (back.number, back.as_of) == (1, review.as_of)
    assert dict(back.rates) == dict(review.rates)
    for group, figures in review.totals.items():
        assert back.totals[group] == pytest.approx(figures, nan_ok=True)
    assert dict(back.measures) == dict(review.measures)


@given(CLIENTS)
def test_frozen_figures_with_their_own_scale_give_their_own_letters(
    clients: list[dict[str, Any]],
) -> None:
    back = frozen(closed(state(inputs_of(clients))))
    letters = rescored_letters(back, back).tolist()
    assert letters == back.words("computed_letter").tolist()


def test_settings_scale_rates_and_pools_are_frozen() -> None:
    inputs = inputs_of(THREE, bound_a=75.0, currency="EUR", abc_value="revenue")
    back = frozen(closed(state(inputs)))
    assert back.rules == Rules(bound_a=75.0)
    assert back.settings == {"bound_a": 75.0, "abc_value": "revenue"}
    assert back.rates == {"Visit": 7.0}
    knots = {criterion.key: criterion.knots for criterion in back.scale}
    assert knots["value"] is not None
    assert knots["value"].tolist() == [0, 250, 500, 750, 1000]
    assert knots["growth"] is None


def test_no_client_at_all_is_a_review_too() -> None:
    nobody = closed(state(inputs_of([])))
    empty = replace(nobody, clients=nobody.clients.iloc[:0])
    back = frozen(empty)
    assert back.clients.empty
    assert back.values()["value"].size == 0


def test_rows_that_somebody_damaged_are_left_out() -> None:
    review = closed(state(inputs_of(THREE)))
    rows = rows_of(review, paths([review], review.words("client_id")))
    rows.loc[rows["item"] == "C1", "as_of"] = pd.NaT
    rows.loc[rows["item"] == "C0", "vintage"] = 20_251_231
    rows.loc[rows["item"] == "value", "details"] = "higher; fixed; a lot"
    (back,) = read_vintages(rows)
    assert back.words("client_id").tolist() == ["C2", "Z"]
    assert next(c for c in back.scale if c.key == "value").knots is None


def test_of_a_client_pasted_twice_into_a_review_the_first_row_counts() -> None:
    review = closed(state(inputs_of(THREE)))
    rows = rows_of(review, paths([review], review.words("client_id")))
    twice = rows[rows["item"] == "C0"].assign(letter="D")
    (back,) = read_vintages(pd.concat([rows, twice], ignore_index=True))
    assert back.words("client_id").tolist() == ["C0", "C1", "C2", "Z"]
    assert back.words("letter").tolist() == review.words("letter").tolist()
    assert paths([back], np.array(["C0"], dtype=object)).tolist() == ["A"]


def test_a_path_has_one_sign_a_review() -> None:
    first = closed(state(inputs_of(THREE)), 1, "2023-12-31")
    later = closed(state(inputs_of(THREE[:1])), 3, "2025-12-31")
    assert first.words("letter").tolist() == ["A", "NC", "C", "C"]
    found = paths([first, later], np.array(["C0", "C1", "X"], dtype=object))
    # review 2 was deleted by somebody: nobody is known of it
    assert found.tolist() == ["A-A", "N--", "---"]


def test_the_review_to_compare_with_is_the_last_of_an_earlier_date() -> None:
    now = state(inputs_of(THREE))
    old = closed(now, 1, "2023-12-31")
    again = closed(now, 3, "2023-12-31")
    same_day = closed(now, 2)
    reviews = [old, same_day, again]
    assert before(reviews, now) is again
    assert before([same_day], now) is same_day
    assert before([old], old) is None
    assert before([], now) is None
    assert of_date(reviews, np.datetime64("2023-12-31")) is again
    assert of_date(reviews, np.datetime64("2022-12-31")) is None


def test_letters_at_the_start_are_those_of_the_review_closed_for_that_date() -> None:
    inputs = inputs_of(THREE)
    assert segmented(inputs).start_from == ""
    more = pd.concat([inputs.margins, inputs.margins.head(1)], ignore_index=True)
    more.loc[len(more) - 1, "period"] = pd.Timestamp("2024-12-31")
    with_history = replace(inputs, margins=more)
    scored = segmented(with_history)
    assert scored.start_from == FROM_PREVIOUS
    assert scored.clients["start_letter"].tolist() == ["A", "", "", ""]
    review = closed(state(inputs_of(THREE[:2])), 1, "2024-12-31")
    known = segmented(replace(with_history, vintages=(review,)))
    assert known.start_from == FROM_REVIEW
    assert known.clients["start_letter"].tolist() == ["A", "NC", "", "C"]
    assert known.clients["previous_revenue"].tolist()[:2] == [900.0, 400.0]
    other_day = closed(review, 1, "2024-06-30")
    assert segmented(replace(with_history, vintages=(other_day,))).start_from == (
        FROM_PREVIOUS
    )
