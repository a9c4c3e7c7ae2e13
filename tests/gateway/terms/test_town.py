"""What the terms promise, kept by the whole of it: stores, policy, claims and settlements, on both databases."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest

from gateway.journey.digest import gathering
from gateway.terms import consent_store, contact_store, digest_store, silence_store, silencing, terms_store
from gateway.terms.actions import ActionRefused
from gateway.terms.consent import is_whole
from gateway.terms.contact_store import Ended
from gateway.terms.policy import Brand
from gateway.terms.silence import Silence, ends
from tests.gateway.terms.policy.asked import DAY, HOUR, NOW, WEEK, paris
from tests.gateway.terms.town import LATER, LOST, NOT_TODAY, OK, REFUSED

ONCE = {"n": 1, "per": "week"}


@pytest.fixture
def ann(town):
    """She wrote by Telegram two days ago, and follows offers."""
    town.now -= 2 * DAY
    customer = town.meet("telegram", "4242")
    town.act(customer, "terms.follow", topic="offers")
    town.now += 2 * DAY
    return customer


def test_what_is_agreed_to_is_sent_and_counts(town, ann):
    posted = town.post(ann)
    assert posted.decision.codes == ("OK",)
    (call,) = town.run()
    assert call.due.message_id == posted.message_id
    (contact,) = town.rows("SELECT * FROM contact")
    assert (contact.state, contact.customer_id, contact.topic, contact.at) == ("sent", ann, "offers", town.now)
    (basis,) = town.rows("SELECT basis FROM explanation")
    assert '"consent"' in basis.basis


def test_once_a_week_is_once_in_any_seven_days(town, ann):
    town.act(ann, "terms.set", field="frequency", value=ONCE)
    sent = []
    for _ in range(40):
        town.post(ann)
        sent += [call.at for call in town.run()]
        town.now += 8 * HOUR
    assert len(sent) >= 2
    assert all(later - earlier >= WEEK for earlier, later in itertools.pairwise(sent))


def test_a_measure_is_of_the_person_and_not_of_the_address(town, ann):
    town.join(ann, "sms", "+33612345678")
    town.act(ann, "terms.follow", topic="offers")
    town.act(ann, "terms.set", field="frequency", value=ONCE)
    town.post(ann)
    town.run()
    again = town.post(ann, account="sms", is_bound=True)
    assert again.decision.codes == ("CAP_OVERALL",)
    town.act(ann, "terms.set", scope="topic:shoes", field="frequency", value=ONCE)  # all counts are made anew
    assert town.post(ann, account="sms", is_bound=True).decision.codes == ("CAP_OVERALL",)


def test_raising_and_lowering_a_measure_forgets_nothing(town, ann):
    for value in ({"n": 3, "per": "week"}, ONCE, {"n": 3, "per": "week"}):
        town.act(ann, "terms.set", field="frequency", value=value)
        town.post(ann)
        town.run()
        town.now += HOUR
    assert [call.at - NOW for call in town.calls] == [0, 2 * HOUR, 2 * HOUR]  # none while it was one a week
    assert town.post(ann).decision.codes == ("CAP_OVERALL",)


@pytest.mark.parametrize(("outcome", "codes"), [(REFUSED, ("OK",)), (LOST, ("CAP_OVERALL",)), (OK, ("CAP_OVERALL",))])
def test_what_never_left_does_not_count_and_what_may_have_does(town, ann, outcome, codes):
    town.act(ann, "terms.set", field="frequency", value=ONCE)
    town.post(ann)
    town.run(outcome)
    assert town.post(ann).decision.codes == codes


def test_a_slot_is_given_back_once_and_never_after_it_was_used(town, ann):
    town.act(ann, "terms.set", field="frequency", value=ONCE)
    town.post(ann)
    town.claim("telegram")
    call = town.call()
    town.end()  # accepted
    town.settle(call, REFUSED)  # and, late, somebody says it was not
    assert town.post(ann).decision.codes == ("CAP_OVERALL",)
    (contact,) = town.rows("SELECT state FROM contact")
    assert contact.state == "sent"


def test_what_was_sent_is_sent_whoever_says_otherwise_afterwards(town, ann):
    posted = town.post(ann)
    town.run()
    for state, after in (("released", "sent"), ("uncertain", "sent"), ("sent", "sent")):
        town.write(contact_store.end, [Ended(ann, posted.message_id, "telegram", state)])
        assert [row.state for row in town.rows("SELECT state FROM contact")] == [after]


def test_once_in_two_weeks_is_once_in_any_two_weeks(town, ann):
    done = town.act(ann, "terms.set", field="frequency", value={**ONCE, "span": 2})
    assert done["effect"]["en"].startswith("All topics: at most 1 message in 2 weeks.")
    assert done["effect"]["fr"].startswith("Tous les sujets : 1 message en 2 semaines au plus.")
    sent = []
    for _ in range(40):
        town.post(ann)
        sent += [call.at for call in town.run()]
        town.now += DAY
    assert [later - earlier for earlier, later in itertools.pairwise(sent)] == [2 * WEEK] * 2
    why = town.act(ann, "terms.why")["effect"]
    assert "1 of 1 in 2 weeks" in why["en"]
    assert "1 sur 1 en 2 semaines" in why["fr"]


def test_a_measure_of_months_remembers_them(town, ann):
    town.act(ann, "terms.set", field="frequency", value={"n": 1, "per": "month", "span": 3})
    town.post(ann)
    town.run()
    town.now += 60 * DAY
    town.act(ann, "terms.set", scope="topic:shoes", field="frequency", value=ONCE)  # all counts are made anew
    late = town.post(ann, expires_at=town.now + 40 * DAY).decision
    assert (late.codes, late.until) == (("CAP_OVERALL",), NOW + 90 * DAY)


def test_a_try_that_failed_is_counted_from_when_it_succeeds(town, ann):
    town.act(ann, "terms.set", field="frequency", value={"n": 1, "per": "day"})
    posted = town.post(ann)
    town.claim("telegram")
    town.call()
    town.end(outcome=LATER)
    assert town.state(posted.message_id) == "queued"
    town.now += HOUR
    town.run()
    town.now += DAY - HOUR // 2
    assert town.post(ann).decision.codes[0] == "CAP_OVERALL"


def test_a_freed_slot_is_given_to_who_waits_for_it(town, ann):
    town.act(ann, "terms.set", field="frequency", value=ONCE)
    town.post(ann)
    town.claim("telegram")
    waiting = town.post(ann)
    assert (waiting.decision.codes, town.state(waiting.message_id)) == (("CAP_OVERALL",), "deferred")
    town.call()
    town.end(outcome=REFUSED)
    assert [call.due.message_id for call in town.run()] == [waiting.message_id]


def test_stop_between_the_claim_and_the_call_is_obeyed(town, ann):
    posted = town.post(ann)
    town.claim("telegram")
    town.act(ann, "terms.stop")
    assert town.call() is None
    assert town.calls == []
    town.run()
    assert (town.state(posted.message_id), town.codes(posted.message_id)) == ("suppressed", '["STOP_ALL"]')
    assert town.rows("SELECT state FROM contact")[0].state == "released"


@pytest.mark.parametrize("what", ["silence", "complaint"])
def test_a_silence_or_a_complaint_between_the_claim_and_the_call_is_obeyed(town, ann, what):
    town.post(ann)
    town.claim("telegram")
    town.silence() if what == "silence" else town.complain(ann, is_open=True)
    assert town.call() is None
    town.run()
    assert town.calls == []


CHANGES = {
    "stop": ({"action": "terms.stop"}, "suppressed", "STOP_ALL"),
    "off": ({"action": "terms.off", "scope": "topic:offers"}, "suppressed", "TOPIC_OFF"),
    "pull": ({"action": "terms.set", "scope": "topic:offers", "field": "initiative", "value": "pull"}, "feed",
             "PULL_ONLY"),
    "digest": ({"action": "terms.set", "scope": "topic:offers", "field": "digest", "value": {"days": ["sat"]}},
               "digested", "TOPIC_DIGEST"),
    "none": ({"action": "terms.set", "field": "frequency", "value": {"n": 0, "per": "day"}}, "suppressed",
             "CAP_OVERALL"),
    "channel": ({"action": "terms.set", "field": "channels", "value": ["sms"]}, "suppressed", "CHANNEL_NOT_CHOSEN"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_takes_hold_of_what_waits_at_once(town, ann, change):
    args, state, code = CHANGES[change]
    town.act(ann, "terms.pause", **{"for": "P7D"})
    posted = town.post(ann)
    assert (town.state(posted.message_id), posted.decision.until) == ("deferred", town.now + WEEK)
    town.act(ann, args["action"], **{name: value for name, value in args.items() if name != "action"})
    town.act(ann, "terms.resume")
    town.run()
    assert (town.state(posted.message_id), town.codes(posted.message_id)) == (state, f'["{code}"]')
    assert town.calls == []


def test_the_end_of_a_pause_lets_what_waits_go_at_once(town, ann):
    town.act(ann, "terms.pause", **{"for": "P7D"})
    posted = town.post(ann)
    town.act(ann, "terms.resume")
    assert [call.due.message_id for call in town.run()] == [posted.message_id]


def test_who_says_stop_is_not_left_standing_in_a_long_line(town, ann):
    others = [town.meet("telegram", str(n)) for n in range(3)]
    for one in others:
        town.post(one, category="transactional")
    town.now += 1
    posted = [town.post(ann).message_id for _ in range(2)]
    town.act(ann, "terms.stop")
    town.claim("telegram", 1)
    town.claim("telegram", 1)
    assert [town.state(one) for one in posted] == ["suppressed", "suppressed"]
    assert town.claimed == []
    assert len(town.run()) == 3


def test_what_is_expected_leaves_before_what_nobody_asked_for(town, ann):
    offers = [town.post(one).message_id for one in followers(town)[:2]]
    town.now += 1
    parcel = town.post(ann, category="transactional").message_id
    town.claim("telegram", 1)
    assert [due.message_id for due, _ in town.claimed] == [parcel]
    town.run()
    assert {town.state(one) for one in offers} == {"accepted"}


def test_what_stands_before_it_at_its_address_leaves_first(town, ann):
    town.post(followers(town)[0])
    offer = town.post(ann).message_id
    town.now += 1
    parcel = town.post(ann, category="transactional").message_id
    town.claim("telegram", 1)
    assert [due.message_id for due, _ in town.claimed] == [offer]
    assert town.state(parcel) == "queued"


def test_what_waits_for_its_hour_leaves_at_its_hour_and_ends_at_its_end(town, ann):
    town.now = paris(2026, 11, 26, 23)
    early, late = town.post(ann), town.post(ann, expires_at=paris(2026, 11, 27, 8))
    assert early.decision.until == paris(2026, 11, 27, 8)
    assert late.decision.codes == ("LEGAL_WINDOW", "NO_WINDOW_BEFORE_EXPIRY")
    assert town.run() == []
    town.now = paris(2026, 11, 27, 8)
    assert [call.due.message_id for call in town.run()] == [early.message_id]
    assert [row.phase for row in town.rows("SELECT phase FROM decision WHERE outcome = 'send'")] == ["release"]


def test_what_nobody_releases_expires(town, ann):
    silence = town.silence()
    held = town.post(ann, expires_at=town.now + DAY)
    town.own(ann, "agent")
    waiting = town.post(ann, category="service", expires_at=town.now + DAY)
    assert (town.state(held.message_id), town.state(waiting.message_id)) == ("held", "deferred")
    town.now += DAY
    town.run()
    assert (town.state(held.message_id), town.state(waiting.message_id)) == ("expired", "expired")
    town.lift(silence)
    assert town.run() == []


def test_what_was_put_off_five_times_is_not_put_off_again(town, ann):
    posted = town.post(ann, expires_at=town.now + 30 * DAY)
    for day in range(7):
        night = paris(2026, 11, 27 + day, 23) if day < 4 else paris(2026, 12, day - 3, 23)
        town.now = night
        town.write(lambda c: c.exec_driver_sql("UPDATE delivery SET next_at = 0 WHERE state <> 'suppressed'"))
        town.write(lambda c: c.exec_driver_sql("UPDATE candidate SET until = 1 WHERE until IS NOT NULL"))
        town.run()
    assert town.state(posted.message_id) == "suppressed"
    assert town.codes(posted.message_id) == '["LEGAL_WINDOW","DEFERRED_TOO_OFTEN"]'


def test_a_conversation_given_back_lets_the_machine_speak_again(town, ann):
    town.own(ann, "agent")
    posted = town.post(ann)
    assert posted.decision.codes == ("HUMAN_HAS_CONVERSATION",)
    town.own(ann, "bot")
    town.act(ann, "terms.set", field="language", value="fr")  # wakes it, as giving back does
    assert [call.due.message_id for call in town.run()] == [posted.message_id]


def test_it_moves_to_the_channel_that_the_customer_put_first(town, ann):
    sms = town.join(ann, "sms", "+33612345678")
    town.act(ann, "terms.follow", topic="offers")
    posted = town.post(ann)
    town.act(ann, "terms.set", field="channels", value=["sms", "telegram"])
    (call,) = town.run()
    assert (call.due.message_id, call.due.account, call.due.address_id) == (posted.message_id, "sms", sms)
    outcomes = [row.outcome for row in town.rows("SELECT outcome FROM decision ORDER BY id")]
    assert outcomes == ["send", "switch", "send"]
    (message,) = town.rows("SELECT account, channel, address FROM message")
    assert tuple(message) == ("sms", "sms", "+33612345678")


def test_a_consent_given_by_telegram_is_none_for_sms(town, ann):
    sms = town.join(ann, "sms", "+33612345678")
    town.act(ann, "terms.off", scope="topic:offers")
    here = next(row.id for row in town.addresses(ann) if row.account == "telegram")
    town.act(ann, "terms.set", scope="topic:offers", field="consent", value=False)
    town.act(ann, "terms.follow", topic="offers", said_at=here)
    assert town.terms(ann).get("topic:offers", "consent") == {"where": [here]}
    assert town.post(ann, account="sms", is_bound=True).decision.codes == ("NO_CONSENT",)
    assert town.post(ann).decision.codes == ("OK",)
    town.act(ann, "terms.follow", topic="offers", said_at=sms)
    assert town.post(ann, account="sms", is_bound=True).decision.codes == ("OK",)


def followers(town):
    """Forty who follow offers since the day before yesterday."""
    town.now -= 2 * DAY
    people = [town.meet("telegram", str(n)) for n in range(40)]
    for one in people:
        town.act(one, "terms.follow", topic="offers")
    town.now += 2 * DAY
    return people


def test_a_lifted_silence_releases_over_its_ramp(town):
    people = followers(town)
    silence = town.silence()
    for one in people:
        assert town.state(town.post(one).message_id) == "held"
    town.lift(silence, ramp=2 * HOUR)
    (lifted,) = town.read(silence_store.active)
    turns = Counter((ends(lifted, one) - town.now) // HOUR for one in people)  # drawn by lots, a tenth and the half
    assert set(turns) <= {0, 1, 2}
    released = {}
    for hour in range(3):
        released[hour] = len(town.run())
        town.now += HOUR
    assert released == {hour: turns[hour] for hour in range(3)}


def test_who_comes_back_little_by_little_may_come_back_at_once(town):
    people = followers(town)
    silence = town.silence()
    for one in people:
        town.post(one)
    town.lift(silence, ramp=2 * HOUR)
    first = len(town.run())
    town.lift(silence, ramp=3 * HOUR)  # slower: nobody waits longer than was said, and nobody is held again
    (lifted,) = town.read(silence_store.active)
    assert (lifted.lifted_at, lifted.ramp) == (town.now, 2 * HOUR)
    town.now += HOUR // 2
    town.lift(silence, ramp=HOUR // 4)  # sooner, counted from now
    (lifted,) = town.read(silence_store.active)
    assert (lifted.lifted_at, lifted.ramp) == (town.now - HOUR // 2, HOUR // 2 + HOUR // 4)
    town.lift(silence)
    assert first + len(town.run()) == 40
    with pytest.raises(silencing.NoSuchSilence):
        town.lift(silence)


def test_a_tenth_is_written_to_at_once_after_a_silence_and_a_half_after_half_of_the_ramp():
    lifted = Silence(id="s", scope="brand", level="marketing", since=NOW, lifted_at=NOW, ramp=2 * HOUR)
    turns = Counter((ends(lifted, str(number)) - NOW) // HOUR for number in range(2000))
    assert 150 < turns[0] < 250
    assert 750 < turns[1] < 850
    assert turns[0] + turns[1] + turns[2] == 2000


def test_digests_hold_each_item_once_and_what_is_still_wanted(town, ann):
    town.act(ann, "terms.set", scope="topic:offers", field="digest", value={"days": ["sat"], "time": "10:00"})
    items = [town.post(ann).message_id for _ in range(3)]
    assert town.collect() == {}
    town.now = paris(2026, 11, 28, 10)
    (due,) = town.read(gathering.due, town.now, 10)
    assert list(town.collect().values()) == [items]
    assert town.collect() == {}
    assert len(town.gather(due).pieces) == 0  # by another worker, who saw it as due at the same moment
    assert town.write(digest_store.claim, due.id, town.now) is None
    town.now += 30 * DAY
    town.run()
    assert {town.state(one) for one in items} == {"told"}


def test_what_was_stopped_is_not_told_and_an_empty_digest_is_none(town, ann):
    town.act(ann, "terms.set", scope="topic:offers", field="digest", value={"days": ["sat"], "time": "10:00"})
    item = town.post(ann).message_id
    town.now = paris(2026, 11, 28, 10)
    town.act(ann, "terms.stop")
    assert town.collect() == {}
    town.run()
    assert (town.state(item), town.codes(item)) == ("suppressed", '["STOP_ALL"]')
    assert town.collect() == {}


def test_a_provider_that_says_not_today_is_believed(town, ann):
    town.write(lambda c: c.exec_driver_sql("UPDATE address SET channel = 'whatsapp'"))
    posted = town.post(ann)
    town.claim("telegram")
    town.call()
    town.end(outcome=NOT_TODAY)
    other = town.post(ann)
    assert (other.decision.codes, other.decision.until) == (("PLATFORM_LIMIT",), town.now + DAY)
    assert town.post(ann, category="transactional").decision.codes == ("OK",)
    town.now += DAY
    town.claim("telegram")
    town.call()
    town.end(outcome=NOT_TODAY)
    town.claimed.clear()
    (limit,) = town.rows("SELECT times, until FROM provider_limit")
    assert tuple(limit) == (2, town.now + 2 * DAY)
    assert town.state(posted.message_id) in ("queued", "sending", "sent", "deferred", "accepted")


def test_a_message_of_several_parts_counts_once_and_leaves_in_order(town, ann):
    town.act(ann, "terms.set", field="frequency", value=ONCE)
    town.act(ann, "terms.pause", **{"for": "P1D"})
    from connectors.content import Text
    from gateway.journey.posting import Posting, post

    long = Posting(account="telegram", content=Text(body="mot " * 3000), category="marketing", author="api",
                   customer_id=ann, topic="offers")  # fmt: skip
    posted = town.write(post, town.rulebook, town.accounts, long, town.now)
    town.now += DAY
    town.claim("telegram")
    assert [due.part for due, _ in town.claimed] == [1]
    calls = town.run()
    assert [call.due.part for call in calls] == [1, 2, 3][: len(calls)] or len(calls) >= 2
    while town.claimed:
        town.call()
    assert len(town.rows("SELECT * FROM contact")) == 1
    assert town.state(posted.message_id) in ("accepted", "sending")


def test_the_higher_rank_gets_the_last_slot(town, ann):
    town.act(ann, "terms.set", field="frequency", value=ONCE)
    low, high = town.post(ann, campaign="a", priority=-1), town.post(ann, campaign="b", priority=1)
    (call,) = town.run()
    assert call.due.message_id == high.message_id
    assert town.codes(low.message_id) == '["LOST_TO_PRIORITY"]'
    town.now += 1
    town.run()
    assert town.codes(low.message_id) == '["CAP_OVERALL"]'


def test_the_last_slot_is_kept_for_what_is_due_in_the_morning(town, ann):
    town.act(ann, "terms.set", field="frequency", value=ONCE)
    tomorrow = town.now + DAY
    high = town.post(ann, campaign="b", priority=1, not_before=tomorrow, expires_at=tomorrow + 2 * DAY)
    low = town.post(ann, campaign="a", priority=-1)
    assert town.run() == []
    assert town.codes(low.message_id) == '["LOST_TO_PRIORITY"]'
    town.now = tomorrow
    assert [call.due.message_id for call in town.run()] == [high.message_id]


def test_a_campaign_takes_at_most_its_part(sqlite_town):
    with sqlite_town(brand=Brand(share=2)) as town:
        town.now -= 2 * DAY
        ann = town.meet("telegram", "4242")
        town.act(ann, "terms.follow", topic="offers")
        town.now += 2 * DAY
        town.act(ann, "terms.set", field="frequency", value={"n": 4, "per": "month"})
        for _ in range(5):
            town.post(ann, campaign="a", expires_at=town.now + 2 * DAY)
        assert len(town.run()) == 2
        town.post(ann, campaign="b")
        assert len(town.run()) == 1


def test_the_ledger_replays_to_the_terms_and_its_chain_is_whole(town, ann):
    for action, args in (
        ("terms.set", {"field": "frequency", "value": ONCE}), ("terms.stop", {}), ("terms.start", {}),
        ("terms.off", {"scope": "topic:offers"}), ("terms.undo", {}), ("terms.less", {"scope": "topic:offers"}),
        ("terms.set", {"field": "hours", "value": {"windows": [{"from": "09:00", "to": "18:00"}]}}),
    ):  # fmt: skip
        town.act(ann, action, **args)
        assert town.terms(ann) == town.read(terms_store.load, ann)
    entries = town.read(consent_store.entries, ann)
    assert [one.action for one in entries] == ["granted", "objected", "reopened"]
    assert is_whole(entries)
    assert not is_whole(entries[1:])
    assert not is_whole([*entries[:1], *entries[2:]])
    town.write(lambda c: c.exec_driver_sql("UPDATE consent SET words = 'something else' WHERE seq = 2"))
    assert not is_whole(town.read(consent_store.entries, ann))


def test_what_was_decided_is_explained_and_never_more(town, ann):
    town.act(ann, "terms.set", field="frequency", value={"n": 2, "per": "week"})
    town.post(ann, audience=["you bought shoes in May"])
    town.run()
    told = town.act(ann, "terms.why")
    assert told["data"]["codes"] == ["OK"]
    assert told["data"]["counted"] == [{"scope": "all", "used": 1, "n": 2, "period": WEEK}]
    assert told["effect"]["en"] == (
        "This message: Offers. You agreed to it on 24 November, here. Within your rules: 1 of 2 a week (all topics), "
        "by Telegram. You were meant because: you bought shoes in May."
    )
    town.post(ann, category="service")
    town.now += 1
    town.run()
    assert "agreed" not in town.act(ann, "terms.why")["effect"]["en"]
    town.act(ann, "terms.stop")
    town.post(ann)
    town.run()
    held = town.act(ann, "terms.held_back")
    assert held["effect"]["fr"] == "En 30 jours j'ai retenu 1 message : 1 (STOP)."
    about = town.act(ann, "terms.about_me")["effect"]
    assert "In 30 days I wrote to you: 1 (advertising), 1 (updates)." in about["en"]


EFFECTS = [
    ("terms.set", {"field": "frequency", "value": ONCE},
     "Tous les sujets : 1 message par semaine au plus. Prochain au plus tôt le 3 décembre.",
     "All topics: at most 1 message a week. Next one 3 December at the earliest."),
    ("terms.set", {"scope": "topic:offers", "field": "digest", "value": {"days": ["sat"], "time": "10:00"}},
     "Offres : un récapitulatif le samedi à 10 h. Prochain au plus tôt samedi.",
     "Offers: a summary every Saturday at 10am. Next one Saturday at the earliest."),
    ("terms.set", {"field": "hours", "value": {"windows": [{"days": ["fri"], "from": "09:00", "to": "18:00"}]}},
     "Tous les sujets : messages le vendredi de 9 h à 18 h. Prochain au plus tôt demain.",
     "All topics: messages Friday 9am to 6pm. Next one tomorrow at the earliest."),
    ("terms.set", {"scope": "topic:offers", "field": "holidays", "value": False}, "Offres : rien les jours fériés.",
     "Offers: nothing on public holidays."),
    ("terms.set", {"field": "channels", "value": ["sms"]}, "Tous les sujets : seulement par SMS.",
     "All topics: only by SMS."),
    ("terms.set", {"scope": "topic:orders", "field": "channels", "value": ["sms", "telegram"]},
     "Mes commandes : par SMS, sinon par Telegram.", "My orders: by SMS, else by Telegram."),
    ("terms.pause", {"for": "P10D"}, "Pause jusqu'au 6 décembre. Rien d'ici là, sauf livraison et sécurité.",
     "Paused until 6 December. Nothing until then except delivery and safety."),
    ("terms.pause", {"scope": "topic:offers", "until": "2026-12-06T00:00:00+01:00"},
     "Offres : pause jusqu'au 6 décembre. Le reste ne change pas.",
     "Offers: paused until 6 December. Nothing else changes."),
    ("terms.off", {"scope": "topic:offers"}, "Plus rien sur Offres. Le reste ne change pas.",
     "Nothing more about Offers. Nothing else changes."),
    ("terms.less", {"scope": "topic:offers"}, "Offres : 3 messages par semaine au plus.",
     "Offers: at most 3 messages a week."),
    ("terms.stop", {"scope": "channel:sms"},
     "C'est fait : plus aucune publicité par SMS. Pour tout arrêter, écrivez STOP TOUT.",
     "Done: no more advertising by SMS. To stop everything, send STOP ALL."),
    ("terms.set", {"field": "no_robot", "value": True},
     "Plus de robot : seules des personnes vous répondent, et rien ne part de moi-même sauf vos commandes.",
     "No more robot: only people answer you, and nothing leaves on its own but your orders."),
]  # fmt: skip


@pytest.mark.parametrize(("action", "args", "french", "english"), EFFECTS)
def test_a_change_is_told_by_its_effect(town, ann, action, args, french, english):
    town.post(ann)
    town.run()
    done = town.act(ann, action, **args)
    assert done["effect"] == {"fr": french, "en": english}
    assert done["change"]
    before = town.terms(ann)
    undone = town.act(ann, "terms.undo", change=done["change"])
    assert undone["change"]
    assert town.terms(ann).version == before.version + 1


@pytest.mark.parametrize(("field", "value"), [("no_robot", True), ("initiative", "pull"), ("initiative", "off")])
def test_who_is_not_written_to_is_promised_no_next_message(town, ann, field, value):
    town.act(ann, "terms.set", field=field, value=value)
    told = town.act(ann, "terms.set", field="frequency", value={"n": 2, "per": "week"}, confirmed=True)
    assert told["effect"]["en"] == "All topics: at most 2 messages a week."


def test_a_change_is_taken_back_for_seven_days_and_no_longer(town, ann):
    before = town.terms(ann).rules
    changes = [
        town.act(ann, "terms.set", scope=scope, field="frequency", value={"n": 2, "per": "week"})["change"]
        for scope in ("topic:offers", "topic:fashion")
    ]
    town.now += 7 * DAY
    town.act(ann, "terms.undo", change=changes[0])
    assert town.terms(ann).get("topic:offers", "frequency") is None
    town.now += 1
    with pytest.raises(ActionRefused, match="unknown_change"):
        town.act(ann, "terms.undo", change=changes[1])
    assert town.terms(ann).rules != before


def test_stop_is_not_undone_by_a_word(town, ann):
    stopped = town.act(ann, "terms.stop")
    asked = town.act(ann, "terms.undo", confirmed=False, change=stopped["change"])
    assert asked == {"change": None, "needs_yes": True, "effect": asked["effect"]}
    assert "START" in asked["effect"]["en"]
    assert town.terms(ann).get("all", "stopped") is True


def test_loosening_asks_for_a_yes_and_keeps_what_was_said_to_it(town, ann):
    town.act(ann, "terms.off", scope="topic:offers")
    asked = town.act(ann, "terms.follow", topic="offers", confirmed=False)
    assert asked["needs_yes"]
    assert town.terms(ann).get("topic:offers", "initiative") == "off"
    done = town.act(ann, "terms.follow", topic="offers")
    assert done["change"]
    town.act(ann, "terms.set", scope="topic:shoes", field="consent", value=True)
    entry = town.read(consent_store.entries, ann)[-1]
    assert (entry.scope, entry.action, entry.source) == ("topic:shoes", "granted", "chat")
    assert "Shoes" in entry.text
    assert entry.words.startswith("word ")


def test_the_ladder_goes_down_step_by_step(town, ann):
    seen = [town.act(ann, "terms.less", scope="topic:offers")["effect"]["en"] for _ in range(6)]
    assert [one.partition(":")[2].split(".")[0].strip() for one in seen[:5]] == [
        "at most 3 messages a week", "at most 1 message a week (was at most 3 a week)",
        "a summary every Saturday at 10am", "a summary on the 1st Saturday of the month at 10am",
        "I no longer write on my own",
    ]  # fmt: skip
    assert seen[5].startswith("That is already so.")
    assert town.act(ann, "terms.more", scope="topic:offers", confirmed=False)["needs_yes"]


def test_the_clock_of_the_tests_is_a_thursday_at_ten():
    assert paris(2026, 11, 26, 10) == NOW


def test_a_silence_that_begins_while_a_decision_is_made_is_seen_before_the_call(town, ann, monkeypatch):
    """On PostgreSQL each question sees what was committed before it: to ask for the epoch last would miss it."""
    town.post(ann)
    read = silence_store.active

    def and_then_it_begins(connection):
        found = read(connection)
        silencing.begin(connection, "brand", "marketing", reason="r", by="b", until=None, let_pass=(), now=town.now)
        return found

    monkeypatch.setattr(silence_store, "active", and_then_it_begins)
    town.claim("telegram")
    monkeypatch.undo()
    assert town.call() is None
    assert town.calls == []
