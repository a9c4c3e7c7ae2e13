"""Failed attempts, remembered for a while, so that whoever guesses is slowed down."""

from __future__ import annotations

from collections import OrderedDict, deque

NAMES = 10_000  # remembered; whoever tried longest ago is forgotten first


class Tries:
    """At most so many failures of one name within so many milliseconds."""

    def __init__(self, most: int, within: int) -> None:
        self._most, self._within = most, within
        self._failed: OrderedDict[str, deque[int]] = OrderedDict()

    def wait(self, name: str, now: int) -> int:
        """Milliseconds until this name may try again; 0: at once."""
        failed = self._failed.get(name)
        if failed is None or len(failed) < self._most:
            return 0
        return max(0, failed[0] + self._within - now)

    def count(self, name: str, now: int) -> None:
        """One more attempt. Count it before it is checked: many at the same moment are many."""
        failed = self._failed.setdefault(name, deque(maxlen=self._most))
        failed.append(now)
        self._failed.move_to_end(name)
        if len(self._failed) > NAMES:
            self._failed.popitem(last=False)

    def forgive(self, name: str) -> None:
        """The last attempt was no guess; those before it may have been."""
        failed = self._failed.get(name)
        if failed:
            failed.pop()

    def forget(self, name: str) -> None:
        """None of them were."""
        self._failed.pop(name, None)
