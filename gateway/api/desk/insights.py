"""Insights: figures of human work over a period, each with the cases behind it; as JSON, or CSV to keep."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

import msgspec
from aiohttp import web
from sqlalchemy import Connection

from gateway.api.desk.sight import looked
from gateway.api.doors import Doors
from gateway.api.operation import Call, Operation
from gateway.api.problem import Problem
from gateway.ground.clock import to_datetime, to_iso, to_millis
from gateway.insights import stretches_store
from gateway.insights.behind import Behind, behind
from gateway.insights.facts import Facts, gather
from gateway.insights.report import Count, Report, report
from gateway.journey.holding import offices
from gateway.people import customer_store
from gateway.terms import terms_store

DAYS = 30  # where no period is asked for
LONGEST = timedelta(days=400)
SHOWN = 200  # conversations behind a number; all of them are in the export
COLUMNS = (
    "id", "conversation_id", "channel", "reason", "priority", "team_id", "agent_id", "opened_at", "taken_at",
    "answered_at", "resolved_at", "outcome", "conclusion", "hops", "answers", "due_at", "focus_seconds", "survey_kind",
    "score",
)  # fmt: skip
FIGURES = (
    "name", "n", "open", "of", "median", "p90", "business_median", "business_p90", "mean", "share", "low", "high",
)  # fmt: skip


class Period(msgspec.Struct, kw_only=True):
    """`since` included, `until` not; by itself the last 30 days."""

    since: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class AsFile(Period, kw_only=True):
    """`cases`: one line a case; `figures`: one line a figure."""

    what: Literal["cases", "figures"] = "cases"


class OfNumber(Period, kw_only=True):
    """`of`: a figure's name, or one of a kind: channel:sms, kind:order, hour:09, day:2026-05-01, reason:repeated,
    conclusion:refunded, tag:vip, ending:thanked, ces:7."""

    of: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class BehindShape(msgspec.Struct, kw_only=True):
    """A conversation of a number. `seconds`: what it adds to a time; `count`: how often, of what is counted."""

    conversation_id: str
    case_id: str | None
    customer: str | None
    channel: str | None
    at: str
    seconds: float | None
    count: int | None
    score: int | None
    outcome: str | None


class BehindNumber(msgspec.Struct):
    """The first of `total`."""

    items: list[BehindShape]
    total: int


def operations(doors: Doors) -> list[Operation]:
    async def show(call: Call) -> Report:
        return await doors.database.read(_report, *_period(call.query, doors.clock()), doors.zone)

    async def opened(call: Call) -> BehindNumber:
        since, until, now = _period(call.query, doors.clock())
        found = await doors.database.read(_behind, call.query.of, since, until, now, doors.zone)
        await looked(doors, call.who, "insights", call.query.of)
        return found

    async def export(call: Call) -> web.Response:
        since, until, now = _period(call.query, doors.clock())
        if call.query.what == "figures":
            text = _figures(await doors.database.read(_report, since, until, now, doors.zone))
        else:
            text = await doors.database.read(_cases, since, until)
        name = f"causerie-{call.query.what}-{to_datetime(since):%Y%m%d}-{to_datetime(until):%Y%m%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)

    return [
        Operation(method="GET", path="/desk/api/insights", summary="Figures of human work", run=show, query=Period,
                  returns=Report, guard="supervisor"),
        Operation(method="GET", path="/desk/api/insights/conversations", summary="What a number was made of",
                  run=opened, query=OfNumber, returns=BehindNumber, guard="supervisor"),
        Operation(method="GET", path="/desk/api/insights.csv", summary="The same, to keep", run=export, query=AsFile,
                  returns=bytes, guard="supervisor"),
    ]  # fmt: skip


def _period(asked: Period, now: int) -> tuple[int, int, int]:
    until = asked.until or to_datetime(now)
    since = asked.since or until - timedelta(days=DAYS)
    if not timedelta(0) < until - since <= LONGEST:
        raise Problem(422, "query: since must come before until, by 400 days at most")
    return to_millis(since), to_millis(until), now


def _facts(connection: Connection, since: int, until: int, now: int, zone: str) -> Facts:
    return gather(connection, since, until, now, zone, offices.histories(connection), terms_store.decided_in_chat)


def _report(connection: Connection, *asked: Any) -> Report:
    return report(connection, _facts(connection, *asked))


def _behind(connection: Connection, of: str, *asked: Any) -> BehindNumber:
    found = behind(connection, _facts(connection, *asked), of)
    if found is None:
        raise Problem(422, f"query: of: there is no number {of!r}", hint="Such as first_response, or channel:sms")
    shown = found[:SHOWN]
    known = stretches_store.who(connection, sorted({one.conversation_id for one in shown}))
    names = customer_store.names(connection, sorted({row.customer_id for row in known.values()}))
    return BehindNumber([_shape(one, known[one.conversation_id], names) for one in shown], len(found))


def _shape(one: Behind, row: Any, names: dict[str, str]) -> BehindShape:
    return BehindShape(
        conversation_id=one.conversation_id, case_id=one.case_id, customer=names.get(row.customer_id) or row.address,
        channel=row.channel, at=to_iso(one.at) or "", seconds=one.seconds, count=one.count,
        score=one.score, outcome=one.outcome,
    )  # fmt: skip


def _cases(connection: Connection, since: int, until: int) -> str:
    rows: Any = stretches_store.cases(connection, since, until)
    return _table(COLUMNS, [[_cell(name, row) for name in COLUMNS] for row in rows])


def _figures(made: Report) -> str:
    """Each by the name that opens its conversations, where it has one; a count of a kind behind the kind's name."""
    scored = [(one.kind, one.answered, one.asked, one.mean) for one in made.scores]
    known: list[dict[str, Any]] = [
        *({"name": name, "n": n, "of": of, "mean": mean} for name, n, of, mean in scored),
        *({"name": f"{one.kind}:{count.key}", "n": count.n} for one in made.scores for count in one.distribution),
        *({"name": f"{kind}:{count.key}", "n": count.n} for kind, counts in _counted(made) for count in counts),
    ]
    shown = [*made.times, *made.efforts, *made.shares, *made.endings, *(score.good for score in made.scores)]
    rows: list[dict[str, Any]] = [{name: getattr(one, name, None) for name in FIGURES} for one in shown]
    return _table(FIGURES, [[row.get(name) for name in FIGURES] for row in (*rows, *known)])


def _counted(made: Report) -> list[tuple[str, list[Count]]]:
    return [
        ("volume", made.volume), ("reason", made.reasons), ("conclusion", made.conclusions), ("tag", made.tags),
        ("hour", made.hours), ("day", made.days),
    ]  # fmt: skip


def _cell(name: str, row: Any) -> Any:
    if name == "focus_seconds":
        return round(row.focus / 1000)
    value = getattr(row, name)
    return to_iso(value) if name.endswith("_at") else value


def _table(columns: Any, rows: list[list[Any]]) -> str:
    """A spreadsheet takes what begins with a sign for a formula: nothing of ours does."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return written.getvalue()
