"""Single cells gathered into the rectangles that they fill."""

from __future__ import annotations

from collections.abc import Iterable

from segmentation_addin.workbook.addresses import Area


def rectangles(cells: Iterable[tuple[int, int]]) -> list[Area]:
    """Cells (row, column) as few rectangles: runs down a column, then side by side.

    >>> [a.text for a in rectangles([(5, 2), (6, 2), (5, 3), (6, 3), (9, 2)])]
    ['B5:C6', 'B9:B9']
    """
    runs: dict[tuple[int, int], list[int]] = {}
    first = last = column = 0
    for at in sorted((column, row) for row, column in cells):
        if at == (column, last + 1):
            last += 1
            continue
        if column:
            runs.setdefault((first, last), []).append(column)
        column, first, last = at[0], at[1], at[1]
    if column:
        runs.setdefault((first, last), []).append(column)
    return [
        Area(top, columns[0], bottom, columns[-1])
        for (top, bottom), all_columns in sorted(runs.items())
        for columns in neighbours(all_columns)
    ]


def neighbours(places: Iterable[int]) -> list[list[int]]:
    """Ascending places in runs without a gap.

    >>> neighbours([1, 2, 5])
    [[1, 2], [5]]
    """
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs
