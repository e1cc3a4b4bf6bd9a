"""The words of the report that no sheet of the workbook holds."""

from __future__ import annotations

from segmentation_addin.languages import Text

TITLE = Text("Client segmentation, A to D", "Segmentation des clients, de A à D")
CONTENTS = Text("Contents", "Sommaire")
PAGE = Text("Page {page} of {pages}", "Page {page} sur {pages}")

KEY_FIGURES = Text("What to know first", "L'essentiel")
BY_LETTER = Text("By letter", "Par lettre")
SINCE = Text("Since the previous period", "Depuis la période précédente")
WHALE = Text("Where the margin comes from", "D'où vient la marge")
VALUE = Text("Value and margin", "Valeur et marge")
CONCENTRATION = Text("Concentration", "Concentration")
MEANINGS = Text("What the letters mean", "Ce que veulent dire les lettres")
DEFINITIONS = Text("Definitions", "Définitions")

CLIENT = Text("Client", "Client")
LETTER = Text("Letter", "Lettre")
FIGURE = Text("Figure", "Chiffre")
AMOUNT = Text("Value", "Valeur")
COUNTED = Text("{count} clients", "{count} clients")
COUNTED_ONE = Text("1 client", "1 client")

REFRESHED = Text("Refreshed on {when}", "Actualisé le {when}")
FILLED = Text(
    "criteria filled: {filled} of {all} points of weight",
    "critères renseignés : {filled} points de poids sur {all}",
)
CONFIDENCE = Text(
    "confidence, in share of revenue: {levels}",
    "confiance, en part du chiffre d'affaires : {levels}",
)

NO_MARGIN = Text(
    "No client has a known net margin: there is no curve to draw.",
    "Aucun client n'a de marge nette connue : pas de courbe à tracer.",
)
NO_PEAK = Text(
    "No client earns money: the curve has no peak.",
    "Aucun client ne gagne d'argent : la courbe n'a pas de sommet.",
)
NO_BUBBLE = Text(
    "No client has both a revenue and a net margin: there is nothing to draw.",
    "Aucun client n'a à la fois un chiffre d'affaires et une marge nette : rien à "
    "tracer.",
)
NO_CLIENT = Text("No client is active.", "Aucun client n'est actif.")
NOT_FILLED_IN = Text(
    "Not filled in for any client: the Clients sheet has a column for it.",
    "Renseigné pour aucun client : la feuille Clients a une colonne pour cela.",
)
LEFT_OUT = Text(
    "Not drawn, for want of revenue or of a known margin: {count}.",
    "Non tracés, faute de chiffre d'affaires ou de marge connue : {count}.",
)

WHALE_TITLE = Text(
    "Whale curve: cumulated net margin, best client first",
    "Courbe de la baleine : marge nette cumulée, du meilleur client au moins bon",
)
WHALE_X = Text("Share of clients, best first", "Part des clients, meilleurs d'abord")
WHALE_Y = Text("% of the peak", "% du sommet")
EROSION = Text("Erosion {amount}", "Érosion {amount}")
NO_EROSION = Text("No erosion", "Pas d'érosion")
BEST = Text("Best 20%: {share}", "Les 20 % meilleurs : {share}")
WHALE_WORDS = Text(
    "The curve climbs while clients earn money and falls when they lose some. The red "
    "fall at the right is what loss-makers cost.",
    "La courbe monte tant que les clients rapportent et descend quand ils coûtent. La "
    "chute rouge à droite est ce que coûtent les clients en perte.",
)

VALUE_TITLE = Text(
    "Value and margin: the largest clients, {most} at most",
    "Valeur et marge : les plus grands clients, {most} au plus",
)
VALUE_X = Text("Revenue", "Chiffre d'affaires")
VALUE_X_LOG = Text(
    "Revenue (logarithmic scale)", "Chiffre d'affaires (échelle logarithmique)"
)
VALUE_Y = Text("Net margin rate", "Taux de marge nette")
VALUE_WORDS = Text(
    "One shape and colour a letter; the surface of a shape is the cost to serve. "
    "Rates beyond {low} and {high} stand on the edge. Under the line of 0%, a client "
    "loses money.",
    "Une forme et une couleur par lettre ; la surface d'une forme est le coût de "
    "service. Les taux au-delà de {low} et {high} sont placés au bord. Sous la ligne "
    "de 0 %, un client fait perdre de l'argent.",
)
BARS_TITLE = Text(
    "Share of the letters among clients, largest revenue first",
    "Part des lettres parmi les clients, plus grand chiffre d'affaires d'abord",
)
BARS_WORDS = Text(
    "Each bar is all clients of one line; the letter and the number of clients stand "
    "in it, a dash for clients without a letter. The table below holds the same "
    "figures.",
    "Chaque barre représente tous les clients d'une ligne ; la lettre et le nombre de "
    "clients y figurent, un tiret pour les clients sans lettre. Le tableau dessous donne "
    "les mêmes chiffres.",
)
