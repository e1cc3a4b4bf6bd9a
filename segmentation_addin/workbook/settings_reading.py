"""The settings sheet as typed values: blank is the default, unknown is said."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import numpy as np
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.cells import is_blank, shown
from segmentation_addin.imports.dates import dates
from segmentation_addin.imports.headings import table_headings
from segmentation_addin.imports.values import choices, numbers, texts
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.workbook.declaration import NUMERIC_KINDS, Kind, heading_key
from segmentation_addin.workbook.host import Cell, RawTable
from segmentation_addin.workbook.inputs import SETTINGS_TABLE
from segmentation_addin.workbook.settings import (
    SETTINGS,
    SETTINGS_BY_KEY,
    Setting,
)

SettingValue = float | str | pd.Timestamp | None

_KEYS = {
    heading_key(name): setting.key
    for setting in SETTINGS
    for name in (setting.key, *setting.label)
}
_CHOICE_KEYS = {
    setting.key: {
        heading_key(name): key
        for key, label in setting.choices.items()
        for name in (key, *label)
    }
    for setting in SETTINGS
}


def default_settings() -> dict[str, SettingValue]:
    """Every setting at the value it has when its cell is blank."""
    return {setting.key: _typed_default(setting) for setting in SETTINGS}


def _typed_default(setting: Setting) -> SettingValue:
    default = setting.default
    return float(default) if isinstance(default, int) else default


def read_settings(
    raw: RawTable, language: Language
) -> tuple[dict[str, SettingValue], list[Issue]]:
    """Settings by key: number, text, Timestamp or None; the default when blank.

    A setting is recognised by its label in either language or by its key. A value
    that cannot be read or lies outside its bounds is an error.
    """
    settings = default_settings()
    headings = table_headings(SETTINGS_TABLE, raw.headings).columns
    missing = [key for key in ("setting", "value") if key not in headings]
    if missing:
        return settings, [_missing(key) for key in missing]
    names = texts(raw.columns[raw.headings.index(headings["setting"])])
    values = raw.columns[raw.headings.index(headings["value"])]
    issues: list[Issue] = []
    seen: set[str] = set()
    for row in np.flatnonzero(names != "").tolist():
        key = _KEYS.get(heading_key(names[row]))
        if key is None:
            issues.append(_unknown(names[row], row, language))
        elif key in seen:
            label = SETTINGS_BY_KEY[key].label.in_(language)
            issues.append(_issue("setting_twice", Severity.WARNING, row, found=label))
        else:
            seen.add(key)
            if not is_blank(values[row]):
                setting = SETTINGS_BY_KEY[key]
                value, problem = _value(setting, values[row], raw, language)
                settings[key] = _typed_default(setting) if problem else value
                issues += [_at_row(problem, row)] if problem else []
    return settings, issues


def setting_rows(raw: RawTable) -> dict[str, int]:
    """The row of each setting in the table, the first where one stands twice."""
    headings = table_headings(SETTINGS_TABLE, raw.headings).columns
    if "setting" not in headings:
        return {}
    names = texts(raw.columns[raw.headings.index(headings["setting"])])
    found: dict[str, int] = {}
    for row in np.flatnonzero(names != "").tolist():
        key = _KEYS.get(heading_key(names[row]))
        if key is not None:
            found.setdefault(key, row)
    return found


def _missing(key: str) -> Issue:
    heading = ", ".join(SETTINGS_TABLE.column(key).heading)
    params: Mapping[str, ParamValue] = {"expected": heading}
    name = SETTINGS_TABLE.name
    return Issue("column_missing", Severity.ERROR, name, None, key, params)


def _unknown(name: str, row: int, language: Language) -> Issue:
    labels = {
        heading_key(s.label.in_(x)): s.label.in_(x) for s in SETTINGS for x in LANGUAGES
    }
    close = difflib.get_close_matches(heading_key(name), labels, n=1, cutoff=0.5)
    closest = labels[close[0]] if close else SETTINGS[0].label.in_(language)
    found = shown(name)
    return _issue(
        "setting_unknown",
        Severity.WARNING,
        row,
        column="setting",
        found=found,
        expected=closest,
    )


def _issue(
    code: str,
    severity: Severity,
    row: int | None,
    column: str = "value",
    **params: ParamValue,
) -> Issue:
    return Issue(code, severity, SETTINGS_TABLE.name, row, column, params)


def _at_row(issue: Issue, row: int) -> Issue:
    return Issue(
        issue.code, issue.severity, issue.table, row, issue.column, issue.params
    )


def _value(
    setting: Setting, cell: Cell, raw: RawTable, language: Language
) -> tuple[SettingValue, Issue | None]:
    """The typed value of one setting, or what is wrong with its cell."""
    label = setting.label.in_(language)
    unreadable = _issue(
        "setting_unreadable",
        Severity.ERROR,
        None,
        setting=label,
        found=shown(cell),
        expected=setting.unit.in_(language) or label,
    )
    if setting.kind in NUMERIC_KINDS:
        number = float(numbers([cell])[0][0])
        if np.isnan(number):
            return None, unreadable
        return number, _out_of_bounds(setting, number, cell, label)
    if setting.kind is Kind.DATE:
        day = dates(
            [cell],
            date_1904=raw.date_1904,
            period=True,
            day_first=True if language == "fr" else None,
        )[0][0]
        return (None, unreadable) if np.isnat(day) else (pd.Timestamp(day), None)
    if setting.kind is Kind.CHOICE:
        known = _CHOICE_KEYS[setting.key]
        key = choices([cell], lambda text: known.get(heading_key(text)))[0][0]
        if key:
            return str(key), None
        allowed = ", ".join(text.in_(language) for text in setting.choices.values())
        return None, _issue(
            "setting_unreadable",
            Severity.ERROR,
            None,
            setting=label,
            found=shown(cell),
            expected=allowed,
        )
    text = str(texts([cell])[0])
    return (text, None) if text else (None, unreadable)


def _out_of_bounds(
    setting: Setting, number: float, cell: Cell, label: str
) -> Issue | None:
    low, high = setting.low, setting.high
    params: dict[str, ParamValue] = {
        "setting": label,
        "found": shown(cell),
        "low": shown(float(low)) if low is not None else "-∞",
        "high": shown(float(high)) if high is not None else "∞",
    }
    if setting.kind is Kind.COUNT and not number.is_integer():
        return _issue("setting_not_whole", Severity.ERROR, None, "value", **params)
    below = low is not None and number < low
    above = high is not None and number > high
    if not below and not above:
        return None
    as_percent = above and high == 1.0 and setting.kind is Kind.RATE and number <= 100
    code = "setting_percent" if as_percent else "setting_out_of_range"
    return _issue(code, Severity.ERROR, None, "value", **params)
