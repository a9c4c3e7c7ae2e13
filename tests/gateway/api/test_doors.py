"""What holds for every door: who may come in, and how a refusal reads."""

from __future__ import annotations

import re

import pytest

from tests.gateway.api.test_messages import problem
from tests.gateway.api.test_openapi import OPERATIONS
from tests.gateway.conftest import KEY

PATHS = [(method, re.sub(r"\{\w+\}", "x", path)) for method, path in OPERATIONS]


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize(
    "given",
    [None, "", "Bearer", "Bearer ", f"Basic {KEY}", "Bearer wrong", f"Bearer {KEY}x", f"Bearer {KEY[:-1]}", KEY,
     "Bearer cl\xe9", "Bearer " + "x" * 4000],
)  # fmt: skip
def test_nobody_comes_in_without_the_key(door, method, path, given):
    headers = {} if given is None else {"Authorization": given}
    answer = door.ask(method, path, headers=headers, key=None, body={} if method == "POST" else None)
    assert problem(answer, 401, "not_authenticated")["hint"]
    assert answer.headers["www-authenticate"] == "Bearer"


def test_the_key_opens_whatever_the_case_of_its_scheme(door):
    for scheme in ("Bearer", "bearer", "BEARER"):
        assert door.ask("GET", "/api/v1/messages", headers={"Authorization": f"{scheme} {KEY}"}).status == 200


@pytest.mark.parametrize("path", ["/api/v1/message", "/api/v1", "/api", "/api/v2/messages", "/api/v1/messages/", "/x"])
def test_a_path_that_is_not_there_is_a_problem_too(door, path):
    refused = problem(door.get(path), 404, "not_found")
    assert "/api/openapi.json" in refused["hint"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_method_that_is_not_answered_is_a_problem_too(door, method):
    answer = door.ask(method, "/api/v1/messages")
    assert "POST" in problem(answer, 405, "method_not_allowed")["hint"]
    assert answer.headers["allow"] == "GET, POST"


def test_what_a_query_may_not_hold_is_named(door):
    assert "colour" in problem(door.get("/api/v1/messages", colour="red"), 422, "invalid")["detail"]
    twice = door.ask("GET", "/api/v1/messages?account=a&account=b")
    assert "account" in problem(twice, 422, "invalid")["detail"]
    assert "direction" in problem(door.get("/api/v1/messages", direction="up"), 422, "invalid")["detail"]
    assert "direction" in problem(door.get("/api/v1/messages", direction="null"), 422, "invalid")["detail"]


def test_what_is_too_large_is_refused_before_it_is_read(door):
    head = (
        "POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
        f"Authorization: Bearer {KEY}\r\nContent-Length: 1000000000\r\n\r\n"
    )
    problem(door.raw(head.encode()), 413, "too_large")


def test_the_gateway_says_how_it_is_without_a_key(door):
    assert door.ask("GET", "/healthz", key=None).json == {"status": "ok"}
    assert door.ask("GET", "/readyz", key=None).json["status"] == "ready"
    assert door.ask("GET", "/metrics", key=None).status == 200
    assert door.ask("GET", "/api/openapi.json", key=None).json["openapi"].startswith("3.1")
