"""Client codes that stand for names, and the key that leads back from them.

The key is a CSV kept apart from the copies: the same client has the same code in
every copy made with it. Numbers are drawn, so that no order tells who is who.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from segmentation_addin.workbook.host import HostError
from segmentation_addin.workbook.safe_file import read_whole, replace_file

HEADINGS = ("code", "client_id", "name")
_PREFIXES = "CKXZQWJ"
_CODE = re.compile(r"[A-Z]([0-9]{4,})\Z")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_SHIELD = "'"
_PRIVATE = 0o600


@dataclass
class Codes:
    """The code of each client, by client id."""

    by_id: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """Client id -> name, for whoever reads the key."""
    changed: bool = False
    """True when a client has got a code that the key does not hold yet."""

    def __getitem__(self, client: str) -> str:
        """The code of a client; KeyError when it has none."""
        return self.by_id[client]

    def give(self, clients: Iterable[tuple[str, str]]) -> None:
        """Gives a code to each client (id, name) that has none."""
        named = {client: name for client, name in clients if client}
        new = [client for client in named if client not in self.by_id]
        taken = {*self.by_id, *named, *named.values()}
        prefix = next(
            (p for p in _PREFIXES if not any(_looks_like(t, p) for t in taken)),
            _PREFIXES[0],
        )
        numbers = [_number(code) for code in self.by_id.values()]
        start = max(numbers, default=0) + 1
        drawn = list(range(start, start + len(new)))
        random.SystemRandom().shuffle(drawn)
        for client, number in zip(new, drawn, strict=True):
            self.by_id[client] = f"{prefix}{number:04d}"
        for client, name in named.items():
            if client in new or (name and self.names.get(client) != name):
                self.names[client] = name
                self.changed = True

    def text(self) -> str:
        """The key as CSV; a text that a spreadsheet would compute is shielded."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADINGS)
        for client, code in sorted(self.by_id.items(), key=lambda pair: pair[1]):
            shown = (code, client, self.names.get(client, ""))
            writer.writerow([_shielded(text) for text in shown])
        return out.getvalue()

    def save(self, path: Path) -> None:
        """Writes the key, when it has grown, so that its owner alone may read it."""
        if not self.changed and path.exists():
            return
        content = self.text().encode("utf-8-sig")
        replace_file(path, lambda out: _write(out, content))
        path.chmod(_PRIVATE)
        self.changed = False


def _write(out: BinaryIO, content: bytes) -> None:
    out.write(content)


def read_codes(path: Path) -> Codes:
    """The key of a file; an empty one when there is no such file.

    Raises:
        HostError: `key_unreadable`, `folder`, `no_permission`.
    """
    if not path.exists():
        return Codes()
    try:
        text = read_whole(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HostError("key_unreadable", path=str(path), row=1) from error
    found = Codes()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    for number, row in enumerate(rows, start=1):
        cells = [_bare(cell) for cell in row]
        if number == 1 and tuple(cells[:2]) == HEADINGS[:2]:
            continue
        if not any(cells):
            continue
        known = len(cells) > 1 and cells[1] in found.by_id
        twice = cells[0] in found.by_id.values()
        if number == 1 or len(cells) < 2 or known or twice or not _CODE.match(cells[0]):
            raise HostError("key_unreadable", path=str(path), row=number)
        found.by_id[cells[1]] = cells[0]
        found.names[cells[1]] = cells[2] if len(cells) > 2 else ""
    return found


def _delimiter(text: str) -> str:
    """A spreadsheet may have saved the key with commas."""
    return "," if text.startswith(("code,", '"code",')) else ";"


def _looks_like(text: str, prefix: str) -> bool:
    return re.fullmatch(rf"{prefix}[0-9]+", text.strip(), re.IGNORECASE) is not None


def _number(code: str) -> int:
    found = _CODE.match(code)
    return int(found[1]) if found else 0


def _shielded(text: str) -> str:
    return _SHIELD + text if text.startswith((*_FORMULA_SIGNS, _SHIELD)) else text


def _bare(text: str) -> str:
    return text.removeprefix(_SHIELD)
