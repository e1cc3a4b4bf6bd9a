"""Copies of account managers for tests, made and answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
from board_examples import facts
from openpyxl.worksheet.worksheet import Worksheet

from segmentation_addin.languages import Language
from segmentation_addin.services.manager_copy import manager_copy
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.manager_sheet import ANSWERS, HEADING_ROW

ANN, BEN = "Ann Marchand", "Ben Roy"
CODES = [f"C{i}" for i in range(1, 9)]
"""The clients of `review_examples`: Ann has the odd ones, Ben the even ones."""


def shown(language: Language = "en") -> Facts:
    """What a workbook with these eight clients shows; C2 has a planted name."""
    base = facts(8, language)
    rows = base.segmentation.sort_values("client_id").reset_index(drop=True)
    rows["client_id"] = CODES
    rows["name"] = [f"Maison {code}" for code in CODES]
    rows.loc[1, "name"] = '=HYPERLINK("http://x","y")'
    rows["letter"] = ["A", "B", "C", "D", "NC", "", "A", "B"]
    rows["account_manager"] = [ANN, BEN] * 4
    rows["lever"] = "=price +1%"
    rows["lever_amount"] = 120.5
    return replace(base, segmentation=rows)


def made(folder: Path, manager: str, language: Language = "en") -> Path:
    """The copy of one account manager, on disk."""
    path = folder / f"{manager.split(maxsplit=1)[0]}-{language}.xlsx"
    path.write_bytes(manager_copy(shown(language), manager))
    return path


def sheet_of(path: Path) -> Worksheet:
    """The one sheet of a copy, as openpyxl reads it."""
    workbook = openpyxl.load_workbook(path)
    (title,) = workbook.sheetnames
    sheet = workbook[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def column_of(sheet: Worksheet, key: str) -> list[object]:
    """The cells of one column below its heading."""
    place = ANSWERS.keys.index(key) + 1
    rows = range(HEADING_ROW + 1, sheet.max_row + 1)
    return [sheet.cell(row, place).value for row in rows]


def answer(path: Path, answers: Mapping[str, Sequence[object]]) -> Path:
    """Fills in letters, and comments behind them, by client; saved in place."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook[workbook.sheetnames[0]]
    assert isinstance(sheet, Worksheet)
    clients = column_of(sheet, "client_id")
    for client, (letter, *comment) in answers.items():
        row = HEADING_ROW + 1 + clients.index(client)
        sheet.cell(row, ANSWERS.keys.index("your_letter") + 1).value = letter
        if comment:
            cell = sheet.cell(row, ANSWERS.keys.index("comment") + 1)
            cell.value = comment[0]
            cell.data_type = "s"
    workbook.save(path)
    return path


def answered(
    folder: Path,
    manager: str,
    answers: Mapping[str, Sequence[object]],
    language: Language = "en",
) -> Path:
    """A fresh copy with these answers."""
    return answer(made(folder, manager, language), answers)
