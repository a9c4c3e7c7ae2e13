"""Behind a number: the conversations that it was made of, so that nobody has to believe it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.insights import stretches_store
from gateway.insights.facts import Facts, contacts, focus, parts, spans
from handoff.survey import GOOD


class Behind(msgspec.Struct, frozen=True, kw_only=True):
    """One of them. `at`: when its case opened, or the customer last spoke. `seconds`: what it adds to a time.
    `count`: how often, of what is counted."""

    conversation_id: str
    at: int
    case_id: str | None = None
    seconds: float | None = None
    count: int | None = None
    score: int | None = None
    outcome: str | None = None


def behind(connection: Connection, facts: Facts, of: str) -> list[Behind] | None:
    """Newest first, or the longest first of a time, the most first of what is counted; None: no number is called so.

    `of` is the name of a figure, or one of a kind: `channel:sms`, `kind:order`, `hour:09`, `day:2026-05-01`,
    `reason:repeated`, `conclusion:refunded`, `tag:vip`, `ending:thanked`, `ces:7`.
    """
    measured, happened = spans(facts), parts(facts)
    if of in measured:
        return _timed(facts, of)
    if of == "focus":
        attended = [_case(row, seconds=round(row.focus / 1000, 1)) for row in focus(facts)]
        return sorted(attended, key=lambda one: -(one.seconds or 0))
    if of == "contacts":
        return _counted(facts, dict(contacts(facts)))
    if of in happened:
        return _of_cases(facts, set(happened[of]))
    if of == "handed_off":
        return [_case(row) for row in reversed(facts.cases)]
    group, _, key = of.partition(":")
    if group in GOOD:
        return _scored(facts, group, key)
    if group in ("channel", "kind") and key:
        return _spoken(stretches_store.spoken(connection, facts.since, facts.until, **{group: key}))
    if group == "ending":
        return _ended(facts, key)
    return _sorted(facts, group, key)


def _timed(facts: Facts, of: str) -> list[Behind]:
    rows = {row.id: row for row in facts.cases}
    found = [
        _case(rows[one.case_id], seconds=round(((one.end or facts.now) - one.start) / 1000, 1))
        for one in spans(facts)[of]
    ]
    return sorted(found, key=lambda one: -(one.seconds or 0))


def _counted(facts: Facts, counts: dict[str, int]) -> list[Behind]:
    found = [_case(row, count=counts[row.id]) for row in reversed(facts.cases)]
    return sorted(found, key=lambda one: -(one.count or 0))


def _of_cases(facts: Facts, ids: set[str]) -> list[Behind]:
    return [_case(row) for row in reversed(facts.cases) if row.id in ids]


def _scored(facts: Facts, kind: str, key: str) -> list[Behind]:
    rows = [row for row in reversed(facts.cases) if row.survey_kind == kind and row.score is not None]
    return [_case(row) for row in rows if not key or str(row.score) == key]


def _ended(facts: Facts, key: str) -> list[Behind] | None:
    found = facts.endings().get(key)
    if found is None:
        return None
    ids = set(found)
    if key == "handed_off":
        return [_case(row) for row in reversed(facts.cases)]
    return _spoken(one for one in facts.alone if one.conversation_id in ids)


def _sorted(facts: Facts, group: str, key: str) -> list[Behind] | None:
    """Cases of one hour, day, reason or tag."""
    rows = list(reversed(facts.cases))
    match group:
        case "hour":
            return [_case(row) for row in rows if f"{facts.local(row):%H}" == key]
        case "day":
            return [_case(row) for row in rows if f"{facts.local(row):%Y-%m-%d}" == key]
        case "reason":
            return [_case(row) for row in rows if row.reason == key]
        case "conclusion":
            return [_case(row) for row in rows if row.conclusion == key]
        case "tag":
            return [_case(row) for row in rows if key in facts.tags.get(row.conversation_id, ())]
    return None


def _spoken(rows: Iterable[Any]) -> list[Behind]:
    found = [Behind(conversation_id=row.conversation_id, at=row.at) for row in rows]
    return sorted(found, key=lambda one: -one.at)


def _case(row: Any, seconds: float | None = None, count: int | None = None) -> Behind:
    return Behind(
        conversation_id=row.conversation_id, case_id=row.id, at=row.opened_at, seconds=seconds, count=count,
        score=row.score, outcome=row.outcome,
    )  # fmt: skip
