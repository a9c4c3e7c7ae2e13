"""A hub that speaks Bot Framework's handoff protocol: the activities it is sent, and what it says. Pure.

https://learn.microsoft.com/azure/bot-service/bot-service-design-pattern-handoff-human: the bot sends the event
`handoff.initiate`, whose value is the hub's context and whose attachment is the transcript; the hub answers by events
`handoff.status` with a state of accepted, failed or completed, and by messages. We are the bot ("bot as a proxy").
Activities: https://github.com/microsoft/botframework-sdk, specs/botframework-activity. Paths are those of the Connector
API; the hub's key stands for Azure's tokens, and our own for their signatures.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec

from gateway.desks.correspondence import Accepted, Answered, Declined, Ended, Heard

DESK = "bot_framework"
STATES = frozenset({"accepted", "failed", "completed"})
INLINE = 1_000_000  # bytes of a file that travels inside its activity
_KINDS = {"image": "image", "audio": "audio", "video": "video"}


class BotFramework(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The hub that cases go to. `token` is what it knows us by, `secret` what it must show when it calls.

    `private` lets it lie where only we reach.
    """

    url: str
    token: str
    secret: str
    bot_id: str = "causerie"
    timeout: float = 15.0  # seconds
    private: bool = False


class Call(NamedTuple):
    """One POST; `path` below the hub's address."""

    path: str
    body: Mapping[str, Any]


class Whose(NamedTuple):
    """The customer of a conversation there, on which channel of ours."""

    customer_id: str
    name: str | None
    channel: str
    language: str | None


class Line(NamedTuple):
    """One message of the transcript."""

    id: str
    author: str  # customer, bot, agent…
    name: str | None
    words: str
    at: str


class File(NamedTuple):
    name: str
    mime: str
    body: bytes


def make_conversation(desk: BotFramework, whose: Whose, conversation_id: str) -> Call:
    return Call("v3/conversations", {
        "isGroup": False, "bot": _bot(desk), "members": [_user(whose)], "channelId": whose.channel,
        "channelData": {"conversation_id": conversation_id},
    })  # fmt: skip


def read_conversation(told: Any) -> str | None:
    found = told.get("id") if isinstance(told, dict) else None
    return found if isinstance(found, str) and 0 < len(found) <= 200 else None


def initiate(
    desk: BotFramework, theirs: str, whose: Whose, context: Mapping[str, Any], transcript: Sequence[Line]
) -> Call:
    """Our context package is the value; everything that was said is the attachment."""
    said = [_line(desk, whose, one) for one in transcript]
    attachment = {"contentType": "application/json", "name": "Transcript", "content": {"activities": said}}
    relates = {"bot": _bot(desk), "user": _user(whose), "conversation": {"id": theirs}, "channelId": whose.channel}
    more = {"name": "handoff.initiate", "value": context, "attachments": [attachment], "relatesTo": relates}
    return _activity(desk, theirs, whose, "event", **more)


def said(desk: BotFramework, theirs: str, whose: Whose, words: str, files: Sequence[File] = ()) -> Call:
    """The customer said it; small files travel inside."""
    attached = [
        {"contentType": one.mime, "name": one.name,
         "contentUrl": f"data:{one.mime};base64,{base64.b64encode(one.body).decode()}"}
        for one in files
    ]  # fmt: skip
    call = _activity(desk, theirs, whose, "message", text=words, attachments=attached)
    return call._replace(body={**call.body, "from": _user(whose), "recipient": _bot(desk)})


def undelivered(desk: BotFramework, theirs: str, whose: Whose, why: str) -> Call:
    """What they wrote did not reach the customer. The protocol has no word for it: an event of ours."""
    return _activity(desk, theirs, whose, "event", name="causerie.undelivered", value={"message": why})


def close(desk: BotFramework, theirs: str, whose: Whose) -> Call:
    """Our people or the bot have it, or it is over."""
    return _activity(desk, theirs, whose, "endOfConversation", code="completedSuccessfully")


def is_genuine(desk: BotFramework, headers: Mapping[str, str]) -> bool:
    given = headers.get("Authorization", "").encode("utf-8", "surrogateescape")
    return bool(desk.secret) and hmac.compare_digest(given, f"Bearer {desk.secret}".encode())


def heard(told: Any) -> Heard | None:
    """What an activity says, as far as it concerns us: typing, traces and the like do not."""
    activity = _mapping(told)
    theirs = _mapping(activity.get("conversation")).get("id")
    if not isinstance(theirs, str) or not theirs:
        return None
    kind = activity.get("type")
    if kind == "event" and activity.get("name") == "handoff.status":
        return _status(theirs, _mapping(activity.get("value")).get("state"))
    if kind == "endOfConversation":
        return Ended(theirs, "resolved", DESK)
    return _answered(theirs, activity) if kind == "message" else None


def _status(theirs: str, state: Any) -> Heard | None:
    """Hubs have states of their own beside the three: they are no reason to refuse what was told."""
    if state == "accepted":
        return Accepted(theirs)
    if state == "failed":
        return Declined(theirs)
    return Ended(theirs, "resolved", DESK) if state == "completed" else None


def _answered(theirs: str, activity: Mapping[str, Any]) -> Answered | None:
    attachments = activity.get("attachments")
    files = tuple(
        (_KINDS.get(str(one.get("contentType", "")).partition("/")[0], "file"), str(one["contentUrl"]))
        for one in map(_mapping, attachments if isinstance(attachments, list) else ())
        if str(one.get("contentUrl", "")).startswith(("https://", "http://"))
    )
    words, name = activity.get("text"), _mapping(activity.get("from")).get("name")
    told = activity.get("id") or f"{activity.get('timestamp')} {words}"
    mark = sha256(f"{theirs}\0{told}".encode()).hexdigest()[:32]  # an id is one in its conversation only
    if not isinstance(words, str | None) or not (words or files):
        return None
    return Answered(mark, theirs, words or "", name if isinstance(name, str) else None, files, DESK)


def _activity(desk: BotFramework, theirs: str, whose: Whose, kind: str, **more: Any) -> Call:
    body = {
        "type": kind, "channelId": whose.channel, "conversation": {"id": theirs}, "from": _bot(desk),
        "recipient": _user(whose), **({"locale": whose.language} if whose.language else {}), **more,
    }  # fmt: skip
    return Call(f"v3/conversations/{quote(theirs, safe='')}/activities", body)


def _line(desk: BotFramework, whose: Whose, one: Line) -> dict[str, Any]:
    speaker = _user(whose) if one.author == "customer" else {**_bot(desk), "name": one.name or one.author}
    return {"type": "message", "id": one.id, "timestamp": one.at, "from": speaker, "text": one.words}


def _bot(desk: BotFramework) -> dict[str, Any]:
    return {"id": desk.bot_id, "name": desk.bot_id, "role": "bot"}


def _user(whose: Whose) -> dict[str, Any]:
    return {"id": whose.customer_id, "name": whose.name or whose.customer_id, "role": "user"}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
