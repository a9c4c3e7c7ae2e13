"""An approved template with its parameters: "1", "2" or names fill the body, "header" and "button.0" what they say.

https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview
"""

from __future__ import annotations

import re
from typing import Any

from connectors.content import Media, Template

_BUTTON = re.compile(r"button\.(\d+)")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_KINDS = {"image": "image", "video": "video"}
_IMAGES = (".png", ".jpg", ".jpeg", ".webp")
_VIDEOS = (".mp4", ".3gp")


def template_of(content: Template) -> dict[str, Any]:
    """The `template` object of a message."""
    components = [*_header(content), *_body(content.params), *_buttons(content.params)]
    language = {"code": content.locale.replace("-", "_") or "en"}  # Meta writes en_US
    return {
        "name": content.template_id, "language": language, **({"components": components} if components else {})
    }  # fmt: skip


def with_file(template: dict[str, Any], media_id: str) -> dict[str, Any]:
    """The same, its header's file called as Meta calls it since it was uploaded."""
    return {**template, "components": [_named(one, media_id) for one in template["components"]]}


def _named(component: dict[str, Any], media_id: str) -> dict[str, Any]:
    if component["type"] != "header":
        return component
    (parameter,) = component["parameters"]
    kind = parameter["type"]
    return {**component, "parameters": [{**parameter, kind: {**parameter[kind], "id": media_id}}]}


def _header(content: Template) -> list[dict[str, Any]]:
    given = _file(content.header) if content.header else None
    words = content.params.get("header")
    parameter = given or (_media_or_text(words) if words else None)
    return [{"type": "header", "parameters": [parameter]}] if parameter else []


def _file(media: Media) -> dict[str, Any] | None:
    """A document is called by its name; None where there is nothing to show."""
    source = {"link": media.url} if media.url else {"id": media.media_id} if media.media_id else None
    kind = _KINDS.get(media.kind, "document")
    named = {"filename": media.name} if kind == "document" and media.name else {}
    return {"type": kind, kind: {**source, **named}} if source else None


def _body(params: dict[str, str]) -> list[dict[str, Any]]:
    names = [name for name in params if name != "header" and not _BUTTON.fullmatch(name)]
    if not names:
        return []
    positional = all(name.isdecimal() for name in names)
    if positional:
        names.sort(key=int)
    parameters = [
        {"type": "text", **({} if positional else {"parameter_name": name}), "text": params[name]} for name in names
    ]
    return [{"type": "body", "parameters": parameters}]


def _buttons(params: dict[str, str]) -> list[dict[str, Any]]:
    """A quick reply carries a payload, a link the rest of its address, a copied code its words, a form its token."""
    return [
        {"type": "button", "sub_type": kind, "index": found[1], "parameters": [parameter]}
        for name in sorted(params)
        if (found := _BUTTON.fullmatch(name))
        for kind, parameter in [_button(params[name])]
    ]


def _button(value: str) -> tuple[str, dict[str, Any]]:
    """Which kind of button it is for; only the one who sends it knows, and says so by what stands before."""
    said, _, rest = value.partition(":")
    if said == "code" and rest:
        return "copy_code", {"type": "coupon_code", "coupon_code": rest}
    if said == "flow" and rest:
        return "flow", {"type": "action", "action": {"flow_token": rest}}
    if value.startswith(("url:", "/", "?")) or _URL.fullmatch(value):
        return "url", {"type": "text", "text": value.removeprefix("url:")}
    return "quick_reply", {"type": "payload", "payload": value}


def _media_or_text(value: str) -> dict[str, Any]:
    if not _URL.fullmatch(value):
        return {"type": "text", "text": value}
    path = value.lower().partition("?")[0]
    kind = "image" if path.endswith(_IMAGES) else "video" if path.endswith(_VIDEOS) else "document"
    return {"type": kind, kind: {"link": value}}
