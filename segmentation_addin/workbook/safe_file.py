"""Replacing a file whole: at any moment the old one or the new one is there."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from segmentation_addin.workbook.host import HostError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_SHARING_VIOLATIONS = {32, 33}
"""Windows error numbers of a file that another program holds."""
_LOCK_BYTES = 200


def read_whole(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        HostError: `missing_file`, `folder`, `no_permission`, `locked`, `cannot_read`.
    """
    if path.is_dir():
        raise HostError("folder", path=str(path))
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise HostError("missing_file", path=str(path)) from error
    except OSError as error:
        raise _refusal(error, path, "cannot_read") from error


def check_not_open(path: Path) -> None:
    """HostError when Excel or LibreOffice left its owner file beside the workbook."""
    owner = path.with_name("~$" + path.name)
    if owner.exists():
        raise HostError("open_in_excel", path=path.name, lock=owner.name, by=_by(owner))
    other = path.with_name(f".~lock.{path.name}#")
    if other.exists():
        raise HostError("open_in_libreoffice", path=path.name, lock=other.name)


def _by(owner: Path) -> str:
    """Name of the person in Excel's owner file; "?" when it cannot be read."""
    try:
        with owner.open("rb") as file:
            data = file.read(_LOCK_BYTES)
    except OSError:
        return "?"
    name = data[1 : 1 + data[0]].decode("cp1252", "ignore") if data else ""
    return "".join(c for c in name if c.isprintable()).strip() or "?"


def replace_file(
    target: Path, write: Callable[[BinaryIO], None], backup: Path | None = None
) -> None:
    """Writes a file beside its target, then puts it in the target's place.

    Args:
        target: the file to replace or create.
        write: writes the new content.
        backup: where the old file is kept; None keeps none.

    Raises:
        HostError: `disk_full`, `no_permission`, `locked`, `cannot_write`,
            `folder_missing`; the old file is then whole.
    """
    target = target.resolve()
    if not target.parent.is_dir():
        raise HostError("folder_missing", path=str(target.parent))
    if target.is_dir():
        raise HostError("folder", path=str(target))
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(
            prefix=".segmentation-", suffix=".tmp", dir=target.parent
        )
        temporary = Path(name)
        with os.fdopen(handle, "w+b") as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
            if backup is not None:
                _keep(target, backup)
        else:
            temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise _refusal(error, target, "cannot_write") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def put_in_place(ready: Path, target: Path) -> None:
    """Puts a complete file of the same disk in the place of its target.

    Raises:
        HostError: as `replace_file`; the old file is then whole.
    """
    target = target.resolve()
    try:
        with ready.open("rb+") as file:
            os.fsync(file.fileno())
        ready.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise refused(error, target) from error


def refused(error: OSError, path: Path) -> HostError:
    """Why the system did not let a file be written, as a refusal."""
    return _refusal(error, path, "cannot_write")


def _keep(target: Path, backup: Path) -> None:
    """A second name for the old file, or a copy where the disk has no links."""
    handle, name = tempfile.mkstemp(
        prefix=".segmentation-", suffix=".tmp", dir=backup.parent
    )
    os.close(handle)
    second = Path(name)
    try:
        try:
            second.unlink()
            os.link(target, second)
        except OSError:
            shutil.copy2(target, second)
        second.replace(backup)
    finally:
        second.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folder; its rename is durable on its own
        return
    try:
        os.fsync(handle)
    except OSError:  # network folders that cannot
        return
    finally:
        os.close(handle)


def _refusal(error: OSError, path: Path, other: str) -> HostError:
    code = other
    if error.errno in _FULL:
        code = "disk_full"
    elif getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        code = "locked"
    elif error.errno in _FORBIDDEN:
        code = "no_permission"
    elif error.errno == errno.EBUSY:
        code = "locked"
    return HostError(code, path=str(path), reason=error.strerror or str(error))
