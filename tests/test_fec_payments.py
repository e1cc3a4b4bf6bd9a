"""Days to pay from a FEC: by lettering, by amount, by age; factors and bounces."""

from __future__ import annotations

from pathlib import Path

import pytest
from fec_examples import full, invoice, line, payment

from segmentation_addin.imports.fec.statement import read_fec

Lines = list[dict[str, str]]
OTHERS = [*invoice("X", 9_000_00), *invoice("Y", 9_000_00, EcritureNum="2")]
NONE = pytest.approx(float("nan"), nan_ok=True)


def on(day: str, lines: Lines, number: str, lettering: str = "") -> Lines:
    more = {"EcritureDate": day, "PieceDate": day, "EcritureNum": number}
    return [
        row | more | ({"EcritureLet": lettering} if row["CompAuxNum"] else {})
        for row in lines
    ]


def facts(tmp_path: Path, *parts: Lines) -> dict[str, object]:
    lines = [row for part in parts for row in part]
    clients = read_fec(full(tmp_path / "fec.txt", [*lines, *OTHERS])).clients
    return dict(clients.set_index("client_id").loc["A"])


SOLD = on("20250110", invoice("A", 100_00), "10", "AA")


def test_the_day_of_the_payment_counts_not_that_of_the_lettering(
    tmp_path: Path,
) -> None:
    paid = on("20250209", payment("A", 120_00), "11", "AA")
    lettered = [x | {"DateLet": "20251231"} for x in [*SOLD, *paid]]
    found = facts(tmp_path, lettered)
    assert (found["days_to_pay"], found["delay"]) == (30.0, "lettering")


def test_a_payment_in_two_parts_weighs_each_by_its_amount(tmp_path: Path) -> None:
    first = on("20250120", payment("A", 30_00), "11", "AA")
    second = on("20250219", payment("A", 90_00), "12", "AA")
    assert facts(tmp_path, SOLD, first, second)["days_to_pay"] == 10 / 4 + 40 * 3 / 4


def test_a_lettering_that_does_not_balance_tells_nothing(tmp_path: Path) -> None:
    paid = on("20250209", payment("A", 119_98), "11", "AA")
    assert facts(tmp_path, SOLD, paid)["delay"] == "order"
    paid = on("20250209", payment("A", 119_99), "11", "AA")
    assert facts(tmp_path, SOLD, paid)["delay"] == "lettering"


def test_equal_amounts_tie_a_payment_to_its_oldest_invoice(tmp_path: Path) -> None:
    second = on("20250120", invoice("A", 100_00), "12")
    paid = on("20250209", payment("A", 120_00), "11")
    found = facts(tmp_path, [x | {"EcritureLet": ""} for x in SOLD], second, paid)
    assert (found["days_to_pay"], found["delay"]) == (30.0, "amount")


def test_other_amounts_pay_the_oldest_first(tmp_path: Path) -> None:
    paid = on("20250209", payment("A", 50_00), "11")
    found = facts(tmp_path, [x | {"EcritureLet": ""} for x in SOLD], paid)
    assert (found["days_to_pay"], found["delay"]) == (30.0, "order")


def test_a_payment_that_came_back_is_counted(tmp_path: Path) -> None:
    paid = on("20250209", payment("A", 120_00), "11")
    back = on("20250215", payment("A", -120_00), "12")
    assert facts(tmp_path, SOLD, paid, back)["bounced"] == 1


@pytest.mark.parametrize("with_bank", [False, True])
def test_a_factor_pays_for_nobody(tmp_path: Path, with_bank: bool) -> None:
    more = {"JournalCode": "OD", "JournalLib": "OD"}
    money = [line("512000", 100_00, **more)] if with_bank else []
    ceded = [
        *(line("467000", 14_00 if with_bank else 114_00, **more), *money),
        *(line("622500", 5_00, **more), line("445660", 1_00, **more)),
        line("411000", -120_00, "A", **more),
    ]
    found = facts(tmp_path, SOLD, on("20250112", ceded, "11", "AA"))
    assert found["factored"]
    assert found["days_to_pay"] == NONE
    assert found["fees"] == 5.0


def test_a_bill_of_exchange_is_paid_when_the_bank_pays(tmp_path: Path) -> None:
    more = {"JournalCode": "OD", "JournalLib": "OD"}
    bill = [line("413000", 120_00, "A", **more), line("411000", -120_00, "A", **more)]
    more = {"JournalCode": "BQ", "JournalLib": "Banque"}
    cashed = [line("512000", 120_00, **more), line("413000", -120_00, "A", **more)]
    found = facts(
        tmp_path,
        SOLD,
        on("20250115", bill, "11"),
        on("20250311", cashed, "12"),
    )
    assert found["days_to_pay"] == 60.0


def test_days_of_sales_owed(tmp_path: Path) -> None:
    found = facts(tmp_path, SOLD, on("20250120", payment("A", 60_00), "11"))
    assert (found["outstanding"], found["dso"]) == (60.0, 31 / 2)
