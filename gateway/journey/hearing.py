"""Hearing: what one event means for its conversation, before anybody answers."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from connectors.content import SILENT, ChoiceReply, Content, System, Text, plain_text
from connectors.contract import Connector
from connectors.message import Echo, Inbound
from dialogs import understand
from dialogs.events import ActionDone, Said, Started, TimerFired
from dialogs.events import HumanStretchEnded as StretchEnded
from gateway.ground.clock import to_millis
from gateway.ground.ids import new_id
from gateway.journey import amending, bot, media, reception
from gateway.journey.acting import ActionEnded, FlowAsked
from gateway.journey.crossing import pivoting, visiting, vouching
from gateway.journey.holding import choosing, controlling, leaving, surveying
from gateway.journey.routing import WITH_PEOPLE, Route, route
from gateway.journey.talk import Harvest, Signal, Spoke, Talk, heard, remember_person
from gateway.journey.world import World
from gateway.messages.inbox_store import Waiting
from gateway.messages.message_store import NewMessage
from gateway.people import address_store
from gateway.people.thread_store import Heard
from gateway.terms.facts import closed_by_provider, topics_fact
from gateway.terms.terms_store import Origin
from handoff import switch_store
from handoff.case import Act

# A message told this much later (Meta keeps undelivered ones for a month) is a copy, or its clock is wrong
CREDIBLE_FOR = 30 * 86_400_000  # milliseconds

_encode = msgspec.json.Encoder().encode


def inbound(
    connection: Connection, world: World, talk: Talk, row: Waiting, said: Inbound, harvest: Harvest, now: int
) -> None:
    """Keep what the customer did, then let the bot or people react."""
    connector = world.accounts[row.account]
    _follow_address(connection, row, said)
    if said.blocked:
        leaving.left(connection, talk, now)
    chosen = bot.as_answer_to_others(talk, said.content, now)
    if chosen is not None:
        said = msgspec.structs.replace(said, content=chosen)  # as if it had been tapped
    content = chosen or bot.as_answer(talk, said.content, row.account)
    message = keep(talk, row, said, content, connector, harvest, now)
    if said.callback_id is not None:
        harvest.signals.append(Signal(row.account, "callback", said.address, said.callback_id))
    remember_person(connection, talk, said.name, None)
    if said.holder is not None:
        _heed_holder(connection, world, talk, row, said, message, harvest, now)
    if isinstance(content, SILENT):
        amending.amend(connection, talk, row, content, harvest, to_millis(said.sent_at) or row.received_at)
        if said.opt_out is not None:  # in the app itself, of what sells: the rest may still pass
            _record_opt_out(connection, talk, row, said, message, now)
        return
    talk.address_id = row.address_id
    _react(connection, world, talk, row, said, message, connector, harvest, now)


def keep(
    talk: Talk, row: Waiting, said: Inbound, content: Content, connector: Connector, harvest: Harvest, now: int
) -> NewMessage:
    """What was said as people see it, its media and its window; no reaction."""
    message = heard(talk, row, said, content, connector)
    harvest.messages.append(message)
    harvest.media += media.wanted(message, content, now)
    if row.last_inbound_at is None and row.address_id is not None and said.makes_conversation:
        harvest.first.append(row.address_id)
    if said.opens_window:
        _open_window(row, said, harvest)
    return message


def _react(
    connection: Connection, world: World, talk: Talk, row: Waiting, said: Inbound, message: NewMessage,
    connector: Connector, harvest: Harvest, now: int,
) -> None:  # fmt: skip
    said = visiting.came(connection, talk, said, now)
    if _goes_elsewhere(connection, world, talk, row, said, message, harvest, now):
        return
    if choosing.chosen(talk, row, said.content, harvest):
        choosing.back(connection, world, talk, row, message, harvest, now)
        return
    if surveying.answered(connection, talk, said.content, now):
        surveying.thank(talk, row, message, connector, now)
        return
    protected = _protected(world, talk, row, said.content, connector, harvest)
    silenced = said.opt_out is not None
    needs_answer = reception.triage(connection, talk, said.content, message, harvest)
    if said.addressed and not silenced:
        before = len(talk.changes)
        reception.receive(connection, talk, row, said, harvest, now, needs_answer=needs_answer, protected=protected)
        if len(talk.changes) > before and protected is None:  # a word that is obeyed is answered anyhow
            reception.acknowledge(talk, row, message, connector, now)
    whose = route(
        talk.owner_kind, protected, addressed=said.addressed, carrier_answered=silenced,
        wants_robot=_wants_robot(talk),
    )  # fmt: skip
    if whose is Route.SILENT:
        _carrier_answered(connection, talk, row, said, message, now)
    elif whose in (Route.BOT, Route.NOTICE):
        bot.answer(connection, world, talk, row, Said(said.content), message, harvest, now, language=said.language)
    elif whose is Route.HAND_OVER and talk.status == "active":  # thanks after the end want nobody
        talk.pass_on(Act.HAND_OFF)
        harvest.ask_people(talk, "no_robot")
    if whose is not Route.SILENT and said.addressed and talk.owner_kind in WITH_PEOPLE:
        harvest.spoke.append(Spoke(talk.conversation_id, now, needs_answer))


def _goes_elsewhere(
    connection: Connection, world: World, talk: Talk, row: Waiting, said: Inbound, message: NewMessage,
    harvest: Harvest, now: int,
) -> bool:  # fmt: skip
    """Has it turned out that the customer is one whom we know, so that they go on in the other conversation?"""
    country, connector = world.rulebook.brand.country, world.accounts[row.account]
    if vouching.came(connection, talk, row, said, message, country, harvest, now):
        return True
    return pivoting.arrived(connection, talk, row, said.content, message, connector, harvest, now)


def _heed_holder(
    connection: Connection, world: World, talk: Talk, row: Waiting, said: Inbound, message: NewMessage,
    harvest: Harvest, now: int,
) -> None:  # fmt: skip
    """The provider said who has the thread. A stop told to another app is one to the brand, though we cannot say so."""
    if said.holder == "theirs":
        controlling.lost(talk, harvest)
        if isinstance(said.content, Text) and understand.protected(said.content.body, message.channel) == "stop":
            _record_opt_out(connection, talk, row, msgspec.structs.replace(said, opt_out="stop"), message, now)
    elif controlling.regained(connection, talk, now) and row.address_id is not None:
        note = said.content.data.get("metadata") if isinstance(said.content, System) else None
        ended = StretchEnded(note if isinstance(note, str) else "")
        bot.answer(connection, world, talk, row, ended, None, harvest, now, language=None)


def echo(connection: Connection, world: World, talk: Talk, row: Waiting, said: Echo, harvest: Harvest) -> None:
    """Somebody of the brand answered in another app: shown, and the pen is theirs unless an agent holds it."""
    connector = world.accounts[row.account]
    harvest.messages.append(_echoed(talk, row, said, connector))
    amending.amend(connection, talk, row, said.content, harvest, to_millis(said.sent_at) or row.received_at)
    if said.holder == "theirs":
        controlling.lost(talk, harvest)
    elif talk.pass_on(Act.ANSWERED_ELSEWHERE).opens:
        harvest.ask_people(talk, "answered_elsewhere")


def command(
    connection: Connection, world: World, talk: Talk, row: Waiting, said: object, harvest: Harvest, now: int
) -> None:
    """Something that is not the customer's: a timer, an action's result, the end of a human stretch."""
    if isinstance(said, pivoting.CustomerCame):
        pivoting.welcome(talk, row, world.accounts[row.account], now)
        return
    event = _as_event(said)
    if not isinstance(event, StretchEnded) and talk.owner_kind in WITH_PEOPLE:
        return  # the bot is silent while people talk, and forgets what it was in the middle of when they end
    if row.address_id is not None:
        bot.answer(connection, world, talk, row, event, None, harvest, now, language=None)


def _as_event(said: object) -> TimerFired | ActionDone | Started | StretchEnded:
    if isinstance(said, ActionEnded):
        return ActionDone(id=said.id, result=said.result, error=said.error)
    if isinstance(said, FlowAsked):
        return Started(flow=said.flow, args=said.args)
    timer_id = getattr(said, "id", None)
    return TimerFired(timer_id) if timer_id is not None else StretchEnded(getattr(said, "summary", ""))


def _protected(
    world: World, talk: Talk, row: Waiting, content: Content, connector: Connector, harvest: Harvest
) -> str | None:
    """The word that is always obeyed, typed or tapped. The engine finds it itself where the bot surely answers."""
    thrown = switch_store.is_thrown(harvest.switches, talk.conversation_id, row.account)
    with_bot = talk.owner_kind == "bot" and talk.status == "active" and not thrown
    if (with_bot and _wants_robot(talk)) or not isinstance(content, Text | ChoiceReply):
        return None
    topics = topics_fact(world.topics, talk.terms)["all"]
    return understand.protected(plain_text(content), connector.account.channel, topics)


def _wants_robot(talk: Talk) -> bool:
    return talk.terms.get("all", "no_robot") is not True


def _open_window(row: Waiting, said: Inbound, harvest: Harvest) -> None:
    assert row.address_id is not None
    at = min(to_millis(said.sent_at) or row.received_at, row.received_at)
    if row.received_at - at > CREDIBLE_FOR:
        return  # then the provider alone knows its window
    before = harvest.heard.get(row.address_id)
    if before is None or before.at <= at:
        harvest.heard[row.address_id] = Heard(row.address_id, row.customer_id, at, said.provider_id)


def _follow_address(connection: Connection, row: Waiting, said: Inbound) -> None:
    """The address moved, was closed or opened again."""
    if row.address_id is None:
        return
    if said.moved_to:
        address_store.move(connection, row.address_id, said.moved_to)
    elif row.address in said.aliases:  # known by an id until now, and here is what to write to
        address_store.move(connection, row.address_id, said.address)
        row.address = said.address
    if said.blocked is not None:
        address_store.set_status(connection, row.address_id, "blocked" if said.blocked else "live")
    elif row.address_status not in ("live", None) and reopens(row.channel, row.address_status, said):
        address_store.set_status(connection, row.address_id, "live")
        row.address_status = "live"


def reopens(channel: str | None, status: str | None, said: Inbound) -> bool:
    """Who writes to us in an app has let us in again; at a carrier, STOP holds until it is taken back."""
    if said.kind not in ("message", "callback") or said.opt_out is not None:
        return False
    if status != "opted_out" or channel != "sms":
        return True
    return isinstance(said.content, Text) and understand.protected(said.content.body, "sms") == "start"


def _carrier_answered(
    connection: Connection, talk: Talk, row: Waiting, said: Inbound, message: NewMessage, now: int
) -> None:
    """The carrier obeyed already and told the customer so: remember it, stay silent."""
    if row.address_id is None or said.opt_out == "help":
        return
    address_store.set_status(connection, row.address_id, "opted_out" if said.opt_out == "stop" else "live")
    _record_opt_out(connection, talk, row, said, message, now)


def _record_opt_out(
    connection: Connection, talk: Talk, row: Waiting, said: Inbound, message: NewMessage, now: int
) -> None:
    stopped = said.opt_out == "stop"
    source = "carrier" if said.holder is None else "chat"  # told to another app of the brand: nobody obeyed it yet
    origin = Origin(source=source, words=plain_text(said.content), message_id=message.id, account=row.account)
    closed_by_provider(connection, talk.customer_id, message.channel, closed=stopped, origin=origin, now=now)


def _echoed(talk: Talk, row: Waiting, said: Echo, connector: Connector) -> NewMessage:
    return NewMessage(
        id=new_id(),
        customer_id=talk.customer_id,
        conversation_id=talk.conversation_id,
        seq=row.seq,
        direction="out",
        account=row.account,
        channel=connector.account.channel,
        address_id=row.address_id or "",
        address=row.address or said.address,
        author="external",
        provider_id=said.provider_id,
        type=str(said.content.__struct_config__.tag),
        content=_encode(said.content).decode(),
        sent_at=to_millis(said.sent_at),
        received_at=row.received_at,
    )
