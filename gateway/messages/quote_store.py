"""Quotes: which message of ours a reply answers, where only the provider's own id of it is known. A read."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from gateway.ground.setwise import Query


class Quoting(msgspec.Struct, frozen=True):
    """A message that answers another, which is known by its provider's id only."""

    message_id: str
    conversation_id: str
    account: str
    provider_id: str


class _Quoted(msgspec.Struct, array_like=True):
    message_id: str
    quoted_id: str


# An edit is listed under the id of what it edits: the first of that id was meant
_QUOTED = [
    Query(
        _Quoted,
        ["w.id", "m.id"],
        f"""FROM [[wanted id:text conversation_id:text account:text ref:text]] AS w {known}
        WHERE m.conversation_id = w.conversation_id AND m.account = w.account ORDER BY m.seq DESC""",
    )
    for known in (
        "JOIN message m ON m.provider_id = w.ref",
        "JOIN delivery d ON d.provider_id = w.ref JOIN message m ON m.id = d.message_id",
    )
]


def quoted(connection: Connection, quoting: Sequence[Quoting]) -> dict[str, str]:
    """Our own ids of the messages that these answer, by the answer's id; what we never saw is left out."""
    wanted = [(one.message_id, one.conversation_id, one.account, one.provider_id) for one in quoting]
    rows = [row for query in _QUOTED for row in query.rows(connection, wanted=wanted)] if wanted else []
    return {row.message_id: row.quoted_id for row in rows}
