"""Answers, edits and deletions on Telegram, as the API shows the messages that they speak of."""

from __future__ import annotations

import itertools
import json

from tests.gateway.api.test_hooks import call, genuine
from tests.gateway.api.test_media import PNG
from tests.gateway.api.test_messages import eventually
from tests.gateway.api.test_presence import does, phone_of
from tests.gateway.conftest import phone

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


def sent(door, account: str, to: str, content: dict) -> dict:
    """A message of ours, once its provider answered."""
    asked = {"account": account, "to": to, "category": "transactional", "content": content}
    taken = door.post("/api/v1/messages", asked).json

    def answered():
        shown = door.get(f"/api/v1/messages/{taken['id']}").json
        return shown if shown["status"] not in ("planned", "queued") else None

    return eventually(answered)


def test_what_we_edit_and_delete_shows_on_the_message_that_it_speaks_of(any_door):
    does(any_door, "telegram", {"new_customer": {}})
    does(any_door, "telegram", {"text": "Bonjour"})
    person = phone_of(any_door, "telegram")["customer"]["address"]
    ours = sent(any_door, "telegram", person, {"type": "text", "body": "À lundi"})
    changed = {"type": "edited", "target": ours["id"], "content": {"type": "text", "body": "À mardi"}}
    assert sent(any_door, "telegram", person, changed)["status"] == "sent"
    shown = any_door.get(f"/api/v1/messages/{ours['id']}").json
    assert shown["content"]["body"] == "À mardi"
    assert "deleted_at" not in shown
    assert shown["edited_at"] >= ours["received_at"]
    assert sent(any_door, "telegram", person, {"type": "deleted", "target": ours["id"]})["status"] == "sent"
    assert any_door.get(f"/api/v1/messages/{ours['id']}").json["deleted_at"] >= shown["edited_at"]


def test_where_an_edit_is_one_message_more_the_first_stays_as_it_was(door):
    number = phone()
    ours = sent(door, "sms", number, {"type": "text", "body": "Monday"})
    changed = {"type": "edited", "target": ours["id"], "content": {"type": "text", "body": "Tuesday"}}
    sent(door, "sms", number, changed)
    shown = door.get(f"/api/v1/messages/{ours['id']}").json
    assert shown["content"]["body"] == "Monday"
    assert "edited_at" not in shown


def whatsapp(door, number: str, *messages):
    """Several messages of one person in one call; all that is listed of them then."""
    said = [{"from": number, "timestamp": "1749416400", **one} for one in messages]
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": "1065"}, "messages": said}
    entry = [{"id": "1", "changes": [{"field": "messages", "value": value}]}]
    sent = json.dumps({"object": "whatsapp_business_account", "entry": entry}).encode()
    assert door.raw(call("/hooks/whatsapp", sent, genuine(door, "whatsapp", sent))).status == 200

    def listed():
        got = door.get("/api/v1/messages", account="whatsapp", address=number, direction="in").json["items"]
        return got if len(got) == len(messages) else None

    return eventually(listed)


def test_an_edit_and_a_deletion_in_the_same_call_show_on_the_messages_they_speak_of(any_door):
    number = phone()[1:]
    edit = {"original_message_id": f"w1{number}", "message": {"type": "text", "text": {"body": "Deux"}}}
    first, second, _, _ = whatsapp(
        any_door, number,
        {"id": f"w1{number}", "type": "text", "text": {"body": "Un"}},
        {"id": f"w2{number}", "type": "text", "text": {"body": "Oups"}},
        {"id": f"w3{number}", "type": "edit", "edit": edit},
        {"id": f"w4{number}", "type": "revoke", "revoke": {"original_message_id": f"w2{number}"}},
    )  # fmt: skip
    assert (first["content"]["body"], first["edited_at"]) == ("Deux", "2025-06-08T21:00:00Z")
    assert (second["content"]["body"], second["deleted_at"]) == ("Oups", "2025-06-08T21:00:00Z")


def picture(door):
    """A picture that a customer sent on Telegram, once it is here, and what Telegram calls it."""
    does(door, "telegram", {"new_customer": {}})
    does(door, "telegram", {"media": {"kind": "image", "name": "a.png", "mime": "image/png", "base64": PNG}})
    person = int(phone_of(door, "telegram")["customer"]["address"])

    def fetched():
        said = heard(door, person)
        return said[0] if said and len(said[0]["content"]["media_id"]) == 36 else None

    ours = eventually(fetched)
    (source,) = door.rows(f"SELECT source FROM media WHERE message_id = '{ours['id']}'")[0]
    return person, ours, json.loads(source)["media_id"]


def test_new_words_under_a_picture_leave_the_picture_where_it_is(door):
    person, ours, file_id = picture(door)
    photo = [{"file_id": file_id, "file_unique_id": "u", "width": 90, "height": 90}]
    number = int(ours["provider_id"])
    words = {"photo": photo, "caption": "Cassée", "edit_date": 1749416400}
    told(door, person, 2, "edited_message", **{**said(person, number, ""), "text": None, **words})
    after = heard(door, person)[0]
    assert after["content"] == {**ours["content"], "caption": "Cassée"}
    assert after["edited_at"] == "2025-06-08T21:00:00Z"


def test_another_picture_in_the_place_of_one_is_fetched_too(door):
    person, ours, _ = picture(door)
    does(door, "telegram", {"media": {"kind": "image", "name": "b.png", "mime": "image/png", "base64": PNG}})
    other = eventually(lambda: (got := heard(door, person)) and len(got) == 2 and got[1])
    eventually(lambda: len(heard(door, person)[1]["content"]["media_id"]) == 36)
    (source,) = door.rows(f"SELECT source FROM media WHERE message_id = '{other['id']}'")[0]
    photo = [{"file_id": json.loads(source)["media_id"], "file_unique_id": "v", "width": 90, "height": 90}]
    fields = {**said(person, int(ours["provider_id"]), ""), "text": None, "photo": photo, "edit_date": 1749416400}
    told(door, person, 3, "edited_message", **fields)

    def fetched():
        media_id = heard(door, person)[0]["content"]["media_id"]
        return media_id if len(media_id) == 36 and media_id != ours["content"]["media_id"] else None

    assert eventually(fetched)
