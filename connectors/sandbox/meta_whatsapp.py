"""WhatsApp Cloud API, simulated. https://developers.facebook.com/documentation/business-messaging/whatsapp"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from connectors.sandbox import meta_files, templates
from connectors.sandbox.meta_common import hook, refused, said_in, together, token_of
from connectors.sandbox.phones import Bubble, Phone, bubble_id, counted
from connectors.sandbox.provider import Hook, Line, Lost, Provider, raw_of

_ids = counted()
TYPING = 25  # seconds, or until the next message
TOLD_LATER = ("blocked", "closed_window")  # taken, and then failed by a status
MEDIA = ("image", "video", "audio", "document", "sticker")


class WhatsAppCloud(Provider):
    """Numbers by their id."""

    def routes(self) -> list[web.RouteDef]:
        version = r"/{version:v\d+\.\d+}"
        return [web.post(version + "/{waba}/subscribed_apps", self.subscribe)]

    def line_of(self, number: str) -> Line | None:
        return next((one for one in self.lines.values() if one.values["phone_number_id"] == number), None)

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Messages, read marks and typing."""
        line = self.line_of(request.match_info["id"])
        if line is None:
            return refused(400, 100, "Unsupported post request. Object does not exist", subcode=33)
        if token_of(request) != line.values["access_token"]:
            return refused(401, 190, "Invalid OAuth access token")
        raw = await request.read()
        body = await request.json()
        fault = await self.trouble(line)
        if fault is not None and fault.kind not in TOLD_LATER:
            return _fault(fault.kind, fault.value)
        if body.get("status") == "read":
            return self._mark_read(line, body)
        problem = check(body)
        if problem:
            return refused(400, 100, "Invalid parameter", details=problem)
        return self._accept(request, raw, line, body, fault.kind if fault else "")

    def _mark_read(self, line: Line, body: dict[str, Any]) -> web.Response:
        for phone in line.phones.values():
            if phone.find(str(body.get("message_id"))):
                self.types(phone, TYPING if "typing_indicator" in body else 0)
                self.seen(phone)
        return web.json_response({"success": True})

    def _accept(
        self, request: web.Request, raw: bytes, line: Line, body: dict[str, Any], trouble: str
    ) -> web.StreamResponse:
        """A success is no more than that: what cannot be delivered is told by a status."""
        phone = self._addressee(line, body)
        provider_id = f"wamid.SBX{next(_ids):08d}"
        answer = {
            "messaging_product": "whatsapp",
            "contacts": [_reached(body, phone)],
            "messages": [{"id": provider_id, "message_status": "accepted"}],
        }
        bubble = shown(body, provider_id)
        if bubble.media is not None and bubble.media["url"] is None:
            bubble.media["url"] = meta_files.url(_file_of(body).get("id"))
        bubble.raw = raw_of(request, raw, line, 200, answer)
        wrong = _undeliverable(line, phone, body, trouble)
        if wrong is not None:
            self.post(line, hook(line, _envelope(line, {"statuses": [_status(phone, bubble, "failed", wrong)]})))
        elif body["type"] == "reaction":
            self._react(phone, body["reaction"])
        else:
            self.received(line, phone, bubble)
        self.after(line)
        return web.json_response(answer)

    def _addressee(self, line: Line, body: dict[str, Any]) -> Phone:
        """By number, else by the id that stands for it; `to` wins."""
        if not body.get("to"):
            known = (one for one in line.phones.values() if user_id(one) == body["recipient"])
            return next(known, None) or line.phone(str(body["recipient"]))
        return line.phone(str(body["to"]).removeprefix("+"))

    def _react(self, phone: Phone, reaction: dict[str, Any]) -> None:
        target = phone.find(str(reaction.get("message_id")))
        if target is not None:
            target.reaction = reaction.get("emoji") or None
            self.changed(phone)

    async def subscribe(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response({"success": True})

    def said(self, line: Line, phone: Phone, bubble: Bubble, reply_to: Bubble | None) -> Hook:
        bubble.provider_id = bubble.provider_id or f"wamid.CUS{next(_ids):08d}"
        address = phone.customer["address"]
        message: dict[str, Any] = {
            "from": address, "from_user_id": user_id(phone), "id": bubble.provider_id,
            "timestamp": str(int(time.time())), **_spoken(bubble),
        }  # fmt: skip
        if reply_to is not None:
            message["context"] = {"from": line.values["phone_number_id"], "id": reply_to.provider_id}
        contact = {"profile": {"name": phone.customer["name"]}, "wa_id": address, "user_id": user_id(phone)}
        return said_in(line, address, _envelope(line, {"contacts": [contact], "messages": [message]}))

    def together(self, line: Line, hooks: Sequence[Hook]) -> Hook | None:
        return together(line, hooks)

    def status(self, line: Line, phone: Phone, bubble: Bubble, status: str) -> Hook | None:
        return hook(line, _envelope(line, {"statuses": [_status(phone, bubble, status)]}))


def user_id(phone: Phone) -> str:
    """The business-scoped id of a customer: it stands beside the number since 2026."""
    digest = hashlib.sha256(f"{phone.account}/{phone.customer['address']}".encode()).hexdigest()
    return f"FR.{int(digest[:13], 16)}"


def _undeliverable(line: Line, phone: Phone, body: dict[str, Any], trouble: str) -> dict[str, Any] | None:
    """The error of a message that nobody gets."""
    if phone.blocked or trouble == "blocked":
        return _error(131026, "Message undeliverable", "The recipient is not available")
    closed = phone.customer["address"] not in line.opened or trouble == "closed_window"
    if closed and body["type"] != "template":
        return _error(131047, "Re-engagement message", "More than 24 hours have passed")
    return None


def _error(code: int, title: str, details: str) -> dict[str, Any]:
    return {"code": code, "title": title, "message": title, "error_data": {"details": details}}


def _reached(body: dict[str, Any], phone: Phone) -> dict[str, str]:
    if not body.get("to"):
        return {"input": body["recipient"], "user_id": user_id(phone)}
    return {"input": body["to"], "wa_id": phone.customer["address"], "user_id": user_id(phone)}


def _status(phone: Phone, bubble: Bubble, status: str, error: dict[str, Any] | None = None) -> dict[str, Any]:
    given: dict[str, Any] = {
        "id": bubble.provider_id, "status": status, "timestamp": str(int(time.time())),
        "recipient_id": phone.customer["address"], "recipient_user_id": user_id(phone),
    }  # fmt: skip
    if bubble.reference:
        given["biz_opaque_callback_data"] = bubble.reference
    if error is not None:
        return {**given, "errors": [error]}
    pricing = {"billable": False, "pricing_model": "PMP", "type": "free_customer_service", "category": "service"}
    return {**given, "pricing": pricing} if status in ("sent", "delivered") else given


def check(body: dict[str, Any]) -> str:
    """What Meta would refuse: limits of texts, buttons and lists; "" if nothing."""
    if body.get("messaging_product") != "whatsapp" or not (body.get("to") or body.get("recipient")):
        return "(#100) The parameters messaging_product and to are required."
    kind = body.get("type", "text")
    if not isinstance(body.get(kind), dict | list):
        return f"The parameter {kind} is required."
    if kind == "text" and not 0 < len(body["text"].get("body", "")) <= 4096:
        return "Param text['body'] must be at most 4096 characters long."
    if kind in MEDIA and ("link" in body[kind]) == ("id" in body[kind]):
        return f"Param {kind} must have either a link or an id."
    if kind in MEDIA and len(body[kind].get("caption", "")) > 1024:
        return f"Param {kind}['caption'] must be at most 1024 characters long."
    if kind in ("audio", "sticker") and "caption" in body[kind]:
        return f"Unexpected key 'caption' on param {kind}."
    if kind == "template" and _file_of(body) and ("link" in _file_of(body)) == ("id" in _file_of(body)):
        return "(#132012) Parameter format does not match format in the created template"
    return _check_interactive(body["interactive"]) if kind == "interactive" else ""


def _file_of(body: dict[str, Any]) -> dict[str, Any]:
    """What is sent as a file, or stands above a template's words; {} where nothing does."""
    if body["type"] != "template":
        return dict(body[body["type"]])
    parts = (one for one in body["template"].get("components", []) if one.get("type") == "header")
    given: dict[str, Any] = next((one for part in parts for one in part["parameters"]), {})
    return dict(given[given["type"]]) if given.get("type") in MEDIA else {}


def _check_interactive(given: dict[str, Any]) -> str:
    action, text = given.get("action", {}), given.get("body", {}).get("text", "")
    if not 0 < len(text) <= 1024:
        return "Body text length invalid. Min length: 1, Max length: 1024"
    if any(len(given.get(part, {}).get("text", "")) > 60 for part in ("header", "footer")):
        return "Header or footer text length invalid. Max length: 60"
    buttons = [one["reply"] for one in action.get("buttons", [])]
    if given["type"] == "button" and not 1 <= len(buttons) <= 3:
        return "Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3"
    if any(not 0 < len(one["title"]) <= 20 for one in buttons):
        return "Button title length invalid. Min length: 1, Max length: 20"
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    if given["type"] == "list" and not 1 <= len(rows) <= 10:
        return "Total row count exceed max allowed count: 10"
    if any(len(row["title"]) > 24 or len(row.get("description", "")) > 72 for row in rows):
        return "Row title is too long. Max length is 24"
    ids = [one["id"] for one in (*buttons, *rows)]
    return "Duplicated id" if len(set(ids)) < len(ids) else ""


def shown(body: dict[str, Any], provider_id: str) -> Bubble:
    """What the phone shows of a call."""
    kind = body.get("type", "text")
    bubble = Bubble(bubble_id(), "out", kind, provider_id=provider_id, reference=body.get("biz_opaque_callback_data"))
    given = body.get(kind, {})
    if kind == "text":
        bubble.text = given["body"]
    elif kind == "interactive":
        _show_interactive(bubble, given)
    elif kind in MEDIA:
        bubble.media = {"kind": kind, "url": given.get("link"), "name": given.get("filename")}
        bubble.text = given.get("caption", "")
    elif kind == "template":
        bubble.text = _templated(given)
        file = _file_of(body)
        bubble.media = {"kind": "image", "url": file.get("link"), "name": file.get("filename")} if file else None
    elif kind == "location":
        bubble.text = f"📍 {given.get('name', '')} {given['latitude']}, {given['longitude']}"
    elif kind == "contacts":
        bubble.text = "👤 " + ", ".join(one["name"]["formatted_name"] for one in given)
    return bubble


def _templated(given: dict[str, Any]) -> str:
    """The words of a template that is known here; of another its name, and what it was given."""
    parts = [(c.get("type"), p) for c in given.get("components", []) for p in c.get("parameters", [])]
    body = [one for kind, one in parts if kind == "body"]
    blanks = {str(one.get("parameter_name") or place): str(one.get("text", "")) for place, one in enumerate(body, 1)}
    words = templates.filled(given["name"], str(given.get("language", {}).get("code")), blanks)
    return words or f"[{given['name']}] " + " · ".join(one.get("text", "") for _, one in parts)


def _show_interactive(bubble: Bubble, given: dict[str, Any]) -> None:
    header, footer = given.get("header", {}).get("text", ""), given.get("footer", {}).get("text", "")
    bubble.text = "\n".join(part for part in (header, given["body"]["text"], footer) if part)
    action = given["action"]
    if given["type"] == "button":
        bubble.buttons = [{"id": one["reply"]["id"], "label": one["reply"]["title"]} for one in action["buttons"]]
    elif given["type"] == "list":
        rows = [row for section in action["sections"] for row in section["rows"]]
        listed = [{"id": row["id"], "label": row["title"], "description": row.get("description")} for row in rows]
        bubble.list = {"button": action["button"], "rows": listed}
    elif given["type"] == "cta_url":
        parameters = action["parameters"]
        bubble.buttons = [{"id": "", "label": parameters["display_text"], "url": parameters["url"]}]


def _spoken(bubble: Bubble) -> dict[str, Any]:
    """A customer's message, by what was done."""
    if bubble.kind == "tap":
        kind = "list_reply" if (bubble.media or {}).get("list") else "button_reply"
        chosen = {"id": bubble.reference, "title": bubble.text}
        return {"type": "interactive", "interactive": {"type": kind, kind: chosen}}
    if bubble.kind == "location":
        return {"type": "location", "location": bubble.media}
    if bubble.kind == "reaction":
        return {"type": "reaction", "reaction": {"message_id": bubble.reference, "emoji": bubble.reaction or ""}}
    if bubble.kind in ("image", "video", "audio", "voice", "file") and bubble.media:
        kind = {"voice": "audio", "file": "document"}.get(bubble.kind, bubble.kind)
        media_id = meta_files.keep(bubble.media.pop("bytes", b""), bubble.media["mime"])
        named = {"filename": bubble.media["name"]} if kind == "document" else {}
        captioned = {"caption": bubble.text} if bubble.text else {}
        return {"type": kind, kind: {"id": media_id, "mime_type": bubble.media["mime"], **named, **captioned}}
    return {"type": "text", "text": {"body": bubble.text}}


def _envelope(line: Line, value: dict[str, Any]) -> dict[str, Any]:
    number = line.values["phone_number_id"]
    metadata = {"display_phone_number": number, "phone_number_id": number}
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    entry = {"id": line.values.get("waba_id", "0"), "changes": [change]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def _fault(kind: str, value: float) -> web.Response:
    match kind:
        case "throttled":
            answer = refused(429, 130429, "Rate limit hit", details="Cloud API message throughput has been reached")
            answer.headers["Retry-After"] = str(int(value))
            return answer
        case "auth":
            return refused(401, 190, "Access token has expired")
        case _:
            return web.json_response({"error": {"message": "Service down", "code": 2, "type": "X"}}, status=503)


__all__ = ["Lost", "WhatsAppCloud", "check"]
