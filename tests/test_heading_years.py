"""The year that a heading gives to its figures."""

from __future__ import annotations

import pytest

from segmentation_addin.imports.heading_years import dated_heading


@pytest.mark.parametrize(
    ("heading", "bare", "year"),
    [
        ("CA 2024", "CA", 2024),
        ("2024 Revenue", "Revenue", 2024),
        ("CA HT (2025)", "CA HT", 2025),
        ("CA HT 2024 (k€)", "CA HT (k€)", 2024),
        ("Marge brute exercice 2023", "Marge brute", 2023),
        ("Sales FY2024", "Sales", 2024),
        ("CA au 31/12/2024", "CA", 2024),
        ("CA N", "CA", None),
        ("ca n ht", "ca ht", None),
        ("CA HT", "CA HT", None),
        ("2024", "", None),
        ("CA 2023-2024", "CA 2023-2024", None),
        ("Article 20240", "Article 20240", None),
    ],
)
def test_year_of_a_heading(heading: str, bare: str, year: int | None) -> None:
    assert dated_heading(heading) == (bare, year, False)


@pytest.mark.parametrize(
    "heading",
    ["CA N-1", "CA n - 1", "CA année précédente", "Revenue last year", "CA antérieur"],
)
def test_the_year_before_is_told_without_saying_which(heading: str) -> None:
    found = dated_heading(heading)
    assert (found.bare in ("CA", "Revenue"), found.year, found.previous) == (
        True,
        None,
        True,
    )
