"""`/api/v1/customers`: who somebody is, where they are reached and what they decided."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from dialogs import state
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.api.programs.person import whose
from gateway.api.shapes import MOST, Limit
from gateway.ground.clock import to_iso
from gateway.messages import message_store, timeline_store
from gateway.messages.message_store import Filter
from gateway.people import address_store, conversation_store, customer_store
from gateway.people import number as numbers
from gateway.terms import consent_store, decision_store, terms_store
from gateway.terms.actions import ActionRefused
from gateway.terms.change_request import ChangeRequest, NeedsConfirmation, Whose, request_change
from gateway.terms.reasons import reason
from gateway.terms.summary import sentences


class AddressShape(msgspec.Struct, omit_defaults=True):
    channel: str
    account: str
    address: str
    verified: bool
    status: str


class OwnerShape(msgspec.Struct, omit_defaults=True, kw_only=True):
    kind: str
    epoch: int
    id: str | None = None


class ConversationShape(msgspec.Struct, omit_defaults=True):
    id: str
    owner: OwnerShape
    status: str
    flow: str | None = None


class RuleShape(msgspec.Struct):
    scope: str
    field: str
    value: Any


class TermsShape(msgspec.Struct):
    version: int
    rules: list[RuleShape]
    consents: list[dict[str, Any]]
    sentences: dict[str, list[str]]


class Customer(msgspec.Struct, kw_only=True):
    id: str
    name: str | None
    language: str | None
    timezone: str | None
    number: str | msgspec.UnsetType = msgspec.UNSET  # where the brand gave them one
    addresses: list[AddressShape]
    terms: TermsShape
    conversation: ConversationShape | None


class Customers(msgspec.Struct):
    items: list[Customer]
    next: str | None


class CustomerQuery(msgspec.Struct, kw_only=True):
    account: str | None = None
    address: str | None = None
    number: str | None = None
    limit: Limit = 200
    after: str | None = None


class HistoryQuery(msgspec.Struct, kw_only=True):
    after: str | None = None
    limit: Limit = 200


class TermsChange(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One line of the ledger."""

    id: str
    change: str
    version: int
    at: str
    scope: str
    field: str
    before: Any = None
    after: Any = None
    source: str
    words: str | None = None
    undo_of: str | None = None


class History(msgspec.Struct):
    items: list[TermsChange]
    next: str | None


class MadeDecision(msgspec.Struct, kw_only=True, omit_defaults=True):
    message_id: str
    phase: str
    outcome: str
    codes: list[str]
    until: str | None = None
    at: str
    reason: dict[str, str]


class Decisions(msgspec.Struct):
    items: list[MadeDecision]
    next: str | None


class Changed(msgspec.Struct):
    """What a change means; `change` null: it was so already."""

    change: str | None
    effect: dict[str, str]
    terms: TermsShape


def operations(doors: Doors) -> list[Operation]:
    async def listing(call: Call) -> Customers:
        return await doors.database.read(_listing, doors, call.query)

    async def one(call: Call) -> Customer:
        return await doors.database.read(show, doors, call.path["id"])

    async def history(call: Call) -> History:
        return await doors.database.read(_history, call.path["id"], call.query)

    async def decisions(call: Call) -> Decisions:
        return await doors.database.read(_decisions, call.path["id"], call.query)

    async def change(call: Call) -> Changed:
        return await doors.database.write(_change, doors, call.path["id"], call.body)

    base = "/api/v1/customers"
    return [
        Operation(method="GET", path=base, summary="Customers at an address", run=listing, query=CustomerQuery,
                  returns=Customers),
        Operation(method="GET", path=base + "/{id}", summary="One customer", run=one, returns=Customer),
        Operation(method="GET", path=base + "/{id}/decisions", summary="What was decided about their messages",
                  run=decisions, query=HistoryQuery, returns=Decisions),
        Operation(method="GET", path=base + "/{id}/terms/history", summary="The ledger of their terms", run=history,
                  query=HistoryQuery, returns=History),
        Operation(method="POST", path=base + "/{id}/terms", summary="Change their terms", run=change,
                  body=ChangeRequest, returns=Changed, errors=(409,)),
    ]  # fmt: skip


def show(connection: Connection, doors: Doors, customer_id: str) -> Customer:
    """One customer as the API shows it; Problem 404 if there is none."""
    return _shown(connection, doors, whose(connection, customer_id))


def _shown(connection: Connection, doors: Doors, customer_id: str) -> Customer:
    row: Any = customer_store.get(connection, customer_id)
    addresses: Any = address_store.of_customer(connection, customer_id)
    held: Any = conversation_store.of_customer(connection, customer_id)
    return Customer(
        id=row.id,
        name=row.name,
        language=row.language,
        timezone=row.timezone,
        number=row.number or msgspec.UNSET,
        addresses=[
            AddressShape(one.channel, one.account, one.value, one.verified is not None, one.status) for one in addresses
        ],
        terms=_terms(connection, doors, customer_id),
        conversation=_conversation(held) if held else None,
    )


def _conversation(held: Any) -> ConversationShape:
    standing = state.decode(held.state)
    flow = standing.frames[-1].flow if standing.frames else None
    owner = OwnerShape(kind=held.owner_kind, id=held.owner_id, epoch=held.owner_epoch)
    return ConversationShape(held.id, owner, held.status, flow)


def _terms(connection: Connection, doors: Doors, customer_id: str) -> TermsShape:
    terms = terms_store.load(connection, customer_id)
    rules = [RuleShape(scope, field, value) for scope, fields in terms.rules.items() for field, value in fields.items()]
    return TermsShape(
        terms.version,
        rules,
        _consents(connection, customer_id),
        sentences(terms, doors.topics, doors.clock(), doors.zone),
    )


def _consents(connection: Connection, customer_id: str) -> list[dict[str, Any]]:
    """What holds of each scope, by the last entry of the ledger."""
    heads = {(one.scope, one.basis): one for one in consent_store.entries(connection, customer_id)}
    return [
        {"scope": one.scope, "granted": one.action == "granted", "action": one.action, "at": to_iso(one.at),
         "source": one.source, "words": one.words, "entry": one.id}
        for one in heads.values()
    ]  # fmt: skip


def _listing(connection: Connection, doors: Doors, asked: CustomerQuery) -> Customers:
    """Nothing is made by asking: unknown people are an empty list."""
    limit = min(asked.limit, MOST)
    if asked.number is not None:
        found = [one] if (one := customer_store.numbered(connection, numbers.normal(asked.number) or "")) else []
    elif asked.address is None:
        found = customer_store.listing(connection, asked.account, asked.after, limit + 1)
    else:
        ids = {known.customer_id for known in doors.reached(connection, asked.account, asked.address)}
        found = sorted(one for one in ids if one > (asked.after or ""))
    items = [_shown(connection, doors, customer_id) for customer_id in found[:limit]]
    return Customers(items, items[-1].id if len(found) > limit else None)


def _history(connection: Connection, customer_id: str, asked: HistoryQuery) -> History:
    limit = min(asked.limit, MOST)
    customer_id = whose(connection, customer_id)
    rows: Any = terms_store.history(connection, customer_id, asked.after, limit + 1)
    changes = terms_store.as_changes(rows)
    items = [
        TermsChange(
            id=row.id, change=row.change_id, version=row.version, at=to_iso(row.at) or "", scope=row.scope,
            field=row.field, before=one.before, after=one.after, source=row.source, words=row.words,
            undo_of=row.undo_of,
        )
        for row, one in zip(rows[:limit], changes, strict=False)
    ]  # fmt: skip
    return History(items, items[-1].id if len(rows) > limit else None)


def all_history(connection: Connection, customer_id: str) -> list[TermsChange]:
    """The whole ledger, oldest first."""
    page = _history(connection, customer_id, HistoryQuery(limit=MOST))
    items = page.items
    while page.next:
        page = _history(connection, customer_id, HistoryQuery(limit=MOST, after=page.next))
        items = [*items, *page.items]
    return items


def all_decisions(connection: Connection, customer_id: str) -> list[MadeDecision]:
    """Every decision about them, oldest message first."""
    page = _decisions(connection, customer_id, HistoryQuery(limit=MOST))
    items = page.items
    while page.next:
        page = _decisions(connection, customer_id, HistoryQuery(limit=MOST, after=page.next))
        items = [*items, *page.items]
    return items


def _decisions(connection: Connection, customer_id: str, asked: HistoryQuery) -> Decisions:
    limit = min(asked.limit, MOST)
    customer_id = whose(connection, customer_id)
    chosen = Filter(reach=timeline_store.of_customer(connection, customer_id), direction="out", after=asked.after)
    rows = message_store.listing(connection, chosen, limit + 1)
    made: Any = decision_store.of_messages(connection, [row.id for row in rows[:limit]])
    items = [
        MadeDecision(
            message_id=one.message_id, phase=one.phase, outcome=one.outcome, codes=list(decision_store.codes(one)),
            until=to_iso(one.until), at=to_iso(one.at) or "", reason=reason(decision_store.codes(one)[0]),
        )
        for one in made
    ]  # fmt: skip
    return Decisions(items, rows[limit - 1].id if len(rows) > limit else None)


def _change(connection: Connection, doors: Doors, customer_id: str, asked: ChangeRequest) -> Changed:
    customer_id = whose(connection, customer_id)
    held: Any = conversation_store.of_customer(connection, customer_id)
    person: Any = customer_store.get(connection, customer_id)
    theirs = Whose(
        customer_id=customer_id, conversation_id=held.id if held else "", zone=person.timezone or doors.zone,
        brand=doors.rulebook.brand,
    )  # fmt: skip
    try:
        done = request_change(connection, doors.topics, asked, theirs, doors.clock())
    except NeedsConfirmation as needed:
        hint = "Send `confirmed` with the customer's words and when they said them"
        raise Problem(409, str(needed), code="needs_confirmation", hint=hint) from None
    except ActionRefused as refused:
        raise Problem(422, f"body: {refused.code}", code=refused.code) from None
    return Changed(done["change"], done["effect"], _terms(connection, doors, customer_id))
