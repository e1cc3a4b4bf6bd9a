"""The books written as a FEC, in every variant that real files come in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from segmentation_addin.sample.books import JOURNALS, Books, Line

HEADINGS = (
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum"),
    *("CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate"),
    *("EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate"),
    *("Montantdevise", "Idevise"),
)
_RENAMED = {
    "JournalLib": "Journal Libellé",
    "CompteLib": "Compte libellé",
    "CompAuxNum": "CompteAuxNum",
    "EcritureLet": "EcritureLettrage",
    "Idevise": "IdDevise",
}
_SHUFFLED = (4, 5, 6, 7, 0, 1, 2, 3, 8, 9, 10, 13, 14, 11, 12, 15, 17, 16)


@dataclass(frozen=True)
class Variant:
    """How a program writes its FEC."""

    name: str
    separator: str = "\t"
    encoding: str = "utf-8"
    newline: str = "\r\n"
    signed: bool = False
    """Montant and Sens in place of Debit and Credit."""
    headings: str = "legal"
    """legal, renamed (and in another order), none."""
    trailing: bool = False
    """One separator too many at the end of every line."""
    piped_label: bool = False
    """The separator stands inside some labels."""
    zero_entries: bool = False
    """EcritureNum is 0 on every line."""
    amounts: str = "legal"
    """legal (1234,50), padded as Odoo does, point."""
    own_accounts: bool = False
    """411 accounts of one client each, no auxiliary."""
    lettered: bool = True


VARIANTS = (
    Variant("tab_utf8"),
    Variant("pipe_utf8_bom", separator="|", encoding="utf-8-sig"),
    Variant("cp1252", encoding="cp1252"),
    Variant("iso8859_15", encoding="iso8859-15", separator="|"),
    Variant("cp850", encoding="cp850"),
    Variant("cr", newline="\r"),
    Variant("lf", newline="\n"),
    Variant("cr_cr_lf", newline="\r\r\n"),
    Variant("montant_sens", signed=True),
    Variant("renamed", headings="renamed"),
    Variant("no_heading", headings="none"),
    Variant("trailing_pipe", separator="|", trailing=True),
    Variant("pipe_in_label", separator="|", piped_label=True),
    Variant("zero_entries", zero_entries=True),
    Variant("odoo", separator="|", amounts="padded"),
    Variant("own_accounts", own_accounts=True),
    Variant("no_lettering", lettered=False),
    Variant("point", amounts="point"),
)


def write_fec(books: Books, path: Path, variant: Variant = VARIANTS[0]) -> Path:
    """Writes the books of a year; gives the path."""
    order = _SHUFFLED if variant.headings == "renamed" else tuple(range(len(HEADINGS)))
    end = variant.separator if variant.trailing else ""
    rows = []
    if variant.headings != "none":
        rows.append([_heading(HEADINGS[i], variant) for i in order])
    amount = _FORMS[variant.amounts]
    for number, line in enumerate(books.lines):
        fields = _fields(line, number, variant, amount)
        rows.append([fields[i] for i in order])
    text = "".join(variant.separator.join(row) + end + variant.newline for row in rows)
    path.write_bytes(text.encode(variant.encoding, errors="replace"))
    return path


def _heading(name: str, variant: Variant) -> str:
    if variant.signed:
        name = {"Debit": "Montant", "Credit": "Sens"}.get(name, name)
    return _RENAMED.get(name, name) if variant.headings == "renamed" else name


def _fields(
    line: Line, number: int, variant: Variant, amount: Callable[[int], str]
) -> list[str]:
    account, auxiliary = line.account, line.auxiliary
    account_label, auxiliary_label = line.account_label, line.auxiliary_label
    if variant.own_accounts and account == "411000" and auxiliary:
        account, account_label = f"411{auxiliary}", auxiliary_label
        auxiliary = auxiliary_label = ""
    label = line.label
    if variant.piped_label and number % 7 == 0:
        label = label.replace(" ", variant.separator, 1)
    debit, credit = max(line.cents, 0), max(-line.cents, 0)
    amounts = (amount(debit), amount(credit))
    if variant.signed:
        amounts = (amount(debit + credit), "D" if line.cents > 0 else "C")
    lettering = line.lettering if variant.lettered else ""
    lettered_on = line.lettered_on if variant.lettered else None
    return [
        *(line.journal, JOURNALS[line.journal]),
        "0" if variant.zero_entries else str(line.entry),
        *(_day(line.day), account, account_label, auxiliary, auxiliary_label),
        *(line.piece, _day(line.piece_day), label, *amounts),
        *(lettering, _day(lettered_on), _day(line.day), "", ""),
    ]


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%Y%m%d}"


def _legal(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


_FORMS: dict[str, Callable[[int], str]] = {
    "legal": _legal,
    "padded": lambda cents: f" {_legal(cents):0>18}",
    "point": lambda cents: _legal(cents).replace(",", "."),
}
