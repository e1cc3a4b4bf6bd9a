"""What each rule of the audit expects, in one short sentence.

The sentence names the rule in the summary of Data quality and is what was `expected`
in the JSON document, unless the finding says it more exactly. What was `found` is
the finding's own, else what stands here.
"""

from __future__ import annotations

from typing import NamedTuple

from segmentation_addin.languages import Text
from segmentation_addin.messages import cell_rules

BLANK = Text("blank", "vide")
COUNTED = Text("{count}", "{count}")


class Rule(NamedTuple):
    """One rule: what it expects, and what was found when the finding does not say."""

    expected: Text
    found: Text = BLANK


def _r(en: str, fr: str, found: Text = BLANK) -> Rule:
    return Rule(Text(en, fr), found)


_CLIENTS = {
    "no_client": _r(
        "The sheet Clients has clients", "La feuille Clients contient des clients"
    ),
    "no_period": _r(
        "Rows of Margins name their period", "Les lignes de Marges ont une période"
    ),
    "as_of_not_a_period": _r(
        "The analysis date is the end of a period",
        "La date d'analyse est une fin de période",
    ),
    "thin_period": _r(
        "The last period carries a usual revenue",
        "La dernière période porte un chiffre d'affaires habituel",
        Text("{carried:,.2f}", "{carried:,.2f}"),
    ),
    "period_missing": _r("Each row has its period", "Chaque ligne a sa période"),
    "annual_and_monthly": _r(
        "Yearly rows or monthly rows of a client, not both",
        "Lignes annuelles ou mensuelles d'un client, pas les deux",
    ),
    "repeated_row": _r(
        "One row per client and period", "Une ligne par client et par période"
    ),
    "unknown_client": _r(
        "Each code stands in the sheet Clients",
        "Chaque code figure dans la feuille Clients",
    ),
    "revenue_missing": _r(
        "A row with figures has a revenue",
        "Une ligne chiffrée a un chiffre d'affaires",
    ),
    "margin_missing": _r(
        "Cost of goods or gross margin is known",
        "Le coût des ventes ou la marge brute est connu",
    ),
    "margin_over_revenue": _r(
        "The gross margin is at most the revenue",
        "La marge brute ne dépasse pas le chiffre d'affaires",
        Text("over 100 %", "plus de 100 %"),
    ),
    "cost_of_goods_negative": _r(
        "The cost of goods is positive", "Le coût des ventes est positif"
    ),
    "margin_and_cost_disagree": _r(
        "Gross margin = revenue - rebates - cost of goods",
        "Marge brute = CA - ristournes - coût des ventes",
        Text("another amount", "un autre montant"),
    ),
    "order_after_period": _r(
        "The last order lies before the analysis date",
        "La dernière commande précède la date d'analyse",
    ),
    "newness_unknown": _r(
        "Everybody's first order is known",
        "La première commande de chacun est connue",
        COUNTED,
    ),
    "margin_estimated": _r(
        "Gross margins are measured", "Les marges brutes sont mesurées", COUNTED
    ),
    "last_order_unknown": _r(
        "The last order of an A is known",
        "La dernière commande d'un A est connue",
    ),
    "client_gone": _r(
        "A client with notes is in the sheet Clients",
        "Un client annoté figure dans la feuille Clients",
        Text("{client}", "{client}"),
    ),
}
_RELIABILITY = {
    "ledger_differs": _r(
        "Revenue = revenue of the ledger, within 0.5 %",
        "Chiffre d'affaires = comptabilité, à 0,5 % près",
    ),
    "orders_differ": _r(
        "Margins and Cost to serve count the same orders",
        "Marges et Coût de service comptent les mêmes commandes",
    ),
    "client_same_siren": _r("One code per SIREN", "Un seul code par SIREN"),
    "client_same_name": _r(
        "One code per client name", "Un seul code par nom de client"
    ),
    "siren_key_wrong": _r(
        "A SIREN has 9 digits and the right key",
        "Un SIREN a 9 chiffres et la bonne clé",
    ),
    "catch_all_client": _r(
        "A code stands for one client",
        "Un code désigne un seul client",
        Text("{client}", "{client}"),
    ),
    "later_period_unused": _r(
        "The last period is the one analysed", "La dernière période est analysée"
    ),
    "orders_stop_early": _r(
        "Orders go on to the analysis date",
        "Les commandes vont jusqu'à la date d'analyse",
    ),
    "order_before_period": _r(
        "Who bought has ordered in the period",
        "Qui a acheté a commandé sur la période",
    ),
}
_COSTS = {
    "cost_missing": _r(
        "Each client has a cost to serve", "Chaque client a un coût de service"
    ),
    "cost_without_revenue": _r(
        "Who costs also buys",
        "Qui coûte achète aussi",
        Text("no revenue", "aucun chiffre d'affaires"),
    ),
    "no_cost_anywhere": _r(
        "Costs to serve are known", "Les coûts de service sont connus"
    ),
    "driver_unpriced": _r(
        "An activity prices each driver", "Une activité valorise chaque inducteur"
    ),
    "activity_kind": _r("Each activity has a kind", "Chaque activité a un type"),
    "activity_driver": _r(
        "An activity names a column of Cost to serve",
        "Une activité nomme une colonne de Coût de service",
    ),
    "activity_rate": _r(
        "Each priced activity has its rate", "Chaque activité au taux a son taux"
    ),
    "activity_pool": _r(
        "An activity names a pool of the period",
        "Une activité nomme une enveloppe de la période",
    ),
    "activity_minutes": _r(
        "Each timed activity has its minutes",
        "Chaque activité au temps a ses minutes",
    ),
    "pool_capacity": _r(
        "A pool priced by time has a capacity",
        "Une enveloppe valorisée au temps a une capacité",
    ),
    "pool_incomplete": _r(
        "Each pool has its period and its cost",
        "Chaque enveloppe a sa période et son coût",
    ),
    "pool_fed_twice": _r(
        "A pool's cost counts once",
        "Le coût d'une enveloppe compte une fois",
        Text("twice", "deux fois"),
    ),
    "pool_unused": _r(
        "Each pool feeds an activity",
        "Chaque enveloppe alimente une activité",
        Text("none", "aucune"),
    ),
    "pool_without_driver": _r(
        "The driver of a pool adds up to something",
        "L'inducteur d'une enveloppe totalise quelque chose",
        Text("0", "0"),
    ),
    "pool_overrun": _r(
        "A pool stays within its capacity",
        "Une enveloppe reste dans sa capacité",
    ),
    "pool_unused_capacity": _r(
        "A pool uses its capacity", "Une enveloppe emploie sa capacité"
    ),
}
_SCALE = {
    "criterion_empty": _r(
        "A criterion with a weight has values", "Un critère pondéré a des valeurs"
    ),
    "many_criteria": _r("Few criteria have a weight", "Peu de critères ont un poids"),
    "criterion_twice": _r(
        "A criterion stands once in the scale",
        "Un critère figure une fois dans le barème",
        Text("twice", "deux fois"),
    ),
    "weight_negative": _r(
        "Weights are 0 or more", "Les poids sont positifs ou nuls", Text("< 0", "< 0")
    ),
    "direction_missing": _r(
        "A criterion says which way is better",
        "Un critère dit quel sens est le meilleur",
    ),
    "better_missing": _r(
        "A criterion says which way is better",
        "Un critère dit quel sens est le meilleur",
    ),
    "knots_incomplete": _r(
        "A criterion has 5 knots, or none", "Un critère a 5 repères, ou aucun"
    ),
    "knots_order": _r(
        "Knots go from worst to best",
        "Les repères vont du pire au meilleur",
        Text("another order", "un autre ordre"),
    ),
    "no_weight": _r(
        "A criterion at least has a weight", "Un critère au moins a un poids"
    ),
    "too_few_values": _r(
        "5 values at least calibrate a criterion",
        "5 valeurs au moins calibrent un critère",
    ),
    "bounds_order": _r(
        "The scores for A, B and C fall", "Les notes pour A, B et C décroissent"
    ),
    "criteria_correlated": _r(
        "Each criterion tells something of its own",
        "Chaque critère apporte une information propre",
    ),
}
_OVERRIDES = {
    "override_unknown_client": _r(
        "An override names a client of the sheet Clients",
        "Une dérogation vise un client de la feuille Clients",
        Text("{client}", "{client}"),
    ),
    "override_letter": _r(
        "An override asks for A, B, C or D", "Une dérogation demande A, B, C ou D"
    ),
    "override_expiry": _r(
        "The end of an override is a date",
        "La fin d'une dérogation est une date",
        Text("text", "texte"),
    ),
    "override_expired": _r(
        "Overrides still hold",
        "Les dérogations sont en cours",
        Text("expired", "expirée"),
    ),
    "override_not_classified": _r(
        "An override is on a classified client",
        "Une dérogation porte sur un client classé",
        Text("NC", "NC"),
    ),
    "override_too_far": _r(
        "An override stays within the steps allowed",
        "Une dérogation reste dans les crans permis",
    ),
    "override_unsigned": _r(
        "An override has a reason and an author",
        "Une dérogation a un motif et un auteur",
    ),
}

RULES: dict[str, Rule] = {
    **_CLIENTS,
    **_RELIABILITY,
    **_COSTS,
    **_SCALE,
    **_OVERRIDES,
    **{code: Rule(*texts) for code, texts in cell_rules.RULES.items()},
}
"""By code; every code that an audit can find is here."""
