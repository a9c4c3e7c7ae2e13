"""Links to files of ours for providers that fetch them: sealed, so that nobody guesses one, and soon over. Pure."""

from __future__ import annotations

import hmac
from urllib.parse import quote

KEY = "file_links"  # under which the secret of this installation is kept
LASTS = 3600 * 1000  # milliseconds: providers fetch within minutes, and try again for a while
_PARTS = 3
_DIGITS = 15  # of a time; Python refuses to read thousands of them


def link(public_url: str, secret: str, media_id: str, name: str, now: int) -> str:
    """The file's name stands at the end: Twilio shows it."""
    until = now + LASTS
    return f"{public_url}/files/{media_id}.{until}.{_seal(secret, media_id, until)}/{quote(name)}"


def opened(secret: str, token: str, now: int) -> str | None:
    """The file that a token opens; None for a forged one, and for one whose time is over."""
    parts = token.split(".")
    if len(parts) != _PARTS or not (parts[1].isascii() and parts[1].isdecimal() and len(parts[1]) <= _DIGITS):
        return None
    media_id, until, given = parts
    genuine = hmac.compare_digest(given.encode(errors="surrogateescape"), _seal(secret, media_id, int(until)).encode())
    return media_id if genuine and now < int(until) else None


def _seal(secret: str, media_id: str, until: int) -> str:
    return hmac.digest(secret.encode(), f"{media_id}.{until}".encode(), "sha256").hex()
