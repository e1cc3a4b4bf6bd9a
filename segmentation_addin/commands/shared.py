"""What every command shares: words, options, and how a refusal is told."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from segmentation_addin.languages import (
    LANGUAGES,
    Language,
    Text,
    language_of_this_computer,
)

if TYPE_CHECKING:
    from segmentation_addin.core.reliability import Reliability
    from segmentation_addin.results.issues import RenderedIssue
    from segmentation_addin.workbook.host import Host, HostError

DATA_REFUSED = 1
HOST_REFUSED = 3

_Command = TypeVar("_Command", bound=Callable[..., Any])

T = {
    "written": Text("Written: {path}", "Écrit : {path}"),
    "up_to_date": Text(
        "Already up to date: nothing was written.",
        "Déjà à jour : rien n'a été écrit.",
    ),
    "refused": Text(
        "Nothing was computed or written:", "Rien n'a été calculé ni écrit :"
    ),
    "issues": Text(
        "Errors: {errors} · warnings: {warnings} · notes: {notes}",
        "Erreurs : {errors} · alertes : {warnings} · notes : {notes}",
    ),
    "clean": Text("No issue found.", "Aucune anomalie."),
    "as_of": Text(
        "Portfolio on {day}: 12 months, letters A to D",
        "Portefeuille au {day} : 12 mois, lettres A à D",
    ),
    "no_such_client": Text(
        "No client has the code or name “{client}”.",
        "Aucun client n'a le code ou le nom « {client} ».",
    ),
    "near": Text("Did you mean:", "Vouliez-vous dire :"),
    "mapping": Text("Columns read from {path}:", "Colonnes lues dans {path} :"),
    "ignored": Text("Ignored: {names}", "Ignorées : {names}"),
    "imported": Text(
        "{lines} lines, {clients} clients, periods {periods}",
        "{lines} lignes, {clients} clients, périodes {periods}",
    ),
    "dry_run": Text(
        "Dry run: nothing was written. {changes} cells or rows would change.",
        "À blanc : rien n'a été écrit. {changes} cellules ou lignes changeraient.",
    ),
    "created": Text("Created: {path}", "Créé : {path}"),
    "next": Text(
        "Next: fill or import the sheets, then run: segmentation refresh {path}",
        "Ensuite : remplissez ou importez les feuilles, puis lancez : segmentation "
        "refresh {path}",
    ),
    "open": Text("Workbook: {path}", "Classeur : {path}"),
    "recalibrate": Text(
        "Rewrite the knots that are not fixed? [y/N]",
        "Réécrire les repères non figés ? [o/N]",
    ),
    "kept": Text("Nothing was changed.", "Rien n'a été modifié."),
}


def typed(path: Path) -> str:
    """A path as it is typed in a terminal: in quotes where it holds a blank."""
    return f'"{path}"' if " " in str(path) else str(path)


def say(text: str = "") -> None:
    """Prints one line of the answer."""
    click.echo(text)


def print_json(document: dict[str, Any]) -> None:
    """Prints one JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1))


def refuse_host(
    error: HostError, as_json: bool, language: Language | None = None
) -> None:
    """Prints why the file does not allow it, and ends with code 3.

    In the language of this computer where that of the workbook is not known.
    """
    from segmentation_addin.messages import host, imports
    from segmentation_addin.terminal import safe

    language = language or language_of_this_computer()
    catalogue = {**imports.CATALOGUE, **host.CATALOGUE}
    said = [
        (
            one.code,
            safe(catalogue[one.code].message.in_(language, **one.params)),
            safe(catalogue[one.code].remedy.in_(language, **one.params)),
        )
        for one in (error, *error.also)
    ]
    if as_json:
        print_json(
            {
                "issues": [
                    {
                        "code": code,
                        "severity": "error",
                        "sheet": "",
                        "cell": "",
                        "message": message,
                        "remedy": remedy,
                        "amount": None,
                    }
                    for code, message, remedy in said
                ]
            }
        )
    else:
        for _, message, remedy in said:
            click.echo(f"{message}\n  → {remedy}", err=True)
    sys.exit(HOST_REFUSED)


def refuse_data(issues: list[RenderedIssue], language: Language, as_json: bool) -> None:
    """Prints the issues that stop the computation, and ends with code 1."""
    from segmentation_addin.terminal import issue_lines

    if as_json:
        print_json({"issues": [issue.as_document() for issue in issues]})
    else:
        click.echo(T["refused"].in_(language), err=True)
        click.echo(issue_lines(issues, language), err=True)
    sys.exit(DATA_REFUSED)


def guarded(command: _Command) -> _Command:
    """Turns a refusal of the file or the host into a plain answer."""

    @wraps(command)
    def run(**options: Any) -> Any:
        from segmentation_addin.workbook.host import HostError

        try:
            return command(**options)
        except HostError as error:
            language = options.get("lang")
            return refuse_host(error, bool(options.get("as_json")), language)

    return run  # type: ignore[return-value]


@contextmanager
def bar(language: Language) -> Iterator[Callable[[str, float], None]]:
    """A progress bar that is gone when the act is done."""
    from segmentation_addin.terminal import Bar

    drawn = Bar(language)
    try:
        yield drawn
    finally:
        drawn.done()


def open_workbook(
    workbook: Path, target: Path | None = None, writes: bool = False
) -> Host:
    """The workbook as a file; refused at once where it cannot be written."""
    from segmentation_addin.workbook.file_host import FileHost

    host = FileHost(workbook, target)
    if writes:
        host.check_writable()
    return host


json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document and nothing else."
)
lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=None,
    help="Language of the workbook (default: that of this computer).",
)
workbook_argument = click.argument("workbook", type=click.Path(path_type=Path))


def say_reliability(found: Reliability | None, language: Language) -> None:
    """Prints the grade of the portfolio, what rests on estimates, and the ledger."""
    from segmentation_addin.results.reliability_words import reliability_lines

    for line in [] if found is None else reliability_lines(found, language):
        say(line)


def say_issue_count(issues: list[RenderedIssue], language: Language) -> None:
    """Prints how many errors, warnings and notes there are."""
    severities = [issue.severity for issue in issues]
    say(
        T["issues"].in_(
            language,
            errors=severities.count("error"),
            warnings=severities.count("warning"),
            notes=severities.count("note"),
        )
        if issues
        else T["clean"].in_(language)
    )
