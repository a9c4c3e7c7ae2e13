"""What we say, as calls of the Send API.

https://developers.facebook.com/docs/messenger-platform/reference/send-api
One part is one call: a picture, its caption and the question after them are three bubbles, in this order.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, repeat
from typing import Any

from connectors.content import (
    Card,
    Carousel,
    Choices,
    Contact,
    ContactCard,
    Content,
    Edited,
    Location,
    Media,
    Reaction,
    Template,
    Text,
    plain_text,
)
from connectors.contract import Capabilities
from connectors.fallback import template_words
from connectors.media_source import name_of
from connectors.message import Outbound, Part, RenderPlan
from connectors.messenger.ask import ask
from connectors.messenger.cards import deck, fits
from connectors.messenger.draft import NOTHING, Draft, lost, words
from connectors.messenger.parse import USER_REF

ATTACHMENTS = {"voice": "audio", "sticker": "image", "animation": "image"}  # where Meta has another word
FILMS = (".mp4", ".m4v", ".mov", ".webm")


def render(message: Outbound, can: Capabilities) -> RenderPlan:
    """Total over every content. The quote (`reply_to`) hangs on the first bubble only."""
    if isinstance(message.content, Reaction):
        return RenderPlan(parts=(_reaction(message.address, message.content),))
    draft = _draft(message.content, message.language, can)
    envelope = {"recipient": recipient(message.address), **_purpose(message)}
    parts = tuple(
        Part(method="messages", payload={**envelope, "message": bubble, **quote}, file=_own(bubble, message.own))
        for bubble, quote in zip(draft.bubbles, _quotes(message), strict=False)
    )
    return RenderPlan(parts=parts, degradations=draft.lost, numbered=draft.numbered)


def _quotes(message: Outbound) -> Iterator[dict[str, Any]]:
    """What hangs on each bubble of the message answered: all of it on the first."""
    yield {"reply_to": {"mid": message.reply_to}} if message.reply_to else {}
    yield from repeat({})


def _own(bubble: dict[str, Any], own: frozenset[str]) -> str | None:
    """The file of ours that a bubble shows."""
    shown = bubble.get("attachment", {}).get("payload", {}).get("attachment_id")
    return shown if shown in own else None


def recipient(address: str) -> dict[str, str]:
    """https://developers.facebook.com/docs/messenger-platform/send-messages/#sending_to_user_ref."""
    return {"user_ref": address.removeprefix(USER_REF)} if address.startswith(USER_REF) else {"id": address}


def _purpose(message: Outbound) -> dict[str, str]:
    """Past the window only a person may write, under a tag; the old tags for updates are refused since April 2026."""
    if not message.window_open and message.author == "agent":
        return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    proactive = not message.window_open or message.author == "campaign"
    return {"messaging_type": "UPDATE" if proactive else "RESPONSE"}


def _reaction(address: str, reaction: Reaction) -> Part:
    payload: dict[str, Any] = {"message_id": reaction.target}
    if reaction.emoji:
        payload["reaction"] = reaction.emoji
    action = "react" if reaction.emoji else "unreact"
    return Part(
        method="messages", payload={"recipient": recipient(address), "sender_action": action, "payload": payload}
    )


def _draft(content: Content, language: str, can: Capabilities) -> Draft:
    match content:
        case Text(body=body):
            return _media(content.attachments, can) + words(body, can)
        case Media():
            return _media((content, *content.attachments), can)
        case Choices():
            return _media(content.attachments, can) + ask(content, language, can)
        case Card():
            return _cards((content,), language, can)
        case Carousel(cards=cards):
            return _cards(cards, language, can)
        case Edited(content=inner):
            return lost("edited", "a new message", "a sent message cannot be changed") + _draft(inner, language, can)
    return _as_words(content, can)


def _media(media: tuple[Media, ...], can: Capabilities) -> Draft:
    draft = NOTHING
    for one in media:
        payload = {"url": one.url, "is_reusable": True} if one.url else {"attachment_id": one.media_id}
        if one.url or one.media_id:
            draft += Draft(({"attachment": {"type": _kind(one), "payload": payload}},))
            draft += words(one.caption or "", can)
        else:
            draft += lost(one.kind, "text", "neither a link nor an id to send it by") + words(plain_text(one), can)
    return draft


def _kind(media: Media) -> str:
    """An animation is a picture, where it is a GIF; many are films without sound."""
    is_film = (media.mime or "").startswith("video/") or (name_of(media.url) or "").lower().endswith(FILMS)
    return "video" if media.kind == "animation" and is_film else ATTACHMENTS.get(media.kind, media.kind)


def _cards(cards: tuple[Card, ...], language: str, can: Capabilities) -> Draft:
    """Side by side where they fit; the others one by one, in their place."""
    draft = NOTHING
    for side_by_side, group in groupby(cards, key=fits):
        if side_by_side:
            draft += deck(list(group))
        else:
            for card in group:
                draft += _apart(card, language, can)
    return draft


def _apart(card: Card, language: str, can: Capabilities) -> Draft:
    """A film, a fourth button, a title alone: a card takes none of them."""
    draft = lost("card", "bubbles", "a card needs a subtitle, a picture by link or up to three buttons")
    if card.media:
        draft += _media((card.media,), can)
    return draft + ask(Choices(body=plain_text(card), options=card.options), language, can)


def _as_words(content: Content, can: Capabilities) -> Draft:
    text = _in_words(content)
    kind = str(content.__struct_config__.tag)
    return lost(kind, "text" if text.strip() else "nothing", "the channel has no such message") + words(text, can)


def _in_words(content: Content) -> str:
    match content:
        case Location(latitude=latitude, longitude=longitude, name=name, address=address):
            return "\n".join(line for line in (name, address, f"{latitude}, {longitude}") if line)
        case ContactCard(contacts=contacts):
            return "\n\n".join(map(_contact, contacts))
        case Template():
            return template_words(content)
    return plain_text(content)


def _contact(contact: Contact) -> str:
    return "\n".join((contact.name, *contact.phones, *contact.emails))
