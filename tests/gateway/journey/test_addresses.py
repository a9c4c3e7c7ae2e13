"""Where somebody is reached, as providers tell it bit by bit; and how long, and for what, one may write there."""

from __future__ import annotations

import http.client
import itertools
import json
import time

import pytest
from sqlalchemy import text

from connectors.content import Text
from connectors.errors import Failure
from connectors.message import Inbound
from connectors.sandbox.meta_whatsapp import user_id
from connectors.sandbox.phones import Phone
from gateway.ground.database import Database, metadata
from gateway.journey import inbox, refusal
from gateway.journey.webhook import Arrival
from tests.gateway.api.test_hooks import genuine
from tests.gateway.api.test_messages import eventually
from tests.gateway.conftest import SECRETS, phone
from tests.gateway.journey.test_inbox import AT

HOUR, DAY = 3600, 86_400
WORDS = {"type": "text", "body": "Votre commande est prête"}

_ids = itertools.count(1)


def told(door, account, body):
    sent = json.dumps(body).encode()
    answer = door.ask("POST", f"/hooks/{account}", body=sent, headers=genuine(door, account, sent))
    assert answer.status == 200


def on_whatsapp(door, **message):
    """Something a customer did on WhatsApp; its id."""
    known = {
        "id": f"wamid.ADDR{next(_ids)}",
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": "Oui"},
    }
    metadata_ = {"display_phone_number": "1", "phone_number_id": SECRETS["whatsapp"]["phone_number_id"]}
    value = {"messaging_product": "whatsapp", "metadata": metadata_, "messages": [{**known, **message}]}
    change = {"field": "messages", "value": value}
    told(door, "whatsapp", {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]})
    return known["id"]


def on_messenger(door, psid, **event):
    page = SECRETS["messenger"]["page_id"]
    whole = {"sender": {"id": psid}, "recipient": {"id": page}, "timestamp": int(time.time() * 1000), **event}
    whole = {name: value for name, value in whole.items() if value is not None}
    told(door, "messenger", {"object": "page", "entry": [{"id": page, "time": 1, "messaging": [whole]}]})


def message(door, provider_id):
    return eventually(lambda: door.get("/api/v1/messages", provider_id=provider_id).json["items"])[0]


def customer(door, account, address):
    found = door.get("/api/v1/customers", account=account, address=address).json["items"]
    return found[0] if found else None


def written(door, account, to, content=None, category="transactional"):
    answer = door.post(
        "/api/v1/messages", {"account": account, "to": to, "category": category, "content": content or WORDS}
    )
    assert answer.status == 202, answer.body
    return answer.json


def settled(door, taken):
    done = ("queued", "planned")
    return eventually(lambda: (m := door.get(f"/api/v1/messages/{taken['id']}").json)["status"] not in done and m)


def test_who_was_known_by_an_id_is_written_to_at_the_phone_once_it_is_shown(any_door):
    number, scoped = phone(), f"FR.{next(_ids)}"
    first = message(any_door, on_whatsapp(any_door, from_user_id=scoped))
    assert first["from"]["address"] == scoped
    second = message(any_door, on_whatsapp(any_door, **{"from": number.removeprefix("+"), "from_user_id": scoped}))
    assert (second["customer_id"], second["from"]["address"]) == (first["customer_id"], number)
    assert message(any_door, on_whatsapp(any_door, from_user_id=scoped))["from"]["address"] == number
    for spelled in (number, scoped):
        found = customer(any_door, "whatsapp", spelled)
        assert (found["id"], [one["address"] for one in found["addresses"]]) == (first["customer_id"], [number])


def test_an_id_that_changed_stays_the_same_person(any_door):
    old, new = f"CO.{next(_ids)}", f"MX.{next(_ids)}"
    before = message(any_door, on_whatsapp(any_door, from_user_id=old))
    change = {"type": "user_changed_user_id", "previous_user_id": old, "user_id": new}
    on_whatsapp(any_door, type="system", system=change)
    after = message(any_door, on_whatsapp(any_door, from_user_id=new))
    assert (after["customer_id"], after["from"]["address"]) == (before["customer_id"], new)


def test_an_id_told_in_the_answer_to_a_message_finds_the_person(any_door):
    number = phone()
    sent = settled(any_door, written(any_door, "whatsapp", number))
    bare = number.removeprefix("+")
    scoped = user_id(Phone("whatsapp", "whatsapp", "meta", "", "", {"address": bare}))
    assert message(any_door, on_whatsapp(any_door, from_user_id=scoped))["customer_id"] == sent["customer_id"]


def test_who_ticked_a_box_is_written_to_by_id_once_it_is_known(any_door):
    box, psid = f"REF-{next(_ids)}", phone().removeprefix("+")
    on_messenger(any_door, psid, sender=None, optin={"ref": "basket", "user_ref": box})
    begun = eventually(lambda: customer(any_door, "messenger", f"user_ref:{box}"))
    prior = {"source": "checkbox_plugin", "identifier": box}
    on_messenger(any_door, psid, message={"mid": f"m_{psid}", "text": "Bonjour"}, prior_message=prior)
    said = message(any_door, f"m_{psid}")
    assert (said["customer_id"], said["from"]["address"]) == (begun["id"], psid)
    assert [one["address"] for one in customer(any_door, "messenger", psid)["addresses"]] == [psid]


@pytest.mark.parametrize(
    ("age", "outcome"), [(HOUR, "send"), (25 * HOUR, "suppress"), (29 * DAY, "suppress"), (31 * DAY, "send")]
)
def test_a_message_of_long_ago_tells_nothing_of_the_window(any_door, age, outcome):
    number = phone()
    then = str(int(time.time()) - age)
    message(any_door, on_whatsapp(any_door, **{"from": number.removeprefix("+"), "timestamp": then}))
    assert written(any_door, "whatsapp", number)["decision"]["outcome"] == outcome


def test_a_clock_that_is_ahead_does_not_keep_the_window_open(door):
    number = phone()
    ahead = str(int(time.time()) + 30 * DAY)
    message(door, on_whatsapp(door, **{"from": number.removeprefix("+"), "timestamp": ahead}))
    heard, received = door.rows(
        "SELECT t.last_inbound_at, m.received_at FROM thread t JOIN message m ON m.address_id = t.address_id "
        f"WHERE m.address = '{number}' AND m.direction = 'in'"
    )[0]
    assert heard == received


@pytest.mark.parametrize(("value", "stopped"), [("stop", True), ("resume", False)])
def test_marketing_stopped_in_the_app_stops_marketing_and_nothing_else(any_door, value, stopped):
    number = phone()
    bare = number.removeprefix("+")
    message(any_door, on_whatsapp(any_door, **{"from": bare}))
    for told_value in ("stop", value):
        preference = {"wa_id": bare, "category": "marketing_messages", "value": told_value, "timestamp": next(_ids)}
        change = {"field": "user_preferences", "value": {"user_preferences": [preference]}}
        told(any_door, "whatsapp", {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]})
    rule = {"scope": "channel:whatsapp", "field": "stopped", "value": True}
    eventually(lambda: (rule in customer(any_door, "whatsapp", number)["terms"]["rules"]) is stopped)
    assert written(any_door, "whatsapp", number)["decision"]["outcome"] == "send"
    assert customer(any_door, "whatsapp", number)["addresses"][0]["status"] == "live"


def test_who_blocked_us_and_writes_again_is_answered(door):
    psid = phone().removeprefix("+")
    on_messenger(door, psid, message={"mid": f"m_{psid}", "text": "Bonjour"})
    message(door, f"m_{psid}")
    eventually(lambda: door.get("/api/v1/messages", account="messenger", address=psid, direction="out").json["items"])
    _refuse_once(door, "messenger", "blocked")
    refused = settled(door, written(door, "messenger", psid))
    assert (refused["status"], refused["deliveries"][0]["error"]["class"]) == ("failed", "opted_out")
    assert written(door, "messenger", psid)["decision"] == {"outcome": "suppress", "codes": ["BLOCKED_BY_USER"]}
    on_messenger(door, psid, message={"mid": f"m_{psid}b", "text": "Me revoilà"})
    message(door, f"m_{psid}b")
    assert written(door, "messenger", psid)["decision"] == {"outcome": "send", "codes": ["OK"]}


def _refuse_once(door, account, kind):
    """The provider's next answer on this account."""
    fault = json.dumps({"account": account, "kind": kind, "count": 1}).encode()
    there = http.client.HTTPConnection(door.providers.removeprefix("http://"))
    there.request("PUT", "/_sandbox/faults", body=fault, headers={"Content-Type": "application/json"})
    assert there.getresponse().status == 200
    there.close()


@pytest.fixture
def database(database_url):
    database = Database(database_url)
    database.write_now(metadata.create_all)
    yield database
    database.close()


@pytest.mark.parametrize(
    ("closes", "status", "ledger"),
    [("address", "opted_out", 1), ("until_heard", "blocked", 0), ("marketing", "live", 1)],
)
def test_a_refusal_closes_as_much_as_it_says(database, closes, status, ledger):
    said = Inbound(key="a", address="+33611111111", sent_at=AT, provider_id="a", content=Text(body="Bonjour"))
    database.write_now(inbox.accept, [Arrival("wa", "whatsapp", said)], 1000)
    customer_id, address_id = database.read_now(
        lambda connection: connection.execute(text("SELECT customer_id, id FROM address")).one()
    )
    failure = Failure(kind="opted_out", code="1", closes=closes)
    database.write_now(refusal.heed, failure, customer_id, address_id, "wa", 2000)
    left = database.read_now(lambda connection: connection.execute(text("SELECT status FROM address")).scalar())
    changes = database.read_now(
        lambda connection: connection.execute(text("SELECT count(*) FROM terms_change")).scalar()
    )
    assert (left, changes) == (status, ledger)
