"""Sending and reading messages: each shape that other programs rely on."""

from __future__ import annotations

import threading
import time

import pytest

from tests.gateway.conftest import SECRETS, phone

HELLO = {"type": "text", "body": "Votre commande est prête"}
CONTENTS = {
    "text": HELLO,
    "media": {"type": "media", "kind": "image", "url": "https://media.example/a.jpg", "caption": "Voici"},
    "location": {"type": "location", "latitude": 48.85, "longitude": 2.35, "name": "Boutique"},
    "contact_card": {"type": "contact_card", "contacts": [{"name": "Anna", "phones": ["+33612345678"], "emails": []}]},
    "choices": {"type": "choices", "body": "Quand ?", "options": [{"id": "am", "label": "Matin"},
                                                                 {"id": "pm", "label": "Après-midi"}]},
    "template": {"type": "template", "template_id": "order_ready", "locale": "fr", "params": {"1": "42"}},
    "card": {"type": "card", "title": "Lampe", "subtitle": "En chêne", "options": [{"id": "buy", "label": "Acheter"}]},
    "carousel": {"type": "carousel", "cards": [{"type": "card", "title": "Lampe"}, {"type": "card", "title": "Vase"}]},
    "attachments": {"type": "text", "body": "Deux vues", "attachments": [
        {"type": "media", "kind": "image", "url": "https://media.example/1.jpg"},
        {"type": "media", "kind": "image", "url": "https://media.example/2.jpg"}]},
}  # fmt: skip


def message(to, **more):
    return {"account": "sms", "category": "transactional", "content": HELLO, **({"to": to} if to else {}), **more}


def sent(door, to, **more):
    answer = door.post("/api/v1/messages", message(to, **more))
    assert answer.status == 202, answer.body
    return answer.json


def problem(answer, status, code):
    assert answer.status == status, answer.body
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json["status"] == status
    assert answer.json["code"] == code
    assert answer.json["detail"]
    return answer.json


def eventually(ask, seconds=10.0):
    """The first true answer."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := ask():
            return found
        time.sleep(0.02)
    raise AssertionError("it never came to be")


def test_a_message_is_taken_with_its_decision(any_door):
    taken = sent(any_door, phone())
    assert taken["status"] == "queued"
    assert taken["decision"] == {"outcome": "send", "codes": ["OK"]}


def test_an_unknown_address_becomes_a_customer(any_door):
    to = phone()
    assert any_door.get("/api/v1/customers", account="sms", address=to).json == {"items": [], "next": None}
    taken = sent(any_door, to)
    found = any_door.get("/api/v1/customers", account="sms", address=to).json["items"]
    assert [one["addresses"][0]["address"] for one in found] == [to]
    shown = any_door.get(f"/api/v1/messages/{taken['id']}").json
    assert shown["customer_id"] == found[0]["id"]


def test_a_message_is_shown_with_all_its_fields(door):
    to = phone()
    taken = sent(door, to, topic="orders", idempotency_key=f"fields {to}")
    shown = eventually(
        lambda: (m := door.get(f"/api/v1/messages/{taken['id']}").json)["deliveries"][0]["provider_id"] and m
    )
    assert shown["id"] == taken["id"]
    assert shown["seq"] == 1
    assert (shown["direction"], shown["account"], shown["channel"]) == ("out", "sms", "sms")
    assert shown["from"] == {"address": "+33755531234"}
    assert shown["to"]["address"] == to
    assert (shown["author"], shown["category"], shown["topic"]) == ("api", "transactional", "orders")
    assert shown["content"] == HELLO
    assert shown["sent_at"].endswith("Z")
    assert shown["decision"]["outcome"] == "send"
    assert shown["provider_id"] == shown["deliveries"][0]["provider_id"]
    assert {"part", "provider_id", "status", "error", "at"} <= set(shown["deliveries"][0])
    listed = door.get("/api/v1/messages", provider_id=shown["provider_id"]).json["items"]
    assert [one["id"] for one in listed] == [taken["id"]]


def test_an_address_is_found_with_and_without_its_plus(any_door):
    to = phone()
    taken = sent(any_door, to.removeprefix("+"))
    for spelled in (to, to.removeprefix("+"), f" {to}", f"{to[:6]} {to[6:]}"):
        found = any_door.get("/api/v1/messages", account="sms", address=spelled).json["items"]
        assert [one["id"] for one in found] == [taken["id"]], spelled
    assert any_door.ask("GET", f"/api/v1/messages?address={to}").json["items"][0]["to"]["address"] == to  # bare "+"
    again = sent(any_door, to)
    assert any_door.get(f"/api/v1/messages/{again['id']}").json["seq"] == 2


@pytest.mark.parametrize("account", sorted(SECRETS))
@pytest.mark.parametrize("kind", sorted(CONTENTS))
def test_every_content_is_taken_on_every_channel(door, account, kind):
    to = phone() if account in ("sms", "whatsapp") else phone().removeprefix("+")
    taken = sent(door, to, account=account, content=CONTENTS[kind])
    shown = door.get(f"/api/v1/messages/{taken['id']}").json
    assert shown["content"]["type"] == CONTENTS[kind]["type"]
    assert shown["deliveries"]


def test_any_subset_of_the_filters_may_be_given(any_door):
    to, other = phone(), phone()
    mine, others = sent(any_door, to)["id"], sent(any_door, other)["id"]
    shown = eventually(lambda: (m := any_door.get(f"/api/v1/messages/{mine}").json).get("provider_id") and m)
    given = {"account": "sms", "address": to, "provider_id": shown["provider_id"], "direction": "out"}
    names = list(given)
    for number in range(2 ** len(names)):
        chosen = {name: given[name] for i, name in enumerate(names) if number >> i & 1}
        answer = any_door.get("/api/v1/messages", limit=1000, **chosen)
        ids = {one["id"] for one in answer.json["items"]}
        assert answer.status == 200
        assert mine in ids, chosen
        assert (others in ids) == (not {"address", "provider_id"} & set(chosen)), chosen
    assert mine not in {one["id"] for one in any_door.get("/api/v1/messages", direction="in", limit=1000).json["items"]}
    for name, strange in (("account", "nobody"), ("address", "+33600000000"), ("provider_id", "SMnothing")):
        assert any_door.get("/api/v1/messages", **{**given, name: strange}).json == {"items": [], "next": None}


def test_a_list_is_read_page_by_page_oldest_first(any_door):
    to = phone()
    ids = [sent(any_door, to)["id"] for _ in range(5)]
    seen, after = [], {}
    while True:
        page = any_door.get("/api/v1/messages", address=to, limit=2, **after).json
        seen.append([one["id"] for one in page["items"]])
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert seen == [ids[:2], ids[2:4], ids[4:]]


def test_a_page_holds_a_thousand_at_most(door):
    assert door.get("/api/v1/messages", limit=1000).status == 200
    assert door.get("/api/v1/messages", limit=100_000).status == 200
    for limit in ("0", "-1", "many", "", "null", "1.5"):
        problem(door.get("/api/v1/messages", limit=limit), 422, "invalid")


def test_the_same_key_gives_the_same_message(any_door):
    to = phone()
    once = sent(any_door, to, idempotency_key=f"once {to}")
    again = sent(any_door, to, idempotency_key=f"once {to}")
    assert again["id"] == once["id"]
    assert again["decision"]["outcome"] == "send"
    assert len(any_door.get("/api/v1/messages", address=to).json["items"]) == 1


def test_the_same_key_at_the_same_moment_gives_the_same_message(any_door):
    to, ids, answered = phone(), [], []
    sent(any_door, to)

    def send():
        answer = any_door.post("/api/v1/messages", message(to, idempotency_key=f"race {to}"))
        answered.append(answer.status)
        ids.append(answer.json.get("id"))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answered == [202] * 8
    assert len(set(ids)) == 1


def test_a_customer_may_be_named_instead_of_an_address(any_door):
    to = phone()
    first = sent(any_door, to)
    customer = any_door.get(f"/api/v1/messages/{first['id']}").json["customer_id"]
    answer = any_door.post("/api/v1/messages", message(None, customer_id=customer))
    assert answer.status == 202
    assert any_door.get(f"/api/v1/messages/{answer.json['id']}").json["to"]["address"] == to


def test_an_answer_quotes_what_it_answers(any_door):
    to = phone()
    first = sent(any_door, to)["id"]
    quoted = eventually(lambda: any_door.get(f"/api/v1/messages/{first}").json.get("provider_id"))
    second = sent(any_door, to, reply_to=first)["id"]
    assert any_door.get(f"/api/v1/messages/{second}").json["reply_to"] == {"id": first, "provider_id": quoted}


def test_what_is_too_late_does_not_leave(any_door):
    taken = sent(any_door, phone(), expires_at="2020-01-01T00:00:00Z")
    assert taken["status"] == "expired"
    assert taken["decision"]["codes"] == ["EXPIRED"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"account": "nobody"}, "account"),
        ({"to": ""}, "to"),
        ({"to": None}, "to"),
        ({"customer_id": "x"}, "customer_id"),
        ({"to": None, "customer_id": "nobody"}, "customer_id"),
        ({"category": "spam"}, "category"),
        ({"content": {"type": "text"}}, "body"),
        ({"content": {"type": "poem", "body": "x"}}, "poem"),
        ({"content": "Bonjour"}, "content"),
        ({"expires_at": "tomorrow"}, "expires_at"),
        ({"expires_at": "2026-11-24T10:00:00"}, "expires_at"),
        ({"reply_to": "nothing"}, "reply_to"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_with_a_message_is_named(any_door, change, named):
    refused = problem(any_door.post("/api/v1/messages", {**message(phone()), **change}), 422, "invalid")
    assert named in refused["detail"]


@pytest.mark.parametrize("body", [b"", b"{", b"nope", b'{"account": "\xff"}', b"\xff\xfe"])
def test_what_is_no_json_is_said_to_be_none(any_door, body):
    answer = any_door.ask("POST", "/api/v1/messages", body=body, headers={"Content-Type": "application/json"})
    problem(answer, 400, "bad_request")


def test_a_deep_body_is_refused_like_any_other(any_door):
    for deep in (
        b"[" * 100_000,
        b'{"account":' * 100_000,
        b'{"content":{"type":"edited","target":"x","content":' * 50_000,
    ):
        answer = any_door.ask("POST", "/api/v1/messages", body=deep, headers={"Content-Type": "application/json"})
        assert answer.status in (400, 422), answer.body


def test_a_body_of_another_type_is_refused(door):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = door.ask("POST", "/api/v1/messages", body=b"{}", headers={"Content-Type": kind})
        problem(answer, 415, "unsupported_media_type")
    packed = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    problem(door.ask("POST", "/api/v1/messages", body=b"{}", headers=packed), 415, "unsupported_media_type")


def test_characters_no_database_takes_make_no_fault_of_ours(any_door):
    nul = "a\x00b"
    for body in (
        message(phone(), content={"type": "text", "body": nul}), message(f"+336{nul}"), message(phone(), topic=nul),
        message(phone(), idempotency_key=nul), message(phone(), reply_to=nul), message(phone(), account=nul),
        message(phone(), content={"type": "template", "template_id": nul, "params": {nul: nul}}),
    ):  # fmt: skip
        assert any_door.post("/api/v1/messages", body).status in (202, 422), body
    for query in ("account", "address", "provider_id", "after"):
        assert any_door.ask("GET", f"/api/v1/messages?{query}=a%00b").status in (200, 422), query
        assert any_door.ask("GET", f"/api/v1/messages?{query}=%ED%A0%80").status in (200, 422), query
    for path in ("messages/a%00b", "customers/a%00b", "customers/a%00b/decisions", "customers/a%00b/terms/history"):
        problem(any_door.ask("GET", f"/api/v1/{path}"), 404, "not_found")


def test_a_message_that_is_not_there_is_not_found(any_door):
    assert problem(any_door.get("/api/v1/messages/nothing"), 404, "not_found")["detail"] == "there is no such message"
