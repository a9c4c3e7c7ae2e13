"""The one way out to a provider: one client for all accounts, with time-outs, and errors that say whether bytes left.

Calls follow no redirect, proxies of the environment are not used. Nothing is logged here: URLs hold tokens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec
from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import BuilderError, RedirectError, RequestError
from pyreqwest.multipart import FormBuilder, PartBuilder
from pyreqwest.request import RequestBuilder

from connectors.errors import MediaUnavailable, NoAnswer, NotSent

UPLOAD = 25.0  # seconds for a call that carries a file
REDIRECTS = 5  # of a download: media links lead to a storage elsewhere
AGENT = "causerie"

_decode = msgspec.json.Decoder()
# pyreqwest calls a reset, or a time-out, of a call that left a ConnectError too: only hyper's own word for it is proof
_NEVER_CONNECTED = "client error (Connect)"
_TOO_LATE = "operation timed out"


class Reply(msgspec.Struct, frozen=True):
    """A provider's whole answer."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    def json(self) -> Any:
        """The body as JSON; {} where it is none (a proxy's HTML page, an empty answer)."""
        try:
            return _decode.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return {}


class Piece(msgspec.Struct, frozen=True):
    """One piece of a multipart body; `filename` makes it a file."""

    name: str
    value: str | bytes
    filename: str | None = None
    mime: str | None = None


class Http:
    """Shared by all accounts. `total` and `connect` are seconds for one call."""

    def __init__(self, *, total: float = 15.0, connect: float = 5.0) -> None:
        self.total = total
        self._calls = _client(total, connect).follow_redirects(False).build()
        self._downloads = _client(total, connect).max_redirects(REDIRECTS).build()

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        form: Sequence[tuple[str, str]] | None = None,
        pieces: Sequence[Piece] = (),
        timeout: float | None = None,
    ) -> Reply:
        """One call, its whole answer; `form` is sent URL-encoded. Raises NotSent or NoAnswer, nothing else."""
        try:
            asked = _asked(self._calls, method, url, headers)
            if body is not None:
                asked.body_bytes(body)
            if form is not None:
                asked.form(form)
            if pieces:
                asked.multipart(_multipart(pieces))
            if timeout is not None:
                asked.timeout(timedelta(seconds=timeout))
            answer = await asked.build().send()
            return Reply(answer.status, (await answer.bytes()).to_bytes(), answer.headers)
        except (BuilderError, ValueError):
            raise NotSent("bad address") from None
        except RequestError as error:
            raise _meant(error) from None

    async def json(
        self,
        method: str,
        url: str,
        body: Any,
        *,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> Reply:
        """The same with a JSON body."""
        typed = {"Content-Type": "application/json", **(headers or {})}
        return await self.request(method, url, headers=typed, body=msgspec.json.encode(body), timeout=timeout)

    async def download(self, url: str, *, limit: int, headers: Mapping[str, str] | None = None) -> Reply:
        """At most `limit` bytes of `url`; MediaUnavailable when there are more, NoAnswer when they may be had later."""
        try:
            async with _asked(self._downloads, "GET", url, headers).build_streamed() as answer:
                if answer.status >= 500:
                    raise NoAnswer(f"http_{answer.status}")
                body = await _read_at_most(answer.body_reader, limit)
                return Reply(answer.status, body, answer.headers)
        except (BuilderError, RedirectError, ValueError):
            raise MediaUnavailable("bad_url") from None
        except RequestError as error:
            raise NoAnswer(str(_meant(error))) from None

    async def close(self) -> None:
        """Let go of every connection."""
        await self._calls.close()
        await self._downloads.close()


def _client(total: float, connect: float) -> ClientBuilder:
    """HTTP/1.1: a connection that dies takes one call with it. Nothing is unpacked: what is small stays small."""
    builder = ClientBuilder().no_proxy().http1_only().user_agent(AGENT)
    builder = builder.timeout(timedelta(seconds=total)).connect_timeout(timedelta(seconds=connect))
    return builder.gzip(False).brotli(False).zstd(False).deflate(False)


def _asked(client: Client, method: str, url: str, headers: Mapping[str, str] | None) -> RequestBuilder:
    asked = client.request(method, url)
    return asked.headers(headers) if headers else asked


def _meant(error: RequestError) -> NotSent | NoAnswer:
    """Where nothing proves that no byte of the request left, it may have."""
    causes = {cause["message"] for cause in error.details["causes"] or ()}
    if _NEVER_CONNECTED in causes:
        return NotSent("no connection")
    return NoAnswer("no answer in time" if _TOO_LATE in causes else "no whole answer")


def _multipart(pieces: Sequence[Piece]) -> FormBuilder:
    built = FormBuilder()
    for one in pieces:
        raw = one.value.encode() if isinstance(one.value, str) else one.value
        part = PartBuilder.from_bytes(raw)
        if one.filename is not None:
            part.file_name(one.filename)
        built.part(one.name, part.mime(one.mime) if one.mime else part)
    return built


async def _read_at_most(reader: Any, limit: int) -> bytes:
    body = bytearray()
    while (chunk := await reader.read_chunk()) is not None:
        body += chunk
        if len(body) > limit:
            raise MediaUnavailable("too_large")
    return bytes(body)
