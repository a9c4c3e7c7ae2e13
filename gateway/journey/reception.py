"""Reception: what a message means for who holds the conversation, before anybody answers it.

Before:  hearing kept the message.      After:  routing chooses the bot or people by the owner as it is then.
Order:   triage, a survey's answer, the end of an older stretch, the switch of the bot.
Never:   stands between a customer and a word that is always obeyed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from connectors.content import ChoiceReply, Content, Text, plain_text
from connectors.contract import Connector
from connectors.message import Inbound
from gateway.journey.holding import controlling, entrusting, notices
from gateway.journey.talk import Harvest, Talk, say
from gateway.messages import message_store, triage_store
from gateway.messages.inbox_store import Waiting
from gateway.messages.message_store import NewMessage
from handoff import case_store, switch_store
from handoff.case import Act
from handoff.deadlines import PATIENCE
from handoff.triage import Example, read


def triage(connection: Connection, talk: Talk, content: Content, message: NewMessage, harvest: Harvest) -> bool:
    """What this message is, kept with it; does it need an answer? A tap always does something by itself."""
    if message.type == "choice_reply":
        return True
    with_people = talk.owner_kind != "bot" or talk.status != "active"
    found = read(plain_text(content), _examples(connection, harvest) if with_people else ())
    message.triage, message.needs_answer = found.kind, found.needs_answer
    message.confidence = round(found.confidence * 100)
    return found.needs_answer


def receive(
    connection: Connection, talk: Talk, row: Waiting, said: Inbound, harvest: Harvest, now: int, *,
    needs_answer: bool, protected: str | None,
) -> None:  # fmt: skip
    """Who holds the conversation from this message on."""
    if talk.status == "resolved":
        _after_the_end(connection, talk, said, harvest, now, needs_answer=needs_answer, protected=protected)
    elif talk.owner_kind == "external" and controlling.was_lost(connection, talk):
        controlling.regained(connection, talk, now)
    elif talk.owner_kind == "external" and _is_idle(connection, talk, now):
        talk.pass_on(Act.REGAIN_THREAD)
        case_store.end(connection, talk.conversation_id, "handed_back", now)
    thrown = switch_store.is_thrown(harvest.switches, talk.conversation_id, row.account)
    if thrown and talk.owner_kind == "bot" and talk.status == "active":
        is_new = row.seq == 1 and talk.owner_epoch == 0
        talk.pass_on(Act.BEGIN_WITH_PEOPLE if is_new else Act.DISENGAGE, is_new=is_new)
        harvest.ask_people(talk, "disengaged")


def acknowledge(talk: Talk, row: Waiting, message: NewMessage, connector: Connector, now: int) -> None:
    """Whoever just began with people hears that a person will answer."""
    if talk.changes[-1].move.act is not Act.BEGIN_WITH_PEOPLE:
        return
    words = Text(body=notices.say("begun", talk.language))
    say(talk, row, message, words, connector, author="system", language=talk.language or "en", said_by="desk/begun",
        quote=False, now=now)  # fmt: skip


def _after_the_end(
    connection: Connection, talk: Talk, said: Inbound, harvest: Harvest, now: int, *, needs_answer: bool,
    protected: str | None,
) -> None:  # fmt: skip
    """Soon after people ended it, what needs an answer goes to people again; later the bot begins anew."""
    last: Any = case_store.last(connection, talk.conversation_id)
    soon = last is not None and last.outcome == "resolved" and last.answers and now - last.resolved_at < PATIENCE.reopen
    if soon and not needs_answer and protected is None:
        talk.pass_on(Act.THANK)
        case_store.thanked(connection, last.id)
    elif soon and protected is None and not isinstance(said.content, ChoiceReply):  # a tap wants what its button says
        talk.pass_on(Act.WRITE_AGAIN)
        harvest.ask_people(talk, "reopened")
    else:
        talk.pass_on(Act.WRITE_LATER)


def _is_idle(connection: Connection, talk: Talk, now: int) -> bool:
    """Nobody wrote from the other app for so long that it has let go."""
    wrote = message_store.last_elsewhere(connection, talk.conversation_id)
    if wrote is None or now - wrote < PATIENCE.external:
        return False
    return not entrusting.is_theirs(connection, talk.conversation_id)  # a desk says when it is done


def _examples(connection: Connection, harvest: Harvest) -> tuple[Example, ...]:
    if harvest.examples is None:
        rows: Any = triage_store.corrected(connection)
        harvest.examples = tuple(Example(row.text, row.kind, row.needs_answer) for row in rows)
    return harvest.examples
