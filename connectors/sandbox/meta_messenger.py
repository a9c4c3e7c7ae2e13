"""Messenger Platform, simulated. https://developers.facebook.com/docs/messenger-platform"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from connectors.sandbox import meta_files
from connectors.sandbox.meta_common import hook, refused, said_in, together, token_of
from connectors.sandbox.phones import Bubble, Phone, bubble_id, counted
from connectors.sandbox.provider import Hook, Line, Provider, raw_of

_ids = counted()
TYPING = 20  # seconds, or until the next message


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
        psid = str(body.get("recipient", {}).get("id") or body.get("recipient", {}).get("user_ref", ""))
        if "sender_action" in body and "message" in body:
            return refused(400, 100, "Cannot send a message and an action together", subcode=2018014)
        if "sender_action" in body:
            return self._act(line, psid, body)
        return self._accept(request, raw, line, psid, body)

    def _act(self, line: Line, psid: str, body: dict[str, Any]) -> web.Response:
        phone = line.phone(psid)
        if body["sender_action"] in ("typing_on", "typing_off"):
            self.types(phone, TYPING if body["sender_action"] == "typing_on" else 0)
        elif body["sender_action"] == "mark_seen":
            self.seen(phone)
        elif body["sender_action"] in ("react", "unreact"):
            target = phone.find(body.get("payload", {}).get("message_id", ""))
            if target is not None:
                target.reaction = "❤️" if body["sender_action"] == "react" else None
        self.changed(phone)
        return web.json_response({"recipient_id": psid})

    def _accept(
        self, request: web.Request, raw: bytes, line: Line, psid: str, body: dict[str, Any]
    ) -> web.StreamResponse:
        problem = _check_purpose(body) or check(body.get("message", {}), instagram=is_instagram(line))
        if problem:
            return refused(400, 100, problem)
        phone = line.phone(psid)
        if phone.blocked:
            return refused(400, 551, "This person isn't available right now.", subcode=1545041)
        if psid in line.lent:
            return refused(400, 10, "Another app is controlling this thread now.", subcode=2018300)
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
            event["message"] = self._message(bubble)
        return said_in(line, phone.customer["address"], _envelope(line, event))

    def _message(self, bubble: Bubble) -> dict[str, Any]:
        message: dict[str, Any] = {"mid": bubble.provider_id}
        if bubble.text:
            message["text"] = bubble.text
        if bubble.kind == "tap":
            message["quick_reply"] = {"payload": bubble.reference}
        elif bubble.kind == "location" and bubble.media:
            place = {"lat": bubble.media["latitude"], "long": bubble.media["longitude"]}
            message["attachments"] = [{"type": "location", "payload": {"coordinates": place}}]
        elif bubble.media and "mime" in bubble.media:
            media_id = meta_files.keep(bubble.media.pop("bytes", b""), bubble.media["mime"])
            kind = {"voice": "audio"}.get(bubble.kind, bubble.kind)
            message["attachments"] = [{"type": kind, "payload": {"url": f"{self.origin}/_media/{media_id}"}}]
        return message

    def together(self, line: Line, hooks: Sequence[Hook]) -> Hook | None:
        return together(line, hooks)

    def status(self, line: Line, phone: Phone, bubble: Bubble, status: str) -> Hook | None:
        base: dict[str, Any] = {"sender": {"id": phone.customer["address"]}, "timestamp": _now()}
        if is_instagram(line):  # tells of no delivery, and which message was seen
            seen = {**base, "read": {"mid": bubble.provider_id}}
            return hook(line, _envelope(line, seen)) if status == "read" else None
        if status == "delivered":
            return hook(
                line, _envelope(line, {**base, "delivery": {"mids": [bubble.provider_id], "watermark": _now()}})
            )
        if status == "read":
            return hook(line, _envelope(line, {**base, "read": {"watermark": _now()}}))
        return None


def is_instagram(line: Line) -> bool:
    """Professional accounts have ids of 17 digits that start so; no Page has."""
    page = line.values["page_id"]
    return line.values.get("kind") == "instagram" or (len(page) == 17 and page.startswith("1784"))


def _check_purpose(body: dict[str, Any]) -> str:
    if body.get("messaging_type") not in ("RESPONSE", "UPDATE", "MESSAGE_TAG"):
        return "param messaging_type must be one of RESPONSE, UPDATE, MESSAGE_TAG"
    if body["messaging_type"] == "MESSAGE_TAG" and body.get("tag") != "HUMAN_AGENT":
        return "The tag is not valid"  # all others ended in April 2026
    return ""


def check(message: dict[str, Any], *, instagram: bool = False) -> str:
    """What Meta would refuse; "" if nothing."""
    text = message.get("text", "")
    if not text and "attachment" not in message:
        return "param message must be non-empty."
    if len(text) > 2000 or (instagram and len(text.encode()) > 1000):
        return "param message[text] is too long: 2000 characters, on Instagram 1000 bytes"
    replies = message.get("quick_replies", [])
    if len(replies) > 13 or any(not one.get("title") or len(one.get("payload", "")) > 1000 for one in replies):
        return "quick_replies must have at most 13 elements, each with a title and a payload of at most 1000"
    payload = message.get("attachment", {}).get("payload", {})
    return _check_template(payload) if "template_type" in payload else ""


def _check_template(payload: dict[str, Any]) -> str:
    elements = payload.get("elements", [])
    buttons = [*payload.get("buttons", []), *(button for one in elements for button in one.get("buttons", []))]
    if payload["template_type"] == "button" and not 0 < len(payload.get("text", "")) <= 640:
        return "param text must be at most 640 characters"
    if payload["template_type"] == "button" and not 1 <= len(buttons) <= 3:
        return "buttons must have 1 to 3 elements"
    if payload["template_type"] == "generic" and not 1 <= len(elements) <= 10:
        return "elements must have 1 to 10"
    if any(len(one.get("title", "")) > 80 or len(one.get("buttons", [])) > 3 for one in elements):
        return "an element has a title of at most 80 characters and at most 3 buttons"
    if any(not 0 < len(one.get("title", "")) <= 20 for one in buttons):
        return "a button has a title of at most 20 characters"
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
        given = attachment["payload"]
        url = given.get("url") or meta_files.url(given.get("attachment_id"))
        bubble.media = {"kind": attachment["type"], "url": url, "name": None}
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
    return hook(line, _envelope(line, event))


def _envelope(line: Line, event: dict[str, Any]) -> dict[str, Any]:
    page = line.values["page_id"]
    whole = {"recipient": {"id": page}, **event}
    object_ = "instagram" if is_instagram(line) else "page"
    return {"object": object_, "entry": [{"id": page, "time": _now(), "messaging": [whole]}]}


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
