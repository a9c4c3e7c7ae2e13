"""What providers approved, read from their lists: page by page, and only what can be sent as it is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.approved import Approved, Blank
from connectors.contract import Account, Approving
from connectors.errors import Failure
from connectors.http import Http
from connectors.registry import connector_class
from tests.connectors.stand_in import NO_ANSWER, NOT_SENT, StandIn, stand_in

WHATSAPP = {"phone_number_id": "1065", "waba_id": "77", "access_token": "t", "app_secret": "s", "verify_token": "v"}
TWILIO = {"account_sid": "AC1", "auth_token": "t", "from": "whatsapp:+1"}


def template(**more: Any) -> dict[str, Any]:
    body = {"type": "BODY", "text": "Hi {{1}}, code {{2}}", "example": {"body_text": [["Mark", "FALL25"]]}}
    return {"name": "fall", "language": "en_US", "status": "APPROVED", "category": "MARKETING",
            "components": [body], **more}  # fmt: skip


async def listed(values: dict[str, str], *pages: Any) -> tuple[Any, StandIn]:
    async with stand_in(*pages) as stands:
        provider = "meta" if "waba_id" in values or "phone_number_id" in values else "twilio"
        account = Account("wa", "whatsapp", provider, values, stands.base)
        connector = connector_class("whatsapp", provider)(account, Http())
        assert isinstance(connector, Approving)
        return await connector.approved(), stands


async def test_meta_s_list_is_read_to_its_end_and_its_token_is_not_followed():
    more = {"paging": {"cursors": {"after": "A1"}, "next": "https://evil.example/?access_token=x&after=B2"}}
    end = {"paging": {"cursors": {"after": "C3"}}}
    found, stands = await listed(
        WHATSAPP, {"body": {"data": [template()], **more}}, {"body": {"data": [template(name="two")], **end}}
    )
    assert [one.name for one in found] == ["fall", "two"]
    assert [call["path"].partition("?")[0] for call in stands.calls] == ["/v25.0/77/message_templates"] * 2
    assert "after=A1" in stands.calls[1]["path"]
    assert found[0] == Approved(
        template_id="fall", name="fall", locale="en_US", category="marketing", body="Hi {{1}}, code {{2}}",
        blanks=(Blank(key="1", example="Mark"), Blank(key="2", example="FALL25")),
    )  # fmt: skip


async def test_what_stands_above_and_below_the_words_has_blanks_too():
    components = [
        {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["x"]}},
        {"type": "BODY", "text": "Order {{number}}",
         "example": {"body_text_named_params": [{"param_name": "number", "example": "A-1"}]}},
        {"type": "FOOTER", "text": "Lumen"},
        {"type": "BUTTONS", "buttons": [
            {"type": "QUICK_REPLY", "text": "Later"},
            {"type": "URL", "text": "Track", "url": "https://lumen.example/{{1}}", "example": ["orders/1"]}]},
    ]  # fmt: skip
    found, _ = await listed(WHATSAPP, {"body": {"data": [template(components=components)]}})
    [one] = found
    assert (one.media, one.footer, one.buttons) == ("image", "Lumen", ("Later", "Track"))
    assert one.blanks == (
        Blank(key="header", kind="media"), Blank(key="number", example="A-1"),
        Blank(key="button.1", kind="link", example="orders/1"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "one",
    [
        template(status="PENDING"),
        template(status="REJECTED"),
        template(components=[{"type": "BODY", "text": "x"}, {"type": "CAROUSEL", "cards": []}]),
        template(components=[{"type": "BODY", "text": "x"}, {"type": "HEADER", "format": "LOCATION"}]),
        template(components=[{"type": "BODY", "text": "x"}, {"type": "BUTTONS", "buttons": [{"type": "OTP"}]}]),
        template(components=[]),
        template(components=None),
        {"status": "APPROVED"},
        "odd",
    ],
)
async def test_what_cannot_be_sent_is_not_listed(one):
    found, _ = await listed(WHATSAPP, {"body": {"data": [one]}})
    assert found == ()


async def test_twilio_s_list_is_read_to_its_end():
    def content(name: str, status: str = "approved") -> dict[str, Any]:
        return {"sid": f"HX{name}", "friendly_name": name, "language": "fr", "variables": {"1": "Marie", "2": "x.pdf"},
                "types": {"twilio/media": {"body": "Bonjour {{1}}", "media": ["https://x.example/{{2}}"]}},
                "approval_requests": {"status": status, "category": "UTILITY"}}  # fmt: skip

    further = "https://content.twilio.com/v1/ContentAndApprovals?PageSize=2&Page=1&PageToken=P"
    found, stands = await listed(
        TWILIO,
        {"body": {"contents": [content("a"), content("b", "rejected")], "meta": {"next_page_url": further}}},
        {"body": {"contents": [content("c")], "meta": {"next_page_url": None}}},
    )
    assert [one.template_id for one in found] == ["HXa", "HXc"]
    assert found[0].blanks == (Blank(key="1", example="Marie"), Blank(key="2", example="x.pdf"))
    assert stands.calls[1]["path"] == "/v1/ContentAndApprovals?PageSize=2&Page=1&PageToken=P"
    assert stands.calls[1]["headers"]["Authorization"].startswith("Basic ")


@pytest.mark.parametrize("values", [WHATSAPP, TWILIO])
@pytest.mark.parametrize(("answer", "kind"), [
    (NO_ANSWER, "transient"), (NOT_SENT, "transient"), ({"status": 401, "body": {"error": {"code": 190}}}, "auth"),
])  # fmt: skip
async def test_a_list_that_cannot_be_had_says_why(values, answer, kind):
    found, _ = await listed(values, answer)
    assert isinstance(found, Failure)
    assert found.kind == kind


async def test_without_its_account_at_meta_there_is_no_list():
    found, _ = await listed({key: value for key, value in WHATSAPP.items() if key != "waba_id"})
    assert isinstance(found, Failure)
    assert found.code == "no_waba_id"
