"""What browsers are told with every answer, and that nothing is told to whoever did not log in."""

from __future__ import annotations

import re

import pytest

from gateway.api.headers import ALWAYS
from tests.gateway.api.test_desk import log_in

OPEN = {"/", "/desk", "/desk/{rest}", "/login", "/assets", "/healthz", "/readyz", "/metrics", "/api/openapi.json"}
UNREAD = {"/hooks/{account}", "/desk/api/login"}  # these know their callers otherwise


@pytest.mark.parametrize(
    "path",
    ["/", "/login", "/desk/queue", "/desk/api/session", "/desk/api/cases", "/desk/api/stream", "/desk/api/media/x",
     "/api/v1/messages", "/api/openapi.json", "/healthz", "/metrics", "/nothing", "/assets/nothing"],
)  # fmt: skip
def test_every_answer_forbids_frames_guesses_and_foreign_scripts(door, path):
    told = door.ask("GET", path, key=None).headers
    for name, value in ALWAYS.items():
        if name not in ("Content-Security-Policy", "Cache-Control"):
            assert told[name.lower()] == value, name
    policy = told["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy or ("script-src 'self';" in policy and "object-src 'none'" in policy)
    assert "server" not in told
    assert "strict-transport-security" not in told  # the demo is no HTTPS


def test_what_customers_said_is_kept_by_no_cache(door):
    assert door.ask("GET", "/desk/api/cases", headers=log_in(door)).headers["cache-control"] == "no-store"
    assert door.get("/api/v1/messages").headers["cache-control"] == "no-store"


def test_a_log_in_gives_a_cookie_that_no_script_reads_and_a_log_out_takes_it(door):
    given = {"email": "anna@example.com", "password": "lumen"}
    cookie = door.ask("POST", "/desk/api/login", body=given, key=None).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    gone = door.ask("POST", "/desk/api/logout", headers=log_in(door))
    assert re.match(r'causerie_session=""; .*Max-Age=0', gone.headers["set-cookie"])
    assert gone.headers["clear-site-data"] == '"cache"'


def test_who_logs_in_again_leaves_no_session_behind(door):
    before = log_in(door)
    given = {"email": "anna@example.com", "password": "lumen"}
    assert door.ask("POST", "/desk/api/login", body=given, headers={"Cookie": before["Cookie"]}, key=None).status == 200
    assert door.ask("GET", "/desk/api/cases", headers=before).status == 401


def test_nothing_but_the_pages_answers_whoever_did_not_log_in(door):
    asked = [
        (method, path)
        for method, path in door.routes
        if method in ("GET", "POST", "PUT", "DELETE") and path not in OPEN | UNREAD and not path.startswith("/hooks/")
        and not path.startswith("/me")  # a customer's own page has its own way in: test_board
        and not path.startswith("/files/")  # a sealed link is its own way in: test_uploads
    ]  # fmt: skip
    assert len(asked) > 15
    answered = {
        (method, path): door.ask(method, re.sub(r"\{\w+\}", "x", path), key=None).status for method, path in asked
    }
    assert {one: status for one, status in answered.items() if status != 401} == {}


def test_every_change_by_an_agent_needs_the_token_of_the_page(door):
    given = log_in(door)
    del given["X-CSRF-Token"]
    changes = [path for method, path in door.routes if method == "POST" and path.startswith("/desk/api/")]
    assert "/desk/api/conversations/{id}/reply" in changes
    refused = {path: door.ask("POST", re.sub(r"\{\w+\}", "x", path), headers=given, body={}).status
               for path in changes if path != "/desk/api/login"}  # fmt: skip
    assert set(refused.values()) == {403}


def test_a_log_in_that_a_foreign_form_could_send_is_refused(door):
    form = b"email=anna%40example.com&password=lumen"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert door.ask("POST", "/desk/api/login", body=form, headers=kind, key=None).status == 415
    given = b'{"email": "anna@example.com", "password": "lumen"}'
    assert (
        door.ask("POST", "/desk/api/login", body=given, headers={"Content-Type": "text/plain"}, key=None).status == 415
    )
