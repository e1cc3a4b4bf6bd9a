"""Shared by all tests: patience, a clock that stands still, Wine for one at a time."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None, max_examples=40)
settings.load_profile("patient")

NOW = datetime(2026, 11, 25, 9, 57, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two refreshes of one test are stamped alike, whatever minute begins between."""
    monkeypatch.setattr("segmentation_addin.services.clock.now", lambda: NOW)


WITH_WINE = ("test_windows", "test_setup_cmd")
"""Files that use the bed of Windows: each ends all that runs in it."""


@pytest.fixture(scope="module", autouse=True)
def wine_is_shared_with_nobody(request: pytest.FixtureRequest) -> Iterator[None]:
    """One file at a time uses the bed, whatever processes and checkouts test."""
    if not request.path.stem.startswith(WITH_WINE) or sys.platform == "win32":
        yield
        return
    from windows.bed import alone

    with alone():
        yield
