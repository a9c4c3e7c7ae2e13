"""Recorded webhooks and what they say; messages and the calls they become."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest

from connectors.http import Http
from connectors.message import Accepted, Outbound
from connectors.messenger import Messenger
from tests.connectors.messenger.accounts import account, messenger, webhook
from tests.connectors.messenger.server import graph

SAMPLES = Path(__file__).parents[1] / "samples" / "messenger_meta"
REFERENCE = "0199aaaa-1"


def cases(ending: str) -> list[Any]:
    return [
        pytest.param(json.loads(path.read_text()), id=path.name.removesuffix(ending))
        for path in sorted(SAMPLES.glob(f"*{ending}"))
    ]


def plain(value: Any) -> Any:
    return json.loads(msgspec.json.encode(value))


@pytest.mark.parametrize("case", cases(".in.json"))
def test_a_webhook_says_what_its_sample_expects(case: dict[str, Any]) -> None:
    connector = messenger(case["account"])
    request = webhook(case["request"]["body"], case["account"]["app_secret"])
    assert connector.verify(request)
    assert plain(connector.parse(request)) == case["expect"]


@pytest.mark.parametrize("case", cases(".out.json"))
async def test_a_message_becomes_the_calls_its_sample_expects(case: dict[str, Any]) -> None:
    async with graph(*case["answers"]) as stand_in, aiohttp.ClientSession() as session:
        connector = Messenger(account(case["account"], stand_in.base), Http(session, total=2))
        plan = connector.render(msgspec.convert(case["message"], Outbound))
        assert plain(plan.degradations) == case.get("degradations", [])
        outcome = None
        for part in plan.parts:
            outcome = await connector.send(part, REFERENCE)
            if not isinstance(outcome, Accepted):
                break
    calls = [{"method": call["method"], "path": call["path"], "json": call["json"]} for call in stand_in.calls]
    assert calls == case["expect_requests"]
    assert plain(plan.numbered) == case.get("numbered", [])
    assert plain(outcome) == case["expect"]
    assert all(call["headers"]["Authorization"] == "Bearer EAAB-page-token" for call in stand_in.calls)
