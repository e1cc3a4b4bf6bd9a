"""The fixed cells of Home and of Data quality: what to do, state of the data."""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import GROUPS, known, ratio
from segmentation_addin.workbook.board_phrases import (
    amount,
    joined,
    whole,
)
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.outputs import SHEETS

HOME = "home"
DATE_CELL = "D15"
"""The Home cell behind the name `SegmentationDate`."""

NOT_REFRESHED = Text(
    "Not refreshed yet: fill in the input sheets, then refresh.",
    "Pas encore actualisé : remplissez les feuilles de saisie, puis actualisez.",
)
COST_UNKNOWN = Text(
    "No client has a cost-to-serve figure: letters rest on the gross margin.",
    "Aucun client n'a de coût de service : les lettres reposent sur la marge brute.",
)
FINDINGS_ROW, CONFIDENCE_ROW = 14, 23
"""First line of each block."""
OK = Text("OK", "OK")
GAP = Text("GAP", "ÉCART")

_STEPS = (
    (
        Text("Fill in or import", "Remplir ou importer"),
        Text(
            "Clients and Margins are enough to start. Cost to serve turns gross "
            "margin into net margin.",
            "Clients et Marges suffisent pour commencer. Le coût de service fait "
            "passer de la marge brute à la marge nette.",
        ),
        ("clients", "margins", "cost_to_serve", "settings"),
    ),
    (
        Text("Refresh", "Actualiser"),
        Text(
            "In Excel: tab Segmentation, button Refresh. Without macros: save, close "
            "the workbook, type this in a terminal.",
            "Dans Excel : onglet Segmentation, bouton Actualiser. Sans macros : "
            "enregistrez, fermez le classeur, tapez ceci dans un terminal.",
        ),
        (),
    ),
    (
        Text("Read and decide", "Lire et décider"),
        Text(
            "A letter opens a discussion: its reasons and the next step stand beside "
            "it.",
            "Une lettre ouvre une discussion : ses raisons et la suite sont à côté.",
        ),
        (
            *("dashboard", "segmentation", "curves", "readings", "map", "value"),
            *("actions", "review", "what_if", "history", "functions", "method"),
        ),
    ),
)
_LINK_COLUMNS = {4: ("D", "F", "G", "H"), 12: ("C", "D", "F", "G", "H", "I")}
"""Sheet columns of the links of a step, by their number."""
_COMMAND = Text("segmentation refresh FILE.xlsm", "segmentation refresh FICHIER.xlsm")


def _banner(facts: Facts) -> Cell:
    if facts.as_of is None:
        return NOT_REFRESHED.in_(facts.language)
    if not facts.cost_known:
        return COST_UNKNOWN.in_(facts.language)
    return None


def _top() -> Iterator[FixedCell]:
    title = Text("Client segmentation, A to D", "Segmentation des clients, de A à D")
    yield FixedCell(HOME, "B1", "title", title)
    yield FixedCell(HOME, "B2", "guide", SHEETS[HOME].guide)
    yield FixedCell(HOME, "B3", "banner", value=_banner, span=9)
    steps = Text("Three steps", "Trois étapes")
    yield FixedCell(HOME, "B5", "section", steps, span=9)
    for number, (title, what, links) in enumerate(_STEPS, start=1):
        row = 4 + 2 * number
        mark = Text(str(number), str(number))
        yield FixedCell(HOME, f"B{row}", "step_number", mark)
        yield FixedCell(HOME, f"C{row}", "step_title", title)
        yield FixedCell(HOME, f"D{row}", "text", what, span=7)
        for at, key in enumerate(links):
            columns = _LINK_COLUMNS[len(links)]
            line, letter = divmod(at, len(columns))
            place = f"{columns[letter]}{row + 1 + line}"
            style = "link words" if place.startswith("C") else "link"
            yield FixedCell(HOME, place, style, SHEETS[key].title, link=key)
    yield FixedCell(HOME, "D9", "command", _COMMAND, span=7)


def client_count(facts: Facts) -> int:
    """Clients of the dashboard: all letters, inactive ones too."""
    return int(sum(rows.sum() for rows in facts.figures.groups.values()))


def board_total(facts: Facts, key: str) -> float:
    """A total of the dashboard: its letters, inactive and unknown clients."""
    figures = facts.figures
    rows = sum(figures.total(key, figures.groups[name]) for name in GROUPS)
    return rows + (known(facts.orphans.get(key)) or 0.0)


def _state() -> Iterator[FixedCell]:
    title = Text("State of the data", "État des données")
    yield FixedCell(HOME, "B13", "section", title, span=3)
    lines: tuple[tuple[Text, str, str | None, Value], ...] = (
        (
            Text("Analysis from", "Analyse depuis le"),
            "date",
            None,
            lambda facts: facts.period_start,
        ),
        (
            Text("Analysis date", "Date d'analyse"),
            "date",
            None,
            lambda facts: facts.as_of,
        ),
        (Text("Clients", "Clients"), "count", "{sheet:dashboard}!C18", client_count),
        (
            Text("Revenue, ex-VAT", "Chiffre d'affaires HT"),
            "amount",
            "{sheet:dashboard}!E18",
            lambda facts: board_total(facts, "revenue"),
        ),
        (
            Text("Currency", "Devise"),
            "right",
            None,
            lambda facts: facts.currency or None,
        ),
        (
            Text("Weight of the criteria filled", "Poids des critères renseignés"),
            "number",
            None,
            lambda facts: facts.filled_weight,
        ),
        (
            Text("Weight of all criteria", "Poids de tous les critères"),
            "number",
            None,
            lambda facts: facts.all_weight,
        ),
    )
    for row, (label, style, formula, value) in enumerate(lines, start=14):
        yield FixedCell(HOME, f"B{row}", "line label", label, span=2)
        place = (HOME, f"D{row}", f"line {style}")
        yield FixedCell(*place, formula=formula, value=value)
    stamps: tuple[tuple[Text, Value], ...] = (
        (
            Text("Last refresh", "Dernière actualisation"),
            lambda facts: facts.refreshed_on or None,
        ),
        (Text("Version", "Version"), lambda facts: facts.version or None),
    )
    for row, (label, value) in enumerate(stamps, start=14 + len(lines)):
        yield FixedCell(HOME, f"B{row}", "line label", label, span=2)
        yield FixedCell(HOME, f"D{row}", "line right", value=value, stamp=True)


def _confidence() -> Iterator[FixedCell]:
    """How much of the revenue rests on data of each confidence."""
    labels = {
        "high": Text("Revenue, high confidence", "CA de confiance élevée"),
        "medium": Text("Revenue, medium confidence", "CA de confiance moyenne"),
        "low": Text("Revenue, low confidence", "CA de confiance faible"),
    }
    revenue, confidence = column("revenue"), column("confidence")
    for row, (key, label) in enumerate(labels.items(), start=CONFIDENCE_ROW):
        mark = f"{{choice:confidence.{key}}}"
        yield FixedCell(HOME, f"B{row}", "line label", label, span=2)
        yield FixedCell(
            HOME,
            f"D{row}",
            "line percent",
            formula=(
                f"IF(SUM({revenue})>0,"
                f'SUMIFS({revenue},{confidence},{mark})/SUM({revenue}),"")'
            ),
            value=_confidence_share(key),
        )


def _confidence_share(key: str) -> Value:
    def value(facts: Facts) -> Cell:
        figures = facts.figures
        part = figures.total("revenue", figures.is_choice("confidence", key))
        return ratio(part, figures.total("revenue"))

    return value


def _count(severity: str) -> Value:
    return lambda facts: int(facts.issues.get(severity, 0))


def _findings() -> Iterator[FixedCell]:
    title = Text("Findings in the data", "Constats sur les données")
    yield FixedCell(HOME, "F13", "section", title, span=5)
    lines: tuple[tuple[Text, str, Value], ...] = (
        (Text("Errors", "Erreurs"), "count", _count("error")),
        (Text("Warnings", "Alertes"), "count", _count("warning")),
        (Text("Notes", "Notes"), "count", _count("note")),
        (
            Text("Amount at stake", "Montant en jeu"),
            "amount",
            lambda facts: float(facts.issues_amount),
        ),
    )
    for row, (label, style, value) in enumerate(lines, start=FINDINGS_ROW):
        yield FixedCell(HOME, f"F{row}", "line label", label)
        yield FixedCell(HOME, f"G{row}", f"line {style}", value=value)
        if row > FINDINGS_ROW + 1:
            yield FixedCell(HOME, f"H{row}", "line", Text("", ""), span=3)
    yield FixedCell(
        HOME,
        f"H{FINDINGS_ROW}",
        "line link inset",
        SHEETS["data_quality"].title,
        span=3,
        link="data_quality",
    )


def _quality() -> Iterator[FixedCell]:
    gap = Text("   ·   ", "   ·   ")
    summary = joined(
        Text("Errors: ", "Erreurs : "),
        whole("{sheet:home}!$G$14", lambda facts: facts.issues.get("error", 0)),
        gap,
        Text("Warnings: ", "Alertes : "),
        whole("{sheet:home}!$G$15", lambda facts: facts.issues.get("warning", 0)),
        gap,
        Text("Notes: ", "Notes : "),
        whole("{sheet:home}!$G$16", lambda facts: facts.issues.get("note", 0)),
        gap,
        Text("Amount at stake: ", "Montant en jeu : "),
        amount("{sheet:home}!$G$17", lambda facts: facts.issues_amount),
    )
    yield summary.cell("data_quality", "A3", "subtitle")


def findings_found() -> Iterator[FixedCell]:
    """The cells of both sheets that count the findings."""
    yield from (cell for cell in _findings() if cell.value is not None)
    yield from _quality()


def home_cells() -> Iterator[FixedCell]:
    """Every fixed cell of Home and of Data quality, in reading order."""
    yield from _top()
    yield from _state()
    yield from _confidence()
    yield from _findings()
    yield from _quality()
