"""A small reader of VBA text: statements, procedures, and blocks that do not close.

No compiler: it finds what a slip in a text or in its generation breaks, on each kind
of computer, since no VBA compiler is at hand when the workbook is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from segmentation_addin.template.vba_branches import (
    COMPUTERS,
    DirectiveError,
    resolved,
)
from segmentation_addin.template.vba_words import is_reserved

LONGEST_LINE = 1023
MOST_CONTINUATIONS = 24
_PROCEDURE = re.compile(
    r"(?:(?:Public|Private|Friend|Static)\s+)*"
    r"(Sub|Function|Property)\s+(?:(?:Get|Let|Set)\s+)?(\w+)\s*(?:\((.*)\))?",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:(?:Public|Private)\s+)?(For|Do|While|Select\s+Case|With|Type|Enum)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(Next|Loop|Wend|End\s+(?:If|Select|With|Type|Enum|Sub|Function|Property))\b",
    re.IGNORECASE,
)
_CLOSED_BY = {
    "next": "for",
    "loop": "do",
    "wend": "while",
    "end select": "select",
    "end with": "with",
    "end type": "type",
    "end enum": "enum",
    "end if": "if",
    "end sub": "sub",
    "end function": "function",
    "end property": "property",
}
_PROCEDURES = {"sub", "function", "property"}
_TEXTS = re.compile(r'"(?:[^"]|"")*"')
_LABEL = re.compile(r"^(\w+):(?!=)")
_GOTO = re.compile(r"(?<!\.)\b(?:GoTo|Resume)\s+(\w+)", re.IGNORECASE)
_EXIT = re.compile(r"\bExit\s+(Sub|Function|Property)\b", re.IGNORECASE)
_PARAMETER = re.compile(
    r"(?:(?:Optional|ByVal|ByRef|ParamArray)\s+)*(\w+)", re.IGNORECASE
)


@dataclass(frozen=True)
class Statement:
    """One statement: its line and its code, without comment, texts emptied."""

    line: int
    code: str


@dataclass(frozen=True)
class Procedure:
    """One Sub, Function or Property of a module."""

    line: int
    kind: str
    name: str
    parameters: tuple[str, ...]


@dataclass(frozen=True)
class Slip:
    """Something that VBA would not compile, in words."""

    line: int
    message: str


def slips(text: str) -> list[Slip]:
    """What VBA would not compile of a module, on any kind of computer."""
    found = list(_layout_slips(text))
    for computer, constants in COMPUTERS.items():
        try:
            branch = resolved(text, constants)
        except DirectiveError as error:
            return [*found, Slip(1, str(error))]
        for slip in _branch_slips(branch):
            if slip not in found and not any(s.line == slip.line for s in found):
                found.append(Slip(slip.line, f"{slip.message} ({computer})"))
    return found


def _layout_slips(text: str) -> Iterator[Slip]:
    continued = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > LONGEST_LINE:
            yield Slip(number, f"a line of {len(line)} characters")
        continued = continued + 1 if line.endswith(" _") else 0
        if continued > MOST_CONTINUATIONS:
            yield Slip(number, "a line continued more than 24 times")


# --- reading ------------------------------------------------------------------


def statements(text: str) -> Iterator[Statement]:
    """The statements of a text without `#If`, attributes left out."""
    joined = ""
    first = 1
    for number, line in enumerate(text.splitlines(), start=1):
        first = first if joined else number
        joined += line
        if joined.endswith(" _"):
            joined = joined[:-1]
            continue
        code = _without_comment(_TEXTS.sub('""', joined))
        joined = ""
        label = _LABEL.match(code)
        if label is not None and not is_reserved(label[1]):
            yield Statement(first, label[0])
            code = code[label.end() :]
        for piece in re.split(r":(?!=)", code):
            if piece.strip() and not piece.lstrip().startswith("Attribute "):
                yield Statement(first, piece.strip())


def _without_comment(code: str) -> str:
    found = re.search(r"'|(?:^|:)\s*Rem\b", code)
    return code[: found.start()] if found else code


def procedures(text: str) -> list[Procedure]:
    """The procedures that a text without `#If` defines."""
    found = []
    for statement in statements(text):
        match = _PROCEDURE.match(statement.code)
        if match is not None:
            listed = [part.strip() for part in (match[3] or "").split(",")]
            names = [_PARAMETER.match(part) for part in listed if part]
            parameters = tuple(name[1] for name in names if name)
            kind = match[1].casefold()
            found.append(Procedure(statement.line, kind, match[2], parameters))
    return found


# --- blocks -------------------------------------------------------------------


@dataclass(frozen=True)
class _Open:
    kind: str
    line: int


def _branch_slips(text: str) -> Iterator[Slip]:
    yield from _name_slips(text)
    opened: list[_Open] = []
    labels: set[str] = set()
    gotos: list[tuple[int, str]] = []
    for statement in statements(text):
        line, code = statement.line, statement.code
        if code.count("(") != code.count(")"):
            yield Slip(line, "brackets that do not match")
        if '"' in code.replace('""', ""):
            yield Slip(line, "a text that is not closed")
        if _LABEL.match(code):
            labels.add(code[:-1].casefold())
            continue
        gotos += [(line, name.casefold()) for name in _GOTO.findall(code)]
        yield from _step(statement, opened)
        if not opened and labels | {name for _, name in gotos}:
            for at, name in gotos:
                if name not in labels | {"0", "next"}:
                    yield Slip(at, f"a label that is not there: {name}")
            labels, gotos = set(), []
    for block in opened:
        yield Slip(block.line, f"{block.kind} is not closed")


def _step(statement: Statement, opened: list[_Open]) -> Iterator[Slip]:
    line, code = statement.line, statement.code
    closing = _CLOSING.match(code)
    if closing is not None:
        ends = " ".join(closing[1].casefold().split())
        for _ in range(1 + (code.count(",") if ends == "next" else 0)):
            yield from _close(_CLOSED_BY[ends], line, opened)
        return
    leaving = _EXIT.search(code)
    around = next((b.kind for b in opened if b.kind in _PROCEDURES), "no procedure")
    if leaving is not None and leaving[1].casefold() != around:
        yield Slip(line, f"Exit {leaving[1]} in a {around}")
    procedure = _PROCEDURE.match(code)
    if procedure is not None:
        if opened:
            yield Slip(opened[-1].line, f"{opened[-1].kind} is not closed")
            opened.clear()
        opened.append(_Open(procedure[1].casefold(), line))
    elif re.match(r"If\b.*\bThen$", code, re.IGNORECASE):
        opened.append(_Open("if", line))
    elif re.match(r"If\b", code, re.IGNORECASE):
        if not re.search(r"\bThen\b", code, re.IGNORECASE):
            yield Slip(line, "If without Then")
    elif re.match(r"(ElseIf\b.*\bThen$|Else\b)", code, re.IGNORECASE):
        if not opened or opened[-1].kind != "if":
            yield Slip(line, "Else without If")
    elif (opening := _OPENING.match(code)) is not None:
        opened.append(_Open(opening[1].split()[0].casefold(), line))


def _close(kind: str, line: int, opened: list[_Open]) -> Iterator[Slip]:
    if kind not in {block.kind for block in opened}:
        yield Slip(line, f"an end of {kind} that was not opened")
        return
    if opened[-1].kind != kind:
        yield Slip(opened[-1].line, f"{opened[-1].kind} is not closed")
    while opened.pop().kind != kind:
        pass


def _name_slips(text: str) -> Iterator[Slip]:
    taken: set[tuple[str, str]] = set()
    for procedure in procedures(text):
        for name in (procedure.name, *procedure.parameters):
            if is_reserved(name):
                yield Slip(procedure.line, f"a name that VBA keeps to itself: {name}")
        key = (procedure.name.casefold(), procedure.kind)
        if key in taken and procedure.kind != "property":
            yield Slip(procedure.line, f"two procedures named {procedure.name}")
        taken.add(key)
