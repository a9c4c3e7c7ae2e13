"""Cards and buttons: the generic template.

https://developers.facebook.com/docs/messenger-platform/send-messages/template/generic
"""

from __future__ import annotations

from typing import Any

from connectors.content import Card, Media, Option
from connectors.messenger.draft import NOTHING, Draft, fit, lost

ELEMENTS = 10
BUTTONS = 3
TITLE = 80
BUTTON_TITLE = 20
PAYLOAD = 1000
CHOOSE = {"en": "Choose", "fr": "Choisir"}


def button(option: Option, title: str) -> dict[str, str]:
    if option.url:
        return {"type": "web_url", "url": option.url, "title": title}
    return {"type": "postback", "title": title, "payload": option.id}


def generic(elements: list[dict[str, Any]]) -> dict[str, Any]:
    payload = {"template_type": "generic", "elements": elements}
    return {"attachment": {"type": "template", "payload": payload}}


def has_image(media: Media | None) -> bool:
    """A card shows a picture by its link, and nothing else."""
    return media is not None and media.kind in {"image", "animation", "sticker"} and media.url is not None


def fits(card: Card) -> bool:
    """An element needs something beside its title, and holds three buttons."""
    shows_media = card.media is None or has_image(card.media)
    buttons = all(can_tap(option) for option in card.options) and len(card.options) <= BUTTONS
    return bool(card.title and (card.subtitle or card.media or card.options)) and shows_media and buttons


def can_tap(option: Option) -> bool:
    return bool(option.label) and len(option.id) <= PAYLOAD


def deck(cards: list[Card]) -> Draft:
    """Cards that fit, side by side, ten at a time."""
    draft = NOTHING
    for start in range(0, len(cards), ELEMENTS):
        elements = []
        for card in cards[start : start + ELEMENTS]:
            element, losses = _element(card)
            elements.append(element)
            draft += losses
        draft += Draft((generic(elements),))
    return draft


def choice_cards(options: tuple[Option, ...], language: str) -> Draft:
    """Labels too long for a button: one card each, with a button to take it."""
    choose = CHOOSE.get(language.partition("-")[0], CHOOSE["en"])
    draft = lost("choices", "cards", f"a label is longer than {BUTTON_TITLE} characters, or links are mixed in")
    elements = []
    for option in options:
        title = option.label if len(option.label) <= BUTTON_TITLE else choose
        element = {"title": option.label, "buttons": [button(option, title)]}
        if option.description:
            element["subtitle"], losses = fit(option.description, TITLE, "a subtitle")
            draft += losses
        elements.append(element)
    return draft + Draft((generic(elements),))


def _element(card: Card) -> tuple[dict[str, Any], Draft]:
    title, draft = fit(card.title, TITLE, "a title")
    element: dict[str, Any] = {"title": title}
    if card.subtitle:
        element["subtitle"], losses = fit(card.subtitle, TITLE, "a subtitle")
        draft += losses
    if card.media:
        element["image_url"] = card.media.url
    buttons = []
    for option in card.options:
        label, losses = fit(option.label, BUTTON_TITLE, "a button")
        buttons.append(button(option, label))
        draft += losses
    return (element | {"buttons": buttons} if buttons else element), draft
