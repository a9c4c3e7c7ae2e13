"""Admission: may this delivery leave, right now? Gathers what the policy must know, asks it, and says what follows.

The fence comes first: a bot's words are void once somebody else holds the conversation. An answer asks no more of the
database than it was claimed with; everything else is decided on what is known of the customer in this transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection

from connectors.contract import Connector
from gateway.ground.ids import new_id
from gateway.journey import candidacy
from gateway.journey.accounts import Accounts
from gateway.messages.delivery import BY_OUTCOME
from gateway.messages.due_store import Due
from gateway.terms import candidate_store, decision_store, explanation_store, knowing
from gateway.terms.candidate_store import Waiting, Wish
from gateway.terms.contact_store import Contact
from gateway.terms.decision_store import NewDecision
from gateway.terms.explanation_store import Basis, NewExplanation
from gateway.terms.knowing import Knowledge, Person
from gateway.terms.policy import Candidate, Decision, decide, decide_answer
from gateway.terms.policy.measures import COUNTED
from gateway.terms.policy.rank import rank
from gateway.terms.rulebook import Rulebook

HELD_BY_PEOPLE = frozenset({"agent", "external"})


@dataclass(frozen=True)
class Verdict:
    """What becomes of a delivery, and why (None: the fence alone decided). `contact`: what counts if it leaves."""

    state: str
    decision: Decision | None
    contact: Contact | None = None
    basis: Basis | None = None


@dataclass
class Standing:
    """What is known about the customers of one batch; nothing where all of it are answers."""

    rulebook: Rulebook
    accounts: Accounts
    knowledge: Knowledge | None = None
    wishes: dict[str, Wish] = field(default_factory=dict)
    waiting: dict[str, list[Waiting]] = field(default_factory=dict)
    revised: dict[str, Decision] = field(default_factory=dict)  # digests that cannot leave as they are

    def person(self, customer_id: str) -> Person | None:
        return self.knowledge.persons.get(customer_id) if self.knowledge is not None else None

    def wish(self, due: Due) -> Wish:
        return self.wishes.get(due.message_id, candidacy.NOTHING)


def standing(
    connection: Connection, rulebook: Rulebook, accounts: Accounts, due: Sequence[Due], now: int, *, holds: bool
) -> Standing:
    """Of the customers whose terms matter here: an answer is the customer's own wish. `holds`: it may leave now."""
    known = Standing(rulebook, accounts)
    governed = [one for one in due if one.category != "conversation"]
    if not governed:
        return known
    sells = any(one.category == "marketing" for one in governed)
    customers = {one.customer_id for one in governed}
    known.knowledge = knowing.know(connection, rulebook, customers, now, sells=sells, holds=holds)
    known.wishes = candidate_store.of_messages(connection, [(one.customer_id, one.message_id) for one in governed])
    _count(connection, known, governed, now)
    if sells and holds:
        _weigh(connection, known, governed)
    return known


def in_order(due: Sequence[Due], known: Standing, now: int) -> list[Due]:
    """Answers as they stand; then what matters more before what matters less."""
    if known.knowledge is None:
        return list(due)
    answers = [one for one in due if one.category == "conversation"]
    others = [one for one in due if one.category != "conversation"]
    return answers + sorted(others, key=lambda one: _rank(one, known, now), reverse=True)


def judge(due: Due, connector: Connector, known: Standing, now: int) -> Verdict:
    """The delivery's next state, and the decision behind it."""
    if due.author == "bot" and due.owner_kind in HELD_BY_PEOPLE and due.epoch != due.owner_epoch:
        return Verdict("voided", None)
    if due.category == "conversation":
        return _verdict(_answer(due, connector, now))
    if due.message_id in known.revised:
        return _verdict(known.revised[due.message_id])
    person = known.person(due.customer_id)
    assert person is not None  # whoever is asked about is known
    assert known.knowledge is not None
    asked = candidacy.candidate(due, connector, known.wish(due), known.rulebook)
    facts = candidacy.facts(asked, due.owner_kind, person, known.knowledge, known.rulebook, known.accounts)
    if due.customer_id in known.waiting:
        rivals = candidacy.rivals(known.waiting[due.customer_id], person, known.rulebook, now)
        facts = msgspec.structs.replace(facts, rivals=rivals)
    made = decide(asked, facts, now)
    verdict = _verdict(made)
    if not made.is_sent:
        return verdict
    epoch = known.knowledge.silence_epoch
    return Verdict(
        verdict.state, made, candidacy.contact(asked, facts, made, now),
        candidacy.basis(asked, facts, made, person, known.wish(due), epoch, now),
    )  # fmt: skip


def take(known: Standing, contact: Contact) -> None:
    """It leaves: the next one of this customer finds one slot less."""
    person = known.person(contact.customer_id)
    path = known.rulebook.topics.path(contact.topic) if contact.topic else []
    if person is not None:
        knowing.take(person, known.rulebook, contact, path)


def record(due: Due, made: Decision, known: Standing | None, phase: str, now: int) -> NewDecision:
    person = known.person(due.customer_id) if known is not None else None
    version = person.terms.version if person is not None else 0
    return decision_store.entry(new_id(), due.customer_id, due.message_id, phase, made, version, now)


def explain(entry: NewDecision, basis: Basis) -> NewExplanation:
    return explanation_store.entry(entry.message_id, entry.id, entry.customer_id, basis)


def _verdict(made: Decision) -> Verdict:
    if made.is_sent:
        return Verdict("sending", made)
    return Verdict("expired" if made.codes[0] == "EXPIRED" else BY_OUTCOME[made.outcome], made)


def _answer(due: Due, connector: Connector, now: int) -> Decision:
    window, human_window = candidacy.windows(connector)
    if due.author == "agent":
        window = human_window or window
    return decide_answer(
        due.address_status, due.expires_at, due.type != "template", due.last_inbound_at, window, now
    )  # fmt: skip


def _count(connection: Connection, known: Standing, governed: Sequence[Due], now: int) -> None:
    """Have the counts of all that something here may count in."""
    assert known.knowledge is not None
    scopes: dict[str, set[str]] = defaultdict(set)
    for one in governed:
        if one.category in COUNTED:
            path = known.rulebook.topics.path(one.topic) if one.topic else []
            person = known.knowledge.persons[one.customer_id]
            scopes[one.customer_id].update(person.scopes(one.category, path, known.wish(one).campaign))
    persons = [known.knowledge.persons[one] for one in scopes]
    knowing.count(connection, known.rulebook, persons, scopes, now)


def _weigh(connection: Connection, known: Standing, governed: Sequence[Due]) -> None:
    """What waits beside them, where there is a measure to compete for."""
    assert known.knowledge is not None
    here = {one.message_id for one in governed}
    customers = sorted(
        {one.customer_id for one in governed if one.category == "marketing"}
        & {person.id for person in known.knowledge.persons.values() if person.kept.rings}
    )
    places = [place.address_id for one in customers for place in known.knowledge.persons[one].places]
    for one in candidate_store.rivals(connection, customers, places) if customers else ():
        if one.message_id not in here:
            known.waiting.setdefault(one.customer_id, []).append(one)


def _rank(due: Due, known: Standing, now: int) -> tuple[float, ...]:
    person, wish = known.person(due.customer_id), known.wish(due)
    assert person is not None
    asked = Candidate(
        message_id=due.message_id, customer_id=due.customer_id, category=due.category, author=due.author,
        topic_path=tuple(known.rulebook.topics.path(due.topic)) if due.topic else (), campaign=wish.campaign,
        priority=wish.priority, created_at=due.created_at, not_before=wish.not_before, expires_at=due.expires_at,
        deferrals=wish.deferrals,
    )  # fmt: skip
    return rank(asked, person.terms, {}, now)
