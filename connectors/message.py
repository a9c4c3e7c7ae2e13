"""What a webhook says and what a send needs: values between the gateway and the connectors.

`recipient` is the provider's own name of the account spoken to (phone number id, page id, our number), None where the
URL alone tells. `address` is where the customer is reached: a phone as E.164 with "+", a PSID, a chat id, a WhatsApp
business-scoped id; `aliases` are other keys of the same person there (a phone beside such an id). Times are UTC.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from connectors.content import Content, Option
from connectors.errors import Failure

ChatKind = Literal["private", "group"]
DeliveryStatus = Literal["accepted", "sent", "delivered", "read", "failed"]
SignalKind = Literal["typing", "read", "callback"]
Holder = Literal["ours", "theirs"]  # of a thread that the provider lends to one app of the brand at a time


class Inbound(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="inbound"):
    """One thing a customer did. (kind, key) is unique per account and address: providers repeat themselves."""

    key: str  # providers.md §9.1
    address: str
    content: Content
    sent_at: datetime
    kind: Literal["message", "reaction", "edit", "delete", "callback", "system"] = "message"
    recipient: str | None = None
    aliases: tuple[str, ...] = ()
    name: str | None = None
    language: str | None = None  # the app's own locale, where the channel tells it
    provider_id: str | None = None
    reply_to: str | None = None  # provider id of the message answered
    author: str | None = None  # in a group: who spoke, as "id name"
    chat: ChatKind = "private"
    addressed: bool = True  # in a group: was the bot spoken to?
    opens_window: bool = True
    makes_conversation: bool = True  # False: a system event; of a stranger, it makes no customer
    callback_id: str | None = None  # to be answered with `signal("callback")`
    opt_out: Literal["stop", "start", "help"] | None = None  # the carrier has already answered this: stay silent
    blocked: bool | None = None  # the customer blocked (True) or unblocked (False) the account
    phone: str | None = None  # their own, where the provider vouches for one that it does not reach them by
    moved_to: str | None = None  # the person keeps the conversation under this new address
    holder: Holder | None = None  # who has the thread now, where the provider tells


class Echo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="echo"):
    """What the brand itself said on this account: ours (`reference` is a delivery id), or written in another app."""

    key: str
    address: str
    content: Content
    sent_at: datetime
    provider_id: str
    recipient: str | None = None
    aliases: tuple[str, ...] = ()
    reference: str | None = None
    app_id: str | None = None
    holder: Holder | None = None  # who has the thread now, where the provider tells


class Status(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="status"):
    """What became of what we sent: one part by `provider_id` or `reference`, or all to `address` up to `watermark`."""

    status: DeliveryStatus
    at: datetime
    recipient: str | None = None
    address: str | None = None
    provider_id: str | None = None
    reference: str | None = None  # our delivery id, where the provider carries it back
    watermark: datetime | None = None
    error: Failure | None = None


class Unreadable(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="unreadable"):
    """An entry with nobody to attach it to: kept raw in the inbox, counted, shown to admins."""

    reason: str
    raw: Any = None
    recipient: str | None = None


Event = Inbound | Echo | Status | Unreadable


class Outbound(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message to one address, before it is spelled for its provider."""

    id: str
    address: str
    content: Content
    reply_to: str | None = None  # provider id
    author: str = "bot"
    category: str = "conversation"
    language: str = "en"
    window_open: bool = True
    own: frozenset[str] = frozenset()  # media ids that are files of ours, not the provider's


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One provider call: stored as it is, so that a retry sends the same bytes. `payload` is plain JSON.

    `file` is the id of a file of ours that goes with it: its bytes are handed to `send`.
    """

    method: str  # the provider's own word: "messages", "sendMessage", "Messages.json"
    payload: dict[str, Any]
    file: str | None = None


class Degradation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the channel could not show, told to the admin: `wanted` became `got`."""

    wanted: str
    got: str
    reason: str


class RenderPlan(msgspec.Struct, frozen=True, kw_only=True):
    """`numbered` is set when choices became numbered text: option i is answered by "i+1", its label or its id."""

    parts: tuple[Part, ...]
    degradations: tuple[Degradation, ...] = ()
    numbered: tuple[Option, ...] = ()


class Accepted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The provider took it. `aliases` are other keys of the same person: the phone as it spells it, an id.

    `amended`: what was said before is itself changed or gone; elsewhere an edit is one message more.
    """

    provider_id: str | None
    status: Literal["accepted", "sent"] = "accepted"
    aliases: tuple[str, ...] = ()
    amended: bool = False


class Absent(msgspec.Struct, frozen=True):
    """Looked up after an ambiguous send: it never left."""


class CannotTell(msgspec.Struct, frozen=True):
    """The provider offers no look-up, or it did not answer."""


Outcome = Accepted | Failure
LookUp = Accepted | Absent | CannotTell
