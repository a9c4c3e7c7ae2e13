"""Invariants 17, 19 and what there is of 20, for whatever is drawn: nobody starves, who is forgotten is forgotten, and
whom a campaign reaches is no matter of how many send it."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from gateway.journey.erasing import erase
from gateway.terms import ledger
from gateway.terms.policy import Brand
from gateway.terms.preference import Change
from gateway.terms.terms_store import Origin
from tests.gateway.terms.drawn import RULES, SCOPES
from tests.gateway.terms.effort import tries
from tests.gateway.terms.policy.asked import DAY, HOUR
from tests.gateway.terms.town import LATER, LOST, OK, REFUSED, Hand, Town

FRANCE = "+33612345678"
TELEGRAM = "424242"
WHERE = (("sms", "+33612345601"), ("telegram", "11"), ("sms", "+33612345602"), ("telegram", "12"),
         ("sms", "+33612345603"), ("telegram", "13"))  # fmt: skip
PROGRAM = Origin(source="api", words="they said so")
YES = {"consent": True, "initiative": "push"}
DECISIONS = st.lists(st.tuples(st.sampled_from(SCOPES), RULES), max_size=4)


@tries(4)
@given(
    st.lists(st.lists(st.integers(0, 1), max_size=3), min_size=1, max_size=7),
    st.sampled_from([{"n": 1, "per": "day"}, {"n": 2, "per": "day"}, {"n": 2, "per": "week"}]),
    st.integers(-1, 0),
)
def test_whatever_comes_before_it_a_message_gets_its_turn(sqlite_town, days, frequency, priority):
    """17: an end to those that stand before it, and none to its own patience."""
    with sqlite_town() as town:
        customer = town.follower("telegram", "1", **frequency)
        town.now += 2 * DAY
        low = town.post(customer, campaign="low", priority=priority)
        for rivals in days:
            for rank in rivals:
                town.post(customer, campaign="high", priority=rank, expires_at=town.now + 2 * DAY)
            for _ in range(3):
                town.run()
                town.now += 8 * HOUR
        for _ in range(2 * len([rank for rivals in days for rank in rivals])):
            town.now += DAY
            town.run()
        assert town.state(low.message_id) == "accepted"


@tries(4)
@given(
    st.lists(st.lists(st.sampled_from(["a", "b", "c"]), max_size=3), min_size=8, max_size=40), st.integers(2, 4),
    st.integers(1, 8),
)  # fmt: skip
def test_no_campaign_takes_more_than_its_part_of_anybody_s_month(sqlite_town, days, share, most):
    """17: in any thirty days, whatever the others do."""
    with sqlite_town(brand=Brand(share=share)) as town:
        customer = town.follower("telegram", "1", n=most, per="month")
        town.now += 2 * DAY
        for names in days:
            for name in names:
                town.post(customer, campaign=name, expires_at=town.now + DAY)
            town.run()
            town.now += DAY
        part = max(most // share, 1)
        sent = town.rows("SELECT campaign, at FROM contact WHERE state <> 'released' ORDER BY at")
        for one in sent:
            within = Counter(row.campaign for row in sent if one.at - 30 * DAY < row.at <= one.at)
            assert within[one.campaign] <= part


@tries(6)
@given(
    DECISIONS, st.lists(st.sampled_from([OK, REFUSED, LATER, LOST]), max_size=4), st.sampled_from(["", "one", "two"]),
    st.booleans(),
)  # fmt: skip
def test_nothing_is_left_of_who_is_forgotten_and_nobody_agrees_for_them(
    sqlite_town, decisions, outcomes, linked, is_called
):
    """19: no address and no word; the same address is a stranger's, whom only their own yes lets us sell to."""
    with sqlite_town() as town:
        customer = town.follower("sms", FRANCE)
        if linked:
            link = town.merge(town.follower("telegram", TELEGRAM), customer)
            if linked == "two":
                town.part(link)
        live(town, customer, decisions, outcomes)
        if is_called:
            town.claim("sms")
        town.write(erase, customer, town.now)
        gone = [FRANCE, "Bonjour", "word "] if linked != "two" else [FRANCE, "Bonjour"]
        assert found(town, [*gone, *([TELEGRAM] if linked == "one" else [])]) == []
        comes_back(town)


def live(town: Town, customer: str, decisions: list, outcomes: list) -> None:
    """They decide, and are written to."""
    here = next(row.id for row in town.addresses(customer) if row.account == "sms")
    for scope, (name, value) in decisions:
        town.act(customer, "terms.set", said_at=here, scope=scope, field=name, value=value)
    town.now += 2 * DAY
    for outcome in outcomes:
        town.post(customer, account="sms")
        town.run(outcome)


def found(town: Town, words: list[str]) -> list[tuple[str, str]]:
    """Where these words are still written down."""
    tables = [row.name for row in town.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    written = {name: str(town.rows(f'SELECT * FROM "{name}"')) for name in tables}
    return [(name, word) for name, rows in written.items() for word in words if word in rows]


def comes_back(town: Town) -> None:
    town.hand.drop_all()
    stranger = town.meet("sms", FRANCE)
    there = town.homes(stranger)[0]
    agreed = [Change(scope="topic:offers", field=name, after=value) for name, value in YES.items()]
    town.write(ledger.write, stranger, agreed, PROGRAM, town.now)
    town.now += 2 * DAY
    assert town.post(stranger, account="sms").decision.codes == ("ERASED",)
    assert town.run() == []
    town.act(stranger, "terms.follow", said_at=there, topic="offers")
    assert town.post(stranger, account="sms").decision.codes[0] != "ERASED"


MOVES = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["telegram", "sms"]), st.sampled_from([1, 2, 64]), st.booleans()),
    min_size=4, max_size=20,
)  # fmt: skip


@tries(4)
@given(MOVES, st.integers(2, 4), st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_whom_a_campaign_reaches_is_no_matter_of_how_many_send_it(sqlite_town, moves, workers, measures):
    """20, as far as there is one: nothing here fans out, a program posts to each. In whatever order workers claim, each
    is decided about, and those are reached whom one worker alone reaches, as often."""
    reached = []
    for hands in (1, workers):
        with sqlite_town() as town:
            town.hands = [Hand() for _ in range(hands)]
            people = [town.follower(*where, n=n, per="week") for where, n in zip(WHERE, measures, strict=True)]
            town.now += 2 * DAY
            for one, (account, _) in zip(people * 2, WHERE * 2, strict=True):
                town.post(one, account=account)
            for move in moves:
                play(town, *move)
            finish(town)
            town.run()
            decided = {row.message_id for row in town.rows("SELECT message_id FROM decision WHERE phase <> 'plan'")}
            assert {call.due.message_id for call in town.calls} <= decided
            assert max(Counter(call.due.message_id for call in town.calls if call.counts).values(), default=1) == 1
            reached.append(Counter(people.index(town.owner(call.due)) for call in town.calls if call.counts))
    assert reached[0] == reached[1]


def play(town: Town, worker: int, account: str, most: int, calls: bool) -> None:
    town.at_work = worker
    town.claim(account, most)
    if calls and town.claimed:
        town.call()


def finish(town: Town) -> None:
    """Every worker brings to its end what it began."""
    for number in range(len(town.hands)):
        town.at_work = number
        while town.claimed:
            town.call()
        while town.flying:
            town.end()
