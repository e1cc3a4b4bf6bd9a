"""The guide on this computer, as a page for the browser."""

from __future__ import annotations

from pathlib import Path

import segmentation_addin
from segmentation_addin.languages import Language


def guide_page(language: Language) -> Path:
    """The packaged page of one language."""
    return Path(segmentation_addin.__file__).parent / "data" / f"guide_{language}.html"
