Attribute VB_Name = "SegmentationSupport"
Option Explicit
Option Private Module

' What the functions and buttons of this workbook share.
' Values go to Python, never objects; errors come back as tokens: one private
' character, then Excel's number of the error.

Private Const FUNCTIONS As String = {functions_module}
Private Const MARK As Long = {mark}

Private server As Object
Private warmed As Boolean

' --- what goes to Python ---

' The values behind an argument: Empty when left out, an error for several areas.
Public Function SegValue(Optional given As Variant) As Variant
    If IsMissing(given) Then Exit Function
    If IsObject(given) Then SegValue = SegRangeValue(given) Else SegValue = given
End Function

Private Function SegRangeValue(given As Variant) As Variant
    If given.Areas.Count > 1 Then Err.Raise 13
    SegRangeValue = SegUsed(given).Value2
End Function

' A range that reaches the last row of its sheet, cut where the used rows end.
Private Function SegUsed(given As Variant) As Range
    Dim used As Range, ends As Long
    Set SegUsed = given
    If given.Row + given.Rows.Count - 1 < given.Worksheet.Rows.Count Then Exit Function
    Set used = given.Worksheet.UsedRange
    ends = used.Row + used.Rows.Count - 1
    If ends < given.Row Then ends = given.Row
    Set SegUsed = given.Resize(ends - given.Row + 1)
End Function

' The values of a name of this workbook; Empty when it is missing or broken.
Public Function SegName(ByVal wanted As String) As Variant
    On Error Resume Next
    SegName = ThisWorkbook.Names(wanted).RefersToRange.Value2
End Function

' An argument, or when it is left out the values of a name of this workbook.
Public Function SegNamed(ByVal wanted As String, Optional given As Variant) As Variant
    If IsMissing(given) Then
        SegNamed = SegName(wanted)
    Else
        SegNamed = SegValue(given)
    End If
End Function

' An argument, or when it is left out the language of this workbook.
Public Function SegLanguage(Optional given As Variant) As Variant
    If IsMissing(given) Then
        SegLanguage = {language}
    Else
        SegLanguage = SegValue(given)
    End If
End Function

' --- what comes back ---

' A result with its tokens turned into Excel errors: one value, a row, or a table.
Public Function SegResult(ByVal given As Variant) As Variant
    Dim i As Long, j As Long
    Select Case SegDimensions(given)
    Case 0
        SegResult = SegCell(given)
    Case 1
        If UBound(given) < LBound(given) Then
            SegResult = ""
            Exit Function
        End If
        For i = LBound(given) To UBound(given)
            If SegIsToken(given(i)) Then given(i) = SegCell(given(i))
        Next i
        SegResult = given
    Case Else
        If UBound(given, 1) < LBound(given, 1) Or UBound(given, 2) < LBound(given, 2) Then
            SegResult = ""
            Exit Function
        End If
        For i = LBound(given, 1) To UBound(given, 1)
            For j = LBound(given, 2) To UBound(given, 2)
                If SegIsToken(given(i, j)) Then given(i, j) = SegCell(given(i, j))
            Next j
        Next i
        SegResult = given
    End Select
End Function

Private Function SegDimensions(given As Variant) As Long
    Dim found As Long, ends As Long
    If Not IsArray(given) Then Exit Function
    On Error GoTo done
    Do
        ends = UBound(given, found + 1)
        found = found + 1
    Loop
done:
    SegDimensions = found
End Function

Private Function SegCell(given As Variant) As Variant
    If IsNull(given) Or IsEmpty(given) Then
        SegCell = ""
    ElseIf SegIsToken(given) Then
        SegCell = CVErr(CLng(Mid$(given, 2)))
    Else
        SegCell = given
    End If
End Function

Private Function SegIsToken(given As Variant) As Boolean
    If VarType(given) <> vbString Then Exit Function
    If Len(given) <> 5 Then Exit Function
    SegIsToken = Left$(given, 1) = ChrW(MARK) And Mid$(given, 2) Like "20##"
End Function

' --- the way to Python ---

' What a Python function gives for these values. The server is kept between calls;
' when it was ended meanwhile, it is started once more.
Public Function SegCall(ByVal called As String, ByVal values As Variant) As Variant
    If Not server Is Nothing Then
        On Error GoTo again
        SegCall = server.CallUDF(FUNCTIONS, called, values)
        Exit Function
    End If
fresh:
    On Error GoTo 0
    Set server = XLPy
    SegCall = server.CallUDF(FUNCTIONS, called, values)
    Exit Function
again:
    Set server = Nothing
    Resume fresh
End Function

' What a function shows on the Mac, where functions of this kind do not run.
Public Function SegMac() As String
    SegMac = {mac_function}
End Function

' Starts Python in advance, once, after the workbook is shown. Silent whatever happens.
Public Sub SegWarmUp()
    #If Mac Then
        warmed = True
    #Else
        Dim unused As Variant
        If warmed Then Exit Sub
        warmed = True
        On Error GoTo done
        If Not FileExists(SegInterpreter) Then Exit Sub
        Application.StatusBar = {warming}
        unused = SegCall("SEGMENT_VERSION", Array())
done:
        Application.StatusBar = False
    #End If
End Sub

' The Python of this computer, as the conf sheet says.
Private Function SegInterpreter() As String
    #If Mac Then
        SegInterpreter = GetConfig("INTERPRETER_MAC", "")
    #Else
        SegInterpreter = GetConfig("INTERPRETER_WIN", "")
    #End If
End Function

' Runs a button's Python, or says what to do where there is none.
Public Sub SegRun(ByVal command As String)
    If SegMayRun Then RunPython command
End Sub

Private Function SegMayRun() As Boolean
    #If Mac Then
        ' Excel's sandbox shows the script that setup installs, not the interpreter.
        Dim script As String
        SegMayRun = True
        On Error Resume Next
        script = GetMacDir("$HOME", True) & "/Library/Application Scripts/com.microsoft.Excel/"
        If Dir(script & "xlwings-" & XLWINGS_VERSION & ".applescript") <> "" Then Exit Function
        SegMayRun = (MsgBox({mac_setup}, vbOKCancel + vbInformation, "Segmentation") = vbOK)
    #Else
        Dim found As String
        On Error Resume Next
        found = SegInterpreter
        SegMayRun = FileExists(found)
        If SegMayRun Then Exit Function
        MsgBox Replace({windows_setup}, "%1", found), vbInformation, "Segmentation"
    #End If
End Function
