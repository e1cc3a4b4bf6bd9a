"""Cell addresses and ranges in A1 notation, and formulas that hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384


@cache
def column_letters(number: int) -> str:
    """Letters of a 1-based column: 1 -> A, 27 -> AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    """1-based number of a column: A -> 1, AA -> 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\Z")


def cell_position(address: str) -> tuple[int, int]:
    """Row and column, both 1-based, of an address such as C5 or $C$5.

    Raises:
        ValueError: not an address.
    """
    match = _CELL.match(address)
    if match is None:
        raise ValueError(address)
    return int(match[2]), column_number(match[1])


def cell_address(row: int, column: int) -> str:
    """The address of a 1-based position: (5, 3) -> C5."""
    return f"{column_letters(column)}{row}"


@dataclass(frozen=True)
class Area:
    """A rectangle of cells, 1-based, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @classmethod
    def parse(cls, reference: str) -> Area:
        """The rectangle of A4:C9 or A4; ValueError for anything else."""
        start, _, end = reference.partition(":")
        row, column = cell_position(start)
        last_row, last_column = cell_position(end or start)
        return cls(row, column, last_row, last_column)

    @property
    def text(self) -> str:
        """The rectangle as A4:C9, also for a single cell (A4:A4)."""
        start = cell_address(self.first_row, self.first_column)
        return f"{start}:{cell_address(self.last_row, self.last_column)}"

    def meets(self, other: Area) -> bool:
        """True when the two rectangles share a cell."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    def holds(self, row: int, column: int) -> bool:
        """True when the cell lies inside."""
        return (
            self.first_row <= row <= self.last_row
            and self.first_column <= column <= self.last_column
        )


@dataclass(frozen=True)
class Resized:
    """A table whose last data row moved; ranges that ended there follow it."""

    sheet: str
    first_row: int
    """First data row of the table."""
    first_column: int
    last_column: int
    old_last: int
    new_last: int

    def follows(self, area: Area) -> bool:
        """True when the range ends on the old last row, within the table's columns."""
        return (
            area.last_row == self.old_last
            and self.first_column <= area.first_column
            and area.last_column <= self.last_column
        )

    @property
    def one_row(self) -> bool:
        """True when the table held one row: a range over it may be one cell."""
        return self.old_last == self.first_row


def extend_sqref(text: str, resized: Resized) -> str:
    """A list of ranges of the table's own sheet (`A5:A9 C5`), following the table."""
    return " ".join(_extend_local(part, resized) for part in text.split(" "))


def _extend_local(part: str, resized: Resized) -> str:
    try:
        area = Area.parse(part)
    except ValueError:
        return part
    if not resized.follows(area) or (":" not in part and not resized.one_row):
        return part
    start, _, end = part.partition(":")
    return f"{start}:{_with_row(end or start, resized.new_last)}"


def _with_row(address: str, row: int) -> str:
    return re.sub(r"[0-9]+\Z", str(row), address)


_QUALIFIED = re.compile(
    r"""("(?:[^"]|"")*")
    |(?<![\]\w.:$'])(?:('(?:[^']|'')+'|[^\W\d][\w.]*)!)?
     (\$?[A-Z]{1,3}\$?[0-9]{1,7})(?::(\$?[A-Z]{1,3}\$?[0-9]{1,7}))?(?![\w(.!:\[])""",
    re.VERBOSE,
)


def sheet_of(qualifier: str) -> str:
    """The sheet title behind a qualifier: 'Coût d''usage' -> Coût d'usage."""
    if qualifier.startswith("'"):
        return qualifier[1:-1].replace("''", "'")
    return qualifier


def extend_formula(
    text: str, resized: Resized, own_sheet: str | None, *, single: bool = False
) -> str:
    """A formula whose ranges on the table's columns follow its last row.

    Args:
        text: formula, unescaped.
        resized: the table that changed size.
        own_sheet: title of the sheet where unqualified references point.
        single: also follow a lone cell when the table held one row (charts).
    """

    def extended(match: re.Match[str]) -> str:
        literal, qualifier, start, end = match.groups()
        if literal is not None:
            return match[0]
        sheet = sheet_of(qualifier) if qualifier else own_sheet
        if sheet is None or sheet.casefold() != resized.sheet.casefold():
            return match[0]
        if end is None and not (single and resized.one_row):
            return match[0]
        area = Area.parse(f"{start}:{end or start}")
        if not resized.follows(area):
            return match[0]
        prefix = f"{qualifier}!" if qualifier else ""
        return f"{prefix}{start}:{_with_row(end or start, resized.new_last)}"

    return _QUALIFIED.sub(extended, text)


_MOVABLE = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*'|\[(?:[^\[\]]|\[[^\[\]]*\])*\])
    |(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})(?![\w(.!])
    |(?<![\w.$:])(\$?)([0-9]{1,7}):(\$?)([0-9]{1,7})(?![\w(.!])""",
    re.VERBOSE,
)


def shift_formula(text: str, rows: int, columns: int = 0) -> str:
    """A formula copied `rows` lower: relative references move, fixed ones stay."""
    if not rows and not columns:
        return text

    def moved(match: re.Match[str]) -> str:
        if match[1] is not None:
            return match[0]
        if match[3] is None:
            first = int(match[7]) + (0 if match[6] else rows)
            last = int(match[9]) + (0 if match[8] else rows)
            if min(first, last) < 1 or max(first, last) > MAX_ROW:
                return "#REF!"
            return f"{match[6]}{first}:{match[8]}{last}"
        column = column_number(match[3]) + (0 if match[2] else columns)
        row = int(match[5]) + (0 if match[4] else rows)
        if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
            return "#REF!"
        return f"{match[2]}{column_letters(column)}{match[4]}{row}"

    return _MOVABLE.sub(moved, text)


_FORMULA_NOISE = re.compile(r"_xlfn\.|_xlws\.|_xlpm\.|[\s']")


def same_formula(one: str, other: str) -> bool:
    """True when two formula texts are one formula, blanks and prefixes aside."""
    if one == other:
        return True
    first, second = (_FORMULA_NOISE.sub("", x.lstrip("=")) for x in (one, other))
    return first == second
