"""Lists of the result as JSON texts, the same that `json.dumps` writes of the documents.

A text is made once for each set of caps and each kind of step, and put together as
columns: millions of clients have few of them.
"""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation_addin.core.inputs import FloatArray
from segmentation_addin.core.letters import CAP_NAMES, LETTERS, Lettering
from segmentation_addin.core.steps import Kind, Step, Steps
from segmentation_addin.results.document import step_document

_PLAIN: Final = (1e-4, 1e15)
"""Amounts between these have no exponent, however they are written."""
_HOLE: Final = "\0"


def caps_texts(lettering: Lettering) -> pa.Array:
    """Keys of the caps that changed each client's letter, in order."""
    codes = np.zeros(len(lettering.letter), dtype=np.int64)
    for place, name in enumerate(CAP_NAMES):
        codes += lettering.caps[name].astype(np.int64) << place
    texts = [
        json.dumps([name for place, name in enumerate(CAP_NAMES) if code >> place & 1])
        for code in range(1 << len(CAP_NAMES))
    ]
    return pa.array(texts, pa.string()).take(pa.array(codes))


def step_texts(steps: Steps) -> pa.Array:
    """The steps of each client, as `results.document.step_document` gives each."""
    kinds = len(steps.kinds)
    codes = steps.letter * kinds + steps.kind
    used = np.unique(codes)
    parts = [_around(steps.kinds[c % kinds], LETTERS[c // kinds]) for c in used]
    which = pa.array(np.searchsorted(used, codes))
    around = [
        pa.array([part[place] for part in parts], pa.string()).take(which)
        for place in range(4)
    ]
    numbers = [
        number_texts(column)
        for column in (steps.start, steps.to, steps.to - steps.start)
    ]
    between = [x for pair in zip(around, numbers, strict=False) for x in pair]
    each = pc.binary_join_element_wise(*between, around[-1], "")
    ends = np.cumsum(np.bincount(steps.client, minlength=steps.count))
    offsets = pa.array(np.append(0, ends), pa.int32())
    lists = pc.binary_join(pa.ListArray.from_arrays(offsets, each), ", ")
    return pc.binary_join_element_wise("[", lists, "]", "")


def _around(kind: Kind, letter: str) -> list[str]:
    """What stands before, between and after the three numbers of a step."""
    step = Step(letter, kind.criterion, np.nan, np.nan, kind.unit, kind.together)
    document: dict[str, Any] = step_document(step)
    document |= dict.fromkeys(("from", "to", "change"), _HOLE)
    return json.dumps(document).split(json.dumps(_HOLE))


def number_texts(values: FloatArray) -> pa.Array:
    """Numbers as JSON writes them; null where unknown.

    >>> number_texts(np.array([12.0, -0.25, 1e-05, np.nan])).to_pylist()
    ['12.0', '-0.25', '1e-05', 'null']
    """
    found = pc.cast(pa.array(values, pa.float64()), pa.string())
    sizes = np.abs(values)
    whole = np.isfinite(values) & (values == np.floor(values)) & (sizes < _PLAIN[1])
    found = pc.if_else(whole, pc.binary_join_element_wise(found, ".0", ""), found)
    other = ~whole & ~((sizes >= _PLAIN[0]) & (sizes < _PLAIN[1]))
    texts = [
        repr(number) if np.isfinite(number) else "null"
        for number in values[other].tolist()
    ]
    return pc.replace_with_mask(found, other, pa.array(texts, pa.string()))
