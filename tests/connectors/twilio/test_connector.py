"""What the samples do not show: signatures against Twilio's own validator, look-ups, media, windows."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from connectors.content import Media
from connectors.contract import Request
from connectors.errors import MediaUnavailable, NoAnswer
from connectors.http import Http
from connectors.message import Absent, Accepted, CannotTell, Part
from connectors.twilio import TwilioSms, TwilioWhatsApp, signature
from tests.connectors import kit
from tests.connectors.stand_in import StandIn, stand_in

TOKEN = "4f1c8ae5d27b90c3e6a1f0b2d4c6e8fa"
SID = "AC0123456789abcdef0123456789abcdef"
VALUES = {"account_sid": SID, "auth_token": TOKEN, "from": "+15550783881"}
FORM = {"content-type": "application/x-www-form-urlencoded; charset=UTF-8"}
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PART = Part(method="Messages.json", payload={"To": "+16505551234", "Body": "Hello"})


@asynccontextmanager
async def on_line(*answers: Any, **values: str) -> AsyncIterator[tuple[TwilioSms, StandIn]]:
    async with stand_in(*answers) as provider:
        yield TwilioSms(kit.account("sms", "twilio", VALUES | values, provider.base), Http()), provider


def test_the_example_of_twilios_own_pages_is_genuine() -> None:
    fields = {
        "CallSid": "CA1234567890ABCDE", "Caller": "+12349013030", "Digits": "1234", "From": "+12349013030",
        "To": "+18005551212",
    }  # fmt: skip
    headers = {**FORM, "x-twilio-signature": "0/KCTR6DLpKmkAf8muzZqo1nDgQ="}
    call = Request("POST", "/myapp.php?foo=1&bar=2", headers, urlencode(fields).encode())
    assert signature.is_genuine(call, "https://mycompany.com", "12345")
    assert not signature.is_genuine(call, "http://mycompany.com", "12345")


@pytest.mark.parametrize(
    "fields",
    [
        [("Body", "Où ? 😀"), ("From", "+1")],
        [("Body", ""), ("NumMedia", "0")],  # a blank value is signed too
        [("Tag", "b"), ("Tag", "a"), ("Tag", "b")],  # what is repeated is signed once, sorted
        [("b", "1"), ("B", "2"), ("a", "3")],
        [],
    ],
)
@pytest.mark.parametrize("public", ["https://hooks.example.com", "http://hooks.example.com:8080", "https://h:443"])
@pytest.mark.parametrize("path", ["/hooks/test", "/hooks/test?delivery=0199%2D1&x=", "/hooks/t%C3%A9st?a=b%20c"])
def test_a_form_signed_by_twilios_library_is_genuine(fields: list[tuple[str, str]], public: str, path: str) -> None:
    signed = RequestValidator(TOKEN).compute_signature(public + path, MultiDict(fields))
    call = Request("POST", path, {**FORM, "x-twilio-signature": signed}, urlencode(fields).encode())
    assert signature.is_genuine(call, public, TOKEN)


@pytest.mark.parametrize(
    ("signed_for", "public"),
    [
        ("https://h.example:443", "https://h.example"),
        ("https://h.example", "https://h.example:443"),
        ("http://h.example:80", "http://h.example"),
    ],
)
def test_the_port_may_be_told_or_not(signed_for: str, public: str) -> None:
    signed = RequestValidator(TOKEN).compute_signature(f"{signed_for}/hooks/test", {"a": "1"})
    call = Request("POST", "/hooks/test", {**FORM, "x-twilio-signature": signed}, b"a=1")
    assert signature.is_genuine(call, public, TOKEN)


@pytest.mark.parametrize(
    ("signed_for", "called"),
    [
        ("?town=Forli'", "?town=Forli%27"),
        ("?town=Forli%27", "?town=Forli'"),
        ("?MessageSid=SM1&From=whatsapp:%2B16505551234", "?MessageSid=SM1&From=whatsapp%3A%2B16505551234"),
        ("?caller=sip:1@192.0.2.1", "?caller=sip%3a1%40192.0.2.1"),
    ],
)
def test_signs_in_the_query_may_be_escaped_on_the_way(signed_for: str, called: str) -> None:
    signed = RequestValidator(TOKEN).compute_signature(f"https://h.example/hooks/test{signed_for}", {})
    call = Request("GET", f"/hooks/test{called}", {"x-twilio-signature": signed})
    assert signature.is_genuine(call, "https://h.example", TOKEN)
    assert not signature.is_genuine(Request("GET", f"/hooks/test{called}x", call.headers), "https://h.example", TOKEN)


def test_a_json_body_is_signed_by_its_hash() -> None:
    body = b'{"a": "\xc3\xa9"}'
    path = f"/hooks/test?bodySHA256={hashlib.sha256(body).hexdigest()}"
    signed = RequestValidator(TOKEN).compute_signature(f"https://h.example{path}", {})
    for kind in ("application/json", "text/plain", FORM["content-type"]):
        headers = {"content-type": kind, "x-twilio-signature": signed}
        assert signature.is_genuine(Request("POST", path, headers, body), "https://h.example", TOKEN)
        assert not signature.is_genuine(Request("POST", path, headers, body + b" "), "https://h.example", TOKEN)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
def test_a_body_that_is_neither_a_form_nor_hashed_is_forged(kind: str) -> None:
    signed = RequestValidator(TOKEN).compute_signature("https://h.example/hooks/test", {})
    call = Request("POST", "/hooks/test", {"content-type": kind, "x-twilio-signature": signed}, b'{"MessageSid":"1"}')
    assert not signature.is_genuine(call, "https://h.example", TOKEN)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a=1&" * 5000, b"", b"&&&", b"%zz=%"])
def test_an_odd_body_is_never_an_error(body: bytes) -> None:
    call = Request("POST", "/hooks/test", {**FORM, "x-twilio-signature": "AAAA"}, body)
    assert signature.is_genuine(call, "https://h.example", TOKEN) is False


async def is_anothers(provider_id: str) -> bool:
    return provider_id == "SMknown"


def listed(**message: Any) -> dict[str, Any]:
    return {
        "sid": "SM42", "body": "Hello", "direction": "outbound-api", "date_created": "Tue, 24 Nov 2026 12:00:05 +0000"
    } | message  # fmt: skip


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        ([listed()], Accepted(provider_id="SM42")),
        ([listed(body="Other"), listed(sid="SM43")], Accepted(provider_id="SM43")),
        ([listed(body="Other")], Absent()),
        ([listed(direction="inbound")], Absent()),  # the customer said the same
        ([listed(date_created="Tue, 24 Nov 2026 11:00:00 +0000")], CannotTell()),  # unless our clock was wrong
        ([listed(sid="SMknown")], Absent()),  # the same words, said before by us
        ([listed(sid="SMknown"), listed()], Accepted(provider_id="SM42")),
        ([listed(date_created=None)], Accepted(provider_id="SM42")),  # rather once too little than twice
        ([], Absent()),
    ],
)
async def test_a_lost_answer_is_looked_up(messages: list[Any], found: Any) -> None:
    async with on_line({"body": {"messages": messages}}) as (sms, provider):
        assert await sms.find_sent(PART, kit.REFERENCE, NOON, is_anothers) == found
    assert provider.calls[0]["method"] == "GET"
    path, _, query = provider.calls[0]["path"].partition("?")
    assert path == f"/2010-04-01/Accounts/{SID}/Messages.json"
    assert Request("GET", f"?{query}", {}).query == {
        "To": "+16505551234", "From": "+15550783881", "DateSent>": "2026-11-23", "PageSize": "50"
    }  # fmt: skip


@pytest.mark.parametrize(
    "answer", [{"status": 500, "body": ""}, {"body": "<html>"}, {"body": {"messages": 5}}, "no_answer"]
)
async def test_a_look_up_without_an_answer_proves_nothing(answer: Any) -> None:
    async with on_line(answer) as (sms, _):
        assert await sms.find_sent(PART, kit.REFERENCE, NOON, is_anothers) == CannotTell()


async def test_a_templates_words_are_not_known_here() -> None:
    async with on_line() as (sms, provider):
        part = Part(method="Messages.json", payload={"To": "+16505551234", "ContentSid": "HX1"})
        assert await sms.find_sent(part, kit.REFERENCE, NOON, is_anothers) == CannotTell()
    assert provider.calls == []


async def test_media_is_fetched_where_the_account_points_with_its_password() -> None:
    url = f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages/MM1/Media/ME1"
    async with on_line({"body": b"\x89PNG", "headers": {"Content-Type": "image/png"}}) as (sms, provider):
        fetched = await sms.fetch_media(Media(kind="image", url=url), 100)
    assert (fetched.body, fetched.mime) == (b"\x89PNG", "image/png")
    assert provider.calls[0]["path"] == f"/2010-04-01/Accounts/{SID}/Messages/MM1/Media/ME1"
    password = b64encode(f"{SID}:{TOKEN}".encode()).decode()
    assert provider.calls[0]["headers"]["Authorization"] == f"Basic {password}"


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/x", "https://twilio.com.evil.example/x", "file:///etc/passwd", "https://[::1", None]
)
async def test_media_of_other_hosts_is_never_fetched(url: str | None) -> None:
    async with on_line() as (sms, provider):
        with pytest.raises(MediaUnavailable):
            await sms.fetch_media(Media(kind="image", url=url), 100)
    assert provider.calls == []


@pytest.mark.parametrize(
    ("answer", "error", "why"),
    [
        ({"body": b"12345"}, MediaUnavailable, "too_large"),
        ({"status": 404}, MediaUnavailable, "expired"),
        ({"status": 401}, MediaUnavailable, "http_401"),
        ({"status": 500}, NoAnswer, "http_500"),
        ("no_answer", NoAnswer, "no whole answer"),
    ],
)
async def test_media_that_cannot_be_had_says_whether_it_is_worth_another_try(
    answer: Any, error: type[Exception], why: str
) -> None:
    async with on_line(answer) as (sms, provider):
        with pytest.raises(error, match=why):
            await sms.fetch_media(Media(kind="image", url=f"{provider.base}/1"), 4)


def test_a_messaging_service_is_addressed_by_its_hook_alone() -> None:
    by_number = TwilioSms(kit.account("sms", "twilio", VALUES, "https://api.twilio.com"), Http())
    service = TwilioSms(kit.account("sms", "twilio", VALUES | {"from": "MG1"}, "https://api.twilio.com"), Http())
    assert (by_number.recipient(), service.recipient()) == ("+15550783881", None)


def test_whatsapp_has_a_day_and_then_templates() -> None:
    values = VALUES | {"from": "whatsapp:+15550783881"}
    whatsapp = TwilioWhatsApp(kit.account("whatsapp", "twilio", values, "https://api.twilio.com"), Http())
    assert whatsapp.window(NOON).open_until == NOON + timedelta(hours=24)
    assert whatsapp.window(None).open_until < NOON
    assert whatsapp.window(NOON).after == {"template"}
    assert whatsapp.recipient() == "+15550783881"


async def test_nothing_is_signalled() -> None:
    async with on_line() as (sms, provider):
        await sms.signal("typing", "+16505551234")
        await sms.install()
    assert provider.calls == []
