"""The dialog engine alone: how many steps of flows it runs in a second, and whether anything at all breaks it.

    taskset -c 1 .venv/bin/python -m benchmarks.engine         # steps a second on one core
    .venv/bin/python -m benchmarks.engine --events 1000000     # random events against random flows, each checked

The state goes through its JSON at each event, as it does between two messages. `made` is a flow that computes, branches
and loops; `shipped` is customers talking with the flows in config/, understanding what they say included.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from random import Random

from connectors.content import Text
from dialogs import engine, state
from dialogs.catalog import Catalog
from dialogs.events import Said, Started
from dialogs.flow_files import load
from tests.dialogs.arbitrary import FACTS, Customer, catalog
from tests.dialogs.test_arbitrary import holds
from tests.dialogs.world import World

BAR = 20_000  # steps a second
MADE = """
flow: made
vars: {n: number, size: number}
steps:
  - {id: zero, set: {n: "0"}}
  - {id: more, set: {n: vars.n + 1, last: vars.n}}
  - {id: even, if: "vars.n % 2 == 0", go: round}
  - {id: odd, set: {odd: vars.n}}
  - {id: round, if: vars.n < 20, go: more}
  - {id: told, say: "{vars.n} rounds for {brand.name}"}
  - {id: size, ask: "Which size?", save: size}
  - {id: fits, if: vars.size > 40, go: zero}
"""
TALKS = (
    ("bonjour", "1", "1", "offres", "3", "merci"),
    ("hello", "my choices", "how often", "2", "once a week", "no"),
    ("max 2 par semaine pour les offres", "oui", "pourquoi", "annuler", "aide", "stop", "start", "oui"),
    ("topics", "1", "yes", "done", "pause", "2 weeks", "bla bla", "help"),
)
CUSTOMERS, LIVES = 5, 40  # each catalog of the soak has so many customers, of so many events


def made() -> Iterator[int]:
    """Steps run at each event."""
    flows = Catalog([load(MADE, "benchmark")])
    standing = None
    while True:
        event = Said(content=Text(body="41")) if standing else Started(flow="made")
        outcome = engine.step(flows, state.decode(standing), event, FACTS)
        standing = state.encode(outcome.state)
        yield len(outcome.path)


def shipped() -> Iterator[int]:
    """The same for whole conversations, with the actions that flows have done."""
    steps = 0
    stepped = engine.step

    def counted(*given: object) -> object:
        nonlocal steps
        outcome = stepped(*given)  # type: ignore[arg-type]
        steps += len(outcome.path)
        return outcome

    engine.step = counted  # type: ignore[assignment]
    while True:
        for words in TALKS:
            world = World()
            for word in words:
                world.say(word)
                yield steps
                steps = 0


def measure(runs: Callable[[], Iterator[int]], seconds: float) -> tuple[float, float]:
    """Steps and events a second."""
    events = steps = 0
    source = runs()
    for _ in range(300):
        next(source)
    began = time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        steps += next(source)
        events += 1
    return steps / took, events / took


def soak(wanted: int, seed: int) -> None:
    """Random events against random flows; whatever breaks stops it and names the seed."""
    done, began = 0, time.perf_counter()
    while done < wanted:
        random = Random(seed)
        flows = catalog(random)
        for _ in range(CUSTOMERS * 20):
            customer = Customer(flows)
            for _ in range(LIVES):
                before, event = customer.state, customer.event(random)
                outcome = customer.live(event)
                try:
                    holds(customer, before, event, outcome)
                    assert engine.step(flows, state.decode(state.encode(before)), event, FACTS) == outcome
                except AssertionError:
                    print(f"seed {seed}, event {done}: {event}\nfrom {before}", file=sys.stderr)
                    raise
                done += 1
        seed += 1
    print(f"{done:,} events, each replayed to the same state: nothing broke ({time.perf_counter() - began:.0f} s)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--events", type=int, help="soak with so many random events instead")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.events:
        soak(given.events, given.seed)
        return 0
    fast = True
    for name, runs in (("made", made), ("shipped", shipped)):
        steps, events = measure(runs, given.seconds)
        fast = fast and (name != "made" or steps >= BAR)
        print(f"{name:8} {steps:9,.0f} steps/s  {events:9,.0f} events/s")
    return 0 if fast else 1


if __name__ == "__main__":
    sys.exit(main())
