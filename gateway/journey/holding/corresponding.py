"""Corresponding: another desk has a case of ours, answers it and ends it.

Before:  envoys told it, or its webhook says something.      After:  sender calls the provider, as for our own people.
Order:   the conversation is held first, and asked whose it is: what is not theirs any more they cannot answer.
Never:   calls anybody; says twice what came twice.
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Connection

from connectors.content import Content, Media, MediaKind, Text
from gateway.desks import briefing, entrusted_store, errand_store
from gateway.desks.correspondence import Accepted, Answered, Declined, Ended, Heard
from gateway.journey.accounts import Accounts
from gateway.journey.holding import controlling, entrusting
from gateway.journey.holding.ownership import Ask, carry_out
from gateway.journey.holding.passing import pass_on
from gateway.journey.posting import Posting, Refused, post
from gateway.messages import message_store
from gateway.people import address_store, conversation_store
from gateway.terms.rulebook import Rulebook
from handoff import case_store
from handoff.case import Act

WAITING = frozenset({"queue", "offer"})
KINDS = frozenset({"image", "audio", "video"})


def answer(
    connection: Connection, rulebook: Rulebook, accounts: Accounts, heard: Answered, now: int
) -> str | None:  # fmt: skip
    """They wrote: it leaves where the customer last wrote, once; the account it leaves by. None: it is not theirs any
    more, and they are told that it did not leave.

    Raises Refused where it cannot be said there.
    """
    row: Any = entrusted_store.named(connection, heard.conversation)
    held: Any = conversation_store.hold(connection, row.conversation_id) if row is not None else None
    if held is None or held.owner_kind != "external":
        _too_late(connection, accounts, heard, now)
        return None
    where: Any = address_store.get(connection, held.address_id) if held.address_id else None
    if where is None:
        raise Refused("nobody knows where this customer is reached")
    for number, content in enumerate(_contents(heard)):
        posting = Posting(
            account=where.account, customer_id=held.customer_id, content=content, category="conversation",
            author="agent", author_name=heard.name, idempotency_key=_key(heard, number),
        )  # fmt: skip
        posted = post(connection, rulebook, accounts, posting, now)
        if posted.decision is not None and not posted.decision.is_sent:
            entrusting.missed(connection, [(posted.message_id, posted.decision.codes[0])], now)
    case_store.answered(connection, held.id, now)
    return str(where.account)


def _key(heard: Answered, number: int) -> str:
    return f"{heard.desk}:{heard.message}:{number}"


def _too_late(connection: Connection, accounts: Accounts, heard: Answered, now: int) -> None:
    """Nobody there shall believe that it was sent; what was sent before and is told again, was."""
    row: Any = entrusted_store.known(connection, heard.conversation)
    key = _key(heard, 0)
    if row is None or any(message_store.by_idempotency(connection, one, key) is not None for one in accounts):
        return
    errand_store.add(
        connection, row.case_id, row.conversation_id, row.customer_id, "mark", now, briefing.NOT_THEIRS, key
    )


def _contents(heard: Answered) -> list[Content]:
    words: list[Content] = [Text(body=heard.words)] if heard.words.strip() else []
    return words + [
        Media(kind=cast(MediaKind, kind if kind in KINDS else "file"), url=url) for kind, url in heard.files
    ]


def moved(connection: Connection, heard: Heard, now: int) -> str | None:
    """They have it, will not have it, or are done: the conversation that changed; None: it is not theirs."""
    row: Any = entrusted_store.named(connection, heard.conversation)
    if row is None:
        return None
    match heard:
        case Accepted():
            return began(connection, row.case_id, now)
        case Declined():
            return failed(connection, row.case_id, now)
        case Ended():
            return ended(connection, heard, now)
    return None


def ended(connection: Connection, heard: Ended, now: int) -> str | None:
    """They are done: the case is resolved, or the bot's again. Its conversation; None: it is not theirs."""
    row: Any = entrusted_store.named(connection, heard.conversation)
    held: Any = conversation_store.hold(connection, row.conversation_id) if row is not None else None
    if held is None:
        return None
    if held.owner_kind != "external":  # done with what they never said to have: it is ours
        return failed(connection, row.case_id, now)
    entrusted_store.end(connection, row.case_id, now)  # first: they need not be told
    act = Act.RESOLVE if heard.status == "resolved" else Act.HAND_BACK
    ask = Ask(act=act, agent_id=heard.desk, agent_name=heard.desk, seen=held.owner_epoch, supervises=True)
    carry_out(connection, held.id, ask, now)
    return str(held.id)


def began(connection: Connection, case_id: str, now: int) -> str | None:
    """They have it: the pen goes there, unless somebody of ours was quicker. The conversation that changed."""
    row: Any = entrusted_store.get(connection, case_id)
    held: Any = conversation_store.hold(connection, row.conversation_id) if row is not None else None
    if held is None or row.ended_at is not None or held.owner_kind not in WAITING:
        return None
    pass_on(connection, held, Act.GIVE_TO_DESK, now=now)
    controlling.let_go(connection, held.id, now)
    return str(held.id)


def failed(connection: Connection, case_id: str, now: int) -> str | None:
    """They cannot be told: it is our own people's, who find it in the queue. The conversation that changed."""
    row: Any = entrusted_store.get(connection, case_id)
    errand_store.drop(connection, case_id)
    if row is None or not entrusted_store.end(connection, case_id, now):
        return None
    held: Any = conversation_store.hold(connection, row.conversation_id)
    if held.owner_kind == "external":
        pass_on(connection, held, Act.HAND_OFF, now=now)
        case_store.change(connection, held.id, queued_at=now)
    return str(held.id)
