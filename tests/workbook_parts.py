"""A workbook as Excel writes it, by hand: declared tables and a user's own parts.

`excel_parts()` gives the XML of every part; `zipped` makes the file of it. Tests
change a part as text before they zip it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from openpyxl.writer.theme import theme_xml
from workbook_extras import (
    CACHE,
    CHAIN_XML,
    COMMENTS,
    HEAD,
    LINK,
    MAIN,
    PIVOT,
    RECORDS,
    RIBBON,
    VML,
    chart,
    drawing,
    macros,
)

SHEET_OPEN = (
    f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{LINK}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'mc:Ignorable="x14ac" '
    'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">'
)
TYPES = "application/vnd.openxmlformats-officedocument"
SHEETML = f"{TYPES}.spreadsheetml"

SEGMENTATION_SHEET = "xl/worksheets/sheet3.xml"
SEGMENTATION_TABLE = "xl/tables/table2.xml"
CLIENTS_SHEET = "xl/worksheets/sheet2.xml"
CLIENTS_TABLE = "xl/tables/table1.xml"
DASHBOARD_SHEET = "xl/worksheets/sheet4.xml"
OWN_SHEET = "xl/worksheets/sheet5.xml"
OWN_CHART = "xl/charts/chart1.xml"
OUR_CHART = "xl/charts/chart2.xml"
BOOK = "xl/workbook.xml"
CHAIN = "xl/calcChain.xml"

OVERRIDES = {
    BOOK: "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    **{
        f"xl/worksheets/sheet{number}.xml": f"{SHEETML}.worksheet+xml"
        for number in range(1, 6)
    },
    "xl/styles.xml": f"{SHEETML}.styles+xml",
    "xl/theme/theme1.xml": f"{TYPES}.theme+xml",
    "xl/sharedStrings.xml": f"{SHEETML}.sharedStrings+xml",
    CLIENTS_TABLE: f"{SHEETML}.table+xml",
    SEGMENTATION_TABLE: f"{SHEETML}.table+xml",
    "xl/comments1.xml": f"{SHEETML}.comments+xml",
    "xl/drawings/drawing1.xml": f"{TYPES}.drawing+xml",
    "xl/drawings/drawing2.xml": f"{TYPES}.drawing+xml",
    OWN_CHART: f"{TYPES}.drawingml.chart+xml",
    OUR_CHART: f"{TYPES}.drawingml.chart+xml",
    "xl/pivotCache/pivotCacheDefinition1.xml": f"{SHEETML}.pivotCacheDefinition+xml",
    "xl/pivotCache/pivotCacheRecords1.xml": f"{SHEETML}.pivotCacheRecords+xml",
    "xl/pivotTables/pivotTable1.xml": f"{SHEETML}.pivotTable+xml",
    CHAIN: f"{SHEETML}.calcChain+xml",
}


def links(*targets: tuple[str, str]) -> str:
    """A relations part: (kind, target) gives rId1, rId2..."""
    rows = "".join(
        f'<Relationship Id="rId{number}" '
        f'Type="{kind if kind.startswith("http") else f"{LINK}/{kind}"}" '
        f'Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{space}">{rows}</Relationships>'


def content_types(overrides: Mapping[str, str]) -> str:
    """The part that says what every other part is."""
    rows = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in overrides.items()
    )
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.'
        'openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="bin" ContentType="{SHEETML}.printerSettings"/>'
        f'<Default Extension="vml" ContentType="{TYPES}.vmlDrawing"/>'
        '<Override PartName="/xl/vbaProject.bin" '
        'ContentType="application/vnd.ms-office.vbaProject"/>'
        f"{rows}</Types>"
    )


WORKBOOK = f"""{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINK}"><workbookPr \
codeName="ThisWorkbook"/><bookViews><workbookView/></bookViews><sheets>\
<sheet name="Home" sheetId="1" r:id="rId1"/>\
<sheet name="Clients" sheetId="2" r:id="rId2"/>\
<sheet name="Segmentation" sheetId="3" r:id="rId3"/>\
<sheet name="Dashboard" sheetId="4" r:id="rId4"/>\
<sheet name="Léa &amp; co" sheetId="5" r:id="rId5"/></sheets><definedNames>\
<definedName name="AllScores">Segmentation!$D$5:$D$7</definedName>\
<definedName name="OneScore">Segmentation!$D$7</definedName>\
<definedName name="_xlnm.Print_Area" localSheetId="2">Segmentation!$A$1:$G$7\
</definedName></definedNames><calcPr calcId="191029"/><pivotCaches>\
<pivotCache cacheId="1" r:id="rId10"/></pivotCaches></workbook>"""

STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1">\
<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>\
<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills><borders count="1">\
<border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>\
</cellStyleXfs><cellXfs count="4">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
<dxfs count="1"><dxf><font><b/></font></dxf></dxfs></styleSheet>"""

STRINGS = f"""{HEAD}<sst xmlns="{MAIN}" count="6" uniqueCount="6">\
<si><t>Client ID</t></si><si><t>Name</t></si><si><r><t>ri</t></r><r><rPr><b/></rPr>\
<t xml:space="preserve">ch </t></r></si><si><t>C1</t></si><si><t>C2</t></si>\
<si><t>Potential</t></si></sst>"""

HOME = f"""{SHEET_OPEN}<sheetPr codeName="shHome"/><dimension ref="B2:C4"/>\
<sheetViews><sheetView workbookViewId="0"/></sheetViews>\
<sheetFormatPr defaultRowHeight="15"/><sheetData>\
<row r="2" spans="2:3"><c r="B2" t="inlineStr"><is><t>Clients</t></is></c>\
<c r="C2" s="2"><f>ROWS(tblSegmentation[Client ID])</f><v>3</v></c></row>\
<row r="3"><c r="B3" t="inlineStr"><is><t>Refreshed</t></is></c>\
<c r="C3" s="3"><v>45000</v></c></row>\
<row r="4"><c r="C4" s="2"><v>17</v></c></row></sheetData></worksheet>"""

CLIENTS = f"""{SHEET_OPEN}<sheetPr codeName="shClients"/><dimension ref="A4:D7"/>\
<sheetViews><sheetView workbookViewId="0"/></sheetViews>\
<sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/><sheetData>\
<row r="4" spans="1:4"><c r="A4" t="s"><v>0</v></c><c r="B4" t="s"><v>1</v></c>\
<c r="C4" t="s"><v>5</v></c><c r="D4" t="inlineStr"><is><t>My note</t></is></c></row>\
<row r="5" spans="1:4" ht="30" customHeight="1"><c r="A5" s="1" t="s"><v>3</v></c>\
<c r="B5" s="1" t="s"><v>2</v></c><c r="C5" s="2"><v>3.5</v></c>\
<c r="D5" t="inlineStr"><is><t>call</t></is></c></row>\
<row r="6" spans="1:4"><c r="A6" s="1" t="s"><v>4</v></c>\
<c r="B6" s="1"/><c r="C6" s="2"><f>1+1</f><v>2</v></c></row>\
<row r="7"><c r="A7" s="1"/><c r="B7" s="1"/><c r="C7" s="2"/></row>\
</sheetData><tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>"""

CLIENTS_TABLE_XML = f"""{HEAD}<table xmlns="{MAIN}" id="1" name="tblClients" \
displayName="tblClients" ref="A4:D7" totalsRowShown="0"><autoFilter ref="A4:D7"/>\
<tableColumns count="4"><tableColumn id="1" name="Client ID"/>\
<tableColumn id="2" name="Name"/><tableColumn id="3" name="Potential"/>\
<tableColumn id="7" name="My note"/></tableColumns>\
<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" \
showRowStripes="1" showColumnStripes="0"/></table>"""

LETTER = "IF(tblSegmentation[[#This Row],[Score]]&gt;=70,&quot;A&quot;,&quot;B&quot;)"
TWICE = "tblSegmentation[[#This Row],[Score]]*2"


def segmentation_row(row: int, client: str, score: float, note: str) -> str:
    """One row of the Segmentation sheet, as Excel saves it, with a note beside."""
    letter = "A" if score >= 70 else "B"
    typed = f'<c r="E{row}" t="inlineStr"><is><t>{note}</t></is></c>' if note else ""
    return (
        f'<row r="{row}" spans="1:9" x14ac:dyDescent="0.25">'
        f'<c r="A{row}" s="1" t="inlineStr"><is><t>{client}</t></is></c>'
        f'<c r="B{row}" s="1" t="inlineStr"><is><t>Name {client}</t></is></c>'
        f'<c r="C{row}" s="1" t="str"><f>{LETTER}</f><v>{letter}</v></c>'
        f'<c r="D{row}" s="2"><v>{score:g}</v></c>{typed}'
        f'<c r="F{row}" s="2"><f>{TWICE}</f><v>{2 * score:g}</v></c>'
        f'<c r="G{row}" s="2"><v>{10 * score:g}</v></c>'
        f'<c r="I{row}" t="inlineStr"><is><t>beside {row}</t></is></c></row>'
    )


SEGMENTATION = f"""{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{LINK}" \
xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" \
mc:Ignorable="x14ac" \
xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">\
<sheetPr codeName="shSegmentation"/><dimension ref="A1:I7"/>\
<sheetViews><sheetView workbookViewId="0"><selection activeCell="D7" sqref="D5:D7"/>\
</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/>\
<cols><col min="1" max="1" width="14" customWidth="1"/></cols><sheetData>\
<row r="1"><c r="A1" t="inlineStr"><is><t>Segmentation</t></is></c></row>\
<row r="4" spans="1:9">{
    "".join(
        f'<c r="{letter}4" t="inlineStr"><is><t>{heading}</t></is></c>'
        for letter, heading in zip(
            "ABCDEFG",
            ("Client ID", "Name", "Letter", "Score", "My note", "Twice", "Revenue"),
            strict=True,
        )
    )
}</row>{segmentation_row(5, "C1", 80, "keep")}{segmentation_row(6, "C2", 60, "")}\
{segmentation_row(7, "C3", 40, "ring &amp; ask")}</sheetData>\
<conditionalFormatting sqref="D5:D7"><cfRule type="cellIs" dxfId="0" priority="2" \
operator="greaterThan"><formula>AVERAGE($D$5:$D$7)</formula></cfRule>\
</conditionalFormatting><dataValidations count="1"><dataValidation type="list" \
allowBlank="1" sqref="E5:E7 K1"><formula1>"a,b"</formula1></dataValidation>\
</dataValidations><hyperlinks><hyperlink ref="B5:B7" location="Home!A1"/></hyperlinks>\
<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" \
footer="0.3"/><pageSetup orientation="portrait" r:id="rId3"/>\
<legacyDrawing r:id="rId2"/><tableParts count="1"><tablePart r:id="rId1"/></tableParts>\
<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" \
xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">\
<x14:conditionalFormattings><x14:conditionalFormatting \
xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule \
type="dataBar" id="{{00000000-0001-0000-0000-000000000001}}"><x14:dataBar \
minLength="0" maxLength="100"><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/>\
<x14:negativeFillColor rgb="FFFF0000"/><x14:axisColor rgb="FF000000"/></x14:dataBar>\
</x14:cfRule><xm:sqref>G5:G7</xm:sqref></x14:conditionalFormatting>\
</x14:conditionalFormattings></ext></extLst></worksheet>"""

SEGMENTATION_TABLE_XML = f"""{HEAD}<table xmlns="{MAIN}" id="2" \
name="tblSegmentation" displayName="tblSegmentation" ref="A4:G7" totalsRowShown="0">\
<autoFilter ref="A4:G7"/><tableColumns count="7"><tableColumn id="1" name="Client ID"/>\
<tableColumn id="2" name="Name"/><tableColumn id="3" name="Letter">\
<calculatedColumnFormula>{LETTER}</calculatedColumnFormula></tableColumn>\
<tableColumn id="4" name="Score"/><tableColumn id="5" name="My note"/>\
<tableColumn id="6" name="Twice"><calculatedColumnFormula>{TWICE}\
</calculatedColumnFormula></tableColumn><tableColumn id="9" name="Revenue"/>\
</tableColumns><tableStyleInfo name="TableStyleLight1" showFirstColumn="0" \
showLastColumn="0" showRowStripes="1" showColumnStripes="0"/></table>"""

DASHBOARD = f"""{SHEET_OPEN}<sheetPr codeName="shDashboard"/><dimension ref="A1:B3"/>\
<sheetViews><sheetView workbookViewId="0"/></sheetViews>\
<sheetFormatPr defaultRowHeight="15"/><sheetData>\
<row r="1"><c r="A1"><v>0</v></c><c r="B1" s="2"><v>1</v></c></row>\
<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="2"><v>2</v></c></row>\
<row r="3"><c r="A3"><v>2</v></c><c r="B3" s="2"><f>SUM(B1:B2)</f><v>3</v></c></row>\
</sheetData><drawing r:id="rId1"/></worksheet>"""

OWN = f"""{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{LINK}">\
<sheetPr codeName="Sheet9"/><dimension ref="A1:H4"/>\
<sheetViews><sheetView workbookViewId="0"/></sheetViews>\
<sheetFormatPr defaultRowHeight="15"/><sheetData>\
<row r="1"><c r="A1"><f>SUM(Segmentation!D5:D7)</f><v>180</v></c></row>\
<row r="3"><c r="G3" t="inlineStr"><is><t>Letter</t></is></c></row></sheetData>\
<drawing r:id="rId1"/><extLst><ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" \
xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">\
<x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">\
<x14:sparklineGroup displayEmptyCellsAs="gap"><x14:sparklines><x14:sparkline>\
<xm:f>Segmentation!D5:D7</xm:f><xm:sqref>C1</xm:sqref></x14:sparkline>\
</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst></worksheet>"""


def excel_parts() -> dict[str, bytes]:
    """Every part of the workbook, in the order of the file."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(OVERRIDES),
        "_rels/.rels": links(
            ("officeDocument", BOOK),
            (
                (
                    "http://schemas.microsoft.com/office/2007/relationships/ui/"
                    "extensibility"
                ),
                "customUI/customUI14.xml",
            ),
        ),
        BOOK: WORKBOOK,
        "xl/_rels/workbook.xml.rels": links(
            *(("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, 6)),
            ("styles", "styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("calcChain", "calcChain.xml"),
            (
                "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
                "vbaProject.bin",
            ),
            ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
            ("theme", "theme/theme1.xml"),
        ),
        "xl/worksheets/sheet1.xml": HOME,
        CLIENTS_SHEET: CLIENTS,
        SEGMENTATION_SHEET: SEGMENTATION,
        DASHBOARD_SHEET: DASHBOARD,
        OWN_SHEET: OWN,
        "xl/worksheets/_rels/sheet2.xml.rels": links(("table", "../tables/table1.xml")),
        "xl/worksheets/_rels/sheet3.xml.rels": links(
            ("table", "../tables/table2.xml"),
            ("vmlDrawing", "../drawings/vmlDrawing1.vml"),
            ("printerSettings", "../printerSettings/printerSettings1.bin"),
            ("comments", "../comments1.xml"),
        ),
        "xl/worksheets/_rels/sheet4.xml.rels": links(
            ("drawing", "../drawings/drawing2.xml")
        ),
        "xl/worksheets/_rels/sheet5.xml.rels": links(
            ("drawing", "../drawings/drawing1.xml"),
            ("pivotTable", "../pivotTables/pivotTable1.xml"),
        ),
        "xl/styles.xml": STYLES,
        "xl/theme/theme1.xml": theme_xml,
        "xl/sharedStrings.xml": STRINGS,
        CLIENTS_TABLE: CLIENTS_TABLE_XML,
        SEGMENTATION_TABLE: SEGMENTATION_TABLE_XML,
        "xl/comments1.xml": COMMENTS,
        "xl/drawings/vmlDrawing1.vml": VML,
        "xl/drawings/drawing1.xml": drawing("Mine"),
        "xl/drawings/_rels/drawing1.xml.rels": links(("chart", "../charts/chart1.xml")),
        "xl/drawings/drawing2.xml": drawing(),
        "xl/drawings/_rels/drawing2.xml.rels": links(("chart", "../charts/chart2.xml")),
        OWN_CHART: chart(
            "Segmentation!$A$5:$A$7",
            "Segmentation!$D$5:$D$7",
            ["C1", "C2", "C3"],
            ["80", "60", "40"],
        ),
        OUR_CHART: chart(
            "Dashboard!$A$1:$A$3", "Dashboard!$B$1:$B$3", ["0", "1", "2"], list("123")
        ),
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
        "xl/pivotCache/pivotCacheDefinition1.xml": CACHE,
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": links(
            ("pivotCacheRecords", "pivotCacheRecords1.xml")
        ),
        "xl/pivotCache/pivotCacheRecords1.xml": RECORDS,
        "xl/pivotTables/pivotTable1.xml": PIVOT,
        "xl/pivotTables/_rels/pivotTable1.xml.rels": links(
            ("pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
        ),
        CHAIN: CHAIN_XML,
        "customUI/customUI14.xml": RIBBON,
        "xl/vbaProject.bin": macros(),
    }
    return {
        name: content if isinstance(content, bytes) else content.encode()
        for name, content in parts.items()
    }


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a zip file with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return out.getvalue()


def parts_of(path: Path) -> dict[str, bytes]:
    """The parts of a workbook on disk."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed_parts(
    parts: Mapping[str, bytes], part: str, *swaps: str
) -> dict[str, bytes]:
    """The parts with texts of one of them replaced: old, new, old, new..."""
    text = parts[part].decode()
    for old, new in zip(swaps[::2], swaps[1::2], strict=True):
        assert old in text, old
        text = text.replace(old, new)
    return {**parts, part: text.encode()}
