"""Contents as Twilio messages: text, media, Content templates; choices are numbered text.

https://www.twilio.com/docs/messaging/api/message-resource: at most 1600 characters and 10 media a message, on WhatsApp
one.
"""

from __future__ import annotations

import json
from typing import Any

from connectors import segments
from connectors.content import (
    Card,
    Carousel,
    Choices,
    ContactCard,
    Content,
    Location,
    Media,
    Option,
    Reaction,
    Template,
    Text,
    plain_text,
)  # fmt: skip
from connectors.fallback import as_numbered, split_text, utf16
from connectors.message import Degradation, Outbound, Part, RenderPlan

TEXT = 1600  # in UTF-16 units: whichever way Twilio counts, it fits
MEDIA = 10  # in an MMS
CAPTION = 1024
CAPTIONED = frozenset({"image", "video", "animation"})
MANY_SEGMENTS = 10  # more are put together again by most carriers, not by all
METHOD = "Messages.json"


class _Draft:
    def __init__(self, message: Outbound, *, sms: bool) -> None:
        self.message, self.sms = message, sms
        self.parts: list[Part] = []
        self.lost: list[Degradation] = []
        self.numbered: tuple[Option, ...] = ()

    def add(self, file: str | None = None, **fields: Any) -> None:
        self.parts.append(Part(method=METHOD, payload={"To": self.message.address, **fields}, file=file))

    def text(self, body: str, media: tuple[str, ...] = (), file: str | None = None) -> None:
        """In whole messages; media goes with the first."""
        pieces = self._split(body) if body.strip() else [""]
        for number, piece in enumerate(pieces):
            with_media = {"MediaUrl": list(media)} if media and number == 0 else {}
            shown = file if number == 0 else None  # a link to it is made when it is sent
            if piece or with_media or shown:
                self.add(shown, **({"Body": piece} if piece else {}), **with_media)

    def _split(self, body: str) -> list[str]:
        pieces = split_text(body, TEXT, measure=utf16)
        longest = max(segments.count(piece) for piece in pieces) if self.sms else 0
        if longest > MANY_SEGMENTS:
            self.lose("text", f"{longest} segments", f"a few carriers show more than {MANY_SEGMENTS} in pieces")
        return pieces

    def lose(self, wanted: str, got: str, reason: str) -> None:
        self.lost.append(Degradation(wanted=wanted, got=got, reason=reason))


def render(message: Outbound, *, sms: bool) -> RenderPlan:
    """The calls that say this message."""
    draft = _Draft(message, sms=sms)
    _say(draft, message.content)
    if message.reply_to:
        draft.lose("reply", "message", "Twilio quotes nothing")
    return RenderPlan(parts=tuple(draft.parts), degradations=tuple(draft.lost), numbered=draft.numbered)


def _say(draft: _Draft, content: Content) -> None:
    match content:
        case Text(body=body, attachments=attachments):
            _with_media(draft, body, attachments)
        case Media(caption=caption):
            _with_media(draft, caption or "", (content, *content.attachments))
        case Choices():
            body, draft.numbered = as_numbered(content, draft.message.language)
            draft.lose("choices", "numbered text", "no buttons here without an approved template")
            _with_media(draft, body, content.attachments)
        case Template(template_id=template, params=params, header=header):
            if header is not None:
                draft.lose("header", "nothing", "Twilio's media are among a template's variables")
            variables = {"ContentVariables": json.dumps(params, ensure_ascii=False)} if params else {}
            draft.add(ContentSid=template, **variables)
        case Location():
            _location(draft, content)
        case Card() | Carousel():
            for card in (content,) if isinstance(content, Card) else content.cards:
                _card(draft, card)
        case _:
            _plainly(draft, content)


def _with_media(draft: _Draft, body: str, media: tuple[Media, ...]) -> None:
    files = [one for one in media if one.url or one.media_id in draft.message.own]
    if len(files) < len(media):
        draft.lose("media", "text", "Twilio fetches media by url only")
    words = body or ("" if files else " ".join(one.name or one.kind for one in media))
    if draft.sms:
        _by_tens(draft, words, files)
    else:
        _one_by_one(draft, words, files)


def _by_tens(draft: _Draft, words: str, files: list[Media]) -> None:
    """An MMS holds ten; a file of ours is one of them, and only one has a place."""
    own = [one.media_id for one in files if not one.url]
    urls = tuple(one.url for one in files if one.url)
    first = MEDIA - bool(own)
    draft.text(words, urls[:first], own[0] if own else None)
    for media_id in own[1:]:
        draft.text("", file=media_id)
    for start in range(first, len(urls), MEDIA):
        draft.text("", urls[start : start + MEDIA])


def _one_by_one(draft: _Draft, words: str, files: list[Media]) -> None:
    """WhatsApp shows one file a message, and drops the others and the words under all but pictures and films.

    https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages#filenames-and-captions
    """
    captioned = bool(files) and files[-1].kind in CAPTIONED and utf16(words) <= CAPTION
    for one in files[: -1 if captioned else None]:
        draft.text("", *_place_of(one))
    if captioned:
        draft.text(words, *_place_of(files[-1]))
    else:
        draft.text(words)


def _place_of(one: Media) -> tuple[tuple[str, ...], str | None]:
    """Its address, or the id of a file of ours."""
    return ((one.url,), None) if one.url else ((), one.media_id)


def _card(draft: _Draft, card: Card) -> None:
    draft.lose("card", "text", "no cards here")
    body = f"{card.title}\n{card.subtitle}" if card.subtitle else card.title
    if card.options:
        body, numbered = as_numbered(Choices(body=body, options=card.options), draft.message.language)
        draft.numbered = (*draft.numbered, *numbered)
    _with_media(draft, body, (card.media,) if card.media else ())


def _location(draft: _Draft, place: Location) -> None:
    named = ", ".join(text for text in (place.name, place.address) if text)
    if draft.sms:
        draft.lose("location", "text", "SMS has no places")
        draft.text(f"{named} {place.latitude},{place.longitude}".strip())
        return
    label = f"|{named}" if named else ""
    draft.add(Body=named or "-", PersistentAction=f"geo:{place.latitude},{place.longitude}{label}")


def _plainly(draft: _Draft, content: Content) -> None:
    """What Twilio has no word for; where it has no words either, nothing is said."""
    match content:
        case ContactCard(contacts=contacts):
            text = "\n".join(" ".join((one.name, *one.phones, *one.emails)) for one in contacts)
        case Reaction(emoji=emoji):
            text = emoji or ""
        case _:
            text = plain_text(content)
    draft.lose(str(content.__struct_config__.tag), "text" if text else "nothing", "not offered here")
    draft.text(text)
