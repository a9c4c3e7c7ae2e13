"""`/api/v1/items`, and "what's new?" over a real channel."""

from __future__ import annotations

ITEM = {"id": "api-lamp", "topic": "offers", "title": {"fr": "Lampe", "en": "Lamp"}, "link": "https://example.com/l"}


def test_an_item_is_made_listed_and_taken_away(any_door):
    assert any_door.post("/api/v1/items", ITEM).json == ITEM
    assert ITEM in any_door.get("/api/v1/items").json["items"]
    changed = {**ITEM, "to": "2020-01-01"}
    assert any_door.post("/api/v1/items", changed).json == changed
    assert any_door.ask("DELETE", "/api/v1/items/api-lamp").status == 204
    assert any_door.ask("DELETE", "/api/v1/items/api-lamp").status == 404


def test_a_bad_item_is_refused_by_name(door):
    answer = door.post("/api/v1/items", {**ITEM, "topic": "nothing"})
    assert (answer.status, "no topic nothing" in answer.json["title"] + answer.json.get("detail", "")) == (422, True)
    assert door.post("/api/v1/items", {**ITEM, "link": "javascript:alert(1)"}).status == 422
