"""The console's files, built from web/ into the wheel: hashed assets for ever, pages never cached."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
SAFE = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
NOT_BUILT = "The console is not built. Run: make run"


def serve(app: web.Application, folder: Path, page: str = "index.html") -> None:
    """`/` and what belongs to it. Pages of the console are all the one page; it reads the path itself."""

    async def show(_request: web.Request) -> web.StreamResponse:
        file = folder / page
        if not file.is_file():
            return web.Response(status=503, text=NOT_BUILT)
        return web.FileResponse(file, headers={**SAFE, "Cache-Control": "no-cache"})

    for path in ("/", "/desk", "/desk/{rest:(?!api/).*}", "/login"):
        app.router.add_get(path, show)
    if (folder / "assets").is_dir():
        app.router.add_static("/assets", folder / "assets")
    app.on_response_prepare.append(_keep_assets)


async def _keep_assets(request: web.Request, response: web.StreamResponse) -> None:
    if request.path.startswith("/assets/") and response.status == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
