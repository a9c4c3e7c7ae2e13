"""A release reaches the next customer, and leaves those in the middle of a flow where the release says."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.content import plain_text
from dialogs import draft_store, flow_store, knowledge_store
from gateway import tables
from gateway.ground.database import scratch
from gateway.journey import library
from gateway.journey.library import Library
from gateway.journey.rehearsing import rehearsal
from gateway.journey.world import World
from gateway.terms.rulebook import Rulebook
from gateway.terms.topic import load_topics
from tests.dialogs.test_knowledge import item

CONFIG = Path(__file__).parents[3] / "config"
AT = "2026-11-24T10:00:00Z"
SIZE = """
flow: size
start: {{words: [size]}}
steps:
  - {{id: ask, ask: "Which size?", save: size}}
  - {{id: told, say: "{} {{vars.size}}"}}
"""


@pytest.fixture
def connection():
    with scratch(tables.ALL) as connection:
        yield connection


def shipped():
    return [file.read_text() for file in (CONFIG / "flows").glob("*.yaml") if ".test." not in file.name]


def books(connection, *more):
    return library.opened(connection, [*shipped(), *more], AT)


def talk_world(connection, books: Library):
    return World(
        accounts=rehearsal.skins(), library=books,
        rulebook=Rulebook.shipped(load_topics(CONFIG / "topics.yaml")), brand="X", languages=("en",),
        zone="Europe/Paris",
    )  # fmt: skip


def talk(connection, books: Library):
    played = rehearsal.Rehearsal(connection, talk_world(connection, books), "telegram")
    return lambda words: [plain_text(shown.content) for shown in played.say(words)]


@pytest.mark.parametrize(("upgrade", "answer"), [("keep", "Old 40"), ("move", "New 40"), ("restart", "Which size?")])
def test_those_in_the_middle_of_a_flow(connection, upgrade, answer):
    shelf = books(connection, SIZE.format("Old"))
    say = talk(connection, shelf)
    assert say("size") == ["Which size?"]
    flow_store.publish(connection, SIZE.format("New"), at=AT, author="anna", upgrade=upgrade)
    shelf.renew(connection)
    assert say("40") == [answer]


def test_a_process_started_later_still_knows_every_version(connection):
    shelf = books(connection, SIZE.format("Old"))
    say = talk(connection, shelf)
    say("size")
    for n in range(5):
        flow_store.publish(connection, SIZE.format(f"New {n}"), at=AT, author="anna")
    fresh = books(connection)
    shelf.catalog = fresh.catalog  # knows the current versions only
    assert say("40") == ["Old 40"]
    assert say("size") == ["Which size?"]
    assert say("41") == ["New 4 41"]


def test_nothing_is_read_again_without_a_release(connection):
    shelf = books(connection)
    catalog = shelf.catalog
    shelf.renew(connection)
    assert shelf.catalog is catalog
    flow_store.publish(connection, SIZE.format("New"), at=AT, author="anna")
    shelf.renew(connection)
    assert "size" in shelf.catalog.flows


def test_knowledge_is_learnt_when_it_changes_and_survives_a_release(connection):
    shelf = books(connection)
    assert not shelf.catalog.knowledge
    knowledge_store.put(connection, [item("parking")])
    shelf.renew(connection)
    known = shelf.catalog.knowledge
    assert list(known.items) == ["parking"]
    flow_store.publish(connection, SIZE.format("New"), at=AT, author="anna")
    shelf.renew(connection)
    assert (shelf.catalog.knowledge is known, "size" in shelf.catalog.flows) == (True, True)
    knowledge_store.remove(connection, "parking")
    shelf.renew(connection)
    assert not shelf.catalog.knowledge


def test_tests_are_seeded_with_their_flows_until_somebody_writes_here(connection):
    def kept():
        return {row.name: row.text for row in draft_store.beside_all(connection, "tests")}

    def opened(text):
        flows = [SIZE.format("Old"), *shipped()]
        library.opened(connection, flows, AT, {"size": text, "gone": "nobody's"})

    opened("one")
    assert kept() == {"size": "one"}
    opened("two")
    assert kept() == {"size": "two"}  # nobody has touched them: they follow their file
    draft_store.put_beside(connection, "size", "tests", "", author="anna", at=AT)
    opened("three")
    assert kept() == {}  # anna wants none
    draft_store.put_beside(connection, "size", "tests", "anna's", author="anna", at=AT)
    opened("four")
    assert kept() == {"size": "anna's"}


def test_a_flow_that_was_changed_here_is_not_tested_by_its_file(connection):
    library.opened(connection, [SIZE.format("Old"), *shipped()], AT)
    flow_store.publish(connection, SIZE.format("New"), at=AT, author="anna")
    library.opened(connection, [SIZE.format("Old"), *shipped()], AT, {"size": "of the old one"})
    assert draft_store.beside_all(connection, "tests") == []
