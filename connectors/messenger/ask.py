"""A question with its choices, down the ladder: quick replies, buttons, cards, numbered text.

https://developers.facebook.com/docs/messenger-platform/send-messages/quick-replies
https://developers.facebook.com/docs/messenger-platform/send-messages/template/button
"""

from __future__ import annotations

from collections.abc import Sequence

from connectors.content import Choices, Option
from connectors.contract import Capabilities
from connectors.fallback import as_numbered
from connectors.messenger.cards import BUTTON_TITLE, BUTTONS, ELEMENTS, TITLE, button, can_tap, choice_cards
from connectors.messenger.draft import NOTHING, Draft, lost, pieces, words

QUICK_REPLIES = 13
BUTTON_BODY = 640


def ask(choices: Choices, language: str, can: Capabilities) -> Draft:
    body = "\n\n".join(line for line in (choices.header, choices.body, choices.footer) if line)
    options = choices.options
    if not options:
        return words(body, can)
    linked = any(option.url for option in options)
    if all(map(can_tap, options)):
        short = body.strip() and max(len(option.label) for option in options) <= BUTTON_TITLE
        if short and not linked and len(options) <= QUICK_REPLIES:
            return _quick_replies(body, options, can) + _descriptions(options)
        if short and len(options) <= BUTTONS:
            return _buttons(body, options, can) + _descriptions(options)
        if len(options) <= ELEMENTS and all(len(option.label) <= TITLE for option in options):
            return words(body, can) + choice_cards(options, language)
    return _numbered(choices, language, can)


def _quick_replies(body: str, options: Sequence[Option], can: Capabilities) -> Draft:
    *before, last = pieces(body, can.text, can)
    replies = [{"content_type": "text", "title": option.label, "payload": option.id} for option in options]
    return _texts(before) + Draft(({"text": last, "quick_replies": replies},))


def _buttons(body: str, options: Sequence[Option], can: Capabilities) -> Draft:
    *before, last = pieces(body, BUTTON_BODY, can)
    buttons = [button(option, option.label) for option in options]
    payload = {"template_type": "button", "text": last, "buttons": buttons}
    return _texts(before) + Draft(({"attachment": {"type": "template", "payload": payload}},))


def _numbered(choices: Choices, language: str, can: Capabilities) -> Draft:
    text, numbered = as_numbered(choices, language)
    why = f"{len(choices.options)} choices; {QUICK_REPLIES} fit with {BUTTON_TITLE} characters, {ELEMENTS} with {TITLE}"
    return words(text, can) + lost("choices", "numbered text", why) + Draft(numbered=numbered)


def _texts(chunks: Sequence[str]) -> Draft:
    return Draft(tuple({"text": chunk} for chunk in chunks))


def _descriptions(options: Sequence[Option]) -> Draft:
    if not any(option.description for option in options):
        return NOTHING
    return lost("descriptions of choices", "labels only", "quick replies and buttons have a title and nothing else")
