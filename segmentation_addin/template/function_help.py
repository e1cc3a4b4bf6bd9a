"""The help of our functions for Excel's function wizard, as Excel itself saves it.

The description of a function and the number of its category are attributes of the VBA
wrapper; the name of the category and the help of each argument stand in the workbook
part. Nothing has to run for the wizard to show them.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from segmentation_addin.excel.registry import CATEGORY, FUNCTIONS, Function
from segmentation_addin.languages import Language
from segmentation_addin.template.macro_parts import BOOK_PART
from segmentation_addin.template.parts import Parts, Transformer, replaced
from segmentation_addin.template.vba_modules import FIRST_OWN_CATEGORY

ARGUMENTS_URI = "{8193D73E-4604-4355-AFF4-8A2333D13BE4}"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_GROUPS = re.compile(r"<functionGroups\b[^>]*/>|<functionGroups\b.*?</functionGroups>")
_ARGUMENTS = re.compile(
    r"<ext\b[^>]*" + re.escape(ARGUMENTS_URI) + r".*?</ext>", re.DOTALL
)
_EMPTY_LIST = re.compile(r"<extLst>\s*</extLst>")


def with_function_help(language: Language) -> Transformer:
    """Adds or replaces the category and the help of the arguments."""

    def added(parts: Parts) -> Parts:
        text = parts[BOOK_PART].decode("utf-8")
        for old in (_GROUPS, _ARGUMENTS, _EMPTY_LIST):
            text = old.sub("", text)
        parts = {**parts, BOOK_PART: text.encode("utf-8")}
        end = "</sheets>"
        parts = replaced(parts, BOOK_PART, end, end + category_xml(language))
        extension = arguments_xml(language)
        if "<extLst>" in text:
            end = "</extLst></workbook>"
            return replaced(parts, BOOK_PART, end, extension + end)
        end = "</workbook>"
        whole = f"<extLst>{extension}</extLst>"
        return replaced(parts, BOOK_PART, end, whole + end)

    return added


def category_xml(language: Language) -> str:
    """Our category of functions, the first after the built-in ones."""
    name = escape(CATEGORY.in_(language), {'"': "&quot;"})
    return (
        f'<functionGroups builtInGroupCount="{FIRST_OWN_CATEGORY - 1}">'
        f'<functionGroup name="{name}"/></functionGroups>'
    )


def arguments_xml(language: Language) -> str:
    """The help of every argument, as one extension of the workbook part."""
    functions = "".join(
        _function(function, language) for function in FUNCTIONS if function.arguments
    )
    return (
        f'<ext uri="{ARGUMENTS_URI}" xmlns:x14="{_X14}">'
        f"<x14:definedNames>{functions}</x14:definedNames></ext>"
    )


def _function(function: Function, language: Language) -> str:
    described = "".join(
        f'<x14:argumentDescription index="{index}">'
        f"{escape(argument.help.in_(language))}</x14:argumentDescription>"
        for index, argument in enumerate(function.arguments)
    )
    count = len(function.arguments)
    return (
        f'<x14:definedName name="{function.name}">'
        f'<x14:argumentDescriptions count="{count}">{described}'
        "</x14:argumentDescriptions></x14:definedName>"
    )
