"""The phones: what each simulated customer sees, and what they did.

    GET  /_sandbox/phones                  {"phones": [phone], "desk_url"}
    GET  /_sandbox/events                  server-sent events "phone": one whole phone, to replace by `account`
    POST /_sandbox/phones/<account>/say    one of {"text"}, {"tap": {"message_id", "option_id"}}, {"location":
                                           {"latitude", "longitude"}}, {"media": {"kind", "name", "mime", "base64",
                                           "caption"?}},
                                           {"reaction": {"message_id", "emoji"}}, {"block": bool}, {"new_customer": {}}
    POST /_sandbox/phones/<account>/read   the customer looks: read receipts go out

A message of a phone is `direction` "out" when the brand said it. `raw` is the request that carried it, secrets masked.
`status` is how far it came: for the brand's own as the brand is told, for the customer's as the app would show it.
"""

from __future__ import annotations

import base64
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

Options = Sequence[dict[str, Any]]

KEPT = 500  # messages of one phone
SHOWN = 150_000  # bytes of a file


def counted() -> Iterator[int]:
    """Numbers no earlier run gave out: what it left with the brand must not be taken for what comes now."""
    return itertools.count(time.time_ns() // 1_000_000)


_numbers = counted()


@dataclass
class Bubble:
    """One message on a phone."""

    id: str
    direction: str
    kind: str
    text: str = ""
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat())
    provider_id: str = ""
    buttons: Options = field(default_factory=list)
    list: dict[str, Any] | None = None
    quick_replies: Options = field(default_factory=tuple)
    media: dict[str, Any] | None = None
    status: str = "sent"
    edited: bool = False
    deleted: bool = False
    reaction: str | None = None
    raw: dict[str, Any] | None = None
    reference: str | None = None  # what the sender wants back in statuses
    callback: str | None = None  # where statuses go, where each message says it (Twilio)


@dataclass
class Phone:
    """One customer on one account."""

    account: str
    channel: str
    provider: str
    title: str
    brand: str
    customer: dict[str, str]
    number: str = ""  # the brand's own, where customers see it
    typing: bool = False
    blocked: bool = False
    messages: list[Bubble] = field(default_factory=list)
    revision: int = field(default_factory=lambda: next(_numbers))  # of two tellings of a phone the page keeps the later

    def changed(self) -> None:
        self.revision = next(_numbers)

    def add(self, bubble: Bubble) -> Bubble:
        self.typing = False if bubble.direction == "out" else self.typing
        self.messages.append(bubble)
        del self.messages[:-KEPT]
        return bubble

    def find(self, provider_id: str) -> Bubble | None:
        return next((one for one in reversed(self.messages) if one.provider_id == provider_id), None)

    def by_id(self, bubble_id: str) -> Bubble | None:
        return next((one for one in reversed(self.messages) if one.id == bubble_id), None)

    def show(self) -> dict[str, Any]:
        """As the page reads it."""
        return asdict(self)


def bubble_id() -> str:
    """Unique on all phones of this process."""
    return f"b{next(_numbers)}"


def as_url(body: bytes, mime: str) -> str | None:
    """A file as the page shows it; None for one too large to be told with every change of a phone."""
    return f"data:{mime};base64,{base64.b64encode(body).decode()}" if len(body) < SHOWN else None


def option(body: dict[str, Any], bubble: Bubble) -> dict[str, Any] | None:
    """The button, row or quick reply that was tapped."""
    wanted = body.get("option_id")
    rows = (bubble.list or {}).get("rows", [])
    return next((one for one in (*bubble.buttons, *rows, *bubble.quick_replies) if one.get("id") == wanted), None)
