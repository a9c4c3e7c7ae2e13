"""Questions that were answered before are answered again; what is no such question never is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from ruamel.yaml import YAML

from dialogs import knowledge
from dialogs.errors import FlowProblem
from dialogs.knowledge import BadKnowledge, Knowledge, KnowledgeItem
from tests.dialogs.world import CATALOG, World

DAY = date(2026, 11, 24)
FILE = Path(__file__).parents[2] / "config" / "knowledge.yaml"
ITEMS = knowledge.load(FILE.read_text("utf-8"), FILE.name)
SHIPPED = Knowledge(ITEMS)
ASKED = YAML(typ="safe", pure=True).load(Path(__file__).with_name("knowledge_asked.yaml").read_text("utf-8"))
HOURS = "lundi au samedi"


def item(name="parking", **more):
    given = {"title": {"fr": "Parking", "en": "Parking"}, "answer": {"fr": "Derrière.", "en": "Behind."},
             "questions": {"fr": ["où se garer"], "en": ["where can I park"]}}  # fmt: skip
    return msgspec.convert({"id": name, **given, **more}, KnowledgeItem)


@pytest.fixture
def world():
    return World(catalog=CATALOG.knowing(SHIPPED))


def test_no_wrong_answer_is_given():
    wrong = [
        (said, found.item.id)
        for meant, told in {**ASKED["answered"], None: ASKED["not_answered"]}.items()
        for said in told
        if (found := SHIPPED.answer(said, DAY)) is not None and found.item.id != meant
    ]
    assert wrong == []


def test_most_questions_are_answered():
    asked = [(said, meant) for meant, told in ASKED["answered"].items() for said in told]
    missed = [said for said, meant in asked if SHIPPED.answer(said, DAY) is None]
    assert len(missed) <= 0.25 * len(asked), missed


def test_every_question_of_an_item_is_answered_by_it():
    for one in ITEMS:
        for language, questions in one.questions.items():
            for said in questions:
                assert SHIPPED.answer(said, DAY) == (one, language), said


def test_the_answer_comes_in_the_language_of_the_question(world):
    world.say("bonjour")
    assert HOURS in world.say("Quels sont vos horaires ?")[0]
    assert "Monday to Saturday" in world.say("what are your opening hours?")[0]


def test_what_was_asked_meanwhile_is_asked_again(world):
    asked = world.say("mes choix")
    said = world.say("vous fermez à quelle heure ?")
    assert (HOURS in said[0], said[1:]) == (True, asked)
    assert len(world.state.frames) == 1


def test_stop_and_a_human_come_first():
    items = [item(questions={"fr": ["stop", "un humain", "stop les promos"], "en": ["stop", "human"]})]
    for words, flow in (("stop", "stop"), ("un humain", "human"), ("STOP", "stop")):
        world = World(catalog=CATALOG.knowing(Knowledge(items)))
        world.say("bonjour")
        world.say(words)
        assert {effect.flow for effect in world.effects if hasattr(effect, "flow")} >= {flow}
        assert "Derrière." not in [getattr(one, "body", "") for one in world.contents]


def test_commands_come_before_knowledge():
    world = World(catalog=CATALOG.knowing(Knowledge([item(questions={"fr": ["pas le dimanche"], "en": []})])))
    world.say("pas le dimanche")
    assert world.rules


def test_without_items_or_without_its_flow_nothing_is_answered(world):
    unknown = World()
    unknown.say("bonjour")
    assert HOURS not in "".join(unknown.say("quels sont vos horaires ?"))
    assert not CATALOG.knowledge


def test_an_item_answers_on_its_days_only():
    known = Knowledge([item(**{"from": "2026-11-24", "to": "2026-11-30"})])
    days = (date(2026, 11, 23), DAY, date(2026, 11, 30), date(2026, 12, 1))
    assert [known.answer("où se garer ?", day) is not None for day in days] == [False, True, True, False]


def test_another_item_takes_over_when_the_days_of_one_are_over():
    known = Knowledge([item("old", to="2026-11-23"), item("new", **{"from": "2026-11-24"})])
    assert known.answer("where can I park?", DAY).item.id == "new"


def test_two_items_that_claim_the_same_question_answer_nothing():
    assert Knowledge([item("a"), item("b")]).answer("where can I park?", DAY) is None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"answer": {"fr": "Oui."}}, "parking: answer is not written in en"),
        ({"title": {"en": "Yes"}}, "parking: title is not written in fr"),
        ({"questions": {"fr": []}}, "parking: it has no questions"),
        ({"questions": {"fr": ["?!"]}}, "parking: it has no questions"),
        ({"from": "2026-02-30"}, "parking: day"),
        ({"from": "2026-02-03", "to": "2026-02-01"}, "parking: it ends before it begins"),
    ],
)
def test_a_bad_item_is_refused_by_name(changes, says):
    with pytest.raises(BadKnowledge, match=says):
        knowledge.check([item(**changes)], ("fr", "en"))


def test_the_shipped_file_is_good():
    knowledge.check(ITEMS, ("fr", "en"))


@pytest.mark.parametrize("text", ["knowledge: [", "knowledge: 3", "items: []", "knowledge: [{id: a}]", "[]"])
def test_a_bad_file_is_told_in_one_message(text):
    with pytest.raises(FlowProblem, match=r"^mine\.yaml"):
        knowledge.load(text, "mine.yaml")


def test_days_are_written_as_yaml_likes():
    text = msgspec.json.encode({"knowledge": [item(to="2026-12-24")]}).decode().replace('"2026-12-24"', "2026-12-24")
    assert knowledge.load(text, "mine.yaml")[0].until == "2026-12-24"
