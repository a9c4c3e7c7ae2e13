"""A webhook of a Page or an Instagram account, as events.

https://developers.facebook.com/docs/messenger-platform/webhooks
One call may hold many entries, each with many events of `messaging` (ours to answer), `standby` (another app has the
thread: we only look on) or `changes` (a page's feed, or the same events by field). Every one is read by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from connectors.message import Echo, Event, Inbound, Unreadable
from connectors.messenger.events import READERS, Scene, read
from connectors.messenger.wire import Party, as_, listed, text_of
from connectors.moment import moment

USER_REF = "user_ref:"  # in front of the address of somebody who ticked a checkbox and has no id yet
UNDATED = datetime.fromtimestamp(0, UTC)
AROUND = frozenset({"sender", "recipient", "timestamp", "prior_message", "hop_context", "field", "value", "id", "time"})


@dataclass(frozen=True)
class Us:
    """The account that was called: its Page, and its app where that is known."""

    page_id: str
    app_id: str | None = None


def parse(document: Any, us: Us) -> list[Event]:
    """Every event of a decoded webhook, in its order."""
    entries = document.get("entry") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        return [Unreadable(reason="not_a_webhook", raw=document)]
    return [event for entry in entries for event in _entry(entry, us)]


def _entry(entry: Any, us: Us) -> Iterator[Event]:
    if not isinstance(entry, dict):
        yield Unreadable(reason="entry", raw=entry)
        return
    events = listed(entry.get("messaging"))
    watched = listed(entry.get("standby"))
    changes = listed(entry.get("changes")) + ([entry] if "field" in entry else [])
    for event in events:
        yield from _event(event, entry, us)
    for event in watched:
        yield from map(_look_on, _event(event, entry, us))
    for change in changes:
        yield from _change(change, entry, us)
    if not events and not watched and not changes:
        yield Unreadable(reason="empty_entry", raw=entry, recipient=text_of(entry.get("id")))


def _change(change: Any, entry: dict[str, Any], us: Us) -> Iterator[Event]:
    """The same events under the name of their field; comments and posts are kept raw."""
    value = change.get("value") if isinstance(change, dict) else None
    if isinstance(value, dict) and isinstance(value.get("sender"), dict):
        yield from _event(value, entry, us)
        return
    reason = text_of(change.get("field")) if isinstance(change, dict) else None
    yield Unreadable(reason=reason or "change", raw=change, recipient=text_of(entry.get("id")))


def _look_on(event: Event) -> Event:
    """Another app of the brand has this thread: shown, and never answered."""
    if isinstance(event, Inbound):
        return msgspec.structs.replace(event, addressed=False, holder="theirs")
    return msgspec.structs.replace(event, holder="theirs") if isinstance(event, Echo) else event


def _event(event: Any, entry: dict[str, Any], us: Us) -> Iterator[Event]:
    if not isinstance(event, dict):
        yield Unreadable(reason="event", raw=event, recipient=text_of(entry.get("id")))
        return
    kind = next((name for name in READERS if name in event), None)
    name = kind or next((name for name in event if name not in AROUND), None)
    scene = _scene(event, entry, us)
    if name is None or scene.address is None:  # nothing happened, or to nobody: policy notices
        yield scene.unreadable(name or "event")
    else:
        yield from read(kind, name, scene)


def _scene(event: dict[str, Any], entry: dict[str, Any], us: Us) -> Scene:
    sender, recipient = (_address(as_(Party, event.get(name)) or Party()) for name in ("sender", "recipient"))
    echoed = _field(event, "message", "is_echo") is True
    page = _page(text_of(entry.get("id")), sender, recipient, us, echoed=echoed)
    ours = echoed or (page is not None and sender == page != recipient)
    at = moment(event.get("timestamp")) or moment(entry.get("time")) or UNDATED
    ticked = text_of(_field(event, "optin", "user_ref"))
    address = (recipient if ours else sender) or (f"{USER_REF}{ticked}" if ticked else None)
    before = text_of(_field(event, "prior_message", "identifier")) or ticked  # by which we knew them until now
    aliases = (f"{USER_REF}{before}",) if before and address != f"{USER_REF}{before}" else ()
    writes_to_itself = ours and address == page
    return Scene(page, None if writes_to_itself else address, aliases, ours, at, us.app_id, event)


def _page(entry: str | None, sender: str | None, recipient: str | None, us: Us, *, echoed: bool) -> str | None:
    """Which account an event is about: the one that takes part in it, whatever the entry says."""
    for known in (us.page_id, entry):
        if known is not None and known in (sender, recipient):
            return known
    return (sender if echoed else recipient) or entry


def _address(party: Party) -> str | None:
    ref = text_of(party.user_ref)
    return text_of(party.id) or (f"{USER_REF}{ref}" if ref else None)


def _field(event: dict[str, Any], outer: str, inner: str) -> Any:
    inside = event.get(outer)
    return inside.get(inner) if isinstance(inside, dict) else None
