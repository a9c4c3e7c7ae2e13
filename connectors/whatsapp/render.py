"""Contents as WhatsApp calls: buttons to three, a list to ten, numbered text beyond. Limits in LIMITS.

https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
"""

from __future__ import annotations

from typing import Any

import msgspec

from connectors.content import (
    Card,
    Carousel,
    Choices,
    ContactCard,
    Content,
    Deleted,
    Edited,
    Location,
    Media,
    Option,
    Reaction,
    Template,
    Text,
    plain_text,
)  # fmt: skip
from connectors.fallback import as_numbered, split_text
from connectors.message import Degradation, Outbound, Part, RenderPlan
from connectors.scoped import is_scoped
from connectors.whatsapp import interactive
from connectors.whatsapp.media import DOCUMENT, field_of, file_of
from connectors.whatsapp.people import is_group
from connectors.whatsapp.templates import template_of

TEXT = 4096
CAPTION = 1024
METHOD = "messages"

_CAPTIONED = frozenset({"image", "video", "document"})
_LINKS = ("https://", "http://")  # what WhatsApp shows a preview of, if asked to


class Draft:
    """The calls of one message as they come together."""

    def __init__(self, message: Outbound) -> None:
        self.message = message
        self.parts: list[Part] = []
        self.lost: list[Degradation] = []
        self.numbered: tuple[Option, ...] = ()

    def add(self, kind: str, body: Any, file: str | None = None) -> None:
        payload: dict[str, Any] = {
            "messaging_product": "whatsapp",
            "recipient_type": "group" if is_group(self.message.address) else "individual",
            **_to(self.message.address),
        }
        if self.message.reply_to and not self.parts:
            payload["context"] = {"message_id": self.message.reply_to}
        self.parts.append(Part(method=METHOD, payload={**payload, "type": kind, kind: body}, file=file))

    def text(self, body: str) -> None:
        for piece in split_text(body, TEXT) if body.strip() else ["…"]:
            self.add("text", {"body": piece, "preview_url": any(start in piece for start in _LINKS)})

    def lose(self, wanted: str, got: str, reason: str) -> None:
        self.lost.append(Degradation(wanted=wanted, got=got, reason=reason))


def render(message: Outbound) -> RenderPlan:
    """The calls that say this message."""
    draft = Draft(message)
    captioned = _captioned(message.content)
    _say(draft, captioned or message.content)
    if not captioned and not isinstance(message.content, Choices):  # a question comes last
        for one in getattr(message.content, "attachments", ()):
            _media(draft, one)
    return RenderPlan(parts=tuple(draft.parts), degradations=tuple(draft.lost), numbered=draft.numbered)


def _captioned(content: Content) -> Media | None:
    """A text beside one picture, film or document is its caption: one message, and not two."""
    if not isinstance(content, Text) or len(content.attachments) != 1 or not content.body.strip():
        return None
    (only,) = content.attachments
    fits = field_of(only) in _CAPTIONED and not only.caption and len(content.body) <= CAPTION
    return msgspec.structs.replace(only, caption=content.body) if fits and (only.url or only.media_id) else None


def _say(draft: Draft, content: Content) -> None:  # noqa: C901, PLR0912 - one line a kind of content
    match content:
        case Text(body=body, attachments=attachments):
            if body or not attachments:
                draft.text(body)
        case Media():
            _media(draft, content)
        case Choices():
            _choices(draft, content)
        case Card():
            _card(draft, content)
        case Carousel(cards=cards):
            draft.lose("carousel", "cards", "one message a card")
            for card in cards:
                _card(draft, card)
        case Template(header=header):
            draft.add("template", template_of(content), _ours(draft, header))
        case Location():
            draft.add("location", _place(content))
        case ContactCard(contacts=contacts):
            draft.add("contacts", [_contact(one) for one in contacts])
        case Reaction(target=target, emoji=emoji):
            draft.add("reaction", {"message_id": target, "emoji": emoji or ""})
        case Edited(content=inner):
            draft.lose("edited", "text", "WhatsApp edits nothing that was sent through the API")
            draft.text(plain_text(inner))
        case Deleted():
            draft.lose("deleted", "nothing", "WhatsApp takes nothing back that was sent through the API")
        case _:
            _plainly(draft, content)


def _plainly(draft: Draft, content: Content) -> None:
    """What only customers send; where it has no words, nothing is said."""
    said = plain_text(content).strip()
    draft.lose(str(content.__struct_config__.tag), "text" if said else "nothing", "only customers send these")
    if said:
        draft.text(said)


def _media(draft: Draft, media: Media) -> None:
    kind, file = field_of(media), file_of(media)
    if file is None:
        draft.lose(media.kind, "text", "no url and no media id")
        draft.text(media.caption or media.name or "")
        return
    if kind == DOCUMENT and media.kind != "file":
        draft.lose(media.kind, "document", "WhatsApp shows none of this type")
    caption = media.caption or ""
    fits = kind in _CAPTIONED and len(caption) <= CAPTION
    draft.add(kind, {**file, **({"caption": caption} if caption and fits else {})}, _ours(draft, media))
    if caption and not fits:
        draft.lose("caption", "text", f"{media.kind} takes none of this length")
        draft.text(caption)


def _ours(draft: Draft, media: Media | None) -> str | None:
    """The id of a file that is ours, and whose bytes go along."""
    return media.media_id if media is not None and media.media_id in draft.message.own else None


def _choices(draft: Draft, choices: Choices) -> None:
    grouped = is_group(draft.message.address)  # groups have no buttons
    built = None if grouped else interactive.of_choices(choices, draft.message.language, draft.lose)
    uploaded = any(_ours(draft, one) for one in choices.attachments)  # its bytes go with a message of its own
    built, apart = (built, choices.attachments) if uploaded else interactive.with_media(built, choices.attachments)
    for one in apart:
        _media(draft, one)
    if built is not None:
        draft.add("interactive", built)
        return
    body, draft.numbered = as_numbered(choices, draft.message.language)
    why = "a group" if grouped else "more than ten options, two of one id, or an id or body too long"
    draft.lose("choices", "numbered text", why)
    draft.text(body)


def _card(draft: Draft, card: Card) -> None:
    body = f"*{card.title}*\n{card.subtitle}" if card.subtitle else f"*{card.title}*"
    if card.options:
        _choices(draft, Choices(body=body, options=card.options, attachments=(card.media,) if card.media else ()))
    elif card.media is not None:
        _media(draft, Media(kind=card.media.kind, url=card.media.url, media_id=card.media.media_id, caption=body))
    else:
        draft.text(body)


def _place(place: Location) -> dict[str, Any]:
    named = {"name": place.name, "address": place.address}
    where = {"latitude": place.latitude, "longitude": place.longitude}
    return {**where, **{key: value for key, value in named.items() if value}}


def _contact(one: Any) -> dict[str, Any]:
    return {
        "name": {"formatted_name": one.name, "first_name": one.name},
        **({"phones": [{"phone": phone} for phone in one.phones]} if one.phones else {}),
        **({"emails": [{"email": email} for email in one.emails]} if one.emails else {}),
    }


def _to(address: str) -> dict[str, str]:
    """A business-scoped id goes where a phone does not."""
    return {"recipient": address} if is_scoped(address) else {"to": address.removeprefix("+")}
