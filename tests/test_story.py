"""What stands beside the letter of one client, in words."""

from dataclasses import replace

import numpy as np
import pandas as pd
from portfolios import portfolio, segmented

from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.vintages import Vintage
from segmentation_addin.results.story import (
    cluster_letter,
    confidence_words,
    history_of,
    history_words,
    readings_words,
)

MARGINS = """
    client_id  period      revenue  gross_margin  orders  active_months  last_order
    A1         2025-12-31  7000     3100          24      12             2025-12-20
    B2         2025-12-31  2000     -400          16      12             2025-12-11
    C3         2025-12-31  600      .             .       .              .
"""
COSTS = """
    client_id  period      direct_cost
    A1         2025-12-31  20
    B2         2025-12-31  20
"""
CLIENTS = """
    client_id  potential  rated_on
    A1         5          2023-01-31
    B2         .          .
    C3         .          .
    D4         .          .
"""


def result() -> Segmentation:
    return segmented(portfolio(MARGINS, CLIENTS, COSTS), readings=True)


def test_readings_that_lean_the_other_way_are_named_with_their_value() -> None:
    found = result()
    assert found.clients["letter"].tolist() == ["A", "D", "NC", ""]
    assert readings_words(found, 0, "en") == "none disagrees with the letter"
    said = readings_words(found, 1, "en")
    assert said == "against the letter: RFM (555, Champions)"
    assert readings_words(found, 2, "en").startswith("none: no letter")
    assert readings_words(found, 3, "fr").startswith("aucune : pas de lettre")


def test_confidence_says_what_lowers_it() -> None:
    found = result()
    old = "high: 85% (completeness 100%), ratings over 12 months old"
    assert confidence_words(found, 0, "en") == old
    assert confidence_words(found, 1, "en") == "high: 85% (completeness 85%)"
    assert confidence_words(found, 2, "fr").endswith(", coût inconnu")
    assert confidence_words(found, 3, "en") == ""


def test_the_letter_of_a_cluster_is_that_of_most_of_its_clients() -> None:
    found = result()
    letters = ["B", "D", "D", "B", "A"]
    clients = pd.DataFrame({"cluster": ["K1"] * 4 + ["K2"], "letter": letters})
    grouped = replace(found, clients=clients)
    assert cluster_letter(grouped, "K1") == "B"  # as many B as D: the better one
    assert cluster_letter(grouped, "K2") == "A"
    assert cluster_letter(grouped, "") == ""


def vintage(number: int, as_of: str, **letters: str) -> Vintage:
    clients = pd.DataFrame(
        {"client_id": list(letters), "letter": list(letters.values())}
    )
    found = segmented(portfolio(MARGINS, CLIENTS, COSTS))
    return Vintage(number, np.datetime64(as_of), clients, found.scale, found.rules)


def test_the_letters_of_closed_reviews_are_told_in_order() -> None:
    inputs = replace(
        portfolio(MARGINS),
        vintages=(
            vintage(2, "2024-12-31", A1="B", B2="C"),
            vintage(1, "2023-12-31", A1="", C3="D"),
        ),
    )
    history = history_of(inputs, "A1")
    assert history == [("2023-12-31", ""), ("2024-12-31", "B")]
    assert history_words(history, "B", "A", "en") == (
        "2023-12-31 inactive → 2024-12-31 B → now A"
    )
    unknown = history_of(inputs, "B2")
    assert history_words(unknown, "", "", "fr") == (
        "2023-12-31 – → 2024-12-31 C → aujourd'hui inactif"
    )


def test_without_a_closed_review_the_start_of_the_period_is_told() -> None:
    assert history_words([], "C", "B", "en") == (
        "no closed review; C at the start of the period"
    )
    assert history_words([], "", "B", "fr") == "aucune revue close à ce jour"
