"""By hand, from the folder `tests`: `python -m windows [--record FILE]`.

On Windows, with the package installed, it calls the functions right here; elsewhere
it builds the Wine bed first. Says what differs and how long calls take.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from windows.results import differences, recorded, times


def main() -> int:
    """0 when COM gave what Python gives, 1 with the list of what differs."""
    parser = argparse.ArgumentParser(prog="python -m windows", description=__doc__)
    parser.add_argument("--record", type=Path, help="write the seconds to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        found: dict[str, Any] = recorded(Path(place) / "calls.json")
    wrong = differences(found)
    print(json.dumps(times(found), indent=1))
    print("\n".join(wrong) if wrong else f"{len(found['calls'])} calls, all equal")
    if options.record:
        text = json.dumps(times(found), indent=1) + "\n"
        options.record.write_text(text, encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
