"""Customers: who they are, what they decided, and changing it by the rules of chat."""

from __future__ import annotations

import re

import pytest

from tests.gateway.api.test_messages import eventually, problem, sent
from tests.gateway.conftest import phone

YES = {"words": "oui, j'accepte", "at": "2026-11-24T10:00:00Z"}


@pytest.fixture
def customer(any_door):
    to = phone()
    taken = sent(any_door, to)
    return any_door.get(f"/api/v1/messages/{taken['id']}").json["customer_id"], to


def change(door, customer_id, body):
    return door.post(f"/api/v1/customers/{customer_id}/terms", body)


def test_a_customer_is_shown_with_addresses_terms_and_conversation(any_door, customer):
    customer_id, to = customer
    shown = any_door.get(f"/api/v1/customers/{customer_id}").json
    assert set(shown) == {"id", "name", "language", "timezone", "addresses", "terms", "conversation"}
    address = {"channel": "sms", "account": "sms", "address": to, "verified": False, "status": "live"}
    assert shown["addresses"] == [address]
    assert set(shown["terms"]) == {"version", "rules", "consents", "sentences"}
    assert set(shown["terms"]["sentences"]) == {"fr", "en"}
    assert shown["conversation"]["owner"] == {"kind": "bot", "epoch": 0}
    assert shown["conversation"]["status"] == "active"


def test_asking_makes_nobody(any_door):
    to = phone()
    for query in ({"address": to}, {"account": "sms", "address": to}, {"account": "nobody", "address": to}):
        assert any_door.get("/api/v1/customers", **query).json == {"items": [], "next": None}
    assert any_door.get("/api/v1/customers", address=to).json["items"] == []


def test_customers_are_listed_page_by_page(any_door, customer):
    sent(any_door, phone().removeprefix("+"), account="telegram")
    everybody, after = [], {}
    while True:
        page = any_door.get("/api/v1/customers", limit=3, **after).json
        assert len(page["items"]) <= 3
        everybody += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert everybody == sorted(set(everybody))
    assert customer[0] in everybody
    by_sms = any_door.get("/api/v1/customers", account="sms", limit=1000).json["items"]
    assert customer[0] in {one["id"] for one in by_sms}
    assert len(by_sms) < len(everybody)
    assert any_door.get("/api/v1/customers", account="nobody").json["items"] == []


def test_tightening_is_done_and_kept_in_the_ledger(any_door, customer):
    done = change(any_door, customer[0], {"action": "stop"})
    assert done.status == 200, done.body
    assert done.json["terms"]["version"] == 1
    assert set(done.json["effect"]) == {"fr", "en"}
    history = any_door.get(f"/api/v1/customers/{customer[0]}/terms/history").json
    assert [(one["field"], one["after"], one["source"]) for one in history["items"]] == [("stopped", True, "api")]
    held = sent(any_door, customer[1], category="marketing")
    assert held["decision"] == {"outcome": "suppress", "codes": ["STOP_ALL"]}
    assert held["status"] == "suppressed"


def test_loosening_needs_the_customers_own_yes(any_door, customer):
    change(any_door, customer[0], {"action": "stop"})
    refused = problem(change(any_door, customer[0], {"action": "start"}), 409, "needs_confirmation")
    assert "confirmed" in refused["hint"]
    assert change(any_door, customer[0], {"action": "start", "confirmed": YES}).status == 200
    history = any_door.get(f"/api/v1/customers/{customer[0]}/terms/history").json["items"]
    assert history[-1]["words"] == YES["words"]


def test_the_ledger_and_the_decisions_come_in_pages(any_door, customer):
    for _ in range(2):
        change(any_door, customer[0], {"action": "stop"})
        change(any_door, customer[0], {"action": "start", "confirmed": YES})
        taken = sent(any_door, customer[1])
    eventually(lambda: any_door.get(f"/api/v1/messages/{taken['id']}").json.get("provider_id"))  # all is decided
    for path in ("terms/history", "decisions"):
        base = f"/api/v1/customers/{customer[0]}/{path}"
        whole = any_door.get(base).json["items"]
        first = any_door.get(base, limit=1).json
        assert first["items"][0] == whole[0]
        assert first["next"]
        rest = any_door.get(base, after=first["next"]).json
        assert [*first["items"], *rest["items"]] == whole


def test_a_decision_is_kept_for_each_message(any_door, customer):
    decisions = any_door.get(f"/api/v1/customers/{customer[0]}/decisions").json["items"]
    assert {"message_id", "phase", "outcome", "codes", "at"} <= set(decisions[0])
    assert decisions[0]["phase"] == "plan"


def test_an_export_holds_all_that_is_kept(any_door, customer):
    taken = sent(any_door, customer[1])
    change(any_door, customer[0], {"action": "stop"})
    eventually(lambda: any_door.get(f"/api/v1/messages/{taken['id']}").json.get("provider_id"))  # all is decided
    path = f"/api/v1/customers/{customer[0]}"
    answer = any_door.ask("POST", f"{path}/export")
    assert answer.status == 200, answer.body
    whole = answer.json
    assert whole["customer"]["id"] == customer[0]
    assert [one["content"]["body"] for one in whole["messages"]] == ["Votre commande est prête"] * 2
    assert whole["decisions"] == any_door.get(f"{path}/decisions").json["items"]
    assert whole["terms_history"] == any_door.get(f"{path}/terms/history").json["items"]
    problem(any_door.ask("POST", "/api/v1/customers/nobody/export"), 404, "not_found")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "bad_value"),
        ({"action": "dance"}, None),
        ({"field": "colour", "value": "red"}, None),
        ({"field": "frequency", "value": "often"}, None),
        ({"field": "frequency", "value": {"at": [[[]]]}}, None),
        ({"scope": "topic:nothing", "action": "follow", "confirmed": YES}, None),
        ({"scope": "everywhere", "action": "stop"}, None),
        ({"action": "stop", "colour": "red"}, "invalid"),
        ({"action": "start", "confirmed": {"words": "oui"}}, "invalid"),
        ({"action": "start", "confirmed": {"words": "oui", "at": "2026-11-24T10:00:00"}}, "invalid"),
        ({"action": "pause", "value": "never"}, None),
        ({"field": "pause", "value": {"a": 1}}, None),
        ([], "invalid"),
    ],
)
def test_what_is_wrong_with_a_change_is_said(any_door, customer, body, code):
    answer = change(any_door, customer[0], body)
    assert answer.status == 422, answer.body
    assert code is None or answer.json["code"] == code
    assert any_door.get(f"/api/v1/customers/{customer[0]}").json["terms"]["version"] == 0


def test_nobody_of_that_id_is_not_found(any_door):
    for path in ("", "/decisions", "/terms/history"):
        problem(any_door.get(f"/api/v1/customers/nobody{path}"), 404, "not_found")
    problem(change(any_door, "nobody", {"action": "stop"}), 404, "not_found")


def code_of(door, to: str) -> str:
    """What the provider was asked to say, which nobody else sees."""
    said = door.rows("SELECT call FROM delivery WHERE category = 'critical' ORDER BY at")
    calls = [row[0] for row in said if to.removeprefix("+") in row[0]]
    return re.search(r" (\d{6})\.", calls[-1])[1]


def test_a_program_erases_with_the_code_that_the_customer_gave(door):
    to = phone()
    customer_id = door.get(f"/api/v1/messages/{sent(door, to)['id']}").json["customer_id"]
    path = f"/api/v1/customers/{customer_id}/erase"
    asked = problem(door.post(path, {"verify": True}), 409, "code_sent")
    assert "code" in asked["hint"]
    problem(door.post(path, {"verify": True}), 409, "code_sent")
    (said,) = [
        one["content"]["body"]
        for one in door.get("/api/v1/messages", address=to, direction="out").json["items"]
        if one["category"] == "critical"
    ]
    assert not re.search(r"\d{6}", said)
    problem(door.post(path, {"code": "x"}), 403, "wrong_code")
    assert door.get(f"/api/v1/customers/{customer_id}").status == 200
    assert door.post(path, {"code": code_of(door, to)}).status == 200
    assert door.get("/api/v1/customers", address=to).json["items"] == []


def test_codes_are_not_guessed(any_door, customer):
    path = f"/api/v1/customers/{customer[0]}/erase"
    for _ in range(5):
        problem(any_door.post(path, {"code": "000000x"}), 403, "wrong_code")
    assert any_door.post(path, {"code": "000000x"}).status == 429


def give(door, customer_id, number):
    return door.ask("PUT", f"/api/v1/customers/{customer_id}/number", body={"number": number})


def test_a_customer_number_is_one_customer_s(any_door, customer):
    customer_id, to = customer
    number = f"FR-{to[-7:]} "
    assert give(any_door, customer_id, number).json["number"] == f"FR{to[-7:]}"
    (found,) = any_door.get("/api/v1/customers", number=number.lower()).json["items"]
    assert found["id"] == customer_id
    other = any_door.get(f"/api/v1/messages/{sent(any_door, phone())['id']}").json["customer_id"]
    problem(give(any_door, other, number), 409, "number_taken")
    assert give(any_door, customer_id, number).status == 200
    assert "number" not in give(any_door, customer_id, None).json
    assert give(any_door, other, number).status == 200
    assert any_door.get("/api/v1/customers", number="nobody's").json["items"] == []


@pytest.mark.parametrize(("number", "status"), [("", 422), ("x", 422), ("é" * 10, 422), ("1" * 61, 422), (5, 422)])
def test_what_is_no_number_is_refused(any_door, customer, number, status):
    assert give(any_door, customer[0], number).status == status
    problem(give(any_door, "nobody", "12345"), 404, "not_found")


def test_nobody_s_codes_are_not_counted(any_door):
    problem(any_door.post("/api/v1/customers/nobody/erase", {"code": "000000"}), 404, "not_found")
