"""What a formula speaks of: sheets, tables, names, functions, other files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from segmentation_addin.workbook.addresses import sheet_of

_TOKEN = re.compile(
    r"""(?P<literal>"(?:[^"]|"")*")
    |(?P<quoted>'(?:[^']|'')+'!)
    |(?P<foreign>\[[^\[\]]*\][^!\s,;()+*/&=<>^{}"'-]*!)
    |(?P<bare>(?<![\w.$'\]])[^\W\d][\w.]*(?::[^\W\d][\w.]*)?!)
    |(?P<bracket>\[)
    |(?P<error>\#(?:REF!|N/A|NAME\?|VALUE!|NUM!|NULL!|DIV/0!|SPILL!|CALC!))
    |(?P<word>(?<![\w.$])[^\W\d\\]?[\w.\\?]*[^\W\d][\w.?]*)(?P<call>\s*\()?
    """,
    re.VERBOSE,
)
_ADDRESS = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}\Z|[A-Za-z]{1,3}\Z")
_PREFIXES = ("_xlfn.", "_xlws.", "_xlpm.", "_xleta.")
_YOUNGER = frozenset({"AGGREGATE"})
"""Functions that some writers spell without the prefix of their year."""
UNSAFE = frozenset(
    {
        "CALL",
        "CELL",
        "CUBEKPIMEMBER",
        "CUBEMEMBER",
        "CUBEMEMBERPROPERTY",
        "CUBERANKEDMEMBER",
        "CUBESET",
        "CUBESETCOUNT",
        "CUBEVALUE",
        "FILTERXML",
        "GETPIVOTDATA",
        "HYPERLINK",
        "IMAGE",
        "INDIRECT",
        "INFO",
        "REGISTER.ID",
        "RTD",
        "STOCKHISTORY",
        "WEBSERVICE",
    }
)
"""Functions that reach out of the formula's own cells: links, files, texts that name
a cell, the computer of the author."""


@dataclass
class Spoken:
    """All that one formula refers to."""

    sheets: set[str] = field(default_factory=set)
    """Titles before a `!`."""
    tables: set[str] = field(default_factory=set)
    """Words before a bracket."""
    words: set[str] = field(default_factory=set)
    """Names, tables without bracket, parameters, TRUE and FALSE."""
    calls: set[str] = field(default_factory=set)
    """Functions called, without prefix, in capitals."""
    foreign_calls: set[str] = field(default_factory=set)
    """Functions that are not Excel's own: macros, add-ins, names of a LAMBDA."""
    outside: bool = False
    """True when another file, a range of sheets or a lost reference is meant."""


@cache
def _native() -> frozenset[str]:
    from openpyxl.utils import FORMULAE

    return frozenset(FORMULAE) | _YOUNGER


@lru_cache(maxsize=4096)
def spoken(formula: str) -> Spoken:
    """What a formula, without "=", refers to."""
    found = Spoken()
    place = 0
    while (match := _TOKEN.search(formula, place)) is not None:
        place = match.end()
        if match["quoted"]:
            _note_sheet(found, sheet_of(match["quoted"][:-1]))
        elif match["bare"]:
            _note_sheet(found, match["bare"][:-1])
        elif match["foreign"]:
            found.outside = True
        elif match["error"]:
            found.outside |= match["error"] == "#REF!"
        elif match["bracket"]:
            place = _closed(formula, match.start())
        elif match["word"]:
            _note_word(found, match["word"], bool(match["call"]), formula[place:])
    return found


def _note_sheet(found: Spoken, title: str) -> None:
    if any(sign in title for sign in "[]:\\/"):
        found.outside = True
    found.sheets.add(title)


def _note_word(found: Spoken, word: str, call: bool, rest: str) -> None:
    if call:
        plain = word
        for prefix in _PREFIXES:
            plain = plain.removeprefix(prefix)
        name = plain.upper()
        found.calls.add(name)
        prefixed = plain != word
        if not prefixed and name not in _native():
            found.foreign_calls.add(word)
    elif rest.startswith("["):
        found.tables.add(word)
    elif not word.startswith(_PREFIXES) and not _ADDRESS.match(word):
        found.words.add(word)


def _closed(formula: str, begin: int) -> int:
    """Where a structured reference ends: brackets nest, an apostrophe escapes."""
    depth, place = 0, begin
    while place < len(formula):
        sign = formula[place]
        if sign == "'":
            place += 1
        elif sign == "[":
            depth += 1
        elif sign == "]":
            depth -= 1
            if depth == 0:
                return place + 1
        place += 1
    return len(formula)


_CELL_OF_SHEET = re.compile(
    r"""("(?:[^"]|"")*")
    |(?<![\w.$'\]:])('(?:[^']|'')+'|[^\W\d][\w.]*)!
     (\$?[A-Za-z]{1,3}\$?[0-9]{1,7})(?![\w.:(\[!#])""",
    re.VERBOSE,
)
_NAME_WORD = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*'|\[(?:[^\[\]]|\[[^\[\]]*\])*\])
    |(?<![\w.$!:\\])([^\W\d][\w.]*)(?![\w.:(\[!])""",
    re.VERBOSE,
)


def with_values(
    formula: str,
    cells: Mapping[tuple[str, str], str],
    names: Mapping[str, str],
) -> str:
    """A formula in which single cells and names became the values they hold.

    Args:
        formula: without "=".
        cells: (title in lower case, "D15") -> literal.
        names: name in lower case -> literal.
    """

    def of_cell(match: re.Match[str]) -> str:
        if match[1]:
            return match[0]
        key = (sheet_of(match[2]).casefold(), match[3].replace("$", "").upper())
        return cells.get(key, match[0])

    def of_name(match: re.Match[str]) -> str:
        return match[0] if match[1] else names.get(match[2].casefold(), match[0])

    formula = _CELL_OF_SHEET.sub(of_cell, formula)
    return _NAME_WORD.sub(of_name, formula) if names else formula


def cells_spoken(formula: str) -> Iterator[tuple[str, str]]:
    """Sheet title and address of each single cell that a formula names by sheet."""
    for match in _CELL_OF_SHEET.finditer(formula):
        if not match[1]:
            yield sheet_of(match[2]), match[3].replace("$", "").upper()
