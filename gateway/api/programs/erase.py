"""`POST /api/v1/customers/{id}/erase`: what is known of somebody is forgotten, and they stay left alone.

Without a body the key's holder vouches for who asked. With `verify` the customer is sent a code;
with that `code` they are erased.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation, read_body
from gateway.api.problem import Problem
from gateway.api.programs.person import whose
from gateway.ground import tries_store
from gateway.ground.clock import to_iso
from gateway.journey import erasing, media
from gateway.journey.crossing import verifying
from gateway.journey.erasing import NobodyThere

TRIES = 5  # of one customer's code, in the time it lasts


class EraseRequest(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`verify`: send the customer a code first, where they last wrote. `code`: the one that they gave."""

    verify: bool = False
    code: str | None = None


class Erased(msgspec.Struct):
    """`suppressed` addresses are kept as keyed hashes, so that nothing that sells goes there again."""

    erased_at: str
    messages: int
    suppressed: int


def operations(doors: Doors, folder: Path) -> list[Operation]:
    async def erase(call: Call) -> Erased:
        now = doors.clock()
        customer_id = await doors.database.read(whose, call.path["id"])
        if call.request.can_read_body:
            await _verify(doors, customer_id, await read_body(call.request, EraseRequest), now)
        try:
            erased = await doors.database.write(erasing.erase, customer_id, now)
        except NobodyThere:  # who was erased before
            raise Problem(404, "there is no such customer") from None
        await asyncio.to_thread(media.forget, folder, erased.media)
        doors.changed([erased.conversation_id] if erased.conversation_id else [], "message")
        return Erased(to_iso(now) or "", erased.messages, erased.addresses)

    return [
        Operation(method="POST", path="/api/v1/customers/{id}/erase", summary="Forget them", run=erase, returns=Erased,
                  errors=(403, 409, 429)),
    ]  # fmt: skip


async def _verify(doors: Doors, customer_id: str, asked: EraseRequest, now: int) -> None:
    """Problem 409 once a code is on its way or cannot be, 403 if this is not it, 429 after too many."""
    if asked.code is not None:
        if await doors.write(_counts, customer_id, now):
            raise Problem(429, "too many wrong codes", hint="Ask for a new one in a quarter of an hour")
        if not await doors.write(verifying.is_right, customer_id, asked.code, now):
            raise Problem(403, "this is not the customer's code, or no longer", code="wrong_code")
        await doors.write(tries_store.forget, _tried(customer_id))
    elif asked.verify:
        account = await doors.write(_ask, doors, customer_id, now)
        doors.ring_senders({account})
        raise Problem(
            409,
            "a code is on its way to the customer",
            code="code_sent",
            hint='Post {"code": "…"} when they gave it to you',
        )


def _counts(connection: Connection, customer_id: str, now: int) -> int:
    """One more try, in a transaction of its own: it counts, whatever becomes of it, in all processes together."""
    return tries_store.count(connection, _tried(customer_id), TRIES, verifying.LASTS, now)


def _tried(customer_id: str) -> str:
    return f"erase:{customer_id}"


def _ask(connection: Connection, doors: Doors, customer_id: str, now: int) -> str:
    try:
        return verifying.ask(connection, doors.rulebook, doors.accounts, doors.brand, customer_id, now)
    except verifying.Unreachable:
        raise Problem(409, "no code can be sent to this customer", code="unreachable") from None
