"""Canned replies as a file writes them. Pure."""

from __future__ import annotations

from typing import Any

import msgspec


class CannedReply(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Called with "/" and its shortcut; with `acts`, in the API's shape, it is a macro."""

    shortcut: str
    title: str
    texts: dict[str, str]
    acts: tuple[dict[str, Any], ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    canned: tuple[CannedReply, ...]


def read(document: Any) -> tuple[CannedReply, ...]:
    """Raises msgspec.ValidationError."""
    return msgspec.convert(document, _File).canned
