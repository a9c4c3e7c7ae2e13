"""All that is kept of one customer, for the customer: who they are, what was said, what they decided, and why."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.programs import asking, complaints, customers
from gateway.api.programs.asking import HeldBack
from gateway.api.programs.person import whose
from gateway.api.shapes import MOST, Message
from gateway.ground.clock import to_iso
from gateway.messages import message_store, timeline_store
from gateway.messages.message_store import Filter
from gateway.people import claim_store
from gateway.terms import consent_store, contact_store
from gateway.terms.asking import about_me
from gateway.terms.consent import Entry
from gateway.terms.wording import ByLanguage


class ConsentEntry(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One line of the ledger of consents: what was agreed to, what was shown, and what was said."""

    id: str
    at: str
    scope: str
    action: str
    basis: str
    source: str
    shown: ByLanguage | None = None
    words: str | None = None
    message_id: str | None = None
    account: str | None = None
    expires_at: str | None = None
    seal: str


class Contact(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A message that counts."""

    message_id: str
    at: str
    channel: str
    category: str
    topic: str | None = None
    campaign: str | None = None
    state: str


class Claim(msgspec.Struct, kw_only=True):
    """What they said is theirs, kept to be compared."""

    kind: str
    value: str
    at: str


class Export(msgspec.Struct, kw_only=True):
    exported_at: str
    customer: customers.Customer
    messages: list[Message]
    decisions: list[customers.MadeDecision]
    terms_history: list[customers.TermsChange]
    consents: list[ConsentEntry]
    held_back: list[HeldBack]
    contacts: list[Contact]
    complaints: list[complaints.Complaint]
    claims: list[Claim]
    sentences: ByLanguage


def operations(doors: Doors) -> list[Operation]:
    async def export(call: Call) -> Export:
        return await doors.database.read(whole, doors, call.path["id"])

    return [
        Operation(method="POST", path="/api/v1/customers/{id}/export", summary="All that is kept of them", run=export,
                  returns=Export),
    ]  # fmt: skip


def whole(connection: Connection, doors: Doors, customer_id: str) -> Export:
    """Problem 404 if there is no such customer."""
    customer_id = whose(connection, customer_id)
    return Export(
        exported_at=to_iso(doors.clock()) or "",
        customer=customers.show(connection, doors, customer_id),
        messages=_messages(connection, doors, customer_id),
        decisions=customers.all_decisions(connection, customer_id),
        terms_history=customers.all_history(connection, customer_id),
        consents=[_consent(one) for one in consent_store.entries(connection, customer_id)],
        held_back=asking.held_of(connection, customer_id, 0),
        contacts=[_contact(one) for one in contact_store.since(connection, [customer_id], 0)],
        complaints=complaints.all_of(connection, customer_id),
        claims=_claims(connection, customer_id),
        sentences=about_me(connection, doors.topics, customer_id, doors.clock(), doors.zone).effect,
    )


def _consent(entry: Entry) -> ConsentEntry:
    shown = msgspec.json.decode(entry.text) if entry.text and entry.text.startswith("{") else None  # else erased
    return ConsentEntry(
        id=entry.id, at=to_iso(entry.at) or "", scope=entry.scope, action=entry.action, basis=entry.basis,
        source=entry.source, shown=shown, words=entry.words,
        message_id=entry.message_id, account=entry.account, expires_at=to_iso(entry.expires_at), seal=entry.seal,
    )  # fmt: skip


def _contact(one: contact_store.Contact) -> Contact:
    return Contact(
        message_id=one.message_id, at=to_iso(one.at) or "", channel=one.channel, category=one.category,
        topic=one.topic, campaign=one.campaign, state=one.state,
    )  # fmt: skip


def _claims(connection: Connection, customer_id: str) -> list[Claim]:
    rows: Any = claim_store.of_customer(connection, customer_id)
    return [Claim(kind=row.kind, value=row.value, at=to_iso(row.at) or "") for row in rows]


def _messages(connection: Connection, doors: Doors, customer_id: str) -> list[Message]:
    said: list[Message] = []
    whole = timeline_store.of_customer(connection, customer_id)
    chosen = Filter(reach=whole)
    while rows := message_store.listing(connection, chosen, MOST):
        said += doors.show(connection, rows)
        chosen = Filter(reach=whole, after=rows[-1].id)
    return said
