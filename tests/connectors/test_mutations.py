"""Whatever arrives, the reader answers, and what it answers can be stored. In full: benchmarks."""

from __future__ import annotations

from functools import cache
from itertools import islice

import msgspec
import pytest

from connectors.contract import Connector
from connectors.message import Event
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
        stored.decode()


def test_every_connector_is_among_them() -> None:
    seen = {(sample.channel, sample.provider) for sample, _ in islice(mutations(1), CALLS)}
    assert seen == {*known()}
