"""What the document promises, each door keeps: tried with data that fits and with data that does not."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import sampled_from
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from gateway.api import rasa
from gateway.api.programs import (
    asking,
    complaints,
    customers,
    erase,
    export,
    items,
    knowledge,
    messages,
    numbers,
    silences,
)
from gateway.api.studio import flows as studio
from gateway.api.studio.flows import Workshop
from tests.gateway.api.test_messages import eventually
from tests.gateway.conftest import KEY, SECRETS

HEADERS = {"Authorization": f"Bearer {KEY}"}
STUDIO = studio.operations(None, Workshop(None, None), base="/api/v1/studio", guard="key")
SILENCES = silences.operations(None, base="/api/v1/silences", guard="key")
KNOWLEDGE = knowledge.operations(None, None, base="/api/v1/knowledge", guard="key")
DOORS = (items, messages, customers, numbers, asking, complaints, export, rasa)
APART = (erase.operations(None, None), STUDIO, SILENCES, KNOWLEDGE)
OPERATIONS = [(one.method, one.path) for some in (*(part.operations(None) for part in DOORS), *APART) for one in some]

TRIES = settings(
    max_examples=40, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck), database=None,
)  # fmt: skip


@pytest.fixture(scope="session")
def document(door):
    schema = schemathesis.openapi.from_url(f"{door.url}/api/openapi.json")
    schema.config.generation.update(allow_x00=False)  # refused by name, and tested by name
    return schema


@pytest.fixture(autouse=True)
def nobody_stays_silent(door):
    """The gateway is shared: what was tried here must not silence others, nor come back little by little for days."""
    yield
    with closing(sqlite3.connect(door.database.removeprefix("sqlite:///"), timeout=30)) as database:
        database.execute("UPDATE silence SET is_over = 1")
        database.commit()


def test_the_document_has_every_door_for_programs(document):
    described = {(one.ok().method.upper(), one.ok().path) for one in document.get_all_operations()}
    assert described == set(OPERATIONS)


def is_sent_whole(case) -> bool:
    """Of an empty list not even the name is written into an address: what is odd about it would never arrive."""
    return [] not in (case.query or {}).values()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fits", "odd"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_door_does_what_the_document_says(document, method, path, mode):
    @given(case=document[path][method].as_strategy(generation_mode=mode).filter(is_sent_whole))
    @settings(TRIES)
    def tried(case):
        # No schema can say which accounts and actions there are, nor what is YAML: what fits may still be refused
        unsaid = [positive_data_acceptance] if method in ("POST", "PUT") else []
        case.call_and_validate(headers=HEADERS, excluded_checks=unsaid)

    tried()


def test_whatever_fits_is_taken_for_an_account_that_exists(door, document):
    numbers = itertools.count()

    @given(case=document["/api/v1/messages"]["POST"].as_strategy(), account=sampled_from(sorted(SECRETS)))
    @settings(TRIES, max_examples=150)
    def tried(case, account):
        case.body = {**case.body, "account": account, "to": f"+33680{next(numbers):06d}"}
        for unknown in ("customer_id", "reply_to"):
            case.body.pop(unknown, None)
        case.call_and_validate(headers=HEADERS)

    tried()
    after = door.post("/api/v1/messages", {"account": "sms", "to": "+33680999999", "category": "service",
                                           "content": {"type": "text", "body": "Et ensuite ?"}}).json["id"]  # fmt: skip
    assert eventually(lambda: door.get(f"/api/v1/messages/{after}").json.get("provider_id"))
