"""The texts of the VBA modules: generated as declared, and readable by VBA."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import pytest
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import NOTHING, parse_module

import segmentation_addin
from segmentation_addin import environment
from segmentation_addin.excel.actions import ACTIONS
from segmentation_addin.excel.registry import FUNCTIONS
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.template import vba_modules
from segmentation_addin.template.build import PACKAGE
from segmentation_addin.template.vba_branches import COMPUTERS, resolved
from segmentation_addin.template.vba_modules import (
    OUR_MODULES,
    dictionary_module,
    functions_module,
    quoted,
    ribbon_module,
    support_module,
    vba_name,
    workbook_modules,
    xlwings_module,
)
from segmentation_addin.template.vba_project import Kind, Module, VbaProjectError
from segmentation_addin.template.vba_syntax import procedures, slips
from segmentation_addin.template.vba_words import is_reserved

_SPEC = find_spec("xlwings")
assert _SPEC is not None
XLWINGS = Path(_SPEC.origin or "").parent
"""Folder of the installed xlwings, found without importing it."""
PYPROJECT = Path(segmentation_addin.__file__).parents[1] / "pyproject.toml"


def all_modules() -> list[Module]:
    """Every module of both languages, once."""
    found = {
        (module.name, module.text): module
        for language in LANGUAGES
        for module in workbook_modules(language, ["shHome", "shDataQuality"])
    }
    return list(found.values())


@pytest.mark.parametrize("computer", COMPUTERS)
def test_every_module_parses_on_each_kind_of_computer(computer: str) -> None:
    for module in all_modules():
        text = resolved(module.text, COMPUTERS[computer])
        assert parse_module(text, name=module.name).name == module.name


def test_no_module_has_a_slip() -> None:
    assert {m.name: slips(m.text) for m in all_modules() if slips(m.text)} == {}


def test_the_modules_are_those_that_upgrade_knows_as_ours() -> None:
    modules = workbook_modules("en", ["shHome"])
    assert {m.name for m in modules} == {*OUR_MODULES, "shHome"}
    assert [m.name for m in modules if m.kind is Kind.DOCUMENT] == [
        "ThisWorkbook",
        "shHome",
    ]


# --- xlwings ------------------------------------------------------------------


def test_xlwings_is_the_installed_one_and_the_pinned_one() -> None:
    installed = XLWINGS / "xlwings.bas"
    assert xlwings_module().text.encode() == installed.read_bytes()
    pinned = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["dependencies"]
    assert f"xlwings=={environment.XLWINGS}" in pinned
    assert metadata.version("xlwings") == environment.XLWINGS


def test_another_xlwings_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vba_modules, "XLWINGS", "0.99.0")
    with pytest.raises(VbaProjectError, match=r"0\.99\.0"):
        xlwings_module()


def test_the_class_is_in_the_form_that_a_project_stores() -> None:
    lines = dictionary_module().text.split("\r\n")
    assert lines[:9] == [
        'Attribute VB_Name = "Dictionary"',
        'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = False",
        "Attribute VB_Exposed = True",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = False",
        next(x for x in lines if x.startswith("Attribute VB_Description")),
    ]
    exported = XLWINGS / "addin" / "Dictionary.cls"
    body = exported.read_text("ascii").split("Option Explicit", 1)[1]
    assert dictionary_module().text.replace("\r\n", "\n").endswith(body)


# --- wrappers -----------------------------------------------------------------


def test_there_is_one_wrapper_a_function_with_its_arguments() -> None:
    text = resolved(functions_module("en").text, COMPUTERS["win64"])
    found = {p.name: p.parameters for p in procedures(text)}
    assert found == {
        function.name: tuple(vba_name(x) for x in function.arguments)
        for function in FUNCTIONS
    }


def test_a_word_that_vba_keeps_is_written_otherwise() -> None:
    """`Scale` is a special form of the language: no argument can bear that name."""
    assert is_reserved("scale")
    assert "Optional scale_," in functions_module("en").text
    assert not re.search(r"Optional scale\b(?!_)", functions_module("en").text)


def test_optional_arguments_are_optional_in_vba() -> None:
    text = functions_module("en").text
    for function in FUNCTIONS:
        signature = re.search(
            rf"^Function {function.name}\((.*)\)\r$", text, re.MULTILINE
        )
        assert signature is not None
        shown = [part.strip() for part in signature[1].split(",") if part.strip()]
        optional = [part.startswith("Optional ") for part in shown]
        assert optional == [argument.optional for argument in function.arguments]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_of_a_wrapper_is_in_the_language(language: Language) -> None:
    text = functions_module(language).text
    for function in FUNCTIONS:
        help_ = quoted(function.gives.in_(language))
        attribute = f"Attribute {function.name}.VB_Description = {help_}\r\n"
        assert attribute in text


def test_no_object_travels_to_python() -> None:
    """Each thing passed is what a function of ours made of an argument."""
    text = functions_module("en").text
    calls = [line for line in text.splitlines() if "SegCall(" in line]
    assert len(calls) == len(FUNCTIONS)
    made = r'Seg(Value\(\w+\)|Named\("\w+", \w+\)|Language\(\w*\))'
    for line in calls:
        passed = line[line.index("Array(") + len("Array(") : -3]
        assert re.fullmatch(rf"({made}(, {made})*)?", passed), passed


def test_on_the_mac_a_function_says_where_it_runs() -> None:
    for language, words in (("en", "Excel for Windows"), ("fr", "Excel pour Windows")):
        text = resolved(functions_module(language).text, COMPUTERS["mac"])  # type: ignore[arg-type]
        assert text.count("SegMac()") == len(FUNCTIONS)
        assert "SegCall" not in text
        assert words in support_module(language).text  # type: ignore[arg-type]


# --- ours ---------------------------------------------------------------------


def test_there_is_one_macro_a_button() -> None:
    found = procedures(ribbon_module().text)
    assert [(p.kind, p.name) for p in found] == [("sub", x.macro) for x in ACTIONS]
    assert {p.parameters for p in found} == {("control",)}
    assert ribbon_module().text.count("(control As IRibbonControl)") == len(ACTIONS)


def test_our_modules_declare_their_variables() -> None:
    ours = [m for m in all_modules() if m.name not in {"xlwings", "Dictionary"}]
    for module in ours:
        if not module.name.startswith("sh"):
            assert "Option Explicit" in module.text


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("plain", '"plain"'),
        ('a "b"', '"a ""b"""'),
        ("one\n\ntwo", '"one" & vbCrLf & "" & vbCrLf & "two"'),
    ],
)
def test_a_text_as_a_vba_expression(text: str, expression: str) -> None:
    assert quoted(text) == expression


@pytest.fixture
def book(language: Language) -> ExcelApplication:
    """The template with the code behind its sheets, and a link to follow."""
    path = PACKAGE / "data" / f"workbook_template_{language}.xlsm"
    app = ExcelApplication.open(path)
    link = "Public Address As String\nPublic SubAddress As String\n"
    app.add_module(link, name="Link", kind="class")
    app.add_module(
        "Function Leading(where)\nSet Leading = New Link\n"
        "Leading.SubAddress = where\nEnd Function\n"
        "Sub Hide(title, state)\nThisWorkbook.Sheets(title).Visible = state\nEnd Sub\n"
        "Function Seen(title)\nSeen = ThisWorkbook.Sheets(title).Visible\n"
        "End Function\n",
        name="Asking",
    )
    return app


@pytest.mark.parametrize(("language", "title"), [("en", "Review"), ("fr", "Revue")])
def test_a_link_to_a_hidden_sheet_of_ours_shows_it(
    book: ExcelApplication, title: str
) -> None:
    hidden, very_hidden, visible = 0, 2, -1
    follow = "ThisWorkbook.Workbook_SheetFollowHyperlink"
    link = book.interpreter.run("Leading", [f"'{title}'!A1"])
    book.run("Hide", title, very_hidden)
    book.run(follow, NOTHING, link)
    assert book.run("Seen", title) == very_hidden
    book.run("Hide", title, hidden)
    book.run(follow, NOTHING, link)
    assert book.run("Seen", title) == visible
    assert book.evaluate("ActiveSheet.Name") == title


def test_macros_are_made_without_the_builder_of_sheets() -> None:
    """`upgrade` compiles projects on computers that have no XlsxWriter."""
    script = (
        "import sys; sys.modules['xlsxwriter'] = None;"
        "from segmentation_addin.template import macro_parts, ribbon, function_help;"
        "from segmentation_addin.template import package_lint, vba_modules, vba_project;"
        "made = vba_modules.workbook_modules('fr', ['shHome']);"
        "assert vba_project.compile_project(made);"
        "print([m for m in ('pandas', 'xlwings', 'openpyxl') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
