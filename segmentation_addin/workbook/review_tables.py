"""The tables of the Review sheet beside the overrides: agenda, votes, judgements."""

from __future__ import annotations

from dataclasses import replace

from segmentation_addin.languages import Text
from segmentation_addin.workbook.declaration import Column, Kind, Table
from segmentation_addin.workbook.inputs import CRITERIA, LETTERS

TEAMS = {
    "sales": Text("sales", "commerce"),
    "finance": Text("finance", "finance"),
    "marketing": Text("marketing", "marketing"),
    "service": Text("service", "service client"),
    "management": Text("management", "direction"),
}
REASONS = {
    "false_good": Text("false good client", "faux bon client"),
    "first_d": Text("D for the first time", "D pour la première fois"),
    "disagreement": Text("teams disagree", "équipes en désaccord"),
    "expiring": Text("override ends soon", "dérogation bientôt échue"),
    "no_vote": Text("A without votes", "A sans vote"),
    "to_discuss": Text("letter not robust", "lettre peu robuste"),
}
"""Why a client is on the agenda; the order is that of the lines of one client."""

SETTLED = Text("settled since", "réglé depuis")
"""What a row of the agenda says once its reason is gone."""

AGENDA_COLUMN, VOTES_COLUMN, WEIGHTS_COLUMN = 14, 24, 32
"""0-based first sheet columns; the fixed cells of the sheet stand in H to M."""

_CLIENT = Column(
    "client_id",
    Text("Client ID", "Code client"),
    Kind.ID,
    Text(
        "Code of the client, as in the sheet Clients.",
        "Code du client, comme dans la feuille Clients.",
    ),
    required=True,
    width=14,
)
_TEAM = Column(
    "team",
    Text("Team", "Équipe"),
    Kind.CHOICE,
    Text("Team that speaks.", "Équipe qui s'exprime."),
    required=True,
    width=14,
    choices=TEAMS,
)

VOTES = Table(
    "tblVotes",
    "review",
    Text("Votes of the teams", "Votes des équipes"),
    (
        _CLIENT,
        Column(
            "voter",
            Text("Voter", "Votant"),
            Kind.TEXT,
            Text("Who votes.", "Qui vote."),
            required=True,
            width=18,
        ),
        _TEAM,
        Column(
            "letter",
            Text("Letter", "Lettre"),
            Kind.CHOICE,
            Text(
                "The letter that this client deserves, A to D.",
                "La lettre que mérite ce client, de A à D.",
            ),
            required=True,
            width=8,
            choices=LETTERS,
        ),
        Column(
            "comment",
            Text("Comment", "Commentaire"),
            Kind.TEXT,
            Text("Why, in one sentence.", "Pourquoi, en une phrase."),
            width=40,
        ),
        Column(
            "voted_on",
            Text("Voted on", "Voté le"),
            Kind.DATE,
            Text(
                "Day of the vote. The latest vote of a person on a client counts.",
                "Jour du vote. Le dernier vote d'une personne sur un client compte.",
            ),
        ),
    ),
    first_column=VOTES_COLUMN,
)

_FIRST = Text(
    "The first criterion of the pair.",
    "Le premier critère de la paire.",
)
_SECOND = Text(
    "The second criterion of the pair.",
    "Le second critère de la paire.",
)
WEIGHTS = Table(
    "tblWeights",
    "review",
    Text("Judgements on the criteria", "Jugements sur les critères"),
    (
        Column(
            "participant",
            Text("Participant", "Participant"),
            Kind.TEXT,
            Text("Who judges.", "Qui juge."),
            required=True,
            width=18,
        ),
        replace(_TEAM, required=False),
        Column(
            "criterion_a",
            Text("Criterion A", "Critère A"),
            Kind.CHOICE,
            _FIRST,
            required=True,
            width=18,
            choices=CRITERIA,
        ),
        Column(
            "criterion_b",
            Text("Criterion B", "Critère B"),
            Kind.CHOICE,
            _SECOND,
            required=True,
            width=18,
            choices=CRITERIA,
        ),
        Column(
            "judgement",
            Text("A against B", "A par rapport à B"),
            Kind.NUMBER,
            Text(
                "1 alike, 3 A matters a little more, 5 clearly more, 7 much more, 9 "
                "beyond comparison; 1/3, 1/5, 1/7, 1/9 when B matters more.",
                "1 autant, 3 A compte un peu plus, 5 nettement plus, 7 beaucoup plus, "
                "9 sans comparaison ; 1/3, 1/5, 1/7, 1/9 quand B compte plus.",
            ),
            required=True,
            width=16,
            number_format="# ?/?",
        ),
    ),
    first_column=WEIGHTS_COLUMN,
)
"""`# ?/?`: a fraction typed in the cell stays one, and never becomes a date."""

AGENDA = Table(
    "tblAgenda",
    "review",
    Text("Agenda of the review", "Ordre du jour de la revue"),
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
                "Letter at the last refresh.",
                "Lettre à la dernière actualisation.",
            ),
            width=8,
        ),
        Column(
            "reason",
            Text("Reason", "Motif"),
            Kind.CHOICE,
            Text(
                "Why the client is on the agenda; a client has one row a reason.",
                "Pourquoi le client est à l'ordre du jour ; une ligne par motif.",
            ),
            width=24,
            choices=REASONS,
        ),
        Column(
            "detail",
            Text("What there is to see", "Ce qu'il y a à voir"),
            Kind.TEXT,
            Text("The figures behind the reason.", "Les chiffres derrière le motif."),
            width=44,
        ),
        Column(
            "amount",
            Text("Revenue at stake", "CA en jeu"),
            Kind.AMOUNT,
            Text(
                "Revenue of the client over the analysis period, whatever the reason.",
                "Chiffre d'affaires du client sur la période, quel que soit le motif.",
            ),
            width=16,
        ),
        Column(
            "decision",
            Text("Decision", "Décision"),
            Kind.TEXT,
            Text(
                "Yours to fill in. It follows its client and reason, and a row with a "
                "decision stays.",
                "À vous de la saisir. Elle suit son client et son motif, et une ligne "
                "qui porte une décision reste.",
            ),
            width=34,
        ),
    ),
    output=True,
    first_column=AGENDA_COLUMN,
)

WRITTEN_AGENDA = tuple(key for key in AGENDA.keys if key != "decision")
"""The columns of the agenda that a refresh writes."""
AGENDA_KEY = ("client_id", "reason")

REVIEW_TABLES: tuple[Table, ...] = (AGENDA, VOTES, WEIGHTS)
