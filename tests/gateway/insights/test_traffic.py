"""Real conversations on a flow: who came to a step, which way they left, who is still there."""

from __future__ import annotations

import pytest

from dialogs import trail
from dialogs.flow_files import load
from dialogs.flow_model import model
from gateway.insights.traffic import count

TEXT = """
flow: shop
steps:
  - id: greet
    choose: Which?
    options: [{id: a, label: A, go: other}, {id: b, label: B}]
  - {id: told, say: Told, go: end}
  - {id: other, ask: Size?, save: size, unclear: {times: 1, then: greet}}
  - {id: noted, say: Noted}
vars: {size: number}
"""
SHOP = model(load(TEXT, "test"), TEXT)
V = SHOP.version


def counted(*trails: str):
    found = count(SHOP, [list(trail.read(line)) for line in trails])
    return {step: tuple(place) for step, place in found.steps.items()}, found.ways


@pytest.mark.parametrize(
    ("line", "steps", "ways"),
    [
        (f"shop@{V} greet", {"greet": (1, 1)}, {}),
        (f"shop@{V} greet;shop@{V} greet", {"greet": (1, 1)}, {}),  # asked again: neither left nor came twice
        (f"shop@{V} greet told .", {"greet": (1, 0), "told": (1, 0)}, {("greet", "told"): 1, ("told", "end"): 1}),
        (f"shop@{V} greet;help@1 text .;shop@{V} other", {"greet": (1, 0), "other": (1, 1)}, {("greet", "other"): 1}),
        (f"shop@{V} greet;human@1 hand", {"greet": (1, 0)}, {("greet", "human"): 1}),
        (f"shop@{V} other;stop@1 text", {"other": (1, 1)}, {}),
        (f"shop@{V} greet;shop@older other", {"greet": (1, 0)}, {}),
        ("shop@older greet told .", {}, {}),
    ],
)  # fmt: skip
def test_one_conversation_is_counted_where_it_went(line, steps, ways):
    assert counted(line) == (steps, ways)


def test_a_conversation_counts_once_however_often_it_comes_by():
    twice = f"shop@{V} greet told .;shop@{V} greet told ."
    assert counted(twice, f"shop@{V} greet") == (
        {"greet": (2, 1), "told": (1, 0)}, {("greet", "told"): 1, ("told", "end"): 1},
    )  # fmt: skip
    assert count(SHOP, [[], list(trail.read(twice))]).conversations == 1
