"""The command that brings files into a workbook, and what it says of them."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from segmentation_addin.commands.fec_summary import say_fec
from segmentation_addin.commands.parameters import MonthEnd, Rate
from segmentation_addin.commands.shared import (
    T,
    bar,
    guarded,
    json_option,
    open_workbook,
    print_json,
    refuse_data,
    refuse_host,
    say,
)
from segmentation_addin.languages import Language, Text, number
from segmentation_addin.messages.votes import VOTES_READ

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from segmentation_addin.imports.columns import Rule
    from segmentation_addin.services.imported import (
        Imported,
        ImportOptions,
        Kind,
        OpenRate,
        Rivals,
    )
    from segmentation_addin.workbook.host import Host

KINDS = ["lines", "clients", "margins", "cost-to-serve", "fec", "votes"]
ROWS_READ = Text(
    "Rows read: clients {clients} · margins {margins} · cost to serve {cost_to_serve}",
    "Lignes lues : clients {clients} · marges {margins} · coûts de service "
    "{cost_to_serve}",
)
KNOWN = Text(
    "Clients: {clients}, of which {known} were known to the workbook",
    "Clients : {clients}, dont {known} déjà connus du classeur",
)
PERIODS = Text("Periods: {periods}", "Périodes : {periods}")
FIRST_ROWS = Text("First rows, {table}:", "Premières lignes, {table} :")
TABLES = {
    "clients": Text("clients", "clients"),
    "margins": Text("margins", "marges"),
    "cost_to_serve": Text("cost to serve", "coûts de service"),
}
WHICH = Text(
    "{file}: several columns fit {column}.",
    "{file} : plusieurs colonnes conviennent à {column}.",
)
CHOOSE = Text("Which one", "Laquelle")
OF_WHAT = Text(
    "{file}: {heading} holds margin rates. Of what are they a share?",
    "{file} : {heading} contient des taux de marge. À quoi se rapportent-ils ?",
)
OF_PRICE = Text(
    "of the price: margin / revenue (taux de marque)",
    "au prix de vente : marge / chiffre d'affaires (taux de marque)",
)
OF_COST = Text(
    "of the cost: margin / cost of goods (mark-up)",
    "au coût : marge / coût des ventes (taux de marge au sens comptable)",
)
KEPT_ANSWERS = Text(
    "What you answered is kept in {path}", "Vos réponses sont gardées dans {path}"
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
    type=click.Choice(KINDS),
    default=None,
    help="What the files hold: order or invoice lines, a client list, margins, cost "
    "drivers, the accounting export FEC, or the answers of account managers (default: "
    "the files say it).",
)
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    default=None,
    help="A file that says what headings are: two columns, heading and column (default: "
    "WORKBOOK.mapping.csv beside the workbook, if there is one).",
)
@click.option(
    "--period",
    type=MonthEnd(),
    default=None,
    help="Last day of what the files speak of, where they do not say it: 2025-12-31.",
)
@click.option(
    "--vat",
    type=Rate(),
    default=None,
    help="Takes this VAT, such as 20%, off amounts that include it.",
)
@click.option(
    "--margin-rate",
    type=Rate(),
    default=None,
    help="Of a FEC, which holds no cost of goods: gross margin of all clients alike, "
    "such as 38%. Marked estimated: it decides no letter by itself.",
)
@click.option("--dry-run", is_flag=True, help="Show what was read, write nothing.")
@json_option
@guarded
def import_(
    sources: tuple[Path, ...],
    workbook: Path,
    kind: Kind | None,
    mapping: Path | None,
    period: datetime | None,
    vat: float | None,
    margin_rate: float | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read exports into the sheets of a workbook: lines, clients, margins, costs, FEC."""
    if margin_rate is not None and kind not in (None, "fec"):
        hint = "it is for a FEC (--as fec), which holds no cost of goods"
        raise click.BadOptionUsage("margin_rate", f"--margin-rate: {hint}.")
    import pandas as pd

    from segmentation_addin.imports.sources import SourceError
    from segmentation_addin.services.imported import ImportOptions, mapping_beside
    from segmentation_addin.terminal import issue_lines

    host = open_workbook(workbook, writes=not dry_run)
    beside = mapping_beside(workbook)
    try:
        options = ImportOptions(
            kind=kind,
            margin_rate=margin_rate,
            rules=_rules(mapping, beside, host, as_json),
            mapping_given=mapping is not None,
            vat=vat,
            period=None if period is None else pd.Timestamp(period),
        )
        done = _imported(host, sources, options, mapping or beside, dry_run, as_json)
    except SourceError as error:
        refuse_host(error, as_json, host.language)
        return
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
        say_fec(done, workbook)
    else:
        _say_mapping(done)
        (_say_lines if done.kind == "lines" else _say_rows)(done, dry_run)
    if done.issues:
        say(issue_lines(done.issues, language))
    if dry_run:
        say(T["dry_run"].in_(language, changes=done.document["changes"]))
    elif done.written:
        say(T["written"].in_(language, path=workbook))
    else:
        say(T["up_to_date"].in_(language))


def _rules(
    mapping: Path | None, beside: Path, host: Host, as_json: bool
) -> tuple[Rule, ...]:
    """What the user says of headings; ends the command where the file is wrong."""
    from segmentation_addin.services.imported import rules_in

    if mapping is None and not beside.exists():
        return ()
    rules, issues = rules_in(mapping or beside, host)
    if issues:
        refuse_data(issues, host.language, as_json)
    return rules


def _imported(
    host: Host,
    sources: Sequence[Path],
    options: ImportOptions,
    keep: Path,
    dry_run: bool,
    as_json: bool,
) -> Imported:
    """Imports; on a terminal, asks which of two headings is meant and tries again."""
    from segmentation_addin.imports.mapping_rules import keep_rules
    from segmentation_addin.services.imported import own_headings
    from segmentation_addin.services.importing import import_files

    asks = not as_json and somebody_answers()
    answers: list[Rule] = []
    while True:
        with bar(host.language) as progress:
            done = import_files(host, sources, options, dry_run, progress)
        if not (done.rivals or done.rates) or not asks:
            break
        answers += _answers(done.rivals, host.language)
        answers += _bases(done.rates, host.language)
        options = replace(options, rules=(*options.rules, *answers))
    if answers and not done.refused and not dry_run:
        keep_rules(keep, answers, own_headings(host))
        say(KEPT_ANSWERS.in_(host.language, path=keep))
    return done


def somebody_answers() -> bool:
    """True on a terminal, where a question is seen and can be answered."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _answers(rivals: Sequence[Rivals], language: Language) -> list[Rule]:
    """The heading that somebody chose for each column; the others are left out."""
    from segmentation_addin.imports.columns import Rule
    from segmentation_addin.imports.mapping_rules import target_words
    from segmentation_addin.terminal import safe

    rules = []
    for file, target, headings in rivals:
        column = target_words(target, language)
        click.echo(WHICH.in_(language, file=safe(file), column=column), err=True)
        for place, heading in enumerate(headings, start=1):
            click.echo(f"  {place}  {safe(heading)}", err=True)
        chosen = click.prompt(
            CHOOSE.in_(language), type=click.IntRange(1, len(headings)), err=True
        )
        rules += [
            Rule(heading, target if place == chosen else "")
            for place, heading in enumerate(headings, start=1)
        ]
    return rules


def _bases(rates: Sequence[OpenRate], language: Language) -> list[Rule]:
    """What somebody says that the rates of each heading are a share of."""
    from segmentation_addin.imports.columns import Rule
    from segmentation_addin.imports.heading_fit import RATE_ON_COST, RATE_ON_PRICE
    from segmentation_addin.terminal import safe

    rules = []
    for file, heading in rates:
        asked = OF_WHAT.in_(language, file=safe(file), heading=safe(heading))
        click.echo(asked, err=True)
        for place, words in enumerate((OF_PRICE, OF_COST), start=1):
            click.echo(f"  {place}  {words.in_(language)}", err=True)
        chosen = click.prompt(CHOOSE.in_(language), type=click.IntRange(1, 2), err=True)
        rules.append(Rule(heading, (RATE_ON_PRICE, RATE_ON_COST)[chosen - 1]))
    return rules


def _say_mapping(done: Imported) -> None:
    """Which heading of each file was read as what, and which were not read."""
    from segmentation_addin.terminal import safe

    language = done.language
    for path, pairs, ignored in done.mappings:
        say(T["mapping"].in_(language, path=path))
        for heading, target in pairs:
            say(f"  {safe(heading)} → {target}")
        if ignored:
            names = safe(", ".join(ignored))
            say("  " + T["ignored"].in_(language, names=names))


def _say_lines(done: Imported, _: bool) -> None:
    """What the lines amount to."""
    say(
        T["imported"].in_(
            done.language,
            lines=done.document["lines"],
            clients=done.document["clients"],
            periods=", ".join(done.document["periods"]),
        )
    )


def _say_rows(done: Imported, dry_run: bool) -> None:
    """How many rows go where, and on a dry run the first of them."""
    from segmentation_addin.terminal import safe

    language, said = done.language, done.document
    say(ROWS_READ.in_(language, **said["rows"]))
    known = {"clients": said["clients"], "known": said["clients_known"]}
    say(KNOWN.in_(language, **known))
    if said["periods"]:
        say(PERIODS.in_(language, periods=", ".join(said["periods"])))
    for name, rows in said["preview"].items() if dry_run else ():
        say(FIRST_ROWS.in_(language, table=TABLES[name].in_(language)))
        for row in rows:
            cells = (
                number(cell, language, 2) if isinstance(cell, float) else str(cell)
                for cell in row.values()
            )
            say("  " + safe(" · ".join(cells)))


def _say_votes(done: Imported) -> None:
    """Whose answers were read, and what becomes of them."""
    from segmentation_addin.terminal import safe

    said = done.document
    voters = safe(", ".join(said["voters"]))
    say(VOTES_READ.in_(done.language, **{**said, "voters": voters}))
