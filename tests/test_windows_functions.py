"""Every function as Windows serves it: real DLL, real COM server, real pywin32."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xlwings
from windows.bed import BedError, require_wine
from windows.build_bed import built_bed
from windows.calls import digest, direct_call
from windows.cases import BIG_ROWS, CALLS, Call, big_arguments
from windows.results import errors_in, near, recorded, same_bits, times
from windows.server import command, library_name

from segmentation_addin.excel.registry import FUNCTIONS

BAS = Path(xlwings.__file__).with_name("xlwings.bas").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All calls, made once."""
    require_wine()
    return recorded(tmp_path_factory.mktemp("windows") / "calls.json")


@pytest.mark.parametrize(
    ("at", "call"), list(enumerate(CALLS)), ids=[call.name for call in CALLS]
)
def test_windows_and_linux_give_the_same(
    at: int, call: Call, found: dict[str, Any]
) -> None:
    made = found["calls"][at]
    assert made["name"] == call.name
    assert same_bits(made["com"], made["direct"])
    assert near(made["com"], as_json(direct_call(call.function, call.arguments)))
    assert errors_in(made["com"]) == call.errors


def as_json(result: Any) -> Any:
    return json.loads(json.dumps(result))


def test_a_hundred_thousand_rows_in_one_call(found: dict[str, Any]) -> None:
    big = found["big"]
    assert big["rows"] == BIG_ROWS
    assert big["com"] == big["direct"]
    assert big["com"] == digest(direct_call("SEGMENT", big_arguments()))


def test_a_column_of_single_cells(found: dict[str, Any]) -> None:
    assert found["filled_down"]["letters"] == ["A", "B"]


def test_a_python_exception_reaches_vba_as_an_error(found: dict[str, Any]) -> None:
    """The wrapper then shows #VALUE!; it never sees a text that it would show."""
    assert "TypeError" in found["too_few_arguments"]["failed"]


def test_the_versions_are_those_that_ship(found: dict[str, Any]) -> None:
    assert found["versions"]["xlwings"] == xlwings.__version__
    assert set(times(found)["versions"]) == {"python", "numpy", "pandas", "xlwings"}


def test_every_function_is_called_well_and_badly() -> None:
    for function in FUNCTIONS:
        calls = [call for call in CALLS if call.function == function.name]
        assert any(not call.errors for call in calls), function.name
        if function.arguments:
            assert any(call.errors for call in calls), function.name
    assert len({call.name for call in CALLS}) == len(CALLS)


def test_results_that_differ_are_noticed() -> None:
    assert same_bits([[1.0, "A"]], [[1.0, "A"]])
    assert not same_bits([[1.0]], [[1.0000000000000002]])
    assert not same_bits(1.0, 1)
    assert not same_bits(0.0, -0.0)
    assert near(1.0, 1.0 + 1e-12)
    assert not near([1.0], [1.0 + 1e-6])
    assert not near("A", "B")
    assert errors_in([["A", "\uf0e52042"]]) == {"#N/A"}


def test_the_server_starts_by_the_command_of_the_workbook() -> None:
    """`XLPyCommand` and the `Declare` of the installed xlwings.bas."""
    tail = next(line for line in BAS.splitlines() if line.strip().startswith("tail ="))
    text = tail.split("tail = ", 1)[1].replace('" & LicenseKeyEnvString & "', "")
    text = text.replace('" & PYTHONPATH & "', "false;;;;;;C:\\\\our place")
    expected = text[1:-1].replace('""', '"') + '"'
    interpreter = r"C:\our place\python.exe"
    assert command(interpreter, r"C:\our place") == (
        f'cmd.exe  /K ""{interpreter}"{expected}'
    )
    assert f'Lib "{library_name()}" (ByRef Result As Variant, ' in BAS


def test_a_word_from_windows_names_what_failed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    require_wine()
    monkeypatch.setenv("SEGMENTATION_BED", str(tmp_path))
    monkeypatch.setattr("windows.build_bed.FOLDER", tmp_path)
    pins = "xlwings==0.0.1 --hash=sha256:00\n"
    (tmp_path / "wheels.txt").write_text(pins, encoding="utf-8")
    with pytest.raises(BedError, match=r"pyproject\.toml wants xlwings=="):
        built_bed()
    assert not (tmp_path / "bed.json").exists()
