"""Answers, edits and deletions on Telegram, as the API shows the messages that they speak of."""

from __future__ import annotations

import itertools
import json

from tests.gateway.api.test_hooks import call, genuine
from tests.gateway.api.test_messages import eventually

_updates = itertools.count(70_000)
_people = itertools.count(4_400_000)


def told(door, person: int, listed: int, kind: str = "message", **fields):
    """An update of this person's chat: their messages, once there are so many."""
    chat = {"id": person, "type": "private", "first_name": "Ann"}
    update = {"update_id": next(_updates), kind: {"chat": chat, **fields}}
    sent = json.dumps(update).encode()
    assert door.raw(call("/hooks/telegram", sent, genuine(door, "telegram", sent))).status == 200
    return eventually(lambda: (got := heard(door, person)) and len(got) >= listed and got)


def heard(door, person: int):
    known = {"account": "telegram", "address": str(person), "direction": "in"}
    return door.get("/api/v1/messages", **known).json["items"]


def said(person: int, number: int, text: str, **more):
    sender = {"id": person, "is_bot": False, "first_name": "Ann"}
    return {"message_id": number, "date": 1749416383, "from": sender, "text": text, **more}


def quoted(person: int, number: int):
    return {**said(person, number, "x"), "chat": {"id": person, "type": "private"}}


def test_an_answer_names_the_message_it_answers(any_door):
    person = next(_people)
    told(any_door, person, 1, **said(person, 5, "Bonjour"))
    told(any_door, person, 2, "edited_message", **said(person, 5, "Bonjour !", edit_date=1749416390))
    told(any_door, person, 3, **said(person, 6, "Alors ?", reply_to_message=quoted(person, 5)))
    first, _, answer, stray = told(any_door, person, 4, **said(person, 7, "Hm", reply_to_message=quoted(person, 1)))
    assert answer["reply_to"] == {"id": first["id"], "provider_id": "5"}
    assert stray["reply_to"] == {"provider_id": "1"}
    shown = any_door.get(f"/api/v1/messages/{answer['id']}").json
    assert shown["reply_to"] == answer["reply_to"]


def test_a_second_edit_changes_the_message_and_not_the_first_edit(door):
    person = next(_people)
    told(door, person, 1, **said(person, 5, "Un"))
    told(door, person, 2, "edited_message", **said(person, 5, "Deux", edit_date=1749416390))
    original, edit, _ = told(door, person, 3, "edited_message", **said(person, 5, "Trois", edit_date=1749416400))
    assert (original["content"]["body"], original["edited_at"]) == ("Trois", "2025-06-08T21:00:00Z")
    assert edit["content"] == {"type": "edited", "target": "5", "content": {"type": "text", "body": "Deux"}}


def test_a_deletion_without_a_time_counts_as_of_its_arrival(door):
    person = next(_people)
    told(door, person, 1, **said(person, 5, "Oups"))
    gone, _ = told(door, person, 2, "deleted_business_messages", business_connection_id="b", message_ids=[5])
    assert gone["deleted_at"] >= gone["received_at"]


def test_a_reaction_an_edit_and_a_deletion_may_name_a_message_by_our_id(door):
    person = next(_people)
    (first,) = told(door, person, 1, **said(person, 5, "Bonjour"))
    for content in (
        {"type": "reaction", "emoji": "👍"},
        {"type": "edited", "content": {"type": "text", "body": "x"}},
        {"type": "deleted"},
    ):
        asked = {"account": "telegram", "to": str(person), "category": "transactional"}
        taken = door.post("/api/v1/messages", {**asked, "content": {**content, "target": first["id"]}}).json
        assert door.get(f"/api/v1/messages/{taken['id']}").json["content"] == {**content, "target": "5"}
