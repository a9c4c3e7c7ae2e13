"""Candidacy: a delivery and its customer, put as the question that the policy answers. Values only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache

import msgspec

from connectors.contract import Connector
from gateway.journey.accounts import Accounts
from gateway.messages.due_store import Due
from gateway.people import address_store
from gateway.terms import counting
from gateway.terms.candidate_store import Waiting, Wish
from gateway.terms.contact_store import Contact
from gateway.terms.explanation_store import Basis, Counted
from gateway.terms.knowing import Knowledge, Person
from gateway.terms.policy import Candidate, Decision, Facts, Place, Rival, caps, hours
from gateway.terms.policy.decision import Override, expires_at
from gateway.terms.policy.measures import COUNTED, counted_in, measures, scope_of
from gateway.terms.policy.rank import rank
from gateway.terms.rulebook import Rulebook
from gateway.terms.whereabouts import whereabouts

SESSION = 24 * 3_600_000  # milliseconds: what is asked for within a talk is a part of it, and does not count
TOLD_WITHIN = 2 * 24 * 3_600_000  # milliseconds: a digest may be a day late, and its message wait for a day
NOTHING = Wish(customer_id="", message_id="")
_list = msgspec.json.Decoder(tuple[str, ...]).decode
_overridden = msgspec.json.Decoder(tuple[Override, ...]).decode


def candidate(due: Due, connector: Connector, wish: Wish, rulebook: Rulebook) -> Candidate:
    """The message that wants to leave. What was gathered lives until its digest was told."""
    topic = rulebook.topics.get(due.topic) if due.topic else None
    return Candidate(
        message_id=due.message_id, customer_id=due.customer_id, address_id=due.address_id, account=due.account,
        channel=connector.account.channel, category=due.category, author=due.author, kind=wish.kind,  # type: ignore[arg-type]
        topic=due.topic, topic_path=tuple(rulebook.topics.path(due.topic)) if due.topic else (),
        initiative=topic.initiative if topic else "push", campaign=wish.campaign, priority=wish.priority,
        created_at=due.created_at, not_before=wish.not_before, expires_at=due.expires_at, min_gap=wish.min_gap,
        gathered_until=wish.until + TOLD_WITHIN if wish.until and due.state == "digested" else 0,
        is_template=due.type == "template",
        is_movable=wish.movable, is_digestible=wish.digestible, begun=due.part > 1, attempts=due.attempts,
        deferrals=wish.deferrals, void=wish.void, review=wish.review, overrides=_overrides(wish.overrides),
        sells=wish.sells,
    )  # fmt: skip


def facts(
    asked: Candidate, owner: str, person: Person, knowledge: Knowledge, rulebook: Rulebook, accounts: Accounts
) -> Facts:
    """All that is known about the customer, the address where it is meant to go first."""
    return Facts(
        terms=person.terms, places=_places(asked, person, rulebook, accounts), rings=person.kept.rings,
        last=person.kept.last or {}, exposure=counting.exposure(person.contacts or ()), silences=knowledge.silences,
        complaint=person.complaint, told=person.told, owner=owner, standing=person.profile.standing,  # type: ignore[arg-type]
        is_suppressed=person.is_suppressed, brand=rulebook.brand, law=rulebook.law,
    )  # fmt: skip


def rivals(waiting: Iterable[Waiting], person: Person, rulebook: Rulebook, now: int) -> list[Rival]:
    """Other messages that wait for this customer, as far as they may want the same slots."""
    exposure = counting.exposure(person.contacts or ())
    found = []
    for one in waiting:
        path = rulebook.topics.path(one.topic) if one.topic else []
        wanting = Candidate(
            message_id=one.message_id, customer_id=person.id, category=one.category, author=one.author,
            topic=one.topic, topic_path=tuple(path), campaign=one.campaign, priority=one.priority,
            created_at=one.created_at, expires_at=one.expires_at, not_before=one.not_before, deferrals=one.deferrals,
        )  # fmt: skip
        scopes = counted_in(one.category, one.channel, path, one.campaign)
        keys = tuple(measure.key for measure in measures(scopes, person.terms, rulebook.brand))
        at = max(now, one.next_at)
        order = rank(wanting, person.terms, exposure, now)
        found.append(Rival(rank=order, at=at, expires_at=expires_at(wanting), scopes=keys))
    return found


def contact(asked: Candidate, known: Facts, made: Decision, now: int) -> Contact | None:
    """What counts when it leaves; None: it does not."""
    if asked.begun or asked.category not in COUNTED:
        return None
    heard = max((place.heard_at or 0 for place in known.places), default=0)
    if asked.category == "requested" and asked.kind != "digest" and now - heard < SESSION:
        return None
    place = at(asked, known, made)
    return Contact(
        asked.customer_id, asked.message_id, place.account, place.address_id, place.channel, asked.category,
        asked.topic, asked.campaign, True, "reserved", now,
    )  # fmt: skip


def basis(asked: Candidate, known: Facts, made: Decision, person: Person, wish: Wish, epoch: int, now: int) -> Basis:
    """What a decision to send was based on."""
    place = at(asked, known, made)
    counted = [one for one in caps.of(asked, known, place) if not one.key.startswith(("brand/", "campaign:"))]
    scopes = [*(f"topic:{one}" for one in asked.topic_path), f"category:{asked.category}", "all"]
    agreed = (person.granted.get((person.id, scope)) for scope in scopes) if asked.category == "marketing" else ()
    return Basis(
        terms_version=person.terms.version, consent=next((one for one in agreed if one), None),
        counted=tuple(_counted(one.key, one.n, one.period, known, now) for one in counted), channel=place.channel,
        moved_from=asked.channel if place.channel != asked.channel else None,
        in_hours=any(not one.is_law for one in hours.of(asked, known, place, now)), silence_epoch=epoch,
        campaign=asked.campaign, audience=_list(wish.audience) if wish.audience else (),
    )  # fmt: skip


def at(asked: Candidate, known: Facts, made: Decision) -> Place:
    """Where it goes."""
    wanted = made.place or asked.address_id
    return next(place for place in known.places if place.address_id == wanted)


def _places(asked: Candidate, person: Person, rulebook: Rulebook, accounts: Accounts) -> tuple[Place, ...]:
    rows = [row for row in person.places if row.address_id == asked.address_id or asked.is_movable]
    rows.sort(key=lambda row: row.address_id != asked.address_id)
    found = []
    for row in rows:
        connector = accounts.get(row.account)
        if connector is not None:
            found.append(_place(row, connector, person, rulebook))
    return tuple(found)


def _place(row: address_store.Place, connector: Connector, person: Person, rulebook: Rulebook) -> Place:
    where = whereabouts(row.channel, row.value, person.profile.timezone, rulebook.brand, rulebook.law)
    window, human_window = windows(connector)
    limit = person.limits.get(row.address_id)
    return Place(
        address_id=row.address_id, account=row.account, channel=row.channel, status=row.status,
        verified=row.verified is not None, is_group=row.chat == "group", heard_at=row.last_inbound_at, window=window,
        human_window=human_window, limited_until=limit.until if limit else 0, limits=limit.times if limit else 0,
        zones=where.zones, country=where.country or rulebook.brand.country,
    )  # fmt: skip


def windows(connector: Connector) -> tuple[int | None, int | None]:
    """How long after the customer's last message free words may follow (milliseconds): the machine's, and people's."""
    limits = connector.capabilities
    return _millis(limits.window), _millis(limits.human_window)


@lru_cache(maxsize=64)
def _millis(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds() * 1000)


def _counted(key: str, n: int, period: int, known: Facts, now: int) -> Counted:
    ring = known.rings.get(key)
    return Counted(scope_of(key), (ring.used(now) if ring else 0) + 1, n, period)


def _overrides(written: str | None) -> frozenset[Override]:
    return frozenset(_overridden(written)) if written else frozenset()
