"""What the samples do not show: handshake, signatures, signals, media, the window, the subscription, secrets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from connectors.content import Media
from connectors.contract import Request
from connectors.errors import ConfigurationError, MediaUnavailable
from connectors.http import Http, Reply
from connectors.message import CannotTell, Part
from connectors.messenger import Messenger, attachment
from tests.connectors.kit import nobodys
from tests.connectors.messenger.accounts import INSTAGRAM, PAGE, account, messenger, webhook
from tests.connectors.stand_in import StandIn, stand_in

HELLO = {"object": "page", "entry": [{"id": PAGE["page_id"], "messaging": []}]}
PSID = "8001000000000042"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@asynccontextmanager
async def on_line(*answers: Any, values: dict[str, str] = PAGE) -> AsyncIterator[tuple[Messenger, StandIn]]:
    async with stand_in(*answers) as graph:
        yield Messenger(account(values, graph.base), Http(total=2)), graph


def asked(query: str) -> Request:
    return Request("GET", f"/hooks/page?{query}", {})


def test_the_handshake_returns_the_challenge_to_who_knows_the_token() -> None:
    answer = messenger().handshake(asked("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify-me"))
    assert (answer.status, answer.body) == (200, "1158201444")


@pytest.mark.parametrize(
    "query",
    ["hub.mode=subscribe&hub.challenge=1&hub.verify_token=guess", "hub.challenge=1", "hub.verify_token=%ff", ""],
)
def test_the_handshake_refuses_everybody_else(query: str) -> None:
    answer = messenger().handshake(asked(query))
    assert (answer.status, "1" in answer.body) == (403, False)


def test_an_event_is_no_handshake() -> None:
    assert messenger().handshake(webhook(HELLO)) is None


def test_a_body_that_was_touched_is_forged() -> None:
    genuine = webhook(HELLO)
    touched = Request(genuine.method, genuine.path, genuine.headers, genuine.body + b" ")
    assert (messenger().verify(genuine), messenger().verify(touched)) == (True, False)


@pytest.mark.parametrize("header", [None, "", "sha256=", "sha1=00", "sha256=é", "sha256=\udcff", "x" * 10_000])
def test_an_odd_signature_is_a_forged_one(header: str | None) -> None:
    headers = {} if header is None else {"x-hub-signature-256": header}
    assert not messenger().verify(Request("POST", "/hooks/page", headers, webhook(HELLO).body))


def test_the_webhook_is_addressed_by_the_page() -> None:
    assert (messenger().recipient(), messenger(INSTAGRAM).recipient()) == (PAGE["page_id"], INSTAGRAM["page_id"])


def test_a_repeated_event_has_the_same_key() -> None:
    events = [{"sender": {"id": PSID}, "timestamp": 1749416383000, "referral": {"ref": ref}} for ref in "aab"]
    body = {"object": "page", "entry": [{"id": PAGE["page_id"], "messaging": events}]}
    first, again, other = (event.key for event in messenger().parse(webhook(body)))
    assert first == again != other


@pytest.mark.parametrize(("signal", "action"), [("typing", "typing_on"), ("read", "mark_seen")])
async def test_a_signal_is_a_sender_action(signal: Any, action: str) -> None:
    async with on_line({"body": {"recipient_id": PSID}}) as (connector, graph):
        await connector.signal(signal, PSID)
    call = graph.calls[0]
    assert call["path"] == f"/v25.0/{PAGE['page_id']}/messages"
    assert call["json"] == {"recipient": {"id": PSID}, "sender_action": action}


async def test_there_is_no_callback_to_answer() -> None:
    async with on_line() as (connector, graph):
        await connector.signal("callback", PSID, "x")
    assert graph.calls == []


@pytest.mark.parametrize("answer", [{"status": 400, "body": {"error": {"code": 10}}}, "no_answer", "not_sent"])
async def test_a_signal_that_fails_hurts_nobody(answer: Any) -> None:
    async with on_line(answer) as (connector, _):
        await connector.signal("typing", PSID)


async def test_an_upload_is_kept_for_reuse() -> None:
    async with on_line({"body": {"attachment_id": 1857777774821032}}) as (connector, graph):
        assert await connector.upload(b"%PDF", "application/pdf", "bill.pdf") == "1857777774821032"
    call = graph.calls[0]
    assert call["path"] == f"/v25.0/{PAGE['page_id']}/message_attachments"
    assert msgspec.json.decode(call["form"]["message"]) == {
        "attachment": {"type": "file", "payload": {"is_reusable": True}}
    }
    assert call["form"]["filedata"] == ("bill.pdf", "application/pdf", b"%PDF")


async def test_an_upload_that_is_refused_says_why() -> None:
    async with on_line({"status": 400, "body": {"error": {"code": 100, "error_subcode": 2018047}}}) as (connector, _):
        with pytest.raises(MediaUnavailable, match="100/2018047"):
            await connector.upload(b"x", "image/png", "x.png")


async def test_media_of_metas_hosts_is_fetched_where_the_account_points() -> None:
    answer = {"body": b"\x89PNG", "headers": {"Content-Type": "image/png; charset=binary"}}
    async with on_line(answer) as (connector, graph):
        media = Media(kind="image", url="https://scontent.xx.fbcdn.net/v/1.png?oh=2")
        fetched = await connector.fetch_media(media, 100)
    assert (fetched.body, fetched.mime, fetched.name) == (b"\x89PNG", "image/png", "1.png")
    assert graph.calls[0]["path"] == "/v/1.png?oh=2"
    assert "Authorization" not in graph.calls[0]["headers"]


@pytest.mark.parametrize("graph_host", ["https://graph.facebook.com", "https://graph.instagram.com"])
def test_media_is_fetched_where_it_lies_when_the_account_is_a_real_one(graph_host: str) -> None:
    url = "https://scontent.cdninstagram.com/v/1.png?oh=2"
    assert attachment.source(url, graph_host) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://scontent.xx.fbcdn.net/1.png",
        "https://fbcdn.net.evil.example/1.png",
        "https://evilfbcdn.net/1.png",
        "https://scontent.xx.fbcdn.net:8443/1.png",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://[::1",
        "https://fbcdn.net:port/",
        None,
    ],
)
async def test_media_of_other_hosts_is_never_fetched(url: str | None) -> None:
    async with on_line() as (connector, graph):
        with pytest.raises(MediaUnavailable):
            await connector.fetch_media(Media(kind="image", url=url), 100)
    assert graph.calls == []


@pytest.mark.parametrize(
    ("answer", "why"),
    [({"body": b"12345"}, "too_large"), ({"status": 403, "body": "gone"}, "expired")],
)
async def test_media_that_cannot_be_had_says_why(answer: Any, why: str) -> None:
    async with on_line(answer) as (connector, graph):
        with pytest.raises(MediaUnavailable, match=why):
            await connector.fetch_media(Media(kind="image", url=f"{graph.base}/1.png"), 4)


def test_the_window_is_a_day_for_all_and_a_week_for_people() -> None:
    window = messenger().window(NOON)
    assert window.open_until == NOON + timedelta(hours=24)
    assert (window.after, window.human_until) == ({"human"}, NOON + timedelta(days=7))


def test_nobody_may_write_first() -> None:
    window = messenger().window(None)
    assert window.open_until < NOON
    assert window.human_until < NOON


async def test_an_ambiguous_send_cannot_be_looked_up() -> None:
    part = Part(method="messages", payload={})
    assert await messenger().find_sent(part, "0199aaaa-1", NOON, nobodys) == CannotTell()


@pytest.mark.parametrize(
    ("values", "field", "absent"), [(PAGE, "message_echoes", "messaging_seen"), (INSTAGRAM, "messaging_seen", "feed")]
)
async def test_the_subscription_asks_for_what_is_read(values: dict[str, str], field: str, absent: str) -> None:
    async with on_line({"body": {"success": True}}, values=values) as (connector, graph):
        await connector.install()
    call = graph.calls[0]
    assert call["path"] == f"/v25.0/{values['page_id']}/subscribed_apps"
    fields = call["json"]["subscribed_fields"].split(",")
    assert field in fields
    assert absent not in fields


async def test_a_refused_subscription_says_what_meta_said_without_the_token() -> None:
    said = {"error": {"code": 190, "message": "Malformed access token EAAB-page-token"}}
    async with on_line({"status": 400, "body": said}) as (connector, _):
        with pytest.raises(ConfigurationError, match=r"page: .* 190 Malformed access token \*\*\*"):
            await connector.install()


async def test_the_token_travels_in_a_header() -> None:
    async with on_line({"body": {"recipient_id": PSID, "message_id": "m_1"}}) as (connector, graph):
        await connector.send(Part(method="messages", payload={"recipient": {"id": PSID}}), "0199aaaa-1")
    assert graph.calls[0]["headers"]["Authorization"] == "Bearer EAAB-page-token"
    assert "EAAB" not in graph.calls[0]["path"]


@pytest.mark.parametrize(
    ("values", "longest"),
    [
        ({"page_id": "17841400000000001"}, 1000),
        ({"page_id": "17841400000000001", "kind": "page"}, 2000),
        ({"page_id": "1084200000000001"}, 2000),
        ({"page_id": "1084200000000001", "kind": "instagram"}, 1000),
    ],
)
def test_an_instagram_account_is_known_by_its_id(values: dict[str, str], longest: int) -> None:
    assert messenger({**PAGE, **values}).capabilities.text == longest


@pytest.mark.parametrize("subcode", [None, 1545041])
def test_a_block_lasts_until_the_person_writes_again(subcode: int | None) -> None:
    body = {"error": {"message": "x", "code": 551, "error_subcode": subcode}}
    failure = messenger().classify(Reply(400, msgspec.json.encode(body), {}))
    assert (failure.kind, failure.closes) == ("opted_out", "until_heard")
