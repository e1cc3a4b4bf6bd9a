"""Any amount and any day, in any way of writing that one column keeps to, read back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from segmentation_addin.imports.amounts import amounts_of
from segmentation_addin.imports.dates import dates
from segmentation_addin.imports.durations import hours
from segmentation_addin.imports.values import numbers

BLANKS = ("", " ", "\u00a0", "\u202f", "\u2009")
GROUPS = {",": (*BLANKS, ".", "'"), ".": (*BLANKS, ",", "'")}
"""Thousands marks that go with each decimal mark."""
NEGATIVES = ("-{}", "({})", "{}-", "\u2212{}", "- {}")
MONEY = ("{}", "{} €", "{}\u00a0€", "€{}", "{} EUR", "$ {}", "{}€")
EPOCH = dt.date(1899, 12, 30)

cents = st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=12)
conventions = st.sampled_from(
    [(mark, group) for mark, groups in GROUPS.items() for group in groups]
)


def written(amount: int, mark: str, group: str, negative: str, money: str) -> str:
    whole, rest = divmod(abs(amount), 100)
    text = f"{whole:,}".replace(",", group) + f"{mark}{rest:02d}"
    if amount >= 0:
        return money.format(text)
    if negative.startswith("("):
        return negative.format(money.format(text))
    return money.format(negative.format(text))


@given(cents, conventions, st.sampled_from(NEGATIVES), st.sampled_from(MONEY))
@example([-123456789, 5], (",", "\u202f"), "{}-", "{}\u00a0€")
def test_amounts_read_back_to_the_cent(
    amounts: list[int], convention: tuple[str, str], negative: str, money: str
) -> None:
    mark, group = convention
    column = [written(amount, mark, group, negative, money) for amount in amounts]
    assert numbers(column)[0].tolist() == [amount / 100 for amount in amounts]


@given(cents, conventions, st.sampled_from([3, 6]))
def test_amounts_in_thousands_or_millions_read_back_to_the_cent(
    amounts: list[int], convention: tuple[str, str], power: int
) -> None:
    """The heading says the unit, and a cell above ten units proves the mark."""
    mark, group = convention
    unit = {3: "k€", 6: "M€"}[power]
    decimals = power + 2
    column = [f"0{mark}5"]
    for amount in amounts:
        value = Decimal(amount).scaleb(-decimals)
        text = f"{abs(value):,.{decimals}f}"
        whole, _, rest = text.partition(".")
        sign = "-" if amount < 0 else ""
        column.append(sign + whole.replace(",", group) + mark + rest)
    heading = f"CA HT ({unit})"
    found = amounts_of({heading: column})[heading][0]
    assert np.round(found[1:], 2).tolist() == [amount / 100 for amount in amounts]


@given(cents, conventions)
def test_whole_amounts_follow_the_column_that_proves_its_mark(
    amounts: list[int], convention: tuple[str, str]
) -> None:
    mark, group = convention
    grouped = [f"{abs(amount):,}".replace(",", group) for amount in amounts]
    read = amounts_of({"CA": grouped, "Coût": [f"0{mark}5"]})
    assert read["CA"][0].tolist() == [float(abs(amount)) for amount in amounts]


DAYS = st.lists(
    st.dates(dt.date(1955, 1, 1), dt.date(2118, 12, 31)), min_size=1, max_size=12
)
FRENCH = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
]
FRENCH += ["novembre", "décembre"]


def serial(day: dt.date) -> int:
    return (day - EPOCH).days


WAYS: dict[str, Any] = {
    "day first": lambda d: f"{d:%d/%m/}{d.year:04d}",
    "day first, short": lambda d: f"{d.day}/{d.month}/{d.year}",
    "month first": lambda d: f"{d:%m/%d/}{d.year:04d}",
    "points": lambda d: f"{d:%d.%m.}{d.year:04d}",
    "dashes": lambda d: f"{d:%d-%m-}{d.year:04d}",
    "iso": dt.date.isoformat,
    "iso with time": lambda d: f"{d.isoformat()} 23:59:00",
    "compact": lambda d: f"{d.year:04d}{d:%m%d}",
    "french": lambda d: f"{d.day} {FRENCH[d.month - 1]} {d.year}",
    "serial": lambda d: float(serial(d)),
    "serial as text": lambda d: str(serial(d)),
    "day": lambda d: d,
}
PROOF = dt.date(2024, 12, 31)
"""A day that can only be read one way, so that the column decides."""


@pytest.mark.parametrize("way", WAYS)
@given(DAYS)
def test_days_read_back(way: str, days: list[dt.date]) -> None:
    column = [WAYS[way](day) for day in [PROOF, *days]]
    values, problems = dates(column)
    found = values.astype("datetime64[D]").astype(object).tolist()
    assert found == [PROOF, *days]
    assert problems == []


@given(DAYS)
def test_two_digit_years_read_back_within_a_century(days: list[dt.date]) -> None:
    near = [d.replace(year=1950 + d.year % 100, day=min(d.day, 28)) for d in days]
    column = [f"{d:%d/%m/%y}" for d in [PROOF, *near]]
    found = dates(column)[0].astype("datetime64[D]").astype(object).tolist()
    assert found == [PROOF, *near]


@given(st.lists(st.integers(0, 10**5), min_size=1, max_size=12))
def test_minutes_read_back_from_clock_times(minutes: list[int]) -> None:
    for way in ("{}:{:02d}", "{}h{:02d}", "{} h {:02d} min", "{}:{:02d}:00"):
        column = [way.format(*divmod(count, 60)) for count in minutes]
        found = np.round(hours(column)[0] * 60, 6)
        assert found.tolist() == [float(count) for count in minutes]
    longer = [dt.timedelta(minutes=count) for count in minutes]
    told = [str(duration) for duration in longer]
    assert np.round(hours(told)[0] * 60, 6).tolist() == [float(m) for m in minutes]
