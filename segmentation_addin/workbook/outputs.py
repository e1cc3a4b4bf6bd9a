"""The output tables: what refresh writes, one row per client or per issue."""

from __future__ import annotations

from segmentation_addin.core.readings.rfm_grid import SEGMENTS
from segmentation_addin.languages import Text
from segmentation_addin.workbook.action_tables import ACTION_TABLES
from segmentation_addin.workbook.declaration import Column, Kind, Sheet, Table
from segmentation_addin.workbook.fix_tables import FIXES
from segmentation_addin.workbook.history_tables import HISTORY_TABLES
from segmentation_addin.workbook.inputs import (
    CRITERIA,
    INPUT_TABLES,
    LETTERS,
    MARGIN_ORIGINS,
)
from segmentation_addin.workbook.map_tables import MAP_CHOICE
from segmentation_addin.workbook.review_tables import REVIEW_TABLES
from segmentation_addin.workbook.scenario_tables import SCENARIO_TABLES
from segmentation_addin.workbook.selection_tables import SELECTION

DECIDED_BY = {
    "inactive": Text("inactive", "inactif"),
    "no_margin": Text("margin unknown", "marge inconnue"),
    "loss": Text("loss", "perte"),
    "incomplete": Text("incomplete data", "données incomplètes"),
    "score": Text("score", "note"),
    "profitable": Text("profitable", "rentable"),
}
CAPS = {
    "gate": Text("gate to A", "condition du A"),
    "break_even": Text("break-even", "point mort"),
    "cost_unknown": Text("cost unknown", "coût inconnu"),
    "estimated": Text("margin estimated", "marge estimée"),
    "new": Text("new client", "nouveau client"),
}
FALSE_GOOD = {
    "destroys": Text("destroys", "détruit"),
    "erodes": Text("erodes", "érode"),
}
ABC_CLASSES = {
    "A": Text("A", "A"),
    "B": Text("B", "B"),
    "C": Text("C", "C"),
    "loss": Text("loss", "perte"),
    "inactive": Text("inactive", "inactif"),
}
MATRIX = {
    "high/above": Text("high revenue, above target", "gros CA, au-dessus de la cible"),
    "high/below": Text("high revenue, below target", "gros CA, sous la cible"),
    "high/loss": Text("high revenue, loss", "gros CA, perte"),
    "low/above": Text("low revenue, above target", "petit CA, au-dessus de la cible"),
    "low/below": Text("low revenue, below target", "petit CA, sous la cible"),
    "low/loss": Text("low revenue, loss", "petit CA, perte"),
}
SIZES = {
    "large": Text("large", "grand"),
    "medium": Text("medium", "moyen"),
    "small": Text("small", "petit"),
}
CONFIDENCE = {
    "high": Text("high", "élevée"),
    "medium": Text("medium", "moyenne"),
    "low": Text("low", "faible"),
}
MARGIN_ORIGIN = {**MARGIN_ORIGINS, "missing": Text("missing", "absente")}
YES = {"yes": Text("yes", "oui")}
NOT_FILLED = Text("(none)", "(non renseigné)")
"""Stands in a dimension that nobody filled: SUMIFS with "*" skips blank cells."""
COMPUTED_LETTERS = {**LETTERS, "NC": Text("NC", "NC")}

LETTER_FORMULA = (
    'IF(OR({@computed_letter}="",{@computed_letter}="NC"),{@computed_letter}&"",'
    'IFERROR(LOOKUP(2,1/(({tblOverrides.client_id}&""={@client_id}&"")'
    '*((({tblOverrides.expires_on}="")+ISNUMBER({tblOverrides.expires_on})'
    "*({tblOverrides.expires_on}>=SegmentationDate))>0)"
    "*(LEN({tblOverrides.letter})=1)"
    '*(CODE(UPPER({tblOverrides.letter})&"-")<=68)'
    '*(ABS(CODE(UPPER({tblOverrides.letter})&"-")-CODE({@computed_letter}))'
    "<={rule:override_steps})),UPPER({tblOverrides.letter})),{@computed_letter}))"
)
"""The last override that still holds on the analysis date and stays within the
allowed steps, else the computed letter. `core.letters.apply_overrides` gives its
value."""


def _amount(key: str, en: str, fr: str, help_en: str, help_fr: str) -> Column:
    return Column(
        key, Text(en, fr), Kind.AMOUNT, Text(help_en, help_fr), required=False, width=15
    )


def _points(key: str) -> Column:
    name = CRITERIA[key]
    return Column(
        f"points_{key}",
        Text(f"Points: {name.en}", f"Points : {name.fr}"),
        Kind.POINTS,
        Text(
            "Points of the criterion, 0 to 100, before its weight.",
            "Points du critère, de 0 à 100, avant son poids.",
        ),
        width=12,
    )


SEGMENTATION = Table(
    "tblSegmentation",
    "segmentation",
    Text("Segmentation", "Segmentation"),
    (
        Column(
            "client_id",
            Text("Client ID", "Code client"),
            Kind.ID,
            Text("Code of the client.", "Code du client."),
            width=14,
        ),
        Column(
            "name",
            Text("Name", "Nom"),
            Kind.TEXT,
            Text("Name of the client.", "Nom du client."),
            width=28,
        ),
        Column(
            "letter",
            Text("Letter", "Lettre"),
            Kind.LETTER,
            Text(
                "The computed letter, or the override that holds (Review sheet).",
                "La lettre calculée, ou la dérogation en cours (feuille Revue).",
            ),
            width=8,
            formula=LETTER_FORMULA,
            number_format="General",
        ),
        Column(
            "computed_letter",
            Text("Computed letter", "Lettre calculée"),
            Kind.LETTER,
            Text(
                "A to D by the method; NC = not classified; blank = inactive.",
                "A à D selon la méthode ; NC = non classé ; vide = inactif.",
            ),
            width=10,
            choices=COMPUTED_LETTERS,
        ),
        Column(
            "score",
            Text("Score", "Note"),
            Kind.SCORE,
            Text(
                "Weighted points, 0 to 100.",
                "Points pondérés, de 0 à 100.",
            ),
            width=8,
        ),
        Column(
            "decided_by",
            Text("Decided by", "Décidé par"),
            Kind.CHOICE,
            Text("The first rule that applied.", "La première règle qui s'applique."),
            width=16,
            choices=DECIDED_BY,
        ),
        Column(
            "caps",
            Text("Limited by", "Limité par"),
            Kind.TEXT,
            Text(
                "Rules that then changed the letter.",
                "Règles qui ont ensuite changé la lettre.",
            ),
            width=16,
        ),
        Column(
            "why",
            Text("Why", "Pourquoi"),
            Kind.TEXT,
            Text(
                "Contribution of each criterion to the score, in points.",
                "Contribution de chaque critère à la note, en points.",
            ),
            width=52,
        ),
        Column(
            "next_step",
            Text("Next letter", "Lettre suivante"),
            Kind.TEXT,
            Text(
                "The smallest change that reaches the next letter; for an A, what it "
                "could lose.",
                "Le plus petit changement qui donne la lettre suivante ; pour un A, ce "
                "qu'il peut perdre.",
            ),
            width=44,
        ),
        _amount(
            "revenue",
            "Revenue",
            "Chiffre d'affaires",
            "Net of rebates, ex-VAT, over the analysis period.",
            "Net de ristournes, HT, sur la période analysée.",
        ),
        _amount(
            "gross_margin",
            "Gross margin",
            "Marge brute",
            "Revenue less cost of goods.",
            "Chiffre d'affaires moins coût des ventes.",
        ),
        Column(
            "gross_margin_rate",
            Text("Gross margin rate", "Taux de marge brute"),
            Kind.RATE,
            Text(
                "Gross margin / revenue.",
                "Marge brute / chiffre d'affaires.",
            ),
        ),
        _amount(
            "cost_to_serve",
            "Cost to serve",
            "Coût de service",
            "Activities, direct costs, financing and bad debt.",
            "Activités, coûts directs, financement et créances perdues.",
        ),
        Column(
            "cost_to_serve_ratio",
            Text("Cost / gross margin", "Coût / marge brute"),
            Kind.RATE,
            Text(
                "Cost to serve / gross margin.",
                "Coût de service / marge brute.",
            ),
        ),
        _amount(
            "net_margin",
            "Net margin",
            "Marge nette",
            "Gross margin less cost to serve.",
            "Marge brute moins coût de service.",
        ),
        Column(
            "net_margin_rate",
            Text("Net margin rate", "Taux de marge nette"),
            Kind.RATE,
            Text("Net margin / revenue.", "Marge nette / chiffre d'affaires."),
        ),
        Column(
            "false_good",
            Text("False good client", "Faux bon client"),
            Kind.CHOICE,
            Text(
                "Among the top 20 % by revenue: destroys (net margin < 0) or erodes "
                "(cost eats the margin).",
                "Parmi les 20 % premiers en chiffre d'affaires : détruit (marge nette "
                "< 0) ou érode (le coût mange la marge).",
            ),
            choices=FALSE_GOOD,
        ),
        Column(
            "new",
            Text("New", "Nouveau"),
            Kind.CHOICE,
            Text(
                "First order in the analysis period.",
                "Première commande dans la période analysée.",
            ),
            width=8,
            choices=YES,
        ),
        Column(
            "abc",
            Text("ABC", "ABC"),
            Kind.CHOICE,
            Text(
                "ABC class by the value chosen in Settings.",
                "Classe ABC selon la valeur choisie dans Paramètres.",
            ),
            width=8,
            choices=ABC_CLASSES,
        ),
        Column(
            "robustness",
            Text("Robustness", "Robustesse"),
            Kind.RATE,
            Text(
                "Share of 500 draws of the weights and knots that keep the letter. "
                "Under 80 %: to discuss.",
                "Part de 500 tirages des poids et repères qui gardent la lettre. Sous "
                "80 % : à discuter.",
            ),
            number_format="0%",
        ),
        Column(
            "completeness",
            Text("Completeness", "Complétude"),
            Kind.RATE,
            Text(
                "Weight of the criteria known for this client.",
                "Poids des critères connus pour ce client.",
            ),
            number_format="0%",
        ),
        Column(
            "orders",
            Text("Orders", "Commandes"),
            Kind.COUNT,
            Text("Orders of the period.", "Commandes de la période."),
        ),
        Column(
            "active_months",
            Text("Active months", "Mois actifs"),
            Kind.MONTHS,
            Text("Months with an order.", "Mois avec une commande."),
        ),
        Column(
            "days",
            Text("Days since last order", "Jours depuis la commande"),
            Kind.DAYS,
            Text(
                "Analysis date less last order.",
                "Date d'analyse moins dernière commande.",
            ),
        ),
        Column(
            "potential",
            Text("Potential", "Potentiel"),
            Kind.RATING,
            Text("Rating 0 to 5 by sales.", "Note de 0 à 5 par le commerce."),
        ),
        Column(
            "sector",
            Text("Sector", "Secteur"),
            Kind.TEXT,
            Text("From the Clients sheet.", "De la feuille Clients."),
            width=18,
        ),
        Column(
            "account_manager",
            Text("Account manager", "Commercial"),
            Kind.TEXT,
            Text("From the Clients sheet.", "De la feuille Clients."),
            width=18,
        ),
        *(
            _points(key)
            for key in (
                "value",
                "margin",
                "service",
                "potential",
                "recurrence",
                "recency",
            )
        ),
        _amount(
            "previous_revenue",
            "Revenue, previous period",
            "CA, période précédente",
            "Revenue of the 12 months before.",
            "Chiffre d'affaires des 12 mois précédents.",
        ),
        Column(
            "start_letter",
            Text("Letter at the start", "Lettre au départ"),
            Kind.LETTER,
            Text(
                "Letter of the review closed for that date; else the previous period, "
                "scored with today's scale and rates.",
                "Lettre de la revue close à cette date ; sinon la période précédente, "
                "avec le barème et les taux du jour.",
            ),
            width=10,
            choices=COMPUTED_LETTERS,
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
            "revenue_rank",
            Text("Rank by revenue", "Rang par CA"),
            Kind.COUNT,
            Text(
                "1 = largest revenue; ties by client code.",
                "1 = plus grand chiffre d'affaires ; à égalité, par code client.",
            ),
        ),
        Column(
            "net_margin_rank",
            Text("Rank by net margin", "Rang par marge nette"),
            Kind.COUNT,
            Text(
                "1 = largest net margin; ties by client code.",
                "1 = plus grande marge nette ; à égalité, par code client.",
            ),
        ),
        Column(
            "rfm",
            Text("RFM", "RFM"),
            Kind.TEXT,
            Text(
                "Recency, frequency and amount, each scored 1 to 5 (Readings sheet).",
                "Récence, fréquence et montant, notés chacun de 1 à 5 (feuille "
                "Lectures).",
            ),
            width=8,
        ),
        Column(
            "rfm_segment",
            Text("RFM segment", "Segment RFM"),
            Kind.CHOICE,
            Text("Name of the three scores.", "Nom des trois scores."),
            width=22,
            choices=SEGMENTS,
        ),
        Column(
            "matrix",
            Text("Value x margin", "Valeur x marge"),
            Kind.CHOICE,
            Text(
                "Revenue against its limit, net margin rate against 0 and the target.",
                "CA face à sa limite, taux de marge nette face à 0 et à la cible.",
            ),
            width=26,
            choices=MATRIX,
        ),
        Column(
            "size",
            Text("Size", "Taille"),
            Kind.CHOICE,
            Text("By revenue alone.", "Selon le seul chiffre d'affaires."),
            width=10,
            choices=SIZES,
        ),
        Column(
            "cluster",
            Text("Cluster", "Groupe naturel"),
            Kind.TEXT,
            Text(
                "Group that the figures form by themselves; K1 has the highest mean "
                "net margin.",
                "Groupe que les chiffres forment d'eux-mêmes ; K1 a la plus forte "
                "marge nette moyenne.",
            ),
            width=10,
        ),
        Column(
            "confidence",
            Text("Confidence", "Confiance"),
            Kind.CHOICE,
            Text(
                "Completeness x freshness, x 0.7 if the cost is unknown: high from "
                "0.8, medium from 0.5.",
                "Complétude x fraîcheur, x 0,7 si le coût est inconnu : élevée dès "
                "0,8, moyenne dès 0,5.",
            ),
            width=12,
            choices=CONFIDENCE,
        ),
        Column(
            "country",
            Text("Country", "Pays"),
            Kind.TEXT,
            Text("From the Clients sheet.", "De la feuille Clients."),
            width=16,
        ),
        Column(
            "department",
            Text("Département", "Département"),
            Kind.TEXT,
            Text(
                "Code of the French département, from the postcode.",
                "Code du département, d'après le code postal.",
            ),
            width=12,
        ),
        Column(
            "region",
            Text("Region", "Région"),
            Kind.TEXT,
            Text(
                "French région, from the postcode; abroad, the country.",
                "Région, d'après le code postal ; à l'étranger, le pays.",
            ),
            width=24,
        ),
        Column(
            "letter_refreshed",
            Text("Letter at the refresh", "Lettre à l'actualisation"),
            Kind.LETTER,
            Text(
                "The letter with the overrides known then: another letter today means "
                "that an override was edited since.",
                "La lettre avec les dérogations connues alors : une autre lettre "
                "aujourd'hui veut dire qu'une dérogation a été modifiée depuis.",
            ),
            width=12,
            choices=COMPUTED_LETTERS,
        ),
        Column(
            "false_good_rank",
            Text("Rank among false good clients", "Rang parmi les faux bons clients"),
            Kind.COUNT,
            Text(
                "1 = lowest net margin; ties by client code.",
                "1 = plus faible marge nette ; à égalité, par code client.",
            ),
        ),
        Column(
            "lever",
            Text("First lever", "Premier levier"),
            Kind.TEXT,
            Text(
                "What the letter asks for first, by rule.",
                "Ce que la lettre demande d'abord, selon la règle.",
            ),
            width=40,
        ),
        _amount(
            "lever_amount",
            "Gain of the lever",
            "Gain du levier",
            "Net margin over 12 months if the lever works.",
            "Marge nette sur 12 mois si le levier réussit.",
        ),
        Column(
            "lever_rank",
            Text("Rank by lever", "Rang par levier"),
            Kind.COUNT,
            Text(
                "1 = largest gain; ties by client code.",
                "1 = plus grand gain ; à égalité, par code client.",
            ),
        ),
        Column(
            "risk",
            Text("Risk", "Risque"),
            Kind.TEXT,
            Text(
                "What could take the margin of this client away.",
                "Ce qui pourrait emporter la marge de ce client.",
            ),
            width=40,
        ),
        _amount(
            "risk_amount",
            "Net margin at risk",
            "Marge nette en risque",
            "Net margin of the period that the risk concerns.",
            "Marge nette de la période que le risque concerne.",
        ),
        Column(
            "risk_rank",
            Text("Rank by risk", "Rang par risque"),
            Kind.COUNT,
            Text(
                "1 = largest net margin at risk; ties by client code.",
                "1 = plus grande marge nette en risque ; à égalité, par code client.",
            ),
        ),
        *(
            Column(
                f"{key}_rank",
                Text(f"Rank of the {en}", f"Rang {fr}"),
                Kind.COUNT,
                Text(
                    f"1 = the {en} with the largest revenue.",
                    f"1 = {fr_one} au plus grand chiffre d'affaires.",
                ),
            )
            for key, en, fr, fr_one in (
                ("sector", "sector", "du secteur", "le secteur"),
                ("manager", "account manager", "du commercial", "le commercial"),
                ("region", "region", "de la région", "la région"),
                ("country", "country", "du pays", "le pays"),
            )
        ),
        Column(
            "path",
            Text("Letters of the reviews", "Lettres des revues"),
            Kind.TEXT,
            Text(
                "One sign a closed review, from the first: N = not classified, I = "
                "inactive, - = not yet a client.",
                "Un signe par revue close, depuis la première : N = non classé, I = "
                "inactif, - = pas encore client.",
            ),
            width=14,
        ),
        Column(
            "since_year",
            Text("Client since (year)", "Client depuis (année)"),
            Kind.COUNT,
            Text(
                "Year of the first order, from the Clients sheet.",
                "Année de la première commande, de la feuille Clients.",
            ),
            width=10,
            number_format="0",
        ),
        Column(
            "margin_origin",
            Text("Margin origin", "Origine de la marge"),
            Kind.CHOICE,
            Text(
                "Where the gross margin comes from: measured, estimated (even in "
                "part), or missing.",
                "D'où vient la marge brute : mesurée, estimée (même en partie) ou "
                "absente.",
            ),
            choices=MARGIN_ORIGIN,
        ),
        Column(
            "confidence_share",
            Text("Confidence, 0 to 100 %", "Confiance, de 0 à 100 %"),
            Kind.RATE,
            Text(
                "Completeness x freshness of the data, x 0.7 where the cost to serve "
                "is unknown.",
                "Complétude x fraîcheur des données, x 0,7 si le coût de service est "
                "inconnu.",
            ),
        ),
    ),
    output=True,
)

ISSUES_ROW = 39
"""Sheet row of the headings of `tblIssues`: the summaries stand above it."""
ISSUES = Table(
    "tblIssues",
    "data_quality",
    Text("Issues", "Anomalies"),
    (
        Column(
            "severity",
            Text("Severity", "Gravité"),
            Kind.CHOICE,
            Text(
                "error stops a refresh; warning changes a figure; note informs.",
                "erreur : bloque l'actualisation ; alerte : change un chiffre ; note : "
                "informe.",
            ),
            choices={
                "error": Text("error", "erreur"),
                "warning": Text("warning", "alerte"),
                "note": Text("note", "note"),
            },
            width=10,
        ),
        Column(
            "sheet",
            Text("Sheet", "Feuille"),
            Kind.TEXT,
            Text("Where.", "Où."),
            width=16,
        ),
        Column(
            "cell",
            Text("Cell", "Cellule"),
            Kind.TEXT,
            Text("Where.", "Où."),
            width=16,
        ),
        Column(
            "message",
            Text("What was found", "Constat"),
            Kind.TEXT,
            Text("Found, and expected.", "Trouvé, et attendu."),
            width=118,
        ),
        Column(
            "remedy",
            Text("What to do", "Que faire"),
            Kind.TEXT,
            Text("The remedy.", "Le remède."),
            width=84,
        ),
        Column(
            "amount",
            Text("Amount at stake", "Montant en jeu"),
            Kind.AMOUNT,
            Text("Revenue or cost concerned.", "Chiffre d'affaires ou coût concerné."),
            width=16,
        ),
        Column(
            "code",
            Text("Code", "Code"),
            Kind.TEXT,
            Text("Name of the rule.", "Nom de la règle."),
            width=24,
        ),
    ),
    output=True,
    header_row=ISSUES_ROW,
)

OUTPUT_TABLES = (SEGMENTATION, ISSUES)
OPTIONAL_TABLES = (
    SELECTION,
    MAP_CHOICE,
    *ACTION_TABLES,
    *REVIEW_TABLES,
    *SCENARIO_TABLES,
    *HISTORY_TABLES,
    FIXES,
)
"""Tables that an older workbook may lack: a refresh does without them."""
TABLES = {
    table.name: table for table in (*INPUT_TABLES, *OUTPUT_TABLES, *OPTIONAL_TABLES)
}

SHEETS = {
    sheet.key: sheet
    for sheet in (
        Sheet(
            "home",
            Text("Home", "Accueil"),
            Text(
                "Three steps, and the state of the data.",
                "Trois étapes, et l'état des données.",
            ),
        ),
        Sheet(
            "clients",
            Text("Clients", "Clients"),
            Text(
                "One row per client. Sales rate the potential from 0 to 5.",
                "Une ligne par client. Le commerce note le potentiel de 0 à 5.",
            ),
        ),
        Sheet(
            "margins",
            Text("Margins", "Marges"),
            Text(
                "One row per client and period, two periods if possible. Amounts "
                "ex-VAT.",
                "Une ligne par client et par période, deux périodes si possible. "
                "Montants HT.",
            ),
        ),
        Sheet(
            "cost_to_serve",
            Text("Cost to serve", "Coût de service"),
            Text(
                "One row per client and period: quantities that Settings prices. Add "
                "a column to add a driver.",
                "Une ligne par client et par période : des quantités que Paramètres "
                "valorise. Une colonne de plus est un inducteur de plus.",
            ),
        ),
        Sheet(
            "settings",
            Text("Settings", "Paramètres"),
            Text(
                "Rules, scale, activities and pools. Agreed together, then left alone.",
                "Règles, barème, activités et enveloppes. Convenus ensemble, puis "
                "laissés tranquilles.",
            ),
        ),
        Sheet(
            "segmentation",
            Text("Segmentation", "Segmentation"),
            Text(
                "Written by refresh, largest revenue first. Your own columns at the "
                "right follow their client.",
                "Écrite par l'actualisation, du plus grand chiffre d'affaires au plus "
                "petit. Vos colonnes à droite suivent leur client.",
            ),
        ),
        Sheet(
            "dashboard",
            Text("Dashboard", "Tableau de bord"),
            Text(
                "Native formulas on the Segmentation sheet: click a figure to audit "
                "it.",
                "Formules natives sur la feuille Segmentation : cliquez un chiffre "
                "pour l'auditer.",
            ),
        ),
        Sheet(
            "curves",
            Text("Curves", "Courbes"),
            Text(
                "Where the margin comes from and where it goes.",
                "D'où vient la marge, et où elle part.",
            ),
            visible=False,
        ),
        Sheet(
            "map",
            Text("Map", "Carte"),
            Text(
                "The clients where they are. Choose the measure; the colours follow.",
                "Les clients là où ils sont. Choisissez la mesure ; les couleurs suivent.",
            ),
            visible=False,
        ),
        Sheet(
            "value",
            Text("Value", "Valeur"),
            Text(
                "What a bank or a buyer asks about the clients, each figure with its definition.",
                "Ce qu'une banque ou un acquéreur demande sur les clients, chaque chiffre avec sa définition.",
            ),
            visible=False,
        ),
        Sheet(
            "data_quality",
            Text("Data quality", "Qualité des données"),
            Text(
                "What refresh found in the data, the most serious first.",
                "Ce que l'actualisation a trouvé dans les données, le plus grave "
                "d'abord.",
            ),
        ),
        Sheet(
            "actions",
            Text("Actions", "Plan d'action"),
            Text(
                "One first lever per client, who does it, by when, for how much. What you type stays.",
                "Un premier levier par client, qui, pour quand, pour combien. Ce que vous tapez reste.",
            ),
            visible=False,
        ),
        Sheet(
            "review",
            Text("Review", "Revue"),
            Text(
                "What to talk about, what the teams say, how the criteria weigh, and "
                "the letters that a person changed.",
                "De quoi parler, ce que disent les équipes, ce que pèsent les critères, "
                "et les lettres modifiées par une personne.",
            ),
            visible=False,
        ),
        Sheet(
            "readings",
            Text("Readings", "Lectures"),
            Text(
                "The same clients through other eyes, beside the letter and never "
                "blended into it.",
                "Les mêmes clients sous d'autres angles, à côté de la lettre et jamais "
                "fondus en elle.",
            ),
            visible=False,
        ),
        Sheet(
            "what_if",
            Text("What-if", "Simulation"),
            Text(
                "Before, changes, after: what a decision would bring over 12 months.",
                "Avant, changements, après : ce qu'une décision apporterait sur 12 "
                "mois.",
            ),
            visible=False,
        ),
        Sheet(
            "history",
            Text("History", "Historique"),
            Text(
                "Closed reviews, one block of rows each. Never rewritten.",
                "Revues closes, un bloc de lignes chacune. Jamais réécrites.",
            ),
            visible=False,
        ),
        Sheet(
            "fixes",
            Text("Fixes", "Corrections"),
            Text(
                "Cells that segmentation check --fix changed, so that --undo can put "
                "them back.",
                "Cellules changées par segmentation check --fix, pour que --undo "
                "puisse les rétablir.",
            ),
            visible=False,
        ),
        Sheet(
            "method",
            Text("Method", "Méthode"),
            Text(
                "One page for everyone: what the letters mean and how they are given.",
                "Une page pour tous : ce que veulent dire les lettres et comment elles sont données.",
            ),
            visible=False,
        ),
        Sheet(
            "functions",
            Text("Functions", "Fonctions"),
            Text(
                "What you can type in any cell of this workbook, in Excel for Windows. "
                "Change a cream cell: the results follow.",
                "Ce que vous pouvez taper dans toute cellule de ce classeur, dans Excel "
                "pour Windows. Modifiez une cellule crème : les résultats suivent.",
            ),
            visible=False,
        ),
    )
}
