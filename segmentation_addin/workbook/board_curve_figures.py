"""The figures that the sentences of the Curves sheet tell, beside its points."""

from __future__ import annotations

from collections.abc import Iterator

from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import FixedCell, Value, column
from segmentation_addin.workbook.board_charts import CURVE_ROWS
from segmentation_addin.workbook.board_curve_shares import (
    CLIENTS,
    COSTS,
    CURVES,
    FIRST_ROW,
    GROSS,
    LABEL,
    MOST,
    NEAR,
    NOISE,
    RANK,
    REVENUE,
    Share,
    X,
    base,
    false_good,
    first_over,
    margin_share,
    near_bound,
    revenue_share,
    scored,
)
from segmentation_addin.workbook.board_figures import share_count

_LAST = FIRST_ROW + CURVE_ROWS - 1
_SCORE, _FALSE = column("score"), column("false_good")
_KEYS = (
    "active",
    "revenue",
    "gross_margin",
    "cost_to_serve",
    "most_revenue",
    "reached_revenue",
    "most_margin",
    "reached_margin",
    "bound_a",
    "bound_b",
    "bound_c",
    "scored",
    "near",
    "false_good",
    "false_good_revenue",
    "false_good_margin",
)


def figure(key: str) -> str:
    """The cell of one of the figures beside the points."""
    return f"${X}${FIRST_ROW + _KEYS.index(key)}"


def _range(letter: str) -> str:
    return f"${letter}${FIRST_ROW}:${letter}${_LAST}"


def _first_over(share: str, shown: str) -> str:
    """A column where the share of another first reaches `MOST`."""
    below = f"SUMPRODUCT(--({_range(share)}<{MOST - NOISE}))"
    return f"INDEX({_range(shown)},MIN({CURVE_ROWS},{below}+1))"


def _near() -> str:
    """Each bound's band, less what the band under it holds already."""
    parts = []
    for bound, under in (
        ("bound_c", ""),
        ("bound_b", "bound_c"),
        ("bound_a", "bound_b"),
    ):
        low = f"{figure(bound)}-{NEAR}"
        if under:
            low = f"MAX({low},{figure(under)}+{NEAR + 0.1})"
        high = f"{figure(bound)}+{NEAR}"
        parts.append(f'COUNTIFS({_SCORE},">="&({low}),{_SCORE},"<="&({high}))')
    return "+".join(parts)


def _bound(place: int) -> Value:
    return lambda facts: facts.bounds[place]


def _most(share: Share) -> Value:
    return lambda facts: share_count(first_over(facts, share), facts.figures.active)


def _reached(share: Share) -> Value:
    return lambda facts: share(facts, first_over(facts, share))


def _figures() -> Iterator[tuple[str, Text, str, str, Value]]:
    """Key, label, style, formula and value of each figure, in the order of `_KEYS`."""
    positive = Text(" (negatives as 0)", " (négatifs à 0)")
    yield (
        "active",
        Text("Active clients", "Clients actifs"),
        "count",
        f"COUNT({RANK})",
        lambda facts: facts.figures.active,
    )
    for key, text in (
        ("revenue", Text("Revenue", "CA")),
        ("gross_margin", Text("Gross margin", "Marge brute")),
    ):
        yield (
            key,
            Text(text.en + positive.en, text.fr + positive.fr),
            "amount",
            f'SUMIF({column(key)},">0")',
            lambda facts, key=key: base(facts, key),  # type: ignore[misc]
        )
    yield (
        "cost_to_serve",
        Text("Cost to serve", "Coût de service"),
        "amount",
        f'SUMIFS({COSTS},{RANK},">0")',
        lambda facts: base(facts, "cost_to_serve"),
    )
    for key, text, letter, share in (
        ("revenue", Text("revenue", "CA"), REVENUE, revenue_share),
        ("margin", Text("gross margin", "marge brute"), GROSS, margin_share),
    ):
        yield (
            f"most_{key}",
            Text(f"Clients for 80% of {text.en}", f"Clients pour 80 % : {text.fr}"),
            "count",
            _first_over(letter, CLIENTS),
            _most(share),
        )
        yield (
            f"reached_{key}",
            Text("Share that they make", "Part qu'ils font"),
            "percent",
            _first_over(letter, letter),
            _reached(share),
        )
    for place, letter in enumerate("abc"):
        yield (
            f"bound_{letter}",
            Text(f"Bound of {letter.upper()}", f"Seuil du {letter.upper()}"),
            "number",
            f"{{rule:bound_{letter}}}",
            _bound(place),
        )
    yield (
        "scored",
        Text("Clients with a score", "Clients notés"),
        "count",
        f"COUNT({_SCORE})",
        scored,
    )
    yield (
        "near",
        Text(f"Within {NEAR} points of a bound", f"À {NEAR} points d'un seuil"),
        "count",
        _near(),
        near_bound,
    )
    yield (
        "false_good",
        Text("False good clients", "Faux bons clients"),
        "count",
        f'COUNTIF({_FALSE},"?*")',
        false_good,
    )
    for key, amount, text in (
        ("revenue", "revenue", Text("Their revenue", "Leur CA")),
        ("margin", "net_margin", Text("Their net margin", "Leur marge nette")),
    ):
        yield (
            f"false_good_{key}",
            text,
            "amount",
            f'SUMIFS({column(amount)},{_FALSE},"?*")',
            lambda facts, amount=amount: false_good(facts, amount),  # type: ignore[misc]
        )


def figure_cells() -> Iterator[FixedCell]:
    """Each figure on its own row, after its label."""
    title = Text("Figures of the sentences", "Chiffres des phrases")
    yield FixedCell(CURVES, f"{LABEL}{FIRST_ROW - 2}", "helper_title", title)
    for key, label, style, formula, value in _figures():
        row = FIRST_ROW + _KEYS.index(key)
        yield FixedCell(CURVES, f"{LABEL}{row}", "helper left", label)
        place = (CURVES, f"{X}{row}", f"helper {style}")
        yield FixedCell(*place, formula=formula, value=value)
