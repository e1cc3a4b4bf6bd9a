"""`#If` resolved: what each kind of computer compiles."""

from __future__ import annotations

import pytest

from segmentation_addin.template.vba_branches import (
    COMPUTERS,
    DirectiveError,
    Value,
    resolved,
)


def kept(text: str, **constants: Value) -> list[str]:
    """The lines that are left, without the blank ones."""
    return [line.strip() for line in resolved(text, constants).splitlines() if line]


NESTED = """before
#If VBA7 Then
  seven
  #If Mac Then
    apple
  #ElseIf Win64 Then
    sixty-four
  #Else
    other
  #End If
#Else
  old
  #If Mac Then
    old apple
  #End If
#End If
after"""


@pytest.mark.parametrize(
    ("constants", "lines"),
    [
        ({"VBA7": True, "Mac": True}, ["seven", "apple"]),
        ({"VBA7": True, "Win64": True}, ["seven", "sixty-four"]),
        ({"VBA7": True}, ["seven", "other"]),
        ({}, ["old"]),
        ({"Mac": True}, ["old", "old apple"]),
    ],
)
def test_one_branch_of_each_is_kept(
    constants: dict[str, Value], lines: list[str]
) -> None:
    assert kept(NESTED, **constants) == ["before", *lines, "after"]


def test_every_line_keeps_its_number() -> None:
    text = resolved(NESTED, {})
    assert len(text.splitlines()) == len(NESTED.splitlines())
    assert text.splitlines()[-1] == "after"


@pytest.mark.parametrize(
    ("condition", "true"),
    [
        ("Mac", False),
        ("Not Mac", True),
        ('App = "Microsoft Excel"', True),
        ('App <> "Microsoft Excel"', False),
        ("Mac Or Not Known", False),
        ("Known And Not Mac", True),
        ("(Mac Or Known) And Number >= 15", True),
        ("Number < 15", False),
        ("MISSING >= 15", False),
        ("True", True),
        ("1", True),
    ],
)
def test_conditions(condition: str, true: bool) -> None:
    text = (
        '#Const App = "Microsoft Excel" \'a comment\n#Const Known = True\n'
        f"#Const Number = 16\n#If {condition} Then 'why\nyes\n#Else\nno\n#End If"
    )
    assert kept(text) == (["yes"] if true else ["no"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#If Mac Then\nx", "line 1: #If without #End If"),
        ("x\n#End If", "line 2: #End without #If"),
        ("#Else\n", "line 1: #Else without #If"),
        ("#If Mac\n#End If", "line 1: #If without Then"),
        ("#If (Mac Then\n#End If", "not closed"),
        ("#If Mac Or Then\n#End If", "ends too early"),
        ("#If Mac ? 1 Then\n#End If", "does not read"),
        ('#If 1 < "a" Then\n#End If', "unlike values"),
    ],
)
def test_what_does_not_read_says_so(text: str, message: str) -> None:
    with pytest.raises(DirectiveError, match=message.replace("(", r"\(")):
        resolved(text, {})


def test_the_kinds_of_computer() -> None:
    assert set(COMPUTERS) == {"win64", "win32", "mac"}
    assert [name for name, known in COMPUTERS.items() if "Mac" in known] == ["mac"]
