"""The fingerprint of the inputs: what counts, what does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios import segmented
from vintage_examples import CLIENTS, inputs_of

from segmentation_addin.core.fingerprint import fingerprint
from segmentation_addin.core.inputs import InputTables

END = np.datetime64("2025-12-31")
ONE = {
    "revenue": 400,
    "gross_margin": 90,
    "orders": 3,
    "active_months": 4,
    "potential": 2,
    "visits": 2,
    "since": None,
}


def of(inputs: InputTables) -> str:
    return fingerprint(inputs, segmented(inputs).scale, END)


@given(CLIENTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_count(
    clients: list[dict[str, Any]], random: Any
) -> None:
    inputs = inputs_of(clients)
    shuffled = {}
    for name in ("clients", "margins", "cost_to_serve", "activities"):
        frame = getattr(inputs, name)
        rows, columns = list(range(len(frame))), list(frame.columns)
        random.shuffle(rows)
        random.shuffle(columns)
        shuffled[name] = frame.iloc[rows][columns].reset_index(drop=True)
    scale = segmented(inputs).scale
    other = replace(inputs, **shuffled)
    assert fingerprint(other, scale, END) == fingerprint(inputs, scale, END)


def test_it_reads_the_values_not_their_formats() -> None:
    inputs = inputs_of([ONE])
    margins = inputs.margins.copy()
    margins["_row"] += 40
    margins["name"] = "written by the program"
    margins["cost_of_goods"] = np.nan
    whole = margins.astype({"revenue": "int64"})
    assert of(replace(inputs, margins=whole)) == of(inputs)


def test_digits_that_another_spreadsheet_program_drops_do_not_count() -> None:
    inputs = inputs_of([ONE])
    margins = inputs.margins.copy()
    margins.loc[0, "revenue"] = np.nextafter(400.0, 401.0)
    scale = segmented(inputs).scale
    knots = scale[0].knots
    assert knots is not None
    nudged = (replace(scale[0], knots=knots * (1 + 1e-15)), *scale[1:])
    other = replace(inputs, margins=margins)
    assert fingerprint(other, nudged, END) == fingerprint(inputs, scale, END)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("margins", "revenue", 401.0),
        ("margins", "client_id", "C0 "),
        ("margins", "orders", np.nan),
        ("clients", "potential", 3.0),
        ("clients", "name", "Dupont"),
        ("clients", "since", pd.Timestamp("2020-01-01")),
        ("cost_to_serve", "visits", 3.0),
        ("activities", "rate", 8.0),
    ],
)
def test_one_other_value_is_another_fingerprint(
    table: str, column: str, value: object
) -> None:
    inputs = inputs_of([ONE])
    frame = getattr(inputs, table).copy()
    frame.loc[0, column] = value
    scale = segmented(inputs).scale
    other = replace(inputs, **{table: frame})
    assert fingerprint(other, scale, END) != fingerprint(inputs, scale, END)


def test_settings_count_unless_no_figure_rests_on_them() -> None:
    inputs = inputs_of([ONE])
    assert of(replace(inputs, settings={"bound_a": 80.0})) != of(inputs)
    aside = {"as_of": pd.Timestamp("2025-12-31"), "review_months": 18.0}
    assert of(replace(inputs, settings=aside)) == of(inputs)


def test_next_years_rows_leave_this_years_fingerprint() -> None:
    inputs = inputs_of([ONE])
    later = inputs.margins.assign(period=pd.Timestamp("2026-12-31"))
    both = pd.concat([inputs.margins, later], ignore_index=True)
    scale = segmented(inputs).scale
    found = fingerprint(replace(inputs, margins=both), scale, END)
    assert found == fingerprint(inputs, scale, END)
    earlier = inputs.margins.assign(period=pd.Timestamp("2024-12-31"))
    both = pd.concat([inputs.margins, earlier], ignore_index=True)
    assert fingerprint(replace(inputs, margins=both), scale, END) != found


def test_no_name_can_be_read_in_it() -> None:
    inputs = inputs_of([ONE])
    frame = inputs.clients.assign(name="Boulangerie Dubreuil")
    found = of(replace(inputs, clients=frame))
    assert len(found) == 64
    assert set(found) <= set("0123456789abcdef")
