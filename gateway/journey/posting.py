"""Posting: a message that somebody outside a turn wants sent: a program, an agent, a campaign.

Before:  the API or the Desk asks.      After:  sender asks the policy again, then calls the provider.
Order:   it takes the next place of its conversation, and does not wait for the bot.
Never:   calls a provider; answers without a decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import Card, Carousel, Choices, Content, Deleted, Edited, Location, Media, Reaction, Text
from connectors.contract import Connector
from dialogs import state
from gateway.ground.clock import to_datetime
from gateway.ground.ids import new_id
from gateway.journey import admission, announcing, moving, verdicts
from gateway.journey.accounts import Accounts
from gateway.journey.admission import Standing
from gateway.journey.verdicts import Outcomes
from gateway.messages import delivery_store, message_store, outbox_store, timeline_store, waiting_store
from gateway.messages.delivery import worst
from gateway.messages.due_store import Due
from gateway.messages.outbox import Addressee, Saying, promise
from gateway.messages.outbox_store import NewDelivery
from gateway.messages.waiting_store import Shelved
from gateway.people import address_store, conversation_store, link_store, thread_store
from gateway.people.address import normal
from gateway.people.meeting import Caller, Raced, found, meet
from gateway.terms import candidate_store, decision_store, digest_store
from gateway.terms.candidate_store import Wish
from gateway.terms.policy import Decision
from gateway.terms.policy.decision import suppress
from gateway.terms.rulebook import Rulebook

MOVABLE = Text | Media | Location | Choices | Card | Carousel  # templates and reactions belong to their channel
ANSWERED_WITHIN = 7 * 86_400_000  # milliseconds: later, "2" is no answer any more


class Refused(Exception):
    """The message cannot be posted as asked: says why, and which field is wrong."""


@dataclass(frozen=True, kw_only=True)
class Wants:
    """What whoever plans a message asks of the policy. `is_bound`: this account and no other.

    `audience` says in plain words why this customer was meant; a newer message of the same `collapse_key` takes the
    place of one that still waits. `sells`: a digest of what sells. `overrides` are rules of the brand's own that
    somebody lifted for it.
    """

    kind: str = "message"  # digest, step
    campaign: str | None = None
    priority: int = 0
    not_before: int | None = None
    min_gap: int = 0
    collapse_key: str | None = None
    is_bound: bool = False
    is_digestible: bool = False
    audience: Sequence[str] = ()
    review: str | None = None
    sells: bool = False
    overrides: Sequence[str] = ()


NOTHING = Wants()


@dataclass(frozen=True, kw_only=True)
class Posting:
    """What is to be sent to whom: `to` is an address, else `customer_id` says whose."""

    account: str
    content: Content
    category: str
    author: str
    to: str | None = None
    customer_id: str | None = None
    author_name: str | None = None
    topic: str | None = None
    reply_to: str | None = None
    idempotency_key: str | None = None
    expires_at: int | None = None
    own: frozenset[str] = frozenset()  # media ids of its content that are files of ours
    said_by: str | None = None
    wants: Wants = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Posted:
    """The promised message; `decision` is None when the same key was posted before."""

    message_id: str
    status: str
    decision: Decision | None
    conversation_id: str


def post(connection: Connection, rulebook: Rulebook, accounts: Accounts, posting: Posting, now: int) -> Posted:
    """Promise one message and decide about it. Raises Refused, or Raced."""
    connector = accounts.get(posting.account)
    if connector is None:
        raise Refused(f"account: {posting.account!r} is not configured")
    before = _posted_before(connection, posting)
    if before is not None:
        return before
    to = _addressee(connection, connector, posting, now)
    seq = conversation_store.reserve(connection, {to.conversation_id: 1})[to.conversation_id]
    if _posted_before(connection, posting) is not None:  # while we waited for the place
        raise Raced
    return _promise(connection, Standing(rulebook, accounts), posting, to, seq, now)


def _posted_before(connection: Connection, posting: Posting) -> Posted | None:
    if posting.idempotency_key is None:
        return None
    row: Any = message_store.by_idempotency(connection, posting.account, posting.idempotency_key)
    if row is None:
        return None
    parts: Any = delivery_store.of_messages(connection, [row.id])
    return Posted(row.id, worst([one.state for one in parts]), None, row.conversation_id)


def _addressee(connection: Connection, connector: Connector, posting: Posting, now: int) -> Addressee:
    account = connector.account
    if posting.to is None:
        return _on_account(connection, connector, posting.customer_id or "")
    key = normal(account.channel, posting.to)
    caller = Caller(account.id, account.channel, (key,))
    known = found(meet(connection, [caller], now), caller)
    assert known is not None  # the welcome are always found
    row: Any = address_store.get(connection, known.address_id)
    return Addressee(known.customer_id, known.conversation_id, known.address_id, row.value, account.id, account.channel)


def _on_account(connection: Connection, connector: Connector, customer_id: str) -> Addressee:
    whose = link_store.home(connection, customer_id)
    rows: Any = address_store.of_customer(connection, whose)
    held: Any = conversation_store.of_customer(connection, whose)
    account = connector.account
    row = next((row for row in rows if row.account == account.id), None)
    if row is None or held is None:
        raise Refused(f"customer_id: nobody of that id is reached on account {account.id!r}")
    return Addressee(whose, held.id, row.id, row.value, account.id, account.channel)


def _promise(
    connection: Connection, brand: Standing, posting: Posting, to: Addressee, seq: int, now: int
) -> Posted:  # fmt: skip
    connector = brand.accounts[posting.account]
    held: Any = conversation_store.get(connection, to.conversation_id)
    thread: Any = thread_store.get(connection, to.address_id)
    last = thread.last_inbound_at if thread else None
    window = connector.window(to_datetime(last) if last else None)
    quoted = _quoted(connection, posting.reply_to, to) if posting.reply_to else None
    window_open = window.open_until is None or to_datetime(now) < window.open_until
    content = _aimed(connection, posting.content)
    saying = _saying(
        posting, content, held.owner_epoch, quoted, _provider_id(connection, quoted), window_open=window_open
    )
    message, deliveries = promise(saying, to, connector, message_id=new_id(), seq=seq, now=now)
    _remember_options(connection, content, held, now)
    _wish(connection, posting, to.customer_id, message.id, now)
    message_store.add(connection, [message])
    announcing.said(connection, [message])
    due = _as_due(connection, message, to, held, last)
    decision = _plan(connection, brand, due, deliveries, now)
    return Posted(message.id, worst([one.state for one in deliveries]), decision, to.conversation_id)


def _plan(connection: Connection, brand: Standing, due: Due, deliveries: Sequence[NewDelivery], now: int) -> Decision:
    """Decide about it for the first time: nothing is reserved, and it is asked again before it leaves."""
    known = admission.standing(connection, brand.rulebook, brand.accounts, [due], now, holds=False)
    verdict = admission.judge(due, brand.accounts[due.account], known, now)
    made = verdict.decision
    assert made is not None  # only a bot's words meet the fence
    for one in deliveries:
        one.state = "queued" if made.is_sent else verdict.state
        one.next_at = verdicts.next_at(made, now)
    outbox_store.add(connection, deliveries)
    outcomes = Outcomes()
    outcomes.plan(due, verdict, known, now)
    verdicts.write(connection, known, outcomes, now)
    if made.place is not None:
        moving.move(connection, brand.accounts, due, made.place, now)
    return made


def _wish(connection: Connection, posting: Posting, customer_id: str, message_id: str, now: int) -> None:
    """What the policy must know of it; a waiting message that it replaces is told so. An answer has no wishes."""
    wants = posting.wants
    if posting.category == "conversation":
        return
    if wants.collapse_key is not None:
        _replace(connection, candidate_store.collapsing(connection, customer_id, wants.collapse_key), customer_id, now)
    movable = isinstance(posting.content, MOVABLE) and posting.reply_to is None and not wants.is_bound
    wish = Wish(
        customer_id=customer_id, message_id=message_id, kind=wants.kind, campaign=wants.campaign,
        priority=wants.priority, not_before=wants.not_before, min_gap=wants.min_gap, collapse_key=wants.collapse_key,
        movable=movable, digestible=wants.is_digestible, audience=_listed(wants.audience), review=wants.review,
        overrides=_listed(wants.overrides), sells=wants.sells,
    )  # fmt: skip
    candidate_store.add(connection, [wish])


def _replace(connection: Connection, message_ids: Sequence[str], customer_id: str, now: int) -> None:
    """A newer message says it better."""
    if not message_ids:
        return
    waiting_store.shelve(connection, [Shelved(one, "suppressed", now) for one in message_ids], now)
    digest_store.drop(connection, message_ids)
    made = suppress("COLLAPSED")
    rows = [decision_store.entry(new_id(), customer_id, one, "dequeue", made, 0, now) for one in message_ids]
    decision_store.record_many(connection, rows)


def _listed(items: Sequence[str]) -> str | None:
    return msgspec.json.encode(list(items)).decode() if items else None


def _aimed(connection: Connection, content: Content) -> Content:
    """A reaction, an edit or a deletion may name its message by our id: providers know only their own."""
    if not isinstance(content, Reaction | Edited | Deleted):
        return content
    known = _provider_id(connection, message_store.get(connection, content.target))
    return msgspec.structs.replace(content, target=known) if known else content


def _remember_options(connection: Connection, content: Content, held: Any, now: int) -> None:
    """So that "2" is understood as an answer, also where the options could only be shown as numbered text."""
    shown = [option for one in _choosable(content) for option in one.options if option.url is None]
    if shown:
        standing = state.decode(held.state)
        kept = state.Shown(tuple(state.Choice(option.id, option.label) for option in shown), now + ANSWERED_WITHIN)
        written = state.encode(msgspec.structs.replace(standing, shown=kept))
        conversation_store.keep_state(connection, held.id, written)


def _choosable(content: Content) -> Sequence[Choices | Card]:
    if isinstance(content, Carousel):
        return content.cards
    return (content,) if isinstance(content, Choices | Card) else ()


def _saying(
    posting: Posting, content: Content, epoch: int, quoted: Any, quoted_id: str | None, *, window_open: bool
) -> Saying:
    return Saying(
        content=content, author=posting.author, author_name=posting.author_name, category=posting.category,
        topic=posting.topic, epoch=epoch, window_open=window_open, reply_to_id=quoted.id if quoted else None,
        reply_to_provider_id=quoted_id, quote=True, expires_at=posting.expires_at,
        idempotency_key=posting.idempotency_key, own=posting.own, said_by=posting.said_by,
    )  # fmt: skip


def _quoted(connection: Connection, reply_to: str, to: Addressee) -> Any:
    """The message answered, by our id or the provider's."""
    row: Any = message_store.get(connection, reply_to)
    where = timeline_store.of_conversation(connection, to.conversation_id).all
    if row is None or row.conversation_id not in where:
        row = message_store.find(connection, where, to.account, reply_to)
    if row is None:
        raise Refused("reply_to: this conversation has no such message")
    return row


def _provider_id(connection: Connection, quoted: Any) -> str | None:
    if quoted is None:
        return None
    if quoted.provider_id:
        return str(quoted.provider_id)
    parts: Any = delivery_store.of_messages(connection, [quoted.id])
    return next((part.provider_id for part in parts if part.provider_id), None)


def _as_due(connection: Connection, message: Any, to: Addressee, held: Any, last_inbound_at: int | None) -> Due:
    row: Any = address_store.get(connection, to.address_id)
    return Due(
        message_id=message.id, part=1, customer_id=to.customer_id, conversation_id=to.conversation_id,
        address_id=to.address_id, account=to.account, author=message.author, epoch=held.owner_epoch,
        category=message.category, call="", attempts=0, repeat=False, at=message.sent_at, owner_kind=held.owner_kind,
        owner_epoch=held.owner_epoch, topic=message.topic, type=message.type, expires_at=message.expires_at,
        reply_to_id=message.reply_to_id, created_at=message.received_at, address=to.address, address_status=row.status,
        last_inbound_at=last_inbound_at, decided=False,
    )  # fmt: skip
