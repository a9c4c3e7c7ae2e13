"""Items: pieces of content that belong to a topic and wait to be told: by a digest, by who asks, or on the board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from gateway.ground.clock import to_millis
from gateway.ground.faults import ConfigurationFault
from gateway.terms import wall
from gateway.terms.topic import Topics

Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
Url = Annotated[str, msgspec.Meta(pattern=r"^https?://\S+$", max_length=2000)]
Words = dict[Annotated[str, msgspec.Meta(pattern="^[a-z]{2}$")], Annotated[str, msgspec.Meta(min_length=1)]]
DAY_LENGTH = len("2026-11-26")
NEVER = 2**62


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Texts are by language. `since` and `until` are days of the brand, both included, or instants with their zone.

    `alt` says what the picture shows, to who does not see it.
    """

    id: Id
    topic: str
    title: Words
    body: Words = {}
    link: Url | None = None
    picture: Url | None = None
    alt: Words = {}
    since: str | None = msgspec.field(default=None, name="from")
    until: str | None = msgspec.field(default=None, name="to")


class BadItem(ValueError):
    """It cannot be told as it is; says why."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    items: list[Item]


def load_items(file: Path) -> list[Item]:
    """Read a file of items. Raises ConfigurationFault."""
    try:
        raw = YAML(typ="safe", pure=True).load(file.read_text("utf-8"))
        return msgspec.convert(_spelled(raw), _File).items
    except (OSError, YAMLError, msgspec.ValidationError) as error:
        raise ConfigurationFault(f"{file}: {error}") from None


def check(items: Sequence[Item], topics: Topics, languages: Sequence[str], zone: str) -> None:
    """Raises BadItem, which names the item."""
    for one in items:
        if topics.get(one.topic) is None:
            raise BadItem(f"{one.id}: there is no topic {one.topic}")
        for name, words in (("title", one.title), ("body", one.body or one.title)):
            missing = [language for language in languages if language not in words]
            if missing:
                raise BadItem(f"{one.id}: {name} is not written in {', '.join(missing)}")
        valid_from, valid_to = validity(one, zone)
        if valid_from >= valid_to:
            raise BadItem(f"{one.id}: it ends before it begins")


def validity(item: Item, zone: str) -> tuple[int, int]:
    """From when, and until when (excluded), in milliseconds. Raises BadItem.

    >>> validity(Item(id="a", topic="t", title={}), "Europe/Paris") == (0, NEVER)
    True
    """
    try:
        begins = _instant(item.since, zone, days=0) if item.since else 0
        return begins, _instant(item.until, zone, days=1) if item.until else NEVER
    except ValueError as error:
        raise BadItem(f"{item.id}: {error}") from None


def words(item: Item, language: str) -> str:
    """What is said of it in a message: title, body, link."""
    lines = [spoken(item.title, language), spoken(item.body, language), item.link or item.picture]
    return "\n".join(line for line in lines if line)


def spoken(texts: dict[str, str], language: str) -> str:
    """In this language, else in the first there is."""
    return texts.get(language) or next(iter(texts.values()), "")


def _instant(written: str, zone: str, *, days: int) -> int:
    if len(written) == DAY_LENGTH:
        return wall.instant(date.fromisoformat(written) + timedelta(days=days), 0, zone)
    then = datetime.fromisoformat(written)
    if then.tzinfo is None:
        raise ValueError(f"{written} has no zone; write 2026-11-26T10:00:00+01:00, or a day")
    return to_millis(then) or 0


def _spelled(value: Any) -> Any:
    """YAML reads a date where it sees one; here it is a text like any other."""
    if isinstance(value, dict):
        return {key: _spelled(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_spelled(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
