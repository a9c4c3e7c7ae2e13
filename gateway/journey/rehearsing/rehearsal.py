"""Rehearsal: a conversation that only we hear, played by the real turn on a database in memory.

Before:  the Studio or a flow test says what a customer does, on one of the skins.      After:  nothing is left.
Order:   each move is one webhook, stored, answered and delivered before the next.
Never:   touches the real database, calls a provider, or waits: time passes when nobody answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection

from connectors import registry
from connectors.content import ChoiceReply, Choices, Content, Option, Text
from connectors.contract import Account, Capabilities, Connector
from connectors.http import Http
from connectors.message import Degradation, Inbound, Outbound
from dialogs import state
from dialogs.flow_test import CHANNELS
from dialogs.run import STARTS, Outcome
from dialogs.state import State
from gateway.actions import action_store
from gateway.actions.task import Answer, Outside, Task
from gateway.ground.clock import to_datetime
from gateway.ground.ids import new_id
from gateway.journey import acting, express, turn
from gateway.journey.accounts import Accounts
from gateway.journey.webhook import Arrival
from gateway.journey.world import World
from gateway.messages import message_store, outbox_store, timer_store
from gateway.people import address_store, conversation_store
from gateway.people.address_store import NewAddress, NewKey
from gateway.people.meeting import Caller, found, meet

BEGAN = 1_764_583_200_000  # 1 December 2025, 10:00 UTC, a Monday: a rehearsal is the same whenever it is played
PAUSE = 30_000  # milliseconds between two moves
Form = Literal["text", "buttons", "list", "quick_replies", "numbers"]
_PROVIDERS = {"whatsapp": "meta", "messenger": "meta", "sms": "twilio", "telegram": "telegram"}
_ADDRESSES = {"whatsapp": "+33600000001", "sms": "+33600000001", "messenger": "1000000001", "telegram": "100001"}
_NOBODY = "https://rehearsal.invalid"

_content = msgspec.json.Decoder(Content).decode
_task = msgspec.json.Decoder(Task).decode


@dataclass(frozen=True)
class Shown:
    """One thing that the bot said, as its channel shows it; `numbered`: the options that became numbers."""

    content: Content
    channel: str
    author: str
    said_by: str  # "flow/step"
    numbered: tuple[Option, ...]
    degradations: tuple[Degradation, ...]


def skins() -> Accounts:
    """Every channel with a connector that never calls anybody."""
    return Accounts({channel: _offline(channel) for channel in CHANNELS})


def _offline(channel: str) -> Connector:
    kind = registry.connector_class(channel, _PROVIDERS[channel])
    values = dict.fromkeys((*kind.KEYS.required, *kind.KEYS.optional), "rehearsal")
    return kind(Account(channel, channel, _PROVIDERS[channel], values, _NOBODY), Http())


class Rehearsal:
    """One customer with an address on every channel. `path` names the steps that ran since the last move."""

    def __init__(
        self, connection: Connection, world: World, channel: str, *, language: str | None = None,
        faults: Random | None = None, actions: Mapping[str, Answer] | None = None,
    ) -> None:  # fmt: skip
        """`world` has the `skins`; with `faults`, each webhook comes twice and late ones come again.

        `actions` are what comes of each action done outside; one that is not there is unknown.
        """
        self._connection, self.channel, self._language, self._faults = connection, channel, language, faults
        self._actions = dict(actions or {})
        self._world = replace(world, watch=self._watch, outside=self._outside, opinion=None)
        self._now, self._seen = BEGAN, 0
        self._heard: list[Arrival] = []
        self.path: list[tuple[str, str]] = []
        self.customer_id, self.conversation_id = self._meet()

    def say(self, words: str, via: str | None = None) -> list[Shown]:
        return self.hear(Text(body=words), via)

    def choose(self, label: str, via: str | None = None) -> list[Shown]:
        """An option last shown under that label: tapped, or typed as its number where none can be. Raises KeyError."""
        for shown in reversed(self.said()):
            for at, option in enumerate(getattr(shown.content, "options", ())):
                if option.label == label:
                    number = len(shown.numbered) > at
                    tapped = ChoiceReply(option_id=option.id, label=label, via="tap")
                    return self.hear(Text(body=str(at + 1)) if number else tapped, via)
        raise KeyError(label)

    def start(self, flow: str) -> list[Shown]:
        """As by the button of an old message: its label is the flow's title, in words of the customer's language."""
        return self.hear(ChoiceReply(option_id=f"{STARTS}{flow}", label=self._title(flow), via="tap"), None)

    def hear(self, content: Content, via: str | None) -> list[Shown]:
        """Whatever the customer sends, on this channel or another; all that the bot says to it."""
        self.channel = via or self.channel
        self._now += PAUSE
        self.path.clear()
        event = Inbound(
            key=str(len(self._heard)), address=_ADDRESSES[self.channel], content=content,
            sent_at=to_datetime(self._now), provider_id=f"in-{len(self._heard)}", language=self._language,
        )  # fmt: skip
        self._heard.append(Arrival(self.channel, self.channel, event))
        for arrivals in self._deliveries():
            express.answer(self._connection, self._world, turn.no_dispatch, arrivals, self._now)
            self._take()
        return self._news()

    def wait(self) -> list[Shown]:
        """Say nothing until the next timer has run out. LookupError where none runs."""
        self.path.clear()
        due = timer_store.next_due(self._connection, self.conversation_id)
        if due is None:
            raise LookupError("nothing waits")
        self._now = max(self._now, due)
        turn.ring_timers(self._connection, 1, self._now)
        self._take()
        return self._news()

    def said(self) -> list[Shown]:
        """All that the bot has said so far."""
        return list(self._shown(0))

    @property
    def now(self) -> int:
        """Milliseconds since 1970, as the rehearsed clock shows them."""
        return self._now

    @property
    def state(self) -> State:
        return state.decode(self.conversation.state)

    @property
    def conversation(self) -> Any:
        return conversation_store.get(self._connection, self.conversation_id)

    def _title(self, flow: str) -> str:
        known = self._world.library.catalog.flows.get(flow)
        titles = dict(known.title.plain()) if known else {}
        return titles.get(self._language or "") or next(iter(titles.values()), flow)

    def _outside(self, action: str) -> Outside | None:
        return Outside() if action in self._actions else None

    def _watch(self, _conversation: str, outcome: Outcome) -> None:
        self.path += outcome.path

    def _meet(self) -> tuple[str, str]:
        callers = Caller(self.channel, self.channel, (_ADDRESSES[self.channel],))
        known = found(meet(self._connection, [callers], self._now), callers)
        assert known is not None  # the welcome are always found
        for channel in CHANNELS:
            if channel != self.channel:
                self._also_at(channel, known.customer_id)
        return known.customer_id, known.conversation_id

    def _also_at(self, channel: str, customer_id: str) -> None:
        value = _ADDRESSES[channel]
        address = NewAddress(new_id(), customer_id, channel, channel, value, "private", None, self._now)
        address_store.add(self._connection, [address])
        address_store.add_keys(self._connection, [NewKey(channel, value, channel, address.id)])

    def _deliveries(self) -> Iterator[Sequence[Arrival]]:
        """The webhooks of this move: the new one, and with faults twice, then older ones in any order."""
        yield self._heard[-1:] * (2 if self._faults else 1)
        if self._faults:
            yield self._faults.sample(self._heard, len(self._heard))

    def _take(self) -> None:
        self._turn()
        while due := action_store.due(self._connection, self._now, 10):
            for row in due:
                acting.settle(self._connection, row, self._actions[_task(row.task).action], self._now)
            self._turn()
        outbox_store.pretend_sent(self._connection, self._now)

    def _turn(self) -> None:
        while turn.take(self._connection, self._world, turn.no_dispatch, 10, self._now).more:
            pass

    def _news(self) -> list[Shown]:
        return list(self._shown(self._seen))

    def _shown(self, after: int) -> Iterator[Shown]:
        rows: Any = message_store.timeline(self._connection, self.conversation_id, before=None, after=after, limit=500)
        for row in rows:
            self._seen = max(self._seen, row.seq)
            if row.direction == "out":
                yield self._skinned(row)

    def _skinned(self, row: Any) -> Shown:
        content = _content(row.content)
        notes = msgspec.json.decode(row.notes or "{}")
        plan = show(self._world.accounts[row.channel], content)
        return Shown(content, row.channel, row.author, notes.get("said_by") or "", plan.numbered, plan.degradations)


def show(connector: Connector, content: Content, *, language: str = "en") -> Any:
    """What a channel makes of a message."""
    address = _ADDRESSES[connector.account.channel]
    return connector.render(Outbound(id="0", address=address, content=content, language=language))


def offers(capabilities: Capabilities, content: Content, numbered: Iterable[Option]) -> Form:
    """How this channel lets customers choose; text: not."""
    count = len(content.options) if isinstance(content, Choices) else 0
    if not count:
        return "text"
    if tuple(numbered):
        return "numbers"
    if count <= capabilities.buttons:
        return "buttons"
    return "quick_replies" if count <= capabilities.quick_replies else "list"
