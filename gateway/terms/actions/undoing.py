"""Undoing a change, within seven days. STOP is not undone by a word: coming back is a yes of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from gateway.terms import terms_store
from gateway.terms.actions.plan import ActionRefused, Asked
from gateway.terms.preference import Change, reversed_changes

UNDO_WITHIN = 7 * 86_400_000


@dataclass(frozen=True)
class Undone:
    """What takes a change back; `needs_yes`: only START does."""

    change_id: str
    changes: list[Change]
    needs_yes: bool


def undo(connection: Connection, asked: Asked) -> Undone:
    """The change of that id, or the last one. Raises ActionRefused where there is none, or it is too old."""
    customer_id, wanted = asked.context.customer_id, asked.args.get("change")
    last: Any = None if wanted else terms_store.last_change(connection, customer_id)
    change_id = str(wanted) if wanted else last.change_id if last else ""
    rows = terms_store.changes_of(connection, customer_id, change_id)
    if not rows or rows[0].at < asked.context.now - UNDO_WITHIN:
        raise ActionRefused("unknown_change")
    before = reversed_changes(terms_store.as_changes(rows))
    changes = [asked.change(one.scope, one.field, one.after) for one in before]
    stopped = any(one.field == "stopped" and one.before and not one.after for one in changes)
    return Undone(change_id, changes, needs_yes=stopped and asked.args.get("confirmed") is not True)
