"""Any events against any valid flows: nothing is raised, nothing loops, and a replay comes to the same."""

from __future__ import annotations

import re
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs import engine, state
from dialogs.effects import CancelTimer, Handoff, Say, SetTimer
from dialogs.run import MOST_STEPS
from dialogs.stack import MOST_FRAMES
from dialogs.state import State
from tests.dialogs.arbitrary import FACTS, Customer, catalog

_BUG = re.compile(r"\w+ in (?:flow|no flow)")


def holds(customer: Customer, before: State, event, outcome) -> None:
    """What must be true after anything. Raises AssertionError."""
    after = outcome.state
    faults = [one.error for one in outcome.effects if isinstance(one, Handoff) and one.error]
    assert not any(_BUG.match(fault) for fault in faults), faults
    assert len(after.frames) <= MOST_FRAMES
    assert len(outcome.path) <= 2 * MOST_STEPS
    assert after.spent <= MOST_STEPS
    assert after.pending is None or after.pending.depth < len(after.frames)
    assert all(customer.catalog.pinned(frame.flow, frame.version) for frame in after.frames)
    assert sum(1 for one in outcome.effects if isinstance(one, Say)) <= MOST_STEPS
    assert _timers(before) | _set(outcome) >= _timers(after)
    assert not _timers(after) & {one.id for one in outcome.effects if isinstance(one, CancelTimer)}
    ended = _timers(before) - _timers(after)
    told = {one.id for one in outcome.effects if isinstance(one, CancelTimer)} | {getattr(event, "id", "")}
    assert ended <= told  # no timer is left to run for nothing


def _timers(standing: State) -> set[str]:
    of_frames = {one for frame in standing.frames for one in (frame.awaiting, frame.expiry) if one}
    asked = {standing.pending.timer} if standing.pending and standing.pending.timer else set()
    return {timer for timer in of_frames | asked if not timer.startswith("do-")}


def _set(outcome) -> set[str]:
    return {one.id for one in outcome.effects if isinstance(one, SetTimer)}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_any_events_against_any_flows(seed):
    random = Random(seed)
    flows, customer = catalog(random), None
    for at in range(100):
        customer = customer if at % 25 else Customer(flows)
        before, event = customer.state, customer.event(random)
        outcome = customer.live(event)
        holds(customer, before, event, outcome)
        again = engine.step(customer.catalog, state.decode(state.encode(before)), event, FACTS)
        assert again == outcome
