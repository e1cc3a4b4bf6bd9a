"""The error catalogue: every code, its message and its remedy, in both languages.

One module a room (`data`, `reading`, `imports`, `host`). Messages say where, what
was found, what was expected; remedies say what to do. The documentation page
`docs/errors.md` is generated from here.
"""

from __future__ import annotations

from typing import NamedTuple

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text


class Message(NamedTuple):
    """One entry of the catalogue; `{marks}` are filled from the issue's params."""

    severity: Severity
    message: Text
    remedy: Text


def entry(
    severity: Severity, en: str, fr: str, remedy_en: str, remedy_fr: str
) -> Message:
    """One entry of the catalogue from its four texts."""
    return Message(severity, Text(en, fr), Text(remedy_en, remedy_fr))
