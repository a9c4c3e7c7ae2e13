"""Retention: what is old goes with all that hangs on it; what may still be needed stays, whatever its age."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.journey import erasing, media, retention
from gateway.journey.retention import Kept
from gateway.workers.cleaner import Cleaner
from handoff import left_off_store
from tests.journey.product import Product

DAY = 86_400_000
HANGING = ("contact", "candidate", "decision", "explanation", "delivery", "media", "correction")


def cleaner(product: Product, days: int, *, messages: int | None = 40) -> Cleaner:
    """As it will be in so many days; the talk took up to seven."""
    kept = Kept(events=30 * DAY, messages=None if messages is None else messages * DAY)
    folder = Path(product.gateway.settings.media.folder)
    return Cleaner(product.gateway.parts.database, lambda: product.clock() + days * DAY, kept, folder)


async def talk(product: Product) -> None:
    """A customer writes, agrees, and is written to."""
    product.say("telegram", "aide")
    await product.answered("telegram", 1)
    await product.follow("telegram")
    sent = await product.send("telegram", "Des bougies", category="marketing", topic="offers")
    await product.status(sent["id"], "sent", "delivered")
    await product.settled()


async def test_handled_events_go_after_their_days_and_nothing_else(product):
    await talk(product)
    before = await product.messages()
    await cleaner(product, 20).sweep()
    assert await product.number("SELECT count(*) FROM inbox WHERE state = 'done'") > 0
    await cleaner(product, 31).sweep()
    assert await product.number("SELECT count(*) FROM inbox") == 0
    assert await product.messages() == before


async def test_an_event_that_waits_or_failed_stays_whatever_its_age(product):
    await talk(product)
    await product.write("UPDATE inbox SET state = 'failed' WHERE id = (SELECT min(id) FROM inbox)")
    await cleaner(product, 400).sweep()
    assert [row[0] for row in await product.rows("SELECT state FROM inbox")] == ["failed"]


async def test_messages_go_with_all_that_hangs_on_them(product, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 1)  # in many steps
    await talk(product)
    await product.write("INSERT INTO correction SELECT id, 'aide', 'advice', true, 'marc', 1 FROM message")
    terms = await product.rows("SELECT * FROM consent")
    await cleaner(product, 30).sweep()
    assert len(await product.messages()) == 3
    await cleaner(product, 41).sweep()
    assert await product.messages() == []
    for table in HANGING:
        assert await product.number(f"SELECT count(*) FROM {table}") == 0, table
    assert await product.rows("SELECT * FROM consent") == terms != []
    product.say("telegram", "aide")
    assert await product.answered("telegram", 3)  # and life goes on


@pytest.mark.parametrize("state", ["queued", "sending", "deferred", "held", "digested"])
async def test_what_is_still_to_leave_stays(product, state):
    await talk(product)
    kept = (await product.messages(direction="out"))[0]["id"]
    await product.write(f"UPDATE delivery SET state = '{state}', next_at = {2**50} WHERE message_id = '{kept}'")
    await cleaner(product, 41).sweep()
    assert [one[0] for one in await product.rows("SELECT id FROM message")] == [kept]
    assert await product.number("SELECT count(*) FROM decision") > 0


async def test_files_go_with_their_messages(product):
    await talk(product)
    message = (await product.messages(direction="in"))[0]
    folder = Path(product.gateway.settings.media.folder)
    media.keep(folder, "m1", b"a picture")
    await product.write(
        "INSERT INTO media (id, message_id, position, customer_id, account, source, state, next_at) VALUES "
        f"('m1', '{message['id']}', 0, '{message['customer_id']}', 'telegram', '{{}}', 'stored', 0)"
    )
    await cleaner(product, 30).sweep()
    assert (folder / "m1").exists()
    await cleaner(product, 41).sweep()
    assert not (folder / "m1").exists()


async def test_without_a_number_messages_are_kept_for_ever(product):
    await talk(product)
    await cleaner(product, 4000, messages=None).sweep()
    assert len(await product.messages()) == 3


async def test_what_was_not_understood_goes_with_its_message_or_after_ninety_days(product):
    await product.tell("telegram", "bonjour")
    await product.tell("telegram", "quel temps fait-il chez vous")
    assert await product.number("SELECT count(*) FROM unclear") == 1
    await cleaner(product, 30).sweep()
    await cleaner(product, 80, messages=None).sweep()
    assert await product.number("SELECT count(*) FROM unclear") == 1
    await cleaner(product, 91, messages=None).sweep()
    assert await product.number("SELECT count(*) FROM unclear") == 0
    await product.tell("telegram", "quel temps fait-il chez vous")
    assert await product.number("SELECT count(*) FROM unclear") == 1
    await cleaner(product, 41).sweep()
    assert await product.number("SELECT count(*) FROM unclear") == 0


async def test_who_is_erased_takes_along_what_was_not_understood(product):
    await product.tell("telegram", "bonjour")
    await product.tell("telegram", "quel temps fait-il chez vous")
    (row,) = await product.rows("SELECT conversation_id, language, words FROM unclear")
    assert (row.language, row.words) == ("fr", "quel temps fait-il chez vous")
    (customer,) = {one["customer_id"] for one in await product.messages()}
    database = product.gateway.parts.database
    await database.write(erasing.erase, customer, product.clock())
    assert await product.number("SELECT count(*) FROM unclear") == 0


@pytest.mark.parametrize(("messages", "stays", "goes"), [(40, 39, 41), (None, 360, 367), (500, 360, 367)])
async def test_where_agents_left_off_goes_with_the_messages_or_after_a_year(product, messages, stays, goes):
    await product.tell("telegram", "bonjour")
    (one,) = await product.rows("SELECT id, customer_id FROM conversation")
    database = product.gateway.parts.database
    await database.write(left_off_store.see, one.id, "anna", 1, product.clock())
    await cleaner(product, stays, messages=messages).sweep()
    assert await product.number("SELECT count(*) FROM left_off") == 1
    await cleaner(product, goes, messages=messages).sweep()
    assert await product.number("SELECT count(*) FROM left_off") == 0


async def test_who_is_erased_was_seen_by_nobody(product):
    await product.tell("telegram", "bonjour")
    (one,) = await product.rows("SELECT id, customer_id FROM conversation")
    database = product.gateway.parts.database
    await database.write(left_off_store.see, one.id, "anna", 1, product.clock())
    await database.write(erasing.erase, one.customer_id, product.clock())
    assert await product.number("SELECT count(*) FROM left_off") == 0
