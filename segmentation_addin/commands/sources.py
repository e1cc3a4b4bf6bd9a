"""The commands that bring data in: import, demo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from segmentation_addin.commands.shared import (
    T,
    bar,
    guarded,
    json_option,
    lang_option,
    open_workbook,
    print_json,
    refuse_data,
    say,
    say_issue_count,
)
from segmentation_addin.languages import (
    Language,
    Text,
    language_of_this_computer,
    number,
)
from segmentation_addin.messages import fec
from segmentation_addin.messages.votes import VOTES_READ

if TYPE_CHECKING:
    from segmentation_addin.services.imported import Imported, Kind

EXPORTED = Text(
    "Exports: {count} files in {path}", "Exports : {count} fichiers dans {path}"
)
FICTITIOUS = Text(
    "Companies and people of the French sample do not exist.",
    "Sociétés et personnes de l'exemple sont inventées.",
)


@click.command("import")
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
    type=click.Choice(["lines", "fec", "votes"]),
    default=None,
    help="What the files hold: order or invoice lines, the accounting export FEC, or "
    "the answers of account managers (default: the files say it).",
)
@click.option("--dry-run", is_flag=True, help="Show the mapping, write nothing.")
@json_option
@guarded
def import_(
    sources: tuple[Path, ...],
    workbook: Path,
    kind: Kind | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read order lines, an accounting export (FEC) or answers into a workbook."""
    from segmentation_addin.services.importing import import_files
    from segmentation_addin.terminal import issue_lines

    host = open_workbook(workbook, writes=not dry_run)
    with bar(host.language) as progress:
        done = import_files(host, sources, kind, dry_run, progress)
    if done.refused:
        refuse_data(done.issues, done.language, as_json)
        return
    if as_json:
        print_json(done.document)
        return
    language = done.language
    if done.kind == "votes":
        _say_votes(done)
    elif done.kind == "fec":
        _say_fec(done, workbook)
    else:
        _say_lines(done)
    if done.issues:
        say(issue_lines(done.issues, language))
    if dry_run:
        say(T["dry_run"].in_(language, changes=done.document["changes"]))
    elif done.written:
        say(T["written"].in_(language, path=workbook))
    else:
        say(T["up_to_date"].in_(language))


def _say_lines(done: Imported) -> None:
    """The columns that were read, and what the lines amount to."""
    language = done.language
    for path, pairs, ignored in done.mappings:
        say(T["mapping"].in_(language, path=path))
        for heading, field in pairs:
            say(f"  {heading} → {field}")
        if ignored:
            say("  " + T["ignored"].in_(language, names=", ".join(ignored)))
    say(
        T["imported"].in_(
            language,
            lines=done.document["lines"],
            clients=done.document["clients"],
            periods=", ".join(done.document["periods"]),
        )
    )


def _say_fec(done: Imported, workbook: Path) -> None:
    """Each year with the proof that its revenue is all there, and what to ask for."""
    language = done.language

    def amount(value: float) -> str:
        return number(value, language, 2)

    for year in done.document["files"]:
        left = sum(year["unallocated"].values())
        delays = ", ".join(
            f"{fec.DELAYS[name].in_(language)} {count}"
            for name, count in year["delays"].items()
            if count
        )
        say(
            fec.HEAD.in_(
                language,
                file=", ".join(Path(part).name for part in year["files"]),
                lines=number(year["lines"], language),
                encoding=year["encoding"],
                first=year["first_day"],
                last=year["last_day"],
            )
        )
        control = {"total": "revenue", "given": "allocated"}
        amounts = {mark: amount(year[key]) for mark, key in control.items()}
        say(fec.CONTROL.in_(language, left=amount(left), **amounts))
        for name, part in year["unallocated"].items():
            reason = fec.REASONS[name].in_(language)
            say(fec.REASON.in_(language, reason=reason, amount=amount(part)))
        say(
            fec.CLIENTS.in_(
                language,
                clients=number(year["clients"], language),
                credit_notes=amount(year["credit_notes"]),
                delays=delays or "-",
            )
        )
        count = number(year["personal_lines"], language)
        say(fec.PERSONAL.in_(language, count=count))
    say(fec.NOT_IN_A_FEC.in_(language, path=workbook))


def _say_votes(done: Imported) -> None:
    """Whose answers were read, and what becomes of them."""
    from segmentation_addin.terminal import safe

    said = done.document
    voters = safe(", ".join(said["voters"]))
    say(VOTES_READ.in_(done.language, **{**said, "voters": voters}))


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder that receives demo.xlsm and board.xlsx (default: here).",
)
@click.option(
    "--exports",
    "folder",
    type=click.Path(path_type=Path),
    default=None,
    help="New folder that receives the French sample as real exports look: invoices, "
    "clients, margins, FEC, with their traps and what to read in them.",
)
@lang_option
@json_option
@guarded
def demo(
    output: Path, folder: Path | None, lang: Language | None, as_json: bool
) -> None:
    """Build, refresh and show a workbook from the sample.

    In English the sample is real sales lines of a retailer; in French, 400 clients of a
    company that does not exist.
    """
    from segmentation_addin.messages.share import MADE
    from segmentation_addin.services.sampling import BOARD, exports
    from segmentation_addin.services.sampling import demo as act
    from segmentation_addin.terminal import false_good_table, letters_table

    language = lang or language_of_this_computer()
    files = None if folder is None else exports(folder)
    with bar(language) as progress:
        path, done = act(output, language, progress)
    if done.refused:
        refuse_data(done.issues, language, as_json)
        return
    document = done.document()
    if as_json:
        print_json(document)
        return
    say(T["as_of"].in_(language, day=document["as_of"]))
    say()
    say(letters_table(document, language))
    say()
    say(false_good_table(document, language))
    say()
    say_issue_count(done.issues, language)
    say(T["open"].in_(language, path=path))
    say(MADE.in_(language, path=path.with_name(BOARD)))
    if files is not None:
        say(EXPORTED.in_(language, count=len(files), path=folder))
    if language == "fr":
        say(FICTITIOUS.in_(language))
