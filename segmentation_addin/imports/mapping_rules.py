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
from segmentation_addin.imports.headings import INPUTS, column_aliases
from segmentation_addin.imports.sources import SourceError, encoding_of, separator_of
from segmentation_addin.imports.table_rows import MARGIN_RATE, MARGIN_RATE_COLUMN
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.workbook.declaration import heading_key
from segmentation_addin.workbook.inputs import MARGINS
from segmentation_addin.workbook.outputs import SHEETS

HEADER = ("heading", "column")
BETWEEN = " · "
"""Stands between the sheet and the column in words."""
LARGEST_BYTES = 1_000_000
RATE_TARGET = f"{MARGINS.name}.{MARGIN_RATE}"
"""Not a column of the workbook: rates of margin, which make the gross margin."""
_RATE_NAMES = frozenset(map(heading_key, (*MARGIN_RATE_COLUMN.heading, RATE_TARGET)))


def target_words(target: str, language: Language) -> str:
    """A column of the workbook as its user reads it.

    >>> target_words("tblMargins.revenue", "fr")
    "Marges · Chiffre d'affaires"
    """
    name, _, key = target.partition(".")
    table = next(table for table in INPUTS if table.name == name)
    column = MARGIN_RATE_COLUMN if key == MARGIN_RATE else table.column(key)
    title = SHEETS[table.sheet].title.in_(language)
    return f"{title}{BETWEEN}{column.heading.in_(language)}"


def read_rules(path: Path) -> tuple[list[Rule], list[Issue]]:
    """The rules of a file, and each line that names no column of the workbook.

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
        target = _target(cells[1]) if len(cells) > 1 else None
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


def keep_rules(path: Path, rules: Sequence[Rule]) -> None:
    """Adds rules to a file, later ones instead of earlier ones of the same heading."""
    kept = {heading_key(rule.heading): rule for rule in _standing(path)}
    kept |= {heading_key(rule.heading): rule for rule in rules}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(kept.values())
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text.getvalue(), encoding="utf-8-sig")
    beside.replace(path)


def _standing(path: Path) -> Iterable[Rule]:
    return read_rules(path)[0] if path.exists() else ()


def _target(text: str) -> str | None:
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
            return RATE_TARGET
        known = {heading_key(x): key for x, key in column_aliases(table.name).items()}
        key = table.names.get(wanted[1]) or known.get(wanted[1])
        if key is not None:
            return f"{table.name}.{key}"
    name, _, key = text.partition(".")
    fits = [t for t in INPUTS if t.name.casefold() == name.casefold() and key in t.keys]
    return f"{fits[0].name}.{key}" if fits else None
