"""The roof: builds every part and hands each what it needs. Who imports this knows everything below."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import structlog
from aiohttp import web

from connectors import registry
from connectors.contract import Account
from connectors.errors import FailureKind
from connectors.http import Http
from dialogs.flow_files import flow_texts, kept_tests, load_catalog
from gateway import from_settings, tables
from gateway.actions.doing import Outsiders
from gateway.api.desk.uploads import Files
from gateway.api.desks import bot_framework, chatwoot
from gateway.api.doors import Doors
from gateway.api.health import Doctor
from gateway.api.site import bare, whole
from gateway.api.studio.flows import Workshop
from gateway.bulletins import bulletin_store
from gateway.from_settings import Bearer
from gateway.ground import postgres, schema
from gateway.ground.bus import Bus, NoBus
from gateway.ground.clock import Clock, SharedClock, to_iso
from gateway.ground.clock import now as here
from gateway.ground.database import Database, scratch
from gateway.ground.faults import ConfigurationFault
from gateway.ground.live import Live
from gateway.ground.shipped import config_dir
from gateway.insights import prometheus
from gateway.journey import library
from gateway.journey.accounts import Accounts
from gateway.journey.digest.digesting import Teller
from gateway.journey.enclosing import Enclosures
from gateway.journey.library import Library
from gateway.journey.world import World
from gateway.messages import outbox_store
from gateway.settings import Settings
from gateway.workers import (
    Cleaner,
    Digests,
    Doers,
    Endings,
    Fetchers,
    Intake,
    Keeper,
    Placers,
    Relay,
    Rounds,
    Senders,
    Sharing,
    Turns,
    Wake,
)

Role = Literal["web", "worker", "sender"]  # receives and shows; takes turns and fetches media; calls the providers
ALL_ROLES: frozenset[Role] = frozenset({"web", "worker", "sender"})

STOP_PATIENCE = 10.0  # seconds that calls under way are given at a stop

if TYPE_CHECKING:
    from gateway.ground.redis import Redis

log = structlog.get_logger()


@dataclass
class Parts:
    """What works in this process, beside its doors. What its roles do not need is None."""

    database: Database
    accounts: Accounts
    http: Http
    redis: Redis | None
    live: Live
    relay: Relay
    intake: Intake | None
    turns: Turns | None
    senders: Senders | None
    fetchers: Fetchers | None
    doers: Doers | None
    cleaner: Cleaner | None
    sharing: Sharing | None
    outsiders: Outsiders
    placers: Placers | None
    bearers: Sequence[Bearer]
    rounds: Rounds

    async def stop(self) -> None:
        """End the round and the calls under way, let go of everything."""
        await self.rounds.finish()
        await asyncio.gather(*(one.drain(STOP_PATIENCE) for one in (self.senders, self.doers) if one is not None))
        for account in self.accounts:
            await self.accounts[account].close()
        await self.http.close()
        await self.outsiders.close()
        for bearer in self.bearers:
            await bearer.close()
        if self.redis is not None:
            await self.redis.close()
        await asyncio.to_thread(self.database.close)


@dataclass
class Gateway:
    """Everything that runs: start it, wait, stop it."""

    settings: Settings
    parts: Parts
    doctor: Doctor
    site: web.Application
    clock: Clock
    runner: web.AppRunner | None = None
    failed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.keeper = Keeper(self._worker_ended)

    async def start(self) -> None:
        """Serve and work. Returns once the door is open."""
        parts, listen = self.parts, self.settings.listen
        if parts.senders is not None:  # where nobody else is, the calls under way are a dead one's
            await asyncio.to_thread(parts.database.enter, "sender", outbox_store.release, self.clock())
        ticking = self.clock if isinstance(self.clock, SharedClock) else None
        beside = (parts.fetchers, parts.doers, parts.cleaner, parts.sharing, parts.placers, *parts.bearers)
        self.keeper.start(one for one in (ticking, parts.relay, parts.rounds, *beside) if one is not None)
        # Compressed bodies are read as they come: a false Content-Encoding must not reach the signature check as a 500
        self.runner = web.AppRunner(self.site, access_log=None, auto_decompress=False, shutdown_timeout=STOP_PATIENCE)
        await self.runner.setup()
        await web.TCPSite(self.runner, listen.host, listen.port, backlog=1024).start()
        log.info("serving", roles=self.doctor.roles, host=listen.host, port=listen.port, accounts=list(parts.accounts))

    def _worker_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and not self.doctor.is_leaving:
            log.critical("worker_ended", worker=task.get_name(), exc_info=task.exception())
            self.failed.set()

    async def stop(self) -> None:
        """Say that we leave, close the door, end what is under way, let go of everything."""
        self.doctor.is_leaving = True
        self.parts.live.close()
        if self.runner is not None:
            await self.runner.cleanup()
        await self.parts.rounds.finish()
        await self.keeper.end()
        await self.parts.stop()


async def build(
    settings: Settings, configured: Sequence[Account], told: Clock | None = None, roles: frozenset[Role] = ALL_ROLES
) -> Gateway:
    """Every part that these roles need, wired, all by one clock. Raises ConfigurationFault where one is missing."""
    database = Database(settings.database, carried=from_settings.carried(settings))
    if database.is_embedded and roles != ALL_ROLES:
        raise ConfigurationFault("database: SQLite has one process. Serve all roles in it, or use PostgreSQL")
    await asyncio.to_thread(schema.prepare, database)
    clock = told if told is not None else await asyncio.to_thread(_clock, database)
    await database.write(bulletin_store.trim, tuple(settings.webhooks), clock())  # of those that were taken out
    await from_settings.seed(database, settings, clock())
    http = Http()
    books = await _library(settings, database, clock())
    outsiders = Outsiders(settings.actions, model=settings.model)
    world = _world(settings, _accounts(configured, http), books, outsiders)
    parts = _parts(settings, database, http, world, outsiders, clock, roles)
    is_up = (lambda: parts.relay.is_up) if parts.redis is not None else None
    prometheus.begin(world.accounts, ("accepted", "sent", *get_args(FailureKind)))
    doctor = Doctor(database, clock, tuple(sorted(roles)), redis=is_up, version=version("causerie"))
    return Gateway(settings, parts, doctor, _site(settings, parts, world, doctor, clock), clock)


def _clock(database: Database) -> Clock:
    """Where several processes share a database they share its time."""
    return here if database.is_embedded else SharedClock(lambda: database.read_now(postgres.time_of_day))


def _redis(url: str | None, *, alone: bool) -> tuple[Redis | None, Bus]:
    """How this process tells the others."""
    if url is None:
        return None, NoBus(alone=alone)
    from gateway.ground.redis import Redis
    from gateway.ground.redis_bus import RedisBus

    redis = Redis(url)
    return redis, RedisBus(redis)


def _sharing(redis: Redis | None, senders: Senders | None) -> Sharing | None:
    if redis is None or senders is None:
        return None
    from gateway.ground.presence import Presence

    return Sharing(Presence(redis, "sender"), senders)


def _parts(
    settings: Settings, database: Database, http: Http, world: World, outsiders: Outsiders, clock: Clock,
    roles: frozenset[Role],
) -> Parts:  # fmt: skip
    accounts, live, wake = world.accounts, Live(), Wake()
    redis, bus = _redis(settings.redis, alone=database.is_embedded)
    relay = Relay(bus, live)
    folder, largest = from_settings.media_folder(settings, roles), settings.media.largest
    enclosures = Enclosures(database, clock, folder, settings.public_url)
    endings = Endings(database, clock, relay) if "sender" in roles else None
    sends = (database, accounts, world.rulebook, clock, wake, relay, enclosures)
    senders = Senders(*sends, endings) if endings is not None else None
    doers = Doers(database, outsiders, clock, relay) if "worker" in roles else None
    turns = Turns(database, world, clock, wake, relay, senders, folder, doers.ring) if doers is not None else None
    intake = Intake(database, clock, wake, relay, turns) if "web" in roles else None
    fetchers = Fetchers(database, accounts, clock, folder, largest, relay) if "worker" in roles else None
    cleaner = Cleaner(database, clock, from_settings.kept(settings), folder) if "worker" in roles else None
    placers = Placers(database, world, clock, relay) if "worker" in roles else None
    bearers = from_settings.bearers(settings, database, world, clock, relay) if "worker" in roles else []
    relay.serve(
        turns=turns.ring if turns else None, senders=senders.ring if senders else None,
        placers=placers.ring if placers else None,
    )  # fmt: skip
    digests = Digests(Teller(world.rulebook, accounts, world.languages[0]), relay) if "worker" in roles else None
    speaking, sending = (intake, turns, digests), (endings, senders)
    # What ended, then who waited, then who comes: nobody waits for ever behind those who are answered at once. Where
    # others write too, sending comes last: its rows would be locked while the intake waits for conversations, whose
    # holders may wait for them.
    ordered = (*sending, *speaking) if database.is_embedded else (*speaking, *sending)
    stages = [stage for stage in ordered if stage is not None]
    return Parts(
        database, accounts, http, redis, live, relay, intake, turns, senders, fetchers, doers, cleaner,
        _sharing(redis, senders), outsiders, placers, bearers, Rounds(database, clock, wake, stages),
    )  # fmt: skip


def _site(settings: Settings, parts: Parts, world: World, doctor: Doctor, clock: Clock) -> web.Application:
    if parts.intake is None:
        return bare(doctor)
    relay = parts.relay
    doors = Doors(
        database=parts.database, clock=clock, accounts=parts.accounts, rulebook=world.rulebook, live=parts.live,
        accept=parts.intake.accept, ring_senders=relay.ring_senders, ring_turns=relay.ring_turns,
        changed=relay.changed, brand=settings.brand.name, zone=settings.brand.timezone,
        languages=settings.brand.languages, demo=from_settings.demo(settings), conclusions=settings.conclusions,
    )  # fmt: skip
    files = Files(Path(settings.media.folder), settings.media.largest_upload)
    proxies, origins, url = settings.listen.proxies, settings.site.origins, settings.public_url
    workshop = Workshop(world, lambda: scratch(tables.ALL))
    site = whole(doors, workshop, doctor, public_url=url, proxies=proxies, files=files, origins=origins)
    if settings.chatwoot is not None:
        chatwoot.serve(site, doors, settings.chatwoot)
    if settings.bot_framework is not None:
        bot_framework.serve(site, doors, settings.bot_framework)
    return site


def _accounts(configured: Sequence[Account], http: Http) -> Accounts:
    return Accounts({one.id: registry.connector_class(one.channel, one.provider)(one, http) for one in configured})


async def _library(settings: Settings, database: Database, now: int) -> Library:
    """The flows in use. Faulty files stop the start: they may be what an admin has just written."""
    folder = Path(settings.flows) if settings.flows else config_dir() / "flows"
    load_catalog(folder)
    return await database.write(library.opened, flow_texts(folder), to_iso(now), kept_tests(folder))


def _world(settings: Settings, accounts: Accounts, library: Library, outsiders: Outsiders) -> World:
    return World(
        accounts=accounts,
        library=library,
        rulebook=from_settings.rulebook(settings),
        brand=settings.brand.name,
        languages=settings.brand.languages,
        zone=settings.brand.timezone,
        outside=outsiders.find,
        opinion=settings.model.patience if settings.model is not None else None,
        public_url=settings.public_url,
    )
