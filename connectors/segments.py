"""SMS segments, counted as carriers count them: GSM-7 septets or UCS-2 units. 3GPP TS 23.038, TS 23.040."""

from __future__ import annotations

from typing import Literal

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")

GSM_SINGLE, GSM_PART = 160, 153
UCS_SINGLE, UCS_PART = 70, 67


def encoding(text: str) -> Literal["GSM-7", "UCS-2"]:
    """One character outside GSM-7 turns the whole message to UCS-2."""
    return "GSM-7" if all(one in _BASIC or one in _EXTENDED for one in text) else "UCS-2"


def units(text: str) -> list[int]:
    """What each character costs: septets, or UTF-16 units."""
    if encoding(text) == "GSM-7":
        return [2 if one in _EXTENDED else 1 for one in text]
    return [2 if ord(one) > 0xFFFF else 1 for one in text]


def count(text: str) -> int:
    """How many segments carry this text; an escape or surrogate pair is never divided.

    >>> count("a" * 160), count("a" * 161), count("ê" * 70), count("ê" * 71)
    (1, 2, 1, 2)
    """
    return len(fill(text))


def fill(text: str) -> list[int]:
    """The units in each segment, in order."""
    costs = units(text)
    single, part = (GSM_SINGLE, GSM_PART) if encoding(text) == "GSM-7" else (UCS_SINGLE, UCS_PART)
    if sum(costs) <= single:
        return [sum(costs)]
    filled = [0]
    for cost in costs:
        if filled[-1] + cost > part:
            filled.append(0)
        filled[-1] += cost
    return filled
