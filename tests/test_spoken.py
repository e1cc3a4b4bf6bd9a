"""The command line's own words, in English and in French."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

from segmentation_addin.cli import main
from segmentation_addin.commands import spoken
from segmentation_addin.commands.spoken import CATALOGUES, DOMAIN

FRENCH = CATALOGUES / "fr" / "LC_MESSAGES" / f"{DOMAIN}.po"
IN_FRENCH = {"SEGMENTATION_LANG": "fr"}


def said(*arguments: str, env: dict[str, str] = IN_FRENCH) -> str:
    return CliRunner().invoke(main, arguments, env=env, prog_name="segmentation").output


def catalogue() -> Catalog:
    with FRENCH.open("rb") as source:
        return read_po(source, locale="fr")


def helps() -> list[str]:
    commands = [main, *main.commands.values()]
    options = [
        parameter
        for command in commands
        for parameter in command.params
        if isinstance(parameter, click.Option)
    ]
    found = [*(each.help for each in commands), *(each.help for each in options)]
    return sorted({inspect.cleandoc(text) for text in found if text})


def ids(message: str | Sequence[str]) -> list[str]:
    """The English of a message: one text, or one for one and one for many."""
    return [message] if isinstance(message, str) else list(message)


def names(text: str) -> set[str]:
    """What a text names that no language changes: options, commands, file endings."""
    return set(re.findall(r"--[a-z-]+|\.[a-z]{3,}\b|\{\w+(?:!r)?\}", text))


@pytest.mark.parametrize("text", helps())
def test_each_help_has_its_french_that_names_the_same(text: str) -> None:
    message = catalogue().get(text)
    assert message is not None
    assert names(str(message.string)) == names(text)


def test_the_catalogue_says_nothing_that_is_not_asked_any_more() -> None:
    folders = (Path(click.__file__).parent, Path(spoken.__file__).parent)
    library = "".join(
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in folder.glob("*.py")
    )
    asked = {
        text for each in catalogue() for text in ids(each.id) if not text.isupper()
    }
    assert {text for text in asked if repr(text)[1:-1] not in library} <= set(helps())


def test_the_compiled_catalogue_is_the_one_that_people_edit() -> None:
    target = BytesIO()
    write_mo(target, catalogue())
    assert FRENCH.with_suffix(".mo").read_bytes() == target.getvalue()


def test_help_speaks_the_language_of_the_computer() -> None:
    french = said("refresh", "--help").replace("\u00a0", " ")
    assert french.startswith("Utilisation : segmentation refresh [OPTIONS] CLASSEUR")
    assert "Calcule la segmentation et l'écrit dans le classeur." in french
    english = said("refresh", "--help", env={"SEGMENTATION_LANG": "en"})
    assert english.startswith("Usage: segmentation refresh [OPTIONS] WORKBOOK")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (
            ["refrsh"],
            "La commande 'refrsh' n'existe pas. Vouliez-vous dire 'refresh' ?",
        ),
        (["refresh"], "Il manque l'argument 'CLASSEUR'."),
        (["refresh", "a.xlsm", "--fast"], "L'option '--fast' n'existe pas."),
        (["new", "a.xlsm", "--lang", "de"], "'de' n'est aucun de 'en', 'fr'."),
        (["score", "a.csv", "--most-listed", "x"], "'x' n'est pas un nombre valable."),
        (["import", "a.csv", "--vat", "20"], "'20' n'est pas un taux tel que 38%"),
        (["import", "a.csv", "--period", "2025-02-31"], "n'est pas un jour tel que"),
    ],
)
def test_a_command_written_wrongly_is_told_in_french(
    typed: list[str], answer: str
) -> None:
    shown = said(*typed)
    assert answer in shown.replace("\u00a0", " ")
    assert not re.search(r"\b(Usage|Error|Try|No such|Invalid|Missing)\b", shown)


def test_the_language_does_not_stay_behind() -> None:
    said("--help")
    assert said("--help", env={"SEGMENTATION_LANG": "en"}).startswith("Usage:")
