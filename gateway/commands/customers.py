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

app = typer.Typer(no_args_is_help=True, help="Customers: show, export.")

AccountId = Annotated[str, typer.Option("--account", help="The account where they are reached.")]
Address = Annotated[str, typer.Option("--address", help="A phone number, PSID or chat id.")]


@app.command()
def show(account: AccountId, address: Address, config: ConfigFile = None) -> None:
    """Who is reached at an address: addresses, terms, conversation. JSON, as the API gives it."""
    from gateway.api import customers

    _print(config, account, address, customers.show)


@app.command()
def export(account: AccountId, address: Address, config: ConfigFile = None) -> None:
    """All that is kept of the customer at an address: JSON, as the API gives it."""
    from gateway.api import export as exporting

    _print(config, account, address, exporting.whole)


def _print(config: Any, account: str, address: str, show_one: Callable[[Connection, Doors, str], Any]) -> None:
    import msgspec

    settings, accounts = load(config)
    if account not in {one.id for one in accounts}:
        there = ", ".join(one.id for one in accounts) or "none"
        raise typer.BadParameter(f"there is no account {account}; there are: {there}", param_hint="--account")
    shown = asyncio.run(_found(settings, accounts, account, address, show_one))
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
) -> list[Any]:
    doors = _doors(settings, accounts)
    opened = doors.database

    def read(connection: Connection) -> list[Any]:
        ids = {known.customer_id for known in doors.reached(connection, account, address)}
        return [show_one(connection, doors, one) for one in sorted(ids)]

    try:
        return await opened.read(read)
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
