"""The database goes away and comes back, or says yes and is not heard: nobody is blamed, nothing is forgotten."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from connectors.contract import FetchedMedia
from gateway.ground.threads import Busy
from gateway.journey import media, turn
from gateway.journey.webhook import Overloaded
from gateway.messages import media_store
from gateway.messages.media_store import NewMedia, Waiting
from tests.journey.product import running


def away(*_args, **_more):
    raise OperationalError("SELECT 1", {}, Exception("the server closed the connection"))


async def test_an_event_is_not_blamed_for_the_database(product, monkeypatch):
    """However often that was: nobody is handed to people for it, and nobody waits for two minutes."""
    with monkeypatch.context() as patched:
        patched.setattr(turn, "react", away)
        product.say("telegram", "help")
        waiting = await product.until(lambda: product.rows("SELECT id FROM inbox WHERE state = 'waiting'"))
        for _ in range(3):
            with pytest.raises(OperationalError):
                await take_one(product)
    product.gateway.parts.turns.ring()
    await product.answered("telegram", 1)
    (event,) = await product.rows(f"SELECT attempts FROM inbox WHERE id = {waiting[0].id}")
    assert event.attempts == 0
    assert await product.number("SELECT count(*) FROM conversation WHERE owner_kind <> 'bot'") == 0


async def take_one(product):
    (held,) = await product.rows("SELECT id FROM conversation")
    turns = product.gateway.parts.turns
    return await product.gateway.parts.database.write(turn.take_one, turns._world, held.id, product.clock())


async def test_calls_that_were_claimed_by_a_commit_without_an_answer_are_made_soon_and_are_no_repeats(
    product, monkeypatch
):
    """All was on disk when the connection broke. What was claimed then was called by nobody."""
    database = product.gateway.parts.database
    write, once = database.write, iter([True])

    async def unheard(work, *args):
        outcome = await write(work, *args)
        if work.__name__ == "_play" and await claimed(product) and next(once, False):
            away()
        return outcome

    monkeypatch.setattr(database, "write", unheard)
    product.say("telegram", "help")
    await product.answered("telegram", 1)
    await product.settled()
    assert next(once, None) is None, "no commit went unheard: this proved nothing"
    assert await product.number("SELECT count(*) FROM delivery WHERE repeat") == 0
    assert len(product.heard("telegram")) == 1


async def test_a_call_that_is_made_is_not_given_back_though_the_senders_own_work_failed(product, monkeypatch):
    """The answer was claimed by the turn, in a part of the round that is on disk."""
    senders, intake = product.gateway.parts.senders, product.gateway.parts.intake
    work, once = senders.work, iter([True])

    def failing(connection, current):
        if (senders._claimed or intake._drawn) and next(once, False):  # after the turn, or before it
            away()
        return work(connection, current)

    monkeypatch.setattr(senders, "work", failing)
    product.sandbox.faults.set("telegram", "slow", 1, 1.5)  # under way while the next rounds pass
    product.say("telegram", "help")
    await product.answered("telegram", 1)
    await product.settled()
    await product.until(lambda: not senders._calls)
    assert next(once, None) is None, "nothing failed: this proved nothing"
    assert len(product.heard("telegram")) == 1
    assert await product.number("SELECT count(*) FROM delivery WHERE attempts <> 1") == 0


async def claimed(product) -> bool:
    return await product.number("SELECT count(*) FROM delivery WHERE state = 'sending'") > 0


async def test_media_are_fetched_once_the_database_is_back(embedded, monkeypatch):
    fetchers, asked = embedded.gateway.parts.fetchers, asyncio.Event()
    loop = asyncio.get_running_loop()

    def refused(*args):
        loop.call_soon_threadsafe(asked.set)
        away()

    with monkeypatch.context() as patched:
        patched.setattr(media_store, "due", refused)
        fetchers.ring()
        await asyncio.wait_for(asked.wait(), 10)
    assert not embedded.gateway.failed.is_set()
    assert all(not task.done() for task in embedded.gateway.keeper._tasks)


async def test_what_waits_is_refused_at_once_where_the_database_is_away(embedded, monkeypatch):
    """Each would wait for a connection in vain, and those who come meanwhile for all of them."""
    intake, tried = embedded.gateway.parts.intake, []

    async def refused(*args):
        tried.append(args)
        away()

    monkeypatch.setattr(embedded.gateway.parts.database, "write", refused)
    loop = asyncio.get_running_loop()
    intake._drawn = [([], loop.create_future()) for _ in range(5)]
    await intake.failed(OperationalError("COMMIT", {}, Exception("gone")))
    assert len(tried) == 1
    assert [type(done.exception()) for _, done in intake._drawn] == [Overloaded] * 5
    intake._drawn = []


async def test_a_file_that_two_fetched_is_written_down_once(product):
    """The second to end, here one that failed for good, changes nothing."""
    product.say("telegram", "help")
    await product.answered("telegram", 1)
    (message,) = await product.messages(direction="in")
    row = NewMedia("m", message["id"], 0, "c", "telegram", "{}", "waiting", 0)
    database, waiting = product.gateway.parts.database, Waiting("m", message["id"], 0, "telegram", "{}", 0)
    await database.write(media_store.add, [row])
    fetched = FetchedMedia(body=b"x", mime="image/png", name=None)
    await database.write(media.settle, waiting, fetched, 1)
    assert await database.write(media.settle, waiting, "gone", 2) is None
    assert [tuple(row) for row in await product.rows("SELECT state, mime FROM media")] == [("stored", "image/png")]


@pytest.mark.parametrize("error", [Busy(), OperationalError("SELECT 1", {}, Exception("gone"))])
async def test_whoever_asks_meanwhile_is_told_to_come_back(embedded, monkeypatch, error):
    async def refused(*_):
        raise error

    monkeypatch.setattr(embedded.gateway.parts.database, "read", refused)
    async with embedded.http.get(f"{embedded.url}/api/v1/messages") as answer:
        assert answer.status == 503
        assert answer.headers["Retry-After"]
        assert (await answer.json())["code"] == "unavailable"


async def test_nobody_waits_for_a_time_that_a_clock_showed_before_it_was_set_back(tmp_path, database_url):
    async with running(tmp_path, database_url) as product:
        product.clock.forward(3600)
        product.sandbox.faults.set("telegram", "server_error", 1)
        product.say("telegram", "help")

        async def put_off():
            return await product.rows("SELECT 1 FROM delivery WHERE state = 'queued' AND attempts > 0")

        await product.until(put_off)
        product.clock.forward(-3600)
        product.gateway.parts.senders.ring()
        await product.answered("telegram", 1)
