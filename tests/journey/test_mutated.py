"""Calls gone wrong, all the way into real databases. A million of them, without: benchmarks/mutations.py."""

from __future__ import annotations

from itertools import islice

from connectors.contract import Account, Request
from tests.connectors import kit
from tests.connectors.mutation import mutations
from tests.journey.product import PROVIDERS, running

CALLS = 400


def recorded(channel: str) -> Account:
    """The account that most of this channel's recorded calls speak to."""
    values = next(one for one in kit.of(channel, PROVIDERS[channel]) if one.path.name == "text.in.json").case["account"]
    return Account(channel, channel, PROVIDERS[channel], values, api_base="", public_url=kit.PUBLIC_URL)


async def test_calls_gone_wrong_are_kept_and_hurt_nobody(tmp_path, database_url):
    accounts = {channel: recorded(channel) for channel in PROVIDERS}
    async with running(tmp_path, database_url, accounts=tuple(accounts.values())) as product:
        for sample, gone_wrong in islice(mutations(11), CALLS):
            if PROVIDERS.get(sample.channel) != sample.provider or gone_wrong.method != "POST":
                continue
            path, values = f"/hooks/{sample.channel}", accounts[sample.channel].values
            call = kit.signed(sample.provider, values, Request("POST", path, {}, gone_wrong.body))
            async with product.http.post(product.url + path, data=call.body, headers=call.headers) as answer:
                assert answer.status in (200, 403), (sample, answer.status)
        await product.until(lambda: nothing_waits(product))
        assert await product.rows("SELECT kind, reason FROM inbox WHERE attempts > 0") == []


async def nothing_waits(product) -> bool:
    return await product.number("SELECT count(*) FROM inbox WHERE state = 'waiting'") == 0
