"""Which deliveries are due: the first of each address, in which order, and those whose sender died.

Where more is due than an account may send, what must be decided about anew comes first, then answers, then what is
expected, then all else. What stands before an answer at its own address leaves with it: no address is written to out of
its order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Connection

from gateway.ground.setwise import Query
from gateway.messages.delivery_store import EXPECTED, TERMS_CHANGED, URGENT


class Due(msgspec.Struct, array_like=True):
    """A delivery whose turn has come, with what the policy must know."""

    message_id: str
    part: int
    customer_id: str
    conversation_id: str
    address_id: str
    account: str
    author: str
    epoch: int
    category: str
    call: str
    attempts: int
    repeat: bool
    at: int
    owner_kind: str
    owner_epoch: int
    topic: str | None
    type: str
    expires_at: int | None
    reply_to_id: str | None
    created_at: int
    address: str
    address_status: str
    last_inbound_at: int | None
    decided: bool  # to send it, and nothing else since
    lease: int = 0  # until when the call is ours: the fence between us and whoever takes over after that
    state: str = "queued"  # as it was taken up


_LOCKED = {"sqlite": "", "postgresql": " FOR UPDATE OF d SKIP LOCKED"}  # SQLite has one writer
_DUE_COLUMNS = [
    "d.message_id", "d.part", "d.customer_id", "d.conversation_id", "d.address_id", "d.account", "d.author", "d.epoch",
    "d.category", "d.call", "d.attempts", "d.repeat", "d.at", "c.owner_kind", "c.owner_epoch", "m.topic", "m.type",
    "m.expires_at", "m.reply_to_id", "m.received_at", "a.value", "a.status", "t.last_inbound_at",
    """d.state = 'queued' AND (d.attempts > 0 OR (d.part > 1 AND EXISTS (SELECT 1 FROM delivery f
        WHERE f.message_id = d.message_id AND f.part = 1 AND f.attempts > 0)))""",
    "0", "d.state",
]  # fmt: skip
_AROUND = """JOIN conversation c ON c.id = d.conversation_id
    JOIN message m ON m.id = d.message_id
    JOIN address a ON a.id = d.address_id
    LEFT JOIN thread t ON t.address_id = d.address_id"""
_WAITS = "{0}.state IN ('queued', 'deferred', 'held', 'digested') AND {0}.next_at <= :now"
_FIRST_OF_ITS_ADDRESS = """NOT EXISTS (SELECT 1 FROM delivery e WHERE e.address_id = {0}.address_id
      AND e.state IN ('queued', 'sending') AND (e.seq < {0}.seq OR (e.seq = {0}.seq AND e.part < {0}.part)){1})"""
_CLAIMABLE = f"""WHERE {_WAITS.format("d")} AND {_FIRST_OF_ITS_ADDRESS.format("d", "")}
    AND (d.part = 1 OR NOT EXISTS (SELECT 1 FROM delivery p WHERE p.message_id = d.message_id AND p.part < d.part
      AND p.state IN ('deferred', 'held', 'digested')))"""
_NEXT = f"FROM delivery d {_AROUND} {_CLAIMABLE} AND d.account = :account{{0}} ORDER BY d.next_at LIMIT :most"
# What stands before something of these categories: no address is written to out of its order
_IN_THE_WAY = f"""FROM delivery u JOIN delivery d ON d.address_id = u.address_id AND d.state IN ('queued', 'sending')
    {_AROUND} {_CLAIMABLE} AND u.account = :account AND {_WAITS.format("u")} AND u.state = 'queued'
    AND {_FIRST_OF_ITS_ADDRESS.format("u", " AND e.category IN {0}")}
    AND u.category IN {{0}} AND d.category NOT IN {{0}} ORDER BY u.next_at LIMIT :most"""
_ALL, *_AHEAD = (
    {dialect: Query(Due, _DUE_COLUMNS, which + locked) for dialect, locked in _LOCKED.items()}
    for which in (
        _NEXT.format(""),
        _NEXT.format(f" AND d.category IN {URGENT}"), _IN_THE_WAY.format(URGENT),
        _NEXT.format(f" AND d.category IN {EXPECTED}"), _IN_THE_WAY.format(EXPECTED),
    )
)  # fmt: skip
_FIRST = Query(
    Due,
    _DUE_COLUMNS,
    f"""FROM [[wanted id:text]] AS w JOIN delivery d ON d.message_id = w.id AND d.part = 1 {_AROUND}
    ORDER BY d.message_id""",
)
_LOST_COLUMNS = [
    *_DUE_COLUMNS[:13], "'bot'", "0", "NULL", "''", "NULL", "NULL", "0", "''", "'live'", "NULL", "true",
]  # fmt: skip
_LOST = """FROM delivery d WHERE d.state = 'sending' AND d.lease_until <= :now
    AND d.account IN (SELECT account FROM [[accounts account:text]] AS ours) ORDER BY d.at LIMIT :most"""
_ADOPTABLE = {dialect: Query(Due, _LOST_COLUMNS, _LOST + locked) for dialect, locked in _LOCKED.items()}


def due(connection: Connection, account: str, now: int, most: int) -> list[Due]:
    """What this account may send now, longest due first, never more than the first of each address. Where more is due
    than may leave, answers come before what is expected, and that before all else: nobody who asks waits behind a
    campaign."""

    def look(queries: Mapping[str, Query[Due]], until: int = now) -> dict[tuple[str, int], Due]:
        rows = queries[connection.dialect.name].rows(connection, account=account, now=until, most=most)
        return {(one.message_id, one.part): one for one in rows}

    found = look(_ALL)
    if len(found) < most or all(one.category in URGENT for one in found.values()):
        return list(found.values())
    line = look(_ALL, TERMS_CHANGED)
    for queries in _AHEAD:
        if len(line) < most:  # else it might look at all that waits
            line |= look(queries)
    return list((line | found).values())[:most]


def first_parts(connection: Connection, message_ids: Sequence[str]) -> list[Due]:
    """What the policy must know of these messages, wherever they stand."""
    return _FIRST.rows(connection, wanted=[(one,) for one in message_ids])


def lost(connection: Connection, accounts: Sequence[str], now: int, most: int) -> list[Due]:
    """What was being sent on these accounts when its sender died: nobody knows whether it left."""
    ours = [(one,) for one in accounts]
    return _ADOPTABLE[connection.dialect.name].rows(connection, accounts=ours, now=now, most=most)
