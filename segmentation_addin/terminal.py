"""What the command line prints: tables, sentences, progress. Both languages."""

from __future__ import annotations

import sys
import time
import unicodedata
from collections.abc import Sequence
from typing import Any, TextIO

from segmentation_addin.core.robustness import TO_DISCUSS_UNDER
from segmentation_addin.languages import Language, Text, number, percent
from segmentation_addin.results.issues import RenderedIssue

SHOWN_ISSUES = 10
BAR_CELLS = 24
BAR_AFTER_SECONDS = 1.0

STEPS: dict[str, Text] = {
    "read": Text("Reading", "Lecture"),
    "compare": Text("Comparing", "Comparaison"),
    "compute": Text("Computing", "Calcul"),
    "write": Text("Writing", "Écriture"),
    "import": Text("Importing", "Import"),
}


class Bar:
    """A progress bar on a terminal, from the first second on; silent elsewhere."""

    def __init__(self, language: Language, stream: TextIO | None = None) -> None:
        self._language = language
        self._stream = sys.stderr if stream is None else stream
        self._start = time.monotonic()
        self._drawn = False

    def __call__(self, step: str, share: float) -> None:
        """Shows a step and the share done (0-1)."""
        waited = time.monotonic() - self._start
        if not self._stream.isatty() or waited < BAR_AFTER_SECONDS:
            return
        full = round(BAR_CELLS * min(max(share, 0.0), 1.0))
        name = STEPS[step].in_(self._language) if step in STEPS else step
        bar = "█" * full + "░" * (BAR_CELLS - full)
        done = percent(share, self._language)
        self._stream.write(f"\r\x1b[2K{name:<10} {bar} {done}")
        self._stream.flush()
        self._drawn = True

    def done(self) -> None:
        """Clears the bar."""
        if self._drawn:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()


def safe(text: object) -> str:
    """A text from a cell without control characters, for a terminal."""
    return "".join(
        c for c in str(text) if unicodedata.category(c)[0] != "C" or c == "\u202f"
    )


def grid(header: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """A table in plain text; the first `left` columns are aligned to the left."""
    lines = [[safe(cell) for cell in line] for line in (header, *rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]

    def drawn(line: Sequence[str]) -> str:
        cells = [
            cell.ljust(width) if i < left else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        return "  ".join(cells).rstrip()

    rule = "  ".join("─" * width for width in widths)
    return "\n".join([drawn(lines[0]), rule, *(drawn(line) for line in lines[1:])])


_HEADER = Text(
    "Letter|Clients|Share|Revenue|Share|Cost to serve|Net margin|Rate",
    "Lettre|Clients|Part|CA|Part|Coût de service|Marge nette|Taux",
)
_GROUPS: dict[str, Text] = {
    "NC": Text("NC (not classified)", "NC (non classés)"),
    "inactive": Text("inactive", "inactifs"),
    "orphans": Text("unknown clients", "clients inconnus"),
}
_TOTAL = Text("Total", "Total")


def letters_table(document: dict[str, Any], language: Language) -> str:
    """Clients, revenue, cost and net margin by letter, as a controller reads them."""
    totals, by_letter = document["totals"], document["by_letter"]
    rows = []
    for key in ("A", "B", "C", "D", "NC", "inactive", "orphans"):
        group = by_letter[key]
        if key in _GROUPS and not group["clients"]:
            continue
        name = _GROUPS[key].in_(language) if key in _GROUPS else key
        rows.append(_letter_row(name, group, totals, language))
    rows.append(_letter_row(_TOTAL.in_(language), totals, totals, language))
    return grid(_HEADER.in_(language).split("|"), rows)


def _letter_row(
    name: str, group: dict[str, Any], totals: dict[str, Any], language: Language
) -> list[str]:
    def part(key: str) -> str:
        whole = totals[key]
        return percent(group[key] / whole, language) if whole else "–"

    def amount(key: str) -> str:
        return "–" if group[key] is None else number(group[key], language)

    sold, net = group["revenue"], group["net_margin"]
    rate = net / sold if net is not None and sold > 0 else None
    return [
        name,
        number(group["clients"], language),
        part("clients"),
        number(sold, language),
        part("revenue"),
        amount("cost_to_serve"),
        amount("net_margin"),
        "–" if rate is None else percent(rate, language, 1),
    ]


_FALSE_GOOD_TITLE = Text(
    "False good clients: {count} of the top 20 % by revenue, the worst first",
    "Faux bons clients : {count} parmi les 20 % premiers en chiffre d'affaires, les "
    "pires d'abord",
)
_FALSE_GOOD_HEADER = Text(
    "Client|Name|Letter|Revenue|Gross margin|Cost to serve|Net margin",
    "Client|Nom|Lettre|CA|Marge brute|Coût de service|Marge nette",
)


def false_good_table(
    document: dict[str, Any], language: Language, most: int = 5
) -> str:
    """The worst false good clients, by net margin; "" when there is none."""
    found = [c for c in document["clients"] if c["false_good"]]
    if not found:
        return ""
    worst = sorted(found, key=lambda c: c["net_margin"])[:most]
    rows = [
        [
            c["client_id"],
            c["name"] or "",
            c["letter"] or "–",
            number(c["revenue"], language),
            number(c["gross_margin"], language),
            number(c["cost_to_serve"], language),
            number(c["net_margin"], language),
        ]
        for c in worst
    ]
    title = _FALSE_GOOD_TITLE.in_(language, count=len(found))
    return title + "\n" + grid(_FALSE_GOOD_HEADER.in_(language).split("|"), rows, 3)


_SEVERITIES: dict[str, Text] = {
    "error": Text("error", "erreur"),
    "warning": Text("warning", "alerte"),
    "note": Text("note", "note"),
}
_MORE = Text(
    "… and {count} more: see --json, or the sheet Data quality after a refresh.",
    "… et {count} de plus : voir --json, ou la feuille Qualité des données après "
    "une actualisation.",
)


def issue_lines(
    issues: Sequence[RenderedIssue], language: Language, most: int = SHOWN_ISSUES
) -> str:
    """Where, what was found, what to do; the first ones, and how many are left."""
    lines = []
    for issue in issues[:most]:
        where = " ".join(part for part in (issue.sheet, issue.cell) if part)
        severity = _SEVERITIES[issue.severity].in_(language)
        colon = " : " if language == "fr" else ": "
        head = severity + colon + where if where else severity
        lines.append(f"{safe(head)}\n  {safe(issue.message)}\n  → {safe(issue.remedy)}")
    if len(issues) > most:
        lines.append(_MORE.in_(language, count=len(issues) - most))
    return "\n".join(lines)


_EXPLAIN = {
    "title": Text("{client}  {name}", "{client}  {name}"),
    "letter": Text("Letter", "Lettre"),
    "score": Text("Score", "Note"),
    "because": Text("Because", "Parce que"),
    "limited": Text("Limited by", "Limité par"),
    "next": Text("Next", "Ensuite"),
    "margin": Text("Margin", "Marge"),
    "margins": Text(
        "revenue {revenue} − cost of goods = gross margin {gross} − cost to serve "
        "{cost} = net margin {net}",
        "CA {revenue} − coût des ventes = marge brute {gross} − coût de service "
        "{cost} = marge nette {net}",
    ),
    "robust": Text("Robustness", "Robustesse"),
    "robustness": Text(
        "{share} of 500 draws keep the letter", "{share} des 500 tirages la gardent"
    ),
    "discuss": Text(": to discuss", " : à discuter"),
    "computed": Text("(computed: {letter})", "(calculée : {letter})"),
    "unknown": Text("unknown", "inconnu"),
    "unknown_margin": Text("unknown", "inconnue"),
    "inactive": Text("none (inactive)", "aucune (inactif)"),
    "readings": Text("Readings", "Lectures"),
    "confidence": Text("Confidence", "Confiance"),
    "history": Text("History", "Historique"),
    "levers": Text("Levers", "Leviers"),
    "asof": Text("As of", "Au"),
}


def explanation(
    document: dict[str, Any], caps: Sequence[str], language: Language
) -> str:
    """The story of one client's letter in twelve lines, in two columns."""
    title, lines = explanation_lines(document, caps, language)
    width = max(len(name) for name, _ in lines)
    body = "\n".join(f"  {name:<{width}}  {text}" for name, text in lines)
    return f"{title}\n{body}"


def explanation_lines(
    document: dict[str, Any], caps: Sequence[str], language: Language
) -> tuple[str, list[tuple[str, str]]]:
    """The client, then (what, its text), line by line, safe to display."""

    def word(key: str, **params: object) -> str:
        return _EXPLAIN[key].in_(language, **params)

    def amount(key: str) -> str:
        if document[key] is None:
            return word("unknown_margin" if key.endswith("margin") else "unknown")
        return number(document[key], language, 2)

    letter = document["letter"] or word("inactive")
    if document["letter"] != document["computed_letter"]:
        letter += " " + word("computed", letter=document["computed_letter"])
    lines = [
        (word("letter"), letter),
        (word("because"), document["why"]),
    ]
    if document["score"] is not None:
        lines.insert(1, (word("score"), number(document["score"], language, 1)))
    if caps:
        lines.append((word("limited"), ", ".join(caps)))
    if document["next_step"]:
        lines.append((word("next"), document["next_step"]))
    lines.append(
        (
            word("margin"),
            word(
                "margins",
                revenue=amount("revenue"),
                gross=amount("gross_margin"),
                cost=amount("cost_to_serve"),
                net=amount("net_margin"),
            ),
        )
    )
    kept = document["robustness"]
    if kept is not None:
        text = word("robustness", share=percent(kept, language))
        lines.append(
            (
                word("robust"),
                text + (word("discuss") if kept < TO_DISCUSS_UNDER else ""),
            )
        )
    lines += [
        (word(name), document[key])
        for name, key in (
            ("readings", "readings_words"),
            ("confidence", "confidence_words"),
            ("history", "history_words"),
        )
        if document[key]
    ]
    if document["lever_words"]:
        currency = document["currency"]
        name = word("levers") + (f" ({currency})" if currency else "")
        lines.append((name, "   ·   ".join(document["lever_words"])))
    lines.append((word("asof"), document["as_of"]))
    title = word("title", client=document["client_id"], name=document["name"] or "")
    return safe(title).strip(), [(name, safe(text)) for name, text in lines]
