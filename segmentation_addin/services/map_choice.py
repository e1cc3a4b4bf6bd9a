"""Which measure the reader of the Map chose: a refresh keeps it and follows it."""

from __future__ import annotations

from segmentation_addin.workbook.host import Host
from segmentation_addin.workbook.map_tables import (
    DEFAULT_MEASURE,
    MAP_CHOICE,
    measure_of,
)
from segmentation_addin.workbook.typed import read_frame


def read_measure(host: Host) -> str:
    """Key of the chosen measure; the default in a workbook that has no Map."""
    if MAP_CHOICE.name not in host.tables():
        return DEFAULT_MEASURE
    frame = read_frame(host.read(MAP_CHOICE.name), MAP_CHOICE, host.language).frame
    if frame.empty or frame["_row"].iloc[0] != 0:
        return DEFAULT_MEASURE
    return measure_of(str(frame["measure"].iloc[0]))
