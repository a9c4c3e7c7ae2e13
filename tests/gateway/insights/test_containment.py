"""Containment: only what shows that the bot did well counts as done well."""

from __future__ import annotations

import pytest

from gateway.insights.containment import ENDINGS, Alone, endings


@pytest.mark.parametrize(
    ("seen", "decided", "ending"),
    [
        ({"thanked": True, "is_answered": True}, False, "thanked"),
        ({"thanked": True}, True, "thanked"),
        ({"is_answered": True}, True, "done"),
        ({"is_answered": True}, False, "no_evidence"),  # silence is none
        ({}, False, "unanswered"),
        ({"thanked": True, "is_answered": True, "came_back": True}, True, "came_back"),
    ],
)
def test_how_a_conversation_ended(seen, decided, ending):
    one = Alone(conversation_id="c", customer_id="p", at=0, **seen)
    assert {name for name, found in endings([one], {"p"} if decided else set(), []).items() if found} == {ending}


def test_what_people_were_given_counts_once_a_conversation():
    found = endings([], set(), ["a", "b", "a"])
    assert found["handed_off"] == ["a", "b"]
    assert set(found) == set(ENDINGS)
