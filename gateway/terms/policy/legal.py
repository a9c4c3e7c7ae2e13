"""When the law allows what sells: hours and days where the customer is, as data in config/policy/legal.yaml."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from ruamel.yaml import YAML

from gateway.ground.shipped import config_dir
from gateway.terms.policy.decision import Candidate, Decision, Facts, defer

LOOK_AHEAD = 14  # days; no law closes longer


class Hours(msgspec.Struct, frozen=True, rename={"opens": "from", "closes": "to"}):
    """Half-open, local wall time. `closed_days`: 0 is Monday."""

    opens: str
    closes: str
    closed_days: tuple[int, ...] = ()
    holidays: bool = False  # closed on public holidays too


class Country(msgspec.Struct, frozen=True):
    marketing: dict[str, Hours]
    holidays: tuple[str, ...] = ()


class Law(msgspec.Struct, frozen=True):
    version: str | float
    countries: dict[str, Country]


def rule(candidate: Candidate, facts: Facts, now: int) -> Decision | None:
    if candidate.category != "marketing":
        return None
    country = law().countries.get(facts.country) or law().countries["default"]
    hours = country.marketing.get(candidate.channel) or country.marketing["default"]
    opens = opening(hours, frozenset(country.holidays), datetime.fromtimestamp(now / 1000, UTC), facts.zone)
    return None if opens is None else defer("LEGAL_WINDOW", int(opens.timestamp() * 1000), candidate)


def opening(hours: Hours, holidays: frozenset[str], now: datetime, zone: str) -> datetime | None:
    """The next instant at which the window is open; None: it is open now."""
    local = now.astimezone(ZoneInfo(zone))
    opens, closes = time.fromisoformat(hours.opens), time.fromisoformat(hours.closes)
    if _is_open_day(hours, holidays, local.date()) and opens <= local.time() < closes:
        return None
    for ahead in range(LOOK_AHEAD):
        day = local.date() + timedelta(days=ahead)
        start = datetime.combine(day, opens, ZoneInfo(zone))
        if start > local and _is_open_day(hours, holidays, day):
            return start
    return local + timedelta(days=LOOK_AHEAD)


@cache
def law(file: Path | None = None) -> Law:
    """The shipped law, read once."""
    raw = YAML(typ="safe", pure=True).load((file or config_dir() / "policy" / "legal.yaml").read_text("utf-8"))
    return msgspec.convert(raw, Law)


def _is_open_day(hours: Hours, holidays: frozenset[str], day: date) -> bool:
    return day.weekday() not in hours.closed_days and not (hours.holidays and day.isoformat() in holidays)
