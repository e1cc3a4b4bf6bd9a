"""Letters from figures alone: no periods, no sheets, one row of figures a client.

This is what a formula in a cell computes. Given the scale and the rules of a
workbook, a client gets the computed letter that its refresh gives, new clients and
estimated margins aside: a row of figures does not say them. Source: method,
sections 1 to 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from segmentation_addin.core.assessment import Assessment, assess
from segmentation_addin.core.criteria import WORST, divide
from segmentation_addin.core.inputs import BoolArray, FloatArray
from segmentation_addin.core.letters import Facts, Rules
from segmentation_addin.core.scale import FEWEST_VALUES, Scale, calibrate_scale

FROM_MARGINS = ("value", "margin", "service")
"""Criteria that the three required figures give."""
MONTHS_A_YEAR = 12.0


class NoScaleError(ValueError):
    """The scale has no knots yet, and the clients given are too few to make some."""


class OtherCriterionError(ValueError):
    """A criterion that these figures cannot give has a weight in the scale."""


@dataclass(frozen=True)
class ClientFigures:
    """Figures of clients over 12 months, NaN where unknown, shape (n_clients,).

    Amounts in one currency, ex-VAT. `others` holds the values of criteria other than
    those of `FROM_MARGINS`, by key, for the ones that somebody may have filled.
    """

    revenue: FloatArray
    gross_margin: FloatArray
    cost_to_serve: FloatArray
    others: Mapping[str, FloatArray]

    @property
    def cost_known(self) -> BoolArray:
        """Clients with a cost-to-serve figure; 0 is one."""
        return ~np.isnan(self.cost_to_serve)

    @property
    def net_margin(self) -> FloatArray:
        """Gross margin less cost to serve; NaN where one is unknown."""
        return self.gross_margin - self.cost_to_serve

    @property
    def cost_to_serve_ratio(self) -> FloatArray:
        """Cost to serve / gross margin; NaN where the margin is not positive."""
        return divide(self.cost_to_serve, self.gross_margin)

    @property
    def active(self) -> BoolArray:
        """Clients with any revenue, margin or cost; the others have no letter."""
        figures = (self.revenue, self.gross_margin, self.cost_to_serve)
        active: BoolArray = np.any(
            [np.nan_to_num(figure) != 0 for figure in figures], axis=0
        )
        if "frequency" in self.others:
            active |= np.nan_to_num(self.others["frequency"]) > 0
        return active

    def values(self) -> dict[str, FloatArray]:
        """The value of each criterion, NaN for inactive clients."""
        worst = self.cost_known & (self.gross_margin <= 0)
        found = {
            "value": self.revenue,
            "margin": divide(self.gross_margin, self.revenue),
            "service": np.where(worst, WORST, self.cost_to_serve_ratio),
            **self.others,
        }
        if "recurrence" in found:
            found["recurrence"] = np.minimum(found["recurrence"], MONTHS_A_YEAR)
        active = self.active
        return {key: np.where(active, value, np.nan) for key, value in found.items()}


def assess_figures(figures: ClientFigures, scale: Scale, rules: Rules) -> Assessment:
    """Scores and letters of clients from their figures.

    A scale whose rows with weight hold no knots at all, fixed ones aside, is
    calibrated on the clients given. To leave a criterion out, give it no weight.

    Raises:
        NoScaleError: that scale, and fewer than five clients with revenue.
        OtherCriterionError: a criterion with weight that `figures` does not know of.
    """
    values = figures.values()
    weighted = [criterion for criterion in scale if criterion.weight > 0]
    strange = [c.key for c in weighted if c.key not in values]
    if strange:
        raise OtherCriterionError(", ".join(strange))
    loose = [criterion for criterion in weighted if not criterion.fixed]
    if loose and all(criterion.knots is None for criterion in loose):
        scale = calibrated(figures, scale)
    return assess(scale, rules, values, _facts(figures, scale), _filled(values, scale))


def calibrated(figures: ClientFigures, scale: Scale) -> Scale:
    """The scale with its knots at the quantiles of these clients.

    Raises:
        NoScaleError: fewer than five clients with revenue.
    """
    base = figures.active & (figures.revenue > 0)
    if base.sum() < FEWEST_VALUES:
        raise NoScaleError(f"{base.sum()} < {FEWEST_VALUES}")
    return calibrate_scale(scale, figures.values(), base)[0]


def _facts(figures: ClientFigures, scale: Scale) -> Facts:
    active, known = figures.active, figures.cost_known
    cost = np.where(known, figures.cost_to_serve, 0.0)
    nobody = np.zeros(len(active), dtype=bool)
    return Facts(
        active=active,
        revenue=figures.revenue,
        margin_known=~np.isnan(figures.gross_margin),
        net_margin=figures.gross_margin - cost,
        days=figures.others.get("recency", np.full(len(active), np.nan)),
        cost_missing=active & ~known & _others_have_costs(figures, scale),
        estimated=nobody,
        new=nobody,
    )


def _others_have_costs(figures: ClientFigures, scale: Scale) -> bool:
    """Whether somebody in the portfolio has a cost to serve.

    Calibrated knots of the service criterion were made from some. Where it has no
    weight, or fixed knots, one client alone does not tell, and what is not measured
    does not promote; a list of clients without any is a portfolio without any.
    """
    service = next((c for c in scale if c.key == "service" and c.weight > 0), None)
    if figures.cost_known.any():
        return True
    if service is None or service.fixed:
        return len(figures.revenue) == 1
    return service.knots is not None


def _filled(values: Mapping[str, FloatArray], scale: Scale) -> frozenset[str]:
    """Criteria that count as filled by somebody: calibrated, or known to one of many.

    Fixed knots do not say it; one client alone is taken as one of many that have it.
    """
    rows = len(values["value"])
    return frozenset(
        c.key
        for c in scale
        if c.key in values and c.knots is not None and (not c.fixed or rows == 1)
    )
