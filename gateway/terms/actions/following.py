"""Following a topic, agreeing to be written to, and switching a subject off."""

from __future__ import annotations

from typing import Any

from gateway.terms import field as fields
from gateway.terms import sentences
from gateway.terms.actions.plan import ActionRefused, Asked, Plan, agreed, beneath, initiative
from gateway.terms.preference import Change
from gateway.terms.summary import pace_of
from gateway.terms.wording import both, joined


def follow(asked: Asked) -> Plan:
    """The topic is told of again, at the pace set before."""
    topic = asked.topics.get(str(asked.args.get("topic")))
    if topic is None:
        raise ActionRefused("unknown_topic")
    scope = f"topic:{topic.id}"
    changes = [_agree(asked, scope), asked.change(scope, "initiative", "push")]
    if asked.terms.get(scope, "stopped"):
        changes.append(asked.change(scope, "stopped", None))
    effect = sentences.on_follow(topic, pace_of(asked.terms, topic))
    if asked.terms.get("all", "stopped"):
        stays = both("STOP vaut encore pour tout : START le lève.", "STOP still holds for everything: START lifts it.")
        effect = joined(effect, stays)
    return Plan(changes, effect)


def off(asked: Asked) -> Plan:
    """Nothing pushed any more in this scope, and in what was pushed apart from it."""
    return Plan(lessened(asked, "off"), sentences.on_off(asked.scope, asked.topics))


def lessened(asked: Asked, to: str) -> list[Change]:
    """The scope takes the first step no further than so, and neither does any topic of it: one that was told apart
    comes down with it, one that came on request alone stays there."""
    changes = [asked.change(asked.scope, "initiative", to)]
    for scope in beneath(asked.scope, asked.topics):
        own, now = asked.terms.get(scope, "initiative"), initiative(asked.terms, asked.topics, scope)
        if own is not None and fields.loosens("initiative", to, own):
            changes.append(asked.change(scope, "initiative", to))
        elif own is None and agreed(asked.terms, scope) and fields.loosens("initiative", now, to):
            changes.append(asked.change(scope, "initiative", now))
    return changes


def consent(asked: Asked, value: Any) -> Plan:
    """Agreeing, as such: what is pushed is another rule."""
    scope = asked.scope
    change = _agree(asked, scope, value) if value else asked.change(scope, "consent", False)
    return Plan([change], sentences.on_consent(scope, asked.topics, agreed=bool(value)))


def _agree(asked: Asked, scope: str, value: Any = True) -> Change:
    """Where the yes was said, and where the same person is reached; nobody agrees for another address of theirs."""
    before = asked.terms.get(scope, "consent")
    if value is not True or before is True or set(asked.reach.here) >= set(asked.reach.everywhere):
        return asked.change(scope, "consent", value if before is not True else True)
    known = before.get("where", ()) if isinstance(before, dict) else ()
    return asked.change(scope, "consent", {"where": sorted({*known, *asked.reach.here})})
