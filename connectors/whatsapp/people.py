"""Who writes: by phone, by business-scoped user id, or by both.

Since 2026 a user with a username may show no phone at all; the id then is the address. `US.1349…` is a country, a dot,
and up to 128 letters and digits.
https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from connectors.whatsapp.values import mapping, text

SCOPED = re.compile(r"[A-Z]{2}(?:\.ENT)?\.[A-Za-z0-9]{1,128}")
_MOVES = frozenset({"user_changed_number", "user_changed_user_id"})


@dataclass(frozen=True)
class Sender:
    """`address` is the phone where there is one; `aliases` the business-scoped id beside it."""

    address: str
    aliases: tuple[str, ...] = ()
    name: str | None = None


def phone(value: Any) -> str | None:
    """A phone as E.164; anything else that was given, as it came."""
    given = text(value)
    if given is None:
        return None
    digits = given.removeprefix("+")
    return f"+{digits}" if digits.isdecimal() else given


def is_scoped(address: str) -> bool:
    return SCOPED.fullmatch(address) is not None


def sender_of(message: dict[str, Any], contacts: list[dict[str, Any]]) -> Sender | None:
    """Who wrote this message; None if nothing says it."""
    number, scoped = phone(message.get("from")), text(message.get("from_user_id"))
    contact = _contact(contacts, number, scoped)
    number = number or phone(contact.get("wa_id"))
    scoped = scoped or text(contact.get("user_id"))
    profile = mapping(contact.get("profile"))
    name = text(profile.get("name")) or text(profile.get("username"))
    if number is not None and is_scoped(number):
        number, scoped = None, number
    if number is None:
        return Sender(scoped, (), name) if scoped else None
    return Sender(number, (scoped,) if scoped else (), name)


def moved_to(message: dict[str, Any]) -> str | None:
    """The new address of somebody who changed it."""
    system = mapping(message.get("system"))
    if text(system.get("type")) not in _MOVES:
        return None
    return phone(system.get("wa_id")) or phone(system.get("new_wa_id")) or text(system.get("user_id"))


def _contact(contacts: list[dict[str, Any]], number: str | None, scoped: str | None) -> dict[str, Any]:
    """The contact block of this sender: by its id, else the only one there is."""
    for contact in contacts:
        if number is not None and phone(contact.get("wa_id")) == number:
            return contact
        if scoped is not None and text(contact.get("user_id")) == scoped:
            return contact
    return contacts[0] if len(contacts) == 1 else {}
