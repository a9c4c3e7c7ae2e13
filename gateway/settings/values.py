"""The settings as values: their shape and defaults. `config/causerie.yaml` shows each with a comment."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from gateway.actions.task import Model, Outside
from gateway.bulletins.bulletin import Webhook
from gateway.desks.bot_framework import BotFramework
from gateway.desks.chatwoot import Chatwoot
from gateway.terms.week import Window


class Brand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str = "Causerie"
    languages: tuple[str, ...] = ("fr", "en")  # the first is spoken when nothing is known
    timezone: str = "Europe/Paris"
    country: str = "FR"  # whose law decides where nothing better is known


class Listen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    host: str = "127.0.0.1"
    port: int = 8080
    proxies: int = 0  # of ours in front, each telling in X-Forwarded-For whom it heard


class Media(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    folder: str = "var/media"
    largest: int = 25_000_000  # bytes kept of one file; larger ones are marked missing
    largest_upload: int = 16_000_000  # bytes of a file that an agent sends
    hosts: tuple[str, ...] = ()  # of files of another desk's people, that only we reach


class Sandbox(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Simulated providers, run beside the gateway: for trying out, never with real accounts."""

    host: str = "127.0.0.1"
    port: int = 8090
    phones: str | None = None  # a file that keeps them between two runs


class CapSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """At most `n` in any rolling day, week or month of what `scope` is about."""

    n: int
    per: Literal["day", "week", "month"] = "week"
    scope: str = "category:marketing"


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The brand's own restraint, beside what each customer decided; of two measures the tighter holds."""

    law: str | None = None  # a file of your own instead of the shipped one
    caps: tuple[CapSetting, ...] = ()
    gap_minutes: int = 0
    after_service_hours: int = 0
    busy_minutes: int = 0
    share: int = 2
    switch_after_hours: int | None = None


class Retention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many days things are kept; null: for ever. What a customer decided is never deleted by time."""

    events: int = 30  # what was handled of the inbox: by it a repeated webhook is known
    messages: int | None = None  # with their deliveries, decisions and files


class Agent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who may log in from the start; later ones are made by command."""

    email: str
    name: str
    password: str
    role: Literal["agent", "admin"] = "agent"
    languages: tuple[str, ...] = ("fr", "en")


class Office(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When people answer, in the brand's zone. `closed`: days as config/policy/law.yaml words holidays, or one date."""

    windows: tuple[Window, ...]
    not_on_holidays: bool = False  # of brand.country
    closed: tuple[str, ...] = ()


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The brand's own site, whose pages may load `/site.js`."""

    origins: tuple[str, ...] = ()  # such as https://www.example.com


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    brand: Brand = Brand()
    public_url: str = "http://127.0.0.1:8080"
    listen: Listen = Listen()
    database: str = "sqlite:///var/causerie.db"
    redis: str | None = None
    media: Media = Media()
    retention: Retention = Retention()
    flows: str | None = None  # a folder of *.yaml instead of the shipped one
    topics: str | None = None
    policy: Policy = Policy()
    agents: tuple[Agent, ...] = ()
    office: Office | None = None  # None: people always answer
    actions: dict[str, Outside] = {}  # who does what flows call by `do` and is not ours
    model: Model | None = None  # asked where nobody here understood
    linking: Literal["automatic", "suggested", "off"] = "suggested"  # people whose providers vouch for one number
    conclusions: dict[str, dict[str, str]] = {}  # what may come of a case: its name in each language
    site: Site = Site()
    webhooks: dict[str, Webhook] = {}  # of the brand's own, told what happens
    chatwoot: Chatwoot | None = None  # another desk, that cases go to
    bot_framework: BotFramework | None = None  # the same, by Bot Framework's handoff protocol
    sandbox: Sandbox | None = None
    accounts: dict[str, dict[str, Any]] = {}  # each is read by its connector: accounts.py
