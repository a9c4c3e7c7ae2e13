"""Twilio's form posts as events: incoming messages and status callbacks, at the same hook.

https://www.twilio.com/docs/messaging/guides/webhook-request; parameters come and go without notice: each may miss.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Literal

from connectors.contract import Request
from connectors.message import DeliveryStatus, Event, Inbound, Status, Unreadable
from connectors.twilio import contents, failure
from connectors.twilio.signature import fields

_STATUSES: dict[str, DeliveryStatus] = {
    "accepted": "accepted", "queued": "accepted", "sending": "accepted", "scheduled": "accepted", "sent": "sent",
    "delivered": "delivered", "partially_delivered": "sent", "read": "read", "failed": "failed",
    "undelivered": "failed", "canceled": "failed",
}  # fmt: skip
_OPT_OUTS: dict[str, Literal["stop", "start", "help"]] = {"STOP": "stop", "START": "start", "HELP": "help"}
_PHONE = re.compile(r"\+?[0-9]{7,15}")
_INCOMING = frozenset({"received", "receiving"})
SHOWN = 2000  # bytes of what cannot be read

Form = contents.Form


def parse(request: Request, *, by_number: bool = True) -> list[Event]:
    """One event a call. `sent_at` is not told by Twilio: it counts as of its arrival.

    `by_number` False: the account is a Messaging Service, which speaks with many numbers; its events name none.
    """
    try:
        posted = fields(request.body if request.method == "POST" else request.path.partition("?")[2].encode())
    except ValueError:
        return [Unreadable(reason="too_many_fields", raw=_clean(request.body[:SHOWN].decode("utf-8", "replace")))]
    form = {_clean(name): _clean(values[0]) for name, values in posted.items()}
    sid = form.get("MessageSid") or form.get("SmsSid") or form.get("SmsMessageSid")
    if not sid:
        return [Unreadable(reason="no_message_sid", raw=form)]
    status = _status_in(form)
    if status is None:
        return [_inbound(form, sid, by_number=by_number)]
    if status not in _STATUSES:
        return [Unreadable(reason=f"status_{status}", raw=form)]
    return [_status(request, form, sid, status, by_number=by_number)]


def _clean(text: str) -> str:
    """Databases refuse NUL."""
    return text.replace("\x00", "")


def _status_in(form: Form) -> str | None:
    """A callback's word for what became of our message; None for a message of a customer."""
    status = form.get("MessageStatus") or form.get("SmsStatus")
    about_ours = "MessageStatus" in form or ("Body" not in form and "NumMedia" not in form)
    return status.lower() if status and about_ours and status.lower() not in _INCOMING else None


def plain_address(text: str) -> str:
    """`whatsapp:+1650…` as +1650…; short codes and names of senders as they are."""
    bare = text.strip().removeprefix("whatsapp:").strip()
    digits = bare.replace(" ", "+", 1) if bare.startswith(" ") else bare
    return f"+{digits.lstrip('+')}" if _PHONE.fullmatch(digits) else digits


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


def _inbound(form: Form, sid: str, *, by_number: bool) -> Event:
    sender = plain_address(form.get("From", ""))
    alias = plain_address(form.get("ExternalUserId", ""))
    if not sender and not alias:
        return Unreadable(reason="no_sender", raw=dict(form))
    return Inbound(
        key=sid,
        address=sender or alias,
        aliases=(alias,) if alias and sender and alias != sender else (),
        content=contents.said(form),
        sent_at=_unknown_time(),
        recipient=_optional(plain_address(form.get("To", ""))) if by_number else None,
        name=_optional(form.get("ProfileName", "")),
        provider_id=sid,
        reply_to=_optional(form.get("OriginalRepliedMessageSid", "")),
        opt_out=_OPT_OUTS.get(form.get("OptOutType", "").upper()),
    )


def _optional(text: str) -> str | None:
    return text or None


def _unknown_time() -> datetime:
    return datetime.fromtimestamp(0, UTC)
