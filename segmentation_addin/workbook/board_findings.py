"""The findings rule by rule: written by a refresh or a check.

The lines below show the first findings only, so no native count over them would do.
"""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.board_quality_figures import QUALITY
from segmentation_addin.workbook.host import Cell
from segmentation_addin.workbook.outputs import ISSUES, ISSUES_ROW
from segmentation_addin.workbook.quality_facts import RuleLine

RULE_ROW = 23
"""Row of the section title."""
RULES_SHOWN = 12

_OTHERS = Text("{count} other rules", "{count} autres règles")


def summary(rules: tuple[RuleLine, ...], facts: Facts) -> list[tuple[Cell, ...]]:
    """Severity, rows, amount and rule of each line that the sheet shows."""
    severities = ISSUES.column("severity").choices
    language = facts.language
    whole_ = len(rules) <= RULES_SHOWN
    shown = rules if whole_ else rules[: RULES_SHOWN - 1]
    lines: list[tuple[Cell, ...]] = [
        (severities[rule.severity].in_(language), rule.count, rule.amount, rule.rule)
        for rule in shown
    ]
    left = rules[len(shown) :]
    if left:
        amounts = [rule.amount for rule in left if rule.amount is not None]
        lines.append(
            (
                None,
                sum(rule.count for rule in left),
                sum(amounts) if amounts else None,
                _OTHERS.in_(language, count=len(left)),
            )
        )
    return lines + [(None,) * 4] * (RULES_SHOWN - len(lines))


def _rule_cell(line: int, place: int) -> Value:
    return lambda facts: summary(facts.quality.rules, facts)[line][place]


def finding_cells() -> Iterator[FixedCell]:
    """The section of Data quality, and the title of the lines below."""
    title = Text("Findings by rule", "Constats par règle")
    yield FixedCell(QUALITY, f"A{RULE_ROW}", "section", title, span=4)
    row = RULE_ROW + 1
    heads = (
        ("A", ISSUES.column("severity").heading, "small_head left"),
        ("B", Text("Rows", "Lignes"), "small_head"),
        ("C", ISSUES.column("amount").heading, "small_head"),
        (
            "D",
            Text("What the rule expects", "Ce que la règle attend"),
            "small_head inset",
        ),
    )
    for letter, text, style in heads:
        yield FixedCell(QUALITY, f"{letter}{row}", style, text)
    styles = ("words", "count", "amount", "inset")
    for line in range(RULES_SHOWN):
        for place, (letter, style) in enumerate(zip("ABCD", styles, strict=True)):
            cell = f"{letter}{RULE_ROW + 2 + line}"
            yield FixedCell(QUALITY, cell, style, value=_rule_cell(line, place))
    title = Text("Findings, line by line", "Constats, ligne par ligne")
    yield FixedCell(QUALITY, f"A{ISSUES_ROW - 1}", "section", title, span=4)
