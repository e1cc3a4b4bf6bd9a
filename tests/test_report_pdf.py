"""The pages as PDF: the figures of the report, harmless, the same bytes each time."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import report_examples
from poppler import facts_of, fonts_of, lines_of, require_poppler, text_of

from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.messages.host import CATALOGUE
from segmentation_addin.report.contents import report
from segmentation_addin.report.pages import Cards, TableBlock, Terms, Words
from segmentation_addin.report.pdf import pdf_document
from segmentation_addin.workbook.board_facts import Facts
from segmentation_addin.workbook.host import HostError


def written(facts: Facts, folder: Path, title: str | None = None) -> Path:
    require_poppler()
    path = folder / "board.pdf"
    path.write_bytes(pdf_document(facts, title))
    return path


def squeezed(text: str) -> str:
    return "".join(text.split())


def every_text(facts: Facts) -> list[str]:
    pages = report(facts)
    found = [pages.title, pages.subtitle, pages.status, pages.banner]
    for section in pages.sections:
        found.append(section.title)
        for block in section.blocks:
            if isinstance(block, Cards):
                for card in block.cards:
                    found += [card.caption, card.figure, card.sentence]
            elif isinstance(block, TableBlock):
                found += [column.heading for column in block.columns]
                for row in block.rows:
                    found += [cell.text for cell in row]
            elif isinstance(block, Terms):
                found += [text for pair in block.terms for text in pair]
            elif isinstance(block, Words):
                found.append(block.text)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("clients", [0, 1, 60])
def test_every_text_and_figure_of_the_report_can_be_read_back(
    clients: int, language: Language, tmp_path: Path
) -> None:
    facts = report_examples.facts(clients, language)
    found = text_of(written(facts, tmp_path))
    for text in every_text(facts):
        assert squeezed(text) in found


def test_the_figures_of_a_row_stay_on_one_line(tmp_path: Path) -> None:
    facts = report_examples.billions("fr")
    lines = lines_of(written(facts, tmp_path))
    (table,) = report(facts).sections[1].blocks
    assert isinstance(table, TableBlock)
    for row in table.rows:
        figures = " ".join(cell.text for cell in row[1:] if cell.text)
        assert any(" ".join(figures.split()) in line for line in lines), figures


def test_the_words_of_the_charts_are_words_on_paper(tmp_path: Path) -> None:
    found = text_of(written(report_examples.facts(60, "fr"), tmp_path))
    for text in ("Sommet", "Érosion", "Taux de marge nette", "100 %"):
        assert squeezed(text) in found


def test_names_that_mean_harm_arrive_as_text(tmp_path: Path) -> None:
    facts = report_examples.planted("fr")
    pdf = written(facts, tmp_path, "<b>T</b> &\x00x")
    found = text_of(pdf)
    for name in report_examples.PLANTED[:-1]:
        assert squeezed(name) in found
    assert facts_of(pdf)["Title"] == "<b>T</b> & x"
    for action in (b"/URI", b"/JavaScript", b"/Launch", b"/GoToR"):
        assert action not in pdf.read_bytes()


def test_a_name_of_any_length_does_not_break_the_page(tmp_path: Path) -> None:
    facts = report_examples.facts(40, "en")
    frame = facts.segmentation.copy()
    for key in ("name", "sector", "lever", "account_manager", "client_id"):
        frame[key] = [f"{k}" + "W" * 32_000 for k in range(len(frame))]
    pdf = written(Facts("en", frame), tmp_path, "T" * 5000)
    assert int(facts_of(pdf)["Pages"]) < 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_says_its_title_and_no_author(
    language: Language, tmp_path: Path
) -> None:
    pdf = written(report_examples.facts(60, language), tmp_path)
    said = facts_of(pdf)
    titles = {
        "en": "Client segmentation, A to D",
        "fr": "Segmentation des clients, de A à D",
    }
    assert said["Title"] == titles[language]
    assert not said.get("Author")
    assert not said.get("Creator")
    assert said["Page size"] == "841.89 x 595.276 pts (A4)"
    assert f"/Lang ({language})".encode() in pdf.read_bytes()


def test_pages_are_numbered_and_sections_bookmarked(tmp_path: Path) -> None:
    facts = report_examples.facts(60, "en")
    pdf = written(facts, tmp_path)
    pages = int(facts_of(pdf)["Pages"])
    found = text_of(pdf)
    for page in range(1, pages + 1):
        assert f"Page{page}of{pages}" in found
    outline = re.findall(rb"/Dest \[", pdf.read_bytes())
    assert len(outline) >= len(report(facts).sections)


def test_only_the_typefaces_of_the_package_are_used_and_embedded(
    tmp_path: Path,
) -> None:
    fonts = fonts_of(written(report_examples.planted("fr"), tmp_path))
    assert fonts
    for name, *_, embedded, subset, unicode_, _, _ in fonts:
        assert re.fullmatch(r"[A-Z]{6}\+DejaVuSansCondensed(-Bold)?", name)
        assert (embedded, subset, unicode_) == ("yes", "yes", "yes")


def test_the_same_facts_give_the_same_bytes() -> None:
    facts = report_examples.facts(60, "fr")
    assert pdf_document(facts) == pdf_document(facts)


def test_without_the_library_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [x for x in sys.modules if x.split(".")[0] == "reportlab"]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("paper", "paper_tables", "paper_text", "typefaces", "vector"):
        monkeypatch.delitem(
            sys.modules, f"segmentation_addin.report.{name}", raising=False
        )
    monkeypatch.setitem(sys.modules, "reportlab", None)
    with pytest.raises(HostError) as refused:
        pdf_document(Facts.empty("en"))
    assert refused.value.code == "pdf_needs_reportlab"
    assert "pip install reportlab" in CATALOGUE["pdf_needs_reportlab"].remedy.en
