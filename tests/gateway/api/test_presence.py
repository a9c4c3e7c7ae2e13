"""What passes between an agent and a customer without words: typing, reading, reacting; and the line a list shows."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.gateway.api.test_desk import log_in
from tests.gateway.api.test_messages import eventually, problem
from tests.gateway.conftest import Door


def does(door: Door, account: str, what: dict) -> None:
    there = Door(int(door.providers.rpartition(":")[2]), "", "", [])
    assert there.ask("POST", f"/_sandbox/phones/{account}/say", body=what, key=None).status == 200


def phone_of(door: Door, account: str) -> dict:
    there = Door(int(door.providers.rpartition(":")[2]), "", "", [])
    phones = there.ask("GET", "/_sandbox/phones", key=None).json["phones"]
    return next(one for one in phones if one["account"] == account)


def row_of(door: Door, headers: dict, account: str) -> dict | None:
    rows = door.ask("GET", "/desk/api/cases?view=all", headers=headers).json["items"]
    address = phone_of(door, account)["customer"]["address"].removeprefix("+")
    return next((one for one in rows if (one["address"] or "").removeprefix("+") == address), None)


@pytest.fixture
def held(door):
    """A conversation on WhatsApp that Anna holds."""
    anna = log_in(door)
    does(door, "whatsapp", {"new_customer": {}})
    does(door, "whatsapp", {"text": "un humain"})
    row = eventually(lambda: (row := row_of(door, anna, "whatsapp")) and row["owner"]["kind"] == "queue" and row)
    place = f"/desk/api/conversations/{row['conversation_id']}"
    assert door.ask("POST", f"{place}/take", headers=anna, body={"epoch": row["owner"]["epoch"]}).status == 200
    return place, anna


def test_a_customer_sees_that_somebody_reads_and_types(door, held):
    place, anna = held
    for kind in ("read", "typing"):
        assert door.ask("POST", f"{place}/presence", headers=anna, body={"kind": kind}).status == 204
    assert eventually(lambda: phone_of(door, "whatsapp")["typing"])
    assert phone_of(door, "whatsapp")["messages"][0]["status"] == "read"
    assert (
        door.ask("POST", f"{place}/presence", headers=anna, body={"kind": "typing"}).status == 204
    )  # too soon: dropped


def test_only_who_has_the_pen_is_seen(door, held):
    place, _ = held
    marc = log_in(door, "marc@example.com")
    refused = door.ask("POST", f"{place}/presence", headers=marc, body={"kind": "read"})
    problem(refused, 409, "owner_changed")
    nowhere = door.ask("POST", "/desk/api/conversations/nobody/presence", headers=marc, body={"kind": "read"})
    problem(nowhere, 404, "not_found")
    problem(door.ask("POST", f"{place}/presence", headers=marc, body={"kind": "sleeping"}), 422, "invalid")


def test_the_list_shows_what_was_said_last_and_by_whom(door, held):
    place, anna = held
    reply = {"client_id": "1", "content": {"type": "text", "body": "Ici Anna"}, "seen_seq": 99}
    assert door.ask("POST", f"{place}/reply", headers=anna, body=reply).status == 200
    said = eventually(lambda: [one for one in phone_of(door, "whatsapp")["messages"] if one["text"] == "Ici Anna"])
    does(door, "whatsapp", {"reaction": {"message_id": said[0]["id"], "emoji": "👍"}})
    timeline = f"{place}/messages"
    eventually(lambda: door.ask("GET", timeline, headers=anna).json["items"][-1]["content"]["type"] == "reaction")
    row = row_of(door, anna, "whatsapp")
    assert (row["last_message"]["preview"], row["last_message"]["author_name"]) == ("Ici Anna", "Anna")
    assert row["needs_answer"] is False  # a thumb up is none that waits
    does(door, "whatsapp", {"media": {"kind": "image", "name": "a.png", "mime": "image/png", "base64": ""}})
    row = eventually(lambda: (row := row_of(door, anna, "whatsapp"))["last_message"]["kind"] == "image" and row)
    assert (row["last_message"]["preview"], row["needs_answer"]) == ("", True)


@pytest.fixture
def namesake(door):
    """Marc, whom the brand calls Anna too."""
    database = door.database.removeprefix("sqlite:///")
    for name in ("Anna", "Marc"):
        with closing(sqlite3.connect(database, timeout=30)) as connection, connection:
            connection.execute("UPDATE agent SET name = ? WHERE email = 'marc@example.com'", [name])
        if name == "Anna":
            yield log_in(door, "marc@example.com")


def test_what_a_colleague_of_the_same_name_wrote_is_shown_before_one_answers(door, held, namesake):
    place, anna = held
    says = lambda who, text, seen, **more: door.ask("POST", f"{place}/reply", headers=who, body={  # noqa: E731
        "client_id": text, "content": {"type": "text", "body": text}, "seen_seq": seen, **more})  # fmt: skip
    first = says(anna, "Un instant", 0, force=True).json
    assert says(anna, "Je regarde", first["seq"] - 1).status == 200  # one's own words are no news
    epoch = door.ask("GET", place, headers=namesake).json["conversation"]["owner"]["epoch"]
    assert door.ask("POST", f"{place}/take", headers=namesake, body={"epoch": epoch}).status == 200
    crossed = problem(says(namesake, "Bonjour", first["seq"]), 409, "newer_message")
    assert [one["preview"] for one in crossed["messages"]] == ["Je regarde"]


def test_a_dead_letter_tells_what_was_to_be_said_to_whom(door, held):
    place, anna = held
    does(door, "whatsapp", {"block": True})
    reply = {"client_id": "2", "content": {"type": "text", "body": "Toujours là ?"}, "seen_seq": 99, "force": True}
    message = door.ask("POST", f"{place}/reply", headers=anna, body=reply).json["id"]
    letters = lambda: door.ask("GET", "/desk/api/dead-letters", headers=anna).json["deliveries"]  # noqa: E731
    one = eventually(lambda: next((letter for letter in letters() if letter["message_id"] == message), None))
    assert one["message"]["preview"] == "Toujours là ?"
    assert one["customer"]["name"] == phone_of(door, "whatsapp")["customer"]["name"]
    assert (one["channel"], one["state"], one["error"]["code"]) == ("whatsapp", "failed", "131026")
    does(door, "whatsapp", {"block": False})
