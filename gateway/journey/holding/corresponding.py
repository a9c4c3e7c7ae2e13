"""Corresponding: another desk has a case of ours, answers it and ends it.

Before:  envoys told it, or its webhook says something.      After:  sender calls the provider, as for our own people.
Order:   the conversation is held first, and asked whose it is: what is not theirs any more they cannot answer.
Never:   calls anybody; says twice what came twice.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import Content, Media, Text
from connectors.media_source import name_of
from gateway.desks import briefing, entrusted_store, errand_store
from gateway.desks.correspondence import Accepted, Answered, Declined, Ended, Heard
from gateway.journey.accounts import Accounts
from gateway.journey.holding import controlling, entrusting
from gateway.journey.holding.ownership import Ask, carry_out
from gateway.journey.holding.passing import pass_on
from gateway.journey.posting import Posting, Refused, post
from gateway.messages import media_store, message_store
from gateway.messages.upload import Refusal, carried
from gateway.people import address_store, conversation_store
from gateway.terms.rulebook import Rulebook
from handoff import case_store
from handoff.case import Act

WAITING = frozenset({"queue", "offer"})


class Piece(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message of what they said in one go: words, or a file by their address of it."""

    desk: str
    about: str  # what they call the whole
    number: int
    name: str | None
    words: str = ""
    url: str | None = None

    @property
    def key(self) -> str:
        """Under it it is said once, however often it is told."""
        return f"{self.desk}:{self.about}:{self.number}"


class Fetched(msgspec.Struct, frozen=True):
    """A file of theirs that is here now, and was looked at as our own agents' are."""

    id: str
    mime: str
    name: str
    size: int


def answer(
    connection: Connection, rulebook: Rulebook, accounts: Accounts, heard: Answered, now: int
) -> str | None:  # fmt: skip
    """They wrote: it leaves where the customer last wrote, once; the account it leaves by. None: it is not theirs any
    more, and they are told that it did not leave.

    A file is fetched first, and what was said after it waits for it. Raises Refused where it cannot be said there.
    """
    row: Any = entrusted_store.named(connection, heard.conversation)
    held: Any = conversation_store.hold(connection, row.conversation_id) if row is not None else None
    if held is None or held.owner_kind != "external":
        _too_late(connection, accounts, heard, now)
        return None
    where = _where(connection, held)
    waiting = errand_store.answers(connection, row.case_id)
    fresh = [] if heard.message in waiting else _fresh(connection, where.account, _pieces(heard))
    for piece in fresh:
        if waiting or piece.url is not None:
            _wait(connection, row, piece, now)
            waiting.add(heard.message)
        else:
            _say(connection, rulebook, accounts, held, where, piece, Text(body=piece.words), now)
    if fresh:
        case_store.answered(connection, held.id, now)
    return str(where.account)


def _too_late(connection: Connection, accounts: Accounts, heard: Answered, now: int) -> None:
    """Nobody there shall believe that it was sent. What is told again was sent before, or waits for its file."""
    row: Any = entrusted_store.known(connection, heard.conversation)
    if row is None or heard.message in errand_store.answers(connection, row.case_id):
        return
    keys = [piece.key for piece in _pieces(heard)]
    if any(message_store.by_idempotency(connection, account, key) for account in accounts for key in keys):
        return
    errand_store.add(
        connection, row.case_id, row.conversation_id, row.customer_id, "mark", now, briefing.NOT_THEIRS,
        about=heard.message,
    )  # fmt: skip


def bring(
    connection: Connection, rulebook: Rulebook, accounts: Accounts, conversation_id: str, piece: Piece,
    file: Fetched | None, now: int,
) -> str | None:  # fmt: skip
    """What waited leaves, with its file if it has one: the account. None: it left before, or its customer is gone.

    Raises Refused where it cannot be said there.
    """
    held: Any = conversation_store.hold(connection, conversation_id)
    if held is None:
        return None
    where = _where(connection, held)
    if not _fresh(connection, where.account, [piece]):
        return None
    content: Content = Text(body=piece.words)
    if file is not None:
        kind = carried(accounts[where.account].capabilities, file.mime, file.size)
        if isinstance(kind, Refusal):
            raise Refused(f"{file.name}: {kind.code}")
        media_store.upload(
            connection, file.id, held.customer_id, mime=file.mime, name=file.name, size=file.size, until=now
        )
        content = Media(kind=kind, media_id=file.id, mime=file.mime, name=file.name)
    message_id = _say(connection, rulebook, accounts, held, where, piece, content, now)
    if file is not None:
        media_store.enclose(connection, file.id, message_id, where.account)
    return str(where.account)


def unsaid(connection: Connection, errand: Any, why: str, now: int) -> None:
    """What waited cannot leave: they are told, on what they wrote. What came after it goes on."""
    piece = msgspec.json.decode(errand.words, type=Piece)
    name = name_of(piece.url)
    errand_store.end(connection, errand.id)
    errand_store.add(
        connection, errand.case_id, errand.conversation_id, errand.customer_id, "mark", now,
        f"{name}: {why}" if name and not why.startswith(name) else why, about=piece.about,
    )  # fmt: skip


def _pieces(heard: Answered) -> list[Piece]:
    said = [(heard.words, None)] if heard.words.strip() else []
    return [
        Piece(heard.desk, heard.message, number, heard.name, words, url)
        for number, (words, url) in enumerate([*said, *(("", url) for _, url in heard.files)])
    ]


def _fresh(connection: Connection, account: str, pieces: list[Piece]) -> list[Piece]:
    """Those that did not leave before."""
    return [one for one in pieces if message_store.by_idempotency(connection, account, one.key) is None]


def _where(connection: Connection, held: Any) -> Any:
    where: Any = address_store.get(connection, held.address_id) if held.address_id else None
    if where is None:
        raise Refused("nobody knows where this customer is reached")
    return where


def _wait(connection: Connection, row: Any, piece: Piece, now: int) -> None:
    errand_store.add(
        connection, row.case_id, row.conversation_id, row.customer_id, "answer", now,
        msgspec.json.encode(piece).decode(), about=piece.about,
    )  # fmt: skip


def _say(
    connection: Connection, rulebook: Rulebook, accounts: Accounts, held: Any, where: Any, piece: Piece,
    content: Content, now: int,
) -> str:  # fmt: skip
    own = frozenset({content.media_id}) if isinstance(content, Media) and content.media_id else frozenset()
    posting = Posting(
        account=where.account, customer_id=held.customer_id, content=content, category="conversation",
        author="agent", author_name=piece.name, idempotency_key=piece.key, own=own,
    )  # fmt: skip
    posted = post(connection, rulebook, accounts, posting, now)
    if posted.decision is not None and not posted.decision.is_sent:
        entrusting.missed(connection, [(posted.message_id, posted.decision.codes[0])], now)
    return posted.message_id


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
