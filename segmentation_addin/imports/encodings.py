"""Encodings of one byte a letter: which of them a text that is not UTF-8 is in."""

from __future__ import annotations

_ENCODINGS = (("cp1252", 0.0), ("iso8859-15", 0.0), ("cp850", 0.1), ("mac_roman", 0.1))
"""Each with what it loses for being rare."""
_FRENCH = frozenset("éèêëàâäçùûüôöîïÿœæÉÈÊËÀÂÄÇÙÛÜÔÖÎÏŒÆ€°«»’–—\u00a0…")
_PLAIN = bytes(range(128))


def high_bytes(text: bytes) -> bytes:
    """The bytes that are no plain letters, digits and signs: those that tell."""
    return text.translate(None, _PLAIN)


def most_french(high: bytes) -> str:
    """The encoding in which most of these bytes are letters of French.

    >>> most_french(high_bytes("Année".encode("cp850")))
    'cp850'
    """
    counts = {byte: high.count(byte) for byte in set(high)}
    total = sum(counts.values()) or 1

    def score(name: str, handicap: float) -> float:
        french = sum(
            times
            for byte, times in counts.items()
            if bytes([byte]).decode(name, errors="replace") in _FRENCH
        )
        return french / total - handicap

    return max(_ENCODINGS, key=lambda pair: score(*pair))[0]
