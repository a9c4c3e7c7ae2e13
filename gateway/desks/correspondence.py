"""What another desk says, whatever its kind: an answer, that it has a case, that it will not, that it is done."""

from __future__ import annotations

import msgspec


class Answered(msgspec.Struct, frozen=True):
    """Somebody there wrote to the customer. `message` is their own name of it, `conversation` of the whole."""

    message: str
    conversation: str
    words: str
    name: str | None
    files: tuple[tuple[str, str], ...]  # kind, URL
    desk: str = "chatwoot"


class Accepted(msgspec.Struct, frozen=True):
    """Their people have it."""

    conversation: str


class Declined(msgspec.Struct, frozen=True):
    """They will not have it."""

    conversation: str


class Ended(msgspec.Struct, frozen=True):
    """They are done with it (resolved), or gave it to the bot (pending)."""

    conversation: str
    status: str
    desk: str = "chatwoot"


Heard = Answered | Accepted | Declined | Ended
