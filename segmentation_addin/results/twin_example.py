"""What the native twin gives for the example of the sheet Functions."""

from __future__ import annotations

import numpy as np

from segmentation_addin.core.client_figures import (
    ClientFigures,
    NoScaleError,
    OtherCriterionError,
    assess_figures,
)
from segmentation_addin.core.letters import LETTERS, Rules
from segmentation_addin.core.scale import Scale
from segmentation_addin.excel.examples import CLIENTS


def twin_example(scale: Scale, rules: Rules) -> tuple[str, float | str] | None:
    """Letter and score of the first client of the examples; None for an error.

    The score is "" where nothing is known.
    """
    _, *figures = CLIENTS[0]
    revenue, margin, cost, potential, months, days = (
        np.array([np.nan if figure is None else float(figure)]) for figure in figures
    )
    others = {"potential": potential, "recurrence": months, "recency": days}
    try:
        found = assess_figures(
            ClientFigures(revenue, margin, cost, others), scale, rules
        )
    except (NoScaleError, OtherCriterionError):
        return None
    score = float(found.scoring.score[0])
    letter = str(LETTERS[found.lettering.letter[0]])
    return letter, "" if np.isnan(score) else score
