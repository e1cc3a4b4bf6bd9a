"""Entries of a FEC: their key, what they lack, and the balances brought forward."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from fec_examples import full, invoice, line, payment

from segmentation_addin.imports.fec.statement import Statement, read_fec

Lines = list[dict[str, str]]


def revenue(statement: Statement) -> dict[str, float]:
    clients = statement.clients
    return dict(zip(clients["client_id"], clients["revenue"], strict=True))


def codes(statement: Statement) -> set[str]:
    return {issue.code for issue in statement.issues}


def of(statement: Statement, client: str, column: str) -> object:
    return statement.clients.set_index("client_id").loc[client, column]


INVOICES = [(f"C{i}", 1000 * (i + 1), f"202501{i + 2:02d}") for i in range(9)]


def sales(**more: str) -> Lines:
    """Nine invoices, each with a number and a piece of its own unless told."""
    return [
        row
        for number, (client, net, day) in enumerate(INVOICES)
        for row in invoice(
            client,
            net,
            EcritureNum=f"V{number}",
            PieceRef=f"F{number}",
            EcritureDate=day,
            PieceDate=day,
            **more,
        )
    ]


NETS = {client: net / 100 for client, net, _ in INVOICES}


@pytest.mark.parametrize(
    "change",
    [
        {"EcritureNum": ""},
        {"EcritureNum": "0"},
        {"EcritureNum": "", "EcritureDate": "20250131"},
        {"EcritureNum": "", "PieceRef": ""},
        {"EcritureNum": "", "PieceRef": "", "EcritureLib": ""},
        {"EcritureNum": "0", "PieceRef": "x", "EcritureDate": "20250131"},
    ],
)
def test_numbers_left_blank_or_all_alike_lose_nothing(
    tmp_path: Path, change: dict[str, str]
) -> None:
    lines = [x | change for x in sales()]
    statement = read_fec(full(tmp_path / "fec.txt", lines))
    assert revenue(statement) == NETS
    assert not statement.clients["shared"].any()


def test_numbers_that_differ_are_the_key(tmp_path: Path) -> None:
    statement = read_fec(full(tmp_path / "fec.txt", sales()))
    assert statement.key == ("journal", "entry", "entry_date")


def test_lines_by_account_without_numbers_are_known_by_their_piece(
    tmp_path: Path,
) -> None:
    lines = [x | {"EcritureNum": "", "EcritureDate": "20250131"} for x in sales()]
    lines.sort(key=lambda row: row["CompteNum"])
    statement = read_fec(full(tmp_path / "fec.txt", lines))
    assert revenue(statement) == NETS
    assert not statement.clients["shared"].any()


def test_an_entry_over_two_days_is_known_by_its_number(tmp_path: Path) -> None:
    lines = sales()
    for row in lines[2::3]:
        row["EcritureDate"] = "20250228"
    statement = read_fec(full(tmp_path / "fec.txt", lines))
    assert statement.key == ("journal", "entry")
    assert revenue(statement) == NETS


def test_a_number_a_line_is_known_by_its_piece(tmp_path: Path) -> None:
    lines = [x | {"EcritureNum": str(i)} for i, x in enumerate(sales())]
    statement = read_fec(full(tmp_path / "fec.txt", lines))
    assert statement.key == ("journal", "piece", "entry_date")
    assert revenue(statement) == NETS


def test_with_no_key_at_all_the_running_balance_cuts(tmp_path: Path) -> None:
    lines = [
        x | {"EcritureNum": str(i), "PieceRef": f"P{i}"} for i, x in enumerate(sales())
    ]
    statement = read_fec(full(tmp_path / "fec.txt", lines))
    assert statement.key is None
    assert revenue(statement) == NETS


@pytest.mark.parametrize("number", ["{}", "0", ""])
def test_a_cent_lost_to_rounding_mixes_no_clients(tmp_path: Path, number: str) -> None:
    lines = sales()
    for i in range(9):
        for row in lines[3 * i : 3 * i + 3]:
            row["EcritureNum"] = number.format(i)
            row["EcritureDate"] = "20250131"
    for i, extra in ((1, 1), (4, -1)):
        vat = INVOICES[i][1] // 5 + extra
        lines[3 * i + 2]["Credit"] = f"{vat / 100:.2f}".replace(".", ",")
    statement = read_fec(full(tmp_path / "fec.txt", lines))
    assert revenue(statement) == NETS
    assert not statement.clients["shared"].any()
    (issue,) = (x for x in statement.issues if x.code == "fec_entries_unbalanced")
    assert (issue.params["count"], issue.amount) == (2, 0.02)


def opening(day: str, owed: int, piece_day: str, code: str = "AN") -> Lines:
    label = {"AN": "Report à nouveau", "OD": "Solde", "AD": "A nouveau détaillé"}[code]
    more = {"JournalCode": code, "JournalLib": code, "EcritureNum": f"{code}{day}"}
    more |= {"EcritureDate": day, "PieceDate": day, "EcritureLib": label}
    return [
        line("101000", -1000, **more),
        line("218000", 1700, **more),
        line("411000", owed, "C1", **(more | {"PieceDate": piece_day})),
        line("445500", 500, **more),
        line("512000", -1200 - owed, **more),
    ]


@pytest.mark.parametrize("code", ["AN", "OD", "AD"])
@pytest.mark.parametrize("place", [0, 9, 27])
def test_openings_are_found_wherever_they_stand(
    tmp_path: Path, place: int, code: str
) -> None:
    lines = sales()
    lines[place:place] = opening("20250101", 7000, "20241120", code)
    if code == "OD":
        more = {"JournalCode": "OD", "JournalLib": "OD", "EcritureNum": "7"}
        lines += [line("607000", 90, **more), line("408000", -90, **more)]
    statement = read_fec(full(tmp_path / "fec.txt", lines))
    assert revenue(statement) == NETS
    assert of(statement, "C1", "outstanding") == 70.0 + 24.0
    assert of(statement, "C1", "known_before")
    assert not of(statement, "C2", "known_before")


def test_an_opening_without_numbers_stands_beside_other_entries(tmp_path: Path) -> None:
    more = {"JournalCode": "OD", "JournalLib": "OD", "EcritureDate": "20250101"}
    back = [line("607000", 90, **more), line("408000", -90, **more)]
    lines = [*opening("20250101", 7000, "20241120", "OD"), *back, *sales()]
    lines = [x | {"EcritureNum": "0"} for x in lines]
    statement = read_fec(full(tmp_path / "fec.txt", lines))
    assert of(statement, "C1", "known_before")
    assert statement.period_start.date().isoformat() == "2025-01-01"


def test_the_opening_of_a_later_year_says_nothing_new(tmp_path: Path) -> None:
    mark = {"EcritureLet": "AA", "EcritureDate": "20260115", "PieceDate": "20260115"}
    lines = [
        *opening("20250101", 7000, "20241120"),
        *sales(),
        *opening("20260101", 7000 + 2400, "20250103"),
        *payment("C1", 2400, **mark),
    ]
    lines[5 + 3]["EcritureLet"] = "AA"  # the invoice of C1
    lines[5 + 27 + 2]["EcritureLet"] = "AA"  # the same, brought forward
    statement = read_fec(full(tmp_path / "fec.txt", lines))
    assert of(statement, "C1", "outstanding") == 70.0
    assert of(statement, "C1", "days_to_pay") == 12 + 365
    assert revenue(statement) == NETS


def test_a_balance_without_its_invoice_tells_no_delay(tmp_path: Path) -> None:
    paid = {"EcritureDate": "20250110", "PieceDate": "20250110"}
    for piece_day, days in (("20250101", None), ("20231111", 426.0)):
        lines = [
            *opening("20250101", 7000, piece_day),
            *payment("C1", 7000, **paid),
            *sales(),
        ]
        lines[2]["EcritureLet"] = lines[6]["EcritureLet"] = "AA"
        found = of(read_fec(full(tmp_path / "fec.txt", lines)), "C1", "days_to_pay")
        assert found == pytest.approx(
            float("nan") if days is None else days, nan_ok=True
        )


def test_dates_swapped_by_the_program_change_nothing(tmp_path: Path) -> None:
    mark = {"EcritureLet": "AA", "EcritureDate": "20250302", "PieceDate": "20250302"}
    lines = [*sales(), *payment("C1", 2400, **mark)]
    lines[3]["EcritureLet"] = "AA"
    for row in lines:
        row["EcritureDate"] = "20250305" if row["JournalCode"] == "VE" else "20250302"
    plain = read_fec(full(tmp_path / "plain.txt", lines))
    for row in lines:
        days = row["EcritureDate"], row["PieceDate"]
        row["PieceDate"], row["EcritureDate"] = days
    swapped = read_fec(full(tmp_path / "swapped.txt", lines))
    columns = ["client_id", "revenue", "last_order", "days_to_pay", "invoices"]
    assert plain.clients[columns].equals(swapped.clients[columns])


def test_the_order_of_the_parts_of_the_year_is_free(tmp_path: Path) -> None:
    blocks = [opening("20250101", 7000, "20241120"), sales(), payment("C1", 2400)]
    found = [
        read_fec(full(tmp_path / "fec.txt", [row for part in order for row in part]))
        for order in permutations(blocks)
    ]
    assert all(x.clients.equals(found[0].clients) for x in found)
