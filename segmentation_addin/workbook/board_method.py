"""The fixed cells of the Method sheet: one page for everyone.

Weights, bounds and rules are native formulas on the Settings sheet, so the page always
says what the workbook does. Helper cells at the right of the printed page order the
criteria by weight.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from segmentation_addin.languages import Language, Text
from segmentation_addin.workbook.action_facts import ScaleLine
from segmentation_addin.workbook.board_cells import FixedCell, Value, quoted
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_letters import LABELS
from segmentation_addin.workbook.board_phrases import Phrase
from segmentation_addin.workbook.board_rules import rules_in_order
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.inputs import BETTER, CRITERIA
from segmentation_addin.workbook.settings import DEFAULT_SCALE

METHOD = "method"
LETTER_ROW, CRITERIA_ROW, D_ROW = 4, 12, 26
"""Sheet rows of the titles of the three blocks."""
LINES = 10
"""Criteria that the page lists."""
SCALE_LINES = len(DEFAULT_SCALE)
FIRST_CRITERION = CRITERIA_ROW + 2
MORE_ROW = FIRST_CRITERION + LINES
WEIGHT, RANK = "O", "P"
"""Columns of the helper cells."""
RIGHT_SPAN = 5
"""Columns of the blocks at the right, from I on."""
_FIRST_HELPER = 5

_MEANINGS: dict[str, tuple[Text, Text, Text, Text, Text, Text]] = {
    "A": (
        Text("high", "élevée"),
        Text("high", "élevée"),
        Text("strong", "fort"),
        Text("low", "faible"),
        Text(
            "Protect: premium offer, dedicated contact, senior attention",
            "Protéger : offre premium, interlocuteur dédié, attention de la direction",
        ),
        Text(
            "Retention, basket, share of wallet",
            "Fidélité, panier, part de portefeuille",
        ),
    ),
    "B": (
        Text("medium", "moyenne"),
        Text("variable", "variable"),
        Text("to develop", "à développer"),
        Text("controlled", "maîtrisé"),
        Text(
            "Move up first: upsell, range, digital ordering",
            "Faire monter d'abord : montée en gamme, gamme, commande en ligne",
        ),
        Text(
            "Conversion, growth, letter gained", "Conversion, croissance, lettre gagnée"
        ),
    ),
    "C": (
        Text("medium", "moyenne"),
        Text("variable", "variable"),
        Text("to develop", "à développer"),
        Text("controlled", "maîtrisé"),
        Text(
            "Move up with light effort: standard offer, digital ordering",
            "Faire monter à effort léger : offre standard, commande en ligne",
        ),
        Text(
            "Conversion, growth, letter gained", "Conversion, croissance, lettre gagnée"
        ),
    ),
    "D": (
        Text("low", "faible"),
        Text("low", "faible"),
        Text("none", "aucun"),
        Text("high", "élevé"),
        Text(
            "Decide: price, minimum order, channel, service; progressive exit last",
            "Décider : prix, commande minimum, canal, service ; sortie progressive en "
            "dernier",
        ),
        Text("Cost to serve, net margin", "Coût de service, marge nette"),
    ),
    "NC": (
        Text("–", "–"),
        Text("–", "–"),
        Text("–", "–"),
        Text("–", "–"),
        Text(
            "Too little is known: fill in what is missing, then refresh",
            "Trop peu est connu : compléter ce qui manque, puis actualiser",
        ),
        Text("Data filled in", "Données complétées"),
    ),
}
_HEADS = (
    ("C", 1, "head center", Text("Clients", "Clients")),
    ("D", 1, "head left", Text("Value", "Valeur")),
    ("E", 1, "head left", Text("Margin", "Marge")),
    ("F", 1, "head left", Text("Potential", "Potentiel")),
    ("G", 1, "head left", Text("Cost to serve", "Coût de service")),
    ("H", 4, "head left", Text("What the company does", "Ce que fait l'entreprise")),
    ("L", 2, "head left", Text("Watched by", "Suivi par")),
)


def _count(letter: str) -> Value:
    return lambda facts: int(facts.figures.group(letter).sum())


def _letters() -> Iterator[FixedCell]:
    title = Text("What each letter means", "Ce que veut dire chaque lettre")
    yield FixedCell(METHOD, f"B{LETTER_ROW}", "section", title, span=12)
    row = LETTER_ROW + 1
    yield FixedCell(METHOD, f"B{row}", "head left", Text("Letter", "Lettre"))
    for column, span, style, text in _HEADS:
        yield FixedCell(METHOD, f"{column}{row}", style, text, span=span)
    for row, (letter, told) in enumerate(_MEANINGS.items(), start=LETTER_ROW + 2):
        badge = f"badge badge_{letter}"
        yield FixedCell(METHOD, f"B{row}", badge, LABELS[letter])
        yield FixedCell(
            METHOD,
            f"C{row}",
            "line count center",
            formula=(
                f"COUNTIFS({{tblSegmentation.letter}},{quoted(letter)},"
                '{tblSegmentation.decided_by},"?*")'
            ),
            value=_count(letter),
        )
        places = (("D", 1), ("E", 1), ("F", 1), ("G", 1), ("H", 4), ("L", 2))
        for (column, span), text in zip(places, told, strict=True):
            style = "line label text"
            yield FixedCell(METHOD, f"{column}{row}", style, text, span=span)


# --- the criteria ----------------------------------------------------------------


@cache
def _fresh(language: Language) -> tuple[ScaleLine, ...]:
    """The scale of a fresh workbook."""
    return tuple(
        ScaleLine(
            CRITERIA[row.criterion].in_(language),
            BETTER[row.better].in_(language),
            float(row.weight),
            row.measured_by.in_(language),
        )
        for row in DEFAULT_SCALE
    )


def _scale(facts: Facts) -> list[ScaleLine]:
    """The rows of the scale that the page looks at."""
    lines = _fresh(facts.language) if facts.scale is None else facts.scale
    return list(lines[:SCALE_LINES])


def _weight(line: ScaleLine) -> float:
    return line.weight if line.weight == line.weight else 0.0


def _ranked(facts: Facts) -> list[ScaleLine]:
    """The criteria with a weight, the heaviest first, in the order of the scale."""
    lines = [line for line in _scale(facts) if _weight(line) > 0]
    return sorted(lines, key=lambda line: -line.weight)


def _all_weights(facts: Facts) -> float:
    return sum(_weight(line) for line in _ranked(facts))


_RANKS = f"${RANK}${_FIRST_HELPER}:${RANK}${_FIRST_HELPER + SCALE_LINES - 1}"
_WEIGHTS = f"${WEIGHT}${_FIRST_HELPER}:${WEIGHT}${_FIRST_HELPER + SCALE_LINES - 1}"


def _helpers() -> Iterator[FixedCell]:
    head = _FIRST_HELPER - 1
    for column, text in (
        (WEIGHT, Text("weight", "poids")),
        (RANK, Text("rank", "rang")),
    ):
        yield FixedCell(METHOD, f"{column}{head}", "helper_head", text)
    for place in range(SCALE_LINES):
        row = _FIRST_HELPER + place
        cell = f"INDEX({{tblScale.weight}},{place + 1})"
        yield FixedCell(
            METHOD,
            f"{WEIGHT}{row}",
            "helper",
            formula=f"IFERROR(MAX(N({cell}),0),0)",
            value=_weight_at(place),
        )
        yield FixedCell(
            METHOD,
            f"{RANK}{row}",
            "helper",
            formula=(
                f"IF({WEIGHT}{row}>0,RANK({WEIGHT}{row},{_WEIGHTS})"
                f"+COUNTIF(${WEIGHT}${head}:${WEIGHT}{row - 1},{WEIGHT}{row}),0)"
            ),
            value=_rank_at(place),
        )


def _weight_at(place: int) -> Value:
    def value(facts: Facts) -> Cell:
        lines = _scale(facts)
        return max(_weight(lines[place]), 0.0) if place < len(lines) else 0.0

    return value


def _rank_at(place: int) -> Value:
    def value(facts: Facts) -> Cell:
        lines = _scale(facts)
        if place >= len(lines) or not _weight(lines[place]) > 0:
            return 0
        mine = lines[place].weight
        heavier = sum(_weight(line) > mine for line in lines)
        return heavier + sum(_weight(line) == mine for line in lines[:place]) + 1

    return value


def _criteria() -> Iterator[FixedCell]:
    title = Text("What counts, and how much", "Ce qui compte, et combien")
    yield FixedCell(METHOD, f"B{CRITERIA_ROW}", "section", title, span=6)
    row = CRITERIA_ROW + 1
    for column, span, style, text in (
        ("B", 1, "head left", Text("Criterion", "Critère")),
        ("C", 3, "head left", Text("Measured by", "Mesuré par")),
        ("F", 1, "head left", Text("Better", "Mieux")),
        ("G", 1, "head", Text("Weight", "Poids")),
    ):
        yield FixedCell(METHOD, f"{column}{row}", style, text, span=span)
    for place in range(LINES):
        row = FIRST_CRITERION + place
        at = f"MATCH({place + 1},{_RANKS},0)"
        for column, span, key in (
            ("B", 1, "criterion"),
            ("C", 3, "measured_by"),
            ("F", 1, "better"),
        ):
            yield FixedCell(
                METHOD,
                f"{column}{row}",
                "label text",
                formula=f'IFERROR(INDEX({{tblScale.{key}}},{at})&"","")',
                value=_told(place, key),
                span=span,
            )
        yield FixedCell(
            METHOD,
            f"G{row}",
            "percent_whole",
            formula=f'IFERROR(INDEX({_WEIGHTS},{at})/SUM({_WEIGHTS}),"")',
            value=_share(place),
        )
    more = _more()
    yield more.cell(METHOD, f"B{MORE_ROW}", "note", span=6)


def _told(place: int, key: str) -> Value:
    def value(facts: Facts) -> Cell:
        lines = _ranked(facts)
        return str(getattr(lines[place], key)) if place < len(lines) else ""

    return value


def _share(place: int) -> Value:
    def value(facts: Facts) -> Cell:
        lines = _ranked(facts)
        return lines[place].weight / _all_weights(facts) if place < len(lines) else ""

    return value


def _more() -> Phrase:
    """How points are given, and the criteria that the page has no room for."""
    given = Text(
        "Each gives 0 to 100 points between five knots (Settings); the score is their "
        "weighted mean.",
        "Chacun donne 0 à 100 points entre cinq repères (Paramètres) ; la note est leur "
        "moyenne pondérée.",
    )
    others = Text(" Not listed here: ", " Non listés ici : ")
    count = f"MAX({_RANKS})-{LINES}"

    def formula(language: Language) -> str:
        rest = f"{quoted(others.in_(language))}&({count})"
        return f'{quoted(given.in_(language))}&IF({count}>0,{rest},"")'

    def value(facts: Facts) -> str:
        left = len(_ranked(facts)) - LINES
        rest = f"{others.in_(facts.language)}{left}" if left > 0 else ""
        return given.in_(facts.language) + rest

    return Phrase(Text(formula("en"), formula("fr")), value)


# --- the rules, and what a letter is not ---------------------------------------------


def _ordered() -> Iterator[FixedCell]:
    title = Text(
        "The rules, in order: the first that applies decides",
        "Les règles, dans l'ordre : la première qui s'applique décide",
    )
    yield FixedCell(METHOD, f"I{CRITERIA_ROW}", "section", title, span=RIGHT_SPAN)
    for place, rule in enumerate(rules_in_order()):
        row = CRITERIA_ROW + 1 + place
        number = Text(str(place + 1), str(place + 1))
        yield FixedCell(METHOD, f"I{row}", "step_number", number)
        style = "line inset text"
        if isinstance(rule, Text):
            yield FixedCell(METHOD, f"J{row}", style, rule, span=RIGHT_SPAN - 1)
        else:
            yield rule.cell(METHOD, f"J{row}", style, span=RIGHT_SPAN - 1)


_SAYS = Text(
    "With every letter the sheet Segmentation says why: the points of each criterion, "
    "the smallest change to the next letter, and how firmly the letter holds.",
    "Avec chaque lettre, la feuille Segmentation dit pourquoi : les points de chaque "
    "critère, le plus petit changement vers la lettre suivante, et la solidité de la "
    "lettre.",
)
_D_SAYS = (
    Text(
        "D means: this client costs more than it brings. So decide, in this order: "
        "price, minimum order, channel, service level.",
        "D veut dire : ce client coûte plus qu'il ne rapporte. Il faut donc décider, "
        "dans cet ordre : prix, commande minimum, canal, niveau de service.",
    ),
    Text(
        "D does not mean: drop the client, nor that those who serve it did badly. An "
        "exit comes last, only where it gains, with written notice.",
        "D ne veut pas dire : abandonner le client, ni que ceux qui le servent ont mal "
        "fait. La sortie vient en dernier, si elle rapporte, avec préavis écrit.",
    ),
    Text(
        "A letter is explained, not decreed: a client whose figures change changes "
        "letter at the next refresh.",
        "Une lettre s'explique, elle ne se décrète pas : un client dont les chiffres "
        "changent change de lettre à la prochaine actualisation.",
    ),
)
ASK_LABELS = (
    Text("On the figures", "Sur les chiffres"),
    Text("On a client", "Sur un client"),
    Text("On the method", "Sur la méthode"),
)
"""Each stands beside a cell that the company fills in."""
_ASK_NOTE = Text(
    "Write names in the cream cells. The next review stands on Home.",
    "Écrivez les noms dans les cellules crème. La prochaine revue est sur Accueil.",
)


def _endings() -> Iterator[FixedCell]:
    first = CRITERIA_ROW + 1 + len(rules_in_order())
    title = Text("Where to read it", "Où le lire")
    yield FixedCell(METHOD, f"I{first + 1}", "caption", title, span=RIGHT_SPAN)
    yield FixedCell(METHOD, f"I{first + 2}", "label text", _SAYS, span=RIGHT_SPAN)
    title = Text(
        "What a D means, and does not mean", "Ce que D veut dire, et ne veut pas dire"
    )
    yield FixedCell(METHOD, f"B{D_ROW}", "section", title, span=6)
    for row, text in enumerate(_D_SAYS, start=D_ROW + 1):
        yield FixedCell(METHOD, f"B{row}", "label text", text, span=6)
    title = Text("Who to ask", "À qui demander")
    yield FixedCell(METHOD, f"I{D_ROW}", "section", title, span=RIGHT_SPAN)
    for row, text in enumerate(ASK_LABELS, start=D_ROW + 1):
        yield FixedCell(METHOD, f"I{row}", "label", text, span=2)
    after = D_ROW + 1 + len(ASK_LABELS)
    yield FixedCell(METHOD, f"I{after}", "note", _ASK_NOTE, span=RIGHT_SPAN)


def method_cells() -> Iterator[FixedCell]:
    """Every fixed cell of that sheet, in reading order."""
    yield from _letters()
    yield from _criteria()
    yield from _ordered()
    yield from _endings()
    yield from _helpers()
