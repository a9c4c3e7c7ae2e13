"""A visit to the brand's site: what somebody looked at and searched for before they wrote. Pure.

It is kept under a code that travels in the link to the app they write in, as a pivot code does; without the customer's
coming it is nobody's, and gone after a quarter of an hour.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

import msgspec

from handoff import pivot

MOST = 20  # pages and searches each: the last ones
URL, TITLE = 500, 200  # characters
MARK = "WS-"
_CODE = re.compile(rf"\b{MARK}[{pivot.ALPHABET}]{{{pivot.LENGTH}}}\b", re.IGNORECASE)


class Page(msgspec.Struct, frozen=True):
    """One page that was opened; `at` in milliseconds."""

    url: str
    title: str
    at: int


class Search(msgspec.Struct, frozen=True):
    """Words that were searched for on the site."""

    words: str
    at: int


class Visit(msgspec.Struct, frozen=True):
    """Oldest first."""

    pages: tuple[Page, ...] = ()
    searches: tuple[Search, ...] = ()

    def kept(self) -> Visit:
        """What is worth keeping: the last of each, short, and no address with what may be a secret in it."""
        pages = [Page(url[:URL], _flat(one.title), one.at) for one in self.pages if (url := _bare(one.url)) is not None]
        searches = [Search(words, one.at) for one in self.searches if (words := _flat(one.words))]
        return Visit(tuple(pages[-MOST:]), tuple(searches[-MOST:]))


def make(choose: Callable[[str], str]) -> str:
    """A fresh code. `choose` picks one letter at random, such as `secrets.choice`."""
    return MARK + "".join(choose(pivot.ALPHABET) for _ in range(pivot.LENGTH))


def find(text: str) -> str | None:
    """The code in what the customer sent.

    >>> find("Bonjour ! (ws-ABCDEFGHJK)")
    'WS-ABCDEFGHJK'
    """
    found = _CODE.search(text)
    return found[0].upper() if found is not None else None


def without(text: str) -> str:
    """What the customer wrote beside it.

    >>> without("Bonjour WS-ABCDEFGHJK")
    'Bonjour'
    """
    return " ".join(_CODE.sub(" ", text).split())


def _bare(url: str) -> str | None:
    """Where the page is, without what a query or fragment tells; None for what is no page of the web."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _flat(text: str) -> str:
    return " ".join(text.split())[:TITLE]
