"""What a reader sees of a built workbook: its charts, colours and printed pages."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from segmentation_addin import palette
from segmentation_addin.palette import LETTER_LOOKS, PAPER

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
AXES = ("valAx", "catAx", "dateAx")
WITHIN = frozenset({"ctr", "inEnd", "inBase"})
"""Places of a label inside the shape that it speaks of."""
INCH = 72.0
HEADING_ROWS = 5
A4_POINTS = {"portrait": 595.3, "landscape": 841.9}

PALETTE = frozenset(
    {
        value
        for name, value in vars(palette).items()
        if name.isupper() and isinstance(value, str) and value.startswith("#")
    }
    | {colour for look in LETTER_LOOKS.values() for colour in (look.fill, look.ink)}
)


@dataclass(frozen=True)
class Chart:
    """One chart: the sheet that shows it, its alt text, its XML."""

    sheet: str
    name: str
    alt: str
    row: int
    """1-based sheet row of its upper edge."""
    columns: tuple[int, int]
    """First and last sheet column under it, 1-based."""
    tree: ET.Element

    @property
    def title(self) -> str:
        """The text of the title, "" when there is none."""
        return _text(self.tree.find(f"{C}chart/{C}title"))

    def axes(self) -> list[tuple[str, str]]:
        """Kind and title of each axis that shows."""
        found = []
        for kind in AXES:
            for axis in self.tree.iter(f"{C}{kind}"):
                gone = axis.find(f"{C}delete")
                if gone is None or gone.get("val") not in {"1", "true"}:
                    found.append((kind, _text(axis.find(f"{C}title"))))
        return found

    def points(self) -> list[int]:
        """How many values each series holds."""
        counts = []
        for series in self.tree.iter(f"{C}ser"):
            values = [*series.iterfind(f"{C}yVal"), *series.iterfind(f"{C}val")]
            counts.append(sum(len(v.findall(f".//{C}pt/{C}v")) for v in values))
        return counts

    def inks(self) -> set[tuple[str, str]]:
        """Ink and ground of each text; labels may stand inside their own shape."""
        found: set[tuple[str, str]] = set()
        labelled: set[ET.Element] = set()
        for series in self.tree.iter(f"{C}ser"):
            fill = series.find(f"{C}spPr/{A}solidFill/{A}srgbClr")
            for labels in series.iterfind(f"{C}dLbls"):
                labelled |= set(labels.iter())
                place = labels.find(f"{C}dLblPos")
                within = place is not None and place.get("val") in WITHIN
                ground = PAPER if fill is None or not within else f"#{fill.get('val')}"
                found |= {(ink, ground) for ink in _inks([labels])}
        others = [
            text
            for tag in (f"{C}txPr", f"{C}rich")
            for text in self.tree.iter(tag)
            if text not in labelled
        ]
        return found | {(ink, PAPER) for ink in _inks(others)}

    def colours(self) -> set[str]:
        """All colours in it."""
        return {f"#{x.get('val')}" for x in self.tree.iter(f"{A}srgbClr")}


def heading_of(chart: Chart, sheet: Worksheet) -> str:
    """The title of a chart: its own, or the bold words in the cells above it."""
    if chart.title:
        return chart.title
    above = range(max(chart.row - HEADING_ROWS, 1), chart.row + 1)
    for row in reversed(above):
        for column in range(chart.columns[0], chart.columns[1] + 1):
            cell = sheet.cell(row, column)
            if isinstance(cell.value, str) and cell.value and cell.font.b:
                return cell.value
    return ""


def _inks(texts: Iterable[ET.Element]) -> set[str]:
    return {f"#{x.get('val')}" for text in texts for x in text.iter(f"{A}srgbClr")}


def _text(element: ET.Element | None) -> str:
    return (
        "" if element is None else "".join(t.text or "" for t in element.iter(f"{A}t"))
    )


def _links(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in package.namelist():
        return {}
    return {
        link.get("Id", ""): posixpath.normpath(
            posixpath.join("/" + folder, link.get("Target", ""))
        ).lstrip("/")
        for link in ET.fromstring(package.read(relations))
    }


def charts_of(path: Path) -> list[Chart]:
    """Every chart of a workbook, sheet by sheet."""
    with zipfile.ZipFile(path) as package:
        return list(_charts(package))


def _charts(package: zipfile.ZipFile) -> Iterator[Chart]:
    book = ET.fromstring(package.read("xl/workbook.xml"))
    sheets = _links(package, "xl/workbook.xml")
    for sheet in book.iter(f"{S}sheet"):
        part = sheets[sheet.get(f"{R}id", "")]
        for drawing in _links(package, part).values():
            if "/drawing" not in drawing:
                continue
            links = _links(package, drawing)
            for anchor in ET.fromstring(package.read(drawing)):
                chart = next(anchor.iter(f"{C}chart"), None)
                if chart is None:
                    continue
                about = next(anchor.iter(f"{XDR}cNvPr"))
                row, first, last = (
                    int(anchor.findtext(path, "0")) + 1
                    for path in (
                        f"{XDR}from/{XDR}row",
                        f"{XDR}from/{XDR}col",
                        f"{XDR}to/{XDR}col",
                    )
                )
                tree = ET.fromstring(package.read(links[chart.get(f"{R}id", "")]))
                yield Chart(
                    sheet.get("name", ""),
                    about.get("name", ""),
                    about.get("descr", ""),
                    row,
                    (first, last),
                    tree,
                )


def style_colours(path: Path) -> set[str]:
    """The colours of fonts, fills, borders, conditional formats and sparklines."""
    with zipfile.ZipFile(path) as package:
        styles = package.read("xl/styles.xml").decode("utf-8")
        sheets = "".join(
            package.read(name).decode("utf-8")
            for name in package.namelist()
            if name.startswith("xl/worksheets/sheet")
        )
    return {f"#{rgb}" for rgb in re.findall(r'rgb="FF([0-9A-F]{6})"', styles + sheets)}


@dataclass(frozen=True)
class Rule:
    """One conditional format: ink and ground, None where it leaves them alone."""

    ink: str | None
    ground: str | None


def rules_of(path: Path) -> list[Rule]:
    """The looks of all conditional formats."""
    with zipfile.ZipFile(path) as package:
        styles = ET.fromstring(package.read("xl/styles.xml"))
    found = []
    for look in styles.iter(f"{S}dxf"):
        ink = look.find(f"{S}font/{S}color")
        ground = look.find(f"{S}fill//{S}bgColor")
        found.append(Rule(_rgb(ink), _rgb(ground)))
    return found


def _rgb(element: ET.Element | None) -> str | None:
    rgb = None if element is None else element.get("rgb")
    return None if rgb is None else f"#{rgb[2:]}"


def print_scale(sheet: Worksheet) -> float:
    """How much smaller than on the screen the sheet prints, 1 = as large.

    0 when a page of a sheet with a scale of its own is wider than the paper.
    """
    setup, room = sheet.page_setup, printable_width(sheet)
    first, last = _printed_columns(sheet)
    if sheet.sheet_properties.pageSetUpPr.fitToPage:
        width = _width(sheet, first, last)
        return min(1.0, (setup.fitToWidth or 1) * room / width)
    scale = (setup.scale or 100) / 100
    breaks = sorted(int(b.id) for b in sheet.col_breaks.brk if first <= b.id < last)
    edges = [first - 1, *breaks, last]
    widest = max(_width(sheet, left + 1, right) for left, right in pairwise(edges))
    return scale if scale * widest <= room else 0.0


def _printed_columns(sheet: Worksheet) -> tuple[int, int]:
    area = re.search(r"\$?([A-Z]+)\$?\d+:\$?([A-Z]+)\$?\d+", sheet.print_area or "")
    if area is None:
        return 1, sheet.max_column
    first, last = map(column_index_from_string, area.groups())
    return first, last


def _width(sheet: Worksheet, first: int, last: int) -> float:
    return sum(_points(sheet, column) for column in range(first, last + 1))


def _points(sheet: Worksheet, column: int) -> float:
    """Width of a column: 7 pixels a unit and 5 of padding, at 96 pixels an inch."""
    width = 8.43
    for letters, dimension in sheet.column_dimensions.items():
        low = dimension.min or 0
        high = dimension.max or 0
        if letters == get_column_letter(column) or low <= column <= high:
            if dimension.hidden:
                return 0.0
            width = float(dimension.width)
    return (width * 7) * 0.75


def printable_width(sheet: Worksheet) -> float:
    """Width in points between the margins."""
    margins = sheet.page_margins
    paper = A4_POINTS[sheet.page_setup.orientation or "portrait"]
    return paper - (float(margins.left) + float(margins.right)) * INCH
