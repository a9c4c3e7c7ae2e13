"""Admission: may this delivery leave, right now? Gathers what the policy must know, asks it, and says what follows.

The fence comes first: a bot's words are void once somebody else holds the conversation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from connectors.contract import Connector
from gateway.ground.ids import new_id
from gateway.messages import message_store
from gateway.messages.delivery import BY_OUTCOME
from gateway.messages.outbox_store import Due
from gateway.terms import decision_store, terms_store
from gateway.terms.decision_store import NewDecision
from gateway.terms.policy import Candidate, Contact, Decision, Facts, decide
from gateway.terms.preference import Terms

HELD_BY_PEOPLE = frozenset({"agent", "external"})
COUNTED = ("marketing", "service")  # what a customer's measure counts
COUNTED_FOR = 30 * 86_400_000  # milliseconds: the longest period a measure may have


@dataclass(frozen=True)
class Standing:
    """What one customer decided, and how often we wrote of our own accord."""

    terms: Terms
    contacts: Sequence[Contact]


_NOTHING = Standing(Terms(), ())


def standing(connection: Connection, due: Sequence[Due], now: int) -> dict[str, Standing]:
    """Of the customers whose terms matter here: an answer is the customer's own wish."""
    governed = {one.customer_id: one.conversation_id for one in due if one.category != "conversation"}
    if not governed:
        return {}
    terms = terms_store.load_many(connection, sorted(governed))
    contacts: dict[str, list[Contact]] = defaultdict(list)
    if any(one.category in COUNTED for one in due):
        since = now - COUNTED_FOR
        for row in message_store.contacts(connection, sorted(governed.values()), COUNTED, since):
            contacts[row.customer_id].append(Contact(row.sent_at, row.topic))
    return {customer: Standing(terms.get(customer, Terms()), contacts.get(customer, ())) for customer in governed}


def judge(due: Due, connector: Connector, known: Standing | None, now: int) -> tuple[str, Decision | None]:
    """The delivery's next state, and the decision behind it (None: the fence alone decided)."""
    if due.author == "bot" and due.owner_kind in HELD_BY_PEOPLE and due.epoch != due.owner_epoch:
        return "voided", None
    decision = decide(_candidate(due, connector), _facts(due, connector, known or _NOTHING), now)
    if decision.outcome == "send":
        return "sending", decision
    expired = decision.codes[0] == "EXPIRED"
    return ("expired" if expired else BY_OUTCOME.get(decision.outcome, "suppressed")), decision


def record(due: Due, decision: Decision, known: Standing | None, phase: str, now: int) -> NewDecision:
    version = (known or _NOTHING).terms.version
    return decision_store.entry(new_id(), due.customer_id, due.message_id, phase, decision, version, now)


def _candidate(due: Due, connector: Connector) -> Candidate:
    return Candidate(
        message_id=due.message_id,
        category=due.category,
        author=due.author,
        account=due.account,
        channel=connector.account.channel,
        created_at=due.created_at,
        topic=due.topic,
        topic_path=(due.topic,) if due.topic else (),
        is_template=due.type == "template",
        expires_at=due.expires_at,
    )


def _facts(due: Due, connector: Connector, known: Standing) -> Facts:
    limits = connector.capabilities
    return Facts(
        terms=known.terms,
        address_status=due.address_status,
        heard_at=due.last_inbound_at,
        window=int(limits.window.total_seconds() * 1000) if limits.window else None,
        human_window=int(limits.human_window.total_seconds() * 1000) if limits.human_window else None,
        contacts=known.contacts,
    )
