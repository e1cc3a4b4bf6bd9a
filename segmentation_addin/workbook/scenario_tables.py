"""The tables of the What-if sheet: what would be decided, and what it would bring."""

from __future__ import annotations

from segmentation_addin.languages import Text
from segmentation_addin.workbook.declaration import Column, Kind, Table
from segmentation_addin.workbook.inputs import LETTERS

ACTIONS = {
    "reprice": Text("price", "prix"),
    "service": Text("service", "service"),
    "minimum_order": Text("minimum order", "commande minimum"),
    "channel": Text("channel", "canal"),
    "fee": Text("fee", "frais facturés"),
    "exit": Text("exit", "sortie"),
    "keep": Text("keep", "garder"),
}
SCOPES = {
    **LETTERS,
    "NC": Text("NC", "NC"),
    "all": Text("all", "tous"),
}
PROPOSALS = {
    "exit": Text("exit would gain", "la sortie rapporterait"),
    "rework": Text("rework: exit would lose", "à revoir : la sortie coûterait"),
    "unknown": Text("cost or margin unknown", "coût ou marge inconnus"),
}
SCENARIO_COLUMN, DECISIONS_COLUMN = 13, 35
"""0-based first sheet columns; the statement stands in B to L."""


def _amount(key: str, heading: Text, text: Text, written: bool = False) -> Column:
    return Column(key, heading, Kind.AMOUNT, text, width=13, written=written)


_REVENUE = Text("Revenue change", "Variation du CA")
_MARGIN = Text("Gross margin change", "Variation de marge brute")
_SAVED = Text("Cost saved", "Coût évité")
_NEW_COST = Text("New costs", "Coûts nouveaux")
_STRANDED = Text("Stranded cost", "Coût qui reste")
_DELTA = Text("Net margin change", "Variation de marge nette")
_HELP = {
    "revenue": Text(
        "Over the next 12 months, against the last 12.",
        "Sur les 12 prochains mois, par rapport aux 12 derniers.",
    ),
    "saved": Text(
        "Cost that stops: the avoidable share of activities; direct costs, bad debt "
        "and financing of the volume that leaves.",
        "Coût qui cesse : part évitable des activités ; coûts directs, créances "
        "perdues et financement du volume perdu.",
    ),
    "new": Text(
        "Cost of the units that take the new channel.",
        "Coût des unités passées au nouveau canal.",
    ),
    "stranded": Text(
        "Cost to serve that is freed but does not stop. Never counted as saved.",
        "Coût de service libéré mais qui ne cesse pas. Jamais compté comme évité.",
    ),
    "delta": Text(
        "Gross margin change + cost saved - new costs - one-off cost.",
        "Variation de marge brute + coût évité - coûts nouveaux - coût ponctuel.",
    ),
}


def _changes(written: bool) -> tuple[Column, ...]:
    return (
        _amount("delta_revenue", _REVENUE, _HELP["revenue"], written),
        _amount("delta_gross_margin", _MARGIN, _HELP["revenue"], written),
        _amount("saved", _SAVED, _HELP["saved"], written),
        _amount("new_cost", _NEW_COST, _HELP["new"], written),
        _amount("stranded", _STRANDED, _HELP["stranded"], written),
    )


SCENARIO = Table(
    "tblScenario",
    "what_if",
    Text("Decisions to try: one row each", "Décisions à essayer : une ligne chacune"),
    (
        Column(
            "client_id",
            Text("Client ID", "Code client"),
            Kind.ID,
            Text(
                "One client. Its rows replace those of its letter.",
                "Un client. Ses lignes remplacent celles de sa lettre.",
            ),
            width=12,
        ),
        Column(
            "letter",
            Text("Or letter", "Ou lettre"),
            Kind.CHOICE,
            Text(
                "All clients of a letter, or all: leave the client blank.",
                "Tous les clients d'une lettre, ou tous : laissez le client vide.",
            ),
            width=8,
            choices=SCOPES,
        ),
        Column(
            "name",
            Text("Name", "Nom"),
            Kind.TEXT,
            Text("Written by What-if.", "Écrit par Simuler."),
            width=22,
            written=True,
        ),
        Column(
            "action",
            Text("Action", "Action"),
            Kind.CHOICE,
            Text(
                "Price, service, minimum order, channel, fee, exit; keep = leave this "
                "client out of the rows of its letter.",
                "Prix, service, commande minimum, canal, frais facturés, sortie ; "
                "garder = laisser ce client hors des lignes de sa lettre.",
            ),
            required=True,
            width=16,
            choices=ACTIONS,
        ),
        Column(
            "rate",
            Text("Rate", "Taux"),
            Kind.NUMBER,
            Text(
                "Price: the change, 3% or -2%. Service, channel: share of the driver "
                "that goes. Fee: share that the fee deters.",
                "Prix : la variation, 3 % ou -2 %. Service, canal : part de "
                "l'inducteur qui disparaît. Frais : part que les frais découragent.",
            ),
            width=8,
            number_format="0.0%",
        ),
        Column(
            "amount",
            Text("Amount", "Montant"),
            Kind.AMOUNT,
            Text(
                "Minimum order: its size. Fee: price of one unit. Channel: cost of one "
                "unit through the new channel.",
                "Commande minimum : sa taille. Frais : prix d'une unité. Canal : coût "
                "d'une unité par le nouveau canal.",
            ),
            width=11,
        ),
        Column(
            "driver",
            Text("Driver", "Inducteur"),
            Kind.TEXT,
            Text(
                "Visits, orders... Blank: service = all but orders and lines; fee and "
                "channel = orders.",
                "Visites, commandes... Vide : service = tous sauf commandes et lignes ; "
                "frais et canal = commandes.",
            ),
            width=12,
        ),
        Column(
            "volume_loss",
            Text("Volume lost", "Volume perdu"),
            Kind.RATE,
            Text(
                "Share of its purchases that the client takes away in answer.",
                "Part de ses achats que le client retire en réponse.",
            ),
            width=9,
        ),
        Column(
            "notice_months",
            Text("Notice, months", "Préavis, mois"),
            Kind.MONTHS,
            Text(
                "Months before it takes effect, 0 to 12.",
                "Mois avant que cela prenne effet, de 0 à 12.",
            ),
            width=9,
        ),
        Column(
            "one_off",
            Text("One-off cost", "Coût ponctuel"),
            Kind.AMOUNT,
            Text(
                "Paid once, for all clients of the row together.",
                "Payé une fois, pour tous les clients de la ligne.",
            ),
            width=11,
        ),
        Column(
            "clients",
            Text("Clients", "Clients"),
            Kind.COUNT,
            Text("Clients concerned.", "Clients concernés."),
            width=8,
            written=True,
        ),
        *_changes(written=True),
        _amount("delta", _DELTA, _HELP["delta"], written=True),
        _amount(
            "before",
            Text("Net margin before", "Marge nette avant"),
            Text(
                "Of these clients, after the rows that act before this one.",
                "De ces clients, après les lignes qui agissent avant celle-ci.",
            ),
            written=True,
        ),
        _amount(
            "after",
            Text("Net margin after", "Marge nette après"),
            Text("Before + change.", "Avant + variation."),
            written=True,
        ),
        Column(
            "remark",
            Text("To know", "À savoir"),
            Kind.TEXT,
            Text(
                "What is missing, or what the figures rest on.",
                "Ce qui manque, ou ce sur quoi reposent les chiffres.",
            ),
            width=52,
            written=True,
        ),
    ),
    first_column=SCENARIO_COLUMN,
)

DECISIONS = Table(
    "tblDecisions",
    "what_if",
    Text("Clients to decide", "Clients à décider"),
    (
        Column(
            "client_id",
            Text("Client ID", "Code client"),
            Kind.ID,
            Text(
                "Every D, every client with a net loss, every client of a decision.",
                "Tout D, tout client en perte nette, tout client d'une décision.",
            ),
            width=12,
        ),
        Column(
            "name",
            Text("Name", "Nom"),
            Kind.TEXT,
            Text("Name of the client.", "Nom du client."),
            width=24,
        ),
        Column(
            "letter",
            Text("Letter", "Lettre"),
            Kind.LETTER,
            Text("Its letter today.", "Sa lettre aujourd'hui."),
            width=8,
        ),
        _amount(
            "revenue",
            Text("Revenue", "Chiffre d'affaires"),
            Text("Over the analysis period.", "Sur la période analysée."),
        ),
        _amount(
            "net_margin",
            Text("Net margin", "Marge nette"),
            Text("As it stands.", "Telle qu'elle est."),
        ),
        _amount(
            "after_avoidable",
            Text("After avoidable cost", "Après coût évitable"),
            Text(
                "Gross margin less the cost that would stop: what an exit would lose.",
                "Marge brute moins le coût qui cesserait : ce que perdrait une sortie.",
            ),
        ),
        Column(
            "proposal",
            Text("If it left", "S'il partait"),
            Kind.CHOICE,
            Text(
                "Of a D: an exit is proposed only where it would gain, without notice.",
                "D'un D : une sortie n'est proposée que si elle rapporte, sans préavis.",
            ),
            width=26,
            choices=PROPOSALS,
        ),
        Column(
            "price_to_zero",
            Text("Price to break even", "Prix pour l'équilibre"),
            Kind.RATE,
            Text(
                "Price change that brings the net margin to 0: -net margin / revenue.",
                "Variation de prix qui ramène la marge nette à 0 : -marge nette / CA.",
            ),
        ),
        Column(
            "price_loss",
            Text("Volume it may lose", "Volume perdu permis"),
            Kind.RATE,
            Text(
                "Share of the volume whose loss would undo that price.",
                "Part du volume dont la perte annulerait ce prix.",
            ),
        ),
        Column(
            "price_to_target",
            Text("Price to target", "Prix pour la cible"),
            Kind.RATE,
            Text(
                "Price change to the target net margin rate (Settings; blank = that "
                "of the portfolio).",
                "Variation de prix jusqu'au taux de marge nette cible (Paramètres ; "
                "vide = celui du portefeuille).",
            ),
        ),
        Column(
            "cut_driver",
            Text("Or cut", "Ou réduire"),
            Kind.TEXT,
            Text(
                "Driver whose smallest cut brings the net margin to 0.",
                "Inducteur dont la plus petite baisse ramène la marge nette à 0.",
            ),
            width=14,
        ),
        Column(
            "cut_rate",
            Text("By", "De"),
            Kind.RATE,
            Text(
                "Share of that driver; only its avoidable cost counts.",
                "Part de cet inducteur ; seul son coût évitable compte.",
            ),
            width=8,
        ),
        _amount(
            "minimum_order",
            Text("Or minimum order", "Ou commande minimum"),
            Text(
                "Order size that brings the net margin to 0, for the same volume.",
                "Taille de commande qui ramène la marge nette à 0, à volume égal.",
            ),
        ),
        Column(
            "cost_loss",
            Text("Volume these may lose", "Volume perdu permis (2)"),
            Kind.RATE,
            Text(
                "Share of the volume whose loss would undo that cut or that minimum.",
                "Part du volume dont la perte annulerait cette baisse ou ce minimum.",
            ),
        ),
        Column(
            "actions",
            Text("Decisions", "Décisions"),
            Kind.TEXT,
            Text("Rows of the scenario that it obeys.", "Lignes qui le concernent."),
            width=20,
        ),
        *_changes(written=False),
        _amount(
            "one_off",
            Text("One-off cost", "Coût ponctuel"),
            Text("Its part of it.", "Sa part."),
        ),
        _amount("delta", _DELTA, _HELP["delta"]),
        _amount(
            "after",
            Text("Net margin after", "Marge nette après"),
            Text("Net margin + its change.", "Marge nette + sa variation."),
        ),
    ),
    output=True,
    first_column=DECISIONS_COLUMN,
)

SCENARIO_TABLES: tuple[Table, ...] = (SCENARIO, DECISIONS)
