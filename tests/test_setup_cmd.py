"""setup.cmd: sound as a batch file, and run to its ends by Wine's cmd."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from windows.bed import find_wine, require_wine

ROOT = Path(__file__).parent.parent
FILE = ROOT / "setup.cmd"
SAID = re.compile(r'^call :say "([^"]*)" "([^"]*)"$')


def lines() -> list[str]:
    return FILE.read_bytes().decode("utf-8").split("\r\n")


def test_the_lines_end_as_windows_reads_them() -> None:
    content = FILE.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert "*.cmd text eol=crlf" in (ROOT / ".gitattributes").read_text("utf-8")


def test_the_code_page_is_set_before_the_first_accent_and_put_back() -> None:
    text = FILE.read_bytes().decode("utf-8")
    accent = next(place for place, sign in enumerate(text) if ord(sign) > 127)
    assert text.index("chcp 65001") < accent
    assert "chcp %OLD_PAGE%" in text


def test_every_label_that_is_called_exists_once() -> None:
    labels = [line[1:].split()[0] for line in lines() if line.startswith(":")]
    assert len(labels) == len(set(labels))
    called = {
        found.lstrip(":")
        for line in lines()
        for found in re.findall(r"(?:\bgoto|\bcall) (:?\w+)", line)
    }
    assert called == set(labels)


def test_every_message_speaks_both_languages_without_signs_of_the_shell() -> None:
    said = [line for line in lines() if line.startswith("call :say")]
    assert said
    for line in said:
        found = SAID.match(line)
        assert found, line
        english, french = found.groups()
        assert english != french
        assert not set("&|<>^%!") & set(english + french), line


def test_parentheses_and_quotes_are_balanced() -> None:
    for line in lines():
        assert line.count('"') % 2 == 0, line
        if not line.startswith(("rem ", "call :say")):
            assert line.count("(") == line.count(")"), line


def test_every_end_waits_for_a_key_and_every_failure_has_a_sentence() -> None:
    text = "\n".join(lines())
    assert text.count("exit /b %RESULT%") == 1
    assert re.search(r"SEGMENTATION_NO_PAUSE pause\n.*\nexit /b %RESULT%", text)
    for label in set(re.findall(r"goto (no_\w+|not_\w+|excel_open)", text)):
        assert f":{label}\ncall :say" in text, label


# Under Wine


@dataclass
class Windows:
    """A Windows folder tree of its own, where setup.cmd is run."""

    prefix: Path
    folder: Path

    @property
    def user(self) -> Path:
        users = self.prefix / "drive_c" / "users"
        return next(path for path in users.iterdir() if path.name != "Public")

    def program(self, path: Path) -> None:
        """Puts a program there that ends well whatever it is asked."""
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.prefix / "drive_c/windows/system32/cmd.exe", path)

    def run(self, **environ: str) -> tuple[int, str]:
        wine = find_wine()
        assert wine is not None
        path = "Z:" + str(self.folder / "setup.cmd").replace("/", "\\")
        done = subprocess.run(
            [str(wine), "cmd", "/c", path],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            env=self.environ(**environ),
        )
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def environ(self, **more: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k != "DISPLAY"}
        own = {"WINEPREFIX": str(self.prefix), "WINEDEBUG": "-all"}
        return {**kept, **own, "SEGMENTATION_NO_PAUSE": "1", **more}


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    if sys.platform == "win32":
        pytest.skip("on Windows, setup.cmd is run by hand: it would install")
    require_wine()
    folder = tmp_path_factory.mktemp("a folder with blanks")
    shutil.copy(FILE, folder)
    made = Windows(folder / "prefix", folder)
    subprocess.run(
        ["wineboot", "-i"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
        env=made.environ(),
    )
    yield made
    subprocess.run(["wineserver", "-k"], check=False, env=made.environ())


def test_wine_runs_it_to_each_of_its_ends(windows: Windows) -> None:
    code, text = windows.run()
    assert (code, "unpacked folder" in text) == (3, True)
    code, text = windows.run(SEGMENTATION_LANG="fr")
    assert (code, "ZIP (clic droit, Extraire tout)" in text) == (3, True)
    (windows.folder / "pyproject.toml").touch()
    code, text = windows.run()
    assert (code, "Neither uv nor Python 3.11" in text) == (3, True)
    assert "Ask IT for uv" in text
    windows.program(windows.user / ".local/bin/uv.exe")
    code, text = windows.run()
    assert (code, "environment could not be made" in text) == (3, True)
    venv = windows.user / "AppData/Local/segmentation/venv/Scripts"
    windows.program(venv / "python.exe")
    code, text = windows.run()
    assert (code, r"AppData\Local\segmentation\venv" in text) == (0, True)
