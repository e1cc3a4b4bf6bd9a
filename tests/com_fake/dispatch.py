"""What every COM object is: a dispatch object whose members are written down.

A member with a capital is visible through COM and noted in the journal; the rest is
the fake's own.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from com_fake.errors import bad_index, unknown_name

if TYPE_CHECKING:
    from com_fake.application import Excel

UNKNOWN_INTERFACE = "{00020400-0000-0000-C000-000000000046}"


class CDispatch:
    """win32com.client.CDispatch: the class by which xlwings knows a COM object."""


class TypeAttributes:
    """What a type library says of an object: its interface."""

    def __init__(self, iid: str) -> None:
        self.iid = iid


class PyIDispatch:
    """The bare pointer behind a COM object, as com_server receives arguments."""

    def __init__(self, obj: ComObject) -> None:
        self.obj = obj

    def GetTypeInfo(self) -> PyIDispatch:  # noqa: N802
        return self

    def GetTypeAttr(self) -> TypeAttributes:  # noqa: N802
        return TypeAttributes(self.obj.iid)

    def GetDocumentation(self, _index: int) -> tuple[str, None, int, None]:  # noqa: N802
        return (type(self.obj).__name__, None, 0, None)

    def GetIDsOfNames(self, _locale: int, name: str) -> int:  # noqa: N802
        if not hasattr(type(self.obj), name):
            raise unknown_name(name)
        return 1


class ComObject(CDispatch):
    """One object of Excel's; its class gives the members that COM shows."""

    iid = UNKNOWN_INTERFACE
    com_name: str | None = None
    """How the journal calls it; the name of the class when None."""

    def __init__(self, excel: Excel) -> None:
        self.excel = excel

    def __init_subclass__(cls) -> None:
        for name, member in list(vars(cls).items()):
            if not name[0].isupper():
                continue
            label = f"{cls.com_name or cls.__name__}.{name}"
            if isinstance(member, property):
                setattr(cls, name, _noted_property(label, member))
            elif isinstance(member, types.FunctionType):
                setattr(cls, name, _noted_method(label, member))

    @property
    def _oleobj_(self) -> PyIDispatch:
        return PyIDispatch(self)

    def __setattr__(self, name: str, value: Any) -> None:
        if name[0].isupper() and not hasattr(type(self), name):
            raise unknown_name(f"{type(self).__name__}.{name}")
        super().__setattr__(name, value)

    def note(self, member: str) -> None:
        """Writes down a call that is no named member (an item of a collection)."""
        name = self.com_name or type(self).__name__
        self.excel.journal.note(f"{name}.{member}")


def _noted_property(label: str, member: property) -> property:
    getter, setter = member.fget, member.fset

    def read(self: ComObject) -> Any:
        self.excel.journal.note(label)
        assert getter is not None
        return getter(self)

    def write(self: ComObject, value: Any) -> None:
        self.excel.journal.note(f"{label}=")
        assert setter is not None
        setter(self, value)

    return property(read, None if setter is None else write)


def _bare(argument: Any) -> Any:
    """The COM object inside xlwings' retrying wrapper."""
    return getattr(argument, "__dict__", {}).get("_inner", argument)


def _noted_method(label: str, member: Callable[..., Any]) -> Callable[..., Any]:
    def called(self: ComObject, *args: Any, **named: Any) -> Any:
        self.excel.journal.note(f"{label}()")
        return member(self, *map(_bare, args), **named)

    called.__name__ = label.partition(".")[2]
    return called


class Collection(ComObject):
    """A collection: called with a number from 1 or with a name, walked, counted."""

    def members(self) -> list[Any]:
        """The items in order."""
        raise NotImplementedError

    def name_of(self, member: Any) -> str:
        """The name by which an item is found."""
        return str(member.name)

    @property
    def Count(self) -> int:  # noqa: N802
        return len(self.members())

    def Item(self, index: Any) -> Any:  # noqa: N802
        return self.found(index)

    def __call__(self, index: Any) -> Any:
        self.note("Item()")
        return self.found(index)

    def __iter__(self) -> Iterator[Any]:
        self.note("_NewEnum")
        return iter(self.members())

    def found(self, index: Any) -> Any:
        """The item of a number or a name."""
        members = self.members()
        if isinstance(index, str):
            for member in members:
                if self.name_of(member).casefold() == index.casefold():
                    return member
        elif 1 <= int(index) <= len(members):
            return members[int(index) - 1]
        raise bad_index(index)
