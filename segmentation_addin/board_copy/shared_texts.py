"""The shared texts of the copy: those that its cells still use, and no other."""

from __future__ import annotations

import re

from segmentation_addin.board_copy.elements import elements, root_of
from segmentation_addin.board_copy.relations import HEAD
from segmentation_addin.workbook.cell_xml import unescape_text

_PHONETIC = re.compile(r"<(?:rPh|phoneticPr)\b[^>]*?(?:/>|>.*?</rPh>)", re.DOTALL)
_TEXT = re.compile(r"<t\b[^>]*?(?:/>|>([^<]*)</t>)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class SharedTexts:
    """The shared texts of a workbook, asked for one by one.

    Args:
        xml: the part of shared texts; "" when the workbook has none.
    """

    def __init__(self, xml: str) -> None:
        inner = root_of(xml).inner if xml else ""
        self._texts = [
            _PHONETIC.sub("", element.inner)
            for element in elements(inner)
            if element.name == "si"
        ]
        self._places: dict[str, int] = {}
        self._uses = 0

    def __len__(self) -> int:
        """Number of different texts that the copy uses."""
        return len(self._places)

    def place(self, old: int) -> int:
        """The place in the copy of a text of the workbook, which is then used."""
        return self.place_of(self._texts[old])

    def place_of(self, inner: str) -> int:
        """The place in the copy of a text, given as the XML inside `<is>`."""
        self._uses += 1
        return self._places.setdefault(inner, len(self._places))

    def plain(self, old: int) -> str:
        """A text of the workbook without its formats."""
        return plain_text(self._texts[old])

    def xml(self) -> bytes:
        """The part with the texts that are used."""
        items = "".join(f"<si>{inner}</si>" for inner in self._places)
        return (
            f'{HEAD}<sst xmlns="{_MAIN}" count="{self._uses}" '
            f'uniqueCount="{len(self._places)}">{items}</sst>'
        ).encode()


def plain_text(inner: str) -> str:
    """The text inside `<si>` or `<is>`, formats aside."""
    return "".join(unescape_text(match[1] or "") for match in _TEXT.finditer(inner))
