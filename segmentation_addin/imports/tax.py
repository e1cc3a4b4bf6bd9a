"""Amounts with VAT: told by their heading, brought to ex-VAT by a confirmed rate."""

from __future__ import annotations

import re

import numpy as np

from segmentation_addin.core.issues import Issue, ParamValue, Severity
from segmentation_addin.imports.values import Floats
from segmentation_addin.workbook.declaration import heading_key

_WITH = re.compile(
    r"\b(?:ttc|t t c|toutes taxes comprises|taxes comprises|tva comprise|net a payer"
    r"|(?:incl|including|inc|with|inclusive of) (?:\w+ )?(?:vat|tax|taxes)"
    r"|vat incl(?:uded)?|tax incl(?:uded)?)\b"
)


def with_vat(heading: str) -> bool:
    """True when a heading says that its amounts include VAT.

    >>> with_vat("CA TTC (€)"), with_vat("Total incl. VAT"), with_vat("Total HT")
    (True, True, False)
    """
    return _WITH.search(heading_key(heading)) is not None


def without_vat(amounts: Floats, rate: float) -> Floats:
    """Amounts with VAT as amounts without, to the cent.

    >>> without_vat(np.array([120.0, -12.06]), 0.2).tolist()
    [100.0, -10.05]
    """
    net: Floats = np.round(amounts / (1 + rate), 2)
    return net


def vat_taken_off(heading: str, amounts: Floats, rate: float) -> Issue:
    """What a reader must know of amounts that one rate brought to ex-VAT."""
    params: dict[str, ParamValue] = {"found": heading, "expected": 100 * rate}
    worth = float(np.nansum(amounts))
    return Issue("vat_taken_off", Severity.WARNING, params=params, amount=worth)
