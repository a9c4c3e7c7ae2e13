"""What customers wrote and the bot did not understand: an admin sees it in groups and says what becomes of it."""

from __future__ import annotations

import itertools

import pytest

from tests.gateway.api.test_desk import log_in
from tests.gateway.api.test_messages import problem
from tests.gateway.api.test_quoted import said, told
from tests.gateway.api.test_texted import texted
from tests.gateway.conftest import phone

UNCLEAR, STUDIO = "/desk/api/studio/unclear", "/desk/api/studio"
WORDS = ("where is the fountain of {}", "where is that fountain of {}?", "hello, where is the fountain of {} please")
SUBJECTS = (f"zanzibar{n}" for n in itertools.count())
PEOPLE = itertools.count(4_700_000)
FLOW = (
    "# ours\nflow: {name}\ntitle: {{fr: Fontaine, en: Fountain}}\nsteps:\n  - {{id: a, say: {{fr: Là, en: There}}}}\n"
)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def any_desk(request):
    door = request.getfixturevalue("door" if request.param == "sqlite" else "postgres_door")
    return door, log_in(door)


@pytest.fixture
def subject():
    return next(SUBJECTS)


@pytest.fixture
def group(any_desk, subject):
    """Three customers asked the same."""
    door, anna = any_desk
    for words in WORDS:
        number = phone()
        texted(door, MessageSid=f"SM{number}", From=number, Body=words.format(subject))
    group = found(door, anna, subject)
    yield group
    resolve(any_desk, group["messages"])


def found(door, anna, subject):
    listed = door.ask("GET", UNCLEAR, headers=anna, key=None).json["items"]
    return next((one for one in listed if any(subject in words for words in one["examples"])), None)


def resolve(desk, messages, **what):
    door, anna = desk
    return door.ask("POST", f"{UNCLEAR}/resolve", body={"messages": messages, **what}, headers=anna, key=None)


def test_what_is_alike_is_one_group(group, subject):
    assert (group["language"], group["count"], len(group["messages"])) == ("en", 3, 3)
    assert sorted(group["examples"]) == sorted(words.format(subject) for words in WORDS)
    assert group["last"].endswith("Z")


def test_a_group_is_dismissed(any_desk, group, subject):
    assert resolve(any_desk, group["messages"]).json == {"resolved": 3, "draft": None}
    assert found(*any_desk, subject) is None
    assert resolve(any_desk, group["messages"]).json == {"resolved": 0, "draft": None}


def test_a_dismissal_is_taken_back(any_desk, group, subject):
    door, anna = any_desk
    resolve(any_desk, group["messages"])
    asked = {"messages": [*group["messages"], "gone"], "language": "en"}
    again = door.ask("POST", f"{UNCLEAR}/restore", body=asked, headers=anna, key=None)
    assert again.json == {"restored": 3}
    assert sorted(found(*any_desk, subject)["examples"]) == sorted(group["examples"])
    assert door.ask("POST", f"{UNCLEAR}/restore", body=asked, headers=anna, key=None).status == 200
    assert found(*any_desk, subject)["count"] == 3  # once


def test_a_group_becomes_an_answer_for_the_next_customer(any_desk, group, subject):
    door, anna = any_desk
    item = {"id": subject, "title": {"fr": "F", "en": "F"}, "questions": {"en": group["examples"]},
            "answer": {"fr": "Au fond.", "en": "In the back."}}  # fmt: skip
    refused = resolve(any_desk, group["messages"], answer={**item, "answer": {"en": "In the back."}})
    assert "answer is not written in fr" in problem(refused, 422, "invalid")["detail"]
    assert found(door, anna, subject)["count"] == 3  # nothing was changed
    assert resolve(any_desk, group["messages"], answer=item).json["resolved"] == 3
    number = phone()
    texted(door, MessageSid=f"SM{number}", From=number, Body=WORDS[0].format(subject))
    items = door.get("/api/v1/messages", account="sms", address=number, direction="out").json["items"]
    assert [one["content"]["body"] for one in items if "back" in one["content"].get("body", "")] == ["In the back."]
    assert door.ask("DELETE", f"{STUDIO}/knowledge/{subject}", headers=anna, key=None).status == 204


def test_a_group_becomes_examples_in_the_draft_of_a_flow(any_desk, group, subject):
    door, anna = any_desk
    name = f"fountain.{subject}"
    text = FLOW.format(name=name)
    draft = door.ask("PUT", f"{STUDIO}/flows/{name}/draft", body={"yaml": text, "seen": 0}, headers=anna, key=None)
    assert draft.json["revision"] == 1
    more = {"flow": name, "language": "en", "words": group["examples"][:2]}
    stale = resolve(any_desk, group["messages"], examples={**more, "seen": 0})
    assert problem(stale, 409, "stale")["draft"]["yaml"] == text
    done = resolve(any_desk, group["messages"], examples={**more, "seen": 1}).json
    assert (done["resolved"], done["draft"]["revision"], done["draft"]["problems"]) == (3, 2, [])
    kept = door.ask("GET", f"{STUDIO}/flows/{name}", headers=anna, key=None).json["draft"]
    assert kept["author"] == "Anna"
    assert kept["yaml"].startswith("# ours\nflow: ")
    assert all(words in kept["yaml"] for words in group["examples"][:2])
    assert kept["yaml"].endswith(text.partition("steps:")[2])


def test_examples_join_those_that_are_there_once(any_desk, subject):
    door, anna = any_desk
    name = f"pump.{subject}"
    text = FLOW.format(name=name).replace("steps:", "start: {examples: [old]}\nsteps:")
    door.ask("PUT", f"{STUDIO}/flows/{name}/draft", body={"yaml": text, "seen": 0}, headers=anna, key=None)
    more = {"flow": name, "language": "en", "words": ["new", "old", "new"], "seen": 1}
    assert resolve(any_desk, ["nobody"], examples=more).json["draft"]["revision"] == 2
    kept = door.ask("GET", f"{STUDIO}/flows/{name}", headers=anna, key=None).json["draft"]["yaml"]
    assert "start: {examples: [old, new]}\n" in kept


def test_they_become_the_exact_words_that_begin_a_flow(any_desk, subject):
    door, anna = any_desk
    name = f"well.{subject}"
    text = FLOW.format(name=name).replace("steps:", "start: {words: {fr: [puits]}}\nsteps:")
    door.ask("PUT", f"{STUDIO}/flows/{name}/draft", body={"yaml": text, "seen": 0}, headers=anna, key=None)
    more = {"flow": name, "language": "en", "words": ["the well"], "seen": 1, "as": "words"}
    assert resolve(any_desk, ["nobody"], examples=more).json["draft"]["problems"] == []
    kept = door.ask("GET", f"{STUDIO}/flows/{name}", headers=anna, key=None).json["draft"]["yaml"]
    assert "start: {words: {fr: [puits], en: [the well]}}\n" in kept


def test_what_cannot_be_is_refused_and_nothing_is_lost(any_desk, group, subject):
    door, anna = any_desk
    more = {"flow": "gone", "language": "en", "words": ["x"], "seen": 0}
    problem(resolve(any_desk, group["messages"], examples=more), 404, "not_found")
    item = {"id": "a", "title": {"fr": "F", "en": "F"}, "questions": {"en": ["x"]}, "answer": {"fr": "a", "en": "a"}}
    problem(resolve(any_desk, group["messages"], examples=more, answer=item), 422, "invalid")
    assert found(door, anna, subject)["count"] == 3


def test_only_admins_see_it(door):
    marc = log_in(door, "marc@example.com")
    assert door.ask("GET", UNCLEAR, headers=marc, key=None).status == 403
    assert door.ask("GET", UNCLEAR).status == 401


def test_the_words_never_reach_the_log(any_desk, group, subject, capfd):
    resolve(any_desk, group["messages"])
    texted(any_desk[0], MessageSid=f"SM{(number := phone())}", From=number, Body=WORDS[0].format(subject))
    assert subject not in "".join(capfd.readouterr())
    resolve(any_desk, found(*any_desk, subject)["messages"])


def test_words_that_are_taken_back_are_not_shown(any_desk, subject):
    door, anna = any_desk
    person = next(PEOPLE)
    told(door, person, 1, **said(person, 5, WORDS[0].format(subject)))
    assert found(door, anna, subject)["count"] == 1
    told(door, person, 2, "edited_message", **said(person, 5, "nothing", edit_date=1749416390))
    assert found(door, anna, subject) is None
