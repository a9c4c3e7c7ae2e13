"""Waiting, expiring, correcting, interrupting, and the budgets: on flows made for it."""

from __future__ import annotations

import pytest

from connectors.content import Location, Text
from dialogs import engine, state
from dialogs.catalog import Catalog
from dialogs.effects import CancelTimer, Ended, Handoff, Say, SetTimer
from dialogs.events import Said, Started, TimerFired
from dialogs.flow_files import load
from dialogs.run import MOST_REPEATS

HUMAN = (
    "{flow: human, underway: drop, vars: {reason: text}, steps: [{id: hand, handoff: vars.reason}, {id: t, say: H}]}"
)
UNCLEAR = "{flow: unclear, interrupt: replace, steps: [{id: a, say: Unclear}]}"
FACTS = {
    "languages": ["en"],
    "language": "en",
    "brand": {"name": "X", "country": "FR"},
    "channel": {"name": "sms"},
    "now": "2026-11-26T10:00:00Z",
    "zone": "Europe/Paris",
}


class Story:
    """One customer of flows given as texts; the state goes through its JSON at each event."""

    def __init__(self, *texts, upgrades=None, older=()):
        self.catalog = Catalog([load(text, "test") for text in (*texts, HUMAN, UNCLEAR)], older, upgrades)
        self.state = state.FRESH
        self.effects = ()
        self.timers = {}  # the newest of each kind

    def turn(self, event):
        outcome = engine.step(self.catalog, state.decode(state.encode(self.state)), event, FACTS)
        self.state, self.effects = outcome.state, outcome.effects
        self.timers |= {one.id.split("-")[0]: one.id for one in outcome.effects if isinstance(one, SetTimer)}
        return [effect.content.body for effect in outcome.effects if isinstance(effect, Say)]

    def begin(self, flow, **args):
        return self.turn(Started(flow=flow, args=args))

    def say(self, words):
        return self.turn(Said(content=Text(body=words)))

    def ring(self, kind):
        """The newest timer of that kind."""
        return self.turn(TimerFired(id=self.timers[kind]))

    def found(self, kind):
        return [effect for effect in self.effects if isinstance(effect, kind)]


# ---- wait


WAITS = "{flow: f, steps: [{id: a, say: One}, {id: b, wait: 10m}, {id: c, say: Two}]}"


def test_a_wait_goes_on_when_its_time_has_come():
    story = Story(WAITS)
    assert story.begin("f") == ["One"]
    assert [timer.seconds for timer in story.found(SetTimer)] == [600]
    assert story.turn(TimerFired(id="wait-99")) == []
    assert story.ring("wait") == ["Two"]
    assert story.state.frames == ()


def test_what_is_said_meanwhile_is_answered_and_the_wait_goes_on():
    story = Story(WAITS, "{flow: g, start: {words: [aside]}, steps: [{id: a, ask: 'Name?', save: n}]}")
    story.begin("f")
    timer = story.timers["wait"]
    assert story.say("zork") == ["Unclear"]
    assert story.say("aside") == ["Name?"]
    assert story.turn(TimerFired(id=timer)) == []  # not while a question is open
    assert story.say("Ana") == ["Two"]


@pytest.mark.parametrize(
    ("until", "seconds"), [("'2026-11-26T11:30'", 1800), ("'2026-11-26T10:01:00Z'", 60), ("'2020-01-01'", 1)]
)
def test_a_wait_may_end_at_a_moment(until, seconds):
    story = Story(f'{{flow: f, steps: [{{id: a, wait: {{until: "{until}"}}}}]}}')
    story.begin("f")
    assert [timer.seconds for timer in story.found(SetTimer)] == [seconds]


def test_a_flow_dropped_takes_its_timers_along():
    story = Story(WAITS, "{flow: stop, underway: drop, steps: [{id: a, say: Stopped}]}")
    story.begin("f")
    assert story.say("stop") == ["Stopped"]
    assert [one.id for one in story.found(CancelTimer)] == [story.timers["wait"]]


# ---- silence and expiry


EXPIRES = """
flow: f
expires: {after: 3d, go: gone}
steps:
  - {id: a, ask: "Size?", save: size, silence: {after: 10m, go: nudge}}
  - {id: b, ask: "Colour?", save: colour, go: end}
  - {id: nudge, say: Still there?, go: a}
  - {id: gone, say: Another time.}
"""


def test_a_flow_expires_after_its_last_question():
    story = Story(EXPIRES)
    story.begin("f")
    assert sorted(timer.seconds for timer in story.found(SetTimer)) == [600, 3 * 86400]
    old = story.timers["expiry"]
    assert story.say("40") == ["Colour?"]
    assert {one.id for one in story.found(CancelTimer)} >= {old}
    assert story.turn(TimerFired(id=old)) == []
    assert story.ring("expiry") == ["Another time."]
    assert (story.state.frames, story.state.pending) == ((), None)


def test_a_flow_does_not_talk_for_ever_to_somebody_silent():
    story, said = Story(EXPIRES), 0
    story.begin("f")
    for _ in range(20):
        said += len(story.ring("silence"))
    assert said == 10  # five times two words
    assert story.state.frames == ()
    assert not story.found(Handoff)


def test_whoever_answers_is_not_silent():
    story = Story("{flow: f, steps: [{id: a, ask: 'More?', save: x, silence: {after: 1m, go: a}, go: a}]}")
    story.begin("f")
    for _ in range(12):
        assert story.ring("silence") == ["More?"]
        assert story.say("yes") == ["More?"]


# ---- questions of a type


ORDER = """
flow: order
vars: {size: number, day: date, place: location}
steps:
  - id: size
    ask: "Which size?"
    save: size
    valid: {if: "answer >= 30 && answer <= 50", say: "From 30 to 50."}
    unclear: {times: 2, then: lost, say: "A number, please."}
  - {id: day, ask: "Which day?", save: day}
  - id: colour
    choose: Which colour?
    options: [{id: red, label: Red}, {id: blue, label: Blue}]
    save: colour
  - {id: place, ask: "Where to?", save: place}
  - {id: done, say: "{vars.size} {vars.colour} {vars.day} {vars.place.latitude}", go: end}
  - {id: lost, say: Never mind.}
"""


def test_an_answer_must_be_of_its_type_and_valid():
    story = Story(ORDER)
    story.begin("order")
    assert story.say("big") == ["A number, please.\nWhich size?"]
    assert story.say("60") == ["From 30 to 50.\nWhich size?"]
    assert story.say("40") == ["Which day?"]
    assert story.say("demain") == ["Which colour?"]
    assert story.say("blue") == ["Where to?"]
    assert story.say("rue des Lilas") == ["Where to?"]
    assert story.turn(Said(content=Location(latitude=48.5, longitude=2.0))) == ["40 blue 2026-11-27 48.5"]


# ---- corrections


def order_up_to_place():
    story = Story(ORDER, "{flow: correct, start: {words: [back]}, underway: keep, steps: [{id: a, say: Nothing}]}")
    story.begin("order")
    for words in ("40", "tomorrow", "blue"):
        story.say(words)
    return story


def test_back_asks_the_question_before():
    story = order_up_to_place()
    assert story.say("back") == ["Which colour?"]
    assert story.say("back") == ["Which day?"]
    assert story.say("in 2 days") == ["Which colour?"]
    assert story.say("red") == ["Where to?"]
    story.turn(Said(content=Location(latitude=1.0, longitude=2.0)))
    assert story.effects[0].content.body == "40 red 2026-11-28 1"
    assert story.say("back") == ["Nothing"]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("I meant red", "Where to?"),
        ("en fait le 3/12", "Which colour?"),
        ("sorry, actually 42", "Which day?"),
        ("actually zork", "Where to?"),
    ],
)
def test_a_right_answer_said_later_corrects_the_one_it_fits(words, asked):
    assert order_up_to_place().say(words) == [asked]


def test_a_correction_must_be_valid_too():
    story = order_up_to_place()
    assert story.say("I meant 99") == ["Where to?"]
    assert story.state.frames[0].vars["size"] == 40


def test_what_was_done_is_not_undone_by_going_back():
    story = Story(
        "{flow: f, steps: [{id: a, ask: 'I?', save: x}, {id: b, do: x.y, on_error: c}, {id: c, ask: 'II?', save: y}]}",
        "{flow: correct, start: {words: [back]}, underway: keep, steps: [{id: a, say: Nothing}]}",
    )
    story.begin("f")
    story.say("1")
    story.turn(engine.ActionDone(id="do-1", error="down"))
    assert story.say("back") == ["Nothing"]


# ---- interrupts


BUSY = """
flow: busy
title: Order
interrupt: {}
steps:
  - {{id: a, ask: "Size?", save: s}}
  - {{id: b, say: "Got {{s}}"}}
"""
OTHER = "{flow: other, title: News, start: {words: [news]}, steps: [{id: a, say: 'Here is news.'}]}"
STOP = "{flow: stop, underway: drop, steps: [{id: a, say: Stopped}]}"
ASKING = """
flow: interrupt
vars: {here: text, there: text}
steps:
  - {id: a, choose: "Leave {here} for {there}?", options: [{id: "yes", label: "Yes", go: b}, {id: "no", label: "No"}]}
  - {id: c, end: false}
  - {id: b, end: "true"}
"""


@pytest.mark.parametrize(
    ("interrupt", "said", "answers"),
    [
        ("allow", ["news"], ["Here is news.", "Size?"]),
        ("never", ["news"], ["Got news"]),
        ("ask", ["news"], ["Leave Order for News?"]),
        ("ask", ["news", "yes"], ["Here is news."]),
        ("ask", ["news", "no"], ["Size?"]),
        ("ask", ["news", "no", "42"], ["Got 42"]),
        ("ask", ["stop"], ["Stopped"]),
        ("never", ["stop"], ["Stopped"]),
        ("never", ["a human"], ["H"]),
    ],
)
def test_who_may_interrupt(interrupt, said, answers):
    story = Story(BUSY.format(interrupt), OTHER, STOP, ASKING)
    story.begin("busy")
    for words in said:
        answered = story.say(words)
    assert answered == answers


def test_without_words_to_ask_with_ask_is_allow():
    story = Story(BUSY.format("ask"), OTHER)
    story.begin("busy")
    assert story.say("news") == ["Here is news.", "Size?"]


def test_a_called_flow_is_as_strict_as_its_caller():
    story = Story(
        "{flow: outer, interrupt: never, steps: [{id: a, call: inner}, {id: b, say: Done}]}",
        "{flow: inner, steps: [{id: a, ask: 'Name?', save: n}]}",
        OTHER,
    )
    story.begin("outer")
    assert story.say("news") == ["Done"]


def test_leaving_a_called_flow_leaves_its_callers_too():
    story = Story(
        "{flow: outer, interrupt: ask, title: Outer, steps: [{id: a, call: inner}, {id: b, say: Done}]}",
        "{flow: inner, title: Inner, steps: [{id: a, ask: 'Name?', save: n}]}",
        OTHER,
        ASKING,
    )
    story.begin("outer")
    story.say("news")
    assert story.say("yes") == ["Here is news."]
    assert story.state.frames == ()
    assert {one.flow for one in story.found(Ended) if one.how == "dropped"} == {"outer", "inner"}


# ---- budgets


def test_two_machines_do_not_talk_for_ever():
    story = Story("{flow: f, start: {words: [hello]}, steps: [{id: a, say: Hello}]}")
    for _ in range(MOST_REPEATS + 1):
        assert story.say("hello") == ["Hello"]
    assert story.say("hello") == ["H"]
    assert [one.code for one in story.found(Handoff)] == ["repeated"]


def test_help_is_given_as_often_as_it_is_asked_for():
    story = Story("{flow: help, underway: keep, steps: [{id: a, say: Help}]}")
    for _ in range(MOST_REPEATS * 3):
        assert story.say("help") == ["Help"]


# ---- versions


OLD = "{flow: f, steps: [{id: a, ask: 'Name?', save: n}, {id: b, say: 'Old {n}'}]}"
NEW = "{flow: f, steps: [{id: z, say: Hi}, {id: a, ask: 'First name?', save: n}, {id: b, say: 'New {n}'}]}"
NO_STEP = "{flow: f, steps: [{id: z, ask: 'Other?', save: n}, {id: b, say: 'New {n}'}]}"
OTHER_KIND = "{flow: f, steps: [{id: a, choose: 'Who?', options: [{id: x, label: X}]}]}"


@pytest.mark.parametrize(
    ("new", "policy", "answers"),
    [
        (NEW, "keep", ["Old Al"]),
        (NEW, "move", ["New Al"]),
        (NO_STEP, "move", ["Old Al"]),
        (OTHER_KIND, "move", ["Old Al"]),
        (NEW, "restart", ["Hi", "First name?"]),
    ],
)
def test_a_new_version_says_what_becomes_of_those_in_an_older_one(new, policy, answers):
    before = Story(OLD)
    before.begin("f")
    after = Story(new, older=[load(OLD, "old")], upgrades={"f": policy})
    after.state = before.state
    assert after.say("Al") == answers


# ---- the language of the customer's app

SIZE = (
    "{flow: size, vars: {s: number}, steps: "
    "[{id: size, ask: {fr: 'Pointure ?', en: 'Size?'}, save: s, silence: {after: 10m, go: nudge}}, "
    "{id: over, end: true}, {id: nudge, say: {fr: 'Toujours là ?', en: 'Still there?'}}]}"
)
FRENCH_FIRST = {**FACTS, "languages": ["fr", "en"]}


def spoken_to(facts, event, before=None):
    catalog = Catalog([load(text, "test") for text in (SIZE, HUMAN, UNCLEAR)])
    outcome = engine.step(catalog, before, event, facts)
    return outcome.state, [effect.content.body for effect in outcome.effects if isinstance(effect, Say)]


def test_a_timer_speaks_the_language_that_the_app_last_told():
    """It comes without one: the customer was asked in English and nudged in French."""
    standing, said = spoken_to(FRENCH_FIRST, Started(flow="size"))
    assert said == ["Size?"]
    unknown = {**FRENCH_FIRST, "language": None}
    assert spoken_to(unknown, TimerFired(standing.pending.timer), standing)[1] == ["Still there?"]
    assert spoken_to(unknown, Started(flow="size"))[1] == ["Pointure ?"]


def test_one_odd_word_does_not_turn_the_language_of_the_app():
    standing, _ = spoken_to(FRENCH_FIRST, Started(flow="size"))
    standing, _ = spoken_to(FRENCH_FIRST, Said(Text(body="pointure")), standing)
    assert (standing.language, standing.leaning) == (None, "fr")
    standing, _ = spoken_to(FRENCH_FIRST, Said(Text(body="je voudrais changer de pointure")), standing)
    assert standing.language == "fr"
