"""The commands that weigh a decision: what-if."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from segmentation_addin.commands.shared import (
    DATA_REFUSED,
    T,
    bar,
    guarded,
    json_option,
    open_workbook,
    print_json,
    refuse_data,
    say,
    workbook_argument,
)

if TYPE_CHECKING:
    from segmentation_addin.core.what_if import Action
    from segmentation_addin.services.what_if import Played

LETTERS = ("A", "B", "C", "D", "NC")
EVERYBODY = "all"


def _number(text: str) -> float:
    """A number typed as 0.05, 0,05, 5% or 300."""
    plain = text.strip().replace("\u202f", "").replace(" ", "").replace(",", ".")
    try:
        if plain.endswith("%"):
            return float(plain[:-1]) / 100
        return float(plain)
    except ValueError as error:
        message = f"{text!r} is not a number; write 5%, 0.05 or 300."
        raise click.BadParameter(message) from error


def _rate(text: str, lowest: float = 0.0) -> float:
    value = _number(text)
    if not lowest <= value <= 1:
        low = f"{lowest:.0%}"
        message = f"{text!r} is not a rate from {low} to 100%; write 5% or 0.05."
        raise click.BadParameter(message)
    return value


def _pair(text: str) -> tuple[str, str]:
    """The two sides of "D=5%"; a code may hold "=" itself."""
    left, sign, right = text.rpartition("=")
    if not sign or not left.strip() or not right.strip():
        message = f"{text!r} has no “=”; write it as D=5% or visits=50%."
        raise click.BadParameter(message)
    return left.strip(), right.strip()


Parsed = Callable[[str], Any]


def _each(parse: Parsed) -> Callable[..., Any]:
    """The callback of an option that may be given once or several times."""

    def read(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
        del context, parameter
        if isinstance(value, tuple):
            return tuple(parse(text) for text in value)
        return None if value is None else parse(value)

    return read


def _price(text: str) -> tuple[str, float]:
    who, rate = _pair(text)
    return who, _rate(rate, lowest=-1.0)


def _cut(text: str) -> tuple[str, float]:
    driver, rate = _pair(text)
    return driver, _rate(rate)


def _fee(text: str) -> tuple[str, float]:
    driver, amount = _pair(text)
    return driver, _positive(amount)


def _channel(text: str) -> tuple[str, float, float]:
    driver, rest = _pair(text)
    share, _, cost = rest.partition(":")
    return driver, _rate(share), _positive(cost) if cost else 0.0


def _positive(text: str) -> float:
    value = _number(text)
    if not 0 <= value < float("inf"):
        message = f"{text!r} is not an amount of 0 or more."
        raise click.BadParameter(message)
    return value


def _months(text: str) -> float:
    value = _number(text)
    if not 0 <= value <= 12:
        message = f"{text!r} is not a number of months from 0 to 12."
        raise click.BadParameter(message)
    return value


@dataclass(frozen=True)
class Asked:
    """The decisions of a command line, as they were typed."""

    exits: tuple[str, ...]
    prices: tuple[tuple[str, float], ...]
    smallest: float | None
    cuts: tuple[tuple[str, float], ...]
    fees: tuple[tuple[str, float], ...]
    channels: tuple[tuple[str, float, float], ...]
    whom: tuple[str, ...]
    loss: float
    notice: float
    one_off: float

    def refuse_idle(self) -> None:
        """Refuses options that say how, or for whom, where nothing is decided.

        Raises:
            click.UsageError: such an option is given.
        """
        for_some = self.smallest is not None or self.cuts or self.fees or self.channels
        if self.whom and not for_some:
            message = "--for needs --minimum-order, --fewer, --fee or --channel."
            raise click.UsageError(message)
        if (self.loss or self.notice or self.one_off) and not self.actions():
            message = "--volume-loss, --notice and --one-off need a decision."
            raise click.UsageError(message)

    def actions(self) -> list[Action]:
        """One decision each."""
        return [
            *(self._action("exit", who, loss=0.0) for who in self.exits),
            *(self._action("reprice", who, rate=rate) for who, rate in self.prices),
            *self._for_those(),
        ]

    def _for_those(self) -> Iterator[Action]:
        for who in self.whom or (EVERYBODY,):
            if self.smallest is not None:
                yield self._action("minimum_order", who, amount=self.smallest)
            for driver, rate in self.cuts:
                yield self._action("service", who, rate=rate, driver=driver)
            for driver, amount in self.fees:
                yield self._action("fee", who, amount=amount, driver=driver)
            for driver, rate, cost in self.channels:
                yield self._action("channel", who, rate, cost, driver)

    def _action(
        self,
        kind: str,
        who: str,
        rate: float = nan,
        amount: float = nan,
        driver: str = "",
        loss: float | None = None,
    ) -> Action:
        from segmentation_addin.core.what_if import Action

        letter = who if who in (*LETTERS, EVERYBODY) else ""
        return Action(
            kind,
            client="" if letter else who,
            letter=letter,
            rate=rate,
            amount=amount,
            driver=driver,
            volume_loss=self.loss if loss is None else loss,
            notice=self.notice,
            one_off=self.one_off,
        )


@click.command("what-if")
@workbook_argument
@click.option(
    "--exit",
    "exits",
    multiple=True,
    metavar="LETTER|CLIENT",
    help="End the relation with a client, or with all of a letter.",
)
@click.option(
    "--reprice",
    "prices",
    multiple=True,
    metavar="LETTER|CLIENT=RATE",
    callback=_each(_price),
    help="Change prices: D=5%, C0042=-2%.",
)
@click.option(
    "--minimum-order",
    "smallest",
    metavar="AMOUNT",
    callback=_each(_positive),
    help="Group orders into larger ones of at least this amount.",
)
@click.option(
    "--fewer",
    "cuts",
    multiple=True,
    metavar="DRIVER=RATE",
    callback=_each(_cut),
    help="Serve less: visits=50% is half the visits.",
)
@click.option(
    "--fee",
    "fees",
    multiple=True,
    metavar="DRIVER=AMOUNT",
    callback=_each(_fee),
    help="Charge each unit of a driver: rush=25.",
)
@click.option(
    "--channel",
    "channels",
    multiple=True,
    metavar="DRIVER=RATE[:COST]",
    callback=_each(_channel),
    help="Move a share of a driver to a channel where one unit costs COST.",
)
@click.option(
    "--for",
    "whom",
    multiple=True,
    metavar="LETTER|CLIENT",
    help="Whom the four options above concern (default: all).",
)
@click.option(
    "--volume-loss",
    "loss",
    default="0",
    metavar="RATE",
    callback=_each(_rate),
    help="Share of the volume that the clients take away in answer.",
)
@click.option(
    "--notice",
    default="0",
    metavar="MONTHS",
    callback=_each(_months),
    help="Months before the decisions take effect.",
)
@click.option(
    "--one-off",
    "one_off",
    default="0",
    metavar="AMOUNT",
    callback=_each(_positive),
    help="Paid once, for each decision.",
)
@click.option(
    "--target",
    default="0",
    metavar="RATE",
    callback=_each(lambda text: min(_rate(text), 0.99)),
    help="Net margin rate that the goals of each client aim at.",
)
@json_option
@guarded
def what_if(workbook: Path, target: float, as_json: bool, **options: Any) -> None:
    """Before, changes, after: what decisions would bring over 12 months.

    Without decisions on the command line, plays those typed in the sheet What-if and
    writes their results there (the rest is refreshed with it). With decisions,
    writes nothing. A client is told by its code or its name.
    """
    asked = Asked(**options)
    asked.refuse_idle()
    actions = asked.actions()
    host = open_workbook(workbook, writes=not actions)
    with bar(host.language) as progress:
        if actions:
            from segmentation_addin.services.what_if import try_out

            tried = try_out(host, actions, progress)
            issues, played, written = tried.issues, tried.played, None
        else:
            from segmentation_addin.services.refreshing import refresh

            done = refresh(host, progress=progress)
            issues, played, written = done.issues, done.scenario, done.written
    if played is None:
        refuse_data(issues, host.language, as_json)
        return
    if actions:
        _refuse_wrong(played, as_json)
    if as_json:
        print_json(played.document(target))
        return
    from segmentation_addin.commands.statement import what_if_text

    say(what_if_text(played.document(target), played.language))
    if written is not None:
        word = T["written"] if written else T["up_to_date"]
        say(word.in_(played.language, path=workbook))


def _refuse_wrong(played: Played, as_json: bool) -> None:
    """Ends with code 1 when a decision of the command line cannot be computed."""
    wrong = [
        (action, row.problem, said)
        for action, row, said in zip(
            played.outcome.actions, played.outcome.rows, played.remarks(), strict=True
        )
        if row.problem
    ]
    if not wrong:
        return
    lines = [
        {
            "code": f"what_if_{problem}",
            "severity": "error",
            "sheet": "",
            "cell": "",
            "message": f"{action.client or action.letter} {action.driver}".strip(),
            "remedy": said,
            "amount": None,
        }
        for action, problem, said in wrong
    ]
    if as_json:
        print_json({"issues": lines})
    else:
        from segmentation_addin.terminal import safe

        for line in lines:
            click.echo(safe(f"{line['message']}  → {line['remedy']}"), err=True)
    sys.exit(DATA_REFUSED)
