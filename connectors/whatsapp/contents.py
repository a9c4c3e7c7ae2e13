"""What a WhatsApp message holds, by its `type`.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from connectors.content import (
    ChoiceReply,
    Contact,
    ContactCard,
    Content,
    Deleted,
    Edited,
    FormReply,
    Location,
    Media,
    MediaKind,
    Reaction,
    Referral,
    System,
    Text,
    Unsupported,
)  # fmt: skip
from connectors.whatsapp.values import mapping, mappings, number, text

_NAME_ON_CARD = re.compile(r"^FN[^:\r\n]*:(.+)$", re.MULTILINE)  # of a vCard

Kind = Literal["message", "reaction", "edit", "delete", "callback", "system"]

_KINDS: dict[str, Kind] = {"reaction": "reaction", "edit": "edit", "revoke": "delete", "system": "system"}
_ANSWERS = ("button_reply", "list_reply", "nfm_reply", "call_permission_reply")
_MEDIA: dict[str, MediaKind] = {
    "image": "image", "video": "video", "document": "file", "audio": "audio", "sticker": "sticker", "voice": "voice",
}  # fmt: skip


def kind_of(message: dict[str, Any]) -> Kind:
    """What sort of event it is: something said, or something that happened to what was said."""
    return _KINDS.get(_type_of(message), "message")


def _type_of(message: dict[str, Any]) -> str:
    """Meta's word for it; where it is left out, as in some of its examples, the field that only such a message has."""
    return text(message.get("type")) or next((name for name in (*_READERS, *_MEDIA) if name in message), "unknown")


def content_of(message: dict[str, Any]) -> Content:
    """The content, whatever the type; unknown and odd ones are Unsupported by Meta's own word for them."""
    kind = _type_of(message)
    read = _READERS.get(kind) or (_media if kind in _MEDIA else None)
    content = read(message) if read is not None else None
    if content is None:
        return _unsupported(message, kind)
    referral = referral_of(message)
    return msgspec.structs.replace(content, referral=referral) if referral and hasattr(content, "referral") else content


def referral_of(message: dict[str, Any]) -> Referral | None:
    """The ad, the post or the product of the catalogue that brought the customer."""
    given = mapping(message.get("referral"))
    if not given:
        product = mapping(mapping(message.get("context")).get("referred_product"))
        shown = text(product.get("product_retailer_id"))
        return Referral(source="product", ref=shown) if shown else None
    return Referral(
        source=text(given.get("source_type")) or "ad",
        ref=text(given.get("ctwa_clid")),
        ad_id=text(given.get("source_id")),
        url=text(given.get("source_url")),
    )


def _text(message: dict[str, Any]) -> Content | None:
    body = mapping(message.get("text")).get("body")
    return Text(body=text(body) or "") if isinstance(body, str) or text(body) else None


def _media(message: dict[str, Any]) -> Content | None:
    kind = _type_of(message)
    file = mapping(message.get(kind))
    if not file:
        return None
    media_id, url = text(file.get("id")), text(file.get("url"))
    return Media(
        kind="voice" if file.get("voice") is True else _MEDIA[kind],
        media_id=media_id,
        url=url,
        mime=text(file.get("mime_type")),
        name=text(file.get("filename")),
        caption=text(file.get("caption")),
        missing=None if media_id or url else "no_id",
    )


def _location(message: dict[str, Any]) -> Content | None:
    place = mapping(message.get("location"))
    latitude, longitude = number(place.get("latitude")), number(place.get("longitude"))
    if latitude is None or longitude is None:
        return None
    name, address = text(place.get("name")), text(place.get("address"))
    return Location(latitude=latitude, longitude=longitude, name=name, address=address)


def _contacts(message: dict[str, Any]) -> Content | None:
    cards = tuple(_contact(card) for card in mappings(message.get("contacts")))
    return ContactCard(contacts=cards) if cards else None


def _contact(card: dict[str, Any]) -> Contact:
    name = mapping(card.get("name"))
    spelled = " ".join(filter(None, (text(name.get("first_name")), text(name.get("last_name")))))
    company = text(mapping(card.get("org")).get("company"))
    on_card = _NAME_ON_CARD.search(text(card.get("vcard")) or "")
    return Contact(
        name=text(name.get("formatted_name")) or spelled or company or (on_card[1].strip() if on_card else ""),
        phones=tuple(
            filter(None, (text(one.get("phone")) or text(one.get("wa_id")) for one in mappings(card.get("phones"))))
        ),
        emails=tuple(filter(None, (text(one.get("email")) for one in mappings(card.get("emails"))))),
    )


def _reaction(message: dict[str, Any]) -> Content | None:
    given = mapping(message.get("reaction"))
    target = text(given.get("message_id"))
    return Reaction(target=target, emoji=text(given.get("emoji"))) if target else None


def _button(message: dict[str, Any]) -> Content | None:
    """A quick reply of a template."""
    given = mapping(message.get("button"))
    label = text(given.get("text")) or ""
    payload = text(given.get("payload")) or label
    return _chosen(message, payload, label) if payload else None


def _interactive(message: dict[str, Any]) -> Content | None:
    given = mapping(message.get("interactive"))
    kind = text(given.get("type")) or next((name for name in _ANSWERS if name in given), "")
    answer = mapping(given.get(kind))
    if kind in ("button_reply", "list_reply"):
        option = text(answer.get("id"))
        return _chosen(message, option, text(answer.get("title")) or option) if option else None
    if kind == "nfm_reply":
        return FormReply(values=_values(answer.get("response_json")), body=text(answer.get("body")))
    if kind == "call_permission_reply":
        return System(event="call_permission", data=answer)
    return None


def _chosen(message: dict[str, Any], option: str, label: str) -> ChoiceReply:
    prompt = text(mapping(message.get("context")).get("id"))
    return ChoiceReply(option_id=option, label=label, via="tap", prompt=prompt, payload=option)


def _values(given: Any) -> dict[str, Any]:
    """A Flow's answer is JSON in a string; what is no object is kept as it came."""
    if given is None:
        return {}
    try:
        values = msgspec.json.decode(given) if isinstance(given, str) else given
    except (msgspec.DecodeError, RecursionError):
        values = None
    return values if isinstance(values, dict) else {"response_json": given}


def _order(message: dict[str, Any]) -> Content | None:
    order = mapping(message.get("order"))
    return FormReply(values={"order": order}, body=text(order.get("text"))) if order else None


def _system(message: dict[str, Any]) -> Content | None:
    given = mapping(message.get("system"))
    return System(event=text(given.get("type")) or "system", data=given)


def _edit(message: dict[str, Any]) -> Content | None:
    given = mapping(message.get("edit"))
    target = text(given.get("original_message_id"))
    inner = mapping(given.get("message"))
    return Edited(target=target, content=content_of(inner)) if target and _type_of(inner) != "edit" else None


def _revoke(message: dict[str, Any]) -> Content | None:
    target = text(mapping(message.get("revoke")).get("original_message_id"))
    return Deleted(target=target) if target else None


def _welcome(_message: dict[str, Any]) -> Content | None:
    """The customer opened the chat for the first time, and said nothing yet."""
    return Referral(source="request_welcome")


def _unsupported(message: dict[str, Any], kind: str) -> Unsupported:
    inner = text(mapping(message.get("unsupported")).get("type"))
    errors = mappings(message.get("errors"))
    told = (text(one.get("title")) or text(one.get("message")) for one in errors)
    note = next(told, None) or text(mapping(message.get("interactive")).get("type"))
    return Unsupported(kind=inner or kind, note=note)


_READERS: dict[str, Callable[[dict[str, Any]], Content | None]] = {
    "text": _text,
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
    "system": _system,
    "edit": _edit,
    "revoke": _revoke,
    "request_welcome": _welcome,
}
