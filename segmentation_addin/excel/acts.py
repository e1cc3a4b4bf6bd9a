"""What each button does: a service of the command line, told to a person in Excel.

An act takes a `Desk` and gives the word that stays in the status bar, or None.
Refused data is said here; what the host or the computer does not allow goes up as
`HostError` to the frame in `macros`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from segmentation_addin.excel import boxes
from segmentation_addin.excel.screen import Screen
from segmentation_addin.excel.selected_client import selected_client
from segmentation_addin.languages import Language, number, percent
from segmentation_addin.messages import fec_summary as fec
from segmentation_addin.messages import ribbon
from segmentation_addin.messages.fixes import EXIST_IN_EXCEL
from segmentation_addin.messages.votes import VOTES_READ
from segmentation_addin.results.issues import RenderedIssue
from segmentation_addin.services.explaining import Explanation
from segmentation_addin.services.imported import Imported, ImportOptions
from segmentation_addin.services.importing import import_files
from segmentation_addin.services.refreshing import Refreshed
from segmentation_addin.workbook.addresses import Area, cell_address
from segmentation_addin.workbook.host import Host

SHOWN_NAMES = 10
"""Sheets or columns named one by one in a message."""
SHOWN_FILES = 3
"""Files whose columns are shown before an import; the others are counted."""
SHOWN_FINDINGS = 4
"""Findings of the doctor that fit a message; the others are counted."""


@dataclass(frozen=True)
class Calls:
    """Cells of one sheet whose formulas call our functions, as rectangles."""

    sheet: str
    areas: tuple[Area, ...]

    @property
    def cells(self) -> int:
        """Number of cells with such a formula."""
        return sum(
            (area.last_row - area.first_row + 1)
            * (area.last_column - area.first_column + 1)
            for area in self.areas
        )


class FormulaCells(Protocol):
    """The cells of a workbook that call our functions."""

    def recalculate(self) -> None:
        """Recalculates the sheets that hold such cells."""

    def found(self) -> list[Calls]:
        """Where such cells are, sheet by sheet."""

    def freeze(self, calls: Sequence[Calls]) -> None:
        """Replaces these formulas by their present values, or changes nothing."""


@dataclass(frozen=True)
class Desk:
    """What an act works with: the workbook, the person, the cells that call us."""

    host: Host
    screen: Screen
    formulas: FormulaCells

    @property
    def language(self) -> Language:
        """Language of the workbook."""
        return self.host.language

    def progress(self, step: str, share: float) -> None:
        """A step of a service, in the status bar."""
        name = ribbon.STEPS.get(step, ribbon.STEPS["write"])
        self.screen.status(
            ribbon.STATUS.in_(
                self.language,
                step=name.in_(self.language),
                share=percent(share, self.language),
            )
        )

    def say(self, text: str, alarming: bool = False) -> None:
        """A message, laid out for a box."""
        self.screen.status(None)
        self.screen.say(boxes.boxed(text), alarming)

    def ask(self, text: str) -> bool:
        """A question, laid out for a box."""
        self.screen.status(None)
        return self.screen.ask(boxes.boxed(text))


def import_data(desk: Desk) -> str | None:
    """Chooses files, shows what was understood, asks, writes the input sheets."""
    language = desk.language
    files = desk.screen.choose_files(ribbon.CHOOSE_FILES.in_(language), language)
    if not files:
        return None
    draft = import_files(desk.host, files, dry_run=True, progress=desk.progress)
    if draft.refused:
        head = ribbon.REFUSED_IMPORT.in_(language)
        what = boxes.issues_text(boxes.errors(draft.issues), language)
        desk.say(f"{head}\n{what}", alarming=True)
        return None
    if not draft.document["changes"]:
        desk.say(ribbon.IMPORT_KNOWN.in_(language))
        return None
    votes = draft.kind == "votes"
    if not desk.ask(_votes_question(draft) if votes else _import_question(draft)):
        return ribbon.KEPT.in_(language)
    options = ImportOptions(kind=draft.kind)
    import_files(desk.host, files, options, progress=desk.progress)
    say_what_to_know(desk)
    if votes:
        desk.say(ribbon.VOTES_IMPORTED.in_(language))
        return None
    desk.say(
        ribbon.IMPORTED.in_(
            language,
            lines=number(_lines_read(draft), language),
            clients=number(draft.document["clients"], language),
        )
    )
    return None


def _lines_read(draft: Imported) -> int:
    """Lines or rows of all files that were read."""
    said = draft.document
    if draft.kind == "fec":
        return sum(year["lines"] for year in said["files"])
    lines: int = said["lines"] if draft.kind == "lines" else sum(said["rows"].values())
    return lines


def _votes_question(draft: Imported) -> str:
    """Whose answers would be read, what becomes of them, and the question."""
    language, said = draft.language, draft.document
    voters = ", ".join(said["voters"][:SHOWN_NAMES])
    more = "…" if len(said["voters"]) > SHOWN_NAMES else ""
    lines = [VOTES_READ.in_(language, **{**said, "voters": voters + more})]
    if draft.issues:
        lines.append(ribbon.COUNTS.in_(language, **boxes.counts(draft.issues)))
    return "\n".join([*lines, "", ribbon.IMPORT.in_(language)])


def _import_question(draft: Imported) -> str:
    language = draft.language
    lines = []
    for path, pairs, ignored in draft.mappings[:SHOWN_FILES]:
        lines.append(ribbon.COLUMNS_READ.in_(language, file=Path(path).name))
        lines.append("  " + " · ".join(f"{head} → {field}" for head, field in pairs))
        if ignored:
            names = ", ".join(ignored[:SHOWN_NAMES])
            more = "…" if len(ignored) > SHOWN_NAMES else ""
            lines.append("  " + ribbon.IGNORED.in_(language, names=names + more))
    if len(draft.mappings) > SHOWN_FILES:
        left = len(draft.mappings) - SHOWN_FILES
        lines.append(ribbon.MORE.in_(language, count=left))
    for year in draft.document["files"] if draft.kind == "fec" else ():
        amounts = {"total": year["revenue"], "given": year["allocated"]}
        amounts["left"] = sum(year["unallocated"].values())
        told = {mark: number(amount, language, 2) for mark, amount in amounts.items()}
        lines.append(fec.CONTROL.in_(language, **told))
    counts = ribbon.IMPORT_COUNTS.in_(
        language,
        lines=number(_lines_read(draft), language),
        clients=number(draft.document["clients"], language),
        periods=", ".join(draft.document["periods"]),
        changes=number(draft.document["changes"], language),
    )
    lines += ["", counts]
    if draft.issues:
        lines.append(ribbon.COUNTS.in_(language, **boxes.counts(draft.issues)))
    return "\n".join([*lines, "", ribbon.IMPORT.in_(language)])


def check(desk: Desk) -> str | None:
    """Lists what is wrong in Data quality and goes to the first problem."""
    from segmentation_addin.services.checking import check as act

    language = desk.language
    done = act(desk.host, write=True, progress=desk.progress)
    fixable = _fixes_exist(desk)
    if not done.issues:
        desk.say("\n\n".join([ribbon.CLEAN.in_(language), *fixable]))
        return None
    worst = _worst_to_show(done.issues)
    _go_to(desk, worst)
    counts = ribbon.FOUND.in_(language, **boxes.counts(done.issues))
    first = boxes.issues_text([worst], language)
    first = f"{ribbon.FIRST.in_(language)}\n{first}"
    desk.say("\n\n".join([counts, first, *fixable]))
    return None


def _worst_to_show(issues: Sequence[RenderedIssue]) -> RenderedIssue:
    """Of the most serious issues the first that has a cell, else the first."""
    worst = [issue for issue in issues if issue.severity == issues[0].severity]
    return next((issue for issue in worst if issue.cell), worst[0])


def _fixes_exist(desk: Desk) -> list[str]:
    """How many cells a safe fix would write better, and how to make them; or nothing."""
    from segmentation_addin.services.fixing import proposed

    count = len(proposed(desk.host).cells)
    if not count:
        return []
    shown, place = number(count, desk.language), desk.screen.location()
    file = "" if place is None else place.replace("\\", "/").rsplit("/", 1)[-1]
    named = f'"{file}"' if " " in file else file or "…"
    return [EXIST_IN_EXCEL.in_(desk.language, count=shown, file=named)]


def _go_to(desk: Desk, issue: RenderedIssue) -> None:
    """To the cell of an issue; to the list of issues where there is none to show."""
    if issue.cell and desk.screen.go_to(issue.sheet, issue.cell):
        return
    listed = desk.host.read("tblIssues")
    first = cell_address(listed.first_row, listed.first_column)
    desk.screen.go_to(listed.sheet, first)


def refresh(desk: Desk) -> str | None:
    """Computes the letters and writes the output sheets."""
    return _refresh(desk, recalibrate=False)


def recalibrate(desk: Desk) -> str | None:
    """Shows which letters new knots would move, asks, then rewrites and refreshes."""
    from segmentation_addin.services.recalibrating import preview

    language = desk.language
    draft = preview(desk.host, progress=desk.progress)
    if draft.refused:
        refused(desk, draft.issues)
        return None
    question = ribbon.RECALIBRATE.in_(language)
    if not desk.ask("\n".join([*draft.lines(), "", question])):
        return ribbon.KEPT.in_(language)
    return _refresh(desk, recalibrate=True)


def _refresh(desk: Desk, recalibrate: bool) -> str | None:
    from segmentation_addin.services.refreshing import refresh as act

    language = desk.language
    done = act(desk.host, recalibrate=recalibrate, progress=desk.progress)
    if done.refused:
        refused(desk, done.issues)
        return None
    words = [_letters(done)]
    if done.issues:
        words.append(ribbon.COUNTS.in_(language, **boxes.counts(done.issues)))
    if not done.written:
        return ribbon.UNCHANGED.in_(language, letters=" · ".join(words))
    if not recalculated(desk):
        words.append(ribbon.NOT_RECALCULATED.in_(language))
    say_what_to_know(desk)
    return ribbon.REFRESHED.in_(language, letters=" · ".join(words))


def refused(desk: Desk, issues: Sequence[RenderedIssue]) -> None:
    """Says which data keeps the portfolio from being computed."""
    parts = (
        ribbon.REFUSED.in_(desk.language),
        boxes.issues_text(boxes.errors(issues), desk.language),
        ribbon.CHECK_LISTS.in_(desk.language),
    )
    desk.say("\n".join(parts), alarming=True)


def _letters(done: Refreshed) -> str:
    """A 12 · B 40 · …: how many clients each letter has."""
    by_letter = done.summary()["by_letter"]
    return " · ".join(
        f"{letter} {number(by_letter[letter]['clients'], done.language)}"
        for letter in ("A", "B", "C", "D", "NC")
        if letter != "NC" or by_letter[letter]["clients"]
    )


def recalculated(desk: Desk) -> bool:
    """False when Excel would not: the letters are written all the same."""
    from segmentation_addin.excel import journal

    desk.progress("recalculate", 1.0)
    try:
        desk.formulas.recalculate()
    except Exception as error:  # noqa: BLE001 - any refusal of Excel; it is logged
        journal.note("recalculate", error)
        return False
    return True


def say_what_to_know(desk: Desk) -> None:
    """Filters that were cleared, a workbook that cannot be saved: one box."""
    language = desk.language
    cleared = getattr(desk.host, "cleared_filters", [])
    texts = []
    if cleared:
        texts.append(ribbon.FILTERS_CLEARED.in_(language, tables=", ".join(cleared)))
    if desk.screen.read_only():
        texts.append(ribbon.READ_ONLY.in_(language))
    if texts:
        desk.say("\n\n".join(texts))


def explain(desk: Desk) -> str | None:
    """Explains the letter of the client on the selected row."""
    from segmentation_addin.services.explaining import explain as act

    language = desk.language
    selection = desk.screen.selection()
    client = None if selection is None else selected_client(desk.host, selection)
    where = ribbon.WHERE_TO_CLICK.in_(language)
    if client is None:
        desk.say(f"{ribbon.NO_CLIENT_SELECTED.in_(language)}\n{where}")
        return None
    found = act(desk.host, client, desk.progress)
    if found.document is not None:
        desk.say(_explanation(found))
    elif found.issues:
        refused(desk, found.issues)
    else:
        lines = [ribbon.NO_SUCH_CLIENT.in_(language, client=client)]
        if found.near:
            lines += [ribbon.NEAR.in_(language), *(f"  {name}" for name in found.near)]
        else:
            lines.append(where)
        desk.say("\n".join(lines))
    return None


def _explanation(found: Explanation) -> str:
    """The lines of `segmentation explain`, one paragraph each."""
    from segmentation_addin.terminal import explanation_lines
    from segmentation_addin.workbook.outputs import CAPS

    document = found.document
    assert document is not None
    caps = [CAPS[key].in_(found.language) for key in document["caps"]]
    title, lines = explanation_lines(document, caps, found.language)
    colon = " : " if found.language == "fr" else ": "
    return "\n".join([title, "", *(f"{name}{colon}{text}" for name, text in lines)])


def freeze(desk: Desk) -> str | None:
    """Replaces the formulas that call our functions by their values."""
    language = desk.language
    calls = desk.formulas.found()
    cells = sum(found.cells for found in calls)
    if not cells:
        desk.say(ribbon.NOTHING_TO_FREEZE.in_(language))
        return None
    names = [found.sheet for found in calls]
    sheets = ", ".join(names[:SHOWN_NAMES]) + ("…" if names[SHOWN_NAMES:] else "")
    shown = number(cells, language)
    if not desk.ask(ribbon.FREEZE.in_(language, cells=shown, sheets=sheets)):
        return ribbon.KEPT.in_(language)
    desk.progress("write", 0.0)
    desk.formulas.freeze(calls)
    return ribbon.FROZEN.in_(language, cells=shown)


def guide(desk: Desk) -> str | None:
    """Opens the packaged guide in the browser."""
    from segmentation_addin.excel.guide import guide_page

    language = desk.language
    page = guide_page(language)
    if not page.is_file():
        desk.say(ribbon.GUIDE_MISSING.in_(language, path=page), alarming=True)
        return None
    if desk.screen.open_page(page):
        return ribbon.GUIDE_OPENED.in_(language)
    desk.say(ribbon.GUIDE_AT.in_(language, path=page))
    return None


def diagnose(desk: Desk) -> str | None:
    """Says what would keep the add-in from working here, failures first."""
    from segmentation_addin.doctor import diagnose as act

    language = desk.language
    findings = act(desk.screen.location(), language)
    wrong = [
        finding
        for status in ("fail", "warn")
        for finding in findings
        if finding.status == status
    ]
    unseen = sum(finding.status == "unknown" for finding in findings)
    lines = [(ribbon.DIAGNOSED if wrong else ribbon.ALL_WELL).in_(language)]
    for finding in wrong[:SHOWN_FINDINGS]:
        lines += [f"• {finding.found}", f"  → {finding.remedy}"]
    if len(wrong) > SHOWN_FINDINGS:
        lines.append(ribbon.MORE.in_(language, count=len(wrong) - SHOWN_FINDINGS))
    if unseen:
        lines.append(ribbon.NOT_SEEN.in_(language, count=unseen))
    desk.say("\n".join(lines), alarming=any(f.status == "fail" for f in wrong))
    return None
