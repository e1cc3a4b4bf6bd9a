"""The style sheet of the page: two schemes, a telephone, a desk, a sheet of paper."""

from __future__ import annotations

from collections.abc import Mapping

from segmentation_addin.palette import LETTER_LOOKS
from segmentation_addin.report.colours import DARK, LIGHT

_ROLES = ("ink", "muted", "line", "accent", "alert", "tint", "paper")

_BASE = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:1rem/1.5 Calibri,Carlito,"Segoe UI",system-ui,-apple-system,sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:break-word}
header,nav,main{max-width:75rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.5rem}
h1{margin:0;color:var(--accent);font-size:1.9rem;line-height:1.2;
text-wrap:balance}
h2{margin:2.2rem 0 .8rem;padding-bottom:.25rem;border-bottom:2px solid var(--accent);
color:var(--accent);font-size:1.25rem;line-height:1.3}
h2 span{color:var(--ink);font-weight:normal}
p{margin:.4rem 0}
.sub{font-weight:bold}
.status,.note,figcaption{color:var(--muted);font-size:.9rem}
.banner{background:var(--amber);font-weight:bold;padding:.5rem .75rem}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.8rem 0 0;padding:0;
list-style:none}
a{color:var(--accent);display:inline-block;padding:.2rem 0}
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.cards{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr))}
.card{background:var(--tint);border-left:4px solid var(--accent);padding:.75rem 1rem}
.card h3{margin:0;color:var(--muted);font-size:.9rem}
.card .big{margin:.1rem 0;color:var(--accent);font-size:2rem;font-weight:bold;
line-height:1.2}
.card p{margin:0}
table{border-collapse:collapse;width:100%;font-size:.9rem}
.few{max-width:34rem}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:.3rem .45rem;border-bottom:1px solid var(--line);text-align:left;
vertical-align:top;unicode-bidi:isolate}
thead th{border-bottom:1px solid var(--accent);color:var(--muted);font-size:.82rem;
vertical-align:bottom}
th.n,td.n{text-align:right}
td.n{white-space:nowrap}
tbody th{font-weight:normal;min-width:8.5rem;overflow-wrap:anywhere}
td.w{min-width:6rem;padding-left:1rem;overflow-wrap:anywhere}
.total th,.total td{border-top:1px solid var(--accent);
border-bottom:1px solid var(--accent);font-weight:bold}
small{color:var(--muted);margin-left:.35rem}
.long{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:6;
overflow:hidden}
.badge{display:inline-block;min-width:1.7em;margin-right:.45rem;padding:0 .3em;
border:1px solid var(--edge);border-radius:3px;font-weight:bold;text-align:center}
figure{margin:0 0 1rem}
figcaption b{display:block;color:var(--ink);font-size:1rem}
svg{display:block;width:100%;max-width:60rem;height:auto;margin:.4rem 0}
svg text{font-family:inherit}
svg polyline{fill:none}
.e{stroke:var(--edge);stroke-width:.75}
.m{fill-opacity:.85}
.phone{display:none}
dl{margin:0;columns:2 24rem;column-gap:2.5rem}
dl div{break-inside:avoid;margin:0 0 .7rem}
dt{font-weight:bold}
dd{margin:0}
"""
_DESK = """
@media (min-width:64em){
.beside{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,1fr);gap:2rem;align-items:start}
}
"""
_STACKED = """
SET thead{position:absolute;width:1px;height:1px;overflow:hidden;
clip-path:inset(50%)}
SET,SET tbody,SET th,SET td{display:block}
SET tr{border-bottom:1px solid var(--accent);padding:.5rem 0}
SET tbody th{border:0;padding:.1rem 0 .25rem;font-weight:bold}
SET tr{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:.3rem .8rem;
align-items:end}
SET tbody th,SET td.w{grid-column:1/-1}
SET td,SET td.n{border:0;min-width:0;padding:0;text-align:left;line-height:1.25}
SET td::before{content:attr(data-label);display:block;color:var(--muted);
white-space:normal;font-size:.82rem;font-weight:normal}
SET td:empty{display:none}
"""
"""A row becomes a block, each figure with its heading before it."""
_PHONE = """
@media screen and (max-width:40em){
body{font-size:1rem}
h1{font-size:1.5rem}
.wide-chart{display:none}
.phone{display:block}
STACKED
}
"""
_TABLET = """
@media screen and (max-width:76em){
STACKED
}
"""
_PAPER = """
@page{size:A4 landscape;margin:12mm}
@media print{
body{font-size:10pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}
header,main{max-width:none;padding:0}
nav{display:none}
section.page{break-before:page}
section.same{break-inside:avoid}
h2{margin-top:1rem;break-after:avoid}
thead{display:table-header-group}
tr,figure,.card{break-inside:avoid}
table{font-size:8.5pt}
th,td{padding:.18rem .35rem}
figure svg{max-height:135mm}
.both figure svg{max-height:72mm}
.beside{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,1fr);gap:1.5rem;align-items:start}
}
"""


def style_sheet() -> str:
    """All rules of the page."""
    dark = _variables(DARK)
    rules = [
        f":root{{color-scheme:light dark;{_variables(LIGHT)}}}",
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}",
        _BASE,
        *(f".f-{role}{{fill:var(--{role})}}" for role in _ROLES),
        *(f".l-{role}{{stroke:var(--{role})}}" for role in _ROLES),
        *(_letter(name) for name in LETTER_LOOKS),
        _DESK,
        _PHONE.replace("STACKED", _STACKED.replace("SET", ".stack")),
        _TABLET.replace("STACKED", _STACKED.replace("SET", ".many")),
        _PAPER,
    ]
    return "".join(rule.replace("\n", "") for rule in rules)


def _letter(name: str) -> str:
    return (
        f".f-{name}{{fill:var(--fill-{name})}}.i-{name}{{fill:var(--ink-{name})}}"
        f".b-{name}{{background:var(--fill-{name});color:var(--ink-{name})}}"
    )


def _variables(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())
