"""Drafts, releases and what differs between versions."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine

from dialogs import diff, draft_store, engine, flow_store, publishing, state
from dialogs.catalog import REQUIRED
from dialogs.draft_store import Stale
from dialogs.errors import FlowProblem, FlowProblems
from dialogs.events import Started
from dialogs.flow_files import load
from dialogs.publishing import Release

AT = "2026-11-24T10:00:00Z"
LANGUAGES = ("fr", "en")
SYSTEM = {name: f"flow: {name}\nsteps: [{{id: a, say: {{fr: Oui, en: {name}}}}}]\n" for name in REQUIRED}
ONE = "flow: f\nsteps: [{id: a, say: {fr: Un, en: One}}]\n"
TWO = "flow: f\nsteps: [{id: a, say: {fr: Deux, en: Two}}]\n"


@pytest.fixture
def connection():
    database = create_engine("sqlite://")
    flow_store.metadata.create_all(database)
    with database.begin() as connection:
        flow_store.seed(connection, SYSTEM.values(), at=AT)
        yield connection
    database.dispose()


def release(**more):
    return Release(at=AT, author="anna", **more)


def publish(connection, text, **more):
    return publishing.publish(connection, {load(text, "t").name: text}, LANGUAGES, release(**more))


# ---- releases


def test_a_release_says_who_when_why_and_what_becomes_of_others(connection):
    publish(connection, ONE, note="first")
    publish(connection, TWO, note="shorter", upgrade="move")
    newest, oldest = flow_store.history(connection, "f", 10)
    assert (newest.author, newest.note, newest.upgrade, newest.at) == ("anna", "shorter", "move", AT)
    assert (oldest.note, oldest.upgrade) == ("first", "keep")
    assert flow_store.catalog(connection).upgrade("f") == "move"


def test_what_is_as_it_was_is_not_released_again(connection):
    assert [flow.name for flow in publish(connection, ONE)] == ["f"]
    assert publish(connection, "# the same\n" + ONE) == []
    assert len(flow_store.history(connection, "f", 10)) == 1


def test_nothing_is_published_while_something_is_wrong(connection):
    before = flow_store.stamp(connection)
    wrong = {"f": ONE, "g": "flow: g\nsteps: [{id: a, say: {en: Only}}, {id: b, say: {fr: x, en: y}, go: gone}]\n"}
    with pytest.raises(FlowProblems) as found:
        publishing.publish(connection, wrong, LANGUAGES, release())
    assert "is not written in fr" in str(found.value)
    assert 'goes to "gone"' in str(found.value)
    assert flow_store.stamp(connection) == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("flow: f\nsteps: [", "is not YAML"),
        ("flow: other\nsteps: [{id: a, say: x}]", 'calls itself "other"; a flow keeps its name'),
        ("flow: f\nformat: 2\nsteps: [{id: a, say: x}]", "is written for a newer Causerie"),
        ("flow: f\nsteps: [{id: a, call: f2}]", 'starts the flow "f2", and there is none'),
        ("", "no flow here"),
    ],
)
def test_each_fault_is_one_clear_message(connection, text, says):
    problems = publishing.examine(connection, {"f": text}, LANGUAGES)
    assert [says in str(problem) for problem in problems] == [True]


def test_a_problem_of_another_flow_does_not_stop_this_one(connection):
    flow_store.publish(connection, "flow: old\nsteps: [{id: a, say: {en: Only}}]", at=AT, author="x")
    assert publish(connection, ONE)


def test_rolling_back_is_a_release_too(connection):
    (one,) = publish(connection, ONE)
    publish(connection, TWO)
    publishing.roll_back(connection, "f", one.version, LANGUAGES, release(note="too short"))
    assert flow_store.current(connection)["f"] == one.version
    assert [row.version == one.version for row in flow_store.history(connection, "f", 10)] == [True, False, True]
    with pytest.raises(KeyError):
        publishing.roll_back(connection, "f", "0", LANGUAGES, release())


def test_a_flow_nobody_changed_follows_its_file_and_a_changed_one_does_not(connection):
    newer = {name: text.replace("Oui", "Ouais") for name, text in SYSTEM.items()}
    publish(connection, newer["help"].replace("Ouais", "Non"))
    assert flow_store.seed(connection, newer.values(), at=AT) == ["help"]
    assert flow_store.current(connection)["stop"] == load(newer["stop"], "t").version
    assert sorted(flow_store.seed(connection, SYSTEM.values(), at=AT)) == sorted(REQUIRED)  # an older program


def test_any_version_of_any_age_runs(connection):
    versions = []
    for n in range(30):
        (flow,) = publish(connection, f"flow: f\nsteps: [{{id: a, say: {{fr: 'V{n}', en: 'V{n}'}}}}]\n")
        versions.append(flow.version)
    for n, version in enumerate(versions):
        catalog = flow_store.catalog(connection)
        older = flow_store.recall(connection, "f", version)
        catalog.recall(older)
        frame = state.Frame(flow="f", version=version, step="a")
        outcome = engine.step(catalog, state.State(frames=(frame,)), Started(flow="help"), {"languages": ["en"]})
        assert outcome.effects[0].content.body == "help"
        assert catalog.pinned("f", version).steps[0].body.say("en", {}.get) == f"V{n}"


# ---- drafts


def test_of_two_who_change_a_draft_the_second_is_told(connection):
    save = {"base": None, "at": AT}
    assert draft_store.save(connection, "f", ONE, seen=0, author="anna", **save) == 1
    assert draft_store.save(connection, "f", TWO, seen=1, author="anna", **save) == 2
    with pytest.raises(Stale, match="anna saved this draft") as stale:
        draft_store.save(connection, "f", ONE, seen=1, author="marc", **save)
    assert stale.value.row.yaml == TWO
    with pytest.raises(Stale):
        draft_store.save(connection, "f", ONE, seen=0, author="marc", **save)
    with pytest.raises(Stale):
        draft_store.discard(connection, "f", seen=1)
    draft_store.discard(connection, "f", seen=2)
    with pytest.raises(Stale, match="was published or thrown away"):
        draft_store.save(connection, "f", ONE, seen=2, author="marc", **save)


def test_who_has_a_draft_open_that_has_ended_never_saves_over_the_next(connection):
    save = {"base": None, "at": AT}
    assert draft_store.save(connection, "f", ONE, seen=0, author="anna", **save) == 1
    draft_store.discard(connection, "f", seen=1)
    assert draft_store.get(connection, "f") is None
    assert draft_store.listing(connection) == {}
    assert draft_store.save(connection, "f", TWO, seen=0, author="marc", **save) == 2
    with pytest.raises(Stale, match="marc saved this draft"):
        draft_store.save(connection, "f", ONE, seen=1, author="anna", **save)
    assert draft_store.get(connection, "f").yaml == TWO


def test_what_lies_beside_a_flow_is_none_of_its_versions(connection):
    draft_store.put_beside(connection, "f", "layout", '{"a": [0, 1]}', author="anna", at=AT)
    draft_store.put_beside(connection, "f", "layout", '{"a": [5, 1]}', author="anna", at=AT)
    draft_store.put_beside(connection, "f", "tests", "flow: f", author="anna", at=AT)
    assert draft_store.beside(connection, "f") == {"layout": '{"a": [5, 1]}', "tests": "flow: f"}
    draft_store.put_beside(connection, "f", "tests", "", author="anna", at=AT)
    assert list(draft_store.beside(connection, "f")) == ["layout"]


# ---- differences


OLD = """
flow: f
title: Old
steps:
  - {id: a, say: {fr: Un, en: One}}
  - {id: b, say: Two, go: end}
  - {id: c, say: Three}
"""
NEW = """
flow: f
title: New
interrupt: never
steps:
  - {id: c, say: Three}   # moved
  - {id: a, say: {fr: Un, en: First}}
  - {id: d, say: Four}
"""


def test_differences_are_told_by_step_and_key():
    found = [(one.what, one.step, one.key) for one in diff.differences(OLD, NEW)]
    assert found == [
        ("changed", "", "title"),
        ("added", "", "interrupt"),
        ("moved", "c", ""),
        ("changed", "a", "say"),
        ("added", "d", ""),
        ("removed", "b", ""),
    ]
    assert diff.differences(OLD, "# a word\n" + OLD) == []
    assert [one.what for one in diff.differences("", OLD)] == ["added"] * 5


def test_and_by_line():
    assert "-title: Old" in diff.lines(OLD, NEW)
    assert diff.lines(OLD, OLD) == []


def test_what_is_no_yaml_has_no_differences():
    with pytest.raises(FlowProblem):
        diff.differences(OLD, "flow: [")
