import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios import codes, portfolio, segmented

MARGINS = """
    client_id  period      revenue  gross_margin  days_to_pay
    A1         2025-12-31  1000     400           .
    B2         2025-12-31  500      200           60
"""
COSTS = """
    client_id  period      orders  visits  tickets  direct_cost  bad_debt
    A1         2025-12-31  10      2       .        5            .
    B2         2025-12-31  30      .       4        .            7
"""


def costs(inputs: object) -> dict[str, float]:
    frame = segmented(inputs).clients  # type: ignore[arg-type]
    return dict(zip(frame["client_id"], frame["cost_to_serve"], strict=True))


def test_a_unit_rate_prices_the_quantity() -> None:
    inputs = portfolio(
        MARGINS,
        costs=COSTS,
        activities="activity kind driver rate\nOrder rate orders 2",
    )
    assert costs(inputs) == {"A1": 10 * 2 + 5, "B2": 30 * 2 + 7}


def test_an_absorbed_pool_is_shared_by_its_driver() -> None:
    inputs = portfolio(
        MARGINS,
        costs=COSTS,
        activities="activity kind driver pool\nDelivery pool orders Vans",
        pools="pool period cost\nVans 2025-12-31 400",
    )
    assert costs(inputs) == {"A1": 100 + 5, "B2": 300 + 7}
    (control,) = segmented(inputs).tariff.pools
    assert (control.allocated, control.unused, control.not_allocatable) == (400, 0, 0)


def test_time_driven_cost_leaves_unused_capacity_apart() -> None:
    inputs = portfolio(
        MARGINS,
        costs=COSTS,
        activities="""
            activity kind driver  pool minutes
            Visit    time visits  Team 60
            Ticket   time tickets Team 15
        """,
        pools="pool period cost capacity_minutes\nTeam 2025-12-31 1000 500",
    )
    # 1000 / 500 = 2 a minute: a visit costs 120, a ticket 30.
    assert costs(inputs) == {"A1": 2 * 120 + 5, "B2": 4 * 30 + 7}
    (control,) = segmented(inputs).tariff.pools
    assert control.used_minutes == 2 * 60 + 4 * 15
    assert (control.allocated, control.unused) == (360, 640)
    assert "pool_unused_capacity" in codes(inputs)


def test_the_department_of_kaplan_and_anderson() -> None:
    # Kaplan and Anderson (2004), Time-driven activity-based costing, HBR November:
    # 560,000 a quarter for 700,000 minutes of practical capacity is 0.80 a minute;
    # an order of 8 minutes costs 6.40, an inquiry of 44 35.20, a credit check of
    # 50 40.00; 578,600 minutes are used, 462,880 assigned, 97,120 unused.
    inputs = portfolio(
        """
        client_id  period      revenue  gross_margin
        Large      2025-12-31  2000000  700000
        Small      2025-12-31  300000   100000
        """,
        costs="""
        client_id  period      orders  tickets  Credit_checks
        Large      2025-12-31  40000   900      2500
        Small      2025-12-31  9000    500      .
        """,
        drivers=("Credit_checks",),
        activities="""
        activity       kind  driver         pool        minutes
        Process_order  time  orders         Department  8
        Inquiry        time  tickets        Department  44
        Credit_check   time  Credit_checks  Department  50
        """,
        pools="""
        pool        period      cost    capacity_minutes
        Department  2025-12-31  560000  700000
        """,
    )
    result = segmented(inputs)
    rates = [activity.unit_cost for activity in result.tariff.activities]
    assert rates == pytest.approx([6.40, 35.20, 40.00])
    (control,) = result.tariff.pools
    assert control.used_minutes == 578_600
    assert control.allocated == pytest.approx(462_880)
    assert control.unused == pytest.approx(97_120)
    assert costs(inputs) == pytest.approx(
        {
            "Large": 40_000 * 6.4 + 900 * 35.2 + 2_500 * 40,
            "Small": 9_000 * 6.4 + 500 * 35.2,
        }
    )


def test_minutes_over_capacity_are_a_negative_unused_part() -> None:
    inputs = portfolio(
        MARGINS,
        costs=COSTS,
        activities="activity kind driver pool minutes\nVisit time visits Team 60",
        pools="pool period cost capacity_minutes\nTeam 2025-12-31 100 60",
    )
    (control,) = segmented(inputs).tariff.pools
    assert (control.allocated, control.unused) == (200, -100)
    assert "pool_overrun" in codes(inputs)


def test_the_part_of_unknown_clients_is_not_allocatable() -> None:
    inputs = portfolio(
        MARGINS,
        clients="client_id\nA1\nB2",
        costs=COSTS + "    GHOST      2025-12-31  60      .       .        .        .",
        activities="activity kind driver pool\nDelivery pool orders Vans",
        pools="pool period cost\nVans 2025-12-31 400",
    )
    (control,) = segmented(inputs).tariff.pools
    assert control.allocated == pytest.approx(160)
    assert control.not_allocatable == pytest.approx(240)
    assert "unknown_client" in codes(inputs)
    assert segmented(inputs).orphans["cost_to_serve"] == pytest.approx(240)


def test_a_pool_whose_driver_is_zero_is_not_allocatable() -> None:
    inputs = portfolio(
        MARGINS,
        costs=COSTS,
        activities="activity kind driver pool\nRush pool rush Vans",
        pools="pool period cost\nVans 2025-12-31 400",
    )
    (control,) = segmented(inputs).tariff.pools
    assert (control.allocated, control.not_allocatable) == (0, 400)
    assert "pool_without_driver" in codes(inputs)


def test_the_driver_client_is_one_per_active_client() -> None:
    inputs = portfolio(
        MARGINS + "    SLEEPS     2025-12-31  0        0             .",
        costs=COSTS,
        activities="activity kind driver pool\nAccount pool client Office",
        pools="pool period cost\nOffice 2025-12-31 100",
    )
    found = costs(inputs)
    assert (found["A1"], found["B2"]) == (50 + 5, 50 + 7)


def test_financing_carries_receivables_with_their_vat() -> None:
    inputs = portfolio(MARGINS, costs=COSTS, annual_rate=0.10, receivable_vat=0.20)
    found = costs(inputs)
    assert found["A1"] == 5  # nobody said when it pays
    assert found["B2"] == pytest.approx(500 * 1.2 * 60 / 365 * 0.10 + 7)


def test_a_user_column_is_a_driver() -> None:
    inputs = portfolio(
        MARGINS,
        costs="client_id period Samples\nA1 2025-12-31 3\nB2 2025-12-31 .",
        drivers=("Samples",),
        activities="activity kind driver rate\nSample rate Samples 10",
    )
    found = costs(inputs)
    assert found["A1"] == 30
    assert found["B2"] != found["B2"]  # no figure at all: unknown, not zero


def test_without_any_figure_the_cost_is_unknown_and_b_is_the_best_letter() -> None:
    inputs = portfolio(
        """
        client_id  period      revenue  gross_margin  active_months  last_order
        A1         2025-12-31  1000     400           12             2025-12-31
        B2         2025-12-31  1000     400           12             2025-12-31
        """,
        costs="client_id period orders\nA1 2025-12-31 1",
        activities="activity kind driver rate\nOrder rate orders 1",
    )
    frame = segmented(inputs).clients.set_index("client_id")
    assert frame["computed_letter"].to_dict() == {"A1": "A", "B2": "B"}
    assert frame["net_margin"].isna().to_dict() == {"A1": False, "B2": True}
    assert frame.loc["B2", "completeness"] == 1.0  # service is left out of the test
    assert "cost_missing" in codes(inputs)


def test_where_nobody_has_costs_letters_rest_on_gross_margin() -> None:
    inputs = portfolio(MARGINS)
    assert not segmented(inputs).cost.anybody
    assert "no_cost_anywhere" in codes(inputs)
    assert segmented(inputs).clients["cost_to_serve"].isna().all()


@pytest.mark.parametrize(
    ("activity", "code"),
    [
        ("X .    orders 1 . .", "activity_kind"),
        ("X rate nothing 1 . .", "activity_driver"),
        ("X rate orders . . .", "activity_rate"),
        ("X pool orders . Gone .", "activity_pool"),
        ("X time orders . Vans .", "activity_minutes"),
        ("X time orders . Vans 5", "pool_capacity"),
        ("X pool orders . Vans .\nY pool visits . Vans .", "pool_fed_twice"),
        ("X pool orders . Vans .\nY time visits . Vans 5", "pool_fed_twice"),
    ],
)
def test_an_activity_that_cannot_be_priced_stops_everything(
    activity: str, code: str
) -> None:
    inputs = portfolio(
        MARGINS,
        costs=COSTS,
        activities="activity kind driver rate pool minutes\n" + activity,
        pools="pool period cost\nVans 2025-12-31 400",
    )
    assert code in codes(inputs)


def test_a_pool_that_feeds_nothing_is_said() -> None:
    inputs = portfolio(
        MARGINS, costs=COSTS, pools="pool period cost\nVans 2025-12-31 4"
    )
    assert "pool_unused" in codes(inputs)


@given(
    cost=st.floats(0, 1e7),
    capacity=st.floats(1, 1e6),
    quantities=st.lists(st.integers(0, 500), min_size=2, max_size=6),
    orphan=st.integers(0, 500),
)
def test_every_pool_is_accounted_for_to_the_cent(
    cost: float, capacity: float, quantities: list[int], orphan: int
) -> None:
    margins = "client_id period revenue gross_margin\n" + "\n".join(
        f"C{i} 2025-12-31 100 50" for i in range(len(quantities))
    )
    rows = "client_id period orders visits\n" + "\n".join(
        f"C{i} 2025-12-31 {quantity} {quantity}"
        for i, quantity in enumerate(quantities)
    )
    inputs = portfolio(
        margins,
        clients="client_id\n" + "\n".join(f"C{i}" for i in range(len(quantities))),
        costs=rows + f"\nGHOST 2025-12-31 {orphan} {orphan}",
        activities="""
            activity kind driver pool    minutes
            Order    pool orders Absorbed .
            Visit    time visits Timed    7
        """,
        pools=f"pool period cost capacity_minutes\nAbsorbed 2025-12-31 {cost!r} .\n"
        f"Timed 2025-12-31 {cost!r} {capacity!r}",
    )
    result = segmented(inputs)
    for control in result.tariff.pools:
        parts = control.allocated + control.unused + control.not_allocatable
        assert parts == pytest.approx(control.cost, abs=0.005)
    allocated = sum(control.allocated for control in result.tariff.pools)
    assert result.clients["cost_to_serve"].sum() == pytest.approx(allocated, abs=0.005)


def test_quantities_that_nothing_prices_are_no_cost_figure() -> None:
    inputs = portfolio(MARGINS, costs=COSTS.replace(" 5 ", " . ").replace(" 7", " ."))
    result = segmented(inputs)
    assert not result.cost.anybody
    assert result.clients["cost_to_serve"].isna().all()
    found = codes(inputs)
    assert "no_cost_anywhere" in found
    assert found.count("driver_unpriced") == 3  # orders, visits, tickets
