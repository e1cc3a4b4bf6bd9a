"""The act that writes the leadership copy: from the saved file, asked first."""

from __future__ import annotations

from pathlib import Path

from segmentation_addin.excel import boxes
from segmentation_addin.excel.desk import Desk
from segmentation_addin.messages import ribbon
from segmentation_addin.messages import share as words


def board_copy(desk: Desk) -> str | None:
    """Writes a macro-free copy beside the workbook."""
    language = desk.language
    location = desk.screen.location()
    if location is None:
        desk.say(words.NEVER_SAVED.in_(language))
        return None
    if "://" in location:
        desk.say(words.ON_A_SERVER.in_(language, path=location))
        return None
    if not desk.screen.saved():
        desk.say(words.SAVE_FIRST.in_(language))
        return None
    from segmentation_addin.services.sharing import share

    workbook = Path(location)
    target = workbook.with_name(words.FILE_NAME.in_(language, stem=workbook.stem))
    question = words.ASK.in_(language, path=target)
    if target.exists():
        question = f"{question}\n\n{words.REPLACES.in_(language)}"
    if not desk.ask(question):
        return ribbon.KEPT.in_(language)
    done = share(workbook, target, progress=desk.progress)
    if done.refused:
        what = boxes.issues_text(boxes.errors(done.issues), language)
        desk.say(f"{words.REFUSED.in_(language)}\n{what}", alarming=True)
        return None
    warnings = done.warnings()
    if warnings:
        desk.say("\n".join([words.MADE.in_(language, path=target), *warnings]))
    return words.WRITTEN.in_(language, name=target.name)
