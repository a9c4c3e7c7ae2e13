"""A small town: real stores, real connectors that never call out, a clock to move, and a naive book of what was sent.

What the gateway may do is judged by the book alone: it counts by hand what the gateway counts with rings, and reads the
terms by replaying the ledger.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from connectors import registry
from connectors.content import Text
from connectors.contract import Account
from connectors.errors import Failure
from connectors.http import Http
from connectors.message import Accepted
from gateway.ground.database import Database
from gateway.ground.ids import new_id
from gateway.journey import claiming, sender
from gateway.journey.accounts import Accounts
from gateway.journey.claiming import Stamp
from gateway.journey.digest import gathering
from gateway.journey.digest.gathering import Collected
from gateway.journey.posting import Posted, Posting, Wants, post
from gateway.journey.rate import Pace
from gateway.messages import waiting_store
from gateway.messages.outbox_store import Due
from gateway.people import address_store, conversation_store, thread_store
from gateway.people.meeting import Caller, meet
from gateway.people.thread_store import Heard
from gateway.terms import complaint_store, frequency, ledger, silencing, terms_store
from gateway.terms.actions import ActionContext, perform
from gateway.terms.digest_store import DueDigest
from gateway.terms.policy.brand import Brand
from gateway.terms.policy.law import law
from gateway.terms.preference import Terms
from gateway.terms.rulebook import Rulebook
from gateway.terms.terms_store import Origin
from gateway.terms.topic import Topic, Topics
from tests.gateway.terms.policy.asked import NOW

ACCOUNTS = {
    "telegram": ("telegram", "telegram", {"token": "7:t", "webhook_secret": "s"}),
    "bot": ("telegram", "telegram", {"token": "8:t", "webhook_secret": "s"}),
    "sms": ("sms", "twilio", {"account_sid": "AC", "auth_token": "t", "from": "+33755531234"}),
}
TOPICS = Topics(
    [
        Topic(id="fashion", label={"fr": "Mode", "en": "Fashion"}),
        Topic(id="shoes", label={"fr": "Chaussures", "en": "Shoes"}, parent="fashion"),
        Topic(id="offers", label={"fr": "Offres", "en": "Offers"}),
        Topic(id="orders", label={"fr": "Mes commandes", "en": "My orders"}, category="service", initiative="push"),
    ]
)
OK = Accepted(provider_id="p")
REFUSED = Failure(kind="bad_content", text="no")
LATER = Failure(kind="transient", text="later")
LOST = Failure(kind="unknown", text="no answer")
NOT_TODAY = Failure(kind="throttled", code="131049", scope="recipient", retry_after=86_400.0)
COUNTED = ("marketing", "service")


@dataclass
class Call:
    """One provider call that began: the book's own record."""

    due: Due
    at: int
    channel: str
    outcome: str = "uncertain"  # sent, released

    @property
    def counts(self) -> bool:
        return self.outcome != "released"


@dataclass
class Town:
    database: Database
    brand: Brand = field(default_factory=Brand)
    now: int = NOW
    calls: list[Call] = field(default_factory=list)
    claimed: list[tuple[Due, Stamp | None]] = field(default_factory=list)  # not called yet
    flying: list[Call] = field(default_factory=list)  # called, no answer yet
    posted: dict[str, Posted] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        http = Http.__new__(Http)  # nobody calls out
        nowhere = "http://127.0.0.1:9"
        made = {
            name: Account(id=name, channel=channel, provider=provider, values=values, api_base=nowhere)
            for name, (channel, provider, values) in ACCOUNTS.items()
        }
        self.accounts = Accounts(
            {name: registry.connector_class(one.channel, one.provider)(one, http) for name, one in made.items()}
        )
        self.rulebook = Rulebook(TOPICS, self.brand, law())
        self.paces = {name: Pace.of(None, None) for name in ACCOUNTS}

    # -- people

    def meet(self, account: str, address: str) -> str:
        """Somebody writes from there for the first time; their id."""
        channel = ACCOUNTS[account][0]
        caller = Caller(account, channel, (address,), verified="inbound")
        met = self.write(meet, [caller], self.now)[account, address]
        self.hear(met.address_id, met.customer_id)
        return met.customer_id

    def join(self, customer_id: str, account: str, address: str) -> str:
        """The same person is reached here too."""
        channel, address_id = ACCOUNTS[account][0], new_id()

        def add(connection: Connection) -> None:
            new = address_store.NewAddress(
                address_id, customer_id, account, channel, address, "private", "inbound", self.now
            )  # fmt: skip
            address_store.add(connection, [new])
            address_store.add_keys(connection, [address_store.NewKey(account, address, channel, address_id)])

        self.write(add)
        self.hear(address_id, customer_id)
        return address_id

    def hear(self, address_id: str, customer_id: str) -> None:
        self.write(thread_store.heard, [Heard(address_id, customer_id, self.now, "1")])

    def addresses(self, customer_id: str) -> Sequence[Any]:
        return self.read(address_store.of_customer, customer_id)

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

    # -- the brand

    def post(self, customer_id: str, account: str = "telegram", category: str = "marketing", **more: Any) -> Posted:
        wants = Wants(**{name: more.pop(name) for name in list(more) if name in Wants.__dataclass_fields__})
        topic = more.pop("topic", {"marketing": "offers", "service": "orders"}.get(category))
        posting = Posting(
            account=account, content=Text(body=f"Bonjour {next(self.numbers)}"), category=category, author="api",
            customer_id=customer_id, topic=topic, wants=wants, **more,
        )  # fmt: skip
        posted = self.write(post, self.rulebook, self.accounts, posting, self.now)
        self.posted[posted.message_id] = posted
        return posted

    def silence(self, scope: str = "brand", level: str = "marketing", **more: Any) -> str:
        given = {"reason": "test", "by": "test", "until": None, "let_pass": (), **more}
        begun, _ = self.write(lambda c: silencing.begin(c, scope, level, now=self.now, **given))
        return begun.id

    def lift(self, silence_id: str, *, ramp: int = 0, drop: bool = False) -> None:
        self.write(lambda c: silencing.lift(c, silence_id, ramp=ramp, drop=drop, by="test", note=None, now=self.now))

    # -- sending, step by step

    def claim(self, account: str, most: int = 64) -> bool:
        """True if something was claimed, or may be after this."""
        claimed = self.write(
            claiming.claim, self.rulebook, self.accounts, account, self.paces[account], most, self.now
        )  # fmt: skip
        self.claimed += [(due, claimed.stamps.get(due.message_id)) for due in claimed.calls]
        return bool(claimed.calls) or claimed.more

    def call(self, number: int = 0) -> Call | None:
        """Begin the call of one claim, unless what it was decided on has changed; None: it was put back."""
        due, stamp = self.claimed.pop(number)
        if stamp is not None and due.message_id not in self.read(claiming.unchanged, {due.message_id: stamp}):
            self.settle(Call(due, self.now, ""), sender.WITHDRAWN)
            return None
        call = Call(due, self.now, ACCOUNTS[due.account][0])
        self.calls.append(call)
        self.flying.append(call)
        return call

    def end(self, number: int = 0, outcome: Any = OK) -> None:
        self.settle(self.flying.pop(number), outcome)

    def settle(self, call: Call, outcome: Any) -> None:
        row = sender.outcome_row(call.due, outcome, self.now, 0.5)
        ended = [(call.due, outcome, row)]
        while ended:  # another worker may hold it at this moment
            ended, broken = self.write(sender.settle, ended, self.now)
            assert broken == []
        if row.state in ("queued", "failed") and not row.repeat:
            call.outcome = "released"
        elif row.state not in ("unknown", "queued"):
            call.outcome = "sent"

    def die(self) -> None:
        """The process dies: nobody ends what it began, until the leases are over."""
        self.claimed.clear()
        self.flying.clear()
        self.now += claiming.LEASE + 1
        for due in self.write(claiming.adopt_lost, list(ACCOUNTS), 64, self.now):
            known = next((call for call in self.calls if call.due is due or same(call.due, due)), None)
            self.settle(known or Call(due, self.now, ""), LOST)

    def run(self, outcome: Any = OK) -> list[Call]:
        """Send all that may be sent now."""
        begun = []
        for _ in range(50):
            if not sum(self.claim(account) for account in ACCOUNTS):
                break
            while self.claimed:
                call = self.call()
                begun += [call] if call else []
            while self.flying:
                self.end(outcome=outcome)
        return begun

    def collect(self) -> dict[str, list[str]]:
        """What the digests that are due tell; those that hold nothing are none."""
        due = self.read(gathering.due, self.now, 100)
        told = {one.id: [piece.message_id for piece in self.gather(one).pieces.messages] for one in due}
        return {digest_id: items for digest_id, items in told.items() if items}

    def gather(self, due: DueDigest) -> Collected:
        return self.write(gathering.collect, self.rulebook, self.accounts, due, [], self.now)

    # -- looking

    def state(self, message_id: str) -> str:
        found = self.rows("SELECT state FROM delivery WHERE message_id = :id ORDER BY part", id=message_id)
        return str(found[0].state)

    def codes(self, message_id: str) -> str:
        """Of the last decision."""
        found = self.rows("SELECT codes FROM decision WHERE message_id = :id ORDER BY id", id=message_id)
        return str(found[-1].codes)

    def rows(self, query: str, **values: Any) -> Sequence[Any]:
        return self.read(lambda connection: connection.execute(text(query), values).all())

    def read(self, work: Any, *args: Any) -> Any:
        return self.database.read_now(work, *args)

    def write(self, work: Any, *args: Any) -> Any:
        return self.database.write_now(work, *args)

    # -- the book

    def counted(self, customer_id: str, scope: str, since: int, until: int) -> int:
        """How many calls in (since, until] count in a customer's scope, by hand."""
        return sum(
            1
            for call in self.calls
            if call.counts and call.due.customer_id == customer_id and since < call.at <= until
            and call.due.part == 1 and counts_in(call, scope)
        )  # fmt: skip

    def too_many(self, call: Call) -> list[str]:
        """The customer's measures that this call broke, at the moment when it began."""
        if call.due.category != "marketing":
            return []
        terms, broken = self.terms(call.due.customer_id), []
        for scope, rules in terms.rules.items():
            limit = frequency.cap(rules.get("frequency"))
            if limit is None or not counts_in(call, scope):
                continue
            if self.counted(call.due.customer_id, scope, call.at - limit[1], call.at) > limit[0]:
                broken.append(scope)
        return broken


def same(one: Due, other: Due) -> bool:
    return (one.message_id, one.part) == (other.message_id, other.part)


def counts_in(call: Call, scope: str) -> bool:
    """Does this call count in that scope of its customer?"""
    kind, _, name = scope.partition(":")
    sells = call.due.category == "marketing"
    match kind:
        case "all":
            return sells
        case "channel":
            return sells and call.channel == name
        case "category":
            return call.due.category == name
        case _:
            return call.due.topic is not None and name in TOPICS.path(call.due.topic)
