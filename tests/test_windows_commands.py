"""Commands and buttons as Windows runs them, where there is no Excel."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings
from windows.bed import Bed, require_wine, windows_path
from windows.build_bed import built_bed
from windows.button import command

SECONDS = 300
STAMP = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d")
BAS = Path(xlwings.__file__).with_name("xlwings.bas").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def bed() -> Iterator[Bed]:
    """The Windows bed; on a real Windows the rest of the suite does these things."""
    if sys.platform == "win32":
        pytest.skip("this compares Windows with another system")
    require_wine()
    found = built_bed()
    yield found
    found.stop()


def test_the_demonstration_is_the_same_workbook(bed: Bed, tmp_path: Path) -> None:
    made = {name: tmp_path / name for name in ("windows", "here")}
    for folder in made.values():
        folder.mkdir()
    words = ("demo", "--lang", "fr", "-o")
    bed.run_module(
        "segmentation_addin", *words, windows_path(made["windows"]), timeout=SECONDS
    )
    subprocess.run(
        [sys.executable, "-m", "segmentation_addin", *words, str(made["here"])],
        check=True,
        capture_output=True,
    )
    there, here = (parts(folder / "demo.xlsm") for folder in made.values())
    assert there.keys() == here.keys()
    assert [name for name in here if here[name] != there[name]] == []


def parts(workbook: Path) -> dict[str, bytes]:
    """The parts of a workbook, unpacked; the minute of the refresh is left out."""
    with zipfile.ZipFile(workbook) as package:
        found = {name: package.read(name) for name in package.namelist()}
    return {name: STAMP.sub(b"(stamp)", content) for name, content in found.items()}


def test_the_doctor_reads_the_registry_and_misses_excel(bed: Bed) -> None:
    done = bed.run_module(
        "segmentation_addin", "doctor", "--json", timeout=SECONDS, codes=(1, 3)
    )
    told = json.loads(done.stdout)
    status = {finding["code"]: finding["status"] for finding in told["findings"]}
    assert not told["well"]
    assert (status["python"], status["xlwings"]) == ("ok", "ok")
    assert (status["environment"], status["excel"]) == ("fail", "fail")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("key", ["refresh", "import_data"])
def test_a_button_without_its_excel_ends_in_a_sentence(
    bed: Bed, tmp_path: Path, key: str
) -> None:
    """The macro shows what stands in its log file: never a traceback."""
    result = tmp_path / "button.json"
    bed.run_module("windows.button", key, windows_path(result), timeout=SECONDS)
    ended = json.loads(result.read_text(encoding="utf-8"))
    assert ended["code"] == 1
    assert "What to do:" in ended["log"]
    assert "Traceback" not in ended["log"]


def test_a_button_runs_by_the_command_of_the_workbook() -> None:
    """`ExecuteWindows` of the installed xlwings.bas, piece by piece."""
    line = command(
        r"C:\our place\python.exe", "import x; x.y()", "C:\\our", r"C:\a.log"
    )
    for piece in (
        ' -B -c "import xlwings.utils;xlwings.utils.prepare_sys_path(\\"',
        '\\"); import x; x.y()" ',
    ):
        assert piece in line
        assert piece.split("import x;")[0].replace('"', '""') in BAS
    assert line.startswith(
        'cmd.exe /C C: & cd "C:\\our place" & "C:\\our place\\python'
    )
    assert '""" --from_xl=1" & " --app="' in BAS
