"""What flows and the API may do to a customer's terms: the actions of dialogs/facts.py, in the caller's transaction.

Tightening is done at once; loosening without `confirmed` changes nothing and says what a yes would mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.people import address_store, customer_store
from gateway.terms import asking, ledger, outlook, sentences, terms_store
from gateway.terms import field as fields
from gateway.terms.actions import following, pausing, setting, stopping, undoing, wishing
from gateway.terms.actions.plan import ActionContext, ActionRefused, Asked, Plan, Reach, agreed, beneath, initiative
from gateway.terms.preference import Change, Terms, apply
from gateway.terms.summary import summary
from gateway.terms.terms_store import Origin
from gateway.terms.topic import Topics
from gateway.terms.wording import ByLanguage, joined

_PLANNERS: dict[str, Callable[[Asked], Plan]] = {
    "terms.set": setting.set_rule,
    "terms.less": setting.less,
    "terms.more": setting.more,
    "terms.follow": following.follow,
    "terms.off": following.off,
    "terms.pause": pausing.pause,
    "terms.resume": pausing.resume,
    "terms.stop": stopping.stop,
    "terms.start": stopping.start,
}
_PERSONAL = {"language": customer_store.speak, "zone": customer_store.move}  # which others read there
_ANSWERS = {"terms.why": asking.why, "terms.held_back": asking.held_back, "terms.about_me": asking.about_me}


def perform(
    connection: Connection, topics: Topics, action: str, args: Mapping[str, Any], context: ActionContext
) -> dict[str, Any]:
    """Do one action. Raises ActionRefused."""
    if action in _ANSWERS:
        told = _ANSWERS[action](connection, topics, context.customer_id, context.now, context.zone)
        return {**_result(None, told.effect), "data": msgspec.json.decode(msgspec.json.encode(told.data))}
    if action not in _OWN and action not in _PLANNERS:
        raise ActionRefused("unknown_action")
    ledger.hold(connection, context.customer_id)
    terms = terms_store.load(connection, context.customer_id)
    asked = Asked(terms, topics, args, context, _reach(connection, context))
    if action in _OWN:
        return _OWN[action](connection, asked)
    return _carry_out(connection, asked, _PLANNERS[action](asked))


def _carry_out(connection: Connection, asked: Asked, plan: Plan) -> dict[str, Any]:
    changes = [change for change in plan.changes if change.before != change.after]
    if any(one.field == "consent" and one.after and one not in changes for one in plan.changes):
        ledger.come_back(connection, asked.context.origin)  # a program had said so before them
    if not changes:
        return _result(None, plan.already or sentences.already(plan.effect))
    effect = joined(plan.effect, _foreseen(connection, asked, plan, changes))
    if asked.args.get("confirmed") is not True and any(_loosens(asked.terms, asked.topics, one) for one in changes):
        return _result(None, effect, needs_yes=True)
    return _result(_write(connection, asked, changes, effect), effect)


def _change(connection: Connection, asked: Asked) -> dict[str, Any]:
    """Several wishes: what may be done is one change; `asks` is what a yes to those in `left` would mean."""
    found = wishing.settle(asked, lambda here, change: _loosens(here.terms, here.topics, change))
    made = (
        _carry_out(connection, replace(asked, args={"confirmed": True}), found.done)
        if found.done
        else _result(None, None)
    )
    refused = [{"wish": wish, "code": code} for wish, code in found.refused]
    return {
        **made, "needs_yes": bool(found.left), "asks": found.asks.effect if found.asks else None,
        "left": list(found.left), "refused": refused,
    }  # fmt: skip


def _undo(connection: Connection, asked: Asked) -> dict[str, Any]:
    undone = undoing.undo(connection, asked)
    if undone.needs_yes:
        return _result(None, sentences.on_undone_stop(), needs_yes=True)
    context, after = asked.context, apply(asked.terms, undone.changes)
    effect = sentences.on_undo(summary(after, asked.topics, context.now, context.zone))
    return _result(_write(connection, asked, undone.changes, effect, undo_of=undone.change_id), effect)


def _write(
    connection: Connection, asked: Asked, changes: Sequence[Change], effect: ByLanguage, *, undo_of: str | None = None
) -> str:
    origin: Origin = msgspec.structs.replace(
        asked.context.origin, undo_of=undo_of, shown=msgspec.json.encode(effect).decode()
    )
    for change in changes:
        if change.scope == "all" and change.field in _PERSONAL:
            _PERSONAL[change.field](connection, asked.context.customer_id, change.after)
    return ledger.write(connection, asked.context.customer_id, changes, origin, asked.context.now)


def _result(change_id: str | None, effect: ByLanguage | None, *, needs_yes: bool = False) -> dict[str, Any]:
    return {"change": change_id, "effect": effect, "needs_yes": needs_yes}


def _foreseen(connection: Connection, asked: Asked, plan: Plan, changes: Sequence[Change]) -> ByLanguage | None:
    """When the next may come, if that is not now."""
    if plan.foresees is None:
        return None
    context, after = asked.context, apply(asked.terms, changes)
    if any(change.field == "digest" and change.after for change in changes):
        at = outlook.next_digest(plan.foresees, after, context.zone, context.now)
    else:
        brand = msgspec.structs.replace(context.brand, zone=context.zone)
        at = outlook.next_contact(
            connection, context.customer_id, plan.foresees, after, asked.topics, brand, context.now
        )  # fmt: skip
    return None if at is None or at <= context.now else sentences.on_next(at, context.now, context.zone)


def _loosens(terms: Terms, topics: Topics, change: Change) -> bool:
    """Against what holds now, inherited or not, in the scope and in the topics of it that were agreed to."""
    if change.field != "initiative":
        return fields.loosens(change.field, change.before, change.after)
    after = apply(terms, [change])
    below = (one for one in beneath(change.scope, topics) if agreed(terms, one))
    return any(
        fields.loosens("initiative", initiative(terms, topics, scope), initiative(after, topics, scope))
        for scope in (change.scope, *below)
    )


def _reach(connection: Connection, context: ActionContext) -> Reach:
    """A yes is said somewhere; a program that does not say where speaks for all addresses that there are."""
    rows: Any = address_store.of_customer(connection, context.customer_id)
    everywhere = tuple(row.id for row in rows)
    said = next((row for row in rows if row.id == context.origin.address_id), None)
    if said is None:
        return Reach(everywhere, everywhere)
    here = tuple(row.id for row in rows if (row.channel, row.value) == (said.channel, said.value))
    return Reach(here, everywhere)


_OWN = {"terms.change": _change, "terms.undo": _undo}

__all__ = ["ActionContext", "ActionRefused", "perform"]
