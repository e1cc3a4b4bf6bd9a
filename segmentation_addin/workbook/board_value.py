"""The Value sheet: what a bank or a buyer asks, each figure with its definition."""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cards import subtitle
from segmentation_addin.workbook.board_cells import FixedCell
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_phrases import (
    NOTHING,
    Number,
    Phrase,
    amount,
    choose,
    joined,
    percentage,
    whole,
)
from segmentation_addin.workbook.board_value_base import (
    RECURRENCE_ROW,
    age_cells,
    confidence_cells,
    letter_lines,
    recurrence_cells,
)
from segmentation_addin.workbook.board_value_clients import (
    FIRST,
    PERCENTS,
    TOP_ROW,
    concentration_cells,
    dependence_cells,
)
from segmentation_addin.workbook.board_value_rows import SPAN, VALUE
from segmentation_addin.workbook.board_value_stress import STRESS_ROW, stress_cells
from segmentation_addin.workbook.outputs import SHEETS

SENTENCE_ROW = 4
_ONE, _FIVE = f"$E${TOP_ROW + 2}", f"$E${TOP_ROW + 4}"
_EQUAL = f"$E${TOP_ROW + 2 + len(FIRST) + len(PERCENTS) + 1}"
_LEFT = f"$F${STRESS_ROW + 2 + 4}"
_BEFORE = f"$E${RECURRENCE_ROW + 5}"


def _headline(blocks: list[FixedCell]) -> Phrase:
    """The figures that a reader with one minute takes along."""
    values = {cell.cell: cell.value for cell in blocks}

    def number(cell: str) -> Number:
        value = values[cell.replace("$", "")]
        assert value is not None

        def found(facts: Facts) -> float:
            shown = value(facts)
            return float(shown) if isinstance(shown, int | float) else 0.0

        return found

    def told(cell: str, phrase: Phrase) -> Phrase:
        """The phrase where the cell holds a number, else nothing."""
        value = values[cell.replace("$", "")]
        assert value is not None
        return choose(
            f"ISNUMBER({cell})",
            lambda facts: isinstance(value(facts), int | float),
            phrase,
            NOTHING,
        )

    shares = joined(
        Text("The largest client makes ", "Le premier client fait "),
        percentage(_ONE, number(_ONE)),
        Text(" of the revenue, the five largest ", " du CA, les cinq premiers "),
        percentage(_FIVE, number(_FIVE)),
        Text(": as concentrated as ", " : une concentration de "),
        whole(_EQUAL, number(_EQUAL)),
        Text(" clients of equal size. ", " clients de même taille. "),
    )
    left = joined(
        Text("Without these five, the net margin left is ", "Sans ces cinq, il reste "),
        amount(_LEFT, number(_LEFT)),
        Text(". ", " de marge nette. "),
    )
    kept = joined(
        percentage(_BEFORE, number(_BEFORE)),
        Text(
            " of the revenue comes from clients that already bought in the year before.",
            " du CA vient de clients qui achetaient déjà l'année d'avant.",
        ),
    )
    return joined(told(_ONE, joined(shares, told(_LEFT, left))), told(_BEFORE, kept))


def value_cells() -> Iterator[FixedCell]:
    """Every fixed cell of the sheet, page by page."""
    blocks = [
        *concentration_cells(),
        *dependence_cells(),
        *stress_cells(),
        *letter_lines(),
        *recurrence_cells(),
        *age_cells(),
        *confidence_cells(),
    ]
    yield FixedCell(VALUE, "B1", "title", SHEETS[VALUE].title)
    yield FixedCell(VALUE, "B2", "guide", SHEETS[VALUE].guide)
    yield subtitle().cell(VALUE, "B3", "subtitle")
    yield _headline(blocks).cell(VALUE, f"B{SENTENCE_ROW}", "text", SPAN)
    yield from blocks
