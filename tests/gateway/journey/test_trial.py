"""Flow tests are played as customers live flows, and say where and how something came otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.errors import FlowProblem
from dialogs.flow_files import load_catalog
from dialogs.flow_test import CHANNELS, load_tests
from gateway import tables
from gateway.ground.database import scratch
from gateway.journey.library import Library
from gateway.journey.rehearsing import rehearsal, trial
from gateway.journey.world import World
from gateway.terms.rulebook import Rulebook
from gateway.terms.topic import load_topics

CONFIG = Path(__file__).parents[3] / "config"
BEGIN = "flow: welcome\ntests:\n  - name: t\n    language: en\n    turns:\n"


@pytest.fixture(scope="module")
def world():
    return World(
        accounts=rehearsal.skins(), library=Library(load_catalog(CONFIG / "flows")),
        rulebook=Rulebook.shipped(load_topics(CONFIG / "topics.yaml")), brand="Maison Lune", languages=("fr", "en"),
        zone="Europe/Paris",
    )  # fmt: skip


def verdicts(world, text):
    return trial.run(load_tests(text, "t.yaml"), world, lambda: scratch(tables.ALL))


@pytest.mark.parametrize("file", sorted((CONFIG / "flows").glob("*.test.yaml")), ids=lambda file: file.stem)
def test_the_shipped_flows_pass_their_tests_on_every_skin(world, file):
    found = verdicts(world, file.read_text())
    assert [one for one in found if one.problem] == []
    assert {one.channel for one in found} == set(CHANNELS)
    assert {one.faults for one in found} == {True, False}


WRONG = [
    ("{user: hello}\n      - {bot: zork}", 'wants "zork", and the bot said "Hello'),
    ("{user: hello}\n      - {bot: {lacks: assistant}}", 'wants no "assistant", and the bot said "Hello'),
    ("{user: hello}\n      - {bot: {options: [Later]}}", "wants the options Later, and the bot offered My choices"),
    ("{user: hello}\n      - {choose: Never}", "cannot choose 'Never': the last message offers My choices"),
    ("{user: hello}\n      - {silence: true}", "cannot silence nothing waits"),
    ("{user: stop}\n      - {bot: {has: Done}}\n      - {bot: more}", "the bot said nothing more"),
    ("{user: hello}\n      - {expect: {flow: stop}}", "expects flow stop, and it is welcome"),
    ("{user: hello}\n      - {expect: {owner: agent}}", "expects owner agent, and it is bot"),
]


@pytest.mark.parametrize(("turns", "says"), WRONG)
def test_what_comes_otherwise_is_named_with_its_line(world, turns, says):
    found = verdicts(world, f"{BEGIN}      - {turns}\n".replace("name: t", "name: t\n    on: [sms]"))
    assert [one.problem for one in found if one.problem]
    assert says in found[0].problem
    assert found[0].line == 6 + turns.count("\n") + 1


UNREADABLE = [
    ("tests: []", "flow"),
    ("flow: f\ntests:\n  - {name: t, turns: [{user: x, via: fax}]}", '"via" is "fax"; it may be whatsapp'),
    ("flow: f\ntests:\n  - {name: t, on: [fax], turns: [{user: x}]}", '"on" has "fax"; it may have whatsapp'),
    ("flow: f\ntests:\n  - {name: t, turns: [{say: x}]}", "is no turn; write one of user, choose"),
    ("flow: f\ntests:\n  - {name: t, turns: [{expect: {mood: x}}]}", 'expects "mood"; it may expect flow'),
    ("flow: f\ntests:\n  - {name: t, turns: [{user: x, vai: sms}]}", '"vai" is not known here. Did you mean "via"?'),
]


@pytest.mark.parametrize(("text", "says"), UNREADABLE)
def test_what_cannot_be_read_says_where_and_what_to_write(text, says):
    with pytest.raises(FlowProblem) as problem:
        load_tests(text, "t.yaml")
    assert says in str(problem.value)
