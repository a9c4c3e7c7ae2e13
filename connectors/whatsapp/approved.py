"""Templates of a WhatsApp account as Meta lists them. What asks for more than our templates hold is left out.

https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from connectors.approved import Approved, Blank, keys_of
from connectors.whatsapp.values import listed, mapping, text

FIELDS = "name,language,status,category,components"
_MEDIA = frozenset({"IMAGE", "VIDEO", "DOCUMENT"})
_PLAIN_BUTTONS = frozenset({"QUICK_REPLY", "URL", "PHONE_NUMBER"})


def approved(page: dict[str, Any]) -> Iterator[Approved]:
    """What may be sent of one page of the list."""
    for one in map(mapping, listed(page.get("data"))):
        made = _approved(one) if one.get("status") == "APPROVED" else None
        if made is not None:
            yield made


def next_page(page: dict[str, Any]) -> str | None:
    """Where the list goes on. The address of the next page holds a token: the place alone is taken from it."""
    paging = mapping(page.get("paging"))
    return text(mapping(paging.get("cursors")).get("after")) if paging.get("next") else None


def _approved(one: dict[str, Any]) -> Approved | None:
    parts = {str(part.get("type")).upper(): part for part in map(mapping, listed(one.get("components")))}
    header, body = mapping(parts.get("HEADER")), mapping(parts.get("BODY"))
    shape = str(header.get("format") or "TEXT").upper() if header else ""
    buttons = [mapping(button) for button in listed(mapping(parts.get("BUTTONS")).get("buttons"))]
    plain = all(str(button.get("type")).upper() in _PLAIN_BUTTONS for button in buttons)
    known = set(parts) <= {"HEADER", "BODY", "FOOTER", "BUTTONS"} and shape in {"", "TEXT", *_MEDIA}
    name, words = text(one.get("name")), text(body.get("text"))
    if name is None or words is None or not (plain and known):
        return None
    return Approved(
        template_id=name, name=name, locale=text(one.get("language")) or "",
        category=str(one.get("category") or "").lower(), header=text(header.get("text")) or "",
        media=shape.lower() if shape in _MEDIA else "", body=words,
        footer=text(mapping(parts.get("FOOTER")).get("text")) or "",
        buttons=tuple(str(button.get("text") or "") for button in buttons),
        blanks=(*_above(header, shape), *_within(body, words), *_below(buttons)),
    )  # fmt: skip


def _above(header: dict[str, Any], shape: str) -> Iterator[Blank]:
    if shape in _MEDIA:
        yield Blank(key="header", kind="media")
    elif keys_of(text(header.get("text")) or ""):
        examples = listed(mapping(header.get("example")).get("header_text"))
        yield Blank(key="header", example=str(examples[0]) if examples else "")


def _within(body: dict[str, Any], words: str) -> Iterator[Blank]:
    example = mapping(body.get("example"))
    placed = listed(next(iter(listed(example.get("body_text"))), []))
    named = {str(one.get("param_name")): one for one in map(mapping, listed(example.get("body_text_named_params")))}
    for place, key in enumerate(keys_of(words)):
        shown = named[key].get("example") if key in named else placed[place] if place < len(placed) else ""
        yield Blank(key=key, example=str(shown or ""))


def _below(buttons: list[dict[str, Any]]) -> Iterator[Blank]:
    """A link may leave its end open."""
    for place, button in enumerate(buttons):
        if keys_of(text(button.get("url")) or ""):
            examples = listed(button.get("example"))
            yield Blank(key=f"button.{place}", kind="link", example=str(examples[0]) if examples else "")
