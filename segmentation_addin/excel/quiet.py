"""Excel kept still while a program writes: no redrawing, no recalculation, no events.

Nor does it complete what is written: a table neither fills a column with a formula
nor takes in the cells beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from segmentation_addin.excel.undo import tried

if TYPE_CHECKING:
    import xlwings

STILL = {"screen_updating": False, "calculation": "manual", "enable_events": False}
COMPLETING = {"AutoFillFormulasInLists": False, "AutoExpandListRange": False}
"""Settings of Excel's AutoCorrect; on the Mac they cannot be asked for."""


@contextmanager
def quiet(app: xlwings.App) -> Iterator[None]:
    """Keeps Excel still, then restores each setting, whatever happens.

    A setting that Excel refuses to take back is tried again, and does not keep the
    others from being restored.
    """
    settings: list[tuple[Any, dict[str, Any]]] = [(app, STILL)]
    if sys.platform != "darwin":
        settings.append((app.api.AutoCorrect, COMPLETING))
    before = [
        (holder, name, getattr(holder, name))
        for holder, wanted in settings
        for name in wanted
    ]
    try:
        for holder, wanted in settings:
            for name, value in wanted.items():
                setattr(holder, name, value)
        yield
    finally:
        for holder, name, value in before:
            tried(partial(setattr, holder, name, value))
