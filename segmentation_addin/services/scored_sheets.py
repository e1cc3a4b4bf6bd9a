"""The three sheets that score brings back into a workbook, as a workbook of their own.

Only values stand there, no formula: the figures are those of the run.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from segmentation_addin.at_scale.listed_clients import KINDS, Chosen, Curve
from segmentation_addin.at_scale.summary import AMOUNTS, Summary
from segmentation_addin.core.readings.kpis import GROUPS
from segmentation_addin.languages import Language, number
from segmentation_addin.messages import score_sheets as words
from segmentation_addin.palette import ACCENT, FONT, MUTED
from segmentation_addin.services.plain_workbook import with_ordered_fonts
from segmentation_addin.template.parts import Parts, read_parts
from segmentation_addin.workbook.declaration import NUMBER_FORMATS, Kind
from segmentation_addin.workbook.outputs import SEGMENTATION

TABLES: Final = {
    "lines": ("tblScoredLetters", "tblScoredSums", "tblScoredKinds"),
    "clients": ("tblScoredClients",),
    "curve": ("tblScoredCurve",),
}
"""The tables of each sheet, by its key; these names never change."""
HEADINGS_HEIGHT: Final = 34
"""Points: two lines of a heading."""
_AMOUNT = NUMBER_FORMATS[Kind.AMOUNT]
_COUNT = NUMBER_FORMATS[Kind.COUNT]
_RATE = NUMBER_FORMATS[Kind.RATE]
_KPIS: Final = {
    "clients": _COUNT,
    "revenue": _AMOUNT,
    **dict.fromkeys(AMOUNTS, _AMOUNT),
    "net_margin_rate": _RATE,
    "orders": _COUNT,
    "basket": _AMOUNT,
    **dict.fromkeys(("retention", "grr", "nrr"), _RATE),
}
_PLACES: Final = 6
"""Decimals of money: what is smaller is left by the order of a sum."""
_CLIENT_COLUMNS: Final = tuple(
    column
    for column in SEGMENTATION.columns
    if column.key not in {"caps", "cluster", "next_step"}
)


@dataclass(frozen=True)
class Scored:
    """What a run brings back."""

    chosen: Chosen
    curve: Curve
    summary: Summary
    lines: int
    aside: int
    as_of: str
    now: str
    result: str
    """Name of the file that has all clients."""


def scored_sheets(
    scored: Scored, titles: Mapping[str, str], language: Language
) -> Parts:
    """The parts of a workbook with the three sheets, in the order of `TABLES`."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheets = {key: book.create_sheet(titles[key]) for key in TABLES}
    writer = _Writer(scored, titles, language)
    writer.lines(sheets["lines"])
    writer.clients(sheets["clients"])
    writer.curve(sheets["curve"])
    buffer = io.BytesIO()
    book.save(buffer)
    return with_ordered_fonts(read_parts(buffer.getvalue()))


@dataclass(frozen=True)
class _Writer:
    scored: Scored
    titles: Mapping[str, str]
    language: Language

    def lines(self, sheet: Worksheet) -> None:
        """What was scored, figures by letter, what is listed and what is not."""
        found = self.scored
        clients, listed = found.summary.clients, len(found.chosen.rows)
        self._head(
            sheet,
            [
                words.SOURCE.in_(
                    self.language,
                    lines=self._count(found.lines),
                    day=found.as_of,
                    now=found.now,
                    aside=self._count(found.aside),
                ),
                words.SHOWN.in_(
                    self.language,
                    listed=self._count(listed),
                    clients=self._count(clients),
                    sheet=self.titles["clients"],
                    hidden=self._count(clients - listed),
                    file=found.result,
                ),
            ],
        )
        row = self._section(sheet, 8, "kpis")
        headings = [self._named(key) for key in ("letter", *_KPIS)]
        groups = {**found.summary.by_letter(), "all": found.summary.totals()}
        body = [
            [words.GROUPS[name].in_(self.language), *(groups[name][k] for k in _KPIS)]
            for name in (*GROUPS, "all")
        ]
        formats = ["@", *_KPIS.values()]
        row = _table(sheet, row, TABLES["lines"][0], headings, body, formats)
        row = self._section(sheet, row + 2, "sums")
        headings, body, formats_of_sums = self._sums(groups)
        row = _table(sheet, row, TABLES["lines"][1], headings, body, formats_of_sums)
        row = self._section(sheet, row + 2, "kinds")
        headings = [self._named(key) for key in ("who", "found", "shown", "left")]
        chosen = found.chosen
        body = [
            [
                words.KIND_ROWS[kind].in_(self.language),
                chosen.found[kind],
                chosen.listed[kind],
                chosen.found[kind] - chosen.listed[kind],
            ]
            for kind in KINDS
        ]
        formats = ["@", _COUNT, _COUNT, _COUNT]
        _table(sheet, row, TABLES["lines"][2], headings, body, formats)
        _widths(sheet, [34, *[17] * (len(formats_of_sums) - 1)])

    def _sums(
        self, groups: Mapping[str, Mapping[str, Any]]
    ) -> tuple[list[str], list[list[Any]], list[str]]:
        """Listed, not listed and all, of each letter and each figure."""
        figures = {"clients": _COUNT, "revenue": _AMOUNT}
        figures |= dict.fromkeys(AMOUNTS, _AMOUNT)
        headings = [self._named("letter")]
        for key in figures:
            name = self._named(key)
            headings += [
                words.HEADINGS[part].in_(self.language, name=name)
                for part in ("listed", "hidden", "whole")
            ]
        rows = self.scored.chosen.rows
        letters = pc.fill_null(rows["letter"], "inactive")
        body = []
        for name in (*GROUPS, "all"):
            own = rows if name == "all" else rows.filter(pc.equal(letters, name))
            line: list[Any] = [words.GROUPS[name].in_(self.language)]
            for key in figures:
                whole = groups[name][key]
                line += _split(own, key, whole)
            body.append(line)
        formats = ["@", *(kind for kind in figures.values() for _ in range(3))]
        return headings, body, formats

    def clients(self, sheet: Worksheet) -> None:
        """The clients that are listed, one a row."""
        found, rows = self.scored, self.scored.chosen.rows
        listed = words.SHOWN.in_(
            self.language,
            listed=self._count(len(rows)),
            clients=self._count(found.summary.clients),
            sheet=self.titles["clients"],
            hidden=self._count(found.summary.clients - len(rows)),
            file=found.result,
        )
        self._head(sheet, [listed])
        columns = [c for c in _CLIENT_COLUMNS if c.key in rows.column_names]
        values: list[list[Any]] = []
        for column in columns:
            told = rows[column.key].to_pylist()
            if column.choices:
                spoken = {k: t.in_(self.language) for k, t in column.choices.items()}
                told = [spoken.get("yes" if v is True else v, "") for v in told]
            values.append(told)
        kinds = [words.KINDS[k].in_(self.language) for k in rows["kind"].to_pylist()]
        headings = [column.heading.in_(self.language) for column in columns]
        at = 3
        body = zip(*values[:at], kinds, *values[at:], strict=True)
        headings.insert(at, self._named("kind"))
        formats = [column.format for column in columns]
        formats.insert(at, "@")
        _table(sheet, 8, TABLES["clients"][0], headings, body, formats)
        sheet.freeze_panes = "C9"
        _widths(sheet, [16, 28, 8, 22, *[14] * (len(columns) - 3)])

    def curve(self, sheet: Worksheet) -> None:
        """The whale curve: its points and its chart."""
        curve = self.scored.curve
        money = {"peak": curve.peak, "total": curve.total}
        statement = words.CURVE.in_(
            self.language,
            clients=self._count(curve.clients),
            points=self._count(len(curve.ranks)),
            **{k: number(v, self.language, 2) for k, v in money.items()},
        )
        self._head(sheet, [statement])
        headings = [self._named(key) for key in ("rank", "share", "cumulated")]
        shares = curve.ranks / max(curve.clients, 1)
        body = zip(
            curve.ranks.tolist(), shares.tolist(), curve.cumulated.tolist(), strict=True
        )
        formats = [_COUNT, _RATE, _AMOUNT]
        last = _table(sheet, 8, TABLES["curve"][0], headings, body, formats)
        _widths(sheet, [24, 22, 20])
        chart = ScatterChart(scatterStyle="lineMarker")
        chart.legend = None
        chart.width, chart.height = 22, 11
        chart.x_axis.title, chart.y_axis.title = headings[1], headings[2]
        chart.x_axis.delete = chart.y_axis.delete = False
        chart.x_axis.scaling.min, chart.x_axis.scaling.max = 0, 1
        chart.x_axis.number_format = "0%"
        chart.y_axis.number_format = "#,##0"
        line = Series(
            Reference(sheet, min_col=3, min_row=9, max_row=last),
            Reference(sheet, min_col=2, min_row=9, max_row=last),
        )
        line.marker.symbol = "none"
        line.graphicalProperties.line.solidFill = ACCENT.lstrip("#")
        chart.series.append(line)
        sheet.add_chart(chart, "E8")

    def _head(self, sheet: Worksheet, statements: Sequence[str]) -> None:
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet["A1"] = sheet.title
        sheet["A1"].data_type = "s"
        sheet["A1"].font = Font(name=FONT, size=20, bold=True, color=_hex(ACCENT))
        more = [words.APART.in_(self.language)]
        if not self.scored.summary.costed:
            more.append(words.NO_COST.in_(self.language))
        for row, text in enumerate([*statements, *more], start=2):
            cell = sheet.cell(row, 1, text)
            cell.data_type = "s"
            cell.font = Font(name=FONT, italic=True, color=_hex(MUTED))

    def _section(self, sheet: Worksheet, row: int, key: str) -> int:
        cell = sheet.cell(row, 1, words.SECTIONS[key].in_(self.language))
        cell.font = Font(name=FONT, size=12, bold=True, color=_hex(ACCENT))
        return row + 1

    def _named(self, key: str) -> str:
        return words.HEADINGS[key].in_(self.language)

    def _count(self, value: int) -> str:
        return number(value, self.language)


def _split(rows: pa.Table, key: str, whole: float | None) -> list[float | None]:
    """A figure of the listed clients, of the others and of all; unknown is None."""
    if key == "clients":
        return [len(rows), int(whole or 0) - len(rows), whole]
    if whole is None:
        return [None, None, None]
    listed = float(pc.sum(rows[key]).as_py() or 0)
    return [listed, round(whole - listed, _PLACES), whole]


def _table(
    sheet: Worksheet,
    row: int,
    name: str,
    headings: Sequence[str],
    body: Iterable[Sequence[Any]],
    formats: Sequence[str],
) -> int:
    """Writes a table from its row of headings; gives the last row of its body."""
    for column, heading in enumerate(headings, start=1):
        cell = sheet.cell(row, column, heading)
        side = "left" if formats[column - 1] == "@" else "right"
        cell.font = Font(name=FONT, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_hex(ACCENT))
        cell.alignment = Alignment(horizontal=side, wrap_text=True, vertical="center")
    sheet.row_dimensions[row].height = HEADINGS_HEIGHT
    last = row
    for last, line in enumerate(body, start=row + 1):
        for column, value in enumerate(line, start=1):
            if value is None or value == "":
                continue
            text = isinstance(value, str)
            plain = ILLEGAL_CHARACTERS_RE.sub("", value) if text else value
            cell = sheet.cell(last, column, plain)
            if text:
                cell.data_type = "s"
            cell.number_format = formats[column - 1]
    last = max(last, row + 1)
    end = sheet.cell(last, len(headings)).coordinate
    table = Table(displayName=name, ref=f"{sheet.cell(row, 1).coordinate}:{end}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    return last


def _widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    for place, width in enumerate(widths, start=1):
        letter = openpyxl.utils.get_column_letter(place)
        sheet.column_dimensions[letter].width = width


def _hex(colour: str) -> str:
    return colour.lstrip("#")
