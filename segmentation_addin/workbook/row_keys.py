"""Which old row of a table a new row comes from, told by one column or several."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from segmentation_addin.workbook.cell_xml import Plain, number_text
from segmentation_addin.workbook.host import TableBody

RowKeys = Sequence[tuple[Plain, ...]]


def row_sources(
    body: TableBody,
    places: Mapping[str, int],
    old: Callable[[int], Sequence[Plain] | None],
    new: Mapping[int, Sequence[Plain]],
    old_rows: int,
    count: int,
) -> Sequence[int | None]:
    """For each new row, the old row that it comes from, if any.

    `old` and `new` give the cells of a column by its place.
    """
    if body.sources is not None and len(body.sources) == count:
        return body.sources
    keys = key_places(body, places)
    return matched_rows(row_keys(keys, old), row_keys(keys, new.get), old_rows, count)


def key_places(body: TableBody, places: Mapping[str, int]) -> list[int] | None:
    """Places of the columns that tell rows apart; None when one is not there."""
    if body.key is None:
        return None
    names = (body.key,) if isinstance(body.key, str) else body.key
    found = [places[name] for name in names if name in places]
    return found if len(found) == len(names) else None


def row_keys(
    places: list[int] | None, column: Callable[[int], Sequence[Plain] | None]
) -> RowKeys | None:
    """The key of each row; None without places, or without one of their columns."""
    if places is None:
        return None
    columns = [cells for place in places if (cells := column(place)) is not None]
    if len(columns) < len(places):
        return None
    return list(zip(*columns, strict=True))


def matched_rows(
    old_keys: RowKeys | None, new_keys: RowKeys | None, old_rows: int, count: int
) -> list[int | None]:
    """For each new row, the old row of the same key (or the same place), if any.

    >>> matched_rows([("C1", "a"), ("C1", "b")], [("C1", "b"), ("C2", "a")], 2, 2)
    [1, None]
    """
    if old_keys is None or new_keys is None:
        return [place if place < old_rows else None for place in range(count)]
    waiting: dict[tuple[str, ...], list[int]] = {}
    for place in reversed(range(old_rows)):
        if not _blank(old_keys[place]):
            waiting.setdefault(_folded(old_keys[place]), []).append(place)
    found: list[int | None] = []
    for key in new_keys:
        places = None if _blank(key) else waiting.get(_folded(key))
        found.append(places.pop() if places else None)
    return found


def _blank(key: tuple[Plain, ...]) -> bool:
    return all(part is None for part in key)


def _folded(key: tuple[Plain, ...]) -> tuple[str, ...]:
    return tuple(
        number_text(part) if isinstance(part, float) else str(part) for part in key
    )
