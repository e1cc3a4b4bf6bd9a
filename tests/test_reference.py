"""The documentation that is generated is current, and names what exists."""

from pathlib import Path

import pytest

from segmentation_addin.cli import main
from segmentation_addin.languages import LANGUAGES
from segmentation_addin.messages import host
from segmentation_addin.reference import PAGES
from segmentation_addin.results.issues import CATALOGUE

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_current(name: str) -> None:
    standing = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert standing == PAGES[name](), "run: python -m segmentation_addin.reference docs"


@pytest.mark.parametrize("command", sorted(main.commands))
def test_each_command_is_documented(command: str) -> None:
    guide = (ROOT / "docs" / "guide-controller.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"segmentation {command}" in readme + guide


@pytest.mark.parametrize("code", sorted({**CATALOGUE, **host.CATALOGUE}))
def test_each_message_speaks_both_languages(code: str) -> None:
    entry = {**CATALOGUE, **host.CATALOGUE}[code]
    for language in LANGUAGES:
        assert entry.message.in_(language).strip()
        assert entry.remedy.in_(language).strip()
    assert entry.message.en != entry.message.fr


def test_nothing_names_a_path_of_the_machine_that_built_it() -> None:
    for path in (ROOT / "segmentation_addin").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert str(ROOT) not in text, path
