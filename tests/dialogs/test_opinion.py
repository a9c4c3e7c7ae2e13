"""What a model may name, and how a second opinion is kept in its place."""

from __future__ import annotations

import pytest

from dialogs import opinion
from dialogs.effects import Do
from dialogs.events import ActionDone
from dialogs.knowledge import Knowledge, KnowledgeItem
from tests.dialogs.world import CATALOG, World

LAMPS = KnowledgeItem(
    id="lamps", title={"en": "Lamps"}, questions={"en": ["which lamps"]},
    answer={"en": "A lamp costs €39.90 and lasts 10 years. See https://shop.example/lamps."},
)  # fmt: skip
ODD = "zork fnord blorb"


class Advised(World):
    """A world with a model to ask, whose answers the test gives."""

    def facts(self):
        return {**super().facts(), "opinion": {"patience": 60}}

    def turn(self, event):
        self.asked = None
        return super().turn(event)

    def act(self, do):
        if do.action != opinion.ACTION:
            return super().act(do)
        self.asked = do
        return ActionDone(id="do-0")  # nobody waits for that: the opinion comes later

    def gives(self, asked, **result):
        return self.turn(ActionDone(id=asked.id, result=result))


@pytest.fixture
def world():
    met = Advised(language="en", catalog=CATALOG.knowing(Knowledge([LAMPS])))
    met.say("hello")
    return met


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("A lamp costs €39.90.", True),
        ("Lamps last 10 years, see https://shop.example/lamps", True),
        ("A lamp costs €3990.", False),
        ("A lamp lasts 100 years.", False),
        ("See https://shop.example.evil/lamps", False),
        ("The moon is made of cheese, lamp.", False),
        ("10", False),
        ("", False),
    ],
)
def test_what_stands_in_what_is_known(text, stands):
    assert opinion.stands_in(text, [LAMPS]) is stands


def test_what_is_said_meanwhile_waits_in_line_and_what_is_ours_does_not(world):
    assert world.say(ODD) == []
    first = world.asked
    assert world.say("another zork") == []
    assert world.asked is None
    assert "CHOICES" in world.say("help")[0]
    assert world.gives(first, knowledge="lamps")[0] == LAMPS.answer["en"]
    assert world.asked.args["message"] == "another zork"
    assert world.gives(world.asked, none=True)[0].startswith("Sorry, I did not get that")
    assert world.state.awaited == ()


def test_an_opinion_of_words_that_a_newer_question_overtook_is_dropped(world):
    world.say(ODD)
    first = world.asked
    (asked,) = world.say("how often")
    assert world.gives(first, flow="why") == []
    assert world.state.pending.body == asked


def test_nobody_is_asked_for_an_answer_to_a_question(world):
    world.say("how often")
    assert world.say(ODD) != []
    assert not any(isinstance(effect, Do) and effect.action == opinion.ACTION for effect in world.effects)


def test_a_result_that_nobody_awaits_is_nothing(world):
    assert world.turn(ActionDone(id="opinion-99", result={"knowledge": "lamps"})) == []


def test_flows_that_loosen_or_forget_are_never_offered(world):
    world.say(ODD)
    offered = {one["id"] for one in world.asked.args["flows"]}
    assert opinion.UNNAMED.isdisjoint(offered)
    assert {"preferences", "human", "why"} <= offered
