"""A headless LibreOffice for tests: recalculates a workbook, prints it.

`Office` starts one soffice with its own profile and locale. Each question is asked
by this same file run with the system's Python, the one that has `uno`. Tests are
skipped where LibreOffice is missing, and fail there when CI is set.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self

SYSTEM_PYTHON = "/usr/bin/python3"
FORMULA_ERRORS = 4
"""com.sun.star.sheet.FormulaResult.ERROR"""
_LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"
 oor:op="fuse"><value>{locale}</value></prop></item>
</oor:items>"""


def require_office() -> None:
    """Skips the test without LibreOffice and its Python; fails instead under CI."""
    import pytest

    has_uno = (
        Path(SYSTEM_PYTHON).exists()
        and subprocess.run(
            [SYSTEM_PYTHON, "-c", "import uno"], check=False, capture_output=True
        ).returncode
        == 0
    )
    if shutil.which("soffice") and has_uno:
        return
    if os.environ.get("CI"):
        pytest.fail("LibreOffice with python3-uno is needed here")
    pytest.skip("LibreOffice with python3-uno is not installed")


class Office:
    """One running LibreOffice; use it in a `with` block."""

    def __init__(self, locale: str = "en-US") -> None:
        self._locale = locale
        self._folder = Path(tempfile.mkdtemp(prefix="office-"))
        self._pipe = f"office{os.getpid()}{locale.replace('-', '')}"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._start()
        return self

    def _start(self) -> None:
        user = self._folder / "profile" / "user"
        user.mkdir(parents=True, exist_ok=True)
        settings = _LOCALE.format(locale=self._locale)
        (user / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
        self._process = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation={(self._folder / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--nologo",
                f"--accept=pipe,name={self._pipe};urp",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def __exit__(self, *_: object) -> None:
        self._spoken("close")
        self._end(patience_seconds=30)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self, patience_seconds: int) -> None:
        if self._process is None:
            return
        try:
            self._process.wait(timeout=patience_seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=30)

    def calculate(self, path: Path, *sheets: str) -> dict[str, dict[str, Any]]:
        """Every cell of those sheets after a full recalculation.

        {sheet: {"C5": {"value", "formula", "error"}}}; blank cells are left out.
        """
        found: dict[str, dict[str, Any]] = json.loads(
            self._ask("calculate", str(path), *sheets)
        )
        return found

    def print_pdf(self, path: Path, pdf: Path) -> Path:
        """The visible sheets as they print, after a full recalculation."""
        self._ask("print", str(path), str(pdf))
        return pdf

    def save_as(self, path: Path, target: Path) -> Path:
        """The same workbook as LibreOffice itself writes an .xlsx."""
        self._ask("save", str(path), str(target))
        return target

    def sheets_behind(self, path: Path, password: str) -> list[str]:
        """Titles of the sheets of a protected workbook; none when it stays shut."""
        found: list[str] = json.loads(self._ask("open", str(path), password))
        return found

    def _ask(self, *words: str) -> str:
        """The answer; asks a fresh LibreOffice once more when a process crashed.

        An error that the question raised has a text, and is not asked again.
        """
        done = self._spoken(*words)
        if self._crashed(done):
            self._end(patience_seconds=0)
            shutil.rmtree(self._folder / "profile", ignore_errors=True)
            self._start()
            done = self._spoken(*words)
        if done.returncode:
            raise RuntimeError(f"code {done.returncode}: {done.stderr}")
        return done.stdout

    def _crashed(self, done: subprocess.CompletedProcess[str]) -> bool:
        if done.returncode < 0 or (done.returncode and not done.stderr):
            return True
        return self._process is None or self._process.poll() is not None

    def _spoken(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SYSTEM_PYTHON, __file__, self._pipe, *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
            env={k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
        )


def pictures(pdf: Path, folder: Path, dpi: int = 90) -> list[Path]:
    """The pages of a PDF as PNG files."""
    stem = folder / pdf.stem
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", str(pdf), str(stem)], check=True
    )
    return sorted(folder.glob(f"{pdf.stem}*.png"))


# --- what runs in the system's Python -----------------------------------------


def _desktop(pipe: str) -> Any:
    import uno

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    url = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    for attempt in range(120):
        try:
            context = resolver.resolve(url)
        except Exception:  # soffice is still starting
            if attempt == 119:
                raise
            time.sleep(0.5)
        else:
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
    raise AssertionError


def _property(name: str, value: object) -> Any:
    import uno

    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


def _opened(desktop: Any, path: str) -> Any:
    document = desktop.loadComponentFromURL(
        Path(path).resolve().as_uri(), "_blank", 0, (_property("Hidden", True),)
    )
    if document is None:
        raise RuntimeError(f"LibreOffice does not open {path}")
    document.calculateAll()
    return document


def _titles(desktop: Any, path: str, password: str) -> list[str]:
    from com.sun.star.uno import Exception as Refused

    how = (_property("Hidden", True), _property("Password", password))
    try:
        document = desktop.loadComponentFromURL(
            Path(path).resolve().as_uri(), "_blank", 0, how
        )
    except Refused:  # the password is wrong
        return []
    if document is None:
        return []
    titles = list(document.getSheets().getElementNames())
    document.close(True)
    return titles


def _cells(sheet: Any) -> dict[str, Any]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.getRangeAddress()
    area = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    values, formulas = area.getDataArray(), area.getFormulaArray()
    cells: dict[str, Any] = {}
    for row, line in enumerate(formulas):
        for column, text in enumerate(line):
            if text != "":
                formula = str(text) if str(text).startswith("=") else None
                cells[_address(row, column)] = {
                    "value": values[row][column],
                    "formula": formula,
                    "error": 0,
                }
    wrong = area.queryFormulaCells(FORMULA_ERRORS).getCells()
    for cell in _each(wrong):
        place = cell.getCellAddress()
        cells[_address(place.Row, place.Column)]["error"] = cell.getError()
    return cells


def _each(found: Any) -> Any:
    walk = found.createEnumeration()
    while walk.hasMoreElements():
        yield walk.nextElement()


def _address(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _main(pipe: str, action: str, *words: str) -> None:
    desktop = _desktop(pipe)
    if action == "close":
        desktop.terminate()
        return
    if action == "open":
        print(json.dumps(_titles(desktop, *words)))
        return
    document = _opened(desktop, words[0])
    try:
        if action == "calculate":
            sheets = document.getSheets()
            answer = {name: _cells(sheets.getByName(name)) for name in words[1:]}
            print(json.dumps(answer))
        else:
            kinds = {"print": "calc_pdf_Export", "save": "Calc MS Excel 2007 XML"}
            filter_ = _property("FilterName", kinds[action])
            document.storeToURL(Path(words[1]).resolve().as_uri(), (filter_,))
    finally:
        document.close(True)


if __name__ == "__main__":
    _main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(0)  # the bridge to LibreOffice sometimes crashes while Python ends
