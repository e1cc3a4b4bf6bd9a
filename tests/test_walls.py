"""The walls of the house: who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import segmentation_addin

PACKAGE = Path(segmentation_addin.__file__).parent
OUTER = {"xlwings", "openpyxl", "python_calamine", "xlsxwriter", "click", "zipfile"}
ALLOWED_IN_CORE = {"numpy", "pandas"}


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {path}"
            names.add(node.module or "")
    return names


def modules(room: str) -> list[Path]:
    found = sorted((PACKAGE / room).rglob("*.py"))
    assert found, room
    return found


@pytest.mark.parametrize("path", modules("core"), ids=lambda p: p.name)
def test_the_core_knows_pandas_and_numpy_only(path: Path) -> None:
    for name in imports(path):
        top = name.split(".")[0]
        if top == "segmentation_addin":
            assert name.startswith(
                ("segmentation_addin.core", "segmentation_addin.languages")
            )
        else:
            assert top in sys.stdlib_module_names | ALLOWED_IN_CORE, name
            assert top not in OUTER, name


@pytest.mark.parametrize(
    ("room", "forbidden"),
    [
        ("workbook", ("results", "services", "template", "cli", "imports.lines")),
        ("results", ("services", "template", "cli")),
        ("board_copy", ("services", "template", "cli", "results", "excel")),
        ("report", ("services", "template", "cli", "commands", "results", "excel")),
        ("at_scale", ("services", "template", "cli", "commands", "excel")),
        ("imports", ("services", "template", "cli", "results")),
        ("template", ("services", "cli", "results")),
        ("sample", ("services", "template", "cli", "results", "imports", "excel")),
        ("services", ("cli", "commands", "terminal")),
        ("excel", ("cli", "commands", "services.setting_up")),
        ("doctor", ("cli", "commands")),
        ("messages", ("workbook", "services", "cli", "results")),
    ],
)
def test_arrows_point_down(room: str, forbidden: tuple[str, ...]) -> None:
    for path in modules(room):
        for name in imports(path):
            for upper in forbidden:
                assert not name.startswith(f"segmentation_addin.{upper}"), path


def test_only_the_excel_room_imports_xlwings() -> None:
    for path in PACKAGE.rglob("*.py"):
        if "xlwings" in {name.split(".")[0] for name in imports(path)}:
            assert path.parent.name == "excel", path


def test_only_the_report_room_imports_reportlab() -> None:
    for path in PACKAGE.rglob("*.py"):
        if "reportlab" in {name.split(".")[0] for name in imports(path)}:
            assert path.parent.name == "report", path


def test_only_the_room_at_scale_needs_its_extras() -> None:
    for path in PACKAGE.rglob("*.py"):
        tops = {name.split(".")[0] for name in imports(path)}
        if tops & {"ibis", "duckdb", "pyspark", "psycopg"}:
            assert path.parent.name == "at_scale" or path.stem == "scoring", path


def test_paid_xlwings_modules_are_never_imported() -> None:
    for path in PACKAGE.rglob("*.py"):
        for name in imports(path):
            assert not name.startswith(("xlwings.pro", "xlwings.reports")), path


def test_the_package_itself_loads_nothing_heavy() -> None:
    script = (
        "import segmentation_addin, sys;"
        "print([m for m in ('pandas', 'numpy', 'openpyxl') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_core_runs_without_any_outer_library() -> None:
    script = (
        "import segmentation_addin.core.segmentation, sys;"
        f"print(sorted(set(sys.modules) & {OUTER - {'zipfile'}!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
