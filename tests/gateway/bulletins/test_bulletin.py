"""Bulletins are signed as the standard says, and tried again for three days."""

from __future__ import annotations

import pytest

from gateway.bulletins.bulletin import EVENTS, PAUSES, TRIES, Webhook, again_in, headers, is_event, key, wanted


def test_the_signature_is_the_standards_own_example():
    """https://docs.svix.com/receiving/verifying-payloads/how-manual"""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    signed = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", body, secret, 1614265330_000)
    assert signed == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_of_plain_text_signs_as_it_is():
    assert key("a secret of ours") == b"a secret of ours"
    with pytest.raises(ValueError, match="no base64"):
        key("whsec_§")


def hook(*events):
    return Webhook(url="https://crm.example.com", secret="x" * 24, events=events)


def test_each_is_told_what_it_wants_and_nothing_else():
    told = wanted({"crm": hook("case.opened", "message.in"), "log": hook("*"), "desk": hook("conversation.*")})
    assert told["case.opened"] == ("crm", "log")
    assert told["conversation.queued"] == ("log", "desk")
    assert set(told) == set(EVENTS)
    assert wanted({}) == {}


@pytest.mark.parametrize(
    ("pattern", "known"),
    [
        ("*", True),
        ("case.*", True),
        ("message.out", True),
        ("message", False),
        ("conversation.lost", False),
        ("", False),
    ],
)
def test_only_what_happens_can_be_wanted(pattern, known):
    assert is_event(pattern) is known


def test_it_is_tried_again_for_three_days_and_not_where_it_is_gone():
    assert [again_in(tries, 500) for tries in range(1, TRIES)] == list(PAUSES)
    assert again_in(TRIES, None) is None
    assert again_in(1, 410) is None
    assert 3 <= sum(PAUSES) / 86_400_000 < 4
