"""The files of order lines to be scored: their headings, and how each is written."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from segmentation_addin.at_scale.habits import Habits, habits_of
from segmentation_addin.at_scale.line_fields import FIELDS
from segmentation_addin.at_scale.samples import (
    GZIP,
    Advance,
    Bytes,
    examined,
    is_zipped,
    plain_copy,
    sample,
)
from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.headings import map_line_headings
from segmentation_addin.imports.sources import (
    HEADING_ROWS,
    PARQUET,
    SourceError,
    open_source,
    separator_of,
)

TEXTS = frozenset({".csv", ".txt", ".tsv", ".gz"})
IN_A_FOLDER = TEXTS | PARQUET
"""Endings of the files that are read in a folder; others are left alone and said."""


@dataclass(frozen=True)
class Layout:
    """What files of one table have in common: read together, in one go."""

    kind: str
    """"csv" or "parquet"."""
    headings: tuple[str, ...]
    positions: tuple[tuple[str, int], ...]
    """(field, position of its heading)."""
    habits: Habits = field(default_factory=Habits)
    separator: str = ""
    skipped: int = 0
    """Text lines up to the headings, these included."""
    types: tuple[str, ...] = ()
    """Types of the columns that are read, where the files have types: an engine would
    read files together by the types of the first."""


@dataclass(frozen=True)
class LineFile:
    """One file: where it is, how it is laid out, and the plain copy that is read."""

    path: Path
    layout: Layout
    read_from: Path
    lines: int
    """Lines below the headings, as far as they can be known before reading."""
    issues: tuple[Issue, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class LineFiles:
    """All files of one run, and what is to be said of them."""

    files: tuple[LineFile, ...]
    issues: tuple[Issue, ...] = ()
    left: tuple[Path, ...] = field(default=())
    """Files of a folder that are of another kind."""

    @property
    def lines(self) -> int:
        """Lines of all files together."""
        return sum(file.lines for file in self.files)

    def by_layout(self) -> Mapping[Layout, list[LineFile]]:
        """Files that can be read together."""
        groups: dict[Layout, list[LineFile]] = {}
        for file in self.files:
            groups.setdefault(file.layout, []).append(file)
        return groups


def found_files(sources: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files behind files and folders, in order, and those left alone.

    A file that is met twice, by its folder or a link too, is read once.

    Raises:
        SourceError: one is missing, or a folder holds nothing to read.
    """
    files: list[Path] = []
    left: list[Path] = []
    for source in sources:
        if not source.is_dir():
            if not source.exists():
                raise SourceError("source_not_found", file=source.name)
            files.append(source)
            continue
        inside = sorted(_inside(source, {source.resolve()}))
        fitting = [path for path in inside if path.suffix.lower() in IN_A_FOLDER]
        left += [path for path in inside if path not in fitting]
        lost = next((path for path in fitting if not path.exists()), None)
        if lost is not None:
            raise SourceError("source_not_found", file=str(lost))
        if not fitting:
            raise SourceError("score_folder_empty", file=source.name)
        files += fitting
    once: dict[Path, Path] = {}
    for path in files:
        once.setdefault(path.resolve(), path)
    return list(once.values()), left


def _inside(folder: Path, seen: set[Path]) -> Iterator[Path]:
    """All files of a folder and of linked ones, each real folder once.

    A link to nothing counts as a file: to leave it out would leave out its lines.
    """
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "_")):
            continue
        if path.is_file() or (path.is_symlink() and not path.exists()):
            yield path
        elif path.is_dir() and (here := path.resolve()) not in seen:
            seen.add(here)
            yield from _inside(path, seen)


Told = Callable[[str, float], None]


def look_at(
    sources: Sequence[Path], scratch: Path, progress: Told = lambda *_: None
) -> LineFiles:
    """Every file looked at once: bytes, headings, habits; plain copies in `scratch`.

    Raises:
        SourceError: a file is missing, empty, damaged, or of an unknown kind.
    """
    paths, left = found_files(sources)
    whole = sum(path.stat().st_size for path in paths) or 1
    done = 0

    def advance(read: int) -> None:
        nonlocal done
        done += read
        progress("look", min(done / whole, 1.0))

    files = [
        _looked_at(path, scratch / f"plain-{number}.csv", advance)
        for number, path in enumerate(paths)
    ]
    return LineFiles(tuple(files), tuple(_missing_somewhere(files)), tuple(left))


def _looked_at(path: Path, copy: Path, advance: Advance) -> LineFile:
    if _is_parquet(path):
        return _parquet(path)
    if not _is_text(path):
        raise SourceError("score_kind", file=path.name)
    found = examined(path, advance)
    plain = path
    if is_zipped(path) or found.encoding != "utf-8":
        plain_copy(path, copy, found.encoding)
        plain = copy
    return _delimited(path, plain, found, copy.with_suffix(".sample"))


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(4)
    return path.suffix.lower() in PARQUET or start == b"PAR1"


def _is_text(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(4)
    return start.startswith(GZIP) or not start.startswith(
        (b"PK", b"\xd0\xcf\x11\xe0", b"%PDF")
    )


def _parquet(path: Path) -> LineFile:
    from pyarrow import ArrowException, parquet

    try:
        with parquet.ParquetFile(path) as file:
            headings = [str(name) for name in file.schema_arrow.names]
            types = [str(kind) for kind in file.schema_arrow.types]
            rows = int(file.metadata.num_rows)
            start = next(file.iter_batches(batch_size=20_000), None)
    except (ArrowException, OSError) as error:
        raise SourceError("source_unreadable", file=path.name) from error
    found = map_line_headings(headings)
    positions = {k: v for k, v in found.positions.items() if k in FIELDS}
    habits = Habits()
    issues = list(found.issues)
    if found.readable and start is not None:
        cells = {
            name: start.column(place).to_pylist()
            for name, place in positions.items()
            if types[place] in {"string", "large_string"}
        }
        cells.setdefault("date", [])
        habits = habits_of(cells, {k: headings[v] for k, v in positions.items()})
        issues += habits.issues
    layout = Layout(
        "parquet",
        tuple(headings),
        _fixed(positions),
        habits,
        types=tuple(types[place] for _, place in _fixed(positions)),
    )
    return LineFile(
        path, layout, path, rows, tuple(issues), _ignored(headings, positions)
    )


def _delimited(path: Path, plain: Path, found: Bytes, scratch: Path) -> LineFile:
    """A text file: the importer reads its sample, and says what the columns are."""
    content = sample(plain)
    scratch.write_bytes(content)
    try:
        source = open_source(scratch)
        mapped = map_line_headings(source.headings)
        positions = {k: v for k, v in mapped.positions.items() if k in FIELDS}
        issues = list(mapped.issues)
        habits = Habits()
        if mapped.readable:
            unique = sorted(set(positions.values()))
            columns = dict(zip(unique, source.read(unique), strict=True))
            cells = {name: columns[place].cells for name, place in positions.items()}
            headings = {k: source.headings[v] for k, v in positions.items()}
            habits = habits_of(cells, headings)
            issues += habits.issues
    except SourceError as error:
        raise SourceError(error.code, **{**error.params, "file": path.name}) from error
    finally:
        scratch.unlink()
    if found.cut:
        params = {"file": path.name}
        issues.append(Issue("score_file_cut", Severity.WARNING, params=params))
    skipped = source.first_line - 1
    start = list(
        _first(io.StringIO(content.decode("utf-8", errors="replace"), newline=""))
    )
    layout = Layout(
        "csv",
        tuple(source.headings),
        _fixed(positions),
        habits,
        separator_of(start),
        skipped,
    )
    return LineFile(
        path,
        layout,
        plain,
        max(found.lines - skipped, 0),
        tuple(issues),
        _ignored(source.headings, positions),
    )


def _first(text: io.StringIO) -> Iterator[str]:
    """The first lines, on which the importer decides the separator too."""
    for number, line in enumerate(text):
        if number >= HEADING_ROWS + 20:
            return
        yield line


def _fixed(positions: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(positions.items()))


def _ignored(headings: Sequence[str], positions: Mapping[str, int]) -> tuple[str, ...]:
    used = set(positions.values())
    return tuple(h for i, h in enumerate(headings) if i not in used and h)


def _missing_somewhere(files: Sequence[LineFile]) -> list[Issue]:
    """A warning for each field that some files hold and others lack."""
    held = {file.path: dict(file.layout.positions) for file in files}
    known = set().union(*held.values()) if held else set()
    issues = []
    for name in sorted(known):
        lacking = [path.name for path, fields in held.items() if name not in fields]
        if lacking:
            params: dict[str, ParamValue] = {
                "field": name,
                "file": lacking[0],
                "count": len(lacking),
                "found": len(files),
            }
            issues.append(Issue("score_field_missing", Severity.WARNING, params=params))
    return issues
