"""Owners and capacity hold in whatever order things happen: real databases, one to four processes, some of which die.

On PostgreSQL each process has its own connections, and what they do in one moment begins at the same instant. Two
routers see the floor as it was at different moments, so each may look at a part of it only.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from connectors import registry
from connectors.content import Text
from connectors.contract import Account
from connectors.message import Echo, Inbound
from dialogs.flow_files import load_catalog
from gateway.from_settings import rulebook
from gateway.ground.database import Database
from gateway.ground.ids import new_id
from gateway.ground.shipped import config_dir
from gateway.journey import claiming, inbox, turn
from gateway.journey.accounts import Accounts
from gateway.journey.holding import disengaging, placing, sweeping
from gateway.journey.holding.ownership import Ask, NotYours, OwnerChanged, carry_out
from gateway.journey.library import Library
from gateway.journey.rate import Pace
from gateway.journey.webhook import Arrival
from gateway.journey.world import World
from gateway.messages import outbox_store
from gateway.messages.inbox_store import Overtaken
from gateway.messages.outbox_store import Settled
from gateway.people import conversation_store
from gateway.people.meeting import Raced
from gateway.settings import Settings
from handoff import agent_store, duty_store, switch_store
from handoff.case import Act, IllegalMove
from handoff.routing import place, weight
from tests.journey.product import SECRETS

AGENTS = ("anna", "marc")  # on duty; the supervisor takes by hand and has no duty
CAPACITY = 50  # hundredths: one conversation by SMS
CUSTOMERS = 6
WORDS = ("Bonjour", "un humain", "merci", "j'ai un problème", "STOP")
ASKED = (Act.ACCEPT, Act.DECLINE, Act.RESOLVE, Act.HAND_BACK, Act.TRANSFER, Act.SNOOZE)
PEOPLE = ("queue", "offer", "agent", "external")
PATIENCE = 60.0  # seconds for all to be there
START = 1_800_000_000_000
GIVEN_UP = (OwnerChanged, NotYours, IllegalMove, LookupError, Overtaken, Raced, OperationalError)


class Died(Exception):
    """The process was killed before its transaction ended."""


things = st.one_of(
    st.tuples(st.just("says"), st.integers(0, CUSTOMERS - 1), st.sampled_from(WORDS)),
    st.tuples(st.just("echo"), st.integers(0, CUSTOMERS - 1), st.just("")),
    st.tuples(st.just("turn"), st.just(0), st.just("")),
    st.tuples(st.just("turn"), st.just(0), st.just("")),
    st.tuples(st.just("send"), st.just(0), st.just("")),
    st.tuples(st.just("place"), st.integers(0, 2), st.just("")),
    st.tuples(st.just("place"), st.integers(1, 2), st.just("")),
    st.tuples(st.just("tick"), st.sampled_from((31, 121, 301)), st.just("")),
    st.tuples(st.just("ask"), st.integers(0, CUSTOMERS - 1), st.sampled_from(ASKED)),
    st.tuples(st.just("take"), st.integers(0, CUSTOMERS - 1), st.just("")),
    st.tuples(st.just("leave"), st.integers(0, 1), st.just("")),
    st.tuples(st.just("back"), st.integers(0, 1), st.just("")),
    st.tuples(st.just("switch"), st.integers(0, 1), st.just("")),
)
dying = st.sampled_from((False,) * 7 + (True,))
moments = st.lists(st.lists(st.tuples(things, dying), min_size=2, max_size=4), min_size=4, max_size=12)

ROUTERS = [(("place", 1, ""), False), (("place", 2, ""), False)]  # two who saw different things wait


class Shop:
    """One installation: what all its processes share."""

    def __init__(self, url: str) -> None:
        self.url, self.now, self._numbers = url, START, count(1)
        account = Account(id="sms", channel="sms", provider="twilio", values=SECRETS["sms"], api_base="")
        accounts = Accounts({"sms": registry.connector_class("sms", "twilio")(account, None)})
        self.world = World(accounts, Library(CATALOG), RULEBOOK, "Maison Lumen", ("fr", "en"), "Europe/Paris")
        self.stale: list[str] = []  # words of the bot that left although people had taken over
        self.broken: list[str] = []

    def open(self, database: Database) -> None:
        """As on the first day."""
        self.now, self.stale, self.broken = START, [], []
        database.write_now(_empty)
        database.write_now(_hire)

    def heard(self, customer: int, words: str) -> Arrival:
        at = datetime.fromtimestamp(self.now / 1000, UTC) + timedelta(milliseconds=next(self._numbers))
        said = {"key": new_id(), "address": f"+3369000000{customer}", "content": Text(body=words), "sent_at": at}
        if words:
            return Arrival("sms", "sms", Inbound(**said))
        return Arrival("sms", "sms", Echo(**{**said, "content": Text(body="ici")}, provider_id=new_id()))


def _empty(connection) -> None:
    for table in (
        "delivery",
        "decision",
        "message",
        "inbox",
        "lane",
        "timer",
        "correction",
        "stretch",
        "deadline",
        '"case"',
        "assignment",
        "duty",
        "agent",
        "bot_switch",
        "note",
        "mention",
        "survey",
        "address_key",
        "thread",
        "conversation",
        "address",
        "customer",
        "terms",
        "terms_change",
    ):
        connection.execute(text(f"DELETE FROM {table}"))  # fmt: skip


def _hire(connection) -> None:
    for name in (*AGENTS, "sup"):
        agent_store.add(
            connection, id=name, email=name, name=name, role="agent", languages="fr,en", password_hash="",
            created_at=START, capacity=CAPACITY,
        )  # fmt: skip
    for name in AGENTS:
        duty_store.declare(connection, name, "available", START)


class Process:
    """One process of the shop, doing its list."""

    def __init__(self, shop: Shop, database: Database) -> None:
        self.shop, self.database = shop, database
        self.pace = Pace.of(None, None)

    def do(self, thing, dies: bool, together: threading.Barrier | None = None) -> None:
        what, number, more = thing
        if what == "tick":
            self.shop.now += number * 1000
        seen = self.database.read_now(_epochs)

        def work(connection):
            connection.execute(text("SELECT 1"))
            if together is not None:
                together.wait(PATIENCE)
            getattr(self, f"_{what}")(connection, number, more, seen)
            if dies:
                raise Died

        try:
            self.database.write_now(work)
        except (Died, *GIVEN_UP):
            return  # nothing of it stays, and the process goes on or is started anew
        except Exception as error:  # noqa: BLE001 - told to the test, which runs in another thread
            self.shop.broken.append(f"{thing}: {error!r}")

    def _says(self, connection, customer, words, _seen) -> None:
        inbox.accept(connection, [self.shop.heard(customer, words)], self.shop.now)

    def _echo(self, connection, customer, _, _seen) -> None:
        inbox.accept(connection, [self.shop.heard(customer, "")], self.shop.now)

    def _turn(self, connection, _number, _, _seen) -> None:
        turn.take(connection, self.shop.world, turn.no_dispatch, 3, self.shop.now)

    def _place(self, connection, number, _, _seen) -> None:
        items, agents = placing.look(connection, self.shop.now)
        looked_at = items[number - 1 :: 2] if number else items
        for placement in place(looked_at, agents, self.shop.now).placed[:1]:
            placing.give(connection, placement, agents, self.shop.now)

    def _tick(self, connection, _number, _, _seen) -> None:
        accounts = self.shop.world.accounts
        for one in sweeping.look(connection, accounts, self.shop.now, 1).deadlines:
            sweeping.fire(connection, self.shop.world, one, self.shop.now)
        duty_store.seen(connection, AGENTS[0], self.shop.now)

    def _ask(self, connection, number, act, seen) -> None:
        if number < len(seen):
            row = seen[number]
            who = row.owner_id or AGENTS[0]
            self._carry_out(connection, row, Ask(act=act, agent_id=who, agent_name=who, seen=row.owner_epoch))

    def _take(self, connection, number, _, seen) -> None:
        if number < len(seen):
            row = seen[number]
            ask = Ask(act=Act.TAKE, agent_id="sup", agent_name="sup", seen=row.owner_epoch, supervises=True)
            self._carry_out(connection, row, ask)

    def _carry_out(self, connection, row, ask) -> None:
        carry_out(connection, row.id, ask, self.shop.now)

    def _leave(self, connection, number, _, _seen) -> None:
        duty_store.hold(connection, AGENTS[number])
        duty_store.declare(connection, AGENTS[number], "away", self.shop.now, hands_over=True)
        sweeping.release(connection, AGENTS[number], Act.END_SHIFT, self.shop.now)

    def _back(self, connection, number, _, _seen) -> None:
        duty_store.declare(connection, AGENTS[number], "available", self.shop.now)

    def _switch(self, connection, number, _, _seen) -> None:
        if number:
            live = disengaging.disengage(connection, "brand", "", by="sup", reason="", now=self.shop.now)
            disengaging.to_people(connection, live, "sup", self.shop.now)
        else:
            switch_store.engage(connection, "brand", "")

    def _send(self, connection, _number, _, _seen) -> None:
        claimed = claiming.claim(
            connection, self.shop.world.rulebook, self.shop.world.accounts, "sms", self.pace, 10, self.shop.now
        ).calls
        for due in claimed:
            held = conversation_store.get(connection, due.conversation_id)
            if due.author == "bot" and held.owner_kind in ("agent", "external") and due.epoch != due.owner_epoch:
                self.shop.stale.append(due.message_id)
        done = [
            Settled(
                due.message_id, due.part, "accepted", new_id(), None, self.shop.now, False, self.shop.now, due.lease
            )
            for due in claimed
        ]
        if done:
            outbox_store.settle(connection, done)


def _epochs(connection):
    return connection.execute(text("SELECT id, owner_id, owner_epoch FROM conversation ORDER BY id")).all()


def hold_together(shop: Shop, database: Database) -> None:
    """What must be so whatever happened."""
    rows = database.read_now(lambda c: c.execute(text("SELECT * FROM conversation")).all())
    assert shop.stale == []
    assert shop.broken == []
    for row in rows:
        held = database.read_now(
            lambda c, row=row: c.execute(
                text("SELECT * FROM stretch WHERE conversation_id = :id ORDER BY epoch"), {"id": row.id}
            ).all()
        )
        if row.owner_epoch:  # one holder at a time, and none left out
            first = 1 if held[0].act == "begin_with_people" else 0  # the bot never had it
            assert [one.epoch for one in held] == list(range(first, row.owner_epoch + 1))
            assert [one.ended_at is None for one in held] == [False] * (len(held) - 1) + [True]
            assert (held[-1].owner_kind, held[-1].owner_id) == (row.owner_kind, row.owner_id)
        cases = database.read_now(
            lambda c, row=row: c.execute(
                text('SELECT * FROM "case" WHERE conversation_id = :id AND resolved_at IS NULL'), {"id": row.id}
            ).all()
        )
        assert len(cases) == (1 if row.owner_kind in PEOPLE else 0), (row.owner_kind, [one.act for one in held])
        assert (row.owner_id is not None) == (row.owner_kind in ("agent", "offer"))
    for name in AGENTS:  # what they were given; a snooze that ends may be too much, and blocks what is new
        given_ = [row for row in rows if row.owner_id == name and row.status == "active"]
        woken = database.read_now(
            lambda c: c.execute(text("SELECT conversation_id FROM stretch WHERE act = 'wake'")).all()
        )
        assert len([row for row in given_ if row.id not in {one.conversation_id for one in woken}]) <= 2
        own = [row for row in given_ if row.id not in {one.conversation_id for one in woken}]
        assert len(own) * weight("sms") <= CAPACITY, [row.id for row in own]


def drain(shop: Shop, process: Process) -> None:
    """The processes that are left finish what waits; then nothing that was said is lost."""
    for _ in range(20):
        process.do(("turn", 0, ""), False)
    left = process.database.read_now(lambda c: c.execute(text("SELECT * FROM inbox WHERE state = 'waiting'")).all())
    assert left == []
    unread = """SELECT m.id FROM message m WHERE m.direction = 'in' AND m.type = 'text'
        AND m.triage IS NULL"""
    assert process.database.read_now(lambda c: c.execute(text(unread)).all()) == []
    # Whoever waits for people will be found: a case in the queue is seen by the router, or the floor says why not
    queued = process.database.read_now(
        lambda c: c.execute(text("SELECT id FROM conversation WHERE owner_kind = 'queue'")).all()
    )
    outcome = process.database.read_now(placing.outcome, shop.now)
    known = {one.item.conversation_id for one in outcome.placed} | {
        row.conversation_id
        for row in process.database.read_now(
            lambda c: c.execute(text('SELECT id, conversation_id FROM "case" WHERE resolved_at IS NULL')).all()
        )
        if row.id in outcome.waiting
    }
    assert {row.id for row in queued} <= known


CATALOG = load_catalog(config_dir() / "flows")
RULEBOOK = rulebook(Settings())
PLAYED = settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@pytest.fixture
def embedded_shop(sqlite_url):
    shop, database = Shop(sqlite_url), Database(sqlite_url)
    yield shop, database
    database.close()


@pytest.fixture
def shared_shop(postgres_url):
    shop, databases = Shop(postgres_url), [Database(postgres_url, threads=1) for _ in range(4)]
    yield shop, databases
    for one in databases:
        one.close()


@PLAYED
@given(doing=st.lists(st.tuples(things, dying), min_size=20, max_size=60))
def test_one_process_on_sqlite(embedded_shop, doing):
    shop, database = embedded_shop
    shop.open(database)
    process = Process(shop, database)
    for thing, dies in doing:
        process.do(thing, dies)
        hold_together(shop, database)
    drain(shop, process)
    hold_together(shop, database)


@PLAYED
@given(moments=moments)
def test_several_processes_on_postgres(shared_shop, moments):
    shop, databases = shared_shop
    shop.open(databases[0])
    processes = [Process(shop, database) for database in databases]
    for customer in range(CUSTOMERS):
        processes[0].do(("says", customer, "un humain"), False)
    processes[0].do(("turn", 0, ""), False)
    for moment in [ROUTERS, *moments]:
        together = threading.Barrier(len(moment))
        threads = [
            threading.Thread(target=process.do, args=(thing, dies, together))
            for process, (thing, dies) in zip(processes, moment, strict=False)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        hold_together(shop, databases[0])
    drain(shop, processes[0])
    hold_together(shop, databases[0])
