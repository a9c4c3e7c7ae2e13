"""A million webhooks gone wrong: none may become a 5xx. `python -m benchmarks.mutations [how many] [seed]`.

Every recorded call of every provider, bent, cut and retyped, signed as its provider signs, through the journey's door.
What is stored is encoded and read again, as the inbox and the turn do; the database is left out, it sees only JSON.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from itertools import islice

import msgspec
import structlog

from connectors.message import Event
from gateway.journey.accounts import Accounts
from gateway.journey.webhook import Arrival, receive
from tests.connectors import kit
from tests.connectors.mutation import mutations

MILLION = 1_000_000
_event = msgspec.json.Decoder(Event).decode


async def _stored(arrivals: Sequence[Arrival]) -> None:
    for arrival in arrivals:
        kept = msgspec.json.encode(arrival.event)
        assert b"\\u0000" not in kept
        _event(kept)


async def run(calls: int, seed: int) -> Counter[str]:
    """How often each answer was given, and each failure."""
    doors = {sample.path: Accounts({"test": kit.offline(sample)}) for sample in kit.samples()}
    answers: Counter[str] = Counter()
    for sample, call in islice(mutations(seed), calls):
        try:
            answers[str((await receive(doors[sample.path], "test", call, _stored)).status)] += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a 5xx
            answers[f"5xx {sample} {type(error).__name__}: {error}"[:200]] += 1
    return answers


def main() -> None:
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    since = time.perf_counter()
    answers = asyncio.run(run(calls, seed))
    took = time.perf_counter() - since
    print(f"{calls} calls in {took:.0f} s ({took / calls * 1e6:.0f} us each), seed {seed}")
    for answer, times in answers.most_common():
        print(f"{times:>9}  {answer}")
    sys.exit(any(answer.startswith("5xx") for answer in answers))


if __name__ == "__main__":
    main()
