"""Recall: what is known of a conversation and its customer, for whoever takes it over."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import Content, Media, plain_text
from dialogs import state
from dialogs.state import State
from dialogs.understand import protected
from gateway.messages import timeline_store
from gateway.messages.timeline import Reach
from gateway.people import address_store, conversation_store, customer_store, thread_store
from gateway.terms import terms_store
from handoff import case_store, tag_store, visit_store
from handoff.context import Channel, Context, Decided, Identity, PastCase, Person, Said, Trigger, package

RECENT = 30
ASKING = 6  # words: "I want to talk to someone"; who asks in more says why

_content = msgspec.json.Decoder(Content).decode
_json = msgspec.json.Decoder().decode


def context(connection: Connection, conversation_id: str, trigger: Trigger, team: str | None = None) -> Context:
    """What was said last and what the bot found out, before a link as well; nothing that only another team may read."""
    whole = reach(connection, conversation_id, team)
    said = timeline_store.last(connection, whole, RECENT)
    recent = [_said(row) for row in said.rows]
    standing = {one: _standing(connection, one) for one in whole.all}
    here = standing[conversation_id]
    facts = {name: value for one in reversed(whole.all) for name, value in _known(standing[one]).items()}
    question = here.pending.body if here.pending and here.pending.kind != "offer" else None
    return package(trigger, recent, facts=facts, open_question=question, language=here.language)


def about(connection: Connection, held: Any, context: Context, team: str | None = None) -> Context:
    """The same with the customer, the channel, what they looked at, and the cases before."""
    past: Any = case_store.past(connection, *reach(connection, held.id, team).all)
    return msgspec.structs.replace(
        context,
        person=_person(connection, held.customer_id, held.id),
        channel=_channel(connection, held.address_id),
        visit=visit_store.newest(connection, held.id),
        history=tuple(
            PastCase(id=row.id, title=_title(row), reason=row.reason, outcome=row.outcome, agent_id=row.agent_id,
                     resolved_at=row.resolved_at)
            for row in past
        ),
    )  # fmt: skip


def reach(connection: Connection, conversation_id: str, team: str | None) -> Reach:
    """Which messages are this customer's; a linked conversation of another team than this one is left out."""
    whole = timeline_store.of_conversation(connection, conversation_id)
    teams = {one: case_store.last(connection, one) for one in whole.others}
    hidden = [one for one, last in teams.items() if last is not None and last.team_id not in (None, team)]
    return timeline_store.without(whole, hidden)


def _standing(connection: Connection, conversation_id: str) -> State:
    held: Any = conversation_store.get(connection, conversation_id)
    return state.decode(held.state)


def _known(standing: State) -> dict[str, Any]:
    """What customers said to the flows that run, the innermost last."""
    return {
        name: value for frame in standing.frames for name, value in frame.vars.items()
        if isinstance(value, str | int | float | bool)
    }  # fmt: skip


def _said(row: Any) -> Said:
    content = _content(row.content)
    has_media = isinstance(content, Media) or bool(getattr(content, "attachments", None))
    text = plain_text(content)
    only_asks = row.author == "customer" and len(text.split()) <= ASKING and protected(text, row.channel) == "human"
    return Said(id=row.id, seq=row.seq, author=row.author, text=text, channel=row.channel, at=row.sent_at,
                has_media=has_media, only_asks=only_asks)  # fmt: skip


def _person(connection: Connection, customer_id: str, conversation_id: str) -> Person | None:
    row: Any = customer_store.get(connection, customer_id)
    if row is None:
        return None
    addresses: Any = address_store.of_customer(connection, customer_id)
    identities = tuple(
        Identity(channel=one.channel, account=one.account, address=one.value, verified=one.verified is not None,
                 status=one.status)
        for one in addresses
    )  # fmt: skip
    terms = terms_store.load(connection, customer_id)
    rules = tuple(
        Decided(scope=scope, field=field, value=value)
        for scope, fields in sorted(terms.rules.items())
        for field, value in sorted(fields.items())
    )
    tags = tag_store.of_conversations(connection, [conversation_id]).get(conversation_id, [])
    return Person(id=row.id, name=row.name, language=row.language, timezone=row.timezone, identities=identities,
                  tags=tuple(tags), terms=rules, terms_version=terms.version)  # fmt: skip


def _channel(connection: Connection, address_id: str | None) -> Channel | None:
    where: Any = address_store.get(connection, address_id) if address_id else None
    if where is None:
        return None
    thread: Any = thread_store.get(connection, where.id)
    heard = thread.last_inbound_at if thread is not None else None
    return Channel(channel=where.channel, account=where.account, address=where.value, last_inbound_at=heard)


def _title(row: Any) -> str:
    return str(_json(row.context).get("need", {}).get("title") or "")
