"""Wishes: what a customer wants changed in their terms, as values; and what cannot be stored as it was said.

A wish goes to flows, actions and the ledger as JSON, `{"scope", "field", "value", "how"}`:

    scope       "all" | "channel:<name>" | "category:<name>" | "topic:<id>"
    field       value
    initiative  "push" | "digest" | "pull" | "off"
    frequency   {"n": 2, "per": "day" | "week" | "month"}: at most n in any such period; n = 0 is not at all.
                "span": 2 where it is any two such periods ("every other week"); left out where it is one
    digest      {"every": "day" | "week" | "month", "days": ["sat"], "time": "10:00", "nth": 1}: what was not said is
                left out. `nth` only with month: the nth of `days` (-1 the last), or without days the day of the month
    hours       {"windows": [{"days": ["mon"], "from": "09:00", "to": "18:00"}]}: when messages may come, in local wall
                time, half-open, up to "24:00"; `to` before `from` passes midnight and belongs to the day it starts on
    holidays    false: not on public holidays; true: on them too
    channels    ["telegram", "sms"]: these only, in this order
    pause       until when or how long: "2026-11-30T23:59:59+01:00", or "P2W" (ISO 8601: days, weeks or months);
                null: for a time that nobody told
    language    "fr"
    no_robot    true: people answer, never the bot

    how         set     that is the value
                narrow  hours: only what is inside both these and the present ones ("not on Sundays")
                widen   hours: these too ("Sundays are fine as well"); `value` holds what is added
                clear   back to no such rule; `value` is null ("any time is fine")
                less    frequency: the next lower step from what holds; `value` is null ("less often")
                more    frequency: one step up; `value` is null

`settled` turns narrow and widen into set, given the rules that hold now; less and more need the brand's ladder, and
stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from dialogs.understand import week

Field = Literal[
    "initiative", "frequency", "digest", "hours", "holidays", "channels", "pause", "language", "no_robot"
]  # fmt: skip
How = Literal["set", "narrow", "widen", "clear", "less", "more"]

ALL = "all"
FIELDS = ("initiative", "frequency", "digest", "hours", "holidays", "channels", "pause", "language", "no_robot")


class Wish(msgspec.Struct, frozen=True, omit_defaults=False):
    """One rule to change. `value` is plain JSON, as told above."""

    scope: str
    field: Field
    value: Any = None
    how: How = "set"


class Unclear(msgspec.Struct, frozen=True):
    """It may mean several things: ask, with these readings as the answers, or openly where there are none.

    only_or_not    "le dimanche": only then, or not then?
    half_of_day    "after 9": in the morning or in the evening?
    which_hours    "not during work hours": which ones are they?
    which_topic    "only offers for bikes": no topic of that name
    which_day      "write at 6pm": from then on, until then, or not then?
    """

    reason: str
    readings: tuple[tuple[Wish, ...], ...] = ()


class Impossible(msgspec.Struct, frozen=True):
    """It cannot be, whoever stores it: say so and ask again.

    no_such_time      "25h", "10h75"
    empty_hours       "between 9 and 9": neither always nor never
    no_such_date      "30 février"
    past              "until yesterday"
    contradiction     "daily digest, never"; "only on Sundays but not on Sundays"
    no_such_channel   a channel that the brand has not
    no_such_language  a language that the brand does not speak
    too_many          "1000000 a day"
    """

    reason: str


Problem = Unclear | Impossible


def topic_scope(topic: str) -> str:
    return f"topic:{topic}"


def channel_scope(channel: str) -> str:
    return f"channel:{channel}"


def without_doubles(wishes: Iterable[Wish]) -> tuple[Wish, ...]:
    """Each once, in order; hours of one scope, said one after the other, made one."""
    kept: list[Wish] = []
    for wish in wishes:
        before = next((at for at, one in enumerate(kept) if _same_hours(one, wish)), None)
        if before is not None:
            kept[before] = _both(kept[before], wish)
        elif wish not in kept:
            kept.append(wish)
    return tuple(kept)


def contradiction(wishes: Sequence[Wish]) -> bool:
    """Do two of these wishes exclude each other?"""
    for at, one in enumerate(wishes):
        for other in wishes[at + 1 :]:
            if one.scope == other.scope and _excludes(one, other):
                return True
    return any(wish.field == "hours" and wish.value is not None and not wish.value["windows"] for wish in wishes)


def settled(wishes: Iterable[Wish], rules: Sequence[Mapping[str, Any]] = ()) -> tuple[Wish, ...]:
    """The same with hours as they will be, from the `rules` that hold (`[{"scope", "field", "value"}]`)."""
    return tuple(_settled(wish, rules) for wish in wishes)


def _settled(wish: Wish, rules: Sequence[Mapping[str, Any]]) -> Wish:
    if wish.field != "hours" or wish.how not in ("narrow", "widen"):
        return wish
    present = next((rule["value"] for rule in rules if (rule["scope"], rule["field"]) == (wish.scope, "hours")), None)
    now = week.from_value(present) if present else week.ALWAYS
    said = week.from_value(wish.value)
    after = week.within(now, said) if wish.how == "narrow" else week.joined((*now, *said))
    return Wish(wish.scope, "hours", week.as_value(after))


def _same_hours(one: Wish, other: Wish) -> bool:
    hours = (one.scope, one.field, other.field) == (other.scope, "hours", "hours")
    return hours and {one.how, other.how} <= {"set", "narrow"}


def _both(one: Wish, other: Wish) -> Wish:
    """What overlaps holds together ("only evenings, not on Sundays"), what does not is a list ("before 9, after 18").

    Nothing is left where one takes away what the other leaves: a contradiction.
    """
    first, second = week.from_value(one.value), week.from_value(other.value)
    both = week.within(first, second)
    listed = week.joined((*first, *second)) if (one.how, other.how) == ("set", "set") else ()
    how: How = "narrow" if (one.how, other.how) == ("narrow", "narrow") else "set"
    return Wish(one.scope, "hours", week.as_value(both or listed), how)


def _excludes(one: Wish, other: Wish) -> bool:
    if one.field != other.field:
        return {one.field, other.field} == {"digest", "initiative"} and "off" in (one.value, other.value)
    return one.field != "hours" and one != other
