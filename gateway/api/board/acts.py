"""What the forms of the page may do: the actions of chat, by the same functions, with the same answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from gateway.api.board import choices
from gateway.api.board.choices import Form
from gateway.api.doors import Doors
from gateway.outreach.board_link import Visit
from gateway.people import address_store, conversation_store, customer_store
from gateway.terms import terms_store
from gateway.terms.actions import ActionContext, ActionRefused, perform
from gateway.terms.actions.plan import initiative
from gateway.terms.policy.brand import Brand
from gateway.terms.preference import Terms
from gateway.terms.terms_store import Origin
from gateway.terms.topic import Topics

Act = tuple[str, dict[str, Any]]  # an action of chat, and what it is told


@dataclass(frozen=True)
class Standing:
    """What a form is read against: what was decided, and where the customer is reached."""

    terms: Terms
    topics: Topics
    brand: Brand
    channels: Sequence[str]

    def calendar(self, scope: str) -> Any:
        return self.terms.nearest((scope, "all"), "digest") or self.brand.digest


def _pace(form: Form, here: Standing) -> Act:
    """A topic that was gathered in a digest is pushed again by the same choice."""
    scope, wanted = form.get("scope", "all"), form.get("pace", "")
    if wanted == "off":
        return "terms.off", {"scope": scope}
    if wanted == "digest":
        return "terms.set", {"scope": scope, "field": "digest", "value": here.calendar(scope)}
    frequency = {"scope": scope, "field": "frequency", "value": choices.pace_asked(form)}
    if scope.startswith("topic:") and initiative(here.terms, here.topics, scope) == "digest":
        return "terms.change", {"wishes": [frequency, {"scope": scope, "field": "initiative", "value": "push"}]}
    return "terms.set", frequency


def _of_all(field: str, value: Callable[[Form, Standing], Any]) -> Callable[[Form, Standing], Act]:
    return lambda form, here: ("terms.set", {"scope": "all", "field": field, "value": value(form, here)})


ACTS: Mapping[str, Callable[[Form, Standing], Act]] = {
    "pace": _pace,
    "follow": lambda form, _here: ("terms.follow", {"topic": form.get("topic", "")}),
    "off": lambda form, _here: ("terms.off", {"scope": form.get("scope", "")}),
    "pause": lambda form, _here: ("terms.pause", {"scope": "all", "for": form.get("for", "")}),
    "resume": lambda _form, _here: ("terms.resume", {"scope": "all"}),
    "stop": lambda _form, _here: ("terms.stop", {"scope": "all"}),
    "start": lambda _form, _here: ("terms.start", {"scope": "all"}),
    "undo": lambda form, _here: ("terms.undo", {"change": form.get("change", "")}),
    "hours": _of_all("hours", lambda form, _here: choices.hours_asked(form)),
    "holidays": _of_all("holidays", lambda form, _here: choices.holidays_asked(form)),
    "digest": _of_all("digest", lambda form, _here: choices.digest_asked(form)),
    "channels": _of_all("channels", lambda form, here: choices.channels_asked(form, here.channels)),
    "language": _of_all("language", lambda form, _here: form.get("language", "")),
}


def act(connection: Connection, doors: Doors, visited: Visit, form: Form, now: int) -> dict[str, Any]:
    """Do what a form asks; what loosens is done once the form says yes. Raises ActionRefused."""
    asked = ACTS.get(form.get("act", ""))
    if asked is None:
        raise ActionRefused("unknown_action")
    action, args = asked(form, standing(connection, doors, visited.customer_id))
    done = perform(
        connection, doors.topics, action, {**args, "confirmed": form.get("yes") == "yes"},
        _context(connection, doors, visited, form, now),
    )  # fmt: skip
    return {**done, "effect": done["effect"] or done.get("asks")}


def standing(connection: Connection, doors: Doors, customer_id: str) -> Standing:
    there = [one for one in address_store.places(connection, [customer_id]) if one.status == "live"]
    channels = list(dict.fromkeys(one.channel for one in there if doors.accounts.get(one.account) is not None))
    return Standing(terms_store.load(connection, customer_id), doors.topics, doors.rulebook.brand, channels)


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
