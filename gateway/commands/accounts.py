"""`causerie accounts`: the configured accounts, and telling providers where to deliver."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.commands.configured import ConfigFile, load

if TYPE_CHECKING:
    from connectors.contract import Account

app = typer.Typer(no_args_is_help=True, help="Accounts at providers: list, install their webhooks.")


@app.command("list")
def listing(config: ConfigFile = None) -> None:
    """The accounts, and where their webhooks arrive."""
    for one in load(config)[1]:
        typer.echo(f"{one.id}  {one.channel}/{one.provider}  {one.hook_url}")


@app.command()
def install(
    names: Annotated[list[str] | None, typer.Argument(help="Accounts; all of them where none is named.")] = None,
    config: ConfigFile = None,
) -> None:
    """Tell each provider where its webhooks go, and say what was done and what is left to do by hand."""
    _, accounts = load(config)
    known = {one.id: one for one in accounts}
    unknown = [name for name in names or () if name not in known]
    if unknown:
        there = ", ".join(known) or "none"
        raise typer.BadParameter(f"there is no account {', '.join(unknown)}; there are: {there}", param_hint="NAMES")
    refused = asyncio.run(_install([known[name] for name in names or known]))
    if refused:
        raise typer.Exit(1)


async def _install(accounts: list[Account]) -> int:
    """How many providers refused; one that does keeps no other from being told."""
    from connectors import registry
    from connectors.errors import ConfigurationError
    from connectors.http import Http

    refused = 0
    http = Http()
    for one in accounts:
        connector = registry.connector_class(one.channel, one.provider)(one, http)
        try:
            typer.echo(f"{one.id}: {await connector.install()}")
        except ConfigurationError as error:
            refused += 1
            typer.echo(f"{error}", err=True)
        await connector.close()
    await http.close()
    return refused
