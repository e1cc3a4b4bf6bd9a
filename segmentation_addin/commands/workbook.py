"""The commands on a workbook: new, refresh, check, explain."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from segmentation_addin.commands.shared import (
    DATA_REFUSED,
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
    say_reliability,
    typed,
    workbook_argument,
)
from segmentation_addin.languages import Language, language_of_this_computer

if TYPE_CHECKING:
    from segmentation_addin.workbook.host import Host


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@lang_option
@click.option("--sample", is_flag=True, help="Fill it with the sample data.")
@json_option
@guarded
def new(path: Path, lang: Language | None, sample: bool, as_json: bool) -> None:
    """Create a fresh workbook from the template."""
    from segmentation_addin.services import creating, sampling

    language = lang or language_of_this_computer()
    if sample:
        with bar(language) as progress:
            sampling.new_with_sample(path, language, progress)
    else:
        creating.new(path, language)
    if as_json:
        print_json({"workbook": str(path), "language": language, "sample": sample})
        return
    say(T["created"].in_(language, path=path))
    say(T["next"].in_(language, path=typed(path)))


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


@click.command()
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

    host = open_workbook(workbook, output, writes=True)
    asks = recalibrate and not yes and not as_json and _on_a_terminal()
    if asks and not _agreed(host, as_of):
        return
    with bar(host.language) as progress:
        done = act(host, as_of, recalibrate, progress)
    if done.refused:
        refuse_data(done.issues, done.language, as_json)
        return
    if as_json:
        print_json(done.document())
        return
    summary = done.summary()
    say(T["as_of"].in_(done.language, day=summary["as_of"]))
    say()
    say(letters_table(summary, done.language))
    say()
    say_reliability(done.computed.reliability, done.language)
    say_issue_count(done.issues, done.language)
    if done.written:
        say(T["written"].in_(done.language, path=output or workbook))
    else:
        say(T["up_to_date"].in_(done.language))


def _on_a_terminal() -> bool:
    """True when somebody is there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _agreed(host: Host, as_of: date | None) -> bool:
    """Shows which letters new knots would move; False when the answer is not yes."""
    from segmentation_addin.services.recalibrating import preview

    with bar(host.language) as progress:
        found = preview(host, as_of, progress)
    if found.refused:
        refuse_data(found.issues, found.language, as_json=False)
    for line in found.lines():
        say(line)
    question = T["recalibrate"].in_(found.language)
    answer = click.prompt(question, default="", show_default=False, prompt_suffix=" ")
    agreed = answer.strip().casefold() in {"y", "yes", "o", "oui"}
    if not agreed:
        say(T["kept"].in_(found.language))
    return agreed


@click.command()
@workbook_argument
@click.option("--fix", is_flag=True, help="Make the safe fixes, listed first.")
@click.option("--undo", is_flag=True, help="Put back what --fix changed.")
@click.option("--yes", is_flag=True, help="Fix or undo without asking.")
@click.option("--dry-run", is_flag=True, help="List what would change, write nothing.")
@json_option
@guarded
def check(
    workbook: Path, fix: bool, undo: bool, yes: bool, dry_run: bool, as_json: bool
) -> None:
    """Audit the data, write nothing.

    With --fix, values that are only written badly (numbers and dates as text, blanks
    around codes) are written well: no figure changes, formulas are never touched, and
    the workbook lists each cell so that --undo can put it back.
    """
    from segmentation_addin.commands import fixes
    from segmentation_addin.services.checking import check as act
    from segmentation_addin.services.fixing import proposed
    from segmentation_addin.terminal import issue_lines

    fixes.check_options(fix, undo, yes, dry_run)
    if fix or undo:
        manner = fixes.Manner(yes, dry_run, as_json)
        (fixes.fix_cells if fix else fixes.undo_fixes)(workbook, manner)
        return
    host = open_workbook(workbook)
    with bar(host.language) as progress:
        found = act(host, progress=progress)
    issues = found.issues
    fixable = len(proposed(host).cells)
    if found.refused and not as_json:
        fixes.say_fixes_exist(fixable, workbook, found.language)
        refuse_data(issues, found.language, as_json)
    if as_json:
        print_json({**found.document(), "safe_fixes": fixable})
    else:
        say_reliability(found.reliability, found.language)
        say_issue_count(issues, found.language)
        if issues:
            say(issue_lines(issues, found.language))
        fixes.say_fixes_exist(fixable, workbook, found.language)
    if found.refused:
        sys.exit(DATA_REFUSED)


@click.command()
@workbook_argument
@click.argument("client")
@json_option
@guarded
def explain(workbook: Path, client: str, as_json: bool) -> None:
    """Explain the letter of one client (its code, or its name)."""
    from segmentation_addin.services.explaining import explain as act
    from segmentation_addin.terminal import explanation, safe
    from segmentation_addin.workbook.outputs import CAPS

    host = open_workbook(workbook)
    with bar(host.language) as progress:
        found = act(host, client, progress)
    if found.document is not None:
        if as_json:
            print_json(found.document)
            return
        caps = [CAPS[key].in_(found.language) for key in found.document["caps"]]
        say(explanation(found.document, caps, found.language))
        return
    if found.issues:
        refuse_data(found.issues, found.language, as_json)
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
