"""The pages on setup and troubleshooting quote what is really shown."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from segmentation_addin.environment import (
    INTERPRETER_MAC,
    INTERPRETER_WINDOWS,
    XLWINGS,
)
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.messages.doctor import RULES
from segmentation_addin.template.vba_modules import support_module

DOCS = Path(__file__).parent.parent / "docs"
SHOWN = (DOCS / "troubleshooting.md").read_text(encoding="utf-8")
SETUP = (DOCS / "setup.md").read_text(encoding="utf-8")


def xlwings_bas() -> str:
    spec = find_spec("xlwings")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name("xlwings.bas").read_text(encoding="ascii")


@pytest.mark.parametrize(
    "message",
    [
        "Could not find Interpreter!",
        "please run 'xlwings runpython install' in a terminal once and try again.",
        "from either of the following folders",
    ],
)
def test_messages_of_xlwings_are_keys_of_the_page(message: str) -> None:
    assert message in xlwings_bas()
    assert message in SHOWN


def test_the_name_of_the_bridge_is_that_of_the_pinned_xlwings() -> None:
    assert set(re.findall(r"xlwings64-([\d.]+\d)\.dll", SHOWN)) == {XLWINGS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_boxes_are_keys_of_the_page(language: Language) -> None:
    text = support_module(language).text
    boxes = re.findall(r'MsgBox\s*\(?(?:Replace\()?\s*"([^"]+)"', text)
    assert len(boxes) == 2
    for first_line in boxes:
        assert first_line in SHOWN


def test_the_page_on_setup_names_places_and_rules() -> None:
    for place in (INTERPRETER_WINDOWS, INTERPRETER_MAC):
        folder = re.split(r"[\\/](?:Scripts|bin)[\\/]", place)[0]
        assert folder.replace("$HOME", "~") in SETUP
    for rule in RULES:
        assert SETUP.count(rule) == 2  # English and French


def test_links_of_the_pages_lead_somewhere() -> None:
    for page in (SHOWN, SETUP):
        for target in re.findall(r"\]\(([^)#]+)", page):
            assert (DOCS / target).exists(), target
