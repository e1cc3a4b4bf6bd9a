"""What poppler reads in a PDF; a test without it is skipped, or fails under CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


def require_poppler() -> None:
    """Skips the test without pdftotext; fails instead under CI."""
    import pytest

    if shutil.which("pdftotext"):
        return
    if os.environ.get("CI"):
        pytest.fail("poppler-utils are needed here")
    pytest.skip("poppler-utils are not installed")


def text_of(pdf: Path) -> str:
    """All words of a document, without any blank."""
    done = _run("pdftotext", "-enc", "UTF-8", "-raw", str(pdf), "-")
    return "".join(done.split())


def lines_of(pdf: Path) -> list[str]:
    """The lines of a document as they stand, blanks made alike."""
    done = _run("pdftotext", "-enc", "UTF-8", "-layout", str(pdf), "-")
    return [" ".join(line.split()) for line in done.splitlines()]


def facts_of(pdf: Path) -> dict[str, str]:
    """What the document says of itself: Title, Pages, Page size..."""
    lines = _run("pdfinfo", str(pdf)).splitlines()
    return {
        name.strip(): value.strip()
        for name, _, value in (line.partition(":") for line in lines)
    }


def fonts_of(pdf: Path) -> list[list[str]]:
    """A line a typeface: name, type, encoding, embedded, subset, with Unicode."""
    return [line.split() for line in _run("pdffonts", str(pdf)).splitlines()[2:]]


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode("utf-8")
