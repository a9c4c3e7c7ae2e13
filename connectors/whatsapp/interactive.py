"""Choices as buttons, a list or a link, as far as WhatsApp's limits reach.

https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from connectors.content import Choices, Media, Option
from connectors.fallback import shorten
from connectors.whatsapp.media import field_of, file_of

BODY = 1024
HEADER = 60
FOOTER = 60
BUTTONS, BUTTON_LABEL, BUTTON_ID = 3, 20, 256
ROWS, ROW_LABEL, ROW_ID, ROW_DESCRIPTION = 10, 24, 200, 72
_HEADERS = frozenset({"image", "video", "document"})
LIST_BUTTON = {"fr": "Choisir", "en": "Choose"}

Lose = Callable[[str, str, str], None]


def of_choices(choices: Choices, language: str, lose: Lose) -> dict[str, Any] | None:
    """The interactive message; None where only numbered text can say it."""
    links = [option for option in choices.options if option.url is not None]
    answers = [option for option in choices.options if option.url is None]
    if len(choices.body) > BODY or not choices.options:
        return None
    if links:
        return _link(choices, links[0], lose) if len(links) == 1 and not answers else None
    if len({one.id for one in answers}) < len(answers):  # an answer must tell which it was
        return None
    if len(answers) <= BUTTONS and _fit(answers, BUTTON_LABEL, BUTTON_ID) and not _described(answers):
        return {"type": "button", **_around(choices, lose), "action": {"buttons": [_button(one) for one in answers]}}
    if len(answers) > ROWS or any(len(one.id) > ROW_ID for one in answers):
        return None
    button = LIST_BUTTON.get(language.partition("-")[0], LIST_BUTTON["en"])
    rows = [_row(one, lose) for one in answers]  # the only section needs no title
    return {"type": "list", **_around(choices, lose), "action": {"button": button, "sections": [{"rows": rows}]}}


def with_media(
    built: dict[str, Any] | None, media: tuple[Media, ...]
) -> tuple[dict[str, Any] | None, tuple[Media, ...]]:
    """A picture, film or document above the buttons; what does not fit there is to be sent before."""
    if built is None or built["type"] == "list" or "header" in built or len(media) != 1:
        return built, media
    header = _header(media[0])
    return ({**built, "header": header}, ()) if header else (built, media)


def _header(media: Media) -> dict[str, Any] | None:
    kind, file = field_of(media), file_of(media)
    return {"type": kind, kind: file} if kind in _HEADERS and file and not media.caption else None


def _around(choices: Choices, lose: Lose) -> dict[str, Any]:
    around: dict[str, Any] = {"body": {"text": choices.body if choices.body.strip() else "…"}}  # it may not be empty
    if choices.header:
        around["header"] = {"type": "text", "text": _short(choices.header, HEADER, "header", lose)}
    if choices.footer:
        around["footer"] = {"text": _short(choices.footer, FOOTER, "footer", lose)}
    return around


def _link(choices: Choices, option: Option, lose: Lose) -> dict[str, Any]:
    parameters = {"display_text": _short(option.label, BUTTON_LABEL, "label", lose), "url": option.url}
    return {"type": "cta_url", **_around(choices, lose), "action": {"name": "cta_url", "parameters": parameters}}


def _button(option: Option) -> dict[str, Any]:
    return {"type": "reply", "reply": {"id": option.id, "title": option.label}}


def _row(option: Option, lose: Lose) -> dict[str, str]:
    row = {"id": option.id, "title": _short(option.label, ROW_LABEL, "label", lose)}
    described = option.description or (option.label if row["title"] != option.label else None)
    return {**row, **({"description": shorten(described, ROW_DESCRIPTION)} if described else {})}


def _short(text: str, limit: int, what: str, lose: Lose) -> str:
    cut = shorten(text, limit)
    if cut != text:
        lose(what, f"shortened {what}", f"over {limit} characters")
    return cut


def _fit(options: list[Option], label: int, ident: int) -> bool:
    """Meta takes no two buttons of the same words; a list may have them."""
    told_apart = len({option.label for option in options}) == len(options)
    return told_apart and all(len(option.label) <= label and len(option.id) <= ident for option in options)


def _described(options: list[Option]) -> bool:
    return any(option.description for option in options)
