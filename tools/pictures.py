"""Pictures of every sheet of the demonstration, in both languages.

    python tools/pictures.py [FOLDER]

Writes FOLDER/SHEET-LANGUAGE.png (default folder: docs/pictures), the first printed
page of each sheet, through LibreOffice (soffice) and poppler (pdftoppm, pdftotext).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops

from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.sampling import demo
from segmentation_addin.template.parts import read_parts, write_parts
from segmentation_addin.workbook.outputs import SHEETS

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
DPI, SHARPEST = 110, 220
WIDTH = 1300
"""Pixels that a picture should be wide; sheets printed small are drawn sharper."""
MARGIN = 16
MOST_BYTES = 200_000
COLOURS = 96
SMALLER = 0.85
_LOCALES: dict[Language, str] = {"en": "en-US", "fr": "fr-FR"}
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"
 oor:op="fuse"><value>{locale}</value></prop></item>
</oor:items>"""
_FORMULA = re.compile(rb"<f\b[^>]*/>|<f\b[^>]*>.*?</f>", re.DOTALL)
_HIDDEN = re.compile(rb' state="hidden"')
_FOOTER = re.compile(r"^(?P<title>.+?)\s+\d+ / \d+\s*$")


def main(folder: Path) -> None:
    """Draws all sheets in both languages; says each file and its size."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as scratch:
            for key, picture in first_pages(Path(scratch), language):
                name = f"{key.replace('_', '-')}-{language}.png"
                print(name, save(picture, folder / name))


def first_pages(scratch: Path, language: Language) -> Iterator[tuple[str, Image.Image]]:
    """Sheet key and picture of the first page of each sheet."""
    path, _ = demo(scratch, language)
    shown = scratch / "shown.xlsm"
    shown.write_bytes(write_parts(unhidden(read_parts(path.read_bytes()))))
    pdf = printed(shown, language)
    titles = {sheet.title.in_(language): key for key, sheet in SHEETS.items()}
    seen: set[str] = set()
    for page, title in enumerate(footers(pdf), start=1):
        if title in titles and title not in seen:
            seen.add(title)
            yield titles[title], sharp(pdf, page)
    missing = set(titles) - seen
    if missing:
        raise SystemExit(f"not printed: {', '.join(sorted(missing))}")


def unhidden(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The workbook with its hidden sheets shown; the very hidden one stays so."""
    book = _HIDDEN.sub(b"", parts["xl/workbook.xml"])
    return {**parts, "xl/workbook.xml": book, **calculated(parts)}


def calculated(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The sheet Functions with its values alone: LibreOffice has no Python to call."""
    return {
        name: _FORMULA.sub(b"", content)
        for name, content in parts.items()
        if name.startswith("xl/worksheets/sheet")
        and b'codeName="shFunctions"' in content
    }


def printed(path: Path, language: Language) -> Path:
    """The workbook as a PDF, as a computer of that language shows its figures."""
    folder = path.parent / "profile"
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        _PROFILE.format(locale=_LOCALES[language]), encoding="utf-8"
    )
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={folder.as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(path.parent),
            str(path),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return path.with_suffix(".pdf")


def footers(pdf: Path) -> list[str]:
    """The sheet title at the foot of each page, "" where there is none."""
    done = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    titles = []
    for page in done.stdout.split("\f")[:-1]:
        lines = [line for line in page.splitlines() if line.strip()]
        found = _FOOTER.match(lines[-1].strip()) if lines else None
        titles.append(found["title"] if found else "")
    return titles


def sharp(pdf: Path, page: int) -> Image.Image:
    """One page, cropped, at the resolution that its content needs."""
    picture = cropped(drawn(pdf, page, DPI))
    dpi = min(round(DPI * WIDTH / picture.width), SHARPEST)
    return picture if dpi <= DPI else cropped(drawn(pdf, page, dpi))


def drawn(pdf: Path, page: int, dpi: int) -> Path:
    """One page of a PDF as a PNG file."""
    stem = pdf.with_name(f"page-{page}")
    subprocess.run(
        [
            "pdftoppm",
            "-r",
            str(dpi),
            "-f",
            str(page),
            "-l",
            str(page),
            "-singlefile",
            "-png",
            str(pdf),
            str(stem),
        ],
        check=True,
    )
    return stem.with_suffix(".png")


def cropped(path: Path) -> Image.Image:
    """The page without its white borders, and without its footer."""
    with Image.open(path) as opened:
        page = opened.convert("RGB")
    body = page.crop((0, 0, page.width, round(page.height * (1 - 0.055))))
    white = Image.new("RGB", body.size, "white")
    box = ImageChops.difference(body, white).getbbox()
    if box is None:
        return body
    left, top, right, bottom = box
    return body.crop(
        (
            max(left - MARGIN, 0),
            max(top - MARGIN, 0),
            min(right + MARGIN, body.width),
            min(bottom + MARGIN, body.height),
        )
    )


def save(picture: Image.Image, path: Path) -> int:
    """Writes a picture in few colours, smaller until it is light; gives its bytes."""
    while True:
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        size = path.stat().st_size
        if size < MOST_BYTES:
            return size
        width, height = (round(side * SMALLER) for side in picture.size)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
