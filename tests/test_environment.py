"""The add-in's own environment: found by xlwings where setup puts it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import VBAObject, method

from segmentation_addin import environment
from segmentation_addin.excel import registry
from segmentation_addin.template.build import PACKAGE
from segmentation_addin.template.vba_branches import COMPUTERS, resolved
from segmentation_addin.template.vba_modules import xlwings_module

WINDOWS = {"LOCALAPPDATA": r"C:\Users\Zoë M\AppData\Local"}
MAC = {"HOME": "/Users/zoe"}


def test_the_conf_rows_lead_to_the_folder_of_each_system() -> None:
    rows = dict(environment.CONF_ROWS)
    shown = rows["INTERPRETER_WIN"].replace("%LOCALAPPDATA%", WINDOWS["LOCALAPPDATA"])
    assert PureWindowsPath(shown) == environment.interpreter("windows", WINDOWS)
    shown = rows["INTERPRETER_MAC"].replace("$HOME", MAC["HOME"])
    assert PurePosixPath(shown) == environment.interpreter("mac", MAC)
    assert " " not in rows["INTERPRETER_MAC"]
    assert rows["UDF MODULES"] == registry.MODULE
    assert rows["ADD_WORKBOOK_TO_PYTHONPATH"] == "false"


def test_the_dll_is_looked_for_where_pip_puts_it() -> None:
    """pip puts xlwings' DLLs into the environment's folder, beside `Scripts`."""
    places = environment.libraries("0.37.8", WINDOWS)
    folder = environment.folder("windows", WINDOWS)
    assert folder / "xlwings64-0.37.8.dll" in places
    assert folder / "Scripts" / "xlwings64-0.37.8.dll" in places
    text = xlwings_module().text
    load = text[text.index("Sub XLPyLoadDLL") : text.index("Function NDims")]
    looked = re.findall(r"LoadLibrary\((.+?) \+ ", load)
    assert looked == [
        "ParentFolder(PYTHON_WIN)",
        "ParentFolder(ParentFolder(PYTHON_WIN))",
    ]


def test_xlwings_expands_the_variables_of_every_value() -> None:
    text = xlwings_module().text
    start = text.index("Function GetConfig(configKey")
    body = text[start : text.index("End Function", start)]
    given = re.findall(
        r"^ *GetConfig = (?!ExpandEnvironmentStrings)", body, re.MULTILINE
    )
    expanded = body.count("GetConfig = ExpandEnvironmentStrings(GetConfig)")
    assert len(given) == expanded > 0
    keys = set(re.findall(r'GetConfig\("([^"]+)"', text))
    assert {key for key, _ in environment.CONF_ROWS} <= keys


def test_no_boolean_default_of_xlwings_is_ever_used() -> None:
    """A French Excel turns such a default into "Faux" (xlwings issue 2594)."""
    text = xlwings_module().text
    asked = set(re.findall(r'GetConfig\("([^"]+)", (?:True|False)\)', text))
    rows = dict(environment.CONF_ROWS)
    assert {key: rows.get(key) for key in asked} == dict.fromkeys(asked, "False")
    assert len(asked) == 3


def test_the_keys_are_written_as_xlwings_looks_them_up() -> None:
    keys = [key for key, _ in environment.CONF_ROWS]
    assert [key.upper() for key in keys] == keys
    assert len(set(keys)) == len(keys)
    assert all(value for _, value in environment.CONF_ROWS)
    assert f'"{environment.CONF_SHEET}"' == '"xlwings.conf"'
    assert 'PROJECT_NAME & ".conf"' in xlwings_module().text


class Shell(VBAObject):  # type: ignore[misc]
    """Windows' shell object, as far as xlwings asks it."""

    vba_type_name = "WshShell"

    @method  # type: ignore[untyped-decorator]
    def ExpandEnvironmentStrings(self, s: object) -> str:  # noqa: N802
        return str(s).replace("%LOCALAPPDATA%", WINDOWS["LOCALAPPDATA"])


@pytest.fixture
def excel() -> ExcelApplication:
    """The template with xlwings' own module, on a Windows without other settings."""
    app = ExcelApplication.open(
        PACKAGE / "data" / "workbook_template_fr.xlsm", with_vba=False
    )
    host = app.interpreter.host
    created = host.create
    host.create = lambda name: Shell() if name == "WScript.Shell" else created(name)
    text = resolved(xlwings_module().text, COMPUTERS["win64"])
    text = text.replace("Attr = GetAttr(FileSpec)", "Err.Raise 53")  # no other file
    text = text.replace('Environ("USERPROFILE")', '"C:\\nobody"')
    app.add_module(text, name="xlwings")
    asking = 'Function Ask(key)\nAsk = GetConfig(CStr(key), "")\nEnd Function\n'
    app.add_module(asking, name="Asking")
    return app


def test_the_code_of_xlwings_reads_the_conf_sheet(excel: ExcelApplication) -> None:
    assert excel.run("Ask", "INTERPRETER_WIN") == str(
        environment.interpreter("windows", WINDOWS)
    )
    assert excel.run("Ask", "ADD_WORKBOOK_TO_PYTHONPATH") == "false"
    assert excel.run("Ask", "UDF MODULES") == registry.MODULE
    assert excel.run("Ask", "SHOW CONSOLE") == "False"
    assert excel.run("Ask", "CONDA PATH") == ""
