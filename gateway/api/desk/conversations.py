"""The Desk's door: what agents see and do. Shapes are the page's; rules are elsewhere."""

from __future__ import annotations

from typing import Any

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from connectors.content import Content
from gateway.api import shapes
from gateway.api.auth import Agent, Gatekeeper
from gateway.api.desk import acts, reading, sight, thread, uploads, ways, worklist_store
from gateway.api.desk import view as desk_view
from gateway.api.desk.worklist_store import View
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.api.programs import customers
from gateway.api.shapes import Limit, Place
from gateway.ground.clock import to_iso
from gateway.journey.posting import Posting, post
from gateway.messages import dead_letter_store, message_store
from gateway.messages.delivery import from_reference
from gateway.people import address_store, conversation_store, thread_store
from handoff import agent_store, case_store, deadline_store, unsent_store
from handoff.deadlines import Deadline

PREVIEW = 140

_content = msgspec.json.Decoder(Content).decode
_json = msgspec.json.Decoder().decode


class Login(msgspec.Struct, forbid_unknown_fields=True):
    email: str
    password: str


class ListQuery(msgspec.Struct, kw_only=True):
    view: View = "queue"
    q: str | None = None
    after: Place = 0
    limit: Limit = 50


class Reply(msgspec.Struct, kw_only=True):
    """`client_id` makes a repeated click one message; `seen_seq` is the newest place the agent saw. `account`: by
    which of the customer's ways; null: where they wrote last."""

    client_id: str
    content: Content
    seen_seq: Place
    force: bool = False
    account: str | None = None


def operations(doors: Doors, gatekeeper: Gatekeeper) -> list[Operation]:
    desk = _Desk(doors, gatekeeper)
    base = "/desk/api/conversations/{id}"
    agent: list[Operation] = [
        Operation(method="GET", path="/desk/api/cases", summary="The list", run=desk.listing, query=ListQuery,
                  returns=dict, guard="agent"),
        Operation(method="GET", path=base, summary="One conversation", run=desk.one, returns=dict, guard="agent"),
        Operation(method="GET", path=base + "/messages", summary="Its messages", run=desk.timeline,
                  query=reading.TimelineQuery, returns=reading.Timeline, guard="agent"),
        Operation(method="POST", path=base + "/reply", summary="Answer", run=desk.reply, body=Reply,
                  returns=shapes.Message, guard="agent"),
        Operation(method="GET", path="/desk/api/session", summary="Who I am", run=desk.session, returns=dict,
                  guard="none"),
        Operation(method="POST", path="/desk/api/login", summary="Log in", run=desk.log_in, body=Login, returns=dict,
                  guard="none"),
        Operation(method="POST", path="/desk/api/logout", summary="Log out", run=desk.log_out, guard="agent"),
        Operation(method="GET", path="/desk/api/dead-letters", summary="What did not go through",
                  run=desk.dead_letters, returns=dict, guard="admin"),
        Operation(method="POST", path="/desk/api/dead-letters/deliveries/{id}/retry", summary="Send again",
                  run=desk.retry_delivery, guard="admin"),
        Operation(method="POST", path="/desk/api/dead-letters/inbox/{id}/retry", summary="Handle again",
                  run=desk.retry_event, guard="admin"),
    ]  # fmt: skip
    return [*agent, *acts.operations(doors, desk.show), *thread.operations(doors, desk.show)]


class _Desk:
    def __init__(self, doors: Doors, gatekeeper: Gatekeeper) -> None:
        self._doors, self._gatekeeper = doors, gatekeeper
        self._database = doors.database

    async def session(self, call: Call) -> dict[str, Any]:
        try:
            agent = await self._gatekeeper.identify(call.request, "agent")
        except Problem as problem:
            if self._doors.demo:
                problem.more["demo"] = self._doors.demo
            raise
        assert isinstance(agent, Agent)
        return self._introduce(agent)

    async def log_in(self, call: Call) -> web.Response:
        source = self._gatekeeper.source(call.request)
        agent, token = await self._gatekeeper.log_in(call.body.email, call.body.password, source)
        await self._gatekeeper.log_out(call.request)  # whoever was logged in here before
        response = web.Response(body=msgspec.json.encode(self._introduce(agent)), content_type="application/json")
        self._gatekeeper.remember(response, token)
        return response

    async def log_out(self, call: Call) -> web.Response:
        await self._gatekeeper.log_out(call.request)
        response = web.Response(status=204)
        self._gatekeeper.forget(response)
        return response

    def _introduce(self, agent: Agent) -> dict[str, Any]:
        return {
            "agent": {"id": agent.id, "name": agent.name, "email": agent.email, "role": agent.role,
                      "languages": agent.languages},
            "csrf": agent.csrf,
            "brand": {"name": self._doors.brand},
            "languages": self._doors.languages,
            "conclusions": self._doors.conclusions,
            **({"demo": self._doors.demo} if self._doors.demo else {}),
        }  # fmt: skip

    async def listing(self, call: Call) -> dict[str, Any]:
        if call.query.q:
            await sight.looked(self._doors, call.who, "search", call.query.q[:200])
        return await self._database.read(self._listing, call.query, call.who)

    def _listing(self, connection: Connection, asked: ListQuery, agent: Agent) -> dict[str, Any]:
        limit = min(asked.limit, 200)
        found = worklist_store.rows(connection, asked.view, agent, search=asked.q, skip=asked.after, limit=limit + 1)
        rows = found[:limit]
        ids = [row.id for row in rows]
        last = worklist_store.last_messages(connection, ids)
        beside = desk_view.beside(connection, ids, agent, self._doors.clock())
        return {
            "items": [{**self._row(row, last.get(row.id)), **beside[row.id]} for row in rows],
            "next": str(asked.after + limit) if len(found) > limit else None,
            "counts": worklist_store.counts(connection, agent),
        }

    def _row(self, row: Any, last: Any) -> dict[str, Any]:
        context = _json(row.context) if row.context else {}
        return {
            "conversation_id": row.id,
            "case_id": row.case_id,
            "customer": {"id": row.customer_id, "name": row.name},
            "channel": row.channel,
            "account": row.account,
            "address": row.value,
            "status": row.status,
            "owner": desk_view.owner(row, row.owner_name),
            "due_at": to_iso(row.due_at),
            "reason": row.reason,
            "team": row.team_id,
            "priority": row.priority,
            "offered_until": to_iso(row.offered_until),
            "snoozed_until": to_iso(row.snoozed_until),
            "title": context.get("need", {}).get("title") or "",
            "last_message": desk_view.preview(last),
            "needs_answer": bool(row.case_id and row.waiting_since is not None),
            "window_until": ways.window(self._doors, row.account, row.last_inbound_at)["open_until"],
            "updated_at": to_iso(row.updated_at),
        }

    async def one(self, call: Call) -> dict[str, Any]:
        whole = await self._database.read(self.show, call.path["id"], call.who)
        await sight.looked(self._doors, call.who, "look", whole["customer"].id)
        return whole

    def show(self, connection: Connection, conversation_id: str, agent: Agent) -> dict[str, Any]:
        """One conversation whole, for somebody who may see it."""
        held = sight.must_see(connection, conversation_id, agent)
        row: Any = case_store.current(connection, conversation_id)
        seen = reading.reach(connection, held, agent)
        return {
            "conversation": self._conversation(connection, held, agent),
            "customer": customers.show(connection, self._doors, held.customer_id),
            "case": desk_view.a_case(row) if row else None,
            "past_cases": [desk_view.a_case(past) for past in case_store.past(connection, *seen.all)],
        }

    def _conversation(self, connection: Connection, held: Any, agent: Agent) -> dict[str, Any]:
        where: Any = address_store.get(connection, held.address_id) if held.address_id else None
        heard: Any = thread_store.get(connection, held.address_id) if held.address_id else None
        names = agent_store.names(connection, [held.owner_id]) if held.owner_id else {}
        window = ways.window(self._doors, where.account if where else None, heard.last_inbound_at if heard else None)
        now = self._doors.clock()
        known = ways.ways(connection, self._doors, held, agent, now)
        why_not = ways.why_not(held, where, window, agent, now)
        return {
            "id": held.id,
            "seq": held.seq,
            "status": held.status,
            "owner": desk_view.owner(held, names.get(held.owner_id)),
            "window": window,
            "channel": where.channel if where else None,
            "account": where.account if where else None,
            "address": where.value if where else None,
            "can_reply": why_not is None,
            **({"why_not": why_not} if why_not else {}),
            "ways": known,
            "elsewhere": ways.elsewhere(self._doors, known),
            "deeds": ways.deeds(self._doors, where.account if where else None),
            **desk_view.around(connection, held, where, agent, now),
        }

    async def timeline(self, call: Call) -> reading.Timeline:
        customer_id, shown = await self._database.read(reading.page, self._doors, call.path["id"], call.query, call.who)
        await sight.glanced(self._doors, call.who, customer_id)
        return shown

    async def reply(self, call: Call) -> shapes.Message:
        conversation_id = call.path["id"]
        now = self._doors.clock()
        message_id, account = await self._doors.write(self._reply, conversation_id, call.who, call.body, now)
        self._doors.ring_senders({account})
        self._doors.changed([conversation_id], "message")
        return await self._database.read(self._message, message_id)

    def _message(self, connection: Connection, message_id: str) -> shapes.Message:
        return self._doors.show(connection, [message_store.get(connection, message_id)])[0]

    def _reply(
        self, connection: Connection, conversation_id: str, agent: Agent, reply: Reply, now: int
    ) -> tuple[str, str]:
        conversation_store.hold(connection, conversation_id)  # who takes it meanwhile waits for us
        held = sight.must_see(connection, conversation_id, agent)
        account = self._way(connection, held, agent, reply, now)
        if not reply.force and (newer := desk_view.newer_from_us(connection, conversation_id, reply.seen_seq, agent)):
            raise Problem(409, "something was said meanwhile", code="newer_message", messages=newer)
        content = uploads.enclosed(connection, self._doors, held, account, reply.content, agent)
        posting = Posting(
            account=account, customer_id=held.customer_id, content=content, category="conversation",
            author="agent", author_name=agent.name, idempotency_key=desk_view.signed(agent) + reply.client_id,
            own=uploads.own(content),
        )  # fmt: skip
        posted = post(connection, self._doors.rulebook, self._doors.accounts, posting, now)
        uploads.sent(connection, content, posted.message_id, account, again=posted.decision is None)
        case_store.answered(connection, conversation_id, now)
        deadline_store.forget(connection, conversation_id, Deadline.NO_REPLY)
        unsent_store.forget(connection, conversation_id, agent.id, "reply")
        return posted.message_id, account

    def _way(self, connection: Connection, held: Any, agent: Agent, reply: Reply, now: int) -> str:
        """By which account it leaves; Problem 409 where it must not."""
        known = ways.ways(connection, self._doors, held, agent, now)
        here = (one for one in known if reply.account in (None, one["account"]))
        nowhere: dict[str, Any] = {"account": "", "why_not": "no_address", "window": {"after": []}}
        way = next(here, nowhere)
        if ways.lets_pass(way, reply.content):
            return str(way["account"])
        taken = way["why_not"] == "not_owner" and held.owner_kind == "agent"
        code = "owner_changed" if taken else "cannot_reply"
        raise Problem(409, desk_view.refusal(connection, held, way["why_not"]), code=code)

    async def dead_letters(self, _call: Call) -> dict[str, Any]:
        return await self._database.read(desk_view.dead_letters)

    async def retry_delivery(self, call: Call) -> None:
        target = from_reference(call.path["id"])
        retry = dead_letter_store.retry_delivery
        if target is None or not await self._database.write(retry, *target, self._doors.clock()):
            raise Problem(404, "there is no such dead delivery")
        self._doors.ring_senders(set(self._doors.accounts))

    async def retry_event(self, call: Call) -> None:
        given = call.path["id"]
        event = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else -1
        if not await self._database.write(dead_letter_store.retry_event, event, self._doors.clock()):
            raise Problem(404, "there is no such event that may be tried again")
        self._doors.ring_turns()
