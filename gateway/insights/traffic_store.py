"""Where the trails of turns are found: beside messages, the newest first. A read; writes nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, or_, select

from dialogs import trail
from dialogs.flow import HUMAN
from dialogs.trail import Passed
from gateway.ground.ids import first_of
from gateway.messages.message_store import message

MOST = 50_000  # messages looked at


class _Notes(msgspec.Struct):
    ran: str = ""


class Trails(NamedTuple):
    """Each conversation's, in order. `since`: the oldest message that was looked at, in milliseconds."""

    conversations: list[list[Passed]]
    since: int


_notes = msgspec.json.Decoder(_Notes).decode


def trails(connection: Connection, flow: str, version: str, since: int) -> Trails:
    """Of those that went through this version, or on to people."""
    newest = select(message).where(message.c.id >= first_of(since)).order_by(message.c.id.desc())
    looked = newest.limit(MOST).subquery()
    through = or_(*(looked.c.notes.contains(name, autoescape=True) for name in (f"{flow}@{version} ", f"{HUMAN}@")))
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in connection.execute(select(looked.c.conversation_id, looked.c.seq, looked.c.notes).where(through)):
        found[row.conversation_id].append((row.seq, _notes(row.notes).ran))
    last = connection.execute(newest.with_only_columns(message.c.received_at).offset(MOST - 1).limit(1)).scalar()
    return Trails([_in_order(lines) for lines in found.values()], last or since)


def _in_order(lines: list[tuple[int, str]]) -> list[Passed]:
    return [passed for _, line in sorted(lines) if line for passed in trail.read(line)]
