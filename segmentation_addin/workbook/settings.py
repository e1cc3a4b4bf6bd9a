"""The settings and the scale that a fresh workbook holds, and their labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from segmentation_addin.languages import Text
from segmentation_addin.workbook.declaration import Kind

ABC_VALUES = MappingProxyType(
    {
        "gross_margin": Text("gross margin", "marge brute"),
        "revenue": Text("revenue", "chiffre d'affaires"),
        "net_margin": Text("net margin", "marge nette"),
    }
)

RFM_CUTS = MappingProxyType(
    {
        "portfolio": Text("of the portfolio", "du portefeuille"),
        "thresholds": Text("fixed thresholds", "seuils fixes"),
    }
)
MATRIX_BORDERS = MappingProxyType(
    {
        "abc": Text("ABC limit of A", "limite A de l'ABC"),
        "median": Text("median", "médiane"),
    }
)


@dataclass(frozen=True)
class Setting:
    """One row of `tblSettings`; the first rows are the name `Rules`."""

    key: str
    label: Text
    kind: Kind
    default: float | str | None
    unit: Text
    meaning: Text
    rule: bool = False
    low: float | None = None
    high: float | None = None
    choices: Mapping[str, Text] = field(default_factory=dict)
    """Of a setting that is a choice: key and label of each."""


_POINTS = Text("points", "points")
_RATE = Text("rate", "taux")
_DAYS = Text("days", "jours")
_MONTHS = Text("months", "mois")
_NONE = Text("", "")

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "bound_a",
        Text("Score for an A", "Note pour un A"),
        Kind.SCORE,
        70,
        _POINTS,
        Text("A from this score on.", "A à partir de cette note."),
        rule=True,
        low=0,
        high=100,
    ),
    Setting(
        "bound_b",
        Text("Score for a B", "Note pour un B"),
        Kind.SCORE,
        50,
        _POINTS,
        Text("B from this score on.", "B à partir de cette note."),
        rule=True,
        low=0,
        high=100,
    ),
    Setting(
        "bound_c",
        Text("Score for a C", "Note pour un C"),
        Kind.SCORE,
        30,
        _POINTS,
        Text(
            "C from this score on. Below: D if not profitable, else C.",
            "C à partir de cette note. Dessous : D si non rentable, sinon C.",
        ),
        rule=True,
        low=0,
        high=100,
    ),
    Setting(
        "gate_days",
        Text(
            "Gate to A: days since last order", "Condition du A : jours sans commande"
        ),
        Kind.DAYS,
        365,
        _DAYS,
        Text(
            "An A has ordered within these days and has a positive net margin.",
            "Un A a commandé dans ce délai et sa marge nette est positive.",
        ),
        rule=True,
        low=0,
    ),
    Setting(
        "min_completeness",
        Text("Completeness needed", "Complétude exigée"),
        Kind.RATE,
        0.6,
        _RATE,
        Text(
            "Under this share of known weights the client is not classified (NC).",
            "Sous cette part de poids connus, le client n'est pas classé (NC).",
        ),
        rule=True,
        low=0,
        high=1,
    ),
    Setting(
        "loss_tolerance",
        Text("Loss tolerance", "Tolérance de perte"),
        Kind.RATE,
        0.01,
        _RATE,
        Text(
            "A net loss beyond this share of revenue is a D.",
            "Une perte nette au-delà de cette part du chiffre d'affaires donne un D.",
        ),
        rule=True,
        low=0,
        high=1,
    ),
    Setting(
        "structure_rate",
        Text("Structure rate", "Taux de structure"),
        Kind.RATE,
        0,
        _RATE,
        Text(
            "Overheads outside the cost to serve / revenue. A low score is a D only "
            "when the net margin rate is under it.",
            "Frais de structure hors coût de service / chiffre d'affaires. Une note "
            "basse n'est un D que si le taux de marge nette est dessous.",
        ),
        rule=True,
        low=0,
        high=1,
    ),
    Setting(
        "override_steps",
        Text("Override: steps allowed", "Dérogation : crans permis"),
        Kind.COUNT,
        1,
        Text("step(s)", "cran(s)"),
        Text(
            "A person may move a letter by this many steps.",
            "Une personne peut déplacer une lettre de ce nombre de crans.",
        ),
        rule=True,
        low=0,
        high=3,
    ),
    Setting(
        "as_of",
        Text("Analysis date", "Date d'analyse"),
        Kind.DATE,
        None,
        Text("date", "date"),
        Text(
            "Last day of the 12 months analysed. Blank: the last period of Margins.",
            "Dernier jour des 12 mois analysés. Vide : la dernière période de Marges.",
        ),
    ),
    Setting(
        "currency",
        Text("Currency", "Devise"),
        Kind.TEXT,
        None,
        _NONE,
        Text("Shown beside totals.", "Affichée près des totaux."),
    ),
    Setting(
        "annual_rate",
        Text("Financing: annual rate", "Financement : taux annuel"),
        Kind.RATE,
        0,
        _RATE,
        Text(
            "Cost of money on receivables: revenue x (1 + VAT) x days / 365 x rate.",
            "Coût de l'argent sur les créances : CA x (1 + TVA) x jours / 365 x taux.",
        ),
        low=0,
        high=1,
    ),
    Setting(
        "receivable_vat",
        Text("Financing: VAT in receivables", "Financement : TVA des créances"),
        Kind.RATE,
        0,
        _RATE,
        Text("VAT that receivables carry.", "TVA contenue dans les créances."),
        low=0,
        high=1,
    ),
    Setting(
        "erosion_ratio",
        Text("Erosion: cost / gross margin", "Érosion : coût / marge brute"),
        Kind.RATE,
        0.75,
        _RATE,
        Text(
            "Beyond this share, a top client's cost to serve erodes its gross margin.",
            "Au-delà de cette part, le coût de service d'un grand client érode sa marge.",
        ),
        low=0,
    ),
    Setting(
        "abc_value",
        Text("ABC: by which value", "ABC : selon quelle valeur"),
        Kind.CHOICE,
        "gross_margin",
        _NONE,
        Text(
            "gross margin, revenue or net margin.",
            "marge brute, chiffre d'affaires ou marge nette.",
        ),
        choices=ABC_VALUES,
    ),
    Setting(
        "abc_a",
        Text("ABC: limit of A", "ABC : limite du A"),
        Kind.RATE,
        0.8,
        _RATE,
        Text("A up to this share of the total.", "A jusqu'à cette part du total."),
        low=0,
        high=1,
    ),
    Setting(
        "abc_b",
        Text("ABC: limit of B", "ABC : limite du B"),
        Kind.RATE,
        0.95,
        _RATE,
        Text("B up to this share of the total.", "B jusqu'à cette part du total."),
        low=0,
        high=1,
    ),
    Setting(
        "seed",
        Text("Robustness: seed", "Robustesse : graine"),
        Kind.COUNT,
        1,
        _NONE,
        Text(
            "Start of the 500 draws, so that they can be repeated.",
            "Départ des 500 tirages, pour pouvoir les refaire.",
        ),
        low=0,
    ),
    Setting(
        "rfm_cuts",
        Text("RFM: cut-offs", "RFM : seuils"),
        Kind.CHOICE,
        "portfolio",
        _NONE,
        Text(
            "Of the portfolio (equal parts), or fixed: days 30, 90, 180, 365, orders "
            "2, 4, 8, 12.",
            "Du portefeuille (parts égales), ou fixes : jours 30, 90, 180, 365, "
            "commandes 2, 4, 8, 12.",
        ),
        choices=RFM_CUTS,
    ),
    Setting(
        "matrix_border",
        Text("Matrix: high revenue by", "Matrice : gros CA selon"),
        Kind.CHOICE,
        "abc",
        _NONE,
        Text(
            "Smallest client of class A by revenue, or the median revenue.",
            "Plus petit client de classe A en CA, ou CA médian.",
        ),
        choices=MATRIX_BORDERS,
    ),
    Setting(
        "matrix_limit",
        Text("Matrix: high revenue from", "Matrice : gros CA à partir de"),
        Kind.AMOUNT,
        None,
        Text("amount", "montant"),
        Text(
            "A typed limit replaces the line above. Blank: computed.",
            "Une limite saisie remplace la ligne du dessus. Vide : calculée.",
        ),
        low=0,
    ),
    Setting(
        "matrix_target",
        Text("Matrix: target net margin rate", "Matrice : taux de marge nette cible"),
        Kind.RATE,
        None,
        _RATE,
        Text(
            "Blank: the rate of the whole portfolio.",
            "Vide : le taux de tout le portefeuille.",
        ),
        low=0,
        high=1,
    ),
    Setting(
        "size_large",
        Text("Size: large from", "Taille : grand à partir de"),
        Kind.AMOUNT,
        None,
        Text("amount", "montant"),
        Text(
            "Revenue of a large client. Blank: class A of the ABC by revenue.",
            "CA d'un grand client. Vide : classe A de l'ABC sur le CA.",
        ),
        low=0,
    ),
    Setting(
        "size_medium",
        Text("Size: medium from", "Taille : moyen à partir de"),
        Kind.AMOUNT,
        None,
        Text("amount", "montant"),
        Text(
            "Revenue of a medium client. Blank: class B of the ABC by revenue.",
            "CA d'un client moyen. Vide : classe B de l'ABC sur le CA.",
        ),
        low=0,
    ),
    Setting(
        "review_months",
        Text("Next review after", "Revue suivante après"),
        Kind.MONTHS,
        12,
        _MONTHS,
        Text(
            "From one closed review to the next, at the soonest.",
            "D'une revue close à la suivante, au plus tôt.",
        ),
        low=1,
        high=120,
    ),
    Setting(
        "review_latest_months",
        Text("Next review at the latest after", "Revue suivante au plus tard après"),
        Kind.MONTHS,
        24,
        _MONTHS,
        Text(
            "Beyond it, Home and Data quality say that the review is overdue.",
            "Au-delà, Accueil et Qualité des données disent que la revue est en retard.",
        ),
        low=1,
        high=120,
    ),
    Setting(
        "costs_confirmed_on",
        Text("Rates and pools confirmed on", "Taux et enveloppes confirmés le"),
        Kind.DATE,
        None,
        Text("date", "date"),
        Text(
            "Day on which the rates and pools carried over were looked at. A new "
            "period blanks it.",
            "Jour où les taux et enveloppes reportés ont été revus. Une nouvelle "
            "période le vide.",
        ),
    ),
    Setting(
        "control_revenue",
        Text("Control: ledger revenue", "Contrôle : CA de la comptabilité"),
        Kind.AMOUNT,
        None,
        Text("amount", "montant"),
        Text(
            "Revenue of the 12 months in the ledger, ex-VAT. Blank: nothing is "
            "compared.",
            "CA des 12 mois en comptabilité, HT. Vide : rien n'est comparé.",
        ),
    ),
    Setting(
        "books_siren",
        Text("SIREN of the books", "SIREN de la comptabilité"),
        Kind.TEXT,
        None,
        _NONE,
        Text(
            "Company whose accounting export (FEC) was imported, written by the first "
            "import. Another one is then told.",
            "Société dont le FEC a été importé, inscrite par le premier import. Une "
            "autre est alors signalée.",
        ),
    ),
    Setting(
        "max_rejected",
        Text("Score: unreadable lines at most", "Score : lignes illisibles au plus"),
        Kind.RATE,
        0.01,
        _RATE,
        Text(
            "Of segmentation score --scale: share of the lines that may be unreadable, "
            "unless --max-rejected says otherwise.",
            "Pour segmentation score --scale : part des lignes qui peuvent être "
            "illisibles, sauf si --max-rejected en dit une autre.",
        ),
        low=0,
        high=1,
    ),
)
SETTINGS_BY_KEY = {setting.key: setting for setting in SETTINGS}
RULE_COUNT = sum(setting.rule for setting in SETTINGS)


@dataclass(frozen=True)
class ScaleRow:
    """How one criterion stands in a fresh `tblScale` (the general preset)."""

    criterion: str
    better: str
    weight: float
    knots: tuple[float, ...] | None
    measured_by: Text


_RATING = (0.0, 1.25, 2.5, 3.75, 5.0)
_RATING_DOWN = tuple(reversed(_RATING))
_RATED = Text("rating 0-5 in Clients", "note 0-5 dans Clients")

DEFAULT_SCALE: tuple[ScaleRow, ...] = (
    ScaleRow("value", "higher", 25, None, Text("revenue", "chiffre d'affaires")),
    ScaleRow(
        "margin", "higher", 25, None, Text("gross margin rate", "taux de marge brute")
    ),
    ScaleRow(
        "service",
        "lower",
        15,
        None,
        Text("cost to serve / gross margin", "coût de service / marge brute"),
    ),
    ScaleRow("potential", "higher", 15, _RATING, _RATED),
    ScaleRow(
        "recurrence",
        "higher",
        10,
        None,
        Text("active months of the 12", "mois actifs sur 12"),
    ),
    ScaleRow(
        "recency",
        "lower",
        10,
        None,
        Text(
            "days from last order to the analysis date",
            "jours de la dernière commande à la date d'analyse",
        ),
    ),
    ScaleRow("frequency", "higher", 0, None, Text("orders", "commandes")),
    ScaleRow(
        "growth",
        "higher",
        0,
        None,
        Text(
            "revenue / previous period - 1",
            "chiffre d'affaires / période précédente - 1",
        ),
    ),
    ScaleRow(
        "tenure", "higher", 0, None, Text("years as a client", "années de relation")
    ),
    ScaleRow(
        "share_of_wallet",
        "higher",
        0,
        None,
        Text("revenue / wallet", "chiffre d'affaires / budget d'achat"),
    ),
    ScaleRow("upsell", "higher", 0, _RATING, _RATED),
    ScaleRow("criticality", "higher", 0, _RATING, _RATED),
    ScaleRow("digital_maturity", "higher", 0, _RATING, _RATED),
    ScaleRow("innovation", "higher", 0, _RATING, _RATED),
    ScaleRow("autonomy", "higher", 0, _RATING, _RATED),
    ScaleRow("complexity", "lower", 0, _RATING_DOWN, _RATED),
    ScaleRow(
        "credit_note_rate",
        "lower",
        0,
        None,
        Text(
            "credit notes / (revenue + credit notes)",
            "avoirs / (chiffre d'affaires + avoirs)",
        ),
    ),
    ScaleRow(
        "days_to_pay",
        "lower",
        0,
        None,
        Text("days, weighted by revenue", "jours, pondérés par le CA"),
    ),
)
