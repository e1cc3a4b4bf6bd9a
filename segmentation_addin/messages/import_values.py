"""What an import finds in the values of an export: totals, units, VAT, rates, codes."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.messages import Message, entry

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

CATALOGUE: dict[str, Message] = {
    "totals_left_out": entry(
        _NOTE,
        "{count} row(s) of totals, line {line} first (“{found}”), are left out; what "
        "they state is the sum of the rows.",
        "{count} ligne(s) de total, à commencer par la ligne {line} (« {found} »), ne "
        "sont pas lues ; leurs montants sont bien la somme des lignes.",
        "Nothing to do.",
        "Rien à faire.",
    ),
    "totals_unchecked": entry(
        _NOTE,
        "{count} row(s) at the end or of totals, line {line} first (“{found}”), are "
        "left out; they state no amount that could be checked.",
        "{count} ligne(s) de total ou de fin, à commencer par la ligne {line} "
        "(« {found} »), ne sont pas lues ; elles ne portent pas de montant à vérifier.",
        "Nothing to do, unless a client bears that name.",
        "Rien à faire, sauf si un client porte ce nom.",
    ),
    "total_differs": entry(
        _WARNING,
        "Line {line} (“{label}”) is a total and is left out, but it states "
        "{found:.2f} under {heading} and the rows add up to {expected:.2f}.",
        "La ligne {line} (« {label} ») est un total et n'est pas lue, mais elle "
        "indique {found:.2f} sous {heading} alors que les lignes donnent "
        "{expected:.2f}.",
        "Check that the export is whole: filtered or hidden rows may be missing.",
        "Vérifiez que l'export est complet : des lignes filtrées ou masquées peuvent "
        "manquer.",
    ),
    "cells_merged": entry(
        _NOTE,
        "{heading}: merged cells stand for all their rows ({count} filled).",
        "{heading} : les cellules fusionnées valent pour toutes leurs lignes "
        "({count} remplies).",
        "Nothing to do.",
        "Rien à faire.",
    ),
    "codes_repeated": entry(
        _NOTE,
        "{heading}: each code stands on the first row of its group only; it was "
        "repeated on {count} row(s) below.",
        "{heading} : chaque code n'est écrit qu'à la première ligne de son groupe ; il "
        "a été répété sur {count} ligne(s) en dessous.",
        "Check one group, or export with the code on every row.",
        "Vérifiez un groupe, ou exportez avec le code à chaque ligne.",
    ),
    "vat_taken_off": entry(
        _WARNING,
        "{found} includes VAT; {expected:.1f} % was taken off every amount. Clients at "
        "another rate (exports, for one) come out too low.",
        "{found} est TTC ; une TVA de {expected:.1f} % a été retirée de chaque montant. Les "
        "clients soumis à un autre taux (l'export par exemple) en sortent sous-évalués.",
        "Prefer an export with the amount excluding VAT.",
        "Préférez un export avec le montant HT.",
    ),
    "amount_with_vat": entry(
        _ERROR,
        "The only revenue, “{found}”, includes VAT. Revenue and margin are read "
        "excluding VAT: with VAT, rates would depend on each client's VAT.",
        "Le seul chiffre d'affaires, « {found} », est TTC. Le chiffre d'affaires et la "
        "marge se lisent HT : en TTC, les taux dépendraient de la TVA de chaque client.",
        "Add the amount excluding VAT to the export, or confirm one rate for all "
        "amounts (--vat 20%).",
        "Ajoutez à l'export le montant HT, ou confirmez un taux pour tous les montants "
        "(--vat 20%).",
    ),
    "currencies_mixed": entry(
        _ERROR,
        "The amounts of the file are in several currencies ({found}), and a workbook "
        "holds one.",
        "Les montants du fichier sont en plusieurs devises ({found}), et un classeur "
        "n'en connaît qu'une.",
        "Export the amounts in the currency of the accounts.",
        "Exportez les montants dans la devise de la comptabilité.",
    ),
    "number_ambiguous": entry(
        _ERROR,
        "{heading}: “{found}” could hold a decimal or a thousands mark, and nothing in "
        "the file decides.",
        "{heading} : dans « {found} », le signe peut être décimal ou séparer les "
        "milliers, et rien dans le fichier ne tranche.",
        "Export the amounts with two decimals and no thousands mark.",
        "Exportez les montants avec deux décimales et sans séparateur de milliers.",
    ),
    "date_ambiguous": entry(
        _ERROR,
        "{heading}: “{found}” could be day/month or month/day, and nothing in the "
        "column decides.",
        "{heading} : « {found} » peut se lire jour/mois ou mois/jour, et rien dans la "
        "colonne ne tranche.",
        "Export the dates as 2024-12-31.",
        "Exportez les dates sous la forme 2024-12-31.",
    ),
    "value_unreadable": entry(
        _WARNING,
        "Line {line}, {heading}: “{found}” cannot be read; the cell stays blank.",
        "Ligne {line}, {heading} : « {found} » est illisible ; la cellule reste vide.",
        "Correct it in the export, then import it again.",
        "Corrigez-la dans l'export, puis importez-le à nouveau.",
    ),
    "value_not_computed": entry(
        _WARNING,
        "Line {line}, {heading}: a formula that no spreadsheet has computed yet; it "
        "counts as blank.",
        "Ligne {line}, {heading} : une formule qu'aucun tableur n'a encore calculée ; "
        "elle compte pour vide.",
        "Open the file in Excel, save it, then import it again.",
        "Ouvrez le fichier dans Excel, enregistrez-le, puis importez-le à nouveau.",
    ),
    "period_unreadable": entry(
        _WARNING,
        "Line {line}, {heading}: “{found}” cannot be read; the row is not read.",
        "Ligne {line}, {heading} : « {found} » est illisible ; la ligne n'est pas lue.",
        "Correct it in the export, then import it again.",
        "Corrigez-la dans l'export, puis importez-le à nouveau.",
    ),
    "value_unreadable_more": entry(
        _WARNING,
        "{count} more cell(s), from line {line} ({heading}) on, cannot be read; they "
        "stay blank, and rows of an unreadable period are not read.",
        "{count} autre(s) cellule(s), à partir de la ligne {line} ({heading}), sont "
        "illisibles ; elles restent vides, et les lignes dont la période est illisible "
        "ne sont pas lues.",
        "Correct them in the export, then import it again.",
        "Corrigez-les dans l'export, puis importez-le à nouveau.",
    ),
    "siret_spoiled": entry(
        _WARNING,
        "{heading}: {count} number(s), “{found}” first, lost digits in a spreadsheet; "
        "none of them is read.",
        "{heading} : {count} numéro(s), à commencer par « {found} », ont perdu des "
        "chiffres dans un tableur ; aucun d'eux n'est lu.",
        "Export the numbers as text, or as CSV without passing through Excel.",
        "Exportez les numéros en texte, ou en CSV sans passer par Excel.",
    ),
    "rate_on_cost": entry(
        _NOTE,
        "{heading} is a share of the cost, as revenue and cost or a rate above 100 % "
        "prove; margins were reckoned so.",
        "{heading} est une part du coût, comme le prouvent le chiffre d'affaires et le "
        "coût, ou un taux au-dessus de 100 % ; les marges sont calculées ainsi.",
        "Nothing to do.",
        "Rien à faire.",
    ),
    "rate_on_price": entry(
        _NOTE,
        "{heading} is a share of the price, as revenue and cost prove; margins were "
        "reckoned so.",
        "{heading} est une part du prix, comme le prouvent le chiffre d'affaires et le "
        "coût ; les marges sont calculées ainsi.",
        "Nothing to do.",
        "Rien à faire.",
    ),
    "rate_on_cost_named": entry(
        _NOTE,
        "{heading} was read as a share of the cost, since its name says so.",
        "{heading} a été lu comme une part du coût, d'après son titre.",
        "Add the cost to the export to have it proved.",
        "Ajoutez le coût à l'export pour que ce soit prouvé.",
    ),
    "rate_on_price_named": entry(
        _NOTE,
        "{heading} was read as a share of the price, since its name says so.",
        "{heading} a été lu comme une part du prix, d'après son titre.",
        "Add the cost to the export to have it proved.",
        "Ajoutez le coût à l'export pour que ce soit prouvé.",
    ),
    "rate_base_ambiguous": entry(
        _ERROR,
        "{heading} may be a share of the price or of the cost, and nothing in the file "
        "decides: 50 % on the cost is 33 % on the price.",
        "{heading} peut se rapporter au prix ou au coût, et rien dans le fichier ne "
        "tranche : 50 % du coût font 33 % du prix.",
        "Write one line in a file for --mapping, or in WORKBOOK.mapping.csv beside the "
        "workbook: “{found},Margin rate on price” for a share of the price, or "
        "“{found},Margin rate on cost” for a share of the cost. Or add the cost to the "
        "export.",
        "Écrivez une ligne dans un fichier pour --mapping, ou dans CLASSEUR.mapping.csv "
        "à côté du classeur : « {found},Taux de marque » pour une part du prix de "
        "vente, ou « {found},Taux de marge sur coût » pour une part du coût. Ou "
        "ajoutez le coût à l'export.",
    ),
    "rate_on_cost_said": entry(
        _NOTE,
        "{heading} was read as a share of the cost, as you said.",
        "{heading} a été lu comme une part du coût, comme vous l'avez indiqué.",
        "Nothing to do.",
        "Rien à faire.",
    ),
    "rate_on_price_said": entry(
        _NOTE,
        "{heading} was read as a share of the price, as you said.",
        "{heading} a été lu comme une part du prix de vente, comme vous l'avez indiqué.",
        "Nothing to do.",
        "Rien à faire.",
    ),
    "rate_not_on_price": entry(
        _ERROR,
        "{heading} is said to be a share of the price, but a rate above 100 % can only "
        "be a share of the cost.",
        "{heading} est indiqué comme une part du prix de vente, mais un taux au-dessus "
        "de 100 % ne peut être qu'une part du coût.",
        "Write “Margin rate on cost” in the mapping file, or correct that rate in the "
        "export.",
        "Écrivez « Taux de marge sur coût » dans le fichier de correspondance, ou "
        "corrigez ce taux dans l'export.",
    ),
    "their_own_revenue": entry(
        _NOTE,
        "“{found}” is what the client's own company sells, not what it buys from us; "
        "it is not read.",
        "« {found} » est le chiffre d'affaires du client lui-même, pas ce qu'il nous "
        "achète ; la colonne n'est pas lue.",
        "If it is what you sold, name the column Revenue.",
        "S'il s'agit de vos ventes, nommez la colonne « Chiffre d'affaires ».",
    ),
    "client_twice": entry(
        _WARNING,
        "{count} client code(s), {found} first, stand on several rows with different "
        "content; the first row of each is read.",
        "{count} code(s) client, à commencer par {found}, figurent sur plusieurs lignes "
        "au contenu différent ; la première de chacun est lue.",
        "Keep one row per client in the export.",
        "Gardez une ligne par client dans l'export.",
    ),
    "client_codes_share_name": entry(
        _WARNING,
        "{count} name(s), “{found}” first, stand under several client codes "
        "({expected}): each code remains a client of its own.",
        "{count} nom(s), à commencer par « {found} », figurent sous plusieurs codes "
        "client ({expected}) : chaque code reste un client à part.",
        "If it is one client, give both the same code or the same group.",
        "S'il s'agit d'un seul client, donnez-leur le même code ou le même groupe.",
    ),
    "codes_zeros_lost": entry(
        _WARNING,
        "{heading}: “{found}” and “{expected}” differ by their zeros alone; they are "
        "read as two clients ({count} such pair(s)).",
        "{heading} : « {found} » et « {expected} » ne diffèrent que par leurs zéros ; "
        "ils sont lus comme deux clients ({count} paire(s) de ce type).",
        "Export the codes as text, so that zeros at the front stay.",
        "Exportez les codes en texte, pour que les zéros de tête restent.",
    ),
}
