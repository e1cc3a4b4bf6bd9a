"""LibreOffice as an independent reader: recalculates a workbook, prints it to PDF."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

SYSTEM_PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).with_name("recalculate.py")

Sheets = dict[str, dict[str, list[Any]]]
"""{sheet: {address: [type, value, formula]}}"""


def available() -> bool:
    """LibreOffice and its Python bridge are on this machine."""
    if not shutil.which("soffice") or not Path(SYSTEM_PYTHON).exists():
        return False
    bridge = subprocess.run(
        [SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False
    )
    return bridge.returncode == 0


def recalculated(workbook: Path, locale: str, scratch: Path) -> Sheets:
    """All cells after LibreOffice recalculated everything, in a locale.

    Without LibreOffice the test is skipped, in CI it fails.
    """
    if not available():
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing")
        pytest.skip("LibreOffice is not installed")
    done = subprocess.run(
        [SYSTEM_PYTHON, str(SCRIPT), str(workbook), locale, str(scratch / "profile")],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found: Sheets = json.loads(done.stdout)
    return found
