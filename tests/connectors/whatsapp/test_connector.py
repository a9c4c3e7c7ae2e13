"""What the samples do not show: handshake, signals, media in and out, the window, every error code of Meta's table."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from connectors.content import Choices, Media, Option, Template
from connectors.contract import OwnFile, Request
from connectors.errors import MediaUnavailable, NoAnswer
from connectors.http import Http, Reply
from connectors.message import Accepted, CannotTell, Outbound, Part
from connectors.whatsapp import WhatsApp
from tests.connectors import kit
from tests.connectors.stand_in import StandIn, stand_in

VALUES = {
    "phone_number_id": "106540352242922", "waba_id": "102290129340398", "access_token": "EAAJB-wa-token",
    "app_secret": "wa-app-secret", "verify_token": "verify-me",
}  # fmt: skip
NUMBER = "/v25.0/106540352242922"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@asynccontextmanager
async def on_line(*answers: Any) -> AsyncIterator[tuple[WhatsApp, StandIn]]:
    async with stand_in(*answers) as graph:
        yield WhatsApp(kit.account("whatsapp", "meta", VALUES, graph.base), Http()), graph


def offline() -> WhatsApp:
    return WhatsApp(kit.account("whatsapp", "meta", VALUES, "https://graph.facebook.com"), Http())


def test_the_handshake_returns_the_challenge_to_who_knows_the_token() -> None:
    query = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
    known = offline().handshake(Request("GET", f"/hooks/test?{query}verify-me", {}))
    guessed = offline().handshake(Request("GET", f"/hooks/test?{query}guess", {}))
    assert (known.status, known.body, guessed.status) == (200, "1158201444", 403)
    assert offline().handshake(Request("POST", "/hooks/test", {})) is None


@pytest.mark.parametrize(("signal", "more"), [("read", {}), ("typing", {"typing_indicator": {"type": "text"}})])
async def test_a_signal_is_about_the_message_that_was_read(signal: Any, more: dict[str, Any]) -> None:
    async with on_line({"body": {"success": True}}) as (connector, graph):
        await connector.signal(signal, "+16505551234", "wamid.A")
    assert graph.calls[0]["path"] == f"{NUMBER}/messages"
    assert graph.calls[0]["json"] == {
        "messaging_product": "whatsapp", "status": "read", "message_id": "wamid.A", **more
    }  # fmt: skip


async def test_without_a_message_nothing_is_signalled() -> None:
    async with on_line() as (connector, graph):
        await connector.signal("typing", "+16505551234")
        await connector.signal("callback", "+16505551234", "x")
    assert graph.calls == []


async def test_media_is_asked_for_by_id_and_fetched_where_the_account_points() -> None:
    asked = {"body": {"url": "https://lookaside.fbsbx.com/whatsapp/?mid=1", "mime_type": "image/jpeg", "id": "1"}}
    async with on_line(asked, {"body": b"\xff\xd8"}) as (connector, graph):
        fetched = await connector.fetch_media(Media(kind="image", media_id="1003383421387256"), 100)
    assert (fetched.body, fetched.mime) == (b"\xff\xd8", "image/jpeg")
    assert [call["path"] for call in graph.calls] == ["/v25.0/1003383421387256", "/whatsapp/?mid=1"]
    assert {call["headers"]["Authorization"] for call in graph.calls} == {"Bearer EAAJB-wa-token"}
    assert graph.calls[1]["headers"]["User-Agent"] == "causerie"


@pytest.mark.parametrize(
    ("answers", "error", "why"),
    [
        ([{"status": 404, "body": {"error": {"code": 100}}}], MediaUnavailable, "http_404"),
        ([{"body": {"url": "http://169.254.169.254/latest"}}], MediaUnavailable, "refused_host"),
        ([{"body": {"url": "https://lookaside.fbsbx.com/1"}}, {"body": b"12345"}], MediaUnavailable, "too_large"),
        ([{"body": {"url": "https://lookaside.fbsbx.com/1"}}, {"status": 401}], MediaUnavailable, "http_401"),
        ([{"status": 500, "body": "<html>"}], NoAnswer, "http_500"),
        (["no_answer"], NoAnswer, "no whole answer"),
    ],
)
async def test_media_that_cannot_be_had_says_whether_it_is_worth_another_try(
    answers: list[Any], error: type[Exception], why: str
) -> None:
    async with on_line(*answers) as (connector, _):
        with pytest.raises(error, match=why):
            await connector.fetch_media(Media(kind="image", media_id="1"), 4)


async def test_media_that_comes_with_its_address_is_fetched_from_there() -> None:
    async with on_line({"body": b"\xff\xd8"}) as (connector, graph):
        media = Media(kind="image", url="https://lookaside.fbsbx.com/whatsapp/?mid=1", mime="image/jpeg")
        fetched = await connector.fetch_media(media, 100)
    assert (fetched.body, fetched.mime) == (b"\xff\xd8", "image/jpeg")
    assert [call["path"] for call in graph.calls] == ["/whatsapp/?mid=1"]


async def test_an_upload_gives_an_id() -> None:
    async with on_line({"body": {"id": "1003"}}) as (connector, graph):
        assert await connector.upload(b"%PDF", "application/pdf", "bill.pdf") == "1003"
    assert graph.calls[0]["path"] == f"{NUMBER}/media"
    assert graph.calls[0]["form"] == {
        "messaging_product": "whatsapp", "type": "application/pdf", "file": ("bill.pdf", "application/pdf", b"%PDF")
    }  # fmt: skip


async def test_a_picture_above_an_approved_message_is_uploaded_first_and_named_by_its_id() -> None:
    header = Media(kind="image", media_id="0199", name="a.png", mime="image/png")
    content = Template(template_id="new_in_store", locale="fr", params={"1": "Ann"}, header=header)
    outbound = Outbound(id="0199aaaa", address="+16505551234", content=content, own=frozenset({"0199"}))
    (part,) = offline().render(outbound).parts
    assert part.file == "0199"
    sent = {"messages": [{"id": "wamid.1"}]}
    async with on_line({"body": {"id": "1003"}}, {"body": sent}) as (connector, graph):
        file = OwnFile(b"\x89PNG", "image/png", "a.png", "https://brand.example/files/x")
        assert await connector.send(part, kit.REFERENCE, file) == Accepted(provider_id="wamid.1")
    assert [call["path"] for call in graph.calls] == [f"{NUMBER}/media", f"{NUMBER}/messages"]
    above, below = graph.calls[1]["json"]["template"]["components"]
    assert above == {"type": "header", "parameters": [{"type": "image", "image": {"id": "1003"}}]}
    assert below["parameters"] == [{"type": "text", "text": "Ann"}]


def test_a_picture_of_ours_goes_before_the_question_with_its_bytes() -> None:
    picture = Media(kind="image", media_id="0199", name="a.png", mime="image/png")
    content = Choices(body="This one?", options=(Option(id="yes", label="Yes"),), attachments=(picture,))
    outbound = Outbound(id="0199aaaa", address="+16505551234", content=content, own=frozenset({"0199"}))
    parts = offline().render(outbound).parts
    assert [(part.payload["type"], part.file) for part in parts] == [("image", "0199"), ("interactive", None)]


async def test_an_upload_that_is_refused_says_why() -> None:
    async with on_line({"status": 400, "body": {"error": {"code": 131053}}}) as (connector, _):
        with pytest.raises(MediaUnavailable, match="131053"):
            await connector.upload(b"x", "image/png", "x.png")


def test_the_window_is_a_day_and_then_templates() -> None:
    assert offline().window(NOON).open_until == NOON + timedelta(hours=24)
    assert offline().window(None).open_until < NOON
    assert offline().window(NOON).after == {"template"}


async def test_an_ambiguous_send_waits_for_its_status() -> None:
    part = Part(method="messages", payload={})
    assert await offline().find_sent(part, kit.REFERENCE, NOON, kit.nobodys) == CannotTell()


async def test_the_number_is_subscribed_through_its_business_account() -> None:
    async with on_line({"body": {"success": True}}) as (connector, graph):
        await connector.install()
    assert graph.calls[0]["path"] == "/v25.0/102290129340398/subscribed_apps"


CODES = {
    "transient": (131016, 131057, 131000, 133004),
    "throttled": (130429, 131056, 4, 80007, 133016, 131049, 130472),
    "permanent": (131048, 131064, 131020, 131041),
    "window_closed": (131047, 470),
    "opted_out": (131050,),
    "bad_recipient": (131026, 131021, 131030, 130497, 131062),
    "bad_content": (100, 131008, 131009, 131051, 131052, 131053, 135000, 132000, 132001, 132005, 132007, 132008, 132012,
                    132015, 132016, 132068, 132069),
    "auth": (0, 3, 10, 190, 200, 299, 131005, 131031, 368, 131042, 131037, 131045, 131063),
}  # fmt: skip


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500])
@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in CODES.items() for code in codes])
def test_an_error_is_known_by_its_code_whatever_the_status(kind: str, code: int, status: int) -> None:
    body = {"error": {"message": "x", "type": "OAuthException", "code": code, "error_data": {"details": "why"}}}
    failure = offline().classify(Reply(status, msgspec.json.encode(body), {}))
    assert (failure.kind, failure.code, failure.text) == (kind, str(code), "why")


REPORTED = {**CODES, "transient": (*CODES["transient"], 1, 2), "throttled": (*CODES["throttled"], 613)}


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in REPORTED.items() for code in codes])
def test_a_status_that_failed_is_known_by_the_same_codes(kind: str, code: int) -> None:
    status = {"id": "wamid.A", "status": "failed", "errors": [{"code": code, "title": "Title"}]}
    body = {"entry": [{"changes": [{"field": "messages", "value": {"statuses": [status]}}]}]}
    (event,) = offline().parse(Request("POST", kit.PATH, {}, msgspec.json.encode(body)))
    assert (event.error.kind, event.error.code, event.error.text) == (kind, str(code), "Title")
