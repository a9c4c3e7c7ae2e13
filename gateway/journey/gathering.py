"""Gathering: what a digest tells, once its time has come.

Before:  the policy put messages into it.      After:  whoever composes it posts one message, of the kind "digest".
Order:   as they were gathered.
Never:   tells one item twice, or what the customer does not want any more; tells an empty digest.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from gateway.journey import admission
from gateway.journey.accounts import Accounts
from gateway.messages import outbox_store, waiting_store
from gateway.messages.outbox_store import Due
from gateway.terms import digest_store
from gateway.terms.digest_store import DueDigest
from gateway.terms.rulebook import Rulebook

WANTED = frozenset({"digest", "send", "switch"})


def due(connection: Connection, now: int, most: int) -> list[DueDigest]:
    """The digests to tell now."""
    return digest_store.due(connection, now, most)


def collect(connection: Connection, rulebook: Rulebook, accounts: Accounts, digest_id: str, now: int) -> list[str]:
    """The ids of the messages that this digest tells: the caller's, in this transaction. Empty: there is none to tell.

    Each is decided about once more: what was stopped, paused or silenced meanwhile goes its own way.
    """
    items = digest_store.claim(connection, digest_id, now)
    if not items:
        return []
    parts = outbox_store.first_parts(connection, [one.message_id for one in items])
    known = admission.standing(connection, rulebook, accounts, parts, now, holds=True)
    wanted = {one.message_id for one in parts if _is_wanted(one, accounts, known, now)}
    told = [one.message_id for one in items if one.message_id in wanted]
    waiting_store.told(connection, told, now)
    _let_go(connection, parts, wanted, now)
    return told


def _is_wanted(one: Due, accounts: Accounts, known: admission.Standing, now: int) -> bool:
    connector = accounts.get(one.account)
    if connector is None or one.state != "digested":
        return False
    made = admission.judge(one, connector, known, now).decision
    return made is not None and made.outcome in WANTED


def _let_go(connection: Connection, parts: Sequence[Due], wanted: set[str], now: int) -> None:
    """The others are decided about in their own right."""
    customers = sorted({one.customer_id for one in parts if one.message_id not in wanted})
    if customers:
        waiting_store.wake(connection, customers, now)
