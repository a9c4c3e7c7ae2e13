"""What customers send is shown to agents as what it is, or not at all: a page never runs as ours."""

from __future__ import annotations

import base64

import pytest

from tests.gateway.api.test_desk import log_in
from tests.gateway.api.test_messages import eventually, problem
from tests.gateway.api.test_presence import does, phone_of

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 20).decode()
HTML = base64.b64encode(b"<script>alert(1)</script>").decode()


def sent(door, kind: str, name: str, mime: str, content: str) -> str:
    """The id of a file that a customer sent, once it is here."""
    does(door, "whatsapp", {"new_customer": {}})
    does(door, "whatsapp", {"media": {"kind": kind, "name": name, "mime": mime, "base64": content}})
    address = phone_of(door, "whatsapp")["customer"]["address"]

    def stored():
        found = door.get("/api/v1/messages", account="whatsapp", address=address, direction="in").json["items"]
        media_id = found and found[0]["content"].get("media_id")
        return media_id if media_id and len(media_id) == 36 else None  # before that, it is the provider's

    return eventually(stored)


def asked(door, media_id: str):
    headers = log_in(door)
    return eventually(
        lambda: (answer := door.ask("GET", f"/desk/api/media/{media_id}", headers=headers)).status == 200 and answer
    )


def test_a_picture_is_shown(door):
    answer = asked(door, sent(door, "image", "a.png", "image/png", PNG))
    assert answer.headers["content-type"] == "image/png"
    assert "content-disposition" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox;")


@pytest.mark.parametrize(
    ("account", "contents"),
    [
        ("whatsapp", [("media", "Cassée")]),
        ("telegram", [("media", "Cassée")]),
        ("sms", [("media", "Cassée")]),
        ("messenger", [("media", None), ("text", "Cassée")]),
    ],
)
def test_what_is_written_under_a_picture_arrives_with_it(door, account, contents):
    does(door, account, {"new_customer": {}})
    picture = {"kind": "image", "name": "a.png", "mime": "image/png", "base64": PNG, "caption": "Cassée"}
    does(door, account, {"media": picture})
    address = phone_of(door, account)["customer"]["address"]

    def stored():
        found = door.get("/api/v1/messages", account=account, address=address, direction="in").json["items"]
        said = [one["content"] for one in found]
        return [(one["type"], one.get("caption") or one.get("body")) for one in said] == contents

    assert eventually(stored)


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("page.html", "text/html"),
        ("dessin.svg", "image/svg+xml"),
        ("été & co.pdf", "application/pdf"),
        ("x\r\ny.js", "text/javascript"),
    ],
)
def test_everything_else_is_a_download_whatever_it_calls_itself(door, name, mime):
    answer = asked(door, sent(door, "file", name, mime, HTML))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert "\n" not in answer.headers["content-disposition"]
    assert answer.headers["content-security-policy"].startswith("sandbox;")


def test_a_page_that_calls_itself_a_picture_is_one_that_cannot_be_drawn(door):
    answer = asked(door, sent(door, "image", "a.png", "image/png", HTML))
    assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == ("image/png", "nosniff")


def test_nobody_sees_a_file_without_a_session(door):
    media_id = sent(door, "image", "a.png", "image/png", PNG)
    problem(door.ask("GET", f"/desk/api/media/{media_id}", key=None), 401, "not_authenticated")
    problem(door.ask("GET", f"/desk/api/media/{media_id}"), 401, "not_authenticated")  # a program's key is no session
