"""Errors as problem+json (RFC 9457): `code` is for programs, `detail` for the person, `hint` says what to do."""

from __future__ import annotations

from typing import Any

import msgspec
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from gateway.ground.database import is_away

RETRY_AFTER = 5  # seconds

log = structlog.get_logger()

CODES = {400: "bad_request", 401: "not_authenticated", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
         408: "too_slow", 409: "conflict", 413: "too_large", 415: "unsupported_media_type", 422: "invalid",
         429: "too_many_requests", 503: "unavailable"}  # fmt: skip


class Problem(Exception):
    """Refused: raised anywhere behind a door, answered as problem+json."""

    def __init__(
        self, status: int, detail: str, *, code: str | None = None, hint: str | None = None, **more: Any
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code or CODES.get(status, "error")
        self.detail, self.hint, self.more = detail, hint, more


class ProblemDetails(msgspec.Struct, omit_defaults=True):
    """What an error looks like."""

    title: str
    status: int
    code: str
    detail: str | None = None
    hint: str | None = None
    type: str = "about:blank"


def answer(problem: Problem) -> web.Response:
    body = {
        "type": "about:blank",
        "title": problem.code.replace("_", " "),
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        **({"hint": problem.hint} if problem.hint else {}),
        **problem.more,
    }
    headers = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else {}
    if "retry_after" in problem.more:
        headers["Retry-After"] = str(problem.more["retry_after"])
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
        return _routed(request, error)
    except Exception as error:
        if request.transport is None or request.transport.is_closing():
            raise  # the caller hung up: nobody to answer, and no fault of ours
        if is_away(error):
            log.warning("request_refused", route=_route(request), error=type(error).__name__)
            return answer(Problem(503, "the database does not answer now", hint="Try again", retry_after=RETRY_AFTER))
        log.exception("request_failed", method=request.method, route=_route(request), error=type(error).__name__)
        return answer(Problem(500, "something went wrong on our side", code="internal"))


def _routed(request: web.Request, error: web.HTTPException) -> web.Response:
    """What the router refuses: no such path, or not with this method."""
    match error:
        case web.HTTPNotFound():
            return answer(Problem(404, "there is nothing at this path", hint="What there is: /api/openapi.json"))
        case web.HTTPMethodNotAllowed(allowed_methods=allowed):
            known = ", ".join(sorted(allowed))
            refused = answer(Problem(405, f"{request.method} is not answered here", hint=f"Use {known}"))
            refused.headers["Allow"] = known
            return refused
        case _:
            return answer(Problem(error.status, error.reason))


def _route(request: web.Request) -> str:
    """The pattern of the route: addresses hold ids and tokens."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "?"
