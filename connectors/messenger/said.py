"""What a message says: its text, its attachments, the button tapped, the link that brought it."""

from __future__ import annotations

from typing import Any

import msgspec

from connectors.content import ChoiceReply, Content, FormReply, Location, Media, MediaKind, Referral, Text, Unsupported
from connectors.messenger.wire import (
    Attachment,
    CameFrom,
    Coordinates,
    Message,
    Payload,
    Postback,
    QuickReply,
    ReplyTo,
    Story,
    as_,
    listed,
    text_of,
)

MEDIA: dict[str, MediaKind] = {
    "image": "image",
    "audio": "audio",
    "video": "video",
    "file": "file",
    "sticker": "sticker",
    "reel": "video",
    "ig_reel": "video",
}
REELS = frozenset({"reel", "ig_reel"})
LINKS = frozenset({"share", "post", "ig_post", "fallback"})
Shown = Media | Text | Location | Unsupported
THUMBS = frozenset({"369239263222822", "369239343222814", "369239383222810"})  # the blue thumb, in three sizes


def said(message: Message) -> Content:
    """Total: what we cannot show becomes `unsupported`, in the provider's own word."""
    reply_to = as_(ReplyTo, message.reply_to)
    referral = came_from(message.referral) or _story(reply_to)
    tapped = as_(QuickReply, message.quick_reply)
    payload, text = text_of(tapped.payload) if tapped else None, text_of(message.text)
    if payload is None:
        return _together(message, text, referral)
    prompt = text_of(reply_to.mid) if reply_to else None
    shown = [_attached(attachment) for attachment in _once(listed(message.attachments))]
    return ChoiceReply(
        option_id=payload, label=text or payload, via="tap", prompt=prompt, payload=payload, referral=referral,
        attachments=tuple(one for one in shown if isinstance(one, Media)),
    )  # fmt: skip


def tapped_button(postback: Postback) -> ChoiceReply:
    """A button, the persistent menu, an ice breaker or Get Started. Observed in `standby` it has only its title."""
    title, payload = text_of(postback.title), text_of(postback.payload)
    return ChoiceReply(
        option_id=payload or title or "",
        label=title or payload or "",
        via="tap",
        payload=payload,
        referral=came_from(postback.referral),
    )


def filled_in(body: Any) -> FormReply | None:
    """The answers of a form, by their keys, over all its screens.

    https://developers.facebook.com/docs/messenger-platform/send-messages/template/customer-information
    """
    screens = listed(body.get("screens")) if isinstance(body, dict) else []
    responses = [one for screen in screens if isinstance(screen, dict) for one in listed(screen.get("responses"))]
    keyed = ((text_of(one.get("key")), one.get("value")) for one in responses if isinstance(one, dict))
    values = {key: value for key, value in keyed if key is not None}
    return FormReply(values=values) if values else None


def came_from(value: Any) -> Referral | None:
    link = as_(CameFrom, value)
    if link is None:
        return None
    product = link.product if isinstance(link.product, dict) else {}
    source = (text_of(link.source) or ("product" if product else "link")).lower()
    ref = text_of(link.ref) or text_of(product.get("id"))
    return Referral(source=source, ref=ref, ad_id=text_of(link.ad_id), url=text_of(link.referer_uri))


def _story(reply_to: ReplyTo | None) -> Referral | None:
    story = as_(Story, reply_to.story) if reply_to else None
    return Referral(source="story", ref=text_of(story.id), url=text_of(story.url)) if story else None


def _together(message: Message, text: str | None, referral: Referral | None) -> Content:
    shown = [_attached(attachment) for attachment in _once(listed(message.attachments))]
    places = [one for one in shown if isinstance(one, Location)]
    media = tuple(one for one in shown if isinstance(one, Media))
    links = [one for one in shown if isinstance(one, Text)]
    if places:
        return msgspec.structs.replace(places[0], name=places[0].name or text, attachments=media, referral=referral)
    if text is None and len(shown) == 1:
        return msgspec.structs.replace(shown[0], referral=referral or _asked_about(shown[0]))
    if text is not None or media or links:
        body = text if text is not None else "\n".join(link.body for link in links)
        return Text(body=body, attachments=media, referral=referral or _shared(text, shown))
    if shown:
        return msgspec.structs.replace(shown[0], referral=referral)
    return referral or Unsupported(kind="unsupported" if message.is_unsupported else "empty")


def _shared(text: str | None, shown: list[Shown]) -> Referral | None:
    """Beside words, a shared post or story is where they came from; a `fallback` only previews a link in the words."""
    if text is None:
        return None
    told = (one.referral for one in shown if one.referral is not None)
    return next((referral for referral in told if referral.source != "fallback"), None)


def _asked_about(shown: Shown) -> Referral | None:
    """A product or a story says by its id what it is about also without words; a shared link is its own words."""
    return shown.referral if shown.referral and shown.referral.ref else None


def _once(attachments: list[Any]) -> list[Any]:
    """Until August 2026 a sticker came twice, as a sticker and as an image: the same id is shown once."""
    seen: set[str] = set()
    kept = []
    for attachment in attachments:
        sticker = _sticker_id(attachment)
        if sticker is None or sticker not in seen:
            kept.append(attachment)
        if sticker is not None:
            seen.add(sticker)
    return kept


def _sticker_id(attachment: Any) -> str | None:
    payload = attachment.get("payload") if isinstance(attachment, dict) else None
    return text_of(payload.get("sticker_id")) if isinstance(payload, dict) else None


def _attached(value: Any) -> Shown:
    attachment = as_(Attachment, value)
    if attachment is None:
        return Unsupported(kind="attachment")
    payload = as_(Payload, attachment.payload) or Payload()
    if attachment.type in MEDIA:
        return _media(attachment.type, payload)
    if attachment.type in LINKS:
        return _link(attachment, payload)
    if attachment.type == "location":
        return _location(attachment, payload)
    if attachment.type == "template":
        return _template(payload)
    if attachment.type == "like_heart":  # Instagram's heart beside the field to write in: it has nothing to fetch
        return Text(body="❤️")
    return _named(attachment.type, payload)


def _named(kind: str, payload: Payload) -> Unsupported:
    """A mention in a story, a vanishing photo: Meta forbids to keep these, so they are named and never fetched."""
    note = text_of(payload.url) or text_of(payload.story_media_url) or text_of(payload.title)
    url = note if _leads(note) else None
    return Unsupported(
        kind=kind, note=note, referral=Referral(source=kind, ref=text_of(payload.story_media_id), url=url)
    )


def _media(name: str, payload: Payload) -> Media | Unsupported:
    sticker, title, url = text_of(payload.sticker_id), text_of(payload.title), text_of(payload.url)
    if name in REELS and not _leads(url):  # a path inside the app
        return Unsupported(kind=name, note=title or url)
    kind = MEDIA[name] if sticker is None else "sticker"
    return Media(kind=kind, url=url, name="👍" if sticker in THUMBS else title, missing=None if url else "no_url")


def _leads(url: str | None) -> bool:
    """Can it be opened outside of Meta's apps?"""
    return url is not None and url.startswith(("https://", "http://"))


def _link(attachment: Attachment, payload: Payload) -> Text | Unsupported:
    url = next(filter(None, map(text_of, (payload.url, attachment.url, attachment.old_url))), None)
    title = text_of(payload.title) or text_of(attachment.title)
    if url is None or not _leads(url):
        return Unsupported(kind=attachment.type, note=title)
    return Text(body=f"{title}\n{url}" if title else url, referral=Referral(source=attachment.type, url=url))


def _location(attachment: Attachment, payload: Payload) -> Location | Unsupported:
    point = as_(Coordinates, payload.coordinates)
    name = text_of(payload.title) or text_of(attachment.title)
    return Location(latitude=point.lat, longitude=point.long, name=name) if point else Unsupported(kind="location")


def _template(payload: Payload) -> Text | Unsupported:
    """A product of a shop, or what another app of the brand sent: its words."""
    product = payload.product if isinstance(payload.product, dict) else {}
    elements = [one for one in listed(payload.elements) + listed(product.get("elements")) if isinstance(one, dict)]
    lines = [text_of(payload.text), *(text_of(one.get(field)) for one in elements for field in ("title", "subtitle"))]
    words = "\n".join(line for line in lines if line)
    shown = next(
        filter(None, (text_of(one.get("id")) for one in listed(product.get("elements")) if isinstance(one, dict))), None
    )
    about = Referral(source="product", ref=shown) if shown else None
    return Text(body=words, referral=about) if words else Unsupported(kind="template")
