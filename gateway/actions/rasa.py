"""Rasa, spoken to: its action servers, its assistants and its understanding, over their own HTTP.

https://rasa.com/docs/rasa-pro/action-server/ · https://rasa.com/docs/rasa/connectors/your-own-website/#restinput ·
https://rasa.com/docs/rasa/pages/http-api (`/model/parse`). Their answers become plain results that flows can use:

    action server, in process    {text, options: [{id, label}], slots: {name: value}}
    assistant                    {text, options, messages: [{text?, options?, media?: {kind, url}}]}
    understanding                {intent, confidence, entities: {name: value}}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from gateway.actions.line import Line
from gateway.actions.task import Answer, Done, Failed, Outside, Task


def call_of(task: Task) -> dict[str, Any]:
    """What Rasa asks an action server: https://rasa.com/docs/reference/api/pro/action-server-api"""
    message = {"text": task.said, "intent": {"name": None, "confidence": 0.0}, "entities": [],
               "metadata": {"causerie_action_id": task.id}}  # fmt: skip
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
    answer = await _post(task, outside, line, call_of(task))
    return _outcome(answer.result) if isinstance(answer, Done) else answer


async def talk(task: Task, outside: Outside, line: Line, _now: int) -> Answer:
    """One message to an assistant: `message` of the arguments, else what the customer said.

    It is not told the same again where its answer did not come in time: it may have heard, and would go on twice.
    """
    asked = {"sender": task.conversation_id, "message": str(task.args.get("message", task.said))}
    answer = await _post(task, outside, line, asked)
    if isinstance(answer, Failed):
        return Failed("timeout") if answer.code == "timeout" else answer
    if not isinstance(answer.result, list):
        return Failed("bad_answer")
    messages = [message for one in answer.result if isinstance(one, dict) and (message := _message(one))]
    return Done({**_said(answer.result), "messages": messages})


async def understand(task: Task, outside: Outside, line: Line, _now: int) -> Answer:
    """What one text means: `text` of the arguments, else what the customer said."""
    answer = await _post(task, outside, line, {"text": str(task.args.get("text", task.said)), "message_id": task.id})
    if isinstance(answer, Failed):
        return answer
    return Done(_meant(answer.result)) if isinstance(answer.result, dict) else Failed("bad_answer")


async def _post(task: Task, outside: Outside, line: Line, asked: Mapping[str, Any]) -> Answer:
    headers = {**task.marks, "Authorization": f"Bearer {outside.secret}"} if outside.secret else task.marks
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
    return {"text": "\n".join(texts), "options": [option for one in heard for option in _options(one)]}


def _message(one: Mapping[str, Any]) -> dict[str, Any]:
    """One message of an assistant; empty where it holds nothing that we can show."""
    text, options, media = one.get("text"), [*_options(one)], _media(one)
    told = {"text": str(text) if text else None, "options": options or None, "media": media}
    return {name: value for name, value in told.items() if value}


def _options(one: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Its buttons and quick replies, by what a tap sends; one that opens a page has its address."""
    for key in ("buttons", "quick_replies"):
        given = one.get(key)
        for button in given if isinstance(given, list) else ():
            if isinstance(button, dict) and button.get("title"):
                option = {"id": str(button.get("payload") or button["title"]), "label": str(button["title"])}
                yield {**option, "url": button["url"]} if _is_address(button.get("url")) else option


def _media(one: Mapping[str, Any]) -> dict[str, str] | None:
    """`image: url`, or `attachment: {type, payload: {src | url}}`."""
    if _is_address(one.get("image")):
        return {"kind": "image", "url": one["image"]}
    attachment = one.get("attachment")
    payload = attachment.get("payload") if isinstance(attachment, dict) else None
    url = (payload.get("src") or payload.get("url")) if isinstance(payload, dict) else None
    kind = attachment.get("type") if isinstance(attachment, dict) else None
    known = kind in ("image", "video", "audio", "file") and _is_address(url)
    return {"kind": str(kind), "url": str(url)} if known else None


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def _meant(told: Mapping[str, Any]) -> dict[str, Any]:
    intent = told.get("intent")
    intent = intent if isinstance(intent, dict) else {}
    entities = {str(one.get("entity")): one.get("value") for one in told.get("entities") or () if isinstance(one, dict)}
    return {"intent": intent.get("name"), "confidence": intent.get("confidence") or 0.0, "entities": entities}
