"""The act that closes a review: what it freezes is shown, then asked, then written."""

from __future__ import annotations

from segmentation_addin.excel.acts import recalculated, refused
from segmentation_addin.excel.desk import Desk, say_what_to_know
from segmentation_addin.languages import number
from segmentation_addin.messages import history as words
from segmentation_addin.messages import ribbon
from segmentation_addin.workbook.history_tables import HISTORY


def close_review(desk: Desk) -> str | None:
    """Freezes today's letters and figures into the history, once."""
    from segmentation_addin.services.closing import finish, letters_of, prepare

    language, host = desk.language, desk.host
    if HISTORY.name not in host.tables():
        desk.say(words.NO_TABLE.in_(language), alarming=True)
        return None
    closing = prepare(host, progress=desk.progress)
    vintage = closing.vintage
    if vintage is None:
        refused(desk, closing.issues)
        return None
    shown = {
        "number": vintage.number,
        "as_of": vintage.as_of,
        "clients": number(len(vintage.clients), language),
        "letters": letters_of(vintage, language),
    }
    if closing.already:
        desk.say(words.ALREADY.in_(language, **shown))
        return None
    if not desk.ask(words.CLOSE.in_(language, **shown)):
        return ribbon.KEPT.in_(language)
    finish(host, closing, desk.progress)
    recalculated(desk)
    say_what_to_know(desk)
    return words.CLOSED_WORD.in_(language, **shown)
