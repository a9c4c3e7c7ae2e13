"""Messenger Platform, simulated. https://developers.facebook.com/docs/messenger-platform"""

from __future__ import annotations

import itertools
import json
import time
from typing import Any

from aiohttp import web

from connectors.sandbox.meta_common import hook, refused, token_of
from connectors.sandbox.phones import Bubble, Phone, bubble_id
from connectors.sandbox.provider import Hook, Line, Provider, raw_of

_ids = itertools.count(1)


class MessengerPlatform(Provider):
    """Pages by their id."""

    def routes(self) -> list[web.RouteDef]:
        return []  # a page's messages share their path with a number's: the server asks who is meant

    def line_of(self, page: str) -> Line | None:
        return next((one for one in self.lines.values() if one.values["page_id"] == page), None)

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Messages and sender actions: never both in one call."""
        line = self.line_of(request.match_info["id"])
        if line is None:
            return refused(400, 100, "Object does not exist", subcode=33)
        if token_of(request) != line.values["page_token"]:
            return refused(401, 190, "Invalid OAuth access token")
        raw = await request.read()
        body = json.loads(raw)
        fault = await self.trouble(line)
        if fault is not None:
            return _fault(fault.kind, fault.value)
        psid = str(body.get("recipient", {}).get("id", ""))
        if "sender_action" in body:
            return self._act(line, psid, body)
        return self._accept(request, raw, line, psid, body)

    def _act(self, line: Line, psid: str, body: dict[str, Any]) -> web.Response:
        phone = line.phone(psid)
        if body["sender_action"] in ("typing_on", "typing_off"):
            phone.typing = body["sender_action"] == "typing_on"
        elif body["sender_action"] in ("react", "unreact"):
            target = phone.find(body.get("payload", {}).get("message_id", ""))
            if target is not None:
                target.reaction = "❤️" if body["sender_action"] == "react" else None
        self.changed(phone)
        return web.json_response({"recipient_id": psid})

    def _accept(
        self, request: web.Request, raw: bytes, line: Line, psid: str, body: dict[str, Any]
    ) -> web.StreamResponse:
        problem = check(body.get("message", {}))
        if problem:
            return refused(400, 100, problem)
        phone = line.phone(psid)
        if phone.blocked:
            return refused(400, 551, "This person isn't available right now.", subcode=1545041)
        if psid not in line.opened and body.get("messaging_type") != "MESSAGE_TAG":
            return refused(400, 10, "This message is sent outside of allowed window.", subcode=2018278)
        provider_id = f"m_sbx{next(_ids):08d}"
        answer = {"recipient_id": psid, "message_id": provider_id}
        bubble = shown(body["message"], provider_id)
        bubble.raw = raw_of(request, raw, line, 200, answer)
        self.received(line, phone, bubble)
        self.post(line, _echo(line, psid, provider_id, body["message"]))
        self.after(line)
        return web.json_response(answer)

    def said(self, line: Line, phone: Phone, bubble: Bubble, reply_to: Bubble | None) -> Hook:
        bubble.provider_id = bubble.provider_id or f"m_cus{next(_ids):08d}"
        event: dict[str, Any] = {"sender": {"id": phone.customer["address"]}, "timestamp": _now()}
        chosen = bubble.media or {}
        if bubble.kind == "tap" and not chosen.get("quick"):
            event["postback"] = {"mid": bubble.provider_id, "title": bubble.text, "payload": bubble.reference}
        elif bubble.kind == "reaction":
            action = "react" if bubble.reaction else "unreact"
            event["reaction"] = {
                "mid": bubble.reference,
                "action": action,
                "reaction": "other",
                "emoji": bubble.reaction,
            }
        else:
            event["message"] = _message(bubble)
        return hook(line, _envelope(line, event))

    def status(self, line: Line, phone: Phone, bubble: Bubble, status: str) -> Hook | None:
        base: dict[str, Any] = {"sender": {"id": phone.customer["address"]}, "timestamp": _now()}
        if status == "delivered":
            return hook(
                line, _envelope(line, {**base, "delivery": {"mids": [bubble.provider_id], "watermark": _now()}})
            )
        if status == "read":
            return hook(line, _envelope(line, {**base, "read": {"watermark": _now()}}))
        return None


def check(message: dict[str, Any]) -> str:
    """What Meta would refuse; "" if nothing."""
    if not message.get("text") and "attachment" not in message:
        return "param message must be non-empty."
    if len(message.get("text", "")) > 2000:
        return "param message[text] must be a UTF-8 encoded string of at most 2000 characters"
    replies = message.get("quick_replies", [])
    if len(replies) > 13:
        return "Too many elements: quick_replies must have at most 13"
    payload = message.get("attachment", {}).get("payload", {})
    if payload.get("template_type") == "button":
        if len(payload.get("text", "")) > 640:
            return "param text must be at most 640 characters"
        if not 1 <= len(payload.get("buttons", [])) <= 3:
            return "buttons must have 1 to 3 elements"
    if len(payload.get("elements", [])) > 10:
        return "elements must have at most 10"
    return ""


def shown(message: dict[str, Any], provider_id: str) -> Bubble:
    """What the phone shows of a message."""
    bubble = Bubble(bubble_id(), "out", "text", message.get("text", ""), provider_id=provider_id)
    bubble.reference = message.get("metadata")
    bubble.quick_replies = [
        {"id": one.get("payload", ""), "label": one.get("title", "")} for one in message.get("quick_replies", [])
    ]
    attachment = message.get("attachment")
    if attachment and attachment["type"] == "template":
        _show_template(bubble, attachment["payload"])
    elif attachment:
        bubble.kind = attachment["type"]
        bubble.media = {"kind": attachment["type"], "url": attachment["payload"].get("url"), "name": None}
    return bubble


def _show_template(bubble: Bubble, payload: dict[str, Any]) -> None:
    elements = payload.get("elements", [])
    texts = [
        payload.get("text", ""),
        *(f"{one.get('title', '')}\n{one.get('subtitle', '')}".strip() for one in elements),
    ]
    bubble.text = "\n\n".join(text for text in texts if text)
    buttons = [*payload.get("buttons", []), *(button for one in elements for button in one.get("buttons", []))]
    bubble.buttons = [
        {"id": one.get("payload", ""), "label": one["title"], **({"url": one["url"]} if "url" in one else {})}
        for one in buttons
    ]


def _message(bubble: Bubble) -> dict[str, Any]:
    message: dict[str, Any] = {"mid": bubble.provider_id}
    if bubble.text:
        message["text"] = bubble.text
    if bubble.kind == "tap":
        message["quick_reply"] = {"payload": bubble.reference}
    elif bubble.kind == "location" and bubble.media:
        place = {"lat": bubble.media["latitude"], "long": bubble.media["longitude"]}
        message["attachments"] = [{"type": "location", "payload": {"coordinates": place}}]
    elif bubble.media and bubble.media.get("url"):
        message["attachments"] = [{"type": bubble.media["kind"], "payload": {"url": bubble.media["url"]}}]
    return message


def _echo(line: Line, psid: str, provider_id: str, message: dict[str, Any]) -> Hook:
    echoed = {
        "mid": provider_id,
        "is_echo": True,
        "app_id": 1,
        **({"text": message["text"]} if "text" in message else {}),
    }
    if message.get("metadata"):
        echoed["metadata"] = message["metadata"]
    page = line.values["page_id"]
    event = {"sender": {"id": page}, "recipient": {"id": psid}, "timestamp": _now(), "message": echoed}
    return hook(line, {"object": "page", "entry": [{"id": page, "time": _now(), "messaging": [event]}]})


def _envelope(line: Line, event: dict[str, Any]) -> dict[str, Any]:
    page = line.values["page_id"]
    whole = {"recipient": {"id": page}, **event}
    return {"object": "page", "entry": [{"id": page, "time": _now(), "messaging": [whole]}]}


def _now() -> int:
    return int(time.time() * 1000)


def _fault(kind: str, _value: float) -> web.Response:
    match kind:
        case "throttled":
            return refused(400, 613, "Calls to this API have exceeded the rate limit.")
        case "auth":
            return refused(401, 190, "Error validating access token")
        case "blocked":
            return refused(400, 551, "This person isn't available right now.", subcode=1545041)
        case "closed_window":
            return refused(400, 10, "This message is sent outside of allowed window.", subcode=2018278)
        case _:
            return refused(500, 2, "Service temporarily unavailable")
