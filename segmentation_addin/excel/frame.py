"""The frame around every act: whatever happens ends in plain words.

Refused by the host: a message that says what was found and what to do. Unexpected:
a calm message and a log file. The status bar is given back, or says what was done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from segmentation_addin.excel import (
    acts,
    board_copies,
    boxes,
    decisions,
    import_act,
    journal,
    reviews,
)
from segmentation_addin.excel.actions import ACTIONS
from segmentation_addin.excel.desk import Desk
from segmentation_addin.excel.live_errors import (
    excel_errors,
    host_error,
    plain_refusals,
)
from segmentation_addin.excel.screen import LiveScreen, Screen
from segmentation_addin.languages import Language, language_of_this_computer
from segmentation_addin.messages import ribbon
from segmentation_addin.workbook.host import HostError

if TYPE_CHECKING:
    import xlwings

Act = Callable[[Desk], str | None]
ACTS: Mapping[str, Act] = {
    "import_data": import_act.import_data,
    "check": acts.check,
    "refresh": acts.refresh,
    "recalibrate": acts.recalibrate,
    "explain": acts.explain,
    "what_if": decisions.what_if,
    "plan_actions": decisions.plan_actions,
    "close_review": reviews.close_review,
    "board_copy": board_copies.board_copy,
    "freeze": acts.freeze,
    "guide": acts.guide,
    "diagnose": acts.diagnose,
}
_LABELS = {action.key: action.label for action in ACTIONS}


def perform_live(key: str, book: xlwings.Book) -> None:
    """Performs one act on a workbook that is open in Excel."""
    from segmentation_addin.excel.formula_cells import LiveFormulaCells
    from segmentation_addin.excel.live_host import LiveHost

    screen = LiveScreen(book)

    def desk() -> Desk:
        return Desk(LiveHost(book), screen, LiveFormulaCells(book))

    with plain_refusals(""):
        perform(key, screen, desk)


def perform(
    key: str, screen: Screen, desk: Callable[[], Desk], act: Act | None = None
) -> None:
    """Performs one act; `act` replaces the one of that key."""
    language = language_of_this_computer()
    closing: str | None = None
    screen.status(ribbon.TITLE.in_(language) + "…")
    try:
        at = desk()
        language = at.language
        word = (act or ACTS[key])(at)
        closing = word and ribbon.STATUS_WORD.in_(language, word=word)
    except HostError as error:
        screen.status(None)
        screen.say(boxes.boxed(boxes.refusal(error, language)), alarming=True)
    except excel_errors() as error:
        screen.status(None)
        refused = host_error(error, "Excel")
        screen.say(boxes.boxed(boxes.refusal(refused, language)), alarming=True)
    except Exception as error:  # noqa: BLE001 - logged, and said without a traceback
        screen.status(None)
        screen.say(boxes.boxed(_unexpected(key, error, language)), alarming=True)
    finally:
        screen.status(closing)


def _unexpected(key: str, error: BaseException, language: Language) -> str:
    path = journal.note(key, error) or ribbon.NO_JOURNAL.in_(language)
    label = _LABELS[key].in_(language)
    return ribbon.UNEXPECTED.in_(language, action=label, path=path)
