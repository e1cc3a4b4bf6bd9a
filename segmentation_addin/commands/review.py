"""The commands on closed reviews: close, roll, compare."""

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
    say_issue_count,
    workbook_argument,
)
from segmentation_addin.languages import number
from segmentation_addin.messages import history as words

if TYPE_CHECKING:
    from segmentation_addin.services.closing import Closed
    from segmentation_addin.services.rolling import Rolled

author_option = click.option(
    "--by", "author", help="Who closes the review (default: the user's name here)."
)
note_option = click.option("--note", default="", help="One sentence kept with it.")


@click.command()
@workbook_argument
@author_option
@note_option
@json_option
@guarded
def close(workbook: Path, author: str | None, note: str, as_json: bool) -> None:
    """Close the review: freeze letters, figures and settings into the history.

    A closed review is never rewritten; closing the same state again writes nothing.
    """
    from segmentation_addin.services.closing import close as act

    host = open_workbook(workbook, writes=True)
    with bar(host.language) as progress:
        done = act(host, author, note, progress=progress)
    if done.refused:
        refuse_data(done.issues, done.language, as_json)
        return
    if as_json:
        print_json(done.document())
        return
    say(closed_words(done))
    say_issue_count(done.issues, done.language)
    if done.written:
        say(words.NEXT_STEP.in_(done.language, path=workbook))
        say(T["written"].in_(done.language, path=workbook))


def closed_words(done: Closed) -> str:
    """One sentence: closed now, or closed already."""
    from segmentation_addin.services.closing import letters_of

    vintage, language = done.vintage, done.language
    assert vintage is not None
    return (words.ALREADY if done.already else words.CLOSED).in_(
        language,
        number=vintage.number,
        as_of=vintage.as_of,
        clients=number(len(vintage.clients), language),
        letters=letters_of(vintage, language),
    )


@click.command()
@workbook_argument
@author_option
@note_option
@json_option
@guarded
def roll(workbook: Path, author: str | None, note: str, as_json: bool) -> None:
    """Open the next period: close the review, carry pools, rates and ratings over."""
    from segmentation_addin.services.rolling import roll as act

    host = open_workbook(workbook, writes=True)
    with bar(host.language) as progress:
        done = act(host, author, note, progress)
    if done.refused:
        refuse_data(done.issues, done.language, as_json)
        return
    if as_json:
        print_json(done.document())
        return
    say(closed_words(done.closed))
    _say_carried(done)
    if done.written:
        say(T["written"].in_(done.language, path=workbook))


def _say_carried(done: Rolled) -> None:
    language, carried = done.language, done.carried
    assert carried is not None
    if not done.written:
        say(words.ROLLED_ALREADY.in_(language))
        return
    say(words.ROLLED.in_(language, period=carried.period))
    for text, count in (
        (words.ROLLED_POOLS, carried.pools),
        (words.ROLLED_RATES, carried.rates),
        (words.ROLLED_RATINGS, carried.ratings),
    ):
        amount = number(carried.pools_cost, language)
        shown = number(count, language)
        say("  " + text.in_(language, count=shown, amount=amount))
    if carried.as_of_blanked:
        say(words.ROLLED_DATE.in_(language))
    say(words.ROLLED_NEXT.in_(language))


@click.command()
@workbook_argument
@click.argument("before", required=False)
@click.argument("after", required=False)
@json_option
@guarded
def compare(
    workbook: Path, before: str | None, after: str | None, as_json: bool
) -> None:
    """Compare two closed reviews, or one with today; nothing is written.

    BEFORE and AFTER are the number of a review, its analysis date, or today. Left
    out: the last review of an earlier date, against today.
    """
    from segmentation_addin.results.comparison import (
        comparison_lines,
        matrix_rows,
        title_of,
    )
    from segmentation_addin.services.comparing import compare_reviews
    from segmentation_addin.terminal import grid, safe

    host = open_workbook(workbook)
    with bar(host.language) as progress:
        done = compare_reviews(host, before, after, progress)
    found = done.comparison
    if found is None:
        refuse_data(done.issues, done.language, as_json)
        return
    if as_json:
        print_json(done.document())
        return
    say(title_of(found, done.language))
    say()
    say(grid(*matrix_rows(found, done.language)))
    say()
    for line in comparison_lines(found, done.names, done.currency, done.language):
        say(safe(line))
