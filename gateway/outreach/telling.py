"""Telling: several pieces as one text, in the customer's language. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.content import Content, Text, plain_text
from gateway.terms.wording import ByLanguage, both

HEADING = both("Votre récapitulatif :", "Your summary:")
MORE = both("Pour la suite, écrivez NOUVEAU.", "For the rest, send WHAT'S NEW.")


def told(heading: ByLanguage, pieces: Sequence[str], language: str, *, more: bool = False) -> Text:
    """One message; `more`: there are others, and how to ask for them."""
    spoken = language if language in heading else "en"
    parts = [heading[spoken], *(f"• {piece}" for piece in pieces), *([MORE[spoken]] if more else ())]
    return Text(body="\n\n".join(parts))


def spoken_in(said: str) -> str:
    """The language of what was told."""
    return next((language for language, heading in HEADING.items() if said.startswith(heading)), "en")


def said_more(said: str) -> bool:
    """Did it say that there is more?"""
    return said.endswith(tuple(MORE.values()))


def piece(content: Content) -> str:
    """What a message says, with the links of its buttons and pictures, as a piece of another."""
    said = plain_text(content).strip()
    links = [one for one in _links(content) if one not in said]
    return "\n".join([*([said] if said else ()), *links])


def _links(content: Content) -> list[str]:
    cards = getattr(content, "cards", ()) or (content,)
    found = [option.url for card in cards for option in getattr(card, "options", ())]
    media = [getattr(content, "url", None), *(one.url for one in getattr(content, "attachments", ()))]
    return [one for one in [*found, *media] if isinstance(one, str)]
