"""What the settings say, as the values that the parts are handed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import msgspec
from ruamel.yaml import YAML

from dialogs import knowledge_store
from dialogs.knowledge import load as load_knowledge
from gateway.api.auth import hash_password
from gateway.bulletins import bulletin_store
from gateway.bulletins.bulletin import wanted
from gateway.desks import entrusted_store
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.ground.faults import ConfigurationFault
from gateway.ground.ids import new_id
from gateway.ground.shipped import config_dir
from gateway.journey import media
from gateway.journey.crossing import linking
from gateway.journey.holding import offices
from gateway.journey.holding.offices import Configured, Hours
from gateway.journey.retention import Kept
from gateway.journey.world import World
from gateway.outreach import item_store
from gateway.outreach.item import load_items
from gateway.settings import Agent, Settings
from gateway.terms.frequency import PERIODS
from gateway.terms.policy.brand import HOUR, Cap
from gateway.terms.policy.brand import Brand as Rules
from gateway.terms.policy.law import Law, law
from gateway.terms.rulebook import Rulebook
from gateway.terms.topic import load_topics
from gateway.workers import Couriers, Envoys, Relay
from gateway.workers.bot_framework_embassy import BotFrameworkEmbassy
from gateway.workers.chatwoot_embassy import ChatwootEmbassy
from gateway.workers.embassy import Embassy
from gateway.workers.porter import Porter
from handoff import agent_store, canned, canned_store, office_store
from handoff.canned import CannedReply

MINUTE, DAY = 60_000, 86_400_000  # milliseconds


def rulebook(settings: Settings) -> Rulebook:
    """Topics, the brand's own restraint, and the law. Raises ConfigurationFault."""
    topics = load_topics(Path(settings.topics) if settings.topics else config_dir() / "topics.yaml")
    own = settings.policy
    kin = sorted((topic.id, topic.parent) for topic in topics)
    brand = Rules(
        zone=settings.brand.timezone, country=settings.brand.country,
        caps=tuple(Cap(one.scope, one.n, PERIODS[one.per]) for one in own.caps), gap=own.gap_minutes * MINUTE,
        after_service=own.after_service_hours * HOUR, busy=own.busy_minutes * MINUTE, share=own.share,
        switch_after=None if own.switch_after_hours is None else own.switch_after_hours * HOUR,
        version=blake2b(msgspec.json.encode((own, kin)), digest_size=6).hexdigest(),
    )  # fmt: skip
    return Rulebook(topics, brand, _law(settings))


def carried(settings: Settings) -> dict[str, Any]:
    """What every connection tells whoever is handed one: who wants to hear what, whether there is another desk,
    what becomes of people who seem to be one, when people answer."""
    return {
        bulletin_store.OPTION: wanted(settings.webhooks),
        entrusted_store.OPTION: settings.chatwoot is not None or settings.bot_framework is not None,
        linking.OPTION: settings.linking,
        offices.OPTION: Configured(_hours(settings), settings.brand.timezone),
    }  # fmt: skip


def _hours(settings: Settings) -> Hours | None:
    """What the configuration says of it, with the holidays of the law."""
    own = settings.office
    if own is None:
        return None
    country = _law(settings).country(settings.brand.country) if own.not_on_holidays else None
    closed = (*(country.holidays if country is not None else ()), *own.closed)
    return Hours(own.windows, settings.brand.timezone, closed)


def _law(settings: Settings) -> Law:
    return law(Path(settings.policy.law) if settings.policy.law else None)


class Bearer(Protocol):
    """What tells somebody outside, beside the journey, until it is closed."""

    async def run(self) -> None: ...
    async def close(self) -> None: ...


def bearers(settings: Settings, database: Database, world: World, clock: Clock, relay: Relay) -> list[Bearer]:
    """Those that there is work for."""
    told: list[Bearer] = [Couriers(database, settings.webhooks, clock)] if settings.webhooks else []
    embassy = _embassy(settings, database, clock)
    if embassy is None:
        return told
    porter = Porter(
        database, world, clock, relay, folder=Path(settings.media.folder), largest=settings.media.largest_upload,
        near=_near(settings),
    )  # fmt: skip
    return [*told, Envoys(database, embassy, porter, clock, relay)]


def _near(settings: Settings) -> frozenset[str]:
    """The hosts of another desk's files that may lie where only we reach."""
    desk = settings.chatwoot or settings.bot_framework
    own = urlsplit(desk.url).hostname if desk is not None and desk.private else None
    return frozenset({*settings.media.hosts, *([own] if own else [])})


def _embassy(settings: Settings, database: Database, clock: Clock) -> Embassy | None:
    """At the other desk, where there is one."""
    folder, language = Path(settings.media.folder), settings.brand.languages[0]
    if settings.chatwoot is not None:
        return ChatwootEmbassy(database, settings.chatwoot, folder, language, clock)
    if settings.bot_framework is not None:
        return BotFrameworkEmbassy(database, settings.bot_framework, folder, language)
    return None


def media_folder(settings: Settings, roles: frozenset[str]) -> Path:
    """Where files are kept. ConfigurationFault where a process that writes files cannot: later each file would fail."""
    folder = Path(settings.media.folder)
    if roles != {"sender"}:
        trial = new_id()
        try:
            media.keep(folder, trial, b"")
            media.forget(folder, [trial])
        except OSError as error:
            fault = f"media.folder: {folder}: {error.strerror}. Name a place that can be written"
            raise ConfigurationFault(fault) from None
    return folder


def kept(settings: Settings) -> Kept:
    """For how long things are kept."""
    days = settings.retention
    return Kept(days.events * DAY, None if days.messages is None else days.messages * DAY)


async def seed(database: Database, settings: Settings, now: int) -> None:
    """What is there at the first start: the agents that are named, and what the demo brand has; and the hours, as they
    are from now on."""
    await seed_agents(database, settings.agents, now)
    await seed_items(database, settings)
    await seed_knowledge(database, settings)
    await seed_canned(database, settings, now)
    await database.write(office_store.configure, offices.written(_hours(settings)), now)


async def seed_agents(database: Database, agents: Sequence[Agent], now: int) -> None:
    """The configured people, when nobody is there yet. Hashing is slow on purpose, and holds no transaction."""
    if await database.read(agent_store.count):
        return
    hashes = [await asyncio.to_thread(hash_password, one.password) for one in agents]
    await database.write(_add_agents, agents, hashes, now)


def _add_agents(connection: Any, agents: Sequence[Agent], hashes: Sequence[str], now: int) -> None:
    for one, hashed in zip(agents, hashes, strict=True):
        agent_store.add_unless_there(
            connection, id=new_id(), email=one.email.strip().lower(), name=one.name, role=one.role,
            languages=",".join(one.languages), password_hash=hashed, created_at=now,
        )  # fmt: skip


async def seed_knowledge(database: Database, settings: Settings) -> None:
    """What the demo brand answers to questions, when it never knew anything."""
    if settings.sandbox is not None and not await database.read(knowledge_store.stamp):
        file = config_dir() / "knowledge.yaml"
        await database.write(knowledge_store.put, load_knowledge(file.read_text("utf-8"), str(file)))


async def seed_items(database: Database, settings: Settings) -> None:
    """What the demo brand has to tell, when it has nothing yet."""
    if settings.sandbox is not None and not await database.read(item_store.listing, None, 1):
        await database.write(item_store.put, load_items(config_dir() / "items.yaml"), settings.brand.timezone)


async def seed_canned(database: Database, settings: Settings, now: int) -> None:
    """What the demo brand's agents send often, when they have nothing yet."""
    if settings.sandbox is not None and not await database.read(canned_store.listing, None):
        document = YAML(typ="safe", pure=True).load((config_dir() / "canned.yaml").read_text("utf-8"))
        await database.write(_add_canned, canned.read(document), now)


def _add_canned(connection: Any, replies: Sequence[CannedReply], now: int) -> None:
    for one in replies:
        texts, acts = (msgspec.json.encode(part).decode() for part in (one.texts, one.acts))
        values = {"shortcut": one.shortcut, "title": one.title, "texts": texts, "acts": acts, "team_id": None}
        canned_store.put(connection, new_id(), **values, by="", at=now)


def demo(settings: Settings) -> dict[str, Any] | None:
    """With simulated providers the logins are no secret: the page shows them."""
    if settings.sandbox is None:
        return None
    logins = [{"email": one.email, "password": one.password, "role": one.role} for one in settings.agents]
    return {"logins": logins, "phones_url": f"http://{settings.sandbox.host}:{settings.sandbox.port}/"}
