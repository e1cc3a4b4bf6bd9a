"""The workbook that is copied."""

from __future__ import annotations

from dataclasses import dataclass

from segmentation_addin.board_copy.kept_sheets import KeptSheet
from segmentation_addin.languages import Language
from segmentation_addin.workbook.book_part import BookPart
from segmentation_addin.workbook.cell_values import BookValues
from segmentation_addin.workbook.sheet_part import SheetPart


@dataclass(frozen=True)
class Source:
    """A workbook that is copied."""

    book: BookPart
    values: BookValues
    language: Language

    def part(self, sheet: KeptSheet) -> SheetPart:
        """One of its sheets."""
        name = sheet.sheet.part
        package = self.book.package
        return SheetPart(package.read(name), package.name, name)
