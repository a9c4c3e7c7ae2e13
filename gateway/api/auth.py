"""Who is there: programs by API key, agents by session cookie. Changes by agents need the session's CSRF token too."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from dataclasses import dataclass

from aiohttp import web
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error

from gateway.api import key_store, session_store
from gateway.api.operation import Guard
from gateway.api.problem import Problem
from gateway.ground.clock import Clock
from gateway.ground.database import Database
from handoff import agent_store

COOKIE = "causerie_session"
KEYS_LAST = 5_000  # milliseconds: how soon a revoked key stops to work
TRIES, TRIES_WITHIN = 10, 60_000  # failed log-ins of one address in this many milliseconds

SOURCES = 10_000  # addresses remembered

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


def hash_password(password: str) -> str:
    return _hasher.hash(password)


class Gatekeeper:
    """Lets in whom a door is meant for."""

    def __init__(self, database: Database, clock: Clock, *, preset_key: str | None, secure: bool) -> None:
        self._database, self._clock, self._secure = database, clock, secure
        self._preset = key_store.digest(preset_key) if preset_key else None
        self._keys: set[str] = set()
        self._keys_read_at = -KEYS_LAST
        self._failed: dict[str, deque[int]] = {}

    async def identify(self, request: web.Request, guard: Guard) -> object:
        """Who makes this request; Problem if nobody this door is for."""
        if guard == "none":
            return None
        if guard == "key":
            return await self._program(request)
        agent = await self._agent(request)
        if guard == "admin" and agent.role != "admin":
            raise Problem(403, "this is for admins")
        return agent

    async def log_in(self, email: str, password: str, source: str) -> tuple[Agent, str]:
        """The agent and a session token. Ten wrong tries a minute from one address are enough."""
        now = self._clock()
        failed = self._failures_of(source)
        if len(failed) == TRIES and now - failed[0] < TRIES_WITHIN:
            raise Problem(429, "too many failed log-ins", hint="Wait a minute")
        row = await self._database.read(agent_store.by_email, email)
        if not await asyncio.to_thread(_matches, row.password_hash if row else None, password) or row is None:
            failed.append(now)
            raise Problem(401, "e-mail or password is wrong", code="wrong_password")
        self._failed.pop(source, None)
        token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        await self._database.write(session_store.add, token, row.id, csrf, now)
        return Agent(row.id, row.name, row.email, row.role, tuple(row.languages.split(",")), csrf), token

    def _failures_of(self, source: str) -> deque[int]:
        if len(self._failed) > SOURCES:
            self._failed.clear()
        return self._failed.setdefault(source, deque(maxlen=TRIES))

    def remember(self, response: web.Response, token: str) -> None:
        response.set_cookie(
            COOKIE, token, httponly=True, samesite="Strict", secure=self._secure, max_age=session_store.LASTS // 1000
        )

    async def log_out(self, request: web.Request) -> None:
        await self._database.write(session_store.end, request.cookies.get(COOKIE, ""))

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
        token = request.cookies.get(COOKIE)
        session = await self._database.read(session_store.get, token, self._clock()) if token else None
        row = await self._database.read(agent_store.get, session.agent_id) if session else None
        if session is None or row is None or row.disabled_at is not None:
            raise Problem(401, "nobody is logged in")
        if request.method != "GET":
            given = request.headers.get("X-CSRF-Token", "")
            if not secrets.compare_digest(given.encode(errors="surrogateescape"), session.csrf.encode()):
                raise Problem(403, "the request does not come from our page", code="csrf")
        return Agent(row.id, row.name, row.email, row.role, tuple(row.languages.split(",")), session.csrf)


def _matches(stored: str | None, password: str) -> bool:
    """An unknown e-mail takes as long as a wrong password."""
    try:
        return _hasher.verify(stored or _hasher.hash(secrets.token_hex()), password)
    except Argon2Error:
        return False
