"""Why an engine cannot do the run."""

from __future__ import annotations

from segmentation_addin.workbook.host import HostError


class EngineError(HostError):
    """The engine is unknown, missing or silent; `code` is in `messages.score`."""
