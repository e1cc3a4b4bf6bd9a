"""`segmentation import` of client lists, margins and cost drivers, through the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from fec_examples import SIREN, books

from segmentation_addin.cli import main
from segmentation_addin.commands import importing
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.sample.fec_file import write_fec
from segmentation_addin.workbook.declaration import Table
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import AppendedRows, Changes
from segmentation_addin.workbook.inputs import (
    CLIENTS,
    COST_TO_SERVE,
    MARGIN_ORIGINS,
    MARGINS,
)

CLIENT_LIST = """Code client;Raison sociale;Secteur;CP
001;Durand SA;Bois;1000
002;Perrin SARL;Acier;75011
003;=1+1;Bois;69001
"""
SALES = """Code client;Période;CA HT;Coût des ventes
001;2025;1 000,50;700,25
002;2025;500,00;450,00
003;2025;200,00;150,00
"""


def run(*words: object, **options: Any) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], **options)


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(params=LANGUAGES)
def book(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A workbook with three clients and their sales of 2025."""
    path = tmp_path / "book.xlsm"
    assert run("new", path, "--lang", request.param).exit_code == 0
    sources = (
        file(tmp_path, "clients.csv", CLIENT_LIST),
        file(tmp_path, "sales.csv", SALES),
    )
    done = run("import", *sources, "--into", path, "--json")
    assert done.exit_code == 0, done.output
    return path


def cells(path: Path, table: Table, key: str) -> list[Any]:
    raw = FileHost(path).read(table.name)
    language = FileHost(path).language
    heading = table.column(key).heading.in_(language)
    return list(raw.columns[raw.headings.index(heading)])


def imported(path: Path, source: Path, *words: object) -> dict[str, Any]:
    done = run("import", source, "--into", path, *words, "--json")
    assert done.exit_code == 0, done.output
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def refused(path: Path, source: Path, *words: object) -> list[dict[str, Any]]:
    before = path.read_bytes()
    done = run("import", source, "--into", path, *words, "--json")
    assert done.exit_code == 1, done.output
    assert path.read_bytes() == before
    issues: list[dict[str, Any]] = json.loads(done.stdout)["issues"]
    return issues


def codes(said: dict[str, Any]) -> list[str]:
    return [issue["code"] for issue in said["issues"]]


def test_two_files_of_one_command_fill_two_sheets(book: Path) -> None:
    assert cells(book, CLIENTS, "client_id") == ["001", "002", "003"]
    assert cells(book, CLIENTS, "name")[2] == "=1+1"
    assert cells(book, CLIENTS, "postcode") == ["01000", "75011", "69001"]
    assert cells(book, MARGINS, "revenue") == [1000.5, 500.0, 200.0]
    assert cells(book, MARGINS, "cost_of_goods") == [700.25, 450.0, 150.0]


def test_a_second_time_changes_nothing(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    said = imported(book, tmp_path / "sales.csv")
    assert (said["changes"], said["written"]) == (0, False)
    assert book.read_bytes() == before


def test_a_dry_run_shows_the_first_rows_and_writes_nothing(
    book: Path, tmp_path: Path
) -> None:
    before = book.read_bytes()
    source = file(tmp_path, "more.csv", SALES.replace("500,00", "510,00"))
    done = run("import", source, "--into", book, "--dry-run")
    assert done.exit_code == 0, done.output
    assert "001 · 2025-12-31" in done.stdout
    assert book.read_bytes() == before


def test_a_client_who_first_comes_with_sales_joins_the_list(
    book: Path, tmp_path: Path
) -> None:
    text = "Code client;Client;Période;CA HT;Coût des ventes\n009;Maes;2025;9;4\n"
    imported(book, file(tmp_path, "new.csv", text))
    assert cells(book, CLIENTS, "client_id") == ["001", "002", "003", "009"]
    assert cells(book, CLIENTS, "name")[-1] == "Maes"


def test_figures_that_changed_are_updated_and_told(book: Path, tmp_path: Path) -> None:
    source = file(tmp_path, "more.csv", SALES.replace("500,00", "510,00"))
    said = imported(book, source)
    assert "merge_rows_updated" in codes(said)
    assert cells(book, MARGINS, "revenue") == [1000.5, 510.0, 200.0]


def test_what_was_typed_in_clients_stays_and_is_told(
    book: Path, tmp_path: Path
) -> None:
    source = file(
        tmp_path, "crm.csv", CLIENT_LIST.replace("Durand SA;Bois", "Durand SA;Verre")
    )
    said = imported(book, source)
    assert "words_kept" in codes(said)
    assert cells(book, CLIENTS, "sector")[0] == "Bois"


def test_codes_less_their_zeros_find_their_client(book: Path, tmp_path: Path) -> None:
    source = file(tmp_path, "visits.csv", "Code client;Période;Visites\n1;2025;4\n")
    said = imported(book, source)
    assert said["kind"] == "cost-to-serve"
    assert "joined_without_zeros" in codes(said)
    assert cells(book, CLIENTS, "client_id") == ["001", "002", "003"]


def test_names_find_their_client_spelling_aside(book: Path, tmp_path: Path) -> None:
    source = file(
        tmp_path,
        "visits.csv",
        "Client;Période;Visites\nDURAND;2025;4\nSté Perrin;2025;2\nNobody;2025;9\n",
    )
    said = imported(book, source)
    assert {"joined_by_name", "name_unknown"} <= set(codes(said))
    assert said["clients_known"] == 2


def test_a_name_of_two_clients_is_given_to_none(book: Path, tmp_path: Path) -> None:
    file(tmp_path, "twin.csv", "Code client;Nom;Secteur\n009;Durand SAS;Fer\n")
    imported(book, tmp_path / "twin.csv")
    source = file(tmp_path, "visits.csv", "Client;Période;Visites\nDurand;2025;4\n")
    said = imported(book, source)
    assert "name_fits_several" in codes(said)
    assert said["rows"]["cost_to_serve"] == 0


def test_names_are_codes_in_an_empty_workbook(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsm"
    run("new", path, "--lang", "fr")
    source = file(
        tmp_path, "m.csv", "Client;Période;CA HT;Coût des ventes\nA;2025;9;4\n"
    )
    assert "names_as_codes" in codes(imported(path, source))
    assert cells(path, MARGINS, "client_id") == ["A"]


def test_codes_of_another_system_are_suspected(book: Path, tmp_path: Path) -> None:
    rows = "".join(f"Z{i};2025;10;5\n" for i in range(6))
    source = file(
        tmp_path, "m.csv", "Code client;Période;CA HT;Coût des ventes\n" + rows
    )
    assert "few_clients_known" in codes(imported(book, source))


def test_a_file_in_thousands_keeps_the_exact_figures(
    book: Path, tmp_path: Path
) -> None:
    """1 000.50 and 1 k€ are one figure; 500 and 2 k€ are not."""
    before = cells(book, MARGINS, "cost_of_goods")
    source = file(
        tmp_path,
        "k.csv",
        "Code client;Période;CA (k€);Coût des ventes (k€)\n001;2025;1;1\n002;2025;2;0\n",
    )
    said = imported(book, source)
    kept = next(x for x in said["issues"] if x["code"] == "figures_kept")
    assert ("3" in kept["message"], "merge_rows_updated" in codes(said)) == (True, True)
    assert cells(book, MARGINS, "revenue") == [1000.5, 2000.0, 200.0]
    assert cells(book, MARGINS, "cost_of_goods") == before


def test_a_rate_that_says_the_exact_margin_again_changes_nothing(
    book: Path, tmp_path: Path
) -> None:
    """300.25 of 1,000.50 is 30 %; the cost that stands there proves it."""
    text = "Code client;Taux de marque\n001;30 %\n002;10 %\n"
    source = file(tmp_path, "rates.csv", text)
    before = book.read_bytes()
    said = imported(book, source)
    assert ("figures_kept" in codes(said), said["written"]) == (True, False)
    assert book.read_bytes() == before


def test_updated_drivers_are_told(book: Path, tmp_path: Path) -> None:
    head = "Code client;Période;Visites\n"
    imported(book, file(tmp_path, "v.csv", head + "001;2025;4\n"))
    said = imported(book, file(tmp_path, "v.csv", head + "001;2025;5\n"))
    assert "merge_figures_updated" in codes(said)
    assert cells(book, COST_TO_SERVE, "visits") == [5.0]


def test_a_file_without_a_period_speaks_of_the_last_one(
    book: Path, tmp_path: Path
) -> None:
    source = file(tmp_path, "visits.csv", "Code client;Visites\n001;4\n")
    said = imported(book, source)
    assert (codes(said).count("period_taken"), said["periods"]) == (1, ["2025-12-31"])
    said = imported(book, source, "--period", "2024")
    assert (codes(said).count("period_given"), said["periods"]) == (1, ["2024-12-31"])


def test_without_any_period_somebody_must_say_it(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsm"
    run("new", path, "--lang", "en")
    source = file(tmp_path, "m.csv", "Client ID,Revenue,Gross margin\nA,9,4\n")
    assert codes({"issues": refused(path, source)}) == ["period_needed"]
    assert imported(path, source, "--period", "2025-06-30")["written"]


def test_rows_of_one_client_and_period_are_added_up(book: Path, tmp_path: Path) -> None:
    source = file(
        tmp_path,
        "parts.csv",
        "Code client;Période;CA HT;Coût des ventes\n001;2024;10,10;5\n001;2024;20,20;6\n",
    )
    said = imported(book, source)
    assert "rows_added_up" in codes(said)
    assert cells(book, MARGINS, "revenue")[-1] == pytest.approx(30.3)


def test_rates_apply_to_the_revenue_of_the_workbook(book: Path, tmp_path: Path) -> None:
    source = file(
        tmp_path, "rates.csv", "Code client;Taux de marque\n001;25 %\n777;10 %\n"
    )
    said = imported(book, source)
    assert {"rates_applied", "rate_without_revenue"} <= set(codes(said))
    assert cells(book, MARGINS, "gross_margin")[0] == pytest.approx(250.125, abs=0.006)


def test_equal_headings_are_listed_and_a_mapping_decides(
    book: Path, tmp_path: Path
) -> None:
    text = "Code client;Période;Nb visites;Sales visits\n001;2025;4;7\n"
    source = file(tmp_path, "visits.csv", text)
    (issue,) = refused(book, source)
    assert issue["code"] == "headings_rival"
    assert "Nb visites, Sales visits" in issue["message"]
    rules = file(
        tmp_path,
        "rules.csv",
        "heading,column\nSales visits,tblCostToServe.visits\nNb visites,\n",
    )
    said = imported(book, source, "--mapping", rules)
    (mapped,) = said["mapping"].values()
    assert mapped["tblCostToServe.visits"] == "Sales visits"


def test_on_a_terminal_somebody_is_asked_once(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "somebody_answers", lambda: True)
    text = "Code client;Période;Nb visites;Sales visits\n001;2025;4;7\n"
    source = file(tmp_path, "visits.csv", text)
    asked = run("import", source, "--into", book, input="2\n")
    assert asked.exit_code == 0, asked.output
    assert "2  Sales visits" in asked.stderr
    kept = (tmp_path / "book.mapping.csv").read_text(encoding="utf-8-sig")
    assert kept.splitlines() == [
        "heading,column",
        "Nb visites,",
        "Sales visits,tblCostToServe.visits",
    ]
    again = run("import", source, "--into", book)
    assert (again.exit_code, "Sales visits  " in again.stderr) == (0, False)
    assert cells(book, COST_TO_SERVE, "visits") == [7.0]


def with_driver(book: Path, heading: str) -> None:
    """Adds a column to Cost to serve, as a user does."""
    host = FileHost(book)
    row = pd.DataFrame(
        {"client_id": ["003"], "period": [pd.Timestamp("2024-12-31")], heading: [7.0]}
    )
    added = AppendedRows(COST_TO_SERVE.name, row, {heading: heading})
    assert host.write(Changes(appended=[added]))


def test_a_driver_that_the_user_added_comes_in_by_its_heading(
    book: Path, tmp_path: Path
) -> None:
    with_driver(book, "Tonnes livrées")
    text = "Code client;Période;Visites;TONNES LIVREES\n"
    source = file(tmp_path, "t.csv", text + "001;2025;4;1 234,5\n002;2025;;2 500,25\n")
    said = imported(book, source)
    (mapped,) = said["mapping"].values()
    assert mapped["tblCostToServe.Tonnes livrées"] == "TONNES LIVREES"
    raw = FileHost(book).read(COST_TO_SERVE.name)
    tonnes = raw.columns[raw.headings.index("Tonnes livrées")]
    assert list(tonnes) == [7.0, 1234.5, 2500.25]
    before = book.read_bytes()
    assert not imported(book, source)["written"]
    assert book.read_bytes() == before


def test_a_mapping_names_a_driver_that_the_user_added(
    book: Path, tmp_path: Path
) -> None:
    with_driver(book, "Palettes")
    rules = file(tmp_path, "book.mapping.csv", "heading,column\nNb PAL,Palettes\n")
    source = file(tmp_path, "p.csv", "Code client;Période;Nb PAL\n001;2025;40\n")
    assert imported(book, source)["rows"]["cost_to_serve"] == 1
    raw = FileHost(book).read(COST_TO_SERVE.name)
    assert raw.columns[raw.headings.index("Palettes")][-1] == 40.0
    assert rules.exists()


RATES = "Code client;Marge\n001;25 %\n002;31 %\n003;40 %\n"


def test_what_rates_are_a_share_of_is_asked_for_by_name(
    book: Path, tmp_path: Path
) -> None:
    """The line that the message says is the line that mends it."""
    source = file(tmp_path, "rates.csv", RATES)
    (issue,) = (x for x in refused(book, source) if x["severity"] == "error")
    assert issue["code"] == "rate_base_ambiguous"
    marks = "“”" if "“" in issue["remedy"] else "«»"
    price, cost = (
        part.split(marks[1])[0].strip() for part in issue["remedy"].split(marks[0])[1:]
    )
    for line, margin in ((price, 250.12), (cost, 200.10)):
        rules = file(tmp_path, "rules.csv", line + "\n")
        imported(book, source, "--mapping", rules)
        assert cells(book, MARGINS, "gross_margin")[0] == pytest.approx(margin)


def test_on_a_terminal_the_base_of_rates_is_asked_once(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "somebody_answers", lambda: True)
    source = file(tmp_path, "rates.csv", RATES)
    asked = run("import", source, "--into", book, input="2\n")
    assert asked.exit_code == 0, asked.output
    kept = (tmp_path / "book.mapping.csv").read_text(encoding="utf-8-sig")
    assert kept.splitlines()[1:] == ["Marge,tblMargins.margin_rate_on_cost"]
    assert cells(book, MARGINS, "gross_margin")[0] == pytest.approx(200.10)
    again = run("import", source, "--into", book)
    assert (again.exit_code, "Marge contient" in again.stderr) == (0, False)


def test_rules_beside_the_workbook_are_found(book: Path, tmp_path: Path) -> None:
    file(tmp_path, "book.mapping.csv", "heading,column\nTournées,Visites\n")
    source = file(tmp_path, "v.csv", "Code client;Période;Tournées\n001;2025;4\n")
    assert imported(book, source)["rows"]["cost_to_serve"] == 1


def test_all_wrong_rules_are_told_at_once(book: Path, tmp_path: Path) -> None:
    rules = file(tmp_path, "rules.csv", "heading,column\na,Nothing\nb,tblX.y\n")
    done = run("import", tmp_path / "sales.csv", "--into", book, "--mapping", rules)
    assert done.exit_code == 1
    assert ("Nothing" in done.stderr, "tblX.y" in done.stderr) == (True, True)


def test_an_option_for_other_files_is_refused(book: Path, tmp_path: Path) -> None:
    fec = write_fec(books(), tmp_path / f"{SIREN}FEC20251231.txt")
    (issue,) = refused(book, fec, "--vat", "20%")
    assert issue["code"] == "option_not_for_kind"


def test_files_of_different_sorts_are_refused(book: Path, tmp_path: Path) -> None:
    fec = write_fec(books(), tmp_path / f"{SIREN}FEC20251231.txt")
    (issue,) = refused(book, tmp_path / "sales.csv", fec)
    assert issue["code"] == "sources_differ"


def test_amounts_with_vat_come_in_once_a_rate_is_confirmed(
    book: Path, tmp_path: Path
) -> None:
    text = "Code client;Période;Total TTC;Coût des ventes\n001;2024;120,00;60\n"
    source = file(tmp_path, "ttc.csv", text)
    assert refused(book, source)[0]["code"] == "amount_with_vat"
    imported(book, source, "--vat", "20 %")
    assert cells(book, MARGINS, "revenue")[-1] == pytest.approx(100.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fec_and_one_margin_file_lead_to_letters(
    tmp_path: Path, language: Language
) -> None:
    """Two commands, then a refresh; the audit says what rests on what."""
    path = tmp_path / "book.xlsm"
    run("new", path, "--lang", language)
    fec = write_fec(books(), tmp_path / f"{SIREN}FEC20251231.txt")
    assert run("import", fec, "--into", path, "--margin-rate", "38%").exit_code == 0
    clients = cells(path, MARGINS, "client_id")
    revenue = cells(path, MARGINS, "revenue")
    estimated = MARGIN_ORIGINS["estimated"].in_(language)
    measured = MARGIN_ORIGINS["measured"].in_(language)
    assert set(cells(path, MARGINS, "margin_origin")) == {estimated}
    rows = "".join(
        f"{code};{0.6 * amount:.2f}\n".replace(".", ",")
        for code, amount in zip(clients[1:], revenue[1:], strict=True)
    )
    source = file(tmp_path, "costs.csv", "Code client;Coût des ventes\n" + rows)
    imported(path, source)
    origins = cells(path, MARGINS, "margin_origin")
    assert (origins[0], set(origins[1:])) == (estimated, {measured})
    margins = cells(path, MARGINS, "gross_margin")
    assert margins[1] == pytest.approx(0.4 * revenue[1], abs=0.02)
    done = json.loads(run("refresh", path, "--json").stdout)
    letters = {client["letter"] for client in done["clients"]}
    assert len(letters & set("ABCD")) > 1
    audit = json.loads(run("check", path, "--json").stdout)["reliability"]
    found = next(x for x in audit["origins"] if x["column"] == "gross_margin")
    assert 0 < found["estimated"] < found["measured"]
    before = path.read_bytes()
    assert not imported(path, source)["written"]
    assert path.read_bytes() == before
