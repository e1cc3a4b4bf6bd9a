"""The zip package of a workbook: read in parts, rewritten part by part.

Members that do not change are copied as they stand, still compressed. The same
source and the same changes give the same bytes.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO

from segmentation_addin.workbook.host import HostError

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_MAX_32 = 0xFFFFFFFF
_MAX_16 = 0xFFFF
_ZIP64_EXTRA = 1
_DESCRIPTOR_FLAG = 0x8
_ENCRYPTED_FLAG = 0x1
_PART_LIMIT = 1 << 31
"""No part of a workbook that Excel opens is larger (2 GB)."""
_LARGE_PART = 8_000_000
"""Bytes from which a part is compressed fast rather than small."""

Content = bytes | Callable[[], Iterable[bytes]]
"""New content of a part: its bytes, or what gives them piece by piece."""


class Package:
    """The parts of one workbook held in memory as its zip file.

    Args:
        data: bytes of the whole file.
        name: file name, for the messages.

    Raises:
        HostError: `encrypted`, `old_format`, `not_a_workbook`, `damaged`.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        if data.startswith(_OLE_MAGIC):
            secret = "EncryptedPackage".encode("utf-16-le") in data
            raise HostError("encrypted" if secret else "old_format", path=name)
        if not data.startswith(b"PK"):
            raise HostError("not_a_workbook", path=name)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise HostError("damaged", path=name, part="zip") from error
        self._members = {info.filename: info for info in self._zip.infolist()}
        if len(self._members) != len(self._zip.infolist()):
            raise HostError("damaged", path=name, part="zip")
        if any(info.flag_bits & _ENCRYPTED_FLAG for info in self._zip.infolist()):
            raise HostError("encrypted", path=name)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parts, in the order of the file."""
        return tuple(self._members)

    def __contains__(self, name: str) -> bool:
        """True when the package has that part."""
        return name in self._members

    def read(self, name: str, limit: int | None = None) -> bytes:
        """One part, or its first `limit` bytes; HostError("damaged") if it cannot."""
        if name not in self._members:
            raise HostError("damaged", path=self.name, part=name)
        if self._members[name].file_size > _PART_LIMIT:
            raise HostError("too_large", path=self.name, part=name)
        info = self._members[name]
        try:
            if limit is None and info.compress_type == zipfile.ZIP_DEFLATED:
                return self._inflated(info)
            with self._zip.open(name) as part:
                return part.read() if limit is None else part.read(limit)
        except (
            zipfile.BadZipFile,
            zlib.error,
            struct.error,
            EOFError,
            NotImplementedError,
            OSError,
        ) as error:
            raise HostError("damaged", path=self.name, part=name) from error

    def _place(self, info: zipfile.ZipInfo) -> tuple[int, int, int]:
        """Where the name, the extra field and the content of a member begin."""
        header = _LOCAL.unpack_from(self.data, info.header_offset)
        named = info.header_offset + _LOCAL.size
        return named, named + header[9], named + header[9] + header[10]

    def _inflated(self, info: zipfile.ZipInfo) -> bytes:
        begin = self._place(info)[2]
        packed = memoryview(self.data)[begin : begin + info.compress_size]
        content = zlib.decompress(packed, -15, max(info.file_size, 1))
        if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
            raise HostError("damaged", path=self.name, part=info.filename)
        return content

    def write(
        self,
        out: BinaryIO,
        changed: Mapping[str, Content],
        dropped: frozenset[str] = frozenset(),
        added: Mapping[str, bytes] | None = None,
    ) -> None:
        """Writes the package with some parts changed, others dropped or added.

        Order, time stamps and every byte of the other parts stay; parts that are
        added come last, with one fixed date.
        """
        directory = bytearray()
        count = 0
        for info in self._zip.infolist():
            if info.filename in dropped:
                continue
            offset = out.tell()
            if info.filename in changed:
                sizes = self._rewrite(out, info, changed[info.filename])
            else:
                sizes = self._copy(out, info)
            directory += _central_entry(info, sizes, offset)
            count += 1
        for name, content in (added or {}).items():
            info = zipfile.ZipInfo(name)
            offset = out.tell()
            directory += _central_entry(info, _fresh(out, info, content), offset)
            count += 1
        self._finish(out, bytes(directory), count)

    def _copy(self, out: BinaryIO, info: zipfile.ZipInfo) -> _Sizes:
        named, extended, begin = self._place(info)
        extra = self.data[extended:begin]
        sizes = _Sizes(info.CRC, info.compress_size, info.file_size, info.compress_type)
        name = self.data[named:extended]
        out.write(_local_entry(info, sizes, name, _without_zip64(extra)))
        out.write(memoryview(self.data)[begin : begin + info.compress_size])
        return sizes

    def _rewrite(
        self, out: BinaryIO, info: zipfile.ZipInfo, content: Content
    ) -> _Sizes:
        named, extended, _ = self._place(info)
        name = self.data[named:extended]
        place = out.tell()
        blank = _Sizes(0, 0, 0, zipfile.ZIP_DEFLATED)
        out.write(_local_entry(info, blank, name, b""))
        pieces = (content,) if isinstance(content, bytes) else content()
        fast = info.file_size > _LARGE_PART or (
            isinstance(content, bytes) and len(content) > _LARGE_PART
        )
        packer = zlib.compressobj(1 if fast else 6, zlib.DEFLATED, -15)
        checksum = size = packed = 0
        for piece in pieces:
            checksum = zlib.crc32(piece, checksum)
            size += len(piece)
            packed += out.write(packer.compress(piece))
        packed += out.write(packer.flush())
        if size > _PART_LIMIT:
            raise HostError("too_large", path=self.name, part=info.filename)
        sizes = _Sizes(checksum, packed, size, zipfile.ZIP_DEFLATED)
        end = out.tell()
        out.seek(place)
        out.write(_local_entry(info, sizes, name, b""))
        out.seek(end)
        return sizes

    def _finish(self, out: BinaryIO, directory: bytes, count: int) -> None:
        offset = out.tell()
        out.write(directory)
        size = len(directory)
        if offset >= _MAX_32 or count >= _MAX_16:
            end64 = out.tell()
            out.write(
                struct.pack(
                    "<4sQ2H2L4Q",
                    b"PK\x06\x06",
                    44,
                    45,
                    45,
                    0,
                    0,
                    count,
                    count,
                    size,
                    offset,
                )
            )
            out.write(struct.pack("<4sLQL", b"PK\x06\x07", 0, end64, 1))
        shown = min(count, _MAX_16)
        out.write(
            struct.pack(
                "<4s4H2LH",
                b"PK\x05\x06",
                0,
                0,
                shown,
                shown,
                size,
                min(offset, _MAX_32),
                len(self._zip.comment),
            )
        )
        out.write(self._zip.comment)


def _fresh(out: BinaryIO, info: zipfile.ZipInfo, content: bytes) -> _Sizes:
    """Writes a part that the package did not have."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    sizes = _Sizes(zlib.crc32(content), len(packed), len(content), zipfile.ZIP_DEFLATED)
    out.write(_local_entry(info, sizes, info.filename.encode("cp437"), b""))
    out.write(packed)
    return sizes


class _Sizes:
    """What the two headers of one member say of its content."""

    def __init__(self, checksum: int, packed: int, size: int, method: int) -> None:
        self.checksum = checksum
        self.packed = packed
        self.size = size
        self.method = method


def _stamp(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return (
        (hour << 11) | (minute << 5) | (second // 2),
        ((year - 1980) << 9) | (month << 5) | day,
    )


def _version(info: zipfile.ZipInfo, large: bool) -> int:
    return max(info.extract_version, 45 if large else 20)


def _local_entry(
    info: zipfile.ZipInfo, sizes: _Sizes, name: bytes, extra: bytes
) -> bytes:
    large = sizes.size >= _MAX_32 or sizes.packed >= _MAX_32
    if large:
        extra = struct.pack("<2H2Q", _ZIP64_EXTRA, 16, sizes.size, sizes.packed) + extra
    clock, day = _stamp(info)
    header = _LOCAL.pack(
        b"PK\x03\x04",
        _version(info, large),
        info.flag_bits & ~_DESCRIPTOR_FLAG,
        sizes.method,
        clock,
        day,
        sizes.checksum,
        _MAX_32 if large else sizes.packed,
        _MAX_32 if large else sizes.size,
        len(name),
        len(extra),
    )
    return header + name + extra


def _central_entry(info: zipfile.ZipInfo, sizes: _Sizes, offset: int) -> bytes:
    wide = [x for x in (sizes.size, sizes.packed, offset) if x >= _MAX_32]
    extra = _without_zip64(info.extra)
    if wide:
        packed = b"".join(struct.pack("<Q", x) for x in wide)
        extra = struct.pack("<2H", _ZIP64_EXTRA, len(packed)) + packed + extra
    name = info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")
    clock, day = _stamp(info)
    header = _CENTRAL.pack(
        b"PK\x01\x02",
        (info.create_system << 8) | info.create_version,
        _version(info, bool(wide)),
        info.flag_bits & ~_DESCRIPTOR_FLAG,
        sizes.method,
        clock,
        day,
        sizes.checksum,
        min(sizes.packed, _MAX_32),
        min(sizes.size, _MAX_32),
        len(name),
        len(extra),
        len(info.comment),
        0,
        info.internal_attr,
        info.external_attr,
        min(offset, _MAX_32),
    )
    return header + name + extra + info.comment


def _without_zip64(extra: bytes) -> bytes:
    kept = bytearray()
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, place)
        if kind != _ZIP64_EXTRA:
            kept += extra[place : place + 4 + length]
        place += 4 + length
    return bytes(kept) + extra[place:]
