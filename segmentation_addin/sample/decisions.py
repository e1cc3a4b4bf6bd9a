"""What people of the fictitious company have decided, voted and tried so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from segmentation_addin.sample.portfolio import YEARS, Client, Portfolio
from segmentation_addin.workbook.action_tables import STATUSES
from segmentation_addin.workbook.host import AppendedRows, Cell, CellEdits
from segmentation_addin.workbook.inputs import DRIVERS
from segmentation_addin.workbook.review_tables import TEAMS
from segmentation_addin.workbook.scenario_tables import ACTIONS

FINANCE, SERVICE = "Paul Testarieu", "Awa Lemaret"
"""Who votes for finance and for customer service; the sales team votes by client."""
POLICY: dict[str, tuple[Cell, ...]] = {
    "visits": (4, 2, 1, 0),
    "hours": (40, 12, 4, 3),
    "response_time": ("4 heures", "1 jour", "2 jours", "2 jours"),
    "delivery": ("franco", "franco dès 300 €", "facturée", "facturée"),
    "minimum_order": (None, 150, 200, 300),
    "discount_ceiling": (0.12, 0.08, 0.05, 0.0),
    "payment_days": (60, 45, 45, 30),
}
"""What each letter, A to D, is granted: beside the words that the template holds."""
_TO_DO: tuple[tuple[str, str, str, float, float | None, str], ...] = (
    (
        *("Facturer les livraisons urgentes", "in_progress", "2026-02-28"),
        *(9_000, 2_500, "Accord de principe obtenu"),
    ),
    ("Passer à une commande par semaine", "to_do", "2026-03-31", 12_000, None, ""),
    (
        *("Commande en ligne pour les petits réassorts", "to_do", "2026-04-30"),
        *(6_000, None, "Démonstration prévue en janvier"),
    ),
    (
        *("Renégocier le prix des articles spéciaux", "done", "2025-11-30"),
        *(5_000, 6_200, "Hausse de 4 % acceptée"),
    ),
    (
        *("Regrouper les adresses de livraison", "to_do", "2025-12-15"),
        *(4_000, None, "Relancer le site de l'Est"),
    ),
)
"""Action, status, due date, target, realised, note: one for each of the first false
good clients. The last one is late."""
_VOTED = 16
_EASY, _HARD = 1.1, 2.0
"""Up to, and from, how demanding a client customer service is of one mind."""


def policy_edits() -> list[CellEdits]:
    """The policy of each letter, in the rows that the template holds."""
    return [
        CellEdits("tblPolicy", column, range(len(granted)), list(granted))
        for column, granted in POLICY.items()
    ]


def decision_rows(portfolio: Portfolio) -> list[AppendedRows]:
    """Actions, letters changed by a person, votes, and decisions to try."""
    last = YEARS[-1]
    active = [x for x in portfolio.clients if (x.code, last) in portfolio.drivers]
    ranked = sorted(active, key=lambda client: -client.revenue_cents)
    false_good = [client for client in ranked if client.false_good]
    sound = [client for client in ranked if not client.false_good]
    return [
        AppendedRows("tblActions", pd.DataFrame(_actions(false_good))),
        AppendedRows("tblOverrides", pd.DataFrame(_overrides(sound))),
        AppendedRows("tblVotes", pd.DataFrame(_votes(ranked[:_VOTED]))),
        AppendedRows("tblScenario", pd.DataFrame(_scenario(false_good))),
    ]


def _actions(false_good: Sequence[Client]) -> list[dict[str, Any]]:
    """The rows of `tblActions` that are the user's own: no reference."""
    return [
        {
            "client_id": client.code,
            "action": action,
            "target_amount": target,
            "owner": client.manager,
            "due_date": pd.Timestamp(due),
            "status": STATUSES[status].fr,
            "realised_amount": realised,
            "note": note,
        }
        for client, (action, status, due, target, realised, note) in zip(
            false_good, _TO_DO, strict=False
        )
    ]


def _overrides(sound: Sequence[Client]) -> list[dict[str, Any]]:
    """Letters that hold whatever the score: one step from it at most, by their rank."""
    return [
        {
            "client_id": client.code,
            "letter": "B",
            "reason": reason,
            "author": FINANCE,
            "decided_on": pd.Timestamp("2025-12-12"),
            "expires_on": pd.Timestamp(end),
        }
        for client, reason, end in zip(
            (sound[1], sound[4]),
            (
                "Appel d'offres perdu : moitié du volume en moins dès mars",
                "Rachat annoncé : achats centralisés par le groupe",
            ),
            ("2026-12-31", "2026-01-31"),
            strict=True,
        )
    ]


def _votes(clients: Sequence[Client]) -> list[dict[str, Any]]:
    """What sales, finance and customer service think of the largest clients."""
    day = pd.Timestamp("2025-12-10")
    rows = []
    for place, client in enumerate(clients):
        sales = "A" if place < len(clients) // 2 or client.false_good else "B"
        finance = (
            "D" if client.false_good else "A" if place < len(clients) // 3 else "B"
        )
        asks = client.demanding
        service = "A" if asks <= _EASY else "B" if asks < _HARD else "C"
        rows += [
            {
                "client_id": client.code,
                "voter": voter,
                "team": TEAMS[team].fr,
                "letter": letter,
                "voted_on": day,
            }
            for voter, team, letter in (
                (client.manager, "sales", sales),
                (FINANCE, "finance", finance),
                (SERVICE, "service", service),
            )
        ]
    return rows


def _scenario(false_good: Sequence[Client]) -> list[dict[str, Any]]:
    """Decisions to try: prices, fewer visits, and one exit with notice."""
    first, exiting = false_good[0], false_good[-1]
    return [
        {
            "client_id": first.code,
            "action": ACTIONS["reprice"].fr,
            "rate": 0.03,
            "volume_loss": 0.02,
            "notice_months": 2,
        },
        {
            "letter": "D",
            "action": ACTIONS["service"].fr,
            "rate": 0.5,
            "driver": DRIVERS["visits"].fr,
            "volume_loss": 0.01,
        },
        {
            "client_id": exiting.code,
            "action": ACTIONS["exit"].fr,
            "notice_months": 6,
        },
    ]
