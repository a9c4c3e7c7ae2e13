"""What can be said, on any channel: one tagged union, the same inside, in the store and in the API.

Every content may carry a `referral` (the ad or link that brought the customer) and `attachments` (several media in one
provider message). Absent fields are left out of the JSON. Shapes: docs/api.md; background of each: docs/words.md.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

MediaKind = Literal["image", "audio", "voice", "video", "file", "sticker", "animation"]
Via = Literal["tap", "number", "label", "words"]


class Referral(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="referral"):
    """What brought the customer here (an ad, a deep link, a post): beside what was said, or alone."""

    source: str
    ref: str | None = None
    ad_id: str | None = None
    url: str | None = None


class _Content(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    referral: Referral | None = None
    attachments: tuple[Media, ...] = ()


class Option(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer to choose. The id travels, the label is read; a `url` opens a page instead of answering."""

    id: str
    label: str
    description: str | None = None
    url: str | None = None


class Text(_Content, frozen=True, tag="text"):
    body: str


class Media(_Content, frozen=True, tag="media"):
    """`url` is where the provider (in) or the brand (out) keeps it; `media_id` is ours once fetched, before it theirs.

    `missing` says why the bytes are not here (too large, expired, refused); the message is kept all the same.
    """

    kind: MediaKind
    url: str | None = None
    media_id: str | None = None
    mime: str | None = None
    name: str | None = None
    caption: str | None = None
    missing: str | None = None


class Location(_Content, frozen=True, tag="location"):
    """Degrees, WGS 84."""

    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None


class Contact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


class ContactCard(_Content, frozen=True, tag="contact_card"):
    contacts: tuple[Contact, ...]


class Choices(_Content, frozen=True, tag="choices"):
    body: str
    options: tuple[Option, ...]
    header: str | None = None
    footer: str | None = None


class ChoiceReply(_Content, frozen=True, tag="choice_reply"):
    """`payload` is what the provider returned, always kept; `prompt` is the provider id of the message answered."""

    option_id: str
    label: str
    via: Via
    prompt: str | None = None
    payload: str | None = None


class FormReply(_Content, frozen=True, tag="form_reply"):
    values: dict[str, Any]
    body: str | None = None


class Template(_Content, frozen=True, tag="template"):
    """Meta: body variables "1", "2" or names, header media "header", buttons "button.0". Twilio: the ContentSid.

    `header`: a file above the words that has no address, instead of one among `params`. Meta only.
    """

    template_id: str
    locale: str = ""
    params: dict[str, str] = {}
    header: Media | None = None


class Card(_Content, frozen=True, tag="card"):
    title: str
    subtitle: str | None = None
    media: Media | None = None
    options: tuple[Option, ...] = ()


class Carousel(_Content, frozen=True, tag="carousel"):
    cards: tuple[Card, ...]


class Reaction(_Content, frozen=True, tag="reaction"):
    """`emoji` None: taken back. `target` is the provider id of the message reacted to."""

    target: str
    emoji: str | None = None


class Edited(_Content, frozen=True, tag="edited"):
    target: str
    content: Content


class Deleted(_Content, frozen=True, tag="deleted"):
    target: str


class System(_Content, frozen=True, tag="system"):
    """Said by the provider, not by a person: number changes, members, permissions, a block."""

    event: str
    data: dict[str, Any] = {}


class Unsupported(_Content, frozen=True, tag="unsupported"):
    """Something a person sent and we cannot show: `kind` is the provider's own word for it."""

    kind: str
    note: str | None = None


Content = (
    Text
    | Media
    | Location
    | ContactCard
    | Choices
    | ChoiceReply
    | FormReply
    | Template
    | Card
    | Carousel
    | Referral
    | Reaction
    | Edited
    | Deleted
    | System
    | Unsupported
)

# Listed with their types, never as text; they never wake the bot as if something new had been said.
SILENT = (Reaction, Edited, Deleted, System)


def plain_text(content: Content) -> str:
    """What a person would read aloud: for summaries, search and channels that only know text."""
    match content:
        case Text(body=body) | Choices(body=body):
            return body
        case ChoiceReply(label=label):
            return label
        case Media(caption=caption, name=name, kind=kind):
            return caption or name or f"[{kind}]"
        case Card(title=title, subtitle=subtitle):
            return f"{title}\n{subtitle}" if subtitle else title
        case Carousel(cards=cards):
            return "\n".join(plain_text(card) for card in cards)
        case Location(name=name, latitude=latitude, longitude=longitude):
            return name or f"{latitude}, {longitude}"
        case ContactCard(contacts=contacts):
            return ", ".join(contact.name for contact in contacts)
        case FormReply(body=body):
            return body or ""
        case Edited(content=inner):
            return plain_text(inner)
        case _:
            return ""
