"""What a message becomes on the way to the Send API: bubbles, what was lost, and the numbers to answer with."""

from __future__ import annotations

from typing import Any

import msgspec

from connectors.content import Option
from connectors.contract import Capabilities
from connectors.fallback import shorten, split_text
from connectors.message import Degradation


class Draft(msgspec.Struct, frozen=True):
    """`bubbles` are `message` objects of the Send API, one call each. Drafts are joined by `+`."""

    bubbles: tuple[dict[str, Any], ...] = ()
    lost: tuple[Degradation, ...] = ()
    numbered: tuple[Option, ...] = ()

    def __add__(self, other: Draft) -> Draft:
        return Draft(self.bubbles + other.bubbles, self.lost + other.lost, self.numbered + other.numbered)


NOTHING = Draft()


def words(body: str, can: Capabilities) -> Draft:
    return Draft(tuple({"text": chunk} for chunk in pieces(body, can.text, can)))


def pieces(body: str, limit: int, can: Capabilities) -> list[str]:
    """Messenger counts characters, Instagram bytes. Nothing is left of a text of blanks: Meta refuses it."""
    if not body.strip():
        return []
    return split_text(body, limit, measure=_bytes if can.text_unit == "bytes" else len)


def lost(wanted: str, got: str, reason: str) -> Draft:
    return Draft(lost=(Degradation(wanted=wanted, got=got, reason=reason),))


def fit(label: str, limit: int, what: str) -> tuple[str, Draft]:
    """A label cut to what Meta takes, and the loss said."""
    cut = shorten(label, limit)
    return cut, NOTHING if cut == label else lost(label, cut, f"{what} holds {limit} characters")


def _bytes(text: str) -> int:
    return len(text.encode())
