"""The context package `handoff.v1`: what an agent must know when a conversation arrives, frozen at that moment.

Words of the customer are quoted as data, with the message they come from. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from handoff import triage
from handoff.visit import Visit

TITLE_LENGTH = 80
SUMMARY_LENGTH = 400
TRIED = 5  # answers of the bot worth showing
TELLING = 3  # words that say what somebody needs; less is a greeting, or a choice
LATELY = 86_400_000  # milliseconds: what was said before is another matter


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One message of the recent past."""

    id: str
    seq: int
    author: str
    text: str
    channel: str = ""
    at: int = 0  # milliseconds
    has_media: bool = False
    only_asks: bool = False  # for a person, and says nothing of why


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """Why people are asked: customer_asked, bot_failed, low_confidence, repeated, human_took, reopened, disengaged…"""

    code: str
    message_id: str | None = None
    flow: str | None = None


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something the customer told the bot, so that nobody asks again, and the message in which they did."""

    slot: str
    value: Any
    message_id: str | None = None


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What the bot answered, and what the customer said to it."""

    text: str
    message_id: str
    reaction: str | None = None


class Need(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    summary: str
    kind: str | None = None  # as triage reads the customer's last words
    needs_answer: bool = True
    confidence: float | None = None
    generated_by: str = "last words"  # no model had a hand in it


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    channel: str
    account: str
    address: str
    verified: bool
    status: str


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the customer's terms."""

    scope: str
    field: str
    value: Any


class Person(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str | None = None
    language: str | None = None
    timezone: str | None = None
    identities: tuple[Identity, ...] = ()
    tags: tuple[str, ...] = ()
    terms: tuple[Decided, ...] = ()
    terms_version: int = 0


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """Where the customer last wrote; what may be sent there now the Desk asks the connector."""

    channel: str
    account: str
    address: str
    last_inbound_at: int | None = None


class Hop(msgspec.Struct, frozen=True, kw_only=True):
    """The customer came to this channel then."""

    channel: str
    at: int


class PastCase(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    title: str
    reason: str
    outcome: str | None
    agent_id: str | None
    resolved_at: int | None


class Routing(msgspec.Struct, frozen=True, kw_only=True):
    """As it was when the case opened."""

    priority: str
    due_at: int
    team: str | None = None
    language: str | None = None
    skills: tuple[str, ...] = ()
    wanted: str | None = None


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Shape of handoff.v1; what is not known here is absent, never invented. Times are milliseconds."""

    version: str = "handoff.v1"
    id: str | None = None  # of the case
    conversation_id: str | None = None
    case_no: int | None = None
    epoch: int | None = None
    created_at: int | None = None
    trigger: Trigger
    need: Need
    person: Person | None = None
    channel: Channel | None = None
    facts: tuple[Fact, ...] = ()
    tried: tuple[str, ...] = ()
    answers: tuple[Tried, ...] = ()
    promises: tuple[str, ...] = ()  # what notices of ours announced
    open_question: str | None = None
    language: str | None = None
    from_seq: int = 0
    to_seq: int = 0
    attachments: tuple[str, ...] = ()  # messages that carry a file
    hops: tuple[Hop, ...] = ()
    visit: Visit | None = None  # what they looked at on the brand's site, before they came
    history: tuple[PastCase, ...] = ()
    routing: Routing | None = None


def package(
    trigger: Trigger,
    recent: Sequence[Said],
    *,
    facts: dict[str, Any],
    open_question: str | None = None,
    language: str | None = None,
) -> Context:
    """The package of a conversation whose last messages are `recent`, oldest first."""
    asked = [said for said in recent if said.author == "customer" and said.text]
    answers = _answers(recent)
    needs = _needs(recent) or asked
    last = needs[-1].text if needs else ""
    found = triage.read(last) if last else None
    summary = " / ".join(said.text for said in needs[-3:])
    return Context(
        trigger=trigger,
        need=Need(
            title=_short(last, TITLE_LENGTH), summary=_short(summary, SUMMARY_LENGTH),
            kind=found.kind if found else None, confidence=found.confidence if found else None,
            needs_answer=found.needs_answer if found else True,
        ),
        facts=tuple(_fact(slot, value, asked) for slot, value in facts.items() if value is not None),
        tried=tuple(one.text for one in answers),
        answers=answers,
        promises=tuple(said.text for said in recent if said.author == "system" and said.text)[-TRIED:],
        open_question=open_question,
        language=language,
        from_seq=recent[0].seq if recent else 0,
        to_seq=recent[-1].seq if recent else 0,
        attachments=tuple(said.id for said in recent if said.has_media and said.author == "customer"),
        hops=_hops(recent),
    )  # fmt: skip


def _needs(recent: Sequence[Said]) -> list[Said]:
    """What the customer said of why they need somebody, since people last answered: "a human" alone says nothing."""
    answered = max((place for place, said in enumerate(recent) if said.author == "agent"), default=-1)
    since = recent[-1].at - LATELY if recent else 0
    return [
        said for said in recent[answered + 1 :]
        if said.author == "customer" and said.at >= since and not said.only_asks and len(said.text.split()) >= TELLING
    ]  # fmt: skip


def _answers(recent: Sequence[Said]) -> tuple[Tried, ...]:
    """The last answers of the bot, each with the customer's next words."""
    found = []
    for place, said in enumerate(recent):
        if said.author == "bot" and said.text:
            after = next((one.text for one in recent[place + 1 :] if one.author == "customer" and one.text), None)
            reaction = _short(after, TITLE_LENGTH) if after else None
            found.append(Tried(text=said.text, message_id=said.id, reaction=reaction))
    return tuple(found[-TRIED:])


def _fact(slot: str, value: Any, asked: Sequence[Said]) -> Fact:
    """With the newest message that says it in so many words, if one does."""
    told = triage.fold(str(value))
    source = next((said.id for said in reversed(asked) if told and told in triage.fold(said.text)), None)
    return Fact(slot=slot, value=value, message_id=source)


def _hops(recent: Sequence[Said]) -> tuple[Hop, ...]:
    hops: list[Hop] = []
    for said in recent:
        if said.author == "customer" and said.channel and (not hops or hops[-1].channel != said.channel):
            hops.append(Hop(channel=said.channel, at=said.at))
    return tuple(hops)


def _short(text: str, length: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"
