"""Looking for work that nobody rang for, and noticing a clock that was set back: work may wait for what it showed."""

from __future__ import annotations


class Look:
    """When to look, by a clock that may jump. `is_wary` for a while after it was set back, and at the start."""

    WARY = 5_000  # milliseconds: until every process has noticed

    def __init__(self) -> None:
        self._at = 0
        self._wary_until = 0

    def is_due(self, now: int, seconds: float) -> bool:
        """Is it so long since the last look? Then this is one."""
        if not self._at or now < self._at:
            self._wary_until = now + self.WARY
        if abs(now - self._at) < seconds * 1000:
            return False
        self._at = now
        return True

    def is_wary(self, now: int) -> bool:
        return now < self._wary_until
