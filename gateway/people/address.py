"""Where a customer is reached: how addresses are written, and when two of them are the same person's."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\+?[0-9][0-9 ().-]{4,20}")
_PHONE_CHANNELS = frozenset({"whatsapp", "sms"})
_TWINS = (  # countries where a digit came or went, and apps did not all follow: Argentina, Brazil, Mexico
    (re.compile(r"\+549(\d{10})"), r"+54\1"), (re.compile(r"\+54([1-8]\d{9})"), r"+549\1"),
    (re.compile(r"\+55(\d\d)9([6-9]\d{7})"), r"+55\1\2"), (re.compile(r"\+55(\d\d)([6-9]\d{7})"), r"+55\g<1>9\2"),
    (re.compile(r"\+521(\d{10})"), r"+52\1"), (re.compile(r"\+52([2-9]\d{9})"), r"+521\1"),
)  # fmt: skip
_SHORTEST_PHONE = 7  # below it is a short code, which is no E.164 number


def normal(channel: str, text: str) -> str:
    """The one way an address is kept: phones as E.164 with "+", anything else as it came.

    >>> normal("whatsapp", "1 650 555 1234"), normal("sms", "12345"), normal("messenger", "987654321")
    ('+16505551234', '12345', '987654321')
    >>> normal("whatsapp", "12345")
    '+12345'

    A plus says that it is a whole number, however short; on WhatsApp every number is one.
    """
    bare = text.strip().removeprefix("whatsapp:")
    if channel == "whatsapp" and bare.isdecimal():
        return f"+{bare}"
    if channel not in _PHONE_CHANNELS or not _DIGITS.fullmatch(bare):
        return bare
    digits = re.sub(r"\D", "", bare)
    return f"+{digits}" if bare.startswith("+") or len(digits) >= _SHORTEST_PHONE else digits


def spellings(channel: str, text: str) -> tuple[str, ...]:
    """How somebody who is asked for by `text` may be kept: a plus is easily lost on its way here."""
    kept = normal(channel, text)
    phone = channel in _PHONE_CHANNELS and kept.isdigit()
    return tuple(dict.fromkeys((text, kept, *((f"+{kept}",) if phone else ()))))


def twin(phone: str) -> str | None:
    """How the same number may be told elsewhere; None almost everywhere.

    >>> twin("+5491123456789"), twin("+33612345678")
    ('+541123456789', None)
    """
    found = ((pattern.fullmatch(phone), spelled) for pattern, spelled in _TWINS)
    return next((match.expand(spelled) for match, spelled in found if match), None)
