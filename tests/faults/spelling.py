"""How the four providers spell a webhook, a receipt and a call: as little as a gateway in a hurry needs.

Written from the providers' pages like connectors/sandbox, which shows phones and keeps everything; this keeps nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.journey.product import SECRETS

NUMBER, PAGE, BOT, SENDER = (
    SECRETS["whatsapp"]["phone_number_id"], SECRETS["messenger"]["page_id"], SECRETS["telegram"]["token"],
    SECRETS["sms"]["from"],
)  # fmt: skip


@dataclass(frozen=True)
class Hook:
    """One webhook call; `path` is below the gateway's public address."""

    path: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Sent:
    """One message that the gateway sent: to whom, which words, and what a receipt must name."""

    to: str
    words: str
    reference: str


@dataclass(frozen=True)
class Spelling:
    """One provider. `said` takes address, words and a number that is this message's own."""

    address: Callable[[int], str]  # of the customer with that number
    said: Callable[[str, str, int], Hook]
    received: Callable[[str, str, Sent], Hook | None]  # address, provider id: the receipt; None: there is none
    read: Callable[[bytes], Sent]  # the body of a call
    answer: Callable[[str, Sent], tuple[int, Any]]  # provider id: status and JSON
    refusals: Mapping[str, tuple[int, Any]]


def _meta(channel: str, payload: object) -> Hook:
    body = json.dumps(payload, separators=(",", ":")).encode()
    digest = hmac.new(SECRETS[channel]["app_secret"].encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={digest}"}
    return Hook(f"/hooks/{channel}", body, headers)


def _graph(code: int, status: int, **more: Any) -> tuple[int, Any]:
    return status, {"error": {"message": "refused", "code": code, "type": "OAuthException", **more}}


# ---- WhatsApp


def _whatsapp(value: Mapping[str, Any]) -> Hook:
    metadata = {"display_phone_number": NUMBER, "phone_number_id": NUMBER}
    whole = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    entry = {"id": "1", "changes": [{"field": "messages", "value": whole}]}
    return _meta("whatsapp", {"object": "whatsapp_business_account", "entry": [entry]})


def _whatsapp_said(address: str, words: str, number: int) -> Hook:
    person = f"FR.{address}"
    message = {
        "from": address, "from_user_id": person, "id": f"wamid.in{number}", "timestamp": str(int(time.time())),
        "type": "text", "text": {"body": words},
    }  # fmt: skip
    contact = {"profile": {"name": "Camille"}, "wa_id": address, "user_id": person}
    return _whatsapp({"contacts": [contact], "messages": [message]})


def _whatsapp_received(address: str, provider_id: str, sent: Sent) -> Hook:
    status = {
        "id": provider_id, "status": "delivered", "timestamp": str(int(time.time())), "recipient_id": address,
        "biz_opaque_callback_data": sent.reference,
    }  # fmt: skip
    return _whatsapp({"statuses": [status]})


def _whatsapp_read(body: bytes) -> Sent:
    call = json.loads(body)
    return Sent(call["to"], call["text"]["body"], call["biz_opaque_callback_data"])


def _whatsapp_answer(provider_id: str, sent: Sent) -> tuple[int, Any]:
    contact = {"input": sent.to, "wa_id": sent.to, "user_id": f"FR.{sent.to}"}
    return 200, {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": provider_id}]}


# ---- Messenger


def _messenger(event: Mapping[str, Any]) -> Hook:
    whole = {"recipient": {"id": PAGE}, "timestamp": int(time.time() * 1000), **event}
    entry = {"id": PAGE, "time": int(time.time() * 1000), "messaging": [whole]}
    return _meta("messenger", {"object": "page", "entry": [entry]})


def _messenger_said(address: str, words: str, number: int) -> Hook:
    return _messenger({"sender": {"id": address}, "message": {"mid": f"m_in{number}", "text": words}})


def _messenger_received(address: str, provider_id: str, _sent: Sent) -> Hook:
    return _messenger({"sender": {"id": address}, "delivery": {"mids": [provider_id], "watermark": 1}})


def _messenger_read(body: bytes) -> Sent:
    call = json.loads(body)
    return Sent(call["recipient"]["id"], call["message"]["text"], call["message"]["metadata"])


def _messenger_answer(provider_id: str, sent: Sent) -> tuple[int, Any]:
    return 200, {"recipient_id": sent.to, "message_id": provider_id}


# ---- SMS


def _sms(path: str, form: Mapping[str, str], public_url: str) -> Hook:
    signed = public_url + path + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(SECRETS["sms"]["auth_token"].encode(), signed.encode(), hashlib.sha1).digest()
    signature = base64.b64encode(digest).decode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
    return Hook(path, urlencode(form).encode(), headers)


def sms(public_url: str) -> Spelling:
    """Twilio signs the address it calls."""

    def said(address: str, words: str, number: int) -> Hook:
        form = {
            "MessageSid": f"SMin{number:030}", "AccountSid": SECRETS["sms"]["account_sid"], "From": address,
            "To": SENDER, "Body": words, "NumMedia": "0", "SmsStatus": "received",
        }  # fmt: skip
        return _sms("/hooks/sms", form, public_url)

    def received(address: str, provider_id: str, sent: Sent) -> Hook:
        form = {
            "MessageSid": provider_id, "MessageStatus": "delivered", "AccountSid": SECRETS["sms"]["account_sid"],
            "From": SENDER, "To": address,
        }  # fmt: skip
        return _sms(sent.reference.removeprefix(public_url), form, public_url)

    refusals = {
        "error": (500, {"code": 20500, "message": "Internal Server Error", "status": 500}),
        "throttled": (429, {"code": 20429, "message": "Too Many Requests", "status": 429}),
    }
    return Spelling(lambda number: f"+336{number:08}", said, received, _sms_read, _sms_answer, refusals)


def _sms_read(body: bytes) -> Sent:
    form = dict(parse_qsl(body.decode()))
    return Sent(form["To"], form["Body"], form["StatusCallback"])


def _sms_answer(provider_id: str, sent: Sent) -> tuple[int, Any]:
    return 201, {"sid": provider_id, "status": "queued", "to": sent.to, "body": sent.words}


def sms_listing(sent: list[tuple[str, str, float]]) -> Any:
    """What Twilio answers when asked what went to a number: provider id, words, instant; newest first."""
    listed = [
        {"sid": provider_id, "body": words, "status": "sent", "direction": "outbound-api",
         "date_created": formatdate(at, usegmt=True)}
        for provider_id, words, at in reversed(sent)
    ]  # fmt: skip
    return {"messages": listed[:50], "page": 0, "page_size": 50}


# ---- Telegram


def _telegram_said(address: str, words: str, number: int) -> Hook:
    person = {"id": int(address), "is_bot": False, "first_name": "Camille"}
    chat = {"id": int(address), "type": "private", "first_name": "Camille"}
    message = {"message_id": number, "date": int(time.time()), "chat": chat, "from": person, "text": words}
    headers = {
        "Content-Type": "application/json",
        "X-Telegram-Bot-Api-Secret-Token": SECRETS["telegram"]["webhook_secret"],
    }
    return Hook("/hooks/telegram", json.dumps({"update_id": number, "message": message}).encode(), headers)


def _telegram_read(body: bytes) -> Sent:
    form = dict(parse_qsl(body.decode()))
    return Sent(form["chat_id"], form["text"], "")


def _telegram_answer(provider_id: str, sent: Sent) -> tuple[int, Any]:
    chat = {"id": int(sent.to), "type": "private"}
    return 200, {"ok": True, "result": {"message_id": int(provider_id), "date": int(time.time()), "chat": chat}}


def spellings(public_url: str) -> dict[str, Spelling]:
    """By channel."""
    meta = {"error": _graph(2, 500), "throttled": _graph(613, 400)}
    telegram = {
        "error": (500, {"ok": False, "error_code": 500, "description": "Internal Server Error"}),
        "throttled": (429, {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1",
                            "parameters": {"retry_after": 1}}),
    }  # fmt: skip
    return {
        "whatsapp": Spelling(
            lambda number: f"336{number:08}", _whatsapp_said, _whatsapp_received, _whatsapp_read, _whatsapp_answer,
            {"error": _graph(2, 500), "throttled": _graph(130429, 429)},
        ),
        "messenger": Spelling(
            lambda number: f"9{number:015}", _messenger_said, _messenger_received, _messenger_read, _messenger_answer,
            meta,
        ),
        "sms": sms(public_url),
        "telegram": Spelling(
            lambda number: f"7{number:08}", _telegram_said, lambda *_: None, _telegram_read, _telegram_answer,
            telegram,
        ),
    }  # fmt: skip
