"""Cell styles taken over from the template into the style sheet of a workbook.

Only what is asked for is added, at the end of each list, so that no style of the
workbook changes its number.
"""

from __future__ import annotations

import re

_LISTS = ("numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs")
_ITEM = {
    "numFmts": "numFmt",
    "fonts": "font",
    "fills": "fill",
    "borders": "border",
    "cellXfs": "xf",
    "dxfs": "dxf",
}
_AFTER = {"numFmts": r"<styleSheet\b[^>]*>", "dxfs": r"</cellStyles>|</cellXfs>"}
_FIRST_OWN_FORMAT = 164
_FORMAT = re.compile(r'<numFmt\b[^>]*?\bnumFmtId="(\d+)"[^>]*?/>')
_FORMAT_CODE = re.compile(r'\bformatCode="([^"]*)"')


class StylesError(ValueError):
    """A style sheet whose lists cannot be extended in place."""


class MergedStyles:
    """The style sheet of a workbook, growing by styles of another one.

    Args:
        own: styles.xml of the workbook.
        donor: styles.xml that the styles are taken from.
    """

    def __init__(self, own: bytes, donor: bytes) -> None:
        self._text = own.decode("utf-8")
        donor_text = donor.decode("utf-8")
        self._donor = {name: _items(donor_text, name) for name in _LISTS}
        self._own = {name: _items(self._text, name) for name in _LISTS}
        if not all(
            self._own[name] for name in ("fonts", "fills", "borders", "cellXfs")
        ):
            raise StylesError("the lists of the style sheet are not found")
        self._added: dict[str, list[str]] = {name: [] for name in _LISTS}
        self._known: dict[tuple[str, str], int] = {}
        self._formats = {
            code[1]: int(found[1])
            for found in _FORMAT.finditer("".join(self._own["numFmts"]))
            if (code := _FORMAT_CODE.search(found[0]))
        }
        self._donor_formats = {
            int(found[1]): code[1]
            for found in _FORMAT.finditer("".join(self._donor["numFmts"]))
            if (code := _FORMAT_CODE.search(found[0]))
        }

    def cell(self, number: int) -> int:
        """Number, in the workbook, of a cell style of the donor."""
        text = self._donor["cellXfs"][number]
        for attribute, name in (
            ("fontId", "fonts"),
            ("fillId", "fills"),
            ("borderId", "borders"),
        ):
            found = re.search(rf'\b{attribute}="(\d+)"', text)
            if found:
                place = self._place(name, self._donor[name][int(found[1])])
                text = text.replace(found[0], f'{attribute}="{place}"', 1)
        text = re.sub(r'\bxfId="\d+"', 'xfId="0"', text, count=1)
        text = re.sub(
            r'\bnumFmtId="(\d+)"',
            lambda found: f'numFmtId="{self._format(int(found[1]))}"',
            text,
            count=1,
        )
        return self._place("cellXfs", text)

    def difference(self, number: int) -> int:
        """Number, in the workbook, of a conditional style of the donor."""
        text = _FORMAT.sub(self._renumbered, self._donor["dxfs"][number])
        return self._place("dxfs", text)

    def _renumbered(self, found: re.Match[str]) -> str:
        code = _FORMAT_CODE.search(found[0])
        number = int(found[1])
        if number < _FIRST_OWN_FORMAT or code is None:
            return found[0]
        new = self._format_of(code[1])
        return found[0].replace(f'numFmtId="{number}"', f'numFmtId="{new}"')

    def _format(self, number: int) -> int:
        if number < _FIRST_OWN_FORMAT:
            return number
        return self._format_of(self._donor_formats[number])

    def _format_of(self, code: str) -> int:
        if code not in self._formats:
            taken = {*self._formats.values(), _FIRST_OWN_FORMAT - 1}
            self._formats[code] = max(taken) + 1
            self._added["numFmts"].append(
                f'<numFmt numFmtId="{self._formats[code]}" formatCode="{code}"/>'
            )
        return self._formats[code]

    def _place(self, name: str, item: str) -> int:
        if (name, item) not in self._known:
            own = self._own[name]
            if item in own:
                self._known[name, item] = own.index(item)
            else:
                self._known[name, item] = len(own) + len(self._added[name])
                self._added[name].append(item)
        return self._known[name, item]

    @property
    def xml(self) -> bytes:
        """The style sheet with what was asked for."""
        text = self._text
        for name in _LISTS:
            if self._added[name]:
                text = _extended(text, name, self._own[name], self._added[name])
        return text.encode("utf-8")


def _span(text: str, name: str) -> re.Match[str] | None:
    return re.search(rf"<{name}\b[^>]*?(?:/>|>(.*?)</{name}>)", text, re.DOTALL)


def _items(text: str, name: str) -> list[str]:
    found = _span(text, name)
    inner = found[1] if found is not None and found[1] else ""
    item = _ITEM[name]
    pattern = rf"<{item}\b(?:[^>]*/>|[^>]*>.*?</{item}>)"
    return [match[0] for match in re.finditer(pattern, inner, re.DOTALL)]


def _extended(text: str, name: str, own: list[str], added: list[str]) -> str:
    count = len(own) + len(added)
    found = _span(text, name)
    if found is None:
        place = re.search(_AFTER[name], text)
        if place is None:
            raise StylesError(f"no place for {name}")
        new = f'<{name} count="{count}">{"".join(added)}</{name}>'
        return text[: place.end()] + new + text[place.end() :]
    opening = re.match(rf"<{name}\b[^>]*?/?>", found[0])
    assert opening is not None
    tag = opening[0].rstrip("/>").rstrip()
    tag = re.sub(r'\scount="\d+"', "", tag).replace(
        f"<{name}", f'<{name} count="{count}"', 1
    )
    new = f"{tag}>{found[1] or ''}{''.join(added)}</{name}>"
    return text[: found.start()] + new + text[found.end() :]
