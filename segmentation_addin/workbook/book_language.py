"""The language that a workbook speaks, told from its headings and titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.workbook.declaration import heading_key
from segmentation_addin.workbook.outputs import SHEETS, TABLES


def book_language(
    tables: Iterable[tuple[str, Sequence[str]]], titles: Collection[str]
) -> Language:
    """Language of most headings of the declared tables; then of the titles.

    Args:
        tables: name and headings of each Excel table.
        titles: titles of the sheets.
    """
    votes: Counter[Language] = Counter()
    for name, headings in tables:
        declared = TABLES.get(name)
        folded = {heading_key(heading) for heading in headings}
        for column in declared.columns if declared is not None else ():
            if heading_key(column.heading.en) == heading_key(column.heading.fr):
                continue
            for language in LANGUAGES:
                votes[language] += heading_key(column.heading.in_(language)) in folded
    if votes["en"] == votes["fr"]:
        for sheet in SHEETS.values():
            if sheet.title.en != sheet.title.fr:
                for language in LANGUAGES:
                    votes[language] += sheet.title.in_(language) in titles
    return "fr" if votes["fr"] > votes["en"] else "en"
