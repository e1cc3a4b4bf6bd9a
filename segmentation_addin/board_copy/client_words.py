"""Names and codes of clients inside other texts, found and replaced as whole words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"\w+")
_SHORTEST = 3
_SHORTEST_NUMBER = 5
"""A number of fewer digits is more likely a year or a quantity than a client."""


class ClientWords:
    """Replaces what names a client.

    Args:
        codes: name or id of a client -> what is said instead.
        ours: texts of the workbook's own, which name nobody.
    """

    def __init__(self, codes: Mapping[str, str], ours: Iterable[str]) -> None:
        self._whole = {_folded(text): code for text, code in codes.items() if text}
        self._ours = frozenset(ours)
        self._by_word: dict[str, list[tuple[str, int, str]]] = {}
        for text, code in codes.items():
            first = _WORD.search(text)
            if first is None or not _telling(text):
                continue
            listed = self._by_word.setdefault(first[0].lower(), [])
            listed.append((text, first.start(), code))
        for listed in self._by_word.values():
            listed.sort(key=lambda entry: -len(entry[0]))

    def replaced(self, text: str) -> str:
        """The text with codes where it named clients."""
        if text in self._ours:
            return text
        whole = self._whole.get(_folded(text))
        if whole is not None:
            return whole
        pieces, place = [], 0
        for word in _WORD.finditer(text):
            if word.start() < place:
                continue
            found = self._at(text, word)
            if found is not None and found[0] >= place:
                begin, end, code = found
                pieces += [text[place:begin], code]
                place = end
        return text if not pieces else "".join([*pieces, text[place:]])

    def _at(self, text: str, word: re.Match[str]) -> tuple[int, int, str] | None:
        for phrase, offset, code in self._by_word.get(word[0].lower(), ()):
            begin = word.start() - offset
            end = begin + len(phrase)
            same = begin >= 0 and text[begin:end].lower() == phrase.lower()
            if same and _free(text, begin, end):
                return begin, end, code
        return None


def _free(text: str, begin: int, end: int) -> bool:
    """True when no letter or digit, nor the rest of a number, touches the phrase."""
    before = text[begin - 1 : begin] if begin else ""
    after = text[end : end + 1]
    digits = text[begin:end].isdigit()
    if digits and (before in {".", ","} or after in {".", ","}):
        return not text[end + 1 : end + 2].isdigit() and before not in {".", ","}
    return not (before.isalnum() or after.isalnum())


def _telling(text: str) -> bool:
    """True for a phrase that would name a client inside a sentence."""
    text = text.strip()
    if text.isdigit():
        return len(text) >= _SHORTEST_NUMBER
    return len(text) >= _SHORTEST and any(sign.isalnum() for sign in text)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
