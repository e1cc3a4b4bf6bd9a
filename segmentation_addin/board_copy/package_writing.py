"""The file of the copy: its parts, what each one is, how they hang together."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from segmentation_addin.board_copy.relations import (
    HEAD,
    Relation,
    relations_xml,
)
from segmentation_addin.workbook.book_part import relations_of

_DATE = (1980, 1, 1, 0, 0, 0)
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PLAIN = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}
IMAGES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "svg": "image/svg+xml",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
}


@dataclass
class CopyPackage:
    """The parts of the copy as they are let in."""

    parts: dict[str, bytes] = field(default_factory=dict)
    _types: dict[str, str] = field(default_factory=dict)
    _links: dict[str, list[Relation]] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def name(self, stem: str, ending: str = "xml") -> str:
        """A free name: xl/charts/chart3.xml."""
        number = self._numbers[stem] = self._numbers.get(stem, 0) + 1
        return f"{stem}{number}.{ending}"

    def add(self, name: str, content: bytes, content_type: str | None) -> None:
        """A part and what it is; None for a picture, told by its ending."""
        self.parts[name] = content
        if content_type is not None:
            self._types[name] = content_type

    def link(self, part: str, relation: Relation) -> None:
        """A relation of a part; "" is the package itself."""
        self._links.setdefault(part, []).append(relation)

    def data(self) -> bytes:
        """The whole file; the same parts give the same bytes."""
        every = dict(self.parts)
        for part, lines in self._links.items():
            every[relations_of(part)] = relations_xml(part, lines)
        every = {"[Content_Types].xml": self._content_types(), **every}
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in every.items():
                info = zipfile.ZipInfo(name, _DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        return buffer.getvalue()

    def _content_types(self) -> bytes:
        endings = {name.rpartition(".")[2] for name in self.parts}
        plain = _PLAIN | {e: IMAGES[e] for e in sorted(endings & IMAGES.keys())}
        defaults = "".join(
            f'<Default Extension="{ending}" ContentType="{kind}"/>'
            for ending, kind in plain.items()
        )
        overrides = "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>'
            for name, kind in self._types.items()
        )
        text = f'{HEAD}<Types xmlns="{_TYPES}">{defaults}{overrides}</Types>'
        return text.encode()
