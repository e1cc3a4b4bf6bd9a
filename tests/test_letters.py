import numpy as np
import pytest
from portfolios import codes, letters, portfolio, segmented

from segmentation_addin.core.letters import (
    A,
    B,
    C,
    D,
    Facts,
    Rules,
    compute_letters,
)


def lettered(score: float, **facts: object) -> tuple[int, str, list[str]]:
    """Letter, rule and caps of one client with a good record, changed by `facts`."""
    usual: dict[str, object] = {
        "active": True,
        "revenue": 1000.0,
        "margin_known": True,
        "net_margin": 100.0,
        "days": 30.0,
        "cost_missing": False,
        "estimated": False,
        "new": False,
    }
    completeness = float(facts.pop("completeness", 1.0))  # type: ignore[arg-type]
    rules = facts.pop("rules", Rules())
    assert isinstance(rules, Rules)
    arrays = {key: np.array([value]) for key, value in {**usual, **facts}.items()}
    found = compute_letters(
        Facts(**arrays), np.array([score]), np.array([completeness]), rules
    )
    names = ("inactive", "no_margin", "loss", "incomplete", "score", "profitable")
    caps = [name for name, where in found.caps.items() if where[0]]
    return int(found.letter[0]), names[found.rule[0]], caps


@pytest.mark.parametrize(
    ("score", "letter"), [(70.0, A), (69.9, B), (50.0, B), (49.9, C), (30.0, C)]
)
def test_bounds_belong_to_the_better_letter(score: float, letter: int) -> None:
    assert lettered(score) == (letter, "score", [])


def test_a_low_score_is_a_d_only_when_not_profitable() -> None:
    assert lettered(29.9) == (C, "profitable", [])
    assert lettered(29.9, net_margin=-5.0) == (D, "score", [])
    strict = Rules(structure_rate=0.15)
    assert lettered(29.9, net_margin=149.0, rules=strict) == (D, "score", [])
    assert lettered(29.9, net_margin=150.0, rules=strict) == (C, "profitable", [])


def test_adding_cents_leaves_no_loss() -> None:
    exact = {"revenue": 28988.41, "net_margin": 4348.26 - 4638.1441}
    assert exact["net_margin"] < -0.01 * exact["revenue"]  # by the last binary digit
    assert lettered(60.0, **exact) == (C, "score", ["break_even"])
    assert lettered(60.0, net_margin=0.1 + 0.2 - 0.3) == (B, "score", [])
    assert lettered(95.0, net_margin=0.1 + 0.2 - 0.3)[2] == ["gate"]


def test_a_loss_decides_before_the_score() -> None:
    assert lettered(95.0, net_margin=-10.01) == (D, "loss", [])
    assert lettered(95.0, net_margin=-10.0) == (C, "score", ["gate", "break_even"])
    assert lettered(95.0, revenue=0.0, net_margin=-0.01) == (D, "loss", [])
    assert lettered(95.0, revenue=-50.0, net_margin=0.0) == (B, "score", ["gate"])


def test_the_rules_apply_in_order() -> None:
    assert lettered(95.0, active=False, margin_known=False)[1] == "inactive"
    assert lettered(95.0, margin_known=False, net_margin=np.nan)[1] == "no_margin"
    assert lettered(95.0, net_margin=-500.0, completeness=0.1)[1] == "loss"
    assert lettered(95.0, completeness=0.59)[1] == "incomplete"
    assert lettered(95.0, completeness=0.6) == (A, "score", [])


def test_an_a_needs_a_recent_order_and_a_positive_margin() -> None:
    assert lettered(95.0, days=365.0) == (A, "score", [])
    assert lettered(95.0, days=366.0) == (B, "score", ["gate"])
    assert lettered(95.0, days=np.nan) == (A, "score", [])
    assert lettered(95.0, net_margin=0.0) == (B, "score", ["gate"])


def test_what_is_not_measured_does_not_promote_to_a() -> None:
    assert lettered(95.0, cost_missing=True) == (B, "score", ["cost_unknown"])
    assert lettered(45.0, cost_missing=True) == (C, "score", [])


def test_an_estimated_margin_keeps_the_letter_between_b_and_c() -> None:
    assert lettered(95.0, estimated=True) == (B, "score", ["estimated"])
    assert lettered(10.0, estimated=True, net_margin=-5.0)[0] == C
    assert lettered(95.0, estimated=True, net_margin=-500.0) == (
        C,
        "loss",
        ["estimated"],
    )


def test_a_new_client_is_never_a_d() -> None:
    assert lettered(95.0, new=True, net_margin=-500.0) == (C, "loss", ["new"])
    assert lettered(10.0, new=True, net_margin=-5.0) == (C, "score", ["new"])
    assert lettered(95.0, new=True) == (A, "score", [])


PORTFOLIO = """
    client_id  period      revenue  gross_margin  active_months  last_order
    GOOD       2025-12-31  1000     400           12             2025-12-31
    FAIR       2025-12-31  500      100           6              2025-06-14
    POOR       2025-12-31  100      -50           1              2025-01-31
    QUIET      2025-12-31  0        0             .              .
    UNKNOWN    2025-12-31  1000     .             12             2025-12-31
"""


def test_letters_of_a_small_portfolio() -> None:
    assert letters(portfolio(PORTFOLIO)) == {
        "GOOD": "A",
        "FAIR": "B",
        "POOR": "D",
        "QUIET": "",
        "UNKNOWN": "NC",
    }


def test_an_override_moves_the_letter_one_step_and_keeps_the_computed_one() -> None:
    inputs = portfolio(
        PORTFOLIO,
        overrides="""
            client_id letter reason author expires_on
            GOOD      B      strike Ana    2026-06-30
            FAIR      D      whim   Bob    .
            POOR      C      .      .      .
            UNKNOWN   C      r      a      .
            NOBODY    C      r      a      .
        """,
    )
    frame = segmented(inputs).clients.set_index("client_id")
    assert frame["letter"].to_dict() == {
        "GOOD": "B",
        "FAIR": "B",
        "POOR": "C",
        "QUIET": "",
        "UNKNOWN": "NC",
    }
    assert frame.loc["GOOD", "computed_letter"] == "A"
    found = codes(inputs)
    for code in (
        "override_too_far",
        "override_unsigned",
        "override_not_classified",
        "override_unknown_client",
    ):
        assert code in found


@pytest.mark.parametrize(
    ("expires_on", "letter"), [("2025-12-31", "B"), ("2025-12-30", "A"), (".", "B")]
)
def test_an_override_expires_against_the_analysis_date(
    expires_on: str, letter: str
) -> None:
    inputs = portfolio(
        PORTFOLIO,
        overrides=f"client_id letter expires_on\nGOOD B {expires_on}",
    )
    frame = segmented(inputs).clients.set_index("client_id")
    assert frame.loc["GOOD", "letter"] == letter


def test_bounds_out_of_order_stop_everything() -> None:
    assert "bounds_order" in codes(portfolio(PORTFOLIO, bound_b=80.0))
