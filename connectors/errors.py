"""What can go wrong on the way to a provider, as values that carry their consequence."""

from __future__ import annotations

from typing import Literal

import msgspec

FailureKind = Literal[
    "transient",  # never left or refused for now: try again
    "throttled",  # too fast: wait `retry_after` seconds
    "window_closed",  # only a template may pass
    "opted_out",  # the customer stopped or blocked us
    "bad_recipient",  # nobody there
    "bad_content",  # what we sent is wrong: trying again cannot help
    "auth",  # token, permission, account: an admin must act
    "permanent",  # refused for good
    "unknown",  # bytes left and no clear answer came: may have been sent
]
Scope = Literal["account", "recipient"]
Closes = Literal[
    "address",  # for good: only the carrier or the customer's START opens it again
    "until_heard",  # a block: whoever writes to us has taken it back
    "marketing",  # what sells; the rest may pass
]


class Failure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why one send did not work. `code` is the provider's own; `text` is redacted of secrets already."""

    kind: FailureKind
    code: str = ""
    text: str = ""
    retry_after: float | None = None  # seconds
    scope: Scope = "account"  # whom a throttle slows down
    moved_to: str | None = None  # the address to use instead (Telegram's upgraded groups)
    closes: Closes = "address"  # how far an opted_out reaches
    sent: bool = False  # answered with an error although it went out: never resend
    elsewhere: bool = False  # another app of the brand has the thread


def nothing_left(failure: Failure) -> Failure:
    """The same of a step before the message itself: what is ambiguous there has sent nothing."""
    return msgspec.structs.replace(failure, kind="transient") if failure.kind == "unknown" else failure


class NotSent(Exception):
    """No byte reached the provider (DNS, connect, TLS, full pool): safe to try again."""


class NoAnswer(Exception):
    """The request left and no whole answer came back (time-out, reset): it may have been carried out."""


class ConfigurationError(Exception):
    """An account that cannot work as configured: says which, what is missing, what to set. Never holds a secret."""


class MediaUnavailable(Exception):
    """The bytes of a media cannot be had; the text says why in a few words (`too_large`, `expired`, `refused`)."""
