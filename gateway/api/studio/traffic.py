"""What became of real conversations in one version of a flow, for the Studio's canvas."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from dialogs import flow_store
from dialogs.flow_files import load
from dialogs.flow_model import model
from gateway.api.problem import Problem
from gateway.ground.clock import to_iso
from gateway.insights import traffic_store
from gateway.insights.traffic import Traffic, count

LOOKED_BACK = 30 * 86_400_000  # milliseconds


class TrafficQuery(msgspec.Struct, kw_only=True):
    """Of a version; without, of the one in use."""

    version: str | None = None


class StepTraffic(msgspec.Struct, kw_only=True):
    """How many conversations came to a step, and how many are still there."""

    step: str
    entered: int
    stayed: int


class WayTraffic(msgspec.Struct, kw_only=True):
    """How many conversations went from a step `to` another, "end" or "human", by whatever way."""

    source: str
    to: str
    count: int


class TrafficShape(msgspec.Struct, kw_only=True):
    """What became of real conversations since then. `version` is null where none is in use."""

    version: str | None
    since: str
    conversations: int
    steps: list[StepTraffic]
    ways: list[WayTraffic]


def told(connection: Connection, name: str, version: str | None, now: int) -> TrafficShape:
    """Of the version in use, if none is named."""
    version = version or flow_store.current(connection).get(name)
    if version is None:
        return _shape(None, now - LOOKED_BACK, Traffic(0, {}, {}))
    text = flow_store.version_text(connection, name, version)
    if text is None:
        raise Problem(404, "this flow has no such version", hint="Its versions are in its history")
    found = traffic_store.trails(connection, name, version, now - LOOKED_BACK)
    return _shape(version, found.since, count(model(load(text, name), text), found.conversations))


def _shape(version: str | None, since: int, traffic: Traffic) -> TrafficShape:
    return TrafficShape(
        version=version, since=to_iso(since) or "", conversations=traffic.conversations,
        steps=[
            StepTraffic(step=step, entered=place.entered, stayed=place.stayed)
            for step, place in traffic.steps.items()
        ],
        ways=[WayTraffic(source=source, to=to, count=n) for (source, to), n in traffic.ways.items()],
    )  # fmt: skip
