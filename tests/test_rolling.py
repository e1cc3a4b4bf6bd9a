"""A new period: the review closed, what the next one starts from, all to confirm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import com_fake
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from vintage_examples import lines_of, workbook

from segmentation_addin.cli import main
from segmentation_addin.excel.live_host import LiveHost
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.closing import close
from segmentation_addin.services.importing import import_lines
from segmentation_addin.services.refreshing import refresh
from segmentation_addin.services.rolling import roll, year_later
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.history_rows import read_history
from segmentation_addin.workbook.host import CellEdits, Changes, Host
from segmentation_addin.workbook.reading import read_tables
from segmentation_addin.workbook.settings_reading import setting_rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(tmp_path)


def type_setting(host: Host, key: str, value: Any) -> None:
    row = setting_rows(host.read("tblSettings"))[key]
    host.write(Changes(edits=[CellEdits("tblSettings", "value", [row], [value])]))


def pools(host: Host) -> list[tuple[str, str, float]]:
    tables, _ = read_tables(host)
    frame = tables.pools
    days = frame["period"].dt.strftime("%Y-%m-%d")
    return list(zip(frame["pool"], days, frame["cost"], strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_next_period_starts_from_what_stands(
    language: Language, tmp_path: Path
) -> None:
    path = workbook(tmp_path, language)
    type_setting(FileHost(path), "as_of", pd.Timestamp("2025-12-31"))
    before, _ = read_tables(FileHost(path))
    done = roll(FileHost(path), author="Jo")
    assert done.written
    assert done.closed.written
    assert done.carried is not None
    assert str(done.carried.period) == "2026-12-31"
    assert (done.carried.pools, done.carried.pools_cost) == (1, 60.0)
    assert done.carried.rates == 1
    assert done.carried.as_of_blanked
    assert len(read_history(FileHost(path)).vintages) == 1
    assert pools(FileHost(path)) == [
        ("Team", "2025-12-31", 60.0),
        ("Team", "2026-12-31", 60.0),
    ]
    after, _ = read_tables(FileHost(path))
    assert after.settings["as_of"] is None
    pd.testing.assert_frame_equal(after.activities, before.activities)
    pd.testing.assert_frame_equal(after.clients, before.clients)
    pd.testing.assert_frame_equal(after.margins, before.margins)


def test_a_second_time_writes_nothing(path: Path) -> None:
    roll(FileHost(path))
    before = path.read_bytes()
    again = roll(FileHost(path))
    assert (again.written, again.closed.already) == (False, True)
    assert path.read_bytes() == before
    assert not refresh(FileHost(path)).written


def test_a_review_closed_before_is_not_closed_again(path: Path) -> None:
    close(FileHost(path))
    done = roll(FileHost(path))
    assert done.written
    assert not done.closed.written
    assert len(read_history(FileHost(path)).vintages) == 1
    assert len(pools(FileHost(path))) == 2


def test_a_pool_that_has_its_next_row_keeps_it(path: Path) -> None:
    roll(FileHost(path))
    FileHost(path).write(Changes(edits=[CellEdits("tblPools", "cost", [1], [75.0])]))
    assert not roll(FileHost(path)).written
    assert pools(FileHost(path))[1] == ("Team", "2026-12-31", 75.0)


def test_what_is_carried_over_is_counted_until_it_is_confirmed(
    path: Path, tmp_path: Path
) -> None:
    type_setting(FileHost(path), "costs_confirmed_on", pd.Timestamp("2026-01-10"))
    roll(FileHost(path))
    assert read_tables(FileHost(path))[0].settings["costs_confirmed_on"] is None
    import_lines(FileHost(path), [lines_of(tmp_path, {2026: 12})])
    codes = {issue.code for issue in refresh(FileHost(path)).issues}
    assert {"rates_to_confirm", "pools_to_confirm"} <= codes
    type_setting(FileHost(path), "costs_confirmed_on", pd.Timestamp("2099-01-10"))
    codes = {issue.code for issue in refresh(FileHost(path)).issues}
    assert not {"rates_to_confirm", "pools_to_confirm"} & codes


def test_an_open_excel_rolls_alike(path: Path) -> None:
    with com_fake.excel(path) as (_, book):
        assert roll(LiveHost(book)).written
        assert not roll(LiveHost(book)).written
        assert len(pools(LiveHost(book))) == 2


def test_month_ends_stay_month_ends() -> None:
    days = ("2024-02-29", "2027-02-28", "2025-06-30", "2025-06-15")
    found = [str(year_later(np.datetime64(day)).date()) for day in days]
    assert found == ["2025-02-28", "2028-02-29", "2026-06-30", "2026-06-15"]


def test_the_command_lists_what_is_to_confirm(path: Path) -> None:
    done = CliRunner().invoke(main, ["roll", str(path), "--by", "Jo"])
    assert done.exit_code == 0
    assert "Review 1 is closed: 2025-12-31" in done.stdout
    assert "The next period ends on 2026-12-31" in done.stdout
    assert "cost pools: 1 rows added (60)" in done.stdout
    again = CliRunner().invoke(main, ["roll", str(path), "--json"])
    answer = json.loads(again.stdout)
    assert (answer["written"], answer["next_as_of"]) == (False, "2026-12-31")
    assert answer["closed"]["already_closed"]
    assert answer["carried_over"]["pools"] == 0
