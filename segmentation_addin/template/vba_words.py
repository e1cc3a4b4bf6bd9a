"""The words that VBA keeps to itself: none can name an argument.

The reserved identifiers of [MS-VBAL] 3.3.5.2, and names of the language's own that a
compiled argument would hide from the rest of its module.
"""

from __future__ import annotations

_STATEMENTS = """
    Call Case Close Const Declare DefBool DefByte DefCur DefDate DefDbl DefInt DefLng
    DefLngLng DefLngPtr DefObj DefSng DefStr DefVar Dim Do Else ElseIf End EndIf Enum
    Erase Event Exit For Friend Function Get Global GoSub GoTo If Implements Input Let
    Line Lock Loop LSet Next On Open Option Print Private Property Public Put RaiseEvent
    ReDim Resume Return RSet Seek Select Set Static Stop Sub Type Unlock Wend While
    With Write
"""
_MARKERS = """
    Any As ByRef ByVal Case Each Else In New Shared Until WithEvents Write Optional
    ParamArray Preserve Spc Tab Then To
"""
_OPERATORS = "AddressOf And Eqv Imp Is Like New Mod Not Or TypeOf Xor"
_SPECIAL_FORMS = "Array Circle Input InputB LBound Scale UBound"
_NAMES = """
    Abs CBool CByte CCur CDate CDbl CDec CInt CLng CLngLng CLngPtr CSng CStr CVar CVErr
    Date Debug DoEvents Fix Int Len LenB Me PSet Sgn String
"""
_LITERALS = "True False Nothing Empty Null"
_TYPES = """
    Boolean Byte Currency Date Double Integer Long LongLong LongPtr Single String
    Variant
"""
_OTHERS = """
    Rem Attribute LINEINPUT VB_Base VB_Control VB_Creatable VB_Customizable
    VB_Description VB_Exposed VB_Ext_KEY VB_GlobalNameSpace VB_HelpID VB_Invoke_Func
    VB_Invoke_Property VB_Invoke_PropertyPut VB_Invoke_PropertyPutRef VB_MemberFlags
    VB_Name VB_PredeclaredId VB_ProcData VB_TemplateDerived VB_UserMemId
    VB_VarDescription VB_VarHelpID VB_VarMemberFlags VB_VarProcData VB_VarUserMemId
    CDecl Decimal DefDec
"""
RESERVED = frozenset(
    word.casefold()
    for words in (
        _STATEMENTS,
        _MARKERS,
        _OPERATORS,
        _SPECIAL_FORMS,
        _NAMES,
        _LITERALS,
        _TYPES,
        _OTHERS,
    )
    for word in words.split()
)
"""In lower case: VBA does not tell cases apart."""


def is_reserved(name: str) -> bool:
    """True for a name that VBA would not take for an argument.

    >>> is_reserved("scale"), is_reserved("rules"), is_reserved("_hidden")
    (True, False, True)
    """
    return name.casefold() in RESERVED or not name[:1].isalpha()
