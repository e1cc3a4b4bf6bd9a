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
    print_json,
    refuse_data,
    say,
    say_issue_count,
)
from segmentation_addin.languages import (
    Language,
    Text,
    language_of_this_computer,
)

if TYPE_CHECKING:
    pass

EXPORTED = Text(
    "Exports: {count} files in {path}", "Exports : {count} fichiers dans {path}"
)
FICTITIOUS = Text(
    "Companies and people of the French sample do not exist.",
    "Sociétés et personnes de l'exemple sont inventées.",
)


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
