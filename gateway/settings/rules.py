"""What settings must hold beyond their shape: places that exist, addresses that are some, numbers in their range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import msgspec

from gateway.actions.task import KINDS
from gateway.bulletins.bulletin import EVENTS, LEAST_SECRET, is_event, key
from gateway.settings.document import Fault, Path_, did_you_mean
from gateway.settings.values import Settings
from gateway.terms import week

_CONCLUSION = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_CONCLUSIONS = 12
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_COUNTRY = re.compile(r"[A-Z]{2}(-[A-Z]{2})?")
_SCOPE = re.compile(r"all|(topic|channel|category):[A-Za-z0-9_.-]+")
_ACTION = re.compile(r"[a-z]\w*(\.[a-z]\w*)*(\.\*)?")
_PLACE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")
_WINDOW = 'Write one such as {days: [mon, fri], from: "09:00", to: "18:00"}'
LEAST_EVENTS, LEAST_MESSAGES = 8, 35  # days
_REDIS = ("redis://", "rediss://", "unix://")


def faults(settings: Settings) -> Iterator[Fault]:
    yield from _brand(settings)
    yield from address(("public_url",), settings.public_url, "https://chat.example.com, as providers reach it")
    yield from _listen(settings)
    yield from _stores(settings)
    yield from _retention(settings)
    yield from _policy(settings)
    yield from _agents(settings)
    yield from _office(settings)
    yield from _actions(settings)
    yield from _model(settings)
    yield from _conclusions(settings)
    yield from _site(settings)
    yield from _webhooks(settings)
    yield from _chatwoot(settings)
    yield from _bot_framework(settings)


def address(path: Path_, given: str, example: str) -> Iterator[Fault]:
    """Is it an origin: http or https, a host, perhaps a port and a path, nothing behind?"""
    try:
        url = urlsplit(given)
        sound = url.scheme in ("http", "https") and bool(url.hostname) and not url.query and not url.fragment
        sound = sound and (url.port is None or url.port > 0) and not re.search(r"\s", given)
    except ValueError:
        sound = False
    if not sound:
        yield Fault(path, f"{given!r} is not an address. Write {example}")


def _brand(settings: Settings) -> Iterator[Fault]:
    brand = settings.brand
    try:
        ZoneInfo(brand.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        close = did_you_mean(brand.timezone, available_timezones())
        hint = close if close.startswith("Did") else "Write one like Europe/Paris"
        yield Fault(("brand", "timezone"), f"{brand.timezone!r} is not a time zone. {hint}")
    if not brand.languages:
        yield Fault(("brand", "languages"), "is empty. Name at least one, such as [fr]")
    for number, language in enumerate(brand.languages):
        if not _LANGUAGE.fullmatch(language):
            yield Fault(("brand", "languages", number), f"{language!r} is not a language. Write its code, such as fr")
    if not _COUNTRY.fullmatch(brand.country):
        yield Fault(("brand", "country"), f"{brand.country!r} is not a country. Write its two letters, such as FR")


def _listen(settings: Settings) -> Iterator[Fault]:
    doors = [("listen", settings.listen), ("sandbox", settings.sandbox)]
    for name, door in doors:
        if door is not None and not 0 < door.port < 65536:
            yield Fault((name, "port"), f"{door.port} is not a port. Write one from 1 to 65535")
    sandbox, listen = settings.sandbox, settings.listen
    if listen.proxies < 0:
        yield Fault(("listen", "proxies"), f"{listen.proxies} is no number of proxies. Write 0, or how many are yours")
    if sandbox is not None and (sandbox.host, sandbox.port) == (listen.host, listen.port):
        yield Fault(("sandbox", "port"), f"{sandbox.port} is the gateway's own (listen.port). Give it another")


def _stores(settings: Settings) -> Iterator[Fault]:
    from sqlalchemy.engine import make_url  # a second of loading, that who asks for health does without
    from sqlalchemy.exc import ArgumentError

    example = "Write sqlite:////absolute/path.db or postgresql://user@host/name"
    try:
        url = make_url(settings.database)
    except (ArgumentError, ValueError):
        yield Fault(("database",), f"is not the address of a database. {example}")
    else:
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            yield Fault(("database",), f"{url.drivername} is neither SQLite nor PostgreSQL. {example}")
        elif url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
            yield Fault(("database",), f"SQLite needs a file. {example}")
    if settings.redis is not None and not settings.redis.startswith(_REDIS):
        yield Fault(("redis",), "is not the address of a Redis. Write redis://host:6379/0, or null")
    if settings.media.largest < 1:
        yield Fault(("media", "largest"), f"{settings.media.largest} is no size. Write a number of bytes")
    if settings.media.largest_upload < 1:
        yield Fault(("media", "largest_upload"), f"{settings.media.largest_upload} is no size. Write a number of bytes")
    if settings.flows is not None and not Path(settings.flows).is_dir():
        yield Fault(("flows",), f"there is no folder {settings.flows}. Make it, or write null for the shipped flows")
    if settings.topics is not None and not Path(settings.topics).is_file():
        yield Fault(("topics",), f"there is no file {settings.topics}. Make it, or write null for the shipped topics")


def _policy(settings: Settings) -> Iterator[Fault]:
    policy = settings.policy
    if policy.law is not None and not Path(policy.law).is_file():
        yield Fault(("policy", "law"), f"there is no file {policy.law}. Make it, or write null for the shipped law")
    for number, cap in enumerate(policy.caps):
        if cap.n < 0:
            yield Fault(("policy", "caps", number, "n"), f"{cap.n} is no number of messages. Write 0 for none at all")
        if not _SCOPE.fullmatch(cap.scope):
            hint = "Write all, category:marketing, channel:sms or topic:offers"
            yield Fault(("policy", "caps", number, "scope"), f"{cap.scope!r} is no scope. {hint}")
    for name, least in (("gap_minutes", 0), ("after_service_hours", 0), ("busy_minutes", 0), ("share", 1)):
        if getattr(policy, name) < least:
            yield Fault(("policy", name), f"{getattr(policy, name)} is too small. Write {least} or more")


def _retention(settings: Settings) -> Iterator[Fault]:
    kept = settings.retention
    if kept.events < LEAST_EVENTS:
        why = f"providers repeat a webhook for a week. Write {LEAST_EVENTS} days or more"
        yield Fault(("retention", "events"), f"{kept.events} is too short: {why}")
    if kept.messages is not None and kept.messages < LEAST_MESSAGES:
        why = f"what a customer gets in a month is counted from them. Write {LEAST_MESSAGES} days or more, or null"
        yield Fault(("retention", "messages"), f"{kept.messages} is too short: {why}")


def _agents(settings: Settings) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for number, agent in enumerate(settings.agents):
        email = agent.email.strip().lower()
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
            yield Fault(("agents", number, "email"), f"{agent.email!r} is not an e-mail address. Write name@host")
        if email in seen:
            yield Fault(("agents", number, "email"), f"{email} is agents[{seen[email]}] too. Keep one of them")
        seen.setdefault(email, number)
        if not agent.password:
            yield Fault(("agents", number, "password"), "is empty. Set one; `${NAME}` takes it from the environment")


def _office(settings: Settings) -> Iterator[Fault]:
    office = settings.office
    if office is None:
        return
    from gateway.terms.policy import holidays  # half a second of loading, that most do without

    if not office.windows:
        hint = f"{_WINDOW}; where people always answer, office: null"
        yield Fault(("office", "windows"), f"is empty: it would never open. {hint}")
    for number, window in enumerate(office.windows):
        try:
            week.normal({"windows": [msgspec.to_builtins(window)]})
        except ValueError as error:
            yield Fault(("office", "windows", number), f"cannot be: {error}. {_WINDOW}")
    for number, day in enumerate(office.closed):
        try:
            holidays.check([day])
        except ValueError as error:
            hint = "" if "Write" in str(error) else f", in {day!r}. Write a day that there is"
            yield Fault(("office", "closed", number), f"cannot be: {error}{hint}")


def _actions(settings: Settings) -> Iterator[Fault]:
    for name, outside in settings.actions.items():
        kind, path = outside.kind, ("actions", name)
        if not _ACTION.fullmatch(name) or name.startswith("terms."):
            yield Fault(path, f"{name!r} is no name. Write one such as shop.order, or shop.* for all of the shop's")
        if kind is None:
            yield Fault(path, f"says not, or not once, who does it. Write one of {', '.join(KINDS)}")
        elif kind == "python" and not _PLACE.fullmatch(outside.address):
            yield Fault((*path, kind), f"{outside.address!r} is no class. Write package.module:Class")
        elif kind != "python":
            yield from address((*path, kind), outside.address, "https://shop.example.com/causerie")
        if kind == "webhook" and not outside.secret:
            yield Fault((*path, "secret"), "is missing: a webhook is signed. Write ${NAME}, and set it there")
        if not 0 < outside.timeout <= 60 or not 1 <= outside.tries <= 10:
            yield Fault(path, "waits 0 to 60 seconds (timeout) and is tried 1 to 10 times (tries)")


def _model(settings: Settings) -> Iterator[Fault]:
    model = settings.model
    if model is None:
        return
    yield from address(("model", "url"), model.url, "https://api.example.com/v1")
    if not model.name.strip():
        yield Fault(("model", "name"), "is empty. Write which model is asked")
    if not 0 < model.timeout <= 60:
        yield Fault(("model", "timeout"), f"{model.timeout} is no time to wait. Write 1 to 60 seconds")
    for name in ("calls_a_day", "tokens_a_day"):
        most = getattr(model, name)
        if most is not None and most < 1:
            yield Fault(("model", name), f"{most} is no budget. Write 1 or more; without `model` nobody is asked")


def _conclusions(settings: Settings) -> Iterator[Fault]:
    if len(settings.conclusions) > MOST_CONCLUSIONS:
        yield Fault(("conclusions",), f"are too many to choose among. Name {MOST_CONCLUSIONS} at most")
    for name, texts in settings.conclusions.items():
        if not _CONCLUSION.fullmatch(name) or name == "other":
            yield Fault(("conclusions", name), "is no name of one. Write small letters, such as refunded; not other")
        for language in settings.brand.languages:
            if not texts.get(language, "").strip():
                yield Fault(("conclusions", name), f"has no text in {language}. Write {{{language}: …}}")


def _site(settings: Settings) -> Iterator[Fault]:
    for number, origin in enumerate(settings.site.origins):
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.netloc or origin != f"{parts.scheme}://{parts.netloc}":
            hint = "Write scheme and host alone, such as https://www.example.com"
            yield Fault(("site", "origins", number), f"{origin!r} is no origin. {hint}")


def _webhooks(settings: Settings) -> Iterator[Fault]:
    for name, webhook in settings.webhooks.items():
        path = ("webhooks", name)
        yield from address((*path, "url"), webhook.url, "https://crm.example.com/causerie")
        yield from _secret((*path, "secret"), webhook.secret)
        if not webhook.events:
            yield Fault((*path, "events"), "is empty. Name what it is told, such as [conversation.*]")
        for number, event in enumerate(webhook.events):
            if not is_event(event):
                yield Fault((*path, "events", number), f"{event!r} never happens. {did_you_mean(event, EVENTS)}")
        if not 0 < webhook.timeout <= 60:
            yield Fault((*path, "timeout"), f"{webhook.timeout} is no time to wait. Write 1 to 60 seconds")


def _secret(path: Path_, given: str) -> Iterator[Fault]:
    try:
        long_enough = len(key(given)) >= LEAST_SECRET
    except ValueError as error:
        yield Fault(path, f"is no secret: {error}. Write it as it was given to you")
        return
    if not long_enough:
        yield Fault(path, f"is too short to sign with. Write {LEAST_SECRET} characters or more, best as ${{NAME}}")


def _chatwoot(settings: Settings) -> Iterator[Fault]:
    desk = settings.chatwoot
    if desk is None:
        return
    yield from address(("chatwoot", "url"), desk.url, "https://chatwoot.example.com")
    if not desk.secret and len(desk.hook_token or "") < LEAST_SECRET:
        hint = f"or a hook_token of {LEAST_SECRET} characters or more, which goes at the end of the hook's address"
        yield Fault(("chatwoot", "secret"), f"is missing: what comes from there is verified. Add the inbox's, {hint}")
    if not desk.token:
        yield Fault(("chatwoot", "token"), "is empty. Write ${NAME}, and set it there")
    if not 0 < desk.timeout <= 60:
        yield Fault(("chatwoot", "timeout"), f"{desk.timeout} is no time to wait. Write 1 to 60 seconds")


def _bot_framework(settings: Settings) -> Iterator[Fault]:
    hub = settings.bot_framework
    if hub is None:
        return
    yield from address(("bot_framework", "url"), hub.url, "https://hub.example.com")
    if settings.chatwoot is not None:
        yield Fault(("bot_framework",), "and chatwoot are two desks, and a case goes to one. Keep one of them")
    if len(hub.secret) < LEAST_SECRET:
        hint = f"Write {LEAST_SECRET} characters or more, which the hub shows as `Authorization: Bearer …`"
        yield Fault(("bot_framework", "secret"), f"is too short. {hint}")
    if not hub.token:
        yield Fault(("bot_framework", "token"), "is empty. Write ${NAME}, and set it there")
    if not 0 < hub.timeout <= 60:
        yield Fault(("bot_framework", "timeout"), f"{hub.timeout} is no time to wait. Write 1 to 60 seconds")
