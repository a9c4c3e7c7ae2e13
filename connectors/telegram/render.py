"""Contents as Bot API calls. Buttons are inline keyboards; a list is one button a row.

https://core.telegram.org/bots/api#available-methods; limits: providers' page, "Limits".
"""

from __future__ import annotations

from typing import Any

import msgspec

from connectors.content import (
    Card,
    Carousel,
    Choices,
    Contact,
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
from connectors.fallback import as_numbered, shorten, split_text, template_words, utf16
from connectors.message import Degradation, Outbound, Part, RenderPlan

TEXT = 4096  # in UTF-16 units, as Telegram counts all places in a text
CAPTION = 1024
BUTTONS = 100
BUTTON_LABEL = 64  # longer ones are cut by the apps
CALLBACK_BYTES = 64

_METHODS: dict[str, tuple[str, str]] = {
    "image": ("sendPhoto", "photo"),
    "video": ("sendVideo", "video"),
    "audio": ("sendAudio", "audio"),
    "voice": ("sendVoice", "voice"),
    "animation": ("sendAnimation", "animation"),
    "sticker": ("sendSticker", "sticker"),
    "file": ("sendDocument", "document"),
}
_METHOD_FIELDS = dict(_METHODS.values())
AMENDING = frozenset({"editMessageText", "editMessageCaption", "deleteMessage"})


class _Draft:
    """The calls of one message as they come together."""

    def __init__(self, message: Outbound) -> None:
        self.message = message
        self.parts: list[Part] = []
        self.lost: list[Degradation] = []
        self.numbered: tuple[Option, ...] = ()

    def call(self, method: str, **fields: Any) -> None:
        payload: dict[str, Any] = {"chat_id": self.message.address, **fields}
        if self.message.reply_to and not self.parts and method.startswith("send"):
            payload["reply_parameters"] = {
                "message_id": _number(self.message.reply_to), "allow_sending_without_reply": True
            }  # fmt: skip
        field = _METHOD_FIELDS.get(method)
        shown = payload.get(field) if field is not None else None
        self.parts.append(Part(method=method, payload=payload, file=shown if shown in self.message.own else None))

    def text(self, body: str, keyboard: dict[str, Any] | None = None) -> None:
        """In parts if need be; the keyboard hangs under the last."""
        pieces = split_text(body, TEXT, measure=utf16) if body.strip() else ["…"]
        for piece in pieces[:-1]:
            self.call("sendMessage", text=piece)
        self.call("sendMessage", text=pieces[-1], **({"reply_markup": keyboard} if keyboard else {}))

    def lose(self, wanted: str, got: str, reason: str) -> None:
        self.lost.append(Degradation(wanted=wanted, got=got, reason=reason))


def render(message: Outbound) -> RenderPlan:
    """The calls that say this message."""
    draft = _Draft(message)
    captioned = _captioned(message.content)
    _say(draft, captioned or message.content)
    if not captioned and not isinstance(message.content, Choices):  # a question comes last
        for one in getattr(message.content, "attachments", ()):
            _media(draft, one)
    return RenderPlan(parts=tuple(draft.parts), degradations=tuple(draft.lost), numbered=draft.numbered)


def _captioned(content: Content) -> Media | None:
    """A text beside one picture is that picture's caption, where it may have one."""
    if not isinstance(content, Text) or len(content.attachments) != 1 or not content.body.strip():
        return None
    (only,) = content.attachments
    fits = only.kind != "sticker" and not only.caption and utf16(content.body) <= CAPTION
    return msgspec.structs.replace(only, caption=content.body) if fits and (only.url or only.media_id) else None


def _say(draft: _Draft, content: Content) -> None:  # noqa: C901 - one line a kind of content
    match content:
        case Text(body=body, attachments=attachments):
            if body.strip() or not attachments:
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
        case Location():
            _location(draft, content)
        case ContactCard(contacts=contacts):
            for contact in contacts:
                _contact(draft, contact)
        case Reaction() | Edited() | Deleted():
            _touch(draft, content)
        case _:
            _plainly(draft, content)


def _plainly(draft: _Draft, content: Content) -> None:
    """What Telegram has no word for; where it has no words either, nothing is said."""
    said = template_words(content) or content.template_id if isinstance(content, Template) else None
    said = said or plain_text(content)
    draft.lose(str(content.__struct_config__.tag), "text" if said else "nothing", "Telegram has no such message")
    if said:
        draft.text(said)


def _touch(draft: _Draft, content: Reaction | Edited | Deleted) -> None:
    """Something done to a message that is there already."""
    target = _number(content.target)
    match content:
        case Reaction(emoji=emoji):
            draft.call(
                "setMessageReaction", message_id=target, reaction=[{"type": "emoji", "emoji": emoji}] if emoji else []
            )
        case Deleted():
            draft.call("deleteMessage", message_id=target)
        case Edited(content=Media(caption=caption)):
            draft.call("editMessageCaption", message_id=target, caption=shorten(caption or "", CAPTION, measure=utf16))
        case Edited(content=inner):
            keyboard = _inline(draft, inner.options) if isinstance(inner, Choices) else None
            body = _body(inner) if isinstance(inner, Choices) else plain_text(inner)
            under = {"reply_markup": keyboard} if keyboard else {}
            draft.call("editMessageText", message_id=target, text=shorten(body, TEXT, measure=utf16), **under)


def _media(draft: _Draft, media: Media, keyboard: dict[str, Any] | None = None) -> None:
    method, field = _METHODS[media.kind]
    source = media.url or media.media_id
    if not source:
        draft.lose(media.kind, "text", "no url and no media id")
        draft.text(media.caption or media.name or "", keyboard)
        return
    caption = media.caption or ""
    under = {"reply_markup": keyboard} if keyboard else {}
    if caption and (media.kind == "sticker" or utf16(caption) > CAPTION):
        draft.call(method, **{field: source})
        draft.text(caption, keyboard)
        return
    draft.call(method, **{field: source}, **({"caption": caption} if caption else {}), **under)


def _choices(draft: _Draft, choices: Choices) -> None:
    """Buttons under the message or its picture; where an id cannot travel in one, labels to type; else numbers."""
    keyboard = _inline(draft, choices.options)
    pictured = _captioned(Text(body=_body(choices), attachments=choices.attachments)) if keyboard is not None else None
    if pictured is not None:
        _media(draft, pictured, keyboard)
        return
    for one in choices.attachments:
        _media(draft, one)
    if keyboard is not None:
        draft.text(_body(choices), keyboard)
        return
    numbered, answers = as_numbered(choices, draft.message.language)
    draft.numbered = answers
    if _can_be_typed(choices.options):
        draft.lose("choices", "reply keyboard", f"an option's id is over {CALLBACK_BYTES} bytes")
        rows = [[{"text": option.label}] for option in answers]
        draft.text(_body(choices), {"keyboard": rows, "one_time_keyboard": True, "resize_keyboard": True})
        return
    draft.lose("choices", "numbered text", f"an id is over {CALLBACK_BYTES} bytes, or there are over {BUTTONS}")
    draft.text(numbered)


def _body(choices: Choices) -> str:
    return "\n".join(text for text in (choices.header, choices.body, choices.footer) if text)


def _can_be_typed(options: tuple[Option, ...]) -> bool:
    """A tap on a keyboard says the label: it must tell the options apart, and be sent whole."""
    labels = {option.label for option in options if option.url is None}
    return len(labels) == len(options) <= BUTTONS and all(len(label) <= BUTTON_LABEL for label in labels)


def _inline(draft: _Draft, options: tuple[Option, ...]) -> dict[str, Any] | None:
    """One button a row; None where an answer could not come back, and nothing where there is none to give."""
    if not options:
        return {}
    if any(option.description for option in options):
        draft.lose("descriptions", "labels", "a button has no second line")
    too_long = any(option.url is None and not 0 < len(option.id.encode()) <= CALLBACK_BYTES for option in options)
    if too_long or len(options) > BUTTONS:
        return None
    return {"inline_keyboard": [[_button(draft, option)] for option in options]}


def _button(draft: _Draft, option: Option) -> dict[str, str]:
    label = shorten(option.label, BUTTON_LABEL)
    if label != option.label:
        draft.lose("label", "shortened label", f"over {BUTTON_LABEL} characters")
    if option.url is not None:
        return {"text": label, "url": option.url}
    return {"text": label, "callback_data": option.id}


def _card(draft: _Draft, card: Card) -> None:
    body = f"{card.title}\n{card.subtitle}" if card.subtitle else card.title
    keyboard = _inline(draft, card.options) if card.options else None
    if card.options and keyboard is None:
        body, draft.numbered = as_numbered(Choices(body=body, options=card.options), draft.message.language)
        draft.lose("choices", "numbered text", f"an option's id is over {CALLBACK_BYTES} bytes")
    if card.media is not None and (card.media.url or card.media.media_id):
        captioned = Media(kind=card.media.kind, url=card.media.url, media_id=card.media.media_id, caption=body)
        _media(draft, captioned, keyboard)
    else:
        draft.text(body, keyboard)


def _location(draft: _Draft, place: Location) -> None:
    where = {"latitude": place.latitude, "longitude": place.longitude}
    name, address = place.name or place.address, place.address or place.name  # a venue needs both
    if name:
        draft.call("sendVenue", **where, title=name, address=address)
    else:
        draft.call("sendLocation", **where)


def _contact(draft: _Draft, contact: Contact) -> None:
    """Telegram knows contacts by one phone; what else there is follows as text."""
    if contact.phones:
        draft.call("sendContact", phone_number=contact.phones[0], first_name=contact.name)
    more = (*contact.phones[1:], *contact.emails)
    if more or not contact.phones:
        draft.lose("contact", "text", "a contact here is a name and one phone")
        draft.text("\n".join((contact.name, *more)))


def _number(provider_id: str) -> int | str:
    return int(provider_id) if provider_id.lstrip("-").isdecimal() else provider_id
