"""`causerie keys`: who may use the API."""

from __future__ import annotations

import typer

from gateway.commands.configured import ConfigFile, database, load

app = typer.Typer(no_args_is_help=True, help="API keys: create, list, revoke.")


@app.command()
def create(name: str = "api", config: ConfigFile = None) -> None:
    """Make an API key and show it, once."""
    from gateway.api import key_store
    from gateway.ground import clock
    from gateway.ground.ids import new_id

    key = key_store.fresh()
    database(load(config)[0]).write_now(key_store.add, new_id(), name, key, clock.now())
    typer.echo(key)


@app.command("list")
def listing(config: ConfigFile = None) -> None:
    """The keys that were made, without the keys themselves."""
    from gateway.api import key_store
    from gateway.ground.clock import to_iso

    for row in database(load(config)[0]).read_now(key_store.listing):
        state = f"revoked {to_iso(row.revoked_at)}" if row.revoked_at else "in force"
        typer.echo(f"{row.id}  {row.name}  {to_iso(row.created_at)}  {state}")


@app.command()
def revoke(key_id: str, config: ConfigFile = None) -> None:
    """Let a key open nothing any more."""
    from gateway.api import key_store
    from gateway.ground import clock

    if not database(load(config)[0]).write_now(key_store.revoke, key_id, clock.now()):
        typer.echo(f"there is no key {key_id} in force. See: causerie keys list", err=True)
        raise typer.Exit(1)
