"""The fixed cells of the History sheet that say which two reviews are compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from segmentation_addin.languages import Language, Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, quoted
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_phrases import (
    Phrase,
    choose,
    iso_date,
    joined,
    whole,
    words,
)
from segmentation_addin.workbook.history_facts import day_of
from segmentation_addin.workbook.history_formulas import (
    CHOICE_ROW,
    EARLIER,
    FROM,
    FROM_DATE,
    HISTORY,
    TO,
    TO_DATE,
    TODAY,
    VALID,
    both,
    kind_is,
)
from segmentation_addin.workbook.host import Cell

_NONE_CLOSED = Text(
    "No review is closed yet. Close review, in the tab Segmentation, freezes the "
    "letters of today; they can then be compared with later ones.",
    "Aucune revue n'est close. Clore la revue, dans l'onglet Segmentation, fige les "
    "lettres du jour ; elles se compareront ensuite aux suivantes.",
)
_WRONG_CHOICE = Text(
    "These two reviews cannot be compared: choose in A5 and B5 the numbers of closed "
    "reviews, the older one first.",
    "Ces deux revues ne se comparent pas : choisissez en A5 et B5 des numéros de "
    "revues closes, la plus ancienne d'abord.",
)


def _day(facts: Facts, number: int | None) -> date | None:
    """Analysis date of a closed review."""
    vintage = facts.history.vintage(number)
    return None if vintage is None else day_of(vintage.as_of)


def _to_day(facts: Facts) -> date | None:
    number = facts.history.chosen_after
    return facts.as_of if number is None else _day(facts, number)


def _earlier(facts: Facts) -> date | None:
    """The latest analysis date of a review that is earlier than the second one."""
    limit = _to_day(facts)
    days = [day_of(vintage.as_of) for vintage in facts.history.vintages]
    return max((x for x in days if limit and x and x < limit), default=None)


def _from_number(facts: Facts) -> int | None:
    history = facts.history
    if history.chosen_before is not None:
        return history.chosen_before
    earlier, number = _earlier(facts), history.chosen_after
    found = [
        vintage.number
        for vintage in history.vintages
        if (
            day_of(vintage.as_of) == earlier
            if earlier is not None
            else number is None or vintage.number < number
        )
    ]
    return max(found, default=None)


def _from_day(facts: Facts) -> date | None:
    return _day(facts, _from_number(facts))


def _valid(facts: Facts) -> int:
    return int(facts.history.comparison is not None)


def _to_shown(facts: Facts) -> Cell:
    number = facts.history.chosen_after
    return TODAY.in_(facts.language) if number is None else number


def _latest(column: str, test: str, language: Language) -> str:
    """The largest figure of a column over some rows of closed reviews, 0 if none."""
    return (
        f"SUMPRODUCT(MAX({kind_is('review', language)}*({test})"
        f"*{{tblHistory.{column}}}))"
    )


def _from_formula(language: Language) -> str:
    chosen = "INDEX({tblCompare.before},1)"
    of_day = _latest("vintage", f"{{tblHistory.as_of}}={EARLIER}", language)
    limit = f"IF(ISNUMBER({TO}),{TO},1E+9)"
    of_number = _latest("vintage", f"{{tblHistory.vintage}}<{limit}", language)
    found = f'IF({EARLIER}<>"",{of_day},{of_number})'
    return f'IF(ISNUMBER({chosen}),{chosen},IF({found}=0,"",{found}))'


def _to_formula(language: Language) -> str:
    chosen = "INDEX({tblCompare.after},1)"
    return f"IF(ISNUMBER({chosen}),{chosen},{quoted(TODAY.in_(language))})"


def _day_formula(number: str, language: Language) -> str:
    day = _latest("as_of", f"{{tblHistory.vintage}}={number}", language)
    today = 'IF(ISNUMBER(SegmentationDate),SegmentationDate,"")'
    other = today if number == TO else '""'
    return f'IF(ISNUMBER({number}),IF({day}=0,"",{day}),{other})'


def _earlier_formula(language: Language) -> str:
    day = _latest("as_of", f"{{tblHistory.as_of}}<{TO_DATE}", language)
    return f'IF(ISNUMBER({TO_DATE}),IF({day}=0,"",{day}),"")'


_VALID_FORMULA = (
    f"IF(AND(ISNUMBER({FROM}),ISNUMBER({FROM_DATE}),ISNUMBER({TO_DATE})),"
    f"IF(ISNUMBER({TO}),IF({FROM}<={TO},1,0),1),0)"
)


def _or_blank(value: Value) -> Value:
    """A formula that shows nothing has the value of an empty text."""

    def shown(facts: Facts) -> Cell:
        found = value(facts)
        return "" if found is None else found

    return shown


def choice_cells() -> Iterator[FixedCell]:
    """The two reviews, their dates, and what the matrices below show."""
    row = CHOICE_ROW
    title = Text("From letter to letter", "D'une lettre à l'autre")
    yield FixedCell(HISTORY, f"D{row - 2}", "section", title, span=9)
    yield FixedCell(
        HISTORY, f"D{row}", "line label", Text("From review", "De la revue")
    )
    yield FixedCell(HISTORY, f"G{row}", "line inset", Text("to review", "à la revue"))
    yield FixedCell(HISTORY, f"J{row}", "line", Text("", ""))
    for column, style, formula, value in (
        ("E", "line left", both(_from_formula), _from_number),
        ("F", "line date", both(lambda x: _day_formula(FROM, x)), _from_day),
        ("H", "line left", both(_to_formula), _to_shown),
        ("I", "line date", both(lambda x: _day_formula(TO, x)), _to_day),
        ("K", "helper date", both(_earlier_formula), _earlier),
        ("L", "helper", Text(_VALID_FORMULA, _VALID_FORMULA), _valid),
    ):
        yield FixedCell(
            HISTORY, f"{column}{row}", style, formula=formula, value=_or_blank(value)
        )
    yield _message().cell(HISTORY, f"D{row + 1}", "note", span=9)


def _message() -> Phrase:
    told = joined(
        Text("Rows: letter in review ", "Lignes : lettre de la revue "),
        whole(FROM, lambda facts: float(_from_number(facts) or 0)),
        Text(" (", " ("),
        iso_date(FROM_DATE, _from_day),
        Text("). Columns: letter on ", "). Colonnes : lettre au "),
        iso_date(TO_DATE, _to_day),
        Text(".", "."),
    )
    return choose(
        "COUNT({tblHistory.vintage})=0",
        lambda facts: not facts.history.vintages,
        words(_NONE_CLOSED),
        choose(
            f"{VALID}=1", lambda facts: _valid(facts) == 1, told, words(_WRONG_CHOICE)
        ),
    )
