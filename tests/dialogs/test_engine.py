"""What the engine promises, on flows made for it."""

from __future__ import annotations

import pytest

from connectors.content import Choices, Text
from dialogs import engine, flow_files, state
from dialogs.catalog import Catalog
from dialogs.effects import Do, Ended, Handoff, Say
from dialogs.events import ActionDone, Said, Started
from dialogs.flow_files import load
from tests.dialogs.world import CATALOG

HUMAN = """
flow: human
underway: drop
vars: {reason: text}
steps:
  - {id: hand, handoff: vars.reason}
  - {id: tell, say: A person will answer.}
"""
FACTS = {"languages": ["en", "fr"], "language": "en", "brand": {"name": "X"}, "channel": {"name": "sms"}}


def catalog(*texts: str) -> Catalog:
    return Catalog([load(text, "test") for text in (*texts, HUMAN)])


def begin(flows: Catalog, flow: str, **args):
    return engine.step(flows, None, Started(flow=flow, args=args), FACTS)


def bodies(outcome) -> list[str]:
    return [effect.content.body for effect in outcome.effects if isinstance(effect, Say)]


def test_steps_fall_through_go_and_are_skipped():
    flows = catalog("""
flow: walk
vars: {n: number}
steps:
  - {id: a, set: {n: "1", word: "'two'"}}
  - {id: b, say: "{n} {vars.word}", go: d}
  - {id: c, say: never, go: end}
  - {id: d, say: skipped, skip_if: n == 1}
  - {id: e, if: n == 2, go: c, else: f}
  - {id: f, say: "{vars.n == 1 ? 'one' : 'more'} {{n}}"}
""")
    assert bodies(begin(flows, "walk")) == ["1 two", "one {n}"]


def test_a_call_gives_vars_and_takes_the_value_of_end():
    flows = catalog(
        "{flow: outer, vars: {x: number}, steps: [{id: a, call: inner, with: {y: '2'}, save: x}, {id: b, say: '{x}'}]}",
        "{flow: inner, vars: {y: number}, steps: [{id: a, end: y * 21}]}",
    )
    outcome = begin(flows, "outer")
    assert bodies(outcome) == ["42"]
    assert [effect.flow for effect in outcome.effects if isinstance(effect, Ended)] == ["inner", "outer"]


def test_an_action_waits_for_its_result_and_no_other():
    flows = catalog("""
flow: act
steps:
  - {id: a, do: shop.look, with: {n: "1 + 1", all: true}, save: found, on_error: sorry}
  - {id: b, say: "{found.price}", go: end}
  - {id: sorry, say: Sorry.}
""")
    waiting = begin(flows, "act")
    (do,) = waiting.effects
    assert isinstance(do, Do)
    assert (do.action, do.args) == ("shop.look", {"n": 2, "all": True})
    assert engine.step(flows, waiting.state, ActionDone(id="do-99", result={}), FACTS).effects == ()
    assert bodies(engine.step(flows, waiting.state, ActionDone(id=do.id, result={"price": 3.0}), FACTS)) == ["3"]
    assert bodies(engine.step(flows, waiting.state, ActionDone(id=do.id, error="down"), FACTS)) == ["Sorry."]


def test_a_result_is_kept_while_a_digression_is_under_way():
    flows = catalog(
        "{flow: slow, steps: [{id: a, do: shop.look, save: found}, {id: b, say: 'Price: {found}'}]}",
        "{flow: aside, start: {words: [aside]}, steps: [{id: a, ask: 'Your name?', save: name}]}",
    )
    waiting = begin(flows, "slow")
    aside = engine.step(flows, waiting.state, Said(content=Text(body="aside")), FACTS)
    assert bodies(aside) == ["Your name?"]
    done = engine.step(flows, aside.state, ActionDone(id="do-1", result=7), FACTS)
    assert done.effects == ()
    after = engine.step(flows, done.state, Said(content=Text(body="Anna")), FACTS)
    assert bodies(after) == ["Price: 7"]


BROKEN = {
    "an action without on_error": "{flow: f, steps: [{id: a, do: x.y}]}",
    "an expression without a value": "{flow: f, steps: [{id: a, say: '{vars.gone}'}]}",
    "a condition that is no condition": "{flow: f, steps: [{id: a, if: \"'yes'\", go: end}]}",
    "a loop": "{flow: f, steps: [{id: a, set: {n: '1'}, go: b}, {id: b, say: again, go: a}]}",
    "a loop of calls": "{flow: f, steps: [{id: a, call: f}]}",
    "options that are no list": "{flow: f, steps: [{id: a, choose: 'Which?', options: brand.name}]}",
    "a flow that is not there": "{flow: f, steps: [{id: a, call: gone}]}",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_the_bot_fails_to_a_human(text):
    flows = catalog(text)
    outcome = begin(flows, "f")
    if any(isinstance(effect, Do) for effect in outcome.effects):
        outcome = engine.step(flows, outcome.state, ActionDone(id="do-1", error="down"), FACTS)
    handoff = outcome.effects[0]
    assert isinstance(handoff, Handoff)
    assert handoff.code == "bot_failed"
    assert handoff.error
    assert bodies(outcome) == ["A person will answer."]
    assert (outcome.state.frames, outcome.state.pending) == ((), None)


def test_the_bot_fails_to_a_human_even_without_words_for_it():
    flows = Catalog([load("{flow: f, steps: [{id: a, say: '{vars.gone}'}]}", "test")])
    assert [effect.code for effect in begin(flows, "f").effects] == ["bot_failed"]


def test_a_conversation_stays_with_the_version_it_began():
    old = load("{flow: f, steps: [{id: a, ask: 'Name?', save: n}, {id: b, say: 'Old {n}'}]}", "old")
    new = load("{flow: f, steps: [{id: a, ask: 'Name?', save: n}, {id: b, say: 'New {n}'}]}", "new")
    asked = engine.step(Catalog([old]), None, Started(flow="f"), FACTS).state
    assert bodies(engine.step(Catalog([new], older=[old]), asked, Said(content=Text(body="Al")), FACTS)) == ["Old Al"]
    assert bodies(engine.step(Catalog([new]), asked, Said(content=Text(body="Al")), FACTS)) == ["New Al"]


def test_a_flow_without_the_step_of_a_lost_version_is_forgotten():
    old = load("{flow: f, steps: [{id: a, ask: 'Name?', save: n}]}", "old")
    new = load("{flow: f, steps: [{id: z, say: hello}]}", "new")
    asked = engine.step(Catalog([old]), None, Started(flow="f"), FACTS).state
    outcome = engine.step(CATALOG, asked, Said(content=Text(body="help")), FACTS)
    assert len(bodies(outcome)) == 1
    assert engine.step(Catalog([new]), asked, ActionDone(id="do-1"), FACTS).state.frames == ()


def test_the_version_is_the_content_and_not_its_look():
    one = load("{flow: f, steps: [{id: a, say: hello}]}", "one")
    same = load("# a comment\nflow: f\nsteps:\n  - id: a\n    say: 'hello'\n", "two")
    other = load("{flow: f, steps: [{id: a, say: Hello}]}", "three")
    assert one.version == same.version != other.version


ASKS = """
flow: order
vars: {size: number}
interrupt: never
steps:
  - {id: a, ask: "Which size?", save: size, unclear: {times: 1, then: lost, say: "A number, please."}}
  - {id: b, say: "Size {vars.size}", go: end}
  - {id: lost, say: Never mind.}
"""


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        (["39"], ["Size 39"]),
        (["I take 39,5 please"], ["Size 39.5"]),
        (["big"], ["A number, please.\nWhich size?"]),
        (["big", "40"], ["Size 40"]),
        (["big", "huge"], ["Never mind."]),
        (["aside"], ["A number, please.\nWhich size?"]),
    ],
)
def test_ask_takes_what_its_var_can_hold(said, answers):
    flows = catalog(ASKS, "{flow: aside, start: {words: [aside]}, steps: [{id: a, say: Aside.}]}")
    outcome = begin(flows, "order")
    for words in said:
        outcome = engine.step(flows, outcome.state, Said(content=Text(body=words)), FACTS)
    assert bodies(outcome) == answers


def test_options_are_conditional_localised_and_empty_lists_are_not_asked():
    flows = catalog("""
flow: pick
vars: {item: any, way: choice}
steps:
  - id: none
    choose: Which?
    options: brand.none
    empty: way
  - id: way
    choose: {en: How?, fr: Comment ?}
    options:
      - {id: x, label: {en: Ex, fr: Ixe}, when: "false"}
      - {from: brand.list}
      - {id: y, label: Y, value: "40 + 2"}
    save: way
  - {id: said, say: "{vars.way}"}
""")
    facts = FACTS | {"brand": {"none": [], "list": [{"id": "1", "name": {"en": "Red", "fr": "Rouge"}, "price": 2}]}}
    asked = engine.step(flows, None, Started(flow="pick"), facts)
    (say,) = [effect for effect in asked.effects if isinstance(effect, Say)]
    assert isinstance(say.content, Choices)
    assert [option.label for option in say.content.options] == ["Red", "Y"]
    assert bodies(engine.step(flows, asked.state, Said(content=Text(body="rouge")), facts))[0] == "1"
    assert bodies(engine.step(flows, asked.state, Said(content=Text(body="y")), facts)) == ["42"]


def test_the_same_gives_the_same():
    event = Said(content=Text(body="my preferences"))
    facts = FACTS | {
        "terms": {"paused": False, "summary": {"en": "S", "fr": "S"}},
        "topics": {"all": [], "followed": []},
    }
    assert engine.step(CATALOG, None, event, facts) == engine.step(CATALOG, None, event, facts)


def test_help_costs_little():
    """Far above the ten microseconds measured, so that a slow machine passes and a slip of a hundred times does not."""
    import timeit

    event = Said(content=Text(body="help"))
    assert timeit.timeit(lambda: engine.step(CATALOG, state.FRESH, event, FACTS), number=200) / 200 < 0.0005


def test_the_shipped_flows_load_fast():
    import timeit

    from tests.dialogs.world import FLOWS

    assert timeit.timeit(lambda: flow_files.load_catalog(FLOWS, ("fr", "en")), number=1) < 3
