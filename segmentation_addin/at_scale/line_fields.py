"""What an order line is to every engine: its columns and their types.

Money is a decimal with six places, never a float: sums are then the same on every
engine, whatever the order of the lines.
"""

from __future__ import annotations

from typing import Final

MONEY: Final = "decimal(18, 6)"
TEXT_FIELDS: Final = (
    "client_id",
    "client_name",
    "order_id",
    "ship_mode",
    "returned",
    "sector",
    "country",
    "postcode",
    "account_manager",
)
MONEY_FIELDS: Final = ("amount", "profit", "cost")
DESCRIPTIONS: Final = (
    "client_name",
    "sector",
    "country",
    "postcode",
    "account_manager",
)
"""Texts that describe a client; those of the latest order hold."""
FIELDS: Final = (*TEXT_FIELDS, "date", *MONEY_FIELDS)
LINE_TYPES: Final = {
    **dict.fromkeys(TEXT_FIELDS, "string"),
    "date": "date",
    **dict.fromkeys(MONEY_FIELDS, MONEY),
}
"""Types of a typed line; NULL is blank or unknown."""
