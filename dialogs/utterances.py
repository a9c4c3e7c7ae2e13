"""Utterances and what they mean: sets that people write down, to measure how well they are understood.

A file holds `language`, `part` and `cases`: by kind, what was said. A kind of itself is an intent, or `nothing`,
`unclear`, `impossible`; else `means` tells the wishes, several with ";" between and alternatives with "|":

    frequency 2/week        at most twice a week; 1/week*2 once in two weeks; less, more
    hours not sun           closed: days, hours or both, several with "+": "mon-fri 18-24 + sat 10-12"
    hours only 09-18        open then and never else; "open" adds, "any" is no rule
    digest week sat 10:00   every, days, time, nth2
    pause P2W               or "until 2026-11-30", or nothing
    channels only sms       or "first"
    initiative off @offers  a topic, a channel or @marketing after "@"
    topics only shoes       that one on, what else is followed off
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
from ruamel.yaml import YAML

from dialogs.understand import week
from dialogs.understand.circumstances import Circumstances
from dialogs.understand.moments import DAY_NAMES, Between, days_between
from dialogs.understand.wishes import ALL, Wish, without_doubles

WORLD = "world.yaml"  # in the folder of the set: the brand's topics and channels, and the moment
NOTHING = "nothing"

Part = Literal["tuned on", "held out", "first sight"]  # seen by whoever wrote the grammar, not looked at, not yet known
POLITE = {"hello": NOTHING, "welcome": NOTHING, "thanks": NOTHING}  # to be polite is no understanding of anything


class Case(NamedTuple):
    """`meant`: one set of facts for each reading that is right."""

    said: str
    kind: str
    meant: tuple[frozenset[Any], ...]
    language: str
    part: Part
    channel: str


def read_cases(folder: Path) -> tuple[list[Case], Circumstances]:
    """Raises OSError, or ValueError, KeyError where a line of the set is not in the notation."""
    load = YAML(typ="safe", pure=True).load
    around = _circumstances(load((folder / WORLD).read_text("utf-8")))
    cases: list[Case] = []
    for file in sorted(folder.glob("*.yaml")):
        if file.name != WORLD:
            raw = load(file.read_text("utf-8"))
            cases += [case for kind, listed in raw["cases"].items() for case in _cases(raw, kind, listed, around)]
    return cases, around


def fact(wish: Wish) -> tuple[Any, ...]:
    """A wish as it is compared: hours by what they open."""
    value = week.from_value(wish.value) if wish.field == "hours" and wish.value else _hashable(wish.value)
    return wish.scope, wish.field, value, wish.how


def _circumstances(world: Mapping[str, Any]) -> Circumstances:
    return Circumstances(
        world["topics"], tuple(world["channels"]), world["channel"], world["now"], world["zone"],
        tuple(world["languages"]),
    )  # fmt: skip


def _hashable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tuple(sorted((key, _hashable(inner)) for key, inner in value.items()))
    return tuple(value) if isinstance(value, list | tuple) else value


def _cases(raw: Mapping[str, Any], kind: str, listed: Sequence[Any], around: Circumstances) -> Iterator[Case]:
    for line in listed:
        entry = line if isinstance(line, Mapping) else {"say": line}
        said, meant = str(entry["say"]), str(entry.get("means", kind))
        readings = tuple(_meant(one, around) for one in meant.split("|"))
        yield Case(said, kind, readings, raw["language"], raw["part"], str(entry.get("channel", around.channel)))


def _meant(text: str, around: Circumstances) -> frozenset[Any]:
    wishes: list[Wish] = []
    others: list[Any] = []
    for one in text.split(";"):
        words, _, about = one.strip().partition("@")
        field, _, value = words.strip().partition(" ")
        if field in _WISHES:
            scope = _scope(about.strip(), around)
            wishes += [_about(wish, scope) for wish in _WISHES[field](value.strip(), around)]
        else:
            others.append(POLITE.get(field, field))
    return frozenset((*others, *(fact(wish) for wish in without_doubles(wishes))))


def _about(wish: Wish, scope: str) -> Wish:
    return msgspec.structs.replace(wish, scope=scope) if wish.scope == ALL else wish


def _scope(about: str, around: Circumstances) -> str:
    if not about:
        return "all"
    if about == "marketing":
        return "category:marketing"
    return f"channel:{about}" if about in around.channels else f"topic:{about}"


def _frequency(value: str, _around: Circumstances) -> list[Wish]:
    if value in ("less", "more"):
        return [Wish("all", "frequency", None, value)]  # type: ignore[arg-type]
    rate, _, span = value.partition("*")
    n, _, per = rate.partition("/")
    return [Wish("all", "frequency", {"n": int(n), "per": per} | ({"span": int(span)} if span else {}))]


def _hours(value: str, _around: Circumstances) -> list[Wish]:
    how, _, told = value.partition(" ")
    if how == "any":
        return [Wish("all", "hours", None, "clear")]
    spans = week.joined(span for one in told.split("+") for span in _spans(one.split()))
    if how == "not":
        return [Wish("all", "hours", week.as_value(week.without(week.ALWAYS, spans)), "narrow")]
    return [Wish("all", "hours", week.as_value(spans), "widen" if how == "open" else "set")]


def _spans(words: Sequence[str]) -> week.Spans:
    hours = [word for word in words if word[0].isdigit()]
    days = [word for word in words if not word[0].isdigit()]
    named = [day for word in days for part in word.split(",") for day in _days(part)]
    times = [Between(*(_minutes(end) for end in one.split("-"))) for one in hours]
    return week.spans(named or DAY_NAMES, times, {})


def _days(text: str) -> tuple[str, ...]:
    first, _, last = text.partition("-")
    return days_between(first, last) if last else (first,)


def _minutes(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute or 0)


def _digest(value: str, _around: Circumstances) -> list[Wish]:
    if not value:
        return [Wish("all", "initiative", "digest")]
    told: dict[str, Any] = {}
    for word in value.split():
        if word in ("day", "week", "month"):
            told["every"] = word
        elif word.startswith("nth"):
            told["nth"] = int(word[3:])
        elif word[0].isdigit():
            told["time"] = word
        else:
            told["days"] = word.split(",")
    return [Wish("all", "digest", told)]


def _pause(value: str, around: Circumstances) -> list[Wish]:
    if not value.startswith("until "):
        return [Wish("all", "pause", value or None)]
    day, _, time = value.removeprefix("until ").partition("T")
    date = around.today.fromisoformat(day)
    return [Wish("all", "pause", around.end_of(date, _minutes(time) if time else None))]


def _channels(value: str, around: Circumstances) -> list[Wish]:
    how, _, named = value.partition(" ")
    wanted = named.split(",")
    rest = [] if how == "only" else [channel for channel in around.channels if channel not in wanted]
    return [Wish("all", "channels", wanted + rest)]


def _topics(value: str, around: Circumstances) -> list[Wish]:
    wanted = value.removeprefix("only ").split(",")
    others = [
        str(topic["id"]) for topic in around.topics
        if topic["id"] not in wanted and topic.get("followed") and topic.get("category") != "service"
    ]  # fmt: skip
    return [Wish(f"topic:{one}", "initiative", "push") for one in wanted] + [
        Wish(f"topic:{one}", "initiative", "off") for one in others
    ]


_WISHES: dict[str, Callable[[str, Circumstances], list[Wish]]] = {
    "frequency": _frequency,
    "hours": _hours,
    "digest": _digest,
    "pause": _pause,
    "channels": _channels,
    "topics": _topics,
    "holidays": lambda value, _around: [Wish("all", "holidays", value == "yes")],
    "initiative": lambda value, _around: [Wish("all", "initiative", value)],
    "pull": lambda _value, _around: [Wish("all", "initiative", "pull")],
    "language": lambda value, _around: [Wish("all", "language", value)],
    "no_robot": lambda value, _around: [Wish("all", "no_robot", value != "no")],
}
