"""The report of human work in a period: from cases, stretches, surveys and triage to figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from gateway.insights import stretches_store
from gateway.insights.figures import DEFINITION, Figure, Share, Span, figure, share
from handoff.survey import GOOD

REOPENED_WITHIN = 7 * 86_400_000  # milliseconds


class Count(msgspec.Struct, frozen=True):
    """How often, of what."""

    key: str
    n: int


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A survey's answers. `good`: the share from which on it counts as good."""

    kind: str
    asked: int
    answered: int
    mean: float | None
    good: Share
    distribution: list[Count]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    definition: str
    since: int
    until: int
    times: list[Figure]
    shares: list[Share]
    scores: list[Score]
    volume: list[Count]  # "channel/kind"
    reasons: list[Count]
    hours: list[Count]  # of the day, as the brand's clock has it


def report(connection: Connection, since: int, until: int, now: int, zone: str) -> Report:
    """Cases that opened in this period, whenever they ended."""
    cases = stretches_store.cases(connection, since, until)
    stretches = stretches_store.stretches(connection, since, now)
    answers = stretches_store.first_answers(connection, since, until)
    volume = Counter[str]()
    for row in stretches_store.volume(connection, since, until):
        volume[f"{row.channel}/{row.kind}"] += row.n
    return Report(
        definition=DEFINITION, since=since, until=until, times=_times(cases, stretches, answers, now, zone),
        shares=_shares(cases, stretches_store.by_bot_alone(connection, since, until)),
        scores=[_score(kind, cases) for kind in GOOD], volume=_counts(volume),
        reasons=_counts(Counter(row.reason for row in cases)), hours=_hours(cases, zone),
    )  # fmt: skip


def _times(
    cases: Sequence[Any], stretches: Sequence[Any], answers: dict[str, int], now: int, zone: str
) -> list[Figure]:
    first = [Span(case_id=row.id, start=row.opened_at, end=answers.get(row.id, row.resolved_at)) for row in cases]
    waits = [Span(case_id=row.id, start=row.opened_at, end=row.taken_at or row.resolved_at) for row in cases]
    whole = [Span(case_id=row.id, start=row.opened_at, end=row.resolved_at) for row in cases]
    held = [
        Span(case_id=row.id, start=one.began_at, end=one.ended_at)
        for row in cases
        for one in stretches
        if one.conversation_id == row.conversation_id and one.owner_kind == "agent" and _within(one, row)
    ]
    named = (("first_response", first), ("queue_wait", waits), ("resolution", whole), ("handle", held))
    return [figure(name, spans, now, zone) for name, spans in named]


def _within(one: Any, row: Any) -> bool:
    return bool(one.began_at >= row.opened_at and (row.resolved_at is None or one.began_at < row.resolved_at))


def _shares(cases: Sequence[Any], by_bot_alone: int) -> list[Share]:
    resolved = [row for row in cases if row.outcome == "resolved"]
    return [
        share("transferred", (row.id for row in cases if row.hops), len(cases)),
        share("reopened", _reopened(cases), len(resolved)),
        share("abandoned", (row.id for row in cases if row.resolved_at and not row.answers), len(cases)),
        share("late", (row.id for row in cases if _is_late(row)), len(cases)),
        share("handed_off", (row.id for row in cases), len(cases) + by_bot_alone),
    ]


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


def _score(kind: str, cases: Sequence[Any]) -> Score:
    asked = [row for row in cases if row.survey_kind == kind]
    given = [row for row in asked if row.score is not None]
    good = [row.id for row in given if row.score >= GOOD[kind]]
    return Score(
        kind=kind, asked=len(asked), answered=len(given), good=share(f"{kind}_good", good, len(given)),
        mean=round(sum(row.score for row in given) / len(given), 2) if given else None,
        distribution=_counts(Counter(str(row.score) for row in given)),
    )  # fmt: skip


def _hours(cases: Sequence[Any], zone: str) -> list[Count]:
    local = ZoneInfo(zone)
    return _counts(Counter(f"{datetime.fromtimestamp(row.opened_at / 1000, local):%H}" for row in cases))


def _counts(counted: Counter[str]) -> list[Count]:
    return [Count(key, n) for key, n in sorted(counted.items())]
