"""The package lint: each seeded defect is caught, a well-made workbook has none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from board_examples import facts

from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.sampling import new_with_sample
from segmentation_addin.template.build import PACKAGE, build
from segmentation_addin.template.macro_parts import (
    BOOK_PART,
    PROJECT_PART,
    with_project,
)
from segmentation_addin.template.package_lint import lint, macros_source
from segmentation_addin.template.parts import Parts, read_parts
from segmentation_addin.template.ribbon import RIBBON_PART
from segmentation_addin.template.vba_project import (
    Kind,
    Module,
    compile_project,
    read_modules,
)

Change = Callable[[Parts], Parts]
TEMPLATES = {
    language: read_parts(
        (PACKAGE / "data" / f"workbook_template_{language}.xlsm").read_bytes()
    )
    for language in LANGUAGES
}
SEGMENTATION = "xl/worksheets/sheet6.xml"


def text_of(parts: Parts, part: str) -> str:
    return parts[part].decode("utf-8")


def rewritten(part: str, old: str, new: str) -> Change:
    """Replaces the first place where a text stands in a part."""

    def change(parts: Parts) -> Parts:
        text = text_of(parts, part)
        assert old in text, (part, old)
        return {**parts, part: text.replace(old, new, 1).encode("utf-8")}

    return change


def recompiled(change: Callable[[list[Module]], list[Module]]) -> Change:
    """Compiles the project again with other modules."""

    def changed(parts: Parts) -> Parts:
        modules = change(read_modules(parts[PROJECT_PART]))
        return with_project(parts, compile_project(modules))

    return changed


def in_module(name: str, old: str, new: str) -> Change:
    """Replaces a text in one module of the project."""

    def change(modules: list[Module]) -> list[Module]:
        assert any(m.name == name and old in m.text for m in modules), (name, old)
        return [
            replace(m, text=m.text.replace(old, new)) if m.name == name else m
            for m in modules
        ]

    return recompiled(change)


def without(name: str) -> Change:
    return recompiled(lambda modules: [m for m in modules if m.name != name])


def with_module(module: Module) -> Change:
    return recompiled(lambda modules: [*modules, module])


def swapped_rows(parts: Parts) -> Parts:
    text = text_of(parts, SEGMENTATION)
    rows = re.findall(r"<row .*?</row>", text)
    assert len(rows) > 1
    text = text.replace(rows[0], "@").replace(rows[1], rows[0]).replace("@", rows[1])
    return {**parts, SEGMENTATION: text.encode("utf-8")}


def swapped_cells(parts: Parts) -> Parts:
    text = text_of(parts, SEGMENTATION)
    found = re.search(r"(<c [^>]*?/>)(<c [^>]*?/>)", text)
    assert found is not None
    text = text.replace(found[0], found[2] + found[1], 1)
    return {**parts, SEGMENTATION: text.encode("utf-8")}


def table_of(name: str) -> str:
    """The part of a table."""
    return next(
        part
        for part, content in TEMPLATES["en"].items()
        if part.startswith("xl/tables/") and f'name="{name}"'.encode() in content
    )


def with_formula(formula: str) -> Change:
    """Puts a formula into a cell of Segmentation."""

    def change(parts: Parts) -> Parts:
        text = text_of(parts, SEGMENTATION)
        text = re.sub(r"<f>[^<]*</f>", lambda _: f"<f>{formula}</f>", text, count=1)
        assert formula in text
        return {**parts, SEGMENTATION: text.encode("utf-8")}

    return change


def longer_argument_help(parts: Parts) -> Parts:
    return rewritten(BOOK_PART, 'index="0">', 'index="0">' + "x" * 256)(parts)


def more_groups(parts: Parts) -> Parts:
    group = "".join(f'<group id="more{i}" label="more"/>' for i in range(3))
    return rewritten(RIBBON_PART, "</tab>", group + "</tab>")(parts)


def more_commands(parts: Parts) -> Parts:
    button = "".join(f'<button id="more{i}" label="more"/>' for i in range(7))
    return rewritten(RIBBON_PART, "</group>", button + "</group>")(parts)


REFRESH = "segmentation_addin.excel.macros.refresh()"
DEFECTS: dict[str, tuple[Change, str]] = {
    # sheets and document modules
    "code name": (
        rewritten(
            "xl/worksheets/sheet1.xml", 'codeName="shHome"', 'codeName="shHouse"'
        ),
        "'Home' has the code name 'shHouse', but no such document module",
    ),
    "no code name": (
        rewritten("xl/worksheets/sheet1.xml", 'codeName="shHome"', ""),
        "'Home' has the code name '', but no such document module",
    ),
    "code name of the workbook": (
        rewritten(BOOK_PART, 'codeName="ThisWorkbook"', 'codeName="Workbook"'),
        "the workbook has the code name 'Workbook'",
    ),
    "code name twice": (
        rewritten("xl/worksheets/sheet1.xml", '"shHome"', '"shClients"'),
        "2 sheets have the code name 'shclients'",
    ),
    "document module without sheet": (
        with_module(
            Module("shGone", Kind.DOCUMENT, 'Attribute VB_Name = "shGone"\r\n')
        ),
        "the document module shGone belongs to no sheet",
    ),
    "sheet without document module": (
        without("shMargins"),
        "'Margins' has the code name 'shMargins', but no such document module",
    ),
    # tables
    "table ref": (
        rewritten(table_of("tblClients"), 'ref="A4:', 'ref="B4:'),
        "tblClients covers B4:",
    ),
    "filter of a table": (
        rewritten(
            table_of("tblClients"), '<autoFilter ref="A4:', '<autoFilter ref="A3:'
        ),
        "tblClients: the filter covers other cells",
    ),
    "heading": (
        rewritten("xl/sharedStrings.xml", ">Revenue<", ">Turnover<"),
        "the heading 'Turnover' is not its column 'Revenue'",
    ),
    "name of a column": (
        rewritten(table_of("tblMargins"), 'name="Revenue"', 'name="Sales"'),
        "the heading 'Revenue' is not its column 'Sales'",
    ),
    "column twice": (
        rewritten(table_of("tblMargins"), 'name="Revenue"', 'name="Period"'),
        "tblMargins has two columns of the same name",
    ),
    "table twice": (
        rewritten(
            table_of("tblMargins"),
            'displayName="tblMargins"',
            'displayName="tblClients"',
        ),
        "two tables bear the same name",
    ),
    # formulas and names
    "[@Col]": (with_formula("[@Revenue]*2"), "[@Revenue] without its table"),
    "[Col]": (with_formula("SUM([Revenue])"), "[Revenue] without its table"),
    "tbl[@Col]": (
        with_formula("tblSegmentation[@Revenue]"),
        "[@Revenue] must be written [[#This Row],…]",
    ),
    "unknown column": (
        with_formula("SUM(tblSegmentation[Turnover])"),
        "tblSegmentation has no column 'Turnover'",
    ),
    "unknown table": (
        with_formula("SUM(tblGone[Revenue])"),
        "a table that is not there: tblGone",
    ),
    "name twice": (
        rewritten(
            BOOK_PART, '<definedName name="Scale">', '<definedName name="RULES">'
        ),
        "the name RULES is defined twice",
    ),
    "name of a table": (
        rewritten(
            BOOK_PART, '<definedName name="Scale">', '<definedName name="tblclients">'
        ),
        "the name tblclients is defined twice",
    ),
    "rows": (swapped_rows, "follows row"),
    "cells": (swapped_cells, "is out of order in row"),
    # the project
    "truncated project": (
        lambda parts: {**parts, PROJECT_PART: parts[PROJECT_PART][:-1024]},
        "a damaged project",
    ),
    "no end of a function": (
        in_module(
            "SegmentationSupport",
            "End Function\r\n\r\n' The values of a name",
            "\r\n' The values of a name",
        ),
        "function is not closed",
    ),
    "no End If": (
        in_module(
            "SegmentationSupport",
            "SegNamed = SegValue(given)\r\n    End If",
            "SegNamed = SegValue(given)",
        ),
        "if is not closed",
    ),
    "no #End If": (
        in_module(
            "xlwings_udfs", "    #End If\r\n    Exit Function", "    Exit Function"
        ),
        "#If without #End If",
    ),
    "argument that VBA keeps": (
        in_module("xlwings_udfs", "Optional scale_", "Optional scale"),
        "a name that VBA keeps to itself: scale",
    ),
    "no Option Explicit": (
        in_module("SegmentationRibbon", "Option Explicit", ""),
        "SegmentationRibbon: no Option Explicit",
    ),
    "another name in the text": (
        in_module("SegmentationRibbon", '"SegmentationRibbon"', '"Ribbon"'),
        "SegmentationRibbon: its text bears another name",
    ),
    "class as exported": (
        in_module(
            "Dictionary", 'Attribute VB_Name = "Dictionary"', "VERSION 1.0 CLASS"
        ),
        "Dictionary: a class in the form of an export",
    ),
    "class without base": (
        in_module("Dictionary", "Attribute VB_Base = ", "Attribute VB_Other = "),
        "Dictionary: a class without VB_Base",
    ),
    "version of the DLL": (
        in_module("xlwings", "xlwings64-0.37.8.dll", "xlwings64-0.37.7.dll"),
        "xlwings: versions 0.37.7, 0.37.8, expected 0.37.8 alone",
    ),
    "OnTime": (
        in_module("ThisWorkbook", "'!SegWarmUp", "'!SegWarm"),
        "ThisWorkbook: OnTime names SegWarm, which is not there",
    ),
    # the ribbon
    "icon": (
        rewritten(RIBBON_PART, 'imageMso="RefreshAll"', 'imageMso="RefreshEverything"'),
        "an image that is not known to exist: RefreshEverything",
    ),
    "label beside getLabel": (
        rewritten(RIBBON_PART, 'label="Refresh"', 'label="Refresh" getLabel="Named"'),
        "segRefresh: label stands beside getLabel",
    ),
    "tip beside its callback": (
        rewritten(RIBBON_PART, " supertip=", ' getSupertip="Tip" supertip='),
        "supertip stands beside getSupertip",
    ),
    "callback": (
        rewritten(RIBBON_PART, " imageMso=", ' getEnabled="Enabled" imageMso='),
        "getEnabled is a callback",
    ),
    "button without macro": (
        rewritten(RIBBON_PART, '"SegmentationRefresh"', '"SegmentationRenew"'),
        "no macro SegmentationRenew for its button",
    ),
    "macro without button": (
        rewritten(RIBBON_PART, '"SegmentationRefresh"', '"SegmentationCheck"'),
        "no button for the macro SegmentationRefresh",
    ),
    "macro without its argument": (
        in_module(
            "SegmentationRibbon",
            "SegmentationRefresh(control As IRibbonControl)",
            "SegmentationRefresh()",
        ),
        "the macro SegmentationRefresh is no Sub with the control",
    ),
    "macro without Python": (
        in_module("SegmentationRibbon", REFRESH, REFRESH.replace("refresh", "renew")),
        "macros.renew, which is not there",
    ),
    "macro that calls nothing": (
        in_module("SegmentationRibbon", "    SegRun", "    MsgBox"),
        "a macro that calls no Python function",
    ),
    "groups": (more_groups, "8 groups, more than 6"),
    "commands": (more_commands, "9 commands in Data, more than 7"),
    "tab before Home": (
        rewritten(RIBBON_PART, "insertAfterMso", "insertBeforeMso"),
        "the tab stands before one of Excel's own",
    ),
    "keytip twice": (
        rewritten(RIBBON_PART, 'keytip="R"', 'keytip="K"'),
        "the keytip K stands 2 times",
    ),
    "keytip": (
        rewritten(RIBBON_PART, 'keytip="R"', 'keytip="r!"'),
        "a keytip of other than 1 to 3 capitals or digits: r!",
    ),
    "identity twice": (
        rewritten(RIBBON_PART, 'id="segRefresh"', 'id="segCheck"'),
        "the id segCheck stands 2 times",
    ),
    "relation of the ribbon": (
        rewritten(
            "_rels/.rels",
            "office/2007/relationships/ui",
            "office/2006/relationships/ui",
        ),
        "does not lead to the ribbon by the relation of 2007",
    ),
    # help
    "help of a function": (
        in_module(
            "xlwings_udfs",
            'SEGMENT.VB_Description = "',
            'SEGMENT.VB_Description = "' + "x" * 200,
        ),
        "SEGMENT: its help is longer than 255 characters",
    ),
    "help of an argument": (
        longer_argument_help,
        "help of argument 0 is longer than 255 characters",
    ),
    "help without function": (
        rewritten(
            BOOK_PART,
            '<x14:definedName name="SEGMENT"',
            '<x14:definedName name="SEGMENTS"',
        ),
        "SEGMENTS: help for 8 of its arguments",
    ),
    "help out of order": (
        rewritten(BOOK_PART, 'index="0"', 'index="1"'),
        "the help of its arguments is out of order",
    ),
    "category": (
        in_module("xlwings_udfs", r'" \n20"', r'" \n21"'),
        "SEGMENT: the workbook has no category 21",
    ),
    # XML
    "XML": (
        rewritten(SEGMENTATION, "</sheetData>", ""),
        "not well-formed XML",
    ),
}


def found(parts: Parts, macros: str | None = None) -> str:
    return "\n".join(map(str, lint(parts, macros)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_built_templates_have_no_finding(language: Language) -> None:
    assert lint(TEMPLATES[language]) == []
    assert lint(read_parts(build(language, facts(30, language)))) == []


def test_a_refreshed_workbook_has_no_finding_and_keeps_its_macros(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sample.xlsm"
    new_with_sample(path, "fr")
    parts = read_parts(path.read_bytes())
    assert lint(parts) == []
    for part in (PROJECT_PART, RIBBON_PART):
        assert parts[part] == TEMPLATES["fr"][part]
    for kept in (r"<functionGroups.*?</functionGroups>", r"<extLst>.*</extLst>"):
        one, other = (
            re.search(kept, text_of(x, BOOK_PART)) for x in (parts, TEMPLATES["fr"])
        )
        assert one is not None
        assert other is not None
        assert one[0] == other[0]


@pytest.mark.parametrize("name", DEFECTS)
def test_a_seeded_defect_is_found(name: str) -> None:
    change, message = DEFECTS[name]
    assert message in found(change(TEMPLATES["en"]))


def test_an_apostrophe_that_is_not_doubled_is_found() -> None:
    right = "SUM(tblMargins[Chiffre d''affaires])"
    wrong = right.replace("''", "'")
    assert found(with_formula(right)(TEMPLATES["fr"])) == ""
    assert "tblMargins has no column" in found(with_formula(wrong)(TEMPLATES["fr"]))


@pytest.mark.parametrize(
    "formula",
    [
        "tblSegmentation[[#This Row],[Revenue]]",
        "SUM(tblSegmentation[[#Headers],[Revenue]])",
        "SUM(tblSegmentation[[Revenue]:[Gross margin]])",
        "COUNTA(tblSegmentation[#All])",
        "ROWS(tblSegmentation[])",
        '"[@Revenue] as text"',
        "'[Book 1.xlsx]Sheet'!A1+[1]Sheet!A1",
    ],
)
def test_formulas_as_a_file_writes_them_pass(formula: str) -> None:
    assert found(with_formula(formula)(TEMPLATES["en"])) == ""


def test_a_python_function_that_asks_for_arguments_is_found() -> None:
    source = macros_source()
    asked = source.replace("def refresh()", "def refresh(book)")
    assert asked != source
    assert found(TEMPLATES["en"], source) == ""
    message = "macros.refresh asks for arguments that no macro gives"
    assert message in found(TEMPLATES["en"], asked)


def test_a_workbook_without_macros_is_linted_for_its_sheets() -> None:
    parts = {
        name: content
        for name, content in TEMPLATES["en"].items()
        if name not in {PROJECT_PART, RIBBON_PART}
    }
    assert lint(parts) == []
    assert lint(swapped_rows(parts)) != []
