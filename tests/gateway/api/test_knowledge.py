"""Answers to questions by the API and in the Studio, given over a real channel at once."""

from __future__ import annotations

import pytest

from tests.gateway.api.test_desk import log_in
from tests.gateway.api.test_messages import eventually, problem
from tests.gateway.api.test_texted import texted
from tests.gateway.conftest import phone

BASE, STUDIO = "/api/v1/knowledge", "/desk/api/studio/knowledge"
PARKING = {
    "id": "parking", "title": {"fr": "Parking", "en": "Parking"},
    "questions": {"fr": ["où puis-je me garer"], "en": ["where can I park my car"]},
    "answer": {"fr": "Derrière le magasin.", "en": "Behind the shop."},
}  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def any_desk(request):
    door = request.getfixturevalue("door" if request.param == "sqlite" else "postgres_door")
    return door, log_in(door)


def put(door, **changes):
    return door.ask("PUT", f"{BASE}/parking", body={**PARKING, **changes})


def test_an_item_is_made_listed_and_taken_away(any_door):
    assert put(any_door).json == PARKING
    assert PARKING in any_door.get(BASE).json["items"]
    changed = {**PARKING, "to": "2026-12-24"}
    assert put(any_door, to="2026-12-24").json == changed
    assert changed in any_door.get(BASE).json["items"]
    assert any_door.ask("DELETE", f"{BASE}/parking").status == 204
    assert any_door.ask("DELETE", f"{BASE}/parking").status == 404


def test_a_bad_item_is_refused_by_name(door):
    assert "answer is not written in fr" in problem(put(door, answer={"en": "Yes."}), 422, "invalid")["detail"]
    assert "it has no questions" in problem(put(door, questions={"fr": ["…"]}), 422, "invalid")["detail"]
    problem(door.ask("PUT", f"{BASE}/other", body=PARKING), 422, "invalid")


def test_the_next_customer_is_answered_over_their_channel(any_door):
    assert put(any_door).status == 200
    number = phone()
    texted(any_door, MessageSid=f"SM{number}", From=number, Body="Where can I park my car?")

    def answered():
        said = any_door.get("/api/v1/messages", account="sms", address=number, direction="out").json["items"]
        return [one["content"]["body"] for one in said if "Behind the shop." in one["content"].get("body", "")]

    assert eventually(answered)
    assert any_door.ask("DELETE", f"{BASE}/parking").status == 204


def test_admins_change_it_with_their_session(any_desk):
    door, anna = any_desk
    mine = {**PARKING, "id": "of-anna"}
    assert door.ask("PUT", f"{STUDIO}/of-anna", body=mine, headers=anna, key=None).json == mine
    assert mine in door.ask("GET", STUDIO, headers=anna, key=None).json["items"]
    assert door.ask("DELETE", f"{STUDIO}/of-anna", headers=anna, key=None).status == 204
    marc = log_in(door, "marc@example.com")
    assert door.ask("GET", STUDIO, headers=marc, key=None).status == 403


def test_the_simulator_answers_as_customers_are_answered(door):
    assert put(door).status == 200
    moves = [{"say": "bonjour"}, {"say": "Où puis-je me garer ?"}]
    turns = door.post("/api/v1/studio/simulate", {"moves": moves, "language": "fr"}).json["turns"]
    assert [one["content"]["body"] for one in turns[-1]["said"]] == ["Derrière le magasin."]
    assert turns[-1]["path"][0] == ["knowledge", "told"]
    assert door.ask("DELETE", f"{BASE}/parking").status == 204


def test_a_question_is_tried_before_anybody_asks_it(door):
    def heard(text):
        return door.post(f"{BASE}/ask", {"text": text}).json

    assert put(door).status == 200
    sure = heard("Where can I park my car?")
    assert (sure["flow"], sure["item"], sure["said"]) == ("knowledge", "parking", ["Behind the shop."])
    assert sure["near"][0] == {"item": "parking", "language": "en", "question": "where can I park my car", "score": 100}
    assert (heard("stop")["flow"], heard("stop")["item"]) == ("stop", None)
    unsure = heard("where is my car")
    assert (unsure["flow"], unsure["item"], unsure["near"][0]["item"]) == ("unclear", None, "parking")
    assert put(door, to="2020-01-01").status == 200
    assert heard("Where can I park my car?")["near"] == []
    assert door.ask("DELETE", f"{BASE}/parking").status == 204


def test_two_who_change_one_item_lose_nothing(any_door):
    def saved(seen, **changes):
        return any_door.ask("PUT", f"{BASE}/parking?seen={seen}", body={**PARKING, **changes})

    assert saved(0).status == 200
    problem(saved(0), 409, "stale")  # both made it
    seen = any_door.get(BASE).json["revisions"]["parking"]
    assert saved(seen, to="2030-01-01").status == 200
    problem(saved(seen, to="2031-01-01"), 409, "stale")
    assert next(one for one in any_door.get(BASE).json["items"] if one["id"] == "parking")["to"] == "2030-01-01"
    assert any_door.ask("DELETE", f"{BASE}/parking").status == 204
    problem(saved(seen), 409, "stale")
    assert saved(0).status == 200
    assert any_door.ask("DELETE", f"{BASE}/parking").status == 204
