"""A change asked for by a program: the rules of chat; what loosens needs the customer's own yes, with its words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from sqlalchemy import Connection

from gateway.terms.actions import ActionContext, ActionRefused, perform
from gateway.terms.terms_store import Origin
from gateway.terms.topic import Topics


class Confirmed(msgspec.Struct, frozen=True):
    """The customer's yes: what was said, and when."""

    words: str
    at: Annotated[datetime, msgspec.Meta(tz=True)]


class ChangeRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule: `value` null takes it back. Actions by name ("stop", "start", "follow", "off"…) do as in chat."""

    scope: str = "all"
    field: str | None = None
    value: Any = None
    action: str | None = None
    confirmed: Confirmed | None = None


class NeedsConfirmation(Exception):
    """It would loosen what the customer decided; the text says what a yes would mean."""


def request_change(
    connection: Connection,
    topics: Topics,
    asked: ChangeRequest,
    customer_id: str,
    conversation_id: str,
    zone: str,
    now: int,
) -> dict[str, Any]:
    """Do what a program asks. Raises NeedsConfirmation or ActionRefused."""
    words = asked.confirmed.words if asked.confirmed else None
    origin = Origin(source="api", words=words)
    context = ActionContext(customer_id=customer_id, conversation_id=conversation_id, now=now, zone=zone, origin=origin)
    action, args = _as_action(asked)
    done = perform(connection, topics, action, {**args, "confirmed": asked.confirmed is not None}, context)
    if done["needs_yes"]:
        raise NeedsConfirmation(done["effect"]["en"])
    return done


def _as_action(asked: ChangeRequest) -> tuple[str, Mapping[str, Any]]:
    if asked.action is not None:
        topic = asked.scope.removeprefix("topic:")
        return f"terms.{asked.action}", {
            "scope": asked.scope,
            "topic": topic,
            "for": asked.value,
            "change": asked.value,
        }
    match asked.field, asked.value:
        case "initiative", "off":
            return "terms.off", {"scope": asked.scope}
        case "stopped", value:
            return ("terms.stop" if value else "terms.start"), {"scope": asked.scope}
        case "pause", None:
            return "terms.resume", {"scope": asked.scope}
        case "pause", value:
            return "terms.pause", {"scope": asked.scope, "for": value}
        case "consent", True:
            return "terms.follow", {"topic": asked.scope.removeprefix("topic:")}
        case None, _:
            raise ActionRefused("bad_value")
        case field, value:
            return "terms.set", {"scope": asked.scope, "field": field, "value": value}
