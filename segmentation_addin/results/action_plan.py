"""Levers, risks, actions and policy gaps in words, in the workbook's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentation_addin.core.action_plan import (
    CHANNEL,
    COMPLETE,
    EXIT,
    MINIMUM_ORDER,
    MOVE_UP,
    PRICE,
    PROTECT,
    REWORK,
    SERVICE,
    Lever,
    Proposed,
    first_levers,
    proposed,
)
from segmentation_addin.core.inputs import FloatArray, InputTables, floats, texts
from segmentation_addin.core.policy import (
    PAYMENT,
    PolicyGap,
    allowances,
    policy_gaps,
)
from segmentation_addin.core.risks import Risk, risks
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.steps import Step
from segmentation_addin.core.what_if import base_of
from segmentation_addin.languages import Language, Text, number, percent
from segmentation_addin.results.words import criterion_name, figure
from segmentation_addin.workbook.action_tables import GAPS, POLICY_ITEMS, SERVED
from segmentation_addin.workbook.inputs import DRIVERS
from segmentation_addin.workbook.outputs import CAPS

_THOUSAND = 1000
GAP_LINES = 300
"""Gaps that the sheet lists; the others are counted."""

_LEVERS: Mapping[str, Text] = {
    PROTECT: Text(
        "Protect: premium offer, dedicated contact",
        "Protéger : offre premium, interlocuteur dédié",
    ),
    MOVE_UP: Text("Move up to {letter}: {changes}", "Monter en {letter} : {changes}"),
    PRICE: Text("Price +{rate}", "Prix +{rate}"),
    MINIMUM_ORDER: Text(
        "Minimum order {size} (orders −{rate})",
        "Minimum {size} par commande (−{rate})",
    ),
    CHANNEL: Text(
        "Order online: {rate} of the orders", "Commande en ligne : {rate} des commandes"
    ),
    SERVICE: Text("Service: {driver} −{rate}", "Service : {driver} −{rate}"),
    EXIT: Text(
        "Price +{rate}, else exit with notice",
        "Prix +{rate}, sinon sortie avec préavis",
    ),
    REWORK: Text(
        "Rework price and service: nothing is priced",
        "Revoir prix et service : rien n'est valorisé",
    ),
    COMPLETE: Text("Fill in: {fields}", "Compléter : {fields}"),
}
_EXIT_ALONE = Text(
    "Progressive exit, with written notice", "Sortie progressive, avec préavis écrit"
)
_PARTIAL = Text(", in part", ", en partie")
_AND = Text(" and ", " et ")
_RISKS: Mapping[str, Text] = {
    "falling": Text(
        "revenue down {fall}: {previous} → {revenue}",
        "CA en baisse de {fall} : {previous} → {revenue}",
    ),
    "silent": Text(
        "no order for {days} days, usually {gap}",
        "{days} jours sans commande, d'habitude {gap}",
    ),
    "near_gate": Text(
        "no order for {days} days; no A after {gate}",
        "{days} jours sans commande ; A perdu à {gate}",
    ),
    "fragile": Text(
        "fragile letter: {robustness} of draws keep it",
        "lettre fragile : {robustness} des tirages la gardent",
    ),
    "late": Text(
        "pays in {days_to_pay} days, {granted} granted",
        "paie à {days_to_pay} jours, {granted} accordés",
    ),
    "dependence": Text(
        "{share} of the whole net margin", "{share} de toute la marge nette"
    ),
}
_SCORE = Text(
    "score {score}, {letter} from {bound}", "note {score}, {letter} dès {bound}"
)
_CAPPED = Text("limited by: {caps}", "limité par : {caps}")
_LOSS = Text("net margin {net}", "marge nette {net}")


@dataclass(frozen=True)
class Decided:
    """What the letters call for, client by client, and who is beside the policy."""

    levers: list[Lever | None]
    risks: list[Risk | None]
    proposed: list[Proposed]
    gaps: list[PolicyGap]


def decide(
    result: Segmentation, inputs: InputTables, steps: Sequence[Sequence[Step]]
) -> Decided:
    """The levers, risks, proposals and policy gaps of one segmentation."""
    base = base_of(result)
    digital = floats(inputs.clients, "digital_maturity")[result.client_rows]
    levers = first_levers(result, base, steps, digital)
    granted = allowances(inputs.policy, base.letters)[PAYMENT]
    found = risks(result, base, granted)
    return Decided(
        levers,
        found,
        proposed(result, levers, found),
        policy_gaps(result, base, inputs.policy),
    )


def decision_columns(
    decided: Decided, language: Language
) -> dict[str, NDArray[np.object_] | FloatArray]:
    """The columns of `tblSegmentation` on levers and risks, ranks aside."""
    levers, found = decided.levers, decided.risks
    return {
        "lever": np.array(
            ["" if x is None else lever_text(x, language) for x in levers], dtype=object
        ),
        "lever_amount": np.array(
            [nan if x is None else x.gain for x in levers], dtype=np.float64
        ),
        "risk": np.array(
            ["" if x is None else risk_text(x, language) for x in found], dtype=object
        ),
        "risk_amount": np.array(
            [nan if x is None else x.amount for x in found], dtype=np.float64
        ),
    }


def lever_text(lever: Lever, language: Language) -> str:
    """One lever in words."""
    text = _LEVERS[lever.kind]
    if lever.kind == MOVE_UP:
        changes = _AND.in_(language).join(
            f"{criterion_name(step.criterion, language)} "
            f"{_shown(step.start, step.unit, language)} → "
            f"{_shown(step.to, step.unit, language)}"
            for step in lever.steps
        )
        return text.in_(language, letter=lever.steps[0].letter, changes=changes)
    if lever.kind == COMPLETE:
        fields = (criterion_name(step.criterion, language) for step in lever.steps)
        return text.in_(language, fields=", ".join(fields))
    if lever.kind == EXIT and isnan(lever.rate):
        text = _EXIT_ALONE
    words = text.in_(
        language,
        rate=percent(lever.rate, language, 1) if not isnan(lever.rate) else "",
        size=number(lever.size, language) if not isnan(lever.size) else "",
        driver=driver_name(lever.driver, language),
    )
    return words + _PARTIAL.in_(language) if lever.partial else words


def _shown(value: float, unit: str, language: Language) -> str:
    """A figure of a step; cents are left out of thousands."""
    if unit == "currency" and abs(value) >= _THOUSAND:
        return number(value, language)
    return figure(value, unit, language)


def driver_name(driver: str, language: Language) -> str:
    """A driver inside a sentence; a user's own stays as typed."""
    return DRIVERS[driver].in_(language).lower() if driver in DRIVERS else driver


def risk_text(risk: Risk, language: Language) -> str:
    """One risk in words."""
    seen = dict(risk.seen)
    rates = {"robustness", "share", "fall"}
    if risk.reason == "falling":
        seen["fall"] = 1 - seen["revenue"] / seen["previous"]
    shown = {
        key: percent(value, language) if key in rates else number(value, language)
        for key, value in seen.items()
    }
    return _RISKS[risk.reason].in_(language, **shown)


@dataclass(frozen=True)
class Portrait:
    """What the sheet shows of each client beside its lever, by its code."""

    place: Mapping[str, int]
    names: NDArray[np.object_]
    reasons: list[str]


def portrait(
    result: Segmentation,
    inputs: InputTables,
    decided: Decided,
    caps: Sequence[Sequence[str]],
    language: Language,
) -> Portrait:
    """Name of each client, and why its lever is proposed."""
    ids = result.clients["client_id"].to_numpy(dtype=object)
    place = {str(client): i for i, client in enumerate(ids)}
    reasons = [""] * len(ids)
    for action in decided.proposed:
        i = place[action.client_id]
        reasons[i] = _reason(action, result, caps[i], i, language)
    names = texts(inputs.clients, "name")[result.client_rows]
    return Portrait(place, names, reasons)


def _reason(
    action: Proposed,
    result: Segmentation,
    caps: Sequence[str],
    i: int,
    language: Language,
) -> str:
    """The risk; else what stands between the client and the next letter."""
    if action.risk is not None:
        return risk_text(action.risk, language)
    clients = result.clients
    net, score = float(clients["net_margin"].iloc[i]), float(clients["score"].iloc[i])
    if action.letter == "D":
        return "" if isnan(net) else _LOSS.in_(language, net=number(net, language))
    above = action.lever.steps[0].letter
    bound = result.rules.bounds["ABC".index(above)]
    if not isnan(score) and score < bound:
        return _SCORE.in_(
            language,
            score=number(score, language, 1),
            letter=above,
            bound=figure_of(bound, language),
        )
    named = ", ".join(CAPS[cap].in_(language) for cap in caps)
    if named:
        return _CAPPED.in_(language, caps=named)
    return "" if isnan(net) else _LOSS.in_(language, net=number(net, language))


def figure_of(value: float, language: Language) -> str:
    """A number without decimals where it has none: 70, 62.5."""
    return number(value, language, 0 if value == round(value) else 1)


def action_reference(action: Proposed) -> str:
    """What tells a proposal apart from one refresh to the next: "C3/price"."""
    kind = action.lever.kind
    if kind == MOVE_UP:
        kind = f"{kind}_{action.lever.steps[0].letter.lower()}"
    return f"{action.client_id}/{kind}"


def gap_rows(
    gaps: Sequence[PolicyGap], names: Mapping[str, str], language: Language
) -> pd.DataFrame:
    """The rows of `tblPolicyGaps`: the largest gaps, at most `GAP_LINES`."""
    rows = [
        {
            "client_id": gap.client_id,
            "name": names.get(gap.client_id, ""),
            "letter": gap.letter,
            "item": POLICY_ITEMS[gap.item].in_(language),
            "granted": gap.granted,
            "given": round(gap.given, 2),
            "served": SERVED["above" if gap.above else "below"].in_(language),
            "amount": gap.amount,
        }
        for gap in gaps[:GAP_LINES]
    ]
    frame = pd.DataFrame(rows, columns=list(GAPS.keys))
    figures = dict.fromkeys(("granted", "given", "amount"), np.float64)
    return frame.astype(figures)


def gap_documents(gaps: Sequence[PolicyGap]) -> list[dict[str, str | float | None]]:
    """The policy gaps as the JSON document holds them: none cut."""
    return [
        {
            "client_id": gap.client_id,
            "letter": gap.letter or None,
            "item": gap.item,
            "granted": gap.granted,
            "given": gap.given,
            "served": "above" if gap.above else "below",
            "amount": None if isnan(gap.amount) else gap.amount,
        }
        for gap in gaps
    ]
