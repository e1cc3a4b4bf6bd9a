"""The small reader of VBA: it passes what is well made and names what is not."""

from __future__ import annotations

import pytest

from segmentation_addin.template.vba_syntax import procedures, slips, statements
from segmentation_addin.template.vba_words import is_reserved

WELL_MADE = """Option Explicit
Private Declare PtrSafe Function system Lib "libc" (ByVal x As String) As Long
Private Type Pair
    one As Long
End Type
Public Enum Colour
    Red = 1
End Enum

Public Sub A(ByVal x As Long, Optional y As Variant, ParamArray z())
    Dim i As Long: Dim text As String: text = "If Then (": i = 1
    If i = 1 Then Exit Sub
    If i = 2 Then text = "a" Else text = "b"
    If i = 3 Then 'a comment with " and (
        For i = 1 To 2: Next
    ElseIf i = 4 Then
        Do While i < 3
            i = i + _
                1
        Loop
    Else
        Select Case i
        Case 1, 2
            With ThisWorkbook: .Save: End With
        Case Else
            While True
            Wend
        End Select
    End If
    For Each z In y: Next z
    Call B(key:="x"): On Error GoTo failed
    #If Mac Then
        If x Then
    #Else
        If y Then
    #End If
        End If
    Exit Sub
failed:
    Resume Next
End Sub
Property Get P() As Long
    On Error GoTo 0
End Property
Property Let P(value As Long)
    Exit Property
End Property
"""


def test_well_made_text_has_no_slip() -> None:
    assert slips(WELL_MADE) == []


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("If x Then\ny = 1", 2, "if is not closed"),
        ("End If", 2, "an end of if that was not opened"),
        ("For i = 1 To 2\nLoop\nNext", 3, "an end of do that was not opened"),
        ("Do\nFor i = 1 To 2\nLoop", 3, "for is not closed"),
        ("Select Case x\nEnd With", 3, "an end of with that was not opened"),
        ("With x", 2, "with is not closed"),
        ("x = (1 + 2", 2, "brackets that do not match"),
        ('x = "a', 2, "a text that is not closed"),
        ("If x", 2, "If without Then"),
        ("Else", 2, "Else without If"),
        ("On Error GoTo nowhere", 2, "a label that is not there: nowhere"),
        ("Exit Function", 2, "Exit Function in a sub"),
        ("#If Mac Then", 1, "#If without #End If"),
        ("x = " + "1 + " * 300 + "1", 2, "a line of"),
        ("x = 1 _\n" + "+ 1 _\n" * 24 + "+ 1", 26, "more than 24 times"),
        ("End Sub\nSub A(x)", 3, "two procedures named A"),
        ("End Sub\nSub B(scale)", 3, "a name that VBA keeps to itself: scale"),
        ("End Sub\nSub Next(x)", 3, "a name that VBA keeps to itself: Next"),
        ("End Sub\nEnd Sub\nSub B()", 3, "an end of sub that was not opened"),
        ("End Function\nx = 1", 2, "an end of function that was not opened"),
    ],
)
def test_a_slip_is_named_with_its_line(body: str, line: int, message: str) -> None:
    found = slips(f"Sub A(x)\n{body}\nEnd Sub\n")
    assert any(s.line == line and message in s.message for s in found), found


def test_a_slip_in_one_branch_names_the_computer() -> None:
    text = "Sub A()\n#If Mac Then\nIf x Then\n#End If\nEnd Sub\n"
    (found,) = slips(text)
    assert (found.line, found.message) == (3, "if is not closed (mac)")


def test_a_procedure_left_open_at_the_end() -> None:
    assert [s.message for s in slips("Function A()\nA = 1\n")] == [
        "function is not closed (win64)"
    ]


def test_procedures_with_their_parameters() -> None:
    found = procedures("Public Function F(ByVal a As Long, Optional b = 2, c)\n")
    assert [(p.kind, p.name, p.parameters) for p in found] == [
        ("function", "F", ("a", "b", "c"))
    ]


def test_statements_without_comments_and_texts() -> None:
    found = [s.code for s in statements("x = \"a'b\" 'c\nRem all\ny = 1: z = 2\n")]
    assert found == ['x = ""', "y = 1", "z = 2"]


@pytest.mark.parametrize(
    "name", ["currency", "date", "type", "end", "_x", "Scale", "circle", "string", "1"]
)
def test_words_that_vba_keeps(name: str) -> None:
    assert is_reserved(name)


@pytest.mark.parametrize("name", ["revenue", "days", "rules", "scale_", "values", "a"])
def test_words_that_are_free(name: str) -> None:
    assert not is_reserved(name)
