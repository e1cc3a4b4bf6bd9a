"""The command on lines that no workbook holds: score."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from segmentation_addin.commands.shared import (
    T,
    guarded,
    json_option,
    print_json,
    refuse_data,
    say,
    say_issue_count,
)
from segmentation_addin.languages import (
    LANGUAGES,
    Language,
    Text,
    language_of_this_computer,
    number,
    percent,
)

if TYPE_CHECKING:
    from segmentation_addin.services.scoring import Scored

ENDINGS: Final = (".parquet", ".csv", ".xlsx")
AFTER_SECONDS: Final = 1.0
CELLS: Final = 24
STEPS: dict[str, Text] = {
    "look": Text("Looking at the files", "Examen des fichiers"),
    "lines": Text("Reading lines", "Lecture des lignes"),
    "sum": Text("Summing to clients", "Cumul par client"),
    "calibrate": Text("Calibrating", "Calibrage"),
    "score": Text("Scoring clients", "Notation des clients"),
    "write": Text("Writing", "Écriture"),
}
_ROWS = Text("{done} of {rows}", "{done} sur {rows}")
_LEFT = Text("about {time} left", "environ {time} restantes")
_READ = Text(
    "Lines read: {lines} · set aside: {aside}",
    "Lignes lues : {lines} · écartées : {aside}",
)
_ASIDE = Text("Lines set aside: {path}", "Lignes écartées : {path}")
_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%?)")


class RowBar:
    """Step, rows done, time left of the step; on a terminal, from the first second."""

    def __init__(self, language: Language, stream: TextIO | None = None) -> None:
        self._language = language
        self._stream = sys.stderr if stream is None else stream
        self._start = time.monotonic()
        self._step, self._since = "", self._start
        self._rows: dict[str, int] = {}
        self._drawn = False

    def counted(self, step: str, rows: int) -> None:
        """Takes note of the rows that a step goes through."""
        self._rows[step] = rows

    def __call__(self, step: str, share: float) -> None:
        """Shows how far a step is (0-1)."""
        now = time.monotonic()
        if step != self._step:
            self._step, self._since = step, now
        if not self._stream.isatty() or now - self._start < AFTER_SECONDS:
            return
        share = min(max(share, 0.0), 1.0)
        self._stream.write(f"\r\x1b[2K{self.line(step, share, now - self._since)}")
        self._stream.flush()
        self._drawn = True

    def line(self, step: str, share: float, waited: float) -> str:
        """What the bar shows after some seconds of a step."""
        full = round(CELLS * share)
        name = STEPS[step].in_(self._language) if step in STEPS else step
        parts = [
            f"{name:<20} {'█' * full}{'░' * (CELLS - full)}",
            percent(share, self._language),
        ]
        rows = self._rows.get(step)
        if rows:
            done = number(rows * share, self._language)
            total = number(rows, self._language)
            parts.append(_ROWS.in_(self._language, done=done, rows=total))
        if 0.02 < share < 1:
            left = round(waited * (1 - share) / share)
            minutes, seconds = divmod(left, 60)
            clock = f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"
            parts.append(_LEFT.in_(self._language, time=clock))
        return " · ".join(parts)

    def done(self) -> None:
        """Clears the bar."""
        if self._drawn:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()


def _as_share(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> float | None:
    del context, parameter
    if value is None:
        return None
    found = _SHARE.fullmatch(value.strip())
    share = float(found[1].replace(",", ".")) if found else -1.0
    if found and found[2]:
        share /= 100
    if not found or share > 1:
        message = f"{value!r} is not a share of the lines; write it as 1% or 0.01."
        raise click.BadParameter(message)
    return share


def _as_result(context: click.Context, parameter: click.Parameter, value: Path) -> Path:
    del context, parameter
    if value.suffix.lower() not in ENDINGS:
        message = f"{value.name!r} must end in {', '.join(ENDINGS)}."
        raise click.BadParameter(message)
    return value


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    "result",
    type=click.Path(path_type=Path),
    required=True,
    callback=_as_result,
    help="The result, one row a client: .parquet, .csv or .xlsx.",
)
@click.option(
    "--scale",
    type=click.Path(path_type=Path),
    default=None,
    help="A workbook whose scale, settings, rates and changed letters hold "
    "(default: those of a new workbook, calibrated on all clients).",
)
@click.option(
    "--engine",
    default="duckdb",
    show_default=True,
    help="duckdb, spark, or the address of a cluster or database: "
    "spark://computer:7077, postgresql://user@computer/base.",
)
@click.option(
    "--max-rejected",
    "most",
    callback=_as_share,
    help="Share of lines that may be unreadable, as 1% or 0.01 (default: the setting "
    "of --scale, else 1%).",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    default=None,
    help="A workbook that gets three sheets: figures by letter, curve, the clients "
    "that matter.",
)
@click.option(
    "--most-listed",
    type=click.IntRange(1, 100_000),
    default=10_000,
    show_default=True,
    help="Clients that --into lists at most.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=None,
    help="Language of what is said (default: that of this computer).",
)
@json_option
@guarded
def score(
    sources: tuple[str, ...],
    result: Path,
    scale: Path | None,
    engine: str,
    most: float | None,
    into: Path | None,
    most_listed: int,
    lang: Language | None,
    as_json: bool,
) -> None:
    """Score the clients of order lines that no workbook holds.

    SOURCE is CSV (zipped with gzip or not), Parquet, a folder of them, or a table of a
    database. RESULT has one row a client, with the figures of refresh --json. Lines
    that cannot be read go to RESULT.rejected.csv with their reason.
    """
    from segmentation_addin.services.scoring_parts import require_parts

    require_parts()
    from segmentation_addin.services.scoring import Wishes
    from segmentation_addin.services.scoring import score as act

    language = lang or language_of_this_computer()
    wishes = Wishes(
        sources,
        result,
        language,
        scale,
        engine,
        most,
        into,
        most_listed,
    )
    drawn = RowBar(language)
    try:
        done = act(wishes, drawn, drawn.counted)
    finally:
        drawn.done()
    _tell(done, language, as_json)


def _tell(done: Scored, language: Language, as_json: bool) -> None:
    from segmentation_addin.terminal import issue_lines, letters_table

    if done.refused:
        refuse_data(done.issues, language, as_json)
        return
    document: dict[str, Any] = done.document
    if as_json:
        print_json(document)
        return
    lines = document["lines"]
    aside = sum(part["lines"] for part in lines["set_aside"])
    say(T["as_of"].in_(language, day=document["as_of"]))
    say(
        _READ.in_(
            language,
            lines=number(lines["read"], language),
            aside=number(aside, language),
        )
    )
    say()
    say(letters_table(document, language))
    say()
    say_issue_count(done.issues, language)
    if done.issues:
        say(issue_lines(done.issues, language))
    if document["rejected"]:
        say(_ASIDE.in_(language, path=document["rejected"]))
    say(T["written"].in_(language, path=document["result"]))
    if document["into"]:
        say(T["written"].in_(language, path=document["into"]))
