"""Between its promise and its call a digest loses what may not be told any more, and nothing that may."""

from __future__ import annotations

import json

import pytest

from gateway.outreach import item_store
from gateway.outreach.item import Item
from tests.gateway.terms.test_digesting import HOUR, SATURDAY, paris, told, work
from tests.gateway.terms.town import LOST, OK, REFUSED

SLOT = (2026, 11, 28, 10)
DAY = 24 * HOUR


def sent(calls) -> list[str]:
    return [json.loads(call.due.call)["payload"]["text"] for call in calls]


def about(town, mixed, text: str) -> set[str]:
    """The topics of those of the messages that are told there."""
    bodies = {topic: town.rows("SELECT content FROM message WHERE id = :id", id=one)[0] for topic, one in mixed.items()}
    return {topic for topic, row in bodies.items() if f"• {json.loads(row.content)['body']}" in text.split("\n")}


def item(name: str, topic: str) -> Item:
    return Item(id=name, topic=topic, title={"fr": f"Titre {name}", "en": f"Title {name}"})


@pytest.fixture
def ann(town) -> str:
    """Gets offers, shoes and the news of her orders in one digest, on Saturdays."""
    customer = town.meet("telegram", "1")
    for topic in ("offers", "shoes"):
        town.act(customer, "terms.follow", topic=topic)
    town.act(customer, "terms.set", scope="all", field="digest", value=SATURDAY)
    for topic in ("offers", "shoes", "orders"):
        town.act(customer, "terms.set", scope=f"topic:{topic}", field="initiative", value="digest")
    work(town)
    town.now = paris(2026, 11, 26, 12)
    return customer


@pytest.fixture
def mixed(town, ann) -> dict[str, str]:
    """One message about each, in a digest that is promised and has not left."""
    said = {
        "offers": town.post(ann).message_id,
        "orders": town.post(ann, category="service").message_id,
        "shoes": town.post(ann, topic="shoes").message_id,
    }
    assert {town.state(one) for one in said.values()} == {"digested"}
    town.now = paris(*SLOT)
    work(town)
    (body,) = told(town)
    assert body.count("• Bonjour") == 3
    return said


def test_stop_takes_away_what_sells_and_not_the_news_of_an_order(town, ann, mixed):
    town.act(ann, "terms.stop")
    (text,) = sent(town.run())
    assert about(town, mixed, text) == {"orders"}
    assert told(town) == [text]  # what is shown is what was said
    work(town)
    town.run()
    assert {topic: town.state(one) for topic, one in mixed.items()} == {
        "offers": "suppressed", "orders": "told", "shoes": "suppressed",
    }  # fmt: skip


def test_a_topic_that_is_stopped_before_the_call_is_not_told(town, ann, mixed):
    town.act(ann, "terms.off", scope="topic:offers")
    (text,) = sent(town.run())
    assert about(town, mixed, text) == {"orders", "shoes"}
    assert (town.state(mixed["offers"]), town.codes(mixed["offers"])) == ("suppressed", '["TOPIC_OFF"]')


def test_a_topic_that_is_stopped_between_claim_and_call_is_not_told(town, ann, mixed):
    town.claim("telegram")
    town.act(ann, "terms.off", scope="topic:shoes")
    assert town.call() is None
    (text,) = sent(town.run())
    assert about(town, mixed, text) == {"offers", "orders"}


def test_a_complaint_takes_away_what_sells(town, ann, mixed):
    town.claim("telegram")
    town.complain(ann, is_open=True)
    assert town.call() is None
    (text,) = sent(town.run())
    assert about(town, mixed, text) == {"orders"}
    assert {town.state(mixed[topic]) for topic in ("offers", "shoes")} == {"digested"}  # for when that is settled


def test_a_silence_holds_what_sells_and_the_rest_goes_on(town, ann, mixed):
    silence = town.silence()
    (text,) = sent(town.run())
    assert about(town, mixed, text) == {"orders"}
    town.lift(silence)
    town.run()
    town.now += 7 * DAY
    work(town)
    (later,) = sent(town.run())
    assert later.count("•") == 2


def test_a_silence_about_one_topic_holds_its_piece(town, ann, mixed):
    town.silence("topic:offers")
    (text,) = sent(town.run())
    assert about(town, mixed, text) == {"orders", "shoes"}


def test_a_digest_that_never_leaves_gives_back_what_it_held(town, ann, mixed):
    town.write(item_store.put, [item("a", "offers")], "Europe/Paris")
    assert len(town.run(REFUSED)) == 1
    work(town)
    town.run()
    assert {town.state(one) for one in mixed.values()} == {"digested"}
    town.now += 7 * DAY
    work(town)
    (text,) = sent(town.run())
    assert text.count("•") == 4
    work(town)
    assert {town.state(one) for one in mixed.values()} == {"told"}


def test_one_that_may_have_left_is_not_repeated_with_what_was_stopped(town, ann, mixed):
    assert town.claim("telegram")
    town.call()
    town.end(outcome=LOST)
    town.act(ann, "terms.off", scope="topic:offers")
    town.now += HOUR
    assert town.run() == []
    assert len(town.calls) == 1
    assert town.rows("SELECT state FROM delivery d JOIN message m ON m.id = d.message_id "
                     "WHERE m.idempotency_key IS NOT NULL")[0].state == "unknown"  # fmt: skip


def test_an_item_whose_topic_is_stopped_or_that_ended_leaves_too(town, ann):
    kept, ended, stopped = item("kept", "shoes"), item("ended", "shoes"), item("stopped", "offers")
    town.write(item_store.put, [kept, ended, stopped], "Europe/Paris")
    town.now = paris(*SLOT)
    work(town)
    assert told(town)[0].count("•") == 3
    town.act(ann, "terms.off", scope="topic:offers")
    town.write(item_store.remove, "ended")
    (text,) = sent(town.run())
    assert ("Titre kept" in text, text.count("•")) == (True, 1)
    fresh = town.read(item_store.fresh, ann, ["offers", "shoes"], town.now, 9)
    assert [one.id for one in fresh] == ["stopped"]  # not told: new to who asks


def test_where_all_is_stopped_nothing_is_sent_and_the_items_are_new_again(town, ann):
    town.write(item_store.put, [item("a", "offers")], "Europe/Paris")
    town.now = paris(*SLOT)
    work(town)
    town.act(ann, "terms.stop")
    assert town.run() == []
    work(town)
    assert [one.id for one in town.read(item_store.fresh, ann, ["offers"], town.now, 9)] == ["a"]


def test_what_was_gathered_is_told_by_a_late_worker_and_after_its_usual_life(town, ann):
    town.act(ann, "terms.set", scope="all", field="digest", value={"every": "month", "days": ["sat"], "nth": -1})
    town.now = paris(2026, 11, 2)
    posted = town.post(ann, category="service").message_id
    town.now = paris(*SLOT) + 3_000
    work(town)
    assert len(town.run(OK)) == 1
    assert town.state(posted) == "told"


def test_a_complaint_that_came_before_keeps_a_message_out(town, ann):
    town.post(ann)
    town.complain(ann, is_open=True)
    town.now = paris(*SLOT)
    work(town)
    assert (told(town), town.run()) == ([], [])


def test_a_digest_goes_where_the_most_of_it_is_welcome(town):
    customer = town.meet("telegram", "1")
    (here,) = town.addresses(customer)
    there = town.join(customer, "sms", "+33612345678")
    town.act(customer, "terms.set", scope="all", field="digest", value=SATURDAY)
    for topic in ("offers", "shoes"):
        town.act(customer, "terms.follow", said_at=there, topic=topic)
        town.act(customer, "terms.set", said_at=there, scope=f"topic:{topic}", field="initiative", value="digest")
    work(town)
    town.now = paris(2026, 11, 26, 12)
    town.post(customer)
    town.post(customer, topic="shoes")
    town.now = paris(*SLOT)
    work(town)
    (call,) = town.run()
    assert call.due.address_id == there != here.id
