"""Whatever customers do, in whatever order: no error, no loop, and the same again when replayed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.content import ChoiceReply, Choices, Deleted, Location, Media, Text
from dialogs import engine, state
from dialogs.effects import Do, Handoff, Say
from dialogs.events import ActionDone, HumanStretchEnded, Said, Started, TimerFired
from tests.dialogs.world import CATALOG, World

WORDS = [
    "help",
    "aide",
    "stop",
    "start",
    "oui",
    "no",
    "1",
    "2",
    "3",
    "9",
    "mes choix",
    "topics",
    "moins souvent",
    "pause 2 weeks",
    "stop promos",
    "start news",
    "max 2/s promos",
    "1 par mois",
    "undo",
    "why",
    "cancel",
    "human",
    "hello",
    "bla",
    "👍",
    "",
    "{n}",
    "offers",
    "never",
    "done",
    "every week",
    "start:help",
    "\x00",
    "é" * 50,
]
FLOWS = sorted(CATALOG.flows)

words = st.one_of(st.sampled_from(WORDS), st.text(max_size=20)).map(lambda body: ("say", body))
taps = st.integers(0, 9).map(lambda n: ("tap", n))
starts = st.sampled_from(
    [f"start:{flow}" for flow in FLOWS] + ["start:gone", "start:undo:change-1", "start:stop:news", "zzz"]
)
moves = st.one_of(
    words,
    words,
    taps,
    taps,
    starts.map(lambda option: ("button", option)),
    st.sampled_from(
        [("media", None), ("place", None), ("deleted", None), ("timer", None), ("late", None), ("human", None)]
    ),
    st.sampled_from(FLOWS).map(lambda flow: ("flow", flow)),
)


def event(world, move):
    kind, what = move
    shown = [option for content in world.contents if isinstance(content, Choices) for option in content.options]
    match kind:
        case "say":
            return Said(content=Text(body=what))
        case "tap" if shown:
            option = shown[-1 - what % len(shown)]
            return Said(content=ChoiceReply(option_id=option.id, label=option.label, via="tap"))
        case "button":
            return Said(content=ChoiceReply(option_id=what, label="My choices", via="tap", payload=what))
        case "media":
            return Said(content=Media(kind="voice"))
        case "place":
            return Said(content=Location(latitude=1.0, longitude=2.0))
        case "deleted":
            return Said(content=Deleted(target="1"))
        case "timer":
            return TimerFired(id=(world.state.pending and world.state.pending.timer) or "silence-0")
        case "late":
            return ActionDone(id="do-1", result={})
        case "flow":
            return Started(flow=what)
        case _:
            return HumanStretchEnded(summary="done")


@settings(max_examples=200, deadline=None)
@given(st.lists(moves, max_size=25), st.sampled_from(["sms", "telegram"]), st.sampled_from([None, "fr", "en"]))
def test_any_conversation_holds(played, channel, language):
    world = World(channel=channel, language=language)
    for move in played:
        before, begun, happened = world.state, len(world.effects), event(world, move)
        world.turn(happened)
        made = world.effects[begun:]
        assert not any(isinstance(effect, Handoff) and effect.code == "bot_failed" for effect in made)
        assert len([effect for effect in made if isinstance(effect, Say)]) <= 4
        assert len(world.state.frames) <= 8
        assert world.state.pending is None or world.state.pending.depth < len(world.state.frames)
        if isinstance(happened, Said) and move[0] in {"say", "media", "place"}:
            goes_on = move[0] == "media" and before.filed is not None  # one more of several
            assert goes_on or any(isinstance(effect, Say) for effect in made)  # nobody is left without an answer
        first = engine.step(CATALOG, before, happened, world.facts())
        assert first == engine.step(CATALOG, state.decode(state.encode(before)), happened, world.facts())


@settings(max_examples=100, deadline=None)
@given(st.lists(moves, max_size=8), st.sampled_from(["down", "unknown_topic", "bad_value"]))
def test_failing_actions_leave_no_one_alone(played, error):
    world = World(language="en")
    world.act = lambda do: ActionDone(id=do.id, error=error)
    for move in played:
        begun = len(world.effects)
        world.turn(event(world, move))
        if any(isinstance(effect, Do) for effect in world.effects[begun:]):
            assert isinstance(world.effects[-1], Say | Handoff) or world.contents
            assert world.state.spent <= 101
