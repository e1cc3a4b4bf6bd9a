"""A FEC as a file: is it one, can it be read, what does its first line say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from segmentation_addin.imports.fec.layout import Layout, layout_of
from segmentation_addin.imports.fec.texts import (
    encoding_of,
    marked_encoding,
    pages_of,
    unified,
)
from segmentation_addin.imports.sources import SourceError

LEGAL_NAME = re.compile(r"(\d{9})FEC(\d{4})(\d\d)(\d\d)", re.IGNORECASE)
"""SIREN and closing date, as the law names the file."""
_FIRST_LINES = 200
_HEAD = 1 << 16
_STARTS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"<?xml", b"\xef\xbb\xbf<?xml"), "fec_xml"),
    (
        (b"HDR,FEC", b'"HDR","FEC"', b"HDR\x1cFEC", b"HDR|FEC", b"/* Header"),
        "fec_american",
    ),
    ((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"), "fec_no_text"),
)
_BOOKS_IN_XML = re.compile(rb"<comptabilite|<ecriture|EcritureNum", re.IGNORECASE)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1c"))
_MOST_CONTROLS = 0.05


def is_fec(path: Path) -> bool:
    """True for a file that says it is a FEC, be it one that cannot be read.

    Its name is that of the law, or its first line names the fields of a FEC or is an
    entry, or it is books in XML or a report to the American commission of that name.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    if LEGAL_NAME.match(path.name):
        return True
    code = _code_of(head)
    if code is not None:
        return code == "fec_american" or (
            code == "fec_xml" and _BOOKS_IN_XML.search(head) is not None
        )
    text = head.decode(marked_encoding(head) or "cp1252", errors="replace")
    lines = unified(text).lstrip("\n").split("\n")
    layout = layout_of(lines[:_FIRST_LINES])
    if layout is None or layout.headed:
        return layout is not None
    account = lines[0].split(layout.separator)[layout.positions["account"]]
    return account.strip(' "')[:3].isdigit()


def opened(path: Path, like: Layout | None) -> tuple[Layout, str, Iterator[str]]:
    """Layout, encoding and pages of a file, headings aside.

    A part without headings is laid out `like` the first part.

    Raises:
        SourceError: see `ledger.read_ledger`.
    """
    _check_start(path)
    encoding = encoding_of(path)
    pages = pages_of(path, encoding)
    first = next(pages, "")
    layout = layout_of(first.split("\n", _FIRST_LINES)[:_FIRST_LINES])
    if like is not None and (layout is None or not layout.headed):
        layout = replace(like, headed=False)
    if layout is None:
        raise SourceError("fec_layout", file=path.name)
    if layout.missing:
        names = ", ".join(layout.missing)
        raise SourceError("fec_fields", file=path.name, missing=names)
    if layout.headed:
        first = first.partition("\n")[2]
    return layout, encoding, chain([first], pages)


def _check_start(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except FileNotFoundError as error:
        raise SourceError("source_not_found", file=path.name) from error
    except OSError as error:
        raise SourceError("source_unreadable", file=path.name) from error
    if not start.strip():
        raise SourceError("source_empty", file=path.name)
    code = _code_of(start)
    if code is not None:
        raise SourceError(code, file=path.name)


def _code_of(start: bytes) -> str | None:
    """Why a file that begins so is not read; None when nothing speaks against it."""
    for heads, code in _STARTS:
        if start.lstrip()[:16].startswith(heads):
            return code
    part = start[:4096]
    controls = len(part) - len(part.translate(None, _CONTROLS))
    binary = controls > _MOST_CONTROLS * len(part) and not marked_encoding(start)
    return "fec_no_text" if binary else None
