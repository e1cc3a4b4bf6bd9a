"""The COM calls that a program makes: written down, counted, made to fail on demand."""

from __future__ import annotations

from dataclasses import dataclass, field

from com_fake.errors import ComError, busy, refusal, typing_in_a_cell


@dataclass
class Journal:
    """Every property read, property set and method call, in order.

    A call is named by its object and member: "Range.Value2", "Range.Value2=",
    "ListObject.Resize()".
    """

    calls: list[str] = field(default_factory=list)
    edit_mode: bool = False
    """True while somebody types in a cell: every call is rejected."""
    _failures: dict[int, ComError] = field(default_factory=dict)
    _refused: dict[str, ComError] = field(default_factory=dict)
    _busy: int = 0

    def note(self, call: str) -> None:
        """Writes one call down, or fails it."""
        self.calls.append(call)
        if self.edit_mode:
            raise typing_in_a_cell()
        if self._busy:
            self._busy -= 1
            raise busy()
        failure = self._failures.pop(len(self.calls), None)
        failure = failure or self._refused.pop(call, None)
        if failure is not None:
            raise failure

    def clear(self) -> None:
        """Forgets the calls so far, and every failure to come."""
        self.calls.clear()
        self._failures.clear()
        self._refused.clear()
        self._busy = 0

    def fail_at(self, number: int, error: ComError | None = None) -> None:
        """The call of that number, counted from 1, fails once."""
        self._failures[number] = error or refusal("Injected failure")

    def fail_on(self, call: str, error: ComError | None = None) -> None:
        """The next call of that name fails once."""
        self._refused[call] = error or refusal("Injected failure")

    def reject(self, times: int) -> None:
        """So many calls to come are rejected: Excel is busy."""
        self._busy = times

    def count(self, call: str) -> int:
        """How often a call of that name was made."""
        return self.calls.count(call)
