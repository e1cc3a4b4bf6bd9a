"""Files of order lines as Spark reads them: texts cell by cell, and damaged lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from segmentation_addin.at_scale.line_sources import Layout, LineFile

DAMAGED: Final = "damaged"
LONGEST_CELL: Final = 2_000_000
"""Characters: a quote that nobody closed would otherwise take the rest of a file."""
_QUOTED: Final = '"([^"]|"")*"'
_GLOB: Final = re.compile(r"[\\*?\[\]{}]")
_TAIL_BYTES: Final = 1_000_000


def raw_parquet(session: Any, layout: Layout, files: Sequence[LineFile]) -> Any:
    """Columns c0, c1... of the headings that are read, and the file of each line."""
    from pyspark.sql import functions as f

    frame = session.read.parquet(*[_pattern(file.read_from) for file in files])
    cells = [
        f.col(_quoted(layout.headings[place])).alias(f"c{place}")
        for place in sorted({place for _, place in layout.positions})
    ]
    return _with_file(session, frame, files).select(*cells, "file")


def raw_texts(
    session: Any, layout: Layout, files: Sequence[LineFile], scratch: Path
) -> Any:
    """Columns c0, c1... as texts, the file, and why a line could not be cut in cells.

    `reason` and `whole` (the text of the line) are NULL for lines that could be. A
    line with too few cells is read, the others are blank.
    """
    below = {file.read_from: _below_headings(file, layout, scratch) for file in files}
    quotes = _quotes(session, layout, below.values())
    groups: dict[tuple[bool, bool], list[LineFile]] = {}
    for file in files:
        address = address_of(below[file.read_from])
        kind = (address in quotes.across, address in quotes.broken)
        groups.setdefault(kind, []).append(file)
    parts = [
        _cells(session, layout, group, below, across=across, broken=broken)
        for (across, broken), group in groups.items()
    ]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.unionByName(part)
    return whole


def _below_headings(file: LineFile, layout: Layout, scratch: Path) -> Path:
    """A file whose first line is its headings: Spark leaves out one line, not more."""
    if layout.skipped <= 1:
        return file.read_from
    target = scratch / f"below-{file.read_from.stem}-{len(list(scratch.iterdir()))}.csv"
    with file.read_from.open("rb") as source, target.open("wb") as copy:
        for _ in range(layout.skipped - 1):
            source.readline()
        while block := source.read(4 * 1024 * 1024):
            copy.write(block)
    return target


@dataclass(frozen=True)
class _Quotes:
    """Files that need more than their lines cut at each separator."""

    across: set[str]
    """A quoted cell runs over several lines: one worker reads the file as a whole."""
    broken: set[str]
    """A closing quote is followed by more text of its cell."""


def _quotes(session: Any, layout: Layout, below: Iterable[Path]) -> _Quotes:
    """Which files these are, from one reading of their bare lines by all workers.

    Quotes in a cell over several lines make lines with an odd number of them, in
    pairs; one such line alone is a damaged line.
    """
    from pyspark.sql import functions as f

    text = f.col("value")
    number = f.length(text) - f.length(f.replace(text, f.lit('"'), f.lit("")))
    sign = re.escape(layout.separator)
    broken = text.rlike(f'(^|{sign})"([^"]|"")*"[^"{sign}]')
    found = (
        session.read.text([_pattern(path) for path in below])
        .where(text.contains('"'))
        .groupBy(_address_read().alias("file"))
        .agg(f.sum(number % 2).alias("odd"), f.max(broken).alias("broken"))
        .collect()
    )
    return _Quotes(
        {row["file"] for row in found if row["odd"] and row["odd"] % 2 == 0},
        {row["file"] for row in found if row["broken"]},
    )


def _cells(
    session: Any,
    layout: Layout,
    files: Sequence[LineFile],
    below: dict[Path, Path],
    *,
    across: bool,
    broken: bool,
) -> Any:
    from pyspark.sql import functions as f

    names = _names(layout)
    schema = ", ".join(f"{name} STRING" for name in (*names, DAMAGED))
    frame = (
        session.read.schema(schema)
        .options(
            sep=layout.separator,
            quote='"',
            escape='"',
            header=layout.skipped > 0,
            enforceSchema=True,
            encoding="UTF-8",
            mode="PERMISSIVE",
            columnNameOfCorruptRecord=DAMAGED,
            nullValue="",
            emptyValue="",
            multiLine=across,
            maxCharsPerColumn=LONGEST_CELL,
            maxColumns=max(len(names) * 4, 1_000),
            unescapedQuoteHandling="STOP_AT_DELIMITER",
        )
        .csv([_pattern(below[file.read_from]) for file in files])
    )
    named = _with_file(session, frame, files, below)
    left = _quotes_left(names) if broken else f.lit(False)
    named = _with_damage(named, layout, files, left)
    return named.select(
        *[f.when(f.col("reason").isNull(), f.col(name)).alias(name) for name in names],
        "file",
        "reason",
        "whole",
    )


def _quotes_left(names: Sequence[str]) -> Any:
    """Whether Spark left the quotes of a cell in it: more text followed them."""
    from pyspark.sql import functions as f

    left = f.lit(False)
    for name in names:
        left |= f.coalesce(f.col(name).startswith('"'), f.lit(False))
    return left


def _joined(names: Sequence[str], separator: str) -> Any:
    """The cells of a line as its text."""
    from pyspark.sql import functions as f

    return f.concat_ws(separator, *[f.coalesce(f.col(n), f.lit("")) for n in names])


def _with_damage(
    frame: Any, layout: Layout, files: Sequence[LineFile], left: Any
) -> Any:
    """`reason` and `whole` of the lines that could not be cut in cells."""
    from pyspark.sql import functions as f

    text = f.col(DAMAGED)
    bare = f.regexp_replace(text, _QUOTED, "")
    sign = f.lit(layout.separator)
    filled = f.rtrim(bare, f.concat(sign, f.lit(" ")))
    separators = f.length(filled) - f.length(f.replace(filled, sign, f.lit("")))
    cut = f.lit(False)
    for file in files:
        if any(issue.code == "score_file_cut" for issue in file.issues):
            last = f.lit(_last_line(file.read_from))
            cut |= (f.col("file") == str(file.path)) & (text == last)
    reason = (
        f.when(left, "line_quotes")
        .when(text.isNull(), None)
        .when(cut, "line_cut")
        .when(f.contains(bare, f.lit('"')), "line_quotes")
        .when(separators >= len(layout.headings), "line_too_long")
    )
    shown = f.coalesce(text, _joined(_names(layout), layout.separator))
    return frame.withColumn("reason", reason).withColumn(
        "whole", f.when(f.col("reason").isNotNull(), shown)
    )


def _names(layout: Layout) -> list[str]:
    return [f"c{place}" for place in range(len(layout.headings))]


def _last_line(path: Path) -> str:
    """The text behind the last line end of a file."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL_BYTES, 0))
        return file.read().splitlines()[-1].decode("utf-8", errors="replace")


def _with_file(
    session: Any,
    frame: Any,
    files: Sequence[LineFile],
    below: dict[Path, Path] | None = None,
) -> Any:
    """Adds the path that the user knows of each line, whatever copy was read."""
    from pyspark.sql import functions as f

    known = [
        (address_of((below or {}).get(file.read_from, file.read_from)), str(file.path))
        for file in files
    ]
    names = session.createDataFrame(known, "address STRING, file STRING")
    return frame.withColumn("address", _address_read()).join(
        f.broadcast(names), "address", "left"
    )


def address_of(path: Path) -> str:
    """The address of a file of the disk, or of a mounted share, in plain signs."""
    return "file:/" + path.absolute().as_posix().lstrip("/")


def _pattern(path: Path) -> str:
    """The same address as Spark reads it: signs of a pattern stand for themselves."""
    return _GLOB.sub(r"\\\g<0>", address_of(path))


def _address_read() -> Any:
    """The address of the file that a line comes from, in plain signs."""
    from pyspark.sql import functions as f

    plus = f.replace(f.col("_metadata.file_path"), f.lit("+"), f.lit("%2B"))
    return f.url_decode(plus)


def _quoted(heading: str) -> str:
    return "`" + heading.replace("`", "``") + "`"
