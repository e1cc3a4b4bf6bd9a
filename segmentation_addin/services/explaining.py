"""Explain one client: its letter and why, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from segmentation_addin.core.inputs import texts
from segmentation_addin.core.letters import LETTERS
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.what_if import levers
from segmentation_addin.languages import Language
from segmentation_addin.results.document import client_documents, plain
from segmentation_addin.results.issues import RenderedIssue
from segmentation_addin.results.story import (
    confidence_words,
    disagreeing,
    history_of,
    history_words,
    readings_words,
)
from segmentation_addin.results.what_if import lever_words
from segmentation_addin.results.words import contributions, next_step, why
from segmentation_addin.services.computing import Computed, compute
from segmentation_addin.workbook.declaration import heading_key
from segmentation_addin.workbook.host import Host, Progress, silent

SUGGESTIONS = 5


@dataclass(frozen=True)
class Explanation:
    """The story of one client; `document` holds the JSON of `explain --json`.

    `document` is None when no client fits (`near` then lists the nearest), or
    when an issue stopped the computation.
    """

    language: Language
    issues: list[RenderedIssue]
    document: dict[str, Any] | None
    near: list[str]


def find_client(computed: Computed, wanted: str) -> tuple[int | None, list[str]]:
    """Position of the client with that code or name, and the nearest ones if none."""
    result = computed.result
    assert result is not None
    ids = result.clients["client_id"].to_numpy(dtype=object)
    names = texts(computed.inputs.clients, "name")[result.client_rows]
    exact = np.flatnonzero(ids == wanted.strip())
    if exact.size:
        return int(exact[0]), []
    folded = heading_key(wanted)
    keys = [
        heading_key(f"{client} {name}") for client, name in zip(ids, names, strict=True)
    ]
    same = [
        i
        for i, name in enumerate(names)
        if folded and folded in (heading_key(name), heading_key(str(ids[i])))
    ]
    if len(same) == 1:
        return same[0], []
    close = same or [i for i, key in enumerate(keys) if folded and folded in key]
    return None, [f"{ids[i]}  {names[i]}" for i in close[:SUGGESTIONS]]


def explain(host: Host, client: str, progress: Progress = silent) -> Explanation:
    """Why a client has its letter, and the smallest change to the next one."""
    computed = compute(host, progress=progress)
    result = computed.result
    if result is None:
        return Explanation(computed.language, computed.rendered(), None, [])
    at, near = find_client(computed, client)
    if at is None:
        return Explanation(computed.language, [], None, near)
    document = _one(computed, result, at)
    return Explanation(computed.language, [], document, [])


def _one(computed: Computed, result: Segmentation, at: int) -> dict[str, Any]:
    document = client_documents(result, computed.inputs, computed.steps)[at]
    parts = contributions(result)[:, at]
    document["contributions"] = {
        criterion.key: None if np.isnan(value) else float(value)
        for criterion, value in zip(result.scoring.criteria, parts, strict=True)
    }
    document["weights"] = {c.key: c.weight for c in result.scoring.criteria}
    document["why"] = why(result, computed.language)[at]
    letter = str(LETTERS[result.lettering.letter[at]])
    document["next_step"] = next_step(computed.steps[at], letter, computed.language)
    document["as_of"] = str(result.period.end)
    currency = computed.inputs.settings.get("currency")
    document["currency"] = str(currency or "")
    document |= _beside(computed, result, at)
    return document


def _beside(computed: Computed, result: Segmentation, at: int) -> dict[str, Any]:
    """What the other readings, the data, the past and a decision say of a client."""
    inputs, language = computed.inputs, computed.language
    client = result.clients.iloc[at]
    history = history_of(inputs, str(client["client_id"]))
    found = levers(result, inputs, at)
    return {
        "disagreements": disagreeing(result, at),
        "readings_words": readings_words(result, at, language),
        "confidence_words": confidence_words(result, at, language),
        "history": [{"as_of": day, "letter": letter} for day, letter in history],
        "history_words": history_words(
            history, str(client["start_letter"]), str(client["letter"]), language
        ),
        "levers": [plain(vars(lever)) for lever in found],
        "lever_words": [lever_words(lever, language) for lever in found],
    }
