"""The way to a customer's own page: a signed link, sent in chat, that opens it once. Nothing in it names anybody."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Connection

from gateway.ground import secret_store
from gateway.people import board_link_store

LASTS = 15 * 60_000  # milliseconds: for opening
STAYS = 60 * 60_000  # for using what was opened
FRESH = 15 * 60_000  # for what cannot be taken back: data is taken along or erased
_KEY = "board"


@dataclass(frozen=True)
class Visit:
    """Somebody on their page: whose, and where the link was sent."""

    link_id: str
    customer_id: str
    address_id: str
    since: int


def make(connection: Connection, public_url: str, customer_id: str, address_id: str, now: int) -> str:
    """The link, in full."""
    link_id = secrets.token_urlsafe(18)
    board_link_store.add(connection, link_id, customer_id, address_id, now + LASTS, now)
    return f"{public_url}/me/{sign(connection, 'link', link_id)}"


def opens(connection: Connection, token: str, now: int) -> bool:
    """Would it open the page? Looking changes nothing: mail and chat scanners look at every link."""
    row: Any = _row(connection, "link", token)
    return row is not None and row.used_at is None and row.expires_at > now


def use(connection: Connection, token: str, now: int) -> str | None:
    """Open the page: the token of the visit, for the browser to keep. None: forged, expired or used before."""
    link_id = _signed(connection, "link", token)
    if link_id is None or not board_link_store.use(connection, link_id, now):
        return None
    return sign(connection, "visit", link_id)


def visit(connection: Connection, token: str, now: int) -> Visit | None:
    """Who is there; None: nobody, or not any more."""
    row: Any = _row(connection, "visit", token)
    if row is None or row.used_at is None or row.used_at + STAYS <= now:
        return None
    return Visit(row.id, row.customer_id, row.address_id, row.used_at)


def sign(connection: Connection, purpose: str, link_id: str) -> str:
    """`purpose`: what is signed for one thing is worth nothing for another."""
    return str(_serializer(secret_store.made(connection, _KEY), purpose).dumps(link_id))


def is_from(connection: Connection, visited: Visit, token: str) -> bool:
    """Was this form on their page?"""
    return _signed(connection, "form", token) == visited.link_id


def _row(connection: Connection, purpose: str, token: str) -> Any:
    link_id = _signed(connection, purpose, token)
    return board_link_store.get(connection, link_id) if link_id else None


def _signed(connection: Connection, purpose: str, token: str) -> str | None:
    key = secret_store.find(connection, _KEY)
    if key is None:
        return None
    try:
        found = _serializer(key, purpose).loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, str) else None


def _serializer(key: str, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=f"board.{purpose}")
