"""The reference pages that follow from the declarations: columns and errors.

`python -m segmentation_addin.reference docs` rewrites them; a test compares them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from segmentation_addin.messages import host
from segmentation_addin.results.issues import CATALOGUE
from segmentation_addin.workbook.outputs import SHEETS, TABLES
from segmentation_addin.workbook.settings import SETTINGS


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def columns_page() -> str:
    """Every sheet, table, column and setting."""
    lines = [
        "# Sheets, tables and columns",
        "",
        (
            "Generated from the declaration. Table names and column keys never "
            "change with the language; headings are recognised in either."
        ),
    ]
    for table in TABLES.values():
        sheet = SHEETS[table.sheet].title
        role = "output" if table.output else "input"
        lines += [
            "",
            f"## `{table.name}` ({role}; {sheet.en} / {sheet.fr})",
            "",
            _row("key", "English", "French", "holds", "meaning"),
            _row("---", "---", "---", "---", "---"),
        ]
        for column in table.columns:
            kind = column.kind.value + (", required" if column.required else "")
            if column.choices:
                kind += ": " + ", ".join(column.choices)
            lines.append(
                _row(
                    f"`{column.key}`",
                    column.heading.en,
                    column.heading.fr,
                    kind,
                    column.help.en,
                )
            )
    lines += [
        "",
        "## Settings",
        "",
        _row("key", "English", "French", "default", "meaning"),
        _row("---", "---", "---", "---", "---"),
    ]
    for setting in SETTINGS:
        default = "" if setting.default is None else f"{setting.default}"
        lines.append(
            _row(
                f"`{setting.key}`",
                setting.label.en,
                setting.label.fr,
                default,
                setting.meaning.en,
            )
        )
    return "\n".join(lines) + "\n"


def errors_page() -> str:
    """Every message, its severity and its remedy."""
    lines = [
        "# Error catalogue",
        "",
        (
            "Generated from the messages. `error` stops a refresh and nothing is "
            "written; `warning` changes a figure; `note` informs."
        ),
    ]
    for title, catalogue in (
        ("What the data can show (exit code 1 when one is an error)", CATALOGUE),
        ("What the file or the computer can refuse (exit code 3)", host.CATALOGUE),
    ):
        lines += [
            "",
            f"## {title}",
            "",
            _row("code", "severity", "message", "what to do", "en français"),
            _row("---", "---", "---", "---", "---"),
        ]
        for code, entry in sorted(catalogue.items()):
            lines.append(
                _row(
                    f"`{code}`",
                    entry.severity.value,
                    entry.message.en,
                    entry.remedy.en,
                    entry.message.fr,
                ).replace("\n", " ")
            )
    return "\n".join(lines) + "\n"


PAGES = {"columns.md": columns_page, "errors.md": errors_page}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (Path(sys.argv[1]) / name).write_text(page(), encoding="utf-8")
