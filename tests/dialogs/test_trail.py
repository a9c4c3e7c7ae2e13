"""The trail of a turn: which steps ran, in one line that says it all."""

from __future__ import annotations

from connectors.content import Text
from dialogs import engine, trail
from dialogs.catalog import Catalog
from dialogs.events import Said, Started
from dialogs.flow_files import load
from dialogs.state import FRESH
from tests.dialogs.test_engine import FACTS, HUMAN

SHOP = """
flow: shop
steps:
  - {id: hi, say: Hello}
  - {id: size, call: ask.size, save: size}
  - {id: told, say: Noted}
"""
SIZE = """
flow: ask.size
vars: {size: number}
steps:
  - {id: which, ask: Which size?, save: size}
  - {id: back, end: vars.size}
"""


def test_what_ran_is_read_back_in_its_order():
    flows = Catalog([load(text, "test") for text in (SHOP, SIZE, HUMAN)])
    shop, size = flows.flows["shop"].version, flows.flows["ask.size"].version
    asked = engine.step(flows, None, Started(flow="shop"), FACTS)
    line = trail.spelled(FRESH, [asked])
    assert line == f"shop@{shop} hi size;ask.size@{size} which"
    answered = engine.step(flows, asked.state, Said(Text(body="42")), FACTS)
    line = trail.spelled(asked.state, [answered])
    assert [(one.flow, one.version, one.step) for one in trail.read(line)] == [
        ("ask.size", size, "back"), ("shop", shop, "told"), ("ask.size", size, "."), ("shop", shop, "."),
    ]  # fmt: skip


def test_a_flow_that_was_dropped_did_not_come_to_its_end():
    flows = Catalog([load(text, "test") for text in (SHOP, SIZE, HUMAN)])
    asked = engine.step(flows, None, Started(flow="shop"), FACTS)
    handed = engine.step(flows, asked.state, Started(flow="human", args={"reason": "rule"}), FACTS)
    steps = [(one.flow, one.step) for one in trail.read(trail.spelled(asked.state, [handed]))]
    assert steps == [("human", "hand"), ("human", "tell"), ("human", ".")]
