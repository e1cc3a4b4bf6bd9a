"""A scenario in rows, documents and words: before, changes, after."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.core.costing import CLIENT_DRIVER
from segmentation_addin.core.what_if import (
    Base,
    Goals,
    Lever,
    Outcome,
    RowOutcome,
    proposes_exit,
)
from segmentation_addin.core.what_if.statement import LINES
from segmentation_addin.languages import Language, number, percent
from segmentation_addin.messages import what_if as texts
from segmentation_addin.results.document import plain
from segmentation_addin.workbook.inputs import CLIENT_DRIVER as CLIENT_LABEL
from segmentation_addin.workbook.inputs import DRIVERS
from segmentation_addin.workbook.outputs import DECIDED_BY
from segmentation_addin.workbook.scenario_tables import ACTIONS, DECISIONS, PROPOSALS

GROUPS = ("A", "B", "C", "D", "NC", "inactive")
Names = npt.NDArray[np.object_]


def driver_label(key: str, language: Language) -> str:
    """A driver as the sheets name it; the user's own by its heading."""
    if key == CLIENT_DRIVER:
        return CLIENT_LABEL.in_(language)
    return DRIVERS[key].in_(language) if key in DRIVERS else key


def remark(row: RowOutcome, language: Language, message: str = "") -> str:
    """What a reader of the row must know; `message` says what cannot be read."""
    if row.problem:
        return texts.PROBLEMS[row.problem].in_(language, message=message)
    said = [
        text.in_(language, count=row.notes[code])
        for code, text in texts.NOTES.items()
        if row.notes.get(code)
    ]
    return " ".join(said)


def proposals(base: Base) -> Names:
    """For each D whether its exit would gain: keys of `PROPOSALS`; "" for others."""
    known = base.computable & base.cost_known
    found = np.where(known, "rework", "unknown").astype(object)
    found[proposes_exit(base)] = "exit"
    found[base.letters != "D"] = ""
    return found


def to_decide(base: Base, touched: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Clients listed: every D, every net loss, every client of a decision.

    The worst net margin first; ties, and unknown ones at the end, by code.
    """
    listed = np.flatnonzero((base.letters == "D") | (base.net_margin < 0) | touched)
    codes = base.ids[listed].astype(str)
    order = np.lexsort((codes, np.nan_to_num(base.net_margin[listed], nan=np.inf)))
    return listed[order]


def decision_rows(
    outcome: Outcome,
    to_zero: Goals,
    to_target: Goals,
    names: Names,
    language: Language,
) -> pd.DataFrame:
    """The rows of `tblDecisions`, one column a key, NaN and "" where blank."""
    base = outcome.base
    at = to_decide(base, outcome.touched)
    missing = np.full(at.size, np.nan)
    touched = outcome.touched[at]
    inactive = DECIDED_BY["inactive"].in_(language)
    proposed = proposals(base)[at]
    columns: dict[str, Any] = {
        "client_id": base.ids[at],
        "name": names[at],
        "letter": np.where(base.letters[at] == "", inactive, base.letters[at]),
        "revenue": base.revenue[at],
        "net_margin": base.net_margin[at],
        "after_avoidable": np.where(
            base.cost_known[at], base.after_avoidable[at], missing
        ),
        "proposal": [PROPOSALS[key].in_(language) if key else "" for key in proposed],
        "price_to_zero": to_zero.price[at],
        "price_loss": to_zero.price_loss[at],
        "price_to_target": to_target.price[at],
        "cut_driver": [
            driver_label(key, language) if key else ""
            for key in to_zero.best_driver[at]
        ],
        "cut_rate": to_zero.best_cut[at],
        "minimum_order": to_zero.minimum_order[at],
        "cost_loss": to_zero.cost_loss[at],
        "actions": [
            ", ".join(ACTIONS[kind].in_(language) for kind in outcome.kinds.get(i, ()))
            for i in at.tolist()
        ],
    }
    columns |= {
        key: np.where(touched, outcome.changes[source][at], missing)
        for key, source in (
            ("delta_revenue", "revenue"),
            ("delta_gross_margin", "gross_margin"),
            ("saved", "saved"),
            ("new_cost", "new_cost"),
            ("stranded", "stranded"),
            ("one_off", "one_off"),
            ("delta", "delta"),
        )
    }
    columns["after"] = np.where(touched, outcome.after("net_margin")[at], missing)
    return pd.DataFrame(columns)[list(DECISIONS.keys)]


# --- documents ---------------------------------------------------------------


def _group(base: Base, name: str) -> npt.NDArray[np.bool_]:
    rows: npt.NDArray[np.bool_] = np.asarray(
        base.letters == ("" if name == "inactive" else name), dtype=bool
    )
    return rows


def statement(
    outcome: Outcome, rows: npt.NDArray[np.bool_]
) -> dict[str, dict[str, float]]:
    """Before, changes and after of some clients, line by line; they reconcile.

    An unknown amount counts nothing, before and after.
    """
    before = {line: float(np.nansum(outcome.before(line)[rows])) for line in LINES}
    changes = {line: float(np.nansum(outcome.change(line)[rows])) for line in LINES}
    after = {line: before[line] + changes[line] for line in LINES}
    return {"before": before, "changes": changes, "after": after}


def client_document(
    outcome: Outcome, goals: Goals, names: Names, i: int
) -> dict[str, Any]:
    """One client of a what-if: its statement and what would reach the target."""
    base = outcome.base
    only = np.arange(len(base.ids)) == i
    known = bool(base.cost_known[i] and base.computable[i])
    return {
        "client_id": base.ids[i],
        "name": names[i] or None,
        "letter": base.letters[i] or None,
        "net_margin": plain(base.net_margin[i]),
        "after_avoidable": plain(base.after_avoidable[i]) if known else None,
        "exit_delta": plain(base.exit_delta[i]) if known else None,
        "exit_proposed": bool(proposes_exit(base)[i]),
        "actions": list(outcome.kinds.get(i, ())),
        "statement": statement(outcome, only) if outcome.touched[i] else None,
        "goals": {
            "gap": plain(goals.gap[i]),
            "price": plain(goals.price[i]),
            "price_volume_loss": plain(goals.price_loss[i]),
            "cuts": {
                driver: plain(cut[i])
                for driver, cut in goals.drivers.items()
                if not isnan(cut[i])
            },
            "minimum_order": plain(goals.minimum_order[i]),
            "cost_volume_loss": plain(goals.cost_loss[i]),
        },
    }


def outcome_document(
    outcome: Outcome,
    goals: Goals,
    names: Names,
    orphans: dict[str, float],
    remarks: Sequence[str],
    language: Language,
) -> dict[str, Any]:
    """Scenario, statement by letter and in all, clients concerned or to decide."""
    base = outcome.base
    by_letter: dict[str, Any] = {
        name: {
            "clients": int(_group(base, name).sum()),
            "touched": int((_group(base, name) & outcome.touched).sum()),
            **statement(outcome, _group(base, name)),
        }
        for name in GROUPS
    }
    standing = {line: float(orphans.get(line, 0.0)) for line in LINES}
    by_letter["orphans"] = {
        "clients": int(orphans["clients"]),
        "touched": 0,
        "before": standing,
        "changes": dict.fromkeys(LINES, 0.0),
        "after": dict(standing),
    }
    totals = {
        "clients": sum(group["clients"] for group in by_letter.values()),
        "touched": int(outcome.touched.sum()),
        **{
            part: {
                line: sum(group[part][line] for group in by_letter.values())
                for line in LINES
            }
            for part in ("before", "changes", "after")
        },
    }
    return {
        "scenario": [
            _row_document(outcome, i, remarks[i]) for i in range(len(outcome.actions))
        ],
        "by_letter": by_letter,
        "totals": totals,
        "clients": [
            client_document(outcome, goals, names, int(i))
            for i in to_decide(base, outcome.touched)
        ],
        "avoidable_unknown": list(base.unsaid),
        "law": texts.LAW.in_(language) if _exits(outcome) else None,
    }


def _exits(outcome: Outcome) -> bool:
    return any(
        action.kind == "exit" and not row.problem
        for action, row in zip(outcome.actions, outcome.rows, strict=True)
    )


def _row_document(outcome: Outcome, i: int, said: str) -> dict[str, Any]:
    action, row = outcome.actions[i], outcome.rows[i]
    return {
        "client_id": action.client or None,
        "letter": action.letter or None,
        "action": action.kind or None,
        "rate": plain(action.rate),
        "amount": plain(action.amount),
        "driver": action.driver or None,
        "volume_loss": plain(action.volume_loss),
        "notice_months": plain(action.notice),
        "one_off": plain(action.one_off),
        "clients": row.clients,
        "changes": None if row.problem else plain(row.changes),
        "before": None if row.problem else row.before,
        "after": None if row.problem else row.after,
        "problem": row.problem or None,
        "notes": sorted(row.notes),
        "remark": said or None,
    }


# --- words -------------------------------------------------------------------


def signed(value: float, language: Language) -> str:
    """An amount with its sign: +1,240 or −300."""
    shown = number(value, language)
    return f"+{shown}" if value > 0 and shown != "0" else shown


def lever_words(lever: Lever, language: Language) -> str:
    """One lever in words: "visits −10%: +1,240"."""
    change = percent(lever.change, language)
    what = texts.LEVERS[lever.action].in_(
        language,
        change=f"+{change}" if lever.change > 0 else change,
        driver=driver_label(lever.driver, language) if lever.driver else "",
        amount="" if isnan(lever.amount) else number(lever.amount, language),
        days=number(-lever.change, language),
    )
    text = texts.LEVER_STRANDED if round(lever.stranded) else texts.LEVER
    return text.in_(
        language,
        what=what,
        delta=signed(lever.delta, language),
        stranded=number(lever.stranded, language),
    )
