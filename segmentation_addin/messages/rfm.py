"""Messages of the RFM reading: which cut-offs it used, and where they say little."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message

_N = Severity.NOTE


def _crowded(en: str, fr: str) -> Message:
    """One value of a measure, held by too many clients for quantiles to cut."""
    return Message(
        _N,
        Text(
            f"RFM: {{count}} clients, {{percent:,.0f}} % of them, have the same {en} "
            "({found:,.0f}). They share one score, so some scores stay empty.",
            f"RFM : {{count}} clients, soit {{percent:,.0f}} % d'entre eux, ont {fr} "
            "({found:,.0f}). Ils partagent la même note : des notes restent vides.",
        ),
        Text(
            "Choose fixed thresholds for RFM in Settings.",
            "Choisissez des seuils fixes pour le RFM dans Paramètres.",
        ),
    )


CATALOGUE: dict[str, Message] = {
    "rfm_thresholds": Message(
        _N,
        Text(
            "RFM: {found} clients can be scored; under {expected}, fifths say nothing. "
            "Fixed thresholds are used: 30, 90, 180, 365 days; 2, 4, 8, 12 orders; "
            "amounts of the scale.",
            "RFM : {found} clients peuvent être notés ; sous {expected}, des cinquièmes "
            "ne disent rien. Seuils fixes : 30, 90, 180, 365 jours ; 2, 4, 8, 12 "
            "commandes ; montants du barème.",
        ),
        Text(
            "Nothing to do: the cut-offs stand on the Readings sheet.",
            "Rien à faire : les seuils figurent sur la feuille Lectures.",
        ),
    ),
    "rfm_terciles": Message(
        _N,
        Text(
            "RFM: {found} clients can be scored, too few for fifths: they are cut in "
            "thirds, scored 1, 3 and 5.",
            "RFM : {found} clients peuvent être notés, trop peu pour des cinquièmes : "
            "ils sont coupés en tiers, notés 1, 3 et 5.",
        ),
        Text(
            "Nothing to do; or choose fixed thresholds for RFM in Settings.",
            "Rien à faire ; ou choisissez des seuils fixes pour le RFM dans "
            "Paramètres.",
        ),
    ),
    "rfm_no_amounts": Message(
        _N,
        Text(
            "RFM: no amounts to compare the {found} clients with: the scale has no "
            "knots for the value. They have no RFM code.",
            "RFM : aucun montant auquel comparer les {found} clients : le barème n'a "
            "pas de repères pour la valeur. Ils n'ont pas de code RFM.",
        ),
        Text(
            "Type the five knots of the criterion value in Settings.",
            "Saisissez les cinq repères du critère valeur dans Paramètres.",
        ),
    ),
    "rfm_one_value_recency": _crowded(
        "days since the last order", "autant de jours depuis la dernière commande"
    ),
    "rfm_one_value_frequency": _crowded("number of orders", "autant de commandes"),
    "rfm_one_value_monetary": _crowded("amount", "le même montant"),
}
