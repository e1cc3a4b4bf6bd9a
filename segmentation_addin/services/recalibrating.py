"""Recalibrate: what new knots would do to the letters, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from segmentation_addin.core.inputs import texts
from segmentation_addin.core.segmentation import Segmentation, segment
from segmentation_addin.languages import Language
from segmentation_addin.results.issues import RenderedIssue
from segmentation_addin.results.moves import Move, move_lines
from segmentation_addin.services.computing import Computed, compute
from segmentation_addin.workbook.host import Host, Progress, silent


@dataclass(frozen=True)
class Preview:
    """The letters that new knots would move; `refused` when nothing can be computed."""

    language: Language
    refused: bool
    issues: list[RenderedIssue]
    moves: list[Move] = field(default_factory=list)
    clients: int = 0
    currency: str = ""

    def lines(self) -> list[str]:
        """The preview in words: counts by move, then the largest clients."""
        return move_lines(self.moves, self.clients, self.currency, self.language)


def preview(
    host: Host, as_of: date | None = None, progress: Progress = silent
) -> Preview:
    """Which letters would move if the knots that are not fixed were rewritten.

    The workbook is read once and computed twice; nothing is written.
    """
    computed = compute(host, as_of, robust=False, progress=progress)
    standing = computed.result
    if standing is None:
        return Preview(computed.language, True, computed.rendered())
    progress("compute", 0.7)
    renewed, _ = segment(computed.inputs, recalibrate=True, robust=False, progress=None)
    assert renewed is not None, "the same inputs were computed a moment ago"
    return Preview(
        computed.language,
        False,
        computed.rendered(),
        letter_moves(computed, standing, renewed),
        len(standing.clients),
        str(computed.inputs.settings.get("currency") or ""),
    )


def letter_moves(
    computed: Computed, standing: Segmentation, renewed: Segmentation
) -> list[Move]:
    """The clients whose letter differs, in the order of the clients table."""
    before = standing.clients["letter"].to_numpy(dtype=object)
    after = renewed.clients["letter"].to_numpy(dtype=object)
    ids = standing.clients["client_id"].to_numpy(dtype=object)
    names = texts(computed.inputs.clients, "name")[standing.client_rows]
    revenue = standing.clients["revenue"].to_numpy()
    return [
        Move(str(ids[i]), str(names[i]), str(before[i]), str(after[i]), revenue[i])
        for i in range(len(ids))
        if before[i] != after[i]
    ]
