"""Who lives in a town: people, where they are reached, what they decide, and who turns out to be whom."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from gateway.ground.database import Database
from gateway.ground.ids import new_id
from gateway.journey.crossing import linking
from gateway.messages import waiting_store
from gateway.people import address_store, conversation_store, link_store, thread_store
from gateway.people.meeting import Caller, meet
from gateway.people.thread_store import Heard
from gateway.terms import complaint_store, ledger, terms_store
from gateway.terms.actions import ActionContext, perform
from gateway.terms.policy.brand import Brand
from gateway.terms.preference import Terms
from gateway.terms.terms_store import Origin
from handoff import pivot_store
from tests.gateway.terms.book import TOPICS, Book
from tests.gateway.terms.policy.asked import NOW

CHANNELS = {"telegram": "telegram", "bot": "telegram", "sms": "sms"}  # of each account


@dataclass(frozen=True)
class Link:
    """The giver turned out to be the taker, at these addresses."""

    id: str
    giver: str
    taker: str
    addresses: tuple[str, ...]


@dataclass(kw_only=True)
class Folk(Book):
    database: Database
    brand: Brand = field(default_factory=Brand)
    now: int = NOW
    links: list[Link] = field(default_factory=list)  # those that hold
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def meet(self, account: str, address: str) -> str:
        """Somebody writes from there for the first time; their id."""
        caller = Caller(account, CHANNELS[account], (address,), verified="inbound")
        met = self.write(meet, [caller], self.now)[account, address]
        self.owners[met.address_id] = met.customer_id
        self.hear(met.address_id, met.customer_id)
        return met.customer_id

    def follower(self, account: str, address: str, **frequency: object) -> str:
        """Somebody new who follows offers from there, so often at most; their id."""
        customer = self.meet(account, address)
        self.act(customer, "terms.follow", said_at=self.addresses(customer)[0].id, topic="offers")
        if frequency:
            self.act(customer, "terms.set", field="frequency", value=frequency)
        return customer

    def join(self, customer_id: str, account: str, address: str) -> str:
        """The same person is reached here too."""
        channel, address_id = CHANNELS[account], new_id()

        def add(connection: Connection) -> None:
            new = address_store.NewAddress(
                address_id, customer_id, account, channel, address, "private", "inbound", self.now
            )  # fmt: skip
            address_store.add(connection, [new])
            address_store.add_keys(connection, [address_store.NewKey(account, address, channel, address_id)])

        self.write(add)
        self.owners[address_id] = customer_id
        self.hear(address_id, customer_id)
        return address_id

    def hear(self, address_id: str, customer_id: str) -> None:
        self.write(thread_store.heard, [Heard(address_id, customer_id, self.now, "1")])

    def addresses(self, customer_id: str) -> Sequence[Any]:
        return self.read(address_store.of_customer, customer_id)

    def homes(self, customer_id: str) -> tuple[str, ...]:
        """The addresses that are theirs, by the book."""
        return tuple(one for one, owner in self.owners.items() if owner == customer_id)

    def act(self, customer_id: str, action: str, *, said_at: str | None = None, **args: Any) -> dict[str, Any]:
        """The customer decides in chat, and says yes to what loosens."""
        origin = Origin(source="chat", words=f"word {next(self.numbers)}", account="telegram", address_id=said_at)
        context = ActionContext(
            customer_id=customer_id, conversation_id="", now=self.now, zone=self.brand.zone, origin=origin,
            brand=self.brand,
        )  # fmt: skip
        return self.write(perform, TOPICS, action, {"confirmed": True, **args}, context)

    def terms(self, customer_id: str) -> Terms:
        """By replaying the ledger."""
        return terms_store.replay(self.read(terms_store.history, customer_id, None, 10_000))

    def complain(self, customer_id: str, *, is_open: bool) -> None:
        def tell(connection: Connection) -> None:
            ledger.hold(connection, customer_id)
            if is_open:
                complaint_store.open_one(connection, new_id(), customer_id, "test", "T", None, self.now)
            else:
                complaint_store.close(connection, customer_id, "test", "T", self.now)
            waiting_store.wake(connection, [customer_id], self.now)

        self.write(tell)

    def own(self, customer_id: str, kind: str) -> None:
        held: Any = self.read(conversation_store.of_customer, customer_id)
        self.write(
            lambda connection: conversation_store.own(
                connection, held.id, kind=kind, owner=None, status="active", seen=held.owner_epoch, now=self.now
            )
        )

    # -- who turns out to be whom

    def merge(self, giver: str, taker: str) -> Link:
        """An agent has evidence. Raises LinkRefused."""
        return self._linked(self.write(linking.merge, giver, taker, "same card", "marc", self.now), giver, taker)

    def vouch(self, giver: str, taker: str) -> Link | None:
        """Their providers say the same number; None: somebody said otherwise."""
        made = self.write(linking.prove, giver, taker, "phone", {"phone": "+33600000000"}, self.now)
        return self._linked(made, giver, taker) if made else None

    def cross(self, address_id: str, account: str, taker: str) -> Link | None:
        """Whoever is there shows a code that the taker was given; None: they had it already."""
        giver, code = self.owners[address_id], f"code {next(self.numbers)}"
        talk: Any = self.read(conversation_store.of_customer, taker)
        given = {"conversation_id": talk.id, "customer_id": taker, "account": account, "by": "marc"}
        self.write(lambda connection: pivot_store.add(connection, code, self.now, **given))
        assert self.write(linking.by_code, code, account, address_id, self.now) == taker
        if giver == taker:
            return None
        newest = self.read(link_store.of_customer, taker)[0]
        return self._linked(newest.id, giver, taker, (address_id,))

    def part(self, link: Link) -> None:
        """They are two after all. Raises LinkRefused."""
        self.write(linking.undo, link.id, "marc", self.now)
        self.links.remove(link)
        for one in link.addresses:
            if self.owners[one] == link.taker:
                self.owners[one] = link.giver

    def _linked(self, link_id: str, giver: str, taker: str, moved: tuple[str, ...] | None = None) -> Link:
        link = Link(link_id, giver, taker, self.homes(giver) if moved is None else moved)
        self.links.append(link)
        self.owners.update(dict.fromkeys(link.addresses, taker))
        return link

    def read(self, work: Any, *args: Any) -> Any:
        return self.database.read_now(work, *args)

    def write(self, work: Any, *args: Any) -> Any:
        return self.database.write_now(work, *args)
