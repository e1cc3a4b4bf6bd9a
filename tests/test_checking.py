"""`segmentation check` and `refresh`: what they say of the data, whole in JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from segmentation_addin.cli import main
from segmentation_addin.template.build import build
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import AppendedRows, CellEdits, Changes
from segmentation_addin.workbook.settings import SETTINGS

DAY = pd.Timestamp("2025-12-31")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """60 clients; two of three margins are missing or estimated, the ledger differs."""
    path = tmp_path_factory.mktemp("check") / "book.xlsm"
    path.write_bytes(build("en"))
    rows = pd.DataFrame(
        {
            "client_id": [f"C{i}" for i in range(180)],
            "period": [DAY] * 180,
            "revenue": [1000.0 + i for i in range(180)],
            "gross_margin": [None if i % 3 == 0 else 300.0 for i in range(180)],
            "margin_origin": ["estimated" if i % 3 == 1 else None for i in range(180)],
        },
        dtype=object,
    )
    ledger = [setting.key for setting in SETTINGS].index("control_revenue")
    FileHost(path).write(
        Changes(
            edits=[CellEdits("tblSettings", "value", [ledger], [200_000.0])],
            appended=[
                AppendedRows("tblClients", rows[["client_id"]]),
                AppendedRows("tblMargins", rows),
            ],
        )
    )
    return path


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(arguments))
    return done.exit_code, done.stdout


def document(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*arguments, "--json")[1])
    return found


def test_json_holds_every_finding_with_all_it_has_to_say(book: Path) -> None:
    found = document("check", str(book))
    missing = [x for x in found["issues"] if x["code"] == "margin_missing"]
    assert len(missing) == 60, "none is cut"
    for issue in found["issues"]:
        assert issue["found"], issue["code"]
        assert issue["expected"], issue["code"]
        assert issue["remedy"], issue["code"]
    assert missing[0]["sheet"] == "Margins"
    assert missing[0]["amount"] == 1177.0, "the largest first"
    (estimated,) = [x for x in found["issues"] if x["code"] == "margin_estimated"]
    assert (estimated["count"], len(estimated["cells"])) == (60, 60)


def test_json_sums_the_findings_rule_by_rule(book: Path) -> None:
    found = document("check", str(book))
    by_rule = {line["code"]: line for line in found["by_rule"]}
    assert by_rule["margin_missing"]["count"] == 60
    for code, line in by_rule.items():
        amounts = [x["amount"] for x in found["issues"] if x["code"] == code]
        known = [abs(amount) for amount in amounts if amount is not None]
        assert line["amount"] == (pytest.approx(sum(known)) if known else None)
        assert line["rule"]


def test_json_says_what_rests_on_what(book: Path) -> None:
    found = document("check", str(book))["reliability"]
    revenue = sum(1000.0 + i for i in range(180))
    assert found["ledger"]["difference"] == revenue - 200_000
    assert found["ledger"]["agrees"] is False
    assert found["gross_margin"]["estimated"] == 18_000.0
    assert found["gross_margin"]["estimated_share"] == 0.5
    assert found["confidence"]["level"] in {"high", "medium", "low"}
    assert found["freshness"]["as_of"] == "2025-12-31"
    assert found["freshness"]["last_order"] is None
    (margin,) = [x for x in found["origins"] if x["column"] == "gross_margin"]
    shares = [margin[kind] for kind in ("measured", "estimated", "typed", "missing")]
    assert sum(shares) == pytest.approx(1.0)
    assert (margin["filled_clients"], margin["missing_clients"]) == (120, 60)


def test_refresh_tells_the_same(book: Path, tmp_path: Path) -> None:
    checked = document("check", str(book))
    out = str(tmp_path / "out.xlsm")
    refreshed = document("refresh", str(book), "-o", out)
    assert refreshed["reliability"] == checked["reliability"]
    assert {x["code"] for x in refreshed["by_rule"]} == {
        x["code"] for x in checked["by_rule"]
    }


def test_the_terminal_says_it_in_four_lines(book: Path) -> None:
    code, said = run("check", str(book))
    assert code == 0
    assert "Confidence of the portfolio: " in said
    assert "Gross margin on estimates: 18,000 (50.0%), 60 client(s)" in said
    assert "Revenue of unknown margin: 65,310, 60 client(s)" in said
    assert "Ledger revenue: 200,000.00; difference -3,890.00 (-1.95%): beyond" in said


def test_a_workbook_that_cannot_be_computed_has_no_reliability(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsm"
    path.write_bytes(build("fr"))
    done = CliRunner().invoke(main, ["check", str(path), "--json"])
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert found["reliability"] is None
    assert "no_client" in {issue["code"] for issue in found["issues"]}
