"""Codes that stand for many buyers."""

import numpy as np
import pytest
from portfolios import portfolio

from segmentation_addin.core.catch_all import catch_all_issues, stands_for_many
from segmentation_addin.core.company_names import folded_names
from segmentation_addin.core.periods import ending
from segmentation_addin.core.portfolio import gather, roster

YEAR = ending(np.datetime64("2025-12-31", "D"))


@pytest.mark.parametrize(
    "name",
    [
        "DIVERS",
        "Clients divers",
        "Client comptoir",
        "Ventes au comptoir",
        "Clients de passage",
        "Sundry customers",
        "Counter sales",
        "Walk-in customers",
        "CLIENT DIVERS 2",
        "Vente au détail",
    ],
)
def test_a_name_that_names_nobody(name: str) -> None:
    assert stands_for_many(folded_names([name])[0])


@pytest.mark.parametrize(
    "name",
    ["Comptoir Martin", "Passage SARL Durand", "Clients", "Cash Converters", "12"],
)
def test_a_word_of_it_is_not_enough(name: str) -> None:
    assert not stands_for_many(folded_names([name])[0])


def test_a_code_with_revenue_is_told_with_its_share() -> None:
    inputs = portfolio(
        """
        client_id  period      revenue  gross_margin
        A          2025-12-31  300      100
        DIVERS     2025-12-31  100      30
        COMPTOIR   2025-12-31  0        0
        C0001      2025-12-31  50       5
        """
    )
    who, _ = roster(inputs)
    (issue,) = catch_all_issues(inputs, who, gather(inputs, who, YEAR), [""] * 4)
    assert (issue.params["client"], issue.params["share"]) == ("DIVERS", 100 / 450)
    assert issue.amount == 100.0
