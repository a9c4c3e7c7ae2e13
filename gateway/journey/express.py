"""Express: what arrives where nothing waits is stored, answered and claimed in one go.

Before:  webhook hands over what providers said.      After:  sender calls; all else waits for its turn.
Order:   of arrival; a conversation with anything in its line is left to turn.
Never:   overtakes; keeps a part of what it did: where one event fails, all are stored to be taken one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import Connection

from gateway.journey import inbox, turn
from gateway.journey.inbox import Sifted
from gateway.journey.talk import Harvest
from gateway.journey.turn import Dispatch, Taken
from gateway.journey.webhook import Arrival
from gateway.journey.world import World
from gateway.messages import inbox_store
from gateway.messages.inbox_store import BURST, Fresh, Waiting
from gateway.people import conversation_store


def answer(connection: Connection, world: World, dispatch: Dispatch, arrivals: Sequence[Arrival], now: int) -> Taken:
    """Store these arrivals and answer those that nothing stands before; the others line up."""
    fresh = _held(connection, inbox.sift(connection, arrivals, now))
    rows = _free(connection, fresh, now)
    handled = {row.seq: row for row in rows}
    others = [inbox.waiting(one, now) for position, one in enumerate(fresh) if position not in handled]
    lined_up = inbox.store(connection, others, now)
    if not rows:
        return Taken(more=lined_up)
    _place(rows)
    inbox_store.add(connection, [inbox.handled(fresh[position], row.seq, now) for position, row in handled.items()])
    harvest = Harvest()
    events = [(row, fresh[position].arrival.event) for position, row in handled.items()]
    turn.react(connection, world, events, harvest, now)
    taken = turn.settle(connection, harvest, dispatch, [talk.conversation_id for talk in harvest.talks], now)
    return Taken(taken.conversations, taken.accounts, taken.signals, taken.calls, more=lined_up)


def _held(connection: Connection, fresh: list[Sifted]) -> list[Sifted]:
    """Hold their conversations; where others write too, one of them may have had the same event before us."""
    conversations = {one.known.conversation_id for one in fresh if one.known is not None}
    if not conversation_store.hold(connection, sorted(conversations)):
        return fresh
    seen = inbox_store.seen(connection, [one.dedupe for one in fresh])
    return [one for one in fresh if one.dedupe not in seen]


def _free(connection: Connection, fresh: Sequence[Sifted], now: int) -> list[Waiting]:
    counts = Counter(one.known.conversation_id for one in fresh if one.known is not None)
    asked = [
        Fresh(position, one.arrival.account, inbox.kind(one), now, known.address_id, known.conversation_id)
        for position, one in enumerate(fresh)
        if (known := one.known) is not None and counts[known.conversation_id] <= BURST
    ]
    return inbox_store.free(connection, asked) if asked else []


def _place(rows: Sequence[Waiting]) -> None:
    """Each event takes the next place of its conversation."""
    for _, group in groupby(rows, lambda row: row.conversation_id):
        events = list(group)
        first = events[0].conversation_seq + 1
        for seq, row in enumerate(events, first):
            row.seq, row.conversation_seq = seq, first + len(events) - 1
