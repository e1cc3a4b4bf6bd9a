"""Share: a copy for those who decide, from a workbook that is up to date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from segmentation_addin.board_copy.codes import Codes, read_codes
from segmentation_addin.board_copy.copied_book import BoardCopy, CopyBuilder
from segmentation_addin.board_copy.copied_cells import Frozen
from segmentation_addin.board_copy.encryption import can_encrypt, encrypted
from segmentation_addin.board_copy.kept_sheets import (
    NAMELESS,
    WHEN_USED,
    KeptSheet,
    kept_sheets,
    keys_of,
)
from segmentation_addin.board_copy.nameless import (
    CellOf,
    NamelessWording,
    id_text,
    nameless_facts,
)
from segmentation_addin.board_copy.source import Source
from segmentation_addin.board_copy.staying import Twin
from segmentation_addin.core.inputs import texts
from segmentation_addin.core.issues import Issue, Severity
from segmentation_addin.languages import Language, number
from segmentation_addin.messages import share as words
from segmentation_addin.results.issues import RenderedIssue, render
from segmentation_addin.services import clock
from segmentation_addin.services.computing import Computed, compute
from segmentation_addin.services.manager_copy import UnknownManagerError, manager_copy
from segmentation_addin.services.refreshing import Planned, plan
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.book_part import BookPart, BookTable
from segmentation_addin.workbook.cell_values import BookValues
from segmentation_addin.workbook.cell_xml import Plain
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import HostError, Progress, silent
from segmentation_addin.workbook.package import Package
from segmentation_addin.workbook.safe_file import (
    check_not_open,
    read_whole,
    replace_file,
)
from segmentation_addin.workbook.sheet_part import SheetPart

WORKBOOK, PAGE, PAPER = ".xlsx", ".html", ".pdf"
SUFFIXES = (WORKBOOK, PAGE, PAPER)
SHOWN_CELLS = 10
"""Cells named one by one; the others are counted."""


@dataclass(frozen=True)
class Wishes:
    """What kind of copy is wanted.

    Attributes:
        sheets: keys or titles; none for the board.
        live: letters stay formulas, with the basis they rest on.
        anonymise: client codes instead of names.
        key: where the codes are kept; None for a file beside the workbook.
        password: opens the copy; None for none.
        manager: the account manager whose own clients are wanted; None for all.
        as_of: analysis date of the refresh, when it was not that of the settings.
    """

    sheets: Sequence[str] = ()
    live: bool = False
    anonymise: bool = False
    key: Path | None = None
    password: str | None = None
    manager: str | None = None
    as_of: date | None = None


@dataclass(frozen=True)
class Shared:
    """What sharing did; `issues` say why no copy was made."""

    language: Language
    path: Path | None
    """The copy; None when the data did not allow one."""
    issues: list[RenderedIssue] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    frozen: list[Frozen] = field(default_factory=list)
    left_out: list[tuple[str, int]] = field(default_factory=list)
    stale: bool = False
    key: Path | None = None
    protected: bool = False
    living: bool = False
    """True when letters stayed formulas."""

    @property
    def refused(self) -> bool:
        """The data did not allow it."""
        return self.path is None

    @property
    def calls(self) -> list[Frozen]:
        """The cells that called our functions, and are values now."""
        return [frozen for frozen in self.frozen if frozen.reason == "calls"]

    def counts(self) -> list[tuple[str, str, int]]:
        """Sheet, reason and number of the formulas that became values."""
        found = Counter((frozen.sheet, frozen.reason) for frozen in self.frozen)
        return [(sheet, reason, n) for (sheet, reason), n in found.items()]

    def lines(self) -> list[str]:
        """What a person should know of the copy, a line each."""
        language = self.language
        lines = [words.MADE.in_(language, path=self.path)]
        if self.sheets:
            lines.append(words.SHEETS.in_(language, sheets=", ".join(self.sheets)))
        if self.protected:
            lines.append(words.PROTECTED.in_(language))
        if self.key is not None:
            lines.append(words.KEY.in_(language, path=self.key))
        lines += [
            words.VALUES.in_(
                language,
                sheet=sheet,
                count=number(count, language),
                reason=words.REASONS[reason].in_(language),
            )
            for sheet, reason, count in self.counts()
        ]
        return [*lines, *self.warnings()]

    def warnings(self) -> list[str]:
        """What the copy lacks though somebody may expect it, a line each."""
        language, lines = self.language, []
        if self.living and self.calls:
            cells = [f"{call.sheet}!{call.cell}" for call in self.calls]
            left = len(cells) - SHOWN_CELLS
            if left > 0:
                more = words.MORE.in_(language, count=number(left, language))
                cells = [*cells[:SHOWN_CELLS], more]
            lines.append(words.NOT_LIVING.in_(language, cells=", ".join(cells)))
        blank = sum(frozen.blank for frozen in self.frozen)
        if blank:
            lines.append(words.BLANK.in_(language, count=number(blank, language)))
        if self.stale:
            lines.append(words.STALE.in_(language))
        lines += [
            words.OBJECTS.in_(language, sheet=sheet, count=count)
            for sheet, count in self.left_out
        ]
        return lines

    def document(self) -> dict[str, Any]:
        """What `segmentation share --json` prints."""
        return {
            "copy": str(self.path),
            "sheets": self.sheets,
            "protected": self.protected,
            "key": None if self.key is None else str(self.key),
            "values": [
                {"sheet": sheet, "reason": reason, "formulas": count}
                for sheet, reason, count in self.counts()
            ],
            "calls_frozen": [
                {"sheet": frozen.sheet, "cell": frozen.cell} for frozen in self.calls
            ],
            "without_value": [
                {"sheet": frozen.sheet, "cell": frozen.cell}
                for frozen in self.frozen
                if frozen.blank
            ],
            "objects_left_out": [
                {"sheet": sheet, "objects": count} for sheet, count in self.left_out
            ],
            "user_formulas_wait_for_excel": self.stale,
        }


def key_beside(workbook: Path) -> Path:
    """Where the codes of a workbook are kept unless somebody chooses a place."""
    return workbook.with_name(f"{workbook.stem}.codes.csv")


def share(
    workbook: Path,
    target: Path,
    wishes: Wishes | None = None,
    progress: Progress = silent,
) -> Shared:
    """Makes a copy of a workbook that is up to date; writes nothing else.

    Raises:
        HostError: the file, the folder or this computer does not allow it.
    """
    wishes = wishes or Wishes()
    _check_target(workbook, target, wishes)
    host = FileHost(workbook)
    computed = compute(host, wishes.as_of, progress=progress)
    if computed.result is None:
        return Shared(computed.language, None, computed.rendered())
    planned = plan(host, computed, computed.result)
    if not host.stands(planned.changes):
        issue = Issue("refresh_first", Severity.ERROR)
        found = render([issue], computed.language, lambda _: ("", ""))
        return Shared(computed.language, None, found)
    progress("write", 0.6)
    try:
        return _written(workbook, target, wishes, planned)
    except UnknownManagerError as error:
        return Shared(computed.language, None, error.issues)


def _check_target(workbook: Path, target: Path, wishes: Wishes) -> None:
    if not target.parent.is_dir():
        raise HostError("folder_missing", path=str(target.parent))
    if target.is_dir():
        raise HostError("folder", path=str(target))
    if target.resolve() == workbook.resolve():
        raise HostError("share_over_source", path=target.name)
    check_not_open(target)
    if wishes.password is not None and not can_encrypt():
        raise HostError("protect_missing")
    if wishes.anonymise:
        key = _key_of(workbook, wishes)
        if key.resolve().parent == target.resolve().parent:
            raise HostError("key_beside_copy", path=str(key))


def _key_of(workbook: Path, wishes: Wishes) -> Path:
    return key_beside(workbook) if wishes.key is None else wishes.key


def _written(workbook: Path, target: Path, wishes: Wishes, planned: Planned) -> Shared:
    codes = _codes(workbook, wishes, planned.computed) if wishes.anonymise else None
    content, shared = _content(workbook, target, wishes, planned, codes)
    if wishes.password is not None:
        content = encrypted(content, wishes.password)
    key = None
    if codes is not None:
        key = _key_of(workbook, wishes)
        codes.save(key)
    replace_file(target, lambda out: _write(out, content))
    return replace(shared, path=target, key=key, protected=wishes.password is not None)


def _write(out: Any, content: bytes) -> None:
    out.write(content)


def _content(
    workbook: Path,
    target: Path,
    wishes: Wishes,
    planned: Planned,
    codes: Codes | None,
) -> tuple[bytes, Shared]:
    """The bytes of the copy, and what is told of it."""
    language = planned.computed.language
    facts = planned.facts if codes is None else nameless_facts(planned.facts, codes)
    if wishes.manager is not None:
        return manager_copy(facts, wishes.manager), Shared(language, target)
    if target.suffix.lower() == PAGE:
        from segmentation_addin.report.html import html_page

        return html_page(facts).encode(), Shared(language, target)
    if target.suffix.lower() == PAPER:
        from segmentation_addin.report.pdf import pdf_document

        return pdf_document(facts), Shared(language, target)
    copy = copied(workbook, language, wishes, codes, planned.facts)
    return copy.data, Shared(
        language,
        target,
        sheets=copy.sheets,
        frozen=copy.frozen,
        left_out=copy.left_out,
        stale=copy.stale,
        living=wishes.live,
    )


def copied(
    workbook: Path,
    language: Language,
    wishes: Wishes,
    codes: Codes | None = None,
    facts: Facts | None = None,
) -> BoardCopy:
    """The copy of a workbook file that is known to be up to date.

    With `codes`, `facts` are what the workbook shows, names included.
    """
    data = read_whole(workbook)
    book = BookPart(Package(data, workbook.name))
    source = Source(book, BookValues(data, book), language)
    kept = kept_sheets(book, wishes.sheets, _used(source))
    wording = None
    if codes is not None and facts is not None:
        wording = _nameless(source, kept, codes, facts)
    twin = _twin() if wishes.live else None
    return CopyBuilder(source, kept, clock.now(), twin, wording).build()


def _twin() -> Twin:
    from segmentation_addin.workbook.native_twin import twin_of

    return twin_of


def _used(source: Source) -> set[str]:
    """The sheets that stay out until their table holds a row, and do."""
    found = set()
    for key, name in WHEN_USED.items():
        table = source.book.table(name)
        if table is None:
            continue
        cell_of, body = _cells(source), table.part.body
        rows = range(body.first_row, body.last_row + 1)
        if any(cell_of(table, row, body.first_column) for row in rows):
            found.add(key)
    return found


def _cells(source: Source) -> CellOf:
    """The values of the tables, each sheet read once."""
    parts: dict[str, SheetPart] = {}

    def cell_of(table: BookTable, row: int, column: int) -> Plain:
        name = table.sheet.part
        if name not in parts:
            parts[name] = source.part(KeptSheet(table.sheet, None))
        return source.values.sheet(table.sheet, parts[name]).value(row, column)

    return cell_of


def _nameless(
    source: Source, kept: Sequence[KeptSheet], codes: Codes, facts: Facts
) -> NamelessWording:
    keys = keys_of(source.book)
    for sheet in kept:
        if sheet.key not in NAMELESS:
            offered = [keys[key].title for key in sorted(NAMELESS & keys.keys())]
            title = sheet.sheet.title
            shown = ", ".join(offered)
            raise HostError("share_names_sheet", sheet=title, sheets=shown)
    titles = {sheet.key: sheet.sheet.title for sheet in kept if sheet.key is not None}
    return NamelessWording(source.book, titles, _cells(source), codes, facts)


def _codes(workbook: Path, wishes: Wishes, computed: Computed) -> Codes:
    """The key, grown by the clients that it does not know yet."""
    codes = read_codes(_key_of(workbook, wishes))
    inputs = computed.inputs
    clients = inputs.clients
    named = dict(zip(texts(clients, "client_id"), texts(clients, "name"), strict=True))
    for frame in (inputs.margins, inputs.cost_to_serve, inputs.overrides):
        for client in texts(frame, "client_id"):
            named.setdefault(client, "")
    codes.give((id_text(client), str(name)) for client, name in named.items())
    return codes
