"""The controller's guide as a page: from `docs/`, kept in the package.

The page is read in a browser on the computer of the user, without a network: one
file, no picture, no script. `python -m segmentation_addin.template` rewrites it.
"""

from __future__ import annotations

from pathlib import Path

from markdown_it import MarkdownIt

from segmentation_addin.languages import LANGUAGES, Language, Text
from segmentation_addin.template.build import PACKAGE
from segmentation_addin.template.style import ACCENT

DOCS = PACKAGE.parent / "docs"
SOURCES: dict[Language, str] = {
    "en": "guide-controller.md",
    "fr": "guide-controleur.md",
}
_TITLE = Text("Client segmentation: guide", "Segmentation des clients : guide")
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.55 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto;
  padding: 0 1rem; color: #222; background: #fff; }}
h1, h2 {{ color: {accent}; line-height: 1.25; }}
li {{ margin: .4rem 0; }}
code {{ background: #f2f4f5; padding: .1rem .3rem; border-radius: 3px;
  overflow-wrap: anywhere; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #ccc; padding: .3rem .6rem; text-align: left; }}
</style>
</head>
<body>
{body}</body>
</html>
"""


def guide_html(language: Language, docs: Path = DOCS) -> str:
    """The page of one language, from its Markdown source."""
    source = (docs / SOURCES[language]).read_text(encoding="utf-8")
    body = MarkdownIt("commonmark").enable("table").render(source)
    return _PAGE.format(
        language=language, title=_TITLE.in_(language), accent=ACCENT, body=body
    )


def write_guides(package: Path = PACKAGE) -> list[Path]:
    """Writes the pages into `data/` of a package folder; gives the paths written."""
    paths = []
    for language in LANGUAGES:
        path = package / "data" / f"guide_{language}.html"
        path.write_text(guide_html(language), encoding="utf-8", newline="\n")
        paths.append(path)
    return paths
