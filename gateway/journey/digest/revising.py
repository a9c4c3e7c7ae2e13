"""Revising: a promised digest is read once more before it leaves, and the policy is asked about each piece of it.

Before:  claiming took it up.      After:  admission judges what is left of it.
Order:   each digest alone.
Never:   changes what has left, or may have; drops a piece without giving it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import Content, plain_text
from gateway.journey import moving
from gateway.journey.admission import Standing
from gateway.journey.digest import gathering
from gateway.journey.digest import pieces as told_pieces
from gateway.journey.digest.pieces import Pieces
from gateway.messages import due_store, message_store, outbox_store, waiting_store
from gateway.messages.due_store import Due
from gateway.outreach import item_store, telling
from gateway.terms import candidate_store, digest_store
from gateway.terms.policy import Decision
from gateway.terms.policy.decision import suppress

WAITS = ("defer", "hold")

_content = msgspec.json.Decoder(Content).decode


def revise(connection: Connection, known: Standing, due: Sequence[Due], now: int) -> None:
    """The digests among these say what they still may; of those that may say nothing, `known` keeps why."""
    digests = [one for one in due if known.wish(one).kind == "digest"]
    told = digest_store.told_by(connection, [one.message_id for one in digests]) if digests else {}
    for one in digests:
        if one.message_id in told:
            held = _revise(connection, known, one, told[one.message_id], now)
            if held is not None:
                known.revised[one.message_id] = held


def _revise(connection: Connection, known: Standing, due: Due, digest_id: str, now: int) -> Decision | None:
    """Why it cannot leave; None: it may, as it is or reworded."""
    pieces = _found(connection, due, digest_id)
    refused = _refused(connection, known, due, pieces, now)
    refused |= dict.fromkeys(item_store.gone_from(connection, due.customer_id, digest_id, now), suppress("OFFER_ENDED"))
    if not refused:
        return None
    kept = pieces.without(refused)
    if len(kept) and due.part == 1 and not due.repeat:
        _reword(connection, known, due, kept, now)
        _let_go(connection, due, digest_id, pieces, kept, now)
        return None
    return _held(list(refused.values()), due)


def _found(connection: Connection, due: Due, digest_id: str) -> Pieces:
    """What it tells, as far as it still is there."""
    gathered = [one.message_id for one in digest_store.gathered(connection, digest_id)]
    parts = {one.message_id: one for one in due_store.first_parts(connection, gathered)}
    messages = [parts[one] for one in gathered if one in parts and parts[one].state == "told"]
    for one in messages:
        one.state = "digested"  # to the policy it still is
    return Pieces(messages, item_store.told_by(connection, due.customer_id, digest_id))


def _refused(connection: Connection, known: Standing, due: Due, pieces: Pieces, now: int) -> dict[str, Decision]:
    about = gathering.standing(connection, known.rulebook, known.accounts, due.customer_id, pieces, now)
    person = about.person(due.customer_id)
    place = next((one for one in person.places if one.address_id == due.address_id), None) if person else None
    if place is None:
        return {}  # the policy finds that nobody is reached there
    made = told_pieces.asked(pieces, place, about, now)
    return {one: decision for one, decision in made.items() if not decision.is_sent}


def _held(refused: Sequence[Decision], due: Due) -> Decision:
    """Nothing of it may be told there, or the rest no more. What only waits keeps it waiting, for as long as it may."""
    waits = next((one for one in refused if one.outcome in WAITS), None)
    if waits is None or due.part > 1 or due.repeat:
        return suppress(*refused[0].codes)
    latest = due.expires_at or waits.until
    return Decision(waits.outcome, waits.codes, min(waits.until or 0, latest or 0) or None)


def _reword(connection: Connection, known: Standing, due: Due, kept: Pieces, now: int) -> None:
    row: Any = message_store.get(connection, due.message_id)
    before, topics = plain_text(_content(row.content)), known.rulebook.topics
    content = told_pieces.said(connection, kept, telling.spoken_in(before), more=telling.said_more(before))
    message, deliveries = moving.spell(
        connection, known.accounts, row, due.address_id, due.epoch, now, content, kept.topic
    )  # fmt: skip
    message_store.reword(connection, message)
    outbox_store.replace(connection, row.id, deliveries)
    wish = known.wish(due)
    due.call, due.topic, wish.sells = deliveries[0].call, message.topic, kept.sells(topics)
    candidate_store.now_sells(connection, due.customer_id, due.message_id, sells=wish.sells)


def _let_go(connection: Connection, due: Due, digest_id: str, pieces: Pieces, kept: Pieces, now: int) -> None:
    """Back to where they were before this digest: the messages are decided about alone, the items are new again."""
    stays = {one.message_id for one in kept.messages}
    gone = [one.message_id for one in pieces.messages if one.message_id not in stays]
    waiting_store.untold(connection, gone, now)
    item_store.not_shown(connection, due.customer_id, digest_id, [one.id for one in kept.items])
