"""Bot: let the dialog engine answer one event, and carry out what it asks for.

Actions of ours are done in the turn's own transaction and their result goes back into the engine at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import msgspec
import structlog
from sqlalchemy import Connection

from connectors.content import ChoiceReply, Content, Text, Via, plain_text
from connectors.contract import Connector
from dialogs import engine, state, trail, unclear_store
from dialogs.effects import CancelTimer, Do, Effect, Ended, Handoff, NotUnderstood, Say, SetTimer
from dialogs.events import ActionDone, Event, Said
from dialogs.run import Outcome
from dialogs.state import Choice, State
from dialogs.understand import options
from dialogs.understand.options import Answer
from dialogs.understand.words import fold
from gateway.actions import action_store
from gateway.actions.task import Task
from gateway.ground.ids import new_id
from gateway.journey import erasing, own
from gateway.journey.crossing import recognising, vouching
from gateway.journey.facts import Facts
from gateway.journey.routing import WITH_PEOPLE
from gateway.journey.talk import Harvest, Talk, remember_person, say
from gateway.journey.world import World
from gateway.messages import message_store, timer_store
from gateway.messages.inbox_store import Waiting
from gateway.messages.message_store import NewMessage
from gateway.messages.timer_store import Timer
from gateway.terms import actions, terms_store
from gateway.terms.actions import ActionContext
from gateway.terms.terms_store import Origin
from handoff.case import Act

ACTS = {"customer_asked": Act.HAND_OFF, "bot_failed": Act.FAIL}
ACTIONS = 20  # of ours in one turn; a flow that wants more goes in circles

log = structlog.get_logger()
_content = msgspec.json.Decoder(Content).decode
_encode = msgspec.json.Encoder().encode


def answer(
    connection: Connection, world: World, talk: Talk, row: Waiting, event: Event, answered: NewMessage | None,
    harvest: Harvest, now: int, *, language: str | None,
) -> None:  # fmt: skip
    """One event through the engine, until nothing is left to do."""
    connector = world.accounts[row.account]
    standing = state.decode(talk.state)
    world.library.recall(connection, standing)
    heard, answered = answered, answered or _asked_about(connection, standing, event)
    event = Said(event.content, heard.id) if heard is not None and isinstance(event, Said) else event
    step = _step(world, talk, standing, event, Facts(world, talk, connector, language, now))
    effects, steps = deque(step.effects), [step]
    done, said = 0, len(talk.said)
    while effects:
        effect = effects.popleft()
        if isinstance(effect, Do) and world.outside(effect.action) is not None:
            _ask_outside(talk, row, effect, answered, connector, step.state.language, harvest, now)
        elif isinstance(effect, Do):
            done += 1
            if effect.action == erasing.ACTION:
                harvest.timers.append(erasing.soon(talk.conversation_id, talk.customer_id, row.address_id, now))
            outcome = _do(connection, world, talk, row, effect, answered, now) if done <= ACTIONS else _too_many(effect)
            _follow(connection, world, talk, row, effect, outcome, harvest)
            step = _step(world, talk, step.state, outcome, Facts(world, talk, connector, language, now))
            effects.extendleft(reversed(step.effects))
            steps.append(step)
        else:
            _carry_out(connection, talk, row, effect, answered, connector, step.state.language, harvest, now)
    if len(talk.said) > said:
        _count_from(talk, harvest)
    _leave_trail(talk, answered if answered is heard else None, said, trail.spelled(standing, steps))
    talk.state = state.encode(step.state)
    remember_person(connection, talk, None, step.state.language)


def _asked_about(connection: Connection, standing: State, event: Event) -> NewMessage | None:
    """The message that somebody outside has answered in our place."""
    awaited = (one for one in standing.awaited if isinstance(event, ActionDone) and one.id == event.id)
    message = next((one.waiting[0].message for one in awaited), None)
    return message_store.kept(connection, message) if message is not None else None


def _step(world: World, talk: Talk, standing: State, event: Event, facts: Facts) -> Outcome:
    outcome = engine.step(world.library.catalog, standing, event, facts)
    if world.watch is not None:
        world.watch(talk.conversation_id, outcome)
    return outcome


def as_answer(talk: Talk, content: Content, account: str) -> Content:
    """What was typed in answer to a question with options, as the choice that it is; anything else as it came."""
    if talk.state is None or '"pending"' not in talk.state or not isinstance(content, Text):
        return content
    pending = state.decode(talk.state).pending
    if pending is None or pending.account not in (None, account):
        return content
    return _chosen(content, pending.options) or content


def as_answer_to_others(talk: Talk, content: Content, now: int) -> ChoiceReply | None:
    """The same for options that a program or a person showed; once answered, they are forgotten."""
    if talk.state is None or '"shown"' not in talk.state or not isinstance(content, Text):
        return None
    standing = state.decode(talk.state)
    if standing.shown is None or standing.shown.until < now:
        return None
    answer = _chosen(content, standing.shown.options)
    if answer is not None:
        talk.state = state.encode(msgspec.structs.replace(standing, shown=None))
    return answer


def _chosen(content: Text, shown: Sequence[Choice]) -> ChoiceReply | None:
    chosen = options.exactly(content.body, [Answer(one.id, one.label) for one in shown])
    label = next((one.label for one in shown if one.id == chosen), None)
    if chosen is None or label is None:
        return None
    folded = fold(content.body)
    via: Via = "label" if folded == fold(label) else "number" if folded.isdigit() else "words"
    return ChoiceReply(option_id=chosen, label=label, via=via, payload=content.body, referral=content.referral)


def _do(
    connection: Connection, world: World, talk: Talk, row: Waiting, effect: Do, answered: NewMessage | None, now: int
) -> ActionDone:
    """An action of ours, in this transaction."""
    if effect.action == erasing.ACTION:
        return ActionDone(effect.id, result={})
    words = plain_text(_content(answered.content)) if answered else None
    origin = Origin(
        source="chat", words=words, message_id=answered.id if answered else None, account=row.account,
        address_id=row.address_id,
    )  # fmt: skip
    context = ActionContext(
        customer_id=talk.customer_id,
        conversation_id=talk.conversation_id,
        now=now,
        zone=talk.zone or world.zone,
        origin=origin,
        brand=world.rulebook.brand,
    )
    try:
        return ActionDone(effect.id, result=own.perform(connection, world, effect, context))
    except actions.ActionRefused as refused:
        return ActionDone(id=effect.id, error=refused.code)


def _ask_outside(
    talk: Talk, row: Waiting, effect: Do, answered: NewMessage | None, connector: Connector, language: str | None,
    harvest: Harvest, now: int,
) -> None:  # fmt: skip
    """An action of somebody else: done after the commit, its result comes back as an event (promise 10)."""
    task = Task(
        id=new_id(), action=effect.action, args=effect.args, conversation_id=talk.conversation_id,
        customer_id=talk.customer_id, flow=effect.flow, step=effect.step, channel=connector.account.channel,
        language=language or talk.language, said=plain_text(_content(answered.content)) if answered else "",
    )  # fmt: skip
    of = talk.conversation_id, talk.customer_id, row.address_id, effect.id
    harvest.actions.append(action_store.Waiting(task.id, *of, _encode(task).decode(), 0, now))


def _follow(
    connection: Connection, world: World, talk: Talk, row: Waiting, effect: Do, outcome: ActionDone, harvest: Harvest
) -> None:  # fmt: skip
    """What an action of ours changed for others: terms, a code sent elsewhere, who the customer is."""
    recognised = effect.action in recognising.ACTIONS
    if recognised:
        vouching.follow(connection, talk, row, harvest)
    talk.terms = terms_store.load(connection, talk.customer_id)
    if recognised or (outcome.result and outcome.result.get("change")):
        harvest.awake.update(world.accounts)


def _too_many(effect: Do) -> ActionDone:
    return ActionDone(id=effect.id, error="too_many_actions")


def _carry_out(
    connection: Connection, talk: Talk, row: Waiting, effect: Effect, answered: NewMessage | None,
    connector: Connector, language: str | None, harvest: Harvest, now: int,
) -> None:  # fmt: skip
    match effect:
        case Say(content=content, flow=flow, step=step, notice=notice, category=category, topic=topic):
            author = "system" if notice or talk.owner_kind in WITH_PEOPLE else "bot"
            say(
                talk, row, answered, content, connector, author=author, language=language or "en",
                said_by=f"{flow}/{step}", quote=row.chat == "group", now=now, category=category or "conversation",
                topic=topic,
            )  # fmt: skip
        case Handoff():
            _hand_off(talk, effect, harvest)
        case NotUnderstood(language=heard_in):
            _remember_unclear(talk, answered, heard_in, harvest, now)
        case SetTimer(id=timer, seconds=seconds):
            due, delay = now + seconds * 1000, seconds * 1000
            of = talk.conversation_id, timer, talk.customer_id, row.address_id
            harvest.timers.append(Timer(*of, due, message_id=None, delay=delay))
        case CancelTimer(id=timer):
            harvest.timers = [t for t in harvest.timers if (t.conversation_id, t.id) != (talk.conversation_id, timer)]
            timer_store.cancel(connection, talk.conversation_id, timer)
        case Ended() | Do():
            pass


def _remember_unclear(talk: Talk, answered: NewMessage | None, language: str, harvest: Harvest, now: int) -> None:
    """For the admin, who may teach the bot."""
    words = plain_text(_content(answered.content)).strip() if answered else ""
    if answered is not None and words:
        harvest.unclear.append({
            "message_id": answered.id, "conversation_id": talk.conversation_id, "language": language,
            "words": words[:unclear_store.LONGEST], "at": now,
        })  # fmt: skip


def _count_from(talk: Talk, harvest: Harvest) -> None:
    """Silence begins when the question has left for the customer."""
    for timer in harvest.timers:
        if timer.conversation_id == talk.conversation_id and timer.message_id is None:
            timer.message_id = talk.said[-1].message.id


def _leave_trail(talk: Talk, answered: NewMessage | None, said: int, line: str) -> None:
    """Which steps ran, beside what made them run, else beside what they said last: no statement for it alone."""
    if line and answered is not None:
        answered.notes = _encode({"ran": line}).decode()
    elif line and len(talk.said) > said:
        message = talk.said[-1].message
        message.notes = _encode({**msgspec.json.decode(message.notes or "{}"), "ran": line}).decode()


def _hand_off(talk: Talk, effect: Handoff, harvest: Harvest) -> None:
    """The bot asks for people; where they hold the conversation already, it has nothing to give."""
    if effect.error:
        log.warning("bot_failed", conversation_id=talk.conversation_id, flow=effect.flow, error=effect.error)
    if talk.owner_kind in WITH_PEOPLE:
        return
    talk.pass_on(ACTS.get(effect.code, Act.GIVE_UP))
    harvest.ask_people(talk, effect.code, title=effect.title, summary=effect.summary, flow=effect.flow)
