"""What Twilio posts, as the API shows it: numbers, ids and accounts that need care."""

from __future__ import annotations

from urllib.parse import urlencode

from tests.gateway.api.test_hooks import call, genuine
from tests.gateway.api.test_messages import eventually
from tests.gateway.conftest import phone


def texted(door, **fields: str):
    """An SMS comes in: the message that is listed of it."""
    sent = urlencode({"To": "+33755531234", "NumMedia": "0", **fields}).encode()
    assert door.raw(call("/hooks/sms", sent, genuine(door, "sms", sent))).status == 200
    known = {"account": "sms", "provider_id": fields["MessageSid"]}
    return eventually(lambda: door.get("/api/v1/messages", **known).json["items"])[0]


def customer(door, address: str):
    return door.get("/api/v1/customers", account="sms", address=address).json["items"]


def test_a_short_number_with_its_plus_is_found_and_written_to_as_it_is(door):
    message = texted(door, MessageSid="SMshort", From="+12345", Body="Bonjour")
    assert message["from"]["address"] == "+12345"
    assert customer(door, "+12345") == customer(door, "12345") == customer(door, " 12345") != []
    body = {"account": "sms", "to": "+12345", "content": {"type": "text", "body": "x"}, "category": "transactional"}
    sent = door.post("/api/v1/messages", body).json
    assert door.get(f"/api/v1/messages/{sent['id']}").json["customer_id"] == message["customer_id"]


def test_what_was_sent_to_another_number_of_the_same_hook_is_kept(door):
    message = texted(door, MessageSid="SMother", From=phone(), To="+33755539999", Body="Bonjour")
    assert message["content"] == {"type": "text", "body": "Bonjour"}


def test_who_was_known_by_an_id_is_reached_by_the_phone_that_they_show(door):
    number = phone()
    first = texted(door, MessageSid="SMid1", From="FR.4711", Body="Bonjour", ParentExternalUserId="FR.ENT.1")
    second = texted(door, MessageSid="SMid2", From=number, ExternalUserId="FR.4711", Body="Encore")
    third = texted(door, MessageSid="SMid3", From="FR.4711", ExternalUserId="FR.4711", Body="Toujours")
    assert first["from"]["address"] == "FR.4711"
    assert [second["from"]["address"], third["from"]["address"]] == [number, number]
    assert first["customer_id"] == second["customer_id"] == third["customer_id"]
    assert customer(door, number) == customer(door, "FR.4711") == customer(door, "FR.ENT.1")


def test_a_stop_at_the_carrier_holds_until_start(door):
    number = phone()

    def status(sid: str, body: str, **more: str):
        texted(door, MessageSid=sid, From=number, Body=body, **more)
        return customer(door, number)[0]["addresses"][0]["status"]

    assert status(f"SM1{number}", "STOP", OptOutType="STOP") == "opted_out"
    assert status(f"SM2{number}", "Bonjour") == "opted_out"
    assert status(f"SM3{number}", "START") == "live"


def test_options_that_a_program_showed_as_numbered_text_are_answered_by_number_or_label(any_door):
    number = phone()
    options = [{"id": "am", "label": "Matin"}, {"id": "pm", "label": "Après-midi"}]
    asked = {"account": "sms", "to": number, "category": "transactional"}
    choices = {"type": "choices", "body": "Quand ?", "options": options}
    for answer, sid, via in (("2", f"SM1{number}", "number"), ("après-midi", f"SM2{number}", "label")):
        assert any_door.post("/api/v1/messages", {**asked, "content": choices}).status == 202
        message = texted(any_door, MessageSid=sid, From=number, Body=answer)
        chosen = {"option_id": "pm", "label": "Après-midi", "via": via, "payload": answer}
        assert message["content"] == {"type": "choice_reply", **chosen}
