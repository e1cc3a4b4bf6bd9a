"""One real Excel for these tests, where there is one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.creating import new

ANY_MACROS = 1
"""msoAutomationSecurityLow: the workbooks opened here are our own."""


def excel_is_here() -> bool:
    """True on a Windows with Excel installed."""
    if sys.platform != "win32":
        return False
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, r"Excel.Application\CurVer"):
            return True
    except OSError:
        return False


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leaves out what needs Excel where there is none."""
    if excel_is_here():
        return
    away = [item for item in items if item.get_closest_marker("excel")]
    config.hook.pytest_deselected(items=away)
    items[:] = [item for item in items if item not in away]


@pytest.fixture(scope="session")
def app() -> Iterator[Any]:
    """A new Excel of our own, in sight: a box that nobody expects can be closed."""
    import xlwings

    started = xlwings.App(visible=True, add_book=False)
    started.display_alerts = False
    started.api.AutomationSecurity = ANY_MACROS
    yield started
    started.quit()


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    """The language of the workbook."""
    found: Language = request.param
    return found


@pytest.fixture(scope="module")
def path(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh workbook, made on this computer: Windows blocks no macro of it."""
    folder = tmp_path_factory.mktemp(f"excel {language}")
    return new(folder / f"book {language}.xlsm", language)


@pytest.fixture(scope="module")
def book(app: Any, path: Path) -> Iterator[Any]:
    """The workbook, open; its conf sheet points at the Python that runs the tests."""
    opened = app.books.open(path)
    point_at_this_python(opened)
    yield opened
    opened.close()


def point_at_this_python(book: Any) -> None:
    """Writes the interpreter of the tests into the first row of the conf sheet."""
    book.sheets["xlwings.conf"].range("B1").value = sys.executable
