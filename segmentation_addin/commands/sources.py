"""The commands that bring data in: import, demo."""

from __future__ import annotations

from pathlib import Path

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
from segmentation_addin.languages import Language, language_of_this_computer


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
    host = open_workbook(workbook, writes=not dry_run)
    with bar(host.language) as progress:
        done = import_lines(host, sources, dry_run, progress)
    if done.refused:
        refuse_data(done.issues, done.language, as_json)
        return
    if as_json:
        print_json(done.document)
        return
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
    if done.issues:
        say(issue_lines(done.issues, language))
    if dry_run:
        say(T["dry_run"].in_(language, changes=done.document["changes"]))
    elif done.written:
        say(T["written"].in_(language, path=workbook))
    else:
        say(T["up_to_date"].in_(language))


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder that receives demo.xlsm (default: here).",
)
@lang_option
@json_option
@guarded
def demo(output: Path, lang: Language | None, as_json: bool) -> None:
    """Build, refresh and show a workbook from real sales lines."""
    from segmentation_addin.services.sampling import demo as act
    from segmentation_addin.terminal import false_good_table, letters_table

    language = lang or language_of_this_computer()
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
