"""The pages of the board as data: the workbook's own figures, and no others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import report_examples

from segmentation_addin.languages import LANGUAGES, Language, number, percent
from segmentation_addin.report.board_charts import bubbles, whale
from segmentation_addin.report.contents import cards, report
from segmentation_addin.report.formats import shown
from segmentation_addin.report.pages import (
    ChartBlock,
    Report,
    Section,
    TableBlock,
    Words,
)
from segmentation_addin.report.tables import by_letter, groups
from segmentation_addin.workbook.board import Facts, fixed_values
from segmentation_addin.workbook.board_charts import RATE_HIGH, RATE_LOW
from segmentation_addin.workbook.board_dimensions import DIMENSIONS

KEYS = [
    *(
        "headline",
        "letters",
        "start",
        "whale",
        "value",
        "sector",
        "account_manager",
        "region",
    ),
    *("false_good", "risk", "lever", "concentration", "meanings", "definitions"),
]


def section(pages: Report, key: str) -> Section:
    return next(x for x in pages.sections if x.key == key)


def table(pages: Report, key: str) -> TableBlock:
    return next(x for x in section(pages, key).blocks if isinstance(x, TableBlock))


def with_column(facts: Facts, key: str, values: list[object]) -> Facts:
    frame = facts.segmentation.copy()
    frame[key] = np.array(values, dtype=object)
    return replace(facts, segmentation=frame)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("clients", [0, 1, 5, 60])
def test_the_headline_is_that_of_the_dashboard(
    clients: int, language: Language
) -> None:
    facts = report_examples.facts(clients, language)
    cells = fixed_values(facts).values
    for card, column in zip(cards(facts).cards, "BEIM", strict=True):
        assert card.sentence == cells["dashboard", f"{column}7"]
        figure = cells["dashboard", f"{column}6"]
        if isinstance(figure, float):
            decimals = 0 if column == "B" else 1
            assert card.figure == percent(figure, language, decimals)
        else:
            assert card.figure == str(figure)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_by_letter_holds_the_figures_of_the_dashboard(
    language: Language,
) -> None:
    facts = report_examples.facts(60, language)
    found = by_letter(facts)
    revenue = [column.heading for column in found.columns].index(
        {"en": "Revenue", "fr": "Chiffre d'affaires"}[language]
    )
    for row, name in zip(
        found.rows,
        ("A", "B", "C", "D", "NC", "inactive", "unknown", "total"),
        strict=True,
    ):
        value = facts.kpis[name]["revenue"]
        assert isinstance(value, float)
        assert row[revenue].text == number(value, language)
    assert [row[0].letter for row in found.rows[:5]] == ["A", "B", "C", "D", "NC"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("clients", [0, 1, 5, 60])
def test_every_section_is_there_and_holds_something(
    clients: int, language: Language
) -> None:
    pages = report(report_examples.facts(clients, language))
    assert [x.key for x in pages.sections] == KEYS
    for part in pages.sections:
        assert part.title
        assert part.blocks
        for block in part.blocks:
            if isinstance(block, TableBlock):
                assert block.rows
                assert all(len(row) == len(block.columns) for row in block.rows)


def test_no_word_stays_in_the_other_language() -> None:
    english, french = (
        report(report_examples.facts(60, language)) for language in LANGUAGES
    )
    for ours, theirs in zip(english.sections, french.sections, strict=True):
        same = {"concentration"}
        assert (ours.title == theirs.title) == (ours.key in same)
        for block, other in zip(ours.blocks, theirs.blocks, strict=True):
            if isinstance(block, Words):
                assert block != other


def test_a_workbook_never_refreshed_says_so_and_draws_nothing() -> None:
    pages = report(Facts.empty("fr"))
    assert pages.banner.startswith("Pas encore actualisé")
    blocks = [block for part in pages.sections for block in part.blocks]
    assert not any(isinstance(block, ChartBlock) for block in blocks)


def test_the_title_can_be_chosen() -> None:
    assert report(Facts.empty("en"), "Board of May").title == "Board of May"
    assert report(Facts.empty("en")).title == "Client segmentation, A to D"


@pytest.mark.parametrize(
    ("value", "style", "english", "french"),
    [
        (1234.5, "line amount", "1,235", "1\u202f235"),
        (0.1234, "percent", "12.3%", "12,3\u202f%"),
        (0.1234, "card_figure percent_whole", "12%", "12\u202f%"),
        (0.05, "change", "+5.0%", "+5,0\u202f%"),
        (-0.05, "change", "-5.0%", "-5,0\u202f%"),
        (0.0001, "change", "0.0%", "0,0\u202f%"),
        (12.4, "gap", "+12", "+12"),
        (0.06789, "index", "0.0679", "0,0679"),
        (float("nan"), "amount", "", ""),
        (None, "amount", "", ""),
        ("12", "amount", "12", "12"),
    ],
)
def test_a_figure_is_written_as_its_cell_shows_it(
    value: float | str | None, style: str, english: str, french: str
) -> None:
    assert (shown(value, style, "en"), shown(value, style, "fr")) == (english, french)


# --- groups -----------------------------------------------------------------------

SECTOR, _, REGION = DIMENSIONS


def test_ten_groups_are_shown_and_the_others_make_up_the_total() -> None:
    facts = report_examples.facts(300, "en")
    rows = table(report(facts), "region").rows
    assert [row[0].text for row in rows[-2:]] == ["Others", "Total"]
    assert len(rows) == 12
    revenue = facts.figures.total("revenue", facts.figures.counted)
    assert rows[-1][7].text == number(revenue, "en")
    amounts = [int(row[7].text.replace(",", "")) for row in rows]
    assert amounts[:10] == sorted(amounts[:10], reverse=True)
    assert sum(amounts[:-1]) == pytest.approx(amounts[-1], abs=10)


def test_the_bars_hold_every_client_of_the_table() -> None:
    facts = report_examples.facts(300, "en")
    found = groups(facts, REGION)
    rows = table(report(facts), "region").rows
    assert len(found) == 11
    for group, row in zip(found, rows, strict=False):
        assert group.name == row[0].text
        assert group.clients == int(row[1].text)
        assert [str(count) for count in group.counts] == [x.text for x in row[2:7]]
    assert sum(group.clients for group in found) == int(facts.figures.counted.sum())


def test_a_dimension_that_nobody_filled_is_said_not_drawn() -> None:
    none = ["(non renseigné)"] * 20
    facts = with_column(report_examples.facts(20, "fr"), "sector", list(none))
    (said,) = section(report(facts), "sector").blocks
    assert isinstance(said, Words)
    assert "Renseigné pour aucun client" in said.text


def test_a_dimension_that_somebody_filled_shows_the_blanks_too() -> None:
    facts = report_examples.facts(3, "en")
    facts = with_column(facts, "sector", ["Health", "(none)", "(none)"])
    facts = with_column(facts, "sector_rank", [1, 2, 2])
    facts = with_column(facts, "decided_by", ["score"] * 3)
    assert [group.name for group in groups(facts, SECTOR)] == ["Health", "(none)"]


# --- since the previous period ----------------------------------------------------


def test_the_letters_at_the_start_are_those_of_the_dashboard() -> None:
    facts = report_examples.facts(60, "en")
    cells = fixed_values(facts).values
    rows = table(report(facts), "start").rows
    assert [row[0].letter for row in rows[:5]] == ["A", "B", "C", "D", "NC"]
    for row, place in zip(rows, range(61, 68), strict=True):
        assert row[1].text == str(cells["dashboard", f"J{place}"])


def test_without_a_period_before_a_sentence_says_so() -> None:
    facts = with_column(report_examples.facts(5, "fr"), "previous_revenue", [None] * 5)
    (said,) = section(report(facts), "start").blocks
    assert isinstance(said, Words)
    assert "rien à comparer" in said.text


# --- top lists --------------------------------------------------------------------


@pytest.mark.parametrize("key", ["false_good", "risk", "lever"])
def test_a_top_list_holds_the_ten_first_ranks_in_order(key: str) -> None:
    facts = report_examples.facts(300, "en")
    frame = facts.segmentation.set_index(f"{key}_rank")
    rows = table(report(facts), key).rows
    assert [row[0].note for row in rows] == [
        frame.loc[rank, "client_id"] for rank in range(1, 11)
    ]
    assert [row[0].letter for row in rows] == [
        frame.loc[rank, "letter"] for rank in range(1, 11)
    ]


def test_an_empty_list_is_a_calm_sentence() -> None:
    facts = report_examples.facts(20, "en")
    for key in ("false_good", "risk", "lever"):
        facts = with_column(facts, f"{key}_rank", [None] * 20)
        (said,) = section(report(facts), key).blocks
        assert isinstance(said, Words)
        assert said.text.startswith("No ")


def test_a_client_without_name_is_shown_by_its_code() -> None:
    facts = report_examples.facts(60, "en")
    nameless = with_column(facts, "name", [""] * 60)
    first = table(report(nameless), "lever").rows[0][0]
    assert first.text.startswith("C0")
    assert first.note == ""


# --- the method -------------------------------------------------------------------


def test_the_letters_mean_what_the_method_sheet_says() -> None:
    facts = report_examples.facts(5, "en")
    rows = table(report(facts), "meanings").rows
    assert [row[0].letter for row in rows] == ["A", "B", "C", "D", "NC"]
    assert rows[0][5].text.startswith("Protect: premium offer")
    assert rows[3][5].text.startswith("Decide: price")
    said = section(report(facts), "meanings").blocks[-1]
    assert isinstance(said, Words)
    assert "D does not mean: drop the client" in said.text


# --- what can be trusted ----------------------------------------------------------


def test_confidence_is_told_in_share_of_the_revenue() -> None:
    facts = report_examples.facts(4, "en")
    facts = with_column(facts, "revenue", [700.0, 200.0, 100.0, -50.0])
    facts = with_column(facts, "confidence", ["high", "medium", "low", "low"])
    assert "high 70%, medium 20%, low 10%" in report(facts).status


# --- charts -----------------------------------------------------------------------


def test_the_curve_of_few_clients_passes_through_each_of_them() -> None:
    facts = report_examples.facts(5, "en")
    facts = with_column(facts, "net_margin", [60.0, 40.0, 0.0, -20.0, -30.0])
    facts = with_column(facts, "net_margin_rank", [1, 2, 3, 4, 5])
    curve = whale(facts)
    heights = [0, 0.6, 1, 1, 0.8, 0.5]
    assert [y for _, y in curve.points] == pytest.approx(heights)
    assert [x for x, _ in curve.points] == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])
    assert (curve.peak.x, curve.end.y) == (0.4, 0.5)
    assert curve.peak.text == "Peak: 100 EUR, client 2"
    assert curve.end.text == "Erosion 50 EUR"
    assert curve.best is not None
    assert curve.best.text == "Best 20%: 120%"


def test_the_curve_of_many_clients_is_that_of_the_dashboard() -> None:
    facts = report_examples.facts(300, "en")
    cells = fixed_values(facts).values
    points = whale(facts).points
    assert len(points) == 101
    for place in (0, 20, 57, 100):
        assert points[place] == pytest.approx(
            (cells["dashboard", f"R{6 + place}"], cells["dashboard", f"U{6 + place}"])
        )


def test_the_hundred_largest_clients_are_drawn_within_the_axis() -> None:
    facts = report_examples.facts(300, "en")
    chart, left_out = bubbles(facts)
    assert len(chart.bubbles) + left_out == 100
    assert all(RATE_LOW <= bubble.y <= RATE_HIGH for bubble in chart.bubbles)
    assert all(0 <= bubble.size <= 1 for bubble in chart.bubbles)
    assert max(bubble.size for bubble in chart.bubbles) == 1
    assert {bubble.letter for bubble in chart.bubbles} == set(chart.letters)


def test_a_client_without_margin_is_counted_not_drawn() -> None:
    facts = report_examples.facts(3, "en")
    facts = with_column(facts, "net_margin_rate", [0.1, None, 0.3])
    facts = with_column(facts, "revenue", [30.0, 20.0, 10.0])
    facts = with_column(facts, "revenue_rank", [1, 2, 3])
    chart, left_out = bubbles(facts)
    assert ([bubble.x for bubble in chart.bubbles], left_out) == ([30.0, 10.0], 1)
