"""Erasing: what is known of one customer is forgotten; what must be proved stays, without their words.

Before:  the customer asks, and proved who they are.      After:  a new message from there is a stranger's.
Order:   the customer is held, so that nothing leaves while it is being forgotten.
Never:   forgets that they do not want to be written to: their addresses stay as keyed hashes.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection

from dialogs import unclear_store
from gateway.actions import action_store
from gateway.bulletins import bulletin_store
from gateway.desks import entrusted_store, errand_store
from gateway.messages import inbox_store, media_store, message_store, outbox_store, timer_store, triage_store
from gateway.messages.timer_store import Timer
from gateway.outreach import item_store
from gateway.people import (
    address_store,
    board_link_store,
    claim_store,
    conversation_store,
    customer_store,
    link_store,
    thread_store,
)
from gateway.terms import (
    budget_store,
    candidate_store,
    complaint_store,
    consent_store,
    contact_store,
    digest_store,
    explanation_store,
    ledger,
    limit_store,
    suppression_store,
    terms_store,
)
from handoff import (
    case_store,
    deadline_store,
    left_off_store,
    note_store,
    tag_store,
    unsent_store,
    visit_store,
)
from handoff.context import Trigger, package

ACTION = "terms.erase"  # of flows
_TIMER = "erase"
FAREWELL = 60_000  # milliseconds: what was said last still arrives

_NOTHING = package(Trigger(code="erased"), [], facts={}, open_question=None, language=None)
_FORGOTTEN = msgspec.json.encode(_NOTHING).decode()


class NobodyThere(LookupError):
    """There is no such customer, or nothing is left of them."""


@dataclass(frozen=True)
class Erased:
    conversation_id: str | None
    messages: int
    addresses: int
    media: list[str]  # files to remove


def soon(conversation_id: str, customer_id: str, address_id: str | None, now: int) -> Timer:
    """Asked for in chat, and confirmed there: done once the last word has had time to arrive."""
    return Timer(conversation_id, _TIMER, customer_id, address_id, now + FAREWELL)


def is_due(timer: Timer) -> bool:
    return timer.id == _TIMER


def erase(connection: Connection, customer_id: str, now: int) -> Erased:
    """Raises NobodyThere."""
    person: Any = customer_store.get(connection, customer_id)
    if person is None or person.standing == "erased":
        raise NobodyThere(customer_id)
    for other in link_store.merged_into(connection, customer_id):  # they are the same person
        with suppress(NobodyThere):
            erase(connection, other, now)
    ledger.hold(connection, customer_id)
    held: Any = conversation_store.of_customer(connection, customer_id)
    keys = address_store.keys_of(connection, customer_id)
    suppression_store.add(connection, keys, now)
    outbox_store.erase(connection, customer_id, now)
    messages = message_store.erase(connection, held.id, now) if held is not None else 0
    media = media_store.erase(connection, customer_id)
    if held is not None:
        inbox_store.erase(connection, held.id)
        timer_store.erase(connection, held.id)
        action_store.erase(connection, held.id)
        unclear_store.erase(connection, held.id)
        _forget_case(connection, held.id)
        conversation_store.forget(connection, held.id)
    _forget_terms(connection, customer_id)
    bulletin_store.erase(connection, customer_id)
    errand_store.erase(connection, customer_id)
    entrusted_store.erase(connection, customer_id)
    thread_store.erase(connection, customer_id)
    claim_store.erase(connection, customer_id)
    link_store.forget_parted(connection, customer_id)
    address_store.erase(connection, customer_id)
    customer_store.erase(connection, customer_id)
    return Erased(held.id if held is not None else None, messages, len(keys), media)


def _forget_case(connection: Connection, conversation_id: str) -> None:
    """Who held it and for how long stays, for the figures; what people knew and noted goes."""
    case_store.erase(connection, conversation_id, _FORGOTTEN)
    note_store.erase(connection, conversation_id)
    unsent_store.erase(connection, conversation_id)
    left_off_store.erase(connection, conversation_id)
    triage_store.erase(connection, conversation_id)
    visit_store.erase(connection, conversation_id)
    tag_store.put(connection, conversation_id, [], None, 0)
    deadline_store.forget(connection, conversation_id)


def _forget_terms(connection: Connection, customer_id: str) -> None:
    """The proof of consents stays, its words as hashes; what was counted and explained goes."""
    consent_store.erase(connection, customer_id)
    terms_store.erase(connection, customer_id)
    for store in (
        board_link_store, budget_store, candidate_store, complaint_store, contact_store, digest_store,
        explanation_store, item_store, limit_store,
    ):  # fmt: skip
        store.forget(connection, customer_id)
