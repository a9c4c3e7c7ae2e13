"""A case: one human stretch of a conversation, from handoff to resolution. The table of states is the truth."""

from __future__ import annotations

import msgspec

from handoff.deadlines import Deadline, due_at
from handoff.states import Act, IllegalMove, Owner, State, Status, pair, state_of, transition

WITH_PEOPLE = frozenset({State.QUEUED, State.OFFERED, State.ASSIGNED, State.SNOOZED, State.EXTERNAL})


class Move(msgspec.Struct, frozen=True):
    """What a conversation becomes, and whether its case opens or ends with it."""

    act: Act
    owner: Owner
    status: Status
    changes: bool  # False: the pen stays where it is
    opens: bool
    closes: bool
    sets: tuple[Deadline, ...] = ()


def move(owner: str, act: Act, status: str = Status.ACTIVE, *, is_new: bool = False) -> Move:
    """Where this act leads from this owner, or from nobody yet. IllegalMove where the table has no line.

    >>> move("bot", Act.HAND_OFF).owner
    <Owner.QUEUE: 'queue'>
    """
    state = State.NEW if is_new else state_of(owner, status)
    line = transition(state, act)
    if line.to is None:
        return Move(act, Owner(owner), Status(status), False, False, False, line.sets)
    held, lives = pair(line.to)
    before, after = state in WITH_PEOPLE, line.to in WITH_PEOPLE
    return Move(act, held, lives, True, opens=after and not before, closes=before and not after, sets=line.sets)


__all__ = ["Act", "IllegalMove", "Move", "Owner", "State", "Status", "due_at", "move", "state_of"]
