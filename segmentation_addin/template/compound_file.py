"""The compound file around a VBA project: storages and streams in 512-byte sectors.

Version 3 of [MS-CFB], as much of it as a project needs, with nothing that depends on
the hour or the computer: the same streams give the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR = 512
SMALL_SECTOR = 64
SMALL_LIMIT = 4096
"""A stream shorter than this lives in small sectors."""
_ENTRY = 128
_END = 0xFFFFFFFE
_FREE = 0xFFFFFFFF
_TABLE_SECTOR = 0xFFFFFFFD
_NONE = 0xFFFFFFFF
_PER_SECTOR = SECTOR // 4
_LISTED = 109
"""Sectors of the allocation table that the header lists; 6.8 MB in all."""
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_HEADER = struct.Struct("<8s16x5H6x9I")


class CompoundFileError(ValueError):
    """The bytes are no whole compound file."""


@dataclass
class _Entry:
    """One line of the directory."""

    name: str
    kind: int
    content: bytes = b""
    children: list[int] = field(default_factory=list)
    color: int = _BLACK
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = _END
    size: int = 0

    @property
    def order(self) -> tuple[int, str]:
        """How a directory sorts its names: short ones first."""
        return len(self.name.encode("utf-16-le")), self.name.upper()


# --- writing ------------------------------------------------------------------


def write_compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of these streams, named by path: "VBA/dir".

    Raises:
        CompoundFileError: a name that no directory can hold, or more than 6.8 MB.
    """
    entries = _directory(streams)
    small, small_table = _small_streams(entries)
    root = entries[0]
    root.content = small
    body: list[bytes] = []
    table: list[int] = []

    def place(content: bytes) -> int:
        count = -(-len(content) // SECTOR)
        if not count:
            return _END
        start = len(table)
        body.append(content.ljust(count * SECTOR, b"\0"))
        table.extend([*range(start + 1, start + count), _END])
        return start

    for entry in entries:
        if entry.kind == _STREAM and entry.size >= SMALL_LIMIT:
            entry.start = place(entry.content)
    root.start, root.size = place(small), len(small)
    small_map = b"".join(struct.pack("<I", link) for link in small_table)
    filler = -len(small_table) % _PER_SECTOR
    small_start = place(small_map + struct.pack("<I", _FREE) * filler)
    written = b"".join(_entry_bytes(entry) for entry in entries)
    written += _unused_entry() * (-len(entries) % (SECTOR // _ENTRY))
    directory_start = place(written)
    listed = _add_table_sectors(table)
    body.append(struct.pack(f"<{len(table)}I", *table))
    header = _header(directory_start, small_start, len(small_map), listed)
    return header + b"".join(body)


def _directory(streams: Mapping[str, bytes]) -> list[_Entry]:
    entries = [_Entry("Root Entry", _ROOT)]
    places = {"": 0}
    for path, content in streams.items():
        folder = ""
        *folders, name = path.split("/")
        for step in folders:
            inner = f"{folder}/{step}"
            if inner not in places:
                places[inner] = _add(entries, places[folder], _Entry(step, _STORAGE))
            folder = inner
        stream = _Entry(name, _STREAM, content, size=len(content))
        _add(entries, places[folder], stream)
    for entry in entries:
        if entry.children:
            entry.child = _balanced(entries, entry.children)
    return entries


def _add(entries: list[_Entry], folder: int, entry: _Entry) -> int:
    if not 0 < len(entry.name.encode("utf-16-le")) <= 62 or set(entry.name) & set(
        "!:\\"
    ):
        raise CompoundFileError(f"no name for a stream: {entry.name!r}")
    entries.append(entry)
    entries[folder].children.append(len(entries) - 1)
    return len(entries) - 1


def _balanced(entries: list[_Entry], children: list[int]) -> int:
    """Links the children as a search tree of even depth; gives its top.

    All are black but the last level when it is not full, so every way down passes
    as many black ones: a red-black tree as the format asks for.
    """
    ordered = sorted(children, key=lambda i: entries[i].order)
    for one, next_one in pairwise(ordered):
        if entries[one].order == entries[next_one].order:
            raise CompoundFileError(f"a name stands twice: {entries[one].name!r}")
    full = (len(ordered) + 1).bit_length() - 1

    def top(part: list[int], depth: int) -> int:
        if not part:
            return _NONE
        middle = len(part) // 2
        entry = entries[part[middle]]
        entry.color = _RED if depth >= full else _BLACK
        entry.left = top(part[:middle], depth + 1)
        entry.right = top(part[middle + 1 :], depth + 1)
        return part[middle]

    return top(ordered, 0)


def _small_streams(entries: list[_Entry]) -> tuple[bytes, list[int]]:
    """The small streams one after the other, and which sector follows which."""
    held = bytearray()
    table: list[int] = []
    for entry in entries:
        if entry.kind != _STREAM or not 0 < entry.size < SMALL_LIMIT:
            continue
        entry.start = len(table)
        count = -(-entry.size // SMALL_SECTOR)
        table += [*range(entry.start + 1, entry.start + count), _END]
        held += entry.content.ljust(count * SMALL_SECTOR, b"\0")
    return bytes(held), table


def _add_table_sectors(table: list[int]) -> list[int]:
    """Lets the allocation table hold its own sectors too; gives their numbers."""
    count = 0
    while (len(table) + count) > count * _PER_SECTOR:
        count += 1
    if count > _LISTED:
        raise CompoundFileError("more than 6.8 MB")
    listed = list(range(len(table), len(table) + count))
    table += [_TABLE_SECTOR] * count
    table += [_FREE] * (count * _PER_SECTOR - len(table))
    return listed


def _header(directory: int, small: int, small_bytes: int, listed: list[int]) -> bytes:
    small_sectors = -(-small_bytes // SECTOR)
    fixed = _HEADER.pack(
        SIGNATURE,
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, len(listed), directory, 0, SMALL_LIMIT),
        *(small if small_sectors else _END, small_sectors, _END, 0),
    )
    return fixed + struct.pack(
        f"<{_LISTED}I", *listed, *[_FREE] * (_LISTED - len(listed))
    )


def _entry_bytes(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    start = 0 if entry.kind == _STORAGE else entry.start
    return (
        name.ljust(64, b"\0")
        + struct.pack(
            "<HBB3I",
            len(name) + 2,
            entry.kind,
            entry.color,
            entry.left,
            entry.right,
            entry.child,
        )
        + bytes(36)
        + struct.pack("<IQ", start, entry.size)
    )


def _unused_entry() -> bytes:
    return bytes(68) + struct.pack("<3I", _NONE, _NONE, _NONE) + bytes(48)


# --- reading ------------------------------------------------------------------


def read_compound_file(data: bytes) -> dict[str, bytes]:
    """The streams of a compound file by path, each whole.

    Raises:
        CompoundFileError: the file is cut short, or its chains do not hold.
    """
    return dict(_Reader(data).streams())


class _Reader:
    def __init__(self, data: bytes) -> None:
        if len(data) < SECTOR or data[:8] != SIGNATURE:
            raise CompoundFileError("no compound file")
        fields = _HEADER.unpack_from(data)
        self._shift = fields[4]
        if fields[2] != 3 or self._shift != 9 or fields[3] != 0xFFFE:
            raise CompoundFileError("no compound file of version 3")
        self._data = data
        tables, directory = fields[7], fields[8]
        small_table, small_count = fields[11], fields[12]
        listed = self._listed(fields[13], fields[14])[:tables]
        if len(listed) != tables:
            raise CompoundFileError("the allocation table is cut short")
        held = b"".join(self._sector(number) for number in listed)
        self._table = struct.unpack(f"<{len(held) // 4}I", held)
        raw = self._chain(directory)
        self._entries = [raw[at : at + _ENTRY] for at in range(0, len(raw), _ENTRY)]
        small = self._chain(small_table) if small_count else b""
        self._small_table = struct.unpack(f"<{len(small) // 4}I", small)
        self._small = self._content(self._entries[0], whole=True)

    def _listed(self, more: int, count: int) -> list[int]:
        """Numbers of the sectors of the allocation table."""
        numbers = list(struct.unpack_from(f"<{_LISTED}I", self._data, 76))
        for _ in range(count):
            linked = struct.unpack(f"<{_PER_SECTOR}I", self._sector(more))
            numbers += linked[:-1]
            more = linked[-1]
        return [number for number in numbers if number < _TABLE_SECTOR]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * SECTOR
        found = self._data[start : start + SECTOR]
        if len(found) != SECTOR:
            raise CompoundFileError(f"sector {number} is not in the file")
        return found

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(n) for n in _followed(self._table, start))

    def _content(self, entry: bytes, whole: bool = False) -> bytes:
        start, size = struct.unpack_from("<II", entry, 116)
        if not size:
            return b""
        if size >= SMALL_LIMIT or whole:
            found = self._chain(start)
        else:
            found = b"".join(
                self._small[n * SMALL_SECTOR : (n + 1) * SMALL_SECTOR]
                for n in _followed(self._small_table, start)
            )
        if len(found) < size:
            raise CompoundFileError("a stream is cut short")
        return found[:size]

    def streams(self) -> Iterator[tuple[str, bytes]]:
        """Every stream with its path."""
        (child,) = struct.unpack_from("<I", self._entries[0], 76)
        seen: set[int] = set()
        yield from self._below(child, "", seen)

    def _below(
        self, number: int, folder: str, seen: set[int]
    ) -> Iterator[tuple[str, bytes]]:
        if number == _NONE:
            return
        if number in seen or number >= len(self._entries):
            raise CompoundFileError("the directory leads nowhere")
        seen.add(number)
        entry = self._entries[number]
        size, kind, _, left, right, child = struct.unpack_from("<HBB3I", entry, 64)
        path = folder + entry[: max(size - 2, 0)].decode("utf-16-le", "replace")
        yield from self._below(left, folder, seen)
        if kind == _STREAM:
            yield path, self._content(entry)
        elif kind == _STORAGE:
            yield from self._below(child, path + "/", seen)
        yield from self._below(right, folder, seen)


def _followed(table: tuple[int, ...], start: int) -> Iterator[int]:
    passed = 0
    while start != _END:
        if start >= len(table) or passed > len(table):
            raise CompoundFileError("a chain of sectors leads nowhere")
        yield start
        start = table[start]
        passed += 1
