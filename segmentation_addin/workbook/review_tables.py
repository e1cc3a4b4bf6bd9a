"""The tables of the Review sheet beside the overrides: votes, weights, agenda."""

from __future__ import annotations

from segmentation_addin.workbook.declaration import Table

REVIEW_TABLES: tuple[Table, ...] = ()
