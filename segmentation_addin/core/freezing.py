"""Freezing a review: the portfolio of today as rows of the history, and back.

Rows hold stable keys, no label of any language; what they tell is that of
`Vintage`. Reading the rows of a review gives the review that was frozen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentation_addin.core.criteria import measures
from segmentation_addin.core.inputs import FloatArray, InputTables, table_of
from segmentation_addin.core.letters import Rules
from segmentation_addin.core.portfolio import roster
from segmentation_addin.core.readings.kpis import GROUPS, kpis
from segmentation_addin.core.scale import KNOT_POINTS, Criterion
from segmentation_addin.core.segmentation import Segmentation
from segmentation_addin.core.vintages import (
    CLIENT_COLUMNS,
    FIGURES,
    MARKS,
    OTHER_CRITERIA,
    SEPARATOR,
    TODAY,
    Vintage,
    details_text,
    number_of,
)

AMOUNTS = ("revenue", "gross_margin", "cost_to_serve", "net_margin")
TOTALS = (*AMOUNTS, "orders")
TEXTS = ("kind", "item", "letter", "computed_letter", "details", "path")
NUMBERS = (*FIGURES, "number")
IDLE_SETTINGS = frozenset({"as_of", "currency"})
"""Settings that are no rule: the date of the review is a column of its own."""
MOST_REVIEWS = 999
"""A number beyond is a slip of the keyboard: paths hold one sign for each number."""
FIXED = "fixed"
BLANK = "blank"


def today(result: Segmentation, inputs: InputTables) -> Vintage:
    """The portfolio as it stands, in the shape of a closed review."""
    clients = result.clients
    active = result.facts.active
    found, _ = roster(inputs)
    others = measures(
        inputs, found, result.current, result.cost, result.previous, OTHER_CRITERIA
    )
    marks = {
        "new": result.facts.new & active,
        "estimated": result.facts.estimated & active,
    }
    columns: dict[str, NDArray[Any]] = {
        key: clients[key].to_numpy() for key in CLIENT_COLUMNS if key in clients.columns
    }
    columns["details"] = _details(marks, others, len(clients))
    by_letter = kpis(clients)
    totals = {
        group: {
            "clients": float(by_letter[group]["clients"]),
            **_sums(by_letter[group]),
        }
        for group in GROUPS
    }
    totals["orphans"] = {"orders": 0.0, **result.orphans}
    totals["all"] = {
        key: _sum_of_known([group[key] for group in totals.values()])
        for key in ("clients", *TOTALS)
    }
    return Vintage(
        number=TODAY,
        as_of=result.period.end,
        clients=table_of({key: columns[key] for key in CLIENT_COLUMNS}),
        scale=result.scale,
        rules=result.rules,
        settings={
            key: value if isinstance(value, str) else float(value)
            for key, value in inputs.settings.items()
            if isinstance(value, str | int | float)
            and not key.startswith("_")
            and key not in IDLE_SETTINGS
        },
        rates={a.name: a.unit_cost for a in result.tariff.activities},
        pools={pool.pool: pool.cost for pool in result.tariff.pools},
        totals=totals,
        measures={
            key: value
            for key, value in (
                ("a_basket", by_letter["A"]["basket"]),
                ("a_retention", by_letter["A"]["retention"]),
            )
            if value is not None
        },
    )


def _sums(figures: Mapping[str, Any]) -> dict[str, float]:
    return {
        key: np.nan if figures[key] is None else float(figures[key]) for key in TOTALS
    }


def _sum_of_known(figures: list[float]) -> float:
    """What is known added up; NaN when nothing is."""
    known = [figure for figure in figures if not np.isnan(figure)]
    return sum(known) if known else np.nan


def _details(
    marks: Mapping[str, NDArray[np.bool_]],
    others: Mapping[str, FloatArray],
    clients: int,
) -> NDArray[np.object_]:
    """Marks and other criteria of each client, as one text."""
    known = {key: x for key, x in others.items() if not np.isnan(x).all()}
    text = np.full(clients, "", dtype=object)
    for row in range(clients):
        names = [key for key in MARKS if marks[key][row]]
        text[row] = details_text(names, {key: x[row] for key, x in known.items()})
    return text


# --- to rows ------------------------------------------------------------------


def rows_of(vintage: Vintage, path: NDArray[np.object_]) -> pd.DataFrame:
    """The block of rows of one review; `path` holds one text a client.

    One row a fact: kind, item, and the columns that the kind fills.
    """
    blocks = [
        *_about(vintage),
        _block(
            "total",
            list(vintage.totals),
            number=[group["clients"] for group in vintage.totals.values()],
            **{
                key: [group[key] for group in vintage.totals.values()] for key in TOTALS
            },
        ),
        _block(
            "measure",
            list(vintage.measures),
            number=list(vintage.measures.values()),
        ),
        _block(
            "scale",
            [criterion.key for criterion in vintage.scale],
            number=[criterion.weight for criterion in vintage.scale],
            details=[_criterion_text(criterion) for criterion in vintage.scale],
        ),
        _settings(vintage),
        _block("rate", list(vintage.rates), number=list(vintage.rates.values())),
        _block("pool", list(vintage.pools), number=list(vintage.pools.values())),
        _block(
            "client",
            vintage.clients["client_id"].to_numpy(dtype=object),
            path=path,
            **{
                key: vintage.clients[key].to_numpy()
                for key in CLIENT_COLUMNS
                if key != "client_id"
            },
        ),
    ]
    rows = sum(len(block["kind"]) for block in blocks)
    columns: dict[str, NDArray[Any]] = {
        "vintage": np.full(rows, float(vintage.number)),
        "as_of": np.full(rows, vintage.as_of).astype("datetime64[us]"),
    }
    for key in (*TEXTS, *NUMBERS):
        columns[key] = np.concatenate([block[key] for block in blocks])
    return table_of(columns)


def _block(kind: str, items: Any, **columns: Any) -> dict[str, NDArray[Any]]:
    rows = len(items)
    block: dict[str, NDArray[Any]] = {
        **{key: np.full(rows, "", dtype=object) for key in TEXTS},
        **{key: np.full(rows, np.nan) for key in NUMBERS},
    }
    block["kind"][:] = kind
    for key, values in {"item": items, **columns}.items():
        block[key][:] = values
    return block


def _about(vintage: Vintage) -> Iterator[dict[str, NDArray[Any]]]:
    yield _block("review", list(vintage.about), details=list(vintage.about.values()))


def _settings(vintage: Vintage) -> dict[str, NDArray[Any]]:
    values = vintage.settings.values()
    return _block(
        "setting",
        list(vintage.settings),
        number=[np.nan if isinstance(value, str) else value for value in values],
        details=[value if isinstance(value, str) else "" for value in values],
    )


def _criterion_text(criterion: Criterion) -> str:
    """higher; fixed; 0.0; 1.25; 2.5; 3.75; 5.0"""
    knots = (
        [BLANK]
        if criterion.knots is None
        else [repr(float(knot)) for knot in criterion.knots]
    )
    fixed = [FIXED] if criterion.fixed else []
    return SEPARATOR.join([criterion.better, *fixed, *knots])


# --- and back -------------------------------------------------------------------


def read_vintages(frame: pd.DataFrame) -> tuple[Vintage, ...]:
    """The closed reviews that stand in the rows of the history, in their order.

    Rows without number, date or kind tell nothing.
    """
    frame = frame[readable(frame)]
    numbers = frame["vintage"].to_numpy(dtype=np.float64)
    return tuple(_vintage(int(x), frame[numbers == x]) for x in np.unique(numbers))


def readable(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Rows of the history that say which review they belong to and what they tell.

    Of rows that tell the same of a review, the first counts.
    """
    numbers = frame["vintage"].to_numpy(dtype=np.float64)
    found: NDArray[np.bool_] = (
        (numbers >= 1)
        & (numbers <= MOST_REVIEWS)
        & (numbers == np.floor(numbers))
        & frame["as_of"].notna().to_numpy()
        & (frame["kind"] != "").to_numpy()
    )
    repeated = frame[found].duplicated(["vintage", "kind", "item"]).to_numpy()
    found[found] = ~repeated
    return found


def _vintage(number: int, rows: pd.DataFrame) -> Vintage:
    by_kind = dict(tuple(rows.groupby("kind", sort=False)))
    nothing = rows.iloc[:0]

    def kind(name: str) -> pd.DataFrame:
        return by_kind.get(name, nothing)

    def numbered(name: str) -> dict[str, float]:
        part = kind(name)
        return dict(zip(part["item"], part["number"].astype(float), strict=True))

    clients = kind("client").rename(columns={"item": "client_id"})
    settings = {
        str(item): str(text) if text else float(value)
        for item, value, text in zip(
            *(kind("setting")[key] for key in ("item", "number", "details")),
            strict=True,
        )
    }
    totals = {
        str(row["item"]): {
            "clients": float(row["number"]),
            **{key: float(row[key]) for key in TOTALS},
        }
        for row in kind("total").to_dict("records")
    }
    about = kind("review")
    days = rows["as_of"].to_numpy().astype("datetime64[D]")
    return Vintage(
        number=number,
        as_of=days[0],
        clients=clients[list(CLIENT_COLUMNS)].reset_index(drop=True),
        scale=tuple(_criteria(kind("scale"))),
        rules=Rules(
            **{
                key: value
                for key, value in settings.items()
                if key in vars(Rules()) and isinstance(value, float)
            }
        ),
        settings=settings,
        rates=numbered("rate"),
        pools=numbered("pool"),
        totals=totals,
        measures=numbered("measure"),
        about=dict(zip(about["item"], about["details"], strict=True)),
    )


def _criteria(rows: pd.DataFrame) -> Iterator[Criterion]:
    for place, (key, weight, text) in enumerate(
        zip(rows["item"], rows["number"], rows["details"], strict=True)
    ):
        better, *rest = str(text).split(SEPARATOR)
        fixed = FIXED in rest
        figures = [number_of(part) for part in rest if part not in (FIXED, BLANK)]
        known = len(figures) == len(KNOT_POINTS) and not np.isnan(figures).any()
        yield Criterion(
            str(key),
            better,
            float(weight),
            np.array(figures) if known else None,
            fixed,
            place,
        )
