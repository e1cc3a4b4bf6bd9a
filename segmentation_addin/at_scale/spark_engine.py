"""Spark, the engine of a cluster: files on a disk that all its workers see."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal

import ibis
import ibis.expr.types as ir

from segmentation_addin.at_scale.dialects import for_spark
from segmentation_addin.at_scale.engine_errors import EngineError
from segmentation_addin.at_scale.habits import Habits, read_again
from segmentation_addin.at_scale.limits import CLUSTER, Limits
from segmentation_addin.at_scale.line_fields import LINE_TYPES, MONEY_FIELDS
from segmentation_addin.at_scale.line_sources import LineFiles
from segmentation_addin.at_scale.spark_files import (
    address_of,
    raw_parquet,
    raw_texts,
)
from segmentation_addin.at_scale.spark_session import spark_session
from segmentation_addin.at_scale.typed_lines import RAW_FIELDS, typed_lines
from segmentation_addin.workbook.host import Progress

POLLED_SECONDS: Final = 0.3
MOST_LOOKED_AT: Final = 200_000
"""Different texts that are looked at one by one."""
BYTES_A_PART: Final = 64 * 1024 * 1024
"""Of the files, for each part that orders are shared out in."""
_PARTS: Final = "spark.sql.shuffle.partitions"


@contextmanager
def spark_engine(wanted: str, limits: Limits) -> Iterator[SparkEngine]:
    """An engine on the cluster at the address `wanted`; `spark` is the configured one.

    Raises:
        EngineError: Spark is missing, does not answer, or cannot do what is asked.
    """
    limits.scratch.mkdir(parents=True, exist_ok=True)
    master = None if wanted == CLUSTER else wanted
    with spark_session(master, limits.scratch) as session:
        yield SparkEngine(session, limits.scratch)


class SparkEngine:
    """Lines and results as views of one Spark session."""

    tables = False

    def __init__(self, session: Any, scratch: Path) -> None:
        self._session = session
        self._scratch = scratch
        self._ibis = ibis.pyspark.connect(session)
        self._alike: dict[Habits, list[str]] = {}
        """The files that are written alike, by the names that their lines bear."""
        self._texts = False
        self._views = 0

    def table(self, name: str) -> ir.Table:
        """A table of a database: Spark here reads files."""
        raise EngineError("score_no_table", found=name)

    def lines(self, files: LineFiles, progress: Progress) -> ir.Table:
        """All files as one table of typed lines."""
        self._share_out(files)
        parts: list[ir.Table] = []
        with _plainly(), self._watched(progress, "lines"):
            for layout, together in files.by_layout().items():
                if layout.kind == "csv":
                    raw = raw_texts(self._session, layout, together, self._scratch)
                    self._texts = True
                else:
                    raw = raw_parquet(self._session, layout, together)
                names = self._alike.setdefault(layout.habits, [])
                names += [str(file.path) for file in together]
                positions = {name: f"c{place}" for name, place in layout.positions}
                parts.append(typed_lines(self._view(raw), positions, layout.habits))
        return parts[0] if len(parts) == 1 else ibis.union(*parts)

    def settle(self, lines: ir.Table, progress: Progress) -> ir.Table:
        """Lines kept on the workers' disks, doubtful texts read by the importer."""
        from pyspark import StorageLevel
        from pyspark.sql import functions as f

        with _plainly(), self._watched(progress, "lines"):
            frame = self._frame(lines)
            if self._texts:
                frame = frame.persist(StorageLevel.DISK_ONLY)
            for habits, files in self._alike.items():
                among = (
                    f.lit(True) if len(self._alike) == 1 else f.col("file").isin(files)
                )
                for name, texts in _unread(frame.where(among)).items():
                    values = _read_again(name, texts, habits)
                    frame = self._looked_again(frame, name, values, among)
        return self._view(frame)

    def rows(self, table: ir.Table, progress: Progress) -> list[dict[str, object]]:
        """A small result as one dictionary a row."""
        with _plainly(), self._watched(progress, "sum"):
            return [row.asDict() for row in self._frame(table).collect()]

    def put(self, table: ir.Table, folder: Path, progress: Progress) -> None:
        """A result of any size as Parquet files in a new folder.

        Raises:
            EngineError: the workers wrote to a disk that this computer does not see.
        """
        from pyspark.sql import Observation
        from pyspark.sql import functions as f

        written = Observation()
        with _plainly(), self._watched(progress, "sum"):
            frame = self._frame(table).observe(written, f.count(f.lit(1)).alias("rows"))
            frame.write.mode("errorifexists").parquet(address_of(folder))
            rows = written.get["rows"]
        _require_rows(folder, rows)

    # --- what the protocol does not say ---------------------------------------

    def _view(self, frame: Any) -> ir.Table:
        name = f"segmentation_{self._views}"
        self._views += 1
        frame.createOrReplaceTempView(name)
        table: ir.Table = self._ibis.table(name)
        return table

    def _frame(self, table: ir.Table) -> Any:
        return self._session.sql(ibis.to_sql(for_spark(table), dialect="pyspark"))

    def _share_out(self, files: LineFiles) -> None:
        """As many parts as the files need, unless the cluster's owner decided."""
        context = self._session.sparkContext
        if context.getConf().contains(_PARTS):
            return
        size = sum(file.read_from.stat().st_size for file in files.files)
        parts = max(size // BYTES_A_PART, context.defaultParallelism)
        self._session.conf.set(_PARTS, str(parts))

    def _looked_again(
        self, frame: Any, name: str, pairs: list[tuple[str, str]], among: Any
    ) -> Any:
        """Lines of some files with the values of texts that were looked at again."""
        from pyspark.sql import functions as f

        raw = f"{name}_text"
        if not pairs:
            return frame
        known = self._session.createDataFrame(pairs, "_text STRING, _value STRING")
        known = known.select(
            "_text",
            f.expr(f"try_cast(_value AS {LINE_TYPES[name]})").alias("_value"),
        ).where("_value IS NOT NULL")
        joined = frame.join(
            f.broadcast(known), (f.col(raw) == f.col("_text")) & among, "left"
        ).withColumns(
            {
                name: f.coalesce(f.col(name), f.col("_value")),
                raw: f.when(f.col("_value").isNull(), f.col(raw)),
            }
        )
        return joined.drop("_text", "_value").withColumn("reason", _reason())

    @contextmanager
    def _watched(self, progress: Progress, step: str) -> Iterator[None]:
        """Tells how many of the tasks of the running stages are done."""
        tracker = self._session.sparkContext.statusTracker()
        done = threading.Event()

        def watch() -> None:
            while not done.wait(POLLED_SECONDS):
                stages = [
                    stage
                    for number in tracker.getActiveStageIds()
                    if (stage := tracker.getStageInfo(number)) is not None
                ]
                tasks = sum(stage.numTasks for stage in stages)
                if tasks:
                    ended = sum(stage.numCompletedTasks for stage in stages)
                    progress(step, ended / tasks)

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def _require_rows(folder: Path, rows: int) -> None:
    """All rows that the workers wrote are seen from here."""
    from pyarrow import parquet

    files = folder.rglob("*.parquet")
    if sum(parquet.read_metadata(path).num_rows for path in files) != rows:
        raise EngineError("score_disk_not_shared", found=str(folder.parent))


def _read_again(name: str, texts: list[str], habits: Habits) -> list[tuple[str, str]]:
    """Texts that do not follow the habits, with what the importer reads in them."""
    kind: Literal["money", "date"] = "money" if name in MONEY_FIELDS else "date"
    values = read_again(texts, habits, kind)
    return [
        (text, str(value))
        for text, value in zip(texts, values, strict=True)
        if value is not None
    ]


def _unread(frame: Any) -> dict[str, list[str]]:
    """The different texts of each field that do not follow the habits."""
    from pyspark.sql import functions as f

    pairs = f.array(
        *[
            f.struct(f.lit(name).alias("name"), f.col(f"{name}_text").alias("text"))
            for name in RAW_FIELDS
        ]
    )
    rows = (
        frame.select(f.inline(pairs))
        .where("text IS NOT NULL")
        .distinct()
        .limit(MOST_LOOKED_AT)
        .collect()
    )
    found: dict[str, list[str]] = {}
    for name, text in rows:
        found.setdefault(name, []).append(text)
    return found


def _reason() -> Any:
    """Reasons anew for the lines that had one and may now be read."""
    from pyspark.sql import functions as f

    doubtful = f.col("reason").isin("line_date_unreadable", "line_amount_unreadable")
    return (
        f.when(~doubtful | f.col("reason").isNull(), f.col("reason"))
        .when(f.col("date").isNull(), "line_date_unreadable")
        .when(f.col("amount").isNull(), "line_amount_unreadable")
    )


@contextmanager
def _plainly() -> Iterator[None]:
    """What Spark could not do, as one sentence instead of a page of Java."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        text = str(error)
        code = "score_engine_failed"
        if "FILE_NOT_EXIST" in text or "FileNotFoundException" in text:
            code = "score_disk_not_shared"
        first = next((line for line in text.splitlines() if line.strip()), "")
        raise EngineError(code, found=first[:200]) from error
