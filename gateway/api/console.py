"""The console's files, built from web/ into the wheel: hashed assets for ever, pages never cached."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from gateway.api.headers import PAGE

NOT_BUILT = "The console is not built. Run: make run"


def serve(app: web.Application, folder: Path, page: str = "index.html") -> None:
    """`/` and what belongs to it. Pages of the console are all the one page; it reads the path itself."""

    async def show(_request: web.Request) -> web.StreamResponse:
        file = folder / page
        if not file.is_file():
            return web.Response(status=503, text=NOT_BUILT)
        return web.FileResponse(file, headers={"Content-Security-Policy": PAGE, "Cache-Control": "no-cache"})

    for path in ("/", "/desk", "/desk/{rest:(?!api/).*}", "/login"):
        app.router.add_get(path, show)
    if (folder / "assets").is_dir():
        app.router.add_static("/assets", folder / "assets")
    app.on_response_prepare.append(_keep_assets)


async def _keep_assets(request: web.Request, response: web.StreamResponse) -> None:
    if request.path.startswith("/assets/") and response.status == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
