"""What may be decided for a client or a letter, and what is wrong with a decision."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan

from segmentation_addin.core.what_if.base import ORDERS, Base

KEEP, EXIT, REPRICE = "keep", "exit", "reprice"
MINIMUM_ORDER, SERVICE, FEE, CHANNEL = "minimum_order", "service", "fee", "channel"
KINDS = (EXIT, REPRICE, SERVICE, MINIMUM_ORDER, CHANNEL, FEE, KEEP)
"""In the order in which they act on one client: nothing acts after an exit."""
EVERYBODY = "all"
YEAR = 12.0
MOST = 1e12
"""No amount and no rate lies beyond: it is a slip of the keyboard."""


@dataclass(frozen=True)
class Action:
    """One decision, over the next 12 months.

    It concerns one client, or all clients of a letter, or everybody. What is NaN
    was not given.
    """

    kind: str
    """One of `KINDS`."""
    client: str = ""
    letter: str = ""
    """"A".."D", "NC", or "all"."""
    rate: float = nan
    """reprice: price change. service, channel: share of the driver that goes. fee:
    share of the driver that the fee deters. 0-1."""
    amount: float = nan
    """minimum_order: size of an order. fee: of one unit. channel: cost of one unit
    through the new channel. Currency."""
    driver: str = ""
    """service: "" = every driver but `VOLUME_DRIVERS`. fee, channel: "" = orders."""
    volume_loss: float = 0.0
    """Share of the volume that the client takes away, 0-1."""
    notice: float = 0.0
    """Months before it takes effect, 0 to 12."""
    one_off: float = 0.0
    """Paid once, for all clients of the decision together. Currency."""

    @property
    def units(self) -> str:
        """The driver that it changes, "" = all those of the service."""
        return self.driver or (ORDERS if self.kind in (FEE, CHANNEL) else "")

    @property
    def rate_of_driver(self) -> float:
        """Share of its driver that goes, 0 where none does."""
        return 0.0 if self.kind == REPRICE or isnan(self.rate) else self.rate

    @property
    def precision(self) -> int:
        """2 for one client, 1 for a letter, 0 for everybody: the highest wins."""
        if self.client:
            return 2
        return 0 if self.letter == EVERYBODY else 1

    @property
    def place(self) -> tuple[int, str, str, str, str]:
        """What orders decisions, whatever the order of their rows."""
        figures = (self.rate, self.amount, self.notice, self.volume_loss, self.one_off)
        return (
            KINDS.index(self.kind),
            self.client,
            self.letter,
            self.driver,
            repr(figures),
        )


def problem(action: Action, base: Base) -> str:
    """Code of what keeps a decision from being computed, "" when nothing does."""
    if action.kind not in KINDS:
        return "kind_missing"
    if not action.client and not action.letter:
        return "who_missing"
    if action.client and action.letter:
        return "who_twice"
    if action.client and action.client not in base.positions:
        return "client_unknown"
    if action.kind == KEEP:
        return ""
    if not 0 <= action.volume_loss <= 1:
        return "loss_range"
    if not 0 <= action.notice <= YEAR:
        return "notice_range"
    return _parameters(action, base)


def _parameters(action: Action, base: Base) -> str:
    kind, rate, amount = action.kind, action.rate, action.amount
    if kind in (REPRICE, SERVICE, CHANNEL) and isnan(rate):
        return "rate_missing"
    if kind == REPRICE and rate < -1:
        return "rate_range"
    if kind in (SERVICE, CHANNEL, FEE) and not isnan(rate) and not 0 <= rate <= 1:
        return "rate_range"
    if kind in (MINIMUM_ORDER, FEE) and isnan(amount):
        return "amount_missing"
    if kind in (MINIMUM_ORDER, FEE, CHANNEL) and amount < 0:
        return "amount_range"
    if any(abs(figure) > MOST for figure in (rate, amount, action.one_off)):
        return "amount_range"
    if kind in (SERVICE, FEE, CHANNEL) and action.units not in ("", *base.drivers):
        return "driver_unknown"
    return ""
