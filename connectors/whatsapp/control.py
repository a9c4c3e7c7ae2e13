"""Who has a thread: WhatsApp lends each to one of the apps of a number at a time (Conversation Routing).

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messaging-handovers
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/standby
Only the next holder is told of a pass, only the last of a taking; nobody is told that a thread was let go.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import msgspec

from connectors.content import System
from connectors.contract import Deed
from connectors.message import Echo, Event, Holder, Inbound
from connectors.whatsapp.people import known_as, phone
from connectors.whatsapp.values import mapping, moment, text

DEEDS: frozenset[Deed] = frozenset({"pass", "take", "release"})
NOTE = 2000  # characters of what goes along with a thread
_HOLDERS: dict[str, Holder] = {"control_passed": "ours", "control_taken": "theirs"}


def looked_on(event: Event) -> Event:
    """Another app has this thread: shown, and never answered."""
    if isinstance(event, Inbound):
        return msgspec.structs.replace(event, addressed=False, holder="theirs")
    return msgspec.structs.replace(event, holder="theirs") if isinstance(event, Echo) else event


def handed(value: dict[str, Any]) -> Iterator[Event]:
    """A thread that came to us, or was taken from us; nothing where it does not say whose."""
    sender = mapping(value.get("sender"))
    person = known_as(phone(sender.get("phone_number")), text(sender.get("user_id")))
    event = next((name for name in _HOLDERS if name in value), None)
    if person is None or event is None:
        return
    yield Inbound(
        key=blake2b(msgspec.json.encode(value, order="sorted"), digest_size=16).hexdigest(),
        kind="system",
        recipient=text(mapping(value.get("recipient")).get("phone_number_id")),
        address=person.address,
        aliases=person.aliases,
        content=System(event=event, data=mapping(value.get(event))),
        sent_at=moment(value.get("timestamp")),
        opens_window=False,
        makes_conversation=False,
        holder=_HOLDERS[event],
    )


def asked(deed: Deed, address: str, *, to: str | None, note: str) -> dict[str, Any]:
    """The body of a call; `to` is a role: without one a thread passes to the partner set for escalations."""
    whom = {"to": address.removeprefix("+")} if address.startswith("+") else {"recipient": address}
    target = {"control_pass": {"target_role": to}} if deed == "pass" and to else {}
    metadata = {"metadata": note[:NOTE]} if note else {}
    return {"messaging_product": "whatsapp", "action": deed, **whom, **target, **metadata}
