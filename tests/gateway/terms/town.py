"""A small town: real stores, real connectors that never call out, a clock to move, and a naive book of what was sent.

What the gateway may do is judged by the book alone: it counts by hand what the gateway counts with rings, and reads the
terms by replaying the ledger. Any number of workers send: each holds what it claimed and what it called.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from connectors import registry
from connectors.content import Text
from connectors.contract import Account
from connectors.errors import Failure
from connectors.http import Http
from connectors.message import Accepted
from gateway.ground.database import Database
from gateway.journey import claiming, sender
from gateway.journey.accounts import Accounts
from gateway.journey.claiming import Stamp
from gateway.journey.digest import gathering
from gateway.journey.digest.gathering import Collected
from gateway.journey.posting import Posted, Posting, Wants, post
from gateway.journey.rate import Pace
from gateway.messages.due_store import Due
from gateway.terms import silencing
from gateway.terms.digest_store import DueDigest
from gateway.terms.policy.law import law
from gateway.terms.rulebook import Rulebook
from gateway.workers.senders import SLEPT, Senders
from tests.gateway.terms.book import TOPICS, Call
from tests.gateway.terms.folk import CHANNELS, Folk

ACCOUNTS = {
    "telegram": ("telegram", {"token": "7:t", "webhook_secret": "s"}),
    "bot": ("telegram", {"token": "8:t", "webhook_secret": "s"}),
    "sms": ("twilio", {"account_sid": "AC", "auth_token": "t", "from": "+33755531234"}),
}
OK = Accepted(provider_id="p")
REFUSED = Failure(kind="bad_content", text="no")
LATER = Failure(kind="transient", text="later")
LOST = Failure(kind="unknown", text="no answer")
NOT_TODAY = Failure(kind="throttled", code="131049", scope="recipient", retry_after=86_400.0)


@dataclass
class Hand:
    """One worker."""

    claimed: list[tuple[Due, Stamp | None]] = field(default_factory=list)  # not called yet
    flying: list[Call] = field(default_factory=list)  # called, no answer yet
    adopted: list[Due] = field(default_factory=list)  # another's who did not end it in time

    def drop_all(self) -> None:
        self.claimed, self.flying, self.adopted = [], [], []


@dataclass
class Town(Folk):
    database: Database
    hands: list[Hand] = field(default_factory=lambda: [Hand()])
    at_work: int = 0  # the number of the one who works now
    posted: dict[str, Posted] = field(default_factory=dict)

    def __post_init__(self) -> None:
        http = Http.__new__(Http)  # nobody calls out
        nowhere = "http://127.0.0.1:9"
        made = {
            name: Account(id=name, channel=CHANNELS[name], provider=provider, values=values, api_base=nowhere)
            for name, (provider, values) in ACCOUNTS.items()
        }
        self.accounts = Accounts(
            {name: registry.connector_class(one.channel, one.provider)(one, http) for name, one in made.items()}
        )
        self.rulebook = Rulebook(TOPICS, self.brand, law())
        self.paces = {name: Pace.of(None, None) for name in ACCOUNTS}

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

    @property
    def hand(self) -> Hand:
        return self.hands[self.at_work % len(self.hands)]

    @property
    def claimed(self) -> list[tuple[Due, Stamp | None]]:
        return self.hand.claimed

    @property
    def flying(self) -> list[Call]:
        return self.hand.flying

    def claim(self, account: str, most: int = 64) -> bool:
        """True if something was claimed, or may be after this."""
        return self._claim(self.hand, account, most)

    def claim_together(self, account: str, most: int) -> None:
        """All of them at the same instant, each on a connection of its own."""
        with ThreadPoolExecutor(len(self.hands)) as crew:
            list(crew.map(lambda hand: self._claim(hand, account, most), self.hands))

    def _claim(self, hand: Hand, account: str, most: int) -> bool:
        claimed = self.write(
            claiming.claim, self.rulebook, self.accounts, account, self.paces[account], most, self.now
        )  # fmt: skip
        hand.claimed += [(due, claimed.stamps.get(due.message_id)) for due in claimed.calls]
        return bool(claimed.calls) or claimed.more

    def call(self, number: int = 0) -> Call | None:
        """Begin the call of one claim, as the sender does: unless what it was decided on has changed, or it is late."""
        due, stamp = self.claimed.pop(number)
        if stamp is not None and due.message_id not in self.read(claiming.unchanged, {due.message_id: stamp}):
            self.settle(Call(due, self.now, ""), sender.WITHDRAWN)
            return None
        if claiming.may_outlast(due, Senders.CALL, self.now):
            self.settle(Call(due, self.now, ""), SLEPT)
            return None
        call = Call(due, self.now, CHANNELS[due.account])
        self.calls.append(call)
        self.flying.append(call)
        return call

    def end(self, number: int = 0, outcome: Any = OK) -> None:
        call = self.flying.pop(number)
        self.settle(call, OK if call.outcome == "sent" else outcome)  # somebody was told already that it arrived

    def settle(self, call: Call, outcome: Any) -> None:
        row = self._settled(call.due, outcome)
        if row.state in ("queued", "failed") and not row.repeat:
            call.outcome = "released"
        elif row.state not in ("unknown", "queued"):
            call.outcome = "sent"

    def _settled(self, due: Due, outcome: Any) -> Any:
        row = sender.outcome_row(due, outcome, self.now, 0.5)
        ended = [(due, outcome, row)]
        while ended:  # another worker may hold it at this moment
            ended, broken = self.write(sender.settle, ended, self.now)
            assert broken == []
        return row

    def take_over(self) -> None:
        """What others did not end in time is this one's."""
        self.hand.adopted += self.write(claiming.adopt_lost, list(ACCOUNTS), 64, self.now)

    def look_up(self, *, asks: bool = False) -> None:
        """What became of it: nobody can tell, unless the provider can be asked."""
        while self.hand.adopted:
            due = self.hand.adopted.pop()
            begun = self.begun(due)
            if begun is not None and begun.at < due.at:
                begun = None  # of an earlier try
            outcome = (OK if begun else LATER) if asks else LOST
            self._settled(due, outcome)
            if begun is not None and asks:
                begun.outcome = "sent"

    def die(self) -> None:
        """The process dies: nobody ends what it began, until the leases are over."""
        self.hand.drop_all()
        self.now += claiming.LEASE + 1
        self.take_over()
        self.look_up()

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
