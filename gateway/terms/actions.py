"""What flows and the API may do to a customer's terms: the actions of dialogs/facts.py, in the caller's transaction.

Tightening is done at once; loosening without `confirmed` changes nothing and says what a yes would mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from gateway.terms import sentences, terms_store
from gateway.terms.preference import Change, Terms, apply, loosens, reversed_changes, valid
from gateway.terms.sentences import ByLanguage
from gateway.terms.terms_store import Origin
from gateway.terms.topic import Topic, Topics
from gateway.terms.why import why

UNDO_WITHIN = 7 * 86_400_000
_DURATION = re.compile(r"P(\d{1,3})([DWM])")
_DAYS = {"D": 1, "W": 7, "M": 30}
_SCOPE = re.compile(r"all|(?:topic|channel|category):[A-Za-z0-9_.-]+")


class ActionRefused(Exception):
    """Nothing was done; `code` says why: unknown_topic, unknown_change, bad_value, unknown_action."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class ActionContext:
    """Who asks, when, and in which words."""

    customer_id: str
    conversation_id: str
    now: int
    zone: str
    origin: Origin


@dataclass(frozen=True)
class Plan:
    """What an action would change, and what that means; `already`: what to say where it changes nothing."""

    changes: Sequence[Change]
    effect: ByLanguage
    already: ByLanguage | None = None


Action = Callable[[Terms, Topics, Mapping[str, Any], ActionContext], Plan]


def perform(
    connection: Connection, topics: Topics, action: str, args: Mapping[str, Any], context: ActionContext
) -> dict[str, Any]:
    """Do one action. Raises ActionRefused."""
    if action == "terms.undo":
        return _undo(connection, topics, args, context)
    if action == "terms.why":
        return {"change": None, "effect": why(connection, topics, context.conversation_id), "needs_yes": False}
    planner = _ACTIONS.get(action)
    if planner is None:
        raise ActionRefused("unknown_action")
    terms = terms_store.load(connection, context.customer_id)
    plan = planner(terms, topics, args, context)
    changes = [change for change in plan.changes if change.before != change.after]
    if not changes:
        return {"change": None, "effect": plan.already or sentences.already(plan.effect), "needs_yes": False}
    if args.get("confirmed") is not True and any(_loosens(terms, change) for change in changes):
        return {"change": None, "effect": plan.effect, "needs_yes": True}
    change_id = terms_store.record(connection, context.customer_id, changes, context.origin, context.now)
    return {"change": change_id, "effect": plan.effect, "needs_yes": False}


def _loosens(terms: Terms, change: Change) -> bool:
    """Against what holds now, inherited or not."""
    before = change.before
    if before is None and change.field in ("initiative", "frequency"):
        before = terms.get("all", change.field)
        if change.field == "initiative" and before is None:
            before = "push"
    return loosens(change.field, before, change.after)


def _set(terms: Terms, _topics: Topics, args: Mapping[str, Any], _context: ActionContext) -> Plan:
    scope, field, value = _scope(args, _topics), str(args.get("field")), args.get("value")
    if field not in ("initiative", "frequency", "language") or not valid(field, value):
        raise ActionRefused("bad_value")
    effect = (
        sentences.on_frequency(scope, value, _topics)
        if field == "frequency"
        else sentences.both(f"{field} : {value}.", f"{field}: {value}.")
    )
    return Plan([_change(terms, scope, field, value)], effect)


def _follow(terms: Terms, topics: Topics, args: Mapping[str, Any], _context: ActionContext) -> Plan:
    topic = topics.get(str(args.get("topic")))
    if topic is None:
        raise ActionRefused("unknown_topic")
    scope = f"topic:{topic.id}"
    changes = [_change(terms, scope, "consent", True), _change(terms, scope, "initiative", "push")]
    if terms.get(scope, "stopped"):
        changes.append(_change(terms, scope, "stopped", None))
    frequency = terms.get(scope, "frequency") or terms.get("all", "frequency")
    return Plan(changes, sentences.on_follow(topic, frequency))


def _off(terms: Terms, topics: Topics, args: Mapping[str, Any], _context: ActionContext) -> Plan:
    scope = _scope(args, topics)
    scopes = [scope] if scope != "all" else ["all", *(s for s in terms.rules if s.startswith("topic:"))]
    changes = [
        _change(terms, one, "initiative", "off") for one in scopes if one == scope or terms.get(one, "initiative")
    ]
    return Plan(changes, sentences.on_off(scope, topics))


def _pause(terms: Terms, topics: Topics, args: Mapping[str, Any], context: ActionContext) -> Plan:
    duration = _DURATION.fullmatch(str(args.get("for")))
    if duration is None or int(duration[1]) == 0:
        raise ActionRefused("bad_value")
    until = context.now + int(duration[1]) * _DAYS[duration[2]] * 86_400_000
    effect = sentences.on_pause(until, context.zone)
    return Plan([_change(terms, _scope(args, topics), "pause", until)], effect)


def _resume(terms: Terms, topics: Topics, args: Mapping[str, Any], _context: ActionContext) -> Plan:
    changes = [_change(terms, _scope(args, topics), "pause", None)]
    return Plan(changes, sentences.on_resume(), already=sentences.not_paused())


def _stop(terms: Terms, topics: Topics, args: Mapping[str, Any], _context: ActionContext) -> Plan:
    scope = _scope(args, topics)
    effect = sentences.on_stop(scope, sentences.subject(scope, topics))
    return Plan([_change(terms, scope, "stopped", True)], effect)


def _start(terms: Terms, topics: Topics, args: Mapping[str, Any], context: ActionContext) -> Plan:
    changes = [_change(terms, _scope(args, topics), "stopped", None)]
    after = apply(terms, changes)
    effect = sentences.on_start(after, _followed(after, topics))
    return Plan(changes, effect, already=sentences.not_stopped(_what_holds(terms, topics, context)))


_ACTIONS: dict[str, Action] = {
    "terms.set": _set,
    "terms.follow": _follow,
    "terms.off": _off,
    "terms.pause": _pause,
    "terms.resume": _resume,
    "terms.stop": _stop,
    "terms.start": _start,
}


def _followed(terms: Terms, topics: Topics) -> list[Topic]:
    return [topic for topic in topics if sentences.follows(terms, topic)]


def _what_holds(terms: Terms, topics: Topics, context: ActionContext) -> ByLanguage:
    return sentences.summary(terms, _followed(terms, topics), context.now, context.zone)


def _undo(connection: Connection, topics: Topics, args: Mapping[str, Any], context: ActionContext) -> dict[str, Any]:
    wanted = args.get("change")
    last = None if wanted else terms_store.last_change(connection, context.customer_id)
    change_id = str(wanted) if wanted else last.change_id if last else ""
    rows = terms_store.changes_of(connection, context.customer_id, change_id)
    if not rows or rows[0].at < context.now - UNDO_WITHIN:
        raise ActionRefused("unknown_change")
    terms = terms_store.load(connection, context.customer_id)
    undone = [_change(terms, one.scope, one.field, one.after) for one in reversed_changes(terms_store.as_changes(rows))]
    origin = Origin(
        source=context.origin.source, words=context.origin.words, message_id=context.origin.message_id,
        account=context.origin.account, undo_of=change_id,
    )  # fmt: skip
    done = terms_store.record(connection, context.customer_id, undone, origin, context.now)
    held = _what_holds(terms_store.load(connection, context.customer_id), topics, context)
    return {"change": done, "effect": sentences.on_undo(held), "needs_yes": False}


def _change(terms: Terms, scope: str, field: str, after: Any) -> Change:
    return Change(scope=scope, field=field, before=terms.get(scope, field), after=after)


def _scope(args: Mapping[str, Any], topics: Topics) -> str:
    scope = str(args.get("scope", "all"))
    if not _SCOPE.fullmatch(scope):
        raise ActionRefused("bad_value")
    kind, _, name = scope.partition(":")
    if kind == "topic" and topics.get(name) is None:
        raise ActionRefused("unknown_topic")
    return scope
