"""The words in which an import sums up an accounting export."""

from __future__ import annotations

from segmentation_addin.languages import Text

REASONS = {
    "opening": Text("balances brought forward", "à-nouveaux"),
    "cash": Text(
        "cash or bank sales without a client", "ventes au comptant, sans client"
    ),
    "accrual": Text("not yet invoiced or deferred", "à établir ou constaté d'avance"),
    "third_party": Text("other third parties (467)", "autres tiers (467)"),
    "moved": Text("moved within account 70", "reclassé dans le compte 70"),
    "nameless": Text("collective client account", "compte client collectif"),
    "staff": Text("staff and partners", "salariés et associés"),
    "other": Text("other entries", "autres écritures"),
}
"""Why revenue belongs to no client."""
DELAYS = {
    "lettering": Text("by lettering", "par lettrage"),
    "amount": Text("by equal amounts", "par montants égaux"),
    "order": Text("first in, first out (indicative)", "par ancienneté (indicatif)"),
}
HEAD = Text(
    "{file}: {lines} lines, {encoding}, {first} to {last}",
    "{file} : {lines} lignes, {encoding}, du {first} au {last}",
)
CONTROL = Text(
    "  Revenue in account 70   {total} = clients {given} + no client {left}",
    "  CA du compte 70   {total} = clients {given} + sans client {left}",
)
REASON = Text("    {reason}: {amount}", "    {reason} : {amount}")
CLIENTS = Text(
    "  Clients: {clients} · credit notes: {credit_notes} · days to pay {delays}",
    "  Clients : {clients} · avoirs : {credit_notes} · délais {delays}",
)
CANCELLED = Text(
    "  Of these, credit notes that cancel a whole invoice: {count}, {amount} "
    "({replaced} invoiced again); credit-note rate {rate}, without them {without}",
    "  Dont avoirs qui annulent une facture entière : {count}, {amount} ({replaced} "
    "refaites) ; taux d'avoirs {rate}, sans eux {without}",
)
FREIGHT = Text(
    "  Of the revenue, freight invoiced apart (7085): {total} = clients {clients} + no "
    "client {left}",
    "  Dont ports refacturés (7085) : {total} = clients {clients} + sans client {left}",
)
OWED = Text(
    "  Owed by clients at the end, with VAT: {amount} ({dso} days of sales), of which "
    "doubtful {doubtful}; by accounts without a sale in the year: {others}",
    "  Encours clients à la fin, TTC : {amount} ({dso} jours de CA), dont douteux "
    "{doubtful} ; comptes sans vente dans l'exercice : {others}",
)
COUNTER_LISTED = 10
"""Accounts of counter sales that are shown."""
COUNTER = Text(
    "  Of these, accounts of counter, cash or internet sales: {count}, {amount} of "
    "revenue",
    "  Dont comptes de comptoir, d'espèces ou d'internet : {count}, {amount} de CA",
)
COUNTER_LINE = Text("    {client} {name}: {amount}", "    {client} {name} : {amount}")
BASES = {
    "purchases": Text("purchases (60)", "achats (60)"),
    "subcontracting": Text("subcontracting (604, 611)", "sous-traitance (604, 611)"),
    "transport": Text("transport (624)", "transports (624)"),
    "commissions": Text("commissions (6222)", "commissions (6222)"),
    "advertising": Text("advertising (623)", "publicité (623)"),
    "travel": Text("travel (625)", "déplacements (625)"),
    "staff": Text("staff (64)", "personnel (64)"),
}
"""Costs of the whole company, from which pools and a margin rate can be taken."""
COSTS = Text(
    "  Costs of the whole company, for pools: {costs}",
    "  Charges de toute la société, pour les enveloppes : {costs}",
)
PERSONAL = Text(
    "  Lines of wages and the like, dropped while reading: {count}",
    "  Lignes de paie et assimilées, écartées à la lecture : {count}",
)
NOT_IN_A_FEC = Text(
    "A FEC does not hold the cost of goods by client. Without it there is no letter: "
    "import a file with the client code and a margin or a cost "
    "(segmentation import margins.csv --into {path}), then refresh. Postcode, sector, "
    "account manager, deliveries, visits and ratings can come the same way.",
    "Un FEC ne contient pas le coût des ventes par client. Sans lui, pas de lettre : "
    "importez un fichier avec le code client et une marge ou un coût "
    "(segmentation import marges.csv --into {path}), puis actualisez. Code postal, "
    "secteur, commercial, livraisons, visites et notes viennent de la même façon.",
)
ESTIMATED = Text(
    "Gross margins were estimated at {rate} % of revenue, for all clients alike, where "
    "the workbook had none: they are marked “estimated”, tell no client from another, "
    "and such a client stays between B and C. For real letters import a file with "
    "the client code and a margin or a cost (segmentation import margins.csv --into "
    "{path}), then refresh.",
    "Les marges brutes sont estimées à {rate} % du CA, pareil pour tous les clients, "
    "là où le classeur n'en avait pas : elles portent « estimée », ne distinguent "
    "aucun client, et un tel client reste entre B et C. Pour de vraies lettres, "
    "importez un fichier avec le code client et une marge ou un coût (segmentation "
    "import marges.csv --into {path}), puis actualisez.",
)
