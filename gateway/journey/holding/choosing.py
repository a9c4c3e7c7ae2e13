"""Choosing: who waits for a person may go back to the bot, by a button under the notice or by a word.

Before:  a conversation waits for people, and its customer says so.      After:  the bot answers, and says what it is.
Order:   in the conversation's own; who was about to accept an offer is told that it is gone.
Never:   takes a conversation from an agent who has it; gives it to a bot that is disengaged, or unwanted.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from connectors.content import ChoiceReply, Choices, Content, Option, Text
from dialogs.events import HumanStretchEnded
from dialogs.understand.words import fold
from gateway.journey import bot
from gateway.journey.holding import notices
from gateway.journey.talk import Harvest, Talk, say
from gateway.journey.world import World
from gateway.messages.inbox_store import Waiting
from gateway.messages.message_store import NewMessage
from gateway.terms import terms_store
from handoff import assignment_store, case_store, switch_store
from handoff.case import Act

OPTION = "desk.choose_bot"
WORDS = frozenset({
    "robot", "le robot", "bot", "the bot", "assistant", "l assistant", "the assistant", "parler au robot",
    "back to the bot",
})  # fmt: skip
WAITING = frozenset({"queue", "offer"})
OUTCOME = "chose_bot"


def offering(connection: Connection, held: Any, account: str, words: str, language: str | None) -> Content:
    """A notice to somebody who waits, with the way back to the bot where there is one."""
    thrown = switch_store.is_thrown(switch_store.thrown(connection), held.id, account)
    if thrown or terms_store.load(connection, held.customer_id).get("all", "no_robot") is True:
        return Text(body=words)
    return Choices(body=words, options=(Option(id=OPTION, label=notices.say("choose_bot", language)),))


def chosen(talk: Talk, row: Waiting, content: Content, harvest: Harvest) -> bool:
    """Does a customer who waits want the bot, and is there one for them?"""
    if talk.owner_kind not in WAITING or talk.terms.get("all", "no_robot") is True or not _asks(content):
        return False
    return not switch_store.is_thrown(harvest.switches, talk.conversation_id, row.account)


def back(
    connection: Connection, world: World, talk: Talk, row: Waiting, message: NewMessage, harvest: Harvest, now: int
) -> None:
    """The bot has it again: it forgets what it was in the middle of, and says that it is a machine."""
    talk.pass_on(Act.CHOOSE_BOT)
    assignment_store.end(connection, talk.conversation_id, "rescinded", now)
    case_store.end(connection, talk.conversation_id, OUTCOME, now)
    bot.answer(connection, world, talk, row, HumanStretchEnded(""), None, harvest, now, language=None)
    words = Text(body=notices.say("bot_again", talk.language))
    say(talk, row, message, words, world.accounts[row.account], author="system", language=talk.language or "en",
        said_by="desk/bot_again", quote=False, now=now)  # fmt: skip


def _asks(content: Content) -> bool:
    if isinstance(content, ChoiceReply):
        return content.option_id == OPTION
    return isinstance(content, Text) and fold(content.body) in WORDS
