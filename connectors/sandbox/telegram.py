"""Telegram's Bot API, simulated. https://core.telegram.org/bots/api: real HTTP statuses, `ok` and `result`."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any

from aiohttp import web

from connectors.sandbox.phones import Bubble, Phone, as_url, bubble_id
from connectors.sandbox.provider import Hook, Line, Provider, raw_of

# Smaller than `counted`: ids of Telegram's messages fit 32 bits
_ids = itertools.count(int(time.time()) - 1_767_225_600)
TYPING = 5  # seconds, https://core.telegram.org/bots/api#sendchataction
_updates = itertools.count(int(time.time()) - 1_767_225_600)
SENDS = {
    "sendMessage": "text", "sendPhoto": "image", "sendVideo": "video", "sendAudio": "audio", "sendVoice": "voice",
    "sendDocument": "file", "sendAnimation": "animation", "sendSticker": "sticker", "sendLocation": "location",
    "sendVenue": "location", "sendContact": "contact",
}  # fmt: skip
OF_A_MESSAGE = frozenset({"editMessageText", "editMessageReplyMarkup", "deleteMessage", "setMessageReaction"})
FIELDS = ("photo", "video", "audio", "voice", "document", "animation", "sticker")


class TelegramBots(Provider):
    """Bots by their token."""

    TAKEN = "read"  # a bot has read whatever reached it

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/bot{token}/{method}", self.call),
            web.get("/bot{token}/{method}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.file),
        ]

    def line_of(self, token: str) -> Line | None:
        return next((one for one in self.lines.values() if one.values["token"] == token), None)

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One method, its fields as a form, as JSON or in the query."""
        line = self.line_of(request.match_info["token"])
        if line is None:
            return refused(401, "Unauthorized")
        raw = b"" if request.content_type == "multipart/form-data" else await request.read()
        fields = await _fields(request)
        raw = raw or _named(fields)
        method = request.match_info["method"]
        fault = await self.trouble(line) if method in SENDS else None
        if fault is not None:
            return _fault(fault.kind, fault.value)
        if method in SENDS:
            return self._send(request, raw, line, method, fields)
        return self._other(line, method, fields)

    def _send(
        self, request: web.Request, raw: bytes, line: Line, method: str, fields: dict[str, Any]
    ) -> web.StreamResponse:
        chat = str(fields.get("chat_id", ""))
        phone = line.phones.get(chat)
        if phone is None or chat not in line.opened:
            return refused(400, "Bad Request: chat not found")
        if phone.blocked:
            return refused(403, "Forbidden: bot was blocked by the user")
        problem = check(fields)
        if problem:
            return refused(400, f"Bad Request: {problem}")
        number = next(_ids)
        result = {"message_id": number, "date": int(time.time()), "chat": _chat(phone), "text": fields.get("text", "")}
        bubble = shown(method, fields, str(number))
        bubble.raw = raw_of(request, raw, line, 200, {"ok": True, "result": result})
        self.received(line, phone, bubble)
        self.after(line)
        return web.json_response({"ok": True, "result": result})

    def _other(self, line: Line, method: str, fields: dict[str, Any]) -> web.StreamResponse:
        phone = line.phones.get(str(fields.get("chat_id", "")))
        if method == "getMe":
            me = {"id": 1, "is_bot": True, "first_name": line.brand, "username": "sandbox_bot"}
            return web.json_response({"ok": True, "result": me})
        if method == "getFile":
            file_id = str(fields.get("file_id"))
            if file_id not in self.files:
                return refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
            found = {"file_id": file_id, "file_unique_id": file_id, "file_path": f"files/{file_id}"}
            return web.json_response({"ok": True, "result": found})
        if method in OF_A_MESSAGE and not str(fields.get("message_id", "")).isdecimal():
            return refused(400, "Bad Request: message identifier is not specified")
        if phone is not None:
            self._touch(phone, method, fields)
        if method in ("editMessageText", "editMessageReplyMarkup") and phone is not None:
            edited = {"message_id": int(fields["message_id"]), "date": int(time.time()), "chat": _chat(phone)}
            return web.json_response({"ok": True, "result": edited})
        return web.json_response({"ok": True, "result": True})

    def _touch(self, phone: Phone, method: str, fields: dict[str, Any]) -> None:
        if method == "sendChatAction":
            self.types(phone, TYPING)
        target = phone.find(str(fields.get("message_id", "")))
        if target is not None and method == "editMessageText":
            target.text, target.edited = str(fields.get("text", "")), True
        if target is not None and method == "deleteMessage":
            target.deleted = True
        if target is not None and method == "setMessageReaction":
            reaction = _json(fields.get("reaction")) or [{}]
            target.reaction = reaction[0].get("emoji")
        self.changed(phone)

    async def file(self, request: web.Request) -> web.StreamResponse:
        found = self.files.get(request.match_info["path"].removeprefix("files/"))
        if self.line_of(request.match_info["token"]) is None or found is None:
            return refused(404, "Not Found")
        return web.Response(body=found["bytes"], content_type=found["mime"])

    files: dict[str, dict[str, Any]] = {}  # noqa: RUF012 - one simulated Telegram keeps all its files

    def said(self, line: Line, phone: Phone, bubble: Bubble, reply_to: Bubble | None) -> Hook:
        sender = {"id": int(phone.customer["address"]), "is_bot": False, "first_name": phone.customer["name"]}
        message: dict[str, Any] = {
            "message_id": next(_ids),
            "date": int(time.time()),
            "chat": _chat(phone),
            "from": sender,
        }
        bubble.provider_id = bubble.provider_id or str(message["message_id"])
        update: dict[str, Any] = {"update_id": next(_updates)}
        if bubble.kind == "tap":
            shown_ = {**message, "message_id": int(reply_to.provider_id) if reply_to else 0}
            shown_["text"] = reply_to.text if reply_to else ""
            shown_["reply_markup"] = _keyboard(reply_to)
            update["callback_query"] = {
                "id": str(next(_ids)), "from": sender, "chat_instance": "1", "message": shown_, "data": bubble.reference
            }  # fmt: skip
        elif bubble.kind == "reaction":
            emoji = [{"type": "emoji", "emoji": bubble.reaction}] if bubble.reaction else []
            update["message_reaction"] = {
                "chat": _chat(phone), "message_id": int(bubble.reference or 0), "user": sender,
                "date": int(time.time()), "old_reaction": [], "new_reaction": emoji,
            }  # fmt: skip
        elif bubble.kind == "block":
            update["my_chat_member"] = _member(message, "kicked" if phone.blocked else "member")
        else:
            update["message"] = {**message, **_spoken(bubble)}
        headers = {"Content-Type": "application/json",
                   "X-Telegram-Bot-Api-Secret-Token": line.values["webhook_secret"]}  # fmt: skip
        return Hook(json.dumps(update).encode(), headers)

    def status(self, line: Line, phone: Phone, bubble: Bubble, status: str) -> Hook | None:
        """Telegram tells nobody."""
        return None


def check(fields: dict[str, Any]) -> str:
    """What Telegram would refuse; "" if nothing."""
    text = str(fields.get("text", ""))
    if "text" in fields and not text.strip():
        return "message text is empty"
    if len(text) > 4096:
        return "message is too long"
    if len(str(fields.get("caption", ""))) > 1024:
        return "message caption is too long"
    for row in (_json(fields.get("reply_markup")) or {}).get("inline_keyboard", []):
        for button in row:
            if len(str(button.get("callback_data", "")).encode()) > 64:
                return "BUTTON_DATA_INVALID"
    return ""


def shown(method: str, fields: dict[str, Any], provider_id: str) -> Bubble:
    """What the phone shows of a call."""
    kind = SENDS[method]
    bubble = Bubble(bubble_id(), "out", kind, provider_id=provider_id)
    bubble.text = str(
        fields.get("text") or fields.get("caption") or fields.get("title") or fields.get("first_name") or ""
    )
    rows = (_json(fields.get("reply_markup")) or {}).get("inline_keyboard", [])
    bubble.buttons = [
        {"id": one.get("callback_data", ""), "label": one["text"], **({"url": one["url"]} if "url" in one else {})}
        for row in rows
        for one in row
    ]
    source = next((fields[name] for name in FIELDS if name in fields), None)
    if isinstance(source, web.FileField):
        url = as_url(source.file.read(), source.content_type)
        bubble.media = {"kind": kind, "url": url, "name": source.filename}
    elif source is not None:
        bubble.media = {"kind": kind, "url": str(source), "name": None}
    if kind == "location":
        bubble.text = f"📍 {bubble.text} {fields.get('latitude')}, {fields.get('longitude')}"
    return bubble


def refused(status: int, description: str, **parameters: Any) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return web.json_response({**body, **({"parameters": parameters} if parameters else {})}, status=status)


def _keyboard(bubble: Bubble | None) -> dict[str, Any]:
    """The buttons of a message, as Telegram gives them back with a tap."""
    buttons = bubble.buttons if bubble is not None else ()
    return {"inline_keyboard": [[{"text": one["label"], "callback_data": one["id"]}] for one in buttons]}


def _spoken(bubble: Bubble) -> dict[str, Any]:
    if bubble.kind == "location":
        return {"location": bubble.media}
    if bubble.media is not None and "mime" in bubble.media:
        file_id = f"AgAC{next(_ids)}"
        TelegramBots.files[file_id] = {"bytes": bubble.media.pop("bytes", b""), "mime": bubble.media["mime"]}
        file = {"file_id": file_id, "file_unique_id": file_id, "mime_type": bubble.media["mime"],
                "file_name": bubble.media["name"]}  # fmt: skip
        captioned = {"caption": bubble.text} if bubble.text else {}
        if bubble.kind == "image":
            return {"photo": [{**file, "width": 90, "height": 67}], **captioned}
        return {{"file": "document"}.get(bubble.kind, bubble.kind): file, **captioned}
    said: dict[str, Any] = {"text": bubble.text}
    if bubble.text.startswith("/"):
        said["entities"] = [{"type": "bot_command", "offset": 0, "length": len(bubble.text.split(maxsplit=1)[0])}]
    return said


def _member(message: dict[str, Any], status: str) -> dict[str, Any]:
    bot = {"id": 1, "is_bot": True, "first_name": "bot"}
    before = "member" if status == "kicked" else "kicked"
    return {
        "chat": message["chat"], "from": message["from"], "date": message["date"],
        "old_chat_member": {"user": bot, "status": before}, "new_chat_member": {"user": bot, "status": status},
    }  # fmt: skip


def _chat(phone: Phone) -> dict[str, Any]:
    return {"id": int(phone.customer["address"]), "type": "private", "first_name": phone.customer["name"]}


async def _fields(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    if request.method == "POST":
        return dict(await request.post())
    return dict(request.query)


def _named(fields: dict[str, Any]) -> bytes:
    """A call of several pieces as the page shows it: files by their names."""
    named = {name: f"<{one.filename}>" if isinstance(one, web.FileField) else one for name, one in fields.items()}
    return json.dumps(named, ensure_ascii=False).encode()


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value else value


def _fault(kind: str, value: float) -> web.Response:
    match kind:
        case "throttled":
            return refused(429, f"Too Many Requests: retry after {int(value)}", retry_after=int(value))
        case "auth":
            return refused(401, "Unauthorized")
        case "blocked":
            return refused(403, "Forbidden: bot was blocked by the user")
        case "closed_window":
            return refused(400, "Bad Request: chat not found")
        case _:
            return refused(502, "Bad Gateway")
