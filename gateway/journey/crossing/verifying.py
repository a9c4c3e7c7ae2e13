"""Verifying: a code, said where the customer is reached, shows that they ask for what a program asks for them.

Before:  a program wants what only the customer may want.      After:  it is done, with the code.
Order:   one code for a quarter of an hour, however often one asks; the one before holds for as long again.
Never:   keeps the code, or shows it to anybody else: what is stored of the message has no digits.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import Text
from gateway.ground import secret_store
from gateway.journey.accounts import Accounts
from gateway.journey.posting import Posting, Refused, post
from gateway.messages import message_store
from gateway.people import address_store, conversation_store, customer_store
from gateway.terms.rulebook import Rulebook

LASTS = 15 * 60_000  # milliseconds
DIGITS = 6
_KEY = "verifying"
HIDDEN = "\u2022" * DIGITS


class Unreachable(Exception):
    """No code can be said to them anywhere."""


def ask(connection: Connection, rulebook: Rulebook, accounts: Accounts, brand: str, customer_id: str, now: int) -> str:
    """Say a code where they last wrote; the account it leaves by. Raises Unreachable, or Raced."""
    where, person = _place(connection, customer_id), customer_store.get(connection, customer_id)
    if where is None or person is None:
        raise Unreachable
    language = (person.language or "fr")[:2]
    said = _words(brand, code(connection, customer_id, now), language)
    posting = Posting(
        account=where.account, customer_id=customer_id, content=Text(body=said), category="critical", author="system",
        expires_at=now + LASTS, idempotency_key=f"verify:{customer_id}:{now // LASTS}", said_by="verifying",
    )  # fmt: skip
    try:
        posted = post(connection, rulebook, accounts, posting, now)
    except Refused:
        raise Unreachable from None
    hide(connection, posted.message_id, _words(brand, HIDDEN, language))
    return str(where.account)


def is_right(connection: Connection, customer_id: str, given: str, now: int) -> bool:
    """Is it the code that they were told lately? Whoever asks counts the tries."""
    return fits(connection, customer_id, given, now)


def hide(connection: Connection, message_id: str, words: str) -> None:
    """What is kept of a message with a code: these words."""
    message_store.replace_content(connection, message_id, msgspec.json.encode(Text(body=words)).decode())


def code(connection: Connection, subject: str, now: int) -> str:
    """The code of now for that: a customer who is to be erased, or whoever says to be another."""
    return _code(connection, subject, now // LASTS)


def fits(connection: Connection, subject: str, given: str, now: int) -> bool:
    """Is it the code of now, or the one before?"""
    bare, slot = given.encode("utf-8", "surrogateescape"), now // LASTS
    return any(hmac.compare_digest(bare, _code(connection, subject, one).encode()) for one in (slot, slot - 1))


def _place(connection: Connection, customer_id: str) -> Any:
    """Where they last wrote, else where they are reached at all; never where others read along."""
    held: Any = conversation_store.of_customer(connection, customer_id)
    places: Any = [row for row in address_store.of_customer(connection, customer_id) if row.chat == "private"]
    places.sort(key=lambda row: held is None or row.id != held.address_id)
    return next(iter(places), None)


def _code(connection: Connection, subject: str, slot: int) -> str:
    key = secret_store.made(connection, _KEY).encode()
    found = hmac.digest(key, f"{subject}:{slot}".encode(), hashlib.sha256)
    return f"{int.from_bytes(found[:8]) % 10**DIGITS:0{DIGITS}}"


def _words(brand: str, code: str, language: str) -> str:
    if language == "fr":
        return (
            f"On nous demande d'effacer tout ce que {brand} garde de vous. Si c'est vous, donnez ce code : {code}. "
            "Sinon, ne le donnez à personne : rien ne sera effacé."
        )
    return (
        f"We are asked to erase all that {brand} keeps of you. If it is you who asks, give this code: {code}. "
        "If not, give it to nobody: nothing will be erased."
    )
