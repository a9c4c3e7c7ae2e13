"""The roof: builds every part and hands each what it needs. Who imports this knows everything below."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web

from connectors import registry
from connectors.contract import Account
from connectors.http import Http
from dialogs.flow_files import load_catalog
from gateway.api import (
    console,
    customers,
    desk,
    export,
    headers,
    health,
    hooks,
    media,
    messages,
    openapi,
    presence,
    stream,
)
from gateway.api.auth import Gatekeeper, hash_password
from gateway.api.doors import Doors
from gateway.api.operation import mount
from gateway.api.problem import problems
from gateway.ground import schema
from gateway.ground.clock import Clock
from gateway.ground.clock import now as time_of_day
from gateway.ground.database import Database
from gateway.ground.ids import new_id
from gateway.ground.live import Live
from gateway.ground.shipped import config_dir, console_dir
from gateway.journey.accounts import Accounts
from gateway.journey.world import World
from gateway.messages import outbox_store
from gateway.settings import Agent, Settings
from gateway.terms.topic import load_topics
from gateway.workers import Fetchers, Intake, Rounds, Senders, Turns, Wake
from handoff import agent_store

STOP_PATIENCE = 10.0  # seconds that calls under way are given at a stop

log = structlog.get_logger()


@dataclass
class Gateway:
    """Everything that runs: start it, wait, stop it."""

    settings: Settings
    database: Database
    accounts: Accounts
    site: web.Application
    live: Live
    rounds: Rounds
    senders: Senders
    fetchers: Fetchers
    http: Http
    clock: Clock
    runner: web.AppRunner | None = None
    loops: list[asyncio.Task[None]] = field(default_factory=list)
    failed: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        """Serve and work. Returns once the door is open."""
        if await asyncio.to_thread(self.database.alone, "sender"):  # then nobody is calling any more
            await self.database.write(outbox_store.release, self.clock())
        for worker in (self.rounds, self.fetchers):
            task = asyncio.create_task(worker.run(), name=type(worker).__name__)
            task.add_done_callback(self._loop_ended)
            self.loops.append(task)
        # Compressed bodies are read as they come: a false Content-Encoding must not reach the signature check as a 500
        self.runner = web.AppRunner(self.site, access_log=None, auto_decompress=False, shutdown_timeout=STOP_PATIENCE)
        await self.runner.setup()
        listen = self.settings.listen
        await web.TCPSite(self.runner, listen.host, listen.port, backlog=1024).start()
        log.info("serving", host=listen.host, port=listen.port, accounts=list(self.accounts))

    def _loop_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            log.critical("worker_ended", worker=task.get_name(), exc_info=task.exception())
            self.failed.set()

    async def stop(self) -> None:
        """Close the door, let the calls under way end, let go of everything."""
        self.live.close()
        if self.runner is not None:
            await self.runner.cleanup()
        for task in self.loops:
            task.cancel()
        await asyncio.gather(*self.loops, return_exceptions=True)
        await self.senders.drain(STOP_PATIENCE)
        for account in self.accounts:
            await self.accounts[account].close()
        await self.http.close()
        await asyncio.to_thread(self.database.close)


async def build(settings: Settings, configured: Sequence[Account], clock: Clock = time_of_day) -> Gateway:
    """Every part, wired, all by one clock. Raises ConfigurationFault where something is missing."""
    database = Database(settings.database)
    await asyncio.to_thread(schema.prepare, database)
    await database.write(_seed_agents, settings.agents, clock())
    http = Http()
    accounts = _accounts(configured, http)
    world = _world(settings, accounts)
    live = Live()
    wake = Wake()
    senders = Senders(database, accounts, clock, wake, lambda told: live.publish(told, "delivery"))
    turns = Turns(
        database, world, clock, wake, lambda told: live.publish(told, "message", "case", "owner"), senders
    )  # fmt: skip
    fetchers = Fetchers(
        database, accounts, clock, Path(settings.media.folder), settings.media.largest,
        lambda told: live.publish(told, "message"),
    )  # fmt: skip
    intake = Intake(database, clock, wake, turns)
    rounds = Rounds(database, clock, wake, (intake, turns, senders))
    doors = Doors(
        database=database, clock=clock, accounts=accounts, topics=world.topics, live=live, accept=intake.accept,
        ring_senders=senders.ring, ring_turns=turns.ring, brand=settings.brand.name, zone=settings.brand.timezone,
        languages=settings.brand.languages, demo=_demo(settings),
    )  # fmt: skip
    return Gateway(settings, database, accounts, _web(settings, doors), live, rounds, senders, fetchers, http, clock)


def _accounts(configured: Sequence[Account], http: Http) -> Accounts:
    return Accounts({one.id: registry.connector_class(one.channel, one.provider)(one, http) for one in configured})


def _world(settings: Settings, accounts: Accounts) -> World:
    return World(
        accounts=accounts,
        catalog=load_catalog(Path(settings.flows) if settings.flows else config_dir() / "flows"),
        topics=load_topics(Path(settings.topics) if settings.topics else config_dir() / "topics.yaml"),
        brand=settings.brand.name,
        languages=settings.brand.languages,
        zone=settings.brand.timezone,
        country=settings.brand.country,
    )


def _web(settings: Settings, doors: Doors) -> web.Application:
    app = web.Application(client_max_size=hooks.LARGEST, middlewares=[problems])
    secure, preset = settings.public_url.startswith("https://"), os.environ.get("CAUSERIE_API_KEY")
    proxies = settings.listen.proxies
    gatekeeper = Gatekeeper(doors.database, doors.clock, preset_key=preset, secure=secure, proxies=proxies)
    app.router.add_route("GET", "/hooks/{account}", hooks.hook(doors.accounts, doors.accept))
    app.router.add_route("POST", "/hooks/{account}", hooks.hook(doors.accounts, doors.accept))
    api = [*messages.operations(doors), *customers.operations(doors), *export.operations(doors)]
    files = media.operations(doors.database, Path(settings.media.folder))
    mount(app, [*api, *desk.operations(doors, gatekeeper), *presence.operations(doors), *files], gatekeeper.identify)
    openapi.serve(app, api, server=settings.public_url)
    app.router.add_get("/desk/api/stream", stream.stream(doors.live, gatekeeper))
    health.serve(app, doors.database)
    console.serve(app, console_dir())
    headers.guard(app, secure=secure)
    return app


def _seed_agents(connection: Any, agents: Sequence[Agent], now: int) -> None:
    """The configured people, when nobody is there yet."""
    if agent_store.count(connection):
        return
    for one in agents:
        agent_store.add(
            connection, id=new_id(), email=one.email.strip().lower(), name=one.name, role=one.role,
            languages=",".join(one.languages), password_hash=hash_password(one.password), created_at=now,
        )  # fmt: skip


def _demo(settings: Settings) -> dict[str, Any] | None:
    """With simulated providers the logins are no secret: the page shows them."""
    if settings.sandbox is None:
        return None
    logins = [{"email": one.email, "password": one.password, "role": one.role} for one in settings.agents]
    return {"logins": logins, "phones_url": f"http://{settings.sandbox.host}:{settings.sandbox.port}/"}
