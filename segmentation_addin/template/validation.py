"""Help and limits of the cells people type in: input messages, lists, bounds."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from segmentation_addin.languages import Language, Text
from segmentation_addin.workbook.declaration import HEADER_ROW, Column, Kind, Table
from segmentation_addin.workbook.inputs import CLIENT_DRIVER, DRIVERS, POOLS
from segmentation_addin.workbook.settings import Setting

LAST_ROW = 100_000
"""1-based last sheet row that help and limits cover."""
TITLE_LIMIT, MESSAGE_LIMIT, LIST_LIMIT = 32, 255, 255
FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2099, 12, 31)
LAST_SERIAL = 73_050
"""2099-12-31 as a serial number."""
LARGEST = 1e15
POOL_LIST_ROWS = 200
JUDGEMENT_LOW = 0.11
"""1/9, as people type it."""

REQUIRED = Text("Required. ", "Obligatoire. ")
_ERROR_TITLE = Text("Not expected here", "Saisie inattendue")
_ONE_OF = Text("Choose from the list.", "Choisissez dans la liste.")
_BETWEEN = Text("A number from {low} to {high}.", "Un nombre de {low} à {high}.")
_POSITIVE = Text("A number, 0 or more.", "Un nombre, 0 ou plus.")
_NUMBER = Text("A number.", "Un nombre.")
_DATE = Text(
    "A date, from 1990-01-01 to 2099-12-31.",
    "Une date, du 01/01/1990 au 31/12/2099.",
)
_JUDGEMENT = Text(
    "From 1/9 to 9; 1/3 when B matters a little more.",
    "De 1/9 à 9 ; 1/3 quand B compte un peu plus.",
)
_PERIOD = Text("A date, or a year such as 2025.", "Une date, ou une année comme 2025.")

Rule = dict[str, Any]


def add_column_validation(
    worksheet: Worksheet,
    table: Table,
    column: Column,
    position: int,
    language: Language,
) -> None:
    """Help on the heading; on the cells of an input table, help and limits too.

    `position` is the 0-based sheet column.
    """
    message = _message(column, language)
    heading = table.header_row - 1
    worksheet.data_validation(
        heading, position, heading, position, {"validate": "any", **message}
    )
    if table.output or table.name == "tblSettings":
        return
    worksheet.data_validation(
        table.header_row,
        position,
        LAST_ROW - 1,
        position,
        {**_limits(table, column, language), **message},
    )


def add_setting_validation(
    worksheet: Worksheet, setting: Setting, row: int, column: int, language: Language
) -> None:
    """Help and limits of one setting's value; 0-based sheet row and column."""
    rule = _setting_limits(setting, language)
    help_ = _shown(setting.label.in_(language), setting.meaning.in_(language))
    worksheet.data_validation(row, column, row, column, {**rule, **help_})


def _message(column: Column, language: Language) -> Rule:
    start = REQUIRED.in_(language) if column.required else ""
    return _shown(column.heading.in_(language), start + column.help.in_(language))


def _shown(title: str, message: str) -> Rule:
    return {
        "input_title": title[:TITLE_LIMIT],
        "input_message": message[:MESSAGE_LIMIT],
    }


def _limits(table: Table, column: Column, language: Language) -> Rule:
    if column.written:
        return {"validate": "any"}
    if column.key == "driver" and table.name in {"tblActivities", "tblScenario"}:
        names = [text.in_(language) for text in (*DRIVERS.values(), CLIENT_DRIVER)]
        return _suggested(names)
    if (table.name, column.key) == ("tblActivities", "pool"):
        return _suggested(_pool_names())
    if (table.name, column.key) == ("tblWeights", "judgement"):
        return _error(_range(JUDGEMENT_LOW, 9), _JUDGEMENT.in_(language), language)
    if column.kind is Kind.CHOICE:
        return _list([text.in_(language) for text in column.choices.values()], language)
    return _kind_limits(column.kind, language)


def _kind_limits(kind: Kind, language: Language) -> Rule:
    if kind is Kind.RATING:
        return _between(0, 5, language)
    if kind is Kind.MONTHS:
        return _between(0, 12, language)
    if kind is Kind.RATE:
        return _between(0, 1, language)
    if kind is Kind.DATE:
        return _days(language)
    if kind is Kind.PERIOD:
        text = _PERIOD.in_(language)
        return _error(_range(FIRST_DAY.year, LAST_SERIAL), text, language)
    if kind in {Kind.COUNT, Kind.DAYS, Kind.MINUTES}:
        return _error(_range(0, LARGEST), _POSITIVE.in_(language), language)
    if kind in {Kind.AMOUNT, Kind.NUMBER}:
        return _error(_range(-LARGEST, LARGEST), _NUMBER.in_(language), language)
    return {"validate": "any"}


def _setting_limits(setting: Setting, language: Language) -> Rule:
    if setting.choices:
        labels = [text.in_(language) for text in setting.choices.values()]
        return _list(labels, language)
    if setting.kind is Kind.DATE:
        return _days(language)
    if setting.kind is Kind.TEXT:
        return {"validate": "any"}
    if setting.low is not None and setting.high is not None:
        return _between(setting.low, setting.high, language)
    return _error(_range(setting.low or 0, LARGEST), _POSITIVE.in_(language), language)


def _pool_names() -> str:
    letter = xl_col_to_name(POOLS.first_column)
    return f"=${letter}${HEADER_ROW + 1}:${letter}${HEADER_ROW + POOL_LIST_ROWS}"


def _suggested(source: list[str] | str) -> Rule:
    return {"validate": "list", "source": source, "show_error": False}


def _list(labels: list[str], language: Language) -> Rule:
    if len(",".join(labels)) > LIST_LIMIT:
        return {"validate": "any"}
    rule: Rule = {"validate": "list", "source": labels}
    return _error(rule, _ONE_OF.in_(language), language)


def _range(low: float, high: float) -> Rule:
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": low,
        "maximum": high,
    }


def _between(low: float, high: float, language: Language) -> Rule:
    text = _BETWEEN.in_(language, low=f"{low:g}", high=f"{high:g}")
    return _error(_range(low, high), text, language)


def _days(language: Language) -> Rule:
    rule: Rule = {
        "validate": "date",
        "criteria": "between",
        "minimum": FIRST_DAY,
        "maximum": LAST_DAY,
    }
    return _error(rule, _DATE.in_(language), language)


def _error(rule: Rule, message: str, language: Language) -> Rule:
    title = _ERROR_TITLE.in_(language)
    return {**rule, "error_title": title, "error_message": message}
