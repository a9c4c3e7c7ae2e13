"""Verdicts: what was decided about a batch of messages, written down: reasons, counts, digests, and where it moved.

Before:  admission judged.      After:  what waits is decided about again at its time, or when something changes.
Order:   of the batch; the first part of a message speaks for all of them.
Never:   calls a provider; changes what has left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from gateway.journey import admission, moving
from gateway.journey.admission import Standing, Verdict
from gateway.messages import waiting_store
from gateway.messages.delivery import BY_OUTCOME
from gateway.messages.due_store import Due
from gateway.messages.outbox_store import Settled
from gateway.messages.waiting_store import Shelved
from gateway.terms import (
    budget_store,
    candidate_store,
    contact_store,
    decision_store,
    digest_store,
    explanation_store,
    knowing,
)
from gateway.terms.candidate_store import Wait
from gateway.terms.contact_store import Contact, Ended
from gateway.terms.decision_store import NewDecision
from gateway.terms.digest_store import Gathered
from gateway.terms.explanation_store import NewExplanation
from gateway.terms.policy import Decision
from gateway.terms.policy.measures import COUNTED

AFTER_DIGEST = 24 * 3_600_000  # milliseconds: a digest that was not told by then is not told any more


@dataclass
class Outcomes:
    """What is to be written, table by table."""

    decisions: list[NewDecision] = field(default_factory=list)
    explanations: list[NewExplanation] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    shelved: list[Shelved] = field(default_factory=list)
    gathered: list[tuple[Gathered, int]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)  # out of the digest that they lay in
    moved: list[tuple[Due, str]] = field(default_factory=list)  # and the address where they go instead

    def add(self, due: Due, verdict: Verdict, known: Standing, now: int) -> None:
        """One verdict of a claim. What was to be sent before and still is, is no new decision."""
        made = verdict.decision
        if made is None:
            return
        if not (due.decided and made.is_sent):
            self.keep(due, verdict, known, "release" if due.state == "deferred" else "dequeue", now)
        if verdict.contact is not None:
            self.contacts.append(verdict.contact)
            admission.take(known, verdict.contact)
        if due.category != "conversation":
            self._wait(due, made, known, now)

    def keep(self, due: Due, verdict: Verdict, known: Standing, phase: str, now: int) -> None:
        """Keep a decision and, of what is sent, what it was based on."""
        assert verdict.decision is not None
        entry = admission.record(due, verdict.decision, known, phase, now)
        self.decisions.append(entry)
        if verdict.basis is not None:
            self.explanations.append(admission.explain(entry, verdict.basis))

    def plan(self, due: Due, verdict: Verdict, known: Standing, now: int) -> None:
        """The first decision about a message, before anything is reserved."""
        made = verdict.decision
        assert made is not None
        self.keep(due, Verdict(verdict.state, made), known, "plan", now)
        if due.category != "conversation" and not made.is_sent:
            self.gather(due, made, now)
            self.waits.append(Wait(due.customer_id, due.message_id, made.codes[0], made.until, 0))

    def move(self, due: Due, made: Decision, known: Standing, now: int) -> None:
        """It goes by another channel, which decides for itself when its turn comes."""
        assert made.place is not None
        self.decisions.append(admission.record(due, made, known, "dequeue", now))
        self.moved.append((due, made.place))

    def gather(self, due: Due, made: Decision, now: int) -> None:
        if made.digest is not None and made.until is not None:
            item = Gathered(due.message_id, due.customer_id, made.digest, now)
            self.gathered.append((item, made.until))

    def _wait(self, due: Due, made: Decision, known: Standing, now: int) -> None:
        if due.state == "digested" and made.outcome != "digest":
            self.dropped.append(due.message_id)
        if made.is_sent:
            return
        self.gather(due, made, now)
        self.shelved.append(Shelved(due.message_id, state_of(made), next_at(made, now)))
        wish = known.wish(due)
        in_time = due.state == "deferred" and wish.until is not None and wish.until <= now
        self.waits.append(Wait(due.customer_id, due.message_id, made.codes[0], made.until, int(in_time)))


def write(connection: Connection, known: Standing, outcomes: Outcomes, now: int) -> None:
    """All of it, in the caller's transaction."""
    if outcomes.decisions:
        decision_store.record_many(connection, outcomes.decisions)
    if known.knowledge is None:
        return
    if outcomes.explanations:
        explanation_store.record_many(connection, outcomes.explanations)
    if outcomes.contacts:
        contact_store.reserve(connection, outcomes.contacts)
        knowing.keep_counts(connection, known.rulebook, known.knowledge.persons.values())
    if outcomes.shelved:
        waiting_store.shelve(connection, outcomes.shelved, now)
    if outcomes.waits:
        candidate_store.wait(connection, outcomes.waits)
    if outcomes.dropped:
        digest_store.drop(connection, outcomes.dropped)
    if outcomes.gathered:
        digest_store.gather(connection, outcomes.gathered)
    for due, address_id in outcomes.moved:
        moving.move(connection, known.accounts, due, address_id, now)


def settle(connection: Connection, ended: Sequence[tuple[Due, Settled]], now: int, *, late: bool) -> None:
    """What became of calls that count. `late`: some lost their lease, and only that it arrived is theirs to tell."""
    contacts = [
        Ended(due.customer_id, due.message_id, due.account, _counted_as(row))
        for due, row in ended
        if due.part == 1 and due.category in COUNTED and not (late and _counted_as(row) != "sent")
    ]
    if contacts:
        contact_store.end(connection, contacts)
    freed = sorted({one.customer_id for one in contacts if one.state == "released"})
    if freed:  # a slot is free again: whoever waits for it need not wait longer
        budget_store.spoil(connection, freed)
        waiting_store.wake(connection, freed, now)


def _counted_as(row: Settled) -> str:
    if row.state in ("queued", "failed"):
        return "uncertain" if row.repeat else "released"
    return "uncertain" if row.state == "unknown" else "sent"


def state_of(made: Decision) -> str:
    """What a decision makes of a message that does not leave."""
    return "expired" if made.codes[0] == "EXPIRED" else BY_OUTCOME[made.outcome]


def next_at(made: Decision | None, now: int) -> int:
    """When to decide about it again."""
    if made is None or made.until is None:
        return now
    return made.until + AFTER_DIGEST if made.outcome == "digest" else made.until
