"""All that a customer decided, as sentences: the same in chat, on the board, in the API and at the Desk."""

from __future__ import annotations

from typing import Any

from gateway.terms import frequency
from gateway.terms.preference import Terms
from gateway.terms.sentences import on_consent, on_pause, on_set, on_stop
from gateway.terms.topic import Topic, Topics
from gateway.terms.wording import ByLanguage, both, joined, pace_name, subject

_TOLD = ("frequency", "digest", "hours", "holidays", "channels", "language", "zone", "no_robot")


def summary(terms: Terms, topics: Topics, now: int, zone: str) -> ByLanguage:
    """All that is set, in one to three short sentences."""
    if terms.get("all", "stopped") is True:
        return both("Vous avez dit STOP : plus aucune publicité.", "You said STOP: no advertising at all.")
    pause = terms.get("all", "pause") or 0
    return joined(_following(topics, terms), on_pause(pause, zone) if pause > now else None)


def sentences(terms: Terms, topics: Topics, now: int, zone: str) -> dict[str, list[str]]:
    """Every decision of a customer as a sentence."""
    told = [summary(terms, topics, now, zone)]
    for scope, rules in sorted(terms.rules.items()):
        told += [on_set(scope, field, rules[field], topics) for field in _TOLD if field in rules]
        told += _limits(scope, rules, topics, now, zone)
    return {language: [one[language] for one in told] for language in ("fr", "en")}


def follows(terms: Terms, topic: Topic, topics: Topics) -> bool:
    """Would anything about this topic be pushed, as far as the customer's choice goes?"""
    scopes = [*(f"topic:{one}" for one in topics.path(topic.id)), f"category:{topic.category}"]
    chosen = terms.nearest([*scopes, "all"] if topic.category == "marketing" else scopes, "initiative")
    if topic.category == "marketing" and not terms.nearest([*scopes, "all"], "consent"):
        return False
    return (chosen or topic.initiative) in ("push", "digest") and not terms.any(scopes, "stopped")


def pace_of(terms: Terms, topic: Topic) -> Any:
    """The tightest frequency that the customer set for this topic, its category or, of what sells, for everything."""
    scopes = [f"topic:{topic.id}", f"category:{topic.category}"]
    decided = terms.decided([*scopes, "all"] if topic.category == "marketing" else scopes, "frequency")
    return min(decided, key=frequency.per_day, default=None)


def _limits(scope: str, rules: dict[str, Any], topics: Topics, now: int, zone: str) -> list[ByLanguage]:
    about = subject(scope, topics)
    told = []
    if scope != "all" and rules.get("stopped") is True:
        told.append(on_stop(scope, about))
    if scope != "all" and rules.get("pause", 0) > now:
        told.append(on_pause(rules["pause"], zone, about))
    if rules.get("consent") is False:
        told.append(on_consent(scope, topics, agreed=False))
    return told


def _following(topics: Topics, terms: Terms) -> ByLanguage:
    if not any(follows(terms, topic, topics) for topic in topics):
        return both("Vous ne suivez aucun sujet.", "You follow no topic.")
    names = named(terms, topics)
    return both(f"Vous suivez : {names['fr']}.", f"You follow: {names['en']}.")


def named(terms: Terms, topics: Topics) -> ByLanguage:
    """The topics that are followed, each with its pace."""
    followed = [topic for topic in topics if follows(terms, topic, topics)]
    if not followed:
        return both("aucun sujet", "no topic")
    paces = [pace_name(pace_of(terms, topic)) for topic in followed]
    french = ", ".join(f"{topic.label['fr']} ({pace['fr']})" for topic, pace in zip(followed, paces, strict=True))
    english = ", ".join(f"{topic.label['en']} ({pace['en']})" for topic, pace in zip(followed, paces, strict=True))
    return both(french, english)
