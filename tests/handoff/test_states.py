"""The table of states: whole, legal, and printed as it is. `pytest tests/handoff --record` writes the print anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff.case import move
from handoff.deadlines import PATIENCE, Deadline
from handoff.states import TRANSITIONS, Act, IllegalMove, Owner, State, Status, acts, pair, state_of, transition

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "states.md"
LINES_OF_THE_SPECIFICATION = 30
HEAD = """# Who holds a conversation

Printed from `handoff/states.py` by `pytest tests/handoff --record`; a test holds the two together. Times are those of
`handoff/deadlines.py`; what is due is so in business time ([office.md](office.md)).

A state is a pair of *status* and *owner*. Each change of owner is one compare-and-set on `owner_epoch`, which grows by
one; whoever saw an older epoch is told who was quicker. A deadline is a row that holds its epoch: when the owner has
changed meanwhile, it fires for nobody. "–" in the column *To*: the pen stays where it is.

"""


def printed() -> str:
    rows = ["| # | From | Act | When | To | What follows | Sets | Fired by |", "|---|---|---|---|---|---|---|---|"]
    for one in TRANSITIONS:
        sources, to = ", ".join(one.sources), one.to or "–"
        sets, fired = ", ".join(one.sets), one.fired_by or ""
        rows.append(
            f"| {one.number} | {sources} | `{one.act}` | {one.when} | {to} | {one.effects} | {sets} | {fired} |"
        )
    waits = ["| Deadline | Waits |", "|---|---|"]
    for kind in Deadline:
        wait = "its own time" if kind is Deadline.WAKE else f"{PATIENCE.wait(kind) // 1000} seconds"
        waits.append(f"| `{kind}` | {wait} |")
    pairs = ["| State | Status | Owner |", "|---|---|---|"]
    pairs += [f"| {state} | {pair(state)[1]} | {pair(state)[0]} |" for state in State if state is not State.NEW]
    return HEAD + "\n\n".join("\n".join(part) for part in (pairs, rows, waits)) + "\n"


def test_the_page_is_the_table(request):
    if request.config.getoption("--record"):
        PAGE.write_text(printed())
    assert PAGE.read_text() == printed()


def test_every_line_of_the_specification_is_there():
    assert {one.number for one in TRANSITIONS} == set(range(1, LINES_OF_THE_SPECIFICATION + 1))


def test_every_act_that_moves_the_pen_is_done_by_somebody():
    """But for those whose line in the table says that nobody does."""
    code = "".join(path.read_text() for path in (ROOT / "gateway").rglob("*.py"))
    moving = {one.act for one in TRANSITIONS if one.to is not None or one.act is Act.LEAVE}
    nobodys = {one.act for one in TRANSITIONS if "Nobody does it" in one.effects}
    assert {act for act in moving if f"Act.{act.name}" not in code} == nobodys


def test_an_act_leads_from_one_state_to_one_place():
    seen = [(source, one.act) for one in TRANSITIONS for source in one.sources]
    assert len(seen) == len(set(seen))


def test_every_deadline_is_set_and_fires():
    fired = {one.fired_by for one in TRANSITIONS if one.fired_by}
    assert {kind for one in TRANSITIONS for kind in one.sets} == set(Deadline)
    assert fired == set(Deadline) - {Deadline.SURVEY}  # which moves no pen


@pytest.mark.parametrize("state", [one for one in State if one not in (State.NEW, State.RESOLVED)])
def test_people_can_always_take_it_and_end_it(state):
    assert {Act.TAKE, Act.RESOLVE, Act.DISENGAGE} <= acts(state)


def test_from_everywhere_a_customer_comes_back_to_somebody():
    """No state is a trap: the bot or people can be reached from each."""
    leads = {state: {one.to for one in TRANSITIONS if state in one.sources and one.to} for state in State}
    for state in State:
        reached, frontier = {state}, {state}
        while frontier:
            frontier = set().union(*(leads[one] for one in frontier)) - reached
            reached |= frontier
        assert {State.BOT, State.QUEUED, State.ASSIGNED, State.RESOLVED} <= reached, state


@pytest.mark.parametrize("state", [one for one in State if one is not State.NEW])
def test_a_state_is_its_pair(state):
    assert state_of(*pair(state)) is state


def test_cases_open_and_close_where_people_come_and_go():
    assert move("bot", Act.HAND_OFF).opens
    assert move("bot", Act.TAKE, Status.RESOLVED).opens
    assert not move("queue", Act.TAKE).opens
    assert move("agent", Act.RESOLVE).closes
    assert move("agent", Act.HAND_BACK, Status.SNOOZED).closes
    assert not move("agent", Act.TRANSFER).closes
    stays = move("agent", Act.ANSWERED_ELSEWHERE)
    assert (stays.owner, stays.changes) == (Owner.AGENT, False)


def test_what_is_not_in_the_table_is_refused_with_what_is():
    with pytest.raises(IllegalMove, match=r"cannot accept a conversation that is bot; allowed now: .*take"):
        transition(State.BOT, Act.ACCEPT)
