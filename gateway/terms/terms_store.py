"""Terms and their ledger. The ledger is only ever added to; the projection beside it is its fold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, Row, Table, Text, delete, insert, select, update

from gateway.ground.database import metadata
from gateway.ground.ids import new_id
from gateway.ground.setwise import Query
from gateway.people import customer_store
from gateway.terms.preference import Change, Terms, apply

BATCH = 500  # customers of one query

terms = Table(
    "terms",
    metadata,
    Column("customer_id", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("rules", Text, nullable=False),
    sqlite_with_rowid=False,
)

terms_change = Table(
    "terms_change",
    metadata,
    Column("id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("change_id", Text, nullable=False),  # what was decided at once shares one
    Column("version", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("scope", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("source", Text, nullable=False),  # chat, board, agent, api, carrier, platform
    Column("words", Text),  # what the customer said, exactly
    Column("message_id", Text),
    Column("account", Text),
    Column("undo_of", Text),
    Index("terms_change_customer", "customer_id", "id"),
    Index("terms_change_group", "change_id"),
)


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Who decided, where, and in which words."""

    source: str
    words: str | None = None
    message_id: str | None = None
    account: str | None = None
    address_id: str | None = None
    undo_of: str | None = None
    shown: str | None = None  # what the customer said yes to, as it was put to them


class _Row(msgspec.Struct, array_like=True):
    customer_id: str
    version: int
    rules: str


_LOAD = Query(
    _Row,
    ["t.customer_id", "t.version", "t.rules"],
    "FROM [[wanted id:text]] AS w JOIN terms t ON t.customer_id = w.id",
)
_decode = msgspec.json.Decoder(dict[str, dict[str, Any]]).decode
_any = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


def load(connection: Connection, customer_id: str) -> Terms:
    """What a customer decided; nothing yet is the default."""
    return load_many(connection, [customer_id]).get(customer_id, Terms())


def load_many(connection: Connection, customer_ids: Sequence[str]) -> dict[str, Terms]:
    """The terms of those who decided anything."""
    rows = _LOAD.rows(connection, wanted=[(one,) for one in customer_ids])
    return {row.customer_id: Terms(row.version, _decode(row.rules)) for row in rows}


def record(connection: Connection, customer_id: str, changes: Sequence[Change], origin: Origin, now: int) -> str:
    """Write changes to the ledger and bring the projection along; the id under which they can be undone.

    The caller holds the customer: gateway/terms/ledger.py is the way here.
    """
    customer_store.hold(connection, customer_id)  # what another decides at this moment is read, not overwritten
    before = load(connection, customer_id)
    after = apply(before, changes)
    change_id = new_id()
    connection.execute(
        insert(terms_change),
        [_ledger_row(customer_id, change_id, after.version, change, origin, now) for change in changes],
    )
    values = {"version": after.version, "rules": _encode(after.rules).decode()}
    if before.version == 0:
        connection.execute(insert(terms).values(customer_id=customer_id, **values))
    else:
        connection.execute(update(terms).where(terms.c.customer_id == customer_id).values(**values))
    return change_id


def changes_of(connection: Connection, customer_id: str, change_id: str) -> Sequence[Row[Any]]:
    """The rows of one change, in order."""
    chosen = (terms_change.c.customer_id == customer_id, terms_change.c.change_id == change_id)
    return connection.execute(select(terms_change).where(*chosen).order_by(terms_change.c.id)).all()


def last_change(connection: Connection, customer_id: str) -> Row[Any] | None:
    """The newest change that neither is an undo nor was undone."""
    undone = select(terms_change.c.undo_of).where(
        terms_change.c.customer_id == customer_id, terms_change.c.undo_of.is_not(None)
    )
    chosen = (
        terms_change.c.customer_id == customer_id,
        terms_change.c.undo_of.is_(None),
        terms_change.c.change_id.not_in(undone),
    )
    return connection.execute(select(terms_change).where(*chosen).order_by(terms_change.c.id.desc()).limit(1)).first()


def history(connection: Connection, customer_id: str, after: str | None, limit: int) -> Sequence[Row[Any]]:
    """The ledger of a customer, oldest first."""
    chosen = [terms_change.c.customer_id == customer_id]
    if after is not None:
        chosen.append(terms_change.c.id > after)
    return connection.execute(select(terms_change).where(*chosen).order_by(terms_change.c.id).limit(limit)).all()


def last_words(connection: Connection, customer_id: str, but: str) -> dict[tuple[str, str], Row[Any]]:
    """The last change of each rule, by scope and field, that came from elsewhere than `but`."""
    chosen = (terms_change.c.customer_id == customer_id, terms_change.c.source != but)
    rows = connection.execute(select(terms_change).where(*chosen).order_by(terms_change.c.id)).all()
    return {(row.scope, row.field): row for row in rows}


def decided_in_chat(connection: Connection, customer_ids: Sequence[str], since: int, until: int) -> set[str]:
    """Which of these customers changed their terms in the chat then."""
    found: set[str] = set()
    for start in range(0, len(customer_ids), BATCH):
        chosen = (
            terms_change.c.customer_id.in_(customer_ids[start : start + BATCH]), terms_change.c.source == "chat",
            terms_change.c.at >= since, terms_change.c.at < until,
        )  # fmt: skip
        found.update(connection.execute(select(terms_change.c.customer_id).where(*chosen).distinct()).scalars())
    return found


def as_changes(rows: Sequence[Row[Any]]) -> list[Change]:
    return [
        Change(scope=row.scope, field=row.field, before=_value(row.before), after=_value(row.after)) for row in rows
    ]


def replay(rows: Sequence[Row[Any]]) -> Terms:
    """The terms as the ledger alone tells them."""
    grouped: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        grouped[row.version].append(row)
    folded = Terms()
    for version in sorted(grouped):
        folded = apply(folded, as_changes(grouped[version]))
    return folded


def _ledger_row(
    customer_id: str, change_id: str, version: int, change: Change, origin: Origin, now: int
) -> Mapping[str, Any]:
    return {
        "id": new_id(),
        "customer_id": customer_id,
        "change_id": change_id,
        "version": version,
        "at": now,
        "scope": change.scope,
        "field": change.field,
        "before": _spelled(change.before),
        "after": _spelled(change.after),
        "source": origin.source,
        "words": origin.words,
        "message_id": origin.message_id,
        "account": origin.account,
        "undo_of": origin.undo_of,
    }


def _spelled(value: Any) -> str | None:
    return None if value is None else _encode(value).decode()


def _value(text: str | None) -> Any:
    return None if text is None else _any(text)


def erase(connection: Connection, customer_id: str) -> None:
    """All that this customer decided; the proof of consents is kept by its own ledger."""
    connection.execute(delete(terms_change).where(terms_change.c.customer_id == customer_id))
    connection.execute(delete(terms).where(terms.c.customer_id == customer_id))
