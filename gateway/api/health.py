"""Is it alive, is it ready, how is it doing: `/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import Connection, text

from gateway.ground.clock import Clock
from gateway.ground.database import Database
from gateway.insights import prometheus
from gateway.messages import backlog_store

PATIENCE = 2.0  # seconds for the database to say that it is there
KEPT = 5.0  # seconds for which a backlog that was counted is shown again

log = structlog.get_logger()


@dataclass
class Doctor:
    """Knows how this process is doing. `is_told` says whether others tell it at once what there is to do."""

    database: Database
    clock: Clock
    roles: tuple[str, ...]
    redis: Callable[[], bool] | None = None  # None: there is none
    version: str = ""
    is_leaving: bool = False
    counted_at: int = 0

    async def diagnosis(self) -> tuple[bool, dict[str, object]]:
        """Is it ready, and why."""
        said: dict[str, object] = {"roles": list(self.roles), "database": await self._database()}
        if self.redis is not None:
            said["redis"] = "ok" if self.redis() else "lost: the database is looked at instead, a little later"
        if self.is_leaving:
            said["leaving"] = True
        ready = said["database"] == "ok" and not self.is_leaving
        return ready, {"status": "ready" if ready else "not ready", **said}

    async def figures(self) -> bytes:
        """All of them, for Prometheus; also while the database is away, which is when they are looked at."""
        now = self.clock()
        if now - self.counted_at >= KEPT * 1000:
            self.counted_at = now
            await self._look(now)
        if self.redis is not None:
            prometheus.REDIS_UP.set(self.redis())
        prometheus.PROCESS.labels(",".join(self.roles), self.version).set(1)
        return generate_latest()

    async def _look(self, now: int) -> None:
        is_up = await self._database() == "ok"
        prometheus.DATABASE_UP.set(is_up)
        try:
            async with asyncio.timeout(PATIENCE):
                prometheus.waits(await self.database.read(backlog_store.backlog, now) if is_up else {}, now)
        except Exception as error:  # noqa: BLE001 - the other figures are shown all the same
            log.warning("backlog_not_counted", error=type(error).__name__)
            prometheus.waits({}, now)

    async def _database(self) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                await self.database.read(_ask)
        except Exception as error:  # noqa: BLE001 - whatever it is, we are not ready, and say what
            return type(error).__name__
        return "ok"


def serve(app: web.Application, doctor: Doctor) -> None:
    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(_request: web.Request) -> web.Response:
        is_ready, said = await doctor.diagnosis()
        return web.json_response(said, status=200 if is_ready else 503)

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=await doctor.figures(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)


def _ask(connection: Connection) -> None:
    connection.execute(text("SELECT 1"))
