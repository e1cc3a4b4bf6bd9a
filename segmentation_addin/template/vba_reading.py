"""Reading the VBA project of an existing workbook: modules, references, own code.

Needed by upgrade, which must not lose what somebody else wrote, and by doctor.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from segmentation_addin.template.compound_file import read_compound_file
from segmentation_addin.template.vba_compression import decompress
from segmentation_addin.template.vba_project import (
    ENCODING,
    Module,
    VbaProjectError,
    read_modules,
)

_REFERENCE_NAME = 0x16
_REGISTERED, _PROJECT, _CONTROL = 0x0D, 0x0E, 0x2F
_VERSION, _CODE_PAGE = 0x09, 0x03
_LIBRARY = re.compile(r"\{[0-9A-Fa-f-]{36}\}")
_ATTRIBUTE = re.compile(r"\s*Attribute\s+[\w.]+\s*=", re.IGNORECASE)
_HELP = re.compile(r"\s*Attribute\s+\w+\.VB_Description\s*=", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_TEXTS = re.compile(r'"(?:[^"]|"")*"')


@dataclass(frozen=True)
class ReferenceRead:
    """One reference of a project: its name, its library, in the words of the file."""

    name: str
    library: str

    @property
    def identity(self) -> str:
        """The GUID of the library in capitals; "" for another project."""
        found = _LIBRARY.search(self.library)
        return found[0].upper() if found else ""


@dataclass(frozen=True)
class Project:
    """The VBA project of a workbook."""

    modules: tuple[Module, ...]
    references: tuple[ReferenceRead, ...]

    def module(self, name: str) -> Module | None:
        """The module of that name, whatever its case; None when there is none."""
        for module in self.modules:
            if module.name.casefold() == name.casefold():
                return module
        return None


def read_project(content: bytes) -> Project:
    """The project in the bytes of a vbaProject.bin.

    Raises:
        ValueError: it is cut short or damaged.
    """
    streams = {
        name.casefold(): data for name, data in read_compound_file(content).items()
    }
    if "vba/dir" not in streams:
        raise VbaProjectError("no VBA project")
    directory = decompress(streams["vba/dir"])
    return Project(tuple(read_modules(content)), tuple(_references(directory)))


def _references(directory: bytes) -> Iterator[ReferenceRead]:
    name, encoding = "", ENCODING
    for number, content in _records(directory):
        if number == _CODE_PAGE:
            encoding = f"cp{int.from_bytes(content, 'little')}"
        elif number == _REFERENCE_NAME:
            name = content.decode(encoding, "replace")
        elif number in {_REGISTERED, _PROJECT, _CONTROL}:
            size = int.from_bytes(content[:4], "little")
            library = content[4 : 4 + size].decode(encoding, "replace")
            yield ReferenceRead(name, library)


def _records(directory: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 6 <= len(directory):
        number, size = struct.unpack_from("<HI", directory, place)
        size = 6 if number == _VERSION else size
        yield number, directory[place + 6 : place + 6 + size]
        place += 6 + size


def code_lines(text: str) -> list[str]:
    """The lines of a module that somebody wrote: no attribute, no blank line."""
    return [
        line.rstrip()
        for line in text.splitlines()
        if line.strip() and not _ATTRIBUTE.match(line)
    ]


def folded(line: str) -> str:
    """A line for comparison: Excel changes blanks and the case of words at will.

    >>> folded('  If x=1 Then Say "Été"') == folded('if X = 1 then Say "Été"')
    True
    """
    kept = []
    place = 0
    for text in _TEXTS.finditer(line):
        kept += [_BLANKS.sub("", line[place : text.start()]).casefold(), text[0]]
        place = text.end()
    kept.append(_BLANKS.sub("", line[place:]).casefold())
    return "".join(kept)


def folded_code(text: str) -> list[str]:
    """The code of a module for comparison, line by line."""
    return [folded(line) for line in code_lines(text)]


def same_code(one: str, other: str) -> bool:
    """True when two modules say the same: blanks, case and attributes but help aside."""
    return folded_code(one) == folded_code(other) and _help(one) == _help(other)


def _help(text: str) -> list[str]:
    return [folded(line) for line in text.splitlines() if _HELP.match(line)]
