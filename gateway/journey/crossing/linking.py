"""Linking: two addresses turn out to be one person. What is said from now on is one conversation; each can be undone.

Before:  a customer shows a code on another channel, providers vouch for one number, or an agent has evidence.
After:   meeting finds the one.
Order:   customers are held in the order of their ids.
Never:   moves what was said; loosens anybody's terms: of each rule the stricter holds, a consent stays at its address.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.ground.ids import new_id
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
from gateway.people.meeting import People
from gateway.terms import joining
from gateway.terms.joining import Joined
from gateway.terms.terms_store import Origin
from handoff import pivot_store

OPTION = "linking"  # of a connection: what becomes of people whose providers vouch for one number
RECENT = 45 * 86_400_000  # milliseconds: a number that was silent for longer may have been given to somebody else
PEOPLE = frozenset({"agent", "offer", "queue", "external"})  # who is in the middle of something

_LINK = Origin(source="link")

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
    whose = link_store.home(connection, given.customer_id)
    if where.customer_id != whose:
        _move(connection, "pivot", where.customer_id, whose, [address_id], {"code": True}, None, now)
    return whose


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
    link_store.join(connection, from_customer, into_customer)
    addresses = [row.id for row in address_store.of_customer(connection, from_customer)]
    return _move(connection, "merge", from_customer, into_customer, addresses, {"why": why}, by, now)


def mode(connection: Connection) -> str:
    """automatic, suggested or off."""
    return str(connection.get_execution_options().get(OPTION, "off"))


def meet(connection: Connection, people: People, now: int) -> None:
    """Who has just come for the first time, by a number that is known elsewhere, is the one who is known there."""
    if mode(connection) != "automatic":
        return
    new = {one.address_id: one for one in people.values() if one.is_new}
    phones = {(phone, one.address_id) for (_, phone), one in people.items() if one.is_new and phone.startswith("+")}
    rows = address_store.known_by(connection, sorted({phone for phone, _ in phones})) if phones else ()
    for phone, address_id in sorted(phones):
        stranger = new[address_id]
        known = _one(rows, phone, stranger.customer_id, now)
        if known is None or prove(connection, stranger.customer_id, known, "phone", {"phone": phone}, now) is None:
            continue
        held: Any = conversation_store.of_customer(connection, known)
        for key, one in people.items():
            if one.address_id == address_id:
                people[key] = msgspec.structs.replace(one, customer_id=known, conversation_id=held.id, is_new=False)


def by_phone(connection: Connection, phone: str, customer_id: str, now: int) -> str | None:
    """The one other customer who wrote lately from this number; None: there is none, or who knows which."""
    return _one(address_store.known_by(connection, [phone]), phone, customer_id, now)


def _one(rows: Any, phone: str, but: str, now: int) -> str | None:
    vouched = (row for row in rows if row.phone == phone and row.verified is not None and row.customer_id != but)
    recent = {row.customer_id for row in vouched if (row.last_inbound_at or 0) > now - RECENT}
    return recent.pop() if len(recent) == 1 else None


def prove(
    connection: Connection, from_customer: str, into_customer: str, kind: str, evidence: dict[str, Any], now: int
) -> str | None:
    """They are one, and nobody need say so: the link's id. None: somebody said otherwise, or people would lose it."""
    both = sorted((from_customer, into_customer))
    for one in both:
        customer_store.hold(connection, one)
        person: Any = customer_store.get(connection, one)
        if person is None or person.standing != "active" or link_store.merged_away(connection, one):
            return None
    held: Any = conversation_store.of_customer(connection, from_customer)
    is_held = held is not None and held.owner_kind in PEOPLE and held.status == "active"
    if is_held or into_customer in link_store.parted(connection, from_customer):
        return None
    addresses = [row.id for row in address_store.of_customer(connection, from_customer)]
    return _move(connection, kind, from_customer, into_customer, addresses, evidence, None, now)


def undo(connection: Connection, link_id: str, by: str, now: int) -> tuple[str, str]:
    """The addresses go back to whose they were; both customers. Raises LinkRefused."""
    made: Any = link_store.get(connection, link_id)
    if made is None or not link_store.undo(connection, link_id, by, now):
        raise LinkRefused("there is no such link, or it was undone")
    moved = _json(made.addresses)
    if any(row.customer_id != made.into_customer for row in address_store.hold(connection, moved)):
        raise LinkRefused("what came along has become a part of another customer: undo that link first")
    change, others = _json(made.evidence).get("terms"), _joined(connection, made.into_customer)
    joining.part(connection, made.into_customer, made.from_customer, moved, change, others, _LINK, now)
    item_store.unshare(connection, made.into_customer, _mark(link_id))
    board_link_store.end_at(connection, moved)
    _belong(connection, moved, made.from_customer)
    if _json(made.evidence).get("name"):
        _take_name_back(connection, made.from_customer, made.into_customer)
    _answer_at_home(connection, made.into_customer)
    _answer_at_home(connection, made.from_customer)
    link_store.part(connection, made.from_customer, made.into_customer, made.kind, by, now)
    return made.from_customer, made.into_customer


def _move(
    connection: Connection, kind: str, from_customer: str, into_customer: str, addresses: list[str],
    evidence: dict[str, Any], by: str | None, now: int,
) -> str:  # fmt: skip
    link_id = new_id()
    change = joining.join(connection, into_customer, from_customer, _LINK, now, addresses)
    item_store.share(connection, from_customer, into_customer, _mark(link_id))
    board_link_store.end_at(connection, addresses)
    address_store.hold(connection, addresses)
    _belong(connection, addresses, into_customer)
    kept = evidence | {"terms": change} | _lend_name(connection, from_customer, into_customer)
    link_store.add(
        connection, id=link_id, kind=kind, from_customer=from_customer, into_customer=into_customer,
        addresses=_encode(addresses).decode(), evidence=_encode(kept).decode(), by=by, at=now,
    )  # fmt: skip
    return link_id


def _joined(connection: Connection, customer_id: str) -> list[Joined]:
    """Who else is a part of them, in the order in which they became it."""
    alive = [
        row for row in link_store.of_customer(connection, customer_id)
        if row.into_customer == customer_id and row.undone_at is None
    ]  # fmt: skip
    return [Joined(row.from_customer, _json(row.addresses), row.id) for row in sorted(alive, key=lambda row: row.id)]


def _belong(connection: Connection, addresses: list[str], customer_id: str) -> None:
    for store in (address_store, thread_store, claim_store):
        store.belong(connection, addresses, customer_id)


def _lend_name(connection: Connection, from_customer: str, into_customer: str) -> dict[str, bool]:
    """Who is known by no name is called as the other one; the link knows that it was lent."""
    names = customer_store.names(connection, [from_customer, into_customer])
    if into_customer in names or from_customer not in names:
        return {}
    customer_store.rename(connection, into_customer, names[from_customer])
    return {"name": True}


def _take_name_back(connection: Connection, from_customer: str, into_customer: str) -> None:
    """Unless they are called otherwise by now."""
    names = customer_store.names(connection, [from_customer, into_customer])
    if names.get(into_customer) == names.get(from_customer):
        customer_store.rename(connection, into_customer, None)


def _mark(link_id: str) -> str:
    return f"link/{link_id}"


def _answer_at_home(connection: Connection, customer_id: str) -> None:
    """Answers go to an address that is the customer's own."""
    held: Any = conversation_store.of_customer(connection, customer_id)
    own = [row.id for row in address_store.of_customer(connection, customer_id)]
    if held is not None and held.address_id not in own:
        conversation_store.answer_at(connection, held.id, own[0] if own else None)
