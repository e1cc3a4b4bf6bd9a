"""Cost to serve: activities priced by rate, by pool, or by time; pools controlled.

Source: method, section 1; time-driven costing after Kaplan & Anderson (2004).
Unused capacity stands apart and is never spread over clients.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation_addin.core.inputs import (
    BoolArray,
    FloatArray,
    InputTables,
    dates,
    floats,
    row_numbers,
    texts,
)
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.core.periods import Period
from segmentation_addin.core.portfolio import Portfolio

CLIENT_DRIVER = "client"


@dataclass(frozen=True)
class Activity:
    """One priced activity: what one unit of its driver costs."""

    name: str
    kind: str
    driver: str
    unit_cost: float
    pool: str
    avoidable_rate: float
    """Share 0-1 that stops with the client; NaN when nobody said."""


@dataclass(frozen=True)
class PoolControl:
    """Where the cost of one pool went: allocated + unused + not allocatable."""

    pool: str
    cost: float
    allocated: float
    unused: float
    """Cost of unused capacity; negative when minutes pass the capacity."""
    not_allocatable: float
    """Part of unknown clients, of clients without any cost figure, or all of it
    when the driver total is 0."""
    capacity_minutes: float | None
    used_minutes: float | None


@dataclass(frozen=True)
class CostToServe:
    """Cost to serve per client (shape (n_clients,)); NaN where unknown."""

    total: FloatArray
    activities: FloatArray
    financing: FloatArray
    known: BoolArray
    anybody: bool
    """False when nobody has any cost-to-serve figure."""
    orphan_cost: float
    """Cost of unknown clients: activities at the same rates, and direct costs."""


@dataclass(frozen=True)
class Tariff:
    """The rates of one period: the same are used for the period before."""

    activities: tuple[Activity, ...]
    pools: tuple[PoolControl, ...]


def _driver_quantity(portfolio: Portfolio, driver: str) -> FloatArray:
    if driver == CLIENT_DRIVER:
        return portfolio.active.astype(np.float64)
    return portfolio.quantities[driver]


def _orphan_quantity(portfolio: Portfolio, driver: str) -> float:
    if driver == CLIENT_DRIVER:
        return float(portfolio.orphan_clients)
    return portfolio.orphan_quantities[driver]


def price(
    inputs: InputTables, portfolio: Portfolio, period: Period
) -> tuple[Tariff, list[Issue]]:
    """The unit cost of each activity and the control of each pool.

    A pool feeds one absorbed activity or several time-driven ones, else an error.
    Driver totals count all rows of the period, unknown clients included.
    """
    issues: list[Issue] = []
    pools = _pools(inputs, period, issues)
    table = inputs.activities
    columns = {key: texts(table, key) for key in ("activity", "kind", "driver", "pool")}
    rates, minutes = floats(table, "rate"), floats(table, "minutes")
    avoidable = floats(table, "avoidable_rate")
    places = row_numbers(table)
    _check_pool_use(columns, pools, places, issues)
    served = cost_known(portfolio, anybody_has_cost(portfolio, True))
    priced: list[Activity] = []
    users: dict[str, list[tuple[Activity, float]]] = {name: [] for name in pools}
    for i in range(len(table)):
        name, kind = columns["activity"][i], columns["kind"][i]
        driver, pool = columns["driver"][i], columns["pool"][i]
        place = int(places[i])
        if not kind and not driver and not name:
            continue
        problem = _activity_problem(
            kind, driver, pool, rates[i], minutes[i], pools, inputs.drivers
        )
        if problem:
            code, column, params = problem
            issues.append(
                Issue(
                    code,
                    Severity.ERROR,
                    "tblActivities",
                    place,
                    column,
                    params={"activity": str(name), **params},
                )
            )
            continue
        quantity = _driver_quantity(portfolio, driver)
        total = float(quantity.sum()) + _orphan_quantity(portfolio, driver)
        unit_minutes = 0.0
        if kind == "rate":
            unit_cost = float(rates[i])
        elif kind == "pool":
            unit_cost = pools[pool][0] / total if total > 0 else 0.0
        else:
            cost, capacity = pools[pool]
            unit_minutes = float(minutes[i])
            unit_cost = cost / capacity * unit_minutes
        activity = Activity(
            str(name), kind, driver, unit_cost, pool, float(avoidable[i])
        )
        priced.append(activity)
        if kind != "rate":
            users[pool].append((activity, unit_minutes))
        if kind == "pool" and total <= 0:
            issues.append(
                Issue(
                    "pool_without_driver",
                    Severity.WARNING,
                    "tblActivities",
                    place,
                    "driver",
                    params={"activity": str(name), "pool": pool},
                    amount=pools[pool][0],
                )
            )
    controls = tuple(
        _control(name, *pools[name], users[name], portfolio, served) for name in pools
    )
    issues.extend(_capacity_issues(controls, users))
    return Tariff(tuple(priced), controls), issues


def _pools(
    inputs: InputTables, period: Period, issues: list[Issue]
) -> dict[str, tuple[float, float]]:
    """Cost and capacity in minutes of each pool over the period's rows."""
    table = inputs.pools
    names, ends = texts(table, "pool"), dates(table, "period")
    cost, capacity = floats(table, "cost"), floats(table, "capacity_minutes")
    places = row_numbers(table)
    inside = period.holds(ends)
    pools: dict[str, tuple[float, float]] = {}
    for i in np.flatnonzero(names != ""):
        if np.isnat(ends[i]) or np.isnan(cost[i]):
            column = "period" if np.isnat(ends[i]) else "cost"
            issues.append(
                Issue(
                    "pool_incomplete",
                    Severity.ERROR,
                    "tblPools",
                    int(places[i]),
                    column,
                    params={"pool": str(names[i])},
                )
            )
        elif inside[i]:
            spent, minutes = pools.get(names[i], (0.0, 0.0))
            more = 0.0 if np.isnan(capacity[i]) else float(capacity[i])
            pools[names[i]] = (spent + float(cost[i]), minutes + more)
    return pools


def _check_pool_use(
    columns: dict[str, np.ndarray],
    pools: dict[str, tuple[float, float]],
    places: np.ndarray,
    issues: list[Issue],
) -> None:
    kinds: dict[str, list[str]] = {}
    for i in range(len(places)):
        kind, pool = columns["kind"][i], columns["pool"][i]
        if kind not in ("pool", "time") or not pool:
            continue
        kinds.setdefault(pool, []).append(kind)
        if kinds[pool].count("pool") > 1 or set(kinds[pool]) == {"pool", "time"}:
            issues.append(
                Issue(
                    "pool_fed_twice",
                    Severity.ERROR,
                    "tblActivities",
                    int(places[i]),
                    "pool",
                    params={"pool": pool, "activity": str(columns["activity"][i])},
                    amount=pools.get(pool, (0.0, 0.0))[0],
                )
            )
    for pool, (cost, _) in pools.items():
        if pool not in kinds:
            issues.append(
                Issue(
                    "pool_unused",
                    Severity.WARNING,
                    "tblPools",
                    None,
                    "pool",
                    params={"pool": pool},
                    amount=cost,
                )
            )


def _activity_problem(
    kind: str,
    driver: str,
    pool: str,
    rate: float,
    minutes: float,
    pools: dict[str, tuple[float, float]],
    drivers: tuple[str, ...],
) -> tuple[str, str, dict[str, str]] | None:
    """What keeps an activity from being priced: (code, column, params)."""
    if kind not in ("rate", "pool", "time"):
        return "activity_kind", "kind", {}
    if driver != CLIENT_DRIVER and driver not in drivers:
        return "activity_driver", "driver", {"found": driver}
    if kind == "rate":
        return ("activity_rate", "rate", {}) if np.isnan(rate) else None
    if pool not in pools:
        return "activity_pool", "pool", {"found": pool}
    if kind == "time" and np.isnan(minutes):
        return "activity_minutes", "minutes", {}
    if kind == "time" and pools[pool][1] <= 0:
        return "pool_capacity", "pool", {"found": pool}
    return None


def _control(
    name: str,
    cost: float,
    capacity: float,
    users: list[tuple[Activity, float]],
    portfolio: Portfolio,
    served: BoolArray,
) -> PoolControl:
    allocated = orphans = used = 0.0
    timed = False
    for activity, minutes in users:
        quantity = _driver_quantity(portfolio, activity.driver)
        elsewhere = _orphan_quantity(portfolio, activity.driver)
        elsewhere += float(quantity[~served].sum())
        here = float(quantity[served].sum())
        allocated += here * activity.unit_cost
        orphans += elsewhere * activity.unit_cost
        if activity.kind == "time":
            timed = True
            used += (here + elsewhere) * minutes
    if timed:
        return PoolControl(
            name, cost, allocated, cost - allocated - orphans, orphans, capacity, used
        )
    return PoolControl(name, cost, allocated, 0.0, cost - allocated, None, None)


def _capacity_issues(
    controls: tuple[PoolControl, ...], users: dict[str, list[tuple[Activity, float]]]
) -> list[Issue]:
    issues = []
    for control in controls:
        capacity, used = control.capacity_minutes, control.used_minutes
        if capacity is None or used is None or not users[control.pool]:
            continue
        code = "pool_overrun" if used > capacity else "pool_unused_capacity"
        if used == capacity:
            continue
        issues.append(
            Issue(
                code,
                Severity.WARNING if used > capacity else Severity.NOTE,
                "tblPools",
                None,
                "capacity_minutes",
                params={"pool": control.pool, "found": used, "expected": capacity},
                amount=control.unused,
            )
        )
    return issues


def anybody_has_cost(portfolio: Portfolio, computed: bool) -> bool:
    """Whether somebody has a cost-to-serve figure, or one can be computed."""
    return bool(portfolio.has_cost.any()) or computed


def cost_known(portfolio: Portfolio, anybody: bool) -> BoolArray:
    """Whose cost to serve is known.

    Where some clients have figures, those who have none are unknown; where nobody
    has, a cost per client or of financing is known for everybody.
    """
    if portfolio.has_cost.any():
        return portfolio.has_cost
    return np.full(len(portfolio.active), anybody)


def cost_to_serve(
    inputs: InputTables, portfolio: Portfolio, tariff: Tariff
) -> CostToServe:
    """Cost to serve of each client in one period, with given rates.

    sum(driver quantity x unit cost) + direct costs + financing + bad debt, where
    financing = revenue x (1 + receivable VAT) x days to pay / 365 x annual rate.
    """
    clients = len(portfolio.active)
    activities = np.zeros(clients)
    orphan = portfolio.orphan_cost
    for activity in tariff.activities:
        activities += _driver_quantity(portfolio, activity.driver) * activity.unit_cost
        orphan += _orphan_quantity(portfolio, activity.driver) * activity.unit_cost
    annual_rate = inputs.number("annual_rate", 0.0)
    financing = np.zeros(clients)
    if annual_rate:
        carried = portfolio.revenue * (1 + inputs.number("receivable_vat", 0.0))
        financing = np.nan_to_num(carried * portfolio.days_to_pay / 365 * annual_rate)
    computed = bool(activities.any()) or bool(financing.any())
    anybody = anybody_has_cost(portfolio, computed)
    known = cost_known(portfolio, anybody)
    total = activities + portfolio.direct_cost + portfolio.bad_debt + financing
    return CostToServe(
        total=np.where(known, total, np.nan),
        activities=activities,
        financing=financing,
        known=known,
        anybody=anybody,
        orphan_cost=orphan,
    )
