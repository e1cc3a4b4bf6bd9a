"""What stands beside the letter of one client, in words: the rest of its story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from segmentation_addin.core.inputs import InputTables
from segmentation_addin.core.letters import LETTERS
from segmentation_addin.core.readings.disagreement import disagreements
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.languages import Language, Text, percent
from segmentation_addin.workbook.outputs import SEGMENTATION

REVIEWS_TOLD = 4
"""Closed reviews named one by one, the last ones."""

_NONE_DISAGREES = Text(
    "none disagrees with the letter", "aucune ne contredit la lettre"
)
_NO_READING = Text("none: no letter from A to D", "aucune : pas de lettre de A à D")
_DISAGREE = Text("against the letter: {list}", "contre la lettre : {list}")
_READING = Text("{reading} ({value})", "{reading} ({value})")
_MOSTLY = Text("{cluster}, mostly {letter}", "{cluster}, surtout des {letter}")
_CONFIDENCE = Text(
    "{level}: {share} (completeness {completeness})",
    "{level} : {share} (complétude {completeness})",
)
_NO_COST = Text(", cost unknown", ", coût inconnu")
_OLD_RATINGS = Text(", ratings over 12 months old", ", notes de plus de 12 mois")
_NOW = Text("now {letter}", "aujourd'hui {letter}")
_START = Text(
    "no closed review; {letter} at the start of the period",
    "aucune revue close ; {letter} au début de la période",
)
_NO_HISTORY = Text("no closed review yet", "aucune revue close à ce jour")
_INACTIVE = Text("inactive", "inactif")


def cluster_letter(result: Segmentation, cluster: str) -> str:
    """The letter that most clients of a cluster have; the better one of equals."""
    if not cluster:
        return ""
    inside = (result.clients["cluster"] == cluster).to_numpy(dtype=bool)
    counts = Counter(result.clients["letter"][inside].tolist())
    order = {letter: place for place, letter in enumerate(LETTERS)}
    return str(min(counts, key=lambda letter: (-counts[letter], order[letter])))


def disagreeing(result: Segmentation, at: int) -> list[str]:
    """The readings of one client that lean the other way than its letter."""
    client = result.clients.iloc[at]
    values = {
        key: str(client[key]) for key in ("abc", "rfm", "matrix", "size", "false_good")
    }
    values["cluster"] = cluster_letter(result, str(client["cluster"]))
    return disagreements(str(client["letter"]), values)


def readings_words(result: Segmentation, at: int, language: Language) -> str:
    """Which readings disagree with the letter, with what they say."""
    client = result.clients.iloc[at]
    if str(client["letter"]) not in set("ABCD"):
        return _NO_READING.in_(language)
    found = disagreeing(result, at)
    if not found:
        return _NONE_DISAGREES.in_(language)
    named = [
        _READING.in_(
            language,
            reading=SEGMENTATION.column(key).heading.in_(language),
            value=_value(result, client, key, language),
        )
        for key in found
    ]
    return _DISAGREE.in_(language, list=", ".join(named))


def _value(
    result: Segmentation, client: pd.Series[Any], key: str, language: Language
) -> str:
    code = str(client[key])
    if key == "cluster":
        letter = cluster_letter(result, code)
        return _MOSTLY.in_(language, cluster=code, letter=letter)
    if key == "rfm":
        segment = SEGMENTATION.column("rfm_segment").choices
        return f"{code}, {segment[str(client['rfm_segment'])].in_(language)}"
    return SEGMENTATION.column(key).choices[code].in_(language)


def confidence_words(result: Segmentation, at: int, language: Language) -> str:
    """How far the client's data can be trusted; "" for an inactive client."""
    client = result.clients.iloc[at]
    level, share = str(client["confidence"]), float(client["confidence_share"])
    if not level:
        return ""
    completeness = float(client["completeness"])
    text = _CONFIDENCE.in_(
        language,
        level=SEGMENTATION.column("confidence").choices[level].in_(language),
        share=percent(share, language),
        completeness=percent(completeness, language),
    )
    cost_known = bool(result.cost.known[at])
    if not cost_known:
        text += _NO_COST.in_(language)
    if share < completeness * (1 if cost_known else 0.7) - 1e-9:
        text += _OLD_RATINGS.in_(language)
    return text


def history_of(inputs: InputTables, client_id: str) -> list[tuple[str, str | None]]:
    """Analysis date and letter of each closed review, oldest first; None = unknown."""
    told: list[tuple[str, str | None]] = []
    for vintage in sorted(inputs.vintages, key=lambda v: (v.as_of, v.number)):
        known = vintage.clients["client_id"].to_numpy(dtype=object) == client_id
        letter = vintage.clients["letter"].to_numpy(dtype=object)[known]
        told.append((str(vintage.as_of), str(letter[0]) if letter.size else None))
    return told


def history_words(
    history: Sequence[tuple[str, str | None]],
    start_letter: str,
    letter: str,
    language: Language,
) -> str:
    """The letters of one client over the closed reviews, then now."""
    if not history:
        if start_letter:
            return _START.in_(language, letter=start_letter)
        return _NO_HISTORY.in_(language)
    inactive = _INACTIVE.in_(language)
    parts = [
        f"{day} {'–' if known is None else known or inactive}"
        for day, known in history[-REVIEWS_TOLD:]
    ]
    parts.append(_NOW.in_(language, letter=letter or inactive))
    return " → ".join(parts)
