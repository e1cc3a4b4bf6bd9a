"""A VBA project compiled from text: vbaProject.bin without any Office.

Source only, no compiled cache, as [MS-OVBA] 2.3.4.1 allows: Office compiles it at the
first use. The same modules always give the same bytes. Standard library only, since
`segmentation upgrade` compiles projects on a user's computer.
"""

from __future__ import annotations

import re
import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from segmentation_addin.template.compound_file import (
    read_compound_file,
    write_compound_file,
)
from segmentation_addin.template.vba_compression import compress, decompress

ENCODING = "cp1252"
CODE_PAGE = 1252
PROJECT_NAME = "Segmentation"
WORKBOOK_BASE = "0{00020819-0000-0000-C000-000000000046}"
SHEET_BASE = "0{00020820-0000-0000-C000-000000000046}"
CLASS_BASE = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
NO_CACHE = bytes.fromhex("cc61ffff000000")
"""Stream _VBA_PROJECT of a project that holds no compiled code."""
_LONGEST_NAME = 31
_COOKIE = b"\xff\xff"
_NAMESPACE = uuid.UUID("6d1f5f3b-7d8e-5c1a-9c7a-2f6f0f6f9a11")
_VERSION = "393222000"
_HOST = "{3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"


class VbaProjectError(ValueError):
    """A project that cannot be compiled or read."""


class Kind(StrEnum):
    """What a module is to the project."""

    STANDARD = "Module"
    CLASS = "Class"
    DOCUMENT = "Document"


@dataclass(frozen=True)
class Module:
    """One module: its text begins with its attributes, as the project stores it."""

    name: str
    kind: Kind
    text: str
    """Lines that end with CR LF."""


@dataclass(frozen=True)
class Reference:
    """One type library that the project refers to."""

    name: str
    library: str


STDOLE = Reference(
    "stdole",
    r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#"
    r"C:\Windows\System32\stdole2.tlb#OLE Automation",
)
OFFICE = Reference(
    "Office",
    r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
    r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#"
    "Microsoft Office 16.0 Object Library",
)
REFERENCES = (STDOLE, OFFICE)


def compile_project(
    modules: Sequence[Module],
    name: str = PROJECT_NAME,
    references: Sequence[Reference] = REFERENCES,
) -> bytes:
    """The bytes of vbaProject.bin for these modules, in this order.

    Raises:
        VbaProjectError: a name that VBA does not take or that stands twice, a
            character that code page 1252 lacks, lines that do not end with CR LF.
    """
    _check_names([name, *(module.name for module in modules)])
    streams = {
        "PROJECT": _encoded(_project_text(modules, name), "PROJECT"),
        "PROJECTwm": _name_map(modules),
        "VBA/_VBA_PROJECT": NO_CACHE,
        "VBA/dir": compress(_dir_stream(modules, name, references)),
    }
    for module in modules:
        if re.search(r"\r(?!\n)|(?<!\r)\n", module.text):
            raise VbaProjectError(f"{module.name}: lines must end with CR LF")
        streams[f"VBA/{module.name}"] = compress(_encoded(module.text, module.name))
    return write_compound_file(streams)


def _check_names(names: Sequence[str]) -> None:
    taken: set[str] = set()
    for name in names:
        if not re.fullmatch(r"[^\W\d_]\w*", name) or len(name) > _LONGEST_NAME:
            raise VbaProjectError(f"no name for a project or module: {name!r}")
        if name.casefold() in taken:
            raise VbaProjectError(f"a name stands twice: {name!r}")
        taken.add(name.casefold())


def _encoded(text: str, where: str) -> bytes:
    try:
        return text.encode(ENCODING)
    except UnicodeEncodeError as error:
        lacking = text[error.start]
        raise VbaProjectError(
            f"{where}: code page 1252 has no {lacking!r} (U+{ord(lacking):04X})"
        ) from error


# --- the dir stream -----------------------------------------------------------


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _both(number: int, wide_number: int, text: str) -> bytes:
    """A text twice: in the code page and in UTF-16."""
    narrow = _record(number, _encoded(text, "dir"))
    return narrow + _record(wide_number, text.encode("utf-16-le"))


def _dir_stream(
    modules: Sequence[Module], name: str, references: Sequence[Reference]
) -> bytes:
    long_zero, windows_64, english = (struct.pack("<I", n) for n in (0, 3, 0x0409))
    parts = [
        _record(0x01, windows_64),
        _record(0x02, english),
        _record(0x14, english),
        _record(0x03, struct.pack("<H", CODE_PAGE)),
        _record(0x04, _encoded(name, "dir")),
        _both(0x05, 0x40, ""),
        _record(0x06, b"") + _record(0x3D, b""),
        _record(0x07, long_zero),
        _record(0x08, long_zero),
        struct.pack("<HIIH", 0x09, 4, 0x5F1E0E4F, 0x0C),
        _both(0x0C, 0x3C, ""),
    ]
    for reference in references:
        library = _encoded(reference.library, "dir")
        content = struct.pack("<I", len(library)) + library + bytes(6)
        parts += [_both(0x16, 0x3E, reference.name), _record(0x0D, content)]
    parts += [
        _record(0x0F, struct.pack("<H", len(modules))),
        _record(0x13, _COOKIE),
        *map(_module_records, modules),
        _record(0x10, b""),
    ]
    return b"".join(parts)


def _module_records(module: Module) -> bytes:
    type_number = 0x21 if module.kind is Kind.STANDARD else 0x22
    return b"".join(
        [
            _both(0x19, 0x47, module.name),
            _both(0x1A, 0x32, module.name),
            _both(0x1C, 0x48, _described(module)),
            _record(0x31, bytes(4)),
            _record(0x1E, bytes(4)),
            _record(0x2C, _COOKIE),
            _record(type_number, b""),
            _record(0x2B, b""),
        ]
    )


def _described(module: Module) -> str:
    """What the module says of itself, as its attribute has it."""
    found = re.search(
        r'^Attribute VB_Description = "(.*)"\r$', module.text, re.MULTILINE
    )
    return found[1].replace(r"\r\n", "\r\n").replace('""', '"') if found else ""


# --- the streams PROJECT and PROJECTwm ----------------------------------------


def _project_text(modules: Sequence[Module], name: str) -> str:
    identity = "{" + str(uuid.uuid5(_NAMESPACE, name)).upper() + "}"
    lines = [f'ID="{identity}"']
    for module in modules:
        mark = "/&H00000000" if module.kind is Kind.DOCUMENT else ""
        lines.append(f"{module.kind}={module.name}{mark}")
    lines += [
        f'Name="{name}"',
        'HelpContextID="0"',
        f'VersionCompatible32="{_VERSION}"',
        f'CMG="{_encrypted(bytes(4), identity, 0x0A)}"',
        f'DPB="{_encrypted(bytes(1), identity, 0x14)}"',
        f'GC="{_encrypted(bytes([0xFF]), identity, 0x1E)}"',
        "",
        "[Host Extender Info]",
        f"&H00000001={_HOST}",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(line + "\r\n" for line in lines)


def _encrypted(content: bytes, identity: str, seed: int) -> str:
    """One protection state as the project writes it: nothing locked, no password.

    [MS-OVBA] 2.4.3.2 with a fixed seed, so that the same project gives the same text.
    """
    key = sum(identity.encode("ascii")) & 0xFF
    made = [seed, seed ^ 2, seed ^ key]
    previous = key
    ignored = bytes([seed]) * ((seed & 6) // 2)
    for byte in ignored + struct.pack("<I", len(content)) + content:
        made.append(byte ^ (made[-2] + previous) & 0xFF)
        previous = byte
    return bytes(made).hex().upper()


def _name_map(modules: Sequence[Module]) -> bytes:
    entries = [
        _encoded(m.name, "PROJECTwm") + b"\0" + m.name.encode("utf-16-le") + b"\0\0"
        for m in modules
    ]
    return b"".join(entries) + b"\0\0"


# --- reading ------------------------------------------------------------------


def read_modules(project: bytes) -> list[Module]:
    """The modules of a project, compiled here or by Office, in the project's order.

    Raises:
        ValueError: the project is cut short or damaged.
    """
    streams = {
        path.casefold(): data for path, data in read_compound_file(project).items()
    }
    try:
        listed = decompress(streams["vba/dir"])
        kinds = _kinds(streams["project"])
        encoding = ENCODING
        found = []
        name = stream = ""
        for number, content in _records(listed):
            if number == 0x03:
                encoding = f"cp{int.from_bytes(content, 'little')}"
            elif number == 0x19:
                name = content.decode(encoding)
            elif number == 0x32:
                stream = content.decode("utf-16-le")
            elif number == 0x31:
                offset = int.from_bytes(content, "little")
                packed = streams[f"vba/{stream}".casefold()][offset:]
                text = decompress(packed).decode(encoding)
                found.append(Module(name, kinds[name.casefold()], text))
    except (KeyError, struct.error, UnicodeError, LookupError) as error:
        raise VbaProjectError(f"a damaged VBA project: {error}") from error
    return found


def _records(listed: bytes) -> list[tuple[int, bytes]]:
    """The records of a dir stream, each its number and content."""
    found = []
    at = 0
    while at < len(listed):
        number, size = struct.unpack_from("<HI", listed, at)
        if number == 0x09:  # the version of the project counts its size otherwise
            size = 6
        content = listed[at + 6 : at + 6 + size]
        if len(content) != size:
            raise VbaProjectError("a damaged VBA project: its directory is cut short")
        found.append((number, content))
        at += 6 + size
    if not found or found[-1][0] != 0x10:
        raise VbaProjectError("a damaged VBA project: its directory has no end")
    return found


def _kinds(project: bytes) -> dict[str, Kind]:
    """Kind of each module by its folded name, from the stream PROJECT."""
    found = {}
    for line in project.decode(ENCODING).splitlines():
        kind, _, name = line.partition("=")
        if kind in {*Kind, "BaseClass"}:
            shown = Kind.CLASS if kind == "BaseClass" else Kind(kind)
            found[name.split("/")[0].casefold()] = shown
    return found
