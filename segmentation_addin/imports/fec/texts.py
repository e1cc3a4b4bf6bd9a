"""The text of a FEC: which encoding it is in, and its lines, a page at a time.

The law speaks of ASCII, ISO 8859-15 and EBCDIC; in practice files come in UTF-8 with
or without a mark, in cp1252, and from old programs in cp850. A file that is not
UTF-8 throughout is read in the encoding that gives most French letters.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from segmentation_addin.imports.encodings import high_bytes, most_french

CHUNK = 1 << 22
"""Bytes read at a time."""
_SAMPLE = 1 << 22
"""Bytes above 127 that are weighed to choose an encoding."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(path: Path) -> str:
    """Name of the encoding of a text file, as Python knows it.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        marked = marked_encoding(file.read(4))
        if marked:
            return marked
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        high = bytearray()
        plain = True
        while chunk := file.read(CHUNK):
            if plain:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    plain = False
            if len(high) < _SAMPLE:
                high += high_bytes(chunk)[:_SAMPLE]
        if plain:
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                plain = False
    return "utf-8" if plain else most_french(bytes(high))


def marked_encoding(start: bytes) -> str | None:
    """The encoding that the mark at the start of a file tells; None without one."""
    return next((name for mark, name in _MARKS if start.startswith(mark)), None)


def pages_of(path: Path, encoding: str) -> Iterator[str]:
    """The text, some megabytes at a time: whole lines, each ended by one newline.

    CR, LF, CRLF and CR CR LF end a line alike; empty lines and null characters are
    taken out; a byte that the encoding does not know becomes the sign of an unknown
    letter.
    """
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    rest = ""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            text = unified(rest + decoder.decode(chunk))
            end = text.rfind("\n") + 1
            page, rest = text[:end].lstrip("\n"), text[end:]
            if page:
                yield page
    last = unified(rest + decoder.decode(b"", final=True)).strip("\n")
    if last:
        yield last + "\n"


def unwrapped(page: str, separator: str) -> str:
    """The page without the b'...' that some programs leave around their texts."""
    if "b'" not in page and 'b"' not in page:
        return page
    mark = re.escape(separator)
    wrapped = rf"(?:^|(?<={mark}))b(['\"])([^{mark}\n]*)\1(?={mark}|$)"
    return re.sub(wrapped, r"\2", page, flags=re.MULTILINE)


def unified(text: str) -> str:
    """The text with one newline at the end of each line, empty lines taken out."""
    if "\0" in text:
        text = text.replace("\0", "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    while "\n\n" in text:
        text = text.replace("\n\n", "\n")
    return text
