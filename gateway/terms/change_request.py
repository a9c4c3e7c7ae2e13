"""A change asked for by a program: the rules of chat; what loosens needs the customer's own yes, with its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

import msgspec
from sqlalchemy import Connection

from gateway.people import address_store
from gateway.terms.actions import ActionContext, ActionRefused, perform
from gateway.terms.policy.brand import Brand
from gateway.terms.terms_store import Origin
from gateway.terms.topic import Topics


class Confirmed(msgspec.Struct, frozen=True):
    """The customer's yes: what was said, and when."""

    words: str
    at: Annotated[datetime, msgspec.Meta(tz=True)]


class ChangeRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule: `value` null takes it back. Actions by name ("stop", "start", "follow", "off"…) do as in chat.

    `account` says where the customer agreed; without it the yes is for all their addresses.
    """

    scope: str = "all"
    field: str | None = None
    value: Any = None
    action: str | None = None
    account: str | None = None
    confirmed: Confirmed | None = None


@dataclass(frozen=True, kw_only=True)
class Whose:
    """The customer whose terms a program changes, and the brand that asks."""

    customer_id: str
    conversation_id: str
    zone: str
    brand: Brand = field(default_factory=Brand)


class NeedsConfirmation(Exception):
    """It would loosen what the customer decided; the text says what a yes would mean."""


def request_change(
    connection: Connection, topics: Topics, asked: ChangeRequest, whose: Whose, now: int
) -> dict[str, Any]:
    """Do what a program asks. Raises NeedsConfirmation or ActionRefused."""
    words = asked.confirmed.words if asked.confirmed else None
    address_id = _address(connection, whose.customer_id, asked.account) if asked.account else None
    context = ActionContext(
        customer_id=whose.customer_id, conversation_id=whose.conversation_id, now=now, zone=whose.zone,
        brand=whose.brand, origin=Origin(source="api", words=words, account=asked.account, address_id=address_id),
    )  # fmt: skip
    action, args = _as_action(asked)
    done = perform(connection, topics, action, {**args, "confirmed": asked.confirmed is not None}, context)
    if done["needs_yes"]:
        raise NeedsConfirmation(done["effect"]["en"])
    return done


def _as_action(asked: ChangeRequest) -> tuple[str, Mapping[str, Any]]:
    if asked.action is not None:
        topic = asked.scope.removeprefix("topic:")
        args = {"scope": asked.scope, "topic": topic, "for": asked.value, "change": asked.value}
        return f"terms.{asked.action}", {**args, "field": asked.field, "value": asked.value}
    if asked.field is None:
        raise ActionRefused("bad_value")
    if asked.field == "consent" and asked.value is True and asked.scope.startswith("topic:"):
        return "terms.follow", {"topic": asked.scope.removeprefix("topic:")}
    return "terms.set", {"scope": asked.scope, "field": asked.field, "value": asked.value}


def _address(connection: Connection, customer_id: str, account: str) -> str:
    rows: Any = address_store.of_customer(connection, customer_id)
    found = next((row.id for row in rows if row.account == account), None)
    if found is None:
        raise ActionRefused("unknown_account")
    return str(found)
