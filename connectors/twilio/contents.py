"""What an incoming message says, as content. Pure.

https://www.twilio.com/docs/messaging/guides/webhook-request: the same parameters for SMS, MMS and WhatsApp.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

import msgspec

from connectors.content import (
    ChoiceReply,
    Content,
    FormReply,
    Location,
    Media,
    MediaKind,
    Reaction,
    Referral,
    Text,
    Unsupported,
)  # fmt: skip
from connectors.document import document
from connectors.twilio import base64_text

_KINDS: dict[str, MediaKind] = {"image": "image", "audio": "audio", "video": "video"}
_ANSWERS = ("FlowData", "InteractiveData")
MOST_MEDIA = 30

Form = Mapping[str, str]


def said(form: Form, *, sms: bool) -> Content:
    """What a customer said; `form` holds the parameters of one webhook."""
    body, referral, media = base64_text.read(form.get("Body", "")), _referral(form), _media(form)
    attachments = tuple(Media(**one) for one in media)
    kind, replied = form.get("MessageType", "text"), form.get("OriginalRepliedMessageSid")
    if kind == "reaction" and replied and not sms:  # none is documented, and nothing else could be meant by it
        return Reaction(target=replied, emoji=body or None)
    pointed = _choice(form, body, sms=sms) or _place(form, body) or _filled_in(form, body)
    if pointed is not None:
        return msgspec.structs.replace(pointed, referral=referral, attachments=attachments)
    if len(media) == 1:
        return Media(**{**media[0], "caption": body or None, "referral": referral})
    if not body and not attachments and kind not in ("text", ""):
        return Unsupported(kind=kind, referral=referral)
    return Text(body=body, attachments=attachments, referral=referral)


def _choice(form: Form, body: str, *, sms: bool) -> ChoiceReply | None:
    """A tap on a button or on a row of a list. SMS has neither: a button's words beside its text mean nothing there."""
    replied = form.get("OriginalRepliedMessageSid") or None
    payload = form.get("ButtonPayload") or ("" if sms else form.get("ButtonText", ""))
    if payload:
        label = form.get("ButtonText") or body or payload
        return ChoiceReply(option_id=payload, label=label, via="tap", prompt=replied, payload=payload)
    row = form.get("ListId")
    if row:
        label = form.get("ListTitle") or body or row
        return ChoiceReply(option_id=row, label=label, via="tap", prompt=replied, payload=row)
    return None


def _media(form: Form) -> list[dict[str, Any]]:
    """By the addresses that are there: NumMedia may lie."""
    found: list[dict[str, Any]] = []
    for number in range(MOST_MEDIA):
        url = form.get(f"MediaUrl{number}")
        if not url:
            break
        mime = form.get(f"MediaContentType{number}") or None
        kind = "sticker" if form.get("MessageType") == "sticker" else _KINDS.get((mime or "").partition("/")[0], "file")
        found.append({"kind": kind, "url": url, "mime": mime})
    return found


def _place(form: Form, body: str) -> Location | None:
    """Words beside a place without a name are what it is called."""
    try:
        latitude, longitude = float(form["Latitude"]), float(form["Longitude"])
    except (KeyError, ValueError):
        return None
    if not (isfinite(latitude) and isfinite(longitude)):
        return None
    return Location(
        latitude=latitude, longitude=longitude, name=form.get("Label") or body or None,
        address=form.get("Address") or None,
    )  # fmt: skip


def _filled_in(form: Form, body: str) -> FormReply | None:
    """A WhatsApp form's answers, as JSON in a parameter of its own; not all of Twilio's pages name the same one."""
    if form.get("MessageType") != "interactive":
        return None
    given = (document(form[name].encode(errors="replace")) for name in _ANSWERS if name in form)
    values = next((one for one in given if isinstance(one, dict)), None)
    return FormReply(values=values, body=body or None) if values is not None else None


def _referral(form: Form) -> Referral | None:
    """The ad that brought the customer. Without one Twilio still sends ReferralNumMedia=0, on every channel."""
    told = {name: form.get(f"Referral{name}") or None for name in ("SourceType", "SourceId", "SourceUrl", "CtwaClid")}
    if not any(told.values()):
        return None
    return Referral(
        source=told["SourceType"] or "ad", ref=told["CtwaClid"], ad_id=told["SourceId"], url=told["SourceUrl"]
    )
