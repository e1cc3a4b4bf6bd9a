"""Every fixed cell outside tables, and what a refresh writes into them."""

from __future__ import annotations

from functools import cache

from segmentation_addin.languages import Language
from segmentation_addin.workbook.board_actions import action_cells
from segmentation_addin.workbook.board_analysis import analysis_cells
from segmentation_addin.workbook.board_cards import card_cells
from segmentation_addin.workbook.board_cells import FixedCell, resolve
from segmentation_addin.workbook.board_charts import chart_cells
from segmentation_addin.workbook.board_check import check_cells
from segmentation_addin.workbook.board_curves import curve_cells
from segmentation_addin.workbook.board_dimensions import dimension_cells
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_history import history_cells
from segmentation_addin.workbook.board_home import DATE_CELL, home_cells
from segmentation_addin.workbook.board_letters import letter_cells
from segmentation_addin.workbook.board_map import map_cells
from segmentation_addin.workbook.board_method import method_cells
from segmentation_addin.workbook.board_quality import quality_cells
from segmentation_addin.workbook.board_readings import reading_cells
from segmentation_addin.workbook.board_review import review_cells
from segmentation_addin.workbook.board_selection import selection_cells
from segmentation_addin.workbook.board_start_letters import start_letter_cells
from segmentation_addin.workbook.board_top_lists import top_list_cells
from segmentation_addin.workbook.board_twin import twin_cells
from segmentation_addin.workbook.board_value import value_cells
from segmentation_addin.workbook.board_what_if import what_if_cells
from segmentation_addin.workbook.host import Cell, FixedValues

__all__ = [
    "DATE_CELL",
    "FIXED_CELLS",
    "Facts",
    "FixedCell",
    "declared_formulas",
    "fixed_values",
    "resolve",
]

FIXED_CELLS: tuple[FixedCell, ...] = (
    *home_cells(),
    *check_cells(),
    *quality_cells(),
    *card_cells(),
    *letter_cells(),
    *reading_cells(),
    *chart_cells(),
    *selection_cells(),
    *start_letter_cells(),
    *top_list_cells(),
    *dimension_cells(),
    *curve_cells(),
    *value_cells(),
    *map_cells(),
    *analysis_cells(),
    *what_if_cells(),
    *action_cells(),
    *method_cells(),
    *review_cells(),
    *history_cells(),
    *twin_cells(),
)
"""Of every sheet, each in reading order."""


@cache
def _formulas(language: Language) -> dict[tuple[str, str], str]:
    return {
        (fixed.sheet, fixed.cell): resolve(fixed.formula, language)
        for fixed in FIXED_CELLS
        if fixed.formula is not None
    }


def declared_formulas(language: Language) -> FixedValues:
    """The declared formulas alone: a write that leaves their values as they are."""
    return FixedValues({}, dict(_formulas(language)))


def fixed_values(facts: Facts) -> FixedValues:
    """What stands in every fixed cell that is not a plain label.

    Amounts in the workbook's currency, rates 0-1; a formula that shows nothing
    has the value "", a written cell that shows nothing has None.
    """
    values: dict[tuple[str, str], Cell] = {
        (fixed.sheet, fixed.cell): fixed.value(facts)
        for fixed in FIXED_CELLS
        if fixed.value is not None
    }
    stamps = frozenset(
        (fixed.sheet, fixed.cell) for fixed in FIXED_CELLS if fixed.stamp
    )
    return FixedValues(values, dict(_formulas(facts.language)), stamps)
