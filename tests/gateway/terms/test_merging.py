"""Two customers turn out to be one, and two again: every table that names a customer is treated, or we say why not."""

from __future__ import annotations

from sqlalchemy import text

from dialogs.draft_store import metadata as tables_of_dialogs
from gateway.ground.database import metadata
from gateway.ground.ids import new_id
from gateway.journey.crossing import linking
from gateway.outreach import board_link, item_store
from gateway.outreach.item import Item
from gateway.terms import complaint_store, limit_store
from gateway.terms.complaint_store import NEVER
from handoff import pivot_store
from handoff.tables import metadata as tables_of_people
from tests.gateway.terms.test_digesting import DAILY, HOUR, SATURDAY, paris, told, work

MOVED = {
    "address": "belongs to the one from then on",
    "thread": "as its address",
    "contact": "what went to an address counts for whoever has it",
    "candidate": "what waits to go to an address is decided about for whoever has it",
    "delivery": "the same, as long as it waits",
    "provider_limit": "as its address",
    "budget": "the rings are made anew from the contacts",
    "terms": "of each rule the stricter holds",
    "terms_change": "the ledger of the one says what came from the other",
    "consent": "the same for consents, each with its addresses",
    "digest": "what is to come is planned anew; a date that was told is told to both",
    "digest_item": "what was gathered is decided about anew",
    "digest_calendar": "looked at anew, of both",
    "item_shown": "what the one was shown is nothing new to the other",
    "claim": "as the address where it was said",
    "board_link": "links sent to an address end when it changes hands",
    "pivot_code": "leads to whoever the customer is a part of by now",
    "complaint": "stays with its source's customer, and is read for whoever they are a part of",
}
STAYS = {
    "conversation": "what was said is not moved: it stays in the conversation where it was said",
    "message": "as its conversation",
    "inbox": "as its conversation",
    "media": "as its message",
    "timer": "as the dialog of its conversation",
    "action": "as the dialog of its conversation",
    "decision": "was made about that customer, under their terms; found by its message",
    "explanation": "as its decision",
    "case": "people were asked in that conversation",
    "stretch": "as its case",
    "survey": "as its case",
    "entrusted": "as its case",
    "errand": "as its case",
    "bulletin": "tells what happened, to whoever it happened to then",
}


def test_every_table_that_names_a_customer_is_treated_or_has_a_reason():
    tables = [*metadata.tables.values(), *tables_of_people.tables.values(), *tables_of_dialogs.tables.values()]
    naming = {table.name for table in tables if "customer_id" in table.c}
    assert naming == {*MOVED, *STAYS}
    assert not set(MOVED) & set(STAYS)


def merge(town, bob: str, ann: str) -> str:
    return town.write(linking.merge, bob, ann, "same card", "marc", town.now)


def undo(town, link: str) -> None:
    town.write(linking.undo, link, "marc", town.now)


def count(town, table: str, customer: str) -> int:
    return town.rows(f"SELECT count(*) AS n FROM {table} WHERE customer_id = '{customer}'")[0].n


def test_the_measures_of_the_two_are_one_measure_and_two_again(town, ann, bob):
    for one in (ann, bob):
        town.act(one, "terms.set", field="frequency", value={"n": 2, "per": "week"})
    town.post(ann)
    town.post(bob, account="sms")
    assert len(town.run()) == 2
    link = merge(town, bob, ann)
    assert town.post(ann).decision.codes == ("CAP_OVERALL",)
    undo(town, link)
    assert (count(town, "contact", ann), count(town, "contact", bob)) == (1, 1)
    assert town.post(bob, account="sms").decision.is_sent


def test_what_waits_goes_where_it_was_going_under_the_stricter_terms(town, ann, bob):
    town.act(bob, "terms.pause", **{"for": "P1D"})
    waits = town.post(bob, account="sms")
    assert waits.decision.codes == ("PAUSED",)
    link = merge(town, bob, ann)
    assert (count(town, "candidate", bob), count(town, "delivery", bob)) == (0, 0)
    undo(town, link)
    assert (count(town, "candidate", ann), count(town, "delivery", ann)) == (0, 0)
    town.now += 25 * HOUR
    assert [call.due.message_id for call in town.run()] == [waits.message_id]


def test_who_stopped_stays_stopped_as_one_and_the_other_is_free_again_as_two(town, ann, bob):
    town.act(bob, "terms.stop")
    link = merge(town, bob, ann)
    assert town.post(ann).decision.codes == ("STOP_ALL",)
    undo(town, link)
    assert town.post(ann).decision.is_sent
    assert town.post(bob, account="sms").decision.codes == ("STOP_ALL",)


def test_a_date_that_one_was_told_is_not_told_to_both(town, ann, bob):
    for one in (ann, bob):
        town.act(one, "terms.set", scope="topic:offers", field="digest", value=SATURDAY)
    work(town)
    town.now = paris(2026, 11, 26, 12)
    town.post(bob, account="sms")
    town.now = paris(2026, 11, 28, 10)
    work(town)
    assert (len(told(town)), len(town.run())) == (1, 1)
    merge(town, bob, ann)
    town.post(ann)
    work(town)
    assert len(told(town)) == 1


def test_what_was_gathered_for_either_is_told_once_to_the_one(town, ann, bob):
    for one in (ann, bob):
        town.act(one, "terms.set", scope="topic:offers", field="digest", value=SATURDAY)
    work(town)
    town.now = paris(2026, 11, 26, 12)
    town.post(ann)
    town.post(bob, account="sms")
    merge(town, bob, ann)
    town.run()
    town.now = paris(2026, 11, 28, 10)
    work(town)
    (body,) = told(town)
    assert body.count("• Bonjour") == 2
    assert len(town.run()) == 1


def test_digests_are_planned_anew_for_both_when_they_are_two_again(town, ann, bob):
    town.act(bob, "terms.set", scope="topic:offers", field="digest", value=DAILY)
    work(town)
    link = merge(town, bob, ann)
    undo(town, link)
    rows = town.rows("SELECT customer_id, next_at FROM digest_calendar")
    assert {row.customer_id: row.next_at for row in rows} == {ann: 0, bob: 0}


def test_what_one_was_shown_is_nothing_new_and_forgotten_when_they_are_two(town, ann, bob):
    lamp = Item(id="lamp", topic="offers", title={"fr": "Lampe"})
    town.write(item_store.put, [lamp], "Europe/Paris")
    town.write(item_store.shown, bob, ["lamp"], town.now)
    link = merge(town, bob, ann)
    assert town.read(item_store.fresh, ann, ["offers"], town.now, 5) == []
    undo(town, link)
    assert town.read(item_store.fresh, ann, ["offers"], town.now, 5) == [lamp]
    assert town.read(item_store.fresh, bob, ["offers"], town.now, 5) == []


def test_a_page_ends_when_its_address_changes_hands(town, ann, bob):
    there = town.addresses(bob)[0].id
    opened = town.write(board_link.make, "http://x", bob, there, town.now).rpartition("/")[2]
    visit = town.write(board_link.use, opened, town.now)
    link = merge(town, bob, ann)
    assert town.read(board_link.visit, visit, town.now) is None
    opened = town.write(board_link.make, "http://x", ann, there, town.now).rpartition("/")[2]
    undo(town, link)
    assert not town.read(board_link.opens, opened, town.now)


def test_an_open_complaint_of_either_holds_what_is_sold_to_the_one(town, ann, bob):
    town.write(complaint_store.open_one, new_id(), bob, "case", "c1", None, town.now)
    link = merge(town, bob, ann)
    assert town.read(complaint_store.held_until, [ann, bob], 0, town.now) == {ann: NEVER, bob: NEVER}
    assert town.write(complaint_store.close, bob, "case", "c1", town.now)
    assert town.read(complaint_store.held_until, [ann], 0, town.now + 1) == {}
    undo(town, link)


def test_a_provider_s_limit_goes_with_its_address(town, ann, bob):
    there = town.addresses(bob)[0].id
    town.write(limit_store.remember, there, bob, "131049", town.now)
    link = merge(town, bob, ann)
    assert set(town.read(limit_store.of_customers, [ann])) == {there}
    undo(town, link)
    assert set(town.read(limit_store.of_customers, [bob])) == {there}


def test_a_code_of_who_became_a_part_of_another_leads_to_the_other(town, ann, bob):

    def give(connection) -> None:
        talk = connection.execute(text("SELECT id FROM conversation WHERE customer_id = :c"), {"c": bob}).scalar()
        given = {"conversation_id": talk, "customer_id": bob, "account": "bot", "by": "marc"}
        pivot_store.add(connection, "abc123", town.now, **given)

    town.write(give)
    merge(town, bob, ann)
    carl = town.meet("bot", "9")
    there = town.addresses(carl)[0].id
    assert town.write(linking.by_code, "abc123", "bot", there, town.now) == ann
