"""Figures for Prometheus: counted per batch, never per message, and without names of people or what they said.

Names and units follow https://prometheus.io/docs/practices/naming/. `account` is the configured account's id.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter as Counts
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from prometheus_client import REGISTRY, Counter, Gauge, Histogram
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.registry import Collector

FAST = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
SLOW = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)


class Durations(Collector):
    """A histogram by account that takes a whole batch of seconds: the library's own takes a lock for each."""

    def __init__(self, name: str, told: str, buckets: tuple[float, ...]) -> None:
        self._name, self._told, self._buckets = name, told, buckets
        self._counts: dict[str, list[int]] = {}
        self._sums: dict[str, float] = {}

    def add(self, batch: Iterable[tuple[str, float]]) -> None:
        """Account and seconds of each; on the loop."""
        for account, seconds in batch:
            if account not in self._counts:
                self._counts[account], self._sums[account] = [0] * (len(self._buckets) + 1), 0.0
            self._counts[account][bisect_left(self._buckets, seconds)] += 1
            self._sums[account] += seconds

    def collect(self) -> Iterator[HistogramMetricFamily]:
        family = HistogramMetricFamily(self._name, self._told, labels=["account"])
        bounds = [*(str(float(bound)) for bound in self._buckets), "+Inf"]
        for account, counts in self._counts.items():
            buckets = list(zip(bounds, accumulate(counts), strict=True))
            family.add_metric([account], buckets, self._sums[account])
        yield family


REFUSED = Counter("causerie_webhooks_refused", "Webhook calls that were not answered 2xx.", ["account", "answer"])
ARRIVED = Counter("causerie_events", "Events that webhooks brought, stored or known already.", ["account"])
ROUNDS = Histogram("causerie_round_seconds", "One transaction of the workers, from start to disk.", buckets=FAST)
ANSWERED = Counter("causerie_turns", "Conversations whose turn was taken.")
CALLED = Counter("causerie_provider_calls", "Calls that sent a message, by how they ended.", ["account", "outcome"])
CALL_SECONDS = Durations("causerie_provider_call_seconds", "Calls that sent a message, look-ups included.", SLOW)
REGISTRY.register(CALL_SECONDS)
DECIDED = Counter("causerie_decisions", "What the contact policy said, by its first reason.", ["outcome", "code"])
DELETED = Counter("causerie_deleted", "Deleted because of its age.", ["what"])
TOLD = Counter("causerie_bulletins", "Calls of webhooks of our own, by how they ended.", ["webhook", "outcome"])
FAILED = Counter("causerie_worker_failures", "Batches that failed and were done one by one.", ["worker"])

WAITING = Gauge("causerie_waiting", "What waits now.", ["what"])
OLDEST = Gauge("causerie_oldest_waiting_seconds", "How long the oldest of it has waited.", ["what"])
DATABASE_UP = Gauge("causerie_database_up", "1 while the database answers.")
REDIS_UP = Gauge("causerie_redis_up", "1 while Redis answers, 0 while processes look by themselves.")
DESKS = Gauge("causerie_open_desks", "Live streams open in this process.")
PROCESS = Gauge(
    "causerie_process", "Always 1: what this process does, and of which version it is.", ["roles", "version"]
)


def begin(accounts: Iterable[str], outcomes: Iterable[str]) -> None:
    """What alerts look at begins at nought: a series that appears with its first event has not grown by it."""
    for account in accounts:
        for outcome in outcomes:
            CALLED.labels(account, outcome)
        for answer in ("403", "overloaded"):
            REFUSED.labels(account, answer)
    for worker in ("intake", "turns", "digests", "endings", "senders"):
        FAILED.labels(worker)


def count(counter: Counter, names: Iterable[tuple[str, ...]]) -> None:
    """Add up a batch: one step a set of labels."""
    for labels, number in Counts(names).items():
        counter.labels(*labels).inc(number)


def waits(backlog: Mapping[str, tuple[int, int | None]], now: int) -> None:
    """What waits, and since when (milliseconds), by name. Where nobody knows, no figure is better than an old one."""
    if not backlog:
        WAITING.clear()
        OLDEST.clear()
    for what, (number, oldest) in backlog.items():
        WAITING.labels(what).set(number)
        OLDEST.labels(what).set(max(now - oldest, 0) / 1000 if number and oldest is not None else 0)
