"""Topics: what a customer may follow or not, as the brand lists them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from gateway.ground.faults import ConfigurationFault

Initiative = Literal["push", "digest", "pull", "off"]


class Topic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`initiative` holds until the customer decides; `words` are other names customers use."""

    id: str
    label: dict[str, str]
    category: Literal["marketing", "service"] = "marketing"
    initiative: Initiative = "pull"
    parent: str | None = None
    words: dict[str, list[str]] = {}


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    topics: list[Topic]


class Topics:
    """All topics, in the brand's order."""

    def __init__(self, topics: list[Topic]) -> None:
        self._by_id = {topic.id: topic for topic in topics}

    def __iter__(self) -> Iterator[Topic]:
        return iter(self._by_id.values())

    def get(self, topic_id: str) -> Topic | None:
        return self._by_id.get(topic_id)

    def path(self, topic_id: str) -> list[str]:
        """A topic and what it belongs to, nearest first; an unknown topic stands alone."""
        path: list[str] = []
        current: str | None = topic_id
        while current is not None and current not in path:
            path.append(current)
            topic = self._by_id.get(current)
            current = topic.parent if topic else None
        return path


def load_topics(file: Path) -> Topics:
    """Read a topics file. Raises ConfigurationFault."""
    try:
        raw = YAML(typ="safe", pure=True).load(file.read_text("utf-8"))
        return Topics(msgspec.convert(raw, _File).topics)
    except (OSError, YAMLError, msgspec.ValidationError) as error:
        raise ConfigurationFault(f"{file}: {error}") from None
