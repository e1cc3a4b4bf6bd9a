"""What an engine does for a run, and which one a name or an address asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import ascii_letters, digits
from typing import Protocol

import ibis.expr.types as ir

from segmentation_addin.at_scale.limits import CLUSTER, EMBEDDED, Limits
from segmentation_addin.at_scale.line_sources import LineFiles
from segmentation_addin.workbook.host import Progress

POSTGRES = ("postgres://", "postgresql://")
_OF_A_KIND = ascii_letters + digits + "+-._"
SPARK = ("spark://", "local[", "yarn", "k8s://")


class Engine(Protocol):
    """Runs the expressions of this room; it never decides what they mean."""

    tables: bool
    """Sources are tables of a database, not files."""

    def table(self, name: str) -> ir.Table:
        """A table of the database that this engine is; the columns as they are."""

    def lines(self, files: LineFiles, progress: Progress) -> ir.Table:
        """Typed lines of files (`typed_lines`), every one, those not read too."""

    def settle(self, lines: ir.Table, progress: Progress) -> ir.Table:
        """Typed lines that are cheap to read more than once."""

    def rows(self, table: ir.Table, progress: Progress) -> list[dict[str, object]]:
        """A small result as one dictionary a row."""

    def put(self, table: ir.Table, folder: Path, progress: Progress) -> None:
        """A result of any size as Parquet files in a new folder."""


@contextmanager
def engine_of(wanted: str, limits: Limits) -> Iterator[Engine]:
    """The engine behind `duckdb`, `spark`, or the address of a cluster or database.

    Raises:
        EngineError: it is unknown, not installed, or does not answer.
    """
    from segmentation_addin.at_scale.engine_errors import EngineError

    if wanted == EMBEDDED:
        from segmentation_addin.at_scale.duckdb_engine import duckdb_engine

        with duckdb_engine(limits) as engine:
            yield engine
    elif wanted == CLUSTER or wanted.startswith(SPARK):
        from segmentation_addin.at_scale.spark_engine import spark_engine

        with spark_engine(wanted, limits) as engine:
            yield engine
    elif wanted.startswith(POSTGRES):
        from segmentation_addin.at_scale.postgres_engine import postgres_engine

        with postgres_engine(wanted, limits) as engine:
            yield engine
    else:
        raise EngineError("score_engine_unknown", found=_kind(wanted))


def _kind(wanted: str) -> str:
    """The first word of an address: what follows may be a password.

    >>> _kind("mysql://ann:secret@db/dwh"), _kind("host=db password=secret")
    ('mysql', 'host')
    """
    return wanted[: len(wanted) - len(wanted.lstrip(_OF_A_KIND))]
