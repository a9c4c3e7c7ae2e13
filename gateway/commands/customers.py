"""`causerie customers`: one person, as the API shows them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.commands.configured import ConfigFile, database, load

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from connectors.contract import Account
    from gateway.api.doors import Doors
    from gateway.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Customers: show, export, number, import.")

AT_ONCE = 500  # customers a transaction: it holds up nobody for long

AccountId = Annotated[str, typer.Option("--account", help="The account where they are reached.")]
Address = Annotated[str, typer.Option("--address", help="A phone number, PSID or chat id.")]


@app.command()
def show(account: AccountId, address: Address, config: ConfigFile = None) -> None:
    """Who is reached at an address: addresses, terms, conversation. JSON, as the API gives it."""
    from gateway.api.programs import customers

    _print(config, account, address, customers.show)


@app.command()
def export(account: AccountId, address: Address, config: ConfigFile = None) -> None:
    """All that is kept of the customer at an address: JSON, as the API gives it."""
    from gateway.api.programs import export as exporting

    _print(config, account, address, exporting.whole)


@app.command()
def number(
    told: Annotated[str, typer.Argument(help="Their customer or loyalty number; - takes it away.")],
    account: AccountId, address: Address, config: ConfigFile = None,
) -> None:  # fmt: skip
    """What the brand knows the customer at an address by."""
    from gateway.api.problem import Problem
    from gateway.api.programs import numbers

    def give(connection: Connection, _doors: Doors, customer_id: str) -> Any:
        numbers.give(connection, customer_id, None if told == "-" else told)
        return {"id": customer_id, "number": told}

    try:
        _print(config, account, address, give, writes=True)
    except Problem as problem:
        typer.echo(problem.detail, err=True)
        raise typer.Exit(1) from None


@app.command("import")
def bring(
    file: Annotated[typer.FileText, typer.Argument(help="CSV with the columns number, account, address, name.")],
    config: ConfigFile = None,
) -> None:
    """Number the customers of a file; who is not known yet is made, and nobody is written to."""
    from gateway.ground import clock
    from gateway.people import numbering

    settings, accounts = load(config)
    try:
        rows, bad = numbering.read(file, {one.id: one.channel for one in accounts})
    except ValueError as error:
        raise typer.BadParameter(f"{file.name} {error}", param_hint="FILE") from None
    opened, taken = database(settings), []
    for start in range(0, len(rows), AT_ONCE):
        taken += opened.write_now(numbering.bring, rows[start : start + AT_ONCE], clock.now())
    opened.close()
    for one in sorted(bad + taken):
        typer.echo(f"{file.name}:{one.line}: {one.why}", err=True)
    typer.echo(f"ok: {len(rows) - len(taken)} numbered")
    if bad or taken:
        raise typer.Exit(1)


def _print(
    config: Any, account: str, address: str, show_one: Callable[[Connection, Doors, str], Any], *, writes: bool = False
) -> None:  # fmt: skip
    import msgspec

    settings, accounts = load(config)
    if account not in {one.id for one in accounts}:
        there = ", ".join(one.id for one in accounts) or "none"
        raise typer.BadParameter(f"there is no account {account}; there are: {there}", param_hint="--account")
    shown = asyncio.run(_found(settings, accounts, account, address, show_one, writes=writes))
    if not shown:
        typer.echo(f"nobody is reached at {address} on {account}", err=True)
        raise typer.Exit(1)
    for one in shown:
        typer.echo(msgspec.json.format(msgspec.json.encode(one)).decode())


async def _found(
    settings: Settings,
    accounts: list[Account],
    account: str,
    address: str,
    show_one: Callable[[Connection, Doors, str], Any],
    *,
    writes: bool,
) -> list[Any]:
    doors = _doors(settings, accounts)
    opened = doors.database

    def read(connection: Connection) -> list[Any]:
        ids = {known.customer_id for known in doors.reached(connection, account, address)}
        return [show_one(connection, doors, one) for one in sorted(ids)]

    try:
        return await (opened.write(read) if writes else opened.read(read))
    finally:
        opened.close()


def _doors(settings: Settings, accounts: list[Account]) -> Doors:
    """Doors that only show: nobody works behind them."""
    from connectors import registry
    from connectors.http import Http
    from gateway.api.doors import Doors
    from gateway.from_settings import rulebook
    from gateway.ground import clock
    from gateway.ground.live import Live
    from gateway.journey.accounts import Accounts

    http = Http()
    return Doors(
        database=database(settings), clock=clock.now, rulebook=rulebook(settings), live=Live(),
        accounts=Accounts({one.id: registry.connector_class(one.channel, one.provider)(one, http) for one in accounts}),
        accept=_closed, ring_senders=_nobody, ring_turns=_nobody, changed=_nobody, brand=settings.brand.name,
        zone=settings.brand.timezone, languages=settings.brand.languages,
    )  # fmt: skip


async def _closed(_arrivals: Any) -> None:
    raise RuntimeError("a command takes no webhooks")


def _nobody(*_what: Any) -> None:
    """Nobody to wake: no worker runs in a command."""
