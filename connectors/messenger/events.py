"""One event of a thread: who did what, when, as a value. What an event says in words is read in `said`.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Any, Literal

import msgspec

from connectors.content import Content, Deleted, Edited, Reaction, Referral, System, Text, Unsupported
from connectors.message import DeliveryStatus, Echo, Event, Holder, Inbound, Status, Unreadable
from connectors.messenger import wire
from connectors.messenger.said import came_from, filled_in, said, tapped_button
from connectors.messenger.wire import as_, text_of
from connectors.moment import moment

FACES = {"smile": "😆", "angry": "😠", "sad": "😢", "wow": "😮", "love": "❤", "like": "👍", "dislike": "👎"}


class Scene(msgspec.Struct, frozen=True):
    """Who speaks with whom, when. `address` is always the customer; `ours` says that the page spoke."""

    page: str | None
    address: str | None
    aliases: tuple[str, ...]
    ours: bool
    at: datetime
    app_id: str | None
    raw: dict[str, Any]

    def inbound(self, key: str, content: Content, **more: Any) -> Inbound:
        assert self.address is not None
        return Inbound(
            key=key, address=self.address, content=content, sent_at=self.at, recipient=self.page, aliases=self.aliases,
            **more,
        )  # fmt: skip

    def system(self, event: str, body: Any) -> Inbound:
        data = body if isinstance(body, dict) else {"value": body}
        return self.inbound(
            self.mark, System(event=event, data=data), kind="system", opens_window=False, makes_conversation=False
        )

    def echo(self, key: str, content: Content, mid: str, reference: str | None = None, app: str | None = None) -> Echo:
        assert self.address is not None
        return Echo(
            key=key, address=self.address, content=content, sent_at=self.at, provider_id=mid, recipient=self.page,
            aliases=self.aliases, reference=reference, app_id=app,
        )  # fmt: skip

    def unreadable(self, reason: str) -> Unreadable:
        return Unreadable(reason=reason, raw=self.raw, recipient=self.page)

    @property
    def mark(self) -> str:
        """The key of what has no id: a repetition is the same, byte for byte."""
        return blake2b(msgspec.json.encode(self.raw, order="sorted"), digest_size=16).hexdigest()


def read(kind: str | None, name: str, scene: Scene) -> Iterator[Event]:
    """The events of one entry of `messaging`; `kind` None: one that we do not know, called `name`. Total."""
    if scene.ours and kind not in ECHOED:
        yield scene.unreadable(name)
        return
    if kind is None:  # perhaps nothing that a person did: shown, and not answered
        yield msgspec.structs.replace(_unsupported(name, scene), addressed=False)
        return
    try:
        yield from READERS[kind](scene.raw[kind], scene)
    except msgspec.ValidationError:
        spoken = kind in SPOKEN and not scene.ours
        yield _unsupported(name, scene) if spoken else scene.unreadable(name)


def _unsupported(kind: str, scene: Scene) -> Inbound:
    return scene.inbound(scene.mark, Unsupported(kind=kind), opens_window=kind in SPOKEN)


def _message(body: Any, scene: Scene) -> Iterator[Event]:
    message = msgspec.convert(body, wire.Message, strict=False)
    mid = text_of(message.mid) or scene.mark
    deleted = Deleted(target=mid) if message.is_deleted else None
    if scene.ours:
        yield _echo(message, mid, deleted, scene)
    elif deleted:
        yield scene.inbound(f"{mid}:deleted", deleted, kind="delete", opens_window=False)
    else:
        answered = as_(wire.ReplyTo, message.reply_to)
        quoted = text_of(answered.mid) if answered else None
        yield scene.inbound(mid, said(message), provider_id=text_of(message.mid), reply_to=quoted)


def _echo(message: wire.Message, mid: str, deleted: Deleted | None, scene: Scene) -> Echo:
    """Our `metadata` comes back in it; another app may have written its own there."""
    app = text_of(message.app_id)
    theirs = scene.app_id is not None and app is not None and app != scene.app_id
    reference = None if theirs or deleted else text_of(message.metadata)
    return scene.echo(f"{mid}:deleted" if deleted else f"{mid}:echo", deleted or said(message), mid, reference, app)


def _postback(body: Any, scene: Scene) -> Iterator[Event]:
    postback = msgspec.convert(body, wire.Postback, strict=False)
    mid = text_of(postback.mid)
    yield scene.inbound(mid or scene.mark, tapped_button(postback), provider_id=mid)


def _reaction(body: Any, scene: Scene) -> Iterator[Event]:
    reaction = msgspec.convert(body, wire.Reaction, strict=False)
    taken_back = reaction.action == "unreact"
    emoji = None if taken_back else reaction.emoji or FACES.get(reaction.reaction or "") or reaction.reaction
    mid = str(reaction.mid)
    content = Reaction(target=mid, emoji=emoji)
    key = f"{mid}:{scene.address}:{reaction.action}:{int(scene.at.timestamp() * 1000)}"
    if scene.ours:
        yield scene.echo(key, content, mid)
    else:
        yield scene.inbound(key, content, kind="reaction", opens_window=not taken_back)


def _edit(body: Any, scene: Scene) -> Iterator[Event]:
    edit = msgspec.convert(body, wire.Edit, strict=False)
    mid = str(edit.mid)
    content = Edited(target=mid, content=Text(body=text_of(edit.text) or ""))
    key = scene.mark if edit.num_edit is None else f"{mid}:{edit.num_edit}"
    if scene.ours:
        yield scene.echo(key, content, mid)
    else:
        yield scene.inbound(key, content, kind="edit", opens_window=False)


def _delivery(body: Any, scene: Scene) -> Iterator[Event]:
    delivery = msgspec.convert(body, wire.Delivery, strict=False)
    for mid in delivery.mids or ():
        yield _receipt("delivered", str(mid), scene)
    if not delivery.mids:
        yield _up_to("delivered", delivery.watermark, scene)


def _seen(body: Any, scene: Scene) -> Iterator[Event]:
    seen = msgspec.convert(body, wire.Read, strict=False)
    if seen.mid:
        yield _receipt("read", str(seen.mid), scene)
    else:
        yield _up_to("read", seen.watermark, scene)


def _receipt(status: DeliveryStatus, mid: str, scene: Scene) -> Status:
    return Status(status=status, at=scene.at, recipient=scene.page, address=scene.address, provider_id=mid)


def _up_to(status: DeliveryStatus, watermark: Any, scene: Scene) -> Event:
    until = moment(watermark)
    if until is None:
        return scene.unreadable(status)
    return Status(status=status, at=scene.at, recipient=scene.page, address=scene.address, watermark=until)


def _referral(body: Any, scene: Scene) -> Iterator[Event]:
    """A link into a thread that exists already: nothing is said, and yet it opens the window."""
    referral = came_from(body)
    yield scene.inbound(scene.mark, referral) if referral else _unsupported("referral", scene)


def _optin(body: Any, scene: Scene) -> Iterator[Event]:
    """The plug-ins for web pages start a thread as a link does. Consent to be notified starts none, nor its end."""
    link = as_(wire.OptIn, body)
    ref = text_of(link.ref) if link and link.type in PLUGINS else None
    if ref is None:
        yield msgspec.structs.replace(scene.system("optin", body), opt_out=_wish(link) if link else None)
    else:
        yield scene.inbound(scene.mark, Referral(source="optin", ref=ref))


def _wish(link: wire.OptIn) -> Literal["stop", "start"] | None:
    """Meta's pages write STOP_NOTIFICATIONS, "STOP NOTIFICATIONS" and STOP."""
    word = re.split(r"[ _]", text_of(link.notification_messages_status) or "")[0].upper()
    return WISHES.get(word)


def _optout(body: Any, scene: Scene) -> Iterator[Event]:
    yield msgspec.structs.replace(scene.system("optout", body), opt_out="stop")


def _form(body: Any, scene: Scene) -> Iterator[Event]:
    """What a customer filled into a form of ours."""
    filled = filled_in(body)
    yield scene.inbound(scene.mark, filled) if filled else _unsupported("messaging_customer_information", scene)


def _control(event: str) -> Callable[[Any, Scene], Iterator[Event]]:
    """The thread has another holder. Of idle threads Meta names none: their next message comes to whom it is for."""

    def told(body: Any, scene: Scene) -> Iterator[Event]:
        given = as_(wire.Control, body)
        holder = _holder(event, text_of(given.new_owner_app_id) if given else None, scene.app_id)
        yield msgspec.structs.replace(scene.system(event, body), holder=holder)

    return told


def _holder(event: str, new_owner: str | None, ours: str | None) -> Holder | None:
    """Where our own app is not known by its id: only the next holder is told of a pass, only the last of a taking."""
    if new_owner is None:  # of a taking older pages name only who had it
        return "theirs" if event == "take_thread_control" else None
    if ours is not None:
        return "ours" if new_owner == ours else "theirs"
    return "theirs" if new_owner in INBOXES or event == "take_thread_control" else "ours"


def _system(event: str) -> Callable[[Any, Scene], Iterator[Event]]:
    def told(body: Any, scene: Scene) -> Iterator[Event]:
        yield scene.system(event, body)

    return told


READERS: dict[str, Callable[[Any, Scene], Iterator[Event]]] = (
    {
        "message": _message,
        "postback": _postback,
        "reaction": _reaction,
        "message_edit": _edit,
        "delivery": _delivery,
        "read": _seen,
        "referral": _referral,
        "optin": _optin,
        "optout": _optout,
        "messaging_customer_information": _form,
    }
    | {
        name: _system(name)
        for name in (
            "account_linking",
            "policy_enforcement",
            "messaging_feedback",
            "response_feedback",
            "message_request",
            "game_play",
            "payment",
            "checkout_update",
            "pre_checkout",
            "request_thread_control",
            "app_roles",
        )
    }
    | {name: _control(name) for name in ("pass_thread_control", "take_thread_control")}
)
# The Page Inbox, which the documentation spells in two ways, and the inbox of Instagram
INBOXES = frozenset({"263902037430900", "26390203743090", "1217981644879628"})
ECHOED = frozenset({"message", "reaction", "message_edit"})  # what the page does, too
WISHES: dict[str, Literal["stop", "start"]] = {"STOP": "stop", "RESUME": "start"}
PLUGINS = frozenset({None, "send_to_messenger", "checkbox_plugin"})
SPOKEN = frozenset(
    {"message", "postback", "referral", "messaging_customer_information"}
)  # what a person says, even where we cannot read it
