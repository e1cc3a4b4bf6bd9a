"""`check --fix` and `check --undo`: what is listed, asked and said."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from segmentation_addin.commands.shared import (
    T,
    bar,
    open_workbook,
    print_json,
    say,
    typed,
)
from segmentation_addin.languages import Language, Text, language_of_this_computer
from segmentation_addin.messages import fixes as words

if TYPE_CHECKING:
    from segmentation_addin.core.fixes import Value
    from segmentation_addin.services.fixing import FixedCell

USAGE = 2
SHOWN = 40
"""Cells listed before a question; a dry run lists them all."""
SEEN_BLANK = "·"
"""What a blank is shown as, at the ends of a text and where it is no plain space."""


@dataclass(frozen=True)
class Manner:
    """How an act is done: asked first, at once, or not at all."""

    yes: bool
    dry_run: bool
    as_json: bool

    @property
    def asks(self) -> bool:
        """True when a person is there, and is to be asked."""
        if self.yes or self.dry_run or self.as_json:
            return False
        return sys.stdin.isatty() and sys.stdout.isatty()

    def agreed(self, language: Language, question: Text) -> bool:
        """True to go ahead."""
        if not self.asks:
            return self.yes and not self.dry_run
        answer = click.prompt(
            question.in_(language), default="", show_default=False, prompt_suffix=" "
        )
        return answer.strip().casefold() in {"y", "yes", "o", "oui"}

    def say_why_not(self, language: Language) -> None:
        """Why nothing was written; ends with code 2 where --yes is missing."""
        if self.dry_run:
            if not self.as_json:
                say(words.DRY_RUN.in_(language))
        elif self.asks:
            say(T["kept"].in_(language))
        else:
            click.echo(words.NEEDS_YES.in_(language), err=True)
            sys.exit(USAGE)


def check_options(fix: bool, undo: bool, yes: bool, dry_run: bool) -> None:
    """Refuses options that do not go together."""
    language = language_of_this_computer()
    if fix and undo:
        raise click.UsageError(words.ONE_ACT.in_(language))
    if (yes or dry_run) and not (fix or undo):
        raise click.UsageError(words.NO_ACT.in_(language))


def fix_cells(workbook: Path, manner: Manner) -> None:
    """Lists the safe fixes of a workbook, asks, and makes them."""
    from segmentation_addin.services import fixing
    from segmentation_addin.workbook.fix_tables import FIXES

    host = open_workbook(workbook, writes=not manner.dry_run)
    found = fixing.proposed(host)
    language, count = host.language, len(found.cells)
    if count and not manner.dry_run:
        fixing.check_list(host)
    if not manner.as_json:
        say((words.FOUND if count else words.NONE).in_(language, count=count))
        _say_cells(found.cells, language, whole=manner.dry_run)
        if found.undated:
            say(words.UNDATED.in_(language, count=found.undated))
    go = bool(count) and manner.agreed(language, words.ASK)
    written = False
    if go:
        with bar(language) as progress:
            written = fixing.fix(host, found, progress)
    if manner.as_json:
        print_json(found.document(written))
    elif written:
        title, path = host.sheet_title(FIXES.sheet), typed(workbook)
        say(words.DONE.in_(language, count=count, sheet=title, path=path))
    if count and not go:
        manner.say_why_not(language)


def undo_fixes(workbook: Path, manner: Manner) -> None:
    """Lists the fixed cells that still hold their new value, asks, puts them back."""
    from segmentation_addin.services import fixing

    host = open_workbook(workbook, writes=not manner.dry_run)
    plan = fixing.undoing(host)
    language, count, left = host.language, len(plan.restored), len(plan.left)
    if not manner.as_json:
        text = words.TO_UNDO if count else words.NOTHING_TO_UNDO
        say(text.in_(language, count=count))
        _say_cells(plan.restored, language, whole=manner.dry_run, back=True)
        if left:
            say(words.LEFT.in_(language, count=left))
            _say_cells(plan.left, language, whole=manner.dry_run, back=True)
    go = bool(count) and manner.agreed(language, words.ASK_UNDO)
    written = False
    if go:
        with bar(language) as progress:
            written = fixing.undo(host, plan, progress)
    if manner.as_json:
        print_json(plan.document(written))
    elif written:
        say(words.UNDONE.in_(language, count=count))
    if count and not go:
        manner.say_why_not(language)


def say_fixes_exist(count: int, workbook: Path, language: Language) -> None:
    """One line where safe fixes could be made."""
    if count:
        say(words.EXIST.in_(language, count=count, path=typed(workbook)))


def _say_cells(
    cells: Sequence[FixedCell], language: Language, whole: bool, back: bool = False
) -> None:
    """One line a cell: where, why, what it holds, what it would hold."""
    from segmentation_addin.terminal import safe
    from segmentation_addin.workbook.fix_tables import RULES

    listed = cells if whole else cells[:SHOWN]
    for cell in listed:
        old, new = (_shown(v, language) for v in (cell.fix.old, cell.fix.new))
        line = words.LINE.in_(
            language,
            place=safe(f"{cell.sheet}!{cell.cell}"),
            rule=RULES[cell.fix.rule].in_(language),
            old=new if back else old,
            new=old if back else new,
        )
        say(line)
    if len(listed) < len(cells):
        say(words.MORE.in_(language, count=len(cells) - len(listed)))


def _shown(value: Value, language: Language) -> str:
    """A value as a person reads it; texts in quotes, with the blanks that matter."""
    from segmentation_addin.imports.cells import BLANKS
    from segmentation_addin.terminal import safe
    from segmentation_addin.workbook.cell_xml import number_text

    if value is None:
        return words.BLANK.in_(language)
    if isinstance(value, bool):
        return words.YES_OR_NO[not value].in_(language)
    if isinstance(value, (int, float)):
        text = number_text(value)
        return text.replace(".", ",") if language == "fr" else text
    if isinstance(value, date):
        return value.isoformat()[:10]
    bare = value.strip(BLANKS)
    start = len(value) - len(value.lstrip(BLANKS))
    end = len(value) - start - len(bare)
    odd = {ord(blank): SEEN_BLANK for blank in BLANKS if blank != " "}
    text = SEEN_BLANK * start + bare.translate(odd) + SEEN_BLANK * max(end, 0)
    return words.QUOTED.in_(language, text=safe(text))
