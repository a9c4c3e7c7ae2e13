"""The slot ring: at most n in any rolling period, exactly, with n instants kept.

Each slot says from when on it is free. One is taken at the moment of sending, never for the future; whenever the cap or
the past changes, the ring is made anew from what was sent, for a shorter ring has forgotten what a longer one needs.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Ring(msgspec.Struct, frozen=True, array_like=True):
    """`slots` are the instants (milliseconds) from which each taken slot is free again, earliest first, at most n."""

    n: int
    period: int
    slots: tuple[int, ...] = ()

    def free_at(self, now: int) -> int | None:
        """When the next one fits; None: never, n is 0."""
        if self.n == 0:
            return None
        return now if len(self.slots) < self.n or self.slots[0] <= now else self.slots[0]

    def taken(self, at: int) -> Ring:
        """After one more at this instant."""
        return _kept(self.n, self.period, [*self.slots, at + self.period])

    def used(self, now: int) -> int:
        """How many still count."""
        return sum(1 for slot in self.slots if slot > now)


def rebuilt(n: int, period: int, instants: Iterable[int]) -> Ring:
    """The ring of what was sent at these instants; where that was too much, none fits until enough has passed.

    >>> ring = rebuilt(2, 10, [1, 2, 3])
    >>> ring.free_at(5), ring.free_at(12), ring.taken(12).free_at(12)
    (12, 12, 13)
    """
    return _kept(n, period, [at + period for at in instants])


def _kept(n: int, period: int, slots: list[int]) -> Ring:
    """Only the n latest can still be in the way."""
    return Ring(n, period, tuple(sorted(slots)[max(len(slots) - n, 0) :]))
