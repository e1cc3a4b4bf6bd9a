"""The real order lines that ship with the package, for demonstrations and tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

SAMPLE_FILE = "superstore.csv.gz"


@contextmanager
def sample_lines_path() -> Iterator[Path]:
    """Path of the sample's order lines, valid inside the `with` block.

    9,994 order lines of an office-supplies retailer, 793 clients, 2014 to 2017; see
    `data/superstore.md` for origin and licence.
    """
    with as_file(files("segmentation_addin") / "data" / SAMPLE_FILE) as path:
        yield path
