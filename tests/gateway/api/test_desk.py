"""The Desk's door: agents only, from our own page only, and nothing odd makes a fault of ours."""

from __future__ import annotations

from unittest.mock import Mock

import pytest

from gateway.api.desk import conversations as desk
from gateway.api.desk import stream
from tests.gateway.api.test_messages import problem, sent
from tests.gateway.conftest import phone

HUGE = ("9" * 19, "-" + "9" * 19, "9" * 400, "-1", "0", "1e3", "null", "", "a%00b", "%ED%A0%80")
GUARDED = [
    (one.method, one.path.replace("{id}", "x"))
    for one in desk.operations(Mock(), Mock())
    if one.guard in ("agent", "admin")
]


def log_in(door, email="anna@example.com"):
    answer = door.ask("POST", "/desk/api/login", body={"email": email, "password": "lumen"}, key=None)
    assert answer.status == 200, answer.body
    cookie = answer.headers["set-cookie"].partition(";")[0]
    return {"Cookie": cookie, "X-CSRF-Token": answer.json["csrf"]}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def desk_door(request):
    door = request.getfixturevalue("door" if request.param == "sqlite" else "postgres_door")
    return door, log_in(door)


@pytest.mark.parametrize(("method", "path"), GUARDED)
@pytest.mark.parametrize("cookie", [None, "causerie_session=", "causerie_session=x", "causerie_session=\xe9", ";;="])
def test_nobody_comes_in_without_a_session(door, method, path, cookie):
    headers = {"Cookie": cookie} if cookie is not None else {}
    problem(door.ask(method, path, headers=headers, body={} if method == "POST" else None), 401, "not_authenticated")


def test_a_change_must_come_from_our_own_page(door):
    given = log_in(door)
    for token in ("", "wrong", "\xe9", given["X-CSRF-Token"][:-1]):
        problem(door.ask("POST", "/desk/api/logout", headers={**given, "X-CSRF-Token": token}), 403, "csrf")
    assert door.ask("POST", "/desk/api/logout", headers=given).status == 204
    problem(door.ask("GET", "/desk/api/cases", headers=given), 401, "not_authenticated")


def test_dead_letters_are_for_admins(door):
    assert door.ask("GET", "/desk/api/dead-letters", headers=log_in(door)).status == 200
    # The second agent of the fixture has the same password and no admin's role
    problem(door.ask("GET", "/desk/api/dead-letters", headers=log_in(door, "marc@example.com")), 403, "forbidden")


@pytest.mark.parametrize("value", HUGE)
def test_odd_numbers_and_words_in_a_query_are_refused_or_borne(desk_door, value):
    door, headers = desk_door
    message = sent(door, phone())["id"]
    conversation = door.get(f"/api/v1/messages/{message}").json["conversation_id"]
    timeline = f"/desk/api/conversations/{conversation}/messages"
    for path in [f"/desk/api/cases?{name}={value}" for name in ("after", "limit", "view", "q")] + [
        f"{timeline}?{name}={value}" for name in ("before", "after", "limit")
    ]:
        assert door.ask("GET", path, headers=headers).status in (200, 422), path


@pytest.mark.parametrize(
    "body",
    [{}, [], {"epoch": 10**30}, {"epoch": -1}, {"epoch": 2**63}, {"client_id": "", "content": {}, "seen_seq": 10**30},
     {"client_id": "\x00", "content": {"type": "text", "body": "x"}, "seen_seq": 0},
     {"client_id": "1", "content": {"type": "text", "body": "x"}, "seen_seq": 2**63},
     {"client_id": "1", "content": {"type": "text", "body": "x"}, "seen_seq": -(2**63) - 1}],
)  # fmt: skip
def test_odd_commands_are_refused(desk_door, body):
    door, headers = desk_door
    message = sent(door, phone())["id"]
    conversation = door.get(f"/api/v1/messages/{message}").json["conversation_id"]
    for there in (conversation, "nobody", "a%00b"):
        for act in ("take", "resolve", "hand_back", "reply"):
            answer = door.ask("POST", f"/desk/api/conversations/{there}/{act}", body=body, headers=headers)
            assert 400 <= answer.status < 500, (act, answer.body)


def test_what_is_not_there_is_not_found(desk_door):
    door, headers = desk_door
    for path in ("conversations/nobody", "media/nobody", "media/..%2F..%2Fetc%2Fpasswd", "conversations/a%00b"):
        problem(door.ask("GET", f"/desk/api/{path}", headers=headers), 404, "not_found")
    problem(door.ask("POST", "/desk/api/dead-letters/deliveries/x.1/retry", headers=headers), 404, "not_found")
    big = f"/desk/api/dead-letters/deliveries/x.{'9' * 30}/retry"
    problem(door.ask("POST", big, headers=headers), 404, "not_found")


def test_the_stream_resumes_or_says_that_it_cannot(door):
    cookie = {"Cookie": log_in(door)["Cookie"]}
    with door.listening("/desk/api/stream", cookie) as told:
        hello = next(told)
        assert hello["event"] == "hello"
        sent(door, phone())
        changed = next(told)
        assert changed["event"] == "changed"
    with door.listening(f"/desk/api/stream?last={hello['id']}", cookie) as told:
        assert next(told) == hello
        assert next(told) == changed
    for unknown in ("gone:1", "%0aevent: changed", "x" * 100):
        with door.listening(f"/desk/api/stream?last={unknown}".replace(" ", "%20"), cookie) as told:
            assert next(told)["event"] == "hello"
            assert next(told)["event"] == "snapshot"


def test_the_stream_shows_that_it_lives_and_ends_with_its_session(door, monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT", 0.02)
    given = log_in(door)
    with door.listening("/desk/api/stream", given) as told:
        assert next(told)["event"] == "hello"
        assert "id" not in next(one for one in told if one["event"] == "beat")  # it must not skip what it did not tell
        assert door.ask("POST", "/desk/api/logout", headers=given).status == 204
        assert [one for one in told if one["event"] not in ("beat", "changed")] == []
