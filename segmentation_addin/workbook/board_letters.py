"""The dashboard's table by letter: its cells and their native formulas."""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_figures import AMOUNTS, GRADED, GROUPS

DASHBOARD = "dashboard"
HEAD_ROW = 10
ROWS = {name: 11 + i for i, name in enumerate((*GROUPS, "unknown", "total"))}
"""Sheet row of each line of the table by letter: A on 11, total on 18."""

HEADS: tuple[tuple[str, str, str, Text], ...] = (
    ("C", "clients", "count", Text("Clients", "Clients")),
    ("D", "client_share", "percent", Text("Share of clients", "Part des clients")),
    ("E", "revenue", "amount", Text("Revenue", "Chiffre d'affaires")),
    ("F", "revenue_share", "percent", Text("Share of revenue", "Part du CA")),
    ("G", "gross_margin", "amount", Text("Gross margin", "Marge brute")),
    ("H", "cost_to_serve", "amount", Text("Cost to serve", "Coût de service")),
    ("I", "net_margin", "amount", Text("Net margin", "Marge nette")),
    ("J", "net_rate", "percent", Text("Net margin rate", "Taux de marge nette")),
    ("K", "basket", "amount", Text("Average basket", "Panier moyen")),
    ("L", "conversion", "percent", Text("Quotes won", "Devis gagnés")),
    ("M", "retention", "percent", Text("Clients kept", "Clients conservés")),
    ("N", "grr", "percent", Text("Revenue kept (GRR)", "CA conservé (GRR)")),
    ("O", "nrr", "percent", Text("Net revenue kept (NRR)", "CA net conservé (NRR)")),
)
"""Sheet column, key, style and heading of each figure."""

LABELS = {
    "A": Text("A   protect", "A   protéger"),
    "B": Text("B   move up first", "B   développer"),
    "C": Text("C   move up lightly", "C   effort léger"),
    "D": Text("D   decide", "D   décider"),
    "NC": Text("NC   not classified", "NC   non classés"),
    "inactive": Text("Inactive", "Inactifs"),
    "unknown": Text("Unknown clients", "Clients inconnus"),
    "total": Text("Total", "Total"),
}
_COLUMN = {key: letter for letter, key, _, _ in HEADS}


def _guarded(part: str, whole: str) -> str:
    return f'IF({whole}>0,{part}/{whole},"")'


def _rates(only: str, start: str, row: int) -> dict[str, str]:
    """Rate formulas over the rows that `only` keeps (",column,criterion" or "").

    `start` keeps the rows in the same way, by their letter at the start.
    """
    revenue, before = column("revenue"), column("previous_revenue")
    at_start = f'{before},">0"{start}'
    comparison = start.removeprefix(",").replace(',"?*"', '<>""').replace(",", "=")
    flags = (
        f"ISNUMBER({before})*({before}>0)*ISNUMBER({revenue})*({revenue}>0)"
        f"*({comparison})"
    )
    kept = (
        f"(SUMPRODUCT({flags}*({revenue}<{before}),{revenue})"
        f"+SUMPRODUCT({flags}*({revenue}>={before}),{before}))"
    )
    return {
        "net_rate": f'IF(AND(ISNUMBER(I{row}),N(E{row})>0),I{row}/E{row},"")',
        "basket": _guarded(_sum("revenue", only), _sum("orders", only)),
        "conversion": _guarded(_sum("quotes_won", only), _sum("quotes_decided", only)),
        "retention": _guarded(
            f'COUNTIFS({at_start},{revenue},">0")', f"COUNTIFS({at_start})"
        ),
        "grr": _guarded(kept, f"SUMIFS({before},{at_start})"),
        "nrr": _guarded(
            f"SUMIFS({revenue},{at_start})", f"SUMIFS({before},{at_start})"
        ),
    }


def _sum(key: str, only: str) -> str:
    if not only:
        return f"SUM({column(key)})"
    return f"SUMIFS({column(key)}{only})"


def _known(key: str, rows: str, row: int) -> str:
    """The sum over some rows; blank where clients stand there and none has a figure."""
    some = f'COUNTIFS({column(key)},">=-1E+300",{rows})'
    total = f"SUMIFS({column(key)},{rows})"
    return f'IF(AND(C{row}>0,{some}=0),"",{total})'


def _group(name: str, row: int) -> dict[str, str]:
    """Formulas of one letter's row."""
    if name == "inactive":
        only = f",{column('decided_by')},{{choice:decided_by.inactive}}"
    else:
        only = f',{column("letter")},"{name}"'
    start = f',{column("start_letter")},"{name}"'
    counted = f'{column("decided_by")},"?*"'
    formulas = {
        "clients": f"COUNTIFS({counted}{only})",
        "client_share": f'IF(SUM($C$11:$C$15)>0,C{row}/SUM($C$11:$C$15),"")',
        "revenue_share": f'IF(N($E$18)>0,N(E{row})/$E$18,"")',
        **{key: _known(key, f"{counted}{only}", row) for key in AMOUNTS},
        **_rates(only, start, row),
    }
    if name == "inactive":
        shown = ("clients", "revenue_share")
        formulas = {
            **{key: formulas[key] for key in shown},
            **{key: f"SUMIFS({column(key)},{counted}{only})" for key in AMOUNTS},
        }
    return formulas


def _unknown(row: int) -> dict[str, str]:
    return {
        "revenue_share": f'IF(AND(ISNUMBER(E{row}),N($E$18)>0),E{row}/$E$18,"")',
        "net_rate": f'IF(AND(ISNUMBER(I{row}),N(E{row})>0),I{row}/E{row},"")',
    }


def _total() -> dict[str, str]:
    start = f',{column("start_letter")},"?*"'
    return {
        "clients": "SUM(C11:C16)",
        "client_share": 'IF(SUM(C11:C15)>0,SUM(D11:D15),"")',
        **{
            key: f'IF(AND(C18>0,COUNT({column(key)})=0),"",'
            f"SUM({_COLUMN[key]}11:{_COLUMN[key]}17))"
            for key in AMOUNTS
        },
        "revenue_share": 'IF(N(E18)>0,SUM(F11:F17),"")',
        **_rates("", start, ROWS["total"]),
    }


def _value(row: str, key: str) -> Value:
    return lambda facts: facts.kpis[row][key]


def letter_cells() -> Iterator[FixedCell]:
    """The table by letter: headings, letters, unknown clients and total."""
    title = Text("By letter", "Par lettre")
    yield FixedCell(DASHBOARD, f"B{HEAD_ROW - 1}", "section", title, span=14)
    yield FixedCell(DASHBOARD, f"B{HEAD_ROW}", "head left", Text("Letter", "Lettre"))
    for letter, _, _, text in HEADS:
        yield FixedCell(DASHBOARD, f"{letter}{HEAD_ROW}", "head", text)
    for name, row in ROWS.items():
        if name == "unknown":
            formulas = _unknown(row)
        else:
            formulas = _total() if name == "total" else _group(name, row)
        line = "total" if name == "total" else "line"
        badge = f"badge badge_{name}" if name in GRADED else f"{line} label"
        yield FixedCell(DASHBOARD, f"B{row}", badge, LABELS[name])
        for letter, key, kind, _ in HEADS:
            place = (DASHBOARD, f"{letter}{row}", f"{line} {kind}")
            if key in formulas:
                yield FixedCell(*place, formula=formulas[key], value=_value(name, key))
            elif name == "unknown" and key in AMOUNTS:
                yield FixedCell(*place, value=_value(name, key))
            else:
                yield FixedCell(*place, Text("", ""))
