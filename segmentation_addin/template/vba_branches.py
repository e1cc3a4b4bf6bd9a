"""What VBA compiles of a module on one kind of computer: `#If` resolved.

Branches that are not taken become blank lines, so every line keeps its number.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Value = bool | int | str

COMPUTERS: Mapping[str, Mapping[str, Value]] = {
    "win64": {"VBA7": True, "Win32": True, "Win64": True},
    "win32": {"VBA7": True, "Win32": True},
    "mac": {"VBA7": True, "Mac": True, "Win64": True, "MAC_OFFICE_VERSION": 16},
}
"""The constants that Office defines itself, by kind of computer. Excel for the Mac
defines `Win64` too, to say that its pointers are long."""

_DIRECTIVE = re.compile(r"\s*#\s*(If|ElseIf|Else|End\s+If|Const)\b(.*)", re.IGNORECASE)
_WORD = re.compile(r'\s*("(?:[^"]|"")*"|\w+|<>|<=|>=|[=<>()])')
_COMPARED: Mapping[str, Callable[[Value, Value], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


class DirectiveError(ValueError):
    """A `#If` that does not read: its line and what is wrong."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")


@dataclass
class _Branch:
    """One open #If."""

    line: int
    outside: bool
    """True when what surrounds it is compiled."""
    taken: bool
    """True once one of its branches was."""
    live: bool


def resolved(text: str, constants: Mapping[str, Value]) -> str:
    """The text with only the branches that these constants take.

    Raises:
        DirectiveError: an #If without end, an #Else without #If, a condition that
            does not read.
    """
    known = {name.casefold(): value for name, value in constants.items()}
    lines = []
    opened: list[_Branch] = []
    for number, line in enumerate(text.splitlines(), start=1):
        live = not opened or opened[-1].live
        found = _DIRECTIVE.match(line)
        if found is None:
            lines.append(line if live else "")
            continue
        lines.append("")
        _directive(found[1].split()[0].casefold(), found[2], number, opened, known)
    if opened:
        raise DirectiveError(opened[-1].line, "#If without #End If")
    return "\r\n".join([*lines, ""])


def _directive(
    word: str, rest: str, number: int, opened: list[_Branch], known: dict[str, Value]
) -> None:
    live = not opened or opened[-1].live
    if word == "const":
        name, _, value = _code(rest).partition("=")
        if live:
            known[name.strip().casefold()] = _value(value, known, number)
    elif word == "if":
        true = live and _condition(rest, known, number)
        opened.append(_Branch(number, live, true, true))
    elif not opened:
        raise DirectiveError(number, f"#{word.title()} without #If")
    elif word == "end":
        opened.pop()
    else:
        branch = opened[-1]
        asked = branch.outside and not branch.taken
        branch.live = asked and (word == "else" or _condition(rest, known, number))
        branch.taken = branch.taken or branch.live


def _code(rest: str) -> str:
    """A line without its comment."""
    return re.sub(r"""^((?:[^"']|"[^"]*")*)'.*$""", r"\1", rest).strip()


def _condition(rest: str, known: Mapping[str, Value], number: int) -> bool:
    code = _code(rest)
    if not code.casefold().endswith("then"):
        raise DirectiveError(number, "#If without Then")
    return bool(_value(code[: -len("then")], known, number))


def _value(text: str, known: Mapping[str, Value], number: int) -> Value:
    words = [word.strip() for word in _WORD.findall(text)]
    if "".join(words) != re.sub(r"\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", "", text):
        raise DirectiveError(number, f"a condition that does not read: {text.strip()}")
    value = _either(words, known, number)
    if words:
        raise DirectiveError(number, f"more than one condition: {text.strip()}")
    return value


def _either(words: list[str], known: Mapping[str, Value], number: int) -> Value:
    value = _both(words, known, number)
    while words and words[0].casefold() == "or":
        words.pop(0)
        other = _both(words, known, number)
        value = bool(value) or bool(other)
    return value


def _both(words: list[str], known: Mapping[str, Value], number: int) -> Value:
    value = _negated(words, known, number)
    while words and words[0].casefold() == "and":
        words.pop(0)
        other = _negated(words, known, number)
        value = bool(value) and bool(other)
    return value


def _negated(words: list[str], known: Mapping[str, Value], number: int) -> Value:
    if words and words[0].casefold() == "not":
        words.pop(0)
        return not _negated(words, known, number)
    value = _single(words, known, number)
    if words and words[0] in _COMPARED:
        compared = _COMPARED[words.pop(0)]
        other = _single(words, known, number)
        if type(value) is not type(other) and {value, other} & {False}:
            value, other = (0 if x is False else x for x in (value, other))
        try:
            return compared(value, other)
        except TypeError as error:
            raise DirectiveError(number, "unlike values are compared") from error
    return value


def _single(words: list[str], known: Mapping[str, Value], number: int) -> Value:
    if not words:
        raise DirectiveError(number, "a condition that ends too early")
    word = words.pop(0)
    if word == "(":
        value = _either(words, known, number)
        if not words or words.pop(0) != ")":
            raise DirectiveError(number, "a bracket that is not closed")
        return value
    if word.startswith('"'):
        return word[1:-1].replace('""', '"')
    if word.isdigit():
        return int(word)
    if word.casefold() in {"true", "false"}:
        return word.casefold() == "true"
    return known.get(word.casefold(), False)
