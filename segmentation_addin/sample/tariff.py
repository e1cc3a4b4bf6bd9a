"""What serving costs the fictitious company: activities, their rates and cost pools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from segmentation_addin.workbook.inputs import (
    ACTIVITY_KINDS,
    CLIENT_DRIVER,
    DRIVERS,
)

SALES_DESK, TRANSPORT = "Administration des ventes", "Transport"
MINUTE_COST = 1.25
"""One minute of the sales desk, everything in; currency."""
PERSON_MINUTES = 90_000
"""Minutes that one person can work in a year."""
USED = 0.95
"""Share of its minutes that the sales desk is planned for; the rest stands unused."""
DELIVERY_COST = 46


@dataclass(frozen=True)
class Activity:
    """One activity: a unit rate, minutes of a pool, or a whole pool."""

    name: str
    driver: str
    avoidable_rate: float
    rate: float | None = None
    pool: str = ""
    minutes: float | None = None

    @property
    def kind(self) -> str:
        """How it is priced: rate, pool or time."""
        if self.rate is not None:
            return "rate"
        return "pool" if self.minutes is None else "time"


ACTIVITIES = (
    Activity("Traitement d'une commande", "orders", 0.4, pool=SALES_DESK, minutes=30),
    Activity("Réponse à un ticket", "tickets", 0.4, pool=SALES_DESK, minutes=44),
    Activity("Livraison", "deliveries", 0.8, pool=TRANSPORT),
    Activity("Supplément d'urgence", "rush", 1.0, rate=25),
    Activity("Retour", "returns", 0.8, rate=120),
    Activity("Visite commerciale", "visits", 0.5, rate=230),
    Activity("Heure d'assistance", "hours", 0.6, rate=66),
    Activity("Tenue du compte client", "client", 0.3, rate=120),
)


def activity_rows() -> list[dict[str, Any]]:
    """The rows of `tblActivities`."""
    drivers = {**DRIVERS, "client": CLIENT_DRIVER}
    return [
        {
            "activity": activity.name,
            "kind": ACTIVITY_KINDS[activity.kind].fr,
            "driver": drivers[activity.driver].fr,
            "rate": activity.rate,
            "pool": activity.pool,
            "minutes": activity.minutes,
            "avoidable_rate": activity.avoidable_rate,
        }
        for activity in ACTIVITIES
    ]


def pool_rows(costs: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of `tblPools`: whole persons at the desk, transport in thousands.

    `costs` holds the rows of `tblCostToServe`.
    """
    rows: list[dict[str, Any]] = []
    for period, year in costs.groupby("period"):
        needed = sum(
            activity.minutes * float(year[activity.driver].sum())
            for activity in ACTIVITIES
            if activity.minutes is not None
        )
        persons = max(1, int(-(-needed // (PERSON_MINUTES * USED))))
        capacity = persons * PERSON_MINUTES
        rows.append(
            {
                "pool": SALES_DESK,
                "period": period,
                "cost": capacity * MINUTE_COST,
                "capacity_minutes": capacity,
            }
        )
        rows.append(
            {
                "pool": TRANSPORT,
                "period": period,
                "cost": round(DELIVERY_COST * year["deliveries"].sum(), -3),
                "capacity_minutes": None,
            }
        )
    return rows
