"""Chatwoot as a desk, by an inbox of its API channel: the calls that it takes, and what its webhook says. Pure.

https://developers.chatwoot.com/api-reference (application API, `api_access_token`)
Its webhook is signed since 4.12: `X-Chatwoot-Signature: sha256=<hex HMAC-SHA256 of "<timestamp>.<body>">`. Where the
inbox shows no secret that fits (chatwoot#13809), a token at the end of the hook's address stands for it.
"""

from __future__ import annotations

import hmac
import mimetypes
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from gateway.desks.correspondence import Answered, Ended

FRESH = 300  # seconds: an older call is somebody's copy
_DIGITS = 15  # of a time; Python refuses to read thousands of them
NOTE = 12_000  # characters of the package that travel; Chatwoot takes more, nobody reads it
ENDS = frozenset({"resolved", "pending"})  # pending: it is a bot's again


class Chatwoot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The inbox that cases go to. One of `secret` and `hook_token` says that a call is Chatwoot's.

    `private` lets it lie where only we reach: this machine, our own network.
    """

    url: str
    account_id: int
    inbox_id: int
    token: str  # of an agent or a bot of theirs that may write in this inbox
    secret: str | None = None
    hook_token: str | None = None
    timeout: float = 15.0  # seconds
    private: bool = False


class File(NamedTuple):
    name: str
    mime: str
    body: bytes


class Call(NamedTuple):
    """One call of its API; `path` below the account. With files it is a form."""

    method: str
    path: str
    body: Mapping[str, Any] | None = None
    files: Sequence[File] = ()


class Contact(NamedTuple):
    """A customer as it knows them, in its inbox."""

    id: int
    source_id: str


def make_contact(desk: Chatwoot, customer_id: str, name: str | None, phone: str | None) -> Call:
    known = {"name": name or phone or customer_id, "identifier": customer_id, "phone_number": phone}
    body = {"inbox_id": desk.inbox_id, **{key: value for key, value in known.items() if value}}
    return Call("POST", "contacts", body)


def find_contact(customer_id: str) -> Call:
    return Call("GET", f"contacts/search?q={customer_id}")


def read_contact(desk: Chatwoot, told: Any, customer_id: str) -> Contact | None:
    """From the making of one, or from a search; None where it is not in there."""
    payload = told.get("payload") if isinstance(told, dict) else None
    if isinstance(payload, dict):
        contact, inbox = _mapping(payload.get("contact")), _mapping(payload.get("contact_inbox"))
        return _contact(contact, inbox)
    for contact in payload if isinstance(payload, list) else ():
        if _mapping(contact).get("identifier") == customer_id:
            inboxes = _mapping(contact).get("contact_inboxes") or []
            ours = (one for one in inboxes if _mapping(_mapping(one).get("inbox")).get("id") == desk.inbox_id)
            return _contact(contact, _mapping(next(ours, None)))
    return None


def make_conversation(desk: Chatwoot, contact: Contact, conversation_id: str, channel: str) -> Call:
    about = {"causerie_conversation": conversation_id, "channel": channel}
    body = {"source_id": contact.source_id, "inbox_id": desk.inbox_id, "contact_id": contact.id, "status": "open",
            "custom_attributes": about}  # fmt: skip
    return Call("POST", "conversations", body)


def read_conversation(told: Any) -> str | None:
    found = _mapping(told).get("id")
    return str(found) if isinstance(found, int) else None


def note(conversation: str, words: str) -> Call:
    """For their agents only."""
    return _message(conversation, words, "outgoing", private=True)


def said(conversation: str, words: str) -> Call:
    """The customer said it."""
    return _message(conversation, words, "incoming", private=False)


def sent(conversation: str, words: str, files: Sequence[File]) -> Call:
    """The customer sent these."""
    return _message(conversation, words, "incoming", private=False)._replace(files=tuple(files))


def failed(conversation: str, message: str, why: str) -> Call:
    """Shown on what their agent wrote. Only for inboxes of the API channel, as ours is.

    https://developers.chatwoot.com/api-reference/messages/update-message-status
    """
    body = {"status": "failed", "external_error": why}
    return Call("PATCH", f"conversations/{conversation}/messages/{message}", body)


def spelled(call: Call) -> tuple[bytes, str]:
    """Its body, and of what kind that is."""
    if not call.files:
        return (msgspec.json.encode(call.body) if call.body is not None else b""), "application/json"
    given = (call.body or {}).items()
    fields = {key: str(value) for key, value in given if value is not False}  # the word "false" would be a true one
    parts = [(f'form-data; name="{key}"', "text/plain; charset=utf-8", value.encode()) for key, value in fields.items()]
    parts += [(f'form-data; name="attachments[]"; filename="{one.name}"', one.mime, one.body) for one in call.files]
    mark = sha256(b"".join(body for _, _, body in parts)).hexdigest()  # that no part holds
    lines = b"".join(
        f"--{mark}\r\nContent-Disposition: {told}\r\nContent-Type: {kind}\r\n\r\n".encode() + body + b"\r\n"
        for told, kind, body in parts
    )  # fmt: skip
    return lines + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def file_name(told: str | None, mime: str | None, number: int) -> str:
    """What a file is called there: its own name without what would end the header, else one by its kind.

    >>> file_name('the "bill".pdf', "application/pdf", 1), file_name("👍", "image/webp", 2)
    ('the _bill_.pdf', 'file-2.webp')
    """
    bare = re.sub(r"[^\w. -]", "_", told or "").strip("._ ")[:100]
    kind = (mime or "").partition(";")[0].strip().lower()
    return bare or f"file-{number}{mimetypes.guess_extension(kind) or ''}"


def close(conversation: str) -> Call:
    return Call("POST", f"conversations/{conversation}/toggle_status", {"status": "resolved"})


def is_genuine(desk: Chatwoot, headers: Mapping[str, str], body: bytes, token: str, now: int) -> bool:
    """Is this our Chatwoot? By its signature, not older than five minutes; else by the token of the address."""
    stamp, mark = headers.get("X-Chatwoot-Timestamp", ""), headers.get("X-Chatwoot-Signature", "")
    is_time = stamp.isascii() and stamp.isdecimal() and len(stamp) <= _DIGITS
    if desk.secret and is_time and abs(now // 1000 - int(stamp)) <= FRESH:
        wanted = hmac.digest(desk.secret.encode(), stamp.encode() + b"." + body, "sha256").hex()
        if hmac.compare_digest(mark.encode("utf-8", "surrogateescape"), f"sha256={wanted}".encode()):
            return True
    given = token.encode("utf-8", "surrogateescape")
    return bool(desk.hook_token) and hmac.compare_digest(given, (desk.hook_token or "").encode())


def heard(desk: Chatwoot, told: Any) -> Answered | Ended | None:
    """What its webhook says, as far as it concerns us: our own words, notes and other inboxes do not."""
    event = _mapping(told)
    if event.get("event") == "message_created":
        return _answered(desk, event)
    ends = event.get("event") == "conversation_status_changed" and event.get("status") in ENDS
    if ends and event.get("inbox_id") == desk.inbox_id and isinstance(event.get("id"), int):
        return Ended(str(event["id"]), str(event["status"]))
    return None


def _answered(desk: Chatwoot, event: Mapping[str, Any]) -> Answered | None:
    conversation, sender = _mapping(event.get("conversation")), _mapping(event.get("sender"))
    inbox = _mapping(event.get("inbox")).get("id") or conversation.get("inbox_id")
    is_agents = event.get("message_type") in ("outgoing", 1) and event.get("private") is False
    ids = event.get("id"), conversation.get("id")
    if not is_agents or inbox != desk.inbox_id or not all(isinstance(one, int) for one in ids):
        return None
    files = tuple(
        (str(one.get("file_type") or "file"), str(one["data_url"]))
        for one in map(_mapping, event.get("attachments") or ()) if one.get("data_url")
    )  # fmt: skip
    name = sender.get("name")
    return Answered(str(ids[0]), str(ids[1]), str(event.get("content") or ""), str(name) if name else None, files)


def _message(conversation: str, words: str, kind: str, *, private: bool) -> Call:
    body = {"content": words[:NOTE], "message_type": kind, "private": private}
    return Call("POST", f"conversations/{conversation}/messages", body)


def _contact(contact: Mapping[str, Any], inbox: Mapping[str, Any]) -> Contact | None:
    known = isinstance(contact.get("id"), int) and isinstance(inbox.get("source_id"), str)
    return Contact(contact["id"], inbox["source_id"]) if known else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
