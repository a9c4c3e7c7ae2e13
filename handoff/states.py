"""Who holds a conversation, and how that changes: every transition as a line of one table. docs/states.md is its print.

A state is a name for a pair of `status` (the life of the work) and `owner` (who holds the pen). An act on a state has a
line here, or it is refused with what would be allowed. What a line does beside moving the pen it says in words; who
carries it out is the gateway.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from handoff.deadlines import Deadline


class Owner(StrEnum):
    BOT = "bot"
    QUEUE = "queue"
    OFFER = "offer"
    AGENT = "agent"
    EXTERNAL = "external"  # another app: the phone, the Meta inbox


class Status(StrEnum):
    ACTIVE = "active"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    CLOSED = "closed"


class State(StrEnum):
    NEW = "new"  # nobody has answered yet
    BOT = "bot"
    QUEUED = "queued"
    OFFERED = "offered"
    ASSIGNED = "assigned"
    SNOOZED = "snoozed"
    EXTERNAL = "external"
    RESOLVED = "resolved"


class Act(StrEnum):
    BEGIN = "begin"  # the customer writes for the first time, and the bot may answer
    BEGIN_WITH_PEOPLE = "begin_with_people"  # the same where the bot is disengaged
    HAND_OFF = "hand_off"  # the customer asks for people
    GIVE_UP = "give_up"  # the bot is unsure, repeats itself, or a rule says so
    FAIL = "fail"  # the bot broke
    TAKE = "take"  # an agent takes the conversation
    ANSWERED_ELSEWHERE = "answered_elsewhere"  # somebody wrote from another app
    OFFER = "offer"
    ASSIGN = "assign"
    ACCEPT = "accept"
    DECLINE = "decline"  # or the time ran out, or the agent left
    RESCIND = "rescind"  # the offer is withdrawn: others need it, the customer changed their mind
    WAIT_LONG = "wait_long"
    CHOOSE_BOT = "choose_bot"  # the customer wants the bot again
    LEAVE = "leave"  # the customer shut us out
    ABANDON = "abandon"  # and did not come back
    GO_QUIET = "go_quiet"  # answered, and the customer says nothing
    DISCONNECT = "disconnect"  # the agent is gone without a word
    STAY_SILENT = "stay_silent"  # the agent does not answer
    END_SHIFT = "end_shift"
    TRANSFER = "transfer"
    SNOOZE = "snooze"
    WAKE = "wake"  # and the agent is there
    WAKE_TO_QUEUE = "wake_to_queue"
    HAND_BACK = "hand_back"  # people give it back to the bot
    RESOLVE = "resolve"
    THANK = "thank"  # the customer writes after the end, and needs no answer
    WRITE_AGAIN = "write_again"  # the customer writes soon after the end
    WRITE_LATER = "write_later"
    LOSE_THREAD = "lose_thread"  # the channel says that another app has the thread
    GIVE_TO_DESK = "give_to_desk"  # another desk of the brand has the case
    REGAIN_THREAD = "regain_thread"
    REGAIN_TO_QUEUE = "regain_to_queue"  # and an agent had it, or asked for it
    WINDOW_CLOSING = "window_closing"
    WINDOW_CLOSED = "window_closed"
    DISENGAGE = "disengage"  # people switch the bot off


class Transition(msgspec.Struct, frozen=True):
    """One line: from these states this act leads there. `to` None: the pen stays where it is."""

    number: int  # of the specification; one of its lines may have several here
    sources: tuple[State, ...]
    act: Act
    to: State | None
    when: str
    effects: str
    sets: tuple[Deadline, ...] = ()
    fired_by: Deadline | None = None


S, A, D = State, Act, Deadline
UNHELD = (S.BOT, S.QUEUED, S.OFFERED)
HELD = (S.ASSIGNED, S.SNOOZED)
ALIVE = (*UNHELD, *HELD, S.EXTERNAL)

TRANSITIONS: tuple[Transition, ...] = (
    Transition(1, (S.NEW,), A.BEGIN, S.BOT, "first message; the bot is engaged", "says once that it is a machine"),
    Transition(2, (S.NEW,), A.BEGIN_WITH_PEOPLE, S.QUEUED, "first message; the bot is disengaged",
               "a case opens with its `due_at`; says once that a person will answer", (D.NO_AGENT,)),
    Transition(3, (S.BOT, S.EXTERNAL), A.HAND_OFF, S.QUEUED, "the customer asks for a human; always honoured",
               "one handoff message, exactly once; the context package is frozen", (D.NO_AGENT,)),
    Transition(4, (S.BOT,), A.GIVE_UP, S.QUEUED, "unsure twice, repeats itself, a rule, the turn budget",
               "the same, with the reason", (D.NO_AGENT,)),
    Transition(5, (S.BOT, S.RESOLVED), A.FAIL, S.QUEUED, "an error of the bot, a time-out, a stop",
               "the same, reason `bot_failed`: the bot fails to a human", (D.NO_AGENT,)),
    Transition(6, (*ALIVE, S.RESOLVED), A.TAKE, S.ASSIGNED, "an agent takes over",
               "what the bot still had to say is voided and offered to the agent", (D.NO_REPLY,)),
    Transition(6, (*UNHELD, S.EXTERNAL, S.RESOLVED), A.ANSWERED_ELSEWHERE, S.EXTERNAL,
               "somebody of the brand wrote from another app", "what the bot still had to say is voided"),
    Transition(6, HELD, A.ANSWERED_ELSEWHERE, None, "the same while an agent holds it", "shown to the agent"),
    Transition(7, (S.QUEUED,), A.OFFER, S.OFFERED, "the router found an agent; the customer is there",
               "capacity is reserved", (D.OFFER,)),
    Transition(8, (S.QUEUED,), A.ASSIGN, S.ASSIGNED, "the router found an agent; nobody waits at a screen",
               "pushed to the agent", (D.NO_REPLY,)),
    Transition(9, (S.OFFERED,), A.ACCEPT, S.ASSIGNED, "the agent accepts", "when it was first accepted is kept",
               (D.NO_REPLY,)),
    Transition(10, (S.OFFERED,), A.DECLINE, S.QUEUED, "declined, timed out, or the agent left",
               "keeps its `due_at`; not offered to this agent for 2 minutes; two misses in a row set the agent away",
               (D.NO_AGENT,), D.OFFER),
    Transition(11, (S.OFFERED,), A.RESCIND, S.QUEUED, "withdrawn",
               "capacity is freed. Nobody does it alone: who takes it, ends it or chooses the bot does that at once"),
    Transition(12, (S.QUEUED,), A.WAIT_LONG, None, "nobody came in time, or the team is closed",
               "the customer is told the truth, when it is closed at once and until when; from now on the case is "
               "pushed, not offered", (), D.NO_AGENT),
    Transition(13, (S.QUEUED, S.OFFERED), A.CHOOSE_BOT, S.BOT, "the customer chooses the bot again",
               "says again that it is a machine"),
    Transition(14, (S.QUEUED, S.ASSIGNED), A.LEAVE, None, "the customer blocked us, and is reached nowhere else",
               "stays as a case for a day: they may come back. Telegram alone tells it", (D.LEFT,)),
    Transition(14, (S.QUEUED, S.ASSIGNED), A.ABANDON, S.RESOLVED, "nobody had answered, and they have not come back",
               "counted as left without an answer; no survey", (), D.LEFT),
    Transition(15, (S.ASSIGNED,), A.GO_QUIET, None, "answered, and the customer is silent for 10 minutes",
               "weighs a quarter in the agent's load"),
    Transition(16, (S.ASSIGNED,), A.DISCONNECT, S.QUEUED, "the agent is gone for 90 seconds; the customer waits",
               "keeps its `due_at`; may be taken back until somebody has it", (D.NO_AGENT,)),
    Transition(17, (S.ASSIGNED,), A.STAY_SILENT, S.QUEUED, "the customer waits, and the agent does not answer",
               "keeps its `due_at`; while it is closed the customer hears until when, and nothing moves",
               (D.NO_AGENT,), D.NO_REPLY),
    Transition(18, (S.ASSIGNED,), A.END_SHIFT, S.QUEUED, "the agent hands over and leaves; the customer waits",
               "keeps its `due_at`; where nobody waits it follows with the customer's next words", (D.NO_AGENT,)),
    Transition(19, (*HELD, S.QUEUED, S.OFFERED), A.TRANSFER, S.QUEUED, "to a team or an agent, with reason and note",
               "`due_at` = the earlier of the old and now + the new target; who may see it changes at once",
               (D.NO_AGENT,)),
    Transition(20, (S.ASSIGNED,), A.SNOOZE, S.SNOOZED, "until a time, or until the customer writes", "", (D.WAKE,)),
    Transition(21, (S.SNOOZED,), A.WAKE, S.ASSIGNED, "the time has come or the customer wrote; the agent is there",
               "`due_at` from now", (D.NO_REPLY,), D.WAKE),
    Transition(21, (S.SNOOZED,), A.WAKE_TO_QUEUE, S.QUEUED, "the same; the agent is not there", "`due_at` from now",
               (D.NO_AGENT,), D.WAKE),
    Transition(22, (*HELD, S.QUEUED, S.EXTERNAL), A.HAND_BACK, S.BOT, "people give it back",
               "what people did is written into the bot's context; it does not speak first"),
    Transition(23, ALIVE, A.RESOLVE, S.RESOLVED, "done", "the survey, once the last answer is delivered", (D.SURVEY,)),
    Transition(24, (S.RESOLVED,), A.THANK, None, "thanks, or nothing that needs an answer", "counted"),
    Transition(24, (S.RESOLVED,), A.WRITE_AGAIN, S.QUEUED, "within 72 hours of people; needs an answer",
               "a new case, if possible with the same agent", (D.NO_AGENT,)),
    Transition(25, (S.RESOLVED,), A.WRITE_LATER, S.BOT, "later, or the bot had resolved it", "a new case when needed"),
    Transition(26, (*ALIVE, S.RESOLVED), A.LOSE_THREAD, S.EXTERNAL, "another app has the thread", "read only"),
    Transition(26, (S.QUEUED, S.OFFERED), A.GIVE_TO_DESK, S.EXTERNAL, "another desk of the brand has the case",
               "its people answer from there"),
    Transition(27, (S.EXTERNAL,), A.REGAIN_THREAD, S.BOT, "control passed to us, or 24 silent hours and a message",
               "the bot answers again; it does not speak first"),
    Transition(27, (S.EXTERNAL,), A.REGAIN_TO_QUEUE, S.QUEUED, "control passed to us; people had it or asked for it",
               "if possible with the same agent", (D.NO_AGENT,)),
    Transition(28, (S.QUEUED, S.OFFERED, S.ASSIGNED), A.WINDOW_CLOSING, None, "the customer waits; 30 minutes are left",
               "`due_at` comes forward; supervisors see it"),
    Transition(29, ALIVE, A.WINDOW_CLOSED, None, "the provider's window is over",
               "only what the channel still allows: a template, the human-agent tag, another channel"),
    Transition(30, (S.BOT, S.NEW), A.DISENGAGE, S.QUEUED, "the machine is disengaged",
               "a case opens; what the bot still had to say is voided", (D.NO_AGENT,)),
    Transition(30, (S.QUEUED, S.OFFERED, *HELD, S.EXTERNAL, S.RESOLVED), A.DISENGAGE, None, "the same; people have it",
               "the bot cannot be given it"),
)  # fmt: skip

_BY_ACT = {(source, line.act): line for line in TRANSITIONS for source in line.sources}
_PAIRS = {
    State.BOT: (Owner.BOT, Status.ACTIVE),
    State.QUEUED: (Owner.QUEUE, Status.ACTIVE),
    State.OFFERED: (Owner.OFFER, Status.ACTIVE),
    State.ASSIGNED: (Owner.AGENT, Status.ACTIVE),
    State.SNOOZED: (Owner.AGENT, Status.SNOOZED),
    State.EXTERNAL: (Owner.EXTERNAL, Status.ACTIVE),
    State.RESOLVED: (Owner.BOT, Status.RESOLVED),
}
_BY_OWNER = {pair[0]: state for state, pair in _PAIRS.items() if pair[1] == Status.ACTIVE}


class IllegalMove(Exception):
    """Says what was refused and what would be allowed."""


def state_of(owner: str, status: str) -> State:
    """The name of a pair.

    >>> state_of("agent", "snoozed")
    <State.SNOOZED: 'snoozed'>
    """
    if status == Status.RESOLVED:
        return State.RESOLVED
    return State.SNOOZED if status == Status.SNOOZED else _BY_OWNER[Owner(owner)]


def pair(state: State) -> tuple[Owner, Status]:
    return _PAIRS[state]


def transition(state: State, act: Act) -> Transition:
    """The line of this act. IllegalMove where there is none."""
    line = _BY_ACT.get((state, act))
    if line is None:
        can = ", ".join(sorted(acts(state))) or "nothing"
        raise IllegalMove(f"cannot {act} a conversation that is {state}; allowed now: {can}")
    return line


def acts(state: State) -> set[Act]:
    """What can be done in this state."""
    return {act for source, act in _BY_ACT if source == state}
