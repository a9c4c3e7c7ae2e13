"""Rasa, spoken to: its action servers, its assistants and its understanding, over their own HTTP.

https://rasa.com/docs/rasa-pro/action-server/ · https://rasa.com/docs/rasa/connectors/your-own-website/#restinput ·
https://rasa.com/docs/rasa/pages/http-api (`/model/parse`). Their answers become plain results that flows can use:

    action server, in process    {text, options: [{id, label}], slots: {name: value}}
    assistant                    {text, options}
    understanding                {intent, confidence, entities: {name: value}}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from gateway.actions.line import Line
from gateway.actions.task import Answer, Done, Failed, Outside, Task


def call_of(task: Task) -> dict[str, Any]:
    """What Rasa asks an action server: https://rasa.com/docs/reference/api/pro/action-server-api"""
    message = {"text": task.said, "intent": {"name": None, "confidence": 0.0}, "entities": []}
    tracker = {
        "sender_id": task.conversation_id,
        "slots": task.args,
        "latest_message": message,
        "latest_event_time": 0.0,
        "followup_action": None,
        "paused": False,
        "events": [],
        "latest_input_channel": task.channel,
        "active_loop": {},
        "latest_action": {},
        "latest_action_name": None,
    }
    return {
        "next_action": task.action,
        "sender_id": task.conversation_id,
        "tracker": tracker,
        "domain": {"intents": [], "entities": [], "slots": {}, "responses": {}, "actions": [task.action]},
        "version": "3.0",
    }


async def do(task: Task, outside: Outside, line: Line, _now: int) -> Answer:
    """One action on an action server."""
    answer = await _post(outside, line, call_of(task))
    return _outcome(answer.result) if isinstance(answer, Done) else answer


async def talk(task: Task, outside: Outside, line: Line, _now: int) -> Answer:
    """One message to an assistant: `message` of the arguments, else what the customer said."""
    asked = {"sender": task.conversation_id, "message": str(task.args.get("message", task.said))}
    answer = await _post(outside, line, asked)
    if isinstance(answer, Failed):
        return answer
    return Done(_said(answer.result)) if isinstance(answer.result, list) else Failed("bad_answer")


async def understand(task: Task, outside: Outside, line: Line, _now: int) -> Answer:
    """What one text means: `text` of the arguments, else what the customer said."""
    answer = await _post(outside, line, {"text": str(task.args.get("text", task.said)), "message_id": task.id})
    if isinstance(answer, Failed):
        return answer
    return Done(_meant(answer.result)) if isinstance(answer.result, dict) else Failed("bad_answer")


async def _post(outside: Outside, line: Line, asked: Mapping[str, Any]) -> Answer:
    headers = {"Authorization": f"Bearer {outside.secret}"} if outside.secret else {}
    body = msgspec.json.encode(asked)
    return await line.post(
        outside.address, body, headers=headers, timeout=outside.timeout, private=outside.private
    )  # fmt: skip


def _outcome(told: Any) -> Answer:
    if not isinstance(told, dict):
        return Failed("bad_answer")
    return outcome(told.get("events") or (), told.get("responses") or ())


def outcome(events: Iterable[Any], responses: Iterable[Any]) -> Done:
    """What an action left: its slots, and what it wants said."""
    slots = {
        str(event["name"]): event.get("value")
        for event in events
        if isinstance(event, dict) and event.get("event") == "slot" and "name" in event
    }
    return Done({**_said(responses), "slots": slots})


def _said(responses: Iterable[Any]) -> dict[str, Any]:
    """Several messages are one text; buttons are options, by what they would send."""
    heard = [one for one in responses if isinstance(one, dict)]
    texts = [str(one["text"]) for one in heard if one.get("text")]
    buttons = [button for one in heard for button in one.get("buttons") or () if isinstance(button, dict)]
    options = [
        {"id": str(button.get("payload") or button.get("title")), "label": str(button.get("title"))}
        for button in buttons
        if button.get("title")
    ]
    return {"text": "\n".join(texts), "options": options}


def _meant(told: Mapping[str, Any]) -> dict[str, Any]:
    intent = told.get("intent")
    intent = intent if isinstance(intent, dict) else {}
    entities = {str(one.get("entity")): one.get("value") for one in told.get("entities") or () if isinstance(one, dict)}
    return {"intent": intent.get("name"), "confidence": intent.get("confidence") or 0.0, "entities": entities}
