"""Rates of margin: what share they are, and of what: of the price or of the cost.

"Taux de marque" is a share of the price, "taux de marge" of the cost by the books and
of the price in daily use. Revenue and cost beside the rate prove which one it is;
without them a rate above 100 % can only be on the cost, and then the words decide
where they are unmistakable.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.cells import Column, Problem
from segmentation_addin.imports.values import Floats, numbers
from segmentation_addin.workbook.declaration import heading_key

FITS = 0.9
"""Share of the clients whose revenue and cost must agree with a rate."""
_ON_PRICE = re.compile(
    r"\b(?:taux de marque|tx marque|mark rate|marge sur (?:ca|vente|prix de vente)"
    r"|margin on (?:sales|price|revenue)|return on sales)\b"
)
_ON_COST = re.compile(
    r"\b(?:mark up|markup|taux de marge sur (?:cout|achat|prix (?:d achat|de revient))"
    r"|marge sur (?:cout|achat)|margin on cost|coefficient de marge)\b"
)
_RATE = re.compile(
    r"\b(?:taux|tx|percent|pourcentage|pct) (?:de |of )?(?:marge|marque|margin|profit)\b"
    r"|\b(?:marge|marque|margin|profit|gm|gp|mb|mark up|markup)\b.*\b(?:percent|rate|pct)\b"
    r"|\bmark ?up\b|\bmark rate\b"
)
_ENGLISH = re.compile(r"\b(?:margin|profit|gm|gp)\b")
_FRENCH = re.compile(r"\b(?:marge|mb)\b")


class Base(StrEnum):
    """What a rate of margin is a share of."""

    PRICE = "price"
    COST = "cost"


@dataclass(frozen=True)
class MarginRates:
    """Rates of margin as shares (0.385), and what they are shares of."""

    rates: Floats
    base: Base | None
    """None when nothing decides between price and cost."""
    proved: bool
    """True when the figures decide, false when the heading does."""
    problems: list[Problem]
    said: Base | None = None
    """What the user says they are shares of."""

    def on_price(self) -> Floats:
        """The rates as shares of the price, whatever they were."""
        return self._shares(self.rates)

    def steps(self) -> Floats:
        """How far apart the shares of the price are that print as the same rate."""
        half = _printed_step(self.rates) / 2
        return self._shares(self.rates + half) - self._shares(self.rates - half)

    def _shares(self, rates: Floats) -> Floats:
        if self.base is not Base.COST:
            return rates
        with np.errstate(divide="ignore", invalid="ignore"):
            shares: Floats = rates / (1 + rates)
        return np.where(np.isfinite(shares), shares, np.nan)

    def margins(self, revenue: Floats) -> Floats:
        """The margin that each rate makes of a revenue, to the cent."""
        margins: Floats = np.round(self.on_price() * revenue, 2)
        return margins


def margin_rates(
    heading: str,
    column: Column,
    revenue: Floats | None = None,
    cost: Floats | None = None,
    decimal: str | None = None,
    said: Base | None = None,
) -> MarginRates:
    """The rates under a heading, with the evidence of revenue and cost beside them.

    What a user `said` of them decides where no figure does.

    >>> margin_rates("Taux de marge", ["25 %"], np.array([100.0]), np.array([80.0])).base
    <Base.COST: 'cost'>
    >>> margin_rates("Taux de marge", ["25 %"]).base is None
    True
    """
    read, problems = numbers(column, decimal=decimal)
    signed = np.array([isinstance(c, str) and "%" in c for c in column], dtype=bool)
    hundred = _in_hundreds(heading, read[~signed])
    if revenue is not None and cost is not None:
        for rates in _scales(read, signed, hundred):
            base = _proved(rates, revenue, cost)
            if base is not None:
                return MarginRates(rates, base, True, problems, said)
    rates = next(_scales(read, signed, hundred))
    if (rates > 1).any():
        return MarginRates(rates, Base.COST, True, problems, said)
    base = base_named(heading) if said is None else said
    return MarginRates(rates, base, False, problems, said)


def names_rate(heading: str) -> bool:
    """True when a heading names a rate of margin, not its amount.

    >>> names_rate("Taux de marge"), names_rate("Marge %"), names_rate("Marge")
    (True, True, False)
    """
    folded = heading_key(heading.replace("%", " percent "))
    return _RATE.search(folded) is not None


def base_named(heading: str) -> Base | None:
    """What the words of a heading say; None for "taux de marge", which says both.

    >>> base_named("Taux de marque"), base_named("Gross margin %")
    (<Base.PRICE: 'price'>, <Base.PRICE: 'price'>)
    """
    folded = heading_key(heading)
    if _ON_PRICE.search(folded):
        return Base.PRICE
    if _ON_COST.search(folded):
        return Base.COST
    english = _ENGLISH.search(folded) and not _FRENCH.search(folded)
    return Base.PRICE if english else None


def rate_told(heading: str, read: MarginRates) -> Issue:
    """What a reader must know of a rate of margin; an error when nothing decides."""
    params: dict[str, ParamValue] = {"heading": heading}
    if read.base is None:
        params["found"] = _as_csv(heading)
        return Issue("rate_base_ambiguous", Severity.ERROR, params=params)
    if read.said is Base.PRICE and read.base is Base.COST:
        return Issue("rate_not_on_price", Severity.ERROR, params=params)
    how = "" if read.proved else "_named" if read.said is None else "_said"
    return Issue(f"rate_on_{read.base}{how}", Severity.NOTE, params=params)


def _as_csv(heading: str) -> str:
    """A heading as a line of a mapping file holds it."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([heading])
    return line.getvalue()


def _in_hundreds(heading: str, plain: Floats) -> bool:
    """True when numbers without a % sign are percentages: 38.5 and not 0.385."""
    known = np.abs(plain[np.isfinite(plain)])
    if not known.size:
        return False
    limit = 1.0 if "%" in heading else 2.0
    return bool(np.median(known) > limit or known.max() > 10)


def _scales(
    read: Floats, signed: npt.NDArray[np.bool_], hundred: bool
) -> Iterator[Floats]:
    for by in (hundred, not hundred):
        yield np.where(signed | (not by), read, read / 100)


def _proved(rates: Floats, revenue: Floats, cost: Floats) -> Base | None:
    """Price or cost when nearly all rows agree with one of them alone."""
    known = np.isfinite(rates) & (revenue > 0) & (cost > 0) & (revenue != cost)
    if not known.any():
        return None
    rate, sold, spent = rates[known], revenue[known], cost[known]
    fits = {
        base: float((np.abs(rate - (sold - spent) / of) <= _rounded(rate)).mean())
        for base, of in ((Base.PRICE, sold), (Base.COST, spent))
    }
    best = max(fits, key=lambda base: fits[base])
    other = min(fits, key=lambda base: fits[base])
    sure = fits[best] >= FITS and fits[other] < fits[best]
    return best if sure else None


def _rounded(rates: Floats) -> float:
    """How far printed rates may be from the true ones: 38,5 % says 38.45 to 38.55."""
    return 0.55 * _printed_step(rates)


def _printed_step(rates: Floats) -> float:
    """The last digit that rates are printed with: whole points, tenths, hundredths."""
    known = rates[np.isfinite(rates)]
    for step in (0.01, 0.001):
        if np.allclose(known / step, np.round(known / step), atol=1e-6):
            return step
    return 0.0001
