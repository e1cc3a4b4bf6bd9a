"""The rows of `tblSegmentation` and `tblIssues`, in the workbook's language."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

import numpy as np
import pandas as pd

from segmentation_addin.core.estimates import margin_origins
from segmentation_addin.core.geography import places
from segmentation_addin.core.inputs import InputTables, dates, texts
from segmentation_addin.core.letters import CAP_NAMES, INACTIVE
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.steps import Step
from segmentation_addin.core.vintages import paths
from segmentation_addin.languages import Language, Text, number
from segmentation_addin.results.action_plan import Decided, decide, decision_columns
from segmentation_addin.results.issues import RenderedIssue
from segmentation_addin.results.words import next_step, why
from segmentation_addin.workbook.outputs import (
    CAPS,
    DECIDED_BY,
    FALSE_GOOD,
    ISSUES,
    NOT_FILLED,
    SEGMENTATION,
    YES,
)

_EPOCH_YEAR = 1970
_CODED = ("abc", "rfm_segment", "matrix", "size", "confidence")
ISSUE_LINES = 1000
"""Lines shown in the sheet; the JSON document holds them all."""
RULE_LINES = 50
"""Lines of one rule; the last one then counts what is left."""
_MORE_OF_RULE = Text(
    "… and {count} more findings of this rule, which are not listed here.",
    "… et {count} autres constats de cette règle, qui ne sont pas listés ici.",
)
_ALL_OF_THEM = Text(
    "For all of them: segmentation check FILE --json",
    "Pour les avoir tous : segmentation check FICHIER --json",
)


def _labels(
    keys: np.ndarray, choices: Mapping[str, Text], language: Language
) -> np.ndarray:
    names = {key: text.in_(language) for key, text in choices.items()}
    return np.array([names.get(key, "") for key in keys], dtype=object)


def caps_of(result: Segmentation) -> list[list[str]]:
    """Keys of the caps that changed each client's letter, in order."""
    caps: list[list[str]] = [[] for _ in range(len(result.clients))]
    for name in CAP_NAMES:
        for i in np.flatnonzero(result.lettering.caps[name]):
            caps[i].append(name)
    return caps


def rank(values: np.ndarray, ids: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """1 = largest; ties by client code; NaN where unwanted or unknown."""
    at = np.flatnonzero(wanted & ~np.isnan(values))
    order = np.lexsort((ids[at].astype(str), -values[at]))
    ranks = np.full(len(values), np.nan)
    ranks[at[order]] = np.arange(1, len(at) + 1)
    return ranks


def _years(days: np.ndarray) -> np.ndarray:
    """The calendar year of each date; what a blank date gives is of no use."""
    return days.astype("datetime64[Y]").astype(np.int64) + _EPOCH_YEAR


def group_ranks(names: np.ndarray, revenue: np.ndarray) -> np.ndarray:
    """Rank of each row's group by revenue, 1 = largest; ties by name.

    Names that differ by their case alone are one group, as they are for Excel.
    """
    groups = pd.Series(names, dtype=object).astype(str).str.lower()
    totals = pd.Series(np.nan_to_num(revenue)).groupby(groups.to_numpy()).sum()
    order = totals.index[np.lexsort((totals.index.astype(str), -totals.to_numpy()))]
    ranks = {name: rank for rank, name in enumerate(order, start=1)}
    return groups.map(ranks).to_numpy(dtype=np.float64)


def segmentation_rows(
    result: Segmentation,
    inputs: InputTables,
    steps: list[list[Step]],
    language: Language,
    decided: Decided | None = None,
) -> pd.DataFrame:
    """All declared columns of `tblSegmentation`, largest revenue first.

    `decided` holds levers and risks; left out, they are computed here.
    """
    decisions = decide(result, inputs, steps) if decided is None else decided
    clients = result.clients
    rows = result.client_rows
    active = result.lettering.letter != INACTIVE
    caps = {key: text.in_(language) for key, text in CAPS.items()}
    ids = clients["client_id"].to_numpy(dtype=object)
    letters = clients["computed_letter"].to_numpy(dtype=object)
    revenue = clients["revenue"].to_numpy()
    points = {
        c.key: result.scoring.points[k] for k, c in enumerate(result.scoring.criteria)
    }
    unknown = np.full(len(ids), np.nan)
    columns: dict[str, np.ndarray | list[str]] = {
        key: clients[key].to_numpy()
        for key in SEGMENTATION.keys
        if key in clients.columns
    }
    columns["name"] = texts(inputs.clients, "name")[rows]
    where = places(
        texts(inputs.clients, "postcode")[rows],
        texts(inputs.clients, "country")[rows],
        language,
    )
    for key, named in (
        ("sector", texts(inputs.clients, "sector")[rows]),
        ("account_manager", texts(inputs.clients, "account_manager")[rows]),
        ("country", where.country),
        ("department", where.department),
        ("region", where.region),
    ):
        columns[key] = np.where(named == "", NOT_FILLED.in_(language), named)
    columns |= decision_columns(decisions, language)
    for key in ("lever", "risk"):
        columns[f"{key}_rank"] = rank(np.asarray(columns[f"{key}_amount"]), ids, active)
    columns["decided_by"] = _labels(
        clients["decided_by"].to_numpy(dtype=object), DECIDED_BY, language
    )
    columns["caps"] = [", ".join(caps[key] for key in keys) for keys in caps_of(result)]
    columns["why"] = why(result, language)
    columns["next_step"] = [
        next_step(steps[i], str(letters[i]), language) for i in range(len(ids))
    ]
    columns["false_good"] = _labels(
        clients["false_good"].to_numpy(dtype=object), FALSE_GOOD, language
    )
    columns["new"] = np.where(clients["new"], YES["yes"].in_(language), "").astype(
        object
    )
    coded = {key: clients[key].to_numpy(dtype=object) for key in _CODED}
    coded["margin_origin"] = margin_origins(result)
    for key, codes in coded.items():
        columns[key] = _labels(
            codes,
            SEGMENTATION.column(key).choices,
            language,
        )
    for key in SEGMENTATION.keys:
        if key.startswith("points_"):
            columns[key] = points.get(key.removeprefix("points_"), unknown)
    for key, names in (
        ("sector", "sector"),
        ("manager", "account_manager"),
        ("region", "region"),
        ("country", "country"),
    ):
        columns[f"{key}_rank"] = group_ranks(np.asarray(columns[names]), revenue)
    columns["path"] = paths(inputs.vintages, ids)
    since = dates(inputs.clients, "since")[rows]
    columns["since_year"] = np.where(since <= result.period.end, _years(since), np.nan)
    columns["revenue_rank"] = rank(revenue, ids, active)
    net_margin = clients["net_margin"].to_numpy()
    columns["net_margin_rank"] = rank(net_margin, ids, active)
    columns["letter_refreshed"] = clients["letter"].to_numpy(dtype=object)
    flagged = np.asarray(columns["false_good"] != "", dtype=bool)
    columns["false_good_rank"] = rank(-net_margin, ids, flagged)
    frame = pd.DataFrame({key: columns[key] for key in SEGMENTATION.keys}, dtype=None)
    order = np.lexsort((ids.astype(str), -np.nan_to_num(revenue, nan=-np.inf), ~active))
    return frame.iloc[order].reset_index(drop=True)


def _first_of_each_rule(
    issues: list[RenderedIssue], language: Language
) -> list[RenderedIssue]:
    """The issues, of each rule the first ones and a line for the rest."""
    kept: list[RenderedIssue] = []
    for code, group in groupby(issues, key=lambda issue: issue.code):
        lines = list(group)
        if len(lines) <= RULE_LINES:
            kept += lines
            continue
        first, rest = lines[: RULE_LINES - 1], lines[RULE_LINES - 1 :]
        amounts = [abs(line.amount) for line in rest if line.amount is not None]
        left = RenderedIssue(
            code,
            rest[0].severity,
            rest[0].sheet,
            "",
            _MORE_OF_RULE.in_(language, count=number(len(rest), language)),
            _ALL_OF_THEM.in_(language),
            sum(amounts) if amounts else None,
        )
        kept += [*first, left]
    return kept


def issue_rows(issues: list[RenderedIssue], language: Language) -> pd.DataFrame:
    """The first lines of `tblIssues`, rule by rule; what is cut is said.

    A rule shows its first findings, then one line that counts the others.
    """
    severities = ISSUES.column("severity").choices
    kept = _first_of_each_rule(issues, language)
    shown = kept if len(kept) <= ISSUE_LINES else kept[: ISSUE_LINES - 1]
    frame = pd.DataFrame(
        {
            "severity": [severities[x.severity].in_(language) for x in shown],
            "sheet": [x.sheet for x in shown],
            "cell": [x.cell for x in shown],
            "message": [x.message for x in shown],
            "remedy": [x.remedy for x in shown],
            "amount": [np.nan if x.amount is None else x.amount for x in shown],
            "code": [x.code for x in shown],
        },
        columns=list(ISSUES.keys),
    )
    if len(shown) < len(kept):
        more = Text(
            "{count} more lines are not shown here.",
            "{count} lignes de plus ne sont pas montrées ici.",
        )
        frame.loc[len(frame)] = {
            "severity": severities["note"].in_(language),
            "sheet": "",
            "cell": "",
            "message": more.in_(language, count=len(kept) - len(shown)),
            "remedy": _ALL_OF_THEM.in_(language),
            "amount": np.nan,
            "code": "",
        }
    return frame
