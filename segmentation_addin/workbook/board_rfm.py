"""RFM on the Readings sheet: heat map, cut-offs, named segments, empty ones explained.

The three scores of a client stand side by side in one text ("545"), so that a
wildcard counts them: "54?" is recency 5, frequency 4, any amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from segmentation_addin.core.readings.rfm_grid import GRID, SEGMENTS, Box, Range
from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import Flags
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.reading_facts import METHODS, NOTES_SHOWN

READINGS = "readings"
ACTIVE = (
    f'(COUNTIFS({column("decided_by")},"?*")'
    f"-COUNTIFS({column('decided_by')},{{choice:decided_by.inactive}}))"
)
"""Formula of the number of active clients."""
GRID_ROW, CUTS_ROW, SEGMENTS_ROW = 7, 16, 7
SCORES = (5, 4, 3, 2, 1)
_RFM = column("rfm")
_CODE = 3
_MEASURES = ("recency", "frequency", "monetary")


def active(facts: Facts) -> Flags:
    """Rows of the active clients."""
    return facts.figures.counted & ~facts.figures.group("inactive")


def _scored(facts: Facts, place: int, score: int) -> Flags:
    """Rows whose code has that score at that place (0 = recency)."""
    return np.asarray(facts.figures.rfm_scores[:, place] == score, dtype=bool)


def _grid_count(recency: int, frequency: int) -> Value:
    return lambda facts: int(
        (_scored(facts, 0, recency) & _scored(facts, 1, frequency)).sum()
    )


def _row_count(recency: int) -> Value:
    return lambda facts: int(_scored(facts, 0, recency).sum())


def _column_count(place: int, score: int) -> Value:
    return lambda facts: int(_scored(facts, place, score).sum())


def _coded(facts: Facts) -> int:
    return int((facts.figures.rfm_scores[:, 0] > 0).sum())


def _grid() -> Iterator[FixedCell]:
    title = Text(
        "RFM: clients by recency and frequency",
        "RFM : clients par récence et fréquence",
    )
    yield FixedCell(READINGS, "B5", "section", title, span=7)
    corner = Text(
        "Recency (5 = latest) \\ frequency", "Récence (5 = récent) \\ fréquence"
    )
    yield FixedCell(READINGS, "B6", "head left", corner)
    columns = dict(zip(reversed(SCORES), "CDEFG", strict=True))
    for score, letter in columns.items():
        text = Text(f"F {score}", f"F {score}")
        yield FixedCell(READINGS, f"{letter}6", "head center", text)
    yield FixedCell(READINGS, "H6", "head", Text("Total", "Total"))
    for row, recency in enumerate(SCORES, start=GRID_ROW):
        label = Text(f"R {recency}", f"R {recency}")
        yield FixedCell(READINGS, f"B{row}", "line label", label)
        for frequency, letter in columns.items():
            yield FixedCell(
                READINGS,
                f"{letter}{row}",
                "heat",
                formula=f'COUNTIFS({_RFM},"{recency}{frequency}?")',
                value=_grid_count(recency, frequency),
            )
        yield FixedCell(
            READINGS,
            f"H{row}",
            "line count",
            formula=f"SUM(C{row}:G{row})",
            value=_row_count(recency),
        )
    last = GRID_ROW + len(SCORES)
    yield FixedCell(READINGS, f"B{last}", "total label", Text("Total", "Total"))
    values = [*(_column_count(1, score) for score in columns), _coded]
    for letter, value in zip("CDEFGH", values, strict=True):
        formula = f"SUM({letter}{GRID_ROW}:{letter}{last - 1})"
        place = (READINGS, f"{letter}{last}", "total count")
        yield FixedCell(*place, formula=formula, value=value)


def _cut(measure: str, score: int) -> Value:
    """The cut-off of one score: days up to it, orders or amounts over it."""

    def value(facts: Facts) -> Cell:
        cuts = facts.readings.rfm_cuts.get(measure, ())
        if not cuts:
            return None
        step = 2 if facts.readings.rfm_method == "terciles" else 1
        if measure == "recency":
            place, rest = divmod(SCORES[0] - score, step)
        else:
            place, rest = divmod(score - 1, step)
            place -= 1
        if rest or not 0 <= place < len(cuts):
            return None
        return cuts[place]

    return value


def _cut_offs() -> Iterator[FixedCell]:
    title = Text("What are the cut-offs?", "Quels sont les seuils ?")
    yield FixedCell(READINGS, f"B{CUTS_ROW - 2}", "section", title, span=7)
    clients = Text("Clients", "Clients")
    heads = (
        Text("Score", "Score"),
        Text("R: days up to", "R : jours, max."),
        clients,
        Text("F: orders over", "F : commandes >"),
        clients,
        Text("M: amount over", "M : montant >"),
        clients,
    )
    for letter, text in zip("BCDEFGH", heads, strict=True):
        style = "head left" if letter == "B" else "head"
        yield FixedCell(READINGS, f"{letter}{CUTS_ROW - 1}", style, text)
    for row, score in enumerate(SCORES, start=CUTS_ROW):
        label = Text(str(score), str(score))
        yield FixedCell(READINGS, f"B{row}", "line label", label)
        for place, (measure, pair) in enumerate(
            zip(_MEASURES, ("CD", "EF", "GH"), strict=True)
        ):
            style = "line amount" if measure == "monetary" else "line decimal"
            cut = _cut(measure, score)
            yield FixedCell(READINGS, f"{pair[0]}{row}", style, value=cut)
            pattern = "?" * place + str(score) + "?" * (_CODE - 1 - place)
            yield FixedCell(
                READINGS,
                f"{pair[1]}{row}",
                "line count",
                formula=f'COUNTIFS({_RFM},"{pattern}")',
                value=_column_count(place, score),
            )

    def method(facts: Facts) -> Cell:
        found = METHODS.get(facts.readings.rfm_method)
        return None if found is None else found.in_(facts.language)

    cell = f"B{CUTS_ROW + len(SCORES)}"
    yield FixedCell(READINGS, cell, "note", value=method, span=7)


# --- named segments -----------------------------------------------------------


def _range(letter: str, scores: Range) -> str:
    low, high = scores
    return f"{letter} {low}" if low == high else f"{letter} {low}-{high}"


def _boxes(segment: str) -> list[Box]:
    return [box for box in GRID if box.segment == segment]


def _rule(box: Box) -> str:
    ranges = (box.recency, box.frequency, box.monetary)
    return ", ".join(map(_range, "RFM", ranges))


def where(segment: str) -> Text:
    """The scores of a segment: "R 4-5, F 4-5, M 4-5"."""
    rules = [_rule(box) for box in _boxes(segment)]
    return Text(" or ".join(rules), " ou ".join(rules))


_NO_SCORE = Text("Empty: nobody scores {scores}.", "Vide : personne en {scores}.")
_NO_MEETING = Text(
    "Empty: nobody combines {scores}.", "Vide : personne ne réunit {scores}."
)


def why_empty(segment: str, met: Sequence[frozenset[int]]) -> Text:
    """Why nobody is in a segment: a score that nobody has, or no meeting of scores.

    `met` holds the scores that somebody has, by measure.

    >>> why_empty("champions", [frozenset({2, 5}), frozenset({1, 4})] * 2).en
    'Empty: nobody combines R 4-5, F 4-5, M 4-5.'
    """
    lacking = []
    for box in _boxes(segment):
        missing = [
            _range("RFM"[place], (low, high))
            for place, (low, high) in enumerate(box[1:])
            if met[place].isdisjoint(range(low, high + 1))
        ]
        if not missing:
            rules = where(segment)
            return Text(
                _NO_MEETING.in_("en", scores=rules.en),
                _NO_MEETING.in_("fr", scores=rules.fr),
            )
        lacking += [name for name in missing if name not in lacking]
    return Text(
        _NO_SCORE.in_("en", scores=", ".join(lacking)),
        _NO_SCORE.in_("fr", scores=", ".join(lacking)),
    )


def _standing(segment: str) -> Value:
    """Where a segment stands, or why it is empty."""

    def value(facts: Facts) -> Cell:
        empty = not facts.figures.is_choice("rfm_segment", segment).any()
        met = [
            frozenset(scores) - {0} for scores in facts.figures.rfm_scores.T.tolist()
        ]
        if empty and met[0]:
            return why_empty(segment, met).in_(facts.language)
        return where(segment).in_(facts.language)

    return value


def _segment_count(segment: str) -> Value:
    return lambda facts: int(facts.figures.is_choice("rfm_segment", segment).sum())


def _segment_revenue(segment: str) -> Value:
    def value(facts: Facts) -> Cell:
        rows = facts.figures.is_choice("rfm_segment", segment)
        return facts.figures.total("revenue", rows)

    return value


def _segments() -> Iterator[FixedCell]:
    title = Text("Named segments", "Segments nommés")
    yield FixedCell(READINGS, "J5", "section", title, span=7)
    name, scores = (
        Text("Segment", "Segment"),
        Text("Its scores, or why it is empty", "Ses scores, ou pourquoi il est vide"),
    )
    yield FixedCell(READINGS, "J6", "head left", name, span=2)
    yield FixedCell(READINGS, "L6", "head", Text("Clients", "Clients"))
    yield FixedCell(READINGS, "M6", "head", Text("Revenue", "CA"))
    yield FixedCell(READINGS, "N6", "head left inset", scores, span=3)
    row = SEGMENTS_ROW
    for segment, label in SEGMENTS.items():
        only = f"{column('rfm_segment')},{{choice:rfm_segment.{segment}}}"
        yield FixedCell(READINGS, f"J{row}", "line label", label, span=2)
        yield FixedCell(
            READINGS,
            f"L{row}",
            "line count",
            formula=f"COUNTIFS({only})",
            value=_segment_count(segment),
        )
        yield FixedCell(
            READINGS,
            f"M{row}",
            "line amount",
            formula=f"SUMIFS({column('revenue')},{only})",
            value=_segment_revenue(segment),
        )
        place = (READINGS, f"N{row}", "line inset small")
        yield FixedCell(*place, value=_standing(segment), span=3)
        row += 1
    yield from _without_score(row)
    for offset in range(NOTES_SHOWN):
        cell = f"J{row + 3 + offset}"
        yield FixedCell(READINGS, cell, "note", value=_note(offset), span=7)


def _without_score(row: int) -> Iterator[FixedCell]:
    """The active clients that have no segment, and the total."""
    first, last = SEGMENTS_ROW, row - 1
    unknown = Text("No score", "Sans score")
    why = Text("Days, orders or amount unknown", "Jours, commandes ou montant inconnus")
    revenue = column("revenue")
    whole = f'SUMIFS({revenue},{column("letter")},"?*")'

    def left(facts: Facts) -> Cell:
        return int(active(facts).sum()) - sum(
            int(facts.figures.is_choice("rfm_segment", key).sum()) for key in SEGMENTS
        )

    def left_revenue(facts: Facts) -> Cell:
        figures = facts.figures
        named = np.zeros(len(figures.words("rfm_segment")), dtype=bool)
        for key in SEGMENTS:
            named |= figures.is_choice("rfm_segment", key)
        return figures.total("revenue", active(facts)) - figures.total("revenue", named)

    yield FixedCell(READINGS, f"J{row}", "line label", unknown, span=2)
    formula = f"{ACTIVE}-SUM(L{first}:L{last})"
    yield FixedCell(READINGS, f"L{row}", "line count", formula=formula, value=left)
    formula = f"{whole}-SUM(M{first}:M{last})"
    place = (READINGS, f"M{row}", "line amount")
    yield FixedCell(*place, formula=formula, value=left_revenue)
    yield FixedCell(READINGS, f"N{row}", "line inset small", why, span=3)
    row += 1
    yield FixedCell(READINGS, f"J{row}", "total label", Text("Total", "Total"), span=2)
    yield FixedCell(
        READINGS,
        f"L{row}",
        "total count",
        formula=f"SUM(L{first}:L{row - 1})",
        value=lambda facts: int(active(facts).sum()),
    )
    yield FixedCell(
        READINGS,
        f"M{row}",
        "total amount",
        formula=f"SUM(M{first}:M{row - 1})",
        value=lambda facts: facts.figures.total("revenue", active(facts)),
    )
    yield FixedCell(READINGS, f"N{row}", "total", Text("", ""), span=3)


def _note(place: int) -> Value:
    def value(facts: Facts) -> Cell:
        notes = facts.readings.notes
        return notes[place] if place < len(notes) else None

    return value


def rfm_cells() -> Iterator[FixedCell]:
    """The heat map, its cut-offs and the named segments."""
    yield from _grid()
    yield from _cut_offs()
    yield from _segments()
