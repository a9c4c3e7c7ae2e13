"""Who writes: by phone, by business-scoped user id, or by both.

Since 2026 a user with a username may show no phone at all; the id then is the address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from connectors.scoped import FORM, is_scoped
from connectors.whatsapp.values import mapping, mappings, text

_NEW_NUMBER = frozenset({"user_changed_number", "customer_changed_number"})
_NEW_USER_ID = "user_changed_user_id"
# Meta's own last words; what stands before is the name, which the person chose
_IN_WORDS = re.compile(rf" changed from ({FORM.pattern}) to ({FORM.pattern})\Z")
_ASKED_FOR = "contact_request"


@dataclass(frozen=True)
class Sender:
    """`address` is the phone where there is one; `aliases` are the business-scoped ids beside it."""

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


def is_group(address: str) -> bool:
    """The id of a group, in either of its forms: as people's phones know it, or `capi_group:…` in base64."""
    return address.endswith("@g.us") or address.startswith("Y2FwaV9ncm91cD")


def sender_of(message: dict[str, Any], contacts: list[dict[str, Any]]) -> Sender | None:
    """Who wrote this message, or whom it tells of; None if nothing says it."""
    number, scoped = phone(message.get("from")), text(message.get("from_user_id"))
    contact = _contact(contacts, number, scoped)
    number = number or phone(contact.get("wa_id")) or _shared_number(message)
    scoped = scoped or text(contact.get("user_id"))
    parent = text(message.get("from_parent_user_id")) or text(contact.get("parent_user_id"))
    profile = mapping(contact.get("profile"))
    name = text(profile.get("name")) or text(profile.get("username"))
    return known_as(number, scoped, *_told_of(message), parent, name=name)


def known_as(*keys: str | None, name: str | None = None) -> Sender | None:
    """The person behind these keys: reached at the first phone, else at the first key; found by every id."""
    given = list(dict.fromkeys(key for key in keys if key))
    if not given:
        return None
    address = next((key for key in given if not is_scoped(key)), given[0])
    return Sender(address, tuple(key for key in given if key != address and is_scoped(key)), name)


def moved_to(message: dict[str, Any]) -> str | None:
    """The new phone of somebody who changed it."""
    system = mapping(message.get("system"))
    if text(system.get("type")) not in _NEW_NUMBER:
        return None
    return phone(system.get("wa_id")) or phone(system.get("new_wa_id")) or text(system.get("user_id"))


def _shared_number(message: dict[str, Any]) -> str | None:
    """The number of who was asked for it and sent it: a card of this origin is the sender's own."""
    for card in mappings(message.get("contacts")):
        if _ASKED_FOR in (text(card.get("origin")), text(message.get("origin"))):
            given = (text(one.get("wa_id")) or text(one.get("phone")) for one in mappings(card.get("phones")))
            return next((f"+{digits}" for one in given if one and (digits := re.sub(r"\D", "", one))), None)
    return None


def _told_of(message: dict[str, Any]) -> tuple[str | None, ...]:
    """Whom a change concerns, which may have no sender: by the ids that hold from now on first."""
    system = mapping(message.get("system"))
    kind = text(system.get("type"))
    told = _IN_WORDS.search(text(system.get("body")) or "")
    former = text(system.get("previous_user_id")) or (told[1] if told and told[2] == system.get("user_id") else None)
    old = (former, text(system.get("previous_parent_user_id")))
    new = (text(system.get("user_id")), text(system.get("parent_user_id")))
    if kind == _NEW_USER_ID:
        return (*new, *old)
    return (phone(system.get("customer")), *old, *new) if kind in _NEW_NUMBER else ()


def _contact(contacts: list[dict[str, Any]], number: str | None, scoped: str | None) -> dict[str, Any]:
    """The contact block of this sender: by its id, else the only one there is."""
    for contact in contacts:
        if number is not None and phone(contact.get("wa_id")) == number:
            return contact
        if scoped is not None and text(contact.get("user_id")) == scoped:
            return contact
    return contacts[0] if len(contacts) == 1 else {}
