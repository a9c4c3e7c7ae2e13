"""Slow things hold no lane: what others do for a flow comes back as an event, once, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import json

import pytest
from aiohttp import web

from gateway import tables
from gateway.actions import action_store
from gateway.actions.doing import Outsiders
from gateway.actions.task import Done, Failed, Outside
from gateway.ground.bus import NoBus
from gateway.ground.database import scratch
from gateway.ground.live import Live
from gateway.journey import acting
from gateway.journey.rehearsing import rehearsal
from gateway.people.meeting import Caller, found, meet
from gateway.workers import Doers, Relay
from tests.gateway.journey.test_library import books, talk_world

ORDER = """
flow: order
start: {words: [order]}
steps:
  - {id: begin, say: One moment.}
  - {id: do, do: shop.order, with: {size: "40"}, save: done, on_error: sorry}
  - {id: told, say: "Total {done.total}", go: end}
  - {id: sorry, say: Not now.}
"""


@pytest.fixture
def connection():
    with scratch(tables.ALL) as connection:
        yield connection


def played(connection, answer):
    world = talk_world(connection, books(connection, ORDER))
    return rehearsal.Rehearsal(connection, world, "telegram", actions={"shop.order": answer} if answer else None)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Done({"total": 3}), ["One moment.", "Total 3"]),
        (Failed("down"), ["One moment.", "Not now."]),
        (None, ["One moment.", "Not now."]),  # nobody is configured to do it
    ],
)
def test_a_flow_goes_on_with_what_came_of_it(connection, answer, said):
    assert [shown.content.body for shown in played(connection, answer).say("order")] == said


def test_a_result_is_taken_once(connection):
    row = action_store.Waiting("a1", "c", "u", "addr", "do-1", "{}", 0, 5)
    action_store.add(connection, [row])
    action_store.end(connection, "a1")
    assert acting.settle(connection, row, Done({}), 5) is False


def test_one_of_two_takes_an_action(connection):
    action_store.add(connection, [action_store.Waiting("a1", "c", "u", "addr", "do-1", "{}", 0, 5)])
    (row,) = action_store.due(connection, 5, 10)
    assert action_store.claim(connection, row, 100)
    assert not action_store.claim(connection, row, 100)
    assert action_store.due(connection, 99, 10) == []
    assert [one.attempts for one in action_store.due(connection, 100, 10)] == [1]  # its holder died


async def waiting(database, now) -> None:
    """An action that a flow wants done."""
    caller = Caller("sms", "sms", ("+33600000001",))
    known = found(await database.write(meet, [caller], now), caller)
    task = {"id": "t", "action": "shop.order", "args": {}, "conversation_id": known.conversation_id,
            "customer_id": known.customer_id, "flow": "f", "step": "s"}  # fmt: skip
    of = known.conversation_id, known.customer_id, known.address_id
    await database.write(action_store.add, [action_store.Waiting("t", *of, "do-7", json.dumps(task), 0, now)])


async def test_doers_try_again_and_bring_the_result_back(database, aiohttp_server):
    answers = [500, 200]

    async def handle(request):
        return web.json_response({"total": 3}, status=answers.pop(0))

    app = web.Application()
    app.router.add_post("/", handle)
    server = await aiohttp_server(app)
    outside = Outside(webhook=f"http://127.0.0.1:{server.port}/", secret="s", private=True)
    outsiders, now = Outsiders({"shop.order": outside}), [1_000_000]
    relay = Relay(NoBus(alone=True), Live())
    doers = Doers(database, outsiders, lambda: now[0], relay)
    await waiting(database, now[0])
    assert await _do_all(doers, database, now[0]) == 1
    assert await _do_all(doers, database, now[0] + 1999) == 0
    now[0] += 2000
    assert await _do_all(doers, database, now[0]) == 1
    assert await _do_all(doers, database, 10**15) == 0
    await outsiders.close()
    assert answers == []
    (payload,) = await database.read(_payloads)
    assert json.loads(payload) == {"type": "action_ended", "id": "do-7", "result": {"total": 3}, "error": None}


class Hanging:
    """Somebody outside who is called and answers nothing; who else calls is answered."""

    def __init__(self) -> None:
        self.called, self.marks = asyncio.Event(), []
        self.answers = False

    async def handle(self, request):
        self.marks.append(request.headers["Idempotency-Key"])
        self.called.set()
        if not self.answers:
            await asyncio.Event().wait()
        return web.json_response([{"text": "3"}])


@pytest.mark.parametrize(
    ("kind", "tries", "calls", "result"),
    [
        ("webhook", 3, 2, {"result": [{"text": "3"}], "error": None}),
        ("webhook", 1, 1, {"result": None, "error": "lost"}),  # who wants no second call has none
        ("assistant", 3, 1, {"result": None, "error": "lost"}),  # it may have gone on
    ],
)
async def test_a_worker_that_dies_in_a_call_leaves_it_to_the_next(
    database, aiohttp_server, kind, tries, calls, result
):  # fmt: skip
    somebody, now = Hanging(), 1_000_000
    app = web.Application()
    app.router.add_post("/", somebody.handle)
    server = await aiohttp_server(app)
    outside = Outside(**{kind: f"http://127.0.0.1:{server.port}/"}, secret="s", private=True, tries=tries)
    await waiting(database, now)
    outsiders, later = Outsiders({"shop.order": outside}), now + Doers.LEASE + 10_000
    first, second = (
        Doers(database, outsiders, lambda at=at: at, Relay(NoBus(alone=True), Live())) for at in (now, later)
    )
    (row,) = await database.read(action_store.due, now, 10)
    await first._start(row)
    await somebody.called.wait()
    await first.drain(0)
    somebody.answers = True
    assert await _do_all(second, database, later - 1) == 0  # it may be at it still
    assert await _do_all(second, database, later) == 1
    await outsiders.close()
    assert somebody.marks == ['"t"'] * calls
    (payload,) = await database.read(_payloads)
    assert json.loads(payload) == {"type": "action_ended", "id": "do-7", **result}


async def test_a_stop_waits_for_the_calls_under_way(database, aiohttp_server):
    somebody, now = Hanging(), 1_000_000
    app = web.Application()
    app.router.add_post("/", somebody.handle)
    server = await aiohttp_server(app)
    outside = Outside(webhook=f"http://127.0.0.1:{server.port}/", secret="s", private=True)
    outsiders = Outsiders({"shop.order": outside})
    doers = Doers(database, outsiders, lambda: now, Relay(NoBus(alone=True), Live()))
    await waiting(database, now)
    (row,) = await database.read(action_store.due, now, 10)
    somebody.answers = True
    await doers._start(row)
    await doers.drain(10)
    assert len(await database.read(_payloads)) == 1
    await outsiders.close()


async def _do_all(doers, database, now):
    due = await database.read(action_store.due, now, 10)
    for row in due:
        await doers._start(row)
    await asyncio.gather(*doers._tasks)
    return len(due)


def _payloads(connection):
    return connection.exec_driver_sql("SELECT payload FROM inbox").scalars().all()
