"""Who sees what: every door of the Desk, asked by somebody of another team and by somebody without the role."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from unittest.mock import Mock

import pytest

from gateway.api import site
from gateway.api.desk.uploads import Files
from tests.gateway.api.test_desk import log_in
from tests.gateway.api.test_messages import sent
from tests.gateway.conftest import phone

OPERATIONS = site.people_operations(Mock(), Mock(), Files(Path(), 1), Mock())
SPOKEN = {"type": "text", "body": "x"}
BODIES = {  # that nothing is wrong with, by the end of the path
    "take": {"epoch": 0}, "resolve": {"epoch": 0}, "hand_back": {"epoch": 0}, "accept": {"epoch": 0},
    "decline": {"epoch": 0}, "transfer": {"epoch": 0, "reason": "x"}, "snooze": {"epoch": 0},
    "reply": {"client_id": "1", "content": SPOKEN, "seen_seq": 0}, "presence": {"kind": "read"},
    "notes": {"client_id": "1", "body": "x"}, "drafts": {"kind": "note", "body": "x"}, "tags": {"tags": ["x"]},
    "looking": {"mode": "viewing"}, "switches": {"scope": "brand", "engaged": True},
    "macro": {"canned_id": "x", "client_id": "1", "epoch": 0, "seen_seq": 0}, "pivot": {"account": "sms"},
    "triage": {"kind": "thanks", "needs_answer": False}, "links": {"customer_id": "x", "why": "x"},
    "apart": {"customer_id": "x"},
    "thread": {"deed": "pass", "epoch": 0}, "left-off": {"seq": 1},
}  # fmt: skip
QUERIES = {"uploads": "?name=a.png"}
OF_A_CONVERSATION = [one for one in OPERATIONS if "/conversations/{id}" in one.path]
OPEN_TO_AGENTS = {  # that show no customer, or look for themselves whom they show
    "/desk/api/cases", "/desk/api/session", "/desk/api/login", "/desk/api/logout", "/desk/api/duty",
    "/desk/api/colleagues", "/desk/api/switches", "/desk/api/tags", "/desk/api/canned", "/desk/api/media/{id}",
    "/desk/api/messages/{id}/triage", "/desk/api/links/{id}/undo", "/desk/api/uploads/{id}", "/files/{token}/{name}",
    "/desk/api/accounts/{account}/templates",
}  # fmt: skip


@pytest.fixture(scope="module")
def hidden(door):
    """A conversation of a team that Marc is not of; he, and Anna who is an admin; and a message in it."""
    anna, marc = log_in(door), log_in(door, "marc@example.com")
    given = {"body": {"name": "Hidden"}, "headers": anna}
    assert door.ask("PUT", "/desk/api/teams/hidden", **given).status == 200
    message = sent(door, phone())["id"]
    conversation = door.get(f"/api/v1/messages/{message}").json["conversation_id"]
    base = f"/desk/api/conversations/{conversation}"
    with closing(sqlite3.connect(door.database.removeprefix("sqlite:///"))) as database:  # as if they had written
        database.execute(
            "UPDATE conversation SET address_id = (SELECT a.id FROM address a WHERE a.customer_id = "
            "conversation.customer_id) WHERE id = ?", (conversation,)
        )  # fmt: skip
        database.commit()
    assert door.ask("POST", f"{base}/take", body={"epoch": 0}, headers=anna).status == 200
    moved = door.ask("POST", f"{base}/transfer", body={"epoch": 1, "team": "hidden", "reason": "x"}, headers=anna)
    assert moved.status == 200
    return conversation, message, anna, marc


@pytest.mark.parametrize("operation", OF_A_CONVERSATION, ids=lambda one: f"{one.method} {one.path}")
def test_another_team_s_conversation_is_not_there(door, hidden, operation):
    conversation, _, anna, marc = hidden
    end = operation.path.rpartition("/")[2]
    path = operation.path.replace("{id}", conversation) + QUERIES.get(end, "")
    body = BODIES[end] if operation.body is not None else None
    assert door.ask(operation.method, path, body=body, headers=marc).status == 404
    seen = door.ask(operation.method, path, body=body, headers=anna)
    assert seen.status != 404 or "canned" in seen.json["detail"] or "customer" in seen.json["detail"]


@pytest.mark.parametrize(
    "operation", [one for one in OPERATIONS if one.guard in ("supervisor", "admin")],
    ids=lambda one: f"{one.method} {one.path}",
)  # fmt: skip
def test_who_has_not_the_role_is_sent_away(door, hidden, operation):
    answer = door.ask(operation.method, re.sub(r"\{\w+\}", "x", operation.path), body={}, headers=hidden[3])
    assert answer.status == 403


def test_there_is_no_other_door():
    """Whoever adds one says here that it shows no customer, or guards it."""
    others = {one.path for one in OPERATIONS if one.guard in ("agent", "none") and one not in OF_A_CONVERSATION}
    assert others <= OPEN_TO_AGENTS
    assert {one.guard for one in OPERATIONS} <= {"agent", "supervisor", "admin", "none"}


def test_lists_leave_it_out_and_its_messages_cannot_be_judged(door, hidden):
    conversation, _, anna, marc = hidden
    for view in ("mine", "queue", "all", "resolved", "offers", "snoozed", "mentions"):
        rows = door.ask("GET", f"/desk/api/cases?view={view}&limit=200", headers=marc).json["items"]
        assert conversation not in {row["conversation_id"] for row in rows}
    seen = door.ask("GET", "/desk/api/cases?view=queue&limit=200", headers=anna).json["items"]
    assert conversation in {row["conversation_id"] for row in seen}


def test_what_is_known_of_it_elsewhere_is_kept_from_them_too(door, hidden):
    """Switches with their reasons, tags, colleagues' canned replies, a search for its words or its number."""
    conversation, message, anna, marc = hidden
    base = f"/desk/api/conversations/{conversation}"
    thrown = {"scope": "conversation", "key": conversation, "engaged": False, "reason": "Maître Dupont"}
    assert door.ask("POST", "/desk/api/switches", body=thrown, headers=anna).status == 200
    assert door.ask("PUT", f"{base}/tags", body={"tags": ["litige-dupont"]}, headers=anna).status == 200
    canned = {"shortcut": "hidden-one", "title": "x", "texts": {"fr": "x"}, "team": "hidden"}
    assert door.ask("POST", "/desk/api/canned", body=canned, headers=anna).status == 200
    address = door.get(f"/api/v1/messages/{message}").json["to"]["address"]
    for path in ("switches", "tags", "canned", f"cases?view=all&q={address.removeprefix('+')}",
                 "cases?view=all&q=litige-dupont", "cases?view=all&limit=200"):  # fmt: skip
        told = door.ask("GET", f"/desk/api/{path}", headers=marc)
        known = door.ask("GET", f"/desk/api/{path}", headers=anna)
        assert (told.status, known.status) == (200, 200)
        for word in (conversation, "Maître Dupont", "litige-dupont", "hidden-one"):
            assert word.encode() not in told.body
        assert any(word.encode() in known.body for word in (conversation, "litige-dupont", "hidden-one"))
    counted = [door.ask("GET", "/desk/api/cases", headers=who).json["counts"]["all"] for who in (marc, anna)]
    assert counted[0] < counted[1]
    engaged = {**thrown, "engaged": True}
    assert door.ask("POST", "/desk/api/switches", body=engaged, headers=marc).status == 404
    assert door.ask("POST", "/desk/api/switches", body=engaged, headers=anna).status == 200


def test_nobody_is_merged_unlinked_or_judged_by_who_may_not_look(door, hidden):
    _, message, _, marc = hidden
    mine = sent(door, phone())
    talk = door.get(f"/api/v1/messages/{mine['id']}").json["conversation_id"]
    theirs = door.get(f"/api/v1/messages/{message}").json["customer_id"]
    base = f"/desk/api/conversations/{talk}"
    for path in ("links", "links/apart"):
        asked = {"customer_id": theirs, "why": "x"}
        assert door.ask("POST", f"{base}/{path}", body=asked, headers=marc).status == 404
    sight = {"needs_answer": False}
    assert door.ask("POST", f"/desk/api/messages/{message}/triage", body=sight, headers=marc).status == 404
    assert door.ask("POST", f"/desk/api/links/{message}/undo", headers=marc).status == 404
    assert door.ask("POST", f"{base}/pivot", body={"account": "sms"}, headers=marc).status == 409  # he has not the pen


def test_who_is_mentioned_may_look(door, hidden):
    conversation, _, anna, marc = hidden
    me = door.ask("GET", "/desk/api/session", headers=marc).json["agent"]["id"]
    base = f"/desk/api/conversations/{conversation}"
    note = {"client_id": "m", "body": "Regarde", "mentions": [me]}
    assert door.ask("POST", f"{base}/notes", body=note, headers=anna).status == 200
    assert door.ask("GET", base, headers=marc).status == 200


def test_the_stream_tells_nothing_of_it(door, hidden):
    """What Marc's page hears next is another conversation, although the hidden one changed before."""
    anna, marc = hidden[2], hidden[3]
    fresh = sent(door, phone())["id"]
    talk = door.get(f"/api/v1/messages/{fresh}").json["conversation_id"]
    base = f"/desk/api/conversations/{talk}"
    door.ask("POST", f"{base}/take", body={"epoch": 0}, headers=anna)
    door.ask("POST", f"{base}/transfer", body={"epoch": 1, "team": "hidden", "reason": "x"}, headers=anna)
    with door.listening("/desk/api/stream", {"Cookie": marc["Cookie"]}) as told:
        assert next(told)["event"] == "hello"
        door.ask("PUT", f"{base}/tags", body={"tags": ["x"]}, headers=anna)
        other = sent(door, phone())["id"]
        heard = door.get(f"/api/v1/messages/{other}").json["conversation_id"]
        changed = next(one for one in told if one["event"] == "changed")
        assert talk not in changed["data"]
        assert heard in changed["data"]


@pytest.mark.parametrize("part", ["messages", "notes", "links"])
def test_whoever_sees_a_part_of_somebody_has_looked_at_them(door, hidden, part):
    """The page asks for the whole first; a program of somebody's own need not."""
    anna, marc = hidden[2], hidden[3]
    fresh = sent(door, phone())["id"]
    shown = door.get(f"/api/v1/messages/{fresh}").json
    for _ in range(3):
        path = f"/desk/api/conversations/{shown['conversation_id']}/{part}"
        assert door.ask("GET", path, headers=marc).status == 200
    audit = door.ask("GET", f"/desk/api/audit?target={shown['customer_id']}", headers=anna).json["items"]
    assert [(one["agent_name"], one["action"], one["times"]) for one in audit] == [("Marc", "look", 1)]


def test_nobody_takes_away_their_own_role(door, hidden):
    anna = hidden[2]
    me = door.ask("GET", "/desk/api/session", headers=anna).json["agent"]["id"]
    profile = {"role": "agent", "languages": ["fr"]}
    assert door.ask("PUT", f"/desk/api/agents/{me}", body=profile, headers=anna).status == 409
    assert door.ask("PUT", "/desk/api/agents/nobody", body=profile, headers=anna).status == 404
