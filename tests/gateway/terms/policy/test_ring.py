"""The slot ring counts exactly: never more than the cap in any rolling period, and never less than it allows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gateway.terms.policy.ring import Ring, rebuilt
from tests.gateway.terms.effort import tries

steps = st.lists(st.integers(0, 30), max_size=60)


@tries(40)
@given(st.integers(1, 5), st.integers(1, 40), steps)
def test_as_many_as_the_cap_allows_in_any_period_and_no_more(n, period, gaps):
    ring, sent, now = Ring(n, period), [], 1000
    for gap in gaps:
        now += gap
        fits = sum(1 for at in sent if at > now - period) < n
        assert (ring.free_at(now) == now) is fits
        if fits:
            ring = ring.taken(now)
            sent.append(now)
        else:
            free = ring.free_at(now)
            assert sum(1 for at in sent if at > free - period) < n  # it fits then,
            assert sum(1 for at in sent if at > free - 1 - period) >= n  # and not a moment before
    for start in sent:
        assert sum(1 for at in sent if start <= at < start + period) <= n


@tries(40)
@given(st.integers(1, 5), st.integers(1, 40), steps, st.integers(1, 5), st.integers(1, 40))
def test_a_ring_made_anew_from_what_was_sent_is_the_ring_that_would_be(n, period, gaps, other_n, other_period):
    sent, now = [], 1000
    for gap in gaps:
        now += gap
        sent.append(now)
    ring = rebuilt(other_n, other_period, sent)
    for ahead in range(0, 90, 7):
        at = now + ahead
        free = sum(1 for one in sent if one > at - other_period) < other_n
        assert (ring.free_at(at) == at) is free


@tries(40)
@given(st.integers(1, 4), st.integers(1, 40), st.lists(st.integers(0, 200), max_size=30), st.integers(0, 300))
def test_what_was_counted_too_often_fits_only_once_enough_has_passed(n, period, sent, now):
    ring = rebuilt(n, period, sent)
    free = ring.free_at(now)
    assert sum(1 for at in sent if at > free - period) < n
    assert ring.used(now) == min(sum(1 for at in sent if at > now - period), n)


def test_none_at_all_is_never():
    assert Ring(0, 10).free_at(5) is None
    assert Ring(0, 10).taken(5).free_at(100) is None
