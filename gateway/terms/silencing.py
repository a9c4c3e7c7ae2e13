"""Beginning and lifting a silence. From the commit on nothing that it covers starts to leave; what waits keeps waiting.

After it is lifted the brand comes back over a ramp. What sells and was held meanwhile is decided about anew, or dropped
if so asked: after an incident yesterday's offer may be out of place.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from gateway.ground.ids import new_id
from gateway.terms import candidate_store, silence_store
from gateway.terms.silence import SCOPE, Level, Silence, is_over


class NoSuchSilence(LookupError):
    """There is none of that id that holds."""


def begin(
    connection: Connection, scope: str, level: Level, *, reason: str, by: str, until: int | None,
    let_pass: tuple[str, ...], now: int,
) -> tuple[Silence, int]:  # fmt: skip
    """Be silent about `scope`; the silence, and the epoch that begins with it. Raises ValueError for no scope."""
    if not SCOPE.fullmatch(scope):
        raise ValueError(f"{scope!r} is no scope. Write brand, topic:<id> or channel:<name>")
    if until is not None and until <= now:
        raise ValueError("it would be over before it begins")
    one = Silence(id=new_id(), scope=scope, level=level, since=now, until=until, let_pass=let_pass)
    return one, silence_store.begin(connection, one, reason=reason, by=by)


def lift(
    connection: Connection, silence_id: str, *, ramp: int, drop: bool, by: str, note: str | None, now: int
) -> int:  # fmt: skip
    """Speak again, to ever more customers while the ramp (milliseconds) lasts; the epoch that begins with it.

    One that is coming back may be lifted again, to come back sooner. `drop`: what sells and was held meanwhile is not
    sent at all. Raises NoSuchSilence.
    """
    epoch = silence_store.lift(connection, silence_id, ramp=ramp, by=by, note=note, now=now)
    if epoch is None:
        raise NoSuchSilence(silence_id)
    if drop:
        row: Any = silence_store.get(connection, silence_id)
        candidate_store.drop_silenced(connection, *reason_of(row.scope))
    candidate_store.wake_silenced(connection, now)
    return epoch


def reason_of(scope: str) -> tuple[str, str]:
    """The code by which a silence of this scope holds, and the topic or channel that it is about ("": all)."""
    kind, _, name = scope.partition(":")
    return f"SILENCE_{kind.upper()}", name


def close_finished(connection: Connection, now: int) -> int:
    """Those whose ramp has run out are history; how many."""
    over = [one for one in silence_store.active(connection) if is_over(one, now)]
    for one in over:
        silence_store.close(connection, one.id, now)
    return len(over)
