"""Twilio's form posts as events: incoming messages and status callbacks, at the same hook.

https://www.twilio.com/docs/messaging/guides/webhook-request; parameters come and go without notice: each may miss.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import Any, Literal

from connectors.content import Reaction
from connectors.contract import Request
from connectors.document import document
from connectors.message import DeliveryStatus, Event, Inbound, Status, Unreadable
from connectors.scoped import is_scoped
from connectors.twilio import contents, failure
from connectors.twilio.signature import fields

_STATUSES: dict[str, DeliveryStatus] = {
    "accepted": "accepted", "queued": "accepted", "sending": "accepted", "scheduled": "accepted", "sent": "sent",
    "delivered": "delivered", "partially_delivered": "sent", "read": "read", "failed": "failed",
    "undelivered": "failed", "canceled": "failed",
}  # fmt: skip
_OPT_OUTS: dict[str, Literal["stop", "start", "help"]] = {"STOP": "stop", "START": "start", "HELP": "help"}
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{2,20}")
_SHORTEST_PHONE = 7  # below it is a short code, unless a plus says otherwise
# How WhatsApp calls somebody without a phone number: to one business, and to all those of one group
_OTHER_IDS = ("ExternalUserId", "ParentExternalUserId")
_INCOMING = frozenset({"received", "receiving"})
SHOWN = 2000  # bytes of what cannot be read

Form = contents.Form


def parse(request: Request, *, sms: bool, by_number: bool = True) -> list[Event]:
    """One event a call. `sent_at` is not told by Twilio: it counts as of its arrival.

    `by_number` False: the account is a Messaging Service, which speaks with many numbers; its events name none.
    """
    try:
        form = _form(request)
    except ValueError:
        return [Unreadable(reason="too_many_fields", raw=_clean(request.body[:SHOWN].decode("utf-8", "replace")))]
    sid = form.get("MessageSid") or form.get("SmsSid") or form.get("SmsMessageSid")
    status = _status_in(form)
    if status is None and (sid or "Body" in form):
        return [_inbound(form, sid, sid or _call(request), sms=sms, by_number=by_number)]
    if not sid or status is None:
        return [Unreadable(reason="no_message_sid", raw=form)]
    if status not in _STATUSES:
        return [Unreadable(reason=f"status_{status}", raw=form)]
    return [_status(request, form, sid, status, by_number=by_number)]


def _form(request: Request) -> Form:
    """The parameters by name, the first where one is repeated: of a form, of a GET's query, or of a JSON object."""
    if request.method == "GET":
        posted = fields(request.path.partition("?")[2].encode())
    elif request.body.lstrip()[:1] == b"{":
        return _of_json(document(request.body))
    else:
        posted = fields(request.body)
    return {_clean(name): _clean(values[0]) for name, values in posted.items()}


def _of_json(body: Any) -> Form:
    """A body that is signed by its hash; what is nested in it is none of the parameters that we know."""
    if not isinstance(body, dict):
        return {}
    return {name: _clean(str(value)) for name, value in body.items() if isinstance(value, str | int | float)}


def _clean(text: str) -> str:
    """Databases refuse NUL."""
    return text.replace("\x00", "")


def _status_in(form: Form) -> str | None:
    """A callback's word for what became of our message; None for a message of a customer."""
    status = form.get("MessageStatus") or form.get("SmsStatus")
    about_ours = "MessageStatus" in form or ("Body" not in form and "NumMedia" not in form)
    return status.lower() if status and about_ours and status.lower() not in _INCOMING else None


def plain_address(text: str) -> str:
    """`whatsapp:+1650…` as +1650…; short codes and names of senders as they are.

    >>> plain_address("whatsapp:+1 (650) 555-1234"), plain_address(" 16505551234"), plain_address("38438")
    ('+16505551234', '+16505551234', '38438')
    """
    bare = text.strip().removeprefix("whatsapp:").strip()
    if not _PHONE.fullmatch(bare):
        return bare
    digits = re.sub(r"\D", "", bare)
    return f"+{digits}" if bare.startswith("+") or len(digits) >= _SHORTEST_PHONE else digits


def _status(request: Request, form: Form, sid: str, status: str, *, by_number: bool) -> Event:
    code = form.get("ErrorCode", "")
    error = None
    if _STATUSES[status] == "failed":
        words = form.get("ErrorMessage") or form.get("ChannelStatusMessage") or status
        error = failure.reported(int(code) if code.isdecimal() else None, words)
    return Status(
        status=_STATUSES[status],
        at=_unknown_time(),
        recipient=_optional(plain_address(form.get("From", ""))) if by_number else None,
        address=_optional(plain_address(form.get("To", ""))),
        provider_id=sid,
        reference=_optional(_clean(request.query.get("delivery", ""))),
        error=error,
    )


def _call(request: Request) -> str:
    """What tells a message without an id from its repetition: Twilio's mark of the call, else the whole of it."""
    token = request.headers.get("i-twilio-idempotency-token")
    return token or hashlib.sha256(request.path.encode() + request.body).hexdigest()


def _inbound(form: Form, sid: str | None, key: str, *, sms: bool, by_number: bool) -> Event:
    sender = plain_address(form.get("From", ""))
    known_as = tuple(plain_address(form.get(name, "")) for name in _OTHER_IDS)
    keys = tuple(dict.fromkeys(key for key in (sender, *known_as) if key))  # what has no form of an id links nobody
    if not keys:
        return Unreadable(reason="no_sender", raw=dict(form))
    content = contents.said(form, sms=sms)
    is_said = not isinstance(content, Reaction)
    return Inbound(
        key=key,
        kind="message" if is_said else "reaction",
        address=keys[0],
        aliases=tuple(filter(is_scoped, keys[1:])),
        content=content,
        sent_at=_unknown_time(),
        recipient=_optional(plain_address(form.get("To", ""))) if by_number else None,
        name=_optional(form.get("ProfileName", "")),
        provider_id=sid,
        reply_to=_optional(form.get("OriginalRepliedMessageSid", "")) if is_said else None,
        opens_window=is_said,
        opt_out=_OPT_OUTS.get(form.get("OptOutType", "").upper()),
    )


def _optional(text: str) -> str | None:
    return text or None


def _unknown_time() -> datetime:
    return datetime.fromtimestamp(0, UTC)
