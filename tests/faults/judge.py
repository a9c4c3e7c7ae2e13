"""What was lost, what came in the wrong order, and what came twice: the phones against what was acknowledged."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg

from tests.faults.crowd import MANY, Customer
from tests.faults.provider import Provider

SHOWN = 5  # of each kind of wrong, where it is told
WRONG = ("lost", "disorder", "doubled", "stored_twice", "unheard")
_SAID = """SELECT m.account, a.value, m.direction, m.content, d.part, coalesce(d.repeat, false), d.state
    FROM message m JOIN address a ON a.id = m.address_id LEFT JOIN delivery d ON d.message_id = m.id
    ORDER BY m.conversation_id, m.seq, d.part"""


@dataclass(frozen=True)
class _Kept:
    """What the gateway keeps of one message: for one that it sent, how it went."""

    words: str
    repeat: bool
    state: str | None


@dataclass
class Verdict:
    """What is WRONG must be empty."""

    turns: int = 0
    answers: int = 0
    posted: int = 0
    lost: list[str] = field(default_factory=list)
    disorder: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stored_twice: list[str] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)  # receipts that changed nothing
    marked: int = 0  # as possible repeats
    came_twice: int = 0  # of those
    for_an_admin: int = 0  # sent twice without an answer: unknown
    arrived: int = 0  # of those

    @property
    def wrong(self) -> dict[str, list[str]]:
        named = {name: getattr(self, name) for name in WRONG}
        return {name: found[:SHOWN] for name, found in named.items() if found}


def judge(connection: psycopg.Connection[Any], customers: Sequence[Customer], provider: Provider) -> Verdict:
    """Of all that was said and posted, once nothing waits any more."""
    said, sent = _kept(connection)
    verdict = Verdict()
    for customer in customers:
        key = (customer.channel, customer.address.removeprefix("+"))
        _heard(verdict, customer, [one.words for one in said[key]])
        _answered(verdict, customer, [one.words for one in said[key]], sent[key])
        phone = provider.phones[customer.channel, customer.address]
        _arrived(verdict, customer, sent[key], [one.words for one in phone])
    return verdict


def unheard(connection: psycopg.Connection[Any], provider: Provider) -> list[str]:
    """Messages of which the provider told that they arrived, and the gateway took it, and does not know it."""
    known = "SELECT provider_id FROM delivery WHERE provider_id IS NOT NULL AND state NOT IN ('delivered', 'read')"
    return sorted(provider.receipted & {row[0] for row in connection.execute(known)})


def _kept(connection: psycopg.Connection[Any]) -> tuple[defaultdict[Any, list[_Kept]], defaultdict[Any, list[_Kept]]]:
    """What came in and what went out, by (channel, address), in the order of the conversation."""
    said, sent = defaultdict(list), defaultdict(list)
    for channel, address, direction, content, _, repeat, state in connection.execute(_SAID):
        (said if direction == "in" else sent)[channel, address.removeprefix("+")].append(
            _Kept(json.loads(content)["body"], repeat, state)
        )
    return said, sent


def _heard(verdict: Verdict, customer: Customer, kept: list[str]) -> None:
    """Everything acknowledged is kept, once, in order."""
    verdict.turns += len(customer.said)
    said = [one.words for one in customer.said]
    verdict.lost += [f"{customer.channel} {words}: not kept" for words in said if words not in kept]
    verdict.stored_twice += [f"{customer.channel} {words}" for words, n in Counter(kept).items() if n > 1]
    if not customer.jumbles and [one for one in kept if one in said] != [one for one in said if one in kept]:
        verdict.disorder.append(f"{customer.channel} {said} was kept as {kept}")


def _answered(verdict: Verdict, customer: Customer, kept: list[str], sent: list[_Kept]) -> None:
    """Everything kept is answered, once, in order; everything posted is promised once."""
    wanted, answers = [part for words in kept for part in spoken(words)], [one.words for one in sent]
    posted = [words for words in answers if words in customer.posted]
    answers = [words for words in answers if words not in customer.posted]
    verdict.posted += len(posted)
    verdict.lost += [f"{customer.channel} {words}: not promised" for words in customer.posted if words not in posted]
    verdict.lost += [f"{customer.channel} {words}: not answered" for words in wanted if words not in answers]
    twice = [words for words, count in Counter(one.words for one in sent).items() if count > 1]
    verdict.doubled += [f"{customer.channel} {words}: answered twice" for words in twice]
    if answers != wanted and not set(wanted) - set(answers):
        verdict.disorder.append(f"{customer.channel} {wanted} was answered {answers}")


def _arrived(verdict: Verdict, customer: Customer, sent: list[_Kept], phone: list[str]) -> None:
    """Everything sent is on the phone, once or marked, in order."""
    verdict.answers += len(sent)
    count = Counter(phone)
    for one in sent:
        _count(verdict, customer, one, count[one.words])
    first = list(dict.fromkeys(phone))
    wanted = [one.words for one in sent if one.words in count]
    if first != wanted:
        verdict.disorder.append(f"{customer.channel} {wanted} came as {first}")


def _count(verdict: Verdict, customer: Customer, one: _Kept, came: int) -> None:
    what = f"{customer.channel} {one.words}: {one.state}, came {came} times"
    if one.state == "unknown":
        verdict.for_an_admin += 1
        verdict.arrived += came > 0
    elif came == 0:
        verdict.lost.append(what)
    verdict.marked += one.repeat
    verdict.came_twice += one.repeat and came == 2
    if came > (2 if one.repeat else 1):
        verdict.doubled.append(what)


def spoken(words: str) -> Iterator[str]:
    """What the flow answers to these words (cluster.py)."""
    if words.endswith(MANY):
        yield from (f"{words} {number}" for number in (1, 2, 3))
    else:
        yield words
