"""Who is there: programs by API key, agents by session cookie. Changes by agents need the session's CSRF token too."""

from __future__ import annotations

import asyncio
import math
import secrets
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error

from gateway.api import key_store, session_store
from gateway.api.operation import Guard
from gateway.api.problem import Problem
from gateway.api.tries import Tries
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from handoff import agent_store
from handoff.roles import Right, may

COOKIE = "causerie_session"
KEYS_LAST = 5_000  # milliseconds: how soon a revoked key stops to work
OF_SOURCE = (10, 60_000)  # failed log-ins of one network address, in this many milliseconds
OF_EMAIL = (30, 900_000)  # and of one e-mail, from wherever: more would let strangers lock people out
RIGHTS: dict[Guard, Right] = {"supervisor": Right.SUPERVISE, "admin": Right.ADMINISTER}
HASHES = 2  # at once: each takes 64 MB

_hasher = PasswordHasher()


@dataclass(frozen=True)
class Agent:
    """Somebody logged in."""

    id: str
    name: str
    email: str
    role: str
    languages: tuple[str, ...]
    csrf: str
    teams: tuple[str, ...] = ()

    def may(self, right: Right) -> bool:
        return may(self.role, right)


def hash_password(password: str) -> str:
    return _hasher.hash(password)


class Gatekeeper:
    """Lets in whom a door is meant for."""

    def __init__(
        self, database: Database, clock: Clock, *, preset_key: str | None, secure: bool, proxies: int = 0
    ) -> None:
        self._database, self._clock, self._secure, self._proxies = database, clock, secure, proxies
        self._preset = key_store.digest(preset_key) if preset_key else None
        self._keys: set[str] = set()
        self._keys_read_at = -KEYS_LAST
        self.cookie = f"__Host-{COOKIE}" if secure else COOKIE
        self._sources, self._emails = Tries(*OF_SOURCE), Tries(*OF_EMAIL)
        self._hashing = asyncio.Semaphore(HASHES)
        self._nobody = hash_password(secrets.token_hex())

    async def identify(self, request: web.Request, guard: Guard) -> object:
        """Who makes this request; Problem if nobody this door is for."""
        if guard == "none":
            return None
        if guard == "key":
            return await self._program(request)
        agent = await self._agent(request)
        if guard != "agent" and not may(agent.role, RIGHTS[guard]):
            raise Problem(403, f"this is for {guard}s")
        return agent

    async def log_in(self, email: str, password: str, source: str) -> tuple[Agent, str]:
        """The agent and a session token. Problem if the password is wrong, or was too often."""
        now, who = self._clock(), email.strip().lower()
        if wait := max(self._sources.wait(source, now), self._emails.wait(who, now)):
            seconds = math.ceil(wait / 1000)
            raise Problem(429, "too many failed log-ins", hint=f"Wait {seconds} seconds", retry_after=seconds)
        self._sources.count(source, now)
        self._emails.count(who, now)
        row = await self._database.read(agent_store.by_email, who)
        if not await self._verified(row.password_hash if row else None, password) or row is None:
            raise Problem(401, "e-mail or password is wrong", code="wrong_password")
        self._sources.forgive(source)  # who knows one password may still guess another
        self._emails.forget(who)
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        await self._database.write(session_store.add, token, row.id, csrf, now)
        return _agent(row, csrf), token

    def source(self, request: web.Request) -> str:
        """The network address that asks, as the outermost proxy of ours heard it."""
        told = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
        heard = told[-self._proxies].strip() if 0 < self._proxies <= len(told) else ""
        return heard or request.remote or ""

    async def _verified(self, stored: str | None, password: str) -> bool:
        """An unknown e-mail takes as long as a wrong password."""
        async with self._hashing:
            return await asyncio.to_thread(_matches, stored or self._nobody, password)

    def remember(self, response: web.Response, token: str) -> None:
        response.set_cookie(
            self.cookie, token, httponly=True, samesite="Strict", secure=self._secure,
            max_age=session_store.LASTS // 1000,
        )  # fmt: skip

    async def log_out(self, request: web.Request) -> None:
        await self._database.write(session_store.end, request.cookies.get(self.cookie, ""))

    def forget(self, response: web.Response) -> None:
        """The browser lets go of the session, and of the customers' pictures it kept."""
        response.del_cookie(self.cookie, httponly=True, samesite="Strict", secure=self._secure)
        response.headers["Clear-Site-Data"] = '"cache"'

    async def _program(self, request: web.Request) -> str:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise Problem(
                401, "no API key", hint="Send Authorization: Bearer <key>; make one with: causerie keys create"
            )
        given = key_store.digest(key.strip())
        if self._preset and secrets.compare_digest(given, self._preset):
            return given
        if self._clock() - self._keys_read_at > KEYS_LAST:
            self._keys = await self._database.read(key_store.valid)
            self._keys_read_at = self._clock()
        if given not in self._keys:
            raise Problem(401, "this API key is not known", hint="It may be revoked: causerie keys list")
        return given

    async def _agent(self, request: web.Request) -> Agent:
        token = request.cookies.get(self.cookie)
        session = await self._database.read(session_store.get, token, self._clock()) if token else None
        row = await self._database.read(agent_store.get, session.agent_id) if session else None
        if session is None or row is None or row.disabled_at is not None:
            raise Problem(401, "nobody is logged in")
        if request.method != "GET":
            given = request.headers.get("X-CSRF-Token", "")
            if not secrets.compare_digest(given.encode(errors="surrogateescape"), session.csrf.encode()):
                raise Problem(403, "the request does not come from our page", code="csrf")
        return _agent(row, session.csrf)


def _agent(row: Any, csrf: str) -> Agent:
    teams = tuple(one for one in row.teams.split(",") if one)
    return Agent(row.id, row.name, row.email, row.role, tuple(row.languages.split(",")), csrf, teams)


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except Argon2Error:
        return False
