"""The lines that a run sets aside, as a CSV that a person can open and correct."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import ibis.expr.types as ir
import pyarrow as pa
from pyarrow import parquet

from segmentation_addin.at_scale.engines import Engine
from segmentation_addin.at_scale.result_file import plain_texts
from segmentation_addin.at_scale.typed_lines import BLANK
from segmentation_addin.languages import Language, Text
from segmentation_addin.messages.score import REASONS
from segmentation_addin.workbook.host import Progress

HEADINGS: Final = Text(
    "file,line,reason,code,amount,text", "fichier,ligne,motif,code,montant,texte"
)
_TAKEN: Final = (
    "file",
    "line",
    "reason",
    "amount",
    "whole",
    "client_id",
    "order_id",
    "date",
    "date_text",
    "amount_text",
)


def write_rejected(
    lines: ir.Table,
    engine: Engine,
    scratch: Path,
    names: Mapping[str, str],
    language: Language,
    progress: Progress,
) -> Path:
    """The lines set aside, in a new file of the scratch folder.

    `names` gives the source behind each file that was read in its place.
    """
    aside = lines.filter(lines.reason.notnull() & (lines.reason != BLANK))
    engine.put(aside.select(*_TAKEN), scratch / "aside", progress)
    target = scratch / "rejected.csv"
    with target.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS.in_(language).split(","))
        for part in sorted((scratch / "aside").rglob("*.parquet")):
            with parquet.ParquetFile(part) as opened:
                for batch in opened.iter_batches():
                    rows = [_cells(row, names, language) for row in batch.to_pylist()]
                    texts = plain_texts(pa.chunked_array([[row[-1] for row in rows]]))
                    writer.writerows(
                        [*row[:-1], text]
                        for row, text in zip(rows, texts.to_pylist(), strict=True)
                    )
    return target


def _cells(
    row: Mapping[str, Any], names: Mapping[str, str], language: Language
) -> list[Any]:
    code = str(row["reason"])
    why = REASONS[code].in_(language) if code in REASONS else code
    file = row["file"] or ""
    return [
        names.get(file, file),
        row["line"],
        why,
        code,
        "" if row["amount"] is None else f"{row['amount']:f}",
        _text(row),
    ]


def _text(row: Mapping[str, Any]) -> str:
    """The line as it stands, or its cells where it could be cut in cells."""
    if row["whole"]:
        return str(row["whole"]).rstrip("\r\n")
    amount = row["amount_text"] or row["amount"]
    cells = (
        row["client_id"],
        row["order_id"],
        row["date_text"] or row["date"],
        f"{amount:f}" if hasattr(amount, "as_tuple") else amount,
    )
    return " | ".join("" if cell is None else str(cell) for cell in cells)
