"""Texts laid out for a message box: short lines, nothing that a cell could inject.

A box of Windows or of the Mac shows proportional letters, wraps where it likes and
does not scroll. So lines are broken here, and a long list is cut and counted.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from segmentation_addin.languages import Language
from segmentation_addin.messages import Message, host, imports, ribbon
from segmentation_addin.results.issues import RenderedIssue
from segmentation_addin.terminal import issue_lines, safe
from segmentation_addin.workbook.host import HostError

WIDTH = 70
SHOWN_ISSUES = 4
MOST_LINES = 30
"""Lines that fit above the buttons on the screen of a small laptop."""
LAST_LINES = 4
"""Lines at the end of a text that is cut: what is asked, what to do."""

_REFUSALS: dict[str, Message] = {**imports.CATALOGUE, **host.CATALOGUE}


def boxed(text: str) -> str:
    """A text in lines of at most 70 characters; what is indented stays so.

    A path longer than that stays whole. A text that is too long is cut before its
    end.
    """
    lines: list[str] = []
    for line in text.splitlines():
        words = safe(line)
        indent = " " * (len(words) - len(words.lstrip(" ")))
        lines += textwrap.wrap(
            words,
            WIDTH,
            subsequent_indent=indent,
            break_on_hyphens=False,
            break_long_words=False,
        ) or [""]
    if len(lines) > MOST_LINES:
        kept = MOST_LINES - LAST_LINES - 1
        lines = [*lines[:kept], "…", *lines[-LAST_LINES:]]
    return "\n".join(lines)


def refusal(error: HostError, language: Language) -> str:
    """Why the workbook or the computer does not allow it, and what to do."""
    entry = _REFUSALS[error.code]
    message = entry.message.in_(language, **error.params)
    remedy = entry.remedy.in_(language, **error.params)
    return f"{message}\n→ {remedy}"


def issues_text(issues: Sequence[RenderedIssue], language: Language) -> str:
    """The first issues: where, what was found, what to do; then how many are left."""
    text = issue_lines(issues[:SHOWN_ISSUES], language)
    left = len(issues) - SHOWN_ISSUES
    return text if left <= 0 else f"{text}\n{ribbon.MORE.in_(language, count=left)}"


def errors(issues: Sequence[RenderedIssue]) -> list[RenderedIssue]:
    """The issues that stop an act."""
    return [issue for issue in issues if issue.severity == "error"]


def counts(issues: Sequence[RenderedIssue]) -> dict[str, int]:
    """How many errors, warnings and notes there are."""
    severities = [issue.severity for issue in issues]
    return {
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "notes": severities.count("note"),
    }
