"""What became of real conversations in one version of a flow, for the Studio's canvas."""

from __future__ import annotations

from sqlalchemy import Connection

from dialogs import flow_store
from dialogs.flow_files import load
from dialogs.flow_model import model
from gateway.api import studio_shapes as shapes
from gateway.api.problem import Problem
from gateway.ground.clock import to_iso
from gateway.insights import traffic_store
from gateway.insights.traffic import Traffic, count

LOOKED_BACK = 30 * 86_400_000  # milliseconds


def told(connection: Connection, name: str, version: str | None, now: int) -> shapes.TrafficShape:
    """Of the version in use, if none is named."""
    version = version or flow_store.current(connection).get(name)
    if version is None:
        return _shape(None, now - LOOKED_BACK, Traffic(0, {}, {}))
    text = flow_store.version_text(connection, name, version)
    if text is None:
        raise Problem(404, "this flow has no such version", hint="Its versions are in its history")
    found = traffic_store.trails(connection, name, version, now - LOOKED_BACK)
    return _shape(version, found.since, count(model(load(text, name), text), found.conversations))


def _shape(version: str | None, since: int, traffic: Traffic) -> shapes.TrafficShape:
    return shapes.TrafficShape(
        version=version, since=to_iso(since) or "", conversations=traffic.conversations,
        steps=[
            shapes.StepTraffic(step=step, entered=place.entered, stayed=place.stayed)
            for step, place in traffic.steps.items()
        ],
        ways=[shapes.WayTraffic(source=source, to=to, count=n) for (source, to), n in traffic.ways.items()],
    )  # fmt: skip
