"""A what-if in plain text: the statement by letter, remarks, goals per client."""

from __future__ import annotations

from typing import Any

from segmentation_addin.languages import Language, number, percent
from segmentation_addin.messages.what_if import COMMAND as WORDS
from segmentation_addin.results.what_if import driver_label, signed
from segmentation_addin.terminal import grid, safe
from segmentation_addin.workbook.scenario_tables import ACTIONS

MOST_CLIENTS = 10
_EMPTY = "–"


def what_if_text(document: dict[str, Any], language: Language) -> str:
    """The whole answer of `what-if`, part after part."""

    def word(key: str, **params: object) -> str:
        return WORDS[key].in_(language, **params)

    parts = []
    if document["scenario"]:
        parts.append(word("title", day=document["as_of"]))
        parts.append(_statement(document, language))
        if round(document["totals"]["changes"]["stranded"]):
            parts.append(word("stranded_is"))
        parts += _remarks(document, language)
        if document["law"]:
            parts += ["", document["law"]]
    else:
        parts.append(word("no_scenario"))
    parts.append("")
    parts += _goals(document, language)
    return "\n".join(parts)


def _statement(document: dict[str, Any], language: Language) -> str:
    head = ("letter", "clients", "before", "margin", "saved", "paid", "net")
    header = [WORDS[key].in_(language) for key in (*head, "after", "stranded")]
    rows = []
    for name, group in (*document["by_letter"].items(), ("total", document["totals"])):
        if not group["clients"] and name != "total":
            continue
        label = WORDS[name].in_(language) if name in WORDS else name
        changes = group["changes"]
        saved = -changes["cost_to_serve"] - changes["stranded"]
        paid = changes["new_cost"] + changes["one_off"]
        rows.append(
            [
                label,
                number(group["touched"], language),
                number(group["before"]["net_margin"], language),
                signed(changes["gross_margin"], language),
                signed(saved, language),
                signed(-paid, language),
                signed(changes["net_margin"], language),
                number(group["after"]["net_margin"], language),
                number(changes["stranded"], language),
            ]
        )
    return grid(header, rows)


def _remarks(document: dict[str, Any], language: Language) -> list[str]:
    said = []
    for row in document["scenario"]:
        if not row["remark"]:
            continue
        action = row["action"]
        label = ACTIONS[action].in_(language) if action in ACTIONS else _EMPTY
        who = row["client_id"] or row["letter"] or _EMPTY
        text = WORDS["remark"].in_(language, who=who, what=label, said=row["remark"])
        said.append(safe(text))
    return ["", *said] if said else []


def _goals(document: dict[str, Any], language: Language) -> list[str]:
    """The worst clients to decide, and what alone would bring each to the target."""
    clients = document["clients"]
    if not clients:
        return []
    target = percent(document["target_rate"], language)
    proposed = sum(client["exit_proposed"] for client in clients)
    rows = [_goal_row(client, language) for client in clients[:MOST_CLIENTS]]
    lines = [
        WORDS["proposed"].in_(language, count=proposed),
        WORDS["goal_title"].in_(language, target=target),
        grid(WORDS["goal_head"].in_(language).split("|"), rows, 3),
    ]
    if len(clients) > MOST_CLIENTS:
        left = len(clients) - MOST_CLIENTS
        lines.append(WORDS["more"].in_(language, count=left))
    return lines


def _goal_row(client: dict[str, Any], language: Language) -> list[str]:
    goals = client["goals"]

    def amount(value: float | None) -> str:
        return _EMPTY if value is None else number(value, language)

    def rate(value: float | None, sign: bool = False) -> str:
        if value is None:
            return _EMPTY
        return ("+" if sign and value > 0 else "") + percent(value, language, 1)

    cut = min(goals["cuts"].items(), key=lambda pair: pair[1], default=None)
    return [
        client["client_id"],
        client["name"] or "",
        client["letter"] or _EMPTY,
        amount(client["net_margin"]),
        amount(client["after_avoidable"]),
        rate(goals["price"], sign=True),
        rate(goals["price_volume_loss"]),
        _EMPTY if cut is None else f"{driver_label(cut[0], language)} {rate(-cut[1])}",
        amount(goals["minimum_order"]),
        rate(goals["cost_volume_loss"]),
    ]
