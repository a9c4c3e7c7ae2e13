"""Approved messages for agents: the provider's list, kept for a while, and sent once the window is closed."""

from __future__ import annotations

import base64

import pytest

from tests.gateway.api.test_desk import log_in
from tests.gateway.api.test_messages import eventually, problem
from tests.gateway.api.test_presence import phone_of
from tests.gateway.api.test_uploads import PDF, PNG, give, talk

PATH = "/desk/api/accounts/whatsapp/templates"


@pytest.fixture
def anna(door):
    return log_in(door)


def test_agents_see_what_the_provider_approved_and_nothing_else(door, anna):
    listed = door.ask("GET", PATH, headers=anna).json
    assert [(one["template_id"], one["locale"]) for one in listed["items"]] == [
        ("callback", "fr"), ("new_in_store", "fr"), ("order_ready", "en"), ("order_ready", "fr"), ("we_are_back", "en"),
        ("we_are_back", "fr"),
    ]  # fmt: skip
    assert [one["key"] for one in listed["items"][2]["blanks"]] == ["1", "2", "3"]
    assert listed["error"] is None


def test_the_provider_is_asked_no_more_often_than_needed(door, anna):
    first = door.ask("GET", PATH, headers=anna).json
    again = [door.ask("GET", f"{PATH}?fresh={fresh}", headers=anna).json for fresh in ("false", "true", "true")]
    assert {one["at"] for one in again} == {first["at"]}  # within ten seconds


def test_who_has_none_or_is_nobody_gets_none(door, anna):
    problem(door.ask("GET", "/desk/api/accounts/telegram/templates", headers=anna), 404, "not_found")
    problem(door.ask("GET", "/desk/api/accounts/nobody/templates", headers=anna), 404, "not_found")
    problem(door.ask("GET", PATH, key=None), 401, "not_authenticated")


def test_one_reaches_the_customer_in_its_words_after_the_window(door, anna):
    conversation = talk(door, anna)
    address = phone_of(door, "whatsapp")["customer"]["address"]
    close_window(door, conversation)
    path = f"/desk/api/conversations/{conversation}"
    assert door.ask("GET", path, headers=anna).json["conversation"]["why_not"] == "window_closed"
    params = {"1": "Marie", "2": "A-7", "3": "lundi"}
    content = {"type": "template", "template_id": "order_ready", "locale": "fr", "params": params}
    body = {"client_id": conversation, "content": content, "seen_seq": 10**6}
    assert door.ask("POST", f"{path}/reply", body=body, headers=anna).status == 200
    words = "Marie, votre commande A-7 est prête. Elle vous attend jusqu'au lundi."

    def arrived():
        phone = phone_of(door, "whatsapp")
        return phone["customer"]["address"] == address and any(one["text"] == words for one in phone["messages"])

    assert eventually(arrived)


def close_window(door, conversation: str) -> None:
    door.write(
        "UPDATE thread SET last_inbound_at = 1 WHERE address_id IN "
        f"(SELECT address_id FROM conversation WHERE id = '{conversation}')"
    )


def pictured(door, anna, conversation: str, media_id: str, kind: str = "image"):
    header = {"type": "media", "kind": kind, "media_id": media_id}
    content = {"type": "template", "template_id": "new_in_store", "locale": "fr", "params": {"1": "Marie"},
               "header": header}  # fmt: skip
    body = {"client_id": media_id, "content": content, "seen_seq": 10**6}
    return door.ask("POST", f"/desk/api/conversations/{conversation}/reply", body=body, headers=anna)


def test_a_picture_of_ours_stands_above_it(door, anna):
    """Given to Meta first, and named by its id; it goes with the message as any other file of an agent."""
    conversation = talk(door, anna)
    close_window(door, conversation)
    media_id = give(door, anna, conversation, PNG, "a.png", "image").json["id"]
    assert door.ask("GET", f"/desk/api/conversations/{conversation}/drafts", headers=anna).json["files"] == []
    sent = pictured(door, anna, conversation, media_id)
    assert sent.status == 200
    assert sent.json["content"]["header"]["name"] == "a.png"

    def arrived():
        on_phone = phone_of(door, "whatsapp")["messages"][-1]
        return on_phone if on_phone["kind"] == "template" and on_phone["media"] else None

    on_phone = eventually(arrived)
    assert on_phone["text"].startswith("Marie, voici")
    assert base64.b64decode(on_phone["media"]["url"].partition(",")[2]) == PNG
    assert door.ask("GET", f"/desk/api/media/{media_id}", headers=anna).status == 200


def test_a_file_that_is_no_picture_does_not_stand_where_one_should(door, anna):
    conversation = talk(door, anna)
    close_window(door, conversation)
    taken = give(door, anna, conversation, PDF, "a.pdf", "image").json
    assert taken["ways"] == [{"account": "whatsapp", "why_not": "not_carried"}]
    problem(pictured(door, anna, conversation, taken["id"]), 422, "file_not_carried")
    problem(pictured(door, anna, conversation, "0199"), 422, "no_file")
    problem(pictured(door, anna, talk(door, anna), taken["id"]), 422, "no_file")
