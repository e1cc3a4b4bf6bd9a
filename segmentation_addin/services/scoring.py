"""Score: the letters of order lines that no workbook holds.

Lines are read where they stand and summed to clients by an engine; the clients are
scored here, part by part, by the core that a refresh uses.
"""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from segmentation_addin.at_scale.client_rows import lines_to_clients
from segmentation_addin.at_scale.client_store import ClientStore, Held
from segmentation_addin.at_scale.engines import Engine, engine_of
from segmentation_addin.at_scale.limits import Limits
from segmentation_addin.at_scale.line_facts import (
    LineFacts,
    facts_of,
    held_by,
    terms_of,
)
from segmentation_addin.at_scale.line_sources import look_at
from segmentation_addin.at_scale.listed_clients import MOST_LISTED, Listing
from segmentation_addin.at_scale.population import Population
from segmentation_addin.at_scale.rejected_file import write_rejected
from segmentation_addin.at_scale.result_file import (
    MOST_SHEET_ROWS,
    client_rows,
    result_writer,
)
from segmentation_addin.at_scale.scratch import MARK, scratch_folder
from segmentation_addin.at_scale.summary import Summary
from segmentation_addin.at_scale.table_sources import table_lines
from segmentation_addin.core.inputs import row_numbers
from segmentation_addin.core.issues import Issue, ParamValue, Severity, stops
from segmentation_addin.core.whole import Whole
from segmentation_addin.imports.line_tables import usual_year_end
from segmentation_addin.languages import Language
from segmentation_addin.results.issues import RenderedIssue, render
from segmentation_addin.services import clock, creating
from segmentation_addin.services.computing import core_inputs
from segmentation_addin.services.imported import in_file
from segmentation_addin.services.into_workbook import Place, into_workbook, place_in
from segmentation_addin.services.score_document import nameless, score_document
from segmentation_addin.services.score_findings import (
    files_found,
    lines_found,
    mapping_of,
)
from segmentation_addin.services.scored_sheets import Scored as Brought
from segmentation_addin.services.scoring_places import (
    apart,
    check_result,
    rejected_beside,
)
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import Progress, silent
from segmentation_addin.workbook.reading import Tables, place, read_tables
from segmentation_addin.workbook.safe_file import put_in_place, refused

_OF_ROWS = frozenset({"tblMargins", "tblCostToServe"})
"""Tables of a workbook whose rows do not count here, nor what is wrong in them."""

_NO_SPACE = ("No space left", "not enough space on the disk", "offload data block")
"""What a full disk is to DuckDB: words of Linux and macOS, of Windows, of its own."""

Counted = Callable[[str, int], None]
"""Called with a step and the rows that it goes through, once they are known."""


def uncounted(step: str, rows: int) -> None:
    """Takes no notice of how many rows there are."""


@dataclass(frozen=True)
class Wishes:
    """What a run is asked for."""

    sources: tuple[str, ...]
    """Files and folders, or tables of a database."""
    result: Path
    language: Language
    scale: Path | None = None
    """A workbook whose scale, settings, rates and overrides hold."""
    engine: str = "duckdb"
    most_unread: float | None = None
    """Share of the lines; None: as the settings say."""
    into: Path | None = None
    """A workbook that gets what people read."""
    most_listed: int = MOST_LISTED
    """Clients that are listed there."""


@dataclass
class Scored:
    """What a run did; `refused` when the data did not allow it, nothing written."""

    language: Language
    refused: bool
    issues: list[RenderedIssue]
    document: dict[str, Any] = field(default_factory=dict)


def score(
    wishes: Wishes, progress: Progress = silent, counted: Counted = uncounted
) -> Scored:
    """Scores the clients of order lines into a file, complete or not at all.

    Raises:
        HostError: a file, the engine or the disk does not allow it.
    """
    result = wishes.result
    check_result(result, wishes.scale, wishes.into)
    goal = None if wishes.into is None else place_in(wishes.into)
    with _plainly(result), scratch_folder(result) as scratch:
        tables, issues = _frame(wishes)
        limits = Limits(scratch=scratch)
        run = _Run(wishes, tables, limits, progress, counted, issues, goal)
        with engine_of(wishes.engine, limits) as engine:
            summed = run.summed(engine)
        return run.refused() if summed is None else run.scored(summed)


@contextmanager
def _plainly(result: Path) -> Iterator[None]:
    """What disk or engine could not do, as a refusal; the old result is whole."""
    import duckdb
    import pyarrow as pa

    from segmentation_addin.at_scale.engine_errors import EngineError

    try:
        yield
    except (duckdb.Error, pa.ArrowException) as error:
        if any(words in str(error) for words in _NO_SPACE):
            raise refused(OSError(errno.ENOSPC, ""), result) from error
        first = (str(error).strip().splitlines() or [""])[0][:300]
        raise EngineError("score_engine_failed", found=first) from error
    except OSError as error:
        named = Path(str(error.filename)) if error.filename else result
        inside = any(part.endswith(MARK) for part in named.parts)
        raise refused(error, result if inside else named) from error


def _frame(wishes: Wishes) -> tuple[Tables, list[Issue]]:
    """Scale, settings, rates and what people typed: of the workbook, else as new."""
    if wishes.scale is not None:
        tables, issues = read_tables(FileHost(wishes.scale))
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = creating.new(Path(folder) / "new.xlsm", wishes.language)
            tables, issues = read_tables(FileHost(path))
    return tables, [issue for issue in issues if issue.table not in _OF_ROWS]


@dataclass(frozen=True)
class _Summed:
    """Clients on disk, and what their lines said; the engine is no longer needed."""

    folder: Path
    facts: LineFacts
    month: int
    """Month in which periods end."""
    held: Held
    rejected: Path | None
    """Lines set aside, not yet in their place."""


@dataclass
class _Run:
    """One run, step by step; each step adds to the issues."""

    wishes: Wishes
    tables: Tables
    limits: Limits
    progress: Progress
    counted: Counted
    issues: list[Issue]
    goal: Place | None = None
    """The workbook of `into`, looked at before anything else."""
    names: dict[str, str] = field(default_factory=dict)
    """The source behind each file that is read in its place."""
    mapping: dict[str, dict[str, str]] = field(default_factory=dict)

    def summed(self, engine: Engine) -> _Summed | None:
        """Lines summed to clients on disk; None where an issue stops the run."""
        lines = self._lines(engine)
        if lines is None or stops(self.issues):
            return None
        facts = facts_of(lines, engine, self.progress)
        most = self.wishes.most_unread
        self.issues += lines_found(
            facts,
            float(self.tables.settings["max_rejected"]) if most is None else most,
            rejected_beside(self.wishes.result).name,
            self.wishes.language,
        )
        if stops(self.issues):
            return None
        month = _year_end(self.tables, facts)
        fields = frozenset(name for held in self.mapping.values() for name in held)
        read = lines.filter(lines.reason.isnull())
        terms = terms_of(read, engine, month, fields, self.progress)
        self.counted("sum", facts.read)
        folder = self.limits.scratch / "clients"
        engine.put(lines_to_clients(read, terms), folder, self.progress)
        drivers = frozenset({"rush", "returns"} if facts.orders else ())
        rejected = self._rejected(lines, engine) if facts.unread else None
        return _Summed(folder, facts, month, held_by(facts, terms, drivers), rejected)

    def scored(self, summed: _Summed) -> Scored:
        """The clients of a folder with their letters, in the result."""
        store = ClientStore(summed.folder, self.limits)
        shutil.rmtree(summed.folder)
        self._note_periods(store, summed)
        clients = store.extent.clients
        if self.wishes.result.suffix.lower() == ".xlsx" and clients > MOST_SHEET_ROWS:
            params: dict[str, ParamValue] = {
                "found": float(clients),
                "expected": float(MOST_SHEET_ROWS),
            }
            self.issues.append(Issue("score_sheet_full", Severity.ERROR, params=params))
            return self.refused()
        self.counted("calibrate", clients)
        self.counted("score", clients)
        population = Population(store, core_inputs(self.tables), summed.held)
        whole, found = population.whole(self.limits.scratch, False, self.progress)
        self.issues += found
        if whole is None or stops(self.issues):
            return self.refused()
        ready = self.limits.scratch / f"result{self.wishes.result.suffix.lower()}"
        listing = Listing(self.wishes.most_listed)
        summary = self._written(population, whole, ready, listing)
        self._put(ready, summed.rejected)
        if self.goal is not None:
            into_workbook(self.goal, self._brought(summed, whole, summary, listing))
        return self._answer(summed, whole, summary)

    def refused(self) -> Scored:
        """Why nothing was written."""
        return Scored(self.wishes.language, True, self._rendered())

    # --- the lines ------------------------------------------------------------

    def _lines(self, engine: Engine) -> ir.Table | None:
        """Typed lines, read once where that pays."""
        if engine.tables:
            names = list(self.wishes.sources)
            lines, found, self.mapping = table_lines(engine, names, self.progress)
            self.issues += [in_file(issue, Path(name)) for name, issue in found]
            return lines
        sources = [Path(source) for source in self.wishes.sources]
        apart(sources, self.wishes.result)
        files = look_at(sources, self.limits.scratch, self.progress)
        apart([file.path for file in files.files], self.wishes.result)
        self.mapping = mapping_of(files)
        self.issues += files_found(files, self.wishes.language)
        if stops(self.issues):
            return None
        self.counted("lines", files.lines)
        self.names = {str(file.read_from): str(file.path) for file in files.files}
        lines = engine.lines(files, self.progress)
        return engine.settle(lines, self.progress)

    def _rejected(self, lines: ir.Table, engine: Engine) -> Path:
        return write_rejected(
            lines,
            engine,
            self.limits.scratch,
            self.names,
            self.wishes.language,
            self.progress,
        )

    # --- the clients ----------------------------------------------------------

    def _note_periods(self, store: ClientStore, summed: _Summed) -> None:
        """The last period, where its last months are missing."""
        last = summed.facts.last
        if last is not None and last.month != summed.month:
            params: dict[str, ParamValue] = {
                "period": str(store.extent.ends[-1]),
                "found": str(last),
            }
            self.issues.append(
                Issue("lines_last_period", Severity.WARNING, params=params)
            )

    def _written(
        self, population: Population, whole: Whole, path: Path, listing: Listing
    ) -> Summary:
        """All clients in a new file, and their KPIs."""
        summary = Summary()
        told: list[Issue] = []
        parts = population.parts(whole, True, self.progress)
        overrides = self.tables.overrides
        absent = {str(client): row for row, client in enumerate(overrides["client_id"])}
        absent.pop("", None)
        with result_writer(path, path.suffix) as writer:
            for part in parts:
                rows = client_rows(part)
                writer.write(rows)
                if self.goal is not None:
                    listing.add(rows)
                summary.add(part.result.clients)
                for client in set(part.result.clients["client_id"]) & absent.keys():
                    del absent[client]
                told += [i for i in part.issues if i.table == "tblOverrides"]
        self.issues += told
        places = row_numbers(overrides)
        self.issues += [
            Issue(
                "score_override_absent",
                Severity.WARNING,
                "tblOverrides",
                int(places[row]),
                "client_id",
                {"client": client},
            )
            for client, row in absent.items()
        ]
        if not summary.costed:
            self.issues.append(
                Issue("no_cost_anywhere", Severity.WARNING, "tblCostToServe")
            )
        return summary

    # --- the answer -----------------------------------------------------------

    def _put(self, ready: Path, rejected: Path | None) -> None:
        """The files of the run in their places; the result comes last."""
        result = self.wishes.result
        beside = rejected_beside(result)
        if rejected is None:
            beside.unlink(missing_ok=True)
        else:
            put_in_place(rejected, beside)
        put_in_place(ready, result)

    def _brought(
        self, summed: _Summed, whole: Whole, summary: Summary, listing: Listing
    ) -> Brought:
        """What people read of this run."""
        return Brought(
            listing.chosen(),
            listing.curve(summary.costed),
            summary,
            summed.facts.read,
            sum(part.lines for part in summed.facts.set_aside),
            str(whole.period.end),
            clock.minute(),
            self.wishes.result.name,
        )

    def _rendered(self) -> list[RenderedIssue]:
        raws = self.tables.raws
        return render(self.issues, self.wishes.language, lambda i: place(i, raws))

    def _answer(self, summed: _Summed, whole: Whole, summary: Summary) -> Scored:
        issues = self._rendered()
        result = self.wishes.result
        document = score_document(summed.facts, whole, summary, self.mapping)
        document |= {
            "result": str(result),
            "rejected": None
            if summed.rejected is None
            else str(rejected_beside(result)),
            "into": None if self.wishes.into is None else str(self.wishes.into),
            "engine": nameless(self.wishes.engine),
            "issues": [issue.as_document() for issue in issues],
        }
        return Scored(self.wishes.language, False, issues, document)


def _year_end(tables: Tables, facts: LineFacts) -> int:
    """The month in which periods end: as asked, as in the workbook, else the last."""
    asked = tables.settings.get("as_of")
    if asked is not None:
        return int(asked.month)
    usual = usual_year_end(tables.margins["period"])
    if usual is not None:
        return usual
    return 12 if facts.last is None else facts.last.month
