"""Silences, complaints, erasure, and why: the doors by which the terms are told and kept to, on both databases."""

from __future__ import annotations

import pytest

from tests.gateway.api.test_customers import YES, change
from tests.gateway.api.test_desk import log_in
from tests.gateway.api.test_messages import eventually, problem, sent
from tests.gateway.conftest import phone

CRISIS = {"reason": "a recall", "by": "Claire"}


@pytest.fixture
def agreed(any_door):
    """Somebody who follows offers; told at an hour of the law, or not."""
    to = phone()
    customer_id = any_door.get(f"/api/v1/messages/{sent(any_door, to)['id']}").json["customer_id"]
    done = change(any_door, customer_id, {"scope": "topic:offers", "action": "follow", "confirmed": YES})
    assert done.status == 200, done.body
    return customer_id, to


@pytest.fixture
def silence(any_door):
    """Begins a silence, and lifts it afterwards: the gateway is shared."""
    begun = []

    def begin(**more):
        answer = any_door.post("/api/v1/silences", {**CRISIS, **more})
        assert answer.status == 201, answer.body
        begun.append(answer.json["silence"]["id"])
        return answer.json

    yield begin
    for one in begun:
        any_door.post(f"/api/v1/silences/{one}/lift", {"ramp_minutes": 0})


def offer(door, to, **more):
    return sent(door, to, category="marketing", topic="offers", **more)


def shown(door, message_id):
    return door.get(f"/api/v1/messages/{message_id}").json


def test_a_silence_holds_what_sells_and_nothing_else(any_door, agreed, silence):
    begun = silence(scope="topic:offers")
    assert begun["silence"]["holds"]
    assert begun["silence"]["reason"] == "a recall"
    held = offer(any_door, agreed[1])
    assert held["status"] == "held"
    assert held["decision"]["codes"] == ["SILENCE_TOPIC"]
    assert sent(any_door, agreed[1])["decision"]["outcome"] == "send"
    waiting = any_door.get(f"/api/v1/silences/{begun['silence']['id']}/held").json["items"]
    assert held["id"] in {one["id"] for one in waiting}


def test_a_lifted_silence_lets_what_was_held_go_on(any_door, agreed, silence):
    begun = silence(scope="topic:offers")
    held = offer(any_door, agreed[1])
    path = f"/api/v1/silences/{begun['silence']['id']}"
    lifted = any_door.post(f"{path}/lift", {"ramp_minutes": 0, "by": "Paul", "note": "all is well"})
    assert lifted.status == 200, lifted.body
    assert lifted.json["epoch"] > begun["epoch"]
    acts = [(one["act"], one["by"]) for one in lifted.json["silence"]["changes"]]
    assert acts == [("begin", "Claire"), ("lift", "Paul")]
    after = eventually(lambda: (m := shown(any_door, held["id"]))["status"] != "held" and m)
    assert after["decision"]["codes"][0] in ("OK", "LEGAL_WINDOW", "HOLIDAY")  # the hour of this test decides
    problem(any_door.post(f"{path}/lift", {}), 404, "not_found")


def test_at_the_desk_it_is_in_the_supervisor_s_own_name(any_door, agreed):
    """Whoever the page names; and the audit knows."""
    headers, base = log_in(any_door), "/desk/api/silences"
    begun = any_door.ask("POST", base, body={**CRISIS, "scope": "topic:offers"}, headers=headers)
    assert begun.status == 201, begun.body
    held, one = offer(any_door, agreed[1]), begun.json["silence"]["id"]
    waiting = any_door.ask("GET", f"{base}/{one}/held", headers=headers).json["items"]
    assert held["id"] in {message["id"] for message in waiting}
    newest = any_door.ask("GET", f"{base}?newest=true&limit=1", headers=headers).json
    assert [silence["id"] for silence in newest["items"]] == [one]
    lifted = any_door.ask("POST", f"{base}/{one}/lift", body={"ramp_minutes": 0, "by": "Paul"}, headers=headers)
    assert [(change["act"], change["by"]) for change in lifted.json["silence"]["changes"]] == [
        ("begin", "Anna"), ("lift", "Anna")
    ]  # fmt: skip
    audited = any_door.ask("GET", "/desk/api/audit?target=topic:offers", headers=headers).json["items"]
    assert {"be_silent", "speak_again"} <= {entry["action"] for entry in audited}


def test_silences_are_read_a_page_at_a_time_from_the_last_one_back(any_door, silence):
    first, second = (silence(scope=f"topic:{name}")["silence"]["id"] for name in ("care", "orders"))
    page = any_door.get("/api/v1/silences", newest="true", limit=1).json
    assert [one["id"] for one in page["items"]] == [second]
    after = any_door.get("/api/v1/silences", newest="true", limit=1, after=page["next"]).json
    assert [one["id"] for one in after["items"]] == [first]


def test_the_brand_shows_what_can_be_silenced(any_door):
    brand = any_door.ask("GET", "/desk/api/brand", headers=log_in(any_door)).json
    assert {one["id"] for one in brand["accounts"]} == {"whatsapp", "messenger", "sms", "telegram"}
    assert "offers" in {one["id"] for one in brand["topics"]}
    assert brand["zone"] == "Europe/Paris"


def test_what_was_held_may_be_dropped(any_door, agreed, silence):
    begun = silence(scope="topic:offers")
    held = offer(any_door, agreed[1])
    path = f"/api/v1/silences/{begun['silence']['id']}"
    assert any_door.post(f"{path}/lift", {"ramp_minutes": 0, "drop_held": True}).status == 200
    after = eventually(lambda: (m := shown(any_door, held["id"]))["status"] != "held" and m)
    assert (after["status"], after["decision"]["codes"]) == ("suppressed", ["SILENCE_TOPIC"])


@pytest.mark.parametrize(
    "body",
    [
        {}, {"reason": ""}, {**CRISIS, "scope": "everywhere"}, {**CRISIS, "level": "loud"},
        {**CRISIS, "until": "2026-12-24T18:00:00"}, {**CRISIS, "until": "2020-01-01T00:00:00Z"},
        {**CRISIS, "colour": 1},
    ],
)  # fmt: skip
def test_what_is_no_silence_is_refused(any_door, body):
    assert any_door.post("/api/v1/silences", body).status == 422


def test_silences_are_listed_with_who_did_what(any_door, silence):
    mine = silence(scope="channel:email", level="all_but_critical", let_pass=["recall"])["silence"]
    listed, after = [], {}
    while True:
        page = any_door.get("/api/v1/silences", limit=2, **after).json
        listed += page["items"]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    found = next(one for one in listed if one["id"] == mine["id"])
    assert found["let_pass"] == ["recall"]
    assert [one["id"] for one in listed] == sorted(one["id"] for one in listed)


def test_who_complains_is_not_sold_anything(any_door, agreed):
    path = f"/api/v1/customers/{agreed[0]}/complaints"
    told = any_door.post(path, {"ref": "T-1", "state": "open"})
    assert [(one["ref"], one.get("closed_at")) for one in told.json["items"]] == [("T-1", None)]
    assert any_door.post(path, {"ref": "T-1", "state": "open"}).json == told.json  # told twice
    assert offer(any_door, agreed[1])["decision"] == {"outcome": "suppress", "codes": ["COMPLAINT_OPEN"]}
    assert sent(any_door, agreed[1], category="service")["decision"]["outcome"] == "send"
    any_door.post(path, {"ref": "T-1", "state": "closed"})
    assert offer(any_door, agreed[1])["decision"]["codes"] == ["COMPLAINT_COOLOFF"]
    assert any_door.get(path).json["items"][0]["closed_at"]
    problem(any_door.post("/api/v1/customers/nobody/complaints", {"ref": "T", "state": "open"}), 404, "not_found")


def test_why_a_message_came_is_told_from_what_was_stored(any_door, agreed):
    taken = sent(any_door, agreed[1], category="service", topic="orders")
    eventually(lambda: shown(any_door, taken["id"]).get("provider_id"))
    why = any_door.get(f"/api/v1/messages/{taken['id']}/why").json
    assert (why["outcome"], why["codes"], why["category"], why["topic"]) == ("send", ["OK"], "service", "orders")
    assert set(why["sentences"]) == {"fr", "en"}
    assert "consent" not in why  # nothing was agreed to: nothing claims it was
    held = offer(any_door, agreed[1], audience=["you bought a lamp"])
    change(any_door, agreed[0], {"scope": "topic:offers", "action": "off"})
    problem(any_door.get("/api/v1/messages/nothing/why"), 404, "not_found")
    assert any_door.get(f"/api/v1/messages/{held['id']}/why").json["sentences"]["en"]


def test_what_was_held_back_is_told_with_its_reason(any_door, agreed):
    path = f"/api/v1/customers/{agreed[0]}"
    assert any_door.get(f"{path}/held-back").json["items"] == []
    change(any_door, agreed[0], {"action": "stop"})
    held = offer(any_door, agreed[1])
    told = any_door.get(f"{path}/held-back").json
    assert [(one["message_id"], one["code"], one["outcome"]) for one in told["items"]] == [
        (held["id"], "STOP_ALL", "suppress")
    ]
    assert told["items"][0]["reason"]["en"] == "You said STOP."
    assert told["sentences"]["en"] == "In 30 days I held back 1 message: 1 (STOP)."
    about = any_door.get(f"{path}/about").json
    assert about["data"]["addresses"] == [{"channel": "sms", "address": agreed[1]}]
    assert "You said STOP" in about["sentences"]["en"]
    problem(any_door.get("/api/v1/customers/nobody/held-back"), 404, "not_found")
    problem(any_door.get("/api/v1/customers/nobody/about"), 404, "not_found")


def test_a_measure_is_kept_and_a_change_takes_hold_of_what_waits(any_door, agreed):
    customer_id, to = agreed
    done = change(
        any_door, customer_id, {"scope": "topic:offers", "field": "frequency", "value": {"n": 0, "per": "week"}}
    )
    assert done.json["terms"]["rules"][-1] or done.status == 200
    held = offer(any_door, to)["decision"]["codes"]
    assert held in (["CAP_TOPIC"], ["LEGAL_WINDOW"])  # at night the law is asked first
    change(any_door, customer_id, {"scope": "topic:offers", "field": "frequency", "confirmed": YES})
    change(any_door, customer_id, {"field": "pause", "value": "P7D"})
    waiting = offer(any_door, to)
    assert (waiting["status"], waiting["decision"]["codes"]) == ("deferred", ["PAUSED"])
    change(any_door, customer_id, {"action": "stop"})
    after = eventually(lambda: (m := shown(any_door, waiting["id"]))["status"] == "suppressed" and m)
    assert after["decision"]["codes"] == ["STOP_ALL"]


def test_a_newer_message_takes_the_place_of_one_that_waits(any_door, agreed):
    change(any_door, agreed[0], {"field": "pause", "value": "P7D"})
    first = offer(any_door, agreed[1], collapse_key="sale")
    second = offer(any_door, agreed[1], collapse_key="sale")
    assert shown(any_door, first["id"])["status"] == "suppressed"
    assert shown(any_door, first["id"])["decision"]["codes"] == ["COLLAPSED"]
    assert shown(any_door, second["id"])["status"] == "deferred"


def test_what_is_gathered_waits_for_its_digest(any_door, agreed):
    digest = {"days": ["sat"], "time": "10:00", "every": "week"}
    done = change(any_door, agreed[0], {"scope": "topic:offers", "field": "digest", "value": digest})
    assert done.status == 200, done.body
    taken = offer(any_door, agreed[1])
    assert (taken["status"], taken["decision"]["outcome"]) == ("digested", "digest")
    assert taken["decision"]["until"]


def test_who_is_erased_is_forgotten_and_left_alone(any_door, agreed):
    customer_id, to = agreed
    waiting = offer(any_door, to)
    change(any_door, customer_id, {"field": "pause", "value": "P7D"})
    erased = any_door.ask("POST", f"/api/v1/customers/{customer_id}/erase")
    assert erased.status == 200, erased.body
    assert erased.json["suppressed"] == 1
    assert any_door.get("/api/v1/customers", address=to).json["items"] == []
    whole = any_door.ask("POST", f"/api/v1/customers/{customer_id}/export")
    assert to.removeprefix("+").encode() not in whole.body
    assert YES["words"].encode() not in whole.body
    assert b"Votre commande" not in whole.body
    assert all(one["words"].startswith("sha256:") for one in whole.json["consents"])
    assert shown(any_door, waiting["id"])["status"] in (
        "cancelled",
        "suppressed",
        "sent",
        "delivered",
        "accepted",
        "queued",
    )
    again = offer(any_door, to)  # imported once more
    assert again["decision"] == {"outcome": "suppress", "codes": ["ERASED"]}
    known = any_door.get("/api/v1/customers", address=to).json["items"][0]
    assert known["id"] != customer_id
    agreed_there = {"scope": "topic:offers", "action": "follow", "account": "sms", "confirmed": YES}
    assert change(any_door, known["id"], agreed_there).json["change"]
    assert offer(any_door, to)["decision"]["codes"] == ["ERASED"]  # a program's word is not theirs
    assert sent(any_door, to)["decision"]["outcome"] == "send"
    problem(any_door.ask("POST", f"/api/v1/customers/{customer_id}/erase"), 404, "not_found")
    problem(any_door.ask("POST", "/api/v1/customers/nobody/erase"), 404, "not_found")


def test_the_export_has_consents_with_what_was_shown_and_said(any_door, agreed):
    whole = any_door.ask("POST", f"/api/v1/customers/{agreed[0]}/export").json
    entry = whole["consents"][0]
    assert (entry["scope"], entry["action"], entry["words"]) == ("topic:offers", "granted", YES["words"])
    assert entry["shown"]["en"].startswith("You follow Offers")
    assert len(entry["seal"]) == 64
    assert {"contacts", "held_back", "complaints", "sentences"} <= set(whole)


@pytest.mark.parametrize(
    "rule",
    [
        {"field": "hours", "value": {"windows": [{"days": ["mon"], "from": "9:00", "to": "18:00"}]}},
        {"field": "holidays", "value": False},
        {"field": "channels", "value": ["telegram", "sms"]},
        {"scope": "topic:offers", "field": "initiative", "value": "pull"},
        {"field": "language", "value": "en"},
        {"field": "zone", "value": "Indian/Reunion"},
        {"field": "no_robot", "value": True},
        {"scope": "category:marketing", "field": "frequency", "value": "monthly"},
        {"action": "less"},
    ],
)
def test_every_rule_is_set_told_in_sentences_and_undone(any_door, customer, rule):
    before = any_door.get(f"/api/v1/customers/{customer[0]}").json["terms"]
    done = change(any_door, customer[0], rule)
    assert done.status == 200, done.body
    assert done.json["terms"]["version"] == before["version"] + 1
    assert all(done.json["effect"].values())
    assert len(done.json["terms"]["sentences"]["fr"]) == len(done.json["terms"]["sentences"]["en"])
    undone = change(any_door, customer[0], {"action": "undo"})
    assert undone.json["terms"]["rules"] == before["rules"]


@pytest.fixture
def customer(any_door):
    to = phone()
    taken = sent(any_door, to)
    return any_door.get(f"/api/v1/messages/{taken['id']}").json["customer_id"], to
