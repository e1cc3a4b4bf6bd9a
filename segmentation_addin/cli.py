"""The command `segmentation`: the ribbon's acts, without Excel.

Exit codes: 0 done; 1 the data does not allow it, nothing was written; 2 wrong
usage; 3 the file or the host does not allow it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from segmentation_addin import __version__
from segmentation_addin.languages import (
    LANGUAGES,
    Language,
    Text,
    language_of_this_computer,
)

if TYPE_CHECKING:
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
        "Réécrire les repères non fixés ? [o/N]",
    ),
    "kept": Text("Nothing was changed.", "Rien n'a été modifié."),
}


def _say(text: str = "") -> None:
    click.echo(text)


def print_json(document: dict[str, Any]) -> None:
    """Prints one JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1))


def _refuse_host(error: HostError, as_json: bool) -> None:
    """Prints why the file does not allow it, and ends with code 3."""
    from segmentation_addin.messages import host, imports
    from segmentation_addin.terminal import safe

    language = language_of_this_computer()
    entry = {**imports.CATALOGUE, **host.CATALOGUE}[error.code]
    message = safe(entry.message.in_(language, **error.params))
    remedy = safe(entry.remedy.in_(language, **error.params))
    if as_json:
        print_json(
            {
                "issues": [
                    {
                        "code": error.code,
                        "severity": "error",
                        "sheet": "",
                        "cell": "",
                        "message": message,
                        "remedy": remedy,
                        "amount": None,
                    }
                ]
            }
        )
    else:
        click.echo(f"{message}\n  → {remedy}", err=True)
    sys.exit(HOST_REFUSED)


def _refuse_data(
    issues: list[RenderedIssue], language: Language, as_json: bool
) -> None:
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
            return _refuse_host(error, bool(options.get("as_json")))

    return run  # type: ignore[return-value]


@contextmanager
def _bar(language: Language) -> Iterator[Callable[[str, float], None]]:
    from segmentation_addin.terminal import Bar

    bar = Bar(language)
    try:
        yield bar
    finally:
        bar.done()


def _open(workbook: Path, target: Path | None = None, writes: bool = False) -> Host:
    """The workbook as a file; refused at once where it cannot be written."""
    from segmentation_addin.workbook.file_host import FileHost

    host = FileHost(workbook, target)
    if writes:
        host.check_writable()
    return host


json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document and nothing else."
)
_lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=None,
    help="Language of the workbook (default: that of this computer).",
)
workbook_argument = click.argument("workbook", type=click.Path(path_type=Path))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="segmentation")
def main() -> None:
    """Sorts a client portfolio from A to D, in a workbook, without Excel.

    Messages follow the language of the workbook. Exit codes: 0 done, 1 the data
    does not allow it, 2 wrong usage, 3 the file does not allow it.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
@_lang_option
@click.option("--sample", is_flag=True, help="Fill it with the sample data.")
@json_option
@guarded
def new(path: Path, lang: Language | None, sample: bool, as_json: bool) -> None:
    """Create a fresh workbook from the template."""
    from segmentation_addin.services import creating, sampling

    language = lang or language_of_this_computer()
    if sample:
        with _bar(language) as progress:
            sampling.new_with_sample(path, language, progress)
    else:
        creating.new(path, language)
    if as_json:
        print_json({"workbook": str(path), "language": language, "sample": sample})
        return
    _say(T["created"].in_(language, path=path))
    _say(T["next"].in_(language, path=path))


def _as_date(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> date | None:
    del context, parameter
    if value is None:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day
    except ValueError as error:
        message = f"{value!r} is not a date; write it as 2025-12-31."
        raise click.BadParameter(message) from error


@main.command()
@workbook_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write to this file."
)
@click.option("--as-of", callback=_as_date, help="Analysis date, as 2025-12-31.")
@click.option(
    "--recalibrate", is_flag=True, help="Rewrite the knots that are not fixed."
)
@click.option("--yes", is_flag=True, help="Recalibrate without asking.")
@json_option
@guarded
def refresh(
    workbook: Path,
    output: Path | None,
    as_of: date | None,
    recalibrate: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Compute the segmentation and write it into the workbook.

    On a terminal, --recalibrate shows which letters would move, and asks.
    """
    from segmentation_addin.services.refreshing import refresh as act
    from segmentation_addin.terminal import letters_table

    host = _open(workbook, output, writes=True)
    asks = recalibrate and not yes and not as_json and _on_a_terminal()
    if asks and not _agreed(host, as_of):
        return
    with _bar(host.language) as progress:
        done = act(host, as_of, recalibrate, progress)
    if done.refused:
        _refuse_data(done.issues, done.language, as_json)
        return
    if as_json:
        print_json(done.document())
        return
    summary = done.summary()
    _say(T["as_of"].in_(done.language, day=summary["as_of"]))
    _say()
    _say(letters_table(summary, done.language))
    _say()
    _say_issue_count(done.issues, done.language)
    if done.written:
        _say(T["written"].in_(done.language, path=output or workbook))
    else:
        _say(T["up_to_date"].in_(done.language))


def _on_a_terminal() -> bool:
    """True when somebody is there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _agreed(host: Host, as_of: date | None) -> bool:
    """Shows which letters new knots would move; False when the answer is not yes."""
    from segmentation_addin.services.recalibrating import preview

    with _bar(host.language) as progress:
        found = preview(host, as_of, progress)
    if found.refused:
        _refuse_data(found.issues, found.language, as_json=False)
    for line in found.lines():
        _say(line)
    question = T["recalibrate"].in_(found.language)
    answer = click.prompt(question, default="", show_default=False, prompt_suffix=" ")
    agreed = answer.strip().casefold() in {"y", "yes", "o", "oui"}
    if not agreed:
        _say(T["kept"].in_(found.language))
    return agreed


def _say_issue_count(issues: list[RenderedIssue], language: Language) -> None:
    severities = [issue.severity for issue in issues]
    _say(
        T["issues"].in_(
            language,
            errors=severities.count("error"),
            warnings=severities.count("warning"),
            notes=severities.count("note"),
        )
        if issues
        else T["clean"].in_(language)
    )


@main.command()
@workbook_argument
@json_option
@guarded
def check(workbook: Path, as_json: bool) -> None:
    """Audit the data, write nothing."""
    from segmentation_addin.services.checking import check as act
    from segmentation_addin.terminal import issue_lines

    host = _open(workbook)
    with _bar(host.language) as progress:
        found = act(host, progress=progress)
    issues = found.issues
    if found.refused and not as_json:
        _refuse_data(issues, found.language, as_json)
    if as_json:
        print_json({"issues": [issue.as_document() for issue in issues]})
    else:
        _say_issue_count(issues, found.language)
        if issues:
            _say(issue_lines(issues, found.language))
    if found.refused:
        sys.exit(DATA_REFUSED)


@main.command()
@workbook_argument
@click.argument("client")
@json_option
@guarded
def explain(workbook: Path, client: str, as_json: bool) -> None:
    """Explain the letter of one client (its code, or its name)."""
    from segmentation_addin.services.explaining import explain as act
    from segmentation_addin.terminal import explanation, safe
    from segmentation_addin.workbook.outputs import CAPS

    host = _open(workbook)
    with _bar(host.language) as progress:
        found = act(host, client, progress)
    if found.document is not None:
        if as_json:
            print_json(found.document)
            return
        caps = [CAPS[key].in_(found.language) for key in found.document["caps"]]
        _say(explanation(found.document, caps, found.language))
        return
    if found.issues:
        _refuse_data(found.issues, found.language, as_json)
        return
    message = T["no_such_client"].in_(found.language, client=safe(client))
    if as_json:
        issue = {
            "code": "no_such_client",
            "severity": "error",
            "sheet": "",
            "cell": "",
            "message": message,
            "remedy": ", ".join(found.near),
            "amount": None,
        }
        print_json({"issues": [issue]})
    else:
        click.echo(message, err=True)
        if found.near:
            click.echo(T["near"].in_(found.language), err=True)
            for name in found.near:
                click.echo(f"  {safe(name)}", err=True)
    sys.exit(DATA_REFUSED)


@main.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--into",
    "workbook",
    required=True,
    type=click.Path(path_type=Path),
    help="The workbook that receives the data.",
)
@click.option(
    "--as",
    "kind",
    type=click.Choice(["lines"]),
    default="lines",
    show_default=True,
    help="What the file holds: order or invoice lines.",
)
@click.option("--dry-run", is_flag=True, help="Show the mapping, write nothing.")
@json_option
@guarded
def import_(
    sources: tuple[Path, ...], workbook: Path, kind: str, dry_run: bool, as_json: bool
) -> None:
    """Read order lines (CSV, Excel, Parquet) into the input sheets."""
    from segmentation_addin.services.importing import import_lines
    from segmentation_addin.terminal import issue_lines

    del kind  # one kind so far; the option already says so
    host = _open(workbook, writes=not dry_run)
    with _bar(host.language) as progress:
        done = import_lines(host, sources, dry_run, progress)
    if done.refused:
        _refuse_data(done.issues, done.language, as_json)
        return
    if as_json:
        print_json(done.document)
        return
    language = done.language
    for path, pairs, ignored in done.mappings:
        _say(T["mapping"].in_(language, path=path))
        for heading, field in pairs:
            _say(f"  {heading} → {field}")
        if ignored:
            _say("  " + T["ignored"].in_(language, names=", ".join(ignored)))
    _say(
        T["imported"].in_(
            language,
            lines=done.document["lines"],
            clients=done.document["clients"],
            periods=", ".join(done.document["periods"]),
        )
    )
    if done.issues:
        _say(issue_lines(done.issues, language))
    if dry_run:
        _say(T["dry_run"].in_(language, changes=done.document["changes"]))
    elif done.written:
        _say(T["written"].in_(language, path=workbook))
    else:
        _say(T["up_to_date"].in_(language))


@main.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder that receives demo.xlsm (default: here).",
)
@_lang_option
@json_option
@guarded
def demo(output: Path, lang: Language | None, as_json: bool) -> None:
    """Build, refresh and show a workbook from real sales lines."""
    from segmentation_addin.services.sampling import demo as act
    from segmentation_addin.terminal import false_good_table, letters_table

    language = lang or language_of_this_computer()
    with _bar(language) as progress:
        path, done = act(output, language, progress)
    if done.refused:
        _refuse_data(done.issues, language, as_json)
        return
    document = done.document()
    if as_json:
        print_json(document)
        return
    _say(T["as_of"].in_(language, day=document["as_of"]))
    _say()
    _say(letters_table(document, language))
    _say()
    _say(false_good_table(document, language))
    _say()
    _say_issue_count(done.issues, language)
    _say(T["open"].in_(language, path=path))


import segmentation_addin.cli_excel  # noqa: E402, F401 - adds setup, doctor, upgrade
