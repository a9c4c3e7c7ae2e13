"""Where an agent left off: their own, on whatever computer, and never further back than they were."""

from __future__ import annotations

import pytest

from tests.gateway.api.test_desk import log_in
from tests.gateway.api.test_messages import sent
from tests.gateway.conftest import phone


@pytest.fixture
def talk(any_door):
    """A conversation of three messages, and the way to where an agent left off in it."""
    to = phone()
    said = [sent(any_door, to)["id"] for _ in range(3)]
    shown = any_door.get(f"/api/v1/messages/{said[-1]}").json
    return shown["customer_id"], f"/desk/api/conversations/{shown['conversation_id']}/left-off", shown["seq"]


def where(door, path, agent):
    answer = door.ask("GET", path, headers=agent)
    assert answer.status == 200, answer.body
    return answer.json["seq"]


def sees(door, path, agent, seq):
    assert door.ask("PUT", path, headers=agent, body={"seq": seq}).status == 204


def test_it_is_kept_for_the_agent_on_whatever_computer_and_for_nobody_else(any_door, talk):
    _, path, newest = talk
    anna, marc = log_in(any_door), log_in(any_door, "marc@example.com")
    assert where(any_door, path, anna) is None
    sees(any_door, path, anna, newest - 1)
    assert where(any_door, path, log_in(any_door)) == newest - 1  # another computer
    assert where(any_door, path, marc) is None
    sees(any_door, path, marc, newest)
    assert (where(any_door, path, anna), where(any_door, path, marc)) == (newest - 1, newest)


def test_it_never_goes_back_nor_beyond_what_has_come(any_door, talk):
    _, path, newest = talk
    anna = log_in(any_door)
    for seq, known in ((2, 2), (1, 2), (0, 2), (newest + 1000, newest), (3, newest)):
        sees(any_door, path, anna, seq)
        assert where(any_door, path, anna) == known


@pytest.mark.parametrize("body", [{}, {"seq": -1}, {"seq": None}, {"seq": "2"}, {"seq": 2**63}])
def test_what_is_no_place_is_refused(any_door, talk, body):
    assert any_door.ask("PUT", talk[1], headers=log_in(any_door), body=body).status == 422


def test_it_is_no_look_at_anybody(any_door, talk):
    customer_id, path, newest = talk
    anna = log_in(any_door)
    sees(any_door, path, anna, newest)
    where(any_door, path, anna)
    assert any_door.ask("GET", f"/desk/api/audit?target={customer_id}", headers=anna).json["items"] == []
