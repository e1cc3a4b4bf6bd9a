"""The parts that the scoring of lines on disk needs and that a base install lacks."""

from __future__ import annotations

from importlib.util import find_spec

from segmentation_addin.workbook.host import HostError

_PARTS = {"duckdb": "DuckDB", "ibis": "Ibis", "pyarrow": "Arrow"}


def require_parts() -> None:
    """HostError("score_engine_missing") naming the first part that is missing."""
    for module, name in _PARTS.items():
        if find_spec(module) is None:
            raise HostError("score_engine_missing", found=name, expected="scale")
