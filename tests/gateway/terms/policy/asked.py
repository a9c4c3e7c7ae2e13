"""Questions to the policy, in few words: somebody in Paris on a Thursday at ten who agreed to offers by Telegram."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from gateway.terms.policy import Brand, Candidate, Facts, Place, decide
from gateway.terms.preference import Terms

HOUR, DAY, WEEK = 3_600_000, 86_400_000, 7 * 86_400_000


def paris(*when: int) -> int:
    return int(datetime(*when, tzinfo=ZoneInfo("Europe/Paris")).timestamp() * 1000)


NOW = paris(2026, 11, 26, 10)
AGREED = {"topic:offers": {"consent": True, "initiative": "push"}}


def terms(rules=None, **scopes) -> Terms:
    """Who agreed to offers, and decided this too. `all={...}`, `offers={...}`, `sms={...}`, `marketing={...}`."""
    named = {"offers": "topic:offers", "shoes": "topic:shoes", "orders": "topic:orders", "sms": "channel:sms",
             "telegram": "channel:telegram", "marketing": "category:marketing", "service": "category:service",
             "transactional": "category:transactional"}  # fmt: skip
    merged = {scope: dict(fields) for scope, fields in (AGREED if rules is None else rules).items()}
    for name, fields in scopes.items():
        merged.setdefault(named.get(name, name), {}).update(fields)
    return Terms(1, merged)


def place(channel="telegram", **more) -> Place:
    return Place(**{"address_id": channel, "account": channel, "channel": channel, "heard_at": NOW - 2 * DAY, **more})


def message(category="marketing", **more) -> Candidate:
    """An offer about `offers`, or the news of an order."""
    topic = {"marketing": "offers", "service": "orders"}.get(category)
    given = {"message_id": "m", "customer_id": "c", "address_id": "telegram", "account": "telegram",
             "channel": "telegram", "category": category, "author": "api", "topic": topic,
             "topic_path": (topic,) if topic else (), "initiative": "push", "created_at": NOW - HOUR}  # fmt: skip
    return Candidate(**{**given, **more})


def ask(category="marketing", *, at=NOW, given=None, places=None, brand=None, facts=None, **more):
    """What the policy says of such a message."""
    known = Facts(terms=given if given is not None else terms(), places=places or (place(),), brand=brand or Brand(),
                  **(facts or {}))  # fmt: skip
    return decide(message(category, **more), known, at)
