"""Order lines read from an export: typed, and nothing dropped in silence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation_addin.core.issues import Issue, ParamValue, Severity, stops
from segmentation_addin.imports.amounts import amounts_of, several_currencies
from segmentation_addin.imports.cells import LISTED, Problem, Reason, shown
from segmentation_addin.imports.dates import dates
from segmentation_addin.imports.headings import map_line_headings, speaks_french
from segmentation_addin.imports.identifiers import postcodes
from segmentation_addin.imports.line_tables import LineTables, lines_to_tables
from segmentation_addin.imports.repeated_clients import lost_zero_pairs, namesakes
from segmentation_addin.imports.sheet_layout import (
    over_groups,
    over_merged,
    repeated_told,
)
from segmentation_addin.imports.sources import RawColumn, Source, open_source
from segmentation_addin.imports.tax import vat_taken_off, without_vat
from segmentation_addin.imports.total_rows import (
    TotalRow,
    tolerance_of,
    total_rows,
    totals_told,
)
from segmentation_addin.imports.units import unit_power
from segmentation_addin.imports.values import ids, texts, yes_no

__all__ = ["LineTables", "lines_to_tables", "read_lines"]

ID_FIELDS = ("client_id", "order_id", "postcode")
TEXT_FIELDS = ("client_name", "ship_mode", "sector", "country", "account_manager")
AMOUNT_FIELDS = ("amount", "profit", "cost")
KEY_FIELDS = ("client_id", "client_name", "date", "order_id")
"""What every true line holds, and a total lacks."""
LABELS = 2
"""Other columns, from the left, in which a total may be named."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def read_lines(
    path: Path | str,
    vat: float | None = None,
    said: Mapping[str, str] | None = None,
    opened: Source | None = None,
) -> tuple[pd.DataFrame, dict[str, str], list[Issue]]:
    """Order lines of a CSV (gzip too), spreadsheet or Parquet file.

    `vat` is the rate that somebody confirmed for amounts with VAT (0.2); without it
    a file that holds no others is refused. `said` is what a user says of headings:
    {folded heading: field, or "" to leave it out}. Totals are left out and told, merged cells
    stand for all their rows. `opened` is the same file, where it was opened before.

    Gives the frame of readable lines, the heading found for each field, and the
    issues; with an error among them the frame is empty. Columns: line (1-based line
    of the file), client_id, client_name, order_id, ship_mode, sector, country,
    postcode, account_manager, returned (categories of text, "" for blank), date
    (datetime64[us]), amount, profit, cost (workbook currency, NaN when unknown).
    `frame.attrs["ignored"]` lists the headings that are not read.

    Raises:
        SourceError: the file is missing, empty, damaged or of an unknown kind.
    """
    path = Path(path)
    source = open_source(path) if opened is None else opened
    found = map_line_headings(source.headings, vat is not None, said or {})
    positions = {
        field: position
        for field, position in found.positions.items()
        if field in (*ID_FIELDS, *TEXT_FIELDS, *AMOUNT_FIELDS, "date", "returned")
    }
    mapping = {field: source.headings[i] for field, i in positions.items()}
    issues = [*source.sheets_told(), *found.issues]
    if not found.readable:
        return _no_lines(), mapping, issues
    unique = sorted(set(positions.values()))
    columns = dict(zip(unique, source.read(unique), strict=True))
    raws = {field: columns[position] for field, position in positions.items()}
    taxed = positions["amount"] == found.positions.get("amount_with_vat")
    frame, more = _typed(raws, source, mapping, vat if taxed else None)
    used = set(positions.values())
    others = [h for i, h in enumerate(source.headings) if i not in used and h]
    frame.attrs["ignored"] = others
    issues += more
    if stops(issues):
        return _no_lines(), mapping, issues
    if frame.empty:
        params = {"file": path.name}
        issues.append(Issue("lines_none", Severity.ERROR, params=params))
    return frame, mapping, issues


def _no_lines() -> pd.DataFrame:
    blank = _category(np.array([], dtype=np.intp), [""])
    return pd.DataFrame(
        {
            "line": np.array([], dtype=np.int64),
            **dict.fromkeys((*ID_FIELDS, *TEXT_FIELDS, "returned"), blank),
            "date": np.array([], dtype="datetime64[us]"),
            **dict.fromkeys(AMOUNT_FIELDS, np.array([], dtype=np.float64)),
        }
    )


def _typed(
    raws: Mapping[str, RawColumn],
    source: Source,
    mapping: Mapping[str, str],
    vat: float | None,
) -> tuple[pd.DataFrame, list[Issue]]:
    issues: list[Issue] = []
    rows = len(raws["amount"].codes)
    line = np.arange(rows, dtype=np.int64) + source.first_line
    amounts = _amounts(raws, mapping, issues)
    raws = _unmerged(raws, source, mapping, issues)
    totals = _totals(raws, source, mapping, amounts)
    issues += totals_told(totals, source.first_line)
    left_out = np.zeros(rows, dtype=bool)
    left_out[[total.position for total in totals]] = True
    raws = _ungrouped(raws, mapping, left_out, issues)
    if vat is not None:
        worth = amounts["amount"][~left_out]
        issues.append(vat_taken_off(mapping["amount"], worth, vat))
        amounts["amount"] = without_vat(amounts["amount"], vat)
    days = _days(raws["date"], source.headings, mapping["date"], issues)
    if stops(issues):
        return _no_lines(), issues
    text = {
        field: _categories(raws.get(field), field, rows)
        for field in (*ID_FIELDS, *TEXT_FIELDS, "returned")
    }
    text["postcode"] = _postcodes(text["postcode"], text["country"])
    filled = np.zeros(rows, dtype=bool)
    for raw in raws.values():
        filled |= raw.filled()
    amount = amounts["amount"]
    kept = filled & ~left_out
    long = np.isin(np.arange(rows), source.too_long())
    checks: tuple[tuple[str, Flags, RawColumn | None], ...] = (
        ("line_too_long", long, None),
        ("line_no_client", _blank(text["client_id"]), None),
        ("line_date_unreadable", np.isnat(days), raws["date"]),
        ("line_amount_unreadable", np.isnan(amount), raws["amount"]),
    )
    for code, wrong, cells in checks:
        unread = kept & wrong
        issues += _unread(code, unread, line, amount, cells)
        kept &= ~unread
    frame = pd.DataFrame({"line": line, **text, "date": days, **amounts})
    frame = frame[kept].reset_index(drop=True)
    issues += _gaps(frame, raws, kept)
    issues += _lost_digits(raws, mapping, frame)
    issues += _twins(frame, mapping)
    return frame, issues


def _blank(column: pd.Categorical[str]) -> Flags:
    empty = np.asarray([text == "" for text in column.categories], dtype=bool)
    flags: Flags = empty[column.codes]
    return flags


def _categories(raw: RawColumn | None, field: str, rows: int) -> pd.Categorical[str]:
    if raw is None:
        return _category(np.zeros(rows, dtype=np.intp), [""])
    if field == "returned":
        clean = yes_no(raw.cells)[0]
    else:
        clean = ids(raw.cells)[0] if field in ID_FIELDS else texts(raw.cells)
    codes, known = pd.factorize(clean)
    return _category(codes[raw.codes], list(known))


def _category(codes: npt.NDArray[np.intp], known: list[str]) -> pd.Categorical[str]:
    return pd.Categorical.from_codes(codes, pd.Index(known, dtype=object))


def _amounts(
    raws: Mapping[str, RawColumn], mapping: Mapping[str, str], issues: list[Issue]
) -> dict[str, Floats]:
    """Amount, profit and cost; one column may prove the decimal mark of another."""
    present = [field for field in AMOUNT_FIELDS if field in raws]
    rows = len(raws["amount"].codes)
    amounts = dict.fromkeys(AMOUNT_FIELDS, np.full(rows, np.nan))
    money = {mapping[field]: raws[field].cells for field in present}
    issues += several_currencies(money)
    read = amounts_of(money)
    for field in present:
        values, problems = read[mapping[field]]
        amounts[field] = values[raws[field].codes]
        _ambiguous("lines_number_ambiguous", problems, mapping[field], issues)
    return amounts


def _unmerged(
    raws: Mapping[str, RawColumn],
    source: Source,
    mapping: Mapping[str, str],
    issues: list[Issue],
) -> dict[str, RawColumn]:
    """The columns whose merged cells stand on all their rows; amounts stay apart."""
    found = dict(raws)
    told: set[str] = set()
    for field, raw in raws.items():
        spans = source.merged.get(source.headings.index(mapping[field]))
        if spans is None or field in AMOUNT_FIELDS:
            continue
        found[field], count = over_merged(raw, spans)
        if count and mapping[field] not in told:
            told.add(mapping[field])
            issues.append(repeated_told(mapping[field], count, merged=True))
    return found


def _totals(
    raws: Mapping[str, RawColumn],
    source: Source,
    mapping: Mapping[str, str],
    amounts: Mapping[str, Floats],
) -> list[TotalRow]:
    """The totals; where a line without client remains, other columns may name it."""
    by_heading = {
        mapping[field]: amounts[field] for field in AMOUNT_FIELDS if field in raws
    }
    near = {
        heading: tolerance_of(values, unit_power(heading))
        for heading, values in by_heading.items()
    }
    known = {mapping[field]: raws[field] for field in KEY_FIELDS if field in raws}
    keys = list(known.values())
    totals = total_rows(keys, [], by_heading, near, raws["date"])
    orphans = ~raws["client_id"].filled() & np.isfinite(amounts["amount"])
    orphans[[total.position for total in totals if total.label]] = False
    unread = [i for i, h in enumerate(source.headings) if h not in mapping.values()]
    if not orphans.any() or not unread:
        return totals
    labels = source.read(unread[:LABELS])
    return total_rows(keys, labels, by_heading, near, raws["date"])


def _ungrouped(
    raws: dict[str, RawColumn],
    mapping: Mapping[str, str],
    left_out: Flags,
    issues: list[Issue],
) -> dict[str, RawColumn]:
    """The columns with client codes repeated over their groups, where these show."""
    name = raws.get("client_name")
    others = [raws["date"], raws["amount"]]
    code, count = over_groups(raws["client_id"], name, others, left_out)
    if count:
        issues.append(repeated_told(mapping["client_id"], count, merged=False))
    return {**raws, "client_id": code}


def _postcodes(
    codes: pd.Categorical[str], countries: pd.Categorical[str]
) -> pd.Categorical[str]:
    """Postcodes with the zero that a spreadsheet took off, where they are French."""
    pairs = np.stack([codes.codes, countries.codes], axis=1)
    known, of = np.unique(pairs, axis=0, return_inverse=True)
    whole = postcodes(
        [str(codes.categories[i]) for i in known[:, 0]],
        [str(countries.categories[i]) for i in known[:, 1]],
    )
    numbers, found = pd.factorize(whole)
    return _category(numbers[of], list(found))


def _days(
    raw: RawColumn, headings: list[str], heading: str, issues: list[Issue]
) -> npt.NDArray[np.datetime64]:
    hint = True if speaks_french(headings) else None
    values, problems = dates(raw.cells, day_first=hint)
    _ambiguous("lines_date_ambiguous", problems, heading, issues)
    for problem in problems:
        if problem.reason is Reason.ASSUMED:
            params = {"heading": heading, "found": problem.found[0]}
            issues.append(Issue("lines_date_assumed", Severity.NOTE, params=params))
    return values[raw.codes]


def _ambiguous(
    code: str, problems: list[Problem], heading: str, issues: list[Issue]
) -> None:
    for problem in problems:
        if problem.reason is Reason.AMBIGUOUS:
            params = {"heading": heading, "found": problem.found[0]}
            issues.append(Issue(code, Severity.ERROR, params=params))


def _unread(
    code: str,
    rows: Flags,
    line: npt.NDArray[np.int64],
    amount: Floats,
    raw: RawColumn | None,
) -> list[Issue]:
    """One issue a line that is not read, then one for all the others."""
    positions = np.flatnonzero(rows)
    issues = []
    for row in positions[:LISTED].tolist():
        cell = "" if raw is None else raw.cells[raw.codes[row]]
        found = "" if cell is None else shown(cell)
        params: dict[str, ParamValue] = {"line": int(line[row]), "found": found}
        worth = None if np.isnan(amount[row]) else float(amount[row])
        issues.append(Issue(code, Severity.WARNING, params=params, amount=worth))
    rest = positions[LISTED:]
    if rest.size:
        params = {"count": len(rest), "line": int(line[rest[0]])}
        known = ~np.isnan(amount[rest])
        worth = float(amount[rest][known].sum()) if known.any() else None
        issues.append(
            Issue(f"{code}_more", Severity.WARNING, params=params, amount=worth)
        )
    return issues


def _gaps(
    frame: pd.DataFrame, raws: Mapping[str, RawColumn], kept: Flags
) -> list[Issue]:
    """Lines kept although their margin or their order number is unknown."""
    issues = []
    sold = frame["amount"].to_numpy() != 0
    for code, fields in (
        ("lines_margin_unread", ("profit", "cost")),
        ("lines_order_unread", ("order_id",)),
    ):
        present = [field for field in fields if field in raws]
        if not present or frame.empty:
            continue
        gaps = np.zeros(len(frame), dtype=bool)
        for field in present:
            gaps |= (frame[field].isna() | (frame[field] == "")).to_numpy()
        gaps &= sold
        if gaps.any():
            first = int(np.flatnonzero(gaps)[0])
            row = np.flatnonzero(kept)[first]
            cell = raws[present[0]].cells[raws[present[0]].codes[row]]
            params: dict[str, ParamValue] = {
                "count": int(gaps.sum()),
                "line": int(frame["line"].iloc[first]),
                "found": "" if cell is None else shown(cell),
            }
            worth = float(frame["amount"].to_numpy()[gaps].sum())
            issues.append(Issue(code, Severity.WARNING, params=params, amount=worth))
    return issues


def _lost_digits(
    raws: Mapping[str, RawColumn], mapping: Mapping[str, str], frame: pd.DataFrame
) -> list[Issue]:
    issues = []
    for field in ("client_id", "order_id"):
        for problem in ids(raws[field].cells)[1] if field in raws else ():
            if problem.reason is Reason.PRECISION_LOST and not frame.empty:
                params: dict[str, ParamValue] = {
                    "heading": mapping[field],
                    "found": problem.found[0],
                    "count": len(problem.positions),
                }
                issues.append(Issue("lines_id_digits", Severity.WARNING, params=params))
    return issues


def _twins(frame: pd.DataFrame, mapping: Mapping[str, str]) -> list[Issue]:
    """Clients that may be one: a name under several codes, codes less their zeros."""
    pairs = frame[["client_id", "client_name"]].drop_duplicates().astype(object)
    codes = pairs["client_id"].unique().tolist()
    issues = lost_zero_pairs(mapping["client_id"], codes)
    if mapping["client_id"] != mapping.get("client_name"):
        issues += namesakes(pairs["client_id"].tolist(), pairs["client_name"].tolist())
    return issues
