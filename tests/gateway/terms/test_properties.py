"""What holds of the policy as such: stricter is never more, the order of what is said matters not, nobody starves."""

from __future__ import annotations

import itertools
import random

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gateway.terms import consent_store, counting, field, frequency, joining, terms_store
from gateway.terms.contact_store import Contact
from gateway.terms.policy import Brand, Cap, Facts, decide
from gateway.terms.policy.decision import NEVER, STRICTNESS, Place, strictest
from gateway.terms.policy.measures import counted_in, measures
from gateway.terms.preference import Terms
from gateway.terms.silence import Silence
from gateway.terms.terms_store import Origin
from tests.gateway.terms.drawn import DAWN, RULES, SCOPES
from tests.gateway.terms.effort import tries
from tests.gateway.terms.policy.asked import DAY, HOUR, NOW, WEEK, message, place
from tests.gateway.terms.test_week import values as hours_values
from tests.gateway.terms.town import LOST, OK, REFUSED, TOPICS, Town

instants = st.integers(NOW - 30 * DAY, NOW + 30 * DAY)
scoped_rules = st.lists(st.tuples(st.sampled_from(SCOPES), RULES), max_size=8)
pasts = st.lists(
    st.tuples(st.integers(0, 30 * DAY), st.sampled_from(["offers", "shoes", "fashion"]),
              st.sampled_from(["telegram", "sms"])), max_size=6,
)  # fmt: skip
candidates = st.builds(
    lambda category, topic, author, life, movable, digestible, template: message(
        category, topic=topic, topic_path=tuple(TOPICS.path(topic)), author=author, is_movable=movable,
        expires_at=None if life is None else NOW + 30 * DAY + life, is_digestible=digestible, is_template=template,
        initiative="push", created_at=NOW - 31 * DAY,
    ),
    st.sampled_from(["marketing", "marketing", "service", "requested", "transactional", "critical"]),
    st.sampled_from(["offers", "shoes", "orders"]), st.sampled_from(["api", "agent", "campaign"]),
    st.sampled_from([None, DAY, WEEK]), st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
places = st.builds(
    lambda status, heard, zone: (place(status=status, heard_at=heard, zones=(zone,)), place("sms", zones=(zone,))),
    st.sampled_from(["live", "live", "live", "blocked", "unreachable"]), st.none() | instants,
    st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kathmandu"]),
)  # fmt: skip
silences = st.lists(
    st.builds(lambda scope, level: Silence(id="s", scope=scope, level=level, since=NOW),
              st.sampled_from(["brand", "topic:offers", "channel:sms"]),
              st.sampled_from(["marketing", "all_but_critical", "total"])), max_size=1,
)  # fmt: skip
BRAND = Brand(caps=(Cap("category:marketing", 3, WEEK),), gap=HOUR)


def as_terms(rules) -> Terms:
    kept: dict = {"topic:offers": {"consent": True}, "topic:shoes": {"consent": True}, "all": {}}
    for scope, (name, value) in rules:
        if value is not None:
            kept.setdefault(scope, {})[name] = value
    return Terms(1, kept)


def known(terms: Terms, past, some_places: tuple[Place, ...], asked, *, brand=BRAND, **more) -> Facts:
    """With the counts made of the past, under these terms."""
    contacts = [
        Contact("c", str(n), channel, channel, channel, "marketing", topic, None, True, "sent", NOW - ago)
        for n, (ago, topic, channel) in enumerate(past)
    ]
    scopes = {
        scope
        for one in some_places
        for scope in counted_in(asked.category, one.channel, asked.topic_path, asked.campaign)
    }
    rings = counting.rings(measures(sorted(scopes), terms, brand), contacts, TOPICS)
    return Facts(terms=terms, places=some_places, rings=rings, last=counting.last(contacts), brand=brand, **more)


def within(after, before) -> bool:
    """Whatever the one lets through, the other does: not only in the long run."""
    most, was = frequency.cap(after), frequency.cap(before)
    return was is None or (most is not None and most[0] * -(-was[1] // most[1]) <= was[0])


def stricter(terms: Terms, scope: str, name: str, value) -> Terms | None:
    """The terms with this rule, if it allows less than what holds."""
    before = terms.get(scope, name)
    if name == "initiative" or value is None or field.loosens(name, before, value):
        return None
    if name == "frequency" and not within(value, before):
        return None
    rules = {one: dict(kept) for one, kept in terms.rules.items()}
    rules.setdefault(scope, {})[name] = value
    return Terms(2, rules)


@tries(60)
@given(scoped_rules, pasts, places, candidates, instants, st.sampled_from(SCOPES), RULES)
def test_a_stricter_rule_never_lets_a_message_go_that_was_held(rules, past, some, asked, now, scope, rule):
    """7. The order of channels is left out: it moves a message, which may find another door open."""
    terms = as_terms(rules)
    assume(rule[0] != "channels")
    less = stricter(terms, scope, *rule)
    assume(less is not None)
    before = decide(asked, known(terms, past, some, asked), now)
    after = decide(asked, known(less, past, some, asked), now)
    assert before.is_sent or not after.is_sent, (before, after)


@tries(30)
@given(scoped_rules, pasts, places, candidates, instants)
def test_taking_consent_back_never_lets_anything_go(rules, past, some, asked, now):
    terms = as_terms(rules)
    gone = Terms(2, {scope: {n: v for n, v in kept.items() if n != "consent"} for scope, kept in terms.rules.items()})
    before = decide(asked, known(terms, past, some, asked), now)
    after = decide(asked, known(gone, past, some, asked), now)
    assert before.is_sent or not after.is_sent
    if asked.category == "marketing":
        assert not after.is_sent


@tries(30)
@given(scoped_rules, pasts, places, candidates, instants)
def test_another_address_gives_no_further_slot(rules, past, some, asked, now):
    """7: whatever holds one message back in a measure holds it back with two addresses too."""
    terms = as_terms(rules)
    alone = decide(asked, known(terms, past, some[:1], asked), now)
    both = decide(asked, known(terms, past, some, asked), now)
    if alone.codes[0] in ("CAP_OVERALL", "CAP_BRAND", "CAP_TOPIC", "CAP_CATEGORY"):
        assert not both.is_sent


@tries(30)
@given(scoped_rules, pasts, places, candidates, instants, silences, st.randoms(use_true_random=False))
def test_the_same_question_has_the_same_answer_in_whatever_order_the_facts_are_told(
    rules, past, some, asked, now, silent, shuffled
):
    """8"""
    terms = as_terms(rules)
    facts = known(terms, past, some, asked, silences=tuple(silent))
    mixed = {
        scope: dict(shuffled.sample(sorted(kept.items(), key=str), len(kept))) for scope, kept in terms.rules.items()
    }
    names = shuffled.sample(sorted(mixed), len(mixed))
    other = Terms(terms.version, {name: mixed[name] for name in names})
    again = known(other, shuffled.sample(past, len(past)), some, asked, silences=tuple(silent))
    assert decide(asked, facts, now) == decide(asked, facts, now) == decide(asked, again, now)


@tries(30)
@given(scoped_rules, pasts, places, candidates, instants)
def test_every_wait_has_an_end_ahead_and_before_the_messages_own(rules, past, some, asked, now):
    """5"""
    made = decide(asked, known(as_terms(rules), past, some, asked), now)
    if made.outcome in ("defer", "hold"):
        assert now < made.until
        assert asked.expires_at is None or made.until <= asked.expires_at
    if made.outcome == "digest":
        assert made.until > now
        assert made.digest


@tries(40)
@given(
    scoped_rules,
    pasts,
    places,
    candidates,
    instants,
    silences,
    st.sets(st.sampled_from(["brand_cap", "min_gap", "priority"]), min_size=1),
    st.booleans(),
)
def test_an_override_never_lifts_what_is_not_the_brands(rules, past, some, asked, now, silent, overrides, complaint):
    """13: what the customer, the law or the provider says stands."""
    facts = known(as_terms(rules), past, some, asked, silences=tuple(silent), complaint=NEVER if complaint else 0)
    plain = decide(asked, facts, now)
    lifted = decide(msgspec.structs.replace(asked, overrides=frozenset(overrides)), facts, now)
    if plain.codes[0] not in ("CAP_BRAND", "CAP_CAMPAIGN", "MIN_GAP", "BUSY_IN_CONVERSATION", "LOST_TO_PRIORITY"):
        assert plain.outcome == lifted.outcome
        assert plain.codes[0] == lifted.codes[0]


@tries(30)
@given(st.lists(st.sampled_from(STRICTNESS), min_size=1))
def test_a_message_of_several_blocks_is_of_the_strictest(categories):
    """12"""
    assert STRICTNESS.index(strictest(categories)) == max(STRICTNESS.index(one) for one in categories)
    assert strictest([*categories, "marketing"]) == "marketing"


@tries(30)
@given(hours_values, instants, st.integers(-11, 11), st.integers(-3, 3))
def test_moving_every_clock_and_every_instant_together_changes_nothing(value, now, hours, offset):
    """Metamorphic. Etc/GMT-2 is two hours ahead."""
    assume(-11 <= offset + hours <= 12)
    terms = as_terms([("all", ("hours", value))])

    def asked(zone: int, at: int):
        name = f"Etc/GMT{-zone:+d}" if zone else "Etc/GMT"
        here = place(zones=(name,), heard_at=at - DAY)
        made = decide(message(created_at=at - HOUR), known(terms, [], (here,), message()), at)
        return made.outcome, made.codes, None if made.until is None else made.until - at

    assert asked(offset, now) == asked(offset + hours, now - hours * HOUR)


def test_the_low_gets_its_turn_however_many_higher_come(sqlite_town):
    """17: one a day, every day something of higher rank; and it is not told that it waited too often."""
    with sqlite_town() as town:
        customer = town.meet("telegram", "1")
        town.act(customer, "terms.follow", topic="offers")
        town.act(customer, "terms.set", field="frequency", value={"n": 1, "per": "day"})
        town.now += 2 * DAY
        low = town.post(customer, campaign="low", priority=-1)
        for _ in range(6):
            town.post(customer, campaign="high", priority=1, expires_at=town.now + 2 * DAY)
            for _ in range(3):
                town.run()
                town.now += 8 * HOUR
        sent = [call.due.message_id for call in town.calls]
        assert low.message_id in sent
        assert len(sent) >= 5


def test_no_campaign_takes_more_than_its_part_of_a_month(sqlite_town):
    """17"""
    with sqlite_town(brand=Brand(share=3)) as town:
        customer = town.meet("telegram", "1")
        town.act(customer, "terms.follow", topic="offers")
        town.act(customer, "terms.set", field="frequency", value={"n": 6, "per": "month"})
        town.now += 2 * DAY
        for day in range(12):
            for name in ("a", "b"):
                town.post(customer, campaign=name, expires_at=town.now + DAY, priority=1 if name == "a" else 0)
            town.run()
            town.now += DAY
            assert day < 12
        counts = {row.campaign: row.n for row in town.rows("SELECT campaign, count(*) AS n FROM contact GROUP BY 1")}
        assert counts == {"a": 2, "b": 2}


def test_one_campaign_or_two_with_the_same_key_reach_as_often(sqlite_town):
    """Metamorphic."""
    counts = []
    for names in (("a", "a"), ("a", "b")):
        with sqlite_town() as town:
            customer = town.meet("telegram", "1")
            town.act(customer, "terms.follow", topic="offers")
            town.act(customer, "terms.pause", **{"for": "P1D"})
            town.now += HOUR
            for name in names:
                town.post(customer, campaign=name, collapse_key="sale")
            town.now += 2 * DAY
            counts.append(len(town.run()))
    assert counts == [1, 1]


def test_who_is_called_what_does_not_matter(sqlite_town):
    """Metamorphic: other ids, the same totals."""
    totals = []
    for first in (1, 1000):
        with sqlite_town() as town:
            people = [town.meet("telegram", str(first + n)) for n in range(6)]
            for n, one in enumerate(people):
                town.act(one, "terms.follow", topic="offers")
                town.act(one, "terms.set", field="frequency", value={"n": n, "per": "week"})
            town.now += 2 * DAY
            for _, one in itertools.product(range(4), people):
                town.post(one)
            totals.append(len(town.run()))
    assert totals == [0 + 1 + 2 + 3 + 4 + 4] * 2


MERGE = Origin(source="merge", words=None)


def test_joining_two_people_takes_the_stricter_and_widens_no_consent(town):
    """16, and 2 over a merge."""
    town.now -= 2 * DAY
    ann, bob = town.meet("telegram", "1"), town.meet("sms", "+33612345678")
    town.act(ann, "terms.follow", topic="offers")
    town.act(ann, "terms.set", field="frequency", value={"n": 3, "per": "week"})
    town.act(bob, "terms.set", field="frequency", value={"n": 2, "per": "week"})
    town.act(bob, "terms.set", scope="topic:shoes", field="consent", value=True)
    town.now += 2 * DAY
    town.post(ann)
    town.run()
    here, there = town.addresses(ann)[0].id, town.addresses(bob)[0].id
    before = town.terms(ann)
    change = town.write(joining.join, ann, bob, MERGE, town.now)
    town.write(lambda c: c.exec_driver_sql(f"UPDATE address SET customer_id = '{ann}' WHERE customer_id = '{bob}'"))
    terms = town.read(terms_store.load, ann)
    assert terms.get("all", "frequency") == {"n": 2, "per": "week"}
    assert terms.get("topic:offers", "consent") == {"where": [here]}
    assert terms.get("topic:shoes", "consent") == {"where": [there]}
    assert town.post(ann, account="sms", is_bound=True).decision.codes == ("NO_CONSENT",)
    town.post(ann)
    town.run()
    assert town.post(ann).decision.codes == ("CAP_OVERALL",)
    town.write(joining.part, ann, bob, [there], change, (), MERGE, town.now)
    town.write(lambda c: c.exec_driver_sql(f"UPDATE address SET customer_id = '{bob}' WHERE id = '{there}'"))
    assert town.terms(ann).rules == before.rules
    assert town.read(terms_store.load, bob).get("all", "frequency") == {"n": 2, "per": "week"}
    counts = {row.customer_id: row.n for row in town.rows("SELECT customer_id, count(*) AS n FROM contact GROUP BY 1")}
    assert counts == {ann: 2}  # nothing went to the other's address
    assert [one.scope for one in town.read(consent_store.entries, bob)] == ["topic:shoes"]
    assert "topic:shoes" not in town.terms(ann).rules


def test_what_is_told_twice_or_late_changes_nothing(town):
    """18: answers and settlements in any order, once or three times."""
    customer = town.meet("telegram", "1")
    town.act(customer, "terms.follow", topic="offers")
    town.now += 2 * DAY
    posted = town.post(customer, idempotency_key="k")
    again = town.post(customer, idempotency_key="k")
    assert again.message_id == posted.message_id
    town.claim("telegram")
    call = town.call()
    town.settle(call, OK)
    state = [tuple(row) for row in town.rows("SELECT state FROM delivery UNION ALL SELECT state FROM contact")]
    for outcome in random.Random(1).sample([OK, LOST, REFUSED] * 2, 6):
        town.settle(call, outcome)
        after = [tuple(row) for row in town.rows("SELECT state FROM delivery UNION ALL SELECT state FROM contact")]
        assert after == state


ZONES = ["Europe/Paris", "Pacific/Kiritimati", "Pacific/Niue", "America/New_York", "Asia/Kathmandu"]
TIMES = st.sampled_from(["02:30", "10:00", "23:59"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.sampled_from(ZONES)),
        st.tuples(st.just("post"), st.integers(1, 3)),
        st.tuples(st.just("wait"), st.sampled_from([HOUR, 11 * HOUR, DAY, 3 * DAY])),
        st.tuples(st.just("tell"), st.none()),
    ),
    min_size=5, max_size=30,
)  # fmt: skip


@tries(6)
@given(STEPS, TIMES, st.sampled_from(["day", "week"]), st.sampled_from(sorted(DAWN.values())))
def test_a_digest_is_told_once_a_date_and_holds_each_item_once(sqlite_town, steps, time, every, dawn):
    """6: whoever travels, and whatever the clock does."""
    with sqlite_town(now=dawn) as town:
        customer = town.meet("telegram", "1")
        town.act(customer, "terms.follow", topic="offers")
        town.act(customer, "terms.set", scope="topic:offers", field="digest", value={"time": time, "every": every})
        told: dict[str, list[str]] = {}
        posted: list[str] = []
        for what, value in [*steps, ("wait", 8 * DAY), ("tell", None)]:
            if what == "move":
                town.act(customer, "terms.set", field="zone", value=value)
            elif what == "post":
                posted += [town.post(customer).message_id for _ in range(value)]
            elif what == "wait":
                town.now += value
                town.run()
            for digest_id, items in town.collect().items() if what == "tell" else ():
                assert digest_id not in told
                assert items
                told[digest_id] = items
        every_item = [item for items in told.values() for item in items]
        assert len(every_item) == len(set(every_item))
        # One that was not told in time waits for the next
        waiting = {row.message_id for row in town.rows("SELECT message_id FROM digest_item")} - set(every_item)
        assert set(every_item) | waiting == set(posted)
        assert {town.state(one) for one in posted} <= {"digested", "told"}
        assert town.calls == []


@pytest.mark.parametrize("many", [1, 5])
def test_the_book_of_the_tests_counts_as_people_do(sqlite_town, many):
    with sqlite_town() as town:
        assert isinstance(town, Town)
        customer = town.meet("telegram", "1")
        town.act(customer, "terms.follow", topic="offers")
        town.now += 2 * DAY
        for _ in range(many):
            town.post(customer)
        town.run()
        assert town.counted(customer, "all", town.now - 1, town.now) == many
        assert town.counted(customer, "topic:shoes", town.now - 1, town.now) == 0
