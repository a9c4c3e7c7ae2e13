"""Figures for Prometheus: each is used, and a database that is away does not take the others with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from gateway.api.health import Doctor
from gateway.insights import prometheus
from gateway.insights.prometheus import Durations

GATEWAY = Path(prometheus.__file__).parents[1]


class Away:
    """A database that nobody reaches."""

    async def read(self, _work, *_args):
        raise ConnectionError


def sample(text: str, name: str, **labels: str) -> float | None:
    values = [
        one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
        if one.name == name and one.labels.items() >= labels.items()
    ]
    return values[0] if values else None


def test_every_figure_that_is_declared_is_measured_somewhere():
    declared = {name for name, value in vars(prometheus).items() if name.isupper() and hasattr(value, "collect")}
    used = set()
    for path in GATEWAY.rglob("*.py"):
        pattern = r"\b([A-Z_]+)\.(?:labels|set|inc|observe|time)" if path.stem == "prometheus" else r"prometheus\.(\w+)"
        used |= set(re.findall(pattern, path.read_text()))
    assert declared - {"REGISTRY"} <= used


def test_durations_are_a_histogram_that_the_parser_reads():
    registry, durations = CollectorRegistry(), Durations("wait_seconds", "Waits.", (0.1, 1))
    registry.register(durations)
    durations.add([("a", 0.1), ("a", 0.2), ("a", 30), ("b", 0.01)])
    text = generate_latest(registry).decode()
    assert [sample(text, "wait_seconds_bucket", account="a", le=le) for le in ("0.1", "1.0", "+Inf")] == [1, 2, 3]
    assert sample(text, "wait_seconds_count", account="a") == 3
    assert sample(text, "wait_seconds_sum", account="a") == pytest.approx(30.3)
    assert sample(text, "wait_seconds_count", account="b") == 1


def test_a_histogram_without_a_sample_is_no_fault():
    registry = CollectorRegistry()
    registry.register(Durations("wait_seconds", "Waits.", (1,)))
    assert b"# TYPE wait_seconds histogram" in generate_latest(registry)


async def test_while_the_database_is_away_figures_say_so_and_show_no_old_backlog():
    prometheus.waits({"deliveries": (7, 0)}, 60_000)
    text = (await Doctor(Away(), lambda: 10_000, ("worker",), redis=lambda: False, version="1.2").figures()).decode()
    assert sample(text, "causerie_database_up") == 0
    assert sample(text, "causerie_redis_up") == 0
    assert sample(text, "causerie_waiting", what="deliveries") is None
    assert sample(text, "causerie_process", roles="worker", version="1.2") == 1
