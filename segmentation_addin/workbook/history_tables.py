"""The table of the History sheet: closed reviews, never rewritten."""

from __future__ import annotations

from segmentation_addin.workbook.declaration import Table

HISTORY_TABLES: tuple[Table, ...] = ()
