"""Where and when something was said: what the words alone do not tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dialogs.understand.topics import names_of
from dialogs.understand.vocabulary import Names

CHANNELS = ("whatsapp", "messenger", "sms", "telegram", "email", "webchat")
UNKNOWN_MOMENT = "2026-01-01T00:00:00Z"


@dataclass(frozen=True)
class Circumstances:
    """`topics` as in the facts; `channels` the brand's, of which the customer `kept` these, in this order, or said
    nothing; `now` ISO 8601 in UTC.
    """

    topics: Sequence[Mapping[str, Any]] = ()
    channels: Sequence[str] = CHANNELS
    channel: str = ""
    now: str = UNKNOWN_MOMENT
    zone: str = "UTC"
    languages: Sequence[str] = ("fr", "en")
    kept: Sequence[str] = ()

    @cached_property
    def there(self) -> ZoneInfo:
        try:
            return ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return ZoneInfo("UTC")  # a name that no zone has: better a few hours off than none

    @cached_property
    def today(self) -> date:
        return datetime.fromisoformat(self.now).astimezone(self.there).date()

    @cached_property
    def names(self) -> Names:
        """The topics' names as vocabulary."""
        return names_of(self.topics)

    def end_of(self, day: date, minute: int | None) -> str:
        """The last second of that day there, or that minute of it, with its offset."""
        if minute is None:
            local = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=self.there)
        else:
            local = datetime(day.year, day.month, day.day, tzinfo=self.there) + timedelta(minutes=minute)
        return local.isoformat()

    def after(self, minutes: int) -> str:
        """So long from now, by the clock there."""
        then = datetime.fromisoformat(self.now) + timedelta(minutes=minutes)
        return then.astimezone(self.there).isoformat(timespec="seconds")
