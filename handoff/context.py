"""The context package `handoff.v1`: what an agent must know when a conversation arrives, frozen at that moment.

Words of the customer are quoted as data, with the message they come from. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

TITLE_LENGTH = 80
SUMMARY_LENGTH = 400
TRIED = 5  # answers of the bot worth showing


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One message of the recent past."""

    id: str
    seq: int
    author: str
    text: str


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """Why people are asked: customer_asked, bot_failed, low_confidence, repeated, human_took, answered_elsewhere…"""

    code: str
    message_id: str | None = None
    flow: str | None = None


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something the customer told the bot, so that nobody asks again."""

    slot: str
    value: Any
    message_id: str | None = None


class Need(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    summary: str
    needs_answer: bool = True
    generated_by: str = "last words"  # no model had a hand in it


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Shape of design reference handoff.v1; fields not known here yet are absent, never invented."""

    version: str = "handoff.v1"
    trigger: Trigger
    need: Need
    facts: tuple[Fact, ...] = ()
    tried: tuple[str, ...] = ()
    open_question: str | None = None
    language: str | None = None
    from_seq: int = 0
    to_seq: int = 0


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
    answered = [said.text for said in recent if said.author == "bot" and said.text]
    last = asked[-1].text if asked else ""
    summary = " / ".join(said.text for said in asked[-3:])
    return Context(
        trigger=trigger,
        need=Need(title=_short(last, TITLE_LENGTH), summary=_short(summary, SUMMARY_LENGTH)),
        facts=tuple(Fact(slot=slot, value=value) for slot, value in facts.items() if value is not None),
        tried=tuple(answered[-TRIED:]),
        open_question=open_question,
        language=language,
        from_seq=recent[0].seq if recent else 0,
        to_seq=recent[-1].seq if recent else 0,
    )


def _short(text: str, length: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"
