"""Who a sale of a FEC belongs to; nothing of account 70 is ever lost."""

from __future__ import annotations

import tempfile
from itertools import count
from pathlib import Path

import pytest
from fec_examples import full, invoice, line, payment
from hypothesis import example, given, settings
from hypothesis import strategies as st

from segmentation_addin.imports.fec.statement import Statement, read_fec
from segmentation_addin.sample.books import books_of
from segmentation_addin.sample.fec_file import Variant, write_fec
from segmentation_addin.sample.portfolio import french_portfolio

Lines = list[dict[str, str]]


def numbered(*entries: Lines) -> Lines:
    return [
        row | {"EcritureNum": f"E{number}"}
        for number, entry in enumerate(entries)
        for row in entry
    ]


OTHERS = (invoice("X", 9_000_00), invoice("Y", 9_000_00))


def read(tmp_path: Path, *entries: Lines) -> Statement:
    statement = read_fec(full(tmp_path / "fec.txt", numbered(*entries, *OTHERS)))
    assert reconciled(statement)
    return statement


def reconciled(statement: Statement) -> bool:
    """Revenue found + not allocated = account 70, in whole cents."""
    left = sum(round(amount * 100) for amount in statement.unallocated.values())
    found = sum(round(amount * 100) for amount in statement.clients["revenue"])
    return bool(found + left == round(statement.revenue * 100))


def revenue(statement: Statement) -> dict[str, float]:
    clients = statement.clients
    found = dict(zip(clients["client_id"], clients["revenue"], strict=True))
    return {client: value for client, value in found.items() if client not in "XY"}


def of(statement: Statement, client: str, column: str) -> object:
    return statement.clients.set_index("client_id").loc[client, column]


def test_freight_and_rebates_are_part_of_the_sale(tmp_path: Path) -> None:
    sale = [
        line("411000", 108_00, "A"),
        *(line("707000", -100_00), line("708500", -8_00), line("709700", 18_00)),
        line("445710", -18_00),
    ]
    assert revenue(read(tmp_path, sale)) == {"A": 90.0}


def test_a_rebate_that_equals_the_vat_cuts_no_invoice(tmp_path: Path) -> None:
    sale = [
        *(line("411000", 100_00, "A"), line("707000", -100_00)),
        *(line("709700", 20_00), line("445710", -20_00)),
    ]
    statement = read(tmp_path, sale, invoice("B", 50_00), sale[2:] + sale[:2])
    assert revenue(statement) == {"A": 160.0, "B": 50.0}
    assert of(statement, "A", "invoices") == 2


def test_a_rebate_at_the_end_of_the_year_is_a_credit_note(tmp_path: Path) -> None:
    note = [line("709700", 10_00), line("445710", 2_00), line("411000", -12_00, "A")]
    statement = read(tmp_path, invoice("A", 100_00), note)
    assert revenue(statement) == {"A": 90.0}
    assert of(statement, "A", "credit_notes") == 10.0
    assert (
        of(statement, "A", "invoices"),
        of(statement, "A", "credit_note_count"),
    ) == (1, 1)


@pytest.mark.parametrize("advance", ["419100", "419600"])
def test_an_account_411_comes_before_an_advance(tmp_path: Path, advance: str) -> None:
    both = [
        *(line("411000", 90_00, "A"), line(advance, 30_00, "B")),
        *(line("707000", -100_00), line("445710", -20_00)),
    ]
    alone = [line(advance, 120_00, "B"), *invoice("B", 100_00)[1:]]
    assert revenue(read(tmp_path, both, alone)) == {"A": 100.0, "B": 100.0}


@pytest.mark.parametrize(
    "account", ["411000", "413000", "416000", "417000", "410000", "4111"]
)
def test_bills_and_doubtful_debts_are_accounts_of_clients(
    tmp_path: Path, account: str
) -> None:
    sale = [line(account, 120_00, "A"), *invoice("A", 100_00)[1:]]
    assert revenue(read(tmp_path, sale)) == {"A": 100.0}


def test_an_account_of_its_own_is_a_client_whatever_its_root(tmp_path: Path) -> None:
    sale = [line("411DUPONT", 120_00, CompteLib="Dupont SA"), *invoice("", 100_00)[1:]]
    doubt = [line("416DUPONT", 120_00), line("411DUPONT", -120_00)]
    loss = [line("654000", 100_00), line("445710", 20_00), line("416DUPONT", -120_00)]
    statement = read(tmp_path, sale, doubt, loss)
    assert revenue(statement) == {"411DUPONT": 100.0}
    assert of(statement, "411DUPONT", "losses") == 100.0
    assert of(statement, "411DUPONT", "outstanding") == 0.0


@pytest.mark.parametrize("account", ["411", "411000", "41100000", "411100"])
def test_a_collective_account_names_nobody(tmp_path: Path, account: str) -> None:
    statement = read(tmp_path, [line(account, 120_00), *invoice("", 100_00)[1:]])
    assert revenue(statement) == {}
    assert statement.unallocated == {"nameless": 100.0}


def test_accruals_belong_to_the_client_they_name_but_are_no_documents(
    tmp_path: Path,
) -> None:
    accrued = [line("418100", 120_00, "A"), *invoice("A", 100_00)[1:]]
    nameless = [line("418100", 60_00), *invoice("", 50_00)[1:]]
    statement = read(tmp_path, invoice("A", 200_00), accrued, nameless)
    assert revenue(statement) == {"A": 300.0}
    assert of(statement, "A", "invoices") == 1
    assert statement.unallocated == {"accrual": 50.0}


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ([line("530000", 120_00), *invoice("", 100_00)[1:]], "cash"),
        ([line("487000", 100_00), line("707000", -100_00)], "accrual"),
        ([line("467000", 120_00), *invoice("", 100_00)[1:]], "third_party"),
        ([line("658000", 100_00), line("707000", -100_00)], "other"),
        ([line("421000", 120_00, "S1"), *invoice("", 100_00)[1:]], "staff"),
    ],
)
def test_what_belongs_to_nobody_says_why(
    tmp_path: Path, entry: Lines, reason: str
) -> None:
    assert read(tmp_path, entry).unallocated == {reason: 100.0}


def test_a_move_within_account_70_is_nobody_s(tmp_path: Path) -> None:
    moved = [line("707000", 40_00), line("701000", -40_00)]
    statement = read(tmp_path, moved)
    assert (statement.unallocated, statement.revenue) == ({}, 18_000.0)


def test_the_third_party_of_every_line_is_used_where_no_411_is(tmp_path: Path) -> None:
    sale = [
        line("530000", 120_00, "A"),
        *(x | {"CompAuxNum": "A"} for x in invoice("A", 100_00)[1:]),
    ]
    assert revenue(read(tmp_path, sale)) == {"A": 100.0}


def test_what_staff_buy_names_nobody(tmp_path: Path) -> None:
    more = {"CompAuxNum": "E7", "CompAuxLib": "Petit Jeanne"}
    sale = [x | more for x in (line("421000", 120_00), *invoice("", 100_00)[1:])]
    statement = read(tmp_path, sale)
    assert revenue(statement) == {}
    assert statement.unallocated == {"staff": 100.0}


GROUPED = [
    line("411000", 120_00, "A", PieceRef="F1", EcritureLib="un"),
    line("411000", 240_00, "B", PieceRef="F2", EcritureLib="deux"),
    line("707000", -100_00, PieceRef="F1", EcritureLib="un"),
    line("707000", -200_00, PieceRef="F2", EcritureLib="deux"),
    line("445710", -20_00, PieceRef="F1", EcritureLib="un"),
    line("445710", -40_00, PieceRef="F2", EcritureLib="deux"),
]


@pytest.mark.parametrize(
    ("change", "shared"),
    [
        ({}, False),
        ({"PieceRef": "x"}, False),
        ({"PieceRef": "x", "EcritureLib": "y"}, True),
    ],
)
def test_a_grouped_entry_is_split_by_piece_then_by_label(
    tmp_path: Path, change: dict[str, str], shared: bool
) -> None:
    statement = read(tmp_path, [x | change for x in GROUPED])
    assert revenue(statement) == {"A": 100.0, "B": 200.0}
    assert bool(of(statement, "A", "shared")) is shared


def test_freight_stands_apart_and_reconciles(tmp_path: Path) -> None:
    sale = [
        *(line("411000", 108_00, "A"), line("707000", -80_00)),
        *(line("708500", -10_00), line("445710", -18_00)),
    ]
    till = [line("530000", 12_00), line("708500", -10_00), line("445710", -2_00)]
    both = [
        *(line("411000", 60_00, "B"), line("411000", 60_00, "C")),
        *(line("707000", -90_01), line("708500", -9_99), line("445710", -20_00)),
    ]
    statement = read(tmp_path, sale, till, both)
    found = {client: of(statement, client, "freight") for client in "ABC"}
    assert found == {"A": 10.0, "B": 5.0, "C": 4.99}
    assert statement.freight == 29.99
    given = round(sum(statement.clients["freight"]), 2)
    assert round(statement.freight - given, 2) == 10.0


TILL = [
    line("411000", 120_00, "A", PieceRef="F1", EcritureLib="Facture"),
    line("530000", 60_00, PieceRef="Z1", EcritureLib="Caisse"),
    line("707000", -100_00, PieceRef="F1", EcritureLib="Facture"),
    line("707000", -50_00, PieceRef="Z1", EcritureLib="Caisse"),
    line("445710", -20_00, PieceRef="F1", EcritureLib="Facture"),
    line("445710", -10_00, PieceRef="Z1", EcritureLib="Caisse"),
]


@pytest.mark.parametrize(
    ("change", "expected", "cash"),
    [
        ({}, 100.0, {"cash": 50.0}),
        ({"PieceRef": "x"}, 100.0, {"cash": 50.0}),
        ({"PieceRef": "x", "EcritureLib": "y"}, 150.0, {}),
    ],
)
def test_a_till_sale_in_the_entry_of_an_invoice_is_nobody_s(
    tmp_path: Path, change: dict[str, str], expected: float, cash: dict[str, float]
) -> None:
    statement = read(tmp_path, [x | change for x in TILL])
    assert revenue(statement) == {"A": expected}
    assert statement.unallocated == cash


def test_a_till_sale_among_invoices_of_several_clients(tmp_path: Path) -> None:
    statement = read(tmp_path, [*GROUPED[:2], *TILL[1::2], *GROUPED[2:]])
    assert revenue(statement) == {"A": 100.0, "B": 200.0}
    assert statement.unallocated == {"cash": 50.0}


def test_what_a_client_pays_at_once_stays_its_own(tmp_path: Path) -> None:
    entry = [
        *(line("411000", 60_00, "A"), line("512000", 60_00, PieceRef="CB")),
        *(line("707000", -100_00), line("445710", -20_00)),
    ]
    statement = read(tmp_path, entry)
    assert revenue(statement) == {"A": 100.0}
    assert statement.unallocated == {}


def test_the_lines_of_sales_come_before_the_pieces(tmp_path: Path) -> None:
    entry = [x | {"PieceRef": "x", "EcritureLib": "y"} for x in GROUPED]
    entry[2] |= {"CompAuxNum": "B"}
    entry[3] |= {"CompAuxNum": "A"}
    assert revenue(read(tmp_path, entry)) == {"A": 200.0, "B": 100.0}


def test_debts_that_cancel_make_no_giants(tmp_path: Path) -> None:
    entry = [
        *(line("411000", 1000_00, "A"), line("411000", -999_00, "B")),
        *(line("512000", 599_00), line("707000", -500_00), line("445710", -100_00)),
    ]
    found = revenue(read(tmp_path, entry))
    assert max(found.values()) <= 500.0
    assert sum(found.values()) == 500.0


def test_discounts_losses_and_fees_go_to_their_client(tmp_path: Path) -> None:
    discount = payment("A", 118_00)
    discount[0] |= {"Debit": "116,00"}
    discount.append(line("665000", 2_00, JournalCode="BQ", JournalLib="Banque"))
    ceded = [line("467000", 115_00), line("622500", 5_00), line("411000", -120_00, "B")]
    statement = read(
        tmp_path, invoice("A", 100_00), invoice("B", 100_00), discount, ceded
    )
    assert of(statement, "A", "discounts") == 2.0
    assert of(statement, "B", "fees") == 5.0
    assert of(statement, "A", "outstanding") == 2.0
    assert of(statement, "B", "factored")


def test_costs_of_the_whole_company_are_there_for_pools(tmp_path: Path) -> None:
    costs = [
        *(line("607000", 50_00), line("603700", -8_00), line("604000", 5_00)),
        *(line("624200", 4_00), line("641100", 30_00), line("401000", -81_00)),
    ]
    assert read(tmp_path, costs).cost_bases == {
        "purchases": 42.0,
        "subcontracting": 5.0,
        "transport": 4.0,
        "staff": 30.0,
    }


amounts = st.integers(-200_000, 500_000).filter(bool)
sides = st.sampled_from(
    [
        "411000",
        "411100",
        "411ABC",
        "416ABC",
        "419100",
        "418000",
        "512000",
        "530000",
        "467000",
        "421000",
        "401000",
        "487000",
        "707000",
        "709000",
        "70",
        "641000",
    ]
)
someone = st.sampled_from(["", "", "A", "B", "C"])
entry = st.lists(st.tuples(sides, amounts, someone), min_size=1, max_size=6)


@given(
    entries=st.lists(entry, max_size=12),
    same_number=st.booleans(),
    marks=st.sampled_from(["", "x", "{}"]),
    forward=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_nothing_of_account_70_is_lost_whatever_the_entries(
    entries: list[list[tuple[str, int, str]]],
    same_number: bool,
    marks: str,
    forward: bool,
) -> None:
    places = count()
    lines: Lines = []
    for number, rows in enumerate(entries):
        place = str(next(places))
        more = {"EcritureNum": "0" if same_number else place}
        more["PieceRef"] = marks.format(place)
        if forward and not number:
            more["JournalCode"] = more["JournalLib"] = "AN"
        gap = -sum(cents for _, cents, _ in rows)
        closing = [("707000" if number % 2 else "471000", gap, "")]
        lines += [line(a, c, who, **more) for a, c, who in [*rows, *closing]]
    lines += [row for other in OTHERS * 80 for row in other]
    with tempfile.TemporaryDirectory() as folder:
        statement = read_fec(full(Path(folder) / "fec.txt", lines))
    if not statement.clients.empty:
        assert reconciled(statement)


variants = st.builds(
    Variant,
    name=st.just("any"),
    separator=st.sampled_from("\t|;"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"]),
    newline=st.sampled_from(["\r", "\n", "\r\n", "\r\r\n"]),
    signed=st.booleans(),
    headings=st.sampled_from(["legal", "renamed", "none"]),
    trailing=st.booleans(),
    piped_label=st.booleans(),
    zero_entries=st.booleans(),
    amounts=st.sampled_from(["legal", "padded", "point"]),
    own_accounts=st.booleans(),
    lettered=st.booleans(),
)


@given(
    seed=st.integers(1, 10_000), year=st.sampled_from([2024, 2025]), variant=variants
)
@example(
    seed=1,
    year=2025,
    variant=Variant("", headings="none", trailing=True, piped_label=True),
)
@example(
    seed=1,
    year=2025,
    variant=Variant("", ";", headings="renamed", piped_label=True, amounts="padded"),
)
@settings(max_examples=12, deadline=None)
def test_any_portfolio_in_any_variant_is_found(
    seed: int, year: int, variant: Variant
) -> None:
    made = books_of(french_portfolio(seed, clients=12), year)
    with tempfile.TemporaryDirectory() as folder:
        statement = read_fec(write_fec(made, Path(folder) / "fec.txt", variant))
    assert reconciled(statement)
    assert round(statement.revenue * 100) == made.revenue
    found = {
        str(row["client_id"]).removeprefix("411"): row
        for row in statement.clients.to_dict("records")
    }
    for code, truth in made.truth.items():
        if truth.months:
            row = found[code]
            names = ("revenue", "credit_notes", "discounts", "losses")
            cents = [round(row[name] * 100) for name in names]
            told = [truth.revenue, truth.credit_notes, truth.discounts, truth.losses]
            assert cents == told
            counts = (row["invoices"], row["credit_note_count"])
            assert counts == (truth.invoices, truth.credit_note_count)
