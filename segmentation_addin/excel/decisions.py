"""The acts of the group Decide: what a person weighs in Excel before deciding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from segmentation_addin.excel.acts import recalculated, refused
from segmentation_addin.excel.desk import Desk, say_what_to_know
from segmentation_addin.languages import number
from segmentation_addin.messages import action_plan as words
from segmentation_addin.messages import what_if as texts
from segmentation_addin.results.what_if import signed
from segmentation_addin.workbook.action_tables import ACTIONS, PROPOSALS
from segmentation_addin.workbook.addresses import cell_address
from segmentation_addin.workbook.scenario_tables import DECISIONS, SCENARIO

if TYPE_CHECKING:
    from segmentation_addin.services.what_if import Played


def what_if(desk: Desk) -> str | None:
    """Plays the decisions of the sheet What-if and goes there.

    The rest of the workbook is refreshed with it: before is what the sheets show.
    """
    from segmentation_addin.services.refreshing import refresh as act

    language, host = desk.language, desk.host
    present = host.tables()
    if SCENARIO.name not in present or DECISIONS.name not in present:
        desk.say(texts.NO_TABLE.in_(language), alarming=True)
        return None
    done = act(host, progress=desk.progress)
    if done.refused:
        refused(desk, done.issues)
        return None
    if done.written:
        recalculated(desk)
        say_what_to_know(desk)
    table = host.read(SCENARIO.name)
    desk.screen.show_sheet(table.sheet)
    desk.screen.go_to(table.sheet, cell_address(table.first_row, table.first_column))
    assert done.scenario is not None
    if not done.scenario.outcome.actions:
        title = SCENARIO.title.in_(language)
        desk.say(texts.EMPTY_SCENARIO.in_(language, table=title))
        return None
    left = done.scenario.unplayed
    if left:
        column = SCENARIO.column("remark").heading.in_(language)
        desk.say(texts.ROWS_LEFT.in_(language, count=left, column=column))
    return _word(done.scenario)


def plan_actions(desk: Desk) -> str | None:
    """Refreshes the proposals of the sheet Actions and goes there."""
    from segmentation_addin.services.refreshing import refresh as act

    language, host = desk.language, desk.host
    if ACTIONS.name not in host.tables():
        desk.say(words.NO_TABLE.in_(language), alarming=True)
        return None
    done = act(host, progress=desk.progress)
    if done.refused:
        refused(desk, done.issues)
        return None
    if done.written:
        recalculated(desk)
        say_what_to_know(desk)
    table = host.read(ACTIONS.name)
    desk.screen.show_sheet(table.sheet)
    desk.screen.go_to(table.sheet, cell_address(table.first_row, table.first_column))
    assert done.actions is not None
    plan = done.actions.facts
    proposed = PROPOSALS["proposed"].in_(language)
    listed = int((plan.table["proposal"] == proposed).sum())
    return words.PLANNED.in_(
        language,
        listed=number(listed, language),
        unlisted=number(plan.unlisted, language),
    )


def _word(played: Played) -> str:
    language, outcome = played.language, played.outcome
    before = float(np.nansum(outcome.before("net_margin")))
    before += played.result.orphans["net_margin"]
    delta = float(outcome.change("net_margin").sum())
    return texts.PLAYED.in_(
        language,
        before=number(before, language),
        after=number(before + delta, language),
        delta=signed(delta, language),
    )
