"""The fixed cells of Home and of Data quality: what to do, state of the data."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_figures import AMOUNTS, GROUPS, known
from segmentation_addin.workbook.board_phrases import (
    amount,
    choose,
    joined,
    whole,
    words,
)
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.outputs import SHEETS, TABLES

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
            *("dashboard", "segmentation", "data_quality", "functions"),
            *("readings", "what_if", "review", "history"),
        ),
    ),
)
_LINK_COLUMNS = ("D", "F", "G", "H")
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
    yield FixedCell(HOME, "B3", "banner", value=_banner, span=8)
    steps = Text("Three steps", "Trois étapes")
    yield FixedCell(HOME, "B5", "section", steps, span=8)
    for number, (title, what, links) in enumerate(_STEPS, start=1):
        row = 4 + 2 * number
        mark = Text(str(number), str(number))
        yield FixedCell(HOME, f"B{row}", "step_number", mark)
        yield FixedCell(HOME, f"C{row}", "step_title", title)
        yield FixedCell(HOME, f"D{row}", "text", what, span=6)
        for at, key in enumerate(links):
            line, letter = divmod(at, len(_LINK_COLUMNS))
            place = f"{_LINK_COLUMNS[letter]}{row + 1 + line}"
            yield FixedCell(HOME, place, "link", SHEETS[key].title, link=key)
    yield FixedCell(HOME, "D9", "command", _COMMAND, span=6)


def _clients(facts: Facts) -> int:
    return int(sum(rows.sum() for rows in facts.figures.groups.values()))


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
        (Text("Clients", "Clients"), "count", "{sheet:dashboard}!C18", _clients),
        (
            Text("Revenue, ex-VAT", "Chiffre d'affaires HT"),
            "amount",
            "{sheet:dashboard}!E18",
            lambda facts: _board_total(facts, "revenue"),
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


def _count(severity: str) -> Value:
    return lambda facts: int(facts.issues.get(severity, 0))


def _findings() -> Iterator[FixedCell]:
    title = Text("Findings in the data", "Constats sur les données")
    yield FixedCell(HOME, "F13", "section", title, span=4)
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
    for row, (label, style, value) in enumerate(lines, start=14):
        yield FixedCell(HOME, f"F{row}", "line label", label)
        yield FixedCell(HOME, f"G{row}", f"line {style}", value=value)
        yield FixedCell(HOME, f"H{row}", "line", Text("", ""), span=2)


def _sheet_total(facts: Facts, key: str) -> float:
    return facts.figures.total(key) + (known(facts.orphans.get(key)) or 0.0)


def _board_total(facts: Facts, key: str) -> float:
    figures = facts.figures
    rows = sum(figures.total(key, figures.groups[name]) for name in GROUPS)
    return rows + (known(facts.orphans.get(key)) or 0.0)


def _unless_unknown(key: str, total: Callable[[Facts, str], float]) -> Value:
    """A total, 0 where the dashboard leaves it blank: nothing to compare."""
    return lambda facts: 0.0 if facts.kpis["total"][key] == "" else total(facts, key)


def _amount_line(key: str, board: str) -> tuple[str, Text, str, str, str, Value, Value]:
    here = f"SUM({column(key)})+N({{sheet:dashboard}}!{board}17)"
    return (
        "cents",
        TABLES["tblSegmentation"].column(key).heading,
        f'IF({{sheet:dashboard}}!{board}18="",0,{here})',
        f"N({{sheet:dashboard}}!{board}18)",
        key,
        _unless_unknown(key, _sheet_total),
        _unless_unknown(key, _board_total),
    )


def _check() -> Iterator[FixedCell]:
    title = Text("Check: nothing is lost", "Contrôle : rien ne se perd")
    yield FixedCell(HOME, "F19", "section", title, span=4)
    sources = Text("Segmentation + unknown", "Segmentation + inconnus")
    yield FixedCell(HOME, "G20", "small_head", sources)
    yield FixedCell(HOME, "H20", "small_head", SHEETS["dashboard"].title)
    yield FixedCell(HOME, "I20", "small_head", Text("Check", "Contrôle"))
    lines = [
        (
            "count",
            Text("Clients", "Clients"),
            f'COUNTIFS({column("decided_by")},"?*")',
            "{sheet:dashboard}!C18",
            "clients",
            lambda facts: int(facts.figures.counted.sum()),
            _clients,
        ),
        *(_amount_line(*pair) for pair in zip(AMOUNTS, "EGHI", strict=True)),
    ]
    for row, line in enumerate(lines, start=21):
        yield from _check_line(row, *line)


def _check_line(
    row: int,
    style: str,
    label: Text,
    here: str,
    there: str,
    _key: str,
    here_value: Value,
    there_value: Value,
) -> Iterator[FixedCell]:
    def agree(facts: Facts) -> bool:
        left, right = here_value(facts), there_value(facts)
        return abs(float(left) - float(right)) < 0.005  # type: ignore[arg-type]

    yield FixedCell(HOME, f"F{row}", "line label", label)
    yield FixedCell(HOME, f"G{row}", f"line {style}", formula=here, value=here_value)
    yield FixedCell(HOME, f"H{row}", f"line {style}", formula=there, value=there_value)
    verdict = choose(f"ABS(G{row}-H{row})<0.005", agree, words(OK), words(GAP))
    yield verdict.cell(HOME, f"I{row}", "line verdict")


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


def home_cells() -> Iterator[FixedCell]:
    """Every fixed cell of Home and of Data quality, in reading order."""
    yield from _top()
    yield from _state()
    yield from _findings()
    yield from _check()
    yield from _quality()
