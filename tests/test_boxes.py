"""Texts for a message box: short lines, nothing injected, the end never cut."""

from __future__ import annotations

import re

import pytest

from segmentation_addin.excel.boxes import MOST_LINES, WIDTH, boxed, issues_text
from segmentation_addin.excel.boxes import refusal as refused
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.messages import host
from segmentation_addin.results.issues import RenderedIssue
from segmentation_addin.workbook.host import HostError


def test_lines_are_short_and_keep_their_indent() -> None:
    text = boxed("Title\n  " + "word " * 40 + "\n\nEnd")
    lines = text.splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert lines[0] == "Title"
    assert all(line.startswith("  word") for line in lines[1:-2])
    assert lines[-2:] == ["", "End"]


def test_a_path_stays_whole_and_control_characters_go() -> None:
    path = "C:\\Users\\someone\\" + "folder-" * 12 + "segmentation.log"
    assert boxed(f"Send it:\n{path}").endswith("\n" + path)
    assert boxed("a\x1b[31mb\u202ec") == "a[31mbc"


def test_a_long_text_keeps_its_end() -> None:
    text = boxed("\n".join(f"line {i}" for i in range(100)) + "\nGo on?")
    lines = text.splitlines()
    assert len(lines) == MOST_LINES
    assert lines[0] == "line 0"
    assert lines[-1] == "Go on?"
    assert "…" in lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_issues_are_shown_and_the_others_counted(language: Language) -> None:
    issue = RenderedIssue("x", "error", "Sheet", "A1", "Found.", "Do.", None)
    text = issues_text([issue] * 7, language)
    assert text.count("→ Do.") == 4
    assert "3" in text.splitlines()[-1]
    assert "--json" not in text


@pytest.mark.parametrize("code", sorted(host.CATALOGUE))
def test_each_refusal_of_the_host_can_be_told(code: str) -> None:
    entry = host.CATALOGUE[code]
    marks = re.findall(r"\{(\w+)\}", "".join([*entry.message, *entry.remedy]))
    text = refused(HostError(code, **dict.fromkeys(marks, "X")), "fr")
    assert "\n→ " in text
    assert "{" not in text
