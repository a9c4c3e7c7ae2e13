"""Typed operations on aiohttp: query and body decoded by their structs, the same structs in the OpenAPI document."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec
from aiohttp import web

from gateway.api.body import whole
from gateway.api.problem import Problem, ProblemDetails

Guard = Literal["key", "agent", "supervisor", "admin", "none"]


PATIENCE = 25.0  # seconds for one call, but for reading its body


@dataclass
class Call:
    """One request, decoded: `who` is the agent or key that makes it."""

    request: web.Request
    path: dict[str, str]
    query: Any = None
    body: Any = None
    who: Any = None


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing a door does. `returns` is the shape of its answer; None: no content."""

    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    summary: str
    run: Callable[[Call], Awaitable[Any]]
    guard: Guard = "key"
    query: type[msgspec.Struct] | None = None
    body: type[Any] | None = None
    returns: type[Any] | None = None
    status: int = 200
    errors: tuple[int, ...] = field(default=())
    patience: float = PATIENCE


NUL = "\0"  # PostgreSQL keeps it in no text
_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")

Identify = Callable[[web.Request, Guard], Awaitable[Any]]


def mount(app: web.Application, operations: Sequence[Operation], identify: Identify) -> None:
    """Serve these operations."""
    for operation in operations:
        app.router.add_route(operation.method, operation.path, _handler(operation, identify))


def _handler(operation: Operation, identify: Identify) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        who = await identify(request, operation.guard)
        call = Call(request, read_path(request), who=who)
        call.query = read_query(request, operation.query)
        if operation.body is not None:
            call.body = await read_body(request, operation.body)
        async with asyncio.timeout(operation.patience):  # where the database hangs, so would everybody who asks
            result = await operation.run(call)
        if isinstance(result, web.StreamResponse):
            return result
        if operation.returns is None:
            return web.Response(status=204)
        return web.Response(status=operation.status, body=msgspec.json.encode(result), content_type="application/json")

    return handle


def read_path(request: web.Request) -> dict[str, str]:
    """The ids in the path. One that no database can hold is nobody's."""
    given = dict(request.match_info)
    if any(NUL in value for value in given.values()):
        raise Problem(404, "there is nothing of that id")
    return given


def read_query(request: web.Request, shape: type[msgspec.Struct] | None) -> Any:
    """The query as its struct; what is unknown, doubled or of the wrong type is refused by name."""
    given = request.query
    known = {f.encode_name for f in msgspec.structs.fields(shape)} if shape else set()
    for name in given:
        if name not in known:
            raise Problem(
                422, f"query: {name} is not a parameter", hint=f"Known are {', '.join(sorted(known)) or 'none'}"
            )
        if len(given.getall(name)) > 1:
            raise Problem(422, f"query: {name} is given twice")
        if NUL in given[name]:
            raise Problem(422, f"query: {name} holds a NUL character", hint="Leave it out")
    if shape is None:
        return None
    try:
        asked = msgspec.convert(dict(given), shape, strict=False)
    except msgspec.ValidationError as error:
        raise Problem(422, f"query: {error}") from None
    for name in given:
        if getattr(asked, name) is None:  # the word "null"
            raise Problem(422, f"query: {name} has no value", hint="Leave it out")
    return asked


async def read_body(request: web.Request, shape: type[Any]) -> Any:
    """The JSON body as its struct."""
    if request.content_type != "application/json":
        raise Problem(415, f"the body is {request.content_type}", hint="Send Content-Type: application/json")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Problem(415, "the body is compressed", hint="Send it as it is")
    raw = await whole(request)
    if _ESCAPED_NUL.search(raw):
        raise Problem(422, "body: holds a NUL character", hint="Leave \\u0000 out: no channel carries it")
    try:
        return msgspec.json.decode(raw, type=shape)
    except msgspec.ValidationError as error:
        raise Problem(422, f"body: {error}") from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Problem(400, "the body is not JSON") from None


def describe(operations: Sequence[Operation], *, title: str, version: str, server: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of these operations."""
    public = [operation for operation in operations if operation.guard in ("key", "none")]
    shapes = [s for o in public for s in (o.query, o.body, o.returns) if s is not None]
    listed, components = msgspec.json.schema_components(
        [*shapes, ProblemDetails], ref_template="#/components/schemas/{name}"
    )
    schemas = dict(zip([*map(id, shapes), id(ProblemDetails)], listed, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for operation in public:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _describe(operation, schemas, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "servers": [{"url": server}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


def _describe(operation: Operation, schemas: dict[int, Any], components: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": operation.method.lower() + re.sub(r"\W+", "_", operation.path).rstrip("_"),
        "parameters": [*_path_parameters(operation), *_query_parameters(operation, components)],
        "responses": _responses(operation, schemas),
    }
    if operation.guard == "none":
        described["security"] = []
    if operation.body is not None:
        content = {"application/json": {"schema": schemas[id(operation.body)]}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _path_parameters(operation: Operation) -> list[dict[str, Any]]:
    names = [piece[1:-1] for piece in operation.path.split("/") if piece.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(operation: Operation, components: dict[str, Any]) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    schema = components[operation.query.__name__]
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _present(one)}
        for name, one in schema["properties"].items()
    ]


def _present(schema: dict[str, Any]) -> dict[str, Any]:
    """A query parameter is there or not: it cannot be null."""
    choices = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    return choices[0] if len(choices) == 1 else {k: v for k, v in schema.items() if k != "default" or v is not None}


def _responses(operation: Operation, schemas: dict[int, Any]) -> dict[str, Any]:
    answered: dict[str, Any] = {"description": "done"}
    if operation.returns is not None:
        answered["content"] = {"application/json": {"schema": schemas[id(operation.returns)]}}
    codes = {*operation.errors, *((401,) if operation.guard != "none" else ())}
    codes |= {404} if "{" in operation.path else set()
    codes |= {400, 408, 413, 415, 422} if operation.body is not None else set()
    codes |= {422} if operation.query is not None else set()
    problem = {"application/problem+json": {"schema": schemas[id(ProblemDetails)]}}
    refused = {str(code): {"description": "refused", "content": problem} for code in sorted(codes)}
    return {str(operation.status if operation.returns is not None else 204): answered, **refused}
