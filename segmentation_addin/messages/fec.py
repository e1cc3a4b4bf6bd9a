"""What an accounting export can show, and what to do."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.languages import Text
from segmentation_addin.messages import Message

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

_EXPORT_AGAIN = Text(
    "Export the FEC again from the accounting software: 18 fields, tabs or |.",
    "Refaites l'export du FEC depuis le logiciel comptable : 18 champs, tabulations "
    "ou |.",
)
_ASK = Text(
    "Ask the accountant for the file of the closed year, as given to the tax office.",
    "Demandez au comptable le fichier de l'exercice clos, tel que remis à "
    "l'administration.",
)

FILES: dict[str, tuple[Text, Text]] = {
    "fec_xml": (
        Text(
            "The file {file} is a FEC in XML; only flat files are read.",
            "Le fichier {file} est un FEC en XML ; seuls les fichiers à plat sont lus.",
        ),
        Text(
            "Export it as a flat file (tabs or |).",
            "Exportez-le en fichier à plat (tabulations ou |).",
        ),
    ),
    "fec_american": (
        Text(
            "The file {file} is a report to the Federal Election Commission of the "
            "United States, not a French accounting export.",
            "Le fichier {file} est une déclaration à la Federal Election Commission "
            "des États-Unis, pas un fichier des écritures comptables.",
        ),
        _ASK,
    ),
    "fec_no_text": (
        Text(
            "The file {file} is not a text file.",
            "Le fichier {file} n'est pas un fichier texte.",
        ),
        _EXPORT_AGAIN,
    ),
    "fec_layout": (
        Text(
            "The first line of {file} is not that of a FEC: 18 fields separated by "
            "tabs or | are expected.",
            "La première ligne de {file} n'est pas celle d'un FEC : 18 champs séparés "
            "par des tabulations ou des | sont attendus.",
        ),
        _EXPORT_AGAIN,
    ),
    "fec_fields": (
        Text(
            "The FEC {file} lacks fields that are needed: {missing}.",
            "Il manque au FEC {file} des champs nécessaires : {missing}.",
        ),
        _EXPORT_AGAIN,
    ),
}
"""Files that cannot be read as a FEC."""

CATALOGUE: dict[str, Message] = {
    "fec_nothing_read": Message(
        _ERROR,
        Text("No line of {file} can be read.", "Aucune ligne de {file} n'est lisible."),
        _EXPORT_AGAIN,
    ),
    "fec_lines_unread": Message(
        _WARNING,
        Text(
            "{file}: lines that cannot be read and are left out: {count:.0f}. The "
            "first: {lines}.",
            "{file} : lignes illisibles, laissées de côté : {count:.0f}. Les "
            "premières : {lines}.",
        ),
        Text(
            "Look at these lines: a date or an amount is damaged, or a separator "
            "stands inside a text.",
            "Regardez ces lignes : une date ou un montant est abîmé, ou un séparateur "
            "se trouve dans un texte.",
        ),
    ),
    "fec_cut": Message(
        _ERROR,
        Text(
            "{file} seems to be cut: its last line is not whole (debits and credits "
            "differ by {gap:,.2f}).",
            "{file} semble coupé : sa dernière ligne n'est pas entière (écart entre "
            "débits et crédits : {gap:,.2f}).",
        ),
        _EXPORT_AGAIN,
    ),
    "fec_unbalanced": Message(
        _ERROR,
        Text(
            "{file}: debits and credits differ by {gap:,.2f} over {lines:.0f} lines; "
            "equal sums are expected.",
            "{file} : débits et crédits diffèrent de {gap:,.2f} sur {lines:.0f} "
            "lignes ; des totaux égaux sont attendus.",
        ),
        Text(
            "The file is not whole (several parts?) or was edited. Give all its parts "
            "at once, or export it again.",
            "Le fichier est incomplet (plusieurs parties ?) ou a été retouché. Donnez "
            "toutes ses parties ensemble, ou refaites l'export.",
        ),
    ),
    "fec_entries_unbalanced": Message(
        _WARNING,
        Text(
            "{file}: entries that do not balance by themselves: {count:.0f}. The file "
            "as a whole does.",
            "{file} : écritures non équilibrées : {count:.0f}. Le fichier entier "
            "l'est.",
        ),
        Text(
            "Often rounding by a cent, or numbers of entry used twice. The amount at "
            "stake says how much.",
            "Souvent un arrondi d'un centime, ou un numéro d'écriture utilisé deux "
            "fois. Le montant en jeu dit combien.",
        ),
    ),
    "fec_no_sales": Message(
        _ERROR,
        Text(
            "{file} holds no sale: no line of account 70.",
            "{file} ne contient aucune vente : pas de ligne de compte 70.",
        ),
        Text(
            "Give the file of a whole year, all journals included.",
            "Donnez le fichier d'un exercice entier, tous journaux compris.",
        ),
    ),
    "fec_inverted": Message(
        _ERROR,
        Text(
            "{file}: account 70 is on the debit side; debits and credits seem to be "
            "swapped.",
            "{file} : le compte 70 est au débit ; débits et crédits semblent inversés.",
        ),
        _EXPORT_AGAIN,
    ),
    "fec_cash_sales": Message(
        _ERROR,
        Text(
            "{file}: only {rate:.0%} of the revenue passes through accounts of named "
            "clients ({clients:.0f}); at least 80% is expected.",
            "{file} : seuls {rate:.0%} du chiffre d'affaires passent par des comptes "
            "de clients nommés ({clients:.0f}) ; au moins 80 % sont attendus.",
        ),
        Text(
            "Counter and cash sales name no client: import the invoices or the orders "
            "instead (--as lines).",
            "Les ventes au comptoir ne nomment pas de client : importez plutôt les "
            "factures ou les commandes (--as lines).",
        ),
    ),
    "fec_unallocated": Message(
        _NOTE,
        Text(
            "{file}: {rate:.1%} of the revenue belongs to no client.",
            "{file} : {rate:.1%} du chiffre d'affaires n'appartient à aucun client.",
        ),
        Text(
            "The import lists it by reason; nothing to do if that is right.",
            "L'import le détaille par motif ; rien à faire si c'est juste.",
        ),
    ),
    "fec_counter": Message(
        _WARNING,
        Text(
            "{file}: accounts whose name says counter, cash or internet sales: "
            "{count:.0f}.",
            "{file} : comptes dont le nom dit ventes au comptoir, en espèces ou par "
            "internet : {count:.0f}.",
        ),
        Text(
            "They are no clients: delete their rows in Clients and Margins if you do "
            "not want them among the letters.",
            "Ce ne sont pas des clients : supprimez leurs lignes dans Clients et "
            "Marges si vous n'en voulez pas parmi les lettres.",
        ),
    ),
    "fec_shared": Message(
        _WARNING,
        Text(
            "{file}: clients whose revenue partly comes from entries of several "
            "clients, shared in proportion to what each owes: {count:.0f}.",
            "{file} : clients dont une part du chiffre d'affaires vient d'écritures à "
            "plusieurs clients, répartie selon ce que chacun doit : {count:.0f}.",
        ),
        Text(
            "An estimate: with different VAT rates a client can be off by some "
            "percent. Import the invoices for exact figures.",
            "Une estimation : avec des taux de TVA différents, un client peut être "
            "faussé de quelques pour cent. Importez les factures pour l'exactitude.",
        ),
    ),
    "fec_factored": Message(
        _WARNING,
        Text(
            "{file}: clients whose invoices were sold to a factor: {count:.0f}. How "
            "long they take to pay is not known.",
            "{file} : clients dont les factures ont été cédées à un factor : "
            "{count:.0f}. Leur délai de paiement n'est pas connu.",
        ),
        Text(
            "Type their days to pay in Margins if you know them.",
            "Tapez leur délai de paiement dans Marges si vous le connaissez.",
        ),
    ),
    "fec_delay_indicative": Message(
        _NOTE,
        Text(
            "{file}: clients whose days to pay are an indication (no lettering, no "
            "equal amounts): {count:.0f}.",
            "{file} : clients dont le délai de paiement est indicatif (ni lettrage, "
            "ni montants égaux) : {count:.0f}.",
        ),
        Text(
            "Letter the accounts 411 and export again for exact delays.",
            "Lettrez les comptes 411 et refaites l'export pour des délais exacts.",
        ),
    ),
    "fec_not_a_year": Message(
        _WARNING,
        Text(
            "{file} covers {months:.0f} months ({first} to {last}); 12 are expected.",
            "{file} couvre {months:.0f} mois (du {first} au {last}) ; 12 sont "
            "attendus.",
        ),
        Text(
            "Its figures count as those of a year: compare them with care.",
            "Ses chiffres comptent comme ceux d'une année : comparez avec prudence.",
        ),
    ),
    "fec_name_date": Message(
        _NOTE,
        Text(
            "The name of {file} says {found}, its entries end on {expected}: the "
            "entries are believed.",
            "Le nom de {file} dit {found}, ses écritures s'arrêtent au {expected} : "
            "les écritures font foi.",
        ),
        Text("Nothing to do if that is right.", "Rien à faire si c'est juste."),
    ),
    "fec_years_overlap": Message(
        _ERROR,
        Text(
            "Two files speak of the same months: one ends on {first}, the other on "
            "{last}.",
            "Deux fichiers couvrent les mêmes mois : l'un finit le {first}, l'autre le "
            "{last}.",
        ),
        Text("Give each year once.", "Donnez chaque exercice une seule fois."),
    ),
}

REASONS = {
    "opening": Text("balances brought forward", "à-nouveaux"),
    "cash": Text(
        "cash or bank sales without a client", "ventes au comptant, sans client"
    ),
    "accrual": Text("not yet invoiced or deferred", "à établir ou constaté d'avance"),
    "third_party": Text("other third parties (467)", "autres tiers (467)"),
    "moved": Text("moved within account 70", "reclassé dans le compte 70"),
    "nameless": Text("collective client account", "compte client collectif"),
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
