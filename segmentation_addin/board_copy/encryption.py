"""A password to open the copy: the encryption of Excel itself (ECMA-376, agile)."""

from __future__ import annotations

import io

from segmentation_addin.workbook.host import HostError

LONGEST = 255
"""Characters of a password that Excel lets a person type."""


def can_encrypt() -> bool:
    """True when the library of the extra `protect` is installed."""
    from importlib.util import find_spec

    return find_spec("msoffcrypto") is not None


def encrypted(workbook: bytes, password: str) -> bytes:
    """The workbook, which opens with that password only.

    Raises:
        HostError: `protect_missing` where the library is not installed.
    """
    if not can_encrypt():
        raise HostError("protect_missing")
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook)).encrypt(password, out)
    return out.getvalue()
