"""Consents: who agreed, objected or took it back, where, about what, and the exact words. A chain: each entry seals the
one before it. Pure.

What was said is sealed by its own hash, so that it can be erased, leaving the hash, and the chain still shows that
nothing else was changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Literal

import msgspec

from gateway.terms.preference import Change

Action = Literal[
    "granted", "asked", "refused", "withdrawn", "objected", "reopened", "platform_opt_out", "platform_opt_in"
]  # fmt: skip
FIRST = "0" * 64
FIELDS = frozenset({"consent", "stopped"})
_ERASED = "sha256:"
PLATFORMS = frozenset({"carrier", "platform"})


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """`text` is what a yes was said to, `words` the customer's; `places` the addresses, None: all of theirs."""

    id: str
    customer_id: str
    seq: int
    at: int
    scope: str
    action: str
    basis: str
    places: str | None
    text: str | None
    words: str | None
    source: str
    message_id: str | None
    account: str | None
    change_id: str
    expires_at: int | None
    previous: str
    seal: str = ""


def actions(changes: Iterable[Change], source: str) -> list[tuple[Change, Action]]:
    """What these changes of terms mean for the consents."""
    return [(change, _action(change, source)) for change in changes if change.field in FIELDS]


def sealed(entry: Entry) -> Entry:
    """With the seal over all that it says and the seal before it."""
    return msgspec.structs.replace(entry, seal=_seal(entry, _digest(entry.words), _digest(entry.text)))


def is_whole(entries: Sequence[Entry]) -> bool:
    """Was nothing changed, left out or put in?"""
    previous = FIRST
    for seq, entry in enumerate(entries, 1):
        if entry.seq != seq or entry.previous != previous or entry.seal != sealed(entry).seal:
            return False
        previous = entry.seal
    return True


def erased(words: str | None) -> str | None:
    """What stays of words that must be forgotten."""
    return None if words is None else f"{_ERASED}{_digest(words)}"


def _action(change: Change, source: str) -> Action:
    platform = source in PLATFORMS
    if change.field == "stopped":
        if change.after:
            return "platform_opt_out" if platform else "objected"
        return "platform_opt_in" if platform else "reopened"
    if isinstance(change.after, dict) and change.after.get("pending"):
        return "asked"
    if change.after:
        return "granted"
    return "withdrawn" if change.before else "refused"


def _seal(entry: Entry, words: str | None, text: str | None) -> str:
    said = (
        entry.id, entry.customer_id, entry.seq, entry.at, entry.scope, entry.action, entry.basis, entry.places, text,
        words, entry.source, entry.message_id, entry.account, entry.change_id, entry.expires_at, entry.previous,
    )  # fmt: skip
    return sha256(msgspec.json.encode(said)).hexdigest()


def _digest(words: str | None) -> str | None:
    if words is None or words.startswith(_ERASED):
        return words and words.removeprefix(_ERASED)
    return sha256(words.encode()).hexdigest()
