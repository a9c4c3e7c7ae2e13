"""What a period's figures are made of, read once: cases, stretches, first answers, and what the bot had alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from gateway.insights import stretches_store
from gateway.insights.containment import Alone, endings
from gateway.insights.figures import Hours, Span

REOPENED_WITHIN = 7 * 86_400_000  # milliseconds

Decided = Callable[[Connection, Sequence[str], int, int], set[str]]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Cases that opened from `since` to `until`, whenever they ended. `tags` are by conversation."""

    since: int
    until: int
    now: int
    zone: str
    hours: Hours
    cases: Sequence[Any]
    stretches: Sequence[Any]
    answers: dict[str, int]
    alone: Sequence[Alone]
    decided: set[str]
    tags: dict[str, list[str]]
    hopping: set[str]  # cases in which more than one app was written in
    returns: dict[str, int]  # by case: how often the customer wrote again after an answer

    def local(self, row: Any) -> datetime:
        """When a case opened, by the brand's clock."""
        return datetime.fromtimestamp(row.opened_at / 1000, ZoneInfo(self.zone))

    def endings(self) -> dict[str, list[str]]:
        return endings(self.alone, self.decided, (row.conversation_id for row in self.cases))


def gather(
    connection: Connection, since: int, until: int, now: int, zone: str, hours: Hours, decided: Decided
) -> Facts:  # fmt: skip
    """`hours`: which held when. `decided` says which of some customers changed their terms in the chat: the terms are a
    floor above."""
    cases = stretches_store.cases(connection, since, until)
    alone = stretches_store.bot_alone(connection, since, until)
    return Facts(
        since=since, until=until, now=now, zone=zone, hours=hours, cases=cases, alone=alone,
        stretches=stretches_store.stretches(connection, since, now),
        answers=stretches_store.first_answers(connection, since, until),
        decided=decided(connection, [one.customer_id for one in alone], since, until),
        tags=stretches_store.tags(connection, since, until), hopping=stretches_store.hopping(connection, since, until),
        returns=stretches_store.returns(connection, since, until),
    )  # fmt: skip


def spans(facts: Facts) -> dict[str, list[Span]]:
    """From when to when, by what is measured."""
    rows, answers = facts.cases, facts.answers
    held: dict[str, list[Any]] = {}
    for one in facts.stretches:
        if one.owner_kind == "agent":
            held.setdefault(one.conversation_id, []).append(one)
    return {
        "first_response": [_span(row, row.opened_at, answers.get(row.id, row.resolved_at)) for row in rows],
        "queue_wait": [_span(row, row.opened_at, row.taken_at or row.resolved_at) for row in rows],
        "resolution": [_span(row, row.opened_at, row.resolved_at) for row in rows],
        "handle": [
            _span(row, one.began_at, one.ended_at)
            for row in rows
            for one in held.get(row.conversation_id, ())
            if _within(one, row)
        ],
    }


def focus(facts: Facts) -> list[Any]:
    """Cases that agents were at, as far as their pages told."""
    return [row for row in facts.cases if row.focus]


def contacts(facts: Facts) -> list[tuple[str, int]]:
    """How often the customer had to write in each case: for what opened it, and once more each time after an answer."""
    return [(row.id, 1 + facts.returns.get(row.id, 0)) for row in facts.cases]


def parts(facts: Facts) -> dict[str, list[str]]:
    """Cases by what happened to them."""
    rows = facts.cases
    return {
        "transferred": [row.id for row in rows if row.hops],
        "changed_channel": [row.id for row in rows if row.id in facts.hopping],
        "reopened": _reopened(rows),
        "abandoned": [row.id for row in rows if row.resolved_at and not row.answers],
        "late": [row.id for row in rows if _is_late(row)],
    }


def _span(row: Any, start: int, end: int | None) -> Span:
    return Span(case_id=row.id, team=row.team_id, start=start, end=end)


def _within(one: Any, row: Any) -> bool:
    return bool(one.began_at >= row.opened_at and (row.resolved_at is None or one.began_at < row.resolved_at))


def _reopened(cases: Sequence[Any]) -> list[str]:
    """Resolved, and back with people within a week."""
    ended: dict[str, Any] = {}
    found = []
    for row in cases:
        before = ended.get(row.conversation_id)
        if before is not None and row.reason == "reopened" and row.opened_at - before.resolved_at < REOPENED_WITHIN:
            found.append(before.id)
        if row.outcome == "resolved":
            ended[row.conversation_id] = row
    return found


def _is_late(row: Any) -> bool:
    return bool((row.answered_at or row.resolved_at or row.due_at) > row.due_at)
