"""The client lines of a FEC: which lines speak of a client, and of which one.

A client is named by the auxiliary account; in files without auxiliaries, by a general
account of its own (411DUPONT). A collective account names nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.imports.fec.entries import Codes, Flags

_CLIENT = re.compile(r"41[01346]|417|419[16]")
_NEEDS_AUXILIARY = re.compile(r"418|419[78]")
_ADVANCE = re.compile(r"419")
_OWN_ROOT = 4
"""A general account longer than this, its last zeros aside, names one client."""
_SIBLING = re.compile(r"(?:41[3467]|419[16])(.+)")
"""Bills, doubtful debts and advances of a client that has an account 411 of its own."""
NOBODY = -1


@dataclass(frozen=True)
class Receivables:
    """Per line the client it speaks of, as a position in `ids`, -1 for none."""

    client: Codes
    advance: Flags
    """Lines of advances received (4191): they name the client where no 411 does."""
    ids: list[str]
    names: list[str]
    nameless: Flags
    """Lines of a collective 411 account: a client, but nobody knows which."""


def receivables_of(lines: pd.DataFrame) -> Receivables:
    """Finds the client lines; columns `account`, `auxiliary` and their labels."""
    accounts = list(lines["account"].cat.categories)
    account = lines["account"].cat.codes.to_numpy()
    auxiliaries = list(lines["auxiliary"].cat.categories)
    auxiliary = lines["auxiliary"].cat.codes.to_numpy()
    named = np.array([x != "" for x in auxiliaries], dtype=bool)[auxiliary]

    def each(pattern: re.Pattern[str]) -> npt.NDArray[np.bool_]:
        found = [pattern.match(x) is not None for x in accounts]
        flags: npt.NDArray[np.bool_] = np.array(found, dtype=bool)[account]
        return flags

    any_41 = np.array([x.startswith("41") for x in accounts], dtype=bool)[account]
    of_client = each(_CLIENT) & ~(each(_NEEDS_AUXILIARY) & ~named)
    of_client |= any_41 & named
    roots = np.array([len(x.rstrip("0")) > _OWN_ROOT for x in accounts])[account]
    nameless = of_client & ~named & ~roots
    known = of_client & ~nameless
    # one number per auxiliary, then one per own account
    key = np.where(named, auxiliary, len(auxiliaries) + account.astype(np.int64))
    client = np.full(len(lines), NOBODY, dtype=np.int64)
    key = _with_siblings(accounts, len(auxiliaries))[key]
    found, unique = pd.factorize(key[known])
    client[known] = found
    ids = [
        auxiliaries[k] if k < len(auxiliaries) else accounts[k - len(auxiliaries)]
        for k in unique.tolist()
    ]
    names = _names(lines, client, named, ids)
    return Receivables(client, each(_ADVANCE) & known, ids, names, nameless)


def _with_siblings(accounts: list[str], auxiliaries: int) -> Codes:
    """For each key its own, save 416DUPONT and the like: that of 411DUPONT."""
    same = np.arange(auxiliaries + len(accounts), dtype=np.int64)
    place = {code: auxiliaries + at for at, code in enumerate(accounts)}
    for code, at in place.items():
        found = _SIBLING.fullmatch(code)
        if found is not None and len(f"411{found[1]}".rstrip("0")) > _OWN_ROOT:
            same[at] = place.get(f"411{found[1]}", at)
    return same


def _names(
    lines: pd.DataFrame, client: Codes, named: Flags, ids: list[str]
) -> list[str]:
    """The label most often seen beside each client; its code where there is none."""
    own = lines["auxiliary_label"].astype(object).to_numpy()
    general = lines["account_label"].astype(object).to_numpy()
    label = np.where(named, own, general)
    at = (client != NOBODY) & (label != "")
    seen = pd.DataFrame({"client": client[at], "label": label[at]})
    counts = seen.groupby(["client", "label"], sort=True).size()
    best = (
        counts.sort_values(kind="stable")
        .reset_index()
        .groupby("client")["label"]
        .last()
    )
    return [str(best.get(i, ids[i])) for i in range(len(ids))]
