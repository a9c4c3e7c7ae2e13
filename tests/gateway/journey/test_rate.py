"""Rates: a bucket gives what it has, fills by the clock, and pauses as it was told."""

from __future__ import annotations

from gateway.journey.rate import Bucket, Pace

HOUR = 3_600_000
NOW = 10 * HOUR


def test_it_gives_its_size_at_once_and_then_its_rate():
    bucket = Bucket.full(2.0, 2.0)
    assert [bucket.take(NOW) for _ in range(3)] == [True, True, False]
    assert bucket.ready_at(NOW) == NOW + 501
    assert bucket.take(NOW + 501)


def test_it_waits_until_the_time_that_it_was_told():
    bucket = Bucket.full(None, 1.0)
    bucket.pause(NOW, NOW + 2000)
    assert (bucket.room(NOW), bucket.ready_at(NOW)) == (0.0, NOW + 2000)
    assert bucket.take(NOW + 2000)


def test_a_shorter_pause_does_not_end_a_longer_one():
    bucket = Bucket.full(None, 1.0)
    bucket.pause(NOW, NOW + 9000)
    bucket.pause(NOW + 1000, NOW + 2000)
    assert bucket.ready_at(NOW + 2500) == NOW + 9000


def test_a_pause_by_a_clock_that_was_set_back_since_is_over():
    bucket = Bucket.full(None, 1.0)
    bucket.pause(NOW + HOUR, NOW + HOUR + 2000)
    assert bucket.take(NOW)
    bucket.pause(NOW, NOW + 1000)
    assert bucket.ready_at(NOW) == NOW + 1000


def test_a_clock_a_little_behind_is_no_reason_to_hurry():
    bucket = Bucket.full(None, 1.0)
    bucket.pause(NOW, NOW + 2000)
    assert not bucket.take(NOW - 1000)


def test_one_recipient_waits_alone():
    pace = Pace.of(None, None)
    pace.slow_down("a", NOW, NOW + 1000)
    assert not pace.recipient("a").take(NOW)
    assert pace.recipient("b") is None
    assert pace.account.take(NOW)


def test_two_who_share_send_half_each():
    bucket = Bucket.full(4.0, 4.0)
    bucket.share(2)
    assert [bucket.take(NOW) for _ in range(3)] == [True, True, False]
    assert bucket.ready_at(NOW) == NOW + 501
    bucket.share(1)
    assert bucket.ready_at(NOW) == NOW + 251


def test_however_many_share_each_may_send_something():
    bucket = Bucket.full(1.0, 1.0)
    bucket.share(5)
    assert not bucket.take(0)
    assert bucket.take(bucket.ready_at(0))
