"""Recorded webhooks and what they say; messages, the calls they become, and what the answers mean.

`pytest tests/connectors --record` writes what was seen as what is expected; the diff is to be read.
"""

from __future__ import annotations

import pytest

from tests.connectors import kit


@pytest.fixture
def record(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--record"))


@pytest.mark.parametrize("sample", [one for one in kit.samples() if one.comes_in], ids=str)
def test_a_webhook_says_what_its_sample_expects(sample: kit.Sample, record: bool) -> None:
    connector, request = kit.offline(sample), kit.webhook(sample)
    assert connector.verify(request)
    seen = kit.plain(connector.parse(request))
    if record and seen != sample.case.get("expect"):
        sample.record(expect=seen)
    else:
        assert seen == sample.case["expect"]


@pytest.mark.parametrize("sample", [one for one in kit.samples() if not one.comes_in], ids=str)
async def test_a_message_becomes_the_calls_its_sample_expects(sample: kit.Sample, record: bool) -> None:
    played = await kit.play(sample)
    seen = {
        "expect_requests": [
            {name: call[name] for name in ("method", "path", "json", "form") if name in call} for call in played.calls
        ],
        "expect": kit.plain(played.outcome),
        "degradations": kit.plain(played.plan.degradations),
        "numbered": kit.plain(played.plan.numbered),
    }
    expected = {name: sample.case.get(name, []) for name in seen}
    if record and seen != expected:
        sample.record(**{name: value for name, value in seen.items() if value or name in sample.case})
    else:
        assert seen == expected
