"""Links that are made and undone while messages leave, and of one customer with several."""

from __future__ import annotations

import pytest

from gateway.journey.crossing.linking import LinkRefused
from gateway.terms import terms_store
from tests.gateway.terms.test_digesting import HOUR
from tests.gateway.terms.test_merging import count
from tests.gateway.terms.town import LATER, REFUSED

ONCE = {"n": 1, "per": "week"}


@pytest.fixture
def carl(town) -> str:
    return town.follower("sms", "+33687654321")


def test_what_was_claimed_for_who_turns_out_to_have_stopped_is_not_called(town, ann, bob):
    town.act(ann, "terms.stop")
    town.post(bob, account="sms")
    town.claim("sms")
    town.merge(bob, ann)
    assert town.call() is None
    assert town.run() == []


def test_two_slots_taken_by_two_are_one_too_many_for_the_one(town, ann, bob):
    for one in (ann, bob):
        town.act(one, "terms.set", field="frequency", value=ONCE)
    town.post(ann)
    town.post(bob, account="sms")
    town.claim("telegram")
    town.claim("sms")
    town.merge(bob, ann)
    assert [town.call(), town.call()] == [None, None]
    assert len(town.run()) == 1


def test_what_becomes_of_a_call_is_told_to_whoever_has_the_address(town, ann, bob):
    town.act(bob, "terms.set", field="frequency", value=ONCE)
    town.post(bob, account="sms")
    town.claim("sms")
    town.call()
    town.merge(bob, ann)
    town.end(outcome=REFUSED)
    assert [row.state for row in town.rows("SELECT state FROM contact")] == ["released"]
    assert town.post(ann).decision.is_sent


def test_what_is_tried_again_is_decided_about_as_theirs(town, ann, bob):
    town.post(bob, account="sms")
    town.claim("sms")
    town.call()
    town.merge(bob, ann)
    town.act(ann, "terms.stop")
    town.end(outcome=LATER)
    assert (count(town, "candidate", bob), count(town, "delivery", bob)) == (0, 0)
    town.now += HOUR
    assert town.run() == []


def test_who_is_parted_takes_away_no_word_of_who_stays(town, ann, bob, carl):
    for one in (bob, carl):
        town.act(one, "terms.set", field="frequency", value=ONCE)
        town.act(one, "terms.stop")
    first, second = town.merge(bob, ann), town.merge(carl, ann)
    town.part(first)
    assert town.terms(ann).get("all", "stopped") is True
    assert town.terms(ann).get("all", "frequency") == ONCE
    town.part(second)
    assert town.terms(ann).get("all", "stopped") is None
    assert town.terms(ann).get("all", "frequency") is None


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_in_whatever_order_they_part_each_has_their_own_terms_again(town, ann, bob, carl, order):
    for n, one in ((3, ann), (2, bob), (1, carl)):
        town.act(one, "terms.set", field="frequency", value={"n": n, "per": "week"})
    before = town.terms(ann).rules
    links = [town.merge(bob, ann), town.merge(carl, ann)]
    assert town.terms(ann).get("all", "frequency")["n"] == 1
    for number in order:
        town.part(links[number])
    assert town.terms(ann).rules == before


def test_what_they_decided_as_one_stays(town, ann, bob, carl):
    for n, one in ((2, bob), (1, carl)):
        town.act(one, "terms.set", field="frequency", value={"n": n, "per": "week"})
    first, _ = town.merge(bob, ann), town.merge(carl, ann)
    town.act(ann, "terms.set", field="frequency", value={"n": 5, "per": "week"})
    town.part(first)
    assert town.terms(ann).get("all", "frequency") == {"n": 5, "per": "week"}


def test_a_link_that_others_rest_on_is_not_undone_before_them(town, ann, bob, carl):
    first, second = town.merge(bob, ann), town.merge(ann, carl)
    with pytest.raises(LinkRefused):
        town.part(first)
    town.part(second)
    town.part(first)
    assert {one.customer_id for one in town.addresses(bob)} == {bob}


def test_where_one_of_them_lives_the_other_does(town, ann, bob):
    town.act(bob, "terms.set", field="zone", value="Asia/Kathmandu")
    link = town.merge(bob, ann)
    kept = town.rows("SELECT timezone FROM customer WHERE id = :id", id=ann)
    assert [row.timezone for row in kept] == ["Asia/Kathmandu"]
    town.part(link)
    assert town.rows("SELECT timezone FROM customer WHERE id = :id", id=ann)[0].timezone is None


def test_where_neither_is_the_stricter_both_are_kept(town, ann, bob):
    morning, evening = (
        {"windows": [{"from": begins, "to": ends}]} for begins, ends in (("08:00", "13:00"), ("12:00", "20:00"))
    )
    for one, frequency, hours, channels in (
        (ann, {"n": 1, "per": "day"}, morning, ["telegram", "sms"]),
        (bob, {"n": 3, "per": "week"}, evening, ["sms", "messenger"]),
    ):
        town.act(one, "terms.set", field="frequency", value=frequency)
        town.act(one, "terms.set", field="hours", value=hours)
        town.act(one, "terms.set", field="channels", value=channels)
    town.merge(bob, ann)
    terms = town.read(terms_store.load, ann)
    assert terms.get("all", "frequency") == {"n": 1, "per": "day", "span": 3}
    (window,) = terms.get("all", "hours")["windows"]
    assert (window["from"], window["to"], len(window["days"])) == ("12:00", "13:00", 7)
    assert terms.get("all", "channels") == ["sms"]
