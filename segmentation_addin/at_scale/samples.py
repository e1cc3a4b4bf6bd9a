"""A look at a large text file without reading it into memory.

Its bytes are checked from end to end (encoding, damage, lines), and a few whole lines
of its beginning, middle and end make a small file that the importer can read.
"""

from __future__ import annotations

import codecs
import gzip
import io
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from segmentation_addin.imports.sources import SourceError

STEP = 4 * 1024 * 1024
HEAD = 256 * 1024
PIECE = 128 * 1024
PIECES = 8
"""Blocks of `PIECE` bytes taken evenly over the file, besides its head."""
GZIP = b"\x1f\x8b"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UNREADABLE = (OSError, EOFError, zlib.error)


@dataclass(frozen=True)
class Bytes:
    """What the bytes of a text file are."""

    encoding: str
    lines: int
    """Line ends; a last line without one counts."""
    cut: bool
    """The last line has no end: the file may have been cut."""


Advance = Callable[[int], None]
"""Called with the bytes that were read since the last call."""


def is_zipped(path: Path) -> bool:
    """Whether a file begins as gzip does."""
    with path.open("rb") as file:
        return file.read(2) == GZIP


def examined(path: Path, advance: Advance) -> Bytes:
    """Encoding, lines and end of a text file, from all its bytes.

    UTF-8 when every byte agrees, else code page 1252, as for a small file.

    Raises:
        SourceError: the file is empty, no text, or a damaged archive.
    """
    utf_8 = codecs.getincrementaldecoder("utf-8")()
    encoding, lines, last, first = "utf-8", 0, b"", True
    for block in _blocks(path, advance):
        if first and block.startswith(_UTF_16):
            return Bytes("utf-16", block.count(b"\n"), cut=False)
        if first and b"\x00" in block[:4096]:
            raise SourceError("source_unknown_kind", file=path.name)
        first = False
        if encoding == "utf-8" and not (block.isascii() and last[-1:] < b"\x80"):
            try:
                utf_8.decode(block)
            except UnicodeDecodeError:
                encoding = "cp1252"
        lines += block.count(b"\n")
        last = block
    if first:
        raise SourceError("source_empty", file=path.name)
    cut = not last.endswith((b"\n", b"\r"))
    return Bytes(encoding, lines + cut, cut)


def _blocks(path: Path, advance: Advance) -> Iterator[bytes]:
    """The bytes of a file, unzipped where it is zipped."""
    try:
        with path.open("rb") as raw, _opened(raw, path) as file:
            while block := file.read(STEP):
                yield block
                advance(len(block))
    except _UNREADABLE as error:
        raise SourceError("source_unreadable", file=path.name) from error


def _opened(raw: BinaryIO, path: Path) -> BinaryIO:
    if is_zipped(path):
        return gzip.GzipFile(fileobj=raw)  # type: ignore[return-value]
    return raw


def plain_copy(path: Path, target: Path, encoding: str) -> None:
    """The same lines as plain UTF-8: unzipped, and without a mark of byte order."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    with target.open("wb") as file:
        for block in _blocks(path, lambda _: None):
            file.write(decoder.decode(block).encode("utf-8"))
        file.write(decoder.decode(b"", final=True).encode("utf-8"))


def sample(path: Path) -> bytes:
    """Whole lines of a plain UTF-8 file: its head, and pieces spread over the rest."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEAD)
        if size <= HEAD + PIECES * PIECE:
            return head + file.read()
        kept = io.BytesIO()
        kept.write(head[: head.rindex(b"\n") + 1] if b"\n" in head else head)
        for number in range(1, PIECES + 1):
            place = HEAD + (size - HEAD - PIECE) * number // PIECES
            file.seek(place, os.SEEK_SET)
            piece = file.read(PIECE)
            start, end = piece.find(b"\n") + 1, piece.rfind(b"\n") + 1
            kept.write(piece[start:end])
        return kept.getvalue()
