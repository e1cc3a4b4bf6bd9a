"""What the copy says of itself: a title and a date, no author, no company."""

from __future__ import annotations

from datetime import datetime

from segmentation_addin.board_copy.relations import HEAD
from segmentation_addin.languages import Language, Text
from segmentation_addin.workbook.cell_xml import escape_text

TITLE = Text("Client segmentation", "Segmentation clients")
CORE_PART = "docProps/core.xml"
APP_PART = "docProps/app.xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
APP_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"


def core_xml(language: Language, moment: datetime) -> bytes:
    """Title and date; whoever made the copy is nobody's business."""
    day = moment.strftime("%Y-%m-%dT00:00:00Z")
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/'
        '2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape_text(TITLE.in_(language))}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()


def app_xml() -> bytes:
    """The program whose format this is."""
    return (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/'
        '2006/extended-properties"><Application>Microsoft Excel</Application>'
        "<DocSecurity>0</DocSecurity></Properties>"
    ).encode()
