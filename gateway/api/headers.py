"""What every answer tells browsers: no guessing of types, no frames, nothing kept, and what a page may load."""

from __future__ import annotations

from aiohttp import web

PAGE = (  # the components set styles inline; scripts are ours only
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; object-src 'none'; frame-src 'none'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Of what is no page; a page and a file bring their own
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
HTTPS_ONLY = "max-age=31536000"


def guard(app: web.Application, *, secure: bool) -> None:
    """Set them on every answer that does not say otherwise; providers, who are no browsers, get none."""
    given = {**ALWAYS, "Strict-Transport-Security": HTTPS_ONLY} if secure else ALWAYS

    async def tell(request: web.Request, response: web.StreamResponse) -> None:
        response.headers.pop("Server", None)  # which versions run here concerns nobody
        if not request.path.startswith("/hooks/"):
            for name, value in given.items():
                response.headers.setdefault(name, value)

    app.on_response_prepare.append(tell)
