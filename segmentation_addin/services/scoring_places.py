"""Where a scoring run writes: never over what it reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from segmentation_addin.workbook.host import HostError


def rejected_beside(result: Path) -> Path:
    """Where the lines that are set aside stand."""
    return result.with_name(f"{result.name}.rejected.csv")


def check_result(result: Path, scale: Path | None, into: Path | None) -> None:
    """The result has a place of its own.

    Raises:
        HostError: its folder is missing, or it would replace a workbook of the run.
    """
    if not result.absolute().parent.is_dir():
        raise HostError("folder_missing", path=str(result.absolute().parent))
    if result.is_dir():
        raise HostError("folder", path=str(result))
    if into is not None and _same(into, result):
        raise HostError("score_into_result", path=str(result))
    if scale is not None and _same(scale, result):
        raise HostError("score_scale_result", path=str(result))


def apart(sources: Sequence[Path], result: Path) -> None:
    """No source is a file of the result, or a folder that holds it.

    Raises:
        HostError: the run would replace its lines, or the next one read the result.
    """
    for written in (result, rejected_beside(result)):
        place = written.resolve()
        for source in sources:
            folder = source.resolve()
            inside = folder.is_dir() and place.is_relative_to(folder)
            if inside or _same(source, written):
                raise HostError("score_result_among_sources", path=str(place))


def _same(one: Path, other: Path) -> bool:
    """Whether two paths are one file, whatever links or letter case say."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()
