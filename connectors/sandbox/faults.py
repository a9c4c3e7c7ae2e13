"""Faults on request: what a provider can do wrong, by account, for so many calls or until cleared.

slow            answers after `value` seconds            throttled       429 with retry_after `value`
server_error    5xx before anything happened             lost_answer     carried out, then the connection dropped
auth            the token is refused                      blocked         the customer blocked the brand
closed_window   the 24 hours are over
duplicate, reordered, late, batched                       what happens to webhooks
early_status    the status arrives before the answer
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KINDS = (
    "slow", "server_error", "throttled", "auth", "lost_answer", "blocked", "closed_window", "duplicate", "reordered",
    "late", "batched", "early_status",
)  # fmt: skip


@dataclass
class Fault:
    """`count` None: until cleared."""

    account: str
    kind: str
    count: int | None = None
    value: float = 1.0


class Faults:
    """What goes wrong next."""

    def __init__(self) -> None:
        self._active: list[Fault] = []

    def set(self, account: str, kind: str, count: int | None = None, value: float = 1.0) -> None:
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is no fault. Known are {', '.join(KINDS)}")
        self.clear(account, kind)
        self._active.append(Fault(account, kind, count, value))

    def clear(self, account: str | None = None, kind: str | None = None) -> None:
        self._active = [
            one for one in self._active if not (account in (None, one.account) and kind in (None, one.kind))
        ]

    def take(self, account: str, *kinds: str) -> Fault | None:
        """The first of these faults that is active, counted down."""
        for one in self._active:
            if one.account == account and one.kind in kinds:
                if one.count is not None:
                    one.count -= 1
                    if one.count <= 0:
                        self._active.remove(one)
                return one
        return None

    def show(self) -> dict[str, Any]:
        active = [
            {"account": one.account, "kind": one.kind, "count": one.count, "value": one.value} for one in self._active
        ]
        return {"kinds": list(KINDS), "active": active}
