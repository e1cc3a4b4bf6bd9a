"""The words of the command line itself, in the language of this computer.

English stands where a command is declared; French stands in the catalogue
`data/locale/fr/LC_MESSAGES/segmentation.po`, with the words of click (Usage, Missing
option…), which asks `gettext` for them. What a command answers follows the language
of the workbook, and is no matter of this module.
"""

from __future__ import annotations

import copy
import gettext
import inspect
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from segmentation_addin.languages import Language, language_of_this_computer

DOMAIN = "segmentation"
CATALOGUES = Path(__file__).parent.parent / "data" / "locale"
_WORD = re.compile(r"[A-Z]{2,}(?: RANGE)?")
_Command = TypeVar("_Command", bound=click.Command)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Click and the help speak this language inside."""
    before, wanted = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        gettext.textdomain(before)
        if wanted is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = wanted


def said(text: str | None) -> str | None:
    """A text of the catalogue, or itself."""
    return gettext.gettext(inspect.cleandoc(text)) if text else text


def in_words(command: _Command, ctx: click.Context) -> _Command:
    """The same command, its help and the names of its arguments as they are said."""
    spoken = copy.copy(command)
    spoken.help = said(command.help)
    spoken.params = [_parameter(parameter, ctx) for parameter in command.params]
    return spoken


def _parameter(parameter: click.Parameter, ctx: click.Context) -> click.Parameter:
    spoken = copy.copy(parameter)
    if isinstance(spoken, click.Option):
        spoken.help = said(spoken.help)
        if spoken.is_flag:
            return spoken
    spoken.metavar = _WORD.sub(
        lambda word: gettext.gettext(word[0]), parameter.make_metavar(ctx)
    )
    return spoken


class SpokenGroup(click.Group):
    """A group of commands that speaks the language of this computer."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Runs as any group of click does."""
        with speaking(language_of_this_computer()):
            return super().main(*args, **kwargs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of its commands, in words."""
        command = super().get_command(ctx, cmd_name)
        return None if command is None else in_words(command, ctx)

    def get_help(self, ctx: click.Context) -> str:
        """What the group is for, and its commands."""
        return click.Group.get_help(in_words(self, ctx), ctx)
