"""Express: what arrives where nothing waits is stored, answered and claimed in one go.

Before:  webhook hands over what providers said.      After:  sender calls; all else waits for its turn.
Order:   of arrival; a conversation with anything in its line is left to turn.
Never:   overtakes; keeps a part of what it did: where one event fails, all are stored to be taken one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from sqlalchemy import Connection

from gateway.journey import inbox, turn
from gateway.journey.crossing import linking
from gateway.journey.talk import Harvest
from gateway.journey.turn import Dispatch, Taken
from gateway.journey.webhook import Arrival
from gateway.journey.world import World
from gateway.messages import inbox_store
from gateway.messages.inbox_store import BURST, Fresh, NewEvent, Standing
from gateway.people.meeting import meet


def answer(connection: Connection, world: World, dispatch: Dispatch, arrivals: Sequence[Arrival], now: int) -> Taken:
    """Store these arrivals and answer those that nothing stands before; the others line up."""
    keyed = inbox.keyed(connection, arrivals, now)
    fresh = list(keyed.items())
    standing = _standing(connection, keyed, now)
    rows = _free(standing)
    settled = {row.seq for row in rows} | {row.seq for row in standing if row.is_repeated}
    others = [arrival for position, (_, arrival) in enumerate(fresh) if position not in settled]
    lined_up = inbox.accept(connection, others, now) if others else False
    if not rows:
        return Taken(more=lined_up)
    events = [(row, fresh[row.seq]) for row in rows]
    _place(rows)
    inbox_store.add(connection, [_handled(row, dedupe) for row, (dedupe, _) in events])
    harvest = Harvest(busy={row.address_id for row in rows if row.is_busy})
    turn.react(connection, world, [(row, arrival.event) for row, (_, arrival) in events], harvest, now)
    taken = turn.settle(connection, harvest, dispatch, [talk.conversation_id for talk in harvest.talks], now)
    return replace(taken, more=lined_up)


def _standing(connection: Connection, keyed: Mapping[str, Arrival], now: int) -> list[Standing]:
    """How things stand with all who are known; strangers are met first, and who shows a further key gets it."""
    asked, several = [], []
    for position, (dedupe, arrival) in enumerate(keyed.items()):
        caller = inbox.caller(arrival)
        if caller is not None:
            asked.append(Fresh(position, caller.account, caller.keys[0], inbox.kind(arrival), dedupe, now))
            if len(caller.keys) > 1:
                several.append(caller)
    if several:
        linking.meet(connection, meet(connection, several, now), now)
    return inbox_store.standing(connection, asked) if asked else []


def _free(standing: Sequence[Standing]) -> list[Standing]:
    """New events of conversations with an empty line, unless they are more than one turn takes."""
    counts = Counter(row.conversation_id for row in standing)
    return [
        row for row in standing if not (row.is_repeated or row.is_lined_up) and counts[row.conversation_id] <= BURST
    ]


def _place(rows: Sequence[Standing]) -> None:
    """Each event takes the next place of its conversation."""
    for _, group in groupby(rows, lambda row: row.conversation_id):
        events = list(group)
        first = events[0].conversation_seq + 1
        for seq, row in enumerate(events, first):
            row.seq, row.conversation_seq = seq, first + len(events) - 1


def _handled(row: Standing, dedupe: str) -> NewEvent:
    """An event that is handled in the commit that stores it is only remembered."""
    return NewEvent(
        dedupe, row.account, row.conversation_id, row.customer_id, row.address_id, row.seq, row.kind, None, None, None,
        "done", row.received_at,
    )  # fmt: skip
