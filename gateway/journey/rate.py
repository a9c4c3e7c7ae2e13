"""How fast an account, and one address on it, may be written to: token buckets. Pure but for their own counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.ground.clock import DOUBT

BURST_SECONDS = 1.0  # an account may send this much of its rate at once
RECIPIENT_BURST = 5  # a reply of several parts leaves together
REMEMBERED = 10_000  # recipients; the rest is full again anyway


@dataclass
class Bucket:
    """`rate` tokens per second, at most `size` kept. None: no limit."""

    rate: float | None
    size: float
    tokens: float
    at: int = 0
    among: int = 1
    paused_at: int = 0
    paused_until: int = 0

    def share(self, among: int) -> None:
        """So many senders draw on this rate: ours is that part of it."""
        if self.rate is not None and among != self.among:
            self.tokens *= self.among / among
            self.among = among

    def pause(self, now: int, until: int) -> None:
        """Nothing leaves before; of two pauses the longer holds."""
        if not self._pauses(now) or until > self.paused_until:
            self.paused_at, self.paused_until = now, until

    def _pauses(self, now: int) -> bool:
        """By a clock that was set back since, nobody could tell how long: the pause is over."""
        return self.paused_at - DOUBT <= now < self.paused_until

    @classmethod
    def full(cls, rate: float | None, size: float) -> Bucket:
        return cls(rate, size, size)

    def room(self, now: int) -> float:
        """How many may leave now."""
        if self._pauses(now):
            return 0.0
        if self.rate is None:
            return float("inf")
        most = max(self.size / self.among, 1.0)
        self.tokens = min(most, self.tokens + self.rate / self.among * max(now - self.at, 0) / 1000)
        self.at = now
        return self.tokens

    def take(self, now: int) -> bool:
        if self.room(now) < 1:
            return False
        if self.rate is not None:
            self.tokens -= 1
        return True

    def ready_at(self, now: int) -> int:
        """When the next may leave, in milliseconds."""
        if self._pauses(now):
            return self.paused_until
        missing = 1 - self.room(now)
        return now if missing <= 0 or self.rate is None else now + int(missing * self.among / self.rate * 1000) + 1


@dataclass
class Pace:
    """The buckets of one account."""

    account: Bucket
    recipient_rate: float | None
    recipients: dict[str, Bucket] = field(default_factory=dict)

    @classmethod
    def of(cls, rate: float | None, recipient_rate: float | None) -> Pace:
        return cls(Bucket.full(rate, max((rate or 0) * BURST_SECONDS, 1.0)), recipient_rate)

    def share(self, among: int) -> None:
        """The account's rate; a recipient's part of it is seldom written to by two at once."""
        self.account.share(among)

    def recipient(self, address_id: str) -> Bucket | None:
        """The bucket of one address; None where there is no such limit."""
        if self.recipient_rate is None:
            return self.recipients.get(address_id)
        if address_id not in self.recipients:
            if len(self.recipients) >= REMEMBERED:
                self.recipients.clear()
            self.recipients[address_id] = Bucket.full(self.recipient_rate, RECIPIENT_BURST)
        return self.recipients[address_id]

    def slow_down(self, address_id: str | None, now: int, until: int) -> None:
        """The provider asked for patience: the whole account, or one recipient."""
        if address_id is None:
            self.account.pause(now, until)
            return
        self.recipients.setdefault(address_id, Bucket.full(self.recipient_rate, RECIPIENT_BURST)).pause(now, until)
