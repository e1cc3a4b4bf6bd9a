"""The sheet of an account manager: own clients, and two columns to answer in.

It stands in a workbook of its own, made by `segmentation share --manager` and read
back by `segmentation import --as votes`.
"""

from __future__ import annotations

from dataclasses import replace

from segmentation_addin.languages import Text
from segmentation_addin.workbook.declaration import Column, Kind, Table
from segmentation_addin.workbook.inputs import LETTERS
from segmentation_addin.workbook.outputs import SEGMENTATION
from segmentation_addin.workbook.review_tables import VOTES

TITLE = Text("My clients", "Mes clients")
"""Title of the sheet, and of the workbook."""
GUIDE = Text(
    "The letters of your clients, and two columns in which you say what you think.",
    "Les lettres de vos clients, et deux colonnes pour dire ce que vous en pensez.",
)
STEPS = (
    Text(
        "Read the letter of each client, why it has it, and what would move it.",
        "Lisez la lettre de chaque client, sa raison, et ce qui la changerait.",
    ),
    Text(
        "In the cream cells, choose the letter that the client deserves as you know "
        "it: the same letter confirms, another one contests; say why in one sentence. "
        "Left blank: no opinion.",
        "Dans les cellules crème, choisissez la lettre que le client mérite selon "
        "vous : la même confirme, une autre conteste ; dites pourquoi en une phrase. "
        "Laissée vide : sans avis.",
    ),
    Text(
        "Save, and send the file back before the review. Your answers become votes "
        "that the review discusses; they change no letter by themselves.",
        "Enregistrez, et renvoyez le fichier avant la revue. Vos réponses deviennent "
        "des votes dont la revue discute ; elles ne changent aucune lettre seules.",
    ),
)
MEANINGS = {
    "A": Text("protect", "protéger"),
    "B": Text("move up, first", "faire monter, en premier"),
    "C": Text("move up, with light effort", "faire monter, à moindre effort"),
    "D": Text(
        "decide: price, minimum order, channel, service; never simply “drop”",
        "décider : prix, commande minimum, canal, service ; jamais « abandonner » tout "
        "court",
    ),
    "NC": Text("not classified: data missing", "non classé : données manquantes"),
}
"""What the company does with each letter."""
ANSWER_HERE = Text("Your letter", "Votre lettre")
ANSWER_HELP = Text(
    "A, B, C or D: the letter that this client deserves. Leave it blank when you have "
    "no opinion.",
    "A, B, C ou D : la lettre que mérite ce client. Laissez vide si vous n'avez pas "
    "d'avis.",
)
NOT_A_LETTER = Text(
    "Choose A, B, C or D, or leave the cell blank.",
    "Choisissez A, B, C ou D, ou laissez la cellule vide.",
)

MANAGER_LABEL = SEGMENTATION.column("account_manager").heading
AS_OF_LABEL = Text("Analysis date", "Date d'analyse")
MADE_ON_LABEL = Text("Made on", "Établi le")
MONEY_LABEL = Text("Amounts", "Montants")
MONEY = Text("{currency}, excluding VAT, over 12 months", "{currency}, HT, sur 12 mois")
NO_CURRENCY = Text("excluding VAT, over 12 months", "HT, sur 12 mois")


def _shown(key: str, width: int, number_format: str | None = None) -> Column:
    column = SEGMENTATION.column(key)
    return replace(
        column,
        width=width,
        formula=None,
        choices={},
        number_format=number_format or column.number_format,
    )


_WHOLE = "#,##0"

ANSWERS = Table(
    "tblMyClients",
    "my_clients",
    TITLE,
    (
        _shown("client_id", 15),
        _shown("name", 22),
        _shown("letter", 7, "@"),
        Column(
            "your_letter",
            ANSWER_HERE,
            Kind.CHOICE,
            ANSWER_HELP,
            width=8,
            choices=LETTERS,
        ),
        replace(VOTES.column("comment"), width=26),
        _shown("why", 30),
        _shown("next_step", 24),
        _shown("revenue", 11, _WHOLE),
        _shown("gross_margin", 11, _WHOLE),
        _shown("cost_to_serve", 11, _WHOLE),
        _shown("net_margin", 11, _WHOLE),
        _shown("net_margin_rate", 9),
        _shown("lever", 22),
        _shown("lever_amount", 11, _WHOLE),
    ),
    output=True,
)
ANSWERED = ("your_letter", "comment")
"""The columns that the account manager fills in."""
HEADING_ROW = 9
"""1-based sheet row of the headings in a fresh copy; the way back searches it."""
