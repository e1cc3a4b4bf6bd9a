"""What an import says of each accounting export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from segmentation_addin.commands.shared import say, typed
from segmentation_addin.languages import Language, number, percent
from segmentation_addin.messages import fec_summary as fec

if TYPE_CHECKING:
    from segmentation_addin.services.imported import Imported


def say_fec(done: Imported, workbook: Path) -> None:
    """Each year with the proof that its revenue is all there, and what to ask for."""
    from segmentation_addin.terminal import safe

    language = done.language

    def amount(value: float) -> str:
        return number(value, language, 2)

    for year in done.document["files"]:
        left = sum(year["unallocated"].values())
        delays = ", ".join(
            f"{fec.DELAYS[name].in_(language)} {count}"
            for name, count in year["delays"].items()
            if count
        )
        files = ", ".join(Path(part).name for part in year["files"])
        say(
            fec.HEAD.in_(
                language,
                file=safe(files),
                lines=number(year["lines"], language),
                encoding=year["encoding"],
                first=year["first_day"],
                last=year["last_day"],
            )
        )
        control = {"total": "revenue", "given": "allocated"}
        amounts = {mark: amount(year[key]) for mark, key in control.items()}
        say(fec.CONTROL.in_(language, left=amount(left), **amounts))
        for name, part in year["unallocated"].items():
            reason = fec.REASONS[name].in_(language)
            say(fec.REASON.in_(language, reason=reason, amount=amount(part)))
        say(
            fec.CLIENTS.in_(
                language,
                clients=number(year["clients"], language),
                credit_notes=amount(year["credit_notes"]),
                delays=delays or "-",
            )
        )
        _say_more(year, language)
        _say_counter(year["counter"], language)
        bases = year["cost_bases"].items()
        costs = [f"{fec.BASES[name].in_(language)} {amount(x)}" for name, x in bases]
        if costs:
            say(fec.COSTS.in_(language, costs=" · ".join(costs)))
        count = number(year["personal_lines"], language)
        say(fec.PERSONAL.in_(language, count=count))
    rate = done.document["margin_rate"]
    if rate is None:
        say(fec.NOT_IN_A_FEC.in_(language, path=typed(workbook)))
    else:
        percent = number(100 * rate, language, 1)
        say(fec.ESTIMATED.in_(language, rate=percent, path=typed(workbook)))


def _say_more(year: dict[str, Any], language: Language) -> None:
    """Cancelled invoices, freight and what clients owe, where there are any."""

    def amount(value: float) -> str:
        return number(value, language, 2)

    def share(rate: float | None) -> str:
        return "-" if rate is None else percent(rate, language, 1)

    cancelled, freight = year["cancelled"], year["freight"]
    if cancelled["count"]:
        say(
            fec.CANCELLED.in_(
                language,
                count=number(cancelled["count"], language),
                amount=amount(cancelled["amount"]),
                replaced=number(cancelled["replaced"], language),
                rate=share(cancelled["credit_note_rate"]),
                without=share(cancelled["rate_without"]),
            )
        )
    if freight["total"]:
        say(
            fec.FREIGHT.in_(
                language,
                total=amount(freight["total"]),
                clients=amount(freight["clients"]),
                left=amount(freight["no_client"]),
            )
        )
    dso = year["dso"]
    say(
        fec.OWED.in_(
            language,
            amount=amount(year["outstanding"]),
            dso="-" if dso is None else number(dso, language),
            doubtful=amount(year["doubtful"]),
            others=amount(year["outstanding_of_others"]),
        )
    )


def _say_counter(accounts: list[dict[str, Any]], language: Language) -> None:
    """The accounts that stand for counter sales, the largest first."""
    from segmentation_addin.terminal import safe

    if not accounts:
        return
    total = number(sum(account["revenue"] for account in accounts), language, 2)
    count = number(len(accounts), language)
    say(fec.COUNTER.in_(language, count=count, amount=total))
    for account in accounts[: fec.COUNTER_LISTED]:
        say(
            fec.COUNTER_LINE.in_(
                language,
                client=safe(account["client_id"]),
                name=safe(account["name"]),
                amount=number(account["revenue"], language, 2),
            )
        )
