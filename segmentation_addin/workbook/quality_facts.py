"""What the fixed cells of Data quality show beside figures of the segmentation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RuleLine:
    """All findings of one rule together: a line of the summary."""

    code: str
    severity: str
    """"error", "warning" or "note"."""
    count: int
    """Rows concerned."""
    amount: float | None
    """Sum of the amounts at stake; None when none can be said."""
    rule: str
    """What the rule expects, in the workbook's language."""

    def as_document(self) -> dict[str, object]:
        """The line as JSON holds it."""
        return dict(vars(self))


@dataclass(frozen=True)
class QualityFacts:
    """The findings rule by rule, and the ledger's revenue."""

    rules: tuple[RuleLine, ...] = ()
    ledger: float | None = None
    """What the setting's cell holds, where that is a number as formulas see it."""
