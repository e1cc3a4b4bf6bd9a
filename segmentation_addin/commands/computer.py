"""The commands for Excel on this computer: setup, doctor, upgrade."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from segmentation_addin.commands.shared import (
    HOST_REFUSED,
    T,
    guarded,
    json_option,
    print_json,
    typed,
    workbook_argument,
)
from segmentation_addin.languages import Language, Text, language_of_this_computer
from segmentation_addin.messages.setting_up import STATES
from segmentation_addin.messages.setting_up import T as SETUP

if TYPE_CHECKING:
    from segmentation_addin.doctor import Finding
    from segmentation_addin.services.setting_up import Outcome

_SIGNS = {"ok": "✓", "warn": "!", "fail": "✗", "unknown": "?"}
_WORDS = {
    "ok": Text("ok", "bien"),
    "warn": Text("warning", "alerte"),
    "fail": Text("problem", "problème"),
    "unknown": Text("unknown", "inconnu"),
}
_TEXTS = {
    "not_here": Text(
        "{count} checks do not apply to this system (Excel runs on Windows and Mac).",
        "{count} contrôles ne concernent pas ce système (Excel tourne sous Windows et "
        "sur Mac).",
    ),
    "well": Text(
        "Nothing was found that would keep the add-in from working.",
        "Rien n'a été trouvé qui empêcherait le complément de fonctionner.",
    ),
    "renewed": Text("Renewed: {changes}", "Renouvelé : {changes}"),
    "left_out": Text("Left out or changed:", "Laissé de côté ou changé :"),
    "next": Text(
        "Next: segmentation refresh {path}", "Ensuite : segmentation refresh {path}"
    ),
    "backup": Text(
        "The old file is kept: {path}", "L'ancien fichier est gardé : {path}"
    ),
}


@click.command()
@click.option("--dry-run", is_flag=True, help="Show the steps, change nothing.")
@click.option("--reinstall", is_flag=True, help="Install even what is there already.")
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder that holds this package or its wheel (default: here).",
)
@json_option
def setup(dry_run: bool, reinstall: bool, folder: Path, as_json: bool) -> None:
    """Prepare this computer for the add-in in Excel, without administrator rights."""
    from segmentation_addin.computer import MAC, WINDOWS, ThisComputer
    from segmentation_addin.services import setting_up

    language = language_of_this_computer()
    computer = ThisComputer()
    if computer.system not in {WINDOWS, MAC}:
        _setup_elsewhere(computer.system, language, as_json)
    made = setting_up.Setup(computer, language, str(folder.resolve()), reinstall)
    steps = made.steps()
    outcomes: list[Outcome] = []
    for outcome in setting_up.plan(steps) if dry_run else setting_up.carry_out(steps):
        outcomes.append(outcome)
        if not as_json:
            click.echo(_step_line(outcome, language))
    well = all(outcome.state != "failed" for outcome in outcomes)
    if as_json:
        print_json(_setup_document(computer.system, dry_run, outcomes, language))
    elif not dry_run:
        where = "applications" if computer.system == MAC else "start_menu"
        if well:
            place = SETUP[where].in_(language)
            name = made.link_name
            click.echo(SETUP["ready"].in_(language, name=name, where=place))
        else:
            click.echo(SETUP["not_ready"].in_(language), err=True)
    if not well:
        sys.exit(HOST_REFUSED)


def _setup_elsewhere(system: str, language: Language, as_json: bool) -> None:
    from segmentation_addin.services import setting_up

    outcomes = setting_up.on_windows(language)
    message = SETUP["elsewhere"].in_(language, system=system)
    remedy = SETUP["elsewhere_remedy"].in_(language)
    if as_json:
        issue = {
            "code": "setup_elsewhere",
            "severity": "error",
            "sheet": "",
            "cell": "",
            "message": message,
            "remedy": remedy,
            "amount": None,
        }
        document = _setup_document(system, True, outcomes, language)
        print_json({**document, "issues": [issue]})
    else:
        click.echo(message, err=True)
        for outcome in outcomes:
            click.echo(f"  {outcome.description.in_(language)}", err=True)
        click.echo(f"  → {remedy}", err=True)
    sys.exit(HOST_REFUSED)


def _setup_document(
    system: str, dry_run: bool, outcomes: Sequence[Outcome], language: Language
) -> dict[str, object]:
    return {
        "system": system,
        "dry_run": dry_run,
        "steps": [outcome.as_document(language) for outcome in outcomes],
    }


def _step_line(outcome: Outcome, language: Language) -> str:
    from segmentation_addin.terminal import safe

    state = STATES[outcome.state].in_(language)
    lines = [f"[{state}] {outcome.description.in_(language)}"]
    if outcome.message.en:
        lines += ["    " + safe(x) for x in outcome.message.in_(language).splitlines()]
        lines.append(f"  → {outcome.remedy.in_(language)}")
    return "\n".join(lines)


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path), required=False)
@json_option
def doctor(workbook: Path | None, as_json: bool) -> None:
    """Say what would keep the add-in from working here, and the remedy.

    It changes nothing. Exit code 3 when something would keep it from working.
    """
    from segmentation_addin.doctor import Status, diagnose

    language = language_of_this_computer()
    findings = diagnose(workbook, language)
    failing = any(finding.status == Status.FAIL for finding in findings)
    if as_json:
        print_json(
            {
                "workbook": None if workbook is None else str(workbook),
                "well": not failing,
                "findings": [finding.as_document() for finding in findings],
            }
        )
    else:
        _say_findings(findings, language, failing)
    if failing:
        sys.exit(HOST_REFUSED)


def _say_findings(
    findings: Sequence[Finding], language: Language, failing: bool
) -> None:
    from segmentation_addin.terminal import safe

    shown = [finding for finding in findings if finding.status in _SIGNS]
    width = max(len(word.in_(language)) for word in _WORDS.values())
    for finding in shown:
        word = _WORDS[finding.status].in_(language)
        click.echo(f"{_SIGNS[finding.status]} {word:<{width}}  {safe(finding.found)}")
        if finding.status != "ok" and finding.remedy:
            click.echo(f"  {'':<{width}}  → {safe(finding.remedy)}")
    if len(shown) < len(findings):
        count = len(findings) - len(shown)
        click.echo(_TEXTS["not_here"].in_(language, count=count))
    if not failing:
        click.echo(_TEXTS["well"].in_(language))


@click.command()
@workbook_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write to this file."
)
@json_option
@guarded
def upgrade(workbook: Path, output: Path | None, as_json: bool) -> None:
    """Renew macros, ribbon and help of an older workbook; its data stay."""
    from segmentation_addin.services.upgrading import upgrade as act
    from segmentation_addin.terminal import safe

    done = act(workbook, output)
    language = done.language
    if as_json:
        print_json(
            {
                "workbook": str(output or workbook),
                "written": done.written,
                "changes": [text.in_(language) for text in done.changes],
                "left_out": [text.in_(language) for text in done.left_out],
                "backup": None if done.backup is None else str(done.backup),
            }
        )
        return
    if done.changes:
        changes = ", ".join(text.in_(language) for text in done.changes)
        click.echo(safe(_TEXTS["renewed"].in_(language, changes=changes)))
    if done.left_out:
        click.echo(_TEXTS["left_out"].in_(language))
        for text in done.left_out:
            click.echo(f"  {safe(text.in_(language))}")
    if done.written:
        click.echo(T["written"].in_(language, path=output or workbook))
        if done.backup is not None:
            click.echo(_TEXTS["backup"].in_(language, path=done.backup))
        click.echo(_TEXTS["next"].in_(language, path=typed(output or workbook)))
    else:
        click.echo(T["up_to_date"].in_(language))
