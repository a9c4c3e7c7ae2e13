"""Enclosures: the file that a message names, and whether words may stand under it. Pure."""

from __future__ import annotations

from typing import Any

from connectors.content import Content, Media, MediaKind, Template
from connectors.contract import Connector
from connectors.message import Outbound


def named(content: Content) -> Media | None:
    """A file that is said by itself, or stands above an approved message."""
    if isinstance(content, Template):
        return content.header
    return content if isinstance(content, Media) else None


def caption(connector: Connector, address: str, kind: MediaKind, row: Any) -> int:
    """How many characters stand under it there: asked of the rendering itself, which alone knows."""
    file = Media(kind=kind, media_id=row.id, mime=row.mime, name=row.name, caption="x")
    outbound = Outbound(id=row.id, address=address, content=file, own=frozenset({row.id}), author="agent")
    can = connector.capabilities
    return (can.caption or can.text) if len(connector.render(outbound).parts) == 1 else 0
