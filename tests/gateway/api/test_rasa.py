"""Our actions as a Rasa assistant calls them."""

from __future__ import annotations

import pytest

from tests.gateway.api.test_messages import sent
from tests.gateway.conftest import phone


@pytest.fixture
def customer(door):
    """Somebody who has been written to, as a program would."""
    number = phone()
    sent(door, to=number)
    (found,) = door.get("/api/v1/customers", account="sms", address=number).json["items"] or [None]
    return door.get(f"/api/v1/customers/{found['id']}").json


def do(door, customer, action, by="conversation", **slots):
    sender = customer["conversation"]["id"] if by == "conversation" else customer["id"]
    asked = {"next_action": action, "sender_id": sender, "tracker": {"slots": slots, "events": []}, "domain": {}}
    return door.post("/rasa/webhook", {**asked, "version": "3.0"})


def slots(answer):
    return {event["name"]: event["value"] for event in answer.json["events"]}


def rules(door, customer):
    terms = door.get(f"/api/v1/customers/{customer['id']}").json["terms"]["rules"]
    return {(rule["scope"], rule["field"]): rule["value"] for rule in terms}


def test_less_is_done_at_once_and_more_needs_a_yes(door, customer):
    done = do(door, customer, "causerie_set_topics", topic="offers", follow=True)
    assert slots(done)["causerie_needs_yes"] is True
    assert done.json["responses"][0]["text"]
    assert rules(door, customer) == {}
    do(door, customer, "causerie_set_topics", topic="offers", follow=True, confirmed=True)
    assert rules(door, customer)["topic:offers", "consent"] is True
    done = do(door, customer, "causerie_set_frequency", "customer", topic="offers", frequency="monthly")
    assert slots(done)["causerie_change"]
    assert rules(door, customer)["topic:offers", "frequency"] == {"n": 1, "per": "month"}
    do(door, customer, "causerie_set_frequency", frequency="never")
    assert rules(door, customer)["all", "initiative"] == "off"


def test_why_is_said(door, customer):
    assert do(door, customer, "causerie_why").json["responses"][0]["text"]


def test_what_cannot_be_is_a_slot_for_the_assistant(door, customer):
    assert slots(do(door, customer, "causerie_set_topics", topic="zork"))["causerie_error"] == "unknown_topic"
    assert slots(do(door, customer, "causerie_set_frequency", frequency="often"))["causerie_error"] == "bad_value"


def test_an_action_we_do_not_have_is_told_as_rasa_tells_it(door, customer):
    answer = do(door, customer, "action_hello")
    assert (answer.status, answer.json["action_name"]) == (404, "action_hello")


def test_a_stranger_is_nobody(door):
    asked = {"next_action": "causerie_why", "sender_id": "nobody"}
    assert door.post("/rasa/webhook", asked).status == 404
    assert door.ask("POST", "/rasa/webhook", body=asked, key=None).status == 401
