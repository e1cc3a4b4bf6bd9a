"""The rules of the letters in plain words, with the figures of the workbook."""

from __future__ import annotations

from collections.abc import Callable

from segmentation_addin.core.letters import Rules
from segmentation_addin.languages import NARROW_SPACE, Language, Text
from segmentation_addin.workbook.board_cells import quoted
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_phrases import (
    Phrase,
    choose,
    joined,
    rounded,
    words,
)


def tenths(formula: str, value: Callable[[Rules], float], unit: str = "") -> Phrase:
    """A number with at most one decimal inside a sentence, in any locale: 62.5."""
    n = f"ROUND(10*ABS({formula}),0)"

    def text(mark: str, language: Language) -> str:
        space = NARROW_SPACE if language == "fr" and unit == "%" else ""
        tail = f"&{quoted(space + unit)}" if unit else ""
        decimal = f'IF(MOD({n},10)=0,"",{quoted(mark)}&MOD({n},10))'
        return f'IF({formula}<0,"-","")&INT({n}/10)&{decimal}{tail}'

    def shown(facts: Facts) -> str:
        found = value(facts.rules)
        whole, decimal = divmod(rounded(10 * abs(found)), 10)
        mark, space = (",", NARROW_SPACE) if facts.language == "fr" else (".", "")
        told = f"{whole}{mark}{decimal}" if decimal else f"{whole}"
        sign = "-" if found < 0 else ""
        return sign + told + ((space if unit == "%" else "") + unit if unit else "")

    return Phrase(Text(text(".", "en"), text(",", "fr")), shown)


def _rate(key: str) -> Phrase:
    return tenths(f"(100*{{rule:{key}}})", lambda rules: 100 * getattr(rules, key), "%")


def _figure(key: str) -> Phrase:
    return tenths(f"{{rule:{key}}}", lambda rules: float(getattr(rules, key)))


def rules_in_order() -> tuple[Phrase | Text, ...]:
    """The rules in order; the first that applies decides."""
    return (
        Text(
            "No revenue, order or cost in the period: inactive, no letter.",
            "Ni CA, ni commande, ni coût sur la période : inactif, sans lettre.",
        ),
        Text(
            "Gross margin unknown: not classified (NC).",
            "Marge brute inconnue : non classé (NC).",
        ),
        joined(
            Text("A net loss over ", "Perte nette de plus de "),
            _rate("loss_tolerance"),
            Text(
                " of the revenue: D (a new client: C).",
                " du CA : D (un nouveau client : C).",
            ),
        ),
        joined(
            Text("Less than ", "Moins de "),
            _rate("min_completeness"),
            Text(" of the weights known: NC.", " des poids connus : NC."),
        ),
        joined(
            Text("Else the score: A from ", "Sinon la note : A dès "),
            _figure("bound_a"),
            Text(", B from ", ", B dès "),
            _figure("bound_b"),
            Text(", C from ", ", C dès "),
            _figure("bound_c"),
            Text(
                "; below, D only if the net margin rate is under ",
                " ; en dessous, D seulement si le taux de marge nette est sous ",
            ),
            _rate("structure_rate"),
            Text(", else C.", ", sinon C."),
        ),
        joined(
            Text(
                "Then the limits: an A needs a positive net margin and an order within ",
                "Puis les limites : un A exige une marge nette positive et une commande "
                "depuis moins de ",
            ),
            _figure("gate_days"),
            Text(
                " days; cost to serve unknown, B at best; a new client is never D.",
                " jours ; coût de service inconnu, B au mieux ; un nouveau client n'est "
                "jamais D.",
            ),
        ),
        joined(
            Text(
                "A person may change the letter in the sheet Review, signed and with "
                "an end date, ",
                "Une personne peut changer la lettre dans la feuille Revue, avec "
                "signature et date de fin, ",
            ),
            choose(
                "{rule:override_steps}=1",
                lambda facts: facts.rules.override_steps == 1,
                words(Text("by one letter at most.", "d'une lettre au plus.")),
                joined(
                    Text("by at most ", "d'au plus "),
                    _figure("override_steps"),
                    Text(" letters.", " lettres."),
                ),
            ),
        ),
    )
