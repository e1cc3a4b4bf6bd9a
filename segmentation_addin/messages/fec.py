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
            "{file} covers {months:.0f} months ({first} to {last}); 12 are expected. "
            "Revenue as booked: {revenue:,.0f}; on 12 months, in proportion: "
            "{annual:,.0f}.",
            "{file} couvre {months:.0f} mois (du {first} au {last}) ; 12 sont "
            "attendus. CA comptabilisé : {revenue:,.0f} ; sur 12 mois, au prorata : "
            "{annual:,.0f}.",
        ),
        Text(
            "Figures stay as booked, so that they reconcile: type the pools for the "
            "same months, and do not read growth from it.",
            "Les chiffres restent ceux de la comptabilité, pour se rapprocher : tapez "
            "les enveloppes pour les mêmes mois et n'en tirez pas de croissance.",
        ),
    ),
    "fec_short_year": Message(
        _ERROR,
        Text(
            "The year that ends on {last} has {months:.0f} months: the 12 months "
            "analysed would also hold the year that ends on {first}, {together:.0f} "
            "months in all.",
            "L'exercice clos le {last} a {months:.0f} mois : les 12 mois analysés "
            "contiendraient aussi l'exercice clos le {first}, soit {together:.0f} "
            "mois en tout.",
        ),
        Text(
            "Give closed years of 12 months together; give a short one alone, into a "
            "workbook of its own.",
            "Donnez ensemble des exercices de 12 mois ; donnez un exercice court seul, "
            "dans un classeur à lui.",
        ),
    ),
    "fec_period_near": Message(
        _ERROR,
        Text(
            "The workbook holds figures to {found} ({count:.0f} rows), the file goes to "
            "{last}: less than 12 months apart, the same months would count twice.",
            "Le classeur a des chiffres au {found} ({count:.0f} lignes), le fichier va "
            "au {last} : à moins de 12 mois d'écart, les mêmes mois compteraient deux "
            "fois.",
        ),
        Text(
            "If the file replaces a part of its year, delete those rows in Margins and "
            "Cost to serve and import again. Give a short year a workbook of its own.",
            "Si le fichier remplace une partie de son exercice, supprimez ces lignes "
            "dans Marges et Coût de service et recommencez. Un exercice court va "
            "dans un classeur à lui.",
        ),
    ),
    "fec_cancelled": Message(
        _NOTE,
        Text(
            "{file}: credit notes that cancel a whole invoice of the same client and "
            "amount: {count:.0f}, of which followed by a new invoice: {replaced:.0f}.",
            "{file} : avoirs qui annulent une facture entière du même client et du "
            "même montant : {count:.0f}, dont suivis d'une nouvelle facture : "
            "{replaced:.0f}.",
        ),
        Text(
            "They stay in Credit notes, as booked. The import shows the rate without "
            "them: use that one to judge a client.",
            "Ils restent dans Avoirs, comme en comptabilité. L'import montre le taux "
            "sans eux : jugez un client sur celui-là.",
        ),
    ),
    "fec_dates": Message(
        _ERROR,
        Text(
            "{file}: its entries go from {first} to {last}, {months:.0f} months; an "
            "accounting year has 24 at most.",
            "{file} : ses écritures vont du {first} au {last}, soit {months:.0f} mois ; "
            "un exercice en a 24 au plus.",
        ),
        Text(
            "A date is mistyped, or several years are in one file. Correct the date, "
            "or export one file a year.",
            "Une date est mal saisie, ou plusieurs exercices sont dans un fichier. "
            "Corrigez la date, ou exportez un fichier par exercice.",
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
        Text(
            "Give each year once. Parts of one year are named alike and end in _1, _2.",
            "Donnez chaque exercice une seule fois. Les parties d'un exercice portent "
            "le même nom, terminé par _1, _2.",
        ),
    ),
    "fec_same_file": Message(
        _ERROR,
        Text(
            "{file} holds exactly what {first} holds: the year would count twice.",
            "{file} contient exactement la même chose que {first} : l'exercice "
            "compterait deux fois.",
        ),
        Text("Give the file once.", "Donnez le fichier une seule fois."),
    ),
    "fec_other_company": Message(
        _WARNING,
        Text(
            "The name of the file says SIREN {found}; the books of this workbook are "
            "those of {expected}.",
            "Le nom du fichier dit SIREN {found} ; la comptabilité de ce classeur est "
            "celle de {expected}.",
        ),
        Text(
            "One workbook holds one company: check the file. If the number in "
            "Settings is wrong, blank it.",
            "Un classeur porte une seule société : vérifiez le fichier. Si le numéro "
            "des Paramètres est faux, videz-le.",
        ),
    ),
    "fec_other_company_same_year": Message(
        _ERROR,
        Text(
            "The workbook already holds this year for SIREN {expected}; the name of "
            "the file says {found}. The clients of two companies would mix.",
            "Le classeur contient déjà cet exercice pour le SIREN {expected} ; le nom "
            "du fichier dit {found}. Les clients de deux sociétés se mélangeraient.",
        ),
        Text(
            "Import it into a workbook of its own. If the number in Settings is wrong, "
            "correct it and import again.",
            "Importez-le dans un classeur à lui. Si le numéro des Paramètres est faux, "
            "corrigez-le et recommencez.",
        ),
    ),
    "fec_rows_left": Message(
        _WARNING,
        Text(
            "Rows of Margins for the same period that the file knows nothing of: "
            "{count:.0f}. They were left as they are.",
            "Lignes de Marges de la même période que le fichier ne connaît pas : "
            "{count:.0f}. Elles sont restées telles quelles.",
        ),
        Text(
            "After a corrected FEC, delete the rows of clients that no longer have "
            "sales: the amount would count twice.",
            "Après un FEC corrigé, supprimez les lignes des clients sans vente : le "
            "montant compterait deux fois.",
        ),
    ),
    "fec_rate_alone": Message(
        _ERROR,
        Text(
            "A margin rate was given, but the files are no accounting export (FEC).",
            "Un taux de marge est donné, mais les fichiers ne sont pas des FEC.",
        ),
        Text(
            "Leave --margin-rate out: it is for a FEC, which holds no cost of goods.",
            "Retirez --margin-rate : il sert à un FEC, qui ne contient pas de coût des "
            "ventes.",
        ),
    ),
}
