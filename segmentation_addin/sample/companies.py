"""Names, places and numbers of companies that do not exist."""

from __future__ import annotations

from dataclasses import dataclass

from segmentation_addin.sample.draws import Draws

SECTORS: tuple[tuple[str, float, tuple[str, ...]], ...] = (
    ("Industrie", 0.26, ("Ateliers", "Mécanique", "Fonderie", "Plasturgie")),
    ("Bâtiment", 0.18, ("Menuiserie", "Constructions", "Charpentes", "Couverture")),
    ("Distribution", 0.16, ("Comptoir", "Négoce", "Distribution", "Quincaillerie")),
    ("Agroalimentaire", 0.12, ("Conserverie", "Laiterie", "Biscuiterie", "Saveurs")),
    ("Santé", 0.09, ("Clinique", "Laboratoires", "Centre médical", "Optique")),
    ("Services", 0.1, ("Imprimerie", "Agence", "Transports", "Maintenance")),
    ("Hôtellerie", 0.05, ("Hôtel", "Auberge", "Traiteur", "Domaine")),
    ("Collectivités", 0.04, ("Syndicat", "Communauté", "Lycée", "Régie")),
)
"""Name, share of the clients, first words of their names."""
MANAGERS = (
    *("Claire Vautrin", "Malik Serrano", "Hélène Gosselard", "Thomas Brivat"),
    *("Inès Maillebois", "Julien Carradec"),
)
_STARTS = (
    "Bel Ber Cas Char Cor Dor Fon Gar Lan Lor Mal Mar Mor Pér Ros Sau Ser Tré Val Vil"
)
_MIDDLES = "ban ci dé gi li mo na ni ra ro sa ta ti vi zé"
_ENDS = "court dier gnac lles mel mont not quet rac sac teau tier val velle zon"
_FORMS = ("SAS", "SARL", "SA", "et Fils", "")
_DEPARTMENTS: tuple[tuple[str, float], ...] = (
    *(("69", 9), ("38", 6), ("42", 4), ("01", 4), ("74", 4), ("75", 7), ("92", 5)),
    *(("93", 3), ("77", 3), ("59", 5), ("62", 3), ("67", 3), ("68", 2), ("54", 2)),
    *(("44", 4), ("35", 3), ("29", 2), ("33", 4), ("31", 4), ("13", 5), ("06", 3)),
    *(("84", 2), ("34", 3), ("30", 2), ("63", 3), ("21", 2), ("71", 2), ("25", 2)),
    *(("45", 1), ("37", 1), ("86", 1), ("87", 1), ("76", 2), ("14", 2), ("2A", 1)),
    *(("20B", 1), ("974", 1), ("971", 1)),
)
_ABROAD = ("Belgique", "Allemagne", "Suisse", "Espagne", "Italie")
_ABROAD_RATE = 0.05


@dataclass(frozen=True)
class Company:
    """Who a client is."""

    name: str
    siren: str
    sector: str
    postcode: str
    country: str


class Companies:
    """Draws companies; no name comes twice."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws
        self._taken: set[str] = set()

    def next(self) -> Company:
        """One more company."""
        draws = self._draws
        sector, _, words = draws.one_of(SECTORS, [share for _, share, _ in SECTORS])
        name = self._name(words)
        while name in self._taken:
            name = self._name(words)
        self._taken.add(name)
        siren = siren_of(len(self._taken))
        if draws.happens(_ABROAD_RATE):
            country = draws.one_of(_ABROAD)
            code = f"{draws.whole(1000, 9800)}"
            return Company(name, "", sector, code, country)
        department = draws.one_of(
            [code for code, _ in _DEPARTMENTS], [share for _, share in _DEPARTMENTS]
        )
        return Company(name, siren, sector, self._postcode(department), "France")

    def _name(self, words: tuple[str, ...]) -> str:
        draws = self._draws
        parts = (_STARTS.split(), _MIDDLES.split(), _ENDS.split())
        place = "".join(draws.one_of(part) for part in parts)
        form = draws.one_of(_FORMS, (6, 4, 2, 1, 3))
        return f"{draws.one_of(words)} {place} {form}".strip()

    def _postcode(self, department: str) -> str:
        end = self._draws.whole(0, 89)
        if department == "2A":
            return f"20{end % 2}{end:02d}"
        if department == "20B":
            return f"20{2 + end % 5}{end:02d}"
        return f"{department}{end:0{5 - len(department)}d}"


def siren_of(number: int) -> str:
    """A SIREN whose check digit is right, in a range that is given to nobody."""
    start = f"000{number:05d}"
    total = 0
    for place, digit in enumerate(reversed(start)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return f"{start}{-total % 10}"
