"""The ledger of consents: proof of who agreed to what, or took it back. Only ever added to; only an erasure takes words
out of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, Table, Text, select, update

from gateway.ground.database import metadata
from gateway.ground.ids import new_id
from gateway.ground.setwise import Query, insertion
from gateway.terms import consent as rules
from gateway.terms.consent import FIRST, Entry
from gateway.terms.preference import Change
from gateway.terms.terms_store import Origin

consent = Table(
    "consent",
    metadata,
    Column("id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("scope", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("basis", Text, nullable=False),  # consent, objection, import
    Column("places", Text),  # the addresses it is about, as a JSON list; null: all
    Column("text", Text),  # what the customer was shown and said yes to
    Column("words", Text),
    Column("source", Text, nullable=False),
    Column("message_id", Text),
    Column("account", Text),
    Column("change_id", Text, nullable=False),
    Column("expires_at", BigInteger),
    Column("previous", Text, nullable=False),
    Column("seal", Text, nullable=False),
    Index("consent_customer", "customer_id", "seq", unique=True),
)


class Head(msgspec.Struct, array_like=True):
    """The latest entry of one customer about one scope."""

    customer_id: str
    scope: str
    id: str
    action: str


_ADD = insertion(consent, Entry)
_HEADS = Query(
    Head,
    ["c.customer_id", "c.scope", "c.id", "c.action"],
    """FROM [[wanted id:text]] AS w JOIN consent c ON c.customer_id = w.id WHERE NOT EXISTS
    (SELECT 1 FROM consent l WHERE l.customer_id = c.customer_id AND l.scope = c.scope AND l.seq > c.seq)""",
)
_NAMES = [field.name for field in msgspec.structs.fields(Entry)]


def append(
    connection: Connection, customer_id: str, changes: Sequence[Change], origin: Origin, change_id: str, now: int
) -> None:
    """What these changes say about consents. The caller holds the customer."""
    said = rules.actions(changes, origin.source)
    if not said:
        return
    before = last(connection, customer_id)
    entries = []
    for change, action in said:
        before = rules.sealed(_entry(customer_id, change, action, origin, change_id, before, now))
        entries.append(before)
    _ADD.run(connection, rows=[msgspec.structs.astuple(one) for one in entries])


def last(connection: Connection, customer_id: str) -> Entry | None:
    chosen = select(consent).where(consent.c.customer_id == customer_id).order_by(consent.c.seq.desc()).limit(1)
    row = connection.execute(chosen).first()
    return None if row is None else _read(row)


def entries(connection: Connection, customer_id: str) -> list[Entry]:
    """All of one customer's, oldest first."""
    chosen = select(consent).where(consent.c.customer_id == customer_id).order_by(consent.c.seq)
    return [_read(row) for row in connection.execute(chosen)]


def get(connection: Connection, entry_id: str) -> Entry | None:
    row = connection.execute(select(consent).where(consent.c.id == entry_id)).first()
    return None if row is None else _read(row)


def granted(connection: Connection, customers: Sequence[str]) -> dict[tuple[str, str], str]:
    """The entries by which these customers agree now, by (customer, scope)."""
    rows = _HEADS.rows(connection, wanted=[(one,) for one in customers])
    return {(row.customer_id, row.scope): row.id for row in rows if row.action == "granted"}


def erase(connection: Connection, customer_id: str) -> None:
    """Take the words out; their hashes stay, and so does the chain."""
    for one in entries(connection, customer_id):
        gone = {"words": rules.erased(one.words), "text": rules.erased(one.text)}
        connection.execute(update(consent).where(consent.c.id == one.id).values(**gone))


def _entry(
    customer_id: str, change: Change, action: str, origin: Origin, change_id: str, before: Entry | None, now: int
) -> Entry:
    agreed: Any = change.after if isinstance(change.after, dict) else {}
    where = agreed.get("where")
    return Entry(
        id=new_id(), customer_id=customer_id, seq=before.seq + 1 if before else 1, at=now, scope=change.scope,
        action=action, basis="import" if origin.source == "import" else "consent" if change.field == "consent" else
        "objection", places=None if where is None else msgspec.json.encode(where).decode(), text=origin.shown,
        words=origin.words, source=origin.source, message_id=origin.message_id, account=origin.account,
        change_id=change_id, expires_at=agreed.get("until"), previous=before.seal if before else FIRST,
    )  # fmt: skip


def _read(row: Any) -> Entry:
    return Entry(**{name: getattr(row, name) for name in _NAMES})
