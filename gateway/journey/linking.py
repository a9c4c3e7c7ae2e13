"""Linking: two addresses turn out to be one person. What is said from now on is one conversation; each can be undone.

Before:  a customer shows a code on another channel, or an agent has evidence.      After:  meeting finds the one.
Order:   customers are held in the order of their ids.
Never:   moves what was said; loosens anybody's terms: what either stopped stays stopped.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.ground.ids import new_id
from gateway.people import address_store, conversation_store, customer_store, link_store, thread_store
from gateway.terms import terms_store
from gateway.terms.preference import Change
from gateway.terms.terms_store import Origin
from handoff import pivot_store

TIGHT = ("stopped",)  # what is carried along: nobody is written to because two became one

_encode = msgspec.json.Encoder().encode
_json = msgspec.json.Decoder().decode


class LinkRefused(Exception):
    """Says why these two cannot be linked, or the link not undone."""


def by_code(connection: Connection, code: str, account: str, address_id: str, now: int) -> str | None:
    """The address goes to whose code it is: their customer id. None: no such code, used, late, or for elsewhere."""
    given: Any = pivot_store.use(connection, code, account, now)
    where: Any = address_store.get(connection, address_id)
    if given is None or where is None:
        return None
    if where.customer_id != given.customer_id:
        _move(connection, "pivot", where.customer_id, given.customer_id, [address_id], {"code": True}, None, now)
    return str(given.customer_id)


def merge(connection: Connection, from_customer: str, into_customer: str, why: str, by: str, now: int) -> str:
    """All addresses of the one go to the other; the link's id. Raises LinkRefused."""
    if from_customer == into_customer:
        raise LinkRefused("a customer cannot be merged with themselves")
    for one in sorted((from_customer, into_customer)):
        if customer_store.get(connection, one) is None:
            raise LinkRefused("there is no such customer")
        customer_store.hold(connection, one)
        if link_store.merged_away(connection, one):
            raise LinkRefused("one of the two is a part of another customer already")
    held: Any = conversation_store.of_customer(connection, from_customer)
    if held is not None and held.owner_kind in ("agent", "offer", "queue"):
        raise LinkRefused("people hold the other conversation: resolve it first")
    addresses = [row.id for row in address_store.of_customer(connection, from_customer)]
    return _move(connection, "merge", from_customer, into_customer, addresses, {"why": why}, by, now)


def undo(connection: Connection, link_id: str, by: str, now: int) -> tuple[str, str]:
    """The addresses go back to whose they were; both customers. Raises LinkRefused."""
    made: Any = link_store.get(connection, link_id)
    if made is None or not link_store.undo(connection, link_id, by, now):
        raise LinkRefused("there is no such link, or it was undone")
    moved = _json(made.addresses)
    still = [row.id for row in address_store.hold(connection, moved) if row.customer_id == made.into_customer]
    address_store.belong(connection, still, made.from_customer)
    thread_store.belong(connection, still, made.from_customer)
    _answer_at_home(connection, made.into_customer)
    _answer_at_home(connection, made.from_customer)
    return made.from_customer, made.into_customer


def _move(
    connection: Connection, kind: str, from_customer: str, into_customer: str, addresses: list[str],
    evidence: dict[str, Any], by: str | None, now: int,
) -> str:  # fmt: skip
    address_store.hold(connection, addresses)
    address_store.belong(connection, addresses, into_customer)
    thread_store.belong(connection, addresses, into_customer)
    _tighten(connection, from_customer, into_customer, now)
    link_id = new_id()
    link_store.add(
        connection, id=link_id, kind=kind, from_customer=from_customer, into_customer=into_customer,
        addresses=_encode(addresses).decode(), evidence=_encode(evidence).decode(), by=by, at=now,
    )  # fmt: skip
    return link_id


def _tighten(connection: Connection, from_customer: str, into_customer: str, now: int) -> None:
    """What the one stopped is stopped for both."""
    known = terms_store.load_many(connection, [from_customer, into_customer])
    theirs, ours = known.get(from_customer), known.get(into_customer)
    changes = [
        Change(scope=scope, field=field, before=ours.get(scope, field) if ours else None, after=value)
        for scope, fields in (theirs.rules if theirs else {}).items()
        for field, value in fields.items()
        if field in TIGHT and value and not (ours and ours.get(scope, field))
    ]
    if changes:
        terms_store.record(connection, into_customer, changes, Origin(source="link"), now)


def _answer_at_home(connection: Connection, customer_id: str) -> None:
    """Answers go to an address that is the customer's own."""
    held: Any = conversation_store.of_customer(connection, customer_id)
    own = [row.id for row in address_store.of_customer(connection, customer_id)]
    if held is not None and held.address_id not in own:
        conversation_store.answer_at(connection, held.id, own[0] if own else None)
