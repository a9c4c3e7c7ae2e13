"""To whom a conversation is open is said twice, to the database for lists and to Python for one: they say the same."""

from __future__ import annotations

from itertools import product

from sqlalchemy import insert, select

from gateway.api.auth import Agent
from gateway.api.desk import sight_store
from gateway.people.conversation_store import conversation
from gateway.people.customer_store import customer
from handoff.case_store import case
from handoff.note_store import mention

OWNERS = (("bot", None), ("queue", None), ("offer", "marc"), ("agent", "marc"), ("agent", "lea"), ("external", "marc"))
CASES = ((), ("ours",), ("theirs",), ("theirs", "ours"), ("ours", "theirs"), (None,), ("theirs", None))  # oldest first
ASKED = ((), ("lea",), ("marc", "lea"))
AGENTS = [
    Agent("marc", "Marc", "m@example.com", role, (), "", teams)
    for role in ("agent", "supervisor", "guest")
    for teams in ((), ("ours",))
]


def _fill(connection) -> None:
    """One conversation for each way in which they may differ."""
    for number, ((kind, owner), teams, asked) in enumerate(product(OWNERS, CASES, ASKED)):
        name = f"c{number:03}"
        connection.execute(insert(customer).values(id=name, created_at=0))
        held = {"owner_kind": kind, "owner_id": owner, "updated_at": 0}
        connection.execute(insert(conversation).values(id=name, customer_id=name, **held))
        for at, team in enumerate(teams):
            ended = None if at == len(teams) - 1 else at
            connection.execute(
                insert(case).values(
                    id=f"{name}-{at}", conversation_id=name, customer_id=name, epoch=0, reason="", context="{}",
                    opened_at=at, due_at=0, team_id=team, resolved_at=ended,
                )
            )  # fmt: skip
        for agent in asked:
            connection.execute(insert(mention).values(agent_id=agent, note_id=name, conversation_id=name, at=0))


def test_one_is_open_to_whom_lists_show_it(database):
    database.write_now(_fill)
    everything = database.read_now(lambda connection: set(connection.execute(select(conversation.c.id)).scalars()))
    found = database.read_now(sight_store.openness, [*everything, "nobody's"])
    assert set(found) == everything
    for agent in AGENTS:
        query = select(conversation.c.id).where(sight_store.condition(agent))
        listed = database.read_now(lambda connection, query=query: set(connection.execute(query).scalars()))
        assert {name for name, one in found.items() if one.shows_to(agent)} == listed, agent
    assert len(found) == len(OWNERS) * len(CASES) * len(ASKED)
