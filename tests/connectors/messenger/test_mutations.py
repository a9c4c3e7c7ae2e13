"""Whatever arrives, `parse` and `verify` answer: cut, bent and retyped copies of every sample, from a fixed seed."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from connectors.message import Echo, Inbound, Status, Unreadable
from tests.connectors.messenger.accounts import INSTAGRAM, messenger, webhook

SAMPLES = sorted((Path(__file__).parents[1] / "samples" / "messenger_meta").glob("*.in.json"))
ODD: tuple[Any, ...] = (None, True, 0, -1, 1e300, 2**70, "", "\ud83d", "x" * 3000, "\u0000", [], {}, [[]], {"id": {}})
ROUNDS = 60


def bent(value: Any, chance: random.Random) -> Any:
    """A copy in which one thing, anywhere, became something else or went away."""
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(list(value))
        rest = {name: inner for name, inner in value.items() if name != key}
        return rest if chance.random() < 0.1 else rest | {key: bent(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.85:
        place = chance.randrange(len(value))
        return [*value[:place], bent(value[place], chance), *value[place + 1 :]]
    return chance.choice(ODD)


def cut(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw))
    return raw[:place] if chance.random() < 0.5 else raw[:place] + bytes([chance.randrange(256)]) + raw[place + 1 :]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name.removesuffix(".in.json"))
def test_nothing_that_arrives_breaks_the_reader(sample: Path) -> None:
    case = json.loads(sample.read_text())
    connector = messenger(case["account"])
    chance = random.Random(sample.name)
    whole = webhook(case["request"]["body"]).body
    for _ in range(ROUNDS):
        for body in (bent(case["request"]["body"], chance), cut(whole, chance)):
            request = webhook(body)
            assert connector.verify(request)
            events = connector.parse(request)
            assert all(isinstance(event, Inbound | Echo | Status | Unreadable) for event in events)
            msgspec.json.encode(events)  # the inbox stores them as JSON


def test_depth_does_not_break_the_reader() -> None:
    deep = b'{"object":"page","entry":[{"id":"1","messaging":' + b"[" * 50_000 + b"]" * 50_000 + b"}]}"
    events = messenger(INSTAGRAM).parse(webhook(deep))
    assert [type(event) for event in events] == [Unreadable]
