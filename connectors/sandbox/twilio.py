"""Twilio's messaging API, simulated: SMS, and WhatsApp through Twilio. https://www.twilio.com/docs/messaging"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from datetime import datetime
from email.utils import formatdate
from typing import Any
from urllib.parse import unquote, urlencode

import aiohttp
from aiohttp import web

from connectors.sandbox import templates
from connectors.sandbox.phones import Bubble, Phone, as_url, bubble_id, counted
from connectors.sandbox.provider import Hook, Line, Provider, raw_of

_ids = counted()


class TwilioMessaging(Provider):
    """Senders by account and number."""

    def routes(self) -> list[web.RouteDef]:
        base = "/2010-04-01/Accounts/{sid}/Messages.json"
        return [web.post(base, self.send), web.get(base, self.listing), web.get("/_twilio/{media}", self.media)]

    def _line(self, request: web.Request, sender: str) -> Line | None:
        bare = sender.removeprefix("whatsapp:")
        channel = "whatsapp" if sender.startswith("whatsapp:") else "sms"
        for line in self.lines.values():
            own = line.values["account_sid"] == request.match_info["sid"] and line.channel == channel
            if own and line.values["from"].removeprefix("whatsapp:") == bare:
                return line
        return None

    async def send(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        form = await request.post()
        line = self._line(request, str(form.get("From") or form.get("MessagingServiceSid", "")))
        if line is None:
            return refused(400, 21606, "The 'From' phone number provided is not a valid message-capable phone number")
        if not _known(request, line):
            return refused(401, 20003, "Authenticate")
        fault = await self.trouble(line)
        if fault is not None:
            return _fault(fault.kind)
        to, body = str(form.get("To", "")).removeprefix("whatsapp:"), str(form.get("Body", ""))
        phone = line.phone(to)
        if phone.blocked:
            return refused(400, 21610, "Attempt to send to unsubscribed recipient")
        if len(body) > 1600:
            return refused(400, 21617, "The concatenated message body exceeds the 1600 character limit")
        if not body and "MediaUrl" not in form and "ContentSid" not in form:
            return refused(400, 21602, "Message body is required")
        return self._accept(request, raw, line, phone, form)

    def _accept(self, request: web.Request, raw: bytes, line: Line, phone: Phone, form: Any) -> web.Response:
        sid = f"SM{next(_ids):032x}"
        answer = {
            "sid": sid, "status": "queued", "to": form.get("To"), "from": form.get("From"),
            "body": form.get("Body", ""),
            "num_segments": "1", "error_code": None, "error_message": None,
            "date_created": formatdate(usegmt=True),
        }  # fmt: skip
        bubble = Bubble(bubble_id(), "out", "text", str(form.get("Body", "")), provider_id=sid)
        bubble.callback = str(form["StatusCallback"]) if "StatusCallback" in form else None
        if "MediaUrl" in form:
            bubble.media = {"kind": "image", "url": str(form["MediaUrl"]), "name": None}
            self.later(self._fetch(phone, bubble, str(form["MediaUrl"])))
        if "ContentSid" in form:
            given = str(form.get("ContentVariables", ""))
            words = templates.of_sid(str(form["ContentSid"]), json.loads(given or "{}"))
            bubble.text = words or f"[{form['ContentSid']}] {given}"
        bubble.raw = raw_of(request, raw, line, 201, answer)
        self.received(line, phone, bubble)
        self.after(line)
        return web.json_response(answer, status=201)

    async def _fetch(self, phone: Phone, bubble: Bubble, url: str) -> None:
        """Twilio fetches what it is to deliver; what cannot be had is shown by its address here."""
        assert self._session is not None
        try:
            async with self._session.get(url) as answer:
                body, mime = await answer.read(), answer.content_type
        except (aiohttp.ClientError, TimeoutError):
            return
        kind = mime.partition("/")[0]
        if answer.status == 200:
            name = unquote(url.partition("?")[0].rpartition("/")[2])
            shown = kind if kind in ("image", "audio", "video") else "file"
            bubble.media = {"kind": shown, "url": as_url(body, mime) or url, "name": name}
            self.changed(phone)

    async def listing(self, request: web.Request) -> web.StreamResponse:
        """Messages sent to a number, newest first."""
        to = request.query.get("To", "").removeprefix("whatsapp:")
        found = [
            {
                "sid": one.provider_id,
                "body": one.text,
                "to": to,
                "status": "sent",
                "date_created": formatdate(datetime.fromisoformat(one.at).timestamp(), usegmt=True),
            }
            for line in self.lines.values()
            if line.values["account_sid"] == request.match_info["sid"] and to in line.phones
            for one in reversed(line.phones[to].messages)
            if one.direction == "out"
        ]
        return web.json_response({"messages": found[:50], "page": 0, "page_size": 50})

    async def media(self, request: web.Request) -> web.StreamResponse:
        found = self.files.get(request.match_info["media"])
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found["bytes"], content_type=found["mime"])

    files: dict[str, dict[str, Any]] = {}  # noqa: RUF012 - one simulated Twilio keeps all its files

    def said(self, line: Line, phone: Phone, bubble: Bubble, reply_to: Bubble | None) -> Hook:
        bubble.provider_id = bubble.provider_id or f"SM{next(_ids):032x}"
        prefix = "whatsapp:" if line.channel == "whatsapp" else ""
        form = {
            "MessageSid": bubble.provider_id, "SmsMessageSid": bubble.provider_id, "SmsSid": bubble.provider_id,
            "AccountSid": line.values["account_sid"], "From": prefix + phone.customer["address"],
            "To": line.values["from"], "Body": bubble.text, "NumMedia": "0", "NumSegments": "1",
            "SmsStatus": "received", "ApiVersion": "2010-04-01", "ReferralNumMedia": "0",
        }  # fmt: skip
        if line.channel == "whatsapp":
            form |= {
                "ProfileName": phone.customer["name"], "WaId": phone.customer["address"].lstrip("+"),
                "MessageType": bubble.kind if bubble.media else "text", "Forwarded": "false",
                "FrequentlyForwarded": "false", "ChannelMetadata": '{"type":"whatsapp"}',
            }  # fmt: skip
        if bubble.media is not None and "mime" in bubble.media:
            media_id = f"ME{next(_ids):08d}"
            self.files[media_id] = {"bytes": bubble.media.pop("bytes", b""), "mime": bubble.media["mime"]}
            form |= {"NumMedia": "1", "MediaUrl0": f"{self.origin}/_twilio/{media_id}",
                     "MediaContentType0": bubble.media["mime"]}  # fmt: skip
        return _hook(line, line.hook, form)

    def status(self, line: Line, phone: Phone, bubble: Bubble, status: str) -> Hook | None:
        if bubble.callback is None:
            return None
        form = {
            "MessageSid": bubble.provider_id, "SmsSid": bubble.provider_id, "MessageStatus": status,
            "SmsStatus": status, "AccountSid": line.values["account_sid"], "From": line.values["from"],
            "To": phone.customer["address"], "ApiVersion": "2010-04-01",
        }  # fmt: skip
        return _hook(line, bubble.callback, form)


def _hook(line: Line, url: str, form: dict[str, str]) -> Hook:
    """Signed over the address called and the sorted fields."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(line.values["auth_token"].encode(), signed.encode(), hashlib.sha1).digest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": base64.b64encode(digest).decode(),
        "I-Twilio-Idempotency-Token": f"{time.time_ns():x}",
    }
    return Hook(urlencode(form).encode(), headers, url)


def _known(request: web.Request, line: Line) -> bool:
    wanted = base64.b64encode(f"{line.values['account_sid']}:{line.values['auth_token']}".encode()).decode()
    return hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Basic {wanted}".encode())


def refused(status: int, code: int, message: str) -> web.Response:
    info = f"https://www.twilio.com/docs/errors/{code}"
    return web.json_response({"code": code, "message": message, "more_info": info, "status": status}, status=status)


def _fault(kind: str) -> web.Response:
    match kind:
        case "throttled":
            return refused(429, 20429, "Too Many Requests")
        case "auth":
            return refused(401, 20003, "Authenticate")
        case "blocked":
            return refused(400, 21610, "Attempt to send to unsubscribed recipient")
        case "closed_window":
            return refused(400, 63016, "Failed to send freeform message because you are outside the allowed window")
        case _:
            return refused(500, 20500, "Internal Server Error")
