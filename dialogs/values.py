"""Values: what an answer is worth to a var of some type, as plain JSON; None where it is no such thing.

text, any  the words         number    3, 2.5            choice    the words
date       "2026-12-03"      time      "14:30"           topic     the topic
phone      "+33612345678"    email     "ana@mail.fr"     location  {latitude, longitude, name?, address?}
duration   "P10D", "PT10M", or a moment
media      {kind, media_id?, url?, mime?, name?, caption?}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from connectors.content import ContactCard, Content, Location, Media
from dialogs import moments
from dialogs.understand.circumstances import Circumstances
from dialogs.understand.counting import in_digits
from dialogs.understand.grammar import duration
from dialogs.understand.listening import Utterance
from dialogs.understand.topics import find_topic
from dialogs.understand.words import fold

LONGEST = 4_000  # characters kept of an answer
MOST_DIGITS = 12  # before the decimals; what is longer counts nothing

_NUMBER = re.compile(r"(?:([-−+])\s?|\b(minus|moins)\s)?(?<![\d.,])(\d+(?:[.,]\d+)*)", re.IGNORECASE)
_SPELLED = re.compile(
    r"(?:(?:i take|i d like|about|around|je prends|environ|c est|it s|size|taille|du|le|please) )?"
    r"()(?:(minus|moins) )?(\d+)(?: (?:please|svp|s il vous plait|s il te plait|merci|thanks))?"
)
_UNITS = {
    "minute minutes min mins": "T{}M", "hour hours heure heures h": "T{}H", "day days jour jours": "{}D",
    "week weeks semaine semaines": "{}W", "month months mois": "{}M",
}  # fmt: skip
_COUNTED = re.compile(
    rf"(?:(?:for|pendant|about|environ) )?(\d{{1,4}}|an?) ?({'|'.join(' '.join(_UNITS).split())})"
    r"(?: (?:please|svp|s il vous plait|merci))?"
)
_GROUPED = re.compile(r"\b\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+\b")
_POINTED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")  # 1,200.50 and 1.200,50
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}\b")
_PHONE = re.compile(r"\+?[\d(][\d ().\u00a0/-]{4,24}\d")


class Given(NamedTuple):
    """An answer: the words, and what else came with them."""

    said: str
    content: Content | None
    facts: Mapping[str, Any]
    around: Callable[[], Circumstances] = Circumstances


def read(kind: str, given: Given) -> Any:
    """The value of an answer for a var of that type; None: these words are none."""
    reader = _READERS.get(kind)
    return reader(given) if reader is not None else _text(given)


def _text(given: Given) -> str | None:
    return given.said.strip()[:LONGEST] or None


def _number(given: Given) -> int | float | None:
    found = _NUMBER.search(_GROUPED.sub(_without_gaps, given.said)) or _spelled(given.said)
    if found is None:
        return None
    whole, _, decimals = _plain_digits(found[3], str(given.facts.get("language") or "")).partition(".")
    if len(whole) > MOST_DIGITS or "." in decimals:
        return None  # a number of something, or several
    sign = -1 if found[2] or found[1] in ("-", "−") else 1
    number = sign * float(f"{whole}.{decimals[:6] or 0}")
    return int(number) if number.is_integer() else number


def _spelled(said: str) -> re.Match[str] | None:
    """A number in words, where all else is how one says it: "one moment" and "un instant" are none."""
    return _SPELLED.fullmatch(in_digits(fold(said)))


def is_bare(kind: str, said: str) -> bool:
    """A number and nothing beside it: to a question for one it is that, though "moins" also means less."""
    return kind == "number" and (_NUMBER.fullmatch(said.strip()) or _spelled(said)) is not None


def _plain_digits(written: str, language: str) -> str:
    """With a point before the decimals. "1,200" is a thousand in English, and else a little more than one."""
    found = _POINTED.fullmatch(written)
    if found and (len(re.findall("[.,]", written)) > 1 or (found[1] == "," and language == "en")):
        return written.replace(found[1], "").replace(",", ".")
    return written.replace(",", ".")


def _without_gaps(grouped: re.Match[str]) -> str:
    return re.sub(r"\D", "", grouped[0])


def _topic(given: Given) -> dict[str, Any] | None:
    topic = find_topic(fold(given.said), (given.facts.get("topics") or {}).get("all") or ())
    return dict(topic) if topic else None


def _email(given: Given) -> str | None:
    if isinstance(given.content, ContactCard):
        return next((email for one in given.content.contacts for email in one.emails), None)
    found = _EMAIL.search(given.said)
    return found[0].lower() if found and ".." not in found[0] else None


def _phone(given: Given) -> str | None:
    if isinstance(given.content, ContactCard):
        told = next((phone for one in given.content.contacts for phone in one.phones), None)
    else:
        found = _PHONE.search(given.said)
        told = found[0] if found else None
    return _international(told, (given.facts.get("brand") or {}).get("country")) if told else None


def _international(told: str, country: str | None) -> str | None:
    """With its country, which is the brand's where the number does not say."""
    import phonenumbers

    try:
        number = phonenumbers.parse(told, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _date(given: Given) -> str | None:
    found = moments.date_in(fold(given.said), given.said, moments.today(given.facts))
    return found.isoformat() if found else None


def _time(given: Given) -> str | None:
    found = moments.time_in(fold(given.said), given.said)
    return found.strftime("%H:%M") if found else None


def _duration(given: Given) -> str | None:
    counted = _COUNTED.fullmatch(in_digits(fold(given.said)))
    if counted is None:
        return duration(Utterance(given.said), given.around())
    unit = next(iso for names, iso in _UNITS.items() if counted[2] in names.split())
    n = 1 if counted[1] in ("a", "an") else int(counted[1])
    return f"P{unit.format(n)}" if n else None


def _location(given: Given) -> dict[str, Any] | None:
    return _fields(given.content) if isinstance(given.content, Location) else None


def _media(given: Given) -> dict[str, Any] | None:
    if isinstance(given.content, Media):
        return _fields(given.content)
    attached = getattr(given.content, "attachments", ())
    return _fields(attached[0]) if attached else None


def _fields(content: Content | Media) -> dict[str, Any]:
    kept = {name: value for name, value in msgspec.structs.asdict(content).items() if value is not None}
    return {name: value for name, value in kept.items() if isinstance(value, str | int | float | bool)}


_READERS: dict[str, Callable[[Given], Any]] = {
    "number": _number,
    "date": _date,
    "time": _time,
    "phone": _phone,
    "email": _email,
    "duration": _duration,
    "topic": _topic,
    "location": _location,
    "media": _media,
}
SURE = frozenset(_READERS)  # types that not just any words will do for
