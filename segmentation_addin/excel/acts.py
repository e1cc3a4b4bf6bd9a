"""What each button does: a service of the command line, told to a person in Excel.

An act takes a `Desk` and gives the word that stays in the status bar, or None.
Refused data is said here; what the host or the computer does not allow goes up as
`HostError` to the frame in `macros`.
"""

from __future__ import annotations

from collections.abc import Sequence

from segmentation_addin.excel import boxes
from segmentation_addin.excel.desk import Desk, say_what_to_know
from segmentation_addin.excel.selected_client import selected_client
from segmentation_addin.languages import number
from segmentation_addin.messages import ribbon
from segmentation_addin.messages.fixes import EXIST_IN_EXCEL
from segmentation_addin.results.issues import RenderedIssue
from segmentation_addin.services.explaining import Explanation
from segmentation_addin.services.refreshing import Refreshed
from segmentation_addin.workbook.addresses import cell_address

SHOWN_NAMES = 10
"""Sheets named one by one in a message."""
SHOWN_FINDINGS = 4
"""Findings of the doctor that fit a message; the others are counted."""


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
