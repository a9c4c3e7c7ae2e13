"""Pivot codes: a customer goes on in another app without saying anything again. Pure.

A code is random, single-use and lives 15 minutes. It travels in the link that each app has for it, or is typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import quote

from handoff.deadlines import MINUTE

LASTS = 15 * MINUTE
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # what cannot be mistaken when read aloud
LENGTH = 10  # some 49 bits: nobody guesses one of a few hundred live ones within 15 minutes
MARK = "CS-"  # so that a code is told from a word
_CODE = re.compile(rf"\b{MARK}([{ALPHABET}]{{{LENGTH}}})\b")


def make(choose: Callable[[str], str]) -> str:
    """A fresh code. `choose` picks one letter at random, such as `secrets.choice`."""
    return MARK + "".join(choose(ALPHABET) for _ in range(LENGTH))


def find(*texts: str | None) -> str | None:
    """The code in what the customer sent, typed or carried by a link.

    >>> find("Bonjour cs-ABCDEFGHJK", None)
    'CS-ABCDEFGHJK'
    """
    for text in texts:
        found = _CODE.search(text.upper()) if text else None
        if found is not None:
            return found[0]
    return None


def digest(code: str) -> str:
    """What is kept of it."""
    return sha256(code.encode()).hexdigest()


def link(channel: str, own: str | None, code: str) -> str | None:
    """The link that opens that app with the code in hand; None where the app has none and the code is typed."""
    if own is None:
        return None
    match channel:
        case "telegram":
            return f"https://t.me/{quote(own.removeprefix('@'))}?start={code}"
        case "messenger":
            return f"https://m.me/{quote(own)}?ref={code}"
        case "whatsapp":
            return f"https://wa.me/{quote(own.removeprefix('+'))}?text={code}"
        case "sms":
            return f"sms:{quote(own, safe='+')}?body={code}"
    return None
