"""The Python side of the ribbon: one function a button, named by its action's key.

Each button starts a Python process of its own, which runs one of these and ends.
This module is light, so that even a damaged installation ends in a plain sentence:
what a button does stands in `acts`, and is imported inside the guard.
"""

from __future__ import annotations

import sys

from segmentation_addin.excel import journal
from segmentation_addin.excel.actions import ACTIONS
from segmentation_addin.languages import language_of_this_computer
from segmentation_addin.messages import ribbon


def import_data() -> None:
    """Import."""
    _run("import_data")


def check() -> None:
    """Check."""
    _run("check")


def refresh() -> None:
    """Refresh."""
    _run("refresh")


def recalibrate() -> None:
    """Recalibrate."""
    _run("recalibrate")


def explain() -> None:
    """Explain client."""
    _run("explain")


def what_if() -> None:
    """What-if."""
    _run("what_if")


def plan_actions() -> None:
    """Actions."""
    _run("plan_actions")


def close_review() -> None:
    """Close review."""
    _run("close_review")


def board_copy() -> None:
    """Board copy."""
    _run("board_copy")


def freeze() -> None:
    """Freeze formulas."""
    _run("freeze")


def guide() -> None:
    """Guide."""
    _run("guide")


def diagnose() -> None:
    """Diagnose."""
    _run("diagnose")


def _run(key: str) -> None:
    """Performs one act on the workbook whose button was clicked.

    What goes wrong before Excel can be spoken to ends the process with a sentence:
    the macro in the workbook shows it.
    """
    try:
        import xlwings

        from segmentation_addin.excel.frame import perform_live

        perform_live(key, xlwings.Book.caller())
    except Exception as error:  # noqa: BLE001 - the last net: no traceback in a box
        sys.exit(unexpected(key, error))


def unexpected(key: str, error: BaseException) -> str:
    """The sentence for an error that nobody foresaw, in this computer's language."""
    language = language_of_this_computer()
    label = {action.key: action.label for action in ACTIONS}[key]
    path = journal.note(key, error) or ribbon.NO_JOURNAL.in_(language)
    return ribbon.UNEXPECTED.in_(language, action=label.in_(language), path=path)
