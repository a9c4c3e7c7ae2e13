"""The report of human work in a period: from cases, stretches, surveys and triage to figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.insights import stretches_store
from gateway.insights.facts import Facts, contacts, focus, parts, spans
from gateway.insights.figures import DEFINITION, Figure, Share, amount, figure, share, tally
from handoff.survey import GOOD


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
    """`cases` of an ending are conversations: the bot opens no case. `times` are in seconds, `efforts` are how often:
    `contacts` counts what opened the case, and each time the customer wrote again after an answer, but for thanks."""

    definition: str
    since: int
    until: int
    times: list[Figure]
    efforts: list[Figure]
    shares: list[Share]
    endings: list[Share]
    scores: list[Score]
    volume: list[Count]  # "channel/kind"
    reasons: list[Count]
    conclusions: list[Count]
    tags: list[Count]
    hours: list[Count]  # of the day, as the brand's clock has it
    days: list[Count]


def report(connection: Connection, facts: Facts) -> Report:
    """Cases that opened in this period, whenever they ended."""
    cases = facts.cases
    volume = Counter[str]()
    for row in stretches_store.volume(connection, facts.since, facts.until):
        volume[f"{row.channel}/{row.kind}"] += row.n
    return Report(
        definition=DEFINITION, since=facts.since, until=facts.until, shares=_shares(facts), endings=_endings(facts),
        times=_times(facts), efforts=_efforts(facts),
        conclusions=_counts(Counter(row.conclusion for row in cases if row.conclusion)),
        scores=[_score(kind, cases) for kind in GOOD], volume=_counts(volume),
        reasons=_counts(Counter(row.reason for row in cases)),
        tags=_counts(Counter(tag for row in cases for tag in facts.tags.get(row.conversation_id, ()))),
        hours=_counts(Counter(f"{facts.local(row):%H}" for row in cases)),
        days=_counts(Counter(f"{facts.local(row):%Y-%m-%d}" for row in cases)),
    )  # fmt: skip


def _times(facts: Facts) -> list[Figure]:
    attended = focus(facts)
    running = sum(1 for row in attended if row.resolved_at is None)
    return [
        *(figure(name, found, facts.now, facts.hours) for name, found in spans(facts).items()),
        amount("focus", [(row.id, row.focus) for row in attended], running),
    ]


def _efforts(facts: Facts) -> list[Figure]:
    return [tally("contacts", contacts(facts), sum(1 for row in facts.cases if row.resolved_at is None))]


def _shares(facts: Facts) -> list[Share]:
    cases, found = facts.cases, parts(facts)
    wholes = {"reopened": sum(1 for row in cases if row.outcome == "resolved")}
    return [
        *(share(name, part, wholes.get(name, len(cases))) for name, part in found.items()),
        share("handed_off", (row.id for row in cases), len(cases) + len(facts.alone)),
    ]


def _endings(facts: Facts) -> list[Share]:
    found = facts.endings()
    whole = sum(map(len, found.values()))
    return [share(name, part, whole) for name, part in found.items()]


def _score(kind: str, cases: Sequence[Any]) -> Score:
    asked = [row for row in cases if row.survey_kind == kind]
    given = [row for row in asked if row.score is not None]
    good = [row.id for row in given if row.score >= GOOD[kind]]
    return Score(
        kind=kind, asked=len(asked), answered=len(given), good=share(f"{kind}_good", good, len(given)),
        mean=round(sum(row.score for row in given) / len(given), 2) if given else None,
        distribution=_counts(Counter(str(row.score) for row in given)),
    )  # fmt: skip


def _counts(counted: Counter[str]) -> list[Count]:
    return [Count(key, n) for key, n in sorted(counted.items())]
