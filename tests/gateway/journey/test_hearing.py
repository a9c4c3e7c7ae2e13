"""What a customer's message says about the way to them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connectors.content import Media, Text
from connectors.message import Inbound
from gateway.journey.hearing import reopens


def wrote(words, **more):
    content = Text(body=words) if isinstance(words, str) else words
    return Inbound(key="1", address="+1", content=content, sent_at=datetime(2026, 11, 24, tzinfo=UTC), **more)


@pytest.mark.parametrize(
    ("channel", "status", "said", "opens"),
    [
        ("telegram", "opted_out", wrote("Bonjour"), True),  # whoever blocked a bot cannot write to it
        ("telegram", "blocked", wrote("Bonjour"), True),
        ("whatsapp", "opted_out", wrote("Bonjour"), True),  # refused advertising, and asks something now
        ("sms", "unreachable", wrote("Bonjour"), True),
        ("sms", "opted_out", wrote("Bonjour"), False),
        ("sms", "opted_out", wrote("START"), True),
        ("sms", "opted_out", wrote("UNSTOP"), True),
        ("sms", "opted_out", wrote("STOP"), False),
        ("sms", "opted_out", wrote(Media(kind="image", url="https://a.example/1")), False),
        ("sms", "unreachable", wrote("STOP", opt_out="stop"), False),  # the carrier has just closed it
    ],
)
def test_who_writes_lets_us_in_again_but_for_a_stop_at_the_carrier(channel, status, said, opens):
    assert reopens(channel, status, said) is opens
