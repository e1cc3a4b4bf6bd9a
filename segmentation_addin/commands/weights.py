"""The command on the weights of the criteria: weights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from segmentation_addin.commands.shared import (
    T,
    bar,
    guarded,
    json_option,
    open_workbook,
    print_json,
    refuse_data,
    say,
    workbook_argument,
)
from segmentation_addin.languages import Language, Text, number

if TYPE_CHECKING:
    from segmentation_addin.services.weighing import Weighing

_W = {
    "people": Text(
        "Participant|Consistency|Pair to talk over",
        "Participant|Cohérence|Paire à reprendre",
    ),
    "group": Text("Group", "Groupe"),
    "scale": Text(
        "Criterion|On the scale|By the group|Change",
        "Critère|Au barème|Selon le groupe|Écart",
    ),
    "inconsistent": Text(
        "The group contradicts itself (ratio {ratio}, 0.10 at most): talk it over "
        "before applying.",
        "Le groupe se contredit (ratio {ratio}, 0,10 au plus) : reprenez la discussion "
        "avant d'appliquer.",
    ),
    "moves": Text(
        "With these weights, {moved} of {clients} letters would change at the next "
        "refresh.",
        "Avec ces poids, {moved} lettres sur {clients} changeraient à la prochaine "
        "actualisation.",
    ),
    "how": Text(
        "Nothing was written. To write these weights to the scale: segmentation "
        "weights {path} --apply",
        "Rien n'a été écrit. Pour écrire ces poids dans le barème : segmentation "
        "weights {path} --apply",
    ),
    "applied": Text(
        "Written to the scale: {path}. Refresh to see the letters.",
        "Écrit dans le barème : {path}. Actualisez pour voir les lettres.",
    ),
}


@click.command()
@workbook_argument
@click.option("--apply", is_flag=True, help="Write the group's weights to the scale.")
@json_option
@guarded
def weights(workbook: Path, apply: bool, as_json: bool) -> None:
    """Weigh the criteria by the judgements of the Review sheet."""
    from segmentation_addin.services.weighing import weigh

    host = open_workbook(workbook, writes=apply)
    with bar(host.language) as progress:
        done = weigh(host, apply, progress)
    if done.refused:
        refuse_data(done.issues, done.language, as_json)
    if as_json:
        print_json(done.document())
        return
    _tell(done, workbook)


def _tell(done: Weighing, workbook: Path) -> None:
    from segmentation_addin.core.ahp import CONSISTENT_UNDER
    from segmentation_addin.results.workshop import pair_in_words
    from segmentation_addin.terminal import grid, issue_lines

    language, group = done.language, done.found.group
    assert group is not None, "a workshop without a group is refused"
    people = [(person.name, person.found) for person in done.found.participants]
    people.append((_W["group"].in_(language), group))
    rows = [
        [
            name,
            _ratio(found.consistency_ratio, language),
            pair_in_words(found, language),
        ]
        for name, found in people
    ]
    say(grid(_W["people"].in_(language).split("|"), rows, left=3))
    say()
    say(grid(_W["scale"].in_(language).split("|"), _scale_rows(done)))
    say()
    if done.issues:
        say(issue_lines(done.issues, language))
    ratio = group.consistency_ratio
    if ratio is not None and ratio >= CONSISTENT_UNDER:
        say(_W["inconsistent"].in_(language, ratio=number(ratio, language, 2)))
    if done.moves is not None:
        say(
            _W["moves"].in_(
                language,
                moved=number(len(done.moves), language),
                clients=number(done.clients, language),
            )
        )
    if not done.applied:
        say(_W["how"].in_(language, path=workbook))
    elif done.written:
        say(_W["applied"].in_(language, path=workbook))
    else:
        say(T["up_to_date"].in_(language))


def _ratio(value: float | None, language: Language) -> str:
    return "–" if value is None else number(value, language, 2)


def _scale_rows(done: Weighing) -> list[list[str]]:
    from segmentation_addin.workbook.inputs import CRITERIA

    language = done.language
    return [
        [
            CRITERIA[x.criterion].in_(language),
            number(x.before, language, 1),
            number(x.after, language, 1),
            number(x.after - x.before, language, 1),
        ]
        for x in done.proposals
    ]
