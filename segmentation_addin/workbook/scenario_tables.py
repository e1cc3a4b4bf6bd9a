"""The table of the What-if sheet: what would be changed for whom."""

from __future__ import annotations

from segmentation_addin.workbook.declaration import Table

SCENARIO_TABLES: tuple[Table, ...] = ()
