"""The copy of one account manager: own clients only, with columns to answer in.

A workbook made anew, with no macro, formula, link, hidden part or author in it.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections import Counter
from datetime import date
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.cells import clean_text as bare
from segmentation_addin.languages import Language, Text
from segmentation_addin.palette import (
    ACCENT,
    FONT,
    INK,
    INPUT_TINT,
    LETTER_LOOKS,
    LINE,
    MUTED,
    PAPER,
    REQUIRED,
)
from segmentation_addin.results.issues import RenderedIssue, render
from segmentation_addin.services import clock
from segmentation_addin.services.plain_workbook import plain_workbook
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.cell_xml import clean_text
from segmentation_addin.workbook.declaration import (
    NUMBER_FORMATS,
    NUMERIC_KINDS,
    Column,
    Kind,
    heading_key,
)
from segmentation_addin.workbook.inputs import LETTERS
from segmentation_addin.workbook.manager_sheet import (
    ANSWER_HELP,
    ANSWERED,
    ANSWERS,
    AS_OF_LABEL,
    GUIDE,
    HEADING_ROW,
    MADE_ON_LABEL,
    MANAGER_LABEL,
    MEANINGS,
    MONEY,
    MONEY_LABEL,
    NO_CURRENCY,
    NOT_A_LETTER,
    STEPS,
    TITLE,
)
from segmentation_addin.workbook.outputs import NOT_FILLED

A4 = 9
LISTED = 20
"""Account managers named in a message; the others are counted."""
_FIRST_STEP_ROW = 3
_STEPS_COLUMN = 4
_MEANINGS_ROW = 7
_UNWRITABLE = "".join(
    chr(code) for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160))
)
_TO_NOTHING = dict.fromkeys(map(ord, _UNWRITABLE))
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_THIN = Side(style="thin", color=LINE[1:])
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TEXT_SIGNS = ("=", "+", "-", "@")
_SMALL, _USUAL, _LARGE = 9.0, 10.0, 20.0
_CHARACTERS = {_SMALL: 1.3, _USUAL: 1.15}
"""Characters of a font size that surely fit in one unit of column width."""
_LINE_HEIGHT = 13.0
_PADDING = 5.0


class _GrowingRow(RowDimension):  # type: ignore[misc]
    """A row as high as its text, which grows with what is typed into it."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - named by the file format
        """False: the height is not a person's choice."""
        return False


class UnknownManagerError(Exception):
    """No client of the workbook has that account manager; `issues` says so."""

    def __init__(self, issues: list[RenderedIssue]) -> None:
        super().__init__(issues[0].message)
        self.issues = issues


def managers(facts: Facts) -> list[str]:
    """The account managers of the workbook, each once, as most rows spell them."""
    return sorted(_spellings(facts).values(), key=heading_key)


def manager_copy(facts: Facts, manager: str) -> bytes:
    """The workbook of one account manager, as bytes of an .xlsx.

    Args:
        facts: what the refreshed workbook shows.
        manager: the name; capitals, accents and signs do not matter.

    Raises:
        UnknownManagerError: no client has that account manager.
    """
    names = _spellings(facts)
    key = _folded(manager)
    if key not in names:
        raise UnknownManagerError(_unknown(manager, facts))
    rows = facts.segmentation
    own = rows[[_folded(name) == key for name in rows["account_manager"]]]
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    language = facts.language
    sheet.title = TITLE.in_(language)
    _write_head(sheet, facts, names[key])
    _write_table(sheet, own, language)
    _prepare_print(sheet, language)
    _protect(sheet)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return plain_workbook(buffer.getvalue(), TITLE.in_(language), clock.now())


# --- who the account managers are ------------------------------------------------


def _folded(name: object) -> str:
    text = bare(str(name))
    return heading_key(text) or text


def _spellings(facts: Facts) -> dict[str, str]:
    """Folded name -> the name as most rows spell it; unfilled cells aside."""
    blank = {_folded(text) for text in NOT_FILLED} | {""}
    spelled: dict[str, Counter[str]] = {}
    for name in facts.segmentation["account_manager"]:
        key = _folded(name)
        if key not in blank:
            spelled.setdefault(key, Counter())[bare(str(name))] += 1
    return {
        key: min(counts, key=lambda name: (-counts[name], name))
        for key, counts in spelled.items()
    }


def _unknown(manager: str, facts: Facts) -> list[RenderedIssue]:
    known = managers(facts)
    params: dict[str, ParamValue] = {"found": bare(manager)}
    if known:
        more = [f"… (+{len(known) - LISTED})"] if len(known) > LISTED else []
        params["expected"] = ", ".join([*known[:LISTED], *more])
    code = "manager_unknown" if known else "manager_none"
    issue = Issue(code, Severity.ERROR, params=params)
    return render([issue], facts.language, lambda _: ("", ""))


# --- cells -----------------------------------------------------------------------


def _font(color: str = INK, size: float = _USUAL, *, bold: bool = False) -> Font:
    return Font(name=FONT, size=size, bold=bold, color=color[1:])


def _fill(color: str) -> PatternFill:
    return PatternFill("solid", start_color=color[1:])


def _align(across: str = "left", **more: Any) -> Alignment:
    return Alignment(horizontal=across, vertical="center", **more)


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: object,
    font: Font,
    alignment: Alignment,
) -> Cell:
    """Writes a value; a text stays text, whatever it begins with."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.font, cell.alignment = font, alignment
    if not isinstance(value, str):
        cell.value = value
        return cell
    text = clean_text(value).translate(_TO_NOTHING)
    if text:
        cell.value = _ESCAPE.sub("_x005F_", text)
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_TEXT_SIGNS)
    return cell


def _grow(sheet: Worksheet, row: int, lines: int) -> None:
    """Makes a row high enough for so many lines of text."""
    height = lines * _LINE_HEIGHT + _PADDING
    sheet.row_dimensions[row] = _GrowingRow(sheet, index=row, ht=height)


def _lines(text: object, width: float, size: float = _USUAL) -> int:
    """Lines that a text takes in a cell of that width."""
    characters = max(int(width * _CHARACTERS[size]), 1)
    return max(len(textwrap.wrap(str(text), characters)), 1)


def _write_head(sheet: Worksheet, facts: Facts, manager: str) -> None:
    """Title, whose copy and of when, the three steps, the meaning of the letters."""
    language, columns = facts.language, ANSWERS.columns
    last = len(columns)
    title = _font(ACCENT, _LARGE, bold=True)
    _put(sheet, 1, 1, TITLE.in_(language), title, _align())
    sheet.row_dimensions[1].height = 30
    _put(sheet, 2, 1, GUIDE.in_(language), _font(MUTED), _align())
    money = NO_CURRENCY.in_(language)
    if facts.currency:
        money = MONEY.in_(language, currency=facts.currency)
    about: list[tuple[Text, object]] = [
        (MANAGER_LABEL, manager),
        (AS_OF_LABEL, facts.as_of),
        (MADE_ON_LABEL, clock.now().date()),
        (MONEY_LABEL, money),
    ]
    for row, (label, value) in enumerate(about, start=_FIRST_STEP_ROW):
        _put(sheet, row, 1, label.in_(language), _font(MUTED), _align())
        font = _font(bold=label is MANAGER_LABEL)
        cell = _put(sheet, row, 2, value, font, _align(wrap_text=True))
        if isinstance(value, date):
            cell.number_format = NUMBER_FORMATS[Kind.DATE]
        _grow(sheet, row, _lines(value, columns[1].width))
    room = sum(column.width for column in columns[_STEPS_COLUMN:])
    for number, step in enumerate(STEPS, start=1):
        row, text = _FIRST_STEP_ROW + number - 1, step.in_(language)
        white = _font(PAPER, 12, bold=True)
        circle = _put(sheet, row, _STEPS_COLUMN, number, white, _align("center"))
        circle.fill = _fill(ACCENT)
        circle.border = Border(bottom=Side(style="thick", color=PAPER[1:]))
        sheet.merge_cells(None, row, _STEPS_COLUMN + 1, row, last)
        aligned = _align(wrap_text=True, indent=1)
        _put(sheet, row, _STEPS_COLUMN + 1, text, _font(), aligned)
        if _lines(text, room) > 1:
            _grow(sheet, row, _lines(text, room))
    colon = " : " if language == "fr" else ": "
    meaning = " · ".join(
        f"{letter}{colon}{text.in_(language)}" for letter, text in MEANINGS.items()
    )
    sheet.merge_cells(None, _MEANINGS_ROW, 1, _MEANINGS_ROW, last)
    _put(sheet, _MEANINGS_ROW, 1, meaning, _font(MUTED), _align(wrap_text=True))
    _grow(sheet, _MEANINGS_ROW, _lines(meaning, sum(c.width for c in columns)))


def _write_table(sheet: Worksheet, own: pd.DataFrame, language: Language) -> None:
    columns = ANSWERS.columns
    for place, column in enumerate(columns, start=1):
        font = _font(REQUIRED if column.key in ANSWERED else PAPER, bold=True)
        heading = column.heading.in_(language)
        side = "right" if column.kind in NUMERIC_KINDS else "left"
        aligned = _align(side, wrap_text=True, indent=1)
        _put(sheet, HEADING_ROW, place, heading, font, aligned).fill = _fill(ACCENT)
        width = sheet.column_dimensions[get_column_letter(place)]
        width.width = column.width + 0.71
    sheet.row_dimensions[HEADING_ROW].height = 44
    for row, record in enumerate(own.to_dict("records"), start=HEADING_ROW + 1):
        lines = [
            _write_cell(sheet, row, place, column, record.get(column.key))
            for place, column in enumerate(columns, start=1)
        ]
        _grow(sheet, row, max(lines))
    last = HEADING_ROW + len(own)
    letter = get_column_letter(len(columns))
    table = SheetTable(displayName=ANSWERS.name, ref=f"A{HEADING_ROW}:{letter}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    _ask_for_letters(sheet, last, language)
    sheet.freeze_panes = f"C{HEADING_ROW + 1}"


def _write_cell(
    sheet: Worksheet, row: int, place: int, column: Column, found: object
) -> int:
    """Writes one cell of the table; gives the lines that its text takes."""
    numeric, answer = column.kind in NUMERIC_KINDS, column.key in ANSWERED
    value: object = None
    if not answer and not _blank(found):
        value = float(str(found)) if numeric else str(found)
    letter = column.key in {"letter", "your_letter"}
    size = _SMALL if column.key in {"why", "next_step", "lever"} else _USUAL
    if letter:
        aligned = _align("center")
    elif numeric:
        aligned = _align("right", indent=1)
    else:
        aligned = _align(indent=1, wrap_text=True)
    cell = _put(sheet, row, place, value, _font(size=size, bold=letter), aligned)
    cell.number_format = column.format
    cell.border = _BOX if answer else Border(bottom=_THIN)
    if answer:
        cell.fill = _fill(INPUT_TINT)
        cell.protection = Protection(locked=False)
    look = LETTER_LOOKS.get(str(value)) if column.key == "letter" else None
    if look is not None:
        cell.fill = _fill(look.fill)
        cell.font = _font(look.ink, bold=True)
    return 1 if numeric or value is None else _lines(value, column.width - 2, size)


def _blank(value: object) -> bool:
    return value is None or value == "" or bool(pd.isna(value))  # type: ignore[call-overload]


def _ask_for_letters(sheet: Worksheet, last: int, language: Language) -> None:
    """The list of letters, its help, and the colour of each answered letter."""
    place = get_column_letter(ANSWERS.keys.index("your_letter") + 1)
    area = f"{place}{HEADING_ROW + 1}:{place}{max(last, HEADING_ROW + 1)}"
    heading = ANSWERS.column("your_letter").heading.in_(language)
    asked = DataValidation(
        type="list",
        formula1=f'"{",".join(LETTERS)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=heading,
        error=NOT_A_LETTER.in_(language),
        showInputMessage=True,
        promptTitle=heading,
        prompt=ANSWER_HELP.in_(language),
    )
    asked.add(area)
    sheet.add_data_validation(asked)
    for letter in LETTERS:
        look = LETTER_LOOKS[letter]
        sheet.conditional_formatting.add(
            area,
            CellIsRule(
                operator="equal",
                formula=[f'"{letter}"'],
                font=Font(color=look.ink[1:], bold=True),
                fill=PatternFill(bgColor=look.fill[1:], fill_type="solid"),
            ),
        )


# --- paper and protection --------------------------------------------------------


def _prepare_print(sheet: Worksheet, language: Language) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    sheet.oddFooter.left.text = TITLE.in_(language)
    sheet.oddFooter.right.text = "&P / &N"
    sheet.oddFooter.left.size = sheet.oddFooter.right.size = 8


def _protect(sheet: Worksheet) -> None:
    """Locks everything but the answers; no password: it keeps from slips only."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = False
    protection.formatRows = False
    protection.autoFilter = False
