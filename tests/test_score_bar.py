"""What the bar of score shows: the step, its rows, the time left."""

from __future__ import annotations

import io

import pytest

from segmentation_addin.commands.score import RowBar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_rows_and_time_left_in_both_languages() -> None:
    english, french = RowBar("en"), RowBar("fr")
    for bar in (english, french):
        bar.counted("lines", 50_000_000)
    shown = english.line("lines", 0.25, 30.0)
    assert "12,500,000 of 50,000,000" in shown
    assert "about 1 min 30 s left" in shown
    shown = french.line("lines", 0.25, 30.0)
    assert "12\u202f500\u202f000 sur 50\u202f000\u202f000" in shown
    assert "environ 1 min 30 s restantes" in shown


def test_a_step_without_rows_shows_its_share_alone() -> None:
    shown = RowBar("en").line("look", 0.5, 4.0)
    assert "50%" in shown
    assert " of " not in shown
    assert "about 4 s left" in shown


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_nothing_is_foretold_at_either_end(share: float) -> None:
    assert "left" not in RowBar("en").line("sum", share, 9.0)


def test_it_is_drawn_on_a_terminal_after_a_second_and_wiped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    terminal, file = Terminal(), io.StringIO()
    bar, silent = RowBar("en", terminal), RowBar("en", file)
    for drawn in (bar, silent):
        drawn("lines", 0.1)
    assert terminal.getvalue() == ""
    now[0] = 2.0
    for drawn in (bar, silent):
        drawn("lines", 0.5)
        drawn.done()
    assert "Reading lines" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[2K")
    assert file.getvalue() == ""
