"""The line to the outside: one POST of JSON without redirects, or one file; no private addresses unless allowed.

The address is looked at when it is connected to, not before: a name that leads elsewhere a moment later gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Container
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import aiohttp
import msgspec
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver

from gateway.actions.task import LARGEST, Answer, Done, Failed

REDIRECTS = 5  # of a file: desks keep theirs in a storage elsewhere
_ELSEWHERE = frozenset({301, 302, 303, 307, 308})
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_AS_IT_IS = {"Accept-Encoding": "identity"}


class PrivateAddress(OSError):
    """The host lies where only we reach."""


class Reached(NamedTuple):
    """What came back; `whole` is False where it is longer than may be."""

    status: int
    body: bytes
    whole: bool
    elsewhere: str | None = None  # the address that a redirect names


class _Guarded(AbstractResolver):
    """Resolves to public addresses only."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:  # fmt: skip
        found = await self._inner.resolve(host, port, family)
        public = [one for one in found if is_public(one["host"])]
        if not public:
            raise PrivateAddress(host)
        return public

    async def close(self) -> None:
        await self._inner.close()


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody reaches; anything that is none is not."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inside(ip) if isinstance(ip, ipaddress.IPv6Address) else ip
    return inner.is_global and not inner.is_multicast


def _inside(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that a gateway of the network would call for it (RFC 4291, 3056, 6052)."""
    translated = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF) if ip in _NAT64 else None
    return ip.ipv4_mapped or ip.sixtofour or translated or ip


class Line:
    """Opened at the first call: two sessions, one of which may go anywhere."""

    def __init__(self, resolver: AbstractResolver | None = None) -> None:
        self._resolver = resolver
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def post(
        self, url: str, body: bytes, *, headers: dict[str, str], timeout: float, private: bool
    ) -> Answer:  # fmt: skip
        """The JSON answered, or why there is none."""
        reached = await self.reach(url, body, headers=headers, timeout=timeout, private=private)
        return reached if isinstance(reached, Failed) else _answer(reached)

    async def reach(
        self, url: str, body: bytes, *, headers: dict[str, str], timeout: float, private: bool, method: str = "POST"
    ) -> Reached | Failed:  # fmt: skip
        """Whatever was answered, or why nothing was."""
        sent = {"Content-Type": "application/json", **headers}
        return await self._call(method, url, sent, body, most=LARGEST, timeout=timeout, private=private)

    async def fetch(self, url: str, *, most: int, timeout: float, near: Container[str] = ()) -> Reached | Failed:
        """A file of at most `most` bytes, wherever redirects lead: each is looked at as the first address was.

        Hosts that are `near` may lie where only we reach. Nothing is unpacked: what is small stays small.
        """
        try:
            async with asyncio.timeout(timeout):
                return await self._follow(url, most, timeout, near)
        except TimeoutError:
            return Failed("timeout", again=True)

    async def _follow(self, url: str, most: int, timeout: float, near: Container[str]) -> Reached | Failed:
        place = url
        for _ in range(REDIRECTS + 1):
            host = _host(place)
            if host is None:
                return Failed("bad_address")
            reached = await self._call("GET", place, _AS_IT_IS, None, most=most, timeout=timeout, private=host in near)
            if isinstance(reached, Failed) or reached.elsewhere is None:
                return reached
            place = _joined(place, reached.elsewhere)
        return Failed("too_many_redirects")

    async def _call(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None, *, most: int, timeout: float,
        private: bool,
    ) -> Reached | Failed:  # fmt: skip
        """Without a body nothing that comes is unpacked."""
        if not private and _is_private_literal(url):
            return Failed("private_address")
        limit = aiohttp.ClientTimeout(total=timeout)
        try:
            async with self._session(private).request(
                method, url, data=body, headers=headers, timeout=limit, allow_redirects=False,
                auto_decompress=body is not None,
            ) as reply:  # fmt: skip
                elsewhere = reply.headers.get("Location") if reply.status in _ELSEWHERE else None
                return Reached(reply.status, *await _at_most(reply.content, most), elsewhere)
        except PrivateAddress:
            return Failed("private_address")
        except TimeoutError:
            return Failed("timeout", again=True)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return _no_answer(error)

    async def close(self) -> None:
        for session in self._sessions.values():
            await session.close()

    def _session(self, private: bool) -> aiohttp.ClientSession:
        if private not in self._sessions:
            inner = self._resolver or DefaultResolver()
            connector = aiohttp.TCPConnector(resolver=inner if private else _Guarded(inner), limit=50)
            self._sessions[private] = aiohttp.ClientSession(
                connector=connector, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._sessions[private]


async def _at_most(content: aiohttp.StreamReader, most: int) -> tuple[bytes, bool]:
    """What comes, in however many pieces, and whether that is all of it."""
    body = bytearray()
    async for piece in content.iter_any():
        body += piece
        if len(body) > most:
            return bytes(body[: most + 1]), False
    return bytes(body), True


def _host(url: str) -> str | None:
    """None: this is no address of the web."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else None
    except ValueError:
        return None


def _joined(place: str, elsewhere: str) -> str:
    """Where a redirect leads; nowhere, if it is no address."""
    try:
        return urljoin(place, elsewhere)
    except ValueError:
        return ""


def _no_answer(error: BaseException) -> Failed:
    """aiohttp wraps what the resolver raises."""
    causes: list[BaseException | None] = [error, error.__cause__, getattr(error, "os_error", None)]
    if any(isinstance(one, PrivateAddress) for one in causes):
        return Failed("private_address")
    if isinstance(error, aiohttp.InvalidURL | ValueError):
        return Failed("bad_address")
    return Failed("unreachable", again=True)


def _is_private_literal(url: str) -> bool:
    """An IP address is connected to without being resolved."""
    try:
        host = urlsplit(url).hostname or ""
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return not is_public(host)


def _answer(reached: Reached) -> Answer:
    status, body, whole, _ = reached
    if status in (408, 425, 429) or status >= 500:
        return Failed(f"http_{status}", again=True)
    if len(body) > LARGEST or not whole:
        return Failed("too_large")
    if status == 204 or not body.strip():
        return Done() if status < 300 else Failed(f"http_{status}")
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Failed("bad_answer") if status < 300 else Failed(f"http_{status}")
    if status >= 300:
        return Failed(_code(told) or f"http_{status}")
    return Done(told)


def _code(told: Any) -> str | None:
    """A refusal may bring a code of its own: a short word."""
    code = told.get("error") if isinstance(told, dict) else None
    return code if isinstance(code, str) and 0 < len(code) <= 40 and code.replace("_", "").isalnum() else None
