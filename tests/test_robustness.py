import numpy as np
import pytest
from portfolios import portfolio, segmented

from segmentation_addin.core.letters import LETTERS, compute_letters
from segmentation_addin.core.robustness import DRAWS, draws
from segmentation_addin.core.scale import points, rounded

HEADER = "client_id period revenue gross_margin active_months last_order\n"
RNG = np.random.default_rng(7)
ROWS = "\n".join(
    f"C{i} 2025-12-31 {RNG.uniform(10, 1000):.2f} {RNG.uniform(-50, 300):.2f} "
    f"{RNG.integers(1, 13)} 2025-{RNG.integers(1, 13):02}-15"
    for i in range(40)
)


def test_the_draws_can_be_repeated_and_stay_in_their_ranges() -> None:
    scale = segmented(portfolio(HEADER + ROWS)).scale
    weights, knots = draws(scale, seed=1)
    again, _ = draws(scale, seed=1)
    other, _ = draws(scale, seed=2)
    assert weights.shape == knots.shape == (500, len(scale))
    assert (weights == again).all()
    assert (weights != other).any()
    assert 0.8 <= weights.min() < 0.81
    assert 1.19 < weights.max() <= 1.2
    assert 0.95 <= knots.min() < knots.max() <= 1.05


def test_robustness_is_the_share_of_draws_that_keep_the_letter() -> None:
    """The definition, one draw and one client at a time."""
    result = segmented(portfolio(HEADER + ROWS), robust=True)
    weights, knots = draws(result.scale, seed=1)
    place = {criterion.key: k for k, criterion in enumerate(result.scale)}
    kept = np.zeros(len(result.clients))
    for draw in range(DRAWS):
        total, known = np.zeros(len(kept)), np.zeros(len(kept))
        for criterion in result.scoring.criteria:
            k = place[criterion.key]
            assert criterion.knots is not None
            worth = points(
                result.values[criterion.key],
                criterion.knots * knots[draw, k],
                criterion.sign,
            )
            weight = criterion.weight * weights[draw, k]
            total += np.where(np.isnan(worth), 0, weight * worth)
            known += np.where(np.isnan(worth), 0, weight)
        letter = compute_letters(
            result.facts, rounded(total / known), np.ones(len(kept)), result.rules
        ).letter
        kept += LETTERS[letter] == result.clients["computed_letter"]
    assert result.clients["robustness"].to_numpy() == pytest.approx(kept / DRAWS)
    assert result.clients["robustness"].min() < 1


def test_a_loss_is_robust_and_an_inactive_client_has_none() -> None:
    result = segmented(
        portfolio(HEADER + "LOSS 2025-12-31 100 -50 1 .\nQUIET 2025-12-31 0 0 . ."),
        robust=True,
    )
    assert result.clients["robustness"].tolist()[0] == 1.0
    assert np.isnan(result.clients["robustness"].tolist()[1])
