"""What the rules on cells, settings, reviews and readings expect: see `rules`."""

from __future__ import annotations

from segmentation_addin.languages import Text

_BLANK = Text("blank", "vide")
_COUNTED = Text("{count}", "{count}")
_NUMBER = Text("Figures are numbers", "Les chiffres sont des nombres")
_DATE = Text("Dates are dates", "Les dates sont des dates")
_PERIOD = Text(
    "A period is the last day covered", "Une période est le dernier jour couvert"
)
_CHOICE = Text("A choice is one of the list", "Un choix fait partie de la liste")
_CELL = Text(
    "Cells hold values, no errors", "Les cellules ont des valeurs, sans erreur"
)
_STORED = Text(
    "Formulas hold a stored value", "Les formules ont une valeur enregistrée"
)
_ONE_DATE_ORDER = Text(
    "Dates can be read one way only", "Les dates ne se lisent que d'une façon"
)
_ONE_MARK = Text(
    "Figures can be read one way only", "Les chiffres ne se lisent que d'une façon"
)
_CODE = Text("Client codes are text", "Les codes client sont en texte")
_SETTING = Text(
    "A setting can be read and lies in its bounds",
    "Un paramètre est lisible et dans ses bornes",
)
_VOTE = Text("Votes are complete", "Les votes sont complets")
_JUDGEMENT = Text(
    "Judgements compare two criteria, from 1/9 to 9",
    "Les jugements comparent deux critères, de 1/9 à 9",
)
_CARRIED = Text(
    "Figures carried over are confirmed", "Les chiffres reportés sont confirmés"
)
_RFM = Text(
    "Enough clients that differ, for RFM", "Assez de clients distincts, pour RFM"
)
_CLUSTERS = Text(
    "Enough clients that differ, for clusters",
    "Assez de clients distincts, pour les groupes",
)

_CELLS = {
    "number_unreadable": _NUMBER,
    "number_ambiguous": _ONE_MARK,
    "date_unreadable": _DATE,
    "date_ambiguous": _ONE_DATE_ORDER,
    "period_unreadable": _PERIOD,
    "period_ambiguous": _ONE_DATE_ORDER,
    "choice_unknown": _CHOICE,
    "error_cell": _CELL,
}
RULES: dict[str, tuple[Text, Text]] = {
    **{code: (text, _BLANK) for code, text in _CELLS.items()},
    **{
        f"rule_{code}": (text, _BLANK)
        for code, text in _CELLS.items()
        if not code.startswith("date")
    },
    "formula_without_value": (_STORED, _COUNTED),
    "rule_formula_without_value": (_STORED, _COUNTED),
    "cells_more": (
        Text(
            "The cells of a column can be read",
            "Les cellules d'une colonne sont lisibles",
        ),
        _COUNTED,
    ),
    "number_as_text": (_NUMBER, _BLANK),
    "date_assumed": (_ONE_DATE_ORDER, _BLANK),
    "id_precision_lost": (_CODE, _BLANK),
    "id_is_a_date": (_CODE, _BLANK),
    "column_missing": (
        Text("Required columns are there", "Les colonnes obligatoires sont là"),
        Text("no such column", "aucune colonne de ce titre"),
    ),
    "column_twice": (
        Text("A column stands once", "Une colonne figure une fois"),
        _BLANK,
    ),
    "column_not_a_driver": (
        Text("A driver holds quantities", "Un inducteur contient des quantités"),
        Text("text", "texte"),
    ),
    "client_id_missing": (
        Text("Each row has its client code", "Chaque ligne a son code client"),
        _BLANK,
    ),
    "client_ids_missing": (
        Text("Each row has its client code", "Chaque ligne a son code client"),
        _COUNTED,
    ),
    "client_twice": (
        Text("One row per client code", "Une ligne par code client"),
        _BLANK,
    ),
    "rating_out_of_range": (
        Text("Ratings go from 0 to 5", "Les notes vont de 0 à 5"),
        _BLANK,
    ),
    "rate_out_of_range": (
        Text("Rates go from 0 to 100 %", "Les taux vont de 0 à 100 %"),
        _BLANK,
    ),
    "criterion_unknown": (
        Text("A criterion is one of the list", "Un critère fait partie de la liste"),
        _BLANK,
    ),
    "setting_unknown": (
        Text("A setting has a known name", "Un paramètre a un nom connu"),
        _BLANK,
    ),
    "setting_twice": (
        Text("A setting stands once", "Un paramètre figure une fois"),
        _BLANK,
    ),
    "setting_unreadable": (_SETTING, _BLANK),
    "setting_not_whole": (_SETTING, _BLANK),
    "setting_out_of_range": (_SETTING, _BLANK),
    "setting_percent": (_SETTING, _BLANK),
    # reviews
    "review_column_missing": (
        Text("Review has its columns", "Revue a ses colonnes"),
        Text("{heading}", "{heading}"),
    ),
    "vote_incomplete": (_VOTE, _BLANK),
    "vote_client_unknown": (
        Text(
            "A vote names a client of the sheet Clients",
            "Un vote vise un client de la feuille Clients",
        ),
        _BLANK,
    ),
    "vote_twice": (
        Text(
            "One vote a day per voter and client",
            "Un vote par jour, par votant et par client",
        ),
        _BLANK,
    ),
    "judgement_incomplete": (_JUDGEMENT, _BLANK),
    "judgement_out_of_range": (_JUDGEMENT, _BLANK),
    "judgement_same_criterion": (_JUDGEMENT, _BLANK),
    "judgement_twice": (
        Text(
            "One judgement a pair and participant",
            "Un jugement par paire et par participant",
        ),
        Text("{participant}", "{participant}"),
    ),
    "review_overdue": (
        Text("The review is held in time", "La revue a lieu à temps"),
        _BLANK,
    ),
    "ratings_old": (
        Text("Ratings are under 24 months old", "Les notes ont moins de 24 mois"),
        _COUNTED,
    ),
    "ratings_to_confirm": (_CARRIED, _COUNTED),
    "rates_to_confirm": (_CARRIED, _COUNTED),
    "pools_to_confirm": (_CARRIED, _COUNTED),
    "history_unreadable": (
        Text("Rows of the history name their review", "L'historique nomme ses revues"),
        _COUNTED,
    ),
    # readings
    "group_cycle": (
        Text("A group has one top", "Un groupe a une seule tête"),
        _BLANK,
    ),
    "size_order": (
        Text(
            "Medium clients begin below large ones",
            "Les clients moyens commencent sous les grands",
        ),
        _BLANK,
    ),
    "clusters_too_few": (_CLUSTERS, _BLANK),
    "clusters_all_equal": (_CLUSTERS, _BLANK),
    "rfm_thresholds": (_RFM, _BLANK),
    "rfm_terciles": (_RFM, _BLANK),
    "rfm_no_amounts": (
        Text("The value criterion has knots", "Le critère valeur a des repères"),
        _BLANK,
    ),
    "rfm_one_value_recency": (_RFM, _COUNTED),
    "rfm_one_value_frequency": (_RFM, _COUNTED),
    "rfm_one_value_monetary": (_RFM, _COUNTED),
}
