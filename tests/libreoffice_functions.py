"""A LibreOffice that recalculates our functions through the shipped VBA.

The workbook as built is opened with its macros; Basic calls the real `XLPython`
object of xlwings in this process. LibreOffice's Basic lacks a few things of VBA: what
runs is the shipped text after `as_executed`, and only that.

This same file, run with the system's Python, is the part that talks to soffice: it
takes requests on its input, and hands each `CallUDF` of a cell to the test.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from libreoffice import SYSTEM_PYTHON, Office, _desktop, _property

SERVICE = "segmentation.tests.XLPython"
LIBRARY = "Segmentation"
"""The Basic library of the workbook: the name of its VBA project."""
SECONDS = 240
"""After which a request is given up."""
ANY_MACROS = 4
"""com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN"""
FOLDED = "FoldedArray"
FOLDING_MODULE = """Rem Attribute VBA_ModuleType=VBAModule
Option VBASupport 1
' UNO hands over an array of two sides as an array of rows; COM as one array.
Public Function FoldedArray(ByVal given As Variant) As Variant
    Dim i As Long, j As Long, folded As Variant
    FoldedArray = given
    If Not IsArray(given) Then Exit Function
    If UBound(given) < LBound(given) Then Exit Function
    If Not IsArray(given(0)) Then Exit Function
    ReDim folded(0 To UBound(given), 0 To UBound(given(0)))
    For i = 0 To UBound(given)
        For j = 0 To UBound(given(0))
            folded(i, j) = given(i)(j)
        Next j
    Next i
    FoldedArray = folded
End Function
"""


class Rewrite(NamedTuple):
    """One text that LibreOffice cannot run, and what runs in its place."""

    shipped: str
    executed: str
    why: str


REWRITES: Mapping[str, tuple[Rewrite, ...]] = {
    "SegmentationSupport": (
        Rewrite(
            "Set server = XLPy",
            f'Set server = CreateUnoService("{SERVICE}")',
            "XLPy loads a Windows DLL; the service calls the same object of xlwings",
        ),
        Rewrite(
            "SegCall = server.CallUDF(FUNCTIONS, called, values)",
            f"SegCall = {FOLDED}(server.CallUDF(FUNCTIONS, called, values))",
            "UNO knows no array of two sides",
        ),
        Rewrite(".Value2", ".Value", "LibreOffice's Range has no Value2"),
    ),
}
"""By module. LibreOffice compiles all modules of a library or none, so two more things
are taken out of every module: `#If`, resolved as on a 64-bit Windows, and `Public Enum`,
which a class may not hold there."""
_ENUM = re.compile(r"^Public Enum\b.*?^End Enum$", re.DOTALL | re.MULTILINE)


def as_executed(name: str, imported: str) -> str:
    """A module as LibreOffice runs it; every line keeps its number."""
    from segmentation_addin.template.vba_branches import COMPUTERS, resolved

    text = resolved(imported, COMPUTERS["win64"]).replace("\r\n", "\n")
    text = _ENUM.sub(lambda found: "\n" * found[0].count("\n"), text)
    for rewrite in REWRITES.get(name, ()):
        text = text.replace(rewrite.shipped, rewrite.executed)
    return text


def alive(calc: Calc) -> Calc:
    """The workbook with its modules made fit to run, every formula computed."""
    imported = calc.modules()
    modules = {name: as_executed(name, text) for name, text in imported.items()}
    calc.run({**modules, f"{FOLDED}Module": FOLDING_MODULE})
    calc.recalculate()
    return calc


Served = Callable[[str, str, tuple[Any, ...]], Any]
"""CallUDF: module, function, arguments; gives a scalar, a row or rows."""


class Calc:
    """One workbook open in LibreOffice with its functions alive."""

    def __init__(self, agent: subprocess.Popen[str], served: Served) -> None:
        self._agent = agent
        self.served = served
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        """The functions that cells called, with their arguments, in order."""

    def modules(self) -> dict[str, str]:
        """The modules as LibreOffice imported or, after `run`, executes them."""
        found: dict[str, str] = self._ask("modules")
        return found

    def run(self, modules: Mapping[str, str]) -> None:
        """Puts these texts in place of the imported ones."""
        self._ask("run", modules)

    def write(self, sheet: str, cell: str, content: str | float) -> None:
        """Types a number, a text, or a formula in English with semicolons."""
        self._ask("write", sheet, cell, content)

    def write_array(self, sheet: str, area: str, formula: str) -> None:
        """Types an array formula over an area."""
        self._ask("write_array", sheet, area, formula)

    def write_block(self, sheet: str, area: str, rows: list[list[Any]]) -> None:
        """Types values from the top left of an area on, row by row."""
        self._ask("write_block", sheet, area, rows)

    def area_of_name(self, name: str) -> str:
        """The cells of a name of the workbook: "A5:I10", without its sheet."""
        content: str = self._ask("content_of_name", name)
        return content.rpartition(".")[2].replace("$", "")

    def recalculate(self) -> None:
        """Computes every formula anew."""
        self._ask("recalculate")

    def values(self, sheet: str, area: str) -> list[list[Any]]:
        """What stands in an area: numbers and texts, "" for blank."""
        found: list[list[Any]] = self._ask("values", sheet, area)
        return found

    def value(self, sheet: str, cell: str) -> Any:
        """What stands in one cell."""
        return self.values(sheet, f"{cell}:{cell}")[0][0]

    def _ask(self, action: str, *words: Any) -> Any:
        watch = threading.Timer(SECONDS, self._agent.kill)
        watch.start()
        try:
            return self._answer(action, words)
        finally:
            watch.cancel()

    def _answer(self, action: str, words: tuple[Any, ...]) -> Any:
        self._send({"do": action, "words": words})
        while True:
            line = self._agent.stdout.readline()  # type: ignore[union-attr]
            if not line:
                raise RuntimeError("LibreOffice's side ended")
            said = json.loads(line)
            if "answer" in said:
                return said["answer"]
            if "failed" in said:
                raise RuntimeError(said["failed"])
            self._send(self._serve(*said["call"]))

    def _serve(self, module: str, name: str, arguments: list[Any]) -> dict[str, Any]:
        taken = _frozen(arguments)
        self.calls.append((name, taken))
        try:
            return {"result": self.served(module, name, taken)}
        except Exception as error:  # noqa: BLE001 - VBA sees any of them as Err
            return {"raised": repr(error)}

    def _send(self, said: Mapping[str, Any]) -> None:
        self._agent.stdin.write(json.dumps(said) + "\n")  # type: ignore[union-attr]
        self._agent.stdin.flush()  # type: ignore[union-attr]


def _frozen(value: Any) -> Any:
    """Ranges as COM hands them over; whole numbers as the doubles that they were."""
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


class MacroOffice(Office):
    """A LibreOffice that runs the VBA of the workbooks it opens."""

    @contextmanager
    def opened(self, path: Path, served: Served) -> Iterator[Calc]:
        """A workbook with macros on, its modules as imported."""
        agent = subprocess.Popen(
            [SYSTEM_PYTHON, __file__, self._pipe, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
        )
        calc = Calc(agent, served)
        try:
            yield calc
        finally:
            agent.stdin.close()  # type: ignore[union-attr]
            try:
                agent.wait(timeout=60)
            except subprocess.TimeoutExpired:
                agent.kill()
                agent.wait(timeout=60)
            agent.stdout.close()  # type: ignore[union-attr]


# --- what runs in the system's Python -----------------------------------------


def _say(**said: Any) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def _heard() -> Any:
    return json.loads(sys.stdin.readline())


def _factory() -> Any:
    """A UNO service whose method CallUDF asks the test."""
    import unohelper
    from com.sun.star.lang import XServiceInfo, XSingleComponentFactory
    from com.sun.star.script import XInvocation
    from com.sun.star.uno import RuntimeException

    class Named(unohelper.Base, XServiceInfo):  # type: ignore[misc]
        def getImplementationName(self) -> str:  # noqa: N802
            return SERVICE

        def supportsService(self, name: str) -> bool:  # noqa: N802
            return name == SERVICE

        def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802
            return (SERVICE,)

    class Server(Named, XInvocation):  # type: ignore[misc]
        def hasMethod(self, name: str) -> bool:  # noqa: N802
            return name == "CallUDF"

        def hasProperty(self, _name: str) -> bool:  # noqa: N802
            return False

        def getIntrospection(self) -> None:  # noqa: N802
            return None

        def invoke(
            self, _name: str, arguments: Any, _at: Any, _out: Any
        ) -> tuple[Any, tuple[()], tuple[()]]:
            _say(call=arguments)
            heard = _heard()
            if "raised" in heard:
                raise RuntimeException(heard["raised"], self)
            return _tuples(heard["result"]), (), ()

    class Factory(Named, XSingleComponentFactory):  # type: ignore[misc]
        def createInstanceWithContext(self, _context: Any) -> Any:  # noqa: N802
            return Server()

        def createInstanceWithArgumentsAndContext(  # noqa: N802
            self, _arguments: Any, _context: Any
        ) -> Any:
            return Server()

    return Factory()


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


class _Agent:
    """The open workbook, on the side of soffice."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._library = document.BasicLibraries.getByName(LIBRARY)

    def modules(self) -> dict[str, str]:
        names = self._library.getElementNames()
        return {name: self._library.getByName(name) for name in names}

    def run(self, modules: dict[str, str]) -> None:
        for name, text in modules.items():
            if not self._library.hasByName(name):
                self._library.insertByName(name, text)
            elif self._library.getByName(name) != text:
                self._library.replaceByName(name, text)

    def write(self, sheet: str, cell: str, content: Any) -> None:
        place = self._area(sheet, cell)
        if isinstance(content, str) and content.startswith("="):
            place.setFormula(content)
        elif isinstance(content, str):
            place.setString(content)
        else:
            place.setValue(content)

    def write_array(self, sheet: str, area: str, formula: str) -> None:
        self._area(sheet, area).setArrayFormula(formula)

    def write_block(self, sheet: str, area: str, rows: Any) -> None:
        place = self._area(sheet, area)
        width = len(rows[0])
        part = place.getCellRangeByPosition(0, 0, width - 1, len(rows) - 1)
        part.setDataArray(_tuples(rows))

    def content_of_name(self, name: str) -> Any:
        return self._document.NamedRanges.getByName(name).getContent()

    def recalculate(self) -> None:
        self._document.calculateAll()

    def values(self, sheet: str, area: str) -> Any:
        return self._area(sheet, area).getDataArray()

    def _area(self, sheet: str, area: str) -> Any:
        return self._document.getSheets().getByName(sheet).getCellRangeByName(area)


def _main(pipe: str, path: str) -> None:
    desktop = _desktop(pipe)
    services = _services(pipe)
    factory = _factory()
    services.insert(factory)
    document = desktop.loadComponentFromURL(
        Path(path).resolve().as_uri(),
        "_blank",
        0,
        (_property("Hidden", True), _property("MacroExecutionMode", ANY_MACROS)),
    )
    try:
        _answer_requests(_Agent(document))
    finally:
        document.close(True)
        services.remove(factory)


def _answer_requests(agent: _Agent) -> None:
    """Until the test closes its end."""
    for line in iter(sys.stdin.readline, ""):
        asked = json.loads(line)
        try:
            answer = getattr(agent, asked["do"])(*asked["words"])
        except Exception as error:  # noqa: BLE001 - the test shows it
            _say(failed=repr(error))
        else:
            _say(answer=answer)


def _services(pipe: str) -> Any:
    """Where soffice looks services up by name."""
    import uno

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    url = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    return resolver.resolve(url).ServiceManager


if __name__ == "__main__":
    _main(*sys.argv[1:])
