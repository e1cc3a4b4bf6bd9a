"""The ribbon's Board copy: from the saved file, asked first, told in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_screen import FakeFormulaCells, FakeScreen
from share_examples import opened, refreshed

from segmentation_addin.excel.desk import Desk
from segmentation_addin.excel.frame import perform
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.workbook.file_host import FileHost
from segmentation_addin.workbook.host import CellEdits, Changes

NAMES = {"en": "{} - board.xlsx", "fr": "{} - direction.xlsx"}


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def workbook(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return refreshed(tmp_path_factory.mktemp("button"), language)


def click(path: Path, screen: FakeScreen) -> FakeScreen:
    perform(
        "board_copy",
        screen,
        lambda: Desk(FileHost(path), screen, FakeFormulaCells()),
    )
    return screen


@pytest.fixture(autouse=True)
def nothing_is_left(workbook: Path, language: Language) -> Iterator[None]:
    yield
    placed(workbook, language).unlink(missing_ok=True)


def placed(path: Path, language: Language) -> Path:
    return path.with_name(NAMES[language].format(path.stem))


def test_yes_writes_the_copy_beside_the_workbook(
    workbook: Path, language: Language
) -> None:
    target = placed(workbook, language)
    screen = click(workbook, FakeScreen(answers=[True], place=str(workbook)))
    assert target.name in screen.asked[0].replace("\n", " ")
    assert screen.said == []
    assert target.name in str(screen.bar[-1])
    assert len(opened(target).sheetnames) >= 6
    again = click(workbook, FakeScreen(answers=[False], place=str(workbook)))
    word = {"en": "replaced", "fr": "remplacée"}[language]
    assert word in again.asked[0]


def test_no_writes_nothing(workbook: Path, language: Language) -> None:
    click(workbook, FakeScreen(answers=[False], place=str(workbook)))
    assert not placed(workbook, language).exists()


@pytest.mark.parametrize(
    ("place", "unsaved", "words"),
    [
        (None, False, ("no file yet", "pas encore de fichier")),
        ("https://x.sharepoint.com/a.xlsm", False, ("server", "serveur")),
        ("{path}", True, ("not saved", "ne le sont pas")),
    ],
)
def test_where_there_is_no_saved_file_it_says_what_to_do(
    workbook: Path,
    language: Language,
    place: str | None,
    unsaved: bool,
    words: tuple[str, str],
) -> None:
    where = None if place is None else place.format(path=workbook)
    screen = click(workbook, FakeScreen(place=where, unsaved=unsaved))
    assert screen.asked == []
    assert words[LANGUAGES.index(language)] in screen.said[0].replace("\n", " ")
    assert not placed(workbook, language).exists()


def test_a_workbook_to_be_refreshed_is_not_copied(
    workbook: Path, language: Language, tmp_path: Path
) -> None:
    stale = tmp_path / "stale.xlsm"
    stale.write_bytes(workbook.read_bytes())
    FileHost(stale).write(
        Changes(edits=[CellEdits("tblMargins", "revenue", [0], [5000.0])])
    )
    screen = click(stale, FakeScreen(answers=[True], place=str(stale)))
    word = {"en": "No copy was made", "fr": "Aucune copie n'a été faite"}[language]
    assert word in screen.alarms[0]
    assert not placed(stale, language).exists()
