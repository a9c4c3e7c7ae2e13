"""Alike: who may be the same person as a customer, by what, what shows it best first. For people to decide.

Before:  customers wrote, and said what is theirs.      After:  an agent links them, or says that they are two.
Order:   a number that both providers vouch for; one that a code proved; what they say themselves; a name.
Never:   links anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection

from gateway.people import address_store, claim_store, customer_store, link_store
from gateway.people.address import twin

MOST = 20  # people to compare; more of one name are a coincidence

Evidence = Literal["same_phone", "same_number", "phone_said", "email_said", "same_name"]


class Alike(NamedTuple):
    customer_id: str
    evidence: Evidence
    detail: str  # the number, the address or the name
    vouched: bool = False  # both by their providers, as it is


def of(connection: Connection, customer_id: str) -> list[Alike]:
    """Each person once, by what shows it best."""
    found: dict[str, Alike] = {}
    for one in _all(connection, customer_id):
        home = link_store.home(connection, one.customer_id)
        person: Any = customer_store.get(connection, home)
        if home != customer_id and person is not None and person.standing != "erased":
            found.setdefault(home, one._replace(customer_id=home))
    return list(found.values())[:MOST]


def _all(connection: Connection, customer_id: str) -> Iterator[Alike]:
    own: Any = address_store.phones(connection, customer_id)
    claims: Any = claim_store.of_customer(connection, customer_id)
    yield from _same_phone(connection, customer_id, {row.phone: row.verified is not None for row in own})
    yield from _same_number(connection, [row.value for row in claims if row.kind == "number"])
    yield from _said(connection, customer_id, [row.phone for row in own], claims)


def _same_phone(connection: Connection, customer_id: str, own: dict[str, bool]) -> Iterator[Alike]:
    spelled = {**{other: False for one in own if (other := twin(one))}, **own}
    rows: Any = address_store.known_by(connection, sorted(spelled)) if spelled else ()
    others = [row for row in rows if row.customer_id != customer_id]
    for row in sorted(others, key=lambda row: row.verified is None):
        yield Alike(row.customer_id, "same_phone", row.phone, vouched=row.verified is not None and spelled[row.phone])


def _same_number(connection: Connection, proved: list[str]) -> Iterator[Alike]:
    for number in proved:
        other = customer_store.numbered(connection, number)
        if other is not None:
            yield Alike(other, "same_number", number, vouched=True)


def _said(connection: Connection, customer_id: str, phones: list[str], claims: Any) -> Iterator[Alike]:
    """A number that one says and the other has, or that both say; an e-mail address, and at last a name."""
    said = {kind: [row.value for row in claims if row.kind == kind] for kind in ("phone", "email", "name")}
    rows: Any = address_store.known_by(connection, said["phone"]) if said["phone"] else ()
    yield from (Alike(row.customer_id, "phone_said", row.phone) for row in rows if row.customer_id != customer_id)
    asked: tuple[tuple[claim_store.Kind, Evidence, list[str]], ...] = (
        ("phone", "phone_said", [*phones, *said["phone"]]), ("email", "email_said", said["email"]),
        ("name", "same_name", said["name"]),
    )  # fmt: skip
    for kind, evidence, values in asked:
        same: Any = claim_store.same(connection, kind, values, customer_id, MOST) if values else ()
        yield from (Alike(row.customer_id, evidence, row.value) for row in same)
