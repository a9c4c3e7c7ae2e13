"""How fast the policy decides, counts and obeys.

    python -m benchmarks.policy [--postgres] [decide] [claim] [stop] [silence]

`decide`   pure decisions per second of one core, for several kinds of messages.
`claim`    messages that sell, each to another customer who has rules of their own: known, decided about, counted and
           claimed in the outbox, per second of one worker, in rounds of 64 as senders make them, and of 512.
`stop`     a whole gateway is sending; customers change their terms over the API while messages of theirs wait. How long
           after the answer the last call to them began, and when all that waited had been decided about anew.
`silence`  the same gateway is sending as fast as it may; the brand falls silent. How long after the commit the last
           call began.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from contextlib import nullcontext
from typing import Any

import msgspec
from sqlalchemy import text

from benchmarks import obeying
from benchmarks.obeying import at_once, follower, store
from gateway.journey import claiming
from gateway.terms.policy import Brand, Cap, Facts, decide
from gateway.terms.policy.ring import rebuilt
from gateway.terms.silence import Silence
from tests import servers
from tests.gateway.terms.policy.asked import DAY, HOUR, NOW, WEEK, message, place, terms
from tests.gateway.terms.town import Town

KINDS = ("decide", "claim", "stop", "silence")
SECONDS = 2.0  # of each kind of decision
HOURS = {"windows": [{"from": "09:00", "to": "19:00"}]}
RULES: dict[str, Any] = {"frequency": {"n": 2, "per": "week"}, "hours": HOURS}
BRAND = Brand(caps=(Cap("category:marketing", 4, WEEK),), gap=HOUR, share=2)


# -- decide


def questions() -> dict[str, tuple[Any, Facts, int]]:
    """A message, what is known, when: from the shortest way through the gates to the longest."""
    chosen = terms(offers=RULES, all={"frequency": {"n": 3, "per": "week"}})
    rings = {
        "all": rebuilt(3, WEEK, [NOW - DAY]),
        "topic:offers": rebuilt(2, WEEK, [NOW - DAY]),
    }
    known = Facts(terms=chosen, places=(place(), place("sms")), brand=BRAND, rings=rings)
    offer = message(campaign="black-friday", is_movable=True)
    full = msgspec.structs.replace(known, rings={**rings, "topic:offers": rebuilt(2, WEEK, [NOW - DAY, NOW - HOUR])})
    silent = msgspec.structs.replace(known, silences=(Silence(id="s", scope="brand", level="marketing", since=NOW),))
    return {
        "an offer, sent": (offer, known, NOW),
        "an offer at night, put off": (offer, known, NOW + 12 * HOUR),
        "an offer too many, put off": (offer, full, NOW),
        "an offer in a silence, held": (offer, silent, NOW),
        "the news of an order, sent": (message("service"), known, NOW),
        "a receipt, sent": (message("transactional"), known, NOW),
        "an answer, sent": (message("conversation", author="bot"), known, NOW),
    }


def measure_decide() -> None:
    print("| decision | outcome | per second of one core |\n|---|---|---|")
    for name, (asked, known, now) in questions().items():
        made, done, began = decide(asked, known, now), 0, time.process_time()
        while time.process_time() - began < SECONDS:
            for _ in range(200):
                decide(asked, known, now)
            done += 200
        print(f"| {name} | {made.outcome} {made.codes[0]} | {done / (time.process_time() - began):,.0f} |", flush=True)


# -- claim


def settle_in(town: Town, people: int) -> None:
    """Customers with rules of their own, and an offer that waits for each."""
    town.now -= 2 * DAY
    customers = at_once(town, lambda: [_chooser(town, str(10_000 + number)) for number in range(people)])
    town.now += 2 * DAY
    at_once(town, lambda: [town.post(one, campaign="black-friday") for one in customers])


def _chooser(town: Town, address: str) -> str:
    customer = follower(town, address)
    town.act(customer, "terms.set", scope="topic:offers", field="frequency", value=RULES["frequency"])
    town.act(customer, "terms.set", field="hours", value=HOURS)
    return customer


def measure_claim(url: str | None, people: int) -> None:
    print("\n| claims | messages | per second | best round | CPU us each |\n|---|---|---|---|---|")
    for most in (64, 512):
        with store(url) as database:
            town = Town(database, brand=BRAND)
            settle_in(town, people)
            database.write_now(lambda connection: connection.execute(text("ANALYZE")))
            print(f"| {database.dialect}, rounds of {most} {figures(claims(town, most))}", flush=True)


def claims(town: Town, most: int) -> list[tuple[int, float, float]]:
    """Of each round: how many were claimed, in how many seconds, of which at work in this process."""
    found = []
    while True:
        began, cpu = time.perf_counter(), time.process_time()
        pace = town.paces["telegram"]
        claimed = town.write(claiming.claim, town.rulebook, town.accounts, "telegram", pace, most, town.now)
        if not claimed.calls:
            return found
        found.append((len(claimed.calls), time.perf_counter() - began, time.process_time() - cpu))


def figures(rounds: list[tuple[int, float, float]]) -> str:
    claimed, wall, cpu = (sum(one[n] for one in rounds) for n in range(3))
    best = max(many / took for many, took, _ in rounds)
    return f"| {claimed:,.0f} | {claimed / wall:,.0f} | {best:,.0f} | {cpu / claimed * 1e6:,.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", choices=(*KINDS, []), default=[])
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL made for it, instead of SQLite files")
    parser.add_argument("--people", type=int, default=3000)
    asked = parser.parse_args()
    with servers.postgres() if asked.postgres else nullcontext() as url:
        measure(asked.what or list(KINDS), url and url.render_as_string(hide_password=False), asked.people)


def measure(kinds: list[str], url: str | None, people: int) -> None:
    if "decide" in kinds:
        measure_decide()
    if "claim" in kinds:
        measure_claim(url, people)
    if "stop" in kinds:
        asyncio.run(obeying.stop(url))
    if "silence" in kinds:
        asyncio.run(obeying.silence(url))


if __name__ == "__main__":
    main()
