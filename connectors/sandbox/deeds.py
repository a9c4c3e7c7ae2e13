"""What a customer can do on a phone, as the Phones page asks for it. Shapes: phones.py."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Protocol

from connectors.sandbox.phones import Bubble, Phone, bubble_id
from connectors.sandbox.provider import Line, Provider


class Sandbox(Protocol):
    """What is needed of the server."""

    lines: dict[str, Line]

    def provider(self, line: Line) -> Provider: ...
    def changed(self, phone: Phone) -> None: ...
    def say(self, account: str, text: str) -> Bubble: ...
    def tap(self, account: str, message_id: str, option_id: str) -> Bubble | None: ...
    def new_customer(self, account: str) -> Phone: ...


def do(sandbox: Sandbox, account: str, asked: dict[str, Any]) -> str | None:
    """One thing that a customer does; what is wrong with it, if anything."""
    match asked:
        case {"text": str(text)}:
            sandbox.say(account, text)
        case {"tap": {"message_id": str(message), "option_id": str(chosen)}}:
            return None if sandbox.tap(account, message, chosen) else "there is no such option"
        case {"media": {"base64": str(encoded), **about}}:
            return _send_media(sandbox, account, encoded, about)
        case {"location": {"latitude": latitude, "longitude": longitude}}:
            _say_more(sandbox, account, "location", {"latitude": float(latitude), "longitude": float(longitude)})
        case {"reaction": {"message_id": str(message), **about}}:
            return _react(sandbox, account, message, about.get("emoji"))
        case {"block": bool(blocked)}:
            _block(sandbox, account, blocked)
        case {"new_customer": _}:
            sandbox.new_customer(account)
        case _:
            return "say one of text, tap, media, location, reaction, block, new_customer"
    return None


def _say_more(sandbox: Sandbox, account: str, kind: str, media: dict[str, Any], text: str = "") -> Bubble:
    line = sandbox.lines[account]
    return sandbox.provider(line).say(line, line.held(), Bubble(bubble_id(), "in", kind, text, media=media))


def _send_media(sandbox: Sandbox, account: str, encoded: str, about: Mapping[Any, Any]) -> str | None:
    try:
        body = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return "media.base64 cannot be read"
    kind, mime = str(about.get("kind", "file")), str(about.get("mime", "application/octet-stream"))
    url = f"data:{mime};base64,{encoded}" if len(encoded) < 200_000 else None
    media = {"kind": kind, "name": str(about.get("name", "file")), "mime": mime, "bytes": body}
    caption = str(about.get("caption", ""))
    apart = sandbox.lines[account].channel == "messenger"  # where words are a message of their own
    said = _say_more(sandbox, account, kind, media, "" if apart else caption)
    said.media = {"kind": kind, "name": media["name"], "url": url}
    if apart and caption:
        sandbox.say(account, caption)
    return None


def _react(sandbox: Sandbox, account: str, message: str, emoji: Any) -> str | None:
    line = sandbox.lines[account]
    target = line.held().by_id(message)
    if line.channel == "sms":
        return "SMS knows no reactions"
    if target is None:
        return "there is no such message"
    target.reaction = emoji
    bubble = Bubble(bubble_id(), "in", "reaction", reaction=emoji, reference=target.provider_id)
    sandbox.provider(line).say(line, line.held(), bubble)
    line.held().messages.remove(bubble)
    sandbox.changed(line.held())
    return None


def _block(sandbox: Sandbox, account: str, blocked: bool) -> None:
    line = sandbox.lines[account]
    line.held().blocked = blocked
    if line.channel == "telegram":  # the others tell nobody
        bubble = Bubble(bubble_id(), "in", "block")
        sandbox.provider(line).say(line, line.held(), bubble)
        line.held().messages.remove(bubble)
    sandbox.changed(line.held())
