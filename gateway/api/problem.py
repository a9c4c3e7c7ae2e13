"""Errors as problem+json (RFC 9457): `code` is for programs, `detail` for the person, `hint` says what to do."""

from __future__ import annotations

from typing import Any

import msgspec
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

log = structlog.get_logger()

CODES = {400: "bad_request", 401: "not_authenticated", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
         409: "conflict", 413: "too_large", 415: "unsupported_media_type", 422: "invalid", 429: "too_many_requests",
         503: "unavailable"}  # fmt: skip


class Problem(Exception):
    """Refused: raised anywhere behind a door, answered as problem+json."""

    def __init__(
        self, status: int, detail: str, *, code: str | None = None, hint: str | None = None, **more: Any
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code or CODES.get(status, "error")
        self.detail, self.hint, self.more = detail, hint, more


class Shape(msgspec.Struct, omit_defaults=True):
    """What an error looks like."""

    title: str
    status: int
    code: str
    detail: str | None = None
    hint: str | None = None
    type: str = "about:blank"


def answer(problem: Problem) -> web.Response:
    title = web.HTTPException.__name__ if problem.status < 400 else problem.code.replace("_", " ")
    body = {
        "type": "about:blank",
        "title": title,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        **({"hint": problem.hint} if problem.hint else {}),
        **problem.more,
    }
    headers = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else {}
    return web.Response(
        status=problem.status, body=msgspec.json.encode(body), content_type="application/problem+json", headers=headers
    )


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every refusal in one form; a fault of ours says only that it is one."""
    try:
        return await handler(request)
    except Problem as problem:
        return answer(problem)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        response = answer(Problem(error.status, error.reason))
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response
    except Exception as error:
        log.exception("request_failed", method=request.method, route=_route(request), error=type(error).__name__)
        return answer(Problem(500, "something went wrong on our side", code="internal"))


def _route(request: web.Request) -> str:
    """The pattern of the route: addresses hold ids and tokens."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "?"
