"""What the copy says of itself: a title and a date, no author, no company."""

from __future__ import annotations

import re
from datetime import datetime

from segmentation_addin.board_copy.relations import HEAD
from segmentation_addin.languages import Language, Text
from segmentation_addin.workbook.cell_xml import escape_text

_VERSION = re.compile(r"<AppVersion>[0-9.]+</AppVersion>")
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


def app_xml(source: str) -> bytes:
    """The program whose format this is, in the version that the workbook names.

    The version decides how charts are read: what their labels show unless told.

    Args:
        source: the same part of the workbook; "" when it has none.
    """
    found = _VERSION.search(source)
    version = "" if found is None else found[0]
    return (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/'
        '2006/extended-properties"><Application>Microsoft Excel</Application>'
        f"<DocSecurity>0</DocSecurity>{version}</Properties>"
    ).encode()
