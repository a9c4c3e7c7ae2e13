"""How conversations, cases and dead letters look at the Desk: rows in, plain JSON out."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import Content, Location, Media, plain_text
from gateway.api import shapes
from gateway.api.auth import Agent
from gateway.api.desk import worklist_store
from gateway.ground.clock import to_iso
from gateway.journey.holding.ownership import who_holds
from gateway.messages import dead_letter_store, message_store, triage_store
from gateway.messages.delivery import reference
from handoff import agent_store, deadline_store, looking_store, switch_store, tag_store

PREVIEW = 140

_content = msgspec.json.Decoder(Content).decode
_json = msgspec.json.Decoder().decode


def owner(row: Any, name: str | None) -> dict[str, Any]:
    owner = {"kind": row.owner_kind, "epoch": row.owner_epoch}
    return {**owner, **({"id": row.owner_id} if row.owner_id else {}), **({"name": name} if name else {})}


def preview(last: Any) -> dict[str, Any] | None:
    """A message in one line. `kind` says what it is where it has no words: the page has them in its languages."""
    if last is None:
        return None
    kind, text = ("deleted", "") if last.deleted_at else _in_a_line(last.type, _content(last.content))
    by = {"author_name": last.author_name} if last.author_name else {}
    return {"id": last.id, "author": last.author, **by, "direction": last.direction, "kind": kind,
            "preview": text[:PREVIEW], "at": to_iso(last.sent_at)}  # fmt: skip


def _in_a_line(kind: str, content: Content) -> tuple[str, str]:
    match content:
        case Media(kind=media, caption=caption, name=name):
            return media, caption or (name if media == "file" else None) or ""
        case Location(name=name):
            return kind, name or ""
        case _:
            return kind, plain_text(content)


def a_case(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "status": "resolved" if row.resolved_at else "active",
        "reason": row.reason,
        "opened_at": to_iso(row.opened_at),
        "due_at": to_iso(row.due_at),
        "resolved_at": to_iso(row.resolved_at),
        "outcome": row.outcome,
        "conclusion": row.conclusion,
        "focus_seconds": round(row.focus / 1000),
        "priority": row.priority,
        "team": row.team_id,
        "hops": row.hops,
        "waiting_since": to_iso(row.waiting_since),
        "snoozed_until": to_iso(row.snoozed_until),
        "offered_until": to_iso(row.offered_until),
        "context": _json(row.context),
    }


def beside(connection: Connection, ids: list[str], agent: Agent, now: int) -> dict[str, dict[str, Any]]:
    """What each row of the list shows beside the conversation: tags, what it was read to be, which colleagues look."""
    read = triaged(connection, ids)
    tags = tag_store.of_conversations(connection, ids)
    looking: Any = looking_store.others(connection, ids, agent.id, now)
    names = agent_store.names(connection, sorted({row.agent_id for row in looking})) if looking else {}
    there: dict[str, list[dict[str, Any]]] = {}
    for row in looking:
        viewer = {"id": row.agent_id, "mode": row.mode, "name": names.get(row.agent_id)}
        there.setdefault(row.conversation_id, []).append(viewer)
    return {
        one: {"tags": tags.get(one, []), "viewers": there.get(one, []), "triage": read.get(one)} for one in ids
    }  # fmt: skip


def around(connection: Connection, held: Any, where: Any, agent: Agent, now: int) -> dict[str, Any]:
    """What else belongs to an open conversation: tags, colleagues by name, whether the bot may speak."""
    shown = beside(connection, [held.id], agent, now)[held.id]
    thrown = switch_store.is_thrown(switch_store.thrown(connection), held.id, where.account if where else None)
    waiting = deadline_store.waiting(connection, held.id)
    return {
        "tags": shown["tags"],
        "triage": shown["triage"],
        "viewers": shown["viewers"],
        "bot_disengaged": thrown,
        "deadlines": {kind: to_iso(due) for kind, due in waiting.items()},
    }


def triaged(connection: Connection, ids: list[str]) -> dict[str, dict[str, Any]]:
    """What the customer's newest message is: as an agent said, else as it was read."""
    return {
        conversation_id: {
            "message_id": row.message_id,
            "kind": row.corrected_kind or row.kind,
            "needs_answer": row.needs_answer if row.corrected_needs is None else row.corrected_needs,
            "confidence": row.confidence / 100,
            "corrected": row.corrected_kind is not None,
        }
        for conversation_id, row in triage_store.latest(connection, ids).items()
    }


def refusal(connection: Connection, held: Any, why: str) -> str:
    return who_holds(connection, held) if why == "not_owner" else why.replace("_", " ")


def signed(agent: Agent) -> str:
    """What the key begins with of each message that this agent sends. Colleagues may have one name."""
    return f"desk:{agent.id}:"


def newer_from_us(connection: Connection, conversation_id: str, seen: int, agent: Agent) -> list[dict[str, Any]]:
    """What the bot or a colleague said after what the agent saw."""
    rows: Any = message_store.timeline(connection, conversation_id, before=None, after=seen, limit=20)
    own = signed(agent)
    theirs = [row for row in rows if row.direction == "out" and not (row.idempotency_key or "").startswith(own)]
    return [shown for row in theirs if (shown := preview(row)) is not None]


def dead_letters(connection: Connection) -> dict[str, Any]:
    deliveries: Any = worklist_store.dead(connection, 200)
    events: Any = dead_letter_store.events(connection, 200)
    return {
        "deliveries": [
            {"id": reference(row.message_id, row.part), "message_id": row.message_id, "account": row.account,
             "conversation_id": row.conversation_id, "customer": {"id": row.customer_id, "name": row.name},
             "channel": row.channel, "address": row.address, "message": preview(row), "state": row.state,
             "error": shapes.error(row.error), "attempts": row.attempts, "at": to_iso(row.at)}
            for row in deliveries
        ],
        "inbox": [
            {"id": str(row.id), "account": row.account, "kind": row.kind, "state": row.state, "reason": row.reason,
             "conversation_id": row.conversation_id, "can_retry": row.can_retry, "at": to_iso(row.received_at)}
            for row in events
        ],
        "counts": dead_letter_store.counts(connection),
    }  # fmt: skip
