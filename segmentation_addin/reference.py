"""The reference pages that follow from the declarations: columns and errors.

`python -m segmentation_addin.reference docs` rewrites them; a test compares them.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from segmentation_addin.excel.examples import EXAMPLE_OF, SEPARATORS
from segmentation_addin.excel.registry import FUNCTIONS, Argument
from segmentation_addin.messages import host
from segmentation_addin.results.issues import CATALOGUE
from segmentation_addin.workbook.board_twin import call
from segmentation_addin.workbook.native_twin import ARGUMENTS, LIVE, LIVE_SCORE
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


def functions_page() -> str:
    """Every worksheet function: arguments, result, errors, an example as typed."""
    from segmentation_addin.excel import functions

    lines = [
        "# Worksheet functions",
        "",
        (
            "Generated from the registry. They run in Excel for Windows, in a workbook "
            "made by `segmentation new`. The examples are those of the sheet "
            "*Functions* (*Fonctions*), which Home opens. Each takes single cells or "
            "ranges of equal length and gives the shape it was given, less blank rows "
            "at the end; the others spill a table. A cell that holds an error, or a "
            "text that is no number, spoils its own row only."
        ),
        "",
        (
            "`scale` and `rules` left out are the workbook's own names `Scale` and "
            "`Rules`: a cell and the sheet Segmentation then agree on the same figures, "
            "new clients, estimated margins, and criteria that hardly anyone has filled "
            "aside: one row of figures does not say these. Excel does not see that such a "
            "formula rests on them: Refresh and Recalibrate recalculate it."
        ),
    ]
    described: set[Argument] = set()
    for function in FUNCTIONS:
        example = EXAMPLE_OF[function.name]
        names = [f"[{a.name}]" if a.optional else a.name for a in function.arguments]
        lines += [
            "",
            f"## `{function.name}({', '.join(names)})`",
            "",
            function.gives.en,
            "",
            f"*{function.gives.fr}*",
            "",
        ]
        fresh = [a for a in function.arguments if a not in described]
        described.update(fresh)
        if fresh:
            lines += [_row("argument", "English", "French"), _row("---", "---", "---")]
            lines += [_row(f"`{a.name}`", a.help.en, a.help.fr) for a in fresh]
        if len(fresh) < len(function.arguments):
            lines += ["", "Other arguments: as above."] if fresh else ["As above."]
        details = inspect.getdoc(getattr(functions, function.name)) or ""
        body = " ".join(details.split("\n\n", 1)[-1].split())
        if body and "\n\n" in details:
            lines += ["", body]
        lines += [
            "",
            " · ".join(f"`={example.formula(s)}`" for s in SEPARATORS.values()),
        ]
    return "\n".join([*lines, *_native_lines()]) + "\n"


def _native_lines() -> list[str]:
    figures = ", ".join(ARGUMENTS)
    return [
        "",
        f"## `{LIVE}({figures})` and `{LIVE_SCORE}(...)`: without Python",
        "",
        (
            "The letter and the score of one client as SEGMENT and SEGMENT_SCORE give "
            "them with the workbook's own `Scale` and `Rules`, in Excel 365 and 2024 on "
            'Windows, Mac and the web. All six figures are required; a blank cell or "" '
            "says unknown. [How they are made](native-twin.md)."
        ),
        "",
        (
            "*La lettre et la note d'un client telles que SEGMENT et SEGMENT_SCORE les "
            "donnent avec les noms `Scale` et `Rules` du classeur, dans Excel 365 et "
            "2024 sous Windows, sur Mac et sur le web. Les six chiffres sont "
            'obligatoires ; une cellule vide ou "" veut dire inconnu.*'
        ),
        "",
        " · ".join(f"`={call(LIVE, s)}`" for s in SEPARATORS.values()),
    ]


PAGES = {
    "columns.md": columns_page,
    "errors.md": errors_page,
    "functions.md": functions_page,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (Path(sys.argv[1]) / name).write_text(page(), encoding="utf-8")
