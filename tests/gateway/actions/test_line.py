"""The line to the outside: an answer in pieces is whole, and a file comes from where anybody may fetch it."""

from __future__ import annotations

import asyncio
import gzip
import socket

import pytest
from aiohttp import web

from gateway.actions.line import REDIRECTS, Line
from gateway.actions.task import Done, Failed


@pytest.fixture
async def line():
    line = Line()
    yield line
    await line.close()


@pytest.fixture
async def server(aiohttp_server):
    """Its address; `/pieces/<n>` answers n bytes bit by bit, `/to?<url>` leads there."""

    async def pieces(request):
        reply = web.StreamResponse()
        await reply.prepare(request)
        left = int(request.match_info["size"])
        while left > 0:
            await reply.write(b'"' + b"x" * (min(left, 900) - 2) + b'"' if left <= 900 else b" " * 900)
            left -= 900
            await asyncio.sleep(0)
        return reply

    async def packed(_request):
        return web.Response(body=gzip.compress(b"\0" * 1_000_000), headers={"Content-Encoding": "gzip"})

    async def lead(request):
        return web.Response(status=302, headers={"Location": request.query_string})

    app = web.Application()
    app.router.add_route("*", "/pieces/{size}", pieces)
    app.router.add_get("/packed", packed)
    app.router.add_get("/to", lead)
    running = await aiohttp_server(app)
    return f"http://127.0.0.1:{running.port}"


NEAR = frozenset({"127.0.0.1"})


async def test_an_answer_that_comes_in_pieces_is_whole(server, line):
    told = await line.post(f"{server}/pieces/1900", b"{}", headers={}, timeout=5, private=True)
    assert told == Done("x" * 98)


@pytest.mark.parametrize(("most", "whole"), [(1_799, False), (1_800, True)])
async def test_a_file_has_no_byte_more_than_may_be(server, line, most, whole):
    reached = await line.fetch(f"{server}/pieces/1800", most=most, timeout=5, near=NEAR)
    assert (reached.status, reached.whole) == (200, whole)
    assert len(reached.body) <= most + 1


async def test_a_file_is_never_unpacked(server, line):
    reached = await line.fetch(f"{server}/packed", most=10_000, timeout=5, near=NEAR)
    assert (reached.whole, reached.body[:2]) == (True, b"\x1f\x8b")


async def test_a_redirect_leads_to_a_file_and_never_inside(server, line):
    reached = await line.fetch(f"{server}/to?/pieces/900", most=10_000, timeout=5, near=NEAR)
    assert (reached.status, len(reached.body)) == (200, 900)
    inside = server.replace("127.0.0.1", "localhost")
    for place in (f"{inside}/pieces/9", "http://169.254.169.254/latest", "http://[::1]/x"):
        refused = await line.fetch(f"{server}/to?{place}", most=10_000, timeout=5, near=NEAR)
        assert refused == Failed("private_address")
    for place in ("file:///etc/passwd", "gopher://x.example/", "http://[x", "http://2130706433/x"):
        assert await line.fetch(f"{server}/to?{place}", most=10, timeout=5, near=NEAR) == Failed("bad_address")


async def test_redirects_have_an_end(server, line):
    place = f"{server}/to?" * (REDIRECTS + 1)
    assert await line.fetch(f"{place}/x", most=10, timeout=5, near=NEAR) == Failed("too_many_redirects")


async def test_who_says_nothing_is_left_in_the_end(line):
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/x"
        assert await line.fetch(url, most=10, timeout=0.05, near=NEAR) == Failed("timeout", again=True)
