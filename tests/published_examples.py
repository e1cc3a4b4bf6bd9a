"""The published figures against which readings are checked; see `published/README`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PUBLISHED = Path(__file__).parent / "published"

VISION = np.array(
    [
        [1520, 266, 124, 66],
        [234, 1512, 432, 78],
        [117, 362, 1772, 205],
        [36, 82, 179, 492],
    ]
)
"""Stuart (1953), Biometrika 40: unaided distance vision of 7,477 women, right eye by
left eye, four grades. Published sums: 1976, 2256, 2456, 789 and 1907, 2222, 2507, 841."""


def rfm_of_r() -> pd.DataFrame:
    """days, orders, amount, score of the 995 clients of R's documented example."""
    return pd.read_csv(PUBLISHED / "rfm_r_example.csv")


def swiss_inhabitants() -> NDArray[np.float64]:
    """Inhabitants of the Swiss communes in 1900."""
    text = (PUBLISHED / "swiss_inhabitants_1900.txt").read_text(encoding="ascii")
    return np.array(text.split(), dtype=np.float64)
