"""A bulletin: one thing that happened, told to one webhook. Pure. The form is that of https://www.standardwebhooks.com

POST <url>
webhook-id: <the same at each try>
webhook-timestamp: <unix seconds of this try>
webhook-signature: v1,<base64 HMAC-SHA256 of "<id>.<timestamp>.<body>" with the secret>

{"type": "conversation.queued", "timestamp": "…", "data": {…}}
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping

import msgspec

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000

EVENTS = (
    "message.in", "message.out", "case.opened", "conversation.bot", "conversation.queued", "conversation.offered",
    "conversation.assigned", "conversation.snoozed", "conversation.external", "conversation.resolved",
)  # fmt: skip
# Before the next try; after the last one it is a dead letter
PAUSES = (5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
TRIES = len(PAUSES) + 1
ENCODED = "whsec_"  # in front of a secret that is base64
GONE = 410  # "do not call again"
LEAST_SECRET = 16  # bytes


class Webhook(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who is told, of what. `conversation.*` is all of a family, `*` everything.

    `private` lets it lie where only we reach: this machine, our own network.
    """

    url: str
    secret: str
    events: tuple[str, ...]
    timeout: float = 15.0  # seconds
    private: bool = False


Webhooks = Mapping[str, Webhook]
Wanted = Mapping[str, tuple[str, ...]]  # who wants it, by event


def wanted(webhooks: Webhooks) -> Wanted:
    """Which webhooks are told of which event.

    >>> wanted({"crm": Webhook(url="https://crm.example", secret="s", events=("case.*",))})
    {'case.opened': ('crm',)}
    """
    told = {event: tuple(name for name, one in webhooks.items() if wants(one, event)) for event in EVENTS}
    return {event: names for event, names in told.items() if names}


def wants(webhook: Webhook, event: str) -> bool:
    return not {"*", event, f"{event.partition('.')[0]}.*"}.isdisjoint(webhook.events)


def is_event(pattern: str) -> bool:
    """Is there anything that this names?"""
    return pattern == "*" or any(pattern in (event, f"{event.partition('.')[0]}.*") for event in EVENTS)


def headers(bulletin_id: str, body: bytes, secret: str, now: int) -> dict[str, str]:
    """Of one try; `now` in milliseconds. The time is signed: a call that was overheard is soon worth nothing."""
    seconds = str(now // 1000)
    signed = b".".join((bulletin_id.encode(), seconds.encode(), body))
    mark = base64.b64encode(hmac.digest(key(secret), signed, "sha256")).decode()
    return {"webhook-id": bulletin_id, "webhook-timestamp": seconds, "webhook-signature": f"v1,{mark}"}


def key(secret: str) -> bytes:
    """The bytes that sign. Raises ValueError where the secret says that it is base64 and is not."""
    if not secret.startswith(ENCODED):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(ENCODED), validate=True)
    except ValueError as error:  # which binascii.Error is, too
        raise ValueError(f"what follows {ENCODED} is no base64") from error


def again_in(tries: int, status: int | None) -> int | None:
    """Milliseconds until the next try after so many; None: there is none. `status` None: no answer came."""
    return None if status == GONE or tries >= TRIES else PAUSES[tries - 1]
