"""A button's Python, run by the command line that its macro builds, without Excel.

`python -m windows.button KEY RESULT.json`: the exit code, and the log file whose text
the macro would show.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path, PureWindowsPath

from segmentation_addin.excel.actions import MODULE

CHECKOUT = Path(__file__).resolve().parents[2]
SECONDS = 120
NO_WINDOW = 1
"""The handle of a window that is no Excel."""


def command(interpreter: str, code: str, folder: str, log: str) -> str:
    """What `ExecuteWindows` of xlwings.bas runs for `RunPython`."""
    python = PureWindowsPath(interpreter)
    paths = f"false;;;;;;{folder}".replace("&", "^&").replace("\\", "\\\\")
    return (
        f'cmd.exe /C {python.drive} & cd "{python.parent}" & "{python}" -B -c '
        f'"import xlwings.utils;xlwings.utils.prepare_sys_path(\\"{paths}\\"); {code}" '
        f' --wb="book.xlsm" --from_xl=1 --app="C:\\Program Files\\Microsoft Excel" '
        f'--hwnd="{NO_WINDOW}" 2> "{log}" '
    )


def main(key: str, target: str) -> None:
    """Runs one button and writes how it ended."""
    code = f"import {MODULE}; {MODULE}.{key}()"
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "xlwings.log"
        line = command(sys.executable, code, str(CHECKOUT), str(log))
        done = subprocess.run(line, check=False, timeout=SECONDS)
        ended = {"code": done.returncode, "log": log.read_text(encoding="cp1252")}
    Path(target).write_text(json.dumps(ended), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
