"""What the forms of the page may do: the actions of chat, by the same functions, with the same answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from gateway.api.doors import Doors
from gateway.outreach.board_link import Visit
from gateway.people import address_store, conversation_store, customer_store
from gateway.terms.actions import ActionContext, ActionRefused, perform
from gateway.terms.terms_store import Origin

Form = Mapping[str, str]
DIGEST = {"days": ["sat"], "time": "10:00", "every": "week"}
PACES: Mapping[str, Any] = {
    "each": "each", "daily": "daily", "three": {"n": 3, "per": "week"}, "weekly": "weekly", "monthly": "monthly",
}  # fmt: skip
HOURS: Mapping[str, Any] = {
    "any": None,
    "day": {"windows": [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "09:00", "to": "20:00"}]},
    "week": {"windows": [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "18:00"}]},
}


def _pace(form: Form) -> tuple[str, dict[str, Any]]:
    scope, wanted = form.get("scope", "all"), form.get("pace", "")
    if wanted == "off":
        return "terms.off", {"scope": scope}
    if wanted == "digest":
        return "terms.set", {"scope": scope, "field": "digest", "value": DIGEST}
    return "terms.set", {"scope": scope, "field": "frequency", "value": _of(PACES, wanted)}


def _of(known: Mapping[str, Any], wanted: str) -> Any:
    if wanted not in known:
        raise ActionRefused("bad_value")
    return known[wanted]


ACTS: Mapping[str, Callable[[Form], tuple[str, dict[str, Any]]]] = {
    "pace": _pace,
    "follow": lambda form: ("terms.follow", {"topic": form.get("topic", "")}),
    "off": lambda form: ("terms.off", {"scope": form.get("scope", "")}),
    "pause": lambda form: ("terms.pause", {"scope": "all", "for": form.get("for", "")}),
    "resume": lambda _form: ("terms.resume", {"scope": "all"}),
    "stop": lambda _form: ("terms.stop", {"scope": "all"}),
    "start": lambda _form: ("terms.start", {"scope": "all"}),
    "undo": lambda form: ("terms.undo", {"change": form.get("change", "")}),
    "hours": lambda form: (
        "terms.set", {"scope": "all", "field": "hours", "value": _of(HOURS, form.get("hours", ""))},
    ),
    "language": lambda form: (
        "terms.set", {"scope": "all", "field": "language", "value": form.get("language", "")},
    ),
}  # fmt: skip


def act(connection: Connection, doors: Doors, visited: Visit, form: Form, now: int) -> dict[str, Any]:
    """Do what a form asks; what loosens is done once the form says yes. Raises ActionRefused."""
    asked = ACTS.get(form.get("act", ""))
    if asked is None:
        raise ActionRefused("unknown_action")
    action, args = asked(form)
    return perform(
        connection, doors.topics, action, {**args, "confirmed": form.get("yes") == "yes"},
        _context(connection, doors, visited, form, now),
    )  # fmt: skip


def _context(connection: Connection, doors: Doors, visited: Visit, form: Form, now: int) -> ActionContext:
    person: Any = customer_store.get(connection, visited.customer_id)
    held: Any = conversation_store.of_customer(connection, visited.customer_id)
    place: Any = address_store.get(connection, visited.address_id)
    origin = Origin(
        source="board", words=f"[{form.get('act')}]", account=place.account if place else None,
        address_id=place.id if place else None,
    )  # fmt: skip
    return ActionContext(
        customer_id=visited.customer_id, conversation_id=held.id if held else "", now=now,
        zone=person.timezone or doors.zone, origin=origin, brand=doors.rulebook.brand,
    )  # fmt: skip
