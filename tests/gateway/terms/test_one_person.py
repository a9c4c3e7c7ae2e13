"""Invariant 16: two customers who turn out to be one have the terms of both, and no address is written to more than
before."""

from __future__ import annotations

from hypothesis import assume, example, given
from hypothesis import strategies as st

from gateway.terms import field as fields
from gateway.terms import frequency, week
from gateway.terms.policy import Brand, decide
from gateway.terms.preference import Terms, apply, merged
from tests.gateway.terms.drawn import RULES, SCOPES, VALUES
from tests.gateway.terms.effort import tries
from tests.gateway.terms.policy.asked import DAY, NOW, message, place
from tests.gateway.terms.test_properties import known

WHEN = st.integers(NOW, NOW + 10 * DAY)
PAST = st.lists(st.tuples(st.integers(0, 9 * DAY), st.just("offers"), st.just("telegram")), max_size=4)
DECIDED = st.lists(st.tuples(st.sampled_from([one for one in SCOPES if "fashion" not in one]), RULES), max_size=5)
HERE, THERE = "telegram", "sms"


def said(rules, *, stops: bool) -> Terms:
    """Who agreed to offers, and then decided this."""
    kept: dict = {"topic:offers": {"consent": True, "initiative": "push"}}
    for scope, (name, value) in rules:
        if value is not None and name not in ("initiative", "channels"):  # the nearest decision holds, not all of them
            kept.setdefault(scope, {})[name] = value
    if stops:
        kept.setdefault("all", {})["stopped"] = True
    return Terms(1, kept)


@tries(150)
@given(DECIDED, DECIDED, st.booleans(), st.booleans(), PAST, WHEN, st.sampled_from([HERE, THERE]))
def test_who_turns_out_to_be_another_is_not_written_to_more_than_before(ours, theirs, stop, stops, past, now, where):
    """16, 2, 3: sent to the one person there means that it could have been sent to whoever was reached there."""
    mine, other = said(ours, stops=stop), said(theirs, stops=stops)
    assume(_can_be_both(mine, other))
    one = apply(mine, merged(mine, other, ([HERE], [THERE])))
    asked = message(address_id=where, account=where, channel=where, created_at=NOW - DAY)
    there = place(where, heard_at=NOW - DAY, zones=("Europe/Paris",))
    own = mine if where == HERE else other
    joined = decide(asked, known(one, past, (there,), asked, brand=Brand()), now)
    alone = decide(asked, known(own, past, (there,), asked, brand=Brand()), now)
    assert alone.is_sent or not joined.is_sent, (alone, own, one)
    if True in (mine.get("all", "stopped"), other.get("all", "stopped")):
        assert not joined.is_sent


def _can_be_both(mine: Terms, other: Terms) -> bool:
    """Are there hours that suit both? Where there are none, one of the two is followed."""
    for scope in {*mine.rules, *other.rules}:
        both = [one for terms in (mine, other) if (one := terms.get(scope, "hours")) is not None]
        if len(both) == 2 and not any(week.common(week.week(both[0]), week.week(both[1]))):
            return False
    return True


@tries(100)
@example({"n": 1, "per": "day"}, {"n": 3, "per": "week"})
@given(VALUES["frequency"], VALUES["frequency"])
def test_of_two_measures_the_one_that_keeps_both_holds(one, other):
    """2: as often as may be, and never more often than either says."""
    n, period = frequency.cap(frequency.both(one, other))
    for limit, span in (frequency.cap(one), frequency.cap(other)):
        assert n * -(-span // period) <= limit
    assert fields.normal("frequency", fields.both("frequency", one, other)) == frequency.both(one, other)


@tries(100)
@given(VALUES["hours"], VALUES["hours"])
def test_of_two_weeks_the_hours_that_suit_both_hold(one, other):
    """3"""
    first, second = week.week(one), week.week(other)
    both = week.both(one, other)
    assume(any(week.common(first, second)))
    assert fields.normal("hours", both)
    kept = week.week(both)
    for day in range(7):
        for minute in range(0, 1440, 30):
            wanted = week.is_open(first, day, minute) and week.is_open(second, day, minute)
            assert week.is_open(kept, day, minute) == wanted
