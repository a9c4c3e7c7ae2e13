"""Messages that a provider has approved: their words, and the blanks that whoever sends one fills. Pure.

A blank's `key` is that of the template's `params`: "1", "2" or a name in the body, "header", "button.0".
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

_BLANK = re.compile(r"\{\{\s*(\w+)\s*\}\}")


class Blank(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`kind`: words, the address of a picture, film or document, or the end of a button's link."""

    key: str
    kind: Literal["words", "media", "link"] = "words"
    example: str = ""


class Approved(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`template_id` and `locale` are those of a template to send; in its texts a blank is written `{{key}}`."""

    template_id: str
    name: str
    locale: str
    category: str = ""
    header: str = ""
    media: str = ""  # the kind of what stands above the words: image, video, document
    body: str
    footer: str = ""
    buttons: tuple[str, ...] = ()
    blanks: tuple[Blank, ...] = ()


def keys_of(text: str) -> list[str]:
    """The blanks of a text, each once, in its order.

    >>> keys_of("Hi {{1}}, {{ name }} and {{1}}")
    ['1', 'name']
    """
    return list(dict.fromkeys(_BLANK.findall(text)))
