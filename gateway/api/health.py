"""Is it alive, is it ready, how is it doing: `/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import Connection, text

from gateway.ground.database import Database


def serve(app: web.Application, database: Database) -> None:
    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(_request: web.Request) -> web.Response:
        try:
            await database.read(_ask)
        except Exception as error:  # noqa: BLE001 - whatever it is, we are not ready, and say what
            return web.json_response({"status": "not ready", "database": type(error).__name__}, status=503)
        return web.json_response({"status": "ready", "database": "ok"})

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)


def _ask(connection: Connection) -> None:
    connection.execute(text("SELECT 1"))
