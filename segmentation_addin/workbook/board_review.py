"""The fixed cells of the Review sheet: agenda, votes and workshop in figures.

They stand between the overrides and the agenda, so that no table grows into them.
Figures on the agenda are native formulas on its rows; those settled since are left
out. What each participant and the group say is worked out by Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, quoted
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.review_facts import ParticipantLine, WeightLine
from segmentation_addin.workbook.review_tables import REASONS, SETTLED

REVIEW = "review"
AGENDA_ROW, VOTES_ROW, WEIGHTS_ROW, PARTICIPANTS_ROW = 3, 16, 26, 45
"""Sheet rows of the titles of the four blocks."""
LINES = 12
"""Criteria, and participants, that the sheet lists."""
BLOCK_SPAN = 6
CONSISTENT = "0.1"

_LETTER_COLUMNS = ("I", "J", "K", "L")
_OK = Text("consistent", "cohérent")
_TALK = Text("to talk over", "à reprendre")
_NOTES = (
    Text(
        "A ratio under 0.10 is consistent. Nothing changes by itself:",
        "Un ratio sous 0,10 est cohérent. Rien ne change tout seul :",
    ),
    Text(
        "segmentation weights FILE.xlsm --apply writes the weights to the scale.",
        "segmentation weights FICHIER.xlsm --apply écrit les poids dans le barème.",
    ),
)
_MORE = Text("… and {count} more", "… et {count} de plus")


def _title(row: int, text: Text) -> FixedCell:
    return FixedCell(REVIEW, f"H{row}", "section", text, span=BLOCK_SPAN)


def _heads(row: int, *texts: tuple[str, Text]) -> Iterator[FixedCell]:
    for column, text in texts:
        style = "head left" if column == "H" else "head"
        yield FixedCell(REVIEW, f"{column}{row}", style, text)


def _live(facts: Facts, reason: str) -> pd.DataFrame:
    """The listed rows of one reason, those settled since aside."""
    agenda = facts.review.agenda
    mine = agenda["reason"] == REASONS[reason].in_(facts.language)
    return agenda[mine & (agenda["detail"] != SETTLED.in_(facts.language))]


def _count(reason: str) -> Value:
    return lambda facts: len(_live(facts, reason))


def _revenue(reason: str) -> Value:
    return lambda facts: float(_live(facts, reason)["amount"].sum())


def _both(make: Callable[[str], str]) -> Text:
    """A formula that holds the mark of a settled row, in both languages."""
    return Text(make(quoted("<>" + SETTLED.en)), make(quoted("<>" + SETTLED.fr)))


def _counted(cell: str) -> Text:
    rows = f"{{tblAgenda.reason}},{cell},{{tblAgenda.detail}}"
    return _both(lambda mark: f"COUNTIFS({rows},{mark})")


def _summed(cell: str) -> Text:
    rows = f"{{tblAgenda.amount}},{{tblAgenda.reason}},{cell},{{tblAgenda.detail}}"
    return _both(lambda mark: f"SUMIFS({rows},{mark})")


def _agenda() -> Iterator[FixedCell]:
    yield _title(AGENDA_ROW, Text("The agenda in figures", "L'ordre du jour, chiffré"))
    yield from _heads(
        AGENDA_ROW + 1,
        ("H", Text("Reason", "Motif")),
        ("I", Text("Items", "Points")),
        ("J", Text("Revenue at stake", "CA en jeu")),
    )
    first = AGENDA_ROW + 2
    for row, (reason, label) in enumerate(REASONS.items(), start=first):
        yield FixedCell(REVIEW, f"H{row}", "line label", label)
        yield FixedCell(
            REVIEW,
            f"I{row}",
            "line count",
            formula=_counted(f"$H{row}"),
            value=_count(reason),
        )
        yield FixedCell(
            REVIEW,
            f"J{row}",
            "line amount",
            formula=_summed(f"$H{row}"),
            value=_revenue(reason),
        )
    last = first + len(REASONS)
    yield FixedCell(REVIEW, f"H{last}", "total label", Text("Items", "Points"))
    yield FixedCell(
        REVIEW,
        f"I{last}",
        "total count",
        formula=f"SUM(I{first}:I{last - 1})",
        value=lambda facts: sum(len(_live(facts, reason)) for reason in REASONS),
    )
    yield FixedCell(REVIEW, f"J{last}", "total", Text("", ""))
    lines: tuple[tuple[Text, Value, Value | None], ...] = (
        (
            Text("Not listed, smaller", "Non listés, plus petits"),
            lambda facts: facts.review.unlisted,
            None,
        ),
        (
            Text("Clients, each once", "Clients, une fois chacun"),
            lambda facts: facts.review.clients,
            lambda facts: facts.review.revenue,
        ),
    )
    for row, (label, count, revenue) in enumerate(lines, start=last + 1):
        yield FixedCell(REVIEW, f"H{row}", "line label", label)
        yield FixedCell(REVIEW, f"I{row}", "line count", value=count)
        if revenue is not None:
            yield FixedCell(REVIEW, f"J{row}", "line amount", value=revenue)
        else:
            yield FixedCell(REVIEW, f"J{row}", "line", Text("", ""))


def _crossed(row: int, column: int) -> Value:
    return lambda facts: facts.review.crossed[row][column]


def _sum_of(cells: list[tuple[int, int]]) -> Value:
    return lambda facts: sum(facts.review.crossed[i][j] for i, j in cells)


def _votes() -> Iterator[FixedCell]:
    title = Text(
        "Votes: sales (rows) against finance (columns)",
        "Votes : commerce (lignes) et finance (colonnes)",
    )
    yield _title(VOTES_ROW, title)
    letters = [Text(letter, letter) for letter in "ABCD"]
    heads = zip(_LETTER_COLUMNS, letters, strict=True)
    yield from _heads(
        VOTES_ROW + 1, ("H", Text("Letter by sales", "Lettre du commerce")), *heads
    )
    first = VOTES_ROW + 2
    for i, letter in enumerate(letters):
        yield FixedCell(REVIEW, f"H{first + i}", "line label", letter)
        for j, column in enumerate(_LETTER_COLUMNS):
            style = "line count same" if i == j else "line count"
            place = f"{column}{first + i}"
            yield FixedCell(REVIEW, place, style, value=_crossed(i, j))
    last = first + len(letters) - 1
    diagonal = [(i, i) for i in range(4)]
    everything = [(i, j) for i in range(4) for j in range(4)]
    same = "+".join(f"{column}{first + i}" for i, column in enumerate(_LETTER_COLUMNS))
    for row, label, formula, cells in (
        (
            last + 1,
            Text("Clients voted on by both", "Clients votés par les deux"),
            f"SUM(I{first}:L{last})",
            everything,
        ),
        (last + 2, Text("Same letter", "Même lettre"), same, diagonal),
    ):
        yield FixedCell(REVIEW, f"H{row}", "line label", label)
        yield FixedCell(
            REVIEW, f"I{row}", "line count", formula=formula, value=_sum_of(cells)
        )


def _weight(place: int, facts: Facts) -> WeightLine | None:
    lines = facts.review.weights
    return lines[place] if place < len(lines) else None


def _of_weight(
    place: int, shown: Callable[[WeightLine], Cell], blank: Cell = None
) -> Value:
    def value(facts: Facts) -> Cell:
        line = _weight(place, facts)
        return blank if line is None else shown(line)

    return value


_SCALE = "{tblScale.criterion},$H{row},{tblScale.weight}"


def _weights() -> Iterator[FixedCell]:
    title = Text("Workshop: weights of the criteria", "Atelier : poids des critères")
    yield _title(WEIGHTS_ROW, title)
    yield from _heads(
        WEIGHTS_ROW + 1,
        ("H", Text("Criterion", "Critère")),
        ("I", Text("On the scale", "Au barème")),
        ("J", Text("By the group", "Selon le groupe")),
        ("K", Text("Change", "Écart")),
    )
    for place in range(LINES):
        row = WEIGHTS_ROW + 2 + place
        sumif = f"SUMIF({_SCALE.replace('{row}', str(row))})"
        yield FixedCell(
            REVIEW,
            f"H{row}",
            "line label",
            value=_of_weight(place, lambda line: line.criterion),
        )
        yield FixedCell(
            REVIEW,
            f"I{row}",
            "line decimal",
            formula=f'IF($H{row}="","",{sumif})',
            value=_of_weight(place, lambda line: line.today, ""),
        )
        yield FixedCell(
            REVIEW,
            f"J{row}",
            "line decimal",
            value=_of_weight(place, lambda line: line.group),
        )
        yield FixedCell(
            REVIEW,
            f"K{row}",
            "line decimal",
            formula=f'IF($H{row}="","",J{row}-I{row})',
            value=_of_weight(place, lambda line: line.group - line.today, ""),
        )
    row = WEIGHTS_ROW + 2 + LINES
    label = Text("Consistency ratio of the group", "Ratio de cohérence du groupe")
    yield FixedCell(REVIEW, f"H{row}", "line label", label)
    yield FixedCell(
        REVIEW,
        f"I{row}",
        "line ratio",
        value=lambda facts: facts.review.group_ratio,
    )
    yield _verdict(row, lambda facts: facts.review.group_ratio)
    for below, note in enumerate(_NOTES, start=row + 1):
        cell = f"H{below}"
        yield FixedCell(REVIEW, cell, "note", note, span=BLOCK_SPAN)


def _verdict(row: int, ratio: Callable[[Facts], float | None]) -> FixedCell:
    def value(facts: Facts) -> Cell:
        known = ratio(facts)
        if known is None:
            return ""
        return (_OK if known < float(CONSISTENT) else _TALK).in_(facts.language)

    def formula(ok: str, talk: str) -> str:
        under = f"IF(I{row}<{CONSISTENT},{quoted(ok)},{quoted(talk)})"
        return f'IF(ISNUMBER(I{row}),{under},"")'

    return FixedCell(
        REVIEW,
        f"J{row}",
        "line right",
        formula=Text(formula(_OK.en, _TALK.en), formula(_OK.fr, _TALK.fr)),
        value=value,
    )


def _person(place: int, facts: Facts) -> ParticipantLine | None:
    lines = facts.review.participants
    return lines[place] if place < len(lines) else None


def _name(place: int) -> Value:
    def value(facts: Facts) -> Cell:
        beyond = len(facts.review.participants) - LINES
        if place == LINES - 1 and beyond > 0:
            return _MORE.in_(facts.language, count=beyond + 1)
        person = _person(place, facts)
        return None if person is None else person.name

    return value


def _listed(place: int, facts: Facts) -> ParticipantLine | None:
    """The participant of a line, unless the line says how many more there are."""
    full = len(facts.review.participants) > LINES and place == LINES - 1
    return None if full else _person(place, facts)


def _ratio(place: int) -> Callable[[Facts], float | None]:
    def value(facts: Facts) -> float | None:
        person = _listed(place, facts)
        return None if person is None else person.ratio

    return value


def _pair(place: int) -> Value:
    def value(facts: Facts) -> Cell:
        person = _listed(place, facts)
        return None if person is None else person.pair or None

    return value


def _participants() -> Iterator[FixedCell]:
    title = Text(
        "Workshop: consistency of each participant",
        "Atelier : cohérence de chaque participant",
    )
    yield _title(PARTICIPANTS_ROW, title)
    yield from _heads(
        PARTICIPANTS_ROW + 1,
        ("H", Text("Participant", "Participant")),
        ("I", Text("Ratio", "Ratio")),
        ("J", Text("Verdict", "Verdict")),
    )
    yield FixedCell(
        REVIEW,
        f"K{PARTICIPANTS_ROW + 1}",
        "head inset",
        Text("Pair to talk over", "Paire à reprendre"),
        span=3,
    )
    for place in range(LINES):
        row = PARTICIPANTS_ROW + 2 + place
        yield FixedCell(REVIEW, f"H{row}", "line label", value=_name(place))
        yield FixedCell(REVIEW, f"I{row}", "line ratio", value=_ratio(place))
        yield _verdict(row, _ratio(place))
        yield FixedCell(REVIEW, f"K{row}", "line inset", value=_pair(place), span=3)


def review_cells() -> Iterator[FixedCell]:
    """Every fixed cell of that sheet, in reading order."""
    yield from _agenda()
    yield from _votes()
    yield from _weights()
    yield from _participants()


def workshop_cells() -> Iterator[FixedCell]:
    """Those that show the weights: they change when the weights are applied."""
    yield from _weights()
