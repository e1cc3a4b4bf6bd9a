"""The VBA modules of a workbook, as text, in its language.

The texts in `vba/` are ours; `xlwings` and `Dictionary` are read from the installed
xlwings, so that they always are its own; wrappers and buttons follow from the
registry of functions and the list of actions.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from segmentation_addin.environment import FUNCTIONS_MODULE, XLWINGS
from segmentation_addin.excel.actions import ACTIONS, Action
from segmentation_addin.excel.actions import MODULE as MACROS_MODULE
from segmentation_addin.excel.registry import FUNCTIONS, Argument, Function
from segmentation_addin.excel.tokens import MARK
from segmentation_addin.languages import Language, Text
from segmentation_addin.template.vba_project import (
    CLASS_BASE,
    SHEET_BASE,
    WORKBOOK_BASE,
    Kind,
    Module,
    VbaProjectError,
)
from segmentation_addin.template.vba_words import is_reserved

WORKBOOK_MODULE = "ThisWorkbook"
OUR_MODULES = (
    WORKBOOK_MODULE,
    "xlwings",
    "Dictionary",
    "xlwings_udfs",
    "SegmentationSupport",
    "SegmentationRibbon",
)
"""Every module of ours but the document modules of sheets."""
FOREIGN_MODULES = frozenset({"xlwings", "Dictionary"})
"""Modules of ours whose text is xlwings' own."""
FIRST_OWN_CATEGORY = 20
"""Number of the first category of functions that is not built in."""

_TEXTS: dict[str, Text] = {
    "language": Text("en", "fr"),
    "mac_function": Text(
        "Functions need Excel for Windows; Refresh works on the Mac",
        "Les fonctions demandent Excel pour Windows ; Actualiser marche aussi sur Mac",
    ),
    "warming": Text(
        "Segmentation: starting Python...", "Segmentation : démarrage de Python..."
    ),
    "windows_setup": Text(
        "Segmentation did not find its Python on this computer.\n"
        "Looked for: %1\n\n"
        "What to do: run setup.cmd once, or type in a terminal:\n"
        "segmentation setup\n\n"
        "Then click again.",
        "Segmentation n'a pas trouvé son Python sur cet ordinateur.\n"
        "Cherché : %1\n\n"
        "À faire : lancez setup.cmd une fois, ou tapez dans un terminal :\n"
        "segmentation setup\n\n"
        "Puis cliquez de nouveau.",
    ),
    "mac_setup": Text(
        "The buttons need one setup on this Mac, and it was not seen.\n\n"
        "What to do: type in the Terminal:\n"
        "segmentation setup\n\n"
        "If that is done, choose OK to go on.",
        "Les boutons demandent une installation sur ce Mac, qui n'a pas été vue.\n\n"
        "À faire : tapez dans le Terminal :\n"
        "segmentation setup\n\n"
        "Si c'est fait, choisissez OK pour continuer.",
    ),
}


def workbook_modules(language: Language, sheets: Iterable[str]) -> list[Module]:
    """All modules of a workbook whose sheets have these code names, in that order.

    Raises:
        VbaProjectError: the installed xlwings is not the one the add-in is made for.
    """
    return [
        document_module(WORKBOOK_MODULE, WORKBOOK_BASE, _source("ThisWorkbook.cls")),
        *(document_module(name, SHEET_BASE) for name in sheets),
        xlwings_module(),
        dictionary_module(),
        functions_module(language),
        support_module(language),
        ribbon_module(),
    ]


def document_module(name: str, base: str, text: str = "") -> Module:
    """The module of the workbook or of one sheet: its attributes, then its text."""
    lines = [
        f'Attribute VB_Name = "{name}"',
        f'Attribute VB_Base = "{base}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = True",
        "Attribute VB_Exposed = True",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = True",
    ]
    return Module(name, Kind.DOCUMENT, _crlf("\n".join(lines) + "\n" + text))


def support_module(language: Language) -> Module:
    """What wrappers and buttons share, in the language of the workbook."""
    words = {key: quoted(text.in_(language)) for key, text in _TEXTS.items()}
    text = _source("SegmentationSupport.bas").format(
        **words,
        functions_module=quoted(FUNCTIONS_MODULE),
        mark=ord(MARK) - 0x10000,
    )
    return Module("SegmentationSupport", Kind.STANDARD, _crlf(text))


# --- xlwings' own -------------------------------------------------------------


def _installed(name: str) -> str:
    """A text of the installed xlwings, found without importing it."""
    spec = importlib.util.find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise VbaProjectError("xlwings is not installed")
    path = Path(spec.origin).parent / name
    return path.read_bytes().decode("ascii")


def xlwings_module() -> Module:
    """The module `xlwings`, equal to the installed one."""
    text = _installed("xlwings.bas")
    found = re.search(r"^'Version: (\S+)", text, re.MULTILINE)
    version = found[1] if found else "?"
    if version != XLWINGS:
        raise VbaProjectError(
            f"xlwings {version} is installed, the workbook is made for {XLWINGS}"
        )
    return Module("xlwings", Kind.STANDARD, text)


def dictionary_module() -> Module:
    """The class that replaces a dictionary on the Mac, as a project stores a class.

    An exported class begins with a VERSION block and has no VB_Base.
    """
    lines = _installed("addin/Dictionary.cls").split("\r\n")
    body = lines[lines.index("END") + 1 :]
    place = body.index("Attribute VB_Exposed = True") + 1
    body[place:place] = [
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = False",
    ]
    body.insert(1, f'Attribute VB_Base = "{CLASS_BASE}"')
    return Module("Dictionary", Kind.CLASS, "\r\n".join(body))


# --- functions ----------------------------------------------------------------


def functions_module(language: Language) -> Module:
    """One wrapper a function, with its help for the function wizard."""
    head = 'Attribute VB_Name = "xlwings_udfs"\nOption Explicit\n\n'
    wrappers = "\n".join(_wrapper(function, language) for function in FUNCTIONS)
    return Module("xlwings_udfs", Kind.STANDARD, _crlf(head + wrappers))


def vba_name(argument: Argument) -> str:
    """Name of an argument in VBA, which keeps some words to itself: scale_."""
    return argument.name + "_" if is_reserved(argument.name) else argument.name


def _wrapper(function: Function, language: Language) -> str:
    name = function.name
    signature = ", ".join(
        ("Optional " if argument.optional else "") + vba_name(argument)
        for argument in function.arguments
    )
    passed = ", ".join(_passed(function))
    lines = [
        f"Function {name}({signature})",
        f"Attribute {name}.VB_Description = {quoted(function.gives.in_(language))}",
        f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n{FIRST_OWN_CATEGORY}"',
        "    On Error GoTo failed",
        "    #If Mac Then",
        f"        {name} = SegMac()",
        "    #Else",
        f'        {name} = SegResult(SegCall("{name}", Array({passed})))',
        "    #End If",
        "    Exit Function",
        "failed:",
        f"    {name} = CVErr(xlErrValue)",
        "End Function",
    ]
    return "\n".join(lines) + "\n"


def _passed(function: Function) -> list[str]:
    """What the wrapper passes for each argument of the Python function."""
    shown = {argument.name: argument for argument in function.arguments}
    passed = []
    for name in function.python_arguments:
        argument = shown.get(name)
        if argument is None:
            passed.append("SegLanguage()")
        elif name == "lang":
            passed.append(f"SegLanguage({vba_name(argument)})")
        elif argument.workbook_name is not None:
            wanted = quoted(argument.workbook_name)
            passed.append(f"SegNamed({wanted}, {vba_name(argument)})")
        else:
            passed.append(f"SegValue({vba_name(argument)})")
    return passed


# --- the ribbon ---------------------------------------------------------------


def ribbon_module() -> Module:
    """One macro a button; each runs its Python function."""
    head = 'Attribute VB_Name = "SegmentationRibbon"\nOption Explicit\n\n'
    return Module(
        "SegmentationRibbon",
        Kind.STANDARD,
        _crlf(head + "\n".join(_macro(action) for action in ACTIONS)),
    )


def _macro(action: Action) -> str:
    command = f"import {MACROS_MODULE}; {MACROS_MODULE}.{action.key}()"
    return (
        f"Sub {action.macro}(control As IRibbonControl)\n"
        f"    SegRun {quoted(command)}\n"
        "End Sub\n"
    )


# --- texts --------------------------------------------------------------------


def quoted(text: str) -> str:
    r"""A text as a VBA expression: quotes doubled, lines joined by vbCrLf.

    >>> quoted('a "b" c\nd')
    '"a ""b"" c" & vbCrLf & "d"'
    """
    doubled = ['"' + line.replace('"', '""') + '"' for line in text.split("\n")]
    return " & vbCrLf & ".join(doubled)


def _source(name: str) -> str:
    folder = resources.files("segmentation_addin.template") / "vba"
    return (folder / name).read_text(encoding="utf-8")


def _crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")
