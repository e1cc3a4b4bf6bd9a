"""What the what-if says: what keeps a row from being computed, what it rests on."""

from __future__ import annotations

from segmentation_addin.languages import Text

LAW = Text(
    "In France, ending an established commercial relation suddenly, without written "
    "notice, engages your liability (art. L.442-1 II C. com.): plan the notice.",
    "En France, rompre brutalement une relation commerciale établie, sans préavis "
    "écrit, engage votre responsabilité (art. L.442-1 II C. com.) : prévoyez le "
    "préavis.",
)
PLANNED_AS_D = Text(
    "D never means drop: price, minimum order, channel and service level come first, "
    "a progressive exit last.",
    "D ne veut jamais dire abandonner : d'abord le prix, la commande minimum, le "
    "canal et le niveau de service ; une sortie progressive en dernier.",
)

PROBLEMS: dict[str, Text] = {
    "unreadable": Text("Not computed: {message}", "Non calculé : {message}"),
    "kind_missing": Text(
        "Not computed: choose an action.", "Non calculé : choisissez une action."
    ),
    "who_missing": Text(
        "Not computed: type a client code, or choose a letter.",
        "Non calculé : saisissez un code client, ou choisissez une lettre.",
    ),
    "who_twice": Text(
        "Not computed: a client or a letter, not both.",
        "Non calculé : un client ou une lettre, pas les deux.",
    ),
    "client_unknown": Text(
        "Not computed: no client has this code.",
        "Non calculé : aucun client n'a ce code.",
    ),
    "rate_missing": Text(
        "Not computed: type a rate.", "Non calculé : il manque un taux."
    ),
    "rate_range": Text(
        "Not computed: the rate must lie between 0 and 100 % (a price change: from "
        "-100 %).",
        "Non calculé : le taux doit être entre 0 et 100 % (un prix : à partir de "
        "-100 %).",
    ),
    "amount_missing": Text(
        "Not computed: type an amount.", "Non calculé : il manque un montant."
    ),
    "amount_range": Text(
        "Not computed: the amount is negative, or too large.",
        "Non calculé : le montant est négatif, ou trop grand.",
    ),
    "driver_unknown": Text(
        "Not computed: no column of Cost to serve is named so.",
        "Non calculé : aucune colonne de Coût de service ne porte ce nom.",
    ),
    "loss_range": Text(
        "Not computed: the volume lost must lie between 0 and 100 %.",
        "Non calculé : le volume perdu doit être entre 0 et 100 %.",
    ),
    "notice_range": Text(
        "Not computed: the notice must lie between 0 and 12 months.",
        "Non calculé : le préavis doit être entre 0 et 12 mois.",
    ),
}
"""By the codes of `core.what_if.actions.problem`."""

NOTES: dict[str, Text] = {
    "exit_loses": Text(
        "Not proposed for {count} client(s): leaving them would lose money, their "
        "margin pays more than the cost that would stop.",
        "Non proposée pour {count} client(s) : leur départ coûterait, leur marge paie "
        "plus que le coût qui cesserait.",
    ),
    "exit": Text(
        "In France, written notice is due (art. L.442-1 II C. com.).",
        "En France, un préavis écrit est dû (art. L.442-1 II C. com.).",
    ),
    "avoidable_blank": Text(
        "Nobody said what is avoidable of {count} activity(ies): counted 0.",
        "Personne n'a dit ce qui est évitable de {count} activité(s) : compté 0.",
    ),
    "cost_unknown": Text(
        "Cost to serve unknown for {count} client(s): nothing saved is counted.",
        "Coût de service inconnu pour {count} client(s) : rien n'est compté comme "
        "évité.",
    ),
    "margin_unknown": Text(
        "Left out, margin unknown: {count} client(s).",
        "Laissés de côté, marge inconnue : {count} client(s).",
    ),
    "overruled": Text(
        "{count} client(s) obey a more precise row.",
        "{count} client(s) suivent une ligne plus précise.",
    ),
    "orders_unknown": Text(
        "Orders unknown for {count} client(s): nothing changes for them.",
        "Commandes inconnues pour {count} client(s) : rien ne change pour eux.",
    ),
    "no_units": Text(
        "{count} client(s) use none of this driver.",
        "{count} client(s) n'utilisent pas cet inducteur.",
    ),
    "nobody": Text("No client is concerned.", "Aucun client n'est concerné."),
}
"""Remarks on a row that was computed, in the order in which they are said."""

COMMAND: dict[str, Text] = {
    "before": Text("Before", "Avant"),
    "changes": Text("Changes", "Changements"),
    "after": Text("After", "Après"),
    "letter": Text("Letter", "Lettre"),
    "clients": Text("Clients", "Clients"),
    "saved": Text("Cost saved", "Coût évité"),
    "margin": Text("Gross margin", "Marge brute"),
    "paid": Text("New and one-off", "Nouveaux et ponctuels"),
    "stranded": Text("Stranded", "Coût qui reste"),
    "net": Text("Net margin", "Marge nette"),
    "total": Text("Total", "Total"),
    "inactive": Text("inactive", "inactifs"),
    "orphans": Text("unknown clients", "clients inconnus"),
    "title": Text(
        "What-if over 12 months, as of {day}: net margin before, changes, after",
        "Simulation sur 12 mois, au {day} : marge nette avant, changements, après",
    ),
    "stranded_is": Text(
        "Stranded: cost that is freed but does not stop; not counted as saved.",
        "Coût qui reste : libéré, mais il ne cesse pas ; non compté comme évité.",
    ),
    "no_scenario": Text(
        "No decision to try: give options (--exit, --reprice...), or fill the table of "
        "the sheet What-if, one row a decision.",
        "Aucune décision à essayer : donnez des options (--exit, --reprice...), ou "
        "remplissez le tableau de la feuille Simulation, une ligne par décision.",
    ),
    "proposed": Text(
        "Exits that would gain (D): {count}", "Sorties qui rapporteraient (D) : {count}"
    ),
    "goal_title": Text(
        "To bring their net margin to {target} of revenue:",
        "Pour porter leur marge nette à {target} du CA :",
    ),
    "goal_head": Text(
        "Client|Name|Letter|Net margin|After avoidable cost|Price|May lose|Or cut|"
        "Or minimum order|May lose",
        "Client|Nom|Lettre|Marge nette|Après coût évitable|Prix|Perte permise|"
        "Ou réduire|Ou commande min.|Perte permise",
    ),
    "more": Text(
        "… and {count} more: see --json.", "… et {count} de plus : voir --json."
    ),
    "remark": Text("{who}, {what}: {said}", "{who}, {what} : {said}"),
}

LEVERS: dict[str, Text] = {
    "reprice": Text("price {change}", "prix {change}"),
    "service": Text("{driver} {change}", "{driver} {change}"),
    "minimum_order": Text(
        "minimum order {amount} (orders {change})",
        "commande minimum {amount} (commandes {change})",
    ),
    "payment": Text("paid {days} days sooner", "payé {days} jours plus tôt"),
    "exit": Text("exit", "sortie"),
}
LEVER = Text("{what}: {delta}", "{what} : {delta}")
LEVER_STRANDED = Text(
    "{what}: {delta}, and {stranded} freed but not saved",
    "{what} : {delta}, et {stranded} libérés mais non évités",
)

EMPTY_SCENARIO = Text(
    "Type one row a decision in the table “{table}” of this sheet (who, action, "
    "rate or amount), then click What-if again.",
    "Saisissez une ligne par décision dans le tableau « {table} » de cette feuille "
    "(qui, action, taux ou montant), puis cliquez de nouveau sur Simuler.",
)
NO_TABLE = Text(
    "This workbook was made before the sheet What-if existed.\n"
    "What to do: save and close it, then type in a terminal: segmentation upgrade "
    "FILE.",
    "Ce classeur date d'avant la feuille Simulation.\n"
    "Que faire : enregistrez-le, fermez-le, puis tapez dans un terminal : "
    "segmentation upgrade FICHIER.",
)
PLAYED = Text(
    "what-if: net margin {before} → {after} ({delta})",
    "simulation : marge nette {before} → {after} ({delta})",
)
ROWS_LEFT = Text(
    "{count} row(s) of the scenario were not computed: the column “{column}” says why.",
    "{count} ligne(s) du scénario n'ont pas été calculées : la colonne « {column} » "
    "dit pourquoi.",
)
