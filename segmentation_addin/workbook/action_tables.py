"""The tables of the Actions sheet: who does what, the policy, and who is beside it."""

from __future__ import annotations

from segmentation_addin.languages import Text
from segmentation_addin.workbook.declaration import Column, Kind, Table
from segmentation_addin.workbook.inputs import LETTERS

ACTIONS_COLUMN, POLICY_COLUMN, GAPS_COLUMN = 9, 23, 34
"""0-based first sheet columns; the totals stand in B to H."""

STATUSES = {
    "to_do": Text("to do", "à faire"),
    "in_progress": Text("in progress", "en cours"),
    "done": Text("done", "fait"),
    "dropped": Text("dropped", "abandonné"),
}
PROPOSALS = {
    "proposed": Text("proposed", "proposé"),
    "no_longer": Text("no longer proposed", "n'est plus proposé"),
    "own": Text("yours", "à vous"),
}
POLICY_ITEMS = {
    "visits": Text("visits a year", "visites par an"),
    "hours": Text("hours a year", "heures par an"),
    "minimum_order": Text("minimum order", "commande minimum"),
    "payment_days": Text("days to pay", "délai de paiement"),
}
SERVED = {
    "above": Text("above", "au-dessus"),
    "below": Text("below", "en dessous"),
}

_LETTER = Column(
    "letter",
    Text("Letter", "Lettre"),
    Kind.LETTER,
    Text("Letter at the last refresh.", "Lettre à la dernière actualisation."),
    width=7,
    written=True,
)
_NAME = Column(
    "name",
    Text("Name", "Nom"),
    Kind.TEXT,
    Text("Name of the client.", "Nom du client."),
    width=20,
    written=True,
)

ACTIONS = Table(
    "tblActions",
    "actions",
    Text("Actions: one row each", "Actions : une ligne chacune"),
    (
        Column(
            "client_id",
            Text("Client ID", "Code client"),
            Kind.ID,
            Text(
                "Written by refresh. Add rows of your own below: leave their reference "
                "blank, and they stay as you type them.",
                "Écrit par l'actualisation. Ajoutez vos lignes dessous : laissez leur "
                "référence vide, elles restent comme vous les tapez.",
            ),
            width=12,
            written=True,
        ),
        _NAME,
        _LETTER,
        Column(
            "action",
            Text("Action", "Action"),
            Kind.TEXT,
            Text(
                "First lever of the letter, by rule. Yours in a row of your own.",
                "Premier levier de la lettre, selon la règle. À vous dans une ligne à "
                "vous.",
            ),
            width=38,
            written=True,
        ),
        Column(
            "reason",
            Text("Why", "Pourquoi"),
            Kind.TEXT,
            Text("The figures behind it.", "Les chiffres derrière."),
            width=36,
            written=True,
        ),
        Column(
            "target_amount",
            Text("Target", "Objectif"),
            Kind.AMOUNT,
            Text(
                "Net margin over 12 months: to keep for an A, to gain for the others. "
                "Blank: no rule gives an amount.",
                "Marge nette sur 12 mois : à garder pour un A, à gagner pour les "
                "autres. Vide : aucune règle ne donne de montant.",
            ),
            width=10,
            written=True,
            number_format="#,##0",
        ),
        Column(
            "owner",
            Text("Owner", "Responsable"),
            Kind.TEXT,
            Text("Who does it.", "Qui s'en charge."),
            width=15,
        ),
        Column(
            "due_date",
            Text("Due", "Échéance"),
            Kind.DATE,
            Text("By when.", "Pour quand."),
        ),
        Column(
            "status",
            Text("Status", "Statut"),
            Kind.CHOICE,
            Text("Blank counts as to do.", "Vide compte comme à faire."),
            width=12,
            choices=STATUSES,
        ),
        Column(
            "realised_amount",
            Text("Realised", "Réalisé"),
            Kind.AMOUNT,
            Text(
                "Net margin kept or gained so far.",
                "Marge nette gardée ou gagnée à ce jour.",
            ),
            width=11,
            number_format="#,##0",
        ),
        Column(
            "note",
            Text("Note", "Note"),
            Kind.TEXT,
            Text("What happened.", "Ce qui s'est passé."),
            width=20,
        ),
        Column(
            "proposal",
            Text("Proposal", "Proposition"),
            Kind.TEXT,
            Text(
                "Proposed by the last refresh, no longer, or a row of yours. A "
                "proposal that you filled in stays.",
                "Proposé par la dernière actualisation, plus proposé, ou une ligne à "
                "vous. Une proposition que vous avez remplie reste.",
            ),
            width=15,
            written=True,
        ),
        Column(
            "action_id",
            Text("Reference", "Référence"),
            Kind.ID,
            Text(
                "Tells the proposals apart: what you type follows it. Leave it as it "
                "is.",
                "Distingue les propositions : ce que vous tapez la suit. Laissez-la "
                "telle quelle.",
            ),
            width=17,
            written=True,
        ),
    ),
    first_column=ACTIONS_COLUMN,
)

POLICY = Table(
    "tblPolicy",
    "actions",
    Text(
        "Policy: what each letter is granted",
        "Politique : ce que chaque lettre obtient",
    ),
    (
        Column(
            "letter",
            Text("Letter", "Lettre"),
            Kind.CHOICE,
            Text("One row a letter.", "Une ligne par lettre."),
            required=True,
            width=7,
            choices=LETTERS,
        ),
        Column(
            "offer",
            Text("Offer", "Offre"),
            Kind.TEXT,
            Text("What is offered, in words.", "Ce qui est proposé, en mots."),
            width=44,
        ),
        Column(
            "contact",
            Text("Contact", "Interlocuteur"),
            Kind.TEXT,
            Text("Who answers.", "Qui répond."),
            width=28,
        ),
        Column(
            "visits",
            Text("Visits a year", "Visites par an"),
            Kind.COUNT,
            Text(
                "Compared with the visits of Cost to serve. Blank: no policy.",
                "Comparées aux visites de Coût de service. Vide : pas de politique.",
            ),
            width=9,
        ),
        Column(
            "hours",
            Text("Hours a year", "Heures par an"),
            Kind.COUNT,
            Text(
                "Compared with the hours of Cost to serve. Blank: no policy.",
                "Comparées aux heures de Coût de service. Vide : pas de politique.",
            ),
            width=9,
        ),
        Column(
            "response_time",
            Text("Response time", "Délai de réponse"),
            Kind.TEXT,
            Text("4 hours, 1 day...", "4 heures, 1 jour..."),
            width=14,
        ),
        Column(
            "delivery",
            Text("Delivery", "Livraison"),
            Kind.TEXT,
            Text("Free, charged, weekly...", "Franco, facturée, hebdomadaire..."),
            width=18,
        ),
        Column(
            "minimum_order",
            Text("Minimum order", "Commande minimum"),
            Kind.AMOUNT,
            Text(
                "Compared with the average order. Blank: no minimum.",
                "Comparée à la commande moyenne. Vide : pas de minimum.",
            ),
            width=12,
            number_format="#,##0",
        ),
        Column(
            "discount_ceiling",
            Text("Most discount", "Remise maximale"),
            Kind.NUMBER,
            Text(
                "For information: invoices do not say the discount.",
                "Pour information : les factures ne disent pas la remise.",
            ),
            width=11,
            number_format="0.0%",
        ),
        Column(
            "payment_days",
            Text("Payment days", "Jours de paiement"),
            Kind.DAYS,
            Text(
                "Compared with the days to pay of Margins. Blank: no policy.",
                "Comparés aux délais de paiement de Marges. Vide : pas de politique.",
            ),
            width=11,
        ),
    ),
    first_column=POLICY_COLUMN,
)

GAPS = Table(
    "tblPolicyGaps",
    "actions",
    Text("Served above or below the policy", "Servis au-dessus ou en dessous"),
    (
        Column(
            "client_id",
            Text("Client ID", "Code client"),
            Kind.ID,
            Text("Code of the client.", "Code du client."),
            width=12,
        ),
        Column(
            "name",
            Text("Name", "Nom"),
            Kind.TEXT,
            Text("Name of the client.", "Nom du client."),
            width=26,
        ),
        Column(
            "letter",
            Text("Letter", "Lettre"),
            Kind.LETTER,
            Text("Letter at the last refresh.", "Lettre à la dernière actualisation."),
            width=7,
        ),
        Column(
            "item",
            Text("What", "Quoi"),
            Kind.CHOICE,
            Text("What the policy grants.", "Ce que la politique accorde."),
            width=20,
            choices=POLICY_ITEMS,
        ),
        Column(
            "granted",
            Text("Policy", "Politique"),
            Kind.NUMBER,
            Text("What the policy of its letter says.", "Ce que dit sa politique."),
            width=11,
            number_format="General",
        ),
        Column(
            "given",
            Text("Given", "Constaté"),
            Kind.NUMBER,
            Text("What the client has.", "Ce que le client reçoit."),
            width=11,
            number_format="General",
        ),
        Column(
            "served",
            Text("Served", "Servi"),
            Kind.CHOICE,
            Text(
                "Above or below its policy. An order under the minimum is above.",
                "Au-dessus ou en dessous de sa politique. Une commande sous le "
                "minimum est au-dessus.",
            ),
            width=12,
            choices=SERVED,
        ),
        Column(
            "amount",
            Text("Cost of the gap", "Coût de l'écart"),
            Kind.AMOUNT,
            Text(
                "Over 12 months, at the rates of Settings; under 0: not spent. Blank: "
                "nothing prices it.",
                "Sur 12 mois, aux taux de Paramètres ; sous 0 : non dépensé. Vide : "
                "rien ne le valorise.",
            ),
            width=14,
        ),
    ),
    output=True,
    first_column=GAPS_COLUMN,
)

WRITTEN_ACTIONS = tuple(column.key for column in ACTIONS.columns if column.written)
"""The columns that a refresh writes."""
ACTION_TABLES: tuple[Table, ...] = (ACTIONS, POLICY, GAPS)

EXAMPLE_POLICY: tuple[dict[str, Text], ...] = (
    {
        "letter": Text("A", "A"),
        "offer": Text(
            "Premium offer, senior attention",
            "Offre premium, attention de la direction",
        ),
        "contact": Text("Dedicated contact", "Interlocuteur dédié"),
    },
    {
        "letter": Text("B", "B"),
        "offer": Text(
            "Upsell, wider range, digital ordering",
            "Montée en gamme, gamme élargie, commande en ligne",
        ),
        "contact": Text("Account manager", "Commercial attitré"),
    },
    {
        "letter": Text("C", "C"),
        "offer": Text("Standard offer, light effort", "Offre standard, effort léger"),
        "contact": Text("Sales team, online", "Équipe commerciale, en ligne"),
    },
    {
        "letter": Text("D", "D"),
        "offer": Text(
            "Standard price, charged services", "Prix du tarif, services facturés"
        ),
        "contact": Text("Online, customer service", "En ligne, service client"),
    },
)
"""Words to adapt; every figure is blank, so nothing is compared before it is typed."""
