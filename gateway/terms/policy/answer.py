"""Answers: what was said in reply to the customer. All of a talk pass here, so it asks no more than it must.

Who wrote to us waits for the answer: no consent, no hours and no measure stand in its way; a closed door does.
"""

from __future__ import annotations

from gateway.terms.policy.decision import Decision, suppress

SEND = Decision("send", ("OK",))
EXPIRED = suppress("EXPIRED")
CLOSED = {"blocked": suppress("BLOCKED_BY_USER"), "opted_out": suppress("PLATFORM_OPTOUT")}
WINDOW_CLOSED = suppress("WINDOW_CLOSED_NO_TEMPLATE")


def decide_answer(
    status: str, expires_at: int | None, is_free: bool, heard_at: int | None, window: int | None, now: int
) -> Decision:
    """About one answer. `is_free`: not a template; `window` is how long its author may write after `heard_at`."""
    if expires_at is not None and expires_at <= now:
        return EXPIRED
    if status in CLOSED:  # where nobody was last time, it is tried once more
        return CLOSED[status]
    if is_free and window is not None and heard_at is not None and now >= heard_at + window:
        return WINDOW_CLOSED
    return SEND
