"""The one way out to a provider: a shared aiohttp session, with time-outs, and errors that say whether bytes left.

Redirects are not followed, proxies of the environment are not used. Nothing is logged here: URLs hold tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp
import msgspec

from connectors.errors import MediaUnavailable, NoAnswer, NotSent

_decode = msgspec.json.Decoder()


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


class Http:
    """Shared by all accounts. `total` and `connect` are seconds for one call."""

    def __init__(self, session: aiohttp.ClientSession, *, total: float = 15.0, connect: float = 5.0) -> None:
        self.session = session
        self.timeout = aiohttp.ClientTimeout(total=total, connect=connect)

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        data: Any = None,
        timeout: float | None = None,
    ) -> Reply:
        """One call, its whole answer. Raises NotSent or NoAnswer, nothing else."""
        limit = self.timeout if timeout is None else aiohttp.ClientTimeout(total=timeout, connect=self.timeout.connect)
        try:
            async with self.session.request(
                method, url, headers=headers, data=data, timeout=limit, allow_redirects=False
            ) as answer:
                return Reply(answer.status, await answer.read(), answer.headers)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise NotSent(type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NoAnswer(type(error).__name__) from None

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
        return await self.request(method, url, headers=typed, data=msgspec.json.encode(body), timeout=timeout)

    async def download(self, url: str, *, limit: int, headers: Mapping[str, str] | None = None) -> Reply:
        """At most `limit` bytes of `url`; MediaUnavailable when there are more, NoAnswer when they may be had later."""
        try:
            async with self.session.get(url, headers=headers, timeout=self.timeout) as answer:
                if answer.status >= 500:
                    raise NoAnswer(f"http_{answer.status}")
                body = await _read_at_most(answer, limit)
                return Reply(answer.status, body, answer.headers)
        except aiohttp.InvalidURL:
            raise MediaUnavailable("bad_url") from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NoAnswer(type(error).__name__) from None


async def _read_at_most(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_chunked(65536):
        body += chunk
        if len(body) > limit:
            raise MediaUnavailable("too_large")
    return bytes(body)
