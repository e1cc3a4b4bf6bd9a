"""Letters against other readings on the Readings sheet: sizes, ABC, matrix, effort."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import GRADED, Flags, ratio
from segmentation_addin.workbook.board_phrases import Number
from segmentation_addin.workbook.board_rfm import ACTIVE, READINGS, active
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.outputs import ABC_CLASSES, SIZES
from segmentation_addin.workbook.reading_facts import DRIVERS_SHOWN

MATRIX_ROW, SIZE_ROW, ABC_ROW, EFFORT_ROW = 26, 26, 38, 56
_LETTER, _REVENUE = column("letter"), column("revenue")
_TOTAL = Text("Total", "Total")


def _placed(facts: Facts, reading: str, keys: Sequence[str]) -> Flags:
    flags = np.zeros(len(facts.figures.words(reading)), dtype=bool)
    for key in keys:
        flags |= facts.figures.is_choice(reading, key)
    return flags


def _tally(facts: Facts, rows: Flags, amount: str | None) -> float:
    """Rows counted, or one of their amounts summed."""
    return int(rows.sum()) if amount is None else facts.figures.total(amount, rows)


def _lettered(facts: Facts, letter: str | None) -> Flags:
    return active(facts) if letter is None else facts.figures.group(letter)


# --- a reading across the letters ----------------------------------------------


def _cross(
    reading: str,
    labels: Mapping[str, Text],
    none: Text,
    columns: str,
    row: int,
    amount: str | None,
) -> Iterator[FixedCell]:
    """Rows of a reading, columns of letters; clients, or the sum of an amount."""
    first, letters, last = columns[0], columns[1:-1], columns[-1]
    style = "count" if amount is None else "amount"
    head = Text("Clients", "Clients")
    if amount is not None:
        head = Text("Revenue", "Chiffre d'affaires")
    yield FixedCell(READINGS, f"{first}{row - 1}", "head left", head)
    for letter, name in zip(letters, GRADED, strict=True):
        yield FixedCell(READINGS, f"{letter}{row - 1}", "head", Text(name, name))
    yield FixedCell(READINGS, f"{last}{row - 1}", "head", _TOTAL)
    keys = tuple(labels)
    bottom = row + len(keys) + 1
    for at, (key, label) in enumerate(labels.items(), start=row):
        yield FixedCell(READINGS, f"{first}{at}", "line label", label)
        for letter, name in zip(letters, GRADED, strict=True):
            only = f'{column(reading)},{{choice:{reading}.{key}}},{_LETTER},"{name}"'
            formula = f"COUNTIFS({only})"
            if amount is not None:
                formula = f"SUMIFS({column(amount)},{only})"
            value = _cross_value(reading, (key,), name, amount)
            place = (READINGS, f"{letter}{at}", f"line {style}")
            yield FixedCell(*place, formula=formula, value=value)
        yield _row_sum(columns, at, style, _cross_value(reading, (key,), None, amount))
    yield FixedCell(READINGS, f"{first}{bottom - 1}", "line label", none)
    yield FixedCell(READINGS, f"{first}{bottom}", "total label", _TOTAL)
    for letter, name in zip(letters, GRADED, strict=True):
        whole = f'COUNTIFS({_LETTER},"{name}")'
        if amount is not None:
            whole = f'SUMIFS({column(amount)},{_LETTER},"{name}")'
        yield FixedCell(
            READINGS,
            f"{letter}{bottom - 1}",
            f"line {style}",
            formula=f"{whole}-SUM({letter}{row}:{letter}{bottom - 2})",
            value=_left_value(reading, keys, name, amount),
        )
        yield FixedCell(
            READINGS,
            f"{letter}{bottom}",
            f"total {style}",
            formula=f"SUM({letter}{row}:{letter}{bottom - 1})",
            value=_whole_value(name, amount),
        )
    left = _left_value(reading, keys, None, amount)
    yield _row_sum(columns, bottom - 1, style, left)
    yield _row_sum(columns, bottom, style, _whole_value(None, amount), "total")


def _row_sum(
    columns: str, row: int, style: str, value: Number, line: str = "line"
) -> FixedCell:
    formula = f"SUM({columns[1]}{row}:{columns[-2]}{row})"
    place = (READINGS, f"{columns[-1]}{row}", f"{line} {style}")
    return FixedCell(*place, formula=formula, value=value)


def _cross_value(
    reading: str, keys: Sequence[str], letter: str | None, amount: str | None
) -> Number:
    def value(facts: Facts) -> float:
        rows = _placed(facts, reading, keys) & _lettered(facts, letter)
        return _tally(facts, rows, amount)

    return value


def _whole_value(letter: str | None, amount: str | None) -> Number:
    return lambda facts: _tally(facts, _lettered(facts, letter), amount)


def _left_value(
    reading: str, keys: Sequence[str], letter: str | None, amount: str | None
) -> Number:
    whole = _whole_value(letter, amount)
    placed = _cross_value(reading, keys, letter, amount)
    return lambda facts: whole(facts) - placed(facts)


def size_cells() -> Iterator[FixedCell]:
    """Sizes against letters, and the revenues from which the sizes begin."""
    title = Text("Size (PMG) against the letter", "Taille (PMG) face à la lettre")
    yield FixedCell(READINGS, f"J{SIZE_ROW - 2}", "section", title, span=7)
    none = Text("No revenue", "Sans CA")
    labels = {key: _capital(text) for key, text in SIZES.items()}
    yield from _cross("size", labels, none, "JKLMNOP", SIZE_ROW, None)
    yield from _cross("size", labels, none, "JKLMNOP", SIZE_ROW + 6, "revenue")
    texts = (
        Text("Large from", "Grand à partir de"),
        Text("Medium from", "Moyen à partir de"),
    )
    limits = _pair(lambda facts: facts.readings.size_limits)
    yield from _limit_cells(SIZE_ROW + 11, "JM", texts, limits)


Pair = tuple[float, float] | None


def _limit_cells(
    row: int, columns: str, texts: tuple[Text, Text], values: tuple[Value, Value]
) -> Iterator[FixedCell]:
    """Two amounts side by side, each after its label of two columns."""
    styles = ("line label", "line inset")
    for letter, text, style, value in zip(columns, texts, styles, values, strict=True):
        yield FixedCell(READINGS, f"{letter}{row}", style, text, span=2)
        place = f"{chr(ord(letter) + 2)}{row}"
        yield FixedCell(READINGS, place, "line amount", value=value)


def _pair(limits: Callable[[Facts], Pair]) -> tuple[Value, Value]:
    def value(at: int) -> Value:
        def limit(facts: Facts) -> Cell:
            found = limits(facts)
            return None if found is None else found[at]

        return limit

    return value(0), value(1)


def _capital(text: Text) -> Text:
    return Text(text.en[0].upper() + text.en[1:], text.fr[0].upper() + text.fr[1:])


def abc_cells() -> Iterator[FixedCell]:
    """ABC classes against letters, and the limits that the amounts suggest."""
    title = Text("ABC against the letter", "ABC face à la lettre")
    yield FixedCell(READINGS, f"B{ABC_ROW - 2}", "section", title, span=7)
    labels = {
        **{x: Text(f"Class {x}", f"Classe {x}") for x in "ABC"},
        "loss": _capital(ABC_CLASSES["loss"]),
    }
    none = Text("No class: unknown or 0", "Sans classe : inconnu ou 0")
    yield from _cross("abc", labels, none, "BCDEFGH", ABC_ROW, None)
    yield from _cross("abc", labels, none, "BCDEFGH", ABC_ROW + 7, "revenue")
    texts = (
        Text("Where the curve bends: A from", "Où la courbe plie : A à partir de"),
        Text("B from", "B à partir de"),
    )
    limits = _pair(lambda facts: facts.readings.abc_limits)
    yield from _limit_cells(ABC_ROW + 13, "BE", texts, limits)


# --- value x margin ------------------------------------------------------------

_FIGURES: tuple[tuple[str | None, Text], ...] = (
    (None, Text("clients", "clients")),
    ("revenue", Text("revenue", "chiffre d'affaires")),
    ("net_margin", Text("net margin", "marge nette")),
)
_VALUES = {
    "high": Text("High revenue: ", "Gros CA : "),
    "low": Text("Low revenue: ", "Petit CA : "),
}
_MARGINS = {
    "loss": Text("Loss", "Perte"),
    "below": Text("Below target", "Sous la cible"),
    "above": Text("Target and above", "Cible et au-dessus"),
}


def matrix_cells() -> Iterator[FixedCell]:
    """Six quadrants in clients, revenue and net margin, and their limits."""
    row = MATRIX_ROW
    title = Text("Value x margin", "Valeur x marge")
    yield FixedCell(READINGS, f"B{row - 2}", "section", title, span=7)
    yield FixedCell(READINGS, f"B{row - 1}", "head left", Text("", ""))
    for letter, text in zip("CDEF", (*_MARGINS.values(), _TOTAL), strict=True):
        yield FixedCell(READINGS, f"{letter}{row - 1}", "head", text)
    for value, start in _VALUES.items():
        for amount, name in _FIGURES:
            label = Text(start.en + name.en, start.fr + name.fr)
            yield FixedCell(READINGS, f"B{row}", "line label", label)
            style = "line count" if amount is None else "line amount"
            for letter, margin in zip("CDE", _MARGINS, strict=True):
                key = f"{value}/{margin}"
                only = f"{column('matrix')},{{choice:matrix.{key}}}"
                formula = f"COUNTIFS({only})"
                if amount is not None:
                    formula = f"SUMIFS({column(amount)},{only})"
                place = (READINGS, f"{letter}{row}", style)
                found = _matrix_value((key,), amount)
                yield FixedCell(*place, formula=formula, value=found)
            keys = tuple(f"{value}/{margin}" for margin in _MARGINS)
            yield FixedCell(
                READINGS,
                f"F{row}",
                style,
                formula=f"SUM(C{row}:E{row})",
                value=_matrix_value(keys, amount),
            )
            row += 1
    yield from _limits(row)


def _matrix_value(keys: Sequence[str], amount: str | None) -> Value:
    return lambda facts: _tally(facts, _placed(facts, "matrix", keys), amount)


def _limits(row: int) -> Iterator[FixedCell]:
    keys = tuple(f"{value}/{margin}" for value in _VALUES for margin in _MARGINS)

    def left(facts: Facts) -> Cell:
        placed = int(_placed(facts, "matrix", keys).sum())
        return int(active(facts).sum()) - placed

    none = Text("No place: a figure is unknown", "Sans place : chiffre inconnu")
    yield FixedCell(READINGS, f"B{row}", "line label", none, span=4)
    first = MATRIX_ROW
    yield FixedCell(
        READINGS,
        f"F{row}",
        "line count",
        formula=f"{ACTIVE}-F{first}-F{first + 3}",
        value=left,
    )
    lines: tuple[tuple[Text, str, Value], ...] = (
        (
            Text("High revenue from", "Gros CA à partir de"),
            "line amount",
            lambda facts: facts.readings.matrix_limit,
        ),
        (
            Text("Target net margin rate", "Taux de marge nette cible"),
            "line percent",
            lambda facts: facts.readings.matrix_target,
        ),
    )
    for offset, (label, style, value) in enumerate(lines, start=row + 1):
        yield FixedCell(READINGS, f"B{offset}", "line label", label, span=4)
        yield FixedCell(READINGS, f"F{offset}", style, value=value)


# --- effort ---------------------------------------------------------------------

_SHARES: tuple[tuple[str, str | None, Text], ...] = (
    ("C", None, Text("Share of clients", "Part des clients")),
    ("D", "revenue", Text("Share of revenue", "Part du CA")),
    ("E", "gross_margin", Text("Share of gross margin", "Part de la marge brute")),
    ("F", "net_margin", Text("Share of net margin", "Part de la marge nette")),
    ("G", "cost_to_serve", Text("Share of cost to serve", "Part du coût de service")),
)
_DRIVER_COLUMNS = "JKLMNOP"
EFFORT_NOTE = Text(
    "Index = share of effort / share of gross margin: over 1, the letter takes more "
    "effort than it earns; blank where its gross margin is not positive. The first "
    "index is that of the cost to serve, the others of the quantities of Cost to "
    "serve.",
    "Indice = part de l'effort / part de la marge brute : au-delà de 1, la lettre "
    "demande plus d'effort qu'elle ne rapporte ; vide si sa marge brute n'est pas "
    "positive. Le premier indice est celui du coût de service, les autres ceux des "
    "quantités de Coût de service.",
)


def _share(amount: str | None, letter: str) -> Callable[[Facts], float | str]:
    def value(facts: Facts) -> float | str:
        part = _tally(facts, _lettered(facts, letter), amount)
        whole = _tally(facts, active(facts), amount)
        return ratio(part, whole)

    return value


def _index(letter: str) -> Value:
    def value(facts: Facts) -> Cell:
        cost = _share("cost_to_serve", letter)(facts)
        margin = _share("gross_margin", letter)(facts)
        if isinstance(cost, str) or isinstance(margin, str):
            return ""
        return ratio(cost, margin)

    return value


def _driver(place: int) -> Value:
    def value(facts: Facts) -> Cell:
        drivers = facts.readings.drivers
        return drivers[place] if place < len(drivers) else None

    return value


def _driver_index(letter: str, place: int) -> Value:
    def value(facts: Facts) -> Cell:
        found = facts.readings.effort.get(letter, ())
        return found[place] if place < len(found) else None

    return value


def effort_cells() -> Iterator[FixedCell]:
    """What each letter takes beside what it earns."""
    row = EFFORT_ROW
    title = Text("Effort by letter", "Effort par lettre")
    yield FixedCell(READINGS, f"B{row - 2}", "section", title, span=15)
    yield FixedCell(READINGS, f"B{row - 1}", "head left", Text("Letter", "Lettre"))
    for letter, _, text in _SHARES:
        yield FixedCell(READINGS, f"{letter}{row - 1}", "head", text)
    index = Text("Index: cost to serve", "Indice : coût de service")
    yield FixedCell(READINGS, f"H{row - 1}", "head", index)
    for place, letter in enumerate(_DRIVER_COLUMNS[:DRIVERS_SHOWN]):
        yield FixedCell(READINGS, f"{letter}{row - 1}", "head", value=_driver(place))
    for name in GRADED:
        label = Text(name, name)
        yield FixedCell(READINGS, f"B{row}", f"badge badge_{name}", label)
        for letter, amount, _ in _SHARES:
            part, whole = f'COUNTIFS({_LETTER},"{name}")', f'COUNTIFS({_LETTER},"?*")'
            if amount is not None:
                part = f'SUMIFS({column(amount)},{_LETTER},"{name}")'
                whole = f'SUMIFS({column(amount)},{_LETTER},"?*")'
            yield FixedCell(
                READINGS,
                f"{letter}{row}",
                "line percent",
                formula=f'IF({whole}>0,{part}/{whole},"")',
                value=_share(amount, name),
            )
        yield FixedCell(
            READINGS,
            f"H{row}",
            "line ratio",
            formula=f'IF(AND(ISNUMBER(G{row}),N(E{row})>0),G{row}/E{row},"")',
            value=_index(name),
        )
        for place, letter in enumerate(_DRIVER_COLUMNS[:DRIVERS_SHOWN]):
            value = _driver_index(name, place)
            yield FixedCell(READINGS, f"{letter}{row}", "line ratio", value=value)
        row += 1
    yield FixedCell(READINGS, f"B{row}", "note", EFFORT_NOTE, span=15)
