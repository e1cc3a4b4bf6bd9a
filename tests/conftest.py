"""Shared by all tests: patience, a clock that stands still, files kept together."""

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
"""Files that use the bed of Windows: one of them at a time, as each ends its Wine."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Under `-n`, a file keeps to one process, and all files with Wine to the same."""
    for item in items:
        name = item.path.stem
        group = "test_windows" if name.startswith(WITH_WINE) else name
        item.add_marker(pytest.mark.xdist_group(group))
