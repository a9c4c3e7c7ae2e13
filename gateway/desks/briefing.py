"""A briefing: the context package as words, for the people of a desk that shows no fields of ours. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

LABELS = {
    "fr": {"why": "Pourquoi", "need": "Demande", "facts": "Déjà dit", "tried": "Déjà répondu", "promises": "Promis",
           "question": "Question en attente", "customer": "Client", "past": "Dossiers précédents"},
    "en": {"why": "Why", "need": "Need", "facts": "Already told", "tried": "Already answered", "promises": "Promised",
           "question": "Open question", "customer": "Customer", "past": "Past cases"},
}  # fmt: skip

NOT_THEIRS = "not_theirs"  # they wrote, and somebody else had the conversation by then
REASONS = {NOT_THEIRS: {"fr": "la conversation n'est plus chez vous", "en": "the conversation is no longer yours"}}
MISSED = {"fr": "Non remis au client", "en": "Not delivered to the customer"}


def words(context: Mapping[str, Any], language: str) -> str:
    """Everything an agent must know, one thing a line; what is not known has no line."""
    labels = LABELS.get(language[:2], LABELS["en"])
    return "\n".join(f"**{labels[name]}**: {text}" for name, text in _lines(context) if text)


def missed(why: str, language: str) -> str:
    """What they said did not reach the customer."""
    spoken = language[:2] if language[:2] in MISSED else "en"
    return f"{MISSED[spoken]} ({REASONS.get(why, {}).get(spoken, why)})"


def _lines(context: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    need, person, channel = (context.get(name) or {} for name in ("need", "person", "channel"))
    yield "why", context.get("trigger", {}).get("code", "")
    title, summary = need.get("title", ""), need.get("summary", "")
    yield "need", title if title == summary else " · ".join(one for one in (title, summary) if one)
    yield "facts", "; ".join(f"{one['slot']}: {one['value']}" for one in context.get("facts", ()))
    yield "question", context.get("open_question") or ""
    yield "tried", " / ".join(context.get("tried", ()))
    yield "promises", " / ".join(context.get("promises", ()))
    about = (person.get("name"), person.get("language"), channel.get("channel"), channel.get("address"))
    yield "customer", ", ".join(one for one in about if one)
    yield "past", "; ".join(one.get("title") or one.get("reason", "") for one in context.get("history", ()))
