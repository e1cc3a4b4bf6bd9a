"""XML in pieces: the elements that stand side by side, each as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ATTRIBUTES = r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*"""
_TAG = re.compile(
    rf"<!--.*?-->|<\?.*?\?>|<(/?)([\w:.-]+)({_ATTRIBUTES})\s*(/?)>", re.DOTALL
)
_ATTRIBUTE = re.compile(r"""\s([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True)
class Element:
    """One element with all that it holds."""

    name: str
    """As written, with its prefix."""
    xml: str

    @property
    def tag(self) -> str:
        """The opening tag."""
        return self.xml[: _end_of_tag(self.xml)]

    @property
    def inner(self) -> str:
        """What stands between the opening tag and the closing one."""
        begin = _end_of_tag(self.xml)
        if self.xml[begin - 2] == "/":
            return ""
        return self.xml[begin : self.xml.rindex("</")]

    def get(self, name: str) -> str | None:
        """One attribute, as XML text."""
        return attributes(self.tag).get(name)

    def holding(self, inner: str) -> str:
        """The element with another content."""
        tag = self.tag
        if tag.endswith("/>"):
            tag = tag[:-2].rstrip() + ">"
        return f"{tag}{inner}</{self.name}>"


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag, as XML text."""
    return {
        match[1]: match[2] if match[2] is not None else match[3]
        for match in _ATTRIBUTE.finditer(tag)
    }


def _end_of_tag(xml: str) -> int:
    match = _TAG.match(xml)
    assert match is not None
    return match.end()


def elements(xml: str) -> Iterator[Element]:
    """The elements that stand side by side in a text; what is between them goes.

    >>> [e.name for e in elements('<a x="1>0"><b/></a> <c/>')]
    ['a', 'c']
    """
    depth, begin, name = 0, 0, ""
    for match in _TAG.finditer(xml):
        if match[2] is None:
            continue
        if match[1]:
            depth -= 1
        else:
            if depth == 0:
                begin, name = match.start(), match[2]
            depth += not match[4]
        if depth == 0:
            yield Element(name, xml[begin : match.end()])
        elif depth < 0:
            return


def root_of(xml: str) -> Element:
    """The root of a part; ValueError when there is none."""
    for element in elements(xml):
        return element
    raise ValueError("no element")


def without(tag: str, *names: str) -> str:
    """A tag without some of its attributes."""
    for name in names:
        tag = re.sub(
            rf"""\s{re.escape(name)}\s*=\s*(?:"[^"]*"|'[^']*')""", "", tag, count=1
        )
    return tag
