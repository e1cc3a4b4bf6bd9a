"""Setup: one fixed environment for Excel, what starts it, a way to a new workbook.

The steps are data: each says what it does, looks whether it is done already, does it,
and knows what to tell when it fails. Nothing here needs administrator rights.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from segmentation_addin import __version__
from segmentation_addin.computer import MAC, WINDOWS, Computer
from segmentation_addin.environment import WINDOWS_FOLDER, WINDOWS_VARIABLE
from segmentation_addin.installed import NEEDED_XLWINGS, PACKAGE, XLWINGS, Installed
from segmentation_addin.languages import Language, Text
from segmentation_addin.messages.setting_up import REMEDIES, STEPS, T

START = "segmentation_addin.start"
"""Python module behind the shortcut: a fresh workbook, opened."""
NO_TEXT = Text("", "")
_WHEELS = "wheels"
_TRIALS = {
    WINDOWS: "import segmentation_addin, pandas, pythoncom, win32com.client, xlwings",
    MAC: "import segmentation_addin, pandas, appscript, xlwings",
}
_LINK_SCRIPT = (
    "import os, sys, pythoncom; from win32com.shell import shell; "
    "path, target, arguments, folder = sys.argv[1:]; "
    "os.makedirs(os.path.dirname(path), exist_ok=True); "
    "link = pythoncom.CoCreateInstance(shell.CLSID_ShellLink, None, "
    "pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink); "
    "link.SetPath(target); link.SetArguments(arguments); "
    "link.SetWorkingDirectory(folder); "
    "link.QueryInterface(pythoncom.IID_IPersistFile).Save(path, 0)"
)
_SHOWN = 600
"""Characters of a program's last words that are shown."""


class StepFailedError(Exception):
    """A step could not be done; its text says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True)
class Step:
    """One step of setup."""

    key: str
    description: Text
    remedy: Text
    done: Callable[[], bool]
    """True when there is nothing to do."""
    run: Callable[[], None]
    """Does it; StepFailedError when it cannot."""
    needed: bool = True
    """True when the next steps make no sense without it."""


@dataclass(frozen=True)
class Outcome:
    """How one step ended."""

    key: str
    state: str
    """planned, done, kept, failed or skipped."""
    description: Text
    message: Text = NO_TEXT
    remedy: Text = NO_TEXT

    def as_document(self, language: Language) -> dict[str, str]:
        """The keys of the JSON document."""
        return {
            "code": self.key,
            "state": self.state,
            "description": self.description.in_(language),
            "message": self.message.in_(language),
            "remedy": self.remedy.in_(language),
        }


@dataclass(frozen=True)
class Setup:
    """The steps for one computer.

    Args:
        computer: where setup runs.
        language: of the shortcut's name.
        folder: where this package may lie as a folder.
        reinstall: installs even what is there already.
    """

    computer: Computer
    language: Language
    folder: str = ""
    reinstall: bool = False
    installed: Installed = field(init=False)

    def __post_init__(self) -> None:
        """Looks at the environment of the computer."""
        object.__setattr__(self, "installed", Installed(self.computer))

    @property
    def link_name(self) -> str:
        """Name of the way to a new workbook."""
        return T["link"].in_(self.language)

    def steps(self) -> list[Step]:
        """What setup does on this system, in order."""
        mac = self.computer.system == MAC
        own = (
            [self._runpython(), self._launcher()]
            if mac
            else [self._dll(), self._link(), self._terminal()]
        )
        return [self._environment(), self._package(), self._trial(), *own]

    def _step(
        self,
        key: str,
        done: Callable[[], bool],
        run: Callable[[], None],
        *,
        needed: bool = True,
        **params: str,
    ) -> Step:
        description, remedy = (
            Text(text.in_("en", **params), text.in_("fr", **params))
            for text in (STEPS[key], REMEDIES[key])
        )
        return Step(key, description, remedy, done, run, needed)

    def _command(self, command: Sequence[str]) -> None:
        answer = self.computer.run(command)
        if not answer.well:
            last = answer.output.strip()[-_SHOWN:]
            raise StepFailedError(Text(last, last))

    def _present(self, path: str) -> None:
        if not self.computer.exists(path):
            raise StepFailedError(
                Text(T["absent"].in_("en", path=path), T["absent"].in_("fr", path=path))
            )

    # The environment

    def _environment(self) -> Step:
        there = self.installed
        uv = self._uv()
        if uv is not None:
            command = [
                uv,
                "venv",
                "--allow-existing",
                "--python",
                ">=3.11",
                there.folder,
            ]
        else:
            command = [self.computer.executable, "-m", "venv", there.folder]

        def run() -> None:
            self._command(command)
            self._present(there.interpreter)

        return self._step("environment", lambda: there.there, run, folder=there.folder)

    def _uv(self) -> str | None:
        """Path of uv, also where its installer puts it before the path knows it."""
        found = self.computer.program("uv")
        if found is not None:
            return found
        home = self.computer.environ.get("USERPROFILE" if self._windows else "HOME", "")
        name = "uv.exe" if self._windows else "uv"
        usual = str(self.installed.paths.join(home, ".local", "bin", name))
        return usual if home and self.computer.exists(usual) else None

    @property
    def _windows(self) -> bool:
        return self.installed.windows

    def _package(self) -> Step:
        there = self.installed
        source = self.source()
        uv = self._uv()
        wheels = str(there.paths.join(self.folder, _WHEELS)) if self.folder else ""
        offline = bool(wheels) and self.computer.exists(wheels)
        local = ["--no-index", "--find-links", wheels] if offline else []
        if uv is not None:
            again = ["--reinstall-package", PACKAGE, "--reinstall-package", XLWINGS]
            start = [uv, "pip", "install", "--python", there.console, *again]
        else:
            start = [there.console, "-m", "pip", "install", "--upgrade"]
            start += ["--force-reinstall"] if self.reinstall else []
        return self._step(
            "package",
            self._is_current,
            partial(self._command, [*start, *local, source]),
            version=__version__,
            source=source,
        )

    def _is_current(self) -> bool:
        there = self.installed
        return (
            not self.reinstall
            and there.version(PACKAGE) == __version__
            and there.version(XLWINGS) == NEEDED_XLWINGS
        )

    def source(self) -> str:
        """What is installed: the folder or wheel at hand, else the published version."""
        origin = self.computer.origin(PACKAGE)
        for folder in (self.folder, origin):
            if folder and (found := self._held_in(folder)):
                return found
        return f"{PACKAGE}=={__version__}"

    def _held_in(self, folder: str) -> str | None:
        join = self.installed.paths.join
        wheel = f"{PACKAGE.replace('-', '_')}-{__version__}-py3-none-any.whl"
        for path in (join(folder, wheel), join(folder, _WHEELS, wheel)):
            if self.computer.exists(path):
                return str(path)
        content = self.computer.read(join(folder, "pyproject.toml"))
        try:
            project = tomllib.loads((content or b"").decode("utf-8")).get("project", {})
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            return None
        ours = (project.get("name"), project.get("version")) == (PACKAGE, __version__)
        return folder if ours else None

    def _trial(self) -> Step:
        there = self.installed
        script = _TRIALS[WINDOWS if self._windows else MAC]
        command = [there.console, "-c", script]
        return self._step(
            "trial",
            lambda: False,
            partial(self._command, command),
            folder=there.folder,
        )

    # Windows

    def _dll(self) -> Step:
        places = self.installed.bridge(NEEDED_XLWINGS)
        exists = self.computer.exists

        def run() -> None:
            self._present(places[1])

        return self._step(
            "dll",
            lambda: any(exists(place) for place in places),
            run,
            name=str(self.installed.paths.basename(places[0])),
        )

    def _link(self) -> Step:
        there = self.installed
        target = (there.interpreter, f"-m {START}", there.folder)
        return self._menu_entry("shortcut", self.link_name, target)

    def _terminal(self) -> Step:
        environ = self.computer.environ
        activate = self.installed.join("Scripts", "activate.bat")
        target = (
            environ.get("COMSPEC", r"C:\Windows\System32\cmd.exe"),
            f'/K "{activate}"',
            environ.get("USERPROFILE", ""),
        )
        return self._menu_entry("terminal", T["terminal"].in_(self.language), target)

    def _menu_entry(self, key: str, name: str, target: tuple[str, str, str]) -> Step:
        """An entry of the Start menu: program, its arguments, folder it starts in."""
        there = self.installed
        path = str(
            there.paths.join(
                self.computer.environ.get("APPDATA", ""),
                "Microsoft",
                "Windows",
                "Start Menu",
                "Programs",
                "Segmentation",
                f"{name}.lnk",
            )
        )
        command = [there.console, "-c", _LINK_SCRIPT, path, *target]

        def run() -> None:
            self._command(command)
            self._present(path)

        return self._step(
            key,
            lambda: self.computer.exists(path),
            run,
            needed=False,
            name=name,
            folder=str(there.join("Scripts")),
        )

    # The Mac

    def _runpython(self) -> Step:
        there = self.installed
        script = there.applescript

        def run() -> None:
            self._command([there.join("bin", "xlwings"), "runpython", "install"])
            self._present(script)

        return self._step(
            "runpython", lambda: self.computer.exists(script), run, needed=False
        )

    def _launcher(self) -> Step:
        home = self.computer.environ.get("HOME", "")
        path = f"{home}/Applications/{self.link_name}.command"
        content = (
            f'#!/bin/sh\nexec "{self.installed.interpreter}" -m {START}\n'.encode()
        )

        def run() -> None:
            try:
                self.computer.write(path, content, executable=True)
            except OSError as error:
                raise StepFailedError(Text(str(error), str(error))) from error

        return self._step(
            "launcher",
            lambda: self.computer.read(path) == content,
            run,
            needed=False,
            name=self.link_name,
        )


def on_windows(language: Language) -> list[Outcome]:
    """What setup would do on a Windows computer, told anywhere."""
    params = {
        "folder": rf"%{WINDOWS_VARIABLE}%\{WINDOWS_FOLDER}",
        "version": __version__,
        "source": f"{PACKAGE}=={__version__}",
    }
    names = {
        "dll": f"xlwings64-{NEEDED_XLWINGS}.dll",
        "shortcut": T["link"].in_(language),
        "terminal": T["terminal"].in_(language),
    }
    outcomes = []
    for key in ("environment", "package", "trial", "dll", "shortcut", "terminal"):
        filled = {**params, "name": names.get(key, "")}
        text = STEPS[key]
        description = Text(text.in_("en", **filled), text.in_("fr", **filled))
        outcomes.append(Outcome(key, "planned", description))
    return outcomes


def plan(steps: Sequence[Step]) -> list[Outcome]:
    """What each step would do; nothing is changed."""
    return [
        Outcome(step.key, "kept" if step.done() else "planned", step.description)
        for step in steps
    ]


def carry_out(steps: Sequence[Step]) -> Iterator[Outcome]:
    """Runs the steps one by one; after a needed one fails, the others are not tried."""
    stopped = False
    for step in steps:
        if stopped:
            yield Outcome(step.key, "skipped", step.description)
            continue
        outcome = _carried_out(step)
        stopped = outcome.state == "failed" and step.needed
        yield outcome


def _carried_out(step: Step) -> Outcome:
    if step.done():
        return Outcome(step.key, "kept", step.description)
    try:
        step.run()
    except StepFailedError as error:
        return Outcome(step.key, "failed", step.description, error.reason, step.remedy)
    return Outcome(step.key, "done", step.description)
