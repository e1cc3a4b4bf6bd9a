"""What a worksheet function is declared with, and the arguments that many share."""

from __future__ import annotations

from dataclasses import dataclass

from segmentation_addin.languages import Text


@dataclass(frozen=True)
class Argument:
    """One argument as the function wizard shows it."""

    name: str
    help: Text
    optional: bool = False
    workbook_name: str | None = None
    """Name in the workbook whose values the wrapper passes when left out."""


@dataclass(frozen=True)
class Function:
    """One function: what it gives, its arguments, whether it speaks a language."""

    name: str
    gives: Text
    arguments: tuple[Argument, ...] = ()
    speaks: bool = False
    """True when the result holds words: Python's last argument is `lang`. Unless it
    is an argument of the user's, the wrapper passes the language of the template."""
    spills: bool = False
    """True when the result is a table whatever the size of the arguments."""

    @property
    def python_arguments(self) -> tuple[str, ...]:
        """Arguments of the Python function, in order."""
        names = tuple(argument.name for argument in self.arguments)
        return names if not self.speaks or "lang" in names else (*names, "lang")


SCALE = Argument(
    "scale",
    Text(
        "The scale: criterion, better, weight, five knots, fixed. Left out: the name "
        "Scale of this workbook.",
        "Le barème : critère, sens, poids, cinq repères, figé. Omis : le nom Scale de "
        "ce classeur.",
    ),
    optional=True,
    workbook_name="Scale",
)
RULES = Argument(
    "rules",
    Text(
        "The rules: setting and value, two columns. Left out: the name Rules of this "
        "workbook.",
        "Les règles : paramètre et valeur, deux colonnes. Omises : le nom Rules de ce "
        "classeur.",
    ),
    optional=True,
    workbook_name="Rules",
)
LANG = Argument(
    "lang",
    Text(
        'Language of the words: "en" or "fr". Left out: that of this workbook.',
        'Langue des mots : "en" ou "fr". Omise : celle de ce classeur.',
    ),
    optional=True,
)
TABLE = Argument(
    "table_with_headings",
    Text(
        "A range whose first row holds the headings, in English or French, such as "
        "those of the sheet Segmentation.",
        "Une plage dont la première ligne porte les titres, en français ou en anglais, "
        "comme ceux de la feuille Segmentation.",
    ),
)
