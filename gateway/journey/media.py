"""Media: fetch what customers sent into our own store, beside the journey.

Before:  turn kept the message with the provider's reference.      After:  the message points to our copy.
Order:   longest due first, a few at once.
Never:   delays or loses a message: what cannot be had is marked missing, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection, Row

from connectors.content import Content, Media
from connectors.contract import FetchedMedia
from connectors.errors import MediaUnavailable, NoAnswer, NotSent
from gateway.ground.ids import new_id
from gateway.journey.accounts import Accounts
from gateway.messages import media_store, message_store
from gateway.messages.media_store import NewMedia, Waiting
from gateway.messages.message_store import NewMessage

TRIES = 4
PATIENCE = (5, 60, 600)  # seconds
LONGEST = 2 * PATIENCE[-1] * 1000  # milliseconds

log = structlog.get_logger()
_content = msgspec.json.Decoder(Content).decode
_media = msgspec.json.Decoder(Media).decode
_encode = msgspec.json.Encoder().encode


def wanted(message: NewMessage | Row[Any], content: Content, now: int) -> list[NewMedia]:
    """What of a message is to be fetched: its own media, then its attachments."""
    found: list[tuple[int, Media]] = [(0, content)] if isinstance(content, Media) else []
    found += enumerate(getattr(content, "attachments", ()), 1)
    return [
        NewMedia(
            new_id(), message.id, position, message.customer_id, message.account, _encode(one).decode(), "waiting", now
        )
        for position, one in found
        if (one.url or one.media_id) and not one.missing
    ]


async def fetch(accounts: Accounts, waiting: Waiting, largest: int) -> FetchedMedia | str | None:
    """Fetch one. Its bytes, or why they are missing; None: worth another try."""
    connector = accounts.get(waiting.account)
    if connector is None:
        return "account_gone"
    try:
        fetched = await connector.fetch_media(_media(waiting.source), largest)
    except MediaUnavailable as gone:
        return str(gone)
    except (NotSent, NoAnswer) as error:
        log.info("media_fetch_failed", account=waiting.account, media_id=waiting.id, error=type(error).__name__)
        return None
    return fetched


def keep(folder: Path, media_id: str, body: bytes) -> None:
    """Write the bytes under our own name for them: never one that a sender chose."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / media_id
    fresh = place.with_suffix(".part")
    fresh.write_bytes(body)
    fresh.replace(place)


def forget(folder: Path, media_ids: Iterable[str]) -> None:
    """Remove the bytes of files whose rows are gone."""
    for one in media_ids:
        (folder / one).unlink(missing_ok=True)


def settle(connection: Connection, waiting: Waiting, outcome: FetchedMedia | str | None, now: int) -> str | None:
    """Write down how the fetch ended, on the message too; the conversation to tell, if anything changed."""
    if not media_store.take(connection, waiting.id):
        return None
    if outcome is None and waiting.attempts + 1 < TRIES:
        media_store.postpone(connection, waiting.id, now + PATIENCE[waiting.attempts] * 1000)
        return None
    if isinstance(outcome, FetchedMedia):
        media_store.stored(connection, waiting.id, outcome.mime, outcome.name, len(outcome.body))
        change: dict[str, Any] = {"media_id": waiting.id, "mime": outcome.mime}
        if outcome.name:
            change["name"] = outcome.name
    else:
        reason = outcome or "unreachable"
        media_store.missing(connection, waiting.id, reason)
        change = {"missing": reason}
    return _show(connection, waiting, change)


def _show(connection: Connection, waiting: Waiting, change: dict[str, Any]) -> str | None:
    row: Any = message_store.hold(connection, waiting.message_id)
    if row is None:
        return None
    content = _content(row.content)
    if waiting.position == 0 and isinstance(content, Media) and _is_of(content, _media(waiting.source)):
        content = msgspec.structs.replace(content, **change)
    elif waiting.position and waiting.position <= len(getattr(content, "attachments", ())):
        attachments = list(content.attachments)
        attachments[waiting.position - 1] = msgspec.structs.replace(attachments[waiting.position - 1], **change)
        content = msgspec.structs.replace(content, attachments=tuple(attachments))
    message_store.replace_content(connection, row.id, _encode(content).decode())
    return str(row.conversation_id)


def _is_of(content: Media, source: Media) -> bool:
    """An edit may have put another file into the message meanwhile."""
    return (content.media_id, content.url) == (source.media_id, source.url)
