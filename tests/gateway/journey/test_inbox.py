"""What arrives is kept once, with its customer and its place."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from connectors.content import Text
from connectors.message import Echo, Inbound, Status, Unreadable
from gateway.ground.database import Database, metadata
from gateway.journey import inbox
from gateway.journey.webhook import Arrival
from gateway.messages import dead_letter_store, inbox_store
from tests.gateway.terms.effort import tries

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture
def database(database_url):
    database = Database(database_url)
    database.write_now(metadata.create_all)
    yield database
    database.close()


def said(key, address="+33611111111", account="wa", **more):
    more.setdefault("content", Text(body="Bonjour"))
    return Arrival(account, "whatsapp", Inbound(key=key, address=address, sent_at=AT, provider_id=key, **more))


def accept(database, *arrivals):
    return database.write_now(inbox.accept, list(arrivals), 1000)


def rows(database, query):
    return [tuple(row) for row in database.read_now(lambda connection: connection.execute(text(query)).all())]


def test_a_message_makes_its_customer_and_takes_a_place(database):
    assert accept(database, said("a"), said("b"))
    assert rows(database, "SELECT seq, state FROM inbox ORDER BY seq") == [(1, "waiting"), (2, "waiting")]
    (first, second) = rows(database, "SELECT payload FROM inbox ORDER BY seq")
    assert '"a"' in first[0]
    assert '"b"' in second[0]
    assert rows(database, "SELECT count(*) FROM customer") == [(1,)]
    assert rows(database, "SELECT seq FROM conversation") == [(2,)]


def test_a_repeated_webhook_changes_nothing(database):
    accept(database, said("a"))
    assert not accept(database, said("a"), said("a"))
    assert rows(database, "SELECT count(*) FROM inbox") == [(1,)]


def test_the_same_words_twice_are_two_messages(database):
    accept(database, said("a"), said("b"))
    assert rows(database, "SELECT count(*) FROM inbox") == [(2,)]


def test_the_same_phone_on_two_accounts_is_one_customer_with_two_addresses(database):
    accept(database, said("a"), said("b", account="wa-2"))
    assert rows(database, "SELECT count(*) FROM customer") == [(1,)]
    assert rows(database, "SELECT count(*) FROM address") == [(2,)]
    assert rows(database, "SELECT seq FROM inbox ORDER BY id") == [(1,), (2,)]


def test_a_business_scoped_id_beside_a_phone_stays_the_same_person(database):
    accept(database, said("a"))
    accept(database, said("b", aliases=("FR.77",)))
    accept(database, said("c", address="FR.77"))
    assert rows(database, "SELECT count(*) FROM address") == [(1,)]
    assert rows(database, "SELECT count(DISTINCT conversation_id) FROM inbox") == [(1,)]


@pytest.mark.parametrize(
    "event",
    [
        Status(status="delivered", at=AT, provider_id="nobody-knows"),
        Status(status="read", at=AT, address="+33600000000", watermark=AT),
        Echo(key="e", address="+33600000000", content=Text(body="x"), sent_at=AT, provider_id="e"),
        Unreadable(reason="unknown_field", raw={"a": 1}),
        Inbound(key="s", address="+33600000000", content=Text(body="x"), sent_at=AT, makes_conversation=False),
    ],
    ids=["status", "watermark", "echo", "unreadable", "system"],
)
def test_no_ghost_conversation(database, event):
    assert not accept(database, Arrival("wa", "whatsapp", event))
    assert rows(database, "SELECT count(*) FROM conversation") == [(0,)]


def test_what_cannot_be_read_is_kept_and_shown(database):
    accept(database, Arrival("wa", "whatsapp", Unreadable(reason="unknown_field", raw={"field": "x"})))
    odd = database.read_now(dead_letter_store.events, 10)
    assert [(row.state, row.reason) for row in odd] == [("unreadable", "unknown_field")]


def test_who_waits_longest_is_served_first_and_one_line_is_enough(database):
    for key in "abc":
        accept(database, said(key))
    accept(database, said("z", address="+33622222222"))
    assert len(database.write_now(inbox_store.pick, 2000, 10)) == 2


_numbers = itertools.count()
PLACES = st.tuples(st.sampled_from(["wa", "wa-2"]), st.integers(0, 2), st.booleans())


@tries(30)
@given(st.lists(PLACES, min_size=1, max_size=8), st.data())
def test_told_twice_in_other_parts_or_in_another_order_it_is_the_same(database, places, drawn):
    """Invariant 18: whoever says what where, in whatever way their provider delivers it; also by a second name."""
    once, again = (f"7{next(_numbers):05d}" for _ in range(2))
    order = drawn.draw(st.permutations(range(len(places))))
    told = drawn.draw(st.lists(st.sampled_from(order), max_size=8))
    accept(database, *(arrival(once, number, *places[number]) for number in range(len(places))))
    for number in [*order, *told]:
        accept(database, arrival(again, number, *places[number]))
    assert kept(database, again) == kept(database, once)
    assert sorted(one for talk in kept(database, once) for one in talk) == list(range(len(places)))


def arrival(name: str, number: int, account: str, person: int, knows: bool) -> Arrival:
    """`name` keeps apart what is told in one way and in another."""
    aliases = (f"FR.{name}{person}",) if knows else ()
    return said(f"{name}-{number}", address=f"+336{name}{person:03d}", account=account, aliases=aliases)


def kept(database, name: str) -> list[list[int]]:
    """What was said in each conversation that this one way of telling made; every one has its own places, in order."""
    talks: dict[str, list[int]] = {}
    seqs: dict[str, list[int]] = {}
    for talk, seq, payload in rows(database, "SELECT conversation_id, seq, payload FROM inbox ORDER BY seq"):
        for number in re.findall(rf'"{name}-(\d+)"', payload)[:1]:
            talks.setdefault(talk, []).append(int(number))
            seqs.setdefault(talk, []).append(seq)
    assert all(places == list(range(1, len(places) + 1)) for places in seqs.values())
    return sorted(sorted(numbers) for numbers in talks.values())


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("+554188887777", "+5541988887777"),
        ("+5541988887777", "+554188887777"),
        ("+525512345678", "+5215512345678"),
        ("+5491123456789", "+541123456789"),
    ],
)
def test_one_line_on_whatsapp_is_one_customer_however_its_number_is_spelled(database, first, then):
    accept(database, said("a", first))
    accept(database, said("b", then), said("c", then))
    assert rows(database, "SELECT count(*) FROM customer") == [(1,)]
    assert rows(database, "SELECT value FROM address") == [(first,)]
    assert rows(database, "SELECT key FROM address_key ORDER BY key") == [(key,) for key in sorted((first, then))]


def test_both_spellings_in_one_call_are_one_customer_too(database):
    accept(database, said("a", "+554188887777"), said("b", "+5541988887777"))
    assert rows(database, "SELECT count(*) FROM customer") == [(1,)]
    assert rows(database, "SELECT seq FROM conversation") == [(2,)]


def test_two_spellings_are_two_people_where_a_carrier_tells_them_apart(database):
    for key, number in (("a", "+554188887777"), ("b", "+5541988887777")):
        event = Inbound(key=key, address=number, sent_at=AT, provider_id=key, content=Text(body="Bonjour"))
        accept(database, Arrival("sms", "sms", event))
    assert rows(database, "SELECT count(*) FROM customer") == [(2,)]
