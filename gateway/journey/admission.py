"""Admission: may this delivery leave, right now? Gathers what the policy must know, asks it, and says what follows.

Pure: no clock, no database. The fence comes first: a bot's words are void once somebody else holds the conversation.
"""

from __future__ import annotations

from connectors.contract import Connector
from gateway.ground.clock import to_datetime, to_millis
from gateway.ground.ids import new_id
from gateway.messages.delivery import BY_OUTCOME
from gateway.messages.delivery_store import Due
from gateway.terms.decision_store import NewDecision
from gateway.terms.policy import Candidate, Decision, Facts, decide
from gateway.terms.terms_store import Terms

HELD_BY_PEOPLE = frozenset({"agent", "external"})


def judge(due: Due, connector: Connector, terms: Terms | None, now: int) -> tuple[str, Decision | None]:
    """The delivery's next state, and the decision behind it (None: the fence alone decided)."""
    if due.author == "bot" and due.owner_kind in HELD_BY_PEOPLE and due.epoch != due.owner_epoch:
        return "voided", None
    decision = decide(candidate(due, connector), facts(due, connector, terms), now)
    if decision.outcome == "send":
        return "sending", decision
    expired = "EXPIRED" in decision.codes
    return ("expired" if expired else BY_OUTCOME.get(decision.outcome, "suppressed")), decision


def candidate(due: Due, connector: Connector) -> Candidate:
    return Candidate(
        message_id=due.message_id,
        category=due.category,
        author=due.author,
        topic=due.topic,
        account=due.account,
        channel=connector.account.channel,
        is_template=due.type == "template",
        is_notice=due.author == "system",
        expires_at=due.expires_at,
        created_at=due.created_at,
    )


def facts(due: Due, connector: Connector, terms: Terms | None) -> Facts:
    last = to_datetime(due.last_inbound_at) if due.last_inbound_at else None
    window = connector.window(last)
    return Facts(
        terms=terms or Terms(),
        address_status=due.address_status,
        window_known=connector.capabilities.window is not None,
        window_open_until=to_millis(window.open_until) if window.open_until else None,
        window_after=window.after,
        human_until=to_millis(window.human_until) if window.human_until else None,
        last_inbound_at=due.last_inbound_at,
    )


def record(due: Due, decision: Decision, phase: str, now: int) -> NewDecision:
    return NewDecision(
        id=new_id(),
        customer_id=due.customer_id,
        message_id=due.message_id,
        phase=phase,
        decision=decision,
        at=now,
    )
