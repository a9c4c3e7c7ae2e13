"""`/rasa/webhook`: our own actions, served to a Rasa assistant as an action server is.

https://rasa.com/docs/reference/api/pro/action-server-api · in the assistant's endpoints.yml:

    action_endpoint: {url: "https://chat.example.com/rasa/webhook", headers: {Authorization: "Bearer <key>"}}

The assistant's `sender_id` is our conversation's id (as our own calls to an assistant give it), or a customer's. What
an action needs it takes from the slots: `topic` (an id, or "all"), `frequency`, `follow`, `confirmed`, `reason`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.journey import acting
from gateway.people import conversation_store, customer_store
from gateway.terms.actions import ActionContext, ActionRefused, perform
from gateway.terms.terms_store import Origin

Slots = Mapping[str, Any]


class Tracker(msgspec.Struct, frozen=True, kw_only=True):
    """What we read of it; the rest is Rasa's."""

    slots: dict[str, Any] = {}


class ActionCall(msgspec.Struct, kw_only=True):
    next_action: str
    sender_id: str
    tracker: Tracker = Tracker()


class ActionResult(msgspec.Struct):
    """Slots that follow, and what is to be said."""

    events: list[dict[str, Any]]
    responses: list[dict[str, Any]]


def operations(doors: Doors) -> list[Operation]:
    served = _Served(doors)
    return [
        Operation(
            method="POST", path="/rasa/webhook", summary="Do one of our actions for a Rasa assistant", run=served.do,
            body=ActionCall, returns=ActionResult, errors=(404,),
        )
    ]  # fmt: skip


class _Served:
    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def do(self, call: Call) -> ActionResult:
        asked: ActionCall = call.body
        if asked.next_action != "causerie_handoff" and asked.next_action not in _TERMS:
            told = f"there is no action {asked.next_action!r}"
            raise Problem(404, told, error=told, action_name=asked.next_action)  # the last two are Rasa's own form
        result = await self._doors.write(self._do, asked)
        if asked.next_action == "causerie_handoff":
            self._doors.ring_turns()
        return result

    def _do(self, connection: Connection, asked: ActionCall) -> ActionResult:
        held: Any = conversation_store.get(connection, asked.sender_id)
        held = held or conversation_store.of_customer(connection, asked.sender_id)
        if held is None:
            raise Problem(404, "sender_id: there is no such conversation", hint="Give the id of one, or a customer's")
        if asked.next_action == "causerie_handoff":
            args = {"reason": str(asked.tracker.slots.get("reason") or "customer_asked")}
            asked_for = acting.ask_flow(connection, held, "human", args, self._doors.clock())
            return ActionResult([_slot("causerie_error", None if asked_for else "never_wrote")], [])
        return self._change(connection, asked, held)

    def _change(self, connection: Connection, asked: ActionCall, held: Any) -> ActionResult:
        slots = asked.tracker.slots
        action, args = _TERMS[asked.next_action](slots)
        context = ActionContext(
            customer_id=held.customer_id, conversation_id=held.id, now=self._doors.clock(), zone=self._doors.zone,
            origin=Origin(source="api", words=None),
        )  # fmt: skip
        if slots.get("confirmed") is True:
            args["confirmed"] = True
        try:
            done = perform(connection, self._doors.topics, action, args, context)
        except ActionRefused as refused:
            return ActionResult([_slot("causerie_error", refused.code)], [])
        customer: Any = customer_store.get(connection, held.customer_id)
        effect = done["effect"]
        text = effect.get(customer.language or self._doors.languages[0]) or next(iter(effect.values()))
        known = [_slot("causerie_change", done["change"]), _slot("causerie_needs_yes", done["needs_yes"])]
        return ActionResult([*known, _slot("causerie_error", None)], [{"text": text}])


def _slot(name: str, value: Any) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value, "timestamp": None}


def _scope(slots: Slots) -> str:
    topic = str(slots.get("topic") or "all")
    return topic if topic == "all" else f"topic:{topic}"


def _set_frequency(slots: Slots) -> tuple[str, dict[str, Any]]:
    frequency = slots.get("frequency")
    if frequency == "never":
        return "terms.off", {"scope": _scope(slots)}
    return "terms.set", {"scope": _scope(slots), "field": "frequency", "value": frequency}


def _set_topics(slots: Slots) -> tuple[str, dict[str, Any]]:
    if slots.get("follow") is False:
        return "terms.off", {"scope": _scope(slots)}
    return "terms.follow", {"topic": slots.get("topic")}


def _why(_slots: Slots) -> tuple[str, dict[str, Any]]:
    return "terms.why", {}


_TERMS: Mapping[str, Callable[[Slots], tuple[str, dict[str, Any]]]] = {
    "causerie_set_frequency": _set_frequency,
    "causerie_set_topics": _set_topics,
    "causerie_why": _why,
}
