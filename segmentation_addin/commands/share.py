"""The command that makes a copy for others: share."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from segmentation_addin.commands.shared import (
    bar,
    guarded,
    json_option,
    open_workbook,
    print_json,
    refuse_data,
    say,
    workbook_argument,
)

if TYPE_CHECKING:
    from segmentation_addin.services.sharing import Wishes


def _password() -> str:
    """The first line of the standard input, which is never shown nor kept."""
    if sys.stdin.isatty():
        typed: str = click.prompt("Password", hide_input=True, err=True, default="")
    else:
        typed = sys.stdin.buffer.readline().decode("utf-8", "replace")
    password = typed.rstrip("\r\n")
    from segmentation_addin.board_copy.encryption import LONGEST

    if not password:
        raise click.UsageError("--password-stdin: the password is empty.")
    if len(password) > LONGEST or "\ufffd" in password:
        message = f"--password-stdin: a password of 1 to {LONGEST} characters in UTF-8."
        raise click.UsageError(message)
    return password


def _check(output: Path, wishes: Wishes, protect: bool) -> None:
    """Refuses options that do not go together.

    Raises:
        click.UsageError: such options are given, or another kind of file.
    """
    from segmentation_addin.services.sharing import SUFFIXES, WORKBOOK

    suffix = output.suffix.lower()
    if suffix not in SUFFIXES:
        message = f"-o must end in {', '.join(SUFFIXES)}; found: {output.name}"
        raise click.UsageError(message)
    only_workbook = {
        "--sheet": bool(wishes.sheets),
        "--live": wishes.live,
        "--manager": wishes.manager is not None,
        "--password-stdin": protect,
    }
    for option, given in only_workbook.items():
        if given and suffix != WORKBOOK:
            raise click.UsageError(f"{option} needs a copy that ends in {WORKBOOK}.")
    if wishes.manager is not None:
        for option, given in (
            ("--sheet", bool(wishes.sheets)),
            ("--live", wishes.live),
            ("--anonymise", wishes.anonymise),
        ):
            if given:
                message = f"--manager and {option} do not go together."
                raise click.UsageError(message)
    if wishes.key is not None and not wishes.anonymise:
        raise click.UsageError("--key needs --anonymise.")


@click.command()
@workbook_argument
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="The copy: .xlsx, .html or .pdf.",
)
@click.option(
    "--sheet",
    "sheets",
    multiple=True,
    metavar="KEY|TITLE",
    help="A sheet of the copy, in this order (default: the board).",
)
@click.option(
    "--live",
    is_flag=True,
    help="Letters stay formulas; scale, rules and overrides travel along, locked.",
)
@click.option(
    "--manager", metavar="NAME", help="An account manager's own clients, to answer."
)
@click.option(
    "--anonymise", is_flag=True, help="Client codes instead of ids and names."
)
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="Where the codes are kept (default: WORKBOOK.codes.csv beside it).",
)
@click.option(
    "--password-stdin",
    "protect",
    is_flag=True,
    help="Encrypt the copy with the password read from the standard input.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Analysis date of the refresh, when it was given there.",
)
@json_option
@guarded
def share(
    workbook: Path,
    output: Path,
    sheets: tuple[str, ...],
    live: bool,
    manager: str | None,
    anonymise: bool,
    key: Path | None,
    protect: bool,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Make a copy for those who decide: no macro, no link, no input sheet, no author.

    The workbook must be up to date; it is never changed.
    """
    from dataclasses import replace

    from segmentation_addin.services.sharing import Wishes
    from segmentation_addin.services.sharing import share as act

    day = None if as_of is None else as_of.date()
    wishes = Wishes(sheets, live, anonymise, key, None, manager, day)
    _check(output, wishes, protect)
    if protect:
        wishes = replace(wishes, password=_password())
    language = open_workbook(workbook).language
    with bar(language) as progress:
        done = act(workbook, output, wishes, progress)
    if done.refused:
        refuse_data(done.issues, language, as_json)
        return
    if as_json:
        print_json(done.document())
        return
    from segmentation_addin.terminal import safe

    for line in done.lines():
        say(safe(line))
