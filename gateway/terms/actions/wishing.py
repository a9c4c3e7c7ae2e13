"""Wishes as the dialog understood them, several at once: one change, one effect, and one question for what needs a yes.

A wish is `{"scope", "field", "value", "how"}`. What tightens, or changes nothing, is settled; what loosens waits for
the yes, and is planned as if the rest were done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gateway.terms import sentences
from gateway.terms.actions import following, setting, stopping
from gateway.terms.actions.plan import ActionRefused, Asked, Plan
from gateway.terms.preference import Change, apply
from gateway.terms.wording import ByLanguage, joined

Wish = Mapping[str, Any]
Loosens = Callable[[Asked, Change], bool]

MOST = 20  # in one message: more is no sentence of a person


@dataclass(frozen=True)
class Settled:
    """`done` may be written, `asks` needs a yes to the wishes in `left`. `refused` has codes beside wishes:
    how_long (a pause that nobody told the end of), never (hours that leave none), or those of ActionRefused."""

    done: Plan | None
    asks: Plan | None
    left: Sequence[Wish]
    refused: Sequence[tuple[Wish, str]]


def settle(asked: Asked, loosens: Loosens) -> Settled:
    """All the wishes of one message. Raises ActionRefused where they are none."""
    wishes = _wishes(asked)
    done, now, held, refused = _plans(asked, wishes, lambda one: asked.args.get("confirmed") or not _any(one, loosens))
    asks, _, _, _ = _plans(now, held, lambda _one: True)
    return Settled(_together(done), _together(asks), held, refused)


def _plans(
    asked: Asked, wishes: Sequence[Wish], wanted: Callable[[tuple[Asked, Plan]], Any]
) -> tuple[list[Plan], Asked, list[Wish], list[tuple[Wish, str]]]:
    """Those that are wanted, each upon what the ones before leave; the terms after them; the others; the refused."""
    plans: list[Plan] = []
    others: list[Wish] = []
    refused: list[tuple[Wish, str]] = []
    for wish in wishes:
        here = replace(asked, args=wish)
        try:
            plan = _planned(here)
        except ActionRefused as error:
            refused.append((wish, error.code))
            continue
        if wanted((here, plan)):
            plans.append(plan)
            asked = replace(asked, terms=apply(asked.terms, plan.changes))
        else:
            others.append(wish)
    return plans, asked, others, refused


def _planned(asked: Asked) -> Plan:
    """The act that a wish asks for."""
    wish = asked.args
    kind, _, name = asked.scope.partition(":")
    match wish.get("field"), wish.get("value"), wish.get("how", "set"):
        case "frequency", None, "less":
            return setting.less(asked)
        case "frequency", None, "more":
            return setting.more(asked)
        case "pause", None, "set":
            raise ActionRefused("how_long")
        case "hours", {"windows": []}, _:
            raise ActionRefused("never")
        case "initiative", "off", _ if kind == "channel":
            return stopping.stop(asked)
        case "initiative", "push", _ if kind == "channel":
            return stopping.start(asked)
        case "initiative", "push", _ if kind == "topic":
            return following.follow(replace(asked, args={**wish, "topic": name}))
    return setting.set_rule(asked)


def _any(planned: tuple[Asked, Plan], loosens: Loosens) -> bool:
    asked, plan = planned
    return any(loosens(asked, one) for one in plan.changes if one.before != one.after)


def _together(plans: Sequence[Plan]) -> Plan | None:
    """One plan of several; each field of a scope changes once, from what it was to what it will be."""
    if not plans:
        return None
    changes: dict[tuple[str, str], Change] = {}
    for one in (change for plan in plans for change in plan.changes):
        first = changes.get((one.scope, one.field), one)
        changes[one.scope, one.field] = _from(one, first.before)
    foreseen = [plan.foresees for plan in plans if plan.foresees is not None]
    return Plan(list(changes.values()), joined(*(_said(one) for one in plans)), foreseen[0] if foreseen else None)


def _from(change: Change, before: Any) -> Change:
    return Change(scope=change.scope, field=change.field, before=before, after=change.after)


def _said(plan: Plan) -> ByLanguage:
    if any(one.before != one.after for one in plan.changes):
        return plan.effect
    return plan.already or sentences.already(plan.effect)


def _wishes(asked: Asked) -> list[Wish]:
    given = asked.args.get("wishes")
    if not isinstance(given, list) or not 0 < len(given) <= MOST or not all(isinstance(one, Mapping) for one in given):
        raise ActionRefused("bad_value")
    return given
