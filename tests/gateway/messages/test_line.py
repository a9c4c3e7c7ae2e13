"""Whoever is written to has a place in line by what it is about, and the policy's categories are all there."""

from __future__ import annotations

from gateway.messages.delivery_store import EXPECTED, URGENT
from gateway.terms.policy.decision import STRICTNESS


def test_every_category_has_its_place_in_the_policys_order():
    line = ({*URGENT}, {*EXPECTED}, {"marketing"})
    ends = [len(line[0]), len(line[0]) + len(line[1])]
    assert [{*STRICTNESS[: ends[0]]}, {*STRICTNESS[ends[0] : ends[1]]}, {*STRICTNESS[ends[1] :]}] == [*line]
