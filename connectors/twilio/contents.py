"""What an incoming message says, as content. Pure.

https://www.twilio.com/docs/messaging/guides/webhook-request: the same parameters for SMS, MMS and WhatsApp.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from connectors.content import ChoiceReply, Content, Location, Media, MediaKind, Referral, Text, Unsupported

_KINDS: dict[str, MediaKind] = {"image": "image", "audio": "audio", "video": "video"}
MOST_MEDIA = 30

Form = Mapping[str, str]


def said(form: Form) -> Content:
    """What a customer said; `form` holds the parameters of one webhook."""
    body, referral, media = form.get("Body", ""), _referral(form), _media(form)
    replied = form.get("OriginalRepliedMessageSid") or None
    if "ButtonPayload" in form or "ButtonText" in form:
        payload = form.get("ButtonPayload") or form.get("ButtonText", "")
        label = form.get("ButtonText") or body or payload
        return ChoiceReply(option_id=payload, label=label, via="tap", prompt=replied, payload=payload)
    if form.get("ListId"):
        label = form.get("ListTitle") or body
        return ChoiceReply(option_id=form["ListId"], label=label, via="tap", prompt=replied, payload=form["ListId"])
    place = _place(form)
    if place is not None:
        return place
    if len(media) == 1:
        return Media(**{**media[0], "caption": body or None, "referral": referral})
    attachments = tuple(Media(**one) for one in media)
    kind = form.get("MessageType", "text")
    if not body and not attachments and kind not in ("text", ""):
        return Unsupported(kind=kind, referral=referral)
    return Text(body=body, attachments=attachments, referral=referral)


def _media(form: Form) -> list[dict[str, Any]]:
    """By the addresses that are there: NumMedia may lie."""
    found: list[dict[str, Any]] = []
    for number in range(MOST_MEDIA):
        url = form.get(f"MediaUrl{number}")
        if not url:
            break
        mime = form.get(f"MediaContentType{number}") or None
        kind = _KINDS.get((mime or "").partition("/")[0], "file")
        found.append({"kind": kind, "url": url, "mime": mime})
    return found


def _place(form: Form) -> Location | None:
    try:
        latitude, longitude = float(form["Latitude"]), float(form["Longitude"])
    except (KeyError, ValueError):
        return None
    if not (isfinite(latitude) and isfinite(longitude)):
        return None
    return Location(
        latitude=latitude, longitude=longitude, name=form.get("Label") or None, address=form.get("Address") or None
    )


def _referral(form: Form) -> Referral | None:
    if not any(name.startswith("Referral") for name in form):
        return None
    return Referral(
        source=form.get("ReferralSourceType") or "ad",
        ref=form.get("ReferralCtwaClid") or None,
        ad_id=form.get("ReferralSourceId") or None,
        url=form.get("ReferralSourceUrl") or None,
    )
