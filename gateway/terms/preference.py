"""Terms: all that a customer decided, as rules by scope. Pure: a fold of the ledger.

Scopes are "all", "channel:sms", "category:marketing", "topic:offers". A rule that is absent inherits; a value of 0,
false or "off" is a decision. The fields and their values are in `field`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from gateway.terms import field as fields

Value = Any  # plain JSON
SCOPE = re.compile(r"all|(?:topic|channel|category):[A-Za-z0-9_.-]+")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One field of one scope, before and after; None is "inherit"."""

    scope: str
    field: str
    before: Value = None
    after: Value = None


class Terms(msgspec.Struct, frozen=True):
    """`rules` by scope, then field. `version` counts the changes."""

    version: int = 0
    rules: dict[str, dict[str, Value]] = {}

    def get(self, scope: str, field: str) -> Value:
        """What was decided for this very scope; None: nothing."""
        rules = self.rules.get(scope)
        return rules.get(field) if rules is not None else None

    def nearest(self, scopes: Iterable[str], field: str) -> Value:
        """The decision of the first scope that has one."""
        return next((value for scope in scopes if (value := self.get(scope, field)) is not None), None)

    def decided(self, scopes: Iterable[str], field: str) -> list[Value]:
        """The decisions of all these scopes: what must hold together."""
        return [value for scope in scopes if (value := self.get(scope, field)) is not None]

    def any(self, scopes: Iterable[str], field: str) -> bool:
        """Whether one of these scopes says yes."""
        return any(self.get(scope, field) is True for scope in scopes)


def apply(terms: Terms, changes: Sequence[Change]) -> Terms:
    """The terms after these changes."""
    rules = {scope: dict(kept) for scope, kept in terms.rules.items()}
    for change in changes:
        scoped = rules.setdefault(change.scope, {})
        if change.after is None:
            scoped.pop(change.field, None)
        else:
            scoped[change.field] = change.after
    kept = {scope: scoped for scope, scoped in rules.items() if scoped}
    return Terms(terms.version + 1 if changes else terms.version, kept)


def reversed_changes(changes: Sequence[Change]) -> list[Change]:
    """What takes these changes back."""
    return [
        Change(scope=change.scope, field=change.field, before=change.after, after=change.before)
        for change in reversed(changes)
    ]


def merged(one: Terms, other: Terms, addresses: tuple[Sequence[str], Sequence[str]]) -> list[Change]:
    """What turns `one` into the terms of both people, who proved to be the same: the stricter of each rule.

    A consent stays with the `addresses` of the person who gave it: nobody agreed for the other's.
    """
    changes = []
    for scope in sorted({*one.rules, *other.rules}):
        for name in sorted({*one.rules.get(scope, {}), *other.rules.get(scope, {})}):
            before, theirs = one.get(scope, name), other.get(scope, name)
            after = _both(before, theirs, addresses) if name == "consent" else _stricter(name, before, theirs)
            if after != before:
                changes.append(Change(scope=scope, field=name, before=before, after=after))
    return changes


def _stricter(name: str, mine: Value, theirs: Value) -> Value:
    if mine is None or theirs is None:
        return theirs if mine is None else mine
    return fields.both(name, mine, theirs)


def _both(mine: Value, theirs: Value, addresses: tuple[Sequence[str], Sequence[str]]) -> Value:
    """Each side's consent where that side was reached; a no of one side is a no for its addresses only."""
    parts = [_placed(value, place) for value, place in zip((mine, theirs), addresses, strict=True)]
    given = [part for part in parts if part is not None]
    if not given:
        return False if False in (mine, theirs) else None
    where = sorted({address for part in given for address in part["where"]})
    untils = [part["until"] for part in given if part.get("until")]
    return {"where": where, **({"until": min(untils)} if untils else {})}


def _placed(value: Value, addresses: Sequence[str]) -> dict[str, Any] | None:
    if not value or (isinstance(value, dict) and value.get("pending")):
        return None
    if value is True:
        return {"where": list(addresses)}
    return {**value, "where": list(value.get("where", addresses))}
