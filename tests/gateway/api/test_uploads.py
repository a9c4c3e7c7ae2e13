"""Agents' files: taken, checked, taken back, sent by each channel's own way, and gone with their customer."""

from __future__ import annotations

import base64
import socket
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import quote

import pytest

from gateway.ground.database import Database
from gateway.journey import retention
from gateway.journey.retention import Kept, Place
from gateway.messages import file_link, upload
from tests.gateway.api.test_desk import log_in
from tests.gateway.api.test_messages import eventually, problem
from tests.gateway.api.test_presence import does, phone_of
from tests.pictures import PNG, jpeg, png, webp

PDF = b"%PDF-1.7\nhello"
CHANNELS = ("whatsapp", "messenger", "telegram", "sms")


@pytest.fixture
def anna(door):
    return log_in(door)


def talk(door, anna, channel: str = "whatsapp") -> str:
    """A conversation that somebody new began, and Anna holds."""
    does(door, channel, {"new_customer": {}})
    does(door, channel, {"text": "bonjour"})
    address = phone_of(door, channel)["customer"]["address"]

    def begun():
        found = door.get("/api/v1/messages", account=channel, address=address).json["items"]
        return found[0]["conversation_id"] if len(found) > 1 else None

    conversation = eventually(begun)
    base = f"/desk/api/conversations/{conversation}"
    epoch = door.ask("GET", base, headers=anna).json["conversation"]["owner"]["epoch"]
    assert door.ask("POST", f"{base}/take", body={"epoch": epoch}, headers=anna).status == 200
    return conversation


def give(door, headers, conversation: str, body: bytes, name: str, purpose: str = "reply"):
    headers = {**headers, "Content-Type": "application/octet-stream"}
    query = f"name={quote(name)}&purpose={purpose}"
    return door.ask("POST", f"/desk/api/conversations/{conversation}/uploads?{query}", body=body, headers=headers)


def waiting(door, headers, conversation: str) -> list[str]:
    """The files of this agent's draft there."""
    drafts = door.ask("GET", f"/desk/api/conversations/{conversation}/drafts", headers=headers).json
    return [one["id"] for one in drafts["files"]]


def say(door, headers, conversation: str, media_id: str, client_id: str = "", **more):
    content = {"type": "media", "kind": "image", "media_id": media_id, **more}
    body = {"client_id": client_id or media_id, "content": content, "seen_seq": 10**6}
    return door.ask("POST", f"/desk/api/conversations/{conversation}/reply", body=body, headers=headers)


def shown(door, channel: str):
    """The newest file of the brand on the phone."""
    files = [one["media"] for one in phone_of(door, channel)["messages"] if one["direction"] == "out" and one["media"]]
    return files[-1] if files and (files[-1]["url"] or "").startswith("data:") else None


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(("body", "name", "kind"), [(PNG, "été.png", "image"), (PDF, "facture.pdf", "file")])
def test_a_file_reaches_the_customer_by_the_channel_s_own_way(door, anna, channel, body, name, kind):
    conversation = talk(door, anna, channel)
    taken = give(door, anna, conversation, body, name).json
    assert (taken["name"], taken["kind"], taken["size"]) == (name, kind, len(body))
    captions = {"whatsapp": 1024, "telegram": 1024, "sms": 1600}
    caption = {"caption": captions[channel]} if channel in captions else {}  # Messenger has none
    assert taken["ways"] == [{"account": channel, "kind": kind, **caption}]
    reply = say(door, anna, conversation, taken["id"], caption="Voici")
    assert reply.status == 200
    assert (reply.json["content"]["kind"], reply.json["content"]["name"]) == (kind, name)
    on_phone = eventually(lambda: shown(door, channel))
    assert base64.b64decode(on_phone["url"].partition(",")[2]) == body
    seen = door.ask("GET", f"/desk/api/media/{taken['id']}", headers=anna)
    assert (seen.status, seen.body) == (200, body)
    assert ("content-disposition" in seen.headers) == (kind == "file")
    assert eventually(lambda: any("Voici" in one["text"] for one in phone_of(door, channel)["messages"]))


def test_a_repeated_click_sends_it_once_and_no_file_goes_twice(any_door):
    door, anna = any_door, log_in(any_door)
    conversation = talk(door, anna)
    media_id = give(door, anna, conversation, PNG, "a.png").json["id"]
    first, second = (say(door, anna, conversation, media_id) for _ in range(2))
    assert first.json["id"] == second.json["id"]
    problem(say(door, anna, conversation, media_id, "2"), 409, "file_sent")


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "run.exe"])
def test_what_a_browser_could_run_is_not_taken(door, anna, name):
    refused = give(door, anna, talk(door, anna), b"<svg onload='alert(1)'/>", name)
    problem(refused, 415, "file_type")


def test_a_picture_does_not_tell_where_it_was_taken(door, anna):
    conversation = talk(door, anna)
    taken = give(door, anna, conversation, png((b"tEXt", b"48.8566 N")) + b"and a film behind", "a.png").json
    assert taken["size"] == len(PNG)
    assert door.ask("GET", f"/desk/api/media/{taken['id']}", headers=anna).body == PNG
    problem(give(door, anna, conversation, PNG[:-4], "a.png"), 415, "file_broken")


POLYGLOTS = [  # what a browser might run, under a name that it may have, and as what it may be taken
    (b"<!DOCTYPE html><script>alert(1)</script>", "a.txt", None),
    (b"  \n<ScRiPt>alert(1)</script>", "a.csv", None),
    (b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.txt", None),
    ("<html><script>alert(1)</script>".encode("utf-16"), "a.txt", None),
    (b"#!/bin/sh\nrm -rf /", "a.txt", None),
    (b"MZ\x90\0", "a.png", None),
    (b"PK\x03\x04" + b"\0" * 40, "a.jar", None),
    (b"PK\x03\x04" + b"\0" * 40, "a.html", None),
    (webp((b"VP8L", b"<script>")), "a.html", "image/webp"),
    (b"GIF89a/*<script>alert(1)</script>*/=1;alert(1)", "a.html", "image/gif"),
    (PNG + b"<script>alert(1)</script>", "a.svg", "image/png"),
    (b"%PDF-1.7\n<script>alert(1)</script>", "a.html", "application/pdf"),
    (jpeg(scan=b"<?php system($_GET['x']); ?>"), "a.php", "image/jpeg"),
    (b"Hello", "../../etc/cron.d/x.txt", "text/plain"),
    (b"Hello", "..\\..\\x\r\nSet-Cookie: a=b.txt", "text/plain"),
    (b"Hello", "a.txt\u202egnp.txt", "text/plain"),
]


@pytest.mark.parametrize(("body", "name", "mime"), POLYGLOTS, ids=lambda one: str(one)[:24])
@pytest.mark.parametrize("claimed", ["application/octet-stream", "text/html"])
def test_a_file_is_what_its_bytes_say_and_never_runs(door, anna, shared, claimed, body, name, mime):
    headers = {**anna, "Content-Type": claimed}
    query = f"name={quote(name)}&purpose=reply"
    taken = door.ask("POST", f"/desk/api/conversations/{shared}/uploads?{query}", body=body, headers=headers)
    if mime is None:
        problem(taken, 415, "file_type")
        return
    assert taken.json["mime"] == mime
    assert not set(taken.json["name"]) & set('/\\\r\n:\u202e<>"')
    assert not taken.json["name"].startswith(".")
    shown = door.ask("GET", f"/desk/api/media/{taken.json['id']}", headers=anna)
    is_picture = mime.startswith("image/")
    assert shown.headers["content-type"] == (mime if is_picture else "application/octet-stream")
    assert ("content-disposition" in shown.headers) != is_picture
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["content-security-policy"].startswith("sandbox;")
    door.ask("DELETE", f"/desk/api/uploads/{taken.json['id']}", headers=anna)


@pytest.fixture(scope="module")
def shared(door):
    return talk(door, log_in(door))


@pytest.mark.parametrize("path", [
    "/desk/api/media/..%2f..%2fdoor.db", "/desk/api/media/door.db", "/desk/api/media/%2e%2e", "/desk/api/media/x%00",
    "/files/../door.db", "/files/x/..%2f..%2fdoor.db", f"/files/x.{'9' * 5000}.y/a", "/files/a.1.\u00b2/x",
    "/files/a.\u0661.x/y",
])  # fmt: skip
def test_no_path_leads_out_of_the_store(door, anna, path):
    assert door.ask("GET", quote(path, safe="/%"), headers=anna).status == 404


def test_bytes_that_never_end_are_not_waited_for_and_hold_up_nobody(door, anna):
    """Somebody's four slow uploads: their fifth is refused, a colleague's is taken."""
    conversation, marc = talk(door, anna), log_in(door, "marc@example.com")
    head = f"POST /desk/api/conversations/{conversation}/uploads?name=a.png HTTP/1.1\r\nHost: x\r\n"
    cookie = f"Cookie: {anna['Cookie']}\r\nX-CSRF-Token: {anna['X-CSRF-Token']}\r\n"
    with ExitStack() as slow:
        for _ in range(4):
            wire = slow.enter_context(socket.create_connection(("127.0.0.1", door.port), timeout=20))
            wire.sendall(f"{head}{cookie}Content-Length: 1000\r\n\r\n".encode() + PNG)
        assert eventually(lambda: give(door, anna, conversation, b"", "b.png").status == 429)
        assert give(door, marc, conversation, PNG, "b.png").status == 200
    assert eventually(lambda: give(door, anna, conversation, PNG, "b.png").status == 200)


def test_a_body_without_an_end_is_cut_at_what_may_be(door, anna):
    conversation = talk(door, anna)
    head = f"POST /desk/api/conversations/{conversation}/uploads?name=a.png HTTP/1.1\r\nHost: x\r\n"
    cookie = f"Cookie: {anna['Cookie']}\r\nX-CSRF-Token: {anna['X-CSRF-Token']}\r\nConnection: close\r\n"
    piece = b"100000\r\n" + b"\0" * 0x100000 + b"\r\n"
    told = door.raw(f"{head}{cookie}Transfer-Encoding: chunked\r\n\r\n".encode() + piece * 18)
    assert told.status in (413, 0)  # refused while it still came
    assert waiting(door, anna, conversation) == []


def test_what_is_too_large_or_empty_is_refused(door, anna):
    conversation = talk(door, anna)
    problem(give(door, anna, conversation, b"", "a.png"), 422, "file_empty")
    head = f"POST /desk/api/conversations/{conversation}/uploads?name=a.png HTTP/1.1\r\nHost: x\r\n"
    cookie = f"Cookie: {anna['Cookie']}\r\nX-CSRF-Token: {anna['X-CSRF-Token']}\r\nConnection: close\r\n"
    told = door.raw(f"{head}{cookie}Content-Length: 900000000\r\n\r\n".encode())
    assert problem(told, 413, "file_too_large")["most"] == 16_000_000


def test_what_the_channel_does_not_carry_is_said_before_and_refused_after(door, anna):
    conversation = talk(door, anna, "sms")
    taken = give(door, anna, conversation, png(pixels=bytes(5_000_000)), "large.png").json
    assert taken["ways"] == [{"account": "sms", "why_not": "too_large", "most": 5_000_000}]
    problem(say(door, anna, conversation, taken["id"]), 422, "file_too_large")


def test_nobody_sends_a_file_of_another_customer_or_one_of_their_making(door, anna):
    conversation, other = talk(door, anna), talk(door, anna)
    theirs = give(door, anna, other, PNG, "a.png").json["id"]
    for media_id in (theirs, "0199", "../x"):
        problem(say(door, anna, conversation, media_id), 422, "no_file")


def test_it_is_taken_back_by_who_may_see_it_and_never_once_it_was_sent(any_door):
    door, anna = any_door, log_in(any_door)
    conversation = talk(door, anna)
    taken, sent = (give(door, anna, conversation, PNG, "a.png").json["id"] for _ in range(2))
    say(door, anna, conversation, sent)
    assert door.ask("GET", f"/desk/api/media/{taken}", headers=anna).status == 200
    assert door.ask("DELETE", f"/desk/api/uploads/{taken}", headers=anna).status == 204
    assert door.ask("GET", f"/desk/api/media/{taken}", headers=anna).status == 404
    for gone in (taken, sent, "x"):
        problem(door.ask("DELETE", f"/desk/api/uploads/{gone}", headers=anna), 404, "not_found")


def test_what_waits_belongs_to_the_draft_of_who_chose_it(any_door):
    """It is there again on another device, in its order; for nobody else; until it is sent or taken back."""
    door, anna, marc = any_door, log_in(any_door), log_in(any_door, "marc@example.com")
    conversation, other = talk(door, anna), talk(door, anna)
    first, second, third = (give(door, anna, conversation, PNG, f"{name}.png").json["id"] for name in "abc")
    elsewhere = give(door, anna, other, PDF, "d.pdf").json["id"]
    again = log_in(door)  # another device
    assert waiting(door, again, conversation) == [first, second, third]
    assert waiting(door, again, other) == [elsewhere]
    assert waiting(door, marc, conversation) == []
    assert door.ask("GET", f"/desk/api/media/{first}", headers=marc).status == 404
    problem(door.ask("DELETE", f"/desk/api/uploads/{first}", headers=marc), 404, "not_found")
    say(door, anna, conversation, second)
    assert door.ask("DELETE", f"/desk/api/uploads/{first}", headers=again).status == 204
    assert waiting(door, again, conversation) == [third]
    assert door.ask("GET", f"/desk/api/media/{second}", headers=marc).status == 200  # it was sent


def test_nobody_sends_what_a_colleague_chose(door, anna):
    conversation = talk(door, anna)
    marc = log_in(door, "marc@example.com")
    media_id = give(door, marc, conversation, PNG, "a.png").json["id"]
    problem(say(door, anna, conversation, media_id), 422, "no_file")


def test_ten_wait_and_no_more_whoever_is_quick(door, anna):
    conversation = talk(door, anna)
    marc = log_in(door, "marc@example.com")
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda n: give(door, anna, conversation, PNG, f"{n}.png").status, range(14)))
    assert sorted(taken) == [200] * 10 + [409] * 4
    assert problem(give(door, anna, conversation, PNG, "x.png"), 409, "too_many_files")["most"] == 10
    assert give(door, marc, conversation, PNG, "x.png").status == 200


def test_a_sound_has_no_caption_on_whatsapp(door, anna):
    conversation = talk(door, anna)
    taken = give(door, anna, conversation, b"ID3" + b"\0" * 20, "a.mp3").json
    assert taken["ways"] == [{"account": "whatsapp", "kind": "audio"}]


def test_another_team_s_file_is_not_there(door, anna):
    conversation = talk(door, anna)
    media_id = give(door, anna, conversation, PNG, "a.png").json["id"]
    door.ask("PUT", "/desk/api/teams/files", body={"name": "Files"}, headers=anna)
    base = f"/desk/api/conversations/{conversation}"
    epoch = door.ask("GET", base, headers=anna).json["conversation"]["owner"]["epoch"]
    moved = {"epoch": epoch, "team": "files", "reason": "x"}
    assert door.ask("POST", f"{base}/transfer", body=moved, headers=anna).status == 200
    marc = log_in(door, "marc@example.com")
    assert door.ask("GET", f"/desk/api/media/{media_id}", headers=marc).status == 404
    assert door.ask("DELETE", f"/desk/api/uploads/{media_id}", headers=marc).status == 404
    assert door.ask("DELETE", f"/desk/api/uploads/{media_id}", headers=anna).status == 204


def test_a_link_is_forged_by_nobody_and_opens_what_was_sent_alone(door, anna):
    conversation = talk(door, anna, "sms")
    sent, unsent = (give(door, anna, conversation, PDF, "a.pdf").json["id"] for _ in range(2))
    say(door, anna, conversation, sent)
    eventually(lambda: shown(door, "sms"))
    [(secret,)] = door.rows(f"SELECT value FROM secret WHERE name = '{file_link.KEY}'")
    now = int(time.time() * 1000)

    def fetched(media_id: str, at: int, by: str = secret):
        return door.ask("GET", file_link.link("", by, media_id, "a.pdf", at), key=None)

    answer = fetched(sent, now)
    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, PDF, "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    for refused in (fetched(unsent, now), fetched(sent, now - file_link.LASTS), fetched(sent, now, "0" * 64)):
        assert refused.status == 404


def test_what_is_never_sent_is_removed_and_all_goes_with_the_customer(door, anna):
    conversation = talk(door, anna)
    forgotten, kept = (give(door, anna, conversation, PNG, "a.png").json["id"] for _ in range(2))
    say(door, anna, conversation, kept)
    folder = Path(door.database.removeprefix("sqlite:///")).parent
    assert (folder / forgotten).is_file()
    later = int(time.time() * 1000) + upload.LASTS + 1000
    database = Database(door.database)
    swept = database.write_now(retention.step, Kept(10**12, None), Place(None, None), later)
    database.close()
    assert forgotten in swept.media
    assert kept not in swept.media
    waits = give(door, anna, conversation, PNG, "b.png").json["id"]
    with closing(sqlite3.connect(door.database.removeprefix("sqlite:///"))) as connection:
        query = "SELECT customer_id FROM conversation WHERE id = ?"
        [customer] = connection.execute(query, (conversation,)).fetchone()
    assert door.post(f"/api/v1/customers/{customer}/erase", None).status == 200
    assert not (folder / kept).exists()
    assert not (folder / waits).exists()


def test_a_file_that_is_gone_is_a_failure_that_says_so(door, anna):
    conversation = talk(door, anna)
    media_id = give(door, anna, conversation, PNG, "a.png").json["id"]
    (Path(door.database.removeprefix("sqlite:///")).parent / media_id).unlink()
    message_id = say(door, anna, conversation, media_id).json["id"]

    def failed():
        shown = door.get(f"/api/v1/messages/{message_id}").json["deliveries"][0]
        return shown["error"] if shown["status"] == "failed" else None

    assert eventually(failed)["code"] == "file_gone"
