"""Customer numbers: what the brand knows somebody by, as it is kept, and as customers write it. Pure."""

from __future__ import annotations

import re

LONGEST = 40  # characters
_KEPT = re.compile(r"[A-Z0-9]{3,40}")
_TOLD = re.compile(  # capital letters before a gap belong to it, other words do not: FR 12 345, le 12 345
    r"(?<![\w@])(?:[A-Z]{1,4}[ .])?(?=[\w-]*\d)[A-Za-z0-9][A-Za-z0-9-]{1,39}(?:[ .][0-9]{2,8})*(?![\w@])"
)


def normal(told: str) -> str | None:
    """Capital letters and digits, nothing between them; None: this is no number.

    >>> normal("fr-12 345"), normal("!")
    ('FR12345', None)
    """
    bare = re.sub(r"[\s.\u00a0_/-]", "", told.strip()).upper()
    return bare if _KEPT.fullmatch(bare) else None


def find(words: str) -> str | None:
    """The one in what was said: it has a digit. None where there is none, or several.

    >>> find("My customer number is FR 12-345."), find("here is my card")
    ('FR12345', None)
    """
    found = {number for one in _TOLD.findall(words) if (number := normal(one)) is not None}
    return found.pop() if len(found) == 1 else None
