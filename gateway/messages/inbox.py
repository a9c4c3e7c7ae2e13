"""What makes an event the same event: providers repeat themselves, and a person may say the same thing twice."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from connectors.message import Echo, Inbound, Status, Unreadable

_encode = msgspec.json.Encoder().encode


def dedupe_key(account: str, event: Inbound | Echo | Unreadable) -> str:
    """Account, address, kind and the provider's own key; never the text."""
    if isinstance(event, Unreadable):
        return _digest(f"{account}\x1funreadable\x1f{event.reason}\x1f".encode() + _encode(event.raw))
    kind = event.kind if isinstance(event, Inbound) else "echo"
    return _digest(f"{account}\x1f{event.address}\x1f{kind}\x1f{event.key}".encode())


def early_key(ref: str, receipt: Status) -> str:
    """The same for a receipt that nothing is known of yet."""
    return _digest(f"status\x1f{ref}\x1f{receipt.status}".encode())


def _digest(said: bytes) -> str:
    return blake2b(said, digest_size=16).hexdigest()
