"""A bench on which our VBA runs: an interpreter of VBA and a fake Python server.

The texts are those of the workbook; only the attributes inside procedures, which an
interpreter does not execute, become blank lines. The module `xlwings` is replaced by a
few lines that stand for the DLL and the server behind it.
"""

from __future__ import annotations

import re
from typing import Any

from pyopenvba.apps.excel import ExcelApplication

from segmentation_addin.languages import Language
from segmentation_addin.template.vba_modules import (
    functions_module,
    ribbon_module,
    support_module,
)

XLWINGS = """Attribute VB_Name = "xlwings"
Public Const XLWINGS_VERSION As String = "0.0"
Public starts As Long
Public failures As Long
Public present As Boolean
Public answer As Variant
Public called As String
Public passed As Variant
Public commands As String
Public statuses As String

Public Function XLPy()
    starts = starts + 1
    Set XLPy = New Server
End Function
Public Function GetConfig(key, Optional default)
    GetConfig = "C:\\nowhere\\pythonw.exe"
End Function
Public Function FileExists(path)
    FileExists = present
End Function
Public Function RunPython(command)
    commands = commands & command & "|"
End Function
Public Sub Prepare(value, there)
    answer = value
    present = there
End Sub
Public Sub FailNext(times)
    failures = times
End Sub
Public Function Journal(what)
    Select Case what
    Case "called": Journal = called
    Case "passed": Journal = passed
    Case "starts": Journal = starts
    Case "commands": Journal = commands
    Case "statuses": Journal = statuses
    End Select
End Function
"""
SERVER = """Attribute VB_Name = "Server"
Public Function CallUDF(module, name, values)
    If failures > 0 Then
        failures = failures - 1
        Err.Raise 462
    End If
    called = module & "." & name
    passed = values
    statuses = statuses & Application.StatusBar & "|"
    CallUDF = answer
End Function
"""
_ATTRIBUTE = re.compile(r"^Attribute \w+\.[^\r]*", re.MULTILINE)


class Bench:
    """An Excel in memory with our modules, in one language."""

    def __init__(self, language: Language = "en") -> None:
        self.app = ExcelApplication()
        self.app.add_workbook()
        self.app.add_module(XLWINGS, name="xlwings")
        self.app.add_module(SERVER, name="Server", kind="class")
        modules = support_module(language), functions_module(language), ribbon_module()
        for module in modules:
            text = _ATTRIBUTE.sub("", module.text)
            self.app.add_module(text, name=module.name)

    def answers(self, value: object, present: bool = True) -> None:
        """What the server gives from now on, and whether an interpreter is there."""
        self.app.run("Prepare", value, present)

    def fails(self, times: int) -> None:
        """The next calls that the server fails."""
        self.app.run("FailNext", times)

    def journal(self, what: str) -> Any:
        """What the server noted: called, passed, starts, commands, statuses."""
        return self.app.run("Journal", what)

    def run(self, name: str, *values: object) -> Any:
        """The result of a procedure for these values."""
        return self.app.run(name, *values)

    def evaluate(self, expression: str) -> Any:
        """The value of a VBA expression."""
        return self.app.evaluate(expression)

    def fill(self, block: dict[str, object]) -> None:
        """Puts values into cells of the first sheet."""
        for address, value in block.items():
            self.app.sheet(1).set_value(address, value)
