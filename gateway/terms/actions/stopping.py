"""STOP, and coming back."""

from __future__ import annotations

from gateway.terms import sentences
from gateway.terms.actions.plan import Asked, Plan
from gateway.terms.preference import apply
from gateway.terms.summary import named, summary
from gateway.terms.wording import subject


def stop(asked: Asked) -> Plan:
    """The objection. Nobody is asked anything."""
    effect = sentences.on_stop(asked.scope, subject(asked.scope, asked.topics))
    return Plan([asked.change(asked.scope, "stopped", True)], effect)


def start(asked: Asked) -> Plan:
    """The objection is taken back: what was decided before holds again."""
    changes = [asked.change(asked.scope, "stopped", None)]
    effect = sentences.on_start(named(apply(asked.terms, changes), asked.topics))
    held = summary(asked.terms, asked.topics, asked.context.now, asked.context.zone)
    return Plan(changes, effect, already=sentences.not_stopped(held))
