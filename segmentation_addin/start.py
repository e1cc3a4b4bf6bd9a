"""`python -m segmentation_addin.start`: the shortcut to a new workbook.

It runs without a console on Windows, so what goes wrong is shown in a box.
"""

from __future__ import annotations

import sys

from segmentation_addin.computer import Computer, ThisComputer
from segmentation_addin.languages import Language, language_of_this_computer
from segmentation_addin.messages.host import CATALOGUE
from segmentation_addin.messages.setting_up import T
from segmentation_addin.services.starting import start
from segmentation_addin.workbook.host import HostError

_TITLE = "Segmentation"
_ALARM = 0x10


def refusal(error: HostError, language: Language) -> str:
    """Why no workbook could be created, and what to do."""
    entry = CATALOGUE[error.code]
    message = entry.message.in_(language, **error.params)
    return f"{message}\n\n{entry.remedy.in_(language, **error.params)}"


def main(computer: Computer | None = None) -> int:
    """Creates and opens a workbook; the exit code of the program."""
    language = language_of_this_computer()
    try:
        path = start(ThisComputer() if computer is None else computer, language)
    except HostError as error:
        tell(refusal(error, language))
        return 3
    if sys.stdout is not None:
        print(T["made"].in_(language, path=path))
    return 0


def tell(text: str) -> None:
    """Shows a text: in a box on Windows, else on the terminal."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, _TITLE, _ALARM)
    else:
        print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
