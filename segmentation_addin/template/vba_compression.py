"""The compression of VBA texts: containers of chunks of at most 4096 bytes.

A container is one signature byte, then chunks; a chunk is a header and groups of
eight tokens, each a byte as it is or a copy of bytes already seen in the chunk
([MS-OVBA] 2.4.1).
"""

from __future__ import annotations

SIGNATURE = 1
CHUNK = 4096
"""Bytes of text that one chunk holds."""
_COMPRESSED = 0xB000
_RAW = 0x3FFF
"""Header of a chunk stored as it is: 4096 bytes, not compressed."""
_SHORTEST = 3
"""Bytes that a copy replaces at least."""
_TRIES = 64
"""Earlier places that are compared for the longest copy."""


class CompressionError(ValueError):
    """The bytes are no compressed container, or no container can hold them."""


def compress(text: bytes) -> bytes:
    """The compressed container of a text; the same text gives the same bytes.

    Raises:
        CompressionError: a last chunk that compression would make longer than a
            chunk can be, as no text does.

    >>> decompress(compress(b"Sub Refresh()" * 500)) == b"Sub Refresh()" * 500
    True
    """
    made = bytearray([SIGNATURE])
    for start in range(0, len(text), CHUNK):
        made += _chunk(text[start : start + CHUNK])
    return bytes(made)


def _chunk(data: bytes) -> bytes:
    packed = _packed(data)
    if len(packed) > CHUNK:
        if len(data) < CHUNK:
            raise CompressionError("a last chunk that does not compress")
        return _RAW.to_bytes(2, "little") + data
    return (_COMPRESSED | (len(packed) - 1)).to_bytes(2, "little") + packed


def _packed(data: bytes) -> bytes:
    made = bytearray()
    seen: dict[bytes, list[int]] = {}
    position = 0
    while position < len(data):
        flags_at = len(made)
        made.append(0)
        for bit in range(8):
            if position >= len(data):
                break
            start, length = _longest(data, position, seen)
            if length:
                made[flags_at] |= 1 << bit
                made += _copy_token(position, position - start, length)
            else:
                length = 1
                made.append(data[position])
            for passed in range(position, position + length):
                seen.setdefault(data[passed : passed + _SHORTEST], []).append(passed)
            position += length
    return bytes(made)


def _longest(
    data: bytes, position: int, seen: dict[bytes, list[int]]
) -> tuple[int, int]:
    """Start and length of the longest earlier copy; the length is 0 without any."""
    longest = min(len(data) - position, _longest_copy(position))
    found_start = found = 0
    for start in reversed(
        seen.get(data[position : position + _SHORTEST], [])[-_TRIES:]
    ):
        length = 0
        while length < longest and data[start + length] == data[position + length]:
            length += 1
        if length > found:
            found_start, found = start, length
    return (found_start, found) if found >= _SHORTEST else (0, 0)


def _offset_bits(position: int) -> int:
    return max((position - 1).bit_length(), 4)


def _longest_copy(position: int) -> int:
    return (0xFFFF >> _offset_bits(position)) + _SHORTEST


def _copy_token(position: int, offset: int, length: int) -> bytes:
    shift = 16 - _offset_bits(position)
    return (((offset - 1) << shift) | (length - _SHORTEST)).to_bytes(2, "little")


def decompress(container: bytes) -> bytes:
    """The text of a compressed container.

    Raises:
        CompressionError: the container is cut short or is none.
    """
    if not container or container[0] != SIGNATURE:
        raise CompressionError("no compressed container: its first byte is not 1")
    made = bytearray()
    at = 1
    while at < len(container):
        header = int.from_bytes(container[at : at + 2], "little")
        end = at + 3 + (header & 0x0FFF)
        if end > len(container) or header & 0x7000 != 0x3000:
            raise CompressionError("a compressed container that is cut short")
        body = container[at + 2 : end]
        made += _unpacked(body) if header & 0x8000 else body
        at = end
    return bytes(made)


def _unpacked(body: bytes) -> bytes:
    made = bytearray()
    at = 0
    while at < len(body):
        flags = body[at]
        at += 1
        for bit in range(8):
            if at >= len(body):
                break
            if not flags >> bit & 1:
                made.append(body[at])
                at += 1
                continue
            token = int.from_bytes(body[at : at + 2], "little")
            at += 2
            shift = 16 - _offset_bits(len(made))
            start = len(made) - (token >> shift) - 1
            length = (token & ((1 << shift) - 1)) + _SHORTEST
            if start < 0 or at > len(body):
                raise CompressionError("a copy of bytes that are not there")
            for place in range(start, start + length):
                made.append(made[place])
    return bytes(made)
