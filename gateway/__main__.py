"""The command: `causerie serve | sandbox | check | migrate | keys | agents | customers | flows`."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.ground.faults import ConfigurationFault

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A conversational gateway in which the customer sets the terms.",
)
keys = typer.Typer(no_args_is_help=True, help="API keys: create, list, revoke.")
app.add_typer(keys, name="keys")

ConfigFile = Annotated[
    Path | None, typer.Option("--config", envvar="CAUSERIE_CONFIG", help="The configuration file (YAML).")
]


def main() -> None:
    """Run a command; a fault of the configuration is a line, not a traceback."""
    try:
        app()
    except ConfigurationFault as fault:
        typer.echo(str(fault), err=True)
        raise SystemExit(2) from None


def _load(config: Path | None) -> Any:
    from gateway import settings

    if config is None:
        raise ConfigurationFault("no configuration. Name one with --config FILE, or set CAUSERIE_CONFIG")
    return settings.load(config)


def _database(config: Path | None) -> Any:
    from gateway.ground import schema
    from gateway.ground.database import Database

    loaded, _ = _load(config)
    database = Database(loaded.database)
    schema.prepare(database)
    return database


@app.command()
def serve(config: ConfigFile = None) -> None:
    """Run the gateway: webhooks, API, Desk and workers in one process."""
    from gateway.ground import log

    log.configure(level=os.environ.get("CAUSERIE_LOG", "info"), pretty=os.isatty(2))
    loaded, accounts = _load(config)
    _loop(_serve(loaded, accounts))


async def _serve(loaded: Any, accounts: Any) -> None:
    from gateway.app import build

    gateway = await build(loaded, accounts)
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    sandbox = await _sandbox(loaded, accounts) if loaded.sandbox else None
    await gateway.start()
    _settle_memory()
    _announce(loaded)
    ended = [asyncio.create_task(stop.wait()), asyncio.create_task(gateway.failed.wait())]
    await asyncio.wait(ended, return_when=asyncio.FIRST_COMPLETED)
    for task in ended:
        task.cancel()
    if sandbox is not None:
        await sandbox.stop()
    await gateway.stop()
    if gateway.failed.is_set():
        raise SystemExit(1)


def _settle_memory() -> None:
    """What was loaded stays: the collector need not walk through it again, nor come at every few hundred objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _loop(main_task: Any) -> None:
    """asyncio, on uvloop where it is installed."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(main_task)
    else:
        uvloop.run(main_task)


async def _sandbox(loaded: Any, accounts: Any) -> Any:
    """Simulated providers for every account, in this process."""
    from connectors.sandbox import server
    from gateway.ground.shipped import console_dir

    return await server.start(
        server.config(
            [(one.id, one.channel, one.provider, dict(one.values), one.hook_url) for one in accounts],
            host=loaded.sandbox.host,
            port=loaded.sandbox.port,
            brand=loaded.brand.name,
            console=console_dir(),
            desk_url=loaded.public_url,
        )
    )


def _announce(loaded: Any) -> None:
    """Where to go from here, for whoever started it by hand."""
    typer.echo(f"Causerie is running: {loaded.public_url}/")
    if loaded.sandbox:
        typer.echo(f"Phones to write from: http://{loaded.sandbox.host}:{loaded.sandbox.port}/")
        for one in loaded.agents:
            typer.echo(f"Log in to the Desk as {one.email} with {one.password} ({one.role})")
    typer.echo("Stop with Ctrl-C.")


@app.command()
def check(config: ConfigFile = None) -> None:
    """Say every fault of a configuration, one a line."""
    _, accounts = _load(config)
    typer.echo(f"ok: {len(accounts)} account{'s' if len(accounts) != 1 else ''}")


@app.command()
def migrate(config: ConfigFile = None) -> None:
    """Bring the database's schema to what this version needs."""
    from gateway.ground import schema
    from gateway.ground.database import Database

    loaded, _ = _load(config)
    database = Database(loaded.database)
    schema.migrate(database)
    typer.echo(f"the schema is at {schema.HEAD}")


@keys.command("create")
def create_key(name: str = "api", config: ConfigFile = None) -> None:
    """Make an API key and show it, once."""
    from gateway.api import key_store
    from gateway.ground import clock
    from gateway.ground.ids import new_id

    key = key_store.fresh()
    _database(config).write_now(key_store.add, new_id(), name, key, clock.now())
    typer.echo(key)


@keys.command("list")
def list_keys(config: ConfigFile = None) -> None:
    """The keys that were made, without the keys themselves."""
    from gateway.api import key_store
    from gateway.ground.clock import to_iso

    for row in _database(config).read_now(key_store.listing):
        state = f"revoked {to_iso(row.revoked_at)}" if row.revoked_at else "in force"
        typer.echo(f"{row.id}  {row.name}  {to_iso(row.created_at)}  {state}")


@keys.command("revoke")
def revoke_key(key_id: str, config: ConfigFile = None) -> None:
    """Let a key open nothing any more."""
    from gateway.api import key_store
    from gateway.ground import clock

    if not _database(config).write_now(key_store.revoke, key_id, clock.now()):
        typer.echo(f"there is no key {key_id} in force", err=True)
        raise typer.Exit(1)


if __name__ == "__main__":
    main()
