"""A workbook as doctor sees it: read only, each part when a check asks for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from segmentation_addin.computer import Computer
from segmentation_addin.excel.registry import FUNCTIONS
from segmentation_addin.services.upgrading import Plan, planned
from segmentation_addin.services.workbook_conf import conf_values
from segmentation_addin.services.workbook_macros import macro_enabled, read_macros
from segmentation_addin.template.vba_reading import Project
from segmentation_addin.workbook.book_part import BookPart
from segmentation_addin.workbook.cell_xml import unescape_text
from segmentation_addin.workbook.host import Cell, HostError
from segmentation_addin.workbook.outputs import TABLES
from segmentation_addin.workbook.package import Package

_FORMULA = re.compile(r"<f\b([^>]*?)(?:/>|>([^<]*)</f>)")
_SHARED = re.compile(r'\bsi="(\d+)"')
_ARRAY = re.compile(r'\bt="array"')
_AREA = re.compile(r'\bref="[A-Z]+\d+:')
_CALL = re.compile(
    r"(?<![\w.])(?:" + "|".join(function.name for function in FUNCTIONS) + r")\s*\(",
    re.IGNORECASE,
)


class WorkbookFile:
    """One workbook file, looked at through the computer that holds it.

    Args:
        computer: reads the file.
        path: as the user gave it.
    """

    def __init__(self, computer: Computer, path: str) -> None:
        self.computer = computer
        self.path = path

    @cached_property
    def refusal(self) -> HostError | None:
        """Why the file cannot be read as a workbook; None when it can."""
        try:
            self.book.tables  # noqa: B018 - the parts are read here
            self.conf  # noqa: B018 - and the cells
        except HostError as error:
            return error
        return None

    @cached_property
    def data(self) -> bytes:
        """The bytes of the file; HostError when it cannot be read."""
        content = self.computer.read(self.path)
        if content is None:
            there = self.computer.exists(self.path)
            code = "cannot_read" if there else "missing_file"
            raise HostError(code, path=self.path, reason="?")
        return content

    @cached_property
    def book(self) -> BookPart:
        """The workbook's sheets and tables."""
        return BookPart(Package(self.data, self.path))

    @property
    def declared_tables(self) -> int:
        """Number of tables of ours."""
        return sum(table.part.name in TABLES for table in self.book.tables)

    @property
    def macro_enabled(self) -> bool:
        """True when the file may hold macros."""
        return macro_enabled(self.book)

    @cached_property
    def macros(self) -> Project | None:
        """The VBA project; None without one. ValueError: it cannot be read."""
        return read_macros(self.book)

    @cached_property
    def conf(self) -> Mapping[str, Cell] | None:
        """Key and value of each row of the settings sheet; None without one."""
        return conf_values(self.data, self.book)

    @cached_property
    def upgrade(self) -> Plan | HostError:
        """What an upgrade would renew, or why it would be refused."""
        try:
            return planned(self.data, self.path)
        except HostError as error:
            return error

    @property
    def single_calls(self) -> int:
        """Number of cells that call a function of ours for one cell."""
        return sum(
            _single_calls(self.book.package.read(sheet.part).decode("utf-8", "replace"))
            for sheet in self.book.sheets
        )


def _single_calls(xml: str) -> int:
    ours: set[str] = set()
    count = 0
    for attributes, text in _FORMULA.findall(xml):
        if _ARRAY.search(attributes) and _AREA.search(attributes):
            continue
        shared = _SHARED.search(attributes)
        if _CALL.search(unescape_text(text)):
            count += 1
            if shared:
                ours.add(shared[1])
        elif not text and shared and shared[1] in ours:
            count += 1
    return count
