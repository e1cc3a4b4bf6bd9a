"""The command `segmentation`: the ribbon's acts, without Excel.

Exit codes: 0 done; 1 the data does not allow it, nothing was written; 2 wrong
usage; 3 the file or the host does not allow it.
"""

from __future__ import annotations

import sys

import click

from segmentation_addin import __version__
from segmentation_addin.commands import (
    computer,
    decide,
    importing,
    review,
    score,
    share,
    sources,
    weights,
    workbook,
)
from segmentation_addin.commands.spoken import SpokenGroup


@click.group(cls=SpokenGroup, context_settings={"help_option_names": ["-h", "--help"]})
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


for _command in (
    sources.demo,
    workbook.new,
    importing.import_,
    workbook.check,
    workbook.refresh,
    workbook.explain,
    share.share,
    score.score,
    decide.what_if,
    weights.weights,
    review.close,
    review.roll,
    review.compare,
    computer.setup,
    computer.doctor,
    computer.upgrade,
):
    main.add_command(_command)
