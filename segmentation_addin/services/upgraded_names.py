"""The names of the native twin in an older workbook: added, or renewed."""

from __future__ import annotations

import re

from segmentation_addin.template.added_sheets import with_name
from segmentation_addin.template.macro_parts import BOOK_PART
from segmentation_addin.template.parts import Parts
from segmentation_addin.workbook.cell_xml import escape_text, unescape_text
from segmentation_addin.workbook.native_twin import native_names

_NAME = re.compile(r"<definedName\b([^>]*)>([^<]*)</definedName>")
_CALLED = re.compile(r'\sname="([^"]*)"')
_FIGURE = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:E[+-]?\d+)?", re.IGNORECASE)
_OURS = "_xlfn.LAMBDA("
"""How the text of such a name begins; one of the user's own is left alone."""


def with_names(parts: Parts) -> tuple[Parts, bool, list[str]]:
    """The workbook with the names of this version.

    Also whether one changed, and those that stand for something of the user's.
    """
    changed, taken = False, []
    for name, formula in native_names().items():
        standing = _standing(parts, name)
        if standing is None:
            defined = f'<definedName name="{name}">{escape_text(formula)}</definedName>'
            parts, changed = with_name(parts, defined), True
        elif not standing[2].startswith(_OURS):
            taken.append(name)
        elif _spelled(standing[2]) != _spelled(formula):
            text = parts[BOOK_PART].decode("utf-8")
            start, end, _ = standing
            new = text[:start] + escape_text(formula) + text[end:]
            parts, changed = {**parts, BOOK_PART: new.encode()}, True
    return parts, changed, taken


def _standing(parts: Parts, name: str) -> tuple[int, int, str] | None:
    """Where the text of a name of the whole workbook begins and ends, and the text."""
    for match in _NAME.finditer(parts[BOOK_PART].decode("utf-8")):
        called = _CALLED.search(match[1])
        own = "localSheetId" not in match[1] and called is not None
        if own and called is not None and called[1].casefold() == name.casefold():
            return match.start(2), match.end(2), unescape_text(match[2])
    return None


def _spelled(formula: str) -> str:
    """A formula for comparison: Excel writes figures and blanks in its own way."""
    plain = "".join(formula.split()).casefold()
    return _FIGURE.sub(lambda figure: f"{float(figure[0]):.15g}", plain)
