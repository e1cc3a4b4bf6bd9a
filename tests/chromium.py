"""A headless Chromium for tests: opens a page and tells what it did.

One browser with its own profile, spoken to through two pipes in its debugging
protocol (https://chromedevtools.github.io/devtools-protocol/). Tests are skipped where
Chromium is missing, and fail there when CI is set.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

Scheme = Literal["light", "dark"]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_AS_THREE_AND_FOUR = """
import fcntl, os, sys
orders, answers = (fcntl.fcntl(int(x), fcntl.F_DUPFD, 10) for x in sys.argv[1:3])
os.dup2(orders, 3)
os.dup2(answers, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""The browser reads its orders from 3 and answers on 4."""
_COMPLAINTS = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled")


def require_chromium() -> str:
    """The browser's program; skips the test without one, fails instead under CI."""
    import pytest

    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is needed here")
        pytest.skip("Chromium is not installed")
    return found


@dataclass
class Page:
    """What a page looked like and did."""

    requests: list[str] = field(default_factory=list)
    """Every address that was asked for, the page's own first."""
    complaints: list[str] = field(default_factory=list)
    """Console messages, exceptions, refusals of the page's policy."""


class Browser:
    """One running Chromium; use it in a `with` block."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._folder = Path(tempfile.mkdtemp(prefix="chromium-"))
        self._number = 0
        self._buffer = b""
        self._session = ""
        self._page = Page()

    def __enter__(self) -> Self:
        there_out, self._to = os.pipe()
        self._from, here_in = os.pipe()

        self._process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                _AS_THREE_AND_FOUR,
                str(there_out),
                str(here_in),
                self._program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--remote-debugging-pipe",
                f"--user-data-dir={self._folder}",
                "about:blank",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(there_out, here_in),
        )
        os.close(there_out)
        os.close(here_in)
        return self

    def __exit__(self, *_: object) -> None:
        self._session = ""
        self.ask("Browser.close")
        self._process.wait(timeout=30)
        os.close(self._to)
        os.close(self._from)
        shutil.rmtree(self._folder, ignore_errors=True)

    def open(self, path: Path, width: int, scheme: Scheme) -> Page:
        """Opens a file in a fresh tab of that width and scheme."""
        self._page = Page()
        self._session = ""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=800,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.ask("Emulation.setEmulatedMedia", features=[feature])
        self.ask("Page.navigate", url=path.resolve().as_uri())
        while self._message().get("method") != "Page.loadEventFired":
            pass
        return self._page

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the open page."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def picture(self) -> bytes:
        """The whole page as PNG."""
        shot = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def printed(self) -> bytes:
        """The page as it prints, on the paper that it asks for."""
        options = {"preferCSSPageSize": True, "printBackground": True}
        return base64.b64decode(self.ask("Page.printToPDF", **options)["data"])

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        """The browser's answer to one order."""
        self._number += 1
        order: dict[str, Any] = {
            "id": self._number,
            "method": method,
            "params": params,
        }
        if self._session:
            order["sessionId"] = self._session
        os.write(self._to, json.dumps(order).encode() + b"\0")
        while True:
            message = self._message()
            if message.get("id") == self._number:
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            more = os.read(self._from, 1 << 16)
            assert more, "Chromium ended"
            self._buffer += more
        line, self._buffer = self._buffer.split(b"\0", 1)
        message: dict[str, Any] = json.loads(line)
        self._note(message)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        method, params = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self._page.requests.append(params["request"]["url"])
        elif method == "Log.entryAdded":
            self._page.complaints.append(params["entry"]["text"])
        elif method in _COMPLAINTS:
            self._page.complaints.append(json.dumps(params))
