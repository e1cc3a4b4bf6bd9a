"""Setup: its steps on Windows and on a Mac, played on any system."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from fake_computer import (
    MAC_VENV,
    SCRIPTS,
    USER,
    VENV,
    FakeComputer,
    ready_mac,
    ready_windows,
)

from segmentation_addin import __version__, start
from segmentation_addin.cli import main
from segmentation_addin.computer import MAC, Answer
from segmentation_addin.environment import XLWINGS
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.messages.setting_up import REMEDIES, STATES, STEPS
from segmentation_addin.services.setting_up import (
    Setup,
    carry_out,
    on_windows,
    plan,
)
from segmentation_addin.services.starting import documents, free_path
from segmentation_addin.services.starting import start as start_workbook

PYTHON = r"C:\Python312\python.exe"
UV = r"C:\tools\uv.exe"
SOURCE = r"C:\segmentation-addin"
PROJECT = f'[project]\nname = "segmentation-addin"\nversion = "{__version__}"\n'
LINK = (
    USER + r"\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Segmentation"
    r"\New segmentation workbook.lnk"
)
TERMINAL = LINK.replace("New segmentation workbook", "Segmentation terminal")
SCRIPT = (
    "/Users/lea/Library/Application Scripts/com.microsoft.Excel/"
    f"xlwings-{XLWINGS}.applescript"
)
LAUNCHER = "/Users/lea/Applications/Nouveau classeur de segmentation.command"


def bare_windows() -> FakeComputer:
    """A Windows computer with Python, whose programs do what they are asked."""
    computer = FakeComputer(executable=PYTHON)
    computer.files[SOURCE + r"\pyproject.toml"] = PROJECT.encode()

    def answer(command: Sequence[str]) -> Answer:
        made = []
        if "venv" in command:
            made = [SCRIPTS + r"\python.exe", SCRIPTS + r"\pythonw.exe"]
        elif "install" in command:
            made = [name for name in ready_windows(__version__).files if name != LINK]
        elif LINK in command or TERMINAL in command:
            made = [command[3]]
        for name in made:
            computer.files[name] = b""
        return Answer(0, "well")

    computer.answer = answer
    return computer


def bare_mac() -> FakeComputer:
    """A Mac with Python, whose programs do what they are asked."""
    computer = FakeComputer(system=MAC, executable="/usr/local/bin/python3")

    def answer(command: Sequence[str]) -> Answer:
        full = ready_mac(__version__).files
        made: list[str] = []
        if "venv" in command:
            made = [MAC_VENV + "/bin/python"]
        elif "runpython" in command:
            made = [SCRIPT]
        elif "install" in command:
            made = [name for name in full if name.startswith(MAC_VENV)]
        for name in made:
            computer.files[name] = b""
        return Answer(0, "")

    computer.answer = answer
    return computer


def run(setup: Setup) -> dict[str, str]:
    return {outcome.key: outcome.state for outcome in carry_out(setup.steps())}


def test_windows_is_set_up_and_a_second_time_nothing_is_done() -> None:
    computer = bare_windows()
    assert run(Setup(computer, "en", SOURCE)) == {
        "environment": "done",
        "package": "done",
        "trial": "done",
        "dll": "kept",
        "shortcut": "done",
        "terminal": "done",
    }
    assert computer.runs[0] == [PYTHON, "-m", "venv", VENV]
    install = computer.runs[1]
    assert install[:4] == [SCRIPTS + r"\python.exe", "-m", "pip", "install"]
    assert install[-1] == SOURCE
    link, terminal = computer.runs[-2:]
    assert terminal[-4:-1] == [
        TERMINAL,
        r"C:\Windows\System32\cmd.exe",
        rf'/K "{SCRIPTS}\activate.bat"',
    ]
    assert link[-4:] == [
        LINK,
        SCRIPTS + r"\pythonw.exe",
        "-m segmentation_addin.start",
        VENV,
    ]
    count = len(computer.runs)
    again = run(Setup(computer, "en", SOURCE))
    assert set(again.values()) == {"kept", "done"}
    assert [key for key, state in again.items() if state == "done"] == ["trial"]
    assert len(computer.runs) == count + 1


def test_a_mac_is_set_up_and_a_second_time_nothing_is_done() -> None:
    computer = bare_mac()
    assert run(Setup(computer, "fr")) == {
        "environment": "done",
        "package": "done",
        "trial": "done",
        "runpython": "done",
        "launcher": "done",
    }
    assert [MAC_VENV + "/bin/xlwings", "runpython", "install"] in computer.runs
    assert LAUNCHER in computer.executables
    assert computer.files[LAUNCHER].startswith(b"#!/bin/sh\n")
    assert (
        f'"{MAC_VENV}/bin/python" -m segmentation_addin.start'.encode()
        in (computer.files[LAUNCHER])
    )
    again = run(Setup(computer, "fr"))
    assert [key for key, state in again.items() if state == "done"] == ["trial"]


def test_uv_is_used_when_present() -> None:
    computer = bare_windows()
    computer.programs["uv"] = UV
    run(Setup(computer, "en", SOURCE))
    assert computer.runs[0][:2] == [UV, "venv"]
    assert computer.runs[1][:3] == [UV, "pip", "install"]
    assert SCRIPTS + r"\python.exe" in computer.runs[1]


def test_uv_is_found_where_its_installer_puts_it() -> None:
    computer = bare_windows()
    usual = USER + r"\.local\bin\uv.exe"
    computer.files[usual] = b""
    run(Setup(computer, "en", SOURCE))
    assert computer.runs[0][0] == usual


@pytest.mark.parametrize(
    ("files", "origin", "source"),
    [
        ({}, None, f"segmentation-addin=={__version__}"),
        ({SOURCE + r"\pyproject.toml": PROJECT}, None, SOURCE),
        (
            {SOURCE + r"\pyproject.toml": PROJECT.replace(__version__, "9.9")},
            None,
            f"segmentation-addin=={__version__}",
        ),
        (
            {SOURCE + r"\pyproject.toml": '[project]\nname = "other"\n'},
            None,
            f"segmentation-addin=={__version__}",
        ),
        (
            {SOURCE + rf"\segmentation_addin-{__version__}-py3-none-any.whl": ""},
            None,
            SOURCE + rf"\segmentation_addin-{__version__}-py3-none-any.whl",
        ),
        ({r"D:\git\pyproject.toml": PROJECT}, r"D:\git", r"D:\git"),
    ],
)
def test_what_is_installed_is_this_package_at_this_version(
    files: dict[str, str], origin: str | None, source: str
) -> None:
    computer = FakeComputer(executable=PYTHON)
    computer.files = {name: text.encode() for name, text in files.items()}
    if origin is not None:
        computer.origins["segmentation-addin"] = origin
    assert Setup(computer, "en", SOURCE).source() == source


def test_wheels_at_hand_need_no_network() -> None:
    computer = bare_windows()
    computer.files[SOURCE + r"\wheels\numpy.whl"] = b""
    run(Setup(computer, "en", SOURCE))
    install = computer.runs[1]
    assert "--no-index" in install
    assert SOURCE + r"\wheels" in install


def test_an_older_version_is_replaced() -> None:
    computer = bare_windows()
    run(Setup(computer, "en", SOURCE))
    for name in [name for name in computer.files if "segmentation_addin-" in name]:
        del computer.files[name]
    assert run(Setup(computer, "en", SOURCE))["package"] == "done"


def test_reinstall_installs_what_is_there() -> None:
    computer = bare_windows()
    run(Setup(computer, "en", SOURCE))
    again = run(Setup(computer, "en", SOURCE, reinstall=True))
    assert again["package"] == "done"
    assert any("--force-reinstall" in command for command in computer.runs)


FAILING = [
    ("environment", "venv", {"package", "trial", "dll", "shortcut", "terminal"}),
    ("package", "install", {"trial", "dll", "shortcut", "terminal"}),
    ("trial", "import segmentation_addin", {"dll", "shortcut", "terminal"}),
    ("shortcut", LINK, set()),
]


@pytest.mark.parametrize(("key", "word", "skipped"), FAILING)
def test_a_step_that_fails_says_why_and_what_to_do(
    key: str, word: str, skipped: set[str]
) -> None:
    computer = bare_windows()
    well = computer.answer

    def answer(command: Sequence[str]) -> Answer:
        if any(word in argument for argument in command):
            return Answer(1, "the disk is full")
        return well(command)

    computer.answer = answer
    outcomes = {o.key: o for o in carry_out(Setup(computer, "en", SOURCE).steps())}
    assert outcomes[key].state == "failed"
    assert outcomes[key].message.en == "the disk is full"
    assert outcomes[key].remedy.fr
    assert {k for k, o in outcomes.items() if o.state == "skipped"} == skipped


def test_a_bridge_that_the_antivirus_took_is_a_failure() -> None:
    computer = bare_windows()
    run(Setup(computer, "en", SOURCE))
    del computer.files[VENV + rf"\xlwings64-{XLWINGS}.dll"]
    outcomes = {o.key: o for o in carry_out(Setup(computer, "en", SOURCE).steps())}
    assert outcomes["dll"].state == "failed"
    assert "xlwings64" in outcomes["dll"].message.en
    assert "antivirus" in outcomes["dll"].remedy.en


def test_a_program_that_lies_is_not_believed() -> None:
    computer = bare_windows()
    computer.answer = lambda _: Answer(0, "well")
    outcomes = run(Setup(computer, "en", SOURCE))
    assert outcomes["environment"] == "failed"


def test_applications_that_cannot_be_written() -> None:
    computer = bare_mac()
    computer.closed.add("/Users/lea/Applications")
    outcomes = {o.key: o for o in carry_out(Setup(computer, "fr").steps())}
    assert outcomes["launcher"].state == "failed"
    assert "segmentation new" in outcomes["launcher"].remedy.fr


@pytest.mark.parametrize("computer", [bare_windows(), bare_mac()])
def test_a_dry_run_changes_nothing(computer: FakeComputer) -> None:
    before = dict(computer.files)
    outcomes = plan(Setup(computer, "fr", SOURCE).steps())
    assert {outcome.state for outcome in outcomes} == {"planned"}
    assert all(outcome.description.fr for outcome in outcomes)
    assert computer.runs == []
    assert computer.files == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_windows_would_do_is_told_anywhere(language: Language) -> None:
    told = " ".join(o.description.in_(language) for o in on_windows(language))
    assert r"%LOCALAPPDATA%\segmentation\venv" in told
    assert "{" not in told


def test_each_step_has_a_remedy_and_each_state_a_word() -> None:
    assert set(STEPS) == set(REMEDIES)
    for texts in (STEPS, REMEDIES, STATES):
        for text in texts.values():
            assert text.en
            assert text.fr


# The command


def invoke(
    monkeypatch: pytest.MonkeyPatch, computer: FakeComputer, *arguments: str
) -> tuple[int, str]:
    monkeypatch.setattr("segmentation_addin.computer.ThisComputer", lambda: computer)
    monkeypatch.setenv("SEGMENTATION_LANG", "en")
    done = CliRunner().invoke(main, ["setup", *arguments])
    return done.exit_code, done.stdout


def test_the_command_tells_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    code, text = invoke(monkeypatch, bare_windows())
    assert code == 0
    assert text.count("[done]") == 5
    assert "Ready." in text


def test_the_command_fails_with_three(monkeypatch: pytest.MonkeyPatch) -> None:
    computer = bare_windows()
    computer.answer = lambda _: Answer(1, "denied")
    code, text = invoke(monkeypatch, computer, "--json")
    document = json.loads(text)
    assert code == 3
    states = [step["state"] for step in document["steps"]]
    assert states == ["failed", *["skipped"] * 5]
    assert document["steps"][0]["remedy"]


def test_elsewhere_it_says_what_it_would_do(monkeypatch: pytest.MonkeyPatch) -> None:
    computer = FakeComputer(system="Linux", executable="/usr/bin/python3")
    code, text = invoke(monkeypatch, computer, "--json")
    document = json.loads(text)
    assert code == 3
    assert len(document["steps"]) == 6
    assert document["issues"][0]["remedy"]
    assert computer.runs == []


# The shortcut


@pytest.mark.parametrize(
    ("value", "folder"),
    [
        (None, USER + r"\Documents"),
        (r"%USERPROFILE%\OneDrive\Documents", USER + r"\OneDrive\Documents"),
    ],
)
def test_documents_are_where_windows_keeps_them(value: str | None, folder: str) -> None:
    computer = ready_windows()
    key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
    if value is not None:
        computer.values[key, "Personal"] = value
    assert documents(computer) == folder
    assert documents(ready_mac()) == "/Users/lea/Documents"


def test_the_shortcut_creates_and_opens_a_workbook(tmp_path: Path) -> None:
    computer = ready_windows()
    first = start_workbook(computer, "fr", tmp_path)
    second = start_workbook(computer, "fr", tmp_path)
    assert [first.name, second.name] == ["Segmentation.xlsm", "Segmentation 2.xlsm"]
    assert computer.opened == [str(first), str(second)]
    assert free_path(tmp_path).name == "Segmentation 3.xlsm"


def test_the_shortcut_says_what_keeps_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEGMENTATION_LANG", "fr")
    computer = FakeComputer(system=MAC)
    assert start.main(computer) == 3
    assert "/Users/lea/Documents" in capsys.readouterr().err
