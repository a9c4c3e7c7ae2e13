"""A talk: one conversation while its turn is taken, and what the turns of a batch leave to be written.

Nothing here reads or writes the database: the turn fills a harvest, and the harvest is stored at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import Content
from connectors.contract import Connector
from connectors.message import Inbound, SignalKind
from dialogs import unclear_store
from gateway.actions import action_store
from gateway.ground.clock import to_millis
from gateway.ground.ids import new_id
from gateway.journey import announcing
from gateway.journey.holding import entrusting
from gateway.messages import inbox_store, media_store, message_store, outbox_store, timer_store
from gateway.messages.inbox_store import Waiting
from gateway.messages.media_store import NewMedia
from gateway.messages.message_store import HAPPENINGS, NewMessage
from gateway.messages.outbox import Addressee, Saying, promise
from gateway.messages.outbox_store import NewDelivery
from gateway.messages.timer_store import Timer
from gateway.people import address_store, claim_store, conversation_store, customer_store, thread_store
from gateway.people.claim_store import NewClaim
from gateway.people.conversation_store import Saved
from gateway.people.thread_store import Heard
from gateway.terms.preference import Terms
from handoff.case import Act, Move, move
from handoff.triage import Example

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True)
class Uttered:
    """One message of ours, its deliveries, and the event that it answers."""

    message: NewMessage
    deliveries: list[NewDelivery]
    row: Waiting


@dataclass(frozen=True)
class Changed:
    """The pen passed on in this turn: from the holder at `owner_epoch` by this move."""

    id: str
    customer_id: str
    owner_epoch: int
    move: Move

    @property
    def epoch(self) -> int:
        return self.owner_epoch + 1


@dataclass
class Talk:
    """Where a conversation stands, moving with each of its events."""

    conversation_id: str
    customer_id: str
    seq: int
    owner_kind: str
    owner_id: str | None
    owner_epoch: int
    status: str
    address_id: str | None
    state: str | None
    name: str | None
    language: str | None
    zone: str | None
    terms: Terms
    said: list[Uttered] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)

    @classmethod
    def of(cls, row: Waiting, terms: Terms) -> Talk:
        return cls(
            row.conversation_id, row.customer_id, row.conversation_seq, row.owner_kind, row.owner_id, row.owner_epoch,
            row.status, row.address_id, row.state, row.name, row.language, row.timezone, terms,
        )  # fmt: skip

    def pass_on(self, act: Act, *, is_new: bool = False) -> Move:
        """Do this act of the table: where the pen passes on, one epoch further. Nobody of ours holds it then."""
        moved = move(self.owner_kind, act, self.status, is_new=is_new)
        if moved.changes:
            self.changes.append(Changed(self.conversation_id, self.customer_id, self.owner_epoch, moved))
            self.owner_kind, self.owner_id, self.status = moved.owner, None, moved.status
            self.owner_epoch += 1
        return moved

    def saved(self, now: int) -> Saved:
        return Saved(
            self.conversation_id, self.seq, self.owner_kind, self.owner_id, self.owner_epoch, self.status,
            self.address_id, self.state, now,
        )  # fmt: skip


@dataclass(frozen=True)
class PeopleAsked:
    """A case to open once the turn's messages are written."""

    talk: Talk
    code: str
    title: str
    summary: str
    flow: str | None
    team: str | None = None
    skills: tuple[str, ...] = ()
    priority: str = "normal"


@dataclass(frozen=True)
class Spoke:
    """A customer said something that people may have to answer."""

    conversation_id: str
    at: int
    needs_answer: bool


@dataclass(frozen=True)
class Linked:
    """A customer came to another address by a code, and goes on there."""

    customer_id: str
    address_id: str
    account: str


@dataclass(frozen=True)
class Signal:
    """Something to show the customer after the commit that is no message: a tap was heard."""

    account: str
    kind: SignalKind
    address: str
    target: str | None


@dataclass
class Harvest:
    """What the turns of one batch leave to be written, table by table."""

    messages: list[NewMessage] = field(default_factory=list)
    heard: dict[str, Heard] = field(default_factory=dict)
    talks: list[Talk] = field(default_factory=list)
    handled: list[int] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    asked: list[PeopleAsked] = field(default_factory=list)
    media: list[NewMedia] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    actions: list[action_store.Waiting] = field(default_factory=list)
    unclear: list[dict[str, Any]] = field(default_factory=list)  # rows of what was not understood
    spoke: list[Spoke] = field(default_factory=list)
    linked: list[Linked] = field(default_factory=list)
    claims: list[NewClaim] = field(default_factory=list)  # what customers say is theirs
    first: list[str] = field(default_factory=list)  # addresses heard of for the first time
    switches: frozenset[tuple[str, str]] = frozenset()  # where the bot is disengaged
    examples: tuple[Example, ...] | None = None  # what agents corrected, once somebody asked
    busy: set[str | None] | None = None  # addresses to which something is still to leave; None: to be asked
    awake: set[str] = field(default_factory=set)  # accounts where what waits is to be decided about anew

    def ask_people(self, talk: Talk, code: str, *, title: str = "", summary: str = "", flow: str | None = None) -> None:
        self.asked.append(PeopleAsked(talk, code, title, summary, flow))

    def said(self, conversation_id: str, account: str, provider_id: str) -> NewMessage | None:
        """What was said in this batch, and is called so by its provider; not an event that speaks of it."""
        meant = (conversation_id, account, provider_id)
        said = (one for one in self.messages if one.type not in HAPPENINGS)
        return next((one for one in said if (one.conversation_id, one.account, one.provider_id) == meant), None)

    def accounts(self) -> set[str]:
        """Which accounts have something that waits to be claimed."""
        said = (uttered for talk in self.talks for uttered in talk.said)
        return self.awake | {one.account for uttered in said for one in uttered.deliveries if one.state == "queued"}

    def with_people(self) -> frozenset[str]:
        """Conversations that are not the bot's alone, or were not before this turn."""
        return frozenset(talk.conversation_id for talk in self.talks if talk.owner_kind != "bot" or talk.changes)

    def store(self, connection: Connection, now: int) -> bool:
        """Write it all, after `place`; True if more waits in these conversations."""
        self.keep(connection)
        deliveries = [one for talk in self.talks for uttered in talk.said for one in uttered.deliveries]
        if deliveries:
            outbox_store.add(connection, deliveries)
        if self.actions:
            action_store.add(connection, self.actions)
        if self.timers:
            timer_store.add(connection, self.timers)
        conversation_store.save(connection, [talk.saved(now) for talk in self.talks])
        if not self.handled:
            return False
        return inbox_store.finish(connection, self.handled, [talk.conversation_id for talk in self.talks], now) > 0

    def keep(self, connection: Connection) -> None:
        """Write what was said, and when each thread was last heard of."""
        message_store.add(connection, self.messages)
        announcing.said(connection, self.messages)
        entrusting.said(connection, self.messages)
        if self.heard:
            thread_store.heard(connection, list(self.heard.values()))
        if self.first:
            address_store.verify(connection, self.first)
        if self.claims:
            claim_store.add(connection, self.claims)
        if self.unclear:
            unclear_store.add(connection, self.unclear)
        if self.media:
            media_store.add(connection, self.media)

    def place(self) -> None:
        """What was said takes its places; a bot's message carries the epoch after all that its turn did (promise 7)."""
        for talk in self.talks:
            for uttered in talk.said:
                talk.seq += 1
                uttered.message.seq = talk.seq
                self.messages.append(uttered.message)
                for one in uttered.deliveries:
                    one.seq, one.epoch = talk.seq, talk.owner_epoch


def heard(talk: Talk, row: Waiting, inbound: Inbound, content: Content, connector: Connector) -> NewMessage:
    """The incoming message as it is kept."""
    return NewMessage(
        id=new_id(),
        customer_id=talk.customer_id,
        conversation_id=talk.conversation_id,
        seq=row.seq,
        direction="in",
        account=row.account,
        channel=connector.account.channel,
        address_id=row.address_id or "",
        address=row.address or inbound.address,
        author="customer",
        author_name=inbound.author,
        provider_id=inbound.provider_id,
        reply_to_provider_id=inbound.reply_to,
        type=str(content.__struct_config__.tag),
        content=_encode(content).decode(),
        sent_at=to_millis(inbound.sent_at) or row.received_at,  # some events carry no time
        received_at=row.received_at,
    )


def say(
    talk: Talk, row: Waiting, answered: NewMessage | None, content: Content, connector: Connector, *,
    author: str, language: str, said_by: str, quote: bool, now: int, category: str = "conversation",
    topic: str | None = None,
) -> None:  # fmt: skip
    """Promise one message in answer to an event of this talk."""
    to = Addressee(
        talk.customer_id, talk.conversation_id, row.address_id or "", row.address or "", row.account,
        connector.account.channel,
    )  # fmt: skip
    saying = Saying(
        content=content,
        author=author,
        category=category,
        topic=topic,
        epoch=talk.owner_epoch,
        language=language,
        reply_to_id=answered.id if answered else None,
        reply_to_provider_id=answered.provider_id if answered else None,
        quote=quote,
        said_by=said_by,
    )
    message, deliveries = promise(saying, to, connector, message_id=new_id(), seq=0, now=now)
    talk.said.append(Uttered(message, deliveries, row))


def remember_person(connection: Connection, talk: Talk, name: str | None, language: str | None) -> None:
    """What this event told about the person, if it is new."""
    if name and not talk.name:
        talk.name = name
        customer_store.rename(connection, talk.customer_id, name)
    if language and language != talk.language:
        talk.language = language
        customer_store.speak(connection, talk.customer_id, language)
