"""The one way out says truly whether bytes left: what may have been carried out is never called unsent."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager

import pytest

from connectors.errors import MediaUnavailable, NoAnswer, NotSent
from connectors.http import Http, Piece
from tests.connectors.stand_in import NO_ANSWER, stand_in


@asynccontextmanager
async def http(**limits):
    one = Http(**limits)
    yield one
    await one.close()


@asynccontextmanager
async def listener(answer):
    """Reads what comes, then does `answer(writer)`."""
    waiting = asyncio.Event()

    async def serve(reader, writer):
        await reader.read(10)
        await answer(writer, waiting)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"
    waiting.set()
    server.close()
    await server.wait_closed()


async def _silence(_writer, waiting):
    await waiting.wait()


async def _reset(writer, _waiting):
    writer.transport.abort()


async def _half(writer, _waiting):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc")


async def _nonsense(writer, _waiting):
    writer.write(b"nonsense\r\n\r\n")


@pytest.mark.parametrize("answer", [_silence, _reset, _half, _nonsense])
async def test_a_call_that_left_without_a_whole_answer_may_have_been_carried_out(answer):
    async with http(total=0.3) as out, listener(answer) as url:
        with pytest.raises(NoAnswer):
            await out.request("POST", url, body=b"x" * 100)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "https://127.0.0.1:1/x", "nonsense", "http://", "http://[::1"])
async def test_what_never_left_is_known_to_be_unsent(url):
    async with http() as out:
        with pytest.raises(NotSent):
            await out.request("POST", url, body=b"x")


async def test_a_connection_that_does_not_come_about_is_unsent():
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for one in (first, second):  # the backlog is full: nobody else is let in
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        async with http(connect=0.2) as out:
            with pytest.raises(NotSent):
                await out.request("POST", f"http://127.0.0.1:{full.getsockname()[1]}/x", body=b"x")


async def test_a_reused_connection_that_the_provider_closed_loses_nothing():
    async with http() as out, stand_in(*[{"body": "a", "headers": {"Connection": "close"}}] * 3) as provider:
        for _ in range(3):
            assert (await out.request("POST", f"{provider.base}/x", body=b"x")).body == b"a"


async def test_a_call_is_made_once_even_if_its_answer_is_lost():
    async with http() as out, stand_in(NO_ANSWER) as provider:
        with pytest.raises(NoAnswer):
            await out.request("POST", f"{provider.base}/x", body=b"x")
        assert len(provider.calls) == 1


async def test_a_redirect_is_an_answer_of_a_call_and_followed_by_a_download():
    moved = {"status": 302, "headers": {"Location": "/there"}}
    async with http() as out, stand_in(moved, moved, {"body": "bytes"}) as provider:
        assert (await out.request("POST", f"{provider.base}/x", body=b"x")).status == 302
        assert (await out.download(f"{provider.base}/x", limit=10)).body == b"bytes"
        assert [one["path"] for one in provider.calls] == ["/x", "/x", "/there"]


async def test_a_download_stops_at_its_limit():
    async with http() as out, stand_in({"body": "x" * 100_000}) as provider:
        with pytest.raises(MediaUnavailable, match="too_large"):
            await out.download(f"{provider.base}/x", limit=1000)


async def test_headers_are_found_by_any_case_and_bodies_that_are_no_json_are_empty():
    async with http() as out, stand_in({"body": "<html>", "headers": {"Retry-After": "7"}}) as provider:
        reply = await out.request("GET", f"{provider.base}/x")
        assert reply.headers.get("retry-after") == "7"
        assert reply.json() == {}


async def test_a_form_with_a_file_carries_its_name_and_kind():
    pieces = [Piece("kind", "image"), Piece("file", b"\x89PNG", "a.png", "image/png")]
    async with http() as out, stand_in({"body": "ok"}) as provider:
        await out.request("POST", f"{provider.base}/x", pieces=pieces)
        assert provider.calls[0]["form"] == {"kind": "image", "file": ("a.png", "image/png", b"\x89PNG")}


async def test_the_environment_s_proxy_is_not_used(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    async with http() as out, stand_in({"body": "ok"}) as provider:
        assert (await out.request("GET", f"{provider.base}/x")).body == b"ok"
