"""What the sales team wrote about the clients of the sample: sizes, groups, ratings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from segmentation_addin.sample.draws import Draws
from segmentation_addin.sample.portfolio import YEARS, Client, Portfolio

RATINGS = (
    *("potential", "criticality", "digital_maturity", "innovation", "autonomy"),
    *("upsell", "complexity"),
)
SIZES = ("1-9", "10-49", "50-249", "250+")
_GROUPS = 9
"""Groups of several clients each."""
_IN_GROUP = 0.07
_WALLET_KNOWN = 0.45
_UNRATED, _MISSING = 0.08, 0.06
"""Clients without any rating, and ratings missing of those who have some."""
_OLD_RATINGS = 0.12
_STREAM = 1000
"""Added to the seed: notes change without the invoices changing."""
_SIZE_CENTS = (600_000, 3_000_000, 18_000_000)
"""Revenue from which a client tends to be a company of the next size."""


@dataclass(frozen=True)
class Notes:
    """What is known of one client beside its invoices; much may be missing."""

    size: str
    group: str
    wallet: int | None
    """What it spends a year on what we sell, all suppliers; currency, ex-VAT."""
    ratings: dict[str, int]
    """0 to 5; without the ones nobody gave."""
    rated_on: date | None


def notes_of(portfolio: Portfolio) -> dict[str, Notes]:
    """The notes about each client, by code."""
    draws = Draws(portfolio.seed + _STREAM)
    return {client.code: _notes(draws, client) for client in portfolio.clients}


def _notes(draws: Draws, client: Client) -> Notes:
    share = draws.uniform(0.12, 0.9)
    return Notes(
        _size(draws, client),
        f"G{draws.whole(1, _GROUPS):02d}" if draws.happens(_IN_GROUP) else "",
        _wallet(client, share) if draws.happens(_WALLET_KNOWN) else None,
        *_ratings(draws, client, share),
    )


def _size(draws: Draws, client: Client) -> str:
    tends = client.revenue_cents * draws.factor(0.7)
    return SIZES[sum(tends >= cents for cents in _SIZE_CENTS)]


def _wallet(client: Client, share: float) -> int:
    """The client's budget, as sales would note it: in round numbers."""
    euros = client.revenue_cents / 100 / share
    step = 1000 if euros >= 10_000 else 100
    return max(step, round(euros / step) * step)


def _ratings(
    draws: Draws, client: Client, share: float
) -> tuple[dict[str, int], date | None]:
    """Ratings around what the client is, and the day of the last interview."""
    asks = min(client.demanding, 4.0)
    means = {
        "potential": 4.3 - 3.2 * share,
        "criticality": 2.0 + (client.revenue_cents > _SIZE_CENTS[-1]),
        "digital_maturity": 2.6,
        "innovation": 2.2,
        "autonomy": 4.0 - 0.7 * asks,
        "upsell": 3.8 - 2.4 * share,
        "complexity": 1.0 + 0.7 * asks,
    }
    given = {key: _note(draws, means[key]) for key in RATINGS}
    kept = {key: note for key, note in given.items() if not draws.happens(_MISSING)}
    month, day = draws.whole(1, 12), draws.whole(1, 28)
    year = YEARS[0] - 1 if draws.happens(_OLD_RATINGS) else YEARS[-1]
    if draws.happens(_UNRATED):
        return {}, None
    return kept, max(date(year, month, day), client.since)


def _note(draws: Draws, mean: float) -> int:
    return min(5, max(0, round(draws.normal(mean, 0.9))))
