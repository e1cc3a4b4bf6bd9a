"""The parts of a workbook that are the user's own: charts, shapes, comments, pivot.

Written by hand as Excel writes them; `workbook_parts` puts them in a workbook.
"""

from __future__ import annotations

import struct

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

COMMENTS = f"""{HEAD}<comments xmlns="{MAIN}"><authors><author>Léa</author></authors>\
<commentList><comment ref="D5" authorId="0"><text><r><t>why?</t></r></text></comment>\
</commentList></comments>"""

VML = """<xml xmlns:v="urn:schemas-microsoft-com:vml" \
xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" \
coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>\
<v:shape id="_x0000_s1025" type="#_x0000_t202" style="visibility:hidden">\
<x:ClientData ObjectType="Note"><x:Row>4</x:Row><x:Column>3</x:Column>\
</x:ClientData></v:shape></xml>"""

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def drawing(shape: str = "") -> str:
    """A drawing part with one chart (rId1), and a shape of the user's."""
    corner = (
        "<xdr:col>{0}</xdr:col><xdr:colOff>0</xdr:colOff>"
        "<xdr:row>{0}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    )
    place = (
        f"<xdr:from>{corner.format(1)}</xdr:from><xdr:to>{corner.format(9)}</xdr:to>"
    )
    own = (
        f'<xdr:twoCellAnchor>{place}<xdr:sp macro="" textlink=""><xdr:nvSpPr>'
        f'<xdr:cNvPr id="3" name="{shape}"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>'
        '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom></xdr:spPr></xdr:sp>'
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )
    return (
        f'{HEAD}<xdr:wsDr xmlns:xdr="{DRAWING}/spreadsheetDrawing" '
        f'xmlns:a="{DRAWING}/main"><xdr:twoCellAnchor>{place}'
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        '<xdr:cNvPr id="2" name="Chart" descr="Scores"/><xdr:cNvGraphicFramePr/>'
        '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/>'
        f'</xdr:xfrm><a:graphic><a:graphicData uri="{DRAWING}/chart"><c:chart '
        f'xmlns:c="{DRAWING}/chart" xmlns:r="{LINK}" r:id="rId1"/></a:graphicData>'
        "</a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"
        f"{own if shape else ''}</xdr:wsDr>"
    )


def chart(names: str, values: str, labels: list[str], numbers: list[str]) -> str:
    """A bar chart of one series, with the caches that Excel keeps."""

    def points(texts: list[str]) -> str:
        return f'<c:ptCount val="{len(texts)}"/>' + "".join(
            f'<c:pt idx="{place}"><c:v>{text}</c:v></c:pt>'
            for place, text in enumerate(texts)
        )

    return (
        f'{HEAD}<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main" '
        f'xmlns:r="{LINK}"><c:chart><c:plotArea><c:layout/><c:barChart>'
        '<c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        '<c:ser><c:idx val="0"/><c:order val="0"/><c:cat><c:strRef>'
        f"<c:f>{names}</c:f><c:strCache>{points(labels)}</c:strCache></c:strRef>"
        f"</c:cat><c:val><c:numRef><c:f>{values}</c:f><c:numCache>"
        f"<c:formatCode>General</c:formatCode>{points(numbers)}</c:numCache>"
        '</c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling/><c:axPos val="b"/>'
        '<c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling/>'
        '<c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea>'
        '<c:plotVisOnly val="1"/></c:chart></c:chartSpace>'
    )


CACHE = f"""{HEAD}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{LINK}" r:id="rId1" \
refreshedBy="L" refreshedDate="45000" createdVersion="6" refreshedVersion="6" \
recordCount="0"><cacheSource type="worksheet"><worksheetSource ref="A4:G7" \
sheet="Segmentation"/></cacheSource><cacheFields count="1"><cacheField \
name="Client ID" numFmtId="0"><sharedItems/></cacheField></cacheFields>\
</pivotCacheDefinition>"""
RECORDS = f'{HEAD}<pivotCacheRecords xmlns="{MAIN}" count="0"/>'
PIVOT = f"""{HEAD}<pivotTableDefinition xmlns="{MAIN}" name="Mine" cacheId="1" \
dataCaption="Values" createdVersion="6" updatedVersion="6">\
<location ref="G3:H4" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>\
<pivotFields count="1"><pivotField showAll="0"/></pivotFields></pivotTableDefinition>"""
CHAIN_XML = (
    f'{HEAD}<calcChain xmlns="{MAIN}">'
    + "".join(
        f'<c r="{cell}" i="{sheet}"/>'
        for cell, sheet in (
            *((f"{letter}{row}", 3) for letter in "CF" for row in (5, 6, 7)),
            ("C2", 1),
            ("C6", 2),
            ("B3", 4),
            ("A1", 5),
        )
    )
    + "</calcChain>"
)
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def macros() -> bytes:
    """An empty compound file: where Excel keeps the macros."""
    header = struct.pack(
        "<8s16x5H6x9L",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        END,
        0,
        END,
        0,
    )
    header += struct.pack("<109L", 0, *[FREE] * 108)
    table = struct.pack("<128L", FAT, END, *[FREE] * 126)
    name = "Root Entry".encode("utf-16-le")
    root = name.ljust(64, b"\0") + struct.pack(
        "<HBB3L", len(name) + 2, 5, 1, *[FREE] * 3
    )
    root = root.ljust(116, b"\0") + struct.pack("<LQ", END, 0)
    empty = bytes(64) + struct.pack("<HBB3L", 0, 0, 0, *[FREE] * 3) + bytes(48)
    return header + table + root + empty * 3


RIBBON = """<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui">\
<ribbon><tabs><tab id="tabOurs" label="Segmentation"/></tabs></ribbon></customUI>"""
