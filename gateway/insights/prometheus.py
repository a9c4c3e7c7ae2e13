"""Figures for Prometheus: counted per batch, never per message, and without names of people or what they said.

Names and units follow https://prometheus.io/docs/practices/naming/. `account` is the configured account's id.
"""

from __future__ import annotations

from collections import Counter as Counts
from collections.abc import Iterable, Mapping

from prometheus_client import Counter, Gauge, Histogram

FAST = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
SLOW = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)

REFUSED = Counter("causerie_webhooks_refused", "Webhook calls that were not answered 2xx.", ["account", "answer"])
ARRIVED = Counter("causerie_events", "Events that webhooks brought, stored or known already.", ["account"])
ROUNDS = Histogram("causerie_round_seconds", "One transaction of the workers, from start to disk.", buckets=FAST)
ANSWERED = Counter("causerie_turns", "Conversations whose turn was taken.")
CALLED = Counter("causerie_provider_calls", "Calls that sent a message, by how they ended.", ["account", "outcome"])
CALL_SECONDS = Histogram("causerie_provider_call_seconds", "Calls that sent a message.", ["account"], buckets=SLOW)
DECIDED = Counter("causerie_decisions", "What the contact policy said, by its first reason.", ["outcome", "code"])
FAILED = Counter("causerie_worker_failures", "Batches that failed and were done one by one.", ["worker"])

WAITING = Gauge("causerie_waiting", "What waits now.", ["what"])
OLDEST = Gauge("causerie_oldest_waiting_seconds", "How long the oldest of it has waited.", ["what"])
REDIS_UP = Gauge("causerie_redis_up", "1 while Redis answers, 0 while processes look by themselves.")
DESKS = Gauge("causerie_open_desks", "Live streams open in this process.")


def count(counter: Counter, names: Iterable[tuple[str, ...]]) -> None:
    """Add up a batch: one step a set of labels."""
    for labels, number in Counts(names).items():
        counter.labels(*labels).inc(number)


def waits(backlog: Mapping[str, tuple[int, int | None]], now: int) -> None:
    """What waits, and since when (milliseconds), by name."""
    for what, (number, oldest) in backlog.items():
        WAITING.labels(what).set(number)
        OLDEST.labels(what).set(max(now - oldest, 0) / 1000 if number and oldest is not None else 0)
