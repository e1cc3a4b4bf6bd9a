"""What a part of a package leads to: tables, drawings, charts, pictures."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

from segmentation_addin.board_copy.elements import attributes, elements, root_of
from segmentation_addin.workbook.book_part import relations_of
from segmentation_addin.workbook.cell_xml import escape_attribute, unescape_text
from segmentation_addin.workbook.host import HostError
from segmentation_addin.workbook.package import Package

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class Relation:
    """One line of a part of relations."""

    mark: str
    """The id by which the part speaks of it: rId1."""
    kind: str
    """The whole type, an address."""
    target: str
    """The part, or what stands outside the package."""
    external: bool = False

    @property
    def name(self) -> str:
        """The last word of the type: drawing, table, chart."""
        return self.kind.rsplit("/", 1)[-1]


def relations(package: Package, part: str) -> list[Relation]:
    """The relations of one part; none when it has no such list."""
    name = relations_of(part)
    if name not in package:
        return []
    try:
        listed = root_of(package.read(name).decode("utf-8-sig")).inner
    except ValueError as error:
        raise HostError("damaged", path=package.name, part=name) from error
    found = []
    for element in elements(listed):
        own = attributes(element.tag)
        outside = own.get("TargetMode") == "External"
        target = unescape_text(own.get("Target", ""))
        if not outside:
            folder = "/" + posixpath.dirname(part)
            target = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
        found.append(Relation(own.get("Id", ""), own.get("Type", ""), target, outside))
    return found


def relations_xml(part: str, lines: Iterable[Relation]) -> bytes:
    """The list of relations of a part of the copy, addressed from its folder."""
    folder = posixpath.dirname(part) or "."
    rows = "".join(
        f'<Relationship Id="{line.mark}" Type="{escape_attribute(line.kind)}" '
        f'Target="{escape_attribute(posixpath.relpath(line.target, folder))}"/>'
        for line in lines
    )
    return f'{HEAD}<Relationships xmlns="{_SPACE}">{rows}</Relationships>'.encode()
