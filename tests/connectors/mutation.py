"""Webhooks gone wrong: every recorded one, bent, retyped, cut and spilled over, as many as asked for.

The same seed gives the same calls. They are signed by their provider, so that they reach the reader.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from connectors.contract import Request
from tests.connectors import kit

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 1e300, 2**63, 2**70, "", "0", "nan", "\ud83d", "x" * 3000, "\u0000", "a\u0000b", [], {},
    [[]], [None], {"id": {}}, {"id": 1}, "1e999", "\u202e", "%", "&=",
)  # fmt: skip
DEEP = 200


def mutations(seed: int) -> Iterator[tuple[kit.Sample, Request]]:
    """Without end: a recorded case, and its call gone wrong."""
    chance = random.Random(seed)
    cases = [sample for sample in kit.samples() if sample.comes_in]
    while True:
        sample = chance.choice(cases)
        yield sample, mutated(sample, chance)


def mutated(sample: kit.Sample, chance: random.Random) -> Request:
    """One call, wrong in one to three ways."""
    asked = sample.case["request"]
    body = asked.get("body", "")
    for _ in range(chance.randint(1, 3)):
        body = bent(body, chance) if not isinstance(body, str) else body
    if sample.provider == "twilio" and not isinstance(body, dict | str):
        body = {"Body": str(body)}  # nothing else can be a form
    raw = kit.spelled(sample.provider, body)
    if chance.random() < 0.3:
        raw = cut(raw, chance)
    if chance.random() < 0.01:
        raw = b'{"object":"page","entry":' + b"[" * 5000
    call = Request(asked.get("method", "POST"), asked.get("path", kit.PATH), asked.get("headers") or {}, raw)
    return kit.signed(sample.provider, sample.case["account"], call)


def bent(value: Any, chance: random.Random) -> Any:
    """A copy in which one thing, anywhere, became something else, went away or came twice."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        rest = {name: inner for name, inner in value.items() if name != key}
        luck = chance.random()
        if luck < 0.1:
            return rest
        return {**rest, f"{key}_x": value[key]} if luck < 0.15 else {**rest, key: bent(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.9:
        place = chance.randrange(len(value))
        more = [value[place]] * (chance.random() < 0.2)
        return [*value[:place], bent(value[place], chance), *more, *value[place + 1 :]]
    return nested(chance) if chance.random() < 0.02 else chance.choice(ODD)


def nested(chance: random.Random) -> Any:
    value: Any = chance.choice(ODD)
    for _ in range(DEEP):
        value = {"a": value} if chance.random() < 0.5 else [value]
    return value


def cut(raw: bytes, chance: random.Random) -> bytes:
    """Bytes missing at the end, changed or put in between."""
    place = chance.randrange(len(raw) + 1)
    return chance.choice((
        raw[:place],
        raw[:place] + bytes([chance.randrange(256)]) + raw[place + 1 :],
        raw[:place] + chance.randbytes(3) + raw[place:],
    ))  # fmt: skip
