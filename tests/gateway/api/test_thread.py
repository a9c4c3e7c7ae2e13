"""What may be done with a thread is told with its conversation, and done by who holds it."""

from __future__ import annotations

import pytest

from tests.gateway.api.test_desk import log_in
from tests.gateway.api.test_messages import problem
from tests.gateway.api.test_uploads import talk

DEEDS = {
    "whatsapp": ["pass", "release", "take"], "messenger": ["pass", "release", "request", "take"], "telegram": [],
    "sms": [],
}  # fmt: skip


@pytest.mark.parametrize("channel", DEEDS)
def test_a_thread_is_passed_and_taken_back_where_it_is_lent(door, channel):
    anna, marc = log_in(door), log_in(door, "marc@example.com")
    path = f"/desk/api/conversations/{talk(door, anna, channel)}"
    held = door.ask("GET", path, headers=anna).json["conversation"]
    assert held["deeds"] == DEEDS[channel]
    given = {"deed": "pass", "epoch": held["owner"]["epoch"], "note": "Parle de sa commande"}
    if not held["deeds"]:
        problem(door.ask("POST", f"{path}/thread", body=given, headers=anna), 409, "no_thread_control")
        return
    problem(door.ask("POST", f"{path}/thread", body=given, headers=marc), 409, "owner_changed")
    passed = door.ask("POST", f"{path}/thread", body=given, headers=anna).json["conversation"]
    assert (passed["owner"]["kind"], passed["can_reply"]) == ("external", False)
    back = {"deed": "take", "epoch": passed["owner"]["epoch"]}
    taken = door.ask("POST", f"{path}/thread", body=back, headers=anna).json["conversation"]
    assert (taken["owner"]["kind"], taken["owner"]["name"]) == ("agent", "Anna")
