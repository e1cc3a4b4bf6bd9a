"""The JSON document of `score`: what was read, and the figures by letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from segmentation_addin.at_scale.line_facts import LineFacts
from segmentation_addin.at_scale.summary import Summary
from segmentation_addin.core.whole import Whole
from segmentation_addin.results.document import plain


def score_document(
    facts: LineFacts,
    whole: Whole,
    summary: Summary,
    mapping: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    """Lines, totals, letters and scale of a run; unknown is null."""
    return {
        "as_of": str(whole.period.end),
        "clients": summary.clients,
        "lines": _lines_document(facts),
        "totals": plain(summary.totals()),
        "by_letter": plain(summary.by_letter()),
        "false_good": plain(dict(summary.false_good)),
        "scale": {
            criterion.key: {
                "better": criterion.better,
                "weight": plain(criterion.weight),
                "fixed": criterion.fixed,
                "knots": None
                if criterion.knots is None
                or (criterion.weight > 0 and criterion.key not in whole.filled)
                else plain(np.asarray(criterion.knots)),
            }
            for criterion in whole.scale
        },
        "mapping": mapping,
    }


def _lines_document(facts: LineFacts) -> Mapping[str, Any]:
    """How many lines there were and what became of them."""
    return {
        "read": facts.read,
        "amount": float(facts.amount),
        "first": None if facts.first is None else str(facts.first),
        "last": None if facts.last is None else str(facts.last),
        "set_aside": [
            {
                "reason": part.reason,
                "lines": part.lines,
                "amount": float(part.amount),
                "without_amount": part.without_amount,
            }
            for part in facts.set_aside
        ],
    }


def nameless(engine: str) -> str:
    """An engine without user, password and options of its address.

    >>> nameless("postgresql://ann:secret@db:5432/dwh?password=secret")
    'postgresql://db:5432/dwh'
    """
    scheme, sign, rest = engine.partition("://")
    place, _, options = rest.partition("?")
    if "@" in options:
        # A "?" may stand in the password: where it ends is not certain.
        return f"{scheme}{sign}"
    return f"{scheme}{sign}{place.rpartition('@')[2]}"
