"""Compiles the French of the command line: segmentation.po to segmentation.mo.

    python tools/catalogue.py

Edit the .po, run this, commit both; a test compares them.
"""

from __future__ import annotations

from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from segmentation_addin.commands.spoken import CATALOGUES, DOMAIN

FRENCH = CATALOGUES / "fr" / "LC_MESSAGES" / f"{DOMAIN}.po"


def compiled() -> bytes:
    """The catalogue as `gettext` reads it."""
    with FRENCH.open("rb") as source:
        catalogue = read_po(source, locale="fr")
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


if __name__ == "__main__":
    FRENCH.with_suffix(".mo").write_bytes(compiled())
