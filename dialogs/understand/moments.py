"""What is said of time, as values: hours of a day, days, dates, durations, how often. Nothing here knows a wish.

Minutes count from midnight of the customer's own clock; days are "mon" to "sun".
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = 1440
MOST_TIMES = 1000

Unit = Literal["day", "week", "month"]
Span = Literal["minute", "hour", "day", "week", "month"]


class At(msgspec.Struct, frozen=True, tag=True):
    """ "à 10h"."""

    minute: int


class From(msgspec.Struct, frozen=True, tag=True):
    """ "après 18h": from then until midnight."""

    minute: int


class Until(msgspec.Struct, frozen=True, tag=True):
    """ "avant 9h": from midnight until then."""

    minute: int


class Between(msgspec.Struct, frozen=True, tag=True):
    """ "entre 20h et 9h": past midnight where the end comes first. Never empty."""

    start: int
    end: int


class Part(msgspec.Struct, frozen=True, tag=True):
    """ "le soir". Vague, so it is wide when closed and narrow when opened."""

    name: Literal["morning", "noon", "afternoon", "evening", "night"]


class Days(msgspec.Struct, frozen=True, tag=True):
    """ "le samedi et le dimanche", Monday first."""

    days: tuple[str, ...]


class Holidays(msgspec.Struct, frozen=True, tag=True):
    """ "les jours fériés"."""


class Till(msgspec.Struct, frozen=True, tag=True):
    """ "jusqu'à lundi": to the end of that day, or to that minute of it. `ask`: true where the date is a mere guess."""

    day: date
    minute: int | None = None


class For(msgspec.Struct, frozen=True, tag=True):
    """ "pendant 2 semaines"; None: some time, nobody said how long."""

    n: int | None
    unit: Span = "day"


class Every(msgspec.Struct, frozen=True, tag=True):
    """ "chaque samedi": a schedule. `nth` of the days of a month (-1 the last), or without days its day `nth`."""

    every: Unit
    days: tuple[str, ...] = ()
    nth: int | None = None


class Cap(msgspec.Struct, frozen=True, tag=True):
    """ "2 fois par mois": at most `n` in any `span` units."""

    n: int
    per: Unit
    span: int = 1


class Pace(msgspec.Struct, frozen=True, tag=True):
    """ "moins souvent", "plus souvent"."""

    turn: Literal["less", "more"]


Moment = At | From | Until | Between | Part | Days | Holidays | Till | For | Every | Cap | Pace


class Fault(msgspec.Struct, frozen=True, tag=True):
    """What cannot be: the reason is a code of wishes.py."""

    reason: str


# Closed wide, opened narrow: whoever says "not in the evening" or "only in the evening" is disturbed less.
CLOSED_PARTS = {
    "morning": Between(0, 720), "noon": Between(720, 840), "afternoon": Between(720, 1080),
    "evening": Between(1080, MIDNIGHT), "night": Between(1320, 480),
}  # fmt: skip
OPEN_PARTS = {
    "morning": Between(480, 720), "noon": Between(720, 840), "afternoon": Between(780, 1080),
    "evening": Between(1080, 1320), "night": Between(1320, MIDNIGHT),
}  # fmt: skip
USUAL = {"morning": 540, "noon": 720, "afternoon": 900, "evening": 1080, "night": 1260}  # a digest's time


def in_order(days: set[str]) -> tuple[str, ...]:
    return tuple(name for name in DAY_NAMES if name in days)


def days_between(first: str, last: str) -> tuple[str, ...]:
    """From one to the other, both included, around the end of the week if need be."""
    start, end = DAY_NAMES.index(first), DAY_NAMES.index(last)
    return in_order({DAY_NAMES[at % 7] for at in range(start, (end if end >= start else end + 7) + 1)})


def clock(minute: int) -> str:
    """
    >>> clock(570), clock(1440)
    ('09:30', '24:00')
    """
    return f"{minute // 60:02d}:{minute % 60:02d}"
