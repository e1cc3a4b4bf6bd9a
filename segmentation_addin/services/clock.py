"""The time on this computer, as it is stamped in a workbook: one place to ask."""

from __future__ import annotations

from datetime import datetime


def now() -> datetime:
    """This moment, in the time zone of the computer."""
    return datetime.now().astimezone()


def minute() -> str:
    """This moment to the minute: 2026-11-25 09:57."""
    return now().strftime("%Y-%m-%d %H:%M")
