"""The layout of a FEC: its separator, and what each of its fields holds.

Article A47 A-1 of the Livre des procédures fiscales names 18 fields in order; programs
rename them, shuffle them, replace Debit and Credit by Montant and Sens, leave the
first line out, or end every line with one separator too many.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from segmentation_addin.imports.fec.fields import cents, day

LEGAL = (
    "journal",
    "journal_label",
    "entry",
    "entry_date",
    "account",
    "account_label",
    "auxiliary",
    "auxiliary_label",
    "piece",
    "piece_date",
    "label",
    "debit",
    "credit",
    "lettering",
    "lettering_date",
    "validated_on",
    "currency_amount",
    "currency",
)
"""Our names of the 18 fields, in the order of the law."""
_NO_DAY = frozenset({"", "00000000"})
_OTHER_DATES = ("piece_date", "lettering_date", "validated_on")
NEEDED = ("entry_date", "account", "label")
"""Fields without which nothing can be read, amounts aside."""
_NAMES: Mapping[str, tuple[str, ...]] = {
    "journal": ("journalcode", "codejournal", "journal", "codejal", "jnl"),
    "journal_label": ("journallib", "journallibelle", "libellejournal", "libjournal"),
    "entry": (
        *("ecriturenum", "numecriture", "numeroecriture", "ecriturenumero"),
        *("numeropiecesequence", "noecriture"),
    ),
    "entry_date": ("ecrituredate", "dateecriture", "datecomptable", "datecompta"),
    "account": (
        *("comptenum", "numcompte", "numerocompte", "comptegeneral", "compte"),
        *("nocompte", "comptenumero"),
    ),
    "account_label": (
        *("comptelib", "comptelibelle", "libellecompte", "libcompte"),
        "intitulecompte",
    ),
    "auxiliary": (
        *("compauxnum", "compteauxnum", "compteauxiliaire", "numcompteaux"),
        *("compteauxiliairenum", "comptetiers", "codetiers", "auxiliaire"),
    ),
    "auxiliary_label": (
        *("compauxlib", "compteauxlib", "compauxlibelle", "compteauxlibelle"),
        *("compteauxiliairelib", "libelletiers", "nomtiers"),
    ),
    "piece": ("pieceref", "refpiece", "referencepiece", "numpiece", "numeropiece"),
    "piece_date": ("piecedate", "datepiece"),
    "label": ("ecriturelib", "ecriturelibelle", "libelleecriture", "libelle"),
    "debit": ("debit", "montantdebit", "debiteur"),
    "credit": ("credit", "montantcredit", "crediteur"),
    "amount": ("montant",),
    "direction": ("sens", "debitcredit", "sensecriture"),
    "lettering": ("ecriturelet", "ecriturelettrage", "lettrage", "codelettrage"),
    "lettering_date": ("datelet", "datelettrage", "lettragedate"),
    "validated_on": ("validdate", "datevalid", "datevalidation", "validationdate"),
    "currency_amount": ("montantdevise", "devisemontant"),
    "currency": ("idevise", "iddevise", "devise", "codedevise"),
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names}
_SEPARATORS = "\t|;,"
_LEAST = 8
"""Separators in the first line under which a file is no FEC."""
_REPAIRED = ("label", "auxiliary_label", "account_label", "piece", "journal_label")
"""Texts in which a separator may stand, the likeliest first."""
_OFFICIAL: Mapping[str, str] = {
    "entry_date": "EcritureDate",
    "account": "CompteNum",
    "label": "EcritureLib",
    "debit": "Debit",
    "credit": "Credit",
    "amount": "Montant",
    "direction": "Sens",
}
"""Names in the law of the fields that are needed."""


@dataclass(frozen=True)
class Layout:
    """Where each field stands in a line.

    `positions` holds our names of the fields found; `headed` tells whether the first
    line names them.
    """

    separator: str
    width: int
    """Number of fields of a line."""
    positions: Mapping[str, int]
    headed: bool
    unknown: tuple[str, ...] = ()
    """Headings that are not fields of a FEC; they are not read."""

    @cached_property
    def signed(self) -> bool:
        """Montant and Sens in place of Debit and Credit."""
        return "debit" not in self.positions and bool(
            {"amount", "direction"} & self.positions.keys()
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """Names in the law of the fields without which nothing can be read."""
        amounts = ("amount", "direction") if self.signed else ("debit", "credit")
        return tuple(
            _OFFICIAL[x] for x in (*NEEDED, *amounts) if x not in self.positions
        )

    def readable(self, row: Sequence[str]) -> bool:
        """True when the date and the amounts of a line can be read."""
        at = self.positions
        if day(row[at["entry_date"]]) is None or not row[at["account"]].strip():
            return False
        if self.signed:
            known = cents(row[at["amount"]]) is not None
            return known and direction(row[at["direction"]]) is not None
        return all(cents(row[at[x]]) is not None for x in ("debit", "credit"))

    def fits(self, row: Sequence[str]) -> bool:
        """True for a readable line whose other dates are blank or dates."""
        others = (row[self.positions[x]] for x in _OTHER_DATES if x in self.positions)
        dated = all(x.strip() in _NO_DAY or day(x) is not None for x in others)
        return dated and self.readable(row)

    def repaired(self, row: Sequence[str]) -> list[str] | None:
        """A line with too many or too few fields, mended where only one way reads.

        Blank fields at its end are cut or added; a separator inside a text is joined
        to its text again, to the first that leaves amounts and dates readable. None
        when the amounts cannot be read either way.
        """
        extra = len(row) - self.width
        if extra < 0:
            padded = [*row, *[""] * -extra]
            last = max(self.positions[x] for x in self._essential)
            return padded if len(row) > last and self.readable(padded) else None
        blanks = 0
        while blanks < extra and not row[-1 - blanks].strip():
            blanks += 1
        ways = [
            way
            for cut in range(blanks, -1, -1)
            for way in self._ways(list(row[: len(row) - cut]), extra - cut)
        ]
        sound = next((way for way in ways if self.fits(way)), None)
        return sound or next((way for way in ways if self.readable(way)), None)

    def _ways(self, row: list[str], extra: int) -> list[list[str]]:
        """The line as it is when it has its fields, else with each text rejoined."""
        if not extra:
            return [row]
        places = (self.positions[x] for x in _REPAIRED if x in self.positions)
        return [self._joined(row, at, extra) for at in places]

    def _joined(self, row: Sequence[str], at: int, extra: int) -> list[str]:
        joined = self.separator.join(row[at : at + extra + 1])
        return [*row[:at], joined, *row[at + extra + 1 :]]

    @property
    def _essential(self) -> tuple[str, ...]:
        amounts = ("amount", "direction") if self.signed else ("debit", "credit")
        return ("entry_date", "account", *amounts)


def direction(text: str) -> int | None:
    """+1 for a debit, -1 for a credit, None for anything else."""
    folded = "".join(text.split()).upper().rstrip(".")
    if folded in {"D", "+1", "1", "DEBIT", "DÉBIT", "+"}:
        return 1
    return -1 if folded in {"C", "-1", "CREDIT", "CRÉDIT", "-"} else None


def folded(heading: str) -> str:
    """A heading without accents, case, blanks and signs."""
    plain = unicodedata.normalize("NFKD", heading).casefold()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def layout_of(lines: Sequence[str]) -> Layout | None:
    """The layout told by the first lines; None when this is no FEC.

    A first line that names no field but reads as an entry means that the file has no
    headings: its fields then stand in the order of the law.
    """
    if not lines:
        return None
    counts = {mark: lines[0].count(mark) for mark in _SEPARATORS}
    separator = max(_SEPARATORS, key=lambda mark: counts[mark])
    if counts[separator] < _LEAST:
        return None
    first = [unquoted(x) for x in lines[0].split(separator)]
    named = _named(first)
    if len(named) >= _LEAST:
        return _headed(separator, first, lines[1:])
    bare = _bare(separator, [first, *(x.split(separator) for x in lines[1:])])
    return bare if bare or not named else _headed(separator, first, lines[1:])


def _bare(separator: str, rows: Sequence[Sequence[str]]) -> Layout | None:
    """The layout of a file without headings: the order of the law.

    Fields beyond the 18 (21 or 22 for those who keep cash books) stand at the end.
    Montant and Sens stand where Debit and Credit do: every Sens is then one.
    """
    at = LEGAL.index("credit")
    lengths = Counter(len(row) for row in rows if len(row) >= len(LEGAL))
    if not lengths:
        return None
    width = lengths.most_common(1)[0][0]
    usual = [row for row in rows if len(row) == width]
    signed = all(direction(row[at]) for row in usual)
    names = {"debit": "amount", "credit": "direction"} if signed else {}
    places = {names.get(name, name): place for place, name in enumerate(LEGAL)}
    layout = Layout(separator, width, places, False)
    first = list(rows[0]) if len(rows[0]) == width else layout.repaired(rows[0])
    sound = layout.fits(usual[0]) and first is not None and layout.fits(first)
    return layout if sound else None


def _named(first: Sequence[str]) -> dict[str, int]:
    positions: dict[str, int] = {}
    for at, heading in enumerate(first):
        field = _FIELD_OF.get(folded(heading))
        if field is not None:
            positions.setdefault(field, at)
    return positions


def _headed(separator: str, first: Sequence[str], lines: Sequence[str]) -> Layout:
    """The layout of a first line that names fields; a blank last one may be cut."""
    width = len(first)
    if not first[-1].strip():
        longest = max((line.count(separator) + 1 for line in lines), default=width)
        width -= 1 if longest <= width else 0
    positions = _named(first)
    unknown = tuple(x for x in first[:width] if x and folded(x) not in _FIELD_OF)
    return Layout(separator, width, positions, True, unknown)


def unquoted(text: str) -> str:
    """A field without the quotes and blanks around it."""
    bare = text.strip()
    quoted = len(bare) > 1 and bare[0] == bare[-1] == '"'
    return bare[1:-1].replace('""', '"') if quoted else bare
