"""What olevba reads of a VBA project: an independent reader.

Its import uses names that pyparsing calls old: the only warnings that are let pass.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools.olevba import VBA_Parser, decompress_stream


def texts(name: str, data: bytes) -> dict[str, str]:
    """The text of each module by its name; `name` tells the kind of file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        found = VBA_Parser(name, data=data).extract_macros()
        return {module.rpartition(".")[0]: code for _, _, module, code in found}


def decompressed(packed: bytes) -> bytes:
    """The text of a compressed container."""
    return bytes(decompress_stream(bytearray(packed)))
