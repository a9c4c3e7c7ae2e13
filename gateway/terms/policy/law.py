"""The law on contact hours and the public holidays, as data: config/policy/law.yaml.

A territory may be `like` another and change parts of it. What is not listed there takes `default`.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from gateway.ground.faults import ConfigurationFault
from gateway.ground.shipped import config_dir
from gateway.terms import week
from gateway.terms.policy import holidays
from gateway.terms.week import Week, Window

FILE = "law.yaml"


class _Hours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    windows: tuple[Window, ...] = ()
    not_on_holidays: bool = False


class _Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    like: str | None = None
    zones: tuple[str, ...] = ()
    holidays: tuple[str, ...] | None = None
    more_holidays: tuple[str, ...] = ()
    hours: dict[str, dict[str, _Hours]] | None = None  # by category, then channel
    no_templates: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    countries: dict[str, _Country]


class Hours(msgspec.Struct, frozen=True):
    """When messages of one category may go out on one channel."""

    spans: Week
    not_on_holidays: bool


class Country(msgspec.Struct, frozen=True):
    """`hours` by category, then channel; `no_templates` are categories that no template may carry there."""

    zones: tuple[str, ...]
    holidays: tuple[str, ...]
    hours: dict[str, dict[str, Hours]]
    no_templates: tuple[str, ...]

    def of(self, category: str, channel: str) -> Hours | None:
        by_channel = self.hours.get(category)
        return None if by_channel is None else by_channel.get(channel) or by_channel.get("default")


class Law(msgspec.Struct, frozen=True):
    version: str
    countries: dict[str, Country]

    def country(self, code: str) -> Country:
        return self.countries.get(code) or self.countries["default"]

    def is_holiday(self, code: str, day: date) -> bool:
        return holidays.among(self.country(code).holidays, day)

    def country_of(self, zone: str) -> str | None:
        """The country that keeps this time, where it is one of those that are listed."""
        return next((code for code, country in self.countries.items() if zone in country.zones), None)


@cache
def law(file: Path | None = None) -> Law:
    """The law in this file, or the shipped one. Raises ConfigurationFault."""
    path = file or config_dir() / "policy" / FILE
    try:
        raw = msgspec.convert(YAML(typ="safe", pure=True).load(path.read_text("utf-8")), _File)
        return Law(raw.version, {code: _resolved(code, raw.countries) for code in raw.countries})
    except (OSError, YAMLError, msgspec.ValidationError, ValueError, KeyError) as error:
        raise ConfigurationFault(f"{path}: {error}") from None


def _resolved(code: str, written: dict[str, _Country]) -> Country:
    own = written[code]
    base = _resolved(own.like, written) if own.like else None
    days = own.holidays if own.holidays is not None else base.holidays if base else ()
    hours = {category: _by_channel(given) for category, given in (own.hours or {}).items()}
    country = Country(
        zones=own.zones or (base.zones if base else ()),
        holidays=(*days, *own.more_holidays),
        hours={**(base.hours if base else {}), **hours},
        no_templates=own.no_templates or (base.no_templates if base else ()),
    )
    holidays.check(country.holidays)
    return country


def _by_channel(given: dict[str, _Hours]) -> dict[str, Hours]:
    return {channel: Hours(_spans(one.windows), one.not_on_holidays) for channel, one in given.items()}


def _spans(windows: tuple[Window, ...]) -> Week:
    if not windows:
        return week.ALWAYS
    value: Any = {"windows": msgspec.to_builtins(windows)}
    return week.week(week.normal(value))
