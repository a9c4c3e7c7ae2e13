"""The line to the outside for actions: one POST of JSON, no redirects, and no private addresses unless allowed.

The address is looked at when it is connected to, not before: a name that leads elsewhere a moment later gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import aiohttp
import msgspec
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver

from gateway.actions.task import LARGEST, Answer, Done, Failed


class PrivateAddress(OSError):
    """The host lies where only we reach."""


class Reached(NamedTuple):
    """What came back; `whole` is False where it is longer than may be."""

    status: int
    body: bytes
    whole: bool


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
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    return ip.is_global and not ip.is_multicast


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
        if not private and _is_private_literal(url):
            return Failed("private_address")
        limit = aiohttp.ClientTimeout(total=timeout)
        sent = {"Content-Type": "application/json", **headers}
        try:
            async with self._session(private).request(
                method, url, data=body, headers=sent, timeout=limit, allow_redirects=False
            ) as reply:
                answered = await reply.content.read(LARGEST + 1)
                return Reached(reply.status, answered, reply.content.at_eof())
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
    status, body, whole = reached
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
