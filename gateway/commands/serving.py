"""`causerie serve` and `causerie sandbox`: what runs until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from gateway.commands.configured import ConfigFile, load
from gateway.ground.faults import ConfigurationFault

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.contract import Account
    from connectors.sandbox.server import Sandbox
    from gateway.app import Gateway, Role
    from gateway.settings import Settings

HOST, PORT = "127.0.0.1", 8090  # of the phones, where the configuration names no sandbox


RoleNames = Annotated[
    list[str] | None,
    typer.Option("--role", help="Only this part of the work: web, worker or sender. May be given twice; else all."),
]
Port = Annotated[int | None, typer.Option("--port", help="Listen here instead of at the configured port.")]


def serve(config: ConfigFile = None, role: RoleNames = None, port: Port = None) -> None:
    """Run the gateway: webhooks, API, Desk and workers, in this process or, by --role, in several."""
    from gateway.ground import log

    log.configure(level=os.environ.get("CAUSERIE_LOG", "info"), pretty=os.isatty(2))
    settings, accounts = load(config)
    if port is not None:
        settings = msgspec.structs.replace(settings, listen=msgspec.structs.replace(settings.listen, port=port))
    _migrate_apart(settings, config)
    _take_turns()
    _loop(_serve(settings, accounts, _roles(role)))


def sandbox(config: ConfigFile = None) -> None:
    """Run only the simulated providers of a configuration's accounts, with their phones."""
    _loop(_play(*load(config)))


def _migrate_apart(settings: Settings, config: Path | None) -> None:
    """An embedded database is brought up to date by a process of its own: Alembic's 15 MiB are needed once only."""
    from gateway.ground import schema
    from gateway.ground.database import Database

    database = Database(settings.database)
    is_behind = database.is_embedded and database.read_now(schema.version) != schema.HEAD
    database.close()
    if is_behind:
        command = [sys.executable, "-m", "gateway", "migrate", "--config", str(config)]
        if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode:
            raise ConfigurationFault("database: its schema could not be brought up to date, see above")


def _roles(named: list[str] | None) -> frozenset[Role]:
    from gateway.app import ALL_ROLES

    unknown = sorted(set(named or ()) - ALL_ROLES)
    if unknown:
        raise ConfigurationFault(f"--role: {unknown[0]} is none. Name web, worker or sender")
    return frozenset(role for role in ALL_ROLES if not named or role in named)


async def _serve(settings: Settings, accounts: list[Account], roles: frozenset[Role]) -> None:
    from gateway.app import build

    gateway = await build(settings, accounts, roles=roles)
    stop, phones = _told_to_stop(), None
    try:
        phones = await _phones(settings, accounts) if settings.sandbox and "web" in roles else None
        await _open(gateway, settings)
        _settle_memory()
        _announce(settings, roles)
        ended = [asyncio.create_task(stop.wait()), asyncio.create_task(gateway.failed.wait())]
        await asyncio.wait(ended, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.cancel()
    finally:
        if phones is not None:
            await phones.stop()
        await gateway.stop()
    if gateway.failed.is_set():
        raise SystemExit(1)


async def _play(settings: Settings, accounts: list[Account]) -> None:
    stop = _told_to_stop()
    phones = await _phones(settings, accounts)
    typer.echo(f"Phones to write from: {phones.base_url}/")
    typer.echo("Stop with Ctrl-C.")
    await stop.wait()
    await phones.stop()


async def _open(gateway: Gateway, settings: Settings) -> None:
    try:
        await gateway.start()
    except OSError as error:
        raise _taken("listen", settings.listen.host, settings.listen.port, error) from None


async def _phones(settings: Settings, accounts: list[Account]) -> Sandbox:
    """Simulated providers for every account, in this process."""
    from connectors.sandbox import server
    from gateway.ground.shipped import console_dir

    host, port = (settings.sandbox.host, settings.sandbox.port) if settings.sandbox else (HOST, PORT)
    known = [(one.id, one.channel, one.provider, dict(one.values), one.hook_url) for one in accounts]
    playing = server.config(
        known, host=host, port=port, brand=settings.brand.name, console=console_dir(), desk_url=settings.public_url,
        keep=Path(settings.sandbox.phones) if settings.sandbox and settings.sandbox.phones else None,
    )  # fmt: skip
    try:
        return await server.start(playing)
    except OSError as error:
        raise _taken("sandbox", host, port, error) from None


def _taken(setting: str, host: str, port: int, error: OSError) -> ConfigurationFault:
    known = (error.errno or 0) > 0  # then asyncio's own words would repeat the address
    why = os.strerror(error.errno or 0) if known else error.strerror or type(error).__name__
    along = {"listen": "public_url", "sandbox": "the accounts' api_base"}[setting]
    return ConfigurationFault(
        f"{setting}: {host}:{port} cannot be opened ({why}). "
        f"Stop what listens there, or change {setting}.port and {along}"
    )


def _told_to_stop() -> asyncio.Event:
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    return stop


def _take_turns() -> None:
    """No thread of ours, when it wakes, pushes aside the one that holds the interpreter, only to wait for it: on one
    core that cost a fifth of the messages a second, and most of the latest answers. Linux knows how; needs no right."""
    if sys.platform == "linux":
        with suppress(OSError):  # some sandboxes know one class only: it is slower there, and no more
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _settle_memory() -> None:
    """What was loaded stays: the collector need not walk through it again, nor come at every few hundred objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _loop(main_task: Coroutine[Any, Any, None]) -> None:
    """asyncio, on uvloop where it is installed."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(main_task)
    else:
        uvloop.run(main_task)


def _announce(settings: Settings, roles: frozenset[Role]) -> None:
    """Where to go from here, for whoever started it by hand."""
    if "web" in roles:
        typer.echo(f"Causerie is running: {settings.public_url}/")
    else:
        door = f"http://{settings.listen.host}:{settings.listen.port}/readyz"
        typer.echo(f"Causerie works as {' and '.join(sorted(roles))}: {door}")
    if settings.sandbox and "web" in roles:
        typer.echo(f"Phones to write from: http://{settings.sandbox.host}:{settings.sandbox.port}/")
        for one in settings.agents:
            typer.echo(f"Log in to the Desk as {one.email} with {one.password} ({one.role})")
    typer.echo("Stop with Ctrl-C.")
