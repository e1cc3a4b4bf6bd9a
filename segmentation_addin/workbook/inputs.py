"""The input tables: what the finance team types or imports."""

from __future__ import annotations

from segmentation_addin.languages import Text
from segmentation_addin.workbook.declaration import Column, Kind, Table

YES_NO = {"yes": Text("yes", "oui"), "no": Text("no", "non")}
BETTER = {
    "higher": Text("higher", "plus haut"),
    "lower": Text("lower", "plus bas"),
}
ACTIVITY_KINDS = {
    "rate": Text("rate", "taux"),
    "pool": Text("pool", "enveloppe"),
    "time": Text("time", "temps"),
}
MARGIN_ORIGINS = {
    "measured": Text("measured", "mesurée"),
    "estimated": Text("estimated", "estimée"),
}
LETTERS = {letter: Text(letter, letter) for letter in "ABCD"}

CRITERIA: dict[str, Text] = {
    "value": Text("value", "valeur"),
    "margin": Text("margin", "marge"),
    "service": Text("service", "service"),
    "potential": Text("potential", "potentiel"),
    "recurrence": Text("recurrence", "récurrence"),
    "recency": Text("recency", "récence"),
    "frequency": Text("frequency", "fréquence"),
    "growth": Text("growth", "croissance"),
    "tenure": Text("tenure", "ancienneté"),
    "share_of_wallet": Text("share of wallet", "part de portefeuille"),
    "upsell": Text("upsell", "montée en gamme"),
    "criticality": Text("criticality", "criticité"),
    "digital_maturity": Text("digital maturity", "maturité digitale"),
    "innovation": Text("innovation", "innovation"),
    "autonomy": Text("autonomy", "autonomie"),
    "complexity": Text("complexity", "complexité"),
    "credit_note_rate": Text("credit-note rate", "taux d'avoirs"),
    "days_to_pay": Text("days to pay", "délai de paiement"),
}
"""The criteria of the scale, in the order of `tblScale`, and their labels."""

DRIVERS: dict[str, Text] = {
    "orders": Text("Orders", "Commandes"),
    "lines": Text("Lines", "Lignes"),
    "deliveries": Text("Deliveries", "Livraisons"),
    "rush": Text("Rush", "Urgences"),
    "visits": Text("Visits", "Visites"),
    "tickets": Text("Tickets", "Tickets"),
    "returns": Text("Returns", "Retours"),
    "hours": Text("Hours", "Heures"),
}
"""Drivers that ship; a user adds one by adding a column to `tblCostToServe`."""

CLIENT_DRIVER = Text("client", "client")
"""The driver that is 1 for each active client; it needs no column."""

_CLIENT_ID = Column(
    "client_id",
    Text("Client ID", "Code client"),
    Kind.ID,
    Text(
        "Code of the client, as text. The same code in every sheet.",
        "Code du client, en texte. Le même code dans chaque feuille.",
    ),
    required=True,
    width=14,
)
_NAME = Column(
    "name",
    Text("Name", "Nom"),
    Kind.TEXT,
    Text("Name of the client.", "Nom du client."),
    width=30,
)
_WRITTEN_NAME = Column(
    "name",
    Text("Name", "Nom"),
    Kind.TEXT,
    Text(
        "Written in grey by import and refresh, from the Clients sheet. Says when "
        "the client is unknown there.",
        "Écrit en gris par l'import et l'actualisation, d'après la feuille Clients. "
        "Signale un client qui n'y figure pas.",
    ),
    width=30,
    written=True,
)
_PERIOD = Column(
    "period",
    Text("Period", "Période"),
    Kind.PERIOD,
    Text(
        "Last day covered by the row: a month end, a quarter end, a year end. A "
        "bare year means 31 December.",
        "Dernier jour couvert par la ligne : fin de mois, de trimestre, d'année. "
        "Une année seule vaut 31 décembre.",
    ),
    required=True,
    width=12,
)


def _rating(key: str, heading: Text, help_: Text) -> Column:
    return Column(key, heading, Kind.RATING, help_, width=12)


CLIENTS = Table(
    "tblClients",
    "clients",
    Text("Clients", "Clients"),
    (
        _CLIENT_ID,
        _NAME,
        Column(
            "group_id",
            Text("Group", "Groupe"),
            Kind.ID,
            Text(
                "Code of the group the client belongs to.",
                "Code du groupe auquel appartient le client.",
            ),
        ),
        Column(
            "siren",
            Text("SIREN", "SIREN"),
            Kind.ID,
            Text(
                "French company number, 9 digits, as text.",
                "Numéro SIREN, 9 chiffres, en texte.",
            ),
        ),
        Column(
            "sector",
            Text("Sector", "Secteur"),
            Kind.TEXT,
            Text("Sector of activity.", "Secteur d'activité."),
            width=18,
        ),
        Column(
            "size",
            Text("Company size", "Taille d'entreprise"),
            Kind.TEXT,
            Text(
                "Size of the client's company: head count or band.",
                "Taille de l'entreprise cliente : effectif ou tranche.",
            ),
            width=14,
        ),
        Column(
            "postcode",
            Text("Postcode", "Code postal"),
            Kind.ID,
            Text("Postcode, as text.", "Code postal, en texte."),
        ),
        Column(
            "country",
            Text("Country", "Pays"),
            Kind.TEXT,
            Text("Country, name or code.", "Pays, nom ou code."),
            width=14,
        ),
        Column(
            "account_manager",
            Text("Account manager", "Commercial"),
            Kind.TEXT,
            Text(
                "Who looks after the client.",
                "Qui suit le client.",
            ),
            width=18,
        ),
        Column(
            "since",
            Text("Client since", "Client depuis"),
            Kind.DATE,
            Text(
                "Date of the first order. In the analysis period: the client is new.",
                "Date de la première commande. Dans la période analysée : le client "
                "est nouveau.",
            ),
        ),
        Column(
            "wallet",
            Text("Wallet", "Budget d'achat"),
            Kind.AMOUNT,
            Text(
                "What the client spends a year on what we sell, all suppliers, ex-VAT.",
                "Ce que le client dépense par an pour ce que nous vendons, tous "
                "fournisseurs, HT.",
            ),
            width=14,
        ),
        _rating(
            "potential",
            Text("Potential", "Potentiel"),
            Text(
                "Rating 0 to 5 by sales: what could still be sold.",
                "Note de 0 à 5 par le commerce : ce qui peut encore être vendu.",
            ),
        ),
        _rating(
            "criticality",
            Text("Criticality", "Criticité"),
            Text(
                "Rating 0 to 5: strategic weight of the client.",
                "Note de 0 à 5 : importance stratégique du client.",
            ),
        ),
        _rating(
            "digital_maturity",
            Text("Digital maturity", "Maturité digitale"),
            Text(
                "Rating 0 to 5: orders and invoices online.",
                "Note de 0 à 5 : commandes et factures en ligne.",
            ),
        ),
        _rating(
            "innovation",
            Text("Innovation", "Innovation"),
            Text(
                "Rating 0 to 5: appetite for new offers.",
                "Note de 0 à 5 : appétence pour les nouveautés.",
            ),
        ),
        _rating(
            "autonomy",
            Text("Autonomy", "Autonomie"),
            Text(
                "Rating 0 to 5: how little help the client needs.",
                "Note de 0 à 5 : le client se débrouille seul.",
            ),
        ),
        _rating(
            "upsell",
            Text("Upsell", "Montée en gamme"),
            Text(
                "Rating 0 to 5: readiness to move up the range.",
                "Note de 0 à 5 : disposition à monter en gamme.",
            ),
        ),
        _rating(
            "complexity",
            Text("Complexity", "Complexité"),
            Text(
                "Rating 0 to 5: how hard the client is to serve (5 = hardest).",
                "Note de 0 à 5 : difficulté à servir le client (5 = la pire).",
            ),
        ),
        Column(
            "rated_on",
            Text("Rated on", "Noté le"),
            Kind.DATE,
            Text("Date of the ratings.", "Date des notes."),
        ),
    ),
)

MARGINS = Table(
    "tblMargins",
    "margins",
    Text("Revenue and margin", "Chiffre d'affaires et marge"),
    (
        _CLIENT_ID,
        _WRITTEN_NAME,
        _PERIOD,
        Column(
            "revenue",
            Text("Revenue", "Chiffre d'affaires"),
            Kind.AMOUNT,
            Text(
                "Invoiced revenue of the period, ex-VAT, net of discounts and credit "
                "notes.",
                "Chiffre d'affaires facturé de la période, HT, net de remises et "
                "d'avoirs.",
            ),
            required=True,
            width=15,
        ),
        Column(
            "cost_of_goods",
            Text("Cost of goods", "Coût des ventes"),
            Kind.AMOUNT,
            Text(
                "Cost of the goods and services sold. Fill this or the gross margin.",
                "Coût des biens et services vendus. À remplir, ou la marge brute.",
            ),
            width=15,
        ),
        Column(
            "gross_margin",
            Text("Gross margin", "Marge brute"),
            Kind.AMOUNT,
            Text(
                "Revenue (after rebates) less cost of goods. Used when the cost of "
                "goods is blank.",
                "Chiffre d'affaires (après ristournes) moins coût des ventes. Utilisée "
                "si le coût des ventes est vide.",
            ),
            required=True,
            width=15,
        ),
        Column(
            "rebates",
            Text("Rebates", "Ristournes"),
            Kind.AMOUNT,
            Text(
                "Year-end rebates that the revenue does not yet hold (positive).",
                "Ristournes de fin d'année non encore déduites (montant positif).",
            ),
        ),
        Column(
            "orders",
            Text("Orders", "Commandes"),
            Kind.COUNT,
            Text("Number of distinct orders.", "Nombre de commandes distinctes."),
        ),
        Column(
            "last_order",
            Text("Last order", "Dernière commande"),
            Kind.DATE,
            Text("Date of the last order.", "Date de la dernière commande."),
        ),
        Column(
            "active_months",
            Text("Active months", "Mois actifs"),
            Kind.MONTHS,
            Text(
                "Months of the period with at least one order (0 to 12).",
                "Mois de la période avec au moins une commande (0 à 12).",
            ),
        ),
        Column(
            "credit_notes",
            Text("Credit notes", "Avoirs"),
            Kind.AMOUNT,
            Text(
                "Amount of credit notes already deducted from revenue (positive).",
                "Montant des avoirs déjà déduits du chiffre d'affaires (positif).",
            ),
        ),
        Column(
            "days_to_pay",
            Text("Days to pay", "Délai de paiement"),
            Kind.DAYS,
            Text(
                "Days from invoice to payment, on average.",
                "Jours entre facture et paiement, en moyenne.",
            ),
        ),
        Column(
            "quotes_decided",
            Text("Quotes decided", "Devis tranchés"),
            Kind.COUNT,
            Text("Quotes won or lost.", "Devis gagnés ou perdus."),
        ),
        Column(
            "quotes_won",
            Text("Quotes won", "Devis gagnés"),
            Kind.COUNT,
            Text("Quotes that became orders.", "Devis devenus commandes."),
        ),
        Column(
            "margin_origin",
            Text("Margin origin", "Origine de la marge"),
            Kind.CHOICE,
            Text(
                "estimated: the margin comes from a global rate. It then drives no "
                "letter on its own. Blank: measured.",
                "estimée : la marge vient d'un taux global. Elle ne décide alors "
                "d'aucune lettre à elle seule. Vide : mesurée.",
            ),
            choices=MARGIN_ORIGINS,
        ),
    ),
)

COST_TO_SERVE = Table(
    "tblCostToServe",
    "cost_to_serve",
    Text("Cost to serve", "Coût de service"),
    (
        _CLIENT_ID,
        _WRITTEN_NAME,
        _PERIOD,
        *(
            Column(
                key,
                heading,
                Kind.COUNT,
                Text(
                    "Quantity in the period. Priced by an activity in Settings.",
                    "Quantité de la période. Valorisée par une activité dans "
                    "Paramètres.",
                ),
            )
            for key, heading in DRIVERS.items()
        ),
        Column(
            "direct_cost",
            Text("Direct cost", "Coûts directs"),
            Kind.AMOUNT,
            Text(
                "Costs traced to this client (freight, commissions, allowances).",
                "Coûts rattachés à ce client (transport, commissions, participations).",
            ),
            width=14,
        ),
        Column(
            "bad_debt",
            Text("Bad debt", "Créances perdues"),
            Kind.AMOUNT,
            Text("Receivables written off.", "Créances passées en perte."),
            width=14,
        ),
    ),
    extra_columns_are="driver",
)

SETTINGS_TABLE = Table(
    "tblSettings",
    "settings",
    Text("Settings", "Paramètres"),
    (
        Column(
            "setting",
            Text("Setting", "Paramètre"),
            Kind.TEXT,
            Text("What is set.", "Ce qui est réglé."),
            width=34,
        ),
        Column(
            "value",
            Text("Value", "Réglage"),
            Kind.NUMBER,
            Text("Your value; blank = default.", "Votre valeur ; vide = défaut."),
            width=14,
            number_format="General",
        ),
        Column(
            "unit",
            Text("Unit", "Unité"),
            Kind.TEXT,
            Text("Unit of the value.", "Unité du réglage."),
            width=12,
        ),
        Column(
            "meaning",
            Text("Meaning", "Signification"),
            Kind.TEXT,
            Text("What it changes.", "Ce que cela change."),
            width=64,
        ),
    ),
    preset_rows=1,
)

_KNOT_HELP = Text(
    "Value worth {points} points. Blank: calibrated at refresh.",
    "Valeur qui vaut {points} points. Vide : calibrée à l'actualisation.",
)
SCALE = Table(
    "tblScale",
    "settings",
    Text("The scale: points of each criterion", "Le barème : points de chaque critère"),
    (
        Column(
            "criterion",
            Text("Criterion", "Critère"),
            Kind.CHOICE,
            Text("What is measured.", "Ce qui est mesuré."),
            width=20,
            choices=CRITERIA,
        ),
        Column(
            "better",
            Text("Better", "Mieux"),
            Kind.CHOICE,
            Text(
                "Which direction is good. Never guessed.",
                "Le bon sens. Jamais deviné.",
            ),
            choices=BETTER,
        ),
        Column(
            "weight",
            Text("Weight", "Poids"),
            Kind.NUMBER,
            Text(
                "Weight in the score; 0 = off. Weights need not add up to 100.",
                "Poids dans la note ; 0 = inactif. Le total n'a pas à faire 100.",
            ),
            number_format="0.##",
        ),
        *(
            Column(
                f"knot_{points}",
                Text(f"Worth {points}", f"Vaut {points}"),
                Kind.NUMBER,
                Text(
                    _KNOT_HELP.in_("en", points=points),
                    _KNOT_HELP.in_("fr", points=points),
                ),
            )
            for points in (0, 25, 50, 75, 100)
        ),
        Column(
            "fixed",
            Text("Fixed", "Figé"),
            Kind.CHOICE,
            Text(
                "yes: these knots are yours, recalibrating leaves them.",
                "oui : ces repères sont les vôtres, recalibrer les laisse.",
            ),
            choices=YES_NO,
            width=8,
        ),
        Column(
            "measured_by",
            Text("Measured by", "Mesuré par"),
            Kind.TEXT,
            Text("Source and unit of the criterion.", "Source et unité du critère."),
            width=46,
        ),
    ),
    first_column=5,
    preset_rows=len(CRITERIA),
)

ACTIVITIES = Table(
    "tblActivities",
    "settings",
    Text("Activities: what serving costs", "Activités : ce que coûte le service"),
    (
        Column(
            "activity",
            Text("Activity", "Activité"),
            Kind.TEXT,
            Text("Name of the activity.", "Nom de l'activité."),
            required=True,
            width=24,
        ),
        Column(
            "kind",
            Text("Kind", "Type"),
            Kind.CHOICE,
            Text(
                "rate: unit rate typed in. pool: pool cost / total driver. time: pool "
                "cost / capacity x minutes.",
                "taux : taux unitaire saisi. enveloppe : coût / total de l'inducteur. "
                "temps : coût / capacité x minutes.",
            ),
            required=True,
            choices=ACTIVITY_KINDS,
        ),
        Column(
            "driver",
            Text("Driver", "Inducteur"),
            Kind.TEXT,
            Text(
                "Heading of a column of Cost to serve, or: client (1 per active one).",
                "Titre d'une colonne de Coût de service, ou : client (1 par actif).",
            ),
            required=True,
            width=16,
        ),
        Column(
            "rate",
            Text("Rate", "Taux unitaire"),
            Kind.AMOUNT,
            Text("Cost of one unit of driver.", "Coût d'une unité d'inducteur."),
        ),
        Column(
            "pool",
            Text("Pool", "Enveloppe"),
            Kind.TEXT,
            Text(
                "Name of the cost pool that feeds it.",
                "Nom de l'enveloppe de coûts qui l'alimente.",
            ),
            width=18,
        ),
        Column(
            "minutes",
            Text("Minutes", "Minutes"),
            Kind.MINUTES,
            Text("Minutes per unit of driver.", "Minutes par unité d'inducteur."),
            number_format="#,##0.##",
        ),
        Column(
            "avoidable_rate",
            Text("Avoidable", "Évitable"),
            Kind.RATE,
            Text(
                "Share of the cost that stops if the client leaves (0 to 100 %).",
                "Part du coût qui cesse si le client part (0 à 100 %).",
            ),
        ),
    ),
    first_column=16,
)

POOLS = Table(
    "tblPools",
    "settings",
    Text("Cost pools", "Enveloppes de coûts"),
    (
        Column(
            "pool",
            Text("Pool", "Enveloppe"),
            Kind.TEXT,
            Text("Name of the cost pool.", "Nom de l'enveloppe de coûts."),
            required=True,
            width=18,
        ),
        _PERIOD,
        Column(
            "cost",
            Text("Cost", "Coût"),
            Kind.AMOUNT,
            Text("Cost of the period.", "Coût de la période."),
            required=True,
            width=15,
        ),
        Column(
            "capacity_minutes",
            Text("Capacity (minutes)", "Capacité (minutes)"),
            Kind.MINUTES,
            Text(
                "Practical capacity of the period in minutes (time-driven only).",
                "Capacité pratique de la période en minutes (mode temps).",
            ),
            width=16,
        ),
    ),
    first_column=24,
)

OVERRIDES = Table(
    "tblOverrides",
    "review",
    Text("Letters changed by a person", "Lettres modifiées par une personne"),
    (
        _CLIENT_ID,
        Column(
            "letter",
            Text("Letter", "Lettre"),
            Kind.CHOICE,
            Text(
                "Target letter, one step from the computed one.",
                "Lettre visée, à un cran de la lettre calculée.",
            ),
            required=True,
            choices=LETTERS,
            width=8,
        ),
        Column(
            "reason",
            Text("Reason", "Motif"),
            Kind.TEXT,
            Text("Why, in one sentence.", "Pourquoi, en une phrase."),
            width=44,
        ),
        Column(
            "author",
            Text("Author", "Auteur"),
            Kind.TEXT,
            Text("Who decided.", "Qui a décidé."),
            width=18,
        ),
        Column(
            "decided_on",
            Text("Decided on", "Décidé le"),
            Kind.DATE,
            Text("Date of the decision.", "Date de la décision."),
        ),
        Column(
            "expires_on",
            Text("Expires on", "Expire le"),
            Kind.DATE,
            Text(
                "Ignored when the analysis date is later. Blank: no end.",
                "Ignorée si la date d'analyse est plus tardive. Vide : sans fin.",
            ),
        ),
    ),
)

INPUT_TABLES = (
    CLIENTS,
    MARGINS,
    COST_TO_SERVE,
    SETTINGS_TABLE,
    SCALE,
    ACTIVITIES,
    POOLS,
    OVERRIDES,
)
