"""The Studio's doors: an admin changes what the bot says, looks, tests, publishes, and goes back."""

from __future__ import annotations

import itertools

import pytest

from tests.gateway.api.test_desk import log_in
from tests.gateway.api.test_messages import eventually, problem
from tests.gateway.api.test_texted import texted
from tests.gateway.conftest import phone

BASE = "/api/v1/studio"
NAMES = (f"shop.size{n}" for n in itertools.count())
TEXT = """\
# What size they take.
flow: {name}
title: {{fr: Ma pointure, en: My size}}
vars: {{size: number}}
steps:
  - {{id: size, ask: {{fr: "Quelle pointure ?", en: "Which size?"}}, save: size}}
  - {{id: told, say: {{fr: "{{vars.size}}, c'est noté.", en: "{{vars.size}}, noted."}}}}
"""


@pytest.fixture
def name():
    return next(NAMES)


@pytest.fixture
def flow(door, name):
    """A flow in use."""
    saved = save(door, name, TEXT.format(name=name))
    assert saved.status == 200, saved.body
    done = door.post(f"{BASE}/flows/{name}/publish", {"seen": 1, "note": "first"})
    assert done.status == 200, done.body
    return name


def save(door, name, text, seen=0):
    return door.ask("PUT", f"{BASE}/flows/{name}/draft", body={"yaml": text, "seen": seen})


def get(door, name, path="", **query):
    return door.get(f"{BASE}/flows/{name}{path}", **query)


def test_the_shipped_flows_are_in_use(door):
    listed = {one["name"]: one for one in door.get(f"{BASE}/flows").json["items"]}
    assert {"welcome", "stop", "preferences"} <= set(listed)
    assert listed["welcome"]["title"]["fr"] == "Bonjour"
    assert (listed["welcome"]["release"]["author"], listed["welcome"]["draft"]) == ("files", None)
    one = get(door, "welcome").json
    assert one["yaml"].startswith("# The first words")
    assert one["problems"] == []
    assert {"source": "", "to": "greet", "why": "start", "option": None} in one["model"]["ways"]
    assert {"source": "greet", "to": "human", "why": "option", "option": "human"} in one["model"]["ways"]


def test_a_draft_is_kept_whatever_it_says_and_published_only_when_right(door, name):
    text = TEXT.format(name=name).replace('fr: "Quelle pointure ?", ', "")
    saved = save(door, name, text).json
    assert saved["revision"] == 1
    listed = {one["name"]: one for one in door.get(f"{BASE}/flows").json["items"]}
    assert listed[name]["draft"]["problems"] == len(saved["problems"]) == 1
    assert ("size", True) in [(one["step"], "is not written in fr" in one["text"]) for one in saved["problems"]]
    refused = door.post(f"{BASE}/flows/{name}/publish", {"seen": 1})
    assert problem(refused, 422, "problems")["problems"][0]["step"] == "size"
    assert save(door, name, "flow: [", seen=1).json["model"] is None
    assert save(door, name, TEXT.format(name=name), seen=2).json["problems"] == []
    done = door.post(f"{BASE}/flows/{name}/publish", {"seen": 3, "note": "new", "upgrade": "move"}).json
    assert (done["note"], done["author"], done["upgrade"]) == ("new", "api", "move")
    assert get(door, name).json["draft"] is None


def test_of_two_admins_the_second_is_told_and_loses_nothing(door, flow):
    save(door, flow, TEXT.format(name=flow) + "# anna\n")
    stale = problem(save(door, flow, TEXT.format(name=flow) + "# marc\n"), 409, "stale")
    assert stale["draft"]["yaml"].endswith("# anna\n")
    seen = stale["draft"]["revision"]
    problem(door.post(f"{BASE}/flows/{flow}/publish", {"seen": 9}), 409, "stale")
    problem(door.post(f"{BASE}/flows/{flow}/draft/discard", {"seen": 9}), 409, "stale")
    assert door.post(f"{BASE}/flows/{flow}/draft/discard", {"seen": seen}).status == 204


def test_versions_are_compared_and_put_back(door, flow):
    first = get(door, flow).json["version"]
    seen = save(door, flow, TEXT.format(name=flow).replace("Which size?", "What size?")).json["revision"]
    shown = get(door, flow, "/diff").json
    assert [(one["what"], one["step"], one["key"]) for one in shown["differences"]] == [("changed", "size", "ask")]
    assert any(line.startswith("+") and "What size?" in line for line in shown["lines"])
    second = door.post(f"{BASE}/flows/{flow}/publish", {"seen": seen, "note": "shorter"}).json["version"]
    assert second != first
    back = door.post(f"{BASE}/flows/{flow}/roll-back", {"version": first, "note": "it was wrong"}).json
    assert back["version"] == first
    history = get(door, flow, "/history").json["items"]
    assert [one["note"] for one in history] == ["it was wrong", "shorter", "first"]
    assert "What size?" in get(door, flow, f"/versions/{second}").json["yaml"]
    assert (
        get(door, flow, "/diff", before=second, after="current").json["differences"][0]["after"]["en"] == "Which size?"
    )
    assert get(door, flow, "/versions/0").status == 404
    assert door.post(f"{BASE}/flows/{flow}/roll-back", {"version": "0"}).status == 404


def test_an_edit_leaves_all_other_lines_as_they_were(door, name):
    text = TEXT.format(name=name)
    edits = [
        {"op": "set", "step": "told", "values": {"go": "end"}},
        {"op": "add", "after": "size", "values": {"id": "sure", "say": {"fr": "Sûr", "en": "Sure"}}},
    ]
    edited = door.post(f"{BASE}/flows/{name}/edit", {"yaml": text, "edits": edits}).json
    assert text.splitlines()[:6] == edited["yaml"].splitlines()[:6]
    assert [step["id"] for step in edited["model"]["steps"]] == ["size", "sure", "told"]
    same = door.post(f"{BASE}/flows/{name}/edit", {"yaml": text, "edits": []}).json
    assert same["yaml"] == text
    refused = {"yaml": text, "edits": [{"op": "remove", "step": "gone"}]}
    problem(door.post(f"{BASE}/flows/{name}/edit", refused), 422, "edit_refused")


def test_what_channels_cannot_show_is_told(door, name):
    checked = door.post(f"{BASE}/flows/welcome/check", {}).json
    assert checked["problems"] == []
    assert {"greet"} == {one["step"] for one in checked["degradations"] if one["channel"] == "sms"}
    assert door.post(f"{BASE}/flows/{name}/check", {}).status == 404
    assert door.post(f"{BASE}/flows/{name}/check", {"yaml": "flow: ["}).json["problems"][0]["line"] == 1


def test_a_step_is_shown_on_every_skin(door):
    text = get(door, "welcome").json["yaml"]
    asked = {"yaml": text, "step": "greet", "language": "fr"}
    shown = {one["channel"]: one for one in door.post(f"{BASE}/flows/welcome/preview", asked).json["skins"]}
    assert {channel: one["as"] for channel, one in shown.items()} == {
        "whatsapp": "buttons", "messenger": "buttons", "sms": "numbers", "telegram": "buttons",
    }  # fmt: skip
    assert "‹brand.name›" in shown["telegram"]["body"]
    assert shown["sms"]["body"].endswith("1. Mes choix\n2. Plus tard\n3. Un humain")
    assert shown["whatsapp"]["options"] == ["Mes choix", "Plus tard", "Un humain"]
    longer = {**asked, "yaml": text.replace("fr: Plus tard", "fr: Une autre fois - je ne sais quand")}
    cut = {one["channel"]: one for one in door.post(f"{BASE}/flows/welcome/preview", longer).json["skins"]}["whatsapp"]
    assert (cut["as"], cut["options"][1]) == ("buttons", "Une autre fois - je…")
    silent = door.post(f"{BASE}/flows/welcome/preview", {**asked, "step": "choices"})
    assert silent.json == {"skins": []}
    assert door.post(f"{BASE}/flows/welcome/preview", {**asked, "step": "gone"}).status == 404
    problem(door.post(f"{BASE}/flows/welcome/preview", {**asked, "yaml": "flow: ["}), 422, "unreadable")


def test_a_draft_is_simulated_on_every_skin(door, name):
    text = TEXT.format(name=name)
    moves = [{"start": name}, {"say": "40"}, {"say": "help", "via": "sms"}, {"choose": "Gone"}]
    asked = {"drafts": {name: text}, "language": "en", "moves": moves, "channel": "whatsapp"}
    turns = door.post(f"{BASE}/simulate", asked).json["turns"]
    assert turns[0]["said"][0]["content"]["body"] == "Which size?"
    assert (turns[0]["said"][0]["flow"], turns[0]["said"][0]["step"], turns[0]["said"][0]["as"]) == (
        name,
        "size",
        "text",
    )
    assert turns[0]["frames"][0]["step"] == "size"
    assert turns[0]["at"] < turns[1]["at"]
    assert turns[1]["path"] == [[name, "told"]]
    assert turns[1]["said"][0]["content"]["body"] == "40, noted."
    assert turns[2]["said"][0]["channel"] == "sms"
    assert "Gone" in turns[3]["problem"]
    problem(door.post(f"{BASE}/simulate", {**asked, "drafts": {name: "flow: ["}}), 422, "unreadable")
    assert save(door, name, text).json["revision"] == 1  # nothing was left of it


@pytest.mark.parametrize(("language", "said"), [("fr", "Vos sujets"), ("en", "Your topics")])
def test_a_flow_that_is_simulated_begins_in_the_language_asked_for(door, language, said):
    asked = {"language": language, "moves": [{"start": "preferences.topics"}]}
    turns = door.post(f"{BASE}/simulate", asked).json["turns"]
    assert turns[0]["said"][0]["content"]["body"].startswith(said)


def test_tests_are_kept_beside_and_played(door, flow):
    tests = f"flow: {flow}\ntests:\n  - name: t\n    on: [sms]\n    language: en\n    turns:\n"
    tests += f"      - start: {flow}\n      - bot: Which size?\n      - user: '40'\n      - bot: 40, noted.\n"
    assert door.ask("PUT", f"{BASE}/flows/{flow}/tests", body={"yaml": tests}).status == 204
    verdicts = door.post(f"{BASE}/flows/{flow}/test", {}).json["verdicts"]
    assert [(one["channel"], one["faults"], one["problem"]) for one in verdicts] == [
        ("sms", False, None),
        ("sms", True, None),
    ]
    other = TEXT.format(name=flow).replace("Which size?", "Size?")
    failed = door.post(f"{BASE}/flows/{flow}/test", {"yaml": other}).json["verdicts"][0]
    assert (failed["line"], failed["problem"]) == (8, f'wants "Which size?", and the bot said "Size?" ({flow}/size)')
    bad = door.ask("PUT", f"{BASE}/flows/{flow}/tests", body={"yaml": "tests: x"})
    problem(bad, 422, "unreadable")


def test_moving_a_box_changes_no_version(door, flow):
    before = get(door, flow).json
    boxes = {"size": [10, 20.5]}
    assert door.ask("PUT", f"{BASE}/flows/{flow}/layout", body={"boxes": boxes}).status == 204
    after = get(door, flow).json
    assert (after["layout"], after["yaml"], after["version"]) == (boxes, before["yaml"], before["version"])
    assert door.ask("PUT", f"{BASE}/flows/gone/layout", body={"boxes": boxes}).status == 404


def test_notes_lie_beside_the_flow_and_one_by_one(any_door, name):
    door = any_door
    assert save(door, name, TEXT.format(name=name)).status == 200

    def note(which, method="PUT", **body):
        return door.ask(method, f"{BASE}/flows/{name}/notes/{which}", body=body or None).status

    assert note("a", at=[1, 2], text="Ask the lawyers") == note("b", at=[3, 4], text="Why?") == 204
    assert door.ask("PUT", f"{BASE}/flows/{name}/layout", body={"boxes": {"size": [5, 6]}}).status == 204
    assert note("a", at=[1, 2], text="They agreed") == note("b", "DELETE") == note("b", "DELETE") == 204
    after = get(door, name).json
    assert after["notes"] == [{"id": "a", "at": [1, 2], "text": "They agreed"}]
    assert (after["layout"], after["draft"]["yaml"]) == ({"size": [5, 6]}, TEXT.format(name=name))
    assert door.ask("PUT", f"{BASE}/flows/gone/notes/a", body={"at": [0, 0], "text": ""}).status == 404


def test_a_name_that_is_none_is_refused(door):
    problem(save(door, "Big%20Name", "x"), 422, "invalid")
    problem(get(door, "nobody"), 404, "not_found")
    other = save(door, "other", TEXT.format(name="one")).json
    assert 'calls itself "one"; a flow keeps its name' in other["problems"][0]["text"]


def test_admins_come_with_their_session_and_are_named(door, name):
    anna = log_in(door)
    draft = {"yaml": TEXT.format(name=name), "seen": 0}
    saved = door.ask("PUT", f"/desk/api/studio/flows/{name}/draft", body=draft, headers=anna, key=None)
    assert saved.status == 200, saved.body
    released = door.ask("POST", f"/desk/api/studio/flows/{name}/publish", body={"seen": 1}, headers=anna, key=None)
    assert released.json["author"] == "Anna"
    marc = log_in(door, "marc@example.com")
    assert door.ask("GET", "/desk/api/studio/flows", headers=marc, key=None).status == 403


def test_real_conversations_are_counted_where_they_went(any_door, name):
    door, step = any_door, {}
    text = TEXT.format(name=name).replace("vars:", f"start: {{words: [{name}]}}\nvars:")
    assert save(door, name, text).status == 200
    assert get(door, name, "/traffic").json["version"] is None
    version = door.post(f"{BASE}/flows/{name}/publish", {"seen": 1, "note": ""}).json["version"]
    for at, answers in enumerate([[name], [name, "42"], [name, "43", name]]):
        number = phone()
        for turn, words in enumerate(answers):
            texted(door, MessageSid=f"SM{number}{at}{turn}", From=number, Body=words)

    def counted():
        told = get(door, name, "/traffic").json
        step.update({one["step"]: (one["entered"], one["stayed"]) for one in told["steps"]})
        ways = {(one["source"], one["to"]): one["count"] for one in told["ways"]}
        return (told["version"], told["conversations"]) == (version, 3) and ways == {
            ("size", "told"): 2, ("told", "end"): 2,
        }  # fmt: skip

    assert eventually(counted)
    assert step == {"size": (3, 2), "told": (2, 0)}
    assert get(door, name, "/traffic", version="gone").status == 404


def kept_test(flow, answer):
    turns = f"      - start: {flow}\n      - bot: Which size?\n      - user: '40'\n      - bot: {answer}\n"
    return f"flow: {flow}\ntests:\n  - name: t\n    on: [sms]\n    language: en\n    turns:\n{turns}"


def test_a_draft_whose_tests_fail_is_published_only_by_who_insists(door, flow):
    body = {"yaml": kept_test(flow, "41, noted.")}
    assert door.ask("PUT", f"{BASE}/flows/{flow}/tests", body=body).status == 204
    text = TEXT.format(name=flow).replace("title", "# t\ntitle").replace("noted", "well noted")
    seen = door.ask("PUT", f"{BASE}/flows/{flow}/draft", body={"yaml": text, "seen": 0}).json["revision"]
    refused = door.post(f"{BASE}/flows/{flow}/publish", {"seen": seen})
    problem(refused, 422, "tests_failed")
    assert {(one["test"], one["channel"]) for one in refused.json["verdicts"]} == {("t", "sms")}
    assert door.post(f"{BASE}/flows/{flow}/publish", {"seen": seen, "despite_tests": True}).status == 200


def test_of_two_who_change_tests_the_second_is_told(door, flow):
    path, first = f"{BASE}/flows/{flow}/tests", kept_test(flow, "40, noted.")
    assert door.ask("PUT", path, body={"yaml": first, "seen": ""}).status == 204
    problem(door.ask("PUT", path, body={"yaml": kept_test(flow, "x"), "seen": ""}), 409, "stale")
    assert get(door, flow).json["tests"] == first
    assert door.ask("PUT", path, body={"yaml": "", "seen": first}).status == 204
    assert get(door, flow).json["tests"] == ""


def test_the_shipped_tests_are_there_to_be_run(door):
    assert get(door, "welcome").json["tests"].startswith("flow: welcome\ntests:")
    verdicts = door.post(f"{BASE}/flows/welcome/test", {}).json["verdicts"]
    assert len(verdicts) == 16
    assert {one["problem"] for one in verdicts} == {None}
