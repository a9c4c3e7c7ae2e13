"""Text that Twilio delivers in base64: some carriers hand over a long SMS so, as if it were an MMS. Pure.

Nothing marks it. A body counts as such only where everything speaks for it: long, one word, and readable once decoded.
"""

from __future__ import annotations

import re
from base64 import b64decode

_SHORTEST = 60  # what fits in one SMS is never delivered so
_ALPHABET = re.compile(r"(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_TEXT_SIGNS = frozenset("\n\r\t ")
_CUT_SHORT = 3  # bytes: the last letter may have been cut off in its middle


def read(body: str) -> str:
    """The words meant: decoded where the body is base64 of a text, else as they came.

    >>> read("SGVsbG8gdGhlcmUsIHRoaXMgaXMgYSBsb25nIG1lc3NhZ2UgdGhhdCBhIGNhcnJpZXIgY3V0IHVw")
    'Hello there, this is a long message that a carrier cut up'
    """
    joined = "".join(body.split("\n")).replace("\r", "")
    if len(joined) < _SHORTEST or not _ALPHABET.fullmatch(joined):
        return body
    decoded = _whole_letters(b64decode(joined))
    return decoded if decoded is not None and _is_prose(decoded) else body


def _whole_letters(raw: bytes) -> str | None:
    for cut in range(_CUT_SHORT + 1):
        try:
            return raw[: len(raw) - cut].decode()
        except UnicodeDecodeError:
            continue
    return None


def _is_prose(text: str) -> bool:
    """Words with spaces between them, and no sign that nobody types."""
    return " " in text and all(one.isprintable() or one in _TEXT_SIGNS for one in text)
