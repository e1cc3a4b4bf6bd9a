"""The report as a PDF: the same pages as the HTML file, for paper and projectors."""

from __future__ import annotations

from segmentation_addin.report.contents import report
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.host import HostError


def pdf_document(facts: Facts, title: str | None = None) -> bytes:
    """The board's pages as a PDF; the same facts give the same bytes.

    Raises:
        HostError: the library that writes PDF files is not installed.
    """
    try:
        from segmentation_addin.report.paper import printed
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] != "reportlab":
            raise
        raise HostError("pdf_needs_reportlab") from missing
    return printed(report(facts, title))
