"""Where more is due than an account may send, nobody who asks waits behind a campaign; nobody's own order changes."""

from __future__ import annotations

import pytest

from tests.journey.product import CHANNELS, Time, account, running

RATE = 2.0  # messages a second
MANY = 30  # that wait
SOMEBODY = "+33612345678"


@pytest.fixture
async def slow(tmp_path, database_url):
    """An account that may send little, and time that goes on only when it is told to."""
    accounts = [account(channel, rate=RATE) if channel == "sms" else account(channel) for channel in CHANNELS]
    clock = Time()
    async with running(tmp_path, database_url, accounts=accounts, clock=clock) as product:
        clock.freeze()
        yield product


async def waiting(product):
    for number in range(MANY):
        await product.send("sms", f"Colis {number}", to=f"+3368765{number:04}")


async def test_an_answer_leaves_before_what_waits_for_others(slow):
    await waiting(slow)
    await slow.tell("sms", "help", address=SOMEBODY)
    for _ in range(2):
        await slow.step(1)
    assert "HUMAN" in slow.heard("sms", SOMEBODY)[0]
    assert len(await slow.rows("SELECT 1 FROM delivery WHERE state = 'queued'")) > MANY // 2


async def test_what_stands_before_an_answer_at_its_address_leaves_first_and_soon(slow):
    await waiting(slow)
    await slow.send("sms", "Votre colis", to=SOMEBODY)
    await slow.tell("sms", "help", address=SOMEBODY)
    for _ in range(3):
        await slow.step(1)
    first, second = slow.heard("sms", SOMEBODY)
    assert first == "Votre colis"
    assert "HUMAN" in second
    assert len(await slow.rows("SELECT 1 FROM delivery WHERE state = 'queued'")) > MANY // 2
