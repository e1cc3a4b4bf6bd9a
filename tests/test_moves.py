"""Which letters new knots would move: counted, named, in words."""

from __future__ import annotations

from memory_host import memory_host, raw_table

from segmentation_addin.results.moves import Move, counted, largest, move_lines
from segmentation_addin.services.recalibrating import preview
from segmentation_addin.workbook.inputs import CLIENTS, MARGINS, SCALE

MOVES = [
    Move("C1", "Dupont", "B", "A", 1000.0),
    Move("C2", "Élan", "B", "A", 3000.0),
    Move("C3", "Durand", "A", "C", 2000.0),
    Move("C4", "Sans CA", "A", "C", float("nan")),
]


def test_moves_are_counted_from_letter_to_letter() -> None:
    assert [(c.before, c.after, c.clients, c.revenue) for c in counted(MOVES)] == [
        ("A", "C", 2, 2000.0),
        ("B", "A", 2, 4000.0),
    ]


def test_the_largest_known_revenues_come_first_ties_by_code() -> None:
    twin = Move("C0", "Twin", "B", "C", 3000.0)
    assert [m.client_id for m in largest([*MOVES, twin], 3)] == ["C0", "C2", "C3"]


def test_the_words_in_english_and_french() -> None:
    english = move_lines(MOVES, 40, "EUR", "en")
    assert english[:3] == [
        "New knots would move 4 of 40 clients (6,000 EUR of revenue):",
        "  A → C: 2 (2,000 EUR)",
        "  B → A: 2 (4,000 EUR)",
    ]
    assert english[-1] == "  B → A  C1  Dupont  1,000 EUR"
    french = move_lines(MOVES, 40, "EUR", "fr")
    assert french[1] == "  A → C : 2 (2\u202f000 EUR)"
    assert move_lines([], 40, "EUR", "en") == [
        "New knots would move no letter (40 clients)."
    ]


def test_a_name_cannot_break_a_line() -> None:
    hostile = Move("C1", "A\nB\x1b[31m" + "x" * 90, "A", "B", 1.0)
    line = move_lines([hostile], 1, "", "en")[-1]
    assert "\x1b" not in line
    assert len(line) < 80


def test_a_preview_compares_standing_knots_with_new_ones() -> None:
    """Ten clients against knots typed for sales a hundred times larger."""
    margins = [
        {"client_id": f"C{i}", "period": day, "revenue": 100 * i, "gross_margin": 10}
        for i in range(1, 11)
        for day in ("2024-12-31", "2025-12-31")
    ]
    knots = {f"knot_{p}": 10000 + 100 * p for p in (0, 25, 50, 75, 100)}
    scale = {"criterion": "value", "better": "higher", "weight": 1, **knots}
    host = memory_host(
        tblClients=raw_table(CLIENTS, [{"client_id": f"C{i}"} for i in range(1, 11)]),
        tblMargins=raw_table(MARGINS, margins),
        tblScale=raw_table(SCALE, [scale]),
    )
    found = preview(host)
    assert not found.refused
    assert found.clients == 10
    assert {move.before for move in found.moves} == {"C"}
    assert "A" in {move.after for move in found.moves}
    scale["fixed"] = "yes"
    host.raws["tblScale"] = raw_table(SCALE, [scale])
    assert preview(host).moves == []


def test_a_preview_is_refused_where_nothing_can_be_computed() -> None:
    found = preview(memory_host())
    assert found.refused
    assert found.issues[0].severity == "error"
