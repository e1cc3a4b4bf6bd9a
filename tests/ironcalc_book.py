"""A workbook calculated by IronCalc, which knows LET, LAMBDA and dynamic arrays.

IronCalc reads the file as it is and calculates in memory; nothing is saved through
it. It knows neither our Python functions nor AGGREGATE.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ironcalc

Rows = list[list[Any]]
BENCH = "Bench"
"""A sheet of our own beside those of the workbook."""


class Book:
    """One workbook; `locale` is that of the person who types formulas."""

    def __init__(self, path: Path, locale: str = "en") -> None:
        self._model = ironcalc.load_from_xlsx(str(path), locale, "UTC", "en")
        self._model.add_sheet(BENCH)

    def _sheet(self, title: str) -> int:
        sheets = self._model.get_worksheets_properties()
        return [sheet["name"] for sheet in sheets].index(title)

    def put(self, title: str, row: int, column: int, cells: Rows) -> None:
        """Writes rows of cells: None is blank, "=" begins a formula, "#" an error."""
        sheet = self._sheet(title)
        for i, line in enumerate(cells, start=row):
            for j, value in enumerate(line, start=column):
                self._put(sheet, i, j, value)

    def _put(self, sheet: int, row: int, column: int, value: Any) -> None:
        model = self._model
        if value is None:
            model.clear_cell_contents(sheet, row, column)
        elif isinstance(value, int | float):
            model.update_cell_with_number(sheet, row, column, float(value))
        elif value.startswith(("=", "#")):
            model.set_user_input(sheet, row, column, value)
        else:
            model.update_cell_with_text(sheet, row, column, value)

    def get(self, title: str, row: int, column: int, rows: int, columns: int) -> Rows:
        """The values of a rectangle, all recalculated; an error is its text."""
        self._model.evaluate()
        sheet = self._sheet(title)
        return [
            [
                self._model.get_cell_value(sheet, row + i, column + j)
                for j in range(columns)
            ]
            for i in range(rows)
        ]

    def names(self) -> set[str]:
        """The defined names of the whole workbook, those of functions aside."""
        names = self._model.get_defined_name_list()
        return {n["name"] for n in names if n["scope"] is None and n["formula"]}
