"""A WhatsApp webhook as events: every entry, change, message and status of it, in order.

One call may speak for several numbers and carry messages and statuses together. Each item is read by itself, from plain
JSON: a field of the wrong type spoils that item only. What has a sender is kept as Unsupported, the rest as Unreadable.
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, Literal

import msgspec

from connectors.content import System
from connectors.document import document
from connectors.message import Echo, Event, Inbound, Unreadable
from connectors.whatsapp import control
from connectors.whatsapp.contents import content_of, kind_of
from connectors.whatsapp.people import known_as, moved_to, phone, sender_of
from connectors.whatsapp.statuses import status_of
from connectors.whatsapp.values import listed, mapping, moment, text

_PAST = "history"  # what was said before the number came to us, media among it as messages of their own: not to answer
_OF_A_CALL = ("direction", "status", "duration", "start_time", "end_time")
_OBEYED: dict[str, Literal["stop", "start"]] = {"stop": "stop", "resume": "start"}


def parse(body: bytes) -> list[Event]:
    """Every event of one call: none is lost, whatever it holds."""
    whole = document(body)
    if isinstance(whole, str):
        return [Unreadable(reason="not_json", raw=whole)]
    entries = listed(mapping(whole).get("entry"))
    if not entries:
        return [Unreadable(reason="no_entry", raw=whole)]
    return [event for entry in entries for event in _entry(entry)]


def _entry(entry: Any) -> Iterator[Event]:
    changes = listed(mapping(entry).get("changes"))
    if not changes:
        yield Unreadable(reason="no_changes", raw=entry)
    for change in changes:
        yield from _change(change)


def _change(change: Any) -> Iterator[Event]:
    value, field = mapping(mapping(change).get("value")), text(mapping(change).get("field")) or "unknown_field"
    recipient = text(mapping(value.get("metadata")).get("phone_number_id"))
    if field == _PAST:
        yield Unreadable(reason=field, raw=change, recipient=recipient)
        return
    found = False
    for event in control.handed(value) if field == "messaging_handovers" else _items(value, recipient):
        found = True
        yield control.looked_on(event) if field == "standby" else event
    if not found:
        yield Unreadable(reason=field, raw=change, recipient=recipient)


def _items(value: dict[str, Any], recipient: str | None) -> Iterator[Event]:
    contacts = [mapping(one) for one in listed(value.get("contacts"))]
    for message in listed(value.get("messages")):
        yield _message(message, contacts, recipient)
    for status in listed(value.get("statuses")):
        yield status_of(status, recipient) or Unreadable(reason="odd_status", raw=status, recipient=recipient)
    for echo in listed(value.get("message_echoes")):
        yield _echo(echo, recipient)
    for error in listed(value.get("errors")):
        yield Unreadable(reason="errors", raw=error, recipient=recipient)
    for preference in listed(value.get("user_preferences")):
        yield _preference(preference, contacts, recipient)
    for update in listed(value.get("user_id_update")):
        yield _new_user_id(update, recipient)
    for call in listed(value.get("calls")):
        yield _call(call, contacts, recipient)
    for group in listed(value.get("groups")):
        yield _group(group, recipient)


def _message(raw: Any, contacts: list[dict[str, Any]], recipient: str | None) -> Event:
    message = mapping(raw)
    sender = sender_of(message, contacts)
    if sender is None:
        return Unreadable(reason="no_sender", raw=raw, recipient=recipient)
    provider_id = text(message.get("id"))
    group = text(message.get("group_id"))
    kind = kind_of(message)
    content = content_of(message)
    said = kind == "message"
    return Inbound(
        key=provider_id or _mark(message),
        kind=kind,
        recipient=recipient,
        address=group or sender.address,
        aliases=() if group else sender.aliases,
        content=content,
        sent_at=moment(message.get("timestamp")),
        name=None if group else sender.name,
        provider_id=provider_id,
        reply_to=text(mapping(message.get("context")).get("id")) if said else None,
        author=f"{sender.address} {sender.name or ''}".strip() if group else None,
        chat="group" if group else "private",
        addressed=group is None,
        opens_window=said,
        makes_conversation=kind != "system",
        moved_to=moved_to(message) if isinstance(content, System) else None,
    )


def _mark(message: dict[str, Any]) -> str:
    """The key of what has no id: a repetition is the same, byte for byte."""
    return blake2b(msgspec.json.encode(message, order="sorted"), digest_size=16).hexdigest()


def _echo(raw: Any, recipient: str | None) -> Event:
    """A reply written in the WhatsApp Business app of the same number."""
    message = mapping(raw)
    provider_id = text(message.get("id"))
    to = known_as(phone(message.get("to")), text(message.get("to_user_id")), text(message.get("to_parent_user_id")))
    if provider_id is None or to is None:
        return Unreadable(reason="odd_echo", raw=raw, recipient=recipient)
    return Echo(
        key=provider_id,
        address=to.address,
        aliases=to.aliases,
        content=content_of(message),
        sent_at=moment(message.get("timestamp")),
        provider_id=provider_id,
        recipient=recipient,
        reference=text(message.get("biz_opaque_callback_data")),
    )


def _new_user_id(raw: Any, recipient: str | None) -> Event:
    """The same person under another id."""
    update = mapping(raw)
    ids, parents = mapping(update.get("user_id")), mapping(update.get("parent_user_id"))
    keys = (text(pair.get(when)) for when in ("current", "previous") for pair in (ids, parents))
    person = known_as(phone(update.get("wa_id")), *keys)
    if person is None:
        return Unreadable(reason="user_id_update", raw=raw, recipient=recipient)
    return Inbound(
        key=_mark(update),
        kind="system",
        recipient=recipient,
        address=person.address,
        aliases=person.aliases,
        content=System(event="user_id_update", data=update),
        sent_at=moment(update.get("timestamp")),
        opens_window=False,
        makes_conversation=False,
    )


def _call(raw: Any, contacts: list[dict[str, Any]], recipient: str | None) -> Event:
    """Somebody rang, or was rung. What the phones need to speak with each other is left out."""
    call = mapping(raw)
    ours = text(call.get("direction")) == "BUSINESS_INITIATED"
    other = {"from": call.get("to"), "from_user_id": call.get("to_user_id")} if ours else call
    person = sender_of(other, contacts)
    call_id, event = text(call.get("id")), text(call.get("event"))
    if person is None or call_id is None or event is None:
        return Unreadable(reason="calls", raw=raw, recipient=recipient)
    return Inbound(
        key=f"{call_id}:{event}",
        kind="system",
        recipient=recipient,
        address=person.address,
        aliases=person.aliases,
        content=System(event=f"call_{event}", data={name: call[name] for name in _OF_A_CALL if name in call}),
        sent_at=moment(call.get("timestamp")),
        name=person.name,
        provider_id=call_id,
        opens_window=False,
        makes_conversation=False,
    )


def _group(raw: Any, recipient: str | None) -> Event:
    """What happened to a group: its members, its name."""
    happened = mapping(raw)
    group = text(happened.get("group_id"))
    if group is None:
        return Unreadable(reason="groups", raw=raw, recipient=recipient)
    return Inbound(
        key=_mark(happened),
        kind="system",
        recipient=recipient,
        address=group,
        content=System(event=text(happened.get("type")) or "group", data=happened),
        sent_at=moment(happened.get("timestamp")),
        chat="group",
        addressed=False,
        opens_window=False,
        makes_conversation=False,
    )


def _preference(raw: Any, contacts: list[dict[str, Any]], recipient: str | None) -> Event:
    """The customer stopped or resumed marketing inside WhatsApp; only they can change it."""
    preference = mapping(raw)
    sender = known_as(phone(preference.get("wa_id")), text(preference.get("user_id"))) or sender_of(
        preference, contacts
    )
    if sender is None:
        return Unreadable(reason="user_preferences", raw=raw, recipient=recipient)
    value = text(preference.get("value")) or ""
    stamp = text(preference.get("timestamp")) or ""
    return Inbound(
        key=f"preference:{value}:{stamp}",
        kind="system",
        recipient=recipient,
        address=sender.address,
        aliases=sender.aliases,
        content=System(event="marketing_preference", data={"value": value}),
        sent_at=moment(preference.get("timestamp")),
        opens_window=False,
        makes_conversation=False,
        opt_out=_OBEYED.get(value),
    )
