"""Whereabouts: in which zones a customer may be, and whose law holds: as they said, by their number, or the brand's.

A number tells more than one zone where a country has several: while we are not sure, all of them are respected.
"""

from __future__ import annotations

from typing import NamedTuple
from zoneinfo import available_timezones

from gateway.terms.policy.brand import Brand
from gateway.terms.policy.law import Law

PHONES = frozenset({"sms", "whatsapp"})
_PREFIX = 8  # characters of a number that tell where it is from
_REMEMBERED = 50_000
_MOST = 12  # zones; a number that may be anywhere tells nothing

_by_prefix: dict[str, Whereabouts] = {}


class Whereabouts(NamedTuple):
    country: str | None
    zones: tuple[str, ...]


def whereabouts(channel: str, address: str, stated: str | None, brand: Brand, law: Law) -> Whereabouts:
    """Where somebody at this address is, as far as can be told."""
    told = _of_number(address) if channel in PHONES and address.startswith("+") else Whereabouts(None, ())
    country = told.country or brand.country
    if stated is not None:
        return Whereabouts(law.country_of(stated) or country, (stated,))
    listed = law.country(country).zones if told.country else ()
    return Whereabouts(country, told.zones or listed or (brand.zone,))


def _of_number(number: str) -> Whereabouts:
    known = _by_prefix.get(number[:_PREFIX])
    if known is None:
        if len(_by_prefix) >= _REMEMBERED:
            _by_prefix.clear()
        known = _by_prefix[number[:_PREFIX]] = _looked_up(number)
    return known


def _looked_up(number: str) -> Whereabouts:
    import phonenumbers
    from phonenumbers import timezone  # some megabytes: only where somebody is sold to

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return Whereabouts(None, ())
    zones = tuple(one for one in timezone.time_zones_for_number(parsed) if one in available_timezones())
    country = phonenumbers.region_code_for_number(parsed) or phonenumbers.region_code_for_country_code(
        parsed.country_code or 0
    )
    return Whereabouts(country if country and country.isalpha() else None, zones if len(zones) <= _MOST else ())
