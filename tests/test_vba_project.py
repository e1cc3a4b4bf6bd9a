"""The compiled VBA project: every reader finds in it what was compiled."""

from __future__ import annotations

import io
import zipfile
from importlib.util import find_spec
from pathlib import Path

import olefile
import pytest
from olevba_reader import texts as olevba_texts
from pyopenvba import ExcelFile, check_file
from pyopenvba.vba import parse_project_stream

from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.template import build
from segmentation_addin.template.compound_file import (
    read_compound_file,
    write_compound_file,
)
from segmentation_addin.template.macro_parts import PROJECT_PART, sheet_code_names
from segmentation_addin.template.parts import read_parts
from segmentation_addin.template.vba_compression import compress, decompress
from segmentation_addin.template.vba_modules import (
    dictionary_module,
    document_module,
    workbook_modules,
)
from segmentation_addin.template.vba_project import (
    NO_CACHE,
    SHEET_BASE,
    Kind,
    Module,
    VbaProjectError,
    compile_project,
    read_modules,
)

_SPEC = find_spec("xlwings")
assert _SPEC is not None
XLWINGS = Path(_SPEC.origin or "").parent
"""Folder of the installed xlwings, found without importing it."""
TEMPLATES = {
    language: build.PACKAGE / "data" / f"workbook_template_{language}.xlsm"
    for language in LANGUAGES
}


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def template(language: Language) -> Path:
    return TEMPLATES[language]


@pytest.fixture(scope="module")
def texts(language: Language, template: Path) -> dict[str, str]:
    """The texts that the sources give, by module."""
    parts = read_parts(template.read_bytes())
    names = [name for _, name in sheet_code_names(parts)]
    return {m.name: m.text for m in workbook_modules(language, names)}


def standard(name: str, text: str = "") -> Module:
    return Module(name, Kind.STANDARD, f'Attribute VB_Name = "{name}"\r\n{text}')


# --- the template, read by others ---------------------------------------------


def test_olevba_gives_back_every_text(template: Path, texts: dict[str, str]) -> None:
    assert olevba_texts(template.name, template.read_bytes()) == texts


def test_olefile_finds_no_defect(template: Path) -> None:
    project = read_parts(template.read_bytes())[PROJECT_PART]
    with olefile.OleFileIO(
        io.BytesIO(project), raise_defects=olefile.DEFECT_UNSURE
    ) as file:
        assert file.parsing_issues == []
        assert file.openstream("VBA/_VBA_PROJECT").read() == NO_CACHE


def test_pyopenvba_finds_nothing(template: Path, texts: dict[str, str]) -> None:
    report = check_file(template)
    assert (report.ok, report.issues) == (True, ())
    with ExcelFile(template) as file:
        assert file.validate() == []
        assert file.vba_modules() == texts
        assert [x.name for x in file.references()] == ["stdole", "Office"]


def test_accents_are_those_of_code_page_1252(
    language: Language, template: Path
) -> None:
    project = read_parts(template.read_bytes())[PROJECT_PART]
    streams = read_compound_file(project)
    stored = decompress(streams["VBA/SegmentationSupport"])
    word = {"en": "starting Python", "fr": "démarrage de Python"}[language]
    assert word.encode("cp1252") in stored


def test_the_protection_is_open_and_of_the_right_length() -> None:
    streams = read_compound_file(compile_project([standard("A")]))
    project = parse_project_stream(streams["PROJECT"])
    protection = project.protection
    assert not protection.has_password
    lengths = {
        line.split("=")[0]: len(line) - len('CMG=""')
        for line in streams["PROJECT"].decode().splitlines()
        if line[:4] in {"CMG=", "DPB="}
    }
    assert 22 <= lengths["CMG"] <= 28
    assert lengths["DPB"] >= 16


# --- the compiler -------------------------------------------------------------


def test_modules_come_back_in_order_with_their_kinds() -> None:
    modules = [
        document_module("ThisWorkbook", SHEET_BASE),
        document_module("shÉté", SHEET_BASE),
        standard("Zebra", "Sub A()\r\nEnd Sub\r\n"),
        Module("Ab", Kind.CLASS, 'Attribute VB_Name = "Ab"\r\n'),
    ]
    assert read_modules(compile_project(modules)) == modules


def test_the_same_modules_give_the_same_bytes() -> None:
    modules = workbook_modules("fr", ["shHome"])
    assert compile_project(modules) == compile_project(list(modules))


@pytest.mark.parametrize("count", [1, 65, 66, 99, 100, 250])
def test_a_workbook_of_many_sheets(count: int) -> None:
    modules = [document_module(f"Sheet{i}", SHEET_BASE) for i in range(count)]
    project = compile_project(modules)
    assert read_modules(project) == modules
    assert olevba_texts("project.bin", project) == {m.name: m.text for m in modules}


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ([standard("_hidden")], "no name"),
        ([standard("1st")], "no name"),
        ([standard("a" * 32)], "no name"),
        ([standard("A"), standard("a")], "twice"),
        ([standard("Segmentation")], "twice"),
        ([standard("A", "x = 1\n")], "CR LF"),
        ([standard("A", "' 日本")], "code page 1252 has no '日'"),
        ([standard("日")], "code page 1252"),
    ],
)
def test_what_no_project_can_hold_is_refused(
    modules: list[Module], message: str
) -> None:
    with pytest.raises(VbaProjectError, match=message):
        compile_project(modules)


# --- the reader ---------------------------------------------------------------


def test_a_project_that_office_made_is_read() -> None:
    book = XLWINGS / "quickstart_standalone.xlsm"
    with zipfile.ZipFile(book) as archive:
        modules = read_modules(archive.read("xl/vbaProject.bin"))
    assert [(m.name, m.kind) for m in modules] == [
        ("ThisWorkbook", Kind.DOCUMENT),
        ("Sheet1", Kind.DOCUMENT),
        ("Module1", Kind.STANDARD),
        ("Sheet2", Kind.DOCUMENT),
        ("xlwings", Kind.STANDARD),
        ("Dictionary", Kind.CLASS),
    ]
    assert "RunPython" in modules[2].text


def test_texts_are_stored_as_office_stores_them() -> None:
    """Excel's own editor stored a class and a sheet in xlwings' standalone workbook."""
    with zipfile.ZipFile(XLWINGS / "quickstart_standalone.xlsm") as archive:
        stored = read_modules(archive.read("xl/vbaProject.bin"))
    theirs = {module.name: module for module in stored}
    ours = dictionary_module()
    assert ours.text.casefold() == theirs["Dictionary"].text.casefold()
    assert document_module("Sheet1", SHEET_BASE) == theirs["Sheet1"]


def test_a_project_that_is_cut_short_is_refused() -> None:
    project = compile_project(workbook_modules("en", ["shHome"]))
    for cut in (0, 300, 2000, len(project) // 2, len(project) - 512):
        with pytest.raises(ValueError, match=r"."):
            read_modules(project[:cut])


def test_a_project_without_one_of_its_streams_is_refused() -> None:
    streams = read_compound_file(compile_project([standard("A"), standard("B")]))
    for missing in ("VBA/A", "VBA/dir", "PROJECT"):
        kept = {name: data for name, data in streams.items() if name != missing}
        with pytest.raises(VbaProjectError, match="damaged"):
            read_modules(write_compound_file(kept))
    short = decompress(streams["VBA/dir"])[:-6]
    streams["VBA/dir"] = compress(short)
    with pytest.raises(VbaProjectError, match="no end"):
        read_modules(write_compound_file(streams))
