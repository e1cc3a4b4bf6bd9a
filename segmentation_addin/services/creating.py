"""New workbooks: from the packaged template, with the sample when asked."""

from __future__ import annotations

import os
import tempfile
from importlib import resources
from pathlib import Path

from segmentation_addin.languages import Language
from segmentation_addin.workbook.host import HostError


def template_bytes(language: Language) -> bytes:
    """The workbook template of one language, as packaged."""
    name = f"workbook_template_{language}.xlsm"
    return (resources.files("segmentation_addin") / "data" / name).read_bytes()


def new(path: Path, language: Language, content: bytes | None = None) -> Path:
    """Creates a fresh workbook; HostError("exists") rather than overwrite one.

    The name must end in .xlsm. The file is complete or absent, never half written.
    """
    if path.suffix.lower() != ".xlsm":
        raise HostError("not_xlsm", path=str(path))
    if path.exists():
        raise HostError("exists", path=str(path))
    if not path.parent.is_dir():
        raise HostError("folder_missing", path=str(path.parent))
    return put(path, template_bytes(language) if content is None else content)


def put(path: Path, content: bytes) -> Path:
    """Writes a whole workbook; HostError where the system does not allow it."""
    try:
        write_whole(path, content)
    except PermissionError as error:
        raise HostError("no_permission", path=str(path)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise HostError("cannot_write", path=str(path), reason=reason) from error
    return path


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file beside its place, then moves it there."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
