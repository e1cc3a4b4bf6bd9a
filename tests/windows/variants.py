"""Values as COM carries them between Excel and Python: VARIANT, built and read raw.

A cell is a float, a text, a boolean, None (blank), `Fault("#N/A")` (an error cell) or
MISSING (an argument left out); a range is a list of rows. pywin32's own client turns
some of these into something that VBA never sends, so the calls are made without it.
"""

from __future__ import annotations

import ctypes
import datetime as dt
from collections.abc import Callable, Sequence
from ctypes import POINTER, byref, c_int32, c_uint, c_ushort, c_void_p
from typing import Any, NamedTuple

from segmentation_addin.excel.tokens import NUMBERS

VT_EMPTY, VT_I2, VT_I4, VT_R8, VT_DATE = 0, 2, 3, 5, 7
VT_BSTR, VT_DISPATCH, VT_ERROR, VT_BOOL, VT_VARIANT = 8, 9, 10, 11, 12
VT_ARRAY = 0x2000
_ERROR_BASE = -2146828288
_NOT_FOUND = -2147352572
_METHOD_OR_GET = 3
_FIRST_DAY = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - COM dates know no zone


class Fault(NamedTuple):
    """An error cell."""

    name: str


class Missing:
    """An argument that the user left out."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()


class _Record(ctypes.Structure):
    _fields_ = (("pointer", c_void_p), ("info", c_void_p))


class _Value(ctypes.Union):
    _fields_ = (
        ("long", c_int32),
        ("double", ctypes.c_double),
        ("boolean", ctypes.c_short),
        ("pointer", c_void_p),
        ("record", _Record),
    )


class Variant(ctypes.Structure):
    """The 24 bytes of a VARIANT in a 64-bit process."""

    _anonymous_ = ("value",)
    _fields_ = (
        ("kind", c_ushort),
        ("reserved", c_ushort * 3),
        ("value", _Value),
    )


class _Bound(ctypes.Structure):
    _fields_ = (("count", c_uint), ("lowest", c_int32))


class _Arguments(ctypes.Structure):
    _fields_ = (
        ("values", POINTER(Variant)),
        ("names", c_void_p),
        ("count", c_uint),
        ("named", c_uint),
    )


class _Exception(ctypes.Structure):
    _fields_ = (
        ("code", c_ushort),
        ("reserved", c_ushort),
        ("source", c_void_p),
        ("description", c_void_p),
        ("help_file", c_void_p),
        ("help_context", c_uint),
        ("more", c_void_p),
        ("fill_in", c_void_p),
        ("scode", c_int32),
    )


class CallFailed(Exception):  # noqa: N818 - what VBA sees as Err.Description
    """The server raised: the wrapper shows #VALUE!."""


def _automation() -> Any:
    library = ctypes.WinDLL("oleaut32")  # type: ignore[attr-defined,unused-ignore]
    library.SysAllocStringLen.argtypes = [ctypes.c_wchar_p, c_uint]
    library.SysAllocStringLen.restype = c_void_p
    library.SysStringLen.argtypes = [c_void_p]
    library.SafeArrayCreate.argtypes = [c_ushort, c_uint, POINTER(_Bound)]
    library.SafeArrayCreate.restype = c_void_p
    library.SafeArrayAccessData.argtypes = [c_void_p, POINTER(c_void_p)]
    library.SafeArrayUnaccessData.argtypes = [c_void_p]
    library.SafeArrayGetDim.argtypes = [c_void_p]
    library.SafeArrayGetLBound.argtypes = [c_void_p, c_uint, POINTER(c_int32)]
    library.SafeArrayGetUBound.argtypes = [c_void_p, c_uint, POINTER(c_int32)]
    library.VariantClear.argtypes = [POINTER(Variant)]
    return library


class Com:
    """The automation library of Windows: values into VARIANTs and back, calls."""

    def __init__(self) -> None:
        self._library = _automation()
        ctypes.WinDLL("ole32").CoInitialize(None)  # type: ignore[attr-defined,unused-ignore]

    def fill(self, target: Variant, value: Any) -> None:
        """Writes a value; a list of rows as Excel's 2-D array, counted from 1."""
        if value is None:
            target.kind = VT_EMPTY
        elif isinstance(value, Missing):
            target.kind, target.long = VT_ERROR, _NOT_FOUND
        elif isinstance(value, Fault):
            target.kind, target.long = VT_ERROR, _ERROR_BASE + NUMBERS[value.name]
        elif isinstance(value, bool):
            target.kind, target.boolean = VT_BOOL, -1 if value else 0
        elif isinstance(value, float):
            target.kind, target.double = VT_R8, value
        elif isinstance(value, str):
            units = len(value.encode("utf-16-le")) // 2
            target.kind = VT_BSTR
            target.pointer = self._library.SysAllocStringLen(value, units)
        elif isinstance(value, list):
            rows, width = len(value), len(value[0])
            self._fill_array(
                target,
                ((rows, 1), (width, 1)),
                [row[column] for column in range(width) for row in value],
            )
        else:
            raise TypeError(f"Excel sends no {type(value)}")

    def _fill_array(
        self, target: Variant, bounds: tuple[tuple[int, int], ...], cells: Sequence[Any]
    ) -> None:
        """The leftmost index runs fastest, as in memory."""
        limits = (_Bound * len(bounds))(*(_Bound(*bound) for bound in bounds))
        array = self._library.SafeArrayCreate(VT_VARIANT, len(bounds), limits)
        place = c_void_p()
        _succeed(self._library.SafeArrayAccessData(array, byref(place)))
        slots = ctypes.cast(place, POINTER(Variant))
        for at, cell in enumerate(cells):
            self.fill(slots[at], cell)
        self._library.SafeArrayUnaccessData(array)
        target.kind, target.pointer = VT_ARRAY | VT_VARIANT, array

    def read(self, variant: Variant) -> Any:
        """The value of a VARIANT; an array as a list, of rows when it has two sides."""
        kind = variant.kind
        if kind == VT_EMPTY:
            return None
        if kind == VT_ARRAY | VT_VARIANT:
            return self._read_array(variant.pointer)
        readers: dict[int, Callable[[], Any]] = {
            VT_R8: lambda: float(variant.double),
            VT_I2: lambda: ctypes.c_short(variant.long & 0xFFFF).value,
            VT_I4: lambda: int(variant.long),
            VT_BOOL: lambda: bool(variant.boolean),
            VT_BSTR: lambda: self._text(variant.pointer),
            VT_DATE: lambda: _FIRST_DAY + dt.timedelta(days=variant.double),
            VT_ERROR: lambda: Fault(str(variant.long - _ERROR_BASE)),
        }
        if kind not in readers:
            raise TypeError(f"a VARIANT of kind {kind} is none that VBA could show")
        return readers[kind]()

    def _text(self, pointer: int | None) -> str:
        if not pointer:
            return ""
        return ctypes.wstring_at(pointer, self._library.SysStringLen(pointer))

    def _read_array(self, array: int) -> list[Any]:
        sizes = []
        for side in range(1, self._library.SafeArrayGetDim(array) + 1):
            low, high = c_int32(), c_int32()
            _succeed(self._library.SafeArrayGetLBound(array, side, byref(low)))
            _succeed(self._library.SafeArrayGetUBound(array, side, byref(high)))
            sizes.append(high.value - low.value + 1)
        place = c_void_p()
        _succeed(self._library.SafeArrayAccessData(array, byref(place)))
        slots = ctypes.cast(place, POINTER(Variant))
        try:
            if len(sizes) == 1:
                return [self.read(slots[at]) for at in range(sizes[0])]
            rows, columns = sizes
            return [
                [self.read(slots[column * rows + row]) for column in range(columns)]
                for row in range(rows)
            ]
        finally:
            self._library.SafeArrayUnaccessData(array)

    def clear(self, variant: Variant) -> None:
        """Frees what a VARIANT holds."""
        self._library.VariantClear(byref(variant))

    def call_udf(
        self, server: Variant, module: str, name: str, arguments: Sequence[Any]
    ) -> PreparedCall:
        """`XLPy.CallUDF(module, name, Array(arguments))`, ready to be made."""
        values = (Variant * 3)()
        listed = values[0]
        self._fill_array(listed, ((len(arguments), 0),), list(arguments))
        self.fill(values[1], name)
        self.fill(values[2], module)
        return PreparedCall(self, server, values)


class PreparedCall:
    """One call with its arguments built; `make` is what a formula waits for."""

    def __init__(self, com: Com, server: Variant, values: Any) -> None:
        self._com = com
        self._server = server
        self._values = values

    def make(self) -> Variant:
        """Asks for the method by its name, as late binding does, and calls it."""
        table = ctypes.cast(self._server.pointer, POINTER(POINTER(c_void_p))).contents
        number = c_int32()
        wanted = (ctypes.c_wchar_p * 1)("CallUDF")
        no_interface = (ctypes.c_byte * 16)()
        find = _method(table[5], c_void_p, c_void_p, c_uint, c_uint, c_void_p)
        _succeed(find(self._server.pointer, no_interface, wanted, 1, 0, byref(number)))
        arguments = _Arguments(self._values, None, len(self._values), 0)
        result, failure = Variant(), _Exception()
        invoke = _method(
            table[6],
            c_int32,
            c_void_p,
            c_uint,
            c_ushort,
            c_void_p,
            c_void_p,
            c_void_p,
            c_void_p,
        )
        code = invoke(
            self._server.pointer,
            number,
            no_interface,
            0,
            _METHOD_OR_GET,
            byref(arguments),
            byref(result),
            byref(failure),
            None,
        )
        if code:
            raise CallFailed(self._com._text(failure.description) or hex(code))
        return result

    def free(self) -> None:
        """Frees the arguments."""
        for value in self._values:
            self._com.clear(value)


def _method(address: int | None, *arguments: Any) -> Any:
    prototype = ctypes.WINFUNCTYPE(c_int32, c_void_p, *arguments)  # type: ignore[attr-defined,unused-ignore]
    return prototype(address)


def _succeed(code: int) -> None:
    if code:
        raise OSError(f"COM said {code & 0xFFFFFFFF:#x}")
