"""Whatever arrives, the reader answers, and what it answers can be stored. In full: benchmarks."""

from __future__ import annotations

from functools import cache
from itertools import islice

import msgspec
import pytest

from connectors.contract import Connector, Request
from connectors.message import Event, Unreadable
from connectors.registry import known
from tests.connectors import kit
from tests.connectors.mutation import mutations

CALLS = 6000
events_of = msgspec.json.Decoder(list[Event]).decode


@cache
def connector_of(path: str) -> Connector:
    return kit.offline(next(sample for sample in kit.samples() if str(sample.path) == path))


@pytest.mark.parametrize("seed", range(3))
def test_nothing_that_arrives_breaks_the_reader(seed: int) -> None:
    for sample, call in islice(mutations(seed), CALLS):
        connector = connector_of(str(sample.path))
        connector.handshake(call)
        assert isinstance(connector.verify(call), bool)
        stored = msgspec.json.encode(connector.parse(call))
        events_of(stored)  # what the inbox keeps, the turn reads
        assert b"\\u0000" not in stored  # PostgreSQL refuses it


@pytest.mark.parametrize(
    "opening", [b'{"object":"page","entry":[{"id":"1","messaging":', b'{"update_id":1,"message":', b""]
)
@pytest.mark.parametrize("text", [one for one in kit.samples() if one.path.name == "text.in.json"], ids=str)
def test_depth_does_not_break_the_reader(text: kit.Sample, opening: bytes) -> None:
    deep = Request("POST", kit.PATH, {}, opening + b"[" * 50_000 + b"]" * 50_000)
    events = kit.offline(text).parse(kit.signed(text.provider, text.case["account"], deep))
    assert {type(event) for event in events} == {Unreadable}


def test_every_connector_is_among_them() -> None:
    seen = {(sample.channel, sample.provider) for sample, _ in islice(mutations(1), CALLS)}
    assert seen == {*known()}
