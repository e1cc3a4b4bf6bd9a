"""Names, places and numbers of companies and people that do not exist."""

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
_SHARES = (
    "69:26 38:16 42:12 01:11 74:10 73:6 26:7 07:4 63:7 43:3 03:3 15:2 71:7 21:6 "
    "39:4 25:5 58:2 75:18 92:14 93:8 94:6 78:7 91:5 95:4 77:5 59:14 62:7 80:3 "
    "60:4 02:2 76:6 27:3 14:4 67:9 68:6 54:5 57:5 88:3 51:4 10:2 08:1 44:10 49:5 "
    "85:4 72:3 35:8 29:5 56:4 22:3 45:4 37:4 28:2 41:2 18:2 86:3 79:2 17:3 87:3 "
    "19:1 16:2 33:10 64:4 40:2 24:2 47:2 31:10 81:3 82:1 12:2 65:1 46:1 34:7 "
    "30:4 66:2 11:2 13:12 84:5 83:5 06:7 04:1 05:1 2A:1 2B:1 974:3 971:1 972:1"
)
"""Departments of the clients, and how many in so many hundred: most near Lyon."""
_DEPARTMENTS = {
    code: int(share) for code, _, share in (x.partition(":") for x in _SHARES.split())
}
_ABROAD = ("Belgique", "Allemagne", "Suisse", "Espagne", "Italie")
_ABROAD_RATE = 0.05
_IN_TOWN = 0.35


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
        department = draws.one_of(list(_DEPARTMENTS), list(_DEPARTMENTS.values()))
        return Company(name, siren, sector, self._postcode(department), "France")

    def _name(self, words: tuple[str, ...]) -> str:
        draws = self._draws
        parts = (_STARTS.split(), _MIDDLES.split(), _ENDS.split())
        place = "".join(draws.one_of(part) for part in parts)
        form = draws.one_of(_FORMS, (6, 4, 2, 1, 3))
        return f"{draws.one_of(words)} {place} {form}".strip()

    def _postcode(self, department: str) -> str:
        """A postcode of the department; the prefecture's more often than another."""
        town = 0 if self._draws.happens(_IN_TOWN) else self._draws.whole(1, 89)
        if department == "2A":
            return f"20{town % 2}{town:02d}"
        if department == "2B":
            return f"20{2 + town % 5}{town:02d}"
        if len(department) > 2:
            return f"{department}{town:02d}"
        return f"{department}{town * 10:03d}"


def siren_of(number: int) -> str:
    """A SIREN whose check digit is right, in a range that is given to nobody."""
    start = f"000{number:05d}"
    total = 0
    for place, digit in enumerate(reversed(start)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return f"{start}{-total % 10}"
