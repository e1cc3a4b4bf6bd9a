"""Messages of the reliability audit: what agrees, who is who, how fresh it is."""

from __future__ import annotations

from segmentation_addin.core.issues import Severity
from segmentation_addin.messages import Message, entry

_W, _N = Severity.WARNING, Severity.NOTE

CATALOGUE: dict[str, Message] = {
    "ledger_differs": entry(
        _W,
        "The revenue of the period is {found:,.2f}; the ledger's, typed in Settings, "
        "is {expected:,.2f}: a difference of {difference:,.2f}.",
        "Le chiffre d'affaires de la période est de {found:,.2f} ; celui de la "
        "comptabilité, saisi dans Paramètres, de {expected:,.2f} : un écart de "
        "{difference:,.2f}.",
        "Look for missing clients, credit notes, year-end rebates, or sales invoiced "
        "in another period.",
        "Cherchez des clients absents, des avoirs, des ristournes de fin d'année, ou "
        "des ventes facturées sur une autre période.",
    ),
    "orders_differ": entry(
        _N,
        "Cost to serve counts {found:,.0f} orders over the period, Margins "
        "{expected:,.0f}.",
        "Coût de service compte {found:,.0f} commandes sur la période, Marges "
        "{expected:,.0f}.",
        "Take both from the same source, or keep one of the two columns.",
        "Prenez les deux à la même source, ou gardez une seule des deux colonnes.",
    ),
    "client_same_siren": entry(
        _W,
        "Clients {client} and {found} have the same SIREN: one company under {count} "
        "codes, its revenue is split.",
        "Les clients {client} et {found} ont le même SIREN : une seule société sous "
        "{count} codes, son chiffre d'affaires est divisé.",
        "Give them one code; or the same Group when they are to stay apart.",
        "Donnez-leur un seul code ; ou le même Groupe s'ils doivent rester séparés.",
    ),
    "client_same_name": entry(
        _W,
        "Clients {client} and {found} have the same name, but for its spelling or its "
        "legal form: perhaps one client under {count} codes.",
        "Les clients {client} et {found} ont le même nom, à l'écriture ou à la forme "
        "juridique près : peut-être un seul client sous {count} codes.",
        "Give them one code; or the same Group, or their SIREN numbers, when they are "
        "two.",
        "Donnez-leur un seul code ; ou le même Groupe, ou leurs numéros SIREN, s'ils "
        "sont distincts.",
    ),
    "siren_key_wrong": entry(
        _N,
        "{count} SIREN numbers cannot be one, {found} first: 9 digits with a key that "
        "holds are expected.",
        "{count} numéros SIREN sont impossibles, à commencer par {found} : 9 chiffres "
        "à la clé exacte sont attendus.",
        "Copy the number again from the client's papers.",
        "Recopiez le numéro depuis un document du client.",
    ),
    "catch_all_client": entry(
        _N,
        "The code {client} stands for many buyers and holds {share:.1%} of the "
        "revenue: its letter describes nobody.",
        "Le code {client} regroupe plusieurs acheteurs et porte {share:.1%} du "
        "chiffre d'affaires : sa lettre ne décrit personne.",
        "Split it by client where the invoices tell who bought; else read its letter "
        "as that of a channel.",
        "Ventilez-le par client si les factures disent qui a acheté ; sinon, lisez sa "
        "lettre comme celle d'un canal.",
    ),
    "later_period_unused": entry(
        _N,
        "{count} rows of Margins, up to {found}, are later than the analysis date "
        "{expected}: they are not used.",
        "{count} lignes de Marges, jusqu'au {found}, sont postérieures à la date "
        "d'analyse {expected} : elles ne servent pas.",
        "Clear the analysis date in Settings to use the last period.",
        "Videz la date d'analyse dans Paramètres pour analyser la dernière période.",
    ),
    "orders_stop_early": entry(
        _W,
        "The newest order of the whole portfolio, {found}, is {count} days before the "
        "analysis date {expected}: figures may be missing at the end.",
        "La commande la plus récente du portefeuille, le {found}, précède de {count} "
        "jours la date d'analyse {expected} : il manque peut-être la fin des chiffres.",
        "Import the last weeks, or correct the period.",
        "Importez les dernières semaines, ou corrigez la période.",
    ),
    "order_before_period": entry(
        _W,
        "{count} rows have revenue in the period and a last order before it, {found} "
        "first: recency counts them as old.",
        "{count} lignes ont un chiffre d'affaires sur la période et une dernière "
        "commande antérieure, à commencer par le {found} : la récence les vieillit.",
        "Type the date of the last order of the period.",
        "Saisissez la date de la dernière commande de la période.",
    ),
    "cost_of_goods_negative": entry(
        _W,
        "Client {client}: the cost of goods is negative ({found:,.2f}): the margin "
        "would pass 100 % of the revenue.",
        "Client {client} : le coût des ventes est négatif ({found:,.2f}) : la marge "
        "dépasserait 100 % du chiffre d'affaires.",
        "Type it as a positive amount; check that it holds no credit of a supplier.",
        "Saisissez-le en positif ; vérifiez qu'il ne contient pas un avoir "
        "fournisseur.",
    ),
}
