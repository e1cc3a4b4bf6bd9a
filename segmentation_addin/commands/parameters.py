"""Kinds of values that an option of a command takes: a rate, the end of a period."""

from __future__ import annotations

from datetime import datetime
from gettext import gettext

import click


class Rate(click.ParamType):  # type: ignore[type-arg]
    """A rate such as 38%, 38,5 % or 0.38: above 0 and below 100%."""

    name = "rate"

    def convert(
        self,
        value: str | float,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> float:
        """The rate between 0 and 1."""
        if isinstance(value, float):
            return value
        bare = "".join(value.split()).replace(",", ".")
        try:
            rate = float(bare.removesuffix("%")) / (100 if bare.endswith("%") else 1)
        except ValueError:
            rate = 0.0
        if not 0 < rate < 1:
            message = gettext("{value!r} is no rate such as 38% or 0.38.")
            self.fail(message.format(value=value), param, ctx)
        return rate


class MonthEnd(click.ParamType):  # type: ignore[type-arg]
    """A day such as 2025-12-31, or a year: 2025 is its 31 December."""

    name = "day"

    def convert(
        self,
        value: str | datetime,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime:
        """The day."""
        if isinstance(value, datetime):
            return value
        text = f"{value}-12-31" if value.isdigit() and len(value) == 4 else value
        try:
            return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - a day has no zone
        except ValueError:
            message = gettext("{value!r} is no day such as 2025-12-31.")
            self.fail(message.format(value=value), param, ctx)
