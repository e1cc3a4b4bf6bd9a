"""Texts that are put together as columns are those of `json.dumps`."""

import json

import numpy as np
import pytest
from portfolios import portfolio, segmented

from segmentation_addin.at_scale.json_texts import (
    caps_texts,
    number_texts,
    step_texts,
)
from segmentation_addin.results.document import step_document
from segmentation_addin.results.table import caps_of

HEADER = "client_id period revenue gross_margin active_months last_order\n"
ROWS = """PAIR 2025-12-31 500 100 6 2025-06-14
BEST 2025-12-31 1000 400 12 2025-12-31
LOSS 2025-12-31 1000 -50 12 2025-12-31
GATE 2025-12-31 1000 400 12 2024-12-01
NOBODY 2025-12-31 0 0 . .
BLIND 2025-12-31 500 . 6 2025-06-14"""


@pytest.mark.parametrize("number", [0.0, -0.0, 3.0, -0.1, 1e-4, 9.9e-5, 1e15, 1e22])
def test_a_number_is_written_as_json_writes_it(number: float) -> None:
    assert number_texts(np.array([number])).to_pylist() == [json.dumps(number)]


def test_an_unknown_number_is_null() -> None:
    assert number_texts(np.array([np.nan, np.inf])).to_pylist() == ["null", "null"]


def test_steps_and_caps_are_the_documents_of_the_clients() -> None:
    result = segmented(portfolio(HEADER + ROWS))
    steps = result.next_steps()
    documents = [[step_document(step) for step in one] for one in steps]
    assert {len(one) for one in steps} >= {0, 2}
    assert step_texts(result.step_columns()).to_pylist() == [
        json.dumps(document) for document in documents
    ]
    caps = caps_of(result)
    assert any(caps)
    assert caps_texts(result.lettering).to_pylist() == [json.dumps(c) for c in caps]


def test_nobody_has_a_step() -> None:
    result = segmented(portfolio(HEADER + "QUIET 2025-12-31 0 0 . ."))
    assert step_texts(result.step_columns()).to_pylist() == ["[]"]
