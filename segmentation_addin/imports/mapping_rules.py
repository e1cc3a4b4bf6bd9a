"""What a user says of the headings of their exports: a small file that they keep.

Two columns, `heading` and `column`: the heading as the export writes it, and the
column of the workbook ("tblMargins.revenue", "Marges · CA" or just "CA"); a blank
column leaves the heading out. Separator and encoding are those of any export.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.columns import Rule
from segmentation_addin.imports.heading_fit import (
    RATE_ON_COST,
    RATE_ON_PRICE,
    RATE_TARGETS,
)
from segmentation_addin.imports.headings import INPUTS, column_aliases
from segmentation_addin.imports.margin_rates import Base, base_named, names_rate
from segmentation_addin.imports.sources import SourceError, encoding_of, separator_of
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.workbook.declaration import heading_key
from segmentation_addin.workbook.inputs import COST_TO_SERVE, MARGINS
from segmentation_addin.workbook.outputs import SHEETS

HEADER = ("heading", "column")
BETWEEN = " · "
"""Stands between the sheet and the column in words."""
LARGEST_BYTES = 1_000_000
_RATE_NAMES = {
    heading_key(name): target
    for target, column in RATE_TARGETS.items()
    for name in (*column.heading, target)
}


def target_words(target: str, language: Language) -> str:
    """A column of the workbook as its user reads it.

    A cost driver of the user's own is called as they call it.

    >>> target_words("tblMargins.revenue", "fr")
    "Marges · Chiffre d'affaires"
    >>> target_words("tblCostToServe.Pallets", "en")
    'Cost to serve · Pallets'
    """
    name, _, key = target.partition(".")
    table = next(table for table in INPUTS if table.name == name)
    column = RATE_TARGETS.get(target) or (
        table.column(key) if key in table.keys else None
    )
    heading = key if column is None else column.heading.in_(language)
    return f"{SHEETS[table.sheet].title.in_(language)}{BETWEEN}{heading}"


def read_rules(
    path: Path, drivers: Sequence[str] = ()
) -> tuple[list[Rule], list[Issue]]:
    """The rules of a file, and each line that names no column of the workbook.

    `drivers` are the cost drivers that the user added to the workbook.

    Raises:
        SourceError: the file is missing, or cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError("source_not_found", file=path.name) from error
    except OSError as error:
        raise SourceError("source_unreadable", file=path.name) from error
    if b"\x00" in data or len(data) > LARGEST_BYTES:
        raise SourceError("source_unreadable", file=path.name)
    text = data.decode(encoding_of(data), errors="replace").lstrip("\ufeff")
    lines = text.splitlines()
    reader = csv.reader(lines, delimiter=separator_of(lines) if lines else ",")
    rules: list[Rule] = []
    issues: list[Issue] = []
    for row in reader:
        cells = [cell.strip() for cell in row]
        if not any(cells) or tuple(map(str.casefold, cells[:2])) == HEADER:
            continue
        target = _target(cells[1], drivers) if len(cells) > 1 else None
        if not cells[0] or target is None:
            params: dict[str, ParamValue] = {
                "file": path.name,
                "line": reader.line_num,
                "found": cells[1] if len(cells) > 1 else cells[0],
            }
            issues.append(
                Issue("mapping_column_unknown", Severity.ERROR, params=params)
            )
            continue
        rules.append(Rule(cells[0], target))
    return rules, issues


def keep_rules(path: Path, rules: Sequence[Rule], drivers: Sequence[str] = ()) -> None:
    """Adds rules to a file, later ones instead of earlier ones of the same heading."""
    kept = {heading_key(rule.heading): rule for rule in _standing(path, drivers)}
    kept |= {heading_key(rule.heading): rule for rule in rules}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(kept.values())
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text.getvalue(), encoding="utf-8-sig")
    beside.replace(path)


def _standing(path: Path, drivers: Sequence[str]) -> Iterable[Rule]:
    return read_rules(path, drivers)[0] if path.exists() else ()


def _target(text: str, drivers: Sequence[str] = ()) -> str | None:
    """The column that a text names; "" for none, None when there is no such column.

    >>> _target("tblMargins.revenue"), _target("CA"), _target("Costs"), _target("")
    ('tblMargins.revenue', 'tblMargins.revenue', None, '')
    """
    if text in ("", "-"):
        return ""
    sheet, _, heading = text.rpartition(BETWEEN.strip())
    wanted = heading_key(sheet), heading_key(heading)
    for table in INPUTS:
        titles = [heading_key(SHEETS[table.sheet].title.in_(x)) for x in LANGUAGES]
        if wanted[0] and wanted[0] not in titles:
            continue
        if table is MARGINS and wanted[1] in _RATE_NAMES:
            return _RATE_NAMES[wanted[1]]
        known = {heading_key(x): key for x, key in column_aliases(table.name).items()}
        key = table.names.get(wanted[1]) or known.get(wanted[1])
        if key is None and table is COST_TO_SERVE:
            key = {heading_key(x): x for x in drivers}.get(wanted[1])
        if key is not None:
            return f"{table.name}.{key}"
        base = base_named(heading) if names_rate(heading) else None
        if table is MARGINS and base is not None:
            return RATE_ON_PRICE if base is Base.PRICE else RATE_ON_COST
    name, _, key = text.partition(".")
    for table in INPUTS:
        known_keys = {*table.keys, *(drivers if table is COST_TO_SERVE else ())}
        if table.name.casefold() == name.casefold() and key in known_keys:
            return f"{table.name}.{key}"
    return None
